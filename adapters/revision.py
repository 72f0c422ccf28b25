"""Which migration a database is at, told without the library that runs migrations: loading it takes a quarter second.

Everything here blocks; call it off the event loop.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from adapters.engine.database import parse_url
from adapters.shipped import shipped

#: Where the library notes the migration a database is at.
_NOTED = sa.table("alembic_version", sa.column("version_num"))


@dataclass(frozen=True)
class Version:
    """The migration a database is at (None before the first), and the newest there is."""

    current: str | None
    newest: str

    @property
    def is_newest(self) -> bool:
        """True when there is nothing to do."""
        return self.current == self.newest


def version(url: str) -> Version:
    """Where a database is. Changes nothing; a SQLite file that is missing is not made."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return Version(None, _newest())
    with transaction(url) as connection:
        return version_of(connection)


def version_of(connection: sa.Connection) -> Version:
    """Where the database of an open connection is."""
    noted = sa.inspect(connection).has_table(_NOTED.name)
    return Version(connection.scalar(sa.select(_NOTED.c.version_num)) if noted else None, _newest())


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL and for SQLite in memory."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


@contextmanager
def transaction(url: str) -> Iterator[sa.Connection]:
    """One transaction over a connection of its own. A SQLite file that is missing is made, with its folder."""
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _newest() -> str:
    """Migrations are files that begin with their number, and the last number is the newest."""
    numbers = [path.name.split("_")[0] for path in (shipped("migrations") / "versions").glob("[0-9]*_*.py")]
    return max(numbers, default="none")


def _engine(url: str) -> sa.Engine:
    """A blocking engine. On SQLite foreign keys stay off: rebuilding a table must not delete what points to it."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(parsed, hide_parameters=True, poolclass=sa.NullPool)
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed.set(drivername="sqlite"), connect_args={"timeout": 60}, hide_parameters=True)
    # The driver begins no transaction for CREATE TABLE; so that all or nothing happens, begin it ourselves.
    sa.event.listen(engine, "connect", _leave_transactions_to_us)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
