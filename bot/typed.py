"""What people may type instead of pressing a button, in any of our languages, and the wishes for Liaison itself."""

# ruff: noqa: E501  (patterns read best on one line)
import re
from collections.abc import Iterator
from functools import cache

from bot.digest import schedule
from bot.entries import Entry
from bot.listening import loop, overview
from bot.listening.asking import gaps
from bot.listening.understanding.text import fold
from bot.listening.wishes import LONGEST, Wish, read_wish, without_courtesy
from bot.people import channels, preferences, privacy
from bot.people.model import Role
from bot.pulse import campaign
from bot.recognition import thanks
from bot.speaking import LANGUAGES, N_, _, speaking
from bot.translation import define, on_request, requests

#: What people may type in a direct chat instead of pressing a button, in English or in any of our languages.
COMMANDS: dict[str, Entry] = {
    N_("help"): Entry(channels.give_help),
    N_("my issues"): Entry(loop.list_mine),
    N_("themes"): Entry(overview.list_themes, (Role.IT, Role.BRM)),
    N_("digest"): Entry(schedule.post_now, (Role.BRM, Role.EXECUTIVE)),
    N_("pulse"): Entry(campaign.offer, (Role.BRM,)),
    N_("gaps"): Entry(gaps.list_gaps, (Role.BRM,)),
    N_("thank it"): Entry(thanks.offer),
    N_("who sees this"): Entry(privacy.who_sees),
    N_("glossary"): Entry(define.list_words),
}

#: The same for commands that go on with words of their own.
WORDED: dict[str, Entry] = {
    N_("define"): Entry(define.define, (Role.IT, Role.BRM)),
    requests.TRANSLATE: Entry(on_request.translate),
}

#: What people want from Liaison itself, in whatever words.
WISHES: dict[Wish, Entry] = {
    Wish.MUTE: Entry(preferences.mute),
    Wish.UNMUTE: Entry(preferences.unmute),
    Wish.STOP: Entry(preferences.stop),
    Wish.MY_DATA: Entry(privacy.show),
    Wish.PERSON: Entry(preferences.talk_to_person),
    Wish.HELP: Entry(channels.give_help),
}


#: What people put before the name of a command, by language: "could you show me all ...". They are folded.
_ASKING = re.compile(
    r"(?:"
    r"(?:(?:i (?:want|wish|would like|'?d like) to|let me|can i|could i|may i) )?"
    r"(?:show|list|give|get|see|display|view|check|read|open|send|post|run|have)(?: me| us)?(?: all(?: of)?)?(?: the| an?)?|"
    r"(?:(?:what|where|how) are|(?:what|how) about|(?:any|the) (?:news|updates?|word) (?:on|about|for)|(?:the )?status of)"
    r"(?: all(?: of)?)?(?= my )|"
    r"(?:zeige?n?|gib|liste|schicke?|lass)(?: sie)?(?: mir| mich| uns)?(?: bitte)?(?: mal)?(?: alle)?(?: die| den| das)?|"
    r"ich (?:mochte|will|wurde gerne?)(?: alle)?(?: die| den| das)?|"
    r"(?:montre|affiche|donne|liste)[rz]?(?:[- ](?:moi|nous))?(?: tou(?:s|tes))?(?: les?| la)?|"
    r"(?:muestra|ensena|da|lista|quiero ver|ver)(?:me|nos)?(?: tod[oa]s)?(?: el| la| l[oa]s)?|"
    r"(?:pokaz|daj|wyswietl|chce zobaczyc)(?: mi| nam)?(?: prosze)?(?: wszystkie)?|"
    r"(?:mostr[ae]|list[ae]|quero ver|ver)(?:[- ](?:me|nos))?(?: tod[oa]s)?(?: [oa]s?)?"
    r") (?=\S)"
)

#: What people put behind it.
_ADDING = re.compile(
    r" (?:(?:right )?now|again|today|for me|here|asap|then|an|auf|sehen|anzeigen|jetzt|noch ?mal|maintenant|ahora|teraz|agora)$"
)

#: What people call what they have told us.
_MINE = re.compile(r"(?:all )?my (?:own |open |current |last |recent )?(?:issues|reports|complaints|problems|tickets)")


def command_of(text: str) -> Entry | None:
    """What somebody typed a command or a wish for, in any of our languages; None for anything else.

    A command is the whole message but for courtesies: "my issues, please" is one, "my issues with the printer" is not.
    """
    typed = _named(text) or worded(text) or worded(without_courtesy(text))
    if typed is not None:
        return typed
    wish = read_wish(text)
    return WISHES[wish] if wish is not None else None


def worded(text: str) -> Entry | None:
    """The command a text begins with, where what follows fits it: "Define vendor fails" is a complaint."""
    entry = _typed_with_words().get(_first_word(text))
    if entry is WORDED["define"]:
        named = text.partition(" ")[2]
        return entry if "=" in text or (len(named.split()) <= 2 and not requests.is_trouble(named)) else None
    return entry if entry is not None and requests.asked_for(text) is not None else None


def is_english(text: str) -> bool:
    """True for a command as it is called in English, which people of all languages type."""
    english = any(name in COMMANDS for name in _names_in(text)) or _MINE.fullmatch(_bare(without_courtesy(text)))
    return bool(english) or (_first_word(text) in WORDED and worded(text) is not None)


def _named(text: str) -> Entry | None:
    """The command whose name is all that the text says."""
    return next((_typed()[name] for name in _names_in(text) if name in _typed()), None)


def _names_in(text: str) -> Iterator[str]:
    """What may be the name of a command: all of the text, or what is left without courtesies."""
    if len(text) > LONGEST:
        return
    yield _bare(text)
    yield (bare := _bare(without_courtesy(text)))
    asked = _ADDING.sub("", _ASKING.sub("", bare, count=1) if _ASKING.match(bare) else bare)
    yield asked
    yield asked.removeprefix("the ")
    if _MINE.fullmatch(asked):
        yield "my issues"


def _bare(text: str) -> str:
    return fold(" ".join(text.split()).strip(" .!?,;:/"))


def _first_word(text: str) -> str:
    return fold((text.split(maxsplit=1) or [""])[0]).strip("/:,")


@cache
def _typed() -> dict[str, Entry]:
    return _in_all_languages(COMMANDS)


@cache
def _typed_with_words() -> dict[str, Entry]:
    return _in_all_languages(WORDED)


def _in_all_languages(commands: dict[str, Entry]) -> dict[str, Entry]:
    """The commands under all their names. English goes first where a word means two things."""
    names: dict[str, Entry] = {}
    for language in LANGUAGES:
        with speaking(language):
            for name, entry in commands.items():
                names.setdefault(fold(_(name)), entry)
    return names
