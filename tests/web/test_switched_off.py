"""With the playground off, the whole service still runs and says so; nobody can speak there without a login."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.app import build
from adapters.settings import load_settings


@pytest.mark.parametrize("playground", [True, False])
async def test_health_answers_with_and_without_the_playground(
    sqlite_url, language, monkeypatch: pytest.MonkeyPatch, playground: bool
) -> None:
    monkeypatch.setattr("adapters.app.load_language", lambda *_: language)
    app = build(load_settings(database_url=sqlite_url, playground=playground))
    async with TestClient(TestServer(app)) as client:
        health = await client.get("/health")
        assert (health.status, await health.json()) == (200, {"status": "ok"})
        page = await client.get("/playground")
        assert page.status == (200 if playground else 404)
        said = await client.post("/playground/messages", json={"as": "ines", "in": "direct-ines", "text": "Hello"})
        assert said.status == (202 if playground else 404)
