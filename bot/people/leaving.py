"""Closed accounts: whoever has no other is left in peace, until an account of theirs is open again.

A platform tells us, a card that does not arrive does, or the profile we look up; so whoever comes back is written to.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, not_, select
from sqlalchemy.orm import Session

from bot.messages import PersonRef
from bot.people import arrive
from bot.people.model import Account, Person, Workspace

#: A closed account is looked up again after this long, because not every platform tells us that it is open again.
LOOK_AGAIN = timedelta(days=7)

#: Closed accounts looked up at a time.
MOST = 50


def is_here() -> ColumnElement[bool]:
    """For queries about Person: not those whose accounts are all closed."""
    mine = select(Account.id).where(Account.person_id == Person.id)
    closed = exists(mine.where(Account.closed_at.is_not(None)).correlate(Person))
    opened = exists(mine.where(Account.closed_at.is_(None)).correlate(Person))
    return not_(closed) | opened


def note(session: Session, ref: PersonRef, closed: bool, now: datetime) -> None:
    """An account, where we know it, is closed now, or open."""
    account = arrive.account_of(session, ref)
    if account is not None and closed != (account.closed_at is not None):
        account.closed_at = now if closed else None
        session.flush()


def note_seen(session: Session, ref: PersonRef, now: datetime) -> None:
    """Whoever says something after their account was closed has it again, whatever we were told before."""
    account = arrive.account_of(session, ref)
    if account is not None and account.closed_at is not None and account.closed_at < now:
        account.closed_at = None
        session.flush()


def note_looked_up(session: Session, ref: PersonRef, closed: bool, now: datetime) -> None:
    """The profile of a closed account was looked up just now."""
    note(session, ref, closed, now)
    account = arrive.account_of(session, ref)
    if account is not None:
        account.seen_at = now


def to_look_up(session: Session, now: datetime) -> Sequence[PersonRef]:
    """Closed accounts whose profile was not looked up lately."""
    rows = session.scalars(
        select(Account)
        .join(Workspace)
        .where(Account.closed_at <= now - LOOK_AGAIN, Account.seen_at <= now - LOOK_AGAIN)
        .order_by(Account.seen_at)
        .limit(MOST)
    ).all()
    return [PersonRef(a.workspace.platform, a.workspace.external_id, a.external_id) for a in rows]
