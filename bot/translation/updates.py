"""Whether a post in an IT channel is an update or chatter."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.translation.facts.calendar import DAY_NAME, MONTH, NEAR_DAY
from bot.translation.foreign import language_of_post
from bot.translation.prose import CODE, is_prose

_NEWS = re.compile(
    r"\b(?:maintenance|outage|down(?:time)?|unavailable|available|offline|online|upgrad\w+|updat\w+|patch\w*|releas\w+|deploy\w*|migrat\w+|restor\w+|resolv\w+|"
    r"fix(?:ed|es)?|roll(?:ed|ing)?[ -]?back|revert\w*|restart\w*|reboot\w*|planned|scheduled|window|postpon\w+|delay\w*|extend\w*|replac\w+|retir\w+|"
    r"withdrawn?|out of support|failover|clogged|mandatory|decommission\w*|deprecat\w*|switch(?:ed)? off|shut ?down|disabl\w+|enabl\w+|chang\w+|new|now|cutover|go-?live|expire\w*|incident|degraded|slow|"
    r"failing|failed|error\w*|stop(?:s|ped)|stuck|paused|interrupted|not working|certificate|vulnerabilit\w+|phishing|password\w*|MFA|CHG\d+|INC\d+|transport\w*|locked|blocked|removed|"
    r"wartung\w*|störung\w*|behoben|ausfall|gesperrt)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:will|is|are|was|were|has|have|been|must|may|can|cannot|wird|werden|ist|sind|wurde)\b|^\W*\w+(?:ed|ing)\b|:\s|\b\d{1,2}[:.]\d\d\b|\bsince \d|\d ?[ap]m\b",
    re.IGNORECASE,
)
#: What people can or must do, and from or until when, is news in whatever words.
_TOLD = re.compile(
    r"\b(?:you|users|everyone|everybody|all) (?:\w+ ){0,2}?(?:can|cannot|may|must|will|need|have to|should)\b|\b(?:please )?log ?(?:off|out|on)\b",
    re.IGNORECASE,
)
_FROM_WHEN = re.compile(
    rf"\b(?:from|as of|by|until|till|before|since|starting|effective) (?:{DAY_NAME}|{NEAR_DAY}|{MONTH} \d|\d{{1,2}}(?:[:.]\d\d| ?[ap]m\b| {MONTH}))",
    re.IGNORECASE,
)
_ABOUT_ME = re.compile(r"\b(?:I|I'm|I'll|my)\b")
#: News in the other languages that colleagues write in; what else a post says is not read.
_FOREIGN_NEWS = re.compile(
    r"\b(?:wartung\w*|\w*störung\w*|gestört|behoben|\w*ausfall\w*|ausgefallen|gesperrt|langsam\w*|(?:nicht )?(?:verfügbar|erreichbar|möglich)|geändert|änder\w+|neue[rsn]? (?:release|version|freigabe\w*|funktion\w*|prozess\w*|maske\w*)|gilt|gelten|ab sofort|um(?:ge|zu)?stell\w+|abgeschaltet|verschoben|verzöger\w+|verspätet|wiederhergestellt|läuft wieder|funktionier\w+|aktualisier\w+|neustart|fehler\w*|"
    r"maintenance|panne|(?:in)?disponibles?|rétabli\w*|résolue?s?|corrigée?s?|lente?s?|coupure|mise à jour|nouvelle (?:version|procédure)|reportée?s?|retard\w*|interruption|bloquée?s?|redémarr\w+|erreurs?|"
    r"mantenimiento|caíd[oa]s?|resuelt[oa]s?|restablecid[oa]s?|lent[oa]s?|actualizaci\w+|nueva versión|aplazad[oa]s?|retras\w+|interrupci\w+|bloquead[oa]s?|errores|"
    r"przerw\w+|awari\w+|(?:nie)?dostępn\w+|naprawion\w+|przywrócon\w+|wolno|aktualizacj\w+|nowa wersja|opóźni\w+|przełożon\w+|zablokowan\w+|konserwacj\w+|nie działa\w*|prace serwisowe|"
    r"manutenção|(?:in)?disponíve(?:l|is)|em baixo|resolvid[oa]s?|restabelecid[oa]s?|atualizaç\w+|nova versão|adiad[oa]s?|atras\w+|interrupç\w+|avaria\w*|erros?)\b",
    re.IGNORECASE,
)
_FOREIGN_CLAIM = re.compile(r"\b(?:está|están|estão|será|serão|jest|są|będzie|sont|sera)\b", re.IGNORECASE)
_CHATTER = re.compile(
    r"^\W*(?:danke\w*|guten (?:morgen|tag|abend)|bonjour|bonsoir|merci|hola|buen[oa]s|gracias|cześć|dzięki|dziękuję|dzień dobry|olá|bom dia|boa tarde|obrigad[oa]|hi|hello|hey|hallo|good (?:morning|afternoon|evening)|morning|moin|thanks?|thank you|thx|cheers|ok(?:ay)?|yes|no|sure|great|nice|lol|done|will do|on it|"
    r"same here|agreed|welcome|happy|congrat\w*|see you|bye|brb|afk|lunch|coffee)\b",
    re.IGNORECASE,
)
_OURSELVES = re.compile(
    r"\b(?:anyone|anybody|someone|who|can you|could you|did you|do we|does|should we|shall we|have you|are you|wie|wer|kann jemand)\b",
    re.I,
)


def reads_like_update(text: str) -> bool:
    """Whether colleagues could want to know this. Greetings, thanks, questions among IT and one-liners are chatter."""
    head = text[:6000].strip()
    words = re.findall(r"[^\W\d_]+", head)
    if len(words) < 4:
        return False
    first = re.split(r"(?<=[.!?])\s|\n", head, maxsplit=1)
    body = first[1] if len(first) > 1 and _CHATTER.match(first[0]) and len(first[0].split()) < 6 else head
    if len(re.findall(r"[^\W\d_]+", body)) < 4:
        return False
    if _CHATTER.match(body) and len(body.split()) < 9:
        return False
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n+", body) if s.strip()]
    asked = [s for s in sentences if s.rstrip().endswith("?")]
    if len(asked) * 2 >= len(sentences) and (_OURSELVES.search(body) or len(sentences) == len(asked)):
        return False
    if _NEWS.search(body) and _CLAIM.search(body):
        return True
    if _TOLD.search(body) and _FROM_WHEN.search(body) and not _ABOUT_ME.search(body):
        return True
    if _NEWS.search(body) and CODE.search(body) and not is_prose(body):
        return True  # a log or a paste that somebody will ask about
    foreign = language_of_post(body) is not None or _FOREIGN_CLAIM.search(body)
    return bool(foreign and (_NEWS.search(body) or _FOREIGN_NEWS.search(body)))
