"""The one way to the tables: a session that belongs to one company.

Scoping happens here and nowhere else. A session opened for a company adds `company_id = ...` to every query, update and
delete that touches an owned table, stamps new rows with it, and refuses rows of another company. A session without a
company may not touch owned tables at all, unless it was opened with `across_companies`, which only the clock and the
command line do.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from bot.store.base import Owned

T = TypeVar("T")

ACROSS = "across"

#: The execution option of a connection whose transaction only reads: it need not wait for the one that writes.
READ_ONLY = "liaison_read_only"


class ScopeError(RuntimeError):
    """A query or a row crossed from one company to another, or named none."""


class CompanySession(Session):
    """A session whose `info["company"]` is a company's id, ACROSS, or absent."""


@event.listens_for(CompanySession, "do_orm_execute")
def _only_this_company(state: ORMExecuteState) -> None:
    company = state.session.info.get("company")
    if company == ACROSS or state.is_insert or state.is_column_load or state.is_relationship_load:
        return
    if company is None:
        if any(issubclass(mapper.class_, Owned) for mapper in state.all_mappers):
            raise ScopeError("This query reads a company's rows, but the session names no company.")
        return
    state.statement = state.statement.options(
        with_loader_criteria(Owned, lambda cls: cls.company_id == company, include_aliases=True)
    )


@event.listens_for(CompanySession, "before_flush")
def _stamp_company(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    company = session.info.get("company")
    for row in session.new:
        if not isinstance(row, Owned):
            continue
        if row.company_id is None and isinstance(company, int):
            row.company_id = company
        if row.company_id is None or (company != ACROSS and row.company_id != company):
            raise ScopeError(f"A new {type(row).__name__} does not belong to the session's company.")
    for row in session.dirty:
        if isinstance(row, Owned) and company != ACROSS and row.company_id != company:
            raise ScopeError(f"A {type(row).__name__} of another company was changed.")


class Store:
    """Sessions over one engine. Work runs as `await store.write(company_id, function)`, in one transaction.

    The function gets a plain synchronous session (bridged by SQLAlchemy's greenlet), so handlers need no await and can
    never hold the transaction open across a network call.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._sessions = async_sessionmaker(engine, sync_session_class=CompanySession, expire_on_commit=False)

    @asynccontextmanager
    async def open(self, company: int | str | None) -> AsyncIterator[AsyncSession]:
        """An open session for a company, for ACROSS all, or for the tables no company owns; commits at the end."""
        async with self._sessions.begin() as session:
            if company is not None:
                session.sync_session.info["company"] = company
            yield session

    async def write(self, company_id: int, work: Callable[[Session], T]) -> T:
        """Run `work` in one transaction of this company and commit it."""
        async with self.open(company_id) as session:
            return await session.run_sync(work)

    async def read(self, company_id: int, work: Callable[[Session], T]) -> T:
        """Run `work`, which should only read, in a transaction of this company that does not queue behind writers."""
        async with self.open(company_id) as session:
            await session.connection(execution_options={READ_ONLY: True})
            return await session.run_sync(work)

    async def across_companies(self, work: Callable[[Session], T]) -> T:
        """Run `work` over all companies in one transaction; for the clock and the command line only."""
        async with self.open(ACROSS) as session:
            return await session.run_sync(work)

    async def close(self) -> None:
        """Give the connections back."""
        await self.engine.dispose()
