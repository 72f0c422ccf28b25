"""A how-to question: quote the passage that answers it and ask whether it helped; never make up an answer."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Button, Card, Link, Outgoing, Quote, ToPerson, buttons, text
from bot.listening import hear, likeness
from bot.listening.asking import gaps
from bot.listening.asking.model import Question, QuestionState
from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Impact, Intent, Module
from bot.messages import ButtonPressed, MessageDeleted, MessageEdited, MessageReceived
from bot.speaking import _
from bot.turn import Stale, Turn, id_in

#: A question about one of these is a how-to question. "Why can nobody post?" asks too, and is a complaint.
HOW_TO = frozenset({Cause.TRAINING, Cause.OTHER})


def question(session: Session, turn: Turn, message: MessageReceived | MessageEdited) -> list[Outgoing]:
    """Answer with a passage, or say that there is none. A question that is a complaint in disguise is heard as one."""
    understanding = turn.understanding
    if understanding is None:
        raise LookupError("A question reaches its handler understood.")
    if len(message.text) > hear.LONGEST or hear.told_before(session, turn, message.message_id) is not None:
        return hear.complaint(session, turn, message)
    asked = _asked_before(session, turn, message.message_id)
    if asked is None:
        if turn.passage is None and understanding.cause not in HOW_TO:
            return hear.complaint(session, turn, message)
        asked = Question(person_id=turn.speaker.id, source=turn.event_id, message_id=message.message_id)
        asked.created_at = turn.now
        session.add(asked)
    elif asked.complaint_id is not None:
        return []  # it went on to IT as it was
    _write(asked, turn, message.text, understanding)
    session.flush()
    return [_shown(asked)]


def _asked_before(session: Session, turn: Turn, message_id: str) -> Question | None:
    return session.scalar(
        select(Question).where(Question.person_id == turn.speaker.id, Question.message_id == message_id)
    )


def _write(asked: Question, turn: Turn, words: str, understanding: Understanding) -> None:
    """What was asked, as understood, and the passage that answers it."""
    passage = turn.passage
    asked.text, asked.module, asked.impact = words, understanding.module, understanding.impact
    asked.confidence, asked.engine = understanding.confidence, understanding.engine
    asked.embedding = likeness.pack(turn.embedding) if turn.embedding is not None else None
    asked.state = QuestionState.ANSWERED if passage else QuestionState.UNANSWERED
    asked.quoted = passage.text if passage else None
    asked.quoted_from, asked.link = (passage.source, passage.url) if passage else (None, None)


def helped(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The passage was the answer. Others who asked the same find it too, so the same question is no gap any more."""
    asked = _own(session, turn, message.value, QuestionState.ANSWERED)
    asked.state = QuestionState.HELPED
    gaps.close_like(session, asked)
    return [_shown(asked)]


def not_helped(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The passage was no answer: the question goes on to IT."""
    asked = _own(session, turn, message.value, QuestionState.ANSWERED)
    asked.state = QuestionState.NOT_HELPED
    return _to_it(session, turn, asked)


def pass_on(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """There was no passage, and the person wants IT to hear of it."""
    asked = _own(session, turn, message.value, QuestionState.UNANSWERED)
    asked.state = QuestionState.PASSED_ON
    return _to_it(session, turn, asked)


def forget(session: Session, turn: Turn, message: MessageDeleted) -> list[Outgoing]:
    """The person deleted their question: so do we, unless IT has it. Nothing where it was no question."""
    asked = _asked_before(session, turn, message.message_id)
    if asked is None or asked.complaint_id is not None:
        return []
    key, taken = f"question:{asked.id}", wording.plain(_("Taken back. I have not kept your question."))
    session.delete(asked)
    return [Outgoing(ToPerson(turn.speaker.id), taken, key)]


def _own(session: Session, turn: Turn, value: dict[str, str], state: QuestionState) -> Question:
    asked = session.get(Question, id_in(value, "question"))
    if asked is None or asked.person_id != turn.speaker.id or asked.state != state:
        raise Stale("question")
    return asked


def _to_it(session: Session, turn: Turn, asked: Question) -> list[Outgoing]:
    """The question as a complaint: nobody has shown this person how it is done."""
    heard = hear.Heard(
        source=asked.source,
        message_id=asked.message_id or "",
        text=asked.text,
        understanding=_understanding(asked),
        embedding=likeness.unpack(asked.embedding) if asked.embedding else None,
    )
    told, outgoing = hear.take_in(session, replace(turn, passage=None), heard)
    asked.complaint_id = told.id
    session.flush()
    return [_shown(asked), *outgoing]


def _understanding(asked: Question) -> Understanding:
    cause, module, impact = Cause.TRAINING, Module(asked.module), Impact(asked.impact)
    return Understanding(
        intent=Intent.QUESTION,
        cause=cause,
        module=module,
        impact=impact,
        confidence=asked.confidence,
        causes=((cause, 1.0),),
        modules=((module, 1.0),),
        impacts=((impact, 1.0),),
        engine=asked.engine,
        intents=((Intent.QUESTION, 1.0),),
    )


def _shown(asked: Question) -> Outgoing:
    """The card of a question. It is edited in place as the person answers."""
    if asked.person_id is None:
        raise LookupError("A question whose author is forgotten has nobody to show it to.")
    card = _answer_card(asked) if asked.quoted is not None else _no_answer_card(asked)
    return Outgoing(ToPerson(asked.person_id), card, f"question:{asked.id}")


def _answer_card(asked: Question) -> Card:
    source = asked.quoted_from or ""
    blocks: list[Block] = [text(_("This is written down about it:")), Quote(asked.quoted or "", by=source)]
    if asked.link:
        blocks.append(text(Link(_("Open the article"), asked.link)))
    mine = {"question": str(asked.id)}
    if asked.state == QuestionState.ANSWERED:
        taps = (Button(_("Yes"), "howto.helped", mine, style="primary"), Button(_("No"), "howto.not_helped", mine))
        blocks += [text(Bold(_("Did that help?"))), buttons(*taps)]
    elif asked.state == QuestionState.NOT_HELPED:
        blocks.append(text(_("That did not help you, so I have passed your question on to IT.")))
    else:
        blocks.append(text(_("Good to hear that it helped.")))
    return Card(_("Written down in {source}").format(source=source), tuple(blocks))


def _no_answer_card(asked: Question) -> Card:
    if asked.state != QuestionState.UNANSWERED:
        return wording.plain(_("Nobody has written down an answer to that yet. I have passed your question on to IT."))
    return Card(
        _("Nobody has written down an answer to that yet"),
        (
            text(
                _(
                    "Nobody has written down an answer to that yet, and I do not guess. I have noted that somebody "
                    "asked. Shall IT hear of it?"
                )
            ),
            buttons(Button(_("Pass it on to IT"), "howto.pass_on", {"question": str(asked.id)}, style="primary")),
        ),
    )
