"""Connections: one URL gives the engine the core writes with, and the one DBOS uses on the same database.

SQLite runs with a write-ahead log, so that readers and the one writer do not wait for each other. A transaction that
may write takes the write lock when it begins: taking it later could fail halfway, after a handler has already decided.
"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.session import READ_ONLY

#: How long a SQLite connection waits for another's write before it gives up, in milliseconds.
BUSY_TIMEOUT = 30_000

#: PostgreSQL connections of the core and of DBOS, for one replica.
CORE_CONNECTIONS, SYSTEM_CONNECTIONS = 12, 6


def parse_url(url: str) -> URL:
    """A database URL with the driver's name filled in. Raises ValueError for a database we do not know."""
    parsed = sa.make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return parsed.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"{other} is not supported. Use sqlite:///path or postgresql://user@host/name.")


def create_engine(url: str) -> AsyncEngine:
    """The engine for the store. SQLite's folder is made if need be."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(
            parsed, hide_parameters=True, pool_size=CORE_CONNECTIONS, max_overflow=0, pool_recycle=1800
        )
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed, hide_parameters=True)
    sa.event.listen(engine.sync_engine, "connect", _tune)
    sa.event.listen(engine.sync_engine, "connect", _begin_ourselves)
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


def create_system_engine(url: str) -> sa.Engine:
    """The engine for DBOS: the same database, with blocking calls made in threads of its own."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(
            parsed, hide_parameters=True, pool_size=SYSTEM_CONNECTIONS, max_overflow=0, pool_recycle=1800
        )
    engine = sa.create_engine(parsed.set(drivername="sqlite"), hide_parameters=True)
    sa.event.listen(engine, "connect", _tune)
    sa.event.listen(engine, "connect", _begin_before_writes)
    return engine


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


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
