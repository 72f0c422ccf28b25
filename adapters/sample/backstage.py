"""What the story must look up, because people on the stage would simply see it: which card is about which line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from bot.digest.schedule import schedule_next
from bot.listening.asking.model import Question
from bot.listening.doubt import open_doubt
from bot.listening.labels import Cause, Module
from bot.listening.model import Complaint, Theme
from bot.messages import MESSAGE, TickDue
from bot.people.model import Account, Company
from bot.pulse.model import InvitationState, PulseCampaign, PulseInvitation
from bot.recognition.model import Recognition
from bot.store.agenda import Appointment
from bot.store.inbox import CLOCK, Arrival, Enqueue, Event, store_arrivals
from bot.store.outbox import Delivery, DeliveryState
from bot.translation.model import Announcement, Update, UpdateLink
from bot.translation.publish import FIXED

#: When the real clock seems to have claimed what is held back for the story's clock.
HELD = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Link:
    """A theme that an update is proposed for, and the events of the complaints in it."""

    update: int
    theme: int
    sources: frozenset[str]


@dataclass(frozen=True)
class Invited:
    """Somebody a pulse asks: which campaign, when, and the code of the person."""

    campaign: int
    at: datetime
    who: str


def complaint_id(session: Session, source: str) -> int | None:
    """The complaint made by an event."""
    return session.scalar(select(Complaint.id).where(Complaint.source == source))


def question_id(session: Session, source: str) -> int | None:
    """The how-to question made by an event."""
    return session.scalar(select(Question.id).where(Question.source == source))


def is_doubted(session: Session, source: str) -> bool:
    """Whether Liaison still asks what a complaint is about."""
    told = session.scalar(select(Complaint).where(Complaint.source == source))
    return told is not None and open_doubt(session, told) is not None


def understood(session: Session, source: str) -> tuple[Cause, Module] | None:
    """What a complaint was taken for."""
    row = session.execute(select(Complaint.cause, Complaint.module).where(Complaint.source == source)).first()
    return (row.cause, row.module) if row else None


def update_id(session: Session, source: str) -> int | None:
    """The update made by an event."""
    return session.scalar(select(Update.id).where(Update.source == source))


def proposed(session: Session, source: str) -> list[Link]:
    """The themes an update is ticked for."""
    rows = session.execute(
        select(UpdateLink.update_id, UpdateLink.theme_id, Complaint.source)
        .join(Update, Update.id == UpdateLink.update_id)
        .join(Complaint, Complaint.theme_id == UpdateLink.theme_id)
        .where(Update.source == source, UpdateLink.confirmed)
        .order_by(UpdateLink.id)
    ).all()
    themes: dict[tuple[int, int], set[str]] = {}
    for row in rows:
        themes.setdefault((row.update_id, row.theme_id), set()).add(row.source)
    return [Link(update, theme, frozenset(sources)) for (update, theme), sources in themes.items()]


def asked_by(session: Session, source: str) -> list[tuple[str, datetime]]:
    """The complaints whose reporters an update asked "Is it fixed for you?", by their event, and when."""
    row = session.execute(
        select(Announcement.id, Announcement.kind, Announcement.published_at)
        .join(Update, Update.id == Announcement.update_id)
        .where(Update.source == source)
    ).first()
    if row is None or row.kind != FIXED:
        return []
    start = f"told:{row.id}:"
    keys = session.scalars(select(Delivery.key).where(Delivery.key.startswith(start)).order_by(Delivery.id))
    numbers = [int(key.removeprefix(start)) for key in keys]
    found = session.execute(select(Complaint.id, Complaint.source).where(Complaint.id.in_(numbers))).all()
    sources = {complaint.id: complaint.source for complaint in found}
    return [(sources[number], row.published_at) for number in numbers if number in sources]


def asked_people(session: Session, opened_at: datetime) -> list[Invited]:
    """Whom the campaign opened at this moment asks, in the order in which they are asked."""
    rows = session.execute(
        select(PulseInvitation.campaign_id, PulseInvitation.due_at, Account.external_id)
        .join(PulseCampaign, PulseCampaign.id == PulseInvitation.campaign_id)
        .join(Account, Account.person_id == PulseInvitation.person_id)
        .where(PulseCampaign.opened_at == opened_at)
        .order_by(PulseInvitation.due_at, PulseInvitation.id)
    ).all()
    return [Invited(row.campaign_id, row.due_at, row.external_id) for row in rows]


def promise(session: Session, about: str, day: date, who: str) -> None:
    """Give the theme most complaints of these names are in an owner and the day that was promised."""
    largest = session.scalar(
        select(Complaint.theme_id)
        .where(Complaint.source.startswith(about, autoescape=True), Complaint.theme_id.is_not(None))
        .group_by(Complaint.theme_id)
        .order_by(func.count().desc(), Complaint.theme_id)
        .limit(1)
    )
    owner = session.scalar(select(Account.person_id).where(Account.external_id == who))
    if largest is not None:
        theme = session.get_one(Theme, largest)
        theme.owner_id, theme.promised_for = owner, day


def first_digest(session: Session, company_id: int, now: datetime) -> None:
    """Put the digest of the Monday after `now` on the agenda; each one then appoints the next."""
    schedule_next(session, company_id, session.get_one(Company, company_id).zone, now)


def hold(session: Session, before: datetime) -> bool:
    """Keep appointments that have passed already from the real clock. True where there are new ones."""
    held = session.execute(
        update(Appointment)
        .where(Appointment.claimed_at.is_(None), Appointment.at < before)
        .values(claimed_at=HELD)
        .execution_options(synchronize_session=False)
    )
    return bool(held.rowcount)  # type: ignore[attr-defined]


def next_held(session: Session) -> datetime | None:
    """When the first of the held appointments is due."""
    return session.scalar(select(func.min(Appointment.at)).where(Appointment.claimed_at == HELD))


def claim_held(session: Session, enqueue: Enqueue, company_id: int, due: datetime, name: str) -> None:
    """Turn the appointments held for a moment into events of that moment, each named `name` and a number."""
    rows = session.scalars(
        select(Appointment).where(Appointment.claimed_at == HELD, Appointment.at == due).order_by(Appointment.id)
    ).all()
    ticks = [TickDue(f"{name}{row.id}", due, company_id, row.kind, row.subject) for row in rows]
    store_arrivals(session, enqueue, [Arrival(company_id, tick, CLOCK, CLOCK) for tick in ticks], datetime.now(UTC))
    for row in rows:
        row.claimed_at = due


def unheard_since(session: Session, starts: Sequence[str]) -> datetime | None:
    """The moment of the first event that was kept and not answered yet. None where all were."""
    mine = or_(*(Event.id.startswith(start, autoescape=True) for start in starts))
    payload = session.scalar(
        select(Event.payload).where(mine, Event.handled_at.is_(None)).order_by(Event.received_at).limit(1)
    )
    return MESSAGE.validate_json(payload).at if payload is not None else None


def unshown_since(session: Session) -> datetime | None:
    """When the first card that is not shown as it should be was made. None where all are."""
    unshown = Delivery.state.in_((DeliveryState.PENDING, DeliveryState.SENDING))
    return session.scalar(select(func.min(Delivery.created_at)).where(unshown))


def last_tick(session: Session) -> datetime | None:
    """When the story's clock brought something last."""
    return session.scalar(select(func.max(Appointment.claimed_at)).where(Appointment.claimed_at == Appointment.at))


