"""IT answers, or skips, what a post leaves open; the draft is made anew with what they said."""

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Form, Outgoing, TextField
from bot.messages import ButtonPressed, FormSubmitted
from bot.speaking import _
from bot.translation import draft, preview, questions
from bot.translation.model import AuthorAnswer, Update
from bot.translation.slots import Slot
from bot.turn import Stale, Turn


def show(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Answer": each open question, none of which must be answered."""
    update = draft.open_update(session, turn, press.value)
    asked = questions.open_questions(session, update)
    if not asked:
        raise Stale("questions")
    hint = _('Leave it empty to leave it out, or write "not known yet" and I will say so.')
    return Form(
        name="update.answer",
        title=_("What colleagues will ask"),
        intro=_("I put your words into the draft and check them like the post's own."),
        fields=tuple(
            TextField(slot, wording.SLOTS[slot], required=False, limit=questions.LONGEST_ANSWER, hint=hint)
            for slot in asked
        ),
        submit=_("Add it"),
        value={"update": str(update.id)},
    )  # fmt: skip


def read(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """Keep the answers with who and when, and show the draft that says them."""
    update = draft.open_update(session, turn, message.value)
    given = questions.given_in(session, update, message.answers)
    if not given:
        raise Stale("questions")
    added = questions.added_with(session, update, given)
    _keep(session, turn, update, given)
    if added != update.added:
        draft.renew(update, turn, added, added.removeprefix(update.added).strip())
    return [preview.card_for(session, update)]


def skip(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """Nobody asks again, and the draft says nothing about it."""
    update = draft.open_update(session, turn, message.value)
    asked = questions.open_questions(session, update)
    if not asked:
        raise Stale("questions")
    _keep(session, turn, update, dict.fromkeys(asked, ""))
    return [preview.card_for(session, update)]


def _keep(session: Session, turn: Turn, update: Update, given: dict[Slot, str]) -> None:
    for slot, words in given.items():
        session.add(AuthorAnswer(update_id=update.id, slot=slot, words=words, by_id=turn.speaker.id, at=turn.now))
    session.flush()
