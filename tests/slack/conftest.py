"""A company on Slack, for the tests of what arrives from there."""

from collections.abc import AsyncIterator

import pytest

from tests.language import PlainLanguage
from tests.slack.house import House, open_house


@pytest.fixture
async def house(sqlite_url: str, language: PlainLanguage) -> AsyncIterator[House]:
    async with open_house(sqlite_url, language) as opened:
        yield opened
