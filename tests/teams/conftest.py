"""Keys that are served from a thread, and a tenant with Liaison in it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.language import PlainLanguage
from tests.teams.standin.signing import Keys, serving
from tests.teams.world import World, open_world


@pytest.fixture
def keys() -> Iterator[Keys]:
    with serving() as served:
        yield served


@pytest.fixture
async def world(sqlite_url: str, language: PlainLanguage, keys: Keys) -> AsyncIterator[World]:
    async with open_world(sqlite_url, language, keys) as opened:
        yield opened
