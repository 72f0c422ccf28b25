"""The first start, the next ones, new channels and the sample month."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from adapters.web.board import Sample
from adapters.web.model import SampleState
from adapters.web.seed import person_ref
from bot.people import arrive
from bot.people.model import Place, Purpose, Role
from tests.web.conftest import cards_in
from tests.web.test_stream import Stream
from tests.web.world import open_world


async def seeded(world) -> None:
    async with asyncio.timeout(30):
        while not await world.board.seeded():  # noqa: ASYNC110 - the first start tells nobody but its own board
            await asyncio.sleep(0.01)


async def purposes(world) -> dict[str, Purpose | None]:
    company = await world.board.company()
    return await world.store.read(
        company, lambda s: {p.external_id: p.purpose for p in s.scalars(select(Place).where(~Place.direct))}
    )


async def roles(world, code: str) -> frozenset[Role]:
    company = await world.board.company()
    return await world.store.read(company, lambda s: arrive.roles_of(s, arrive.account_of(s, person_ref(code)).person))


async def test_the_first_start_tells_the_bot_what_each_channel_is_for(world):
    async with TestClient(TestServer(world.app)):
        await seeded(world)
        assert await purposes(world) == {
            "erp-it": Purpose.IT_UPDATES,
            "erp-news": Purpose.NEWS,
            "erp-leadership": Purpose.LEADERSHIP,
            "erp-brm": Purpose.BRM_DIGEST,
        }
        assert await roles(world, "arjun") == {Role.IT}
        assert Role.BRM in await roles(world, "astrid")
        assert await roles(world, "ruth") == {Role.EXECUTIVE}
        assert await roles(world, "ines") == frozenset()
        for place in ("erp-it", "erp-news", "erp-leadership", "erp-brm"):
            cards = await cards_in(world.board, place)
            assert [card.summary.split(":")[0] for card in cards] == ["This channel is for"]


async def test_the_next_start_leaves_everything_as_people_made_it(world, sqlite_url, language):
    async with TestClient(TestServer(world.app)):
        await seeded(world)
        told = len(world.told)
    async with open_world(sqlite_url, language) as again, TestClient(TestServer(again.app)) as client:
        page = await (await client.get("/playground?as=ines&in=erp-news")).text()
        assert "This channel is for" in page
        assert again.told == []
    assert told > 0


async def test_a_first_start_that_was_cut_short_is_finished_by_the_next(sqlite_url, language):
    async with open_world(sqlite_url, language) as first:
        first.asleep = True
        async with TestClient(TestServer(first.app)):
            async with asyncio.timeout(10):
                while not first.told:  # noqa: ASYNC110 - stop in the middle of it
                    await asyncio.sleep(0.01)
    async with open_world(sqlite_url, language) as again, TestClient(TestServer(again.app)):
        await again.engine.recover(again.core, await again.board.company(), "")
        await seeded(again)
        assert (await purposes(again))["erp-brm"] == Purpose.BRM_DIGEST
        assert len(await cards_in(again.board, "erp-it")) == 1


async def test_in_a_new_channel_the_bot_asks_what_it_is_for(ask, client, world):
    status, answer = await ask("POST", "/channels", as_="kwame", name="Lorries & Yard!", members=["ines", "kwame"])
    assert (status, answer) == (202, {"id": "lorries-yard"})
    page = await (await client.get("/playground?as=ines&in=lorries-yard")).text()
    assert "#lorries-yard" in page
    assert "What is this channel for?" in page
    status, answer = await ask("POST", "/channels", as_="kwame", name="lorries yard")
    assert status == 409
    assert "already" in answer["error"]
    status, answer = await ask("POST", "/channels", as_="kwame", name=" !? ")
    assert (status, answer["error"]) == (400, "Give the channel a name, with letters or digits.")
    status, _ = await ask("POST", "/channels", as_="kwame", name="x", members=["nobody"])
    assert status == 404


async def test_a_channel_may_have_a_name_in_any_script(ask, client):
    status, answer = await ask("POST", "/channels", name="財務 お知らせ")
    assert status == 202
    page = await (await client.get(f"/playground?as=ines&in={answer['id']}")).text()
    assert "#財務-お知らせ" in page


async def test_the_sample_month_loads_once_and_tells_how_far_it_is(client, ask, world):
    async with client.get("/playground/stream?as=ines&in=direct-ines") as response:
        stream = Stream(response)
        assert (await stream.next("sample"))[0]["state"] == "none"
        assert (await ask("POST", "/sample"))[0] == 202
        assert (await stream.next("sample"))[0]["state"] == "loading"
        status, answer = await ask("POST", "/sample")
        assert (status, answer["error"]) == (409, "The sample month is loading.")
        world.sample_may_go_on.set()
        while (told := (await stream.next("sample"))[0])["state"] != "loaded":
            assert told["total"] in (0, world.sample_steps)
    assert (await ask("POST", "/sample"))[1] == {"error": "The sample month is here already."}


@pytest.mark.parametrize("silent_for", [30, 90])
async def test_a_loading_that_died_can_be_started_again_after_a_while(ask, client, world, silent_for):
    await world.board.tell_sample(Sample(SampleState.LOADING, 5, 10, datetime.now(UTC) - timedelta(seconds=silent_for)))
    world.sample_may_go_on.set()
    assert (await ask("POST", "/sample"))[0] == (409 if silent_for < 60 else 202)


async def test_a_loading_that_fails_can_be_started_again(ask, client, world):
    world.sample_steps = 0  # it fails
    async with client.get("/playground/stream?as=ines&in=direct-ines") as response:
        stream = Stream(response)
        assert (await ask("POST", "/sample"))[0] == 202
        while (await stream.next("sample"))[0]["state"] != "stopped":
            pass
    world.sample_steps = 3
    world.sample_may_go_on.set()
    assert (await ask("POST", "/sample"))[0] == 202
