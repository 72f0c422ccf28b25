"""A company's session reaches that company's rows only, whatever is asked of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from adapters.tables import metadata
from bot.store.agenda import Appointment
from bot.store.base import Base, Owned
from bot.store.session import CompanySession, ScopeError

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OURS, THEIRS = 1, 2

#: What a company has: the subjects of its appointments. Both may have one of the same name.
SUBJECTS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)

OWNED = sorted((mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)), key=str)


def make(company: int, subject: str, kind: str = "made") -> Appointment:
    return Appointment(company_id=company, kind=kind, subject=subject, occurrence="once", at=NOW)


@dataclass(frozen=True)
class Act:
    """Something that work in a session does with appointments, and how it should change a company's own, by subject."""

    name: str
    work: Callable[[Session, str], object]
    effect: Callable[[dict[str, str], str], dict[str, str]]


def _own_then(change: Callable[[Session, Appointment], object]) -> Callable[[Session, str], None]:
    """Change what a query finds, row by row, as handlers do."""

    def work(session: Session, subject: str) -> None:
        for row in session.scalars(select(Appointment).where(Appointment.subject == subject)):
            change(session, row)

    return work


def _without(rows: dict[str, str], subject: str) -> dict[str, str]:
    return {name: kind for name, kind in rows.items() if name != subject}


ACTS = [
    Act(
        "update all",
        lambda s, _: s.execute(update(Appointment).values(kind="changed")),
        lambda rows, _: dict.fromkeys(rows, "changed"),
    ),
    Act(
        "update some",
        lambda s, subject: s.execute(update(Appointment).where(Appointment.subject == subject).values(kind="changed")),
        lambda rows, subject: {name: "changed" if name == subject else kind for name, kind in rows.items()},
    ),
    Act(
        "change one",
        _own_then(lambda _, row: setattr(row, "kind", "changed")),
        lambda rows, subject: {name: "changed" if name == subject else kind for name, kind in rows.items()},
    ),
    Act("delete all", lambda s, _: s.execute(delete(Appointment)), lambda _rows, _: {}),
    Act(
        "delete some",
        lambda s, subject: s.execute(delete(Appointment).where(Appointment.subject == subject)),
        _without,
    ),
    Act("take one away", _own_then(lambda s, row: s.delete(row)), _without),
    Act(
        "add one",
        lambda s, subject: s.add(Appointment(kind="added", subject=f"new {subject}", occurrence="once", at=NOW)),
        lambda rows, subject: {**rows, f"new {subject}": "added"},
    ),
]


@pytest.fixture(scope="module")
def engine() -> Iterator[sa.Engine]:
    """A database in memory; its rows may point at what is not there, so that each table can be filled by itself."""
    made = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def connection(engine: sa.Engine) -> Iterator[sa.Connection]:
    with engine.connect() as made:
        yield made


def scoped(connection: sa.Connection, company: int | str | None) -> CompanySession:
    """A session as the store opens it for a company."""
    return CompanySession(connection, info={} if company is None else {"company": company})


def fill(connection: sa.Connection, ours: Sequence[str], theirs: Sequence[str]) -> None:
    connection.execute(delete(Appointment.__table__))
    for company, subjects in ((OURS, ours), (THEIRS, theirs)):
        for subject in subjects:
            row = {"kind": "made", "subject": subject, "occurrence": "once", "at": NOW}
            connection.execute(insert(Appointment.__table__), {"company_id": company, **row})


def kinds(connection: sa.Connection) -> dict[int, dict[str, str]]:
    """All there is, read past every scope."""
    found: dict[int, dict[str, str]] = {OURS: {}, THEIRS: {}}
    table = Appointment.__table__
    for company, subject, kind in connection.execute(select(table.c.company_id, table.c.subject, table.c.kind)):
        found[company][subject] = kind
    return found


