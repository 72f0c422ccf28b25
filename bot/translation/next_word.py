""" "Next update by 16:00": when that passes in silence, the author is reminded once."""

import re
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cards import Bold, Card, Mention, Outgoing, ToPlace, note, text
from bot.messages import TickDue
from bot.people.model import Person
from bot.pulse.mornings import zone_of
from bot.speaking import _
from bot.store.agenda import appoint
from bot.translation.facts import Fact, FactKind, extract_facts
from bot.translation.model import Announcement, Update
from bot.translation.zones import of_author, offset_of
from bot.turn import Turn

#: The kind of the appointment.
KIND = "announcement.next_word"
_PROMISE = re.compile(
    r"\b(?:next (?:upd(?:ate)?|word|news|status|info)|further (?:update|news|information)|"
    r"(?:we(?: will|'ll)|will) (?:update|inform|write|report|post|let you know|get back|keep you)|update (?:by|at)\b)"
    r"[^.!?\n]*?(?:\d[.:]\d[^.!?\n]*|[^.!?\n]*)",
    re.IGNORECASE,
)


def promised_at(text: str, posted: datetime, zone: str) -> datetime | None:
    """When the author says colleagues hear next; None where the post does not say, or gives no time.

    A time without a day is that of the post's own day in the author's zone, or of the next where that is over.
    """
    found = _PROMISE.search(text[:20_000])
    if found is None:
        return None
    facts = extract_facts(found[0], posted)
    at = next((fact for fact in facts if fact.kind == FactKind.TIME), None)
    lasts = next((fact for fact in facts if fact.kind == FactKind.DURATION and fact.value.endswith("min")), None)
    if at is None:
        return posted + timedelta(minutes=float(lasts.value.split()[0])) if lasts else None
    clock = _clock(at.value)
    if clock is None:
        return None
    named = next((offset_of(fact.value, posted) for fact in facts if fact.kind == FactKind.ZONE), None)
    here = posted.astimezone(named or zone_of(zone))
    day = _day(facts, here.date())
    due = datetime.combine(day or here.date(), clock, tzinfo=here.tzinfo)
    return (due + timedelta(days=1) if due <= here and day is None else due).astimezone(UTC)


def _clock(value: str) -> time | None:
    match = re.fullmatch(r"(\d{1,2}):(\d\d)", value)
    return time(int(match[1]) % 24, int(match[2])) if match and int(match[2]) < 60 else None


def _day(facts: list[Fact], today: date) -> date | None:
    for fact in facts:
        if fact.kind == FactKind.DATE:
            match = re.fullmatch(r"(\d{4}|\?{4})-(\d\d)-(\d\d)", fact.value)
            try:
                if match:
                    year = today.year if match[1] == "????" else int(match[1])
                    return date(year, int(match[2]), int(match[3]))
            except ValueError:
                return None
    return None


def appoint_reminder(session: Session, update: Update, announcement: Announcement) -> None:
    """Look again when the promised time has come."""
    due = promised_at(update.said, update.posted_at, of_author(session, update))
    if due is not None and due > announcement.published_at:
        appoint(session, announcement.company_id, KIND, [(str(announcement.id), "once", due)])


def remind(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """The promised time has come: remind the author in the post's thread, unless something was published since."""
    announcement = session.get(Announcement, int(message.subject))
    if announcement is None:
        return []
    root = announcement.follows_id or announcement.id
    since = session.scalar(
        select(Announcement.id)
        .where(Announcement.follows_id == root, Announcement.id > announcement.id)
        .limit(1)
    )  # fmt: skip
    if since is not None:
        return []
    update = session.get_one(Update, announcement.update_id)
    author = session.get(Person, update.author_id) if update.author_id is not None else None
    to = ToPlace(update.place_id, update.answers_in)
    return [Outgoing(to, _card(announcement, author), f"next_word:{announcement.id}")]


def _card(announcement: Announcement, author: Person | None) -> Card:
    who = (Mention(author.id, author.name), ", ") if author else ()
    return Card(
        _("Colleagues expect a word: {headline}").format(headline=announcement.headline),
        (
            text(*who, _("colleagues were told to expect the next word by now:"), " ", Bold(announcement.headline)),
            note(_("Write it in this thread and I will draft it as a follow-up, also when nothing has changed. "
                   "I remind you once.")),
        ),
    )  # fmt: skip
