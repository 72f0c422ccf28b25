"""What leaves: a delivery for each card and place, written in the transaction that made it necessary.

A delivery goes pending -> sending -> sent (or failed). One job at a time holds it while it is `sending`; that job goes
on until the newest revision is shown, so revisions can never overtake each other and other jobs may simply leave. A
job that finds itself the holder has been here before, did not see the end, and looks the card up on the platform
before it sends it again. A delivery is known by its key; a new card under the same key is a new revision, shown by
editing the message in place.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

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


@dataclass(frozen=True)
class Claim:
    """What a `deliver` job should do now, and everything it needs to do it without asking the database again.

    `wait` means that an earlier card of the same place is still on its way. `place` and `person` are the platform's own
    ids; `place` is None where the direct chat has not been opened yet.
    """

    action: Literal["send", "edit", "look_up", "wait", "nothing"]
    key: str = ""
    card: Card | None = None
    revision: int = 0
    platform: str = ""
    workspace: str = ""
    place: str | None = None
    person: str | None = None
    thread: str | None = None
    message_id: str | None = None


def send(session: Session, enqueue: Enqueue, outgoing: Sequence[Outgoing], now: datetime) -> None:
    """Write a delivery and its `deliver` job for each card that is new, or newer than the one shown under its key."""
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
    enqueue(session, [_job(session, delivery, delivery.revision) for delivery in changed.values()])


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


def _job(session: Session, delivery: Delivery, revision: int, attempt: int = 0, delay: float = 0.0) -> Job:
    workspace = session.get_one(Workspace, delivery.workspace_id)
    arguments = (delivery.company_id, delivery.id, revision, attempt)
    name = "deliver:" + ":".join(str(part) for part in arguments)
    return Job("deliver", name, arguments, f"{workspace.platform}:{workspace.external_id}", delay)


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
                select(Place).where(Place.direct, Place.person_id == person_id).order_by(Place.id.desc()).limit(1)
            )
            account = session.scalar(
                select(Account).where(Account.person_id == person_id).order_by(Account.seen_at.desc()).limit(1)
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
        revision=1,
        state=DeliveryState.PENDING,
        created_at=now,
        changed_at=now,
    )


def claim(session: Session, delivery_id: int, revision: int, attempt: int = 0, patient: bool = True) -> Claim:
    """Take a delivery for the job of this revision and attempt, and say what is to be done: always the newest card.

    A `patient` job is told to wait while an earlier card of the same place has not had its first try.
    """
    holder = f"{revision}.{attempt}"
    row = session.get(Delivery, delivery_id, with_for_update=True)
    if row is None:
        return Claim("nothing")
    if row.state == DeliveryState.SENDING:
        if row.holder != holder:
            return Claim("nothing")  # its holder goes on until the newest revision is shown
        if row.message_id is None:
            return _claimed(session, row, "look_up", row.sending_revision)
    elif row.state != DeliveryState.PENDING:
        return Claim("nothing")
    elif patient and row.message_id is None and not _is_next(session, row):
        return Claim("wait")
    row.state, row.holder, row.sending_revision = DeliveryState.SENDING, holder, row.revision
    return _claimed(session, row, "edit" if row.message_id else "send", row.revision)


def _is_next(session: Session, row: Delivery) -> bool:
    same = Delivery.place_id == row.place_id if row.place_id is not None else Delivery.person_id == row.person_id
    earlier = (
        select(Delivery.id)
        .where(
            same,
            Delivery.message_id.is_(None),
            Delivery.id < row.id,
            Delivery.state.in_((DeliveryState.PENDING, DeliveryState.SENDING)),
            or_(Delivery.holder.is_(None), Delivery.holder.endswith(".0")),
        )
        .limit(1)
    )
    return session.scalar(earlier) is None


def _claimed(session: Session, row: Delivery, action: Literal["send", "edit", "look_up"], revision: int) -> Claim:
    workspace = session.get_one(Workspace, row.workspace_id)
    account = None
    if row.place_id is None:
        account = session.scalar(
            select(Account.external_id).where(
                Account.person_id == row.person_id, Account.workspace_id == row.workspace_id
            )
        )
    return Claim(
        action,
        key=row.key,
        card=CARD.validate_json(row.card),
        revision=revision,
        platform=workspace.platform,
        workspace=workspace.external_id,
        place=session.get_one(Place, row.place_id).external_id if row.place_id is not None else None,
        person=account,
        thread=row.thread,
        message_id=row.message_id,
    )


def record_place(session: Session, delivery_id: int, external_id: str) -> None:
    """The direct chat of a delivery's person has this id. Raises IntegrityError where somebody stored it just now."""
    row = session.get_one(Delivery, delivery_id)
    place = session.scalar(
        select(Place).where(Place.workspace_id == row.workspace_id, Place.external_id == external_id)
    )
    if place is None:
        place = Place(workspace_id=row.workspace_id, external_id=external_id, direct=True, person_id=row.person_id)
        session.add(place)
        session.flush()
    row.place_id = place.id


def record_sending(session: Session, delivery_id: int) -> tuple[int, Card]:
    """The card was looked up and is not there: its newest revision, returned with its number, is about to be sent."""
    row = session.get_one(Delivery, delivery_id, with_for_update=True)
    row.sending_revision = row.revision
    return row.revision, CARD.validate_json(row.card)


def record_sent(session: Session, delivery_id: int, revision: int, message_id: str, now: datetime) -> bool:
    """The platform has shown this revision. True where a newer one came meanwhile: the same job must go on."""
    row = session.get(Delivery, delivery_id, with_for_update=True)
    if row is None:
        return False
    row.message_id, row.sent_revision, row.sent_at, row.problem = message_id, revision, now, None
    if row.revision != revision:
        return True
    row.state, row.holder = DeliveryState.SENT, None
    return False


def record_failed(session: Session, delivery_id: int, revision: int, problem: str) -> bool:
    """The platform will never take this revision; `problem` names why (a code, no words of people).

    True where a newer one came meanwhile: the same job must go on.
    """
    row = session.get(Delivery, delivery_id, with_for_update=True)
    if row is None:
        return False
    row.problem = problem
    if row.revision != revision:
        return True
    row.state, row.holder = DeliveryState.FAILED, None
    return False


def postpone(
    session: Session, enqueue: Enqueue, delivery_id: int, revision: int, attempt: int, delay: float, problem: str
) -> None:
    """Give a delivery to the next attempt's job, due in `delay` seconds; the job that asks holds it no longer."""
    row = session.get(Delivery, delivery_id, with_for_update=True)
    if row is None or row.holder != f"{revision}.{attempt}":
        return
    row.holder, row.problem = f"{revision}.{attempt + 1}", problem
    enqueue(session, [_job(session, row, revision, attempt + 1, delay)])


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
