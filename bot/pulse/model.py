"""Pulses: who was asked, and what was answered, in two tables that nothing joins.

An invitation knows the person and not the answer. Answers are kept only as counts: for each campaign and value, how
many. No row stands for one answer, so there is nothing a key, an order or a time could tie to anybody.

Counting rewrites all rows of the campaign in one statement. PostgreSQL marks each row with the transaction that wrote
it last, and a single row written together with an invitation would tell what that person answered.

What counts cannot hide: while a question is open, somebody who reads the database itself over and over can see which
count grew when a person answered, and fewer than the floor of answers may point at people. So at the close the counts
are cut back to what has been shown; answers too few to show are forgotten. See `close` in campaign.py.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.pulse.questions import Audience
from bot.store.base import Base, Owned, Versioned

#: Results show from this many answers up. Fixed for the life of a campaign.
FLOOR = 5


class InvitationState(StrEnum):
    """How far an invitation is."""

    PLANNED = "planned"
    ASKED = "asked"
    REMINDED = "reminded"  # once, and never again
    ANSWERED = "answered"
    CLOSED = "closed"


class PulseCampaign(Owned, Versioned, Base):
    """One question to one audience. `shown` is what has been shown: counts by value, as "1:0,2:3,..."."""

    __tablename__ = "pulse_campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    audience: Mapped[Audience]
    floor: Mapped[int] = mapped_column(default=FLOOR)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    shown: Mapped[str] = mapped_column(default="")

    @property
    def shown_counts(self) -> dict[int, int]:
        """What has been shown, by value; empty while nothing may be."""
        pairs = (pair.split(":") for pair in self.shown.split(",") if pair)
        return {int(value): int(count) for value, count in pairs}


class PulseInvitation(Owned, Base):
    """A person is asked a question: participation, without the answer."""

    __tablename__ = "pulse_invitations"
    __table_args__ = (UniqueConstraint("campaign_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("pulse_campaigns.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    due_at: Mapped[datetime]
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.PLANNED)


#: Somebody in one of these states may answer.
MAY_ANSWER = (InvitationState.ASKED, InvitationState.REMINDED)


class PulseAnswer(Owned, Base):
    """How many people gave this value. Made with all values at zero when the campaign opens.

    Only changed by one UPDATE over all values of the campaign; see the module's text for why.
    """

    __tablename__ = "pulse_answers"
    __table_args__ = (UniqueConstraint("campaign_id", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("pulse_campaigns.id", ondelete="CASCADE"))
    value: Mapped[int]
    count: Mapped[int] = mapped_column(default=0)
