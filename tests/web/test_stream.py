"""Live pages: what one window does, another sees, in order, once, and again after a break."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from adapters.web.stream import MOST_BEHIND, Window
from adapters.web.view import Viewer
from bot.cards import Card, text
from tests.web.world import open_world


class Stream:
    """What one window has been sent."""

    def __init__(self, response) -> None:
        self._response = response

    async def next(self, kind: str) -> tuple[dict[str, Any], str]:
        """The next event of a kind, with its id."""
        async with asyncio.timeout(10):
            while True:
                lines = {}
                while line := (await self._response.content.readline()).decode().rstrip("\n"):
                    name, _, value = line.partition(": ")
                    lines[name] = value
                if lines.get("event") == kind:
                    return json.loads(lines["data"]), lines.get("id", "")


@asynccontextmanager
async def watching(
    client: TestClient, as_: str, in_: str, last: str | None = None, **query: str
) -> AsyncIterator[Stream]:
    headers = {"Last-Event-ID": last} if last else {}
    params = {"as": as_, "in": in_, **query}
    async with client.get("/playground/stream", params=params, headers=headers) as response:
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        stream = Stream(response)
        await stream.next("typing")  # from here on it watches
        yield stream


async def test_two_windows_see_each_other(client, ask):
    async with watching(client, "ines", "erp-news") as ines, watching(client, "kwame", "erp-news") as kwame:
        await ask("POST", "/messages", in_="erp-news", text="Good <morning>")
        mine, _ = await ines.next("post")
        theirs, _ = await kwame.next("post")
    assert "Good &lt;morning&gt;" in mine["html"]
    assert "Good &lt;morning&gt;" in theirs["html"]
    assert "data-edit" in mine["html"]
    assert "data-edit" not in theirs["html"]


async def test_each_reader_has_their_own_clock(client, world):
    async with watching(client, "meiling", "erp-news") as penang, watching(client, "ruth", "erp-news") as chicago:
        await world.board.write("erp-news", "k", author="ines", text="Good morning")
        (there, _), (here, _) = await penang.next("post"), await chicago.next("post")
    assert "Asia/Kuala_Lumpur" in there["html"]
    assert "America/Chicago" in here["html"]


async def test_other_places_only_say_that_there_is_news(client, ask):
    async with watching(client, "ines", "erp-news") as ines:
        await ask("POST", "/messages", as_="kwame", in_="direct-kwame", text="A secret about stock")
        news, _ = await ines.next("news")
    assert news["place"] == "direct-kwame"
    assert "secret" not in json.dumps(news)


async def test_a_window_that_comes_back_gets_what_it_missed_and_nothing_twice(client, ask):
    async with watching(client, "ines", "erp-news") as ines:
        await ask("POST", "/messages", in_="erp-news", text="One")
        _, seen = await ines.next("post")
    await ask("POST", "/messages", in_="erp-news", text="Two")
    await ask("POST", "/messages", in_="erp-news", text="Three")
    async with client.get(
        "/playground/stream?as=ines&in=erp-news&after=0", headers={"Last-Event-ID": seen}
    ) as response:
        stream = Stream(response)
        (two, _), (three, _) = await stream.next("post"), await stream.next("post")
    assert "Two" in two["html"]
    assert "Three" in three["html"]


async def test_a_change_and_a_deletion_reach_the_window(client, ask):
    _, said = await ask("POST", "/messages", in_="erp-news", text="One")
    async with watching(client, "kwame", "erp-news") as kwame:
        await ask("PATCH", f"/messages/{said['id']}", in_="erp-news", text="Uno")
        changed, _ = await kwame.next("post")
        await ask("DELETE", f"/messages/{said['id']}", in_="erp-news")
        gone, _ = await kwame.next("gone")
    assert (changed["id"], changed["fresh"]) == (said["id"], False)
    assert "Uno" in changed["html"]
    assert "edited" in changed["html"]
    assert gone == {"id": said["id"]}


async def test_dots_show_while_the_bot_is_at_work(client, ask, world):
    world.asleep = True
    async with watching(client, "ines", "direct-ines") as ines:
        await ask("POST", "/messages", text="The invoice list is slow")
        assert (await ines.next("typing"))[0] == {"on": True}
        await world.settle()
        assert (await ines.next("typing"))[0] == {"on": False}


async def test_another_replica_is_seen_too(client, world, sqlite_url, language):
    async with open_world(sqlite_url, language) as other, watching(client, "ines", "erp-news") as ines:
        await other.board.write("erp-news", "k", author="kwame", text="From the other side")
        post, _ = await ines.next("post")
    assert "From the other side" in post["html"]


async def test_a_window_far_behind_is_told_to_load_anew(client, world):
    async with client.get("/playground/stream?as=ines&in=erp-news&after=999999") as response:
        await Stream(response).next("reload")


async def test_a_slow_window_is_dropped_and_nobody_else(world, client):
    viewer = Viewer(None, await world.board.directory(), *(await _ines(world)))
    slow = Window(viewer, 0)
    for number in range(MOST_BEHIND + 1):
        assert not slow.dropped
        slow.send("typing", on=bool(number % 2))
    assert slow.dropped


async def test_streams_end_when_the_server_stops(world):
    server = TestServer(world.app)
    async with TestClient(server) as client:
        response = await client.get("/playground/stream?as=ines&in=direct-ines")
        await Stream(response).next("typing")
        async with asyncio.timeout(5):
            await server.close()


async def test_nobody_listens_where_they_are_not_a_member(client):
    response = await client.get("/playground/stream?as=ines&in=erp-brm")
    assert response.status == 403


async def test_a_card_is_told_once_however_often_the_core_sends_it(client, world):
    chat = world.core.chats["web"]
    card = Card("News", (text("Some news"),))
    async with watching(client, "ines", "erp-news") as ines:
        first = await chat.post("playground", "erp-news", card, "news:1", None)
        again = await chat.post("playground", "erp-news", card, "news:1", None)
        await chat.post("playground", "erp-news", Card("More", (text("More news"),)), "news:2", None)
        (one, _), (two, _) = await ines.next("post"), await ines.next("post")
    assert first == again == one["id"]
    assert "More news" in two["html"]


async def _ines(world):
    known = await world.board.directory()
    return known.personas["ines"], known.spots["erp-news"]
