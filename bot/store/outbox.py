"""What leaves: a delivery for each card and place, written in the transaction that made it necessary.

A delivery is known by its key; a new card under the same key is a new revision, shown by editing the message in place.
How it gets there is in delivering.py.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, or_, select, update
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
        Index("ix_deliveries_person", "person_id", "message_id"),
        Index("ix_deliveries_changed", "company_id", "changed_at"),
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
    holder: Mapped[str | None]  # the job that is sending it, as "revision.attempt"
    message_id: Mapped[str | None]
    problem: Mapped[str | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]  # when its newest card was written
    sent_at: Mapped[datetime | None]


def send(
    session: Session, enqueue: Enqueue, outgoing: Sequence[Outgoing], now: datetime, waited_for: bool = True
) -> None:
    """Write a delivery and its `deliver` job for each card that is new, or newer than the one shown under its key.

    Cards that nobody waits for are delivered after those that somebody does.
    """
    known = _locked(session, sorted({item.key for item in outgoing}))
    changed: dict[str, Delivery] = {}
    for item in outgoing:
        card = CARD.dump_json(item.card).decode()
        delivery = known.get(item.key)
        if delivery is None:
            delivery = _address(session, item, card, now)
            if delivery is None:
                continue
            session.add(delivery)
            known[item.key] = delivery
        elif delivery.card == card:
            continue
        else:
            delivery.card, delivery.changed_at = card, now
            delivery.revision += 1
            if delivery.state != DeliveryState.SENDING:
                delivery.state = DeliveryState.PENDING
        changed[item.key] = delivery
    session.flush()
    jobs = (job_of(session, delivery, delivery.revision) for delivery in changed.values())
    enqueue(session, [replace(job, waited_for=waited_for) for job in jobs])


def message_shown(session: Session, key: str) -> str | None:
    """The platform's id of the message that shows this card; None while it is not shown anywhere."""
    return session.scalar(select(Delivery.message_id).where(Delivery.key == key))


def is_known(session: Session, key: str) -> bool:
    """Whether a card with this key was ever sent off."""
    return session.scalar(select(Delivery.id).where(Delivery.key == key)) is not None


def keys_beginning(session: Session, start: str) -> list[str]:
    """The keys of all cards that begin like this, in the order in which they were sent off."""
    return list(
        session.scalars(
            select(Delivery.key).where(Delivery.key.startswith(start, autoescape=True)).order_by(Delivery.id)
        )
    )


def _locked(session: Session, keys: Sequence[str]) -> dict[str, Delivery]:
    """Deliveries by key, locked in one order for everybody: two revisions written at once must not be one."""
    found: dict[str, Delivery] = {}
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        rows = session.scalars(select(Delivery).where(Delivery.key.in_(chunk)).order_by(Delivery.id).with_for_update())
        found.update((row.key, row) for row in rows)
    return found


def job_of(session: Session, delivery: Delivery, revision: int, attempt: int = 0, delay: float = 0.0) -> Job:
    """The job that delivers this revision, due in `delay` seconds."""
    workspace = session.get_one(Workspace, delivery.workspace_id)
    arguments = (delivery.company_id, delivery.id, revision, attempt)
    name = "deliver:" + ":".join(str(part) for part in arguments)
    return Job("deliver", name, arguments, f"{workspace.platform}:{workspace.external_id}", delay)


def _address(session: Session, item: Outgoing, card: str, now: datetime) -> Delivery | None:
    """The delivery's row, or None for a person with no account left, or none that is open."""
    place: Place | None
    match item.to:
        case ToPlace(place_id, thread):
            place, person_id = session.get_one(Place, place_id), None
            workspace_id = place.workspace_id
        case ToPerson(person_id):
            thread = None
            place, account = _way_to(session, person_id)
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
        revision=1,
        state=DeliveryState.PENDING,
        created_at=now,
        changed_at=now,
    )


def _way_to(session: Session, person_id: int) -> tuple[Place | None, Account | None]:
    """A person's newest direct chat and account. One of a closed account counts for none.

    Which of two accounts in a workspace a direct chat is with nobody wrote down. So where one of them is closed, the
    chat with the other is asked for again.
    """
    accounts = session.scalars(
        select(Account).where(Account.person_id == person_id).order_by(Account.seen_at.desc())
    ).all()
    shut = {account.workspace_id for account in accounts if account.closed_at is not None}
    place = session.scalar(
        select(Place)
        .where(Place.direct, Place.person_id == person_id, Place.workspace_id.not_in(shut))
        .order_by(Place.id.desc())
        .limit(1)
    )
    return place, next((account for account in accounts if account.closed_at is None), None)


def key_of_message(session: Session, place_id: int, message_id: str) -> str | None:
    """The key of our own message with this platform id in this place, else None."""
    return session.scalar(select(Delivery.key).where(Delivery.place_id == place_id, Delivery.message_id == message_id))


def card_under(session: Session, key: str) -> Card | None:
    """The newest card sent under a key, else None."""
    card = session.scalar(select(Delivery.card).where(Delivery.key == key))
    return CARD.validate_json(card) if card is not None else None


def addresses(session: Session, patterns: Sequence[str]) -> list[tuple[str, ToPlace | ToPerson]]:
    """(key, where to) of the deliveries whose key is like one of these (SQL LIKE), in order."""
    found: list[tuple[str, ToPlace | ToPerson]] = []
    for pattern in patterns:
        for row in session.scalars(select(Delivery).where(Delivery.key.like(pattern)).order_by(Delivery.id)):
            if row.person_id is not None:
                found.append((row.key, ToPerson(row.person_id)))
            elif row.place_id is not None:
                found.append((row.key, ToPlace(row.place_id, row.thread)))
    return found


def shown_with(
    session: Session, patterns: Sequence[str], words: str, since: datetime
) -> list[tuple[str, ToPlace | ToPerson, Card]]:
    """(key, where to, card) of what is on screen, was written after `since`, under keys like these (SQL LIKE), and has
    these words in it."""
    written = json.dumps(words, ensure_ascii=False)[1:-1]
    rows = session.scalars(
        select(Delivery)
        .where(Delivery.changed_at >= since, Delivery.message_id.is_not(None))
        .where(or_(*(Delivery.key.like(pattern) for pattern in patterns)))
        .where(Delivery.card.contains(written, autoescape=True))
        .order_by(Delivery.id)
    )
    found: list[tuple[str, ToPlace | ToPerson, Card]] = []
    for row in rows:
        to = ToPerson(row.person_id) if row.person_id is not None else None
        place = ToPlace(row.place_id, row.thread) if row.place_id is not None else None
        if (address := to or place) is not None:
            found.append((row.key, address, CARD.validate_json(row.card)))
    return found


def forget_cards(session: Session, person_id: int, instead: Card, keep: Sequence[str] = ()) -> None:
    """Forget what stood on the cards shown in a person's direct chat. What they see there stays as it is."""
    session.execute(
        update(Delivery)
        .where(Delivery.person_id == person_id, Delivery.state == DeliveryState.SENT, Delivery.key.not_in(keep))
        .values(card=CARD.dump_json(instead).decode())
        .execution_options(synchronize_session="fetch")
    )
