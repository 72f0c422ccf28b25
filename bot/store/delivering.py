"""How a delivery reaches its place, step by step, for the job that delivers it.

A delivery goes pending -> sending -> sent (or failed). One job at a time holds it while it is `sending`; that job goes
on until the newest revision is shown, so revisions can never overtake each other and other jobs may simply leave. A
job that finds itself the holder has been here before, did not see the end, and looks the card up on the platform
before it sends it again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.cards import CARD, Card
from bot.people.model import Account, Place, Workspace
from bot.store.inbox import Enqueue
from bot.store.outbox import Delivery, DeliveryState, job_of


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
    if row.person_id is not None:
        account = session.scalar(
            select(Account.external_id)
            .where(Account.person_id == row.person_id, Account.workspace_id == row.workspace_id)
            .order_by(Account.closed_at.is_not(None), Account.seen_at.desc())
            .limit(1)
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
    enqueue(session, [job_of(session, row, revision, attempt + 1, delay)])
