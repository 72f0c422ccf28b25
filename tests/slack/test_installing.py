"""Workspaces that install the app by themselves: by OAuth, with tokens that rotate, until they remove it again."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.oauth.installation_store.models.bot import Bot
from sqlalchemy import func, select, text, update

from adapters.slack import table
from bot.people.model import Person, Workspace
from bot.ports import Refused
from tests.language import PlainLanguage
from tests.slack.house import House, open_house, payload, people
from tests.slack.standin.oauth import CLIENT_ID, CLIENT_SECRET, Grant, code_for

BROWSER = {"bot_token": "", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


@pytest.fixture
async def house(sqlite_url: str, language: PlainLanguage) -> AsyncIterator[House]:
    async with open_house(sqlite_url, language, **BROWSER) as opened:
        people(opened.slack, "T0002", "xoxb-2")
        yield opened


async def agree(house: House) -> tuple[str, str]:
    """Somebody presses "Add to Slack": the state and the cookie that goes with it."""
    page = await house.client.get("/slack/install")
    link = re.search(r'href="(https://[^"]+)"', await page.text())
    assert link is not None
    asked = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)
    assert sorted(asked["scope"][0].split(",")) == table.scopes()
    return asked["state"][0], page.headers["Set-Cookie"].split(";")[0]


async def install(house: House, grant: Grant) -> None:
    state, cookie = await agree(house)
    back = {"code": code_for(house.slack, grant), "state": state}
    response = await house.client.get("/slack/oauth_redirect", params=back, headers={"Cookie": cookie})
    assert response.status == 200, await response.text()


async def test_two_workspaces_install_the_app_and_never_see_each_others_data(house: House) -> None:
    await install(house, Grant("T0001"))
    await install(house, Grant("T0002"))
    for team, words in (("T0001", "The invoice posting fails"), ("T0002", "The stock transfer hangs")):
        await house.say("U0ANN", words, team=team)
    for team, own, others in (("T0001", "invoice", "stock"), ("T0002", "stock", "invoice")):
        await house.say("U0ANN", "my issues", team=team)
        seen = str([post.blocks for post in house.slack.teams[team].channels["D0ANN"].posts.values()])
        assert own in seen
        assert others not in seen
    owners = await house.store.across_companies(
        lambda s: s.execute(select(Workspace.external_id, Workspace.company_id)).all()
    )
    assert len({company for _, company in owners}) == 2


async def test_nothing_is_installed_without_the_state_of_the_same_browser(house: House) -> None:
    state, cookie = await agree(house)
    for asked, headers, status in (
        ({"code": "c", "state": state}, {}, 400),
        ({"code": "c", "state": "made-up"}, {"Cookie": cookie}, 400),
        ({"code": "c"}, {"Cookie": cookie}, 400),
        ({"error": "access_denied", "state": state}, {"Cookie": cookie}, 200),
    ):
        response = await house.client.get("/slack/oauth_redirect", params=asked, headers=headers)
        assert response.status == status
    assert await house.installed("T0001") is None


async def test_a_code_is_good_once_and_must_be_slacks(house: House) -> None:
    state, cookie = await agree(house)
    asked = {"code": "made-up", "state": state}
    response = await house.client.get("/slack/oauth_redirect", params=asked, headers={"Cookie": cookie})
    assert response.status == 401
    again = await house.client.get("/slack/oauth_redirect", params=asked, headers={"Cookie": cookie})
    assert again.status == 401
    assert await house.installed("T0001") is None


async def test_an_organisation_is_one_workspace_whatever_team_somebody_writes_from(house: House) -> None:
    await install(house, Grant("T0001", organisation="E0ORG"))
    for number, team in enumerate(["T0001", "T0077"]):
        body = payload("message_grid", team_id=team, ts=f"1772442961.00000{number}")
        assert (await house.send(body)).status == 200
    assert {message.by.workspace for message in house.told} == {"E0ORG"}
    assert len(house.told) == 2


async def expire(house: House, team: str, seconds: float) -> Bot:
    """Let the token of a workspace have so long to live."""
    installed = house.installations
    ends = datetime.fromtimestamp(time.time() + seconds, UTC).replace(tzinfo=None)
    async with installed.store.engine.begin() as connection:
        await connection.execute(update(installed.store.bots).values(bot_token_expires_at=ends))
    installed.forget(team)
    bot = await installed.bot(team)
    assert bot is not None
    return bot


async def test_a_token_is_exchanged_before_it_ends_and_once(house: House) -> None:
    await install(house, Grant("T0001", rotating=True))
    old = await expire(house, "T0001", 60)
    tokens = await asyncio.gather(*(house.installations.token("T0001") for _ in range(8)))
    assert len(set(tokens)) == 1
    assert tokens[0] != old.bot_token
    await house.say("U0ANN", "The invoice posting fails")
    assert house.shown("D0ANN")


async def test_a_replica_that_comes_second_finds_the_token_of_the_first(house: House) -> None:
    await install(house, Grant("T0001", rotating=True))
    old = await expire(house, "T0001", 60)
    used = house.slack.grants.pop(old.bot_refresh_token)
    assert used is not None
    assert await house.installations.token("T0001") == old.bot_token  # which is good for a minute yet
    await expire(house, "T0001", -1)
    with pytest.raises(Refused, match="token_expired"):
        await house.installations.token("T0001")


async def test_a_workspace_that_removes_the_app_is_forgotten(house: House) -> None:
    await install(house, Grant("T0001"))
    await house.say("U0ANN", "The invoice posting fails")
    assert (await house.send(payload("app_uninstalled"))).status == 200
    assert house.removed == ["T0001"]
    assert await house.installed("T0001") is None
    with pytest.raises(Refused, match="app_removed"):
        await house.side.chat.open_direct("T0001", "U0ANN")
    left = await house.store.across_companies(lambda s: s.scalar(select(func.count(Person.id))))
    assert left == 0
    heard = len(house.told)
    assert (await house.send(payload("message_im"))).status == 200
    assert len(house.told) == heard


async def test_a_token_that_was_taken_back_is_used_no_more_and_the_data_stays(house: House) -> None:
    await install(house, Grant("T0001"))
    await house.say("U0ANN", "The invoice posting fails")
    assert (await house.send(payload("tokens_revoked"))).status == 200
    assert await house.installed("T0001") is None
    assert house.removed == []
    left = await house.store.across_companies(lambda s: s.scalar(select(func.count(Person.id))))
    assert left == 1


async def test_an_installation_that_the_database_refuses_shows_a_page(
    house: House, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    state, cookie = await agree(house)
    await house.store.across_companies(lambda s: s.execute(text("DROP TABLE slack_bots")))
    back = {"code": code_for(house.slack, Grant("T0001")), "state": state}
    response = await house.client.get("/slack/oauth_redirect", params=back, headers={"Cookie": cookie})
    assert response.status == 500
    assert response.content_type == "text/html"
    assert "Oops" in await response.text()
    said = capsys.readouterr().out + caplog.text
    (line,) = [line for line in said.splitlines() if "slack_not_installed" in line]
    assert "OperationalError" in line
    for secret in (back["code"], state, "xoxb", CLIENT_SECRET):
        assert secret not in said
        assert secret not in await response.text()


async def test_an_install_page_that_the_database_refuses_is_still_a_page(house: House) -> None:
    await house.store.across_companies(lambda s: s.execute(text("DROP TABLE slack_oauth_states")))
    response = await house.client.get("/slack/install")
    assert response.status == 500
    assert "Oops" in await response.text()
