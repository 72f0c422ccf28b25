"""Connections: one URL gives the engine the core writes with, and the one DBOS uses on the same database.

SQLite runs with a write-ahead log, so that readers and the one writer do not wait for each other. A transaction that
may write takes the write lock when it begins: taking it later could fail halfway, after a handler has already decided.
Threads of this process queue for that lock in memory. SQLite itself makes them sleep and try again, which at 30 events
a second let one acceptance in a hundred wait for more than half a second.
"""

import threading
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.session import READ_ONLY, URGENT

#: How long a SQLite connection waits for another process's write before it gives up, in milliseconds.
BUSY_TIMEOUT = 30_000

#: PostgreSQL connections of DBOS, for one replica. The store has one for each of its threads.
SYSTEM_CONNECTIONS = 6

#: Where a connection notes that it is its turn to write.
_TURN = "liaison_turn"

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "BEGIN", "CREATE", "ALTER", "DROP")


def parse_url(url: str) -> URL:
    """A database URL with the driver's name filled in. Raises ValueError for a database we do not know."""
    parsed = sa.make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return parsed.set(drivername="sqlite")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"{other} is not supported. Use sqlite:///path or postgresql://user@host/name.")


def create_engine(url: str) -> sa.Engine:
    """The engine for a store alone, with no work going on beside it. SQLite's folder is made if need be."""
    return Database(url).core()


class Database:
    """One database, and the engines on it that know of each other."""

    def __init__(self, url: str) -> None:
        """Connects nothing yet. Raises ValueError for a database we do not know."""
        self.url = parse_url(url)
        self.embedded = self.url.get_backend_name() == "sqlite"
        self._turns = _Turns()

    def core(self) -> sa.Engine:
        """The engine for the store. SQLite's folder is made if need be."""
        if not self.embedded:
            return sa.create_engine(self.url, hide_parameters=True, pool_size=16, pool_recycle=1800)
        if self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(self.url, hide_parameters=True)
        sa.event.listen(engine, "connect", _tune)
        sa.event.listen(engine, "connect", _begin_ourselves)
        sa.event.listen(engine, "begin", self._begin)
        sa.event.listen(engine, "checkin", self._end_turn)
        return engine

    def asynchronous(self) -> AsyncEngine:
        """An engine for what a library keeps by itself, with the event loop: little, and seldom."""
        if not self.embedded:
            return create_async_engine(self.url, hide_parameters=True, pool_size=2, pool_recycle=1800)
        engine = create_async_engine(self.url.set(drivername="sqlite+aiosqlite"), hide_parameters=True)
        sa.event.listen(engine.sync_engine, "connect", _tune)
        return engine

    def system(self) -> sa.Engine:
        """The engine for DBOS."""
        if not self.embedded:
            return sa.create_engine(self.url, hide_parameters=True, pool_size=SYSTEM_CONNECTIONS, pool_recycle=1800)
        engine = sa.create_engine(self.url, hide_parameters=True)
        sa.event.listen(engine, "connect", _tune)
        sa.event.listen(engine, "connect", _begin_before_writes)
        sa.event.listen(engine, "before_cursor_execute", self._before_statement)
        sa.event.listen(engine, "checkin", self._end_turn)
        return engine

    def _begin(self, connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(READ_ONLY, False):
            connection.exec_driver_sql("BEGIN")
            return
        self._turns.take(urgent=options.get(URGENT, False))
        connection.info[_TURN] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _before_statement(self, connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not connection.info.get(_TURN) and statement.lstrip()[:7].upper().startswith(_WRITES):
            self._turns.take(urgent=False)
            connection.info[_TURN] = True

    def _end_turn(self, _connection: object, record: Any) -> None:
        if record.info.pop(_TURN, False):
            self._turns.end()


class _Turns:
    """A lock whose urgent takers go first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken = False
        self._urgent = 0

    def take(self, urgent: bool) -> None:
        with self._changed:
            if urgent:
                self._urgent += 1
                self._changed.wait_for(lambda: not self._taken)
                self._urgent -= 1
            else:
                self._changed.wait_for(lambda: not self._taken and not self._urgent)
            self._taken = True

    def end(self) -> None:
        with self._changed:
            self._taken = False
            self._changed.notify_all()


def _tune(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_TIMEOUT}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_ourselves(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin_before_writes(connection: Any, _record: object) -> None:
    # DBOS issues BEGIN by itself in its migrations, so the driver must not have begun already.
    connection.isolation_level = "IMMEDIATE"
