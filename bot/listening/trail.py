"""The trail of a theme: every change of it, with who and when, so that the loop can be audited."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.listening.model import Theme, ThemeEvent, ThemeStep
from bot.turn import Stale, Turn, id_in


def note(
    session: Session, turn: Turn, theme: Theme, step: ThemeStep, detail: str = "", complaint_id: int | None = None
) -> ThemeEvent:
    """Keep what just happened to a theme. Without a person in the turn it was the clock."""
    event = ThemeEvent(
        theme_id=theme.id,
        complaint_id=complaint_id,
        person_id=turn.person.id if turn.person else None,
        step=step,
        detail=detail,
        at=turn.now,
    )
    session.add(event)
    session.flush()
    return event


def happened(session: Session, theme: Theme, step: ThemeStep, detail: str) -> bool:
    """Whether this step with this detail is on the trail already."""
    found = select(ThemeEvent.id).where(
        ThemeEvent.theme_id == theme.id, ThemeEvent.step == step, ThemeEvent.detail == detail
    )
    return session.scalar(found.limit(1)) is not None


def newest(session: Session, theme: Theme, most: int) -> list[ThemeEvent]:
    """The last steps, newest first."""
    return list(
        session.scalars(
            select(ThemeEvent).where(ThemeEvent.theme_id == theme.id).order_by(ThemeEvent.id.desc()).limit(most)
        )
    )


def theme_in(session: Session, value: dict[str, str]) -> Theme:
    """The theme a button is about, or the one it was merged into. Raises Stale where there is none."""
    theme = session.get(Theme, id_in(value, "theme"))
    while theme is not None and theme.merged_into_id is not None:
        theme = session.get(Theme, theme.merged_into_id)
    if theme is None:
        raise Stale("theme")
    return theme
