"""Complaints and themes: their tables, and which state may follow which."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, false
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


#: What stands in the place of words that their author took away.
ERASED, DELETED = "(erased by its author)", "(deleted by its author)"
GONE = (ERASED, DELETED)


class IllegalMove(ValueError):
    """A state change the loop does not know."""


class Visibility(StrEnum):
    """Who sees the reporter's name."""

    BRM_AND_IT = "brm_and_it"
    BRM_ONLY = "brm_only"
    NOBODY = "nobody"


class Goal(Owned, Base):
    """A business goal the BRM recorded; themes that stand in its way link to it."""

    __tablename__ = "goals"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]


class Theme(Owned, Versioned, Base):
    """Complaints about the same thing, by different people.

    `centre` and `profile` are the means of its complaints' embeddings and label profiles; see likeness.py.

    `cause` is the reporters' view and `it_cause` IT's own, where IT sees it differently. `named` is true once a BRM
    gave it its title; before, titles.py takes one from its reports. `last_word_at` is when reporters last heard
    from IT. A theme that was merged stays as a signpost, empty, so that old buttons still lead somewhere.
    `revision` is the company's `theme_revision` of its last change; see bot/listening/index.py.
    """

    __tablename__ = "themes"
    __table_args__ = (Index("ix_themes_revision", "company_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    named: Mapped[bool] = mapped_column(default=False, server_default=false())
    cause: Mapped[Cause]
    module: Mapped[Module]
    it_cause: Mapped[Cause | None]
    centre: Mapped[bytes | None] = mapped_column(LargeBinary)
    profile: Mapped[bytes | None] = mapped_column(LargeBinary)
    size: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    promised_for: Mapped[date | None]
    workaround: Mapped[str | None]
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goals.id", ondelete="SET NULL"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="SET NULL"))
    it_knows_since: Mapped[datetime | None]
    in_progress_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    last_word_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    complaints: Mapped[list["Complaint"]] = relationship(back_populates="theme")
    owner: Mapped[Person | None] = relationship()
    goal: Mapped[Goal | None] = relationship()


class ThemeStep(StrEnum):
    """What somebody did to a theme, or what became of it."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    OWNER = "owner"
    PROMISE = "promise"
    GOAL = "goal"
    WORKAROUND = "workaround"
    IT_CAUSE = "it_cause"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CAME_BACK = "came_back"
    REMINDED = "reminded"
    ASKED = "asked"


class ThemeEvent(Owned, Base):
    """The trail of a theme: who did what, and when. Never changed; `detail` is what it was set to, or from where."""

    __tablename__ = "theme_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    step: Mapped[ThemeStep]
    detail: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    person: Mapped[Person | None] = relationship()


class Inquiry(Owned, Versioned, Base):
    """Something BRM or IT asks a reporter through us. The answer goes back to where it was asked.

    `place_id` and `thread` name a channel's thread; without a place the asker gets the answer in their direct chat.
    """

    __tablename__ = "inquiries"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), index=True)
    asker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id", ondelete="SET NULL"))
    thread: Mapped[str | None]
    question: Mapped[str]
    answer: Mapped[str | None]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    complaint: Mapped["Complaint"] = relationship()
    asker: Mapped[Person | None] = relationship()


class Burst(Owned, Base):
    """A business area at many times its usual rate, from its first report on. `last_at` is its newest report."""

    __tablename__ = "bursts"

    id: Mapped[int] = mapped_column(primary_key=True)
    module: Mapped[Module]
    began_at: Mapped[datetime]
    last_at: Mapped[datetime]


class Complaint(Owned, Versioned, Base):
    """One thing one colleague told us is wrong or hard.

    `cause`, `module` and `impact` start as our understanding and end as the reporter's own word; `guessed_*` keep what
    we understood first. `impact_told` is true once the reporter said it themselves; `minutes_lost` is the time it cost
    them, if they said. `asked_at` and `asked_again_at` are when we asked whether it is fixed. A complaint with
    `withdrawn_at` was taken back: it is closed for good and counts nowhere.
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
    minutes_lost: Mapped[int | None]
    confidence: Mapped[float]
    engine: Mapped[str]
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.BRM_AND_IT)
    state: Mapped[ComplaintState] = mapped_column(default=ComplaintState.RECEIVED)
    embedding: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    profile: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    reopen_reason: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    asked_again_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    theme: Mapped[Theme | None] = relationship(back_populates="complaints")
    person: Mapped[Person | None] = relationship()

    @property
    def reaches_somebody(self) -> bool:
        """Whether there is still a reporter who can be written to."""
        return self.person is not None and not self.person.has_left

    def move(self, state: ComplaintState, now: datetime) -> None:
        """Go to another state. Raises IllegalMove where the loop has no such step."""
        if self.withdrawn_at is not None:
            raise IllegalMove("A complaint that was taken back stays closed.")
        if state not in LEGAL[self.state]:
            raise IllegalMove(f"A complaint that is {self.state} cannot become {state}.")
        self.state = state
        if state == ComplaintState.RESOLVED:
            self.resolved_at = now
        elif state == ComplaintState.VERIFIED:
            self.verified_at = now
        elif state == ComplaintState.REOPENED:
            self.reopened_at = now
            self.verified_at = self.asked_at = self.asked_again_at = None

    def withdraw(self, now: datetime) -> None:
        """Close it for good, because its reporter took it back. Raises IllegalMove where it is closed already."""
        self.move(ComplaintState.CLOSED, now)
        self.withdrawn_at = now
