"""Gathering complaints about the same thing, and finding the themes an update answers."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.listening import index, titles
from bot.listening.labels import Cause
from bot.listening.likeness import (
    JOIN,
    Vector,
    coordinates,
    labels_of,
    likely_modules,
    pack,
    profile_told,
    unpack,
)
from bot.listening.model import OPEN, Complaint, Theme, ThemeEvent, ThemeStep

#: How alike an update must be to a theme's centre to be proposed as its answer.
ANSWERS = 0.38
#: The same where the update names the theme's business area.
ANSWERS_IN_AREA = 0.28


def gather(session: Session, complaint: Complaint, vector: Vector | None) -> Theme:
    """Put a complaint into the theme it belongs to, or start one. Its former theme, if any, is left first."""
    changes = index.changes_in(session, complaint.company_id)
    leave(session, complaint)
    theme = _most_alike(session, changes, complaint, vector)
    if theme is None:
        theme = _fresh(session, complaint)
    elif theme.resolved_at is not None and complaint.created_at > theme.resolved_at:
        _begin_again(session, theme, complaint)
    put(session, complaint, theme)
    return theme


def warm(session: Session, company_id: int) -> None:
    """Read the company's themes into this process, if it has not yet: a reading transaction is the place for it."""
    index.index_of(session, company_id)


def start(session: Session, complaint: Complaint) -> Theme:
    """A new theme without anybody in it yet, with a title from this complaint's words."""
    theme = _fresh(session, complaint)
    session.add(theme)
    session.flush()
    return theme


def _fresh(session: Session, complaint: Complaint) -> Theme:
    theme = Theme(cause=complaint.cause, module=complaint.module, size=0, created_at=complaint.created_at)
    theme.title = titles.line_of(session, complaint.text) or titles.labels_of(theme)
    return theme


def _begin_again(session: Session, theme: Theme, complaint: Complaint) -> None:
    """Somebody reports what IT had called fixed: nothing that was said about the first time holds now."""
    event = ThemeEvent(theme_id=theme.id, complaint_id=complaint.id, step=ThemeStep.CAME_BACK, at=complaint.created_at)
    session.add(event)
    theme.it_knows_since = theme.in_progress_at = theme.resolved_at = theme.promised_for = theme.last_word_at = None


def put(session: Session, complaint: Complaint, theme: Theme) -> None:
    """Put a complaint that is in no theme into this one."""
    meaning, profile = _parts(complaint)
    changes = index.changes_in(session, complaint.company_id)
    theme.centre = _mean(theme.centre, theme.size, meaning, 1)
    theme.profile = _mean(theme.profile, theme.size, profile, 1)
    theme.size += 1
    _relabel(theme)
    theme.revision = changes.revision
    if theme.id is None:
        session.add(theme)
        session.flush()
    complaint.theme_id = theme.id
    session.flush()
    if theme.size in titles.LOOKED_AT:
        _retitle(session, theme)
    changes.note(theme)


def leave(session: Session, complaint: Complaint) -> None:
    """Take a complaint out of its theme. An empty theme disappears, unless somebody has worked on it."""
    if complaint.theme_id is None:
        return
    theme = session.get(Theme, complaint.theme_id)
    complaint.theme_id = None
    if theme is None:
        return
    changes = index.changes_in(session, complaint.company_id)
    meaning, profile = _parts(complaint)
    theme.centre = _mean(theme.centre, theme.size, meaning, -1)
    theme.profile = _mean(theme.profile, theme.size, profile, -1)
    theme.size = max(theme.size - 1, 0)
    _relabel(theme)
    session.flush()
    if theme.size == 0 and not _has_trail(session, theme):
        changes.gone(theme.id)
        session.delete(theme)
        session.flush()
        return
    _retitle(session, theme)
    changes.note(theme)


def reword(session: Session, complaint: Complaint, words: str) -> None:
    """Give a complaint other words, and its theme a title from them if nobody has named it."""
    complaint.text = words
    session.flush()
    theme = session.get(Theme, complaint.theme_id) if complaint.theme_id is not None else None
    if theme is not None:
        _retitle(session, theme)


def _retitle(session: Session, theme: Theme) -> None:
    if not theme.named:
        theme.title = titles.title_of(session, theme)


def _relabel(theme: Theme) -> None:
    """A theme is about what most of its reports are about."""
    if theme.profile:
        theme.cause, theme.module = labels_of(unpack(theme.profile), theme.cause, theme.module)


def _has_trail(session: Session, theme: Theme) -> bool:
    return session.scalar(select(ThemeEvent.id).where(ThemeEvent.theme_id == theme.id).limit(1)) is not None


