"""How-to questions and what became of them, pictures that belong to complaints, and doubts about what was meant."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.listening.labels import Cause, Impact, Module
from bot.store.base import Base, Owned, Versioned


class QuestionState(StrEnum):
    """What became of a how-to question."""

    ANSWERED = "answered"  # a passage was quoted; nobody has said yet whether it helped
    UNANSWERED = "unanswered"  # no article was good enough
    HELPED = "helped"
    NOT_HELPED = "not_helped"  # the quoted passage was no answer, so it went on to IT
    PASSED_ON = "passed_on"  # there was no answer, and the person let us pass it on to IT
    WRITTEN_DOWN = "written_down"  # the BRM says that an article answers it now


#: Questions that nothing written down has answered.
GAPS = (QuestionState.UNANSWERED, QuestionState.NOT_HELPED, QuestionState.PASSED_ON)


class Question(Owned, Versioned, Base):
    """One how-to question of one colleague, with the passage it was answered with, if any.

    `quoted`, `quoted_from` and `link` are the passage, its source and its address. The rest is what was understood, so
    that the question can become a complaint later.
    """

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("company_id", "source"),
        Index("ix_questions_when", "company_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id", ondelete="SET NULL"))
    source: Mapped[str]  # the event it came with
    message_id: Mapped[str | None]
    text: Mapped[str]
    module: Mapped[Module]
    impact: Mapped[Impact]
    confidence: Mapped[float]
    engine: Mapped[str]
    embedding: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[QuestionState]
    quoted: Mapped[str | None]
    quoted_from: Mapped[str | None]
    link: Mapped[str | None]
    created_at: Mapped[datetime]


class Picture(Owned, Base):
    """A picture somebody sent, as a link. Until it belongs to a complaint it waits for the words that go with it."""

    __tablename__ = "pictures_linked"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    url: Mapped[str]
    at: Mapped[datetime]


class Doubt(Owned, Base):
    """We were not sure what a complaint is about: the two likeliest, until the reporter says which."""

    __tablename__ = "doubts"
    __table_args__ = (UniqueConstraint("complaint_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"))
    first_cause: Mapped[Cause]
    first_module: Mapped[Module]
    second_cause: Mapped[Cause]
    second_module: Mapped[Module]
    settled_at: Mapped[datetime | None]
