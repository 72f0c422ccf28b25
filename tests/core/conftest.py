"""An office on an empty database, for every test of the core."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.engine.database import create_engine
from bot.store.base import Base
from bot.store.session import Store
from tests.language import PlainLanguage
from tests.office import Office


@pytest.fixture(scope="session")
def language() -> PlainLanguage:
    return PlainLanguage()


@pytest.fixture
async def office(tmp_path: Path, language: PlainLanguage) -> AsyncIterator[Office]:
    engine = create_engine(f"sqlite:///{tmp_path}/office.db")
    Base.metadata.create_all(engine)
    store = Store(engine)
    yield Office(store, language)
    await store.close()
