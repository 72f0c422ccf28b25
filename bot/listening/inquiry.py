"""Asking a reporter something, and hearing back, through us: whoever hides their name keeps it hidden."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import (
    Block,
    Bold,
    Button,
    Card,
    ChoiceField,
    Form,
    FormField,
    Outgoing,
    Quote,
    TextField,
    ToPerson,
    ToPlace,
    buttons,
    note,
    text,
)
from bot.listening import show, theme_card, trail
from bot.listening.model import OPEN, Complaint, Inquiry, Theme, ThemeStep
from bot.messages import ButtonPressed, FormSubmitted, MessageDeleted, MessageEdited, MessageReceived
from bot.people import arrive
from bot.people.model import Place, Purpose, Role
from bot.speaking import _, speaking_to
from bot.store import outbox
from bot.turn import Stale, Turn, id_in

#: Reporters to choose from, and the longest question or answer in characters.
MOST_REPORTERS, LONGEST = 25, 1000
KEY = "inquiry:"
DELETED = "(deleted by its author)"


def show_ask(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind "Ask a reporter" on a theme, or "Ask the reporter" on a single complaint."""
    question = TextField("question", "Your question", multiline=True, limit=LONGEST)
    intro = "They see your name. You see theirs only if they show it to you."
    if "complaint" in press.value:
        complaint = _askable(session, press.value)
        carried = {"complaint": str(complaint.id), **({"thread": press.message_id} if press.message_id else {})}
        about = f"About: {wording.cut(complaint.text, 100)}"
        return Form("theme.ask", "Ask the reporter", (question,), "Ask", carried, f"{about}\n{intro}")
    theme = trail.theme_in(session, press.value)
    reporters = _reporters(session, theme)
    if not reporters:
        raise Stale("theme")
    choices = tuple((str(c.id), _line(turn, c)) for c in reporters)
    whom: FormField = ChoiceField("report", "Whom", choices, choices[0][0])
    return theme_card.form("theme.ask", "Ask a reporter", theme, press.value, whom, question, intro=intro, submit="Ask")


def _reporters(session: Session, theme: Theme) -> list[Complaint]:
    """Those of a theme one can ask, those who wait first."""
    return list(
        session.scalars(
            select(Complaint)
            .where(Complaint.theme_id == theme.id, Complaint.person_id.is_not(None), Complaint.withdrawn_at.is_(None))
            .order_by(Complaint.state.in_(OPEN).desc(), Complaint.id.desc())
            .limit(MOST_REPORTERS)
        )
    )


def _line(turn: Turn, complaint: Complaint) -> str:
    return f"{show.who(complaint, Role.BRM in turn.roles)}: {wording.cut(complaint.text, 60)}"


def _askable(session: Session, value: dict[str, str], name: str = "complaint") -> Complaint:
    complaint = session.get(Complaint, id_in(value, name))
    if complaint is None or complaint.person_id is None or complaint.withdrawn_at is not None:
        raise Stale("complaint")
    return complaint


