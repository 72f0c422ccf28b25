"""Gaps: questions that nothing written down has answered, gathered for the BRM."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Button, Card, Heading, Moment, Outgoing, ToPerson, buttons, note, text
from bot.listening import likeness
from bot.listening.asking.model import GAPS, Question, QuestionState
from bot.messages import ButtonPressed, Message
from bot.turn import Stale, Turn, id_in

#: Questions on one card; the rest are counted.
MOST = 6
#: Questions looked through, the newest first.
LOOKED_AT = 500
#: How alike (cosine) two questions are that ask the same.
SAME = 0.65


@dataclass
class Gap:
    """Questions that ask the same, the newest first."""

    questions: list[Question] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many different people asked."""
        return len({question.person_id or -question.id for question in self.questions})


def list_gaps(session: Session, turn: Turn, message: Message) -> list[Outgoing]:
    """What people asked and nobody has written down, the most asked first."""
    return [Outgoing(ToPerson(turn.speaker.id), _card(find(session)), f"gaps:{turn.speaker.id}:{turn.event_id}")]


def written_down(session: Session, turn: Turn, message: ButtonPressed) -> list[Outgoing]:
    """The BRM says that an article answers a question now: it, and all that ask the same, are gaps no more."""
    asked = session.get(Question, id_in(message.value, "question"))
    if asked is None or asked.state not in GAPS:
        raise Stale("question")
    title = wording.cut(asked.text, 80)
    for gap in find(session):
        if asked in gap.questions:
            for question in gap.questions:
                question.state = QuestionState.WRITTEN_DOWN
    done = wording.plain('Thank you. I have taken "', title, '" off the list.')
    return [Outgoing(ToPerson(turn.speaker.id), done, f"gap:{asked.id}")]


def find(session: Session) -> list[Gap]:
    """The gaps, the most asked first and of these the newest."""
    rows = session.scalars(
        select(Question).where(Question.state.in_(GAPS)).order_by(Question.created_at.desc()).limit(LOOKED_AT)
    ).all()
    gaps: list[Gap] = []
    for question in rows:
        home = next((gap for gap in gaps if _same(gap.questions[0], question)), None)
        if home is None:
            gaps.append(home := Gap())
        home.questions.append(question)
    return sorted(gaps, key=lambda gap: -gap.people)


def close_like(session: Session, answered: Question) -> None:
    """A passage helped: whoever asked the same before finds it now."""
    for question in session.scalars(select(Question).where(Question.state == QuestionState.UNANSWERED)):
        if _same(question, answered):
            question.state = QuestionState.WRITTEN_DOWN


def count_between(session: Session, start: datetime, end: datetime) -> int:
    """How many questions of a time are gaps today."""
    return session.scalars(
        select(func.count()).where(Question.state.in_(GAPS), Question.created_at >= start, Question.created_at < end)
    ).one()


def _same(one: Question, other: Question) -> bool:
    if one.embedding is None or other.embedding is None:
        return one.text.strip().lower() == other.text.strip().lower()
    first, second = likeness.unpack(one.embedding), likeness.unpack(other.embedding)
    return len(first) == len(second) and float(np.dot(first, second)) >= SAME


def _card(gaps: Sequence[Gap]) -> Card:
    if not gaps:
        return wording.plain("Every question so far had an answer that somebody wrote down.")
    blocks: list[Block] = [Heading("Questions nobody has written down yet")]
    for gap in gaps[:MOST]:
        newest = gap.questions[0]
        asked = "One colleague asked" if gap.people == 1 else f"{gap.people} colleagues asked"
        tried = next((q.quoted_from for q in gap.questions if q.quoted_from), None)
        near = f' "{tried}" did not help.' if tried else ""
        blocks += [
            text(
                Bold(wording.cut(newest.text, 140)),
                f"\n{asked}, last on ", Moment(newest.created_at, "date"), f".{near}",
            ),
            buttons(Button("It is written down now", "gap.written", {"question": str(newest.id)})),
        ]  # fmt: skip
    if len(gaps) > MOST:
        blocks.append(note(f"And {len(gaps) - MOST} more."))
    return Card(f"{len(gaps)} questions nobody has written down yet", tuple(blocks))
