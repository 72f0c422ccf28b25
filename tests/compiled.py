"""What SQLAlchemy has compiled for one engine serves all others of this process.

Each test has a database and so an engine of its own, and compiling every statement anew for it took as long as half of
all that a test of the core does.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


def share() -> None:
    """Let engines that speak the same dialect look into one cache; a dialect counts as its class, not as itself."""
    compiled: dict[Any, Any] = {}
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign, assignment]
        dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign, assignment]

    @sa.event.listens_for(sa.Engine, "engine_connect")
    def look_there(connection: sa.Connection) -> None:
        connection.execution_options(compiled_cache=compiled)
