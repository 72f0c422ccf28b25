"""An office whose company has written down a dozen articles, and the engine that ships."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.engine.database import create_engine
from adapters.language.embedded import EmbeddedModel
from bot.listening.asking.index import Knowledge
from bot.store.session import Store
from tests.language import PlainLanguage
from tests.office import Office, Opened

ARTICLES = Path(__file__).parent / "articles"


@pytest.fixture(scope="session")
def shipped_engine() -> EmbeddedModel:
    """The engine that ships: a second to load, so once for all tests. Its threads end with the process."""
    return EmbeddedModel.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the articles that a test may change."""
    return Path(shutil.copytree(ARTICLES, tmp_path / "articles"))


@pytest.fixture
async def asking(
    tmp_path: Path,
    folder: Path,
    sqlite_template: Path,
    language: PlainLanguage,
    shipped_engine: EmbeddedModel,
    opened: Opened,
) -> AsyncIterator[Office]:
    """An open office with articles. Messages are understood by plain rules; the articles are found for real."""
    shutil.copy(sqlite_template, tmp_path / "office.db")
    store = Store(create_engine(f"sqlite:///{tmp_path}/office.db"))
    office = Office(store, language, Knowledge(folder, shipped_engine.embed), opened)
    await office.open_company()
    yield office
    await store.close()
    await asyncio.sleep(0)
