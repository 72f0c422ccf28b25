"""The reporter says which of two readings of their complaint is closer."""

from sqlalchemy.orm import Session

from bot.cards import Outgoing
from bot.listening import doubt, hear
from bot.listening.labels import Cause, Impact, Module
from bot.listening.model import OPEN
from bot.messages import ButtonPressed
from bot.turn import Stale, Turn


def choose(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Take the reading that was pressed; the complaint may belong to another theme then."""
    told = hear.own_complaint(session, turn, message.value)
    asked = doubt.open_doubt(session, told)
    if asked is None or told.state not in OPEN:
        raise Stale("complaint")
    try:
        chosen = Cause(message.value.get("cause", "")), Module(message.value.get("module", ""))
    except ValueError:
        raise Stale("reading") from None
    if chosen not in doubt.offered(asked):
        raise Stale("reading")
    hear.take_word(session, turn, told, *chosen)
    return hear.after_change(session, told, told.impact_told and told.impact == Impact.BLOCKED)
