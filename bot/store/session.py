"""The one way to the tables: a session that belongs to one company.

Scoping happens here and nowhere else. A session opened for a company adds `company_id = ...` to every query, update and
delete that touches an owned table, stamps new rows with it, and refuses rows of another company. A session without a
company may not touch owned tables at all, unless it was opened with `across_companies`, which only the clock and the
command line do.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker, with_loader_criteria

from bot.store.base import Owned

T = TypeVar("T")

ACROSS = "across"

#: The execution option of a connection whose transaction only reads: it need not wait for the one that writes.
READ_ONLY = "liaison_read_only"

#: The execution option of a connection whose transaction goes before others that wait to write.
URGENT = "liaison_urgent"

#: Under this name a session's `info` holds what its process keeps from one transaction to the next, by name. All of it
#: can be read from the database again, and whoever keeps something there guards it against other threads.
KEPT = "kept"


class ScopeError(RuntimeError):
    """A query or a row crossed from one company to another, or named none."""


class CompanySession(Session):
    """A session whose `info["company"]` is a company's id, ACROSS, or absent."""


@event.listens_for(CompanySession, "do_orm_execute")
def _only_this_company(state: ORMExecuteState) -> None:
    company = state.session.info.get("company")
    if company == ACROSS or state.is_column_load or state.is_relationship_load:
        return
    if state.is_insert or state.is_update:
        _refuse_rows_of_others(state, company)
    if state.is_insert:
        return
    if company is None:
        if any(issubclass(mapper.class_, Owned) for mapper in state.all_mappers):
            raise ScopeError("This query reads a company's rows, but the session names no company.")
        return
    scope = state.session.info.get("scope")
    if scope is None:  # made once for a session, because making it costs as much as a small query
        scope = with_loader_criteria(Owned, lambda cls: cls.company_id == company, include_aliases=True)
        state.session.info["scope"] = scope
    state.statement = state.statement.options(scope)


def _refuse_rows_of_others(state: ORMExecuteState, company: int | None) -> None:
    """An insert must name the session's company in every row; an update may name no other."""
    if not any(issubclass(mapper.class_, Owned) for mapper in state.all_mappers):
        return
    named = [_company_in(row) for row in _rows_written(state)]
    if any(value != company for value in named if state.is_insert or value is not _UNNAMED):
        raise ScopeError("This statement writes rows that do not belong to the session's company.")


def _rows_written(state: ORMExecuteState) -> Iterator[Mapping[Any, Any]]:
    """What the statement writes, row by row. SQLAlchemy shows it nowhere else than in these two attributes."""
    statement: Any = state.statement
    given = state.parameters or ()
    yield from [given] if isinstance(given, Mapping) else given
    if statement._values:
        yield statement._values
    for rows in statement._multi_values:
        yield from rows


def _company_in(row: Mapping[Any, Any]) -> object:
    """The company a row names: a number, an expression, or _UNNAMED."""
    for column, value in row.items():
        if getattr(column, "key", column) == "company_id":
            return getattr(value, "value", value)
    return _UNNAMED


#: In place of the company of a row that names none.
_UNNAMED = object()


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
    for row in (*session.dirty, *session.deleted):
        if isinstance(row, Owned) and company != ACROSS and row.company_id != company:
            raise ScopeError(f"A {type(row).__name__} of another company was changed.")


class Store:
    """Sessions over one engine. Work runs as `await store.write(company_id, function)`, in one transaction.

    The function gets a plain synchronous session and runs in a thread of the store's own, so handlers need no await,
    cannot hold the transaction open across a network call, and do not keep the event loop from answering anyone.
    """

    def __init__(self, engine: Engine) -> None:
        """At most as many transactions run at once as the database is good for, besides one urgent one.

        SQLite has one writer at a time; more threads would only take turns at computing.
        """
        self.engine = engine
        self._sessions = sessionmaker(engine, class_=CompanySession, expire_on_commit=False)
        self._threads = ThreadPoolExecutor(2 if engine.dialect.name == "sqlite" else 4, "store")
        self._urgent = ThreadPoolExecutor(1, "store-urgent")
        self._kept: dict[str, Any] = {}

    async def write(self, company_id: int, work: Callable[[Session], T], urgent: bool = False) -> T:
        """Run `work` in one transaction of this company and commit it; ahead of other work where somebody waits."""
        if urgent:
            return await self._run(self._urgent, company_id, work, {URGENT: True})
        return await self._run(self._threads, company_id, work, {})

    async def read(self, company_id: int, work: Callable[[Session], T]) -> T:
        """Run `work`, which should only read, in a transaction of this company that does not queue behind writers."""
        return await self._run(self._threads, company_id, work, {READ_ONLY: True})

    async def unowned(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one transaction in which only tables that no company owns may be touched."""
        return await self._run(self._threads, None, work, {})

    async def across_companies(self, work: Callable[[Session], T]) -> T:
        """Run `work` over all companies in one transaction, ahead of other work.

        It is for the clock, the command line, and accepting what arrives before its company is known.
        """
        return await self._run(self._urgent, ACROSS, work, {URGENT: True})

    async def _run(
        self, threads: Executor, company: int | str | None, work: Callable[[Session], T], options: dict[str, bool]
    ) -> T:
        def transaction() -> T:
            with self._sessions.begin() as session:
                if company is not None:
                    session.info["company"] = company
                session.info[KEPT] = self._kept
                if options:
                    session.connection(execution_options=options)
                return work(session)

        context = copy_context()
        return await asyncio.get_running_loop().run_in_executor(threads, lambda: context.run(transaction))

    async def close(self) -> None:
        """Let running transactions finish and give the connections back."""
        await asyncio.get_running_loop().run_in_executor(self._urgent, self._threads.shutdown)
        self._urgent.shutdown(wait=False)
        self.engine.dispose()
