"""A running playground and ways to ask it things."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from adapters.web import seed
from adapters.web.board import PLATFORM, WORKSPACE, Board
from bot.cards import CARD, Card
from tests.language import PlainLanguage
from tests.web.world import World, open_world


@pytest.fixture(scope="session")
def language() -> PlainLanguage:
    return PlainLanguage()


@pytest.fixture
async def world(sqlite_url: str, language: PlainLanguage) -> AsyncIterator[World]:
    async with open_world(sqlite_url, language) as made:
        yield made


@pytest.fixture
async def client(world: World) -> AsyncIterator[TestClient]:
    """A playground whose channels nobody has told the bot about, which most tests do not need."""
    await world.core.company_of(PLATFORM, WORKSPACE)
    await seed.lay_out(world.board)
    await world.board.seeded(datetime.now(UTC))
    async with TestClient(TestServer(world.app)) as made:
        yield made


@pytest.fixture
def ask(client: TestClient) -> Callable[..., Awaitable[tuple[int, Any]]]:
    """Send JSON as somebody somewhere; returns the status and the answer."""

    async def send(method: str, path: str, as_: str = "ines", in_: str = "direct-ines", **more: Any) -> tuple[int, Any]:
        response = await client.request(method, f"/playground{path}", json={"as": as_, "in": in_, **more})
        return response.status, await _body(response)

    return send


async def _body(response: ClientResponse) -> Any:
    text = await response.text()
    return json.loads(text) if response.content_type == "application/json" else text


async def cards_in(board: Board, place: str) -> list[Card]:
    """What the bot shows in a place, oldest first, replies after their post."""
    posts, replies = await board.page(place, 100)
    return [CARD.validate_json(post.card) for post in (*posts, *replies) if post.card]
