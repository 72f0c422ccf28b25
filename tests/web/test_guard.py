"""Without a login, only the playground's own page may speak."""

import pytest

SAY = {"as": "ines", "in": "direct-ines", "text": "The invoice list is slow"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
    ],
)
async def test_another_site_cannot_write_through_somebodys_browser(client, world, headers):
    response = await client.post("/playground/messages", json=SAY, headers=headers)
    assert response.status == 403
    assert "another site" in (await response.json())["error"]
    posts, _ = await world.board.page("direct-ines", 10)
    assert posts == []


async def test_the_own_page_can(client):
    origin = f"http://{client.host}:{client.port}"
    response = await client.post(
        "/playground/messages", json=SAY, headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    )
    assert response.status == 202


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_foreign_name_that_points_here_is_refused(client, method):
    response = await client.request(
        method, "/playground/messages" if method == "POST" else "/playground", headers={"Host": "rebound.example:8080"}
    )
    assert response.status == 403


async def test_nothing_but_our_own_scripts_may_run(client):
    for path in ("/playground", "/playground/static/main.js", "/playground?as=nobody"):
        response = await client.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    page = await (await client.get("/playground")).text()
    assert "<script>" not in page
    assert " style=" not in page
    assert " onclick=" not in page


async def test_the_way_in(client):
    response = await client.get("/")
    assert response.url.path == "/playground"
