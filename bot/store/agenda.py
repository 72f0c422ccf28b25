"""When: appointments are rows, and a tick claims those that are due. No job lives in a scheduler's memory.

An appointment is known by kind, subject and occurrence. The occurrence is a local date or another name of *which time*
it is, so that the night the clocks go back cannot fire it twice.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.messages import TickDue
from bot.store.base import Base, Owned
from bot.store.inbox import CLOCK, Arrival, Enqueue, store_arrivals


class Appointment(Owned, Base):
    """Something to do at `at`: `kind` names the handler, `subject` what it is about."""

    __tablename__ = "appointments"
    __table_args__ = (
        UniqueConstraint("company_id", "kind", "subject", "occurrence"),
        Index("ix_appointments_due", "claimed_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    occurrence: Mapped[str]
    at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]


def appoint(session: Session, company_id: int, kind: str, rows: Sequence[tuple[str, str, datetime]]) -> None:
    """Make appointments of one kind, each (subject, occurrence, at). One that exists is left as it is."""
    if not rows:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = [
        {"company_id": company_id, "kind": kind, "subject": subject, "occurrence": occurrence, "at": at}
        for subject, occurrence, at in rows
    ]
    for start in range(0, len(values), 1000):
        session.execute(insert(Appointment).values(values[start : start + 1000]).on_conflict_do_nothing())


def claim_due(session: Session, enqueue: Enqueue, now: datetime, limit: int = 500) -> int:
    """Turn up to `limit` due appointments of all companies into events with their jobs. Returns how many.

    The session must be across companies. Two replicas may call at once: rows one of them holds are skipped.
    """
    due = session.scalars(
        select(Appointment)
        .where(Appointment.claimed_at.is_(None), Appointment.at <= now)
        .order_by(Appointment.at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    arrivals = [
        Arrival(
            company_id=row.company_id,
            message=TickDue(
                event_id=f"appointment:{row.id}",
                at=now,
                company_id=row.company_id,
                appointment=row.kind,
                subject=row.subject,
            ),
            partition=CLOCK,
            place=CLOCK,
        )
        for row in due
    ]
    store_arrivals(session, enqueue, arrivals, now)
    for row in due:
        row.claimed_at = now
    return len(due)
