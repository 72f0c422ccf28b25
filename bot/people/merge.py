"""Two accounts turn out to be one human being: everything of the one becomes the other's."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.people.model import Person
from bot.store.base import Base


def absorb(session: Session, kept: Person, gone: Person) -> None:
    """Give all rows that point at `gone` to `kept`, then remove `gone`.

    Which tables point at people is read from the schema, so that a new table cannot be forgotten. Where both have a
    row that may exist only once (both are members of one channel), the kept person's stays.
    """
    session.flush()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table is Person.__table__ for key in column.foreign_keys):
                _give(session, table, column, kept.id, gone.id)
    session.expire_all()
    session.delete(gone)
    session.flush()


def _give(session: Session, table: sa.Table, column: sa.Column[int], kept: int, gone: int) -> None:
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint) and column.name in constraint.columns:
            twin = table.alias()
            same = [twin.c[name] == table.c[name] for name in constraint.columns.keys() if name != column.name]  # noqa: SIM118
            taken = sa.exists().where(twin.c[column.name] == kept, *same).correlate(table)
            session.execute(sa.delete(table).where(column == gone, taken))
    session.execute(sa.update(table).where(column == gone).values({column.name: kept}))
