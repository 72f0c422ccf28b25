"""Complaints and themes: their tables, and which state may follow which."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.listening.labels import Cause, Impact, Module
from bot.people.model import Person
from bot.store.base import Base, Owned, Versioned


class ComplaintState(StrEnum):
    """How far a complaint has come in the loop."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"  # the reporter said we understood, or told us the impact
    ACKNOWLEDGED = "acknowledged"  # IT knows: an update or an owner is linked
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"  # IT says it is fixed; the reporter was asked
    VERIFIED = "verified"  # the reporter says so too
    REOPENED = "reopened"  # the reporter says it is not
    CLOSED = "closed"


_S = ComplaintState
#: The states that may follow each state; everything else is refused by `Complaint.move`.
LEGAL: dict[ComplaintState, frozenset[ComplaintState]] = {
    _S.RECEIVED: frozenset({_S.CONFIRMED, _S.ACKNOWLEDGED, _S.IN_PROGRESS, _S.RESOLVED, _S.CLOSED}),
    _S.CONFIRMED: frozenset({_S.ACKNOWLEDGED, _S.IN_PROGRESS, _S.RESOLVED, _S.CLOSED}),
    _S.ACKNOWLEDGED: frozenset({_S.IN_PROGRESS, _S.RESOLVED, _S.CLOSED}),
    _S.IN_PROGRESS: frozenset({_S.RESOLVED, _S.CLOSED}),
    _S.RESOLVED: frozenset({_S.VERIFIED, _S.REOPENED, _S.CLOSED}),
    _S.VERIFIED: frozenset({_S.REOPENED, _S.CLOSED}),
    _S.REOPENED: frozenset({_S.ACKNOWLEDGED, _S.IN_PROGRESS, _S.RESOLVED, _S.CLOSED}),
    _S.CLOSED: frozenset({_S.REOPENED}),
}

#: States in which a reporter still waits for IT.
OPEN = frozenset({_S.RECEIVED, _S.CONFIRMED, _S.ACKNOWLEDGED, _S.IN_PROGRESS, _S.REOPENED})


class IllegalMove(ValueError):
    """A state change the loop does not know."""


class Visibility(StrEnum):
    """Who sees the reporter's name."""

    BRM_AND_IT = "brm_and_it"
    BRM_ONLY = "brm_only"
    NOBODY = "nobody"


class Theme(Owned, Versioned, Base):
    """Complaints about the same thing, by different people. `centre` is the mean of their embeddings, float32."""

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    cause: Mapped[Cause]
    module: Mapped[Module]
    centre: Mapped[bytes | None] = mapped_column(LargeBinary)
    size: Mapped[int] = mapped_column(default=0)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    promised_for: Mapped[date | None]
    it_knows_since: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    complaints: Mapped[list["Complaint"]] = relationship(back_populates="theme")


class Complaint(Owned, Versioned, Base):
    """One thing one colleague told us is wrong or hard.

    `cause`, `module` and `impact` start as our understanding and end as the reporter's own word; `guessed_*` keep what
    we understood first. `impact_told` is true once the reporter said it themselves.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        UniqueConstraint("company_id", "source"),
        Index("ix_complaints_when", "company_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="SET NULL"), index=True)
    source: Mapped[str]  # where it came from, so that it is kept once: an event id or an import's row id
    message_id: Mapped[str | None]
    text: Mapped[str]
    cause: Mapped[Cause]
    module: Mapped[Module]
    impact: Mapped[Impact]
    guessed_cause: Mapped[Cause]
    guessed_module: Mapped[Module]
    guessed_impact: Mapped[Impact]
    impact_told: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[float]
    engine: Mapped[str]
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.BRM_AND_IT)
    state: Mapped[ComplaintState] = mapped_column(default=ComplaintState.RECEIVED)
    embedding: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    reopen_reason: Mapped[str | None]
    theme: Mapped[Theme | None] = relationship(back_populates="complaints")
    person: Mapped[Person | None] = relationship()

    def move(self, state: ComplaintState, now: datetime) -> None:
        """Go to another state. Raises IllegalMove where the loop has no such step."""
        if state not in LEGAL[self.state]:
            raise IllegalMove(f"A complaint that is {self.state} cannot become {state}.")
        self.state = state
        if state == ComplaintState.RESOLVED:
            self.resolved_at = now
        elif state == ComplaintState.VERIFIED:
            self.verified_at = now
        elif state == ComplaintState.REOPENED:
            self.reopened_at = now
            self.verified_at = None
