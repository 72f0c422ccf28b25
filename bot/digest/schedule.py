"""The digest by itself on Monday morning, and when somebody asks for it."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.cards import Card, Outgoing, ToPerson, ToPlace
from bot.digest.brief import brief_card
from bot.digest.card import digest_card
from bot.digest.charts import picture
from bot.digest.week import read_week, week_before
from bot.messages import Message, TickDue
from bot.people import arrive
from bot.people.model import Purpose, Role
from bot.pulse.mornings import zone_of
from bot.store.agenda import appoint
from bot.turn import Turn

#: Monday at this hour, in the company's zone.
HOUR = time(8, 0)


def schedule_next(session: Session, company_id: int, zone: str, now: datetime) -> None:
    """Put the next Monday's digest on the agenda. The occurrence is the Monday's date, so it comes once."""
    here = now.astimezone(zone_of(zone))
    monday = here.date() + timedelta(days=(7 - here.weekday()) % 7)
    if _monday_at(monday, zone) <= now:
        monday += timedelta(days=7)
    appoint(session, company_id, "digest.week", [("company", monday.isoformat(), _monday_at(monday, zone))])


def _monday_at(monday: date, zone: str) -> datetime:
    return datetime.combine(monday, HOUR, tzinfo=zone_of(zone)).astimezone(UTC)


def post_weekly(session: Session, turn: Turn, message: TickDue) -> list[Outgoing]:
    """Monday morning: last week's digest to the BRM channel, the brief to leadership, and the next appointment."""
    zone = zone_of(turn.company.zone)
    schedule_next(session, turn.company.id, turn.company.zone, turn.now)
    here = turn.now.astimezone(zone).date()
    sunday = here - timedelta(days=here.weekday() + 1)
    brms = arrive.places_for(session, Purpose.BRM_DIGEST)
    leaders = arrive.places_for(session, Purpose.LEADERSHIP)
    if not brms and not leaders:
        return []
    card = digest(session, sunday, turn.company.zone, turn.now)
    start, end = week_before(sunday, zone)
    brief = brief_card(read_week(session, start, end, zone))
    name = sunday.isoformat()
    return [
        *(Outgoing(ToPlace(place.id), card, f"digest:{name}:{place.id}") for place in brms),
        *(Outgoing(ToPlace(place.id), brief, f"brief:{name}:{place.id}") for place in leaders),
    ]


def post_now(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """Somebody asks for the last seven days: a BRM gets the digest, an executive the brief.

    The digest names people, so it comes to the BRM channel or the direct chat and nowhere else.
    """
    zone = zone_of(turn.company.zone)
    today = turn.now.astimezone(zone).date()
    if Role.BRM in turn.roles:
        here = turn.purpose == Purpose.BRM_DIGEST
        to = ToPlace(turn.here.id) if here else ToPerson(turn.speaker.id)
        return [Outgoing(to, digest(session, today, turn.company.zone, turn.now), f"digest-now:{turn.event_id}")]
    brief = brief_card(read_week(session, *week_before(today, zone), zone))
    return [Outgoing(ToPerson(turn.speaker.id), brief, f"brief-now:{turn.event_id}")]


def digest(session: Session, day: date, zone: str, now: datetime) -> Card:
    """The digest of the seven days that end with `day`, with its picture."""
    local = zone_of(zone)
    start, end = week_before(day, local)
    week = read_week(session, start, end, local)
    return digest_card(session, week, picture(session, week, now))
