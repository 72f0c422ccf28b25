"""A word to whoever sent what must not be kept: it was left out before their message was stored."""

from bot import wording
from bot.cards import Outgoing, ToPerson
from bot.messages import FormSubmitted, Message, MessageEdited, MessageReceived
from bot.people import secrets
from bot.speaking import speaking_to
from bot.turn import Turn


def warn(turn: Turn, message: Message) -> list[Outgoing]:
    """A word to whoever sent a password, or somebody's pay."""
    if isinstance(message, MessageReceived | MessageEdited):
        said = message.text
    elif isinstance(message, FormSubmitted):
        said = "\n".join(message.answers.values())
    else:
        return []
    kinds, cards = secrets.left_out(said), []
    with speaking_to(turn.speaker):
        if "password" in kinds:
            cards.append(("password", wording.password_left_out()))
        if "pay" in kinds:
            cards.append(("pay", wording.pay_left_out("name" in kinds)))
    to = ToPerson(turn.speaker.id)
    return [Outgoing(to, card, f"left-out:{kind}:{turn.event_id}") for kind, card in cards]
