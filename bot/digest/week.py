"""The read model of one week: everything a digest says comes from here, and every number can be traced to rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from bot.listening import standing
from bot.listening.asking.gaps import count_between
from bot.listening.labels import Impact, Module
from bot.listening.model import OPEN, Complaint, Theme
from bot.listening.working_days import SILENCE, waits_since, working_days
from bot.pulse.model import PulseCampaign
from bot.recognition.model import Recognition
from bot.translation.model import Announcement, Update, UpdateState

WEEK = timedelta(days=7)

#: A theme that so many wait for needs the BRM as soon as IT has not answered. One who is blocked weighs as much.
LARGE = 5

T = TypeVar("T")


@dataclass(frozen=True)
class Waiting:
    """A theme people still wait on: how many, how many of them told us this week, since when, and who is blocked."""

    theme: Theme
    reports: int
    people: int
    new: int
    since: datetime
    known_since: datetime | None  # when IT first spoke about it, if that was before the week's end
    stuck: tuple[Complaint, ...]
    no_word_since: datetime
    live: bool  # somebody told us themselves, rather than an import

    @property
    def blocked(self) -> int:
        """How many people are blocked."""
        return standing.people(self.stuck)

    @property
    def blocked_since(self) -> datetime:
        """When the first of them said so."""
        return min(complaint.created_at for complaint in self.stuck)


@dataclass(frozen=True)
class Week:
    """One week of a company, `start` up to and without `end`."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    told: list[Complaint] = field(default_factory=list)
    told_before: list[Complaint] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    announcements: list[Announcement] = field(default_factory=list)
    overridden: list[Update] = field(default_factory=list)
    drafts_left: int = 0
    verified: list[Complaint] = field(default_factory=list)
    reopened: list[Complaint] = field(default_factory=list)
    thanks: list[Recognition] = field(default_factory=list)
    pulses: list[PulseCampaign] = field(default_factory=list)
    gaps: int = 0  # how-to questions that nothing written down has answered

    @property
    def days(self) -> str:
        """Its first and last day. They are the company's, and the same for a reader in whatever zone."""
        first, last = self.start.astimezone(self.zone), (self.end - timedelta(seconds=1)).astimezone(self.zone)
        return f"{standing.day_and_year(first.date())} to {standing.day_and_year(last.date())}"

    @property
    def people(self) -> int:
        """Different people who told us something. Imported rows without a person count one each."""
        return standing.people(self.told)

    def blocked(self) -> list[Waiting]:
        """Themes with blocked colleagues, most of them first."""
        return sorted((w for w in self.waiting if w.stuck), key=lambda w: (-w.blocked, w.blocked_since))

    def unanswered(self) -> list[Waiting]:
        """Themes that IT has never spoken about."""
        return [w for w in self.waiting if w.known_since is None]

    def large(self) -> list[Waiting]:
        """Those that many wait for, most people first."""
        return sorted((w for w in self.unanswered() if w.people >= LARGE), key=lambda w: (-w.people, w.since))

    def pressing(self) -> list[Waiting]:
        """Themes with blocked colleagues and large ones without an answer, the heaviest first."""
        found = self.blocked() + [w for w in self.large() if not w.stuck]
        return sorted(found, key=lambda w: (-(w.people + (LARGE - 1) * w.blocked), w.since))

    def late(self) -> list[Waiting]:
        """Themes whose promised day has passed."""
        today = self.end.astimezone(self.zone).date()
        return [w for w in self.waiting if w.theme.promised_for is not None and w.theme.promised_for < today]

    def silent(self) -> list[Waiting]:
        """Themes without a promise whose reporters have had no word for SILENCE working days, most people first.

        What one colleague alone had told somebody before Liaison came is left out.
        """
        quiet = [
            w
            for w in self.waiting
            if (w.live or w.people > 1)
            and w.theme.promised_for is None
            and working_days(w.no_word_since, self.end, self.zone) >= SILENCE
        ]
        return sorted(quiet, key=lambda w: (-w.people, w.no_word_since))

    @property
    def minutes_lost(self) -> int:
        """What this week's reports cost those who said so, in minutes."""
        return sum(complaint.minutes_lost or 0 for complaint in self.told)

    def loudest(self) -> list[Waiting]:
        """Themes by how many people wait, those with new reports first among equals."""
        return sorted(self.waiting, key=lambda w: (-w.people, -w.new, w.since))

    def by_module(self, complaints: Sequence[Complaint]) -> Counter[Module]:
        """Reports by business area."""
        return Counter(complaint.module for complaint in complaints)


def week_before(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The seven days that end with the end of `day`, in UTC."""
    end = datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)
    start = datetime.combine(day - timedelta(days=6), time(0), tzinfo=zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def read_week(session: Session, start: datetime, end: datetime, zone: ZoneInfo) -> Week:
    """Everything that happened from `start` up to `end`, and what was open at the end."""
    week = partial(_within, session, start=start, end=end)
    complaints = select(Complaint).options(joinedload(Complaint.person))
    told = complaints.where(Complaint.withdrawn_at.is_(None))
    updates = select(Update)
    return Week(
        start=start,
        end=end,
        zone=zone,
        told=week(told, Complaint.created_at),
        told_before=_within(session, told, Complaint.created_at, start - WEEK, start),
        waiting=_waiting(session, start, end),
        announcements=week(select(Announcement), Announcement.published_at),
        overridden=week(updates.where(Update.override_reason.is_not(None)), Update.posted_at),
        drafts_left=len(week(updates.where(Update.state == UpdateState.DRAFTED), Update.posted_at)),
        verified=week(complaints, Complaint.verified_at),
        reopened=week(complaints, Complaint.reopened_at),
        thanks=week(select(Recognition), Recognition.created_at),
        pulses=_within(
            session, select(PulseCampaign).where(PulseCampaign.shown != ""), PulseCampaign.opened_at, start - WEEK, end
        ),
        gaps=count_between(session, start, end),
    )


def _within(
    session: Session, query: Select[T], moment: InstrumentedAttribute[Any], start: datetime, end: datetime
) -> list[T]:
    """What of a query has its moment from `start` up to `end`, in the order of those moments."""
    return list(session.scalars(query.where(moment >= start, moment < end).order_by(moment)).unique())


def _waiting(session: Session, start: datetime, end: datetime) -> list[Waiting]:
    """Open themes with those who wait, as far as they had spoken before `end`."""
    groups: dict[int, list[Complaint]] = {}
    rows = session.scalars(
        select(Complaint)
        .options(joinedload(Complaint.person), joinedload(Complaint.theme))
        .where(Complaint.state.in_(OPEN) | (Complaint.resolved_at >= end))
        .where(Complaint.withdrawn_at.is_(None), Complaint.created_at < end, Complaint.theme_id.is_not(None))
        .order_by(Complaint.created_at)
    )
    for complaint in rows:
        groups.setdefault(complaint.theme_id or 0, []).append(complaint)
    found = []
    for complaints in groups.values():
        theme = complaints[0].theme
        if theme is None:
            continue
        stuck = [c for c in complaints if c.impact == Impact.BLOCKED and c.impact_told]
        found.append(
            Waiting(
                theme=theme,
                reports=len(complaints),
                people=standing.people(complaints),
                new=standing.people([c for c in complaints if c.created_at >= start]),
                since=complaints[0].created_at,
                known_since=theme.it_knows_since if (theme.it_knows_since or end) < end else None,
                stuck=tuple(stuck),
                no_word_since=waits_since(theme, complaints, end),
                live=any(complaint.message_id is not None for complaint in complaints),
            )
        )
    return found
