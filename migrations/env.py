"""How Alembic runs here: always on a connection, and in a transaction, that adapters/migrate.py hands over."""

from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from adapters.migrate import engine_tables
from adapters.tables import metadata
from bot.store.base import UtcDateTime


def include_object(_object: object, name: str | None, kind: str, reflected: bool, compare_to: object | None) -> bool:
    """Leave alone what DBOS keeps in the same database."""
    return not (kind == "table" and reflected and compare_to is None and name in engine_tables())


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write types as what the database stores, so that an old migration never depends on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=include_object,
    render_item=render_item,
    compare_type=True,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
