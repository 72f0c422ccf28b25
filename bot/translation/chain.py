"""What belongs together: an update, what followed it, and what corrected it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.translation.model import Announcement, Relation, Update


def root_of(session: Session, update: Update) -> Update:
    """The first update of the chain this one belongs to."""
    seen: set[int] = set()
    while update.follows_id is not None and update.relation != Relation.MAYBE and update.id not in seen:
        seen.add(update.id)
        before = session.get(Update, update.follows_id)
        if before is None:
            break
        update = before
    return update


def announcement_of(session: Session, update: Update) -> Announcement | None:
    """The announcement that a follow-up or correction joins; None for news of its own."""
    if update.follows_id is None or update.relation in (Relation.OWN, Relation.MAYBE):
        return None
    root = root_of(session, update)
    return session.scalar(select(Announcement).where(Announcement.update_id == root.id))
