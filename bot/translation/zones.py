"""Times in the reader's own zone, next to the original: "22:00 CET (21:00 for you)"."""

import re
from datetime import date, datetime, timedelta, timezone, tzinfo

from sqlalchemy.orm import Session

from bot.people.model import Person
from bot.pulse.mornings import zone_of
from bot.speaking import _, speaking_to
from bot.translation.facts import Fact, FactKind, extract_facts
from bot.translation.model import Update
from bot.translation.near_days import near_days

#: What the short names of zones mean, in hours from UTC. IST and BST mean several things and are left alone.
_HOURS = {
    "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9,
}  # fmt: skip
_OFFSET = re.compile(r"(?:UTC|GMT) ?([+-])(\d{1,2})(?::?(\d\d))?")


def offset_of(name: str, at: datetime) -> tzinfo | None:
    """The zone behind a short name as posts have it; None for one that is not clear."""
    shown = _OFFSET.fullmatch(name.strip())
    if shown:
        span = timedelta(hours=int(shown[2]), minutes=int(shown[3] or 0))
        return timezone(-span if shown[1] == "-" else span) if span < timedelta(hours=15) else None
    hours = _HOURS.get(name.strip().upper())
    return timezone(timedelta(hours=hours)) if hours is not None else None


def of_author(session: Session, update: Update) -> str:
    """Where the author's clock is, for times that name no zone."""
    author = session.get(Person, update.author_id) if update.author_id is not None else None
    return author.zone if author else "UTC"


def for_reader(words: str, update: Update, author_zone: str, reader: Person | None, shown: datetime) -> str:
    """The words with each time also as the reader's clock has it where the two differ, and "tomorrow" with its date.

    A time without a zone is the author's. Nothing is added where the zone that is named is not clear.
    """
    if reader is None:
        return words
    with speaking_to(reader):
        days = near_days(words, update.posted_at, zone_of(author_zone), shown)
    told = _in_own_time(words, update, author_zone, reader)
    return f"{told} ({', '.join(days)})" if days else told


def _in_own_time(words: str, update: Update, author_zone: str, reader: Person) -> str:
    facts = extract_facts(words, update.posted_at)
    zones = [fact for fact in facts if fact.kind == FactKind.ZONE]
    named = {fact.value for fact in zones} or {
        fact.value for fact in extract_facts(update.said, update.posted_at) if fact.kind == FactKind.ZONE
    }
    theirs: tzinfo | None = zone_of(author_zone)
    if named:
        theirs = offset_of(next(iter(named)), update.posted_at) if len(named) == 1 else None
    if theirs is None:
        return words
    day = _day(facts, update.posted_at.astimezone(theirs).date())
    with speaking_to(reader):
        return _with_own_times(words, [f for f in facts if f.kind == FactKind.TIME], zones, day, theirs, reader)


def _with_own_times(
    words: str, times: list[Fact], zones: list[Fact], day: date, theirs: tzinfo, reader: Person
) -> str:  # fmt: skip
    for span in reversed(_spans(words, times)):
        own = [_own(fact.value, day, theirs, zone_of(reader.zone)) for fact in span]
        clocks = [clock for clock in own if clock is not None]
        if len(clocks) != len(span):
            continue
        end = next((z.end for z in zones if words[span[-1].end : z.start].strip() == ""), span[-1].end)
        said = _("{time} for you").format(time="-".join(clocks))
        words = f"{words[:end]} ({said}){words[end:]}"
    return words


def _spans(words: str, times: list[Fact]) -> list[list[Fact]]:
    """Times one by one, but "22:00-23:30" in one piece."""
    spans: list[list[Fact]] = []
    for fact in times:
        if spans and words[spans[-1][-1].end : fact.start].strip() in ("-", "–", "to", "until"):
            spans[-1].append(fact)
        else:
            spans.append([fact])
    return spans


def _own(value: str, day: date, theirs: tzinfo, mine: tzinfo) -> str | None:
    match = re.fullmatch(r"(\d{1,2}):(\d\d)", value)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    at = datetime(day.year, day.month, day.day, int(match[1]), int(match[2]), tzinfo=theirs)
    own = at.astimezone(mine)
    if own.utcoffset() == at.utcoffset():
        return None
    if own.date() == day:
        return f"{own:%H:%M}"
    return _("{time} the next day").format(time=f"{own:%H:%M}") if own.date() > day else (
        _("{time} the day before").format(time=f"{own:%H:%M}")
    )  # fmt: skip


def _day(facts: list[Fact], posted: date) -> date:
    """The one day the words name, else that of the post: summer time depends on it."""
    named = [fact.value for fact in facts if fact.kind == FactKind.DATE]
    match = re.fullmatch(r"(\d{4}|\?{4})-(\d\d)-(\d\d)", named[0]) if len(named) == 1 else None
    if match is None:
        return posted
    try:
        return date(posted.year if match[1] == "????" else int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return posted
