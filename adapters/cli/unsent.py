"""What `liaison doctor` says about cards that did not arrive: how many, why, and what a person can do about it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from adapters.settings import Settings

#: How far back it looks.
RECENT = timedelta(days=7)

#: What platforms call somebody whose account was closed. Nothing can be done for them, and nothing has to be.
CLOSED = frozenset({"user_disabled", "user_deactivated"})

#: Accounts that are named; the rest are counted.
MOST_NAMED = 5


def examine(settings: Settings) -> tuple[str, str]:
    """How it is, and what mends it, which is empty where nothing can be mended."""
    from sqlalchemy.exc import SQLAlchemyError

    from adapters import revision
    from adapters.slack.errors import mend

    try:
        if not revision.version(settings.database_url).is_newest:  # doctor looks and changes nothing
            return "known once the database is up to date", ""
        problems, closed = _failed(settings.database_url)
    except (SQLAlchemyError, OSError):
        return "known once the database can be reached", ""
    if not problems and not closed:
        return "all cards of the last week arrived", ""
    said = [f"{count} not shown: {problem}" for problem, count in problems.most_common()]
    if closed:
        named = ", ".join(closed[:MOST_NAMED]) + (" and more" if len(closed) > MOST_NAMED else "")
        are = "account is closed and gets" if len(closed) == 1 else "accounts are closed and get"
        said.append(f"{len(closed)} {are} nothing: {named}")
    return "; ".join(said), next((words for name, _ in problems.most_common() if (words := mend(name))), "")


def _failed(url: str) -> tuple[Counter[str], list[str]]:
    """How many cards failed lately, by the platform's name for why, and the accounts that are closed now."""
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from adapters.engine.database import create_engine
    from bot.people.model import Account
    from bot.store.outbox import Delivery, DeliveryState

    engine = create_engine(url)
    try:
        with Session(engine) as session:
            theirs = (Account.workspace_id == Delivery.workspace_id) & (Account.person_id == Delivery.person_id)
            rows = session.execute(
                select(Delivery.problem, Account.closed_at)
                .join(Account, theirs, isouter=True)
                .where(Delivery.state == DeliveryState.FAILED, Delivery.changed_at > datetime.now(UTC) - RECENT)
            ).all()
            closed = session.scalars(select(Account.external_id).where(Account.closed_at.is_not(None))).all()
    finally:
        engine.dispose()
    unexplained = (str(problem) for problem, shut in rows if shut is None or problem not in CLOSED)
    return Counter(unexplained), sorted(set(closed))
