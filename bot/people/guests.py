"""People who are in the company's chat and not of the company: they hear that, and nothing that is internal."""

from bot import wording
from bot.cards import Card, Outgoing, ToPerson
from bot.messages import (
    ButtonPressed,
    FormSubmitted,
    Message,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    ReactionAdded,
    ShortcutUsed,
)
from bot.speaking import _, speaking_to
from bot.turn import Turn

#: What a person says or does to us, unlike what happens to a channel.
TO_US = MessageReceived | MessageEdited | MessageDeleted | ButtonPressed | FormSubmitted | ShortcutUsed | ReactionAdded


def turn_away(turn: Turn, message: Message) -> list[Outgoing]:
    """A kind sentence to whoever spoke to us directly. What guests say elsewhere is none of our business."""
    spoken = isinstance(message, MessageReceived) and (turn.here.direct or message.mentions_bot)
    if not spoken and not isinstance(message, ButtonPressed | FormSubmitted | ShortcutUsed):
        return []
    with speaking_to(turn.speaker):
        return [Outgoing(ToPerson(turn.speaker.id), sentence(), f"guest:{turn.event_id}")]


def sentence() -> Card:
    """Whom I am there for."""
    return wording.plain(
        _(
            "I am there for the colleagues of this company, and you are its guest. "
            "Please tell the person who invited you; they can pass it on to me."
        )
    )
