"""What a button, a form or a typed word leads to, and who may use it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Form, Outgoing, ToPerson
from bot.listening.model import IllegalMove
from bot.messages import ButtonPressed, Message
from bot.people.model import Role
from bot.speaking import speaking_in_channels, speaking_to
from bot.turn import Handler, Stale, Turn


@dataclass(frozen=True)
class Entry:
    """What a button or a typed word leads to, and which roles may use it; none named means everybody."""

    handler: Handler
    only: tuple[Role, ...] = ()


@dataclass(frozen=True)
class FormEntry:
    """A form that a button opens: what it shows, who reads it, and who may."""

    show: Callable[[Session, Turn, ButtonPressed], Form]
    read: Handler
    only: tuple[Role, ...] = ()


def allowed(session: Session, turn: Turn, message: Message, entry: Entry) -> list[Outgoing]:
    """What an entry answers; a kind sentence to whom it is not for, and where what was pressed no longer fits."""
    if not may(turn, entry.only):
        with speaking_to(turn.speaker):
            return [Outgoing(ToPerson(turn.speaker.id), wording.not_yours(entry.only), f"refused:{turn.event_id}")]
    try:
        with voice(entry.only):
            return entry.handler(session, turn, message)
    except (Stale, IllegalMove):
        # Values travel through people's hands: whatever does not fit is stale or made up, never a crash.
        with speaking_to(turn.speaker):
            return [Outgoing(ToPerson(turn.speaker.id), wording.stale(), f"stale:{turn.event_id}")]


def voice(only: tuple[Role, ...]) -> AbstractContextManager[None]:
    """What people do with a role is work that others share, so it is in the language of the company."""
    return speaking_in_channels() if only else nullcontext()


def may(turn: Turn, only: tuple[Role, ...]) -> bool:
    """Whether this person may use what is for these roles only; none named means everybody."""
    return not only or not turn.roles.isdisjoint(only)
