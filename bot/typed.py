"""What people may type instead of pressing a button, in any of our languages, and the wishes for Liaison itself."""

from functools import cache

from bot.digest import schedule
from bot.entries import Entry
from bot.listening import loop, overview
from bot.listening.asking import gaps
from bot.listening.wishes import Wish, read_wish
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


def command_of(text: str) -> Entry | None:
    """What somebody typed a command or a wish for, in any of our languages; None for anything else."""
    typed = _typed().get(_bare(text)) or worded(text)
    if typed is not None:
        return typed
    wish = read_wish(text)
    return WISHES[wish] if wish is not None else None


def worded(text: str) -> Entry | None:
    """The command a text begins with, where what follows fits it: "Define new vendor does not work" is a complaint."""
    entry = _typed_with_words().get(_first_word(text))
    if entry is WORDED["define"]:
        return entry if "=" in text or len(text.split()) <= 3 else None
    return entry if entry is not None and requests.asked_for(text) is not None else None


def is_english(text: str) -> bool:
    """True for a command as it is called in English, which people of all languages type."""
    return _bare(text) in COMMANDS or (_first_word(text) in WORDED and worded(text) is not None)


def _bare(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .!?/")


def _first_word(text: str) -> str:
    return (text.split(maxsplit=1) or [""])[0].lower().strip("/:,")


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
                names.setdefault(_(name).lower(), entry)
    return names
