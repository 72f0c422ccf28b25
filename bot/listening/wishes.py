"""What a person wants from the bot itself: quiet, their data, a human being. Read by rules, before any model.

A wish is the whole message, politeness aside. "Mute" is one; "mute the approval mails" is about the ERP and is not, and
"my data is wrong" is a complaint. So every pattern has to match from the first word to the last.
"""

# ruff: noqa: E501  (patterns read best on one line)
import re
from enum import StrEnum
from functools import cache

from bot.listening.understanding.text import clean, fold

#: A longer message tells a story, whatever it begins with.
LONGEST = 90


class Wish(StrEnum):
    """What the bot is asked to do."""

    MUTE = "mute"  # be quiet for now
    UNMUTE = "unmute"
    STOP = "stop"  # never write of your own accord again
    MY_DATA = "my_data"  # see or delete what is kept
    PERSON = "person"  # talk to a human being
    HELP = "help"


_YOU = r"(you|this|the bot|this bot|liaison|from you|your (messages|reminders|notifications|posts))"
_ME = r"( me| us)?"
_AGAIN = r"( (any ?more|any longer|again|for (now|today|a while|this week|the (day|week))|today|now))?"
_HUMAN = (
    r"(an? )?(real |actual |living )?"
    r"(person|human|human being|someone|somebody|agent|colleague|someone real|real one)"
)
_PATTERNS: dict[Wish, tuple[str, ...]] = {
    Wish.UNMUTE: (
        rf"un-?mute( {_YOU}| me)?|(turn|switch) (the )?(messages|reminders|notifications) (back )?on( again)?",
        r"(you can|you may) (write|message|talk|speak)( to)? me again|resume|wake up|(re-?)?subscribe( me)?( again)?",
        r"stumm(schaltung)? aus|du darfst (mir )?wieder schreiben|wieder laut",
        r"reactive[rz]?( les (messages|notifications))?|tu peux m'?ecrire de nouveau",
        r"(re)?activar?( los)? (mensajes|avisos)|puedes escribirme de nuevo",
        r"wlacz (powiadomienia|wiadomosci)|mozesz znowu pisac",
        r"(re)?ativar?( as)? (mensagens|notificacoes)|pode(s)? voltar a escrever",
    ),
    Wish.MUTE: (
        rf"mute( {_YOU}| me| yourself)?{_AGAIN}|(be|stay|keep) quiet{_AGAIN}|(go )?silent|hush|shush|shut up|pause( {_YOU})?{_AGAIN}",
        rf"(do not|don'?t) disturb( me)?{_AGAIN}|(leave me alone|not now|no reminders|no messages){_AGAIN}",
        rf"(turn|switch) off (your )?(messages|reminders|notifications){_AGAIN}|snooze{_AGAIN}",
        r"(sei |bitte )?(still|ruhig|leise|ruhe)|stumm( schalten)?|schalte dich stumm|lass mich( jetzt)? in ruhe",
        r"(mets[- ]toi en )?(silence|sourdine|muet)|tais[- ]toi|ne pas deranger|laisse[- ]moi tranquille",
        r"silencio|silenciar?|callate|no molestar|dejame en paz",
        r"wycisz( sie)?|cisza|cicho|nie przeszkadzaj|daj mi spokoj",
        r"silencio|silenciar?|fica quieto|nao perturbe|me deixe em paz",
    ),
    Wish.STOP: (
        rf"stop( (it|that|{_YOU}))?|unsubscribe( me)?|opt( me)? out|sign me off",
        rf"stop (sending|writing|messaging|asking|contacting|bothering|pinging|texting)( to)?{_ME}"
        rf"( (messages|questions|reminders|surveys|things|stuff|mails?))?{_AGAIN}",
        rf"(do not|don'?t|never) (write|message|contact|ask|ping|text|send|bother)( to)?{_ME}"
        rf"( (messages|questions|reminders|surveys|anything))?{_AGAIN}",
        rf"(i )?(do not|don'?t) want( any)?( more)? (messages|questions|reminders|surveys)( from {_YOU})?{_AGAIN}|no more (messages|questions|reminders|surveys)",
        r"(hor|hoer) (bitte )?auf( mir)?( damit| zu schreiben)?|schreib( mir)? nicht mehr|nicht mehr schreiben|abmelden|keine nachrichten mehr",
        r"arrete( de m'?ecrire)?|ne m'?ecris plus|(me )?desabonner|desinscription|plus de messages",
        r"(para|basta|deja)( de escribirme)?|no me escribas( mas)?|(darme de )?baja|cancelar suscripcion",
        r"przestan( do mnie)?( pisac)?|nie pisz( do mnie)?( wiecej)?|wypisz mnie|rezygnuje",
        r"pare?( de (me )?escrever)?|nao me escrev[ae]s?( mais)?|cancelar inscricao|descadastrar",
    ),
    Wish.MY_DATA: (
        r"(show( me)?|see|export|download|delete|erase|remove|forget|get|give me|send me|i (want|would like|'?d like) to (see|delete|export))"
        r" (all )?(of )?my (personal )?data( (that )?you (have|keep|store|hold))?( again)?|my data|forget me|gdpr|privacy",
        r"what (do|did) you (know|store|keep|save|have|remember|record) (about|on|of) me|what (data|information) (do you|have you) "
        r"(have|keep|store|hold|stored|kept|saved|got)( (about|on|of) me)?|who (can )?(see|read)s? what i (write|tell you|say|wrote)",
        r"(zeig( mir)?|losch(e|en)?|loesch(e|en)?|exportier(e|en)?)?( bitte)? ?meine (personlichen |persoenlichen )?daten( loschen| loeschen| zeigen)?",
        r"was (weisst|weist|speicherst) du uber mich|vergiss mich|datenschutz",
        r"(montre[rz]?|supprime[rz]?|efface[rz]?|exporte[rz]?)?([- ]moi)? ?mes donnees( personnelles)?|que sais[- ]tu (de|sur) moi|oublie[- ]moi",
        r"(muestra(me)?|borra|elimina|exporta|ver|borrar)? ?mis datos( personales)?|que sabes (de|sobre) mi|olvidame",
        r"(pokaz|usun|skasuj|eksportuj)? ?moje dane( osobowe)?|co o mnie wiesz|zapomnij o mnie",
        r"(mostra(r)?|apaga(r)?|exclui(r)?|exporta(r)?|ver)? ?(os )?meus dados( pessoais)?|o que (voce )?sabe(s)? (de|sobre) mim|esquece[- ]me",
    ),
    Wish.PERSON: (
        rf"((can|could|may) (i|we) |i (want|need|wish|would like|'?d like|would prefer|'?d rather|have) (to )?|let me |how (can|do) i )?"
        rf"(please )?((talk|speak|chat) (to|with) |reach |get )({_HUMAN}|(the )?brm)( in (it|person))?( instead| now)?",
        r"(an? )?(real |living )?(human|person|agent)( please)?|i (want|need) (a|an|the) (real )?(human|person|agent|brm)",
        rf"(get me|give me|put me through to|connect me (to|with)|transfer me to|hand me over to) ({_HUMAN}|(the )?brm)",
        r"is there (a real |any )?(human|person|someone|somebody|anybody|anyone)( here)?( (i|we) can (talk|speak|write) (to|with))?",
        r"(ich (mochte|moechte|will) )?(mit )?(einem|einen|ein) (menschen?|mitarbeiter|echten menschen)( sprechen| reden)?|mensch(en)?",
        r"(je (veux|voudrais) )?parler (a|avec) (une personne|un humain|quelqu'?un|un conseiller)",
        r"(quiero |quisiera )?hablar con (una persona|un humano|alguien|un agente)",
        r"(chce |chcialbym |chcialabym )?(porozmawiac|rozmawiac|rozmowa) z (czlowiekiem|kims|konsultantem|osoba)",
        r"(quero |queria |gostaria de )?falar com (uma pessoa|um humano|alguem|um atendente)",
    ),
    Wish.HELP: (
        r"help( me)?|\?+|menu|commands|options|start|how (do|does) (you|this|it|this bot) work|how (do|can) i use (you|this( bot)?)",
        r"what can (you|i|this bot) (do|ask|say|do here|do for me|ask you|say here|help( me)? with)|what are you (for|good for|able to do)",
        r"hilfe|hilf mir|was kannst du( alles)?|wie geht das hier",
        r"(a l')?aide(z?[- ]moi)?|que (peux|sais)[- ]tu faire",
        r"ayuda(me)?|que puedes hacer",
        r"pomoc|pomoz( mi)?|co potrafisz|co umiesz",
        r"ajuda(r|[- ]me)?|o que (voce )?(podes?|sabes?|consegues?) fazer",
    ),
}  # fmt: skip