@dataclass(frozen=True)
class Counts:
    """What the month came to."""

    complaints: int
    updates: int
    published: int
    told: int
    verified: int
    reopened: int
    thanks: int
    pulse_answers: int


def count(session: Session, start: str) -> Counts:
    """Count what the events whose names begin with `start` came to; the clock's are counted with them."""
    mine = Complaint.source.startswith(start, autoescape=True)

    def number(*query: ColumnElement[bool], of: ColumnElement[int] | None = None) -> int:
        column = of if of is not None else func.count()
        return int(session.scalar(select(func.coalesce(column, 0)).where(*query)) or 0)

    announced = Announcement.update_id.in_(select(Update.id).where(Update.source.startswith(start, autoescape=True)))
    return Counts(
        complaints=number(mine, Complaint.id.is_not(None)),
        updates=number(Update.source.startswith(start, autoescape=True)),
        published=number(announced),
        told=number(announced, of=func.sum(Announcement.reporters_told)),
        verified=number(mine, Complaint.verified_at.is_not(None)),
        reopened=number(mine, Complaint.reopened_at.is_not(None)),
        thanks=number(Recognition.complaint_id.in_(select(Complaint.id).where(mine))),
        pulse_answers=number(PulseInvitation.state == InvitationState.ANSWERED),
    )