def _parts(complaint: Complaint) -> tuple[Vector | None, Vector]:
    meaning = unpack(complaint.embedding) if complaint.embedding else None
    return meaning, unpack(complaint.profile or profile_told(complaint.cause, complaint.module))


def _mean(old: bytes | None, size: int, one: Vector | None, sign: int) -> bytes | None:
    """The mean of `size` vectors with one more, or one less. A complaint without an embedding counts as nothing."""
    if one is None:
        return old
    if old is None or len(old) != 4 * len(one) or size == 0:
        return pack(one) if sign > 0 else None
    rest = size + sign
    return pack(np.asarray((unpack(old) * size + sign * one) / rest, dtype=np.float32)) if rest > 0 else None


def _most_alike(session: Session, changes: index.Changes, complaint: Complaint, vector: Vector | None) -> Theme | None:
    if vector is None:
        return None
    _, profile = _parts(complaint)
    query = coordinates(vector, profile)
    proposed = changes.proposals(query, likely_modules(profile))
    found = session.scalars(select(Theme).where(Theme.id.in_(proposed))).all() if proposed else []
    changes.index.forget(set(proposed) - {theme.id for theme in found} - set(changes.own))
    alike = {theme.id: index.exact(theme, query) for theme in found if theme.size}
    near = sorted((theme for theme in found if alike.get(theme.id, -1.0) >= JOIN), key=lambda t: (-alike[t.id], t.id))
    return near[0] if near else None


def nearest(session: Session, theme: Theme, most: int) -> list[Theme]:
    """Other themes somebody may mean, most alike first: with waiting reporters, or of the same business area."""
    rows = session.scalars(
        select(Theme)
        .where(Theme.id != theme.id, Theme.size > 0, Theme.merged_into_id.is_(None))
        .where((Theme.module == theme.module) | Theme.complaints.any(Complaint.state.in_(OPEN)))
        .order_by(Theme.id.desc())
        .limit(500)
    ).all()
    centre = _direction(theme.centre)
    alike = {row.id: float(_direction(row.centre, len(centre)) @ centre) for row in rows}
    return sorted(rows, key=lambda row: (-alike[row.id], row.id))[:most]


def _direction(centre: bytes | None, width: int = 0) -> Vector:
    """A centre at length 1; zeros where there is none, or one of another embedder."""
    vector = unpack(centre) if centre else np.zeros(width, dtype=np.float32)
    if width and len(vector) != width:
        return np.zeros(width, dtype=np.float32)
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def answered_by(session: Session, vector: Vector, modules: Sequence[str], most: int = 3) -> list[Theme]:
    """The themes with waiting reporters that an update seems to answer, most alike first."""
    rows = session.execute(
        select(Theme.id, Theme.centre, Theme.module)
        .join(Complaint, Complaint.theme_id == Theme.id)
        .where(Complaint.state.in_(OPEN), Theme.centre.is_not(None))
        .group_by(Theme.id, Theme.centre, Theme.module)
    ).all()
    alike = {row.id: float(_direction(row.centre, len(vector)) @ vector) for row in rows}
    near = [row.id for row in rows if alike[row.id] >= (ANSWERS_IN_AREA if row.module in modules else ANSWERS)]
    near.sort(key=lambda theme_id: -alike[theme_id])
    return [session.get_one(Theme, theme_id) for theme_id in near[:most]]


def reporters(session: Session, theme: Theme, but: int | None = None) -> int:
    """How many different people told us this. The same person twice counts once; imported rows count one each."""
    people, nameless = session.execute(
        select(func.count(func.distinct(Complaint.person_id)), func.count().filter(Complaint.person_id.is_(None)))
        .where(Complaint.theme_id == theme.id, Complaint.withdrawn_at.is_(None))
        .where(Complaint.person_id.is_distinct_from(but) if but is not None else True)  # type: ignore[arg-type]
    ).one()
    return int(people) + int(nameless)


def causes_told(session: Session, theme: Theme) -> dict[Cause, int]:
    """How many different people give each cause, as they told us or let stand."""
    rows = session.execute(
        select(Complaint.cause, Complaint.person_id, Complaint.id).where(
            Complaint.theme_id == theme.id, Complaint.withdrawn_at.is_(None)
        )
    ).all()
    people: dict[Cause, set[int]] = {}
    for row in rows:
        people.setdefault(row.cause, set()).add(row.person_id or -row.id)
    return {cause: len(who) for cause, who in people.items()}


def it_knows(theme: Theme, now: datetime) -> None:
    """IT has heard of this theme from now on, if it had not before."""
    if theme.it_knows_since is None:
        theme.it_knows_since = now