def read_ask(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """The question goes to the reporter's direct chat."""
    question = message.answers.get("question", "").strip()[:LONGEST]
    if not question:
        raise Stale("question")
    single = "complaint" in message.value
    complaint = _askable(session, message.value) if single else _askable(session, message.answers, "report")
    if not single and complaint.theme_id != trail.theme_in(session, message.value).id:
        raise Stale("report")
    here = turn.here if single and not turn.here.direct else None
    inquiry = Inquiry(
        complaint_id=complaint.id,
        asker_id=turn.speaker.id,
        place_id=here.id if here else None,
        thread=message.value.get("thread") if here else None,
        question=question,
        asked_at=turn.now,
    )
    session.add(inquiry)
    session.flush()
    if complaint.theme is not None:
        complaint.theme.last_word_at = turn.now
        trail.note(session, turn, complaint.theme, ThemeStep.ASKED, complaint_id=complaint.id)
    asked = wording.plain("Asked. The answer comes here as soon as there is one.")
    to = ToPlace(here.id, inquiry.thread) if here else ToPerson(turn.speaker.id)
    return [_question(inquiry), Outgoing(to, asked, f"asked:{inquiry.id}")]


def _question(inquiry: Inquiry) -> Outgoing:
    """What the reporter sees; edited in place once they have answered."""
    with speaking_to(inquiry.complaint.person):
        return _question_card(inquiry)


def _question_card(inquiry: Inquiry) -> Outgoing:
    complaint, asker = inquiry.complaint, inquiry.asker
    if complaint.person_id is None:
        raise LookupError("An imported complaint has no reporter to ask.")
    name = asker.name if asker else _("A colleague")
    blocks: list[Block] = [
        text(_("You told us:")),
        Quote(wording.cut(complaint.text, 200)),
        text(Bold(_("{name} asks:").format(name=name))),
        Quote(inquiry.question),
    ]
    if inquiry.answer is not None:
        blocks += [text(_("You answered:")), Quote(wording.cut(inquiry.answer, 500))]
    label = _("Answer") if inquiry.answer is None else _("Add something")
    blocks += [
        buttons(
            Button(label, "inquiry.answer", {"inquiry": str(inquiry.id)}, style="primary", opens_form=True)
        ),
        note(
            _("Press the button, or write under this message where your chat has threads."),
            " ",
            show.seen_by(complaint),
        ),
    ]  # fmt: skip
    card = Card(_("{name} asks you something").format(name=name), tuple(blocks))
    return Outgoing(ToPerson(complaint.person_id), card, f"{KEY}{inquiry.id}")


def show_answer(session: Session, turn: Turn, press: ButtonPressed) -> Form:
    """The form behind Answer."""
    inquiry = _mine(session, turn, id_in(press.value, "inquiry"))
    return Form(
        name="inquiry.answer",
        title=_("Answer"),
        intro=wording.cut(inquiry.question, 300),
        fields=(TextField("answer", _("Your answer"), multiline=True, limit=LONGEST),),
        submit=_("Send"),
        value={"inquiry": str(inquiry.id)},
    )


def _mine(session: Session, turn: Turn, inquiry_id: int) -> Inquiry:
    """A question to this person. Raises Stale for anybody else's, and once the complaint was taken back."""
    inquiry = session.get(Inquiry, inquiry_id)
    if inquiry is None or inquiry.complaint.withdrawn_at is not None:
        raise Stale("inquiry")
    if inquiry.complaint.person_id != turn.speaker.id:
        raise Stale("inquiry")
    return inquiry


def read_answer(session: Session, turn: Turn, message: FormSubmitted) -> list[Outgoing]:
    """The reporter answers with the form."""
    return _answer(
        session,
        turn,
        _mine(session, turn, id_in(message.value, "inquiry")),
        message.answers.get("answer", ""),
        turn.event_id,
    )


def is_answer(session: Session, turn: Turn, message: MessageReceived) -> bool:
    """Whether somebody writes in the thread of a question of ours."""
    return _asked_in(session, turn, message) is not None


def _asked_in(session: Session, turn: Turn, message: MessageReceived) -> int | None:
    if message.thread is None:
        return None
    key = outbox.key_of_message(session, turn.here.id, message.thread) or ""
    number = key.removeprefix(KEY)
    return int(number) if key.startswith(KEY) and number.isdigit() else None


def read_thread(session: Session, turn: Turn, message: MessageReceived) -> list[Outgoing]:
    """The reporter answers in the thread of the question."""
    inquiry = _mine(session, turn, _asked_in(session, turn, message) or 0)
    return _answer(session, turn, inquiry, message.text, message.message_id)


def amend(session: Session, turn: Turn, message: MessageEdited | MessageDeleted) -> list[Outgoing]:
    """The reporter changed or deleted an answer of theirs: whoever asked sees it as it is now. Nothing for others."""
    inquiry = _answered_with(session, turn, message.message_id)
    if inquiry is None:
        return []
    before = outbox.card_under(session, _key(inquiry, message.message_id))
    old = next(block.text for block in before.blocks if isinstance(block, Quote)) if before else ""
    words = message.text.strip()[:LONGEST] if isinstance(message, MessageEdited) else ""
    words = show.without_name(inquiry.complaint, words)
    inquiry.answer = (inquiry.answer or "").replace(old, words or DELETED, 1)
    session.flush()
    return [_question(inquiry), *_pass_on(session, inquiry, words or DELETED, message.message_id)]


def _answered_with(session: Session, turn: Turn, message_id: str) -> Inquiry | None:
    """The question that this person answered with this message, in its thread."""
    mine = session.scalars(
        select(Inquiry)
        .join(Complaint, Complaint.id == Inquiry.complaint_id)
        .where(Complaint.person_id == turn.speaker.id, Inquiry.answer.is_not(None))
        .order_by(Inquiry.id.desc())
    ).all()
    return next((one for one in mine if outbox.card_under(session, _key(one, message_id)) is not None), None)


def _key(inquiry: Inquiry, source: str) -> str:
    """`source` is the message or the form the answer came with."""
    return f"answer:{inquiry.id}:{source}"


def _answer(session: Session, turn: Turn, inquiry: Inquiry, words: str, source: str) -> list[Outgoing]:
    answer = show.without_name(inquiry.complaint, words.strip()[:LONGEST])
    if not answer:
        raise Stale("answer")
    inquiry.answer = f"{inquiry.answer}\n{answer}" if inquiry.answer else answer
    inquiry.answered_at = turn.now
    session.flush()
    return [_question(inquiry), *_pass_on(session, inquiry, answer, source)]


def _pass_on(session: Session, inquiry: Inquiry, answer: str, source: str) -> list[Outgoing]:
    """To where it was asked, with the name as its readers there may see it."""
    complaint, place = inquiry.complaint, session.get(Place, inquiry.place_id) if inquiry.place_id else None
    to: ToPlace | ToPerson
    if place is not None:
        to, for_brm = ToPlace(place.id, inquiry.thread), place.purpose == Purpose.BRM_DIGEST
    elif inquiry.asker is not None:
        to, for_brm = ToPerson(inquiry.asker.id), Role.BRM in arrive.roles_of(session, inquiry.asker)
    else:
        return []
    who = show.who(complaint, for_brm)
    mine = {"complaint": str(complaint.id)}
    card = Card(
        f"{who} answers",
        (
            text(Bold(f"{who} answers:")),
            Quote(answer),
            note(f"You asked: {wording.cut(inquiry.question, 200)}"),
            buttons(
                Button("Ask the reporter", "theme.ask", mine, opens_form=True),
                *([Button("Open", "theme.open", {"theme": str(complaint.theme_id)})] if complaint.theme_id else []),
            ),
        ),
    )
    return [Outgoing(to, card, _key(inquiry, source))]
