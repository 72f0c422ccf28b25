"""Once every morning: promises that passed, silence, answers that never came, and what may be closed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import speaking
from bot.cards import Block, Bold, Button, Card, Moment, Outgoing, Span, ToPerson, ToPlace, buttons, note, text
from bot.listening import loop, standing, trail
from bot.listening.model import OPEN, Complaint, ComplaintState, Theme, ThemeStep
from bot.listening.working_days import SILENCE, waits_since, working_days
from bot.messages import TickDue
from bot.people import arrive
from bot.people.model import Person, Purpose
from bot.people.preferences import is_muted
from bot.pulse.mornings import working_day, zone_of
from bot.store.agenda import appoint
from bot.turn import Turn

KIND = "loop.daily"
#: Every working day at this hour, in the company's zone.
HOUR = time(9, 0)
#: A reporter who has not said whether it is fixed is asked once more after so many working days.
ASK_AGAIN = 5
#: What is confirmed, or was asked about twice in vain, closes after this long.
CLOSES = timedelta(days=14)
#: Themes with a button on one reminder; the rest are counted.
MOST = 8


def schedule_next(session: Session, company_id: int, zone: str, now: datetime) -> None:
    """Put the next working morning on the agenda. The occurrence is its date, so it comes once."""
    local = zone_of(zone)
    day = working_day(now.astimezone(local).date())
    if _at(day, local) <= now:
        day = working_day(day + timedelta(days=1))
    appoint(session, company_id, KIND, [("company", day.isoformat(), _at(day, local))])


def _at(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, HOUR, tzinfo=zone).astimezone(UTC)


def look(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """The morning's look at the whole loop."""
    schedule_next(session, turn.company.id, turn.company.zone, turn.now)
    return [*_remind(session, turn), *_ask_again(session, turn), *_close(session, turn)]


def _remind(session: Session, turn: Turn) -> list[Outgoing]:
    """One reminder for each promise that passed and each silence, all of one reader's on one card."""
    zone = zone_of(turn.company.zone)
    due: dict[int | None, list[tuple[Theme, tuple[Span, ...]]]] = {}
    for theme, complaints in _waiting(session):
        since = waits_since(theme, complaints, turn.now)
        why = _reason(theme, since, turn.now, zone)
        if why is None or trail.happened(session, theme, ThemeStep.REMINDED, why):
            continue
        trail.note(session, turn, theme, ThemeStep.REMINDED, why)
        due.setdefault(_heard(session, turn, theme.owner_id), []).append((theme, _line(theme, complaints, since, why)))
    day = turn.now.astimezone(zone).date().isoformat()
    return [one for owner, found in due.items() for one in _reminder(session, owner, found, day)]


def _heard(session: Session, turn: Turn, owner: int | None) -> int | None:
    """The owner, unless they want no reminders or have left: then the BRM channel hears of it instead."""
    person = session.get(Person, owner) if owner is not None else None
    return None if person is None or person.has_left or is_muted(person, turn.now) else person.id


def _line(theme: Theme, complaints: list[Complaint], since: datetime, why: str) -> tuple[Span, ...]:
    people = standing.people(complaints)
    count = f"{standing.counted(people)} wait{'s' if people == 1 else ''}."
    if why.startswith("promise") and theme.promised_for is not None:
        day = standing.promised_day(theme, theme.promised_for)
        return (Bold("Promise passed: "), f"{theme.title}. It was promised for {day}. {count}")
    return (Bold("No word from IT "), "since ", Moment(since, "date"), f": {theme.title}. {count}")


def _waiting(session: Session) -> list[tuple[Theme, list[Complaint]]]:
    """Themes whose reporters told us themselves and wait; what was only imported reminds nobody."""
    rows = session.scalars(
        select(Complaint)
        .where(Complaint.state.in_(OPEN), Complaint.theme_id.is_not(None), Complaint.message_id.is_not(None))
        .order_by(Complaint.theme_id, Complaint.created_at)
    ).all()
    groups: dict[int, list[Complaint]] = {}
    for row in rows:
        groups.setdefault(row.theme_id or 0, []).append(row)
    return [(session.get_one(Theme, theme_id), complaints) for theme_id, complaints in groups.items()]


