"""What reporters put right, as labelled examples for the next training."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.listening.model import GONE, Complaint
from bot.listening.understanding.examples import Example

#: The newest corrections that are folded in. More would outweigh what ships, and take minutes to learn.
MOST = 2000
#: What a correction counts beside a shipped example: it is in the words of the company itself.
WEIGHT = 3.0


def read_corrections(session: Session) -> list[Example]:
    """One example for each complaint whose reporter changed what we had understood, the newest first.

    Who changed the cause or the area saw both, so both are taken. An impact counts where the reporter told it.
    """
    moved = or_(Complaint.cause != Complaint.guessed_cause, Complaint.module != Complaint.guessed_module)
    other_impact = and_(Complaint.impact_told, Complaint.impact != Complaint.guessed_impact)
    kept = Complaint.withdrawn_at.is_(None), Complaint.text.not_in(GONE)  # what was erased teaches nothing
    newest = select(Complaint).where(or_(moved, other_impact), *kept).order_by(Complaint.id.desc()).limit(MOST)
    return [_example(told) for told in session.scalars(newest) if told.text.strip()]


def _example(told: Complaint) -> Example:
    moved = (told.cause, told.module) != (told.guessed_cause, told.guessed_module)
    return Example(
        text=told.text,
        intent=None,  # a complaint or a question; the reporter was not asked
        cause=told.cause if moved else None,
        module=told.module if moved else None,
        impact=told.impact if told.impact_told else None,
        weight=WEIGHT,
    )