@cache
def _compiled() -> dict[Wish, re.Pattern[str]]:
    """Made when the first message comes: it takes a tenth of a second, which every command would wait for."""
    return {wish: re.compile("|".join(f"(?:{p})" for p in patterns)) for wish, patterns in _PATTERNS.items()}


#: Words around a wish that change nothing: greeting, name, please, thanks.
_BEFORE = re.compile(
    r"^((hi|hello|hey|hallo|bonjour|hola|czesc|ola|ok|okay|please|pls|bitte|prosze|kindly|just|now|sorry|liaison|bot|"
    r"por favor|s'?il (te|vous) plait|(can|could|would|will) you( please)?)\b[\s,.!:]*)+"
)
_AFTER = re.compile(
    r"[\s,.!]*\b((please|pls|thanks|thank you|thx|bitte|danke|merci|gracias|prosze|dzieki|obrigad[oa]|bot|liaison|"
    r"por favor|s'?il (te|vous) plait)[\s,.!]*)+$"
)


def without_courtesy(text: str) -> str:
    """A message without greeting, our name, please and thanks around it, as it was written; all of it if that is all.

    "Hi Liaison, my issues please" is "my issues", and "thanks" is "thanks".
    """
    words = " ".join(text[: 4 * LONGEST].split()) if len(text) <= 4 * LONGEST else text
    shadow = "".join((fold(character) or " ")[0] for character in words)
    stop = len(shadow.rstrip(" .!?,;:"))
    start = found.end() if (found := _BEFORE.match(shadow)) and found.end() < stop else 0
    if found := _AFTER.search(shadow, start + 1, stop):
        stop = found.start()
    return words[start:stop].strip(" .!?,;:") or words


def read_wish(text: str) -> Wish | None:
    """The wish a message is, or None where it is something else. Any text at all is allowed.

    English, German, French, Spanish, Polish and Portuguese; accents and capitals do not matter.
    """
    kept = fold(clean(text)).strip()
    if not kept or len(kept) > LONGEST:
        return None
    bare = " ".join(kept.rstrip(" .!?,;:").split())
    for candidate in dict.fromkeys((kept, bare, _AFTER.sub("", _BEFORE.sub("", bare)).strip(" .!?,;:"))):
        for wish, pattern in _compiled().items():
            if pattern.fullmatch(candidate):
                return wish
    return None