@given(
    SUBJECTS,
    SUBJECTS,
    st.lists(
        st.tuples(st.sampled_from([OURS, THEIRS]), st.sampled_from(ACTS), st.sampled_from("abcdef")),
        max_size=6,
        unique_by=lambda step: (step[0], step[1].name, step[2]),
    ),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_whatever_a_company_does_the_other_one_keeps_what_it_has(
    connection: sa.Connection, ours: list[str], theirs: list[str], steps: list[tuple[int, Act, str]]
) -> None:
    with connection.begin() as transaction:
        fill(connection, ours, theirs)
        expected = kinds(connection)
        for company, act, subject in steps:
            with scoped(connection, company) as session:
                act.work(session, subject)
                session.flush()
                read = session.scalars(select(Appointment)).all()
                counted = session.scalar(select(func.count()).select_from(Appointment))
            expected[company] = act.effect(expected[company], subject)
            assert kinds(connection) == expected
            assert {row.subject for row in read} == set(expected[company])
            assert counted == len(expected[company])
        transaction.rollback()


def value_for(column: sa.Column[Any], company: int) -> object:
    """Something that this column takes, different for each company."""
    kind = column.type.impl if isinstance(column.type, sa.TypeDecorator) else column.type
    if isinstance(kind, sa.Enum):
        return next(iter(kind.enum_class or kind.enums))
    if isinstance(kind, sa.JSON):
        return []
    return {datetime: NOW, date: NOW.date(), bytes: b"1", bool: False, float: 1.0, int: company, str: str(company)}[
        kind.python_type
    ]


@pytest.mark.parametrize("table", OWNED, ids=lambda table: table.__name__)
def test_every_table_of_a_company_is_read_changed_and_deleted_by_that_company_only(
    connection: sa.Connection, table: type[Any]
) -> None:
    columns = table.__table__.c
    key = next(iter(table.__table__.primary_key.columns)).key
    with connection.begin() as transaction:
        for company in (OURS, THEIRS):
            needed = {c.key: value_for(c, company) for c in columns if c.primary_key or not c.nullable}
            connection.execute(insert(table.__table__), {**needed, "company_id": company})
        keys = dict(connection.execute(select(columns.company_id, columns[key])).all())
        other = aliased(table)
        with scoped(connection, OURS) as session:
            assert session.get(table, keys[THEIRS]) is None
            assert session.get(table, keys[OURS]) is not None
            assert session.scalars(select(getattr(table, key))).all() == [keys[OURS]]
            assert session.scalars(select(other.company_id)).all() == [OURS]
            assert session.scalar(select(func.count()).select_from(table).join(other, sa.true())) == 1
            assert session.scalar(select(sa.exists().where(table.company_id == THEIRS))) is False
            assert session.query(table).filter_by(company_id=THEIRS).count() == 0
        with scoped(connection, OURS) as session:
            changed = session.execute(update(table).values({key: getattr(table, key)}))
            assert changed.rowcount == 1
            assert session.execute(delete(table)).rowcount == 1
        assert connection.execute(select(columns[key])).scalars().all() == [keys[THEIRS]]
        transaction.rollback()


def test_a_session_of_no_company_reads_nobodys_rows(connection: sa.Connection) -> None:
    with connection.begin() as transaction, scoped(connection, None) as session:
        for statement in (select(Appointment), update(Appointment).values(kind="x"), delete(Appointment)):
            with pytest.raises(ScopeError):
                session.execute(statement)
        transaction.rollback()


@pytest.mark.parametrize(
    "meddle",
    [
        lambda session, theirs: session.add(make(THEIRS, "new")),
        lambda session, theirs: setattr(session.merge(theirs), "kind", "changed"),
        lambda session, theirs: session.delete(theirs),
        lambda session, theirs: setattr(session.scalars(select(Appointment)).one(), "company_id", THEIRS),
    ],
    ids=["add", "change", "delete", "give away"],
)
def test_a_row_of_another_company_that_came_by_another_way_is_refused(
    connection: sa.Connection, meddle: Callable[[Session, Appointment], object]
) -> None:
    with connection.begin() as transaction:
        fill(connection, ["a"], ["b"])
        with scoped(connection, THEIRS) as session:
            theirs = session.scalars(select(Appointment)).one()
            session.expunge(theirs)
        with scoped(connection, OURS) as session:
            meddle(session, theirs)
            with pytest.raises(ScopeError):
                session.flush()
        assert kinds(connection) == {OURS: {"a": "made"}, THEIRS: {"b": "made"}}
        transaction.rollback()


ROW = {"kind": "made", "subject": "new", "occurrence": "once", "at": NOW}


@pytest.mark.parametrize(
    "write",
    [
        lambda session: session.execute(update(Appointment).values(company_id=THEIRS)),
        lambda session: session.execute(update(Appointment).values({Appointment.company_id: THEIRS})),
        lambda session: session.execute(update(Appointment).values(company_id=Appointment.company_id + 1)),
        lambda session: session.execute(insert(Appointment).values(company_id=THEIRS, **ROW)),
        lambda session: session.execute(insert(Appointment).values([{"company_id": c, **ROW} for c in (OURS, THEIRS)])),
        lambda session: session.execute(insert(Appointment), [{"company_id": c, **ROW} for c in (OURS, THEIRS)]),
        lambda session: session.execute(insert(Appointment).values(**ROW)),
    ],
    ids=["update", "update by column", "update by sum", "insert", "insert two", "insert many", "insert for nobody"],
)
def test_a_statement_that_writes_rows_of_another_company_is_refused(
    connection: sa.Connection, write: Callable[[Session], object]
) -> None:
    with connection.begin() as transaction:
        fill(connection, ["a"], ["b"])
        with scoped(connection, OURS) as session, pytest.raises(ScopeError):
            write(session)
        assert kinds(connection) == {OURS: {"a": "made"}, THEIRS: {"b": "made"}}
        transaction.rollback()


def test_a_statement_that_writes_own_rows_is_carried_out(connection: sa.Connection) -> None:
    with connection.begin() as transaction:
        fill(connection, ["a"], ["b"])
        with scoped(connection, OURS) as session:
            session.execute(update(Appointment).values(company_id=OURS, kind="changed"))
            session.execute(insert(Appointment), [{"company_id": OURS, **ROW}])
        assert kinds(connection) == {OURS: {"a": "changed", "new": "made"}, THEIRS: {"b": "made"}}
        transaction.rollback()
