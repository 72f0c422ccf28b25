"""Whether a press or a form may count at all, for platforms on which anybody can send one made by hand."""

import json
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import offers, wording
from bot.cards import CARD, Buttons, Card
from bot.messages import ButtonPressed, FormSubmitted
from bot.speaking import speaking
from bot.store.outbox import Delivery
from bot.turn import Turn


@dataclass(frozen=True)
class Objection:
    """Why a press does not count, and the card that says so to whoever pressed.

    `not_there` is a button or form that no card here offers, or offers no more; `not_theirs` one for somebody else.
    """

    reason: Literal["not_there", "not_theirs"]
    card: Card


def objection(session: Session, turn: Turn, message: ButtonPressed | FormSubmitted) -> Objection | None:
    """What speaks against a press or form; None where it may be accepted, which its handler then looks at closely."""
    with speaking(turn.language):
        stale = wording.stale()
    if isinstance(message, ButtonPressed):
        if not _is_shown(session, turn, message):
            return Objection("not_there", stale)
    elif message.form not in offers.FORMS:
        return Objection("not_there", stale)
    card = offers.not_theirs(turn, message)
    return Objection("not_theirs", card) if card is not None else None


def _is_shown(session: Session, turn: Turn, message: ButtonPressed) -> bool:
    """Whether a card in this place has the button, with the value it carries."""
    cards = session.scalars(
        select(Delivery.card)
        .where(Delivery.place_id == turn.here.id, Delivery.message_id.is_not(None))
        .where(Delivery.card.contains(json.dumps(message.action), autoescape=True))
        .order_by(Delivery.id.desc())
    )
    return any(
        button.action == message.action and button.value == message.value
        for card in cards
        for block in CARD.validate_json(card).blocks
        for button in (block.buttons if isinstance(block, Buttons) else ())
    )
