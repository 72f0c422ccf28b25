"""A cap on what a language model may cost a company in a day, counted in tokens, over all replicas.

Tokens and not money, because prices differ from server to server and change; a token is what every server reports.
Each call first takes what it will probably need, in one UPDATE that only succeeds below the limit, and afterwards gives
back what it did not use. So calls on many replicas at once cannot pass the limit together by more than one call's error
of estimate.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import structlog
from sqlalchemy import ColumnElement, Update, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from adapters.language.model import ModelUsage
from bot.store.session import Store

log = structlog.get_logger()

#: Tokens that an answer may take, set aside before it is known.
ANSWER = 400
#: Characters of a token, on the safe side: English has about four, other languages and numbers fewer.
CHARACTERS = 3


def _now() -> datetime:
    return datetime.now(UTC)


def estimate(characters: int) -> int:
    """Tokens that a call with so many characters will probably need, its answer included."""
    return characters // CHARACTERS + ANSWER


class Budget:
    """The daily limit of each company."""

    def __init__(self, store: Store, daily_tokens: int, clock: Callable[[], datetime] = _now) -> None:
        """`daily_tokens` holds for each company by itself, from midnight to midnight UTC."""
        self._store = store
        self._limit = daily_tokens
        self._clock = clock

    async def take(self, company: int, tokens: int) -> bool:
        """Set tokens aside for a call. False where that would pass the limit: then do not call."""
        now = self._clock()

        def work(session: Session) -> tuple[bool, bool]:
            _make(session, company, now.date())
            taken = update(ModelUsage).where(*_row(company, now.date()), ModelUsage.tokens + tokens <= self._limit)
            if _changed(session, taken.values(tokens=ModelUsage.tokens + tokens, calls=ModelUsage.calls + 1)):
                return True, False
            stop = update(ModelUsage).where(*_row(company, now.date()), ModelUsage.stopped_at.is_(None))
            return False, _changed(session, stop.values(stopped_at=now))

        granted, first = await self._store.unowned(work)
        if first:
            log.warning("language_model_daily_limit_reached", company=company, limit=self._limit)
        return granted

    async def correct(self, company: int, taken: int, used: int) -> None:
        """The call is over: count what it used in place of what was set aside."""
        day = self._clock().date()
        change = update(ModelUsage).where(*_row(company, day)).values(tokens=ModelUsage.tokens + (used - taken))
        await self._store.unowned(lambda session: _changed(session, change))

    async def spent(self) -> list[ModelUsage]:
        """Today's rows, one a company that has used any."""
        today = select(ModelUsage).where(ModelUsage.day == self._clock().date()).order_by(ModelUsage.company)
        return await self._store.unowned(lambda session: list(session.scalars(today)))


def _row(company: int, day: date) -> tuple[ColumnElement[bool], ...]:
    return ModelUsage.company == company, ModelUsage.day == day


def _make(session: Session, company: int, day: date) -> None:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"company": company, "day": day, "tokens": 0, "calls": 0}
    session.execute(insert(ModelUsage).values(row).on_conflict_do_nothing())


def _changed(session: Session, statement: Update) -> bool:
    done = session.execute(statement.execution_options(synchronize_session=False))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]
