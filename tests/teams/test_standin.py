"""The stand-in is only worth as much as what it refuses."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.teams.standin import Connector
from tests.teams.standin.connector import TOKEN
from tests.teams.standin.rules import Refusal, check_card
from tests.teams.standin.tenant import TENANT

CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.4",
    "fallbackText": "Words",
    "body": [{"type": "TextBlock", "text": "Hello <at>Ann</at>", "wrap": True}],
    "msteams": {"entities": [{"type": "mention", "text": "<at>Ann</at>", "mentioned": {"id": "29:a", "name": "Ann"}}]},
}


def with_body(*parts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in CARD.items() if key != "msteams"} | {"body": list(parts)}


def message(card: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }


def test_a_good_card_passes() -> None:
    check_card(CARD, {"29:a"})


@pytest.mark.parametrize(
    "card",
    [
        CARD | {"version": "1.5"},
        CARD | {"fallbackText": ""},
        CARD | {"bodies": []},
        with_body({"type": "TextBlok", "text": "x"}),
        with_body({"type": "TextBlock", "text": "x", "wrap": "yes"}),
        with_body({"type": "TextBlock", "text": ""}),
        with_body({"type": "TextBlock", "text": "<at>Nobody</at>"}),
        with_body({"type": "Image", "url": "http://example.org/a.png"}),
        with_body({"type": "Input.Text", "id": "a"}, {"type": "Input.Text", "id": "a"}),
        with_body({"type": "ActionSet", "actions": [{"type": "Action.Submit", "title": str(n)} for n in range(7)]}),
        with_body({"type": "ActionSet", "actions": [{"type": "Action.OpenUrl", "url": "javascript:1"}]}),
    ],
    ids=range(11),
)
def test_what_clients_would_not_show_is_refused(card: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        check_card(card, {"29:a"})


def test_mentions_need_a_member_and_their_text() -> None:
    with pytest.raises(Refusal):
        check_card(CARD, {"29:b"})
    with pytest.raises(Refusal):
        check_card(CARD | {"body": [{"type": "TextBlock", "text": "Hello"}]}, {"29:a"})


@pytest.fixture
async def teams() -> AsyncIterator[Connector]:
    async with Connector() as connector:
        yield connector


class Caller:
    """Asks the stand-in with a token."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session, self._url = session, url

    async def __call__(self, method: str, path: str, body: Any = None, token: str = TOKEN) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        async with self._session.request(method, self._url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def ask(teams: Connector) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(session, teams.url)


async def test_messages_are_posted_answered_changed_and_deleted(teams: Connector, ask: Caller) -> None:
    channel = teams.channel("it", ["ann"])
    card = with_body({"type": "TextBlock", "text": "One"})
    here = f"v3/conversations/{channel.id}"
    _, first = await ask("POST", f"{here}/activities", message(card))
    _, answer = await ask("POST", f"{here};messageid={first['id']}/activities", message(card))
    _, other = await ask("POST", f"{here}/activities/{answer['id']}", message(card))
    assert [posted.root for posted in teams.shown(channel)] == [None, first["id"], first["id"]]
    assert (await ask("PUT", f"{here}/activities/{first['id']}", message(with_body())))[0] == 200
    assert teams.shown(channel)[0].card["body"] == []
    assert (await ask("DELETE", f"{here}/activities/{other['id']}"))[0] == 200
    assert (await ask("PUT", f"{here}/activities/{other['id']}", message(card)))[0] == 404


async def test_strangers_and_what_is_too_large_are_refused(teams: Connector, ask: Caller) -> None:
    channel = teams.channel("it", ["ann"])
    gone = teams.direct("bob", installed=False)
    card = with_body({"type": "TextBlock", "text": "One"})
    path = "v3/conversations/{}/activities"
    assert (await ask("POST", path.format(channel.id), message(card), token="another"))[0] == 401
    assert (await ask("POST", path.format("19:nowhere"), message(card)))[0] == 404
    assert (await ask("POST", path.format(gone.id), message(card)))[0] == 403
    large = with_body({"type": "TextBlock", "text": "x" * 30_000})
    assert (await ask("POST", path.format(channel.id), message(large)))[0] == 413
    assert (await ask("POST", path.format(channel.id), message(CARD)))[0] == 400
    assert not teams.shown(channel)


async def test_members_come_in_pages_and_chats_are_made_once(teams: Connector, ask: Caller) -> None:
    channel = teams.channel("it", ["ann", "ben", "eve"])
    here = f"v3/conversations/{channel.id}"
    _, page = await ask("GET", f"{here}/pagedmembers")
    _, rest = await ask("GET", f"{here}/pagedmembers?continuationToken={page['continuationToken']}")
    assert [one["name"] for one in page["members"] + rest["members"]] == ["Ann", "Ben", "Eve"]
    assert "continuationToken" not in rest
    asked = {"members": [{"id": teams.person("ann")}], "tenantID": TENANT}
    _, first = await ask("POST", "v3/conversations", asked)
    assert await ask("POST", "v3/conversations", asked) == (201, first)
    assert (await ask("POST", "v3/conversations", {"members": asked["members"]}))[0] == 400
    assert (await ask("GET", f"v3/conversations/{first['id']}/members/{teams.person('ben')}"))[0] == 404


async def test_troubles_come_first(teams: Connector, ask: Caller) -> None:
    teams.troubles.append(Refusal(429, "Throttled", headers={"Retry-After": "3"}))
    channel = teams.channel("it", ["ann"])
    assert (await ask("GET", f"v3/conversations/{channel.id}/members"))[0] == 429
    assert (await ask("GET", f"v3/conversations/{channel.id}/members"))[0] == 200
