"""What arrived: every event is stored once, with the job that will handle it, before anyone is told "got it"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Index, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.messages import MESSAGE, Message, TickDue
from bot.store.base import Base, Owned


@dataclass(frozen=True)
class Job:
    """Work for the engine. The same `id` twice is the same work and runs once.

    `partition` is the workspace; `delay` is how many seconds the work is not due yet. Of what is due in a workspace all
    that somebody waits for is done first: a question to 5,000 people must not keep the answer to one of them.
    """

    workflow: Literal["receive", "deliver"]
    id: str
    arguments: tuple[int | str, ...]
    partition: str
    delay: float = 0.0
    waited_for: bool = True


#: The place of what the clock says.
CLOCK = "clock"

#: Puts jobs on the engine's queue inside the session's own transaction: both commit, or neither.
Enqueue = Callable[[Session, Sequence[Job]], None]


class Event(Owned, Base):
    """One thing that happened on a platform, by the platform's id. `payload` is forgotten once it is handled."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_waiting", "place", "handled_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str]
    payload: Mapped[str | None]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    problem: Mapped[str | None]  # the kind of error that made us give up, never its text


@dataclass(frozen=True)
class Arrival:
    """A message on its way into the store: its owner, and how the platform names the workspace and place."""

    company_id: int
    message: Message
    partition: str
    place: str

    @property
    def event_id(self) -> str:
        """The event's id in the store: unique over companies and workspaces."""
        return f"{self.company_id}:{self.partition}:{self.message.event_id}"


def store_arrivals(session: Session, enqueue: Enqueue, arrivals: Sequence[Arrival], now: datetime) -> set[str]:
    """Store what is new, each with its `receive` job, in this transaction. Returns the ids of the new ones.

    They are received a microsecond apart, so that what arrived together keeps its order.
    """
    if not arrivals:
        return set()
    by_id = {arrival.event_id: arrival for arrival in arrivals}
    rows = [
        {
            "id": event_id,
            "company_id": arrival.company_id,
            "place": arrival.place,
            "payload": MESSAGE.dump_json(arrival.message).decode(),
            "received_at": now + timedelta(microseconds=number),
        }
        for number, (event_id, arrival) in enumerate(by_id.items())
    ]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # On the connection: the mapper's way to insert many rows costs twice as much, and nothing here needs an object.
    statement = insert(Event).on_conflict_do_nothing().returning(Event.id)
    new = set(session.connection().execute(statement, rows).scalars())
    jobs = [_job_of(event_id, arrival) for event_id, arrival in by_id.items() if event_id in new]
    enqueue(session, jobs)
    return new


def _job_of(event_id: str, arrival: Arrival) -> Job:
    arguments = (arrival.company_id, event_id, arrival.place)
    waited_for = not isinstance(arrival.message, TickDue)
    return Job("receive", f"receive:{event_id}", arguments, arrival.partition, waited_for=waited_for)


def first_waiting(session: Session, place: str, event_id: str) -> str | None:
    """The event to handle now so that this one can be: the first of its place that is not handled, at most itself.

    None once this event, and so everything before it, is handled.
    """
    mine = session.get(Event, event_id)
    if mine is None:
        return None
    return session.scalar(
        select(Event.id)
        .where(
            Event.place == place,
            Event.company_id == mine.company_id,
            Event.handled_at.is_(None),
            Event.received_at <= mine.received_at,
        )
        .order_by(Event.received_at)
        .limit(1)
    )


def load_message(session: Session, event_id: str) -> Message | None:
    """The message of an event that is not handled yet, else None."""
    event = session.get(Event, event_id)
    if event is None or event.handled_at is not None or event.payload is None:
        return None
    return MESSAGE.validate_json(event.payload)


def forget_workspace(session: Session, company_id: int, partition: str) -> None:
    """Forget the events of a workspace: one still waiting would bring it back."""
    session.execute(delete(Event).where(Event.id.startswith(f"{company_id}:{partition}:", autoescape=True)))


def mark_handled(session: Session, event_id: str, now: datetime, problem: str | None = None) -> bool:
    """Say that an event is done and forget its words. False where somebody already had: then change nothing else."""
    done = session.execute(
        update(Event)
        .where(Event.id == event_id, Event.handled_at.is_(None))
        .values(handled_at=now, payload=None, problem=problem)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount == 1  # type: ignore[attr-defined, no-any-return]
