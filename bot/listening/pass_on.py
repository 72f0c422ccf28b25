"""Somebody chose "Report as a problem" on a message: it becomes their own report, in the words that stand there."""

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Card, Outgoing, ToPerson
from bot.listening import hear
from bot.listening.paste import newest_part
from bot.messages import ShortcutUsed
from bot.speaking import _
from bot.turn import Turn


def report(session: Session, turn: Turn, message: ShortcutUsed) -> list[Outgoing]:
    """Take the words as a report of whoever pressed. Who wrote them is kept nowhere; only the presser hears back."""
    if not any(character.isalnum() for character in message.text):
        return [_say(turn, wording.nothing_to_read())]
    if len(message.text) > hear.LONGEST:
        return [_say(turn, wording.too_long(hear.LONGEST))]
    if turn.understanding is None:
        raise LookupError("A report reaches its handler understood.")
    # Ids of messages are unique in their place only, and those in our direct chat stand for themselves.
    message_id = message.message_id if turn.here.direct else f"{message.place.id}/{message.message_id}"
    if hear.told_before(session, turn, message_id) is not None:
        return [_say(turn, _already_told())]
    words = newest_part(message.text)
    heard = hear.Heard(turn.event_id, message_id, words, turn.understanding, turn.embedding)
    told = hear.take_in(session, turn, heard)[1]
    own = message.author is None or message.author == message.by
    return told if own else [_say(turn, _in_your_name()), *told]


def _say(turn: Turn, card: Card) -> Outgoing:
    return Outgoing(ToPerson(turn.speaker.id), card, f"passed-on:{turn.event_id}")


def _in_your_name() -> Card:
    return wording.plain(
        _(
            "Thank you for passing this on. I take it to IT as your report and tell you when it is fixed. "
            "Who wrote it is not kept."
        )
    )


def _already_told() -> Card:
    return wording.plain(
        _('You have told me this already. Write "{command}" to see where it stands.').format(command=_("my issues"))
    )
