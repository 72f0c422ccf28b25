"""Reading all facts of a text, in the order in which kinds can be mistaken for one another."""

from datetime import datetime, time
from functools import lru_cache

from bot.translation.facts import amounts, clock, days, names, phrases
from bot.translation.facts.model import Fact, Scan


def extract_facts(text: str, posted: datetime | None = None) -> list[Fact]:
    """The facts of a text, in the order of their place. Never raises; takes time in proportion to the text.

    `posted` is when the text was written, in its author's zone: "tomorrow" then has the value of that day.
    """
    # The same moment is another day elsewhere, but two such datetimes are equal: the day alone is what counts.
    day = datetime.combine(posted.date(), time()) if posted is not None else None
    return list(_extract(text, day)) if len(text) <= SHORT else _read(text, day)


#: Texts up to this many characters are remembered: a draft and the gate read the same ones.
SHORT = 8_000


@lru_cache(maxsize=256)
def _extract(text: str, posted: datetime | None) -> tuple[Fact, ...]:
    return tuple(_read(text, posted))


def _read(text: str, posted: datetime | None) -> list[Fact]:
    scan = Scan(text)
    names.read_links(scan)
    days.read_dates(scan, posted)
    clock.read_times(scan)
    clock.read_zones(scan)
    names.read_phones(scan)
    names.read_ids(scan)
    amounts.read_durations(scan)
    names.read_versions(scan)
    days.read_years(scan)
    amounts.read_quantities(scan)
    names.read_systems(scan)
    phrases.read_phrases(scan)
    return sorted(scan.facts, key=lambda fact: (fact.start, -fact.end, fact.kind))
