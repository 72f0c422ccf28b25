"""The sample month, loaded once for all tests that only look."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from adapters.language.embedded import EmbeddedModel
from adapters.sample.backstage import Counts
from bot.ports import LanguageModel
from tests.sample.playground import Playground, looking, make_tables, snapshot


@dataclass(frozen=True)
class Month:
    """The month as it was loaded."""

    url: str
    counts: Counts
    progress: list[tuple[int, int]]
    once: dict[str, list[str]]
    twice: dict[str, list[str]]


@pytest.fixture(scope="session")
def embedded() -> LanguageModel:
    return EmbeddedModel.load()


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory, embedded: LanguageModel) -> Month:
    """The whole month, loaded and then loaded again."""
    url = f"sqlite:///{tmp_path_factory.mktemp('month')}/liaison.db"
    make_tables(url)

    async def load() -> Month:
        playground = Playground(url, embedded)
        await playground.open()
        counts, progress = await playground.load()
        once = snapshot(url)
        await playground.load()
        await playground.store.close()
        return Month(url, counts, progress, once, snapshot(url))

    return asyncio.run(load())


@pytest.fixture
def rows(month: Month) -> Iterator[Session]:
    with looking(month.url) as session:
        yield session
