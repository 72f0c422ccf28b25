"""What the buttons and forms of our cards lead to, and who may use them."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Card, Form, Outgoing, ToPlace
from bot.digest import schedule
from bot.entries import Entry, FormEntry, allowed, may, voice
from bot.listening import arrange, correct, hear, inquiry, loop, overview, take_on, theme_card
from bot.listening.asking import closer, gaps, howto
from bot.listening.model import IllegalMove
from bot.messages import ButtonPressed, FormSubmitted
from bot.people import channels, guests, preferences, privacy
from bot.people.model import Role
from bot.pulse import answers, campaign
from bot.recognition import thanks
from bot.speaking import conversing
from bot.translation import ask_author, choose_audience, define, draft, follow_up, later, publish
from bot.turn import Stale, Turn

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


def press(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """What a pressed button answers."""
    entry = BUTTONS.get(message.action)
    return allowed(session, turn, message, entry) if entry else _unknown(turn)


def submit(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """What a form answers once it is filled in."""
    entry = FORMS.get(message.form)
    return allowed(session, turn, message, Entry(entry.read, entry.only)) if entry else _unknown(turn)


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


def _unknown(turn: Turn) -> list[Outgoing]:
    return [Outgoing(ToPlace(turn.here.id), wording.unknown_button(), f"unknown:{turn.event_id}")]
