""" "Tomorrow" with its date: whoever reads it a day later counts from another day than its author."""

import re
from datetime import date, datetime, tzinfo

from bot.speaking import day
from bot.translation.facts import Fact, FactKind, extract_facts


def near_days(words: str, posted: datetime, zone: tzinfo, shown: datetime) -> list[str]:
    """The days that the words tell from the author's own, each once: "tomorrow = Friday 13 March".

    A "today" that is `shown` on that very day needs no date.
    """
    here = posted.astimezone(zone)
    today = here.date().isoformat() if shown.astimezone(zone).date() == here.date() else ""
    found = [
        both_ways(fact, here.date()) for fact in extract_facts(words, here) if is_near(fact) and fact.value != today
    ]
    return list(dict.fromkeys(said[:1].lower() + said[1:] for said in found))


def is_near(fact: Fact) -> bool:
    """Whether a fact is a day that is told from another one, without a number of its own."""
    return fact.kind == FactKind.DATE and not any(c.isdigit() for c in fact.text) and _ISO.match(fact.value) is not None


def both_ways(fact: Fact, today: date) -> str:
    """A fact as the post has it; a day that was said in relation to another one also by its date."""
    said = " ".join(fact.text.split())
    found = _ISO.match(fact.value) if is_near(fact) else None
    if found is None:
        return said
    try:
        return f"{said} = {day(date(int(found[1]), int(found[2]), int(found[3])), today)}"
    except ValueError:
        return said


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
