"""Gathering complaints about the same thing, and finding the themes an update answers."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.listening.labels import Cause, Module
from bot.listening.model import OPEN, Complaint, ComplaintState, Theme
from bot.wording import cut

#: How alike (cosine) a complaint must be to a theme's centre to join it, when module and cause agree already.
JOIN = 0.50
#: How alike an update must be to a theme's centre to be proposed as its answer.
ANSWERS = 0.38
#: The same where the update names the theme's business area.
ANSWERS_IN_AREA = 0.28

Vector = NDArray[np.float32]


def pack(vector: Vector) -> bytes:
    """A vector as it is stored: float32, little-endian."""
    return vector.astype("<f4").tobytes()


def unpack(data: bytes) -> Vector:
    """A stored vector."""
    return np.frombuffer(data, dtype="<f4").astype(np.float32)


def gather(session: Session, complaint: Complaint, vector: Vector | None) -> Theme:
    """Put a complaint into the theme it belongs to, or start one. Its former theme, if any, is left first."""
    leave(session, complaint)
    theme = _nearest(session, complaint.cause, complaint.module, vector)
    if theme is None:
        theme = Theme(
            title=cut(complaint.text, 80),
            cause=complaint.cause,
            module=complaint.module,
            created_at=complaint.created_at,
        )
        session.add(theme)
        session.flush()
    if vector is not None:
        total = unpack(theme.centre) * theme.size + vector if theme.centre else vector
        theme.centre = pack(total / max(float(np.linalg.norm(total)), 1e-9))
    theme.size += 1
    complaint.theme_id = theme.id
    return theme


def leave(session: Session, complaint: Complaint) -> None:
    """Take a complaint out of its theme; a theme nobody is in any more disappears."""
    if complaint.theme_id is None:
        return
    theme = session.get(Theme, complaint.theme_id)
    complaint.theme_id = None
    if theme is None:
        return
    theme.size = max(theme.size - 1, 0)
    session.flush()
    if theme.size == 0:
        session.delete(theme)
        session.flush()


def _nearest(session: Session, cause: Cause, module: Module, vector: Vector | None) -> Theme | None:
    if vector is None:
        return None
    rows = session.execute(
        select(Theme.id, Theme.centre).where(Theme.cause == cause, Theme.module == module, Theme.centre.is_not(None))
    ).all()
    best = _most_alike([(row.id, row.centre) for row in rows], vector)
    return session.get(Theme, best[0][0]) if best and best[0][1] >= JOIN else None


def _most_alike(rows: Sequence[tuple[int, bytes]], vector: Vector) -> list[tuple[int, float]]:
    """(id, cosine) of each row, most alike first."""
    if not rows:
        return []
    alike = np.stack([unpack(centre) for _, centre in rows]) @ vector
    return sorted(((row[0], float(score)) for row, score in zip(rows, alike, strict=True)), key=lambda p: -p[1])


def answered_by(session: Session, vector: Vector, modules: Sequence[str], most: int = 3) -> list[Theme]:
    """The themes with waiting reporters that an update seems to answer, most alike first."""
    rows = session.execute(
        select(Theme.id, Theme.centre, Theme.module)
        .join(Complaint, Complaint.theme_id == Theme.id)
        .where(Complaint.state.in_(OPEN), Theme.centre.is_not(None))
        .group_by(Theme.id, Theme.centre, Theme.module)
    ).all()
    area = {row.id: row.module in modules for row in rows}
    alike = _most_alike([(row.id, row.centre) for row in rows], vector)
    near = [theme_id for theme_id, score in alike if score >= (ANSWERS_IN_AREA if area[theme_id] else ANSWERS)]
    return [session.get_one(Theme, theme_id) for theme_id in near[:most]]


def reporters(session: Session, theme: Theme, but: int | None = None) -> int:
    """How many different people told us this. The same person twice counts once; imported rows count one each."""
    people, nameless = session.execute(
        select(func.count(func.distinct(Complaint.person_id)), func.count().filter(Complaint.person_id.is_(None)))
        .where(Complaint.theme_id == theme.id, Complaint.state != ComplaintState.CLOSED)
        .where(Complaint.person_id.is_distinct_from(but) if but is not None else True)  # type: ignore[arg-type]
    ).one()
    return int(people) + int(nameless)


def it_knows(theme: Theme, now: datetime) -> None:
    """IT has heard of this theme from now on, if it had not before."""
    if theme.it_knows_since is None:
        theme.it_knows_since = now
