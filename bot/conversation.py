"""Who answers what. Read it from top to bottom: it is the table of contents of everything Liaison does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from bot import typed, wording
from bot.cards import Card, Form, Outgoing, ToPlace
from bot.digest import schedule
from bot.entries import Entry, FormEntry, allowed, may, voice
from bot.listening import (
    arrange,
    correct,
    daily,
    hear,
    inquiry,
    loop,
    odd,
    overview,
    pass_on,
    take_on,
    theme_card,
)
from bot.listening.asking import closer, gaps, howto
from bot.listening.labels import Intent
from bot.listening.model import IllegalMove
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
from bot.people import arrive, channels, guests, left_out, preferences, privacy
from bot.people.model import Company, Purpose, Role
from bot.pulse import answers, asking, campaign
from bot.recognition import thanks
from bot.speaking import conversing, speaking_to
from bot.translation import (
    ask_author,
    choose_audience,
    define,
    draft,
    follow_up,
    later,
    meaning,
    next_word,
    on_request,
    publish,
    requests,
)
from bot.turn import Handler, Stale, Turn

M = TypeVar("M", bound=Message)


BUTTONS: dict[str, Entry] = {
    "place.purpose": Entry(channels.set_purpose),
    "place.ask_again": Entry(channels.ask_purpose_again),
    "complaint.impact": Entry(hear.note_impact),
    "complaint.withdraw": Entry(hear.withdraw),
    "complaint.fixed": Entry(loop.confirm_fixed),
    "complaint.mine": Entry(loop.list_mine),
    "complaint.time": Entry(hear.note_time),
    "complaint.closer": Entry(closer.choose),
    "howto.helped": Entry(howto.helped),
    "howto.not_helped": Entry(howto.not_helped),
    "howto.pass_on": Entry(howto.pass_on),
    "gap.written": Entry(gaps.written_down, (Role.BRM,)),
    "people.mute_for": Entry(preferences.mute_for),
    "people.unmute": Entry(preferences.unmute),
    "privacy.copy": Entry(privacy.send_copy),
    "privacy.erase": Entry(privacy.erase),
    "theme.list": Entry(overview.list_themes, (Role.IT, Role.BRM)),
    "theme.open": Entry(theme_card.open_theme, (Role.IT, Role.BRM)),
    "theme.begin": Entry(take_on.begin, (Role.IT,)),
    "update.publish": Entry(publish.publish, (Role.IT,)),
    "update.discard": Entry(publish.discard, (Role.IT,)),
    "update.follows": Entry(follow_up.settle, (Role.IT,)),
    "update.cancel": Entry(later.cancel, (Role.IT,)),
    "update.skip": Entry(ask_author.skip, (Role.IT,)),
    "update.link": Entry(draft.toggle_link, (Role.IT,)),
    "pulse.offer": Entry(campaign.offer, (Role.BRM,)),
    "pulse.answer": Entry(answers.take),
    "digest.now": Entry(schedule.post_now, (Role.BRM, Role.EXECUTIVE)),
}

FORMS: dict[str, FormEntry] = {
    "complaint.correct": FormEntry(correct.show, correct.read),
    "complaint.broken": FormEntry(loop.show_broken, loop.read_broken),
    "theme.owner": FormEntry(take_on.show_owner, take_on.read_owner, (Role.IT, Role.BRM)),
    "theme.workaround": FormEntry(take_on.show_workaround, take_on.read_workaround, (Role.IT, Role.BRM)),
    "theme.fixed": FormEntry(take_on.show_fixed, take_on.read_fixed, (Role.IT,)),
    "theme.cause": FormEntry(take_on.show_cause, take_on.read_cause, (Role.IT,)),
    "theme.ask": FormEntry(inquiry.show_ask, inquiry.read_ask, (Role.IT, Role.BRM)),
    "inquiry.answer": FormEntry(inquiry.show_answer, inquiry.read_answer),
    "theme.rename": FormEntry(arrange.show_rename, arrange.read_rename, (Role.BRM,)),
    "theme.merge": FormEntry(arrange.show_merge, arrange.read_merge, (Role.BRM,)),
    "theme.split": FormEntry(arrange.show_split, arrange.read_split, (Role.BRM,)),
    "theme.move": FormEntry(arrange.show_move, arrange.read_move, (Role.BRM,)),
    "theme.goal": FormEntry(arrange.show_goal, arrange.read_goal, (Role.BRM,)),
    "goal.record": FormEntry(arrange.show_record, arrange.read_record, (Role.BRM,)),
    "thanks.give": FormEntry(thanks.show, thanks.give),
    "pulse.ask_now": FormEntry(campaign.show_ask_now, campaign.read_ask_now, (Role.BRM,)),
    "update.edit": FormEntry(draft.show_edit, draft.read_edit, (Role.IT,)),
    "update.answer": FormEntry(ask_author.show, ask_author.read, (Role.IT,)),
    "term.explain": FormEntry(define.show, define.read, (Role.IT,)),
    "update.later": FormEntry(later.show, later.read, (Role.IT,)),
    "update.audience": FormEntry(choose_audience.show, choose_audience.read, (Role.IT, Role.BRM)),
    "update.override": FormEntry(publish.show_override, publish.read_override, (Role.IT,)),
}

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
            return _form(session, turn, message)
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
    asked = meaning.asked(message.text)
    if asked is not None and isinstance(message, MessageReceived):
        return meaning.explain(session, turn, asked)
    command, strange = typed.command_of(message.text), odd.odd_of(message)
    gone: list[Outgoing] = []
    if isinstance(message, MessageEdited) and (command is not None or strange is not None):
        # The new words report nothing, so the old ones are taken away like those of a deleted message.
        gone = hear.forget(session, turn, message)
    if command is not None:
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
    entry = BUTTONS.get(message.action)
    if entry is None:
        return [_reply(turn, wording.unknown_button(), "unknown")]
    return allowed(session, turn, message, entry)


def home(session: Session, turn: Turn) -> Card:
    """What stands on a person's own page, where their platform has one."""
    if turn.person is not None and turn.person.guest:
        with speaking_to(turn.person):
            return guests.sentence()
    with speaking_to(turn.person):
        return wording.help_for(turn.roles)


