"""When we are not sure what a complaint is about: the reporter says which of the two likeliest is closer."""

from datetime import datetime
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Block, Bold, Button, buttons, text
from bot.listening.asking.model import Doubt
from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Module
from bot.listening.model import Complaint
from bot.speaking import _

#: Below this confidence the card asks first: one card in four of the golden messages, one in nine of real ones.
#: Of the golden ones below it the first guess is right in 45 of 100, and one of the two offered in 70.
UNSURE = 0.4
#: A button's words stay this short, in characters, so that every platform shows them whole.
LABEL = 75

Pair = tuple[Cause, Module]


def note(session: Session, complaint: Complaint, understanding: Understanding) -> None:
    """Remember the two likeliest readings of a complaint where we are not sure of the first; forget earlier ones."""
    forget(session, complaint)
    if understanding.confidence >= UNSURE:
        return
    pairs = two_likeliest(understanding)
    if len(pairs) == 2:
        (first_cause, first_module), (second_cause, second_module) = pairs
        session.add(
            Doubt(
                complaint_id=complaint.id,
                first_cause=first_cause,
                first_module=first_module,
                second_cause=second_cause,
                second_module=second_module,
            )
        )
        session.flush()


def two_likeliest(understanding: Understanding) -> list[Pair]:
    """The two likeliest readings, taking cause and module as independent. What nobody would press is left out."""
    pairs = product(understanding.causes[:3], understanding.modules[:3])
    ranked = sorted(pairs, key=lambda pair: -pair[0][1] * pair[1][1])
    telling: list[Pair] = [(cause, module) for (cause, _), (module, _) in ranked if cause != Cause.OTHER]
    return telling[:2]


def forget(session: Session, complaint: Complaint) -> None:
    """Drop what we were not sure of."""
    doubt = _of(session, complaint)
    if doubt is not None:
        session.delete(doubt)
        session.flush()


def settle(session: Session, complaint: Complaint, now: datetime) -> None:
    """The reporter has said what it is about."""
    doubt = _of(session, complaint)
    if doubt is not None and doubt.settled_at is None:
        doubt.settled_at = now
        session.flush()


def is_settled(session: Session, complaint: Complaint) -> bool:
    """Whether we were not sure of this complaint and its reporter has said what it is about."""
    doubt = _of(session, complaint)
    return doubt is not None and doubt.settled_at is not None


def question(session: Session, complaint: Complaint) -> list[Block]:
    """The one question of a card we are not sure about; nothing where we are, or once it is answered."""
    doubt = _of(session, complaint)
    if doubt is None or doubt.settled_at is not None:
        return []
    mine = {"complaint": str(complaint.id)}
    taps = [
        Button(_phrase(cause, module), "complaint.closer", {**mine, "cause": cause, "module": module})
        for cause, module in offered(doubt)
    ]
    other = Button(_("Something else"), "complaint.correct", mine, opens_form=True)
    return [text(Bold(_("Which is closer?"))), buttons(*taps, other)]


def offered(doubt: Doubt) -> list[Pair]:
    """The two readings the reporter may choose from."""
    return [(doubt.first_cause, doubt.first_module), (doubt.second_cause, doubt.second_module)]


def open_doubt(session: Session, complaint: Complaint) -> Doubt | None:
    """What we are still not sure of."""
    doubt = _of(session, complaint)
    return doubt if doubt is not None and doubt.settled_at is None else None


def _of(session: Session, complaint: Complaint) -> Doubt | None:
    return session.scalar(select(Doubt).where(Doubt.complaint_id == complaint.id))


def _phrase(cause: Cause, module: Module) -> str:
    where = "" if module == Module.UNKNOWN else f" ({wording.MODULES[module]})"
    return wording.cut(f"{wording.CAUSES[cause]}{where}", LABEL)
