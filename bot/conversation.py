"""Who answers what. Read it from top to bottom: it is the table of contents of everything Liaison does.

Two tables stand by themselves: `bot/offers.py` has what cards offer, `bot/typed.py` what people type instead.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot import offers, typed, wording
from bot.cards import Card, Outgoing, ToPlace
from bot.digest import schedule
from bot.entries import Entry, allowed
from bot.listening import (
    daily,
    hear,
    inquiry,
    loop,
    odd,
    pass_on,
)
from bot.listening.asking import howto
from bot.listening.labels import Intent
from bot.listening.wishes import without_courtesy
from bot.messages import (
    BotJoined,
    BotLeft,
    ButtonPressed,
    FormSubmitted,
    MemberJoined,
    MemberLeft,
    Message,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    PlaceRenamed,
    ReactionAdded,
    ShortcutUsed,
    TickDue,
)
from bot.people import arrive, channels, guests, left_out
from bot.people.model import Company, Purpose
from bot.pulse import asking, campaign
from bot.speaking import conversing, speaking_to
from bot.translation import (
    draft,
    follow_up,
    later,
    meaning,
    next_word,
    on_request,
    requests,
)
from bot.turn import Handler, Turn

#: What happens to a channel, or to who is in it.
PLACES: dict[str, Handler] = {
    "bot_joined": channels.ask_purpose,
    "bot_left": channels.tell_of_removal,
    "place_renamed": channels.rename,
    "member_joined": channels.welcome,
    "member_left": channels.farewell,
}

#: What the clock brings, by the kind of appointment.
TICKS: dict[str, Handler] = {
    "pulse.open": campaign.open_by_schedule,
    "pulse.ask": asking.ask,
    "pulse.remind": asking.remind,
    "pulse.close": campaign.close,
    "digest.week": schedule.post_weekly,
    daily.KIND: daily.look,
    later.KIND: later.due,
    next_word.KIND: next_word.remind,
}

#: What somebody may choose on a message of anybody.
SHORTCUTS: dict[str, Handler] = {
    "explain": on_request.explain,
    "report": pass_on.report,
}

INTENTS: dict[Intent, Handler] = {
    Intent.COMPLAINT: hear.complaint,
    Intent.QUESTION: howto.question,
    Intent.STATUS: loop.list_mine,
    Intent.THANKS: hear.thanks,
    Intent.UPDATE: hear.update,
    Intent.OTHER: hear.small_talk,
}


def set_up(session: Session, company: Company, now: datetime) -> None:
    """Put a new company's first appointments on the agenda."""
    schedule.schedule_next(session, company.id, company.zone, now)
    campaign.schedule_first(session, company.id, company.zone, now)
    daily.schedule_next(session, company.id, company.zone, now)