def _form(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    entry = FORMS.get(message.form)
    if entry is None:
        return [_reply(turn, wording.unknown_button(), "unknown")]
    return allowed(session, turn, message, Entry(entry.read, entry.only))


def form_for(session: Session, turn: Turn, press: ButtonPressed) -> Form | Card | None:
    """The form behind a button, or a card that says why there is none for this person; None if it opens no form."""
    entry = FORMS.get(press.action)
    if entry is None:
        return None
    with conversing(turn.speaker.reads, turn.company.language):
        if turn.speaker.guest:
            return guests.sentence()
        if not may(turn, entry.only):
            return wording.not_yours(entry.only)
        try:
            with voice(entry.only):
                return entry.show(session, turn, press)
        except (Stale, IllegalMove):
            return wording.stale()


def not_theirs(turn: Turn, message: ButtonPressed | FormSubmitted) -> Card | None:
    """Whose a button or form is, where it is not this person's."""
    table: Mapping[str, Entry | FormEntry] = {**BUTTONS, **FORMS} if isinstance(message, ButtonPressed) else FORMS
    entry = table.get(message.action if isinstance(message, ButtonPressed) else message.form)
    if entry is None or may(turn, entry.only):
        return None
    with conversing(turn.person.reads if turn.person else turn.language, turn.company.language):
        return wording.not_yours(entry.only)


def _reply(turn: Turn, card: Card, about: str) -> Outgoing:
    return Outgoing(ToPlace(turn.here.id), card, f"{about}:{turn.event_id}")
