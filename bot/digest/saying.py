"""How digest and brief count, and name a theme."""

from bot import wording
from bot.cards import Span
from bot.digest.week import Waiting
from bot.listening.labels import Module

Line = tuple[Span, ...]


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 report", "3 reports", "no reports"."""
    if number == 0:
        return f"no {many or one + 's'}"
    return f"1 {one}" if number == 1 else f"{number} {many or one + 's'}"


def people(number: int) -> str:
    """ "One colleague", "3 colleagues", to begin a sentence with."""
    return "One colleague" if number == 1 else f"{number} colleagues"


def title_of(waiting: Waiting, limit: int = 90) -> str:
    """A theme's name with its business area, where that is known."""
    title, module = wording.cut(waiting.theme.title, limit), waiting.theme.module
    return title if module == Module.UNKNOWN else f"{title} ({wording.MODULES[module]})"
