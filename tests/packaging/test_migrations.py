"""Migrations lead from nothing to exactly the tables in the code, and leave the engine's tables alone."""

import importlib
import pkgutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

import adapters
import bot
from adapters import migrate, revision
from adapters.shipped import shipped
from adapters.tables import metadata


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/folder/liaison.db"


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> str:
    """A database on the server without any table of ours."""
    engine = sa.create_engine(sa.make_url(postgres_url).set(drivername="postgresql+psycopg"))
    metadata.drop_all(engine)
    engine.dispose()
    return postgres_url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"empty_{request.param}_url"))


def tables_of(url: str) -> set[str]:
    parsed = sa.make_url(url)
    driver = "postgresql+psycopg" if parsed.get_backend_name() == "postgresql" else "sqlite"
    engine = sa.create_engine(parsed.set(drivername=driver))
    try:
        return set(sa.inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_up_from_empty_gives_the_tables_in_the_code(url: str) -> None:
    assert revision.version(url).current is None
    after = migrate.upgrade(url)
    assert after.is_newest
    assert tables_of(url) == set(metadata.tables) | {"alembic_version"}
    migrate.check(url)


def test_up_again_changes_nothing(url: str) -> None:
    assert migrate.upgrade(url) == migrate.upgrade(url) == revision.version(url)


def test_replicas_may_start_at_once(url: str) -> None:
    with ThreadPoolExecutor(4) as replicas:
        found = list(replicas.map(lambda _: migrate.upgrade(url), range(4)))
    assert len(set(found)) == 1
    assert found[0].is_newest


def test_a_difference_is_found_and_named(url: str) -> None:
    migrate.upgrade(url)
    extra = sa.Table("complaint_moods", metadata, sa.Column("id", sa.Integer, primary_key=True))
    try:
        with pytest.raises(migrate.OutOfStep, match="complaint_moods"):
            migrate.check(url)
    finally:
        metadata.remove(extra)


def test_the_engines_tables_in_the_same_database_are_left_alone(empty_sqlite_url: str) -> None:
    from dbos._schemas.system_database import SystemSchema

    migrate.upgrade(empty_sqlite_url)
    engine = sa.create_engine(empty_sqlite_url)
    with engine.begin() as connection:
        translated = connection.execution_options(schema_translate_map={"dbos": None})
        for table in SystemSchema.metadata_obj.tables.values():
            translated.exec_driver_sql(f"CREATE TABLE {table.name} (workflow_uuid TEXT)")
        connection.exec_driver_sql("CREATE TABLE dbos_migrations (version INTEGER)")
    engine.dispose()
    migrate.check(empty_sqlite_url)


def test_a_migration_that_fails_leaves_nothing_behind(
    empty_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "env.py").write_text((shipped("migrations") / "env.py").read_text())
    (scripts / "versions" / "0001_half.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = '0001', None\n"
        "def upgrade():\n    op.create_table('half', sa.Column('id', sa.Integer))\n    raise RuntimeError('broken')\n"
    )
    monkeypatch.setattr(migrate, "shipped", lambda _name: scripts)
    with pytest.raises(RuntimeError, match="broken"):
        migrate.upgrade(empty_sqlite_url)
    assert tables_of(empty_sqlite_url) == set()


def test_looking_at_a_missing_sqlite_file_does_not_make_it(empty_sqlite_url: str) -> None:
    assert revision.version(empty_sqlite_url).current is None
    assert not Path(sa.make_url(empty_sqlite_url).database or "").parent.exists()


def test_there_is_one_line_of_migrations_numbered_without_gaps() -> None:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    scripts = ScriptDirectory.from_config(config)
    assert len(scripts.get_heads()) == 1
    numbers = sorted(script.revision for script in scripts.walk_revisions())
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")


def test_every_module_with_tables_is_known_to_the_migrations() -> None:
    known = set(metadata.tables)
    for package in (bot, adapters):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(".model"):
                importlib.import_module(module.name)
    assert set(metadata.tables) == known, "add the module to adapters/tables.py"