def answer(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """Find the handler for a message and let it answer, in the language of whoever reads the answer here.

    Whoever wrote hears what was left out of their message before it was kept.
    """
    if turn.person is not None and turn.person.guest and isinstance(message, guests.TO_US):
        return guests.turn_away(turn, message)
    if isinstance(message, MessageReceived | MessageEdited) and turn.here.direct and not typed.is_english(message.text):
        arrive.note_language(turn.speaker, message.text)
    with conversing(turn.language, turn.company.language):
        return [*_handled(session, turn, message), *left_out.warn(turn, message)]


def _handled(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    match message:
        case MessageReceived() | MessageEdited() if turn.here.direct:
            return _direct(session, turn, message)
        case MessageReceived():
            return _channel(session, turn, message)
        case MessageEdited():
            return draft.redraft(session, turn, message) if turn.draft else []
        case MessageDeleted():
            return _deleted(session, turn, message)
        case ButtonPressed() | ReactionAdded():
            return _press(session, turn, message)
        case FormSubmitted():
            return offers.submit(session, turn, message)
        case ShortcutUsed():
            with speaking_to(turn.speaker):
                return SHORTCUTS[message.shortcut](session, turn, message)
        case BotJoined() | BotLeft() | PlaceRenamed() | MemberJoined() | MemberLeft():
            return PLACES[message.kind](session, turn, message)
        case TickDue():
            handler = TICKS.get(message.appointment)
            return handler(session, turn, message) if handler else []


def _deleted(session: Session, turn: Turn, message: MessageDeleted) -> list[Outgoing]:
    if not turn.here.direct:
        return draft.drop(session, turn, message)
    amended = inquiry.amend(session, turn, message)
    return amended or howto.forget(session, turn, message) or hear.forget(session, turn, message)


def _direct(session: Session, turn: Turn, message: MessageReceived | MessageEdited) -> list[Outgoing]:
    if isinstance(message, MessageReceived) and inquiry.is_answer(session, turn, message):
        return allowed(session, turn, message, Entry(inquiry.read_thread))
    amended = inquiry.amend(session, turn, message) if isinstance(message, MessageEdited) else []
    if amended:
        return amended
    polite = without_courtesy(message.text)
    asked = meaning.asked(polite) or meaning.asked(message.text)
    if asked is not None and isinstance(message, MessageReceived):
        return meaning.explain(session, turn, asked)
    command, strange = typed.command_of(message.text), odd.odd_of(message)
    gone: list[Outgoing] = []
    if isinstance(message, MessageEdited) and (command is not None or strange is not None):
        # The new words report nothing, so the old ones are taken away like those of a deleted message.
        gone = hear.forget(session, turn, message)
    if command is not None:
        if typed.worded(message.text) is None and typed.worded(polite) is not None:
            message = replace(message, text=polite)
        return [*gone, *allowed(session, turn, message, command)]
    if strange is not None:
        return [*gone, *odd.answer(session, turn, message, strange)]
    if turn.understanding is None:
        return [_reply(turn, wording.nothing_to_read(), "empty")]
    message = replace(message, text=odd.readable(message))
    if isinstance(message, MessageEdited) and hear.told_before(session, turn, message.message_id) is not None:
        # Whatever the new words are, the old ones must not stay in the complaint.
        return hear.complaint(session, turn, message)
    return INTENTS[turn.understanding.intent](session, turn, message)


def _channel(session: Session, turn: Turn, message: MessageReceived) -> list[Outgoing]:
    channels.note_member(session, turn)
    called = requests.without_call(message.text) if message.mentions_bot else ""
    if called and requests.asked_for(called) is not None:
        return on_request.in_channel(session, turn, message)
    if called and (entry := typed.worded(called)) is not None:
        return allowed(session, turn, message, entry)
    if turn.draft is not None and (message.thread is None or follow_up.in_thread(session, turn, message.thread)):
        return draft.draft_update(session, turn, message)
    if turn.purpose == Purpose.IT_UPDATES and message.thread is None and draft.is_unclear(message.text):
        return draft.ask_for_more(session, turn, message)
    if message.mentions_bot:
        return channels.answer_mention(session, turn, message)
    return []


def _press(session: Session, turn: Turn, message: ButtonPressed | ReactionAdded) -> list[Outgoing]:
    if isinstance(message, ReactionAdded):  # a thumb up under "is it fixed?" is the same as saying so
        meant = loop.pressed_by_sign(session, turn, message)
        return _press(session, turn, meant) if meant is not None else []
    return offers.press(session, turn, message)


def home(session: Session, turn: Turn) -> Card:
    """What stands on a person's own page, where their platform has one."""
    if turn.person is not None and turn.person.guest:
        with speaking_to(turn.person):
            return guests.sentence()
    with speaking_to(turn.person):
        return wording.help_for(turn.roles)


def _reply(turn: Turn, card: Card, about: str) -> Outgoing:
    return Outgoing(ToPlace(turn.here.id), card, f"{about}:{turn.event_id}")
