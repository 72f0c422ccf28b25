"""The whole service as `liaison serve` builds it, with Slack's settings by Slack's names, against the stand-in."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters import migrate
from adapters.app import build
from adapters.engine.database import create_engine
from adapters.settings import load_settings
from bot.people.model import Workspace
from tests.slack.house import SECRET, TEAM, TOKEN, payload, people, signature, written
from tests.slack.standin.server import StandIn, running
from tests.slack.standin.state import Slack


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    slack = Slack()
    people(slack)
    async with running(slack) as opened:
        yield opened


@pytest.fixture
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand_in: StandIn) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIAISON_DATABASE_URL", f"sqlite:///{tmp_path}/liaison.db")
    monkeypatch.setenv("LIAISON_PLAYGROUND", "false")
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    monkeypatch.setenv("SLACK_API_URL", stand_in.api)


@pytest.mark.usefixtures("_settings")
async def test_a_message_is_acknowledged_and_answered(stand_in: StandIn) -> None:
    settings = load_settings()
    await asyncio.to_thread(migrate.upgrade, settings.database_url)
    words, kind = written(payload("message_im"))
    async with TestClient(TestServer(build(settings), host="127.0.0.1")) as client:
        response = await client.post("/slack/events", data=words, headers={"Content-Type": kind, **signature(words)})
        assert response.status == 200
        posts = stand_in.slack.teams[TEAM].channels["D0ANN"].posts
        async with asyncio.timeout(60):
            while not posts:  # noqa: ASYNC110 - the answer comes from the engine's own threads
                await asyncio.sleep(0.05)
        assert (await client.get("/health")).status == 200
    assert next(iter(posts.values())).text.startswith("Here is what I understood")


@pytest.mark.usefixtures("_settings")
@pytest.mark.parametrize(("choice", "left"), [("keep", 1), ("erase", 0)])
async def test_what_is_kept_of_a_workspace_that_removed_the_app_is_a_setting(
    monkeypatch: pytest.MonkeyPatch, choice: str, left: int
) -> None:
    monkeypatch.setenv("LIAISON_WHEN_UNINSTALLED", choice)
    settings = load_settings()
    await asyncio.to_thread(migrate.upgrade, settings.database_url)
    async with TestClient(TestServer(build(settings), host="127.0.0.1")) as client:
        for name in ("message_im", "app_uninstalled"):
            words, kind = written(payload(name))
            headers = {"Content-Type": kind, **signature(words)}
            assert (await client.post("/slack/events", data=words, headers=headers)).status == 200
    engine = create_engine(settings.database_url)
    with Session(engine) as session:
        assert len(session.scalars(select(Workspace).where(Workspace.platform == "slack")).all()) == left
    engine.dispose()


async def test_without_slacks_settings_there_is_no_address_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    app = build(load_settings(database_url=f"sqlite:///{tmp_path}/liaison.db"))
    assert not [route for route in app.router.resources() if route.canonical.startswith("/slack")]
