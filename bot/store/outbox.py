"""What leaves: a delivery for each card and place, written in the transaction that made it necessary.

A delivery goes pending -> sending -> sent. Steps of the engine may run twice after a crash, so one found in `sending`
by its own job is looked up on the platform before it is sent again. A delivery is known by its key; a new card under
the same key is a new revision, shown by editing the message in place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, case, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.cards import CARD, Card, Outgoing, ToPerson, ToPlace
from bot.people.model import Account, Place, Workspace
from bot.store.base import Base, Owned
from bot.store.inbox import Enqueue, Job


class DeliveryState(StrEnum):
    """Where a card is on its way."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Delivery(Owned, Base):
    """One card on its way to one place, exactly once as far as the reader can tell."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("company_id", "key"),
        Index("ix_deliveries_message", "place_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    thread: Mapped[str | None]
    card: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    sending_revision: Mapped[int] = mapped_column(default=0)
    sent_revision: Mapped[int] = mapped_column(default=0)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.PENDING)
    message_id: Mapped[str | None]
    problem: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Claim:
    """What a `deliver` job should do now: send, edit, look_up (sent or not? ask the platform), wait, or nothing."""

    action: str
    key: str = ""
    card: Card | None = None
    workspace_id: int = 0
    place_id: int | None = None
    person_id: int | None = None
    thread: str | None = None
    message_id: str | None = None
    revision: int = 0


def send(session: Session, enqueue: Enqueue, outgoing: Sequence[Outgoing], now: datetime) -> None:
    """Write a delivery and its `deliver` job for each card that is new, or newer than the one shown under its key."""
    jobs = []
    for item in outgoing:
        card = CARD.dump_json(item.card).decode()
        delivery = session.scalar(select(Delivery).where(Delivery.key == item.key))
        if delivery is None:
            delivery = _address(session, item, card, now)
            if delivery is None:
                continue
            session.add(delivery)
        elif delivery.card == card:
            continue
        else:
            delivery.card = card
            delivery.revision += 1
            if delivery.state != DeliveryState.SENDING:
                delivery.state = DeliveryState.PENDING
        session.flush()
        jobs.append(_job(session, delivery))
    enqueue(session, jobs)


def _job(session: Session, delivery: Delivery) -> Job:
    workspace = session.get_one(Workspace, delivery.workspace_id)
    return Job(
        "deliver",
        f"deliver:{delivery.company_id}:{delivery.id}:{delivery.revision}",
        (delivery.company_id, delivery.id, delivery.revision),
        f"{workspace.platform}:{workspace.external_id}",
    )


def _address(session: Session, item: Outgoing, card: str, now: datetime) -> Delivery | None:
    """The delivery's row, or None for a person with no account left."""
    place: Place | None
    match item.to:
        case ToPlace(place_id, thread):
            place, person_id = session.get_one(Place, place_id), None
            workspace_id = place.workspace_id
        case ToPerson(person_id):
            thread = None
            place = session.scalar(
                select(Place)
                .where(Place.direct, Place.person_id == person_id)
                .order_by(Place.id.desc())
                .limit(1)
            )
            account = session.scalar(
                select(Account)
                .where(Account.person_id == person_id)
                .order_by(Account.seen_at.desc())
                .limit(1)
            )
            if place is None and account is None:
                return None
            workspace_id = place.workspace_id if place else account.workspace_id  # type: ignore[union-attr]
    return Delivery(
        key=item.key,
        workspace_id=workspace_id,
        place_id=place.id if place else None,
        person_id=person_id,
        thread=thread,
        card=card,
        created_at=now,
    )


def claim(session: Session, delivery_id: int, revision: int) -> Claim:
    """Take a delivery for the job of this revision and say what is to be done.

    An older revision does nothing, unless a crash caught it in the middle of sending.
    """
    row = session.get(Delivery, delivery_id)
    if row is None or row.sent_revision >= revision or row.state == DeliveryState.FAILED:
        return Claim("nothing")
    if row.state == DeliveryState.SENDING and row.sending_revision == revision:
        action = "look_up"  # we were here before: a crash, and nobody knows whether the platform took it
    elif row.revision != revision:
        return Claim("nothing")
    elif row.state == DeliveryState.SENDING:
        action = "wait"
    else:
        taken = session.execute(
            update(Delivery)
            .where(Delivery.id == delivery_id, Delivery.state == DeliveryState.PENDING)
            .values(state=DeliveryState.SENDING, sending_revision=revision)
            .execution_options(synchronize_session=False)
        )
        action = ("edit" if row.message_id else "send") if taken.rowcount == 1 else "wait"  # type: ignore[attr-defined]
    return Claim(
        action,
        key=row.key,
        card=CARD.validate_json(row.card),
        workspace_id=row.workspace_id,
        place_id=row.place_id,
        person_id=row.person_id,
        thread=row.thread,
        message_id=row.message_id,
        revision=revision,
    )


def record_sent(session: Session, delivery_id: int, revision: int, message_id: str, now: datetime) -> None:
    """The platform has shown this revision. A newer one that came meanwhile is still pending."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(
            message_id=message_id,
            sent_revision=revision,
            sent_at=now,
            problem=None,
            state=case((Delivery.revision == revision, DeliveryState.SENT), else_=DeliveryState.PENDING),
        )
        .execution_options(synchronize_session=False)
    )


def record_failed(session: Session, delivery_id: int, revision: int, problem: str) -> None:
    """The platform will never take this revision; `problem` names why (a code, no words of people)."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(
            problem=problem,
            state=case((Delivery.revision == revision, DeliveryState.FAILED), else_=DeliveryState.PENDING),
        )
        .execution_options(synchronize_session=False)
    )


def key_of_message(session: Session, place_id: int, message_id: str) -> str | None:
    """The key of our own message with this platform id in this place, else None."""
    return session.scalar(
        select(Delivery.key).where(Delivery.place_id == place_id, Delivery.message_id == message_id)
    )