def _reason(theme: Theme, since: datetime, now: datetime, zone: ZoneInfo) -> str | None:
    """What to remind of, by a name that stays the same while it lasts; None where all is well."""
    today = now.astimezone(zone).date()
    if theme.promised_for is not None:
        # While a promise runs its silence is no reason; once it has passed there is one reminder for that promise.
        return f"promise:{theme.promised_for.isoformat()}" if theme.promised_for < today else None
    if working_days(since, now, zone) >= SILENCE:
        return f"silence:{since.isoformat()}"
    return None


def _reminder(
    session: Session, owner: int | None, found: list[tuple[Theme, tuple[Span, ...]]], day: str
) -> list[Outgoing]:
    blocks: list[Block] = []
    for theme, line in found[:MOST]:
        blocks += [text(*line), buttons(Button("Open", "theme.open", {"theme": str(theme.id)}))]
    if len(found) > MOST:
        blocks.append(note(f'And {len(found) - MOST} more: write "themes" to me to see them.'))
    blocks.append(note("I remind you once. A word to those who wait is enough, also when it is not fixed yet."))
    card = Card(f"Colleagues wait for a word on {len(found)} thing{'s' if len(found) > 1 else ''}", tuple(blocks))
    if owner is not None:
        return [Outgoing(ToPerson(owner), card, f"reminder:{day}:{owner}")]
    places = arrive.places_for(session, Purpose.BRM_DIGEST)
    return [Outgoing(ToPlace(place.id), card, f"reminder:{day}:place:{place.id}") for place in places]


def _ask_again(session: Session, turn: Turn) -> list[Outgoing]:
    """Whoever was asked whether it is fixed and never answered is asked once more."""
    zone = zone_of(turn.company.zone)
    rows = session.scalars(
        select(Complaint)
        .where(Complaint.state == ComplaintState.RESOLVED, Complaint.person_id.is_not(None))
        .where(Complaint.asked_at.is_not(None), Complaint.asked_again_at.is_(None))
        .order_by(Complaint.id)
    ).all()
    outgoing = []
    for complaint in rows:
        if complaint.asked_at is not None and working_days(complaint.asked_at, turn.now, zone) >= ASK_AGAIN:
            complaint.asked_again_at = turn.now
            if not complaint.reaches_somebody or (complaint.person and is_muted(complaint.person, turn.now)):
                continue  # they left, or want no reminders; it closes as if they had been asked
            key = f"asked_again:{complaint.id}:{complaint.asked_at:%Y%m%dT%H%M%S}"
            with speaking.speaking_to(complaint.person):
                outgoing.append(Outgoing(ToPerson(complaint.person_id or 0), loop.ask_again_card(complaint), key))
    return outgoing


def _close(session: Session, turn: Turn) -> list[Outgoing]:
    """Close what is confirmed, in silence, and what nobody answered, with a sentence that says how to open it again."""
    limit = turn.now - CLOSES
    for complaint in session.scalars(
        select(Complaint).where(Complaint.state == ComplaintState.VERIFIED, Complaint.verified_at <= limit)
    ).all():
        complaint.move(ComplaintState.CLOSED, turn.now)
    outgoing = []
    for complaint in session.scalars(
        select(Complaint)
        .where(Complaint.state == ComplaintState.RESOLVED, Complaint.asked_again_at.is_not(None))
        .where(Complaint.asked_at <= limit)
    ).all():
        complaint.move(ComplaintState.CLOSED, turn.now)
        if complaint.person_id is not None and complaint.reaches_somebody:
            key = f"closed:{complaint.id}:{complaint.asked_at:%Y%m%dT%H%M%S}"
            with speaking.speaking_to(complaint.person):
                outgoing.append(Outgoing(ToPerson(complaint.person_id), loop.closed_card(complaint), key))
    return outgoing
