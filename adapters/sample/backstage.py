"""What the story must look up, because people on the stage would simply see it: which card is about which line."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.listening.labels import Cause, Module
from bot.listening.model import Complaint
from bot.store.outbox import Delivery
from bot.translation.model import Announcement, Update, UpdateLink
from bot.translation.publish import FIXED


@dataclass(frozen=True)
class Link:
    """A theme that an update is proposed for, and the events of the complaints in it."""

    update: int
    theme: int
    sources: frozenset[str]


def complaint_id(session: Session, source: str) -> int | None:
    """The complaint made by an event."""
    return session.scalar(select(Complaint.id).where(Complaint.source == source))


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


@dataclass(frozen=True)
class Counts:
    """What the month came to."""

    complaints: int
    updates: int
    published: int
    told: int


def count(session: Session, start: str) -> Counts:
    """Count what the events whose names begin with `start` came to."""
    complaints = select(func.count()).select_from(Complaint).where(Complaint.source.startswith(start, autoescape=True))
    updates = select(func.count()).select_from(Update).where(Update.source.startswith(start, autoescape=True))
    announced = (
        select(func.count(), func.coalesce(func.sum(Announcement.reporters_told), 0))
        .join(Update, Update.id == Announcement.update_id)
        .where(Update.source.startswith(start, autoescape=True))
    )
    published, told = session.execute(announced).one()
    return Counts(session.scalar(complaints) or 0, session.scalar(updates) or 0, int(published), int(told))
