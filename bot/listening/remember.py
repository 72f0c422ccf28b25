"""Taking over what colleagues told somebody else before Liaison came: kept with its own day, and nobody is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.listening import likeness, themes
from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Impact, Module
from bot.listening.likeness import Vector
from bot.listening.model import GONE, Complaint, ComplaintState
from bot.people.model import Person
from bot.people.secrets import without_secrets


@dataclass(frozen=True)
class Told:
    """One complaint of the past. `source` is the same whenever the same complaint comes again.

    `resolved_at` is when somebody called it done; then nobody waits for it. The labels are those its file gave, and
    count more than what we understand.
    """

    source: str
    text: str
    at: datetime
    email: str | None = None
    resolved_at: datetime | None = None
    cause: Cause | None = None
    module: Module | None = None
    impact: Impact | None = None


def already_known(session: Session, sources: Sequence[str]) -> set[str]:
    """Those of `sources` that were taken over before."""
    known: set[str] = set()
    for start in range(0, len(sources), 500):
        chunk = sources[start : start + 500]
        known.update(session.scalars(select(Complaint.source).where(Complaint.source.in_(chunk))))
    return known


def others_under(session: Session, history: Sequence[Told]) -> int:
    """How many of these have the source of another complaint: one kept before with other words and another moment.

    An export that comes again with a few words changed keeps its moments, and one without moments keeps its words.
    """
    told = {one.source: one for one in history}
    sources, count = list(told), 0
    for start in range(0, len(sources), 500):
        rows = session.execute(
            select(Complaint.source, Complaint.text, Complaint.created_at).where(
                Complaint.source.in_(sources[start : start + 500]), Complaint.text.not_in(GONE)
            )
        )
        for source, text, at in rows:
            one = told[source]
            count += one.at != at and _bare(without_secrets(one.text, ())) != _bare(text)
    return count


def _bare(text: str) -> str:
    return " ".join(text.split()).lower()


def remember(session: Session, history: Sequence[tuple[Told, Understanding, Vector]]) -> int:
    """Keep complaints of the past, oldest first so that themes begin where they began. Returns how many were new."""
    known = already_known(session, [told.source for told, _, _ in history])
    people = _people(session)
    new = 0
    for told, understanding, vector in sorted(history, key=lambda entry: entry[0].at):
        if told.source in known:
            continue
        known.add(told.source)
        complaint = _complaint(told, understanding, people)
        complaint.embedding = likeness.pack(vector)
        session.add(complaint)
        session.flush()
        themes.gather(session, complaint, vector)
        new += 1
    return new


def _people(session: Session) -> dict[str, int]:
    """Colleagues we know already, by e-mail. An import makes nobody up: who never wrote to us gets no messages."""
    rows = session.execute(select(Person.email, Person.id).where(Person.email.is_not(None)))
    return {email: person_id for email, person_id in rows if email}


def _complaint(told: Told, understanding: Understanding, people: dict[str, int]) -> Complaint:
    labelled = told.cause is not None and told.module is not None
    return Complaint(
        person_id=people.get(told.email.lower()) if told.email else None,
        source=told.source,
        text=told.text,
        cause=told.cause or understanding.cause,
        module=told.module or understanding.module,
        impact=told.impact or understanding.impact,
        guessed_cause=understanding.cause,
        guessed_module=understanding.module,
        guessed_impact=understanding.impact,
        profile=None if labelled else likeness.profile_of(understanding),
        confidence=understanding.confidence,
        engine=understanding.engine,
        state=ComplaintState.RESOLVED if told.resolved_at else ComplaintState.RECEIVED,
        resolved_at=told.resolved_at,
        impact_told=told.impact is not None,
        created_at=told.at,
    )
