"""Pictures: small in the card, or by a link that only we can make and that ends."""

import base64
import io
import random
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer, make_mocked_request
from PIL import Image

from adapters.teams.outbound import LIMIT
from adapters.teams.pictures import LIFE, SMALL, TeamsPictures, embedded
from bot.digest.charts import draw
from bot.listening.labels import Module

CHART = draw(list(Module)[:8], Counter({Module.SALES: 4, Module.FINANCE: 2}), Counter({Module.SALES: 3}))


async def _source(workspace: str, picture_id: int) -> bytes | None:
    return CHART if (workspace, picture_id) == ("tenant", 7) else None


class Clock:
    """Time that a test sets."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_chart_of_ours_fits_into_a_card() -> None:
    url = embedded(CHART)
    assert url is not None
    assert len(url) < LIMIT / 2
    picture = Image.open(io.BytesIO(base64.b64decode(url.removeprefix("data:image/png;base64,"))))
    assert picture.format == "PNG"
    assert picture.width >= 420
    assert len(picture.convert("RGB").getcolors() or ()) > 3


def test_a_picture_that_stays_too_large_is_not_embedded() -> None:
    noise = Image.frombytes("RGB", (900, 900), random.Random(1).randbytes(900 * 900 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert embedded(out.getvalue()) is None
    assert embedded(b"small" * 10) == f"data:image/png;base64,{base64.b64encode(b'small' * 10).decode()}"
    assert len(CHART) > SMALL


async def test_without_an_address_of_ours_a_picture_stands_in_the_card() -> None:
    pictures = TeamsPictures(_source, b"secret")
    assert (await pictures.url("tenant", 7) or "").startswith("data:image/png;base64,")
    assert await pictures.url("another", 7) is None


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pictures(clock: Clock) -> AsyncIterator[TeamsPictures]:
    app = web.Application()
    server = TestServer(app, host="127.0.0.1")
    made: list[TeamsPictures] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        return await made[0].answer(request)

    app.add_routes([web.get("/teams/pictures/{workspace}/{picture}", answer)])
    await server.start_server()
    made.append(TeamsPictures(_source, b"secret", str(server.make_url("/")), clock))
    yield made[0]
    await server.close()


async def _get(url: str) -> tuple[int, bytes]:
    async with ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.read()


async def test_a_link_shows_the_picture_until_it_ends(pictures: TeamsPictures, clock: Clock) -> None:
    url = await pictures.url("tenant", 7)
    assert url is not None
    assert await _get(url) == (200, CHART)
    clock.now += LIFE + 1
    assert (await _get(url))[0] == 404


async def test_nobody_else_can_make_a_link(pictures: TeamsPictures) -> None:
    url = await pictures.url("tenant", 7)
    assert url is not None
    other = await TeamsPictures(_source, b"other", url.split("/teams/")[0], Clock()).url("tenant", 7)
    assert other is not None
    for wrong in (
        other,
        url.replace("/7?", "/8?"),
        url.replace("/tenant/", "/another/"),
        url.replace("ends=1", "ends=2"),
        url.replace("ends=", "ends=x"),
        url.partition("&")[0],
        url + "é",
    ):
        assert (await _get(wrong))[0] == 404


async def test_without_a_secret_there_are_no_links() -> None:
    pictures = TeamsPictures(_source, b"", "https://liaison.example")
    assert (await pictures.url("tenant", 7) or "").startswith("data:image/png")
    forged = TeamsPictures(_source, b"", "https://liaison.example")
    signature = forged._sign("tenant", 7, 4_000_000_000)
    request = make_mocked_request(
        "GET",
        f"/teams/pictures/tenant/7?ends=4000000000&signature={signature}",
        match_info={"workspace": "tenant", "picture": "7"},
    )
    with pytest.raises(web.HTTPNotFound):
        await pictures.answer(request)
