"""What `liaison doctor` says of Slack when Slack answers: each usual mistake, with what mends it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.settings import Settings, load_settings
from adapters.slack.examine import examine
from tests.slack.house import SECRET, TOKEN, people
from tests.slack.standin.server import Fault, StandIn, running
from tests.slack.standin.socket_mode import APP_TOKEN, socket_of
from tests.slack.standin.state import Slack


@pytest.fixture
async def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    slack = Slack()
    people(slack)
    async with running(slack) as opened, socket_of(slack):
        yield opened


async def said(stand_in: StandIn, bot: str = TOKEN, app: str = APP_TOKEN) -> tuple[str, str]:
    settings: Settings = load_settings(
        slack_api_url=stand_in.api, slack_bot_token=bot, slack_signing_secret=SECRET, slack_app_token=app
    )
    return await asyncio.to_thread(examine, settings)


async def test_all_is_well(stand_in: StandIn) -> None:
    assert await said(stand_in) == ("listens by HTTP and Socket Mode; is in the workspace T0001", "")


async def test_a_missing_permission_is_named(stand_in: StandIn) -> None:
    token = stand_in.slack.tokens[TOKEN]
    stand_in.slack.tokens[TOKEN] = replace(token, scopes=token.scopes - {"files:write", "users:read"})
    mends = "Add that in the app's pages, and install the app again."
    assert await said(stand_in) == ("the app lacks files:write, users:read", mends)


@pytest.mark.parametrize(
    ("problem", "mends"),
    [
        ("account_inactive", "install it again"),
        ("token_revoked", "install the app again"),
        ("token_expired", "install the app by OAuth"),
    ],
)
async def test_a_token_that_is_no_longer_good(stand_in: StandIn, problem: str, mends: str) -> None:
    stand_in.slack.tokens[TOKEN].problem = problem
    state, words = await said(stand_in)
    assert state == f"Slack refuses the bot token ({problem})"
    assert mends in words


async def test_the_token_that_was_copied_wrongly_is_named(stand_in: StandIn) -> None:
    for tokens, name in (({"bot": "xoxb-no"}, "the bot token"), ({"app": "xapp-no"}, "the app token")):
        state, words = await said(stand_in, **tokens)
        assert state == f"Slack refuses {name} (invalid_auth)"
        assert f"copy {name}" in words


async def test_a_service_that_has_just_connected_is_no_mistake(stand_in: StandIn) -> None:
    stand_in.faults["apps.connections.open"].append(Fault("limit"))
    state, words = await said(stand_in)
    assert "asked too often just now to look at the app token" in state
    assert words == ""


async def test_a_slack_that_is_broken_is_no_wrong_token(stand_in: StandIn) -> None:
    stand_in.faults["auth.test"].append(Fault("broken"))
    state, words = await said(stand_in)
    assert state.startswith("Slack does not answer")
    assert "network" in words
