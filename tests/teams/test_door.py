"""Who gets in: only what Teams itself sends for our tenant; everything else leaves nothing but one line in the log."""

import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from structlog.testing import capture_logs

from adapters.teams.app import MOST_BYTES
from adapters.teams.identity import Identity
from tests.language import PlainLanguage
from tests.teams.standin.signing import Keys, token
from tests.teams.standin.tenant import APP, TENANT
from tests.teams.world import World, open_world, payload

WORDS = "the words of a colleague"

STRANGER = "22222222-2222-3333-4444-555555555555"


def bearer(**changes: Any) -> dict[str, str | None]:
    return {"Authorization": f"Bearer {token(**changes)}"}


def entra(tenant: str = TENANT, **changes: Any) -> dict[str, str | None]:
    """A token of somebody who signed in to a tenant."""
    issuer = f"https://login.microsoftonline.com/{tenant}/v2.0"
    return bearer(**{"iss": issuer, "tid": tenant, "azp": APP, "serviceurl": None, "ver": "2.0", **changes})


BAD_TOKENS: list[tuple[str, dict[str, str | None], int, str]] = [
    ("none at all", {"Authorization": None}, 401, "no_token"),
    ("another scheme", {"Authorization": "Basic dTpw"}, 401, "no_token"),
    ("no words", {"Authorization": "Bearer "}, 401, "no_token"),
    ("nonsense", {"Authorization": "Bearer not-a-token"}, 401, "not_a_token"),
    ("three pieces of nonsense", {"Authorization": "Bearer a.b.c"}, 401, "not_a_token"),
    ("expired", bearer(age=2 * 3600), 401, "expired"),
    ("not yet good", bearer(age=-2 * 3600), 401, "signature"),
    ("without an end", bearer(exp=None), 401, "signature"),
    ("wrong audience", bearer(aud="another-bot"), 401, "audience"),
    ("without an audience", bearer(aud=None), 401, "signature"),
    ("wrong issuer", bearer(iss="https://example.com"), 401, "issuer"),
    ("algorithm none", bearer(algorithm="none"), 401, "algorithm"),
    ("signed with a shared secret", bearer(algorithm="HS256"), 401, "algorithm"),
    ("unknown key", bearer(kid="theirs", signed_with="theirs"), 401, "unknown_key"),
    ("wrong key under our name", bearer(signed_with="theirs"), 401, "signature"),
    ("for another address", bearer(service_url="https://example.com/"), 401, "service_url"),
    ("for no address", bearer(serviceurl=None), 401, "service_url"),
    ("from another tenant", entra(STRANGER), 403, "other_tenant"),
    ("of another application", entra(azp="another-app"), 403, "other_application"),
    ("of another tenant inside", entra(tid=STRANGER), 403, "other_tenant"),
]


async def refused(world: World, status: int, code: str, send: Callable[[], Awaitable[Any]]) -> None:
    """Check that something is refused with this status, stores nothing and logs one line without words."""
    world.asleep = True
    rows = await world.rows()
    with capture_logs() as lines:
        answer = await send()
    assert answer.status == status, await answer.text()
    assert await world.rows() == rows
    assert world.told == []
    assert [(line["event"], line["status"], line["code"]) for line in lines if line["log_level"] != "info"] == [
        ("teams_refused", status, code)
    ]
    assert WORDS not in json.dumps(lines, default=str)
    assert WORDS not in await answer.text()


@pytest.mark.parametrize(("headers", "status", "code"), [bad[1:] for bad in BAD_TOKENS], ids=[b[0] for b in BAD_TOKENS])
async def test_a_token_that_is_not_right_is_refused(
    world: World, headers: dict[str, str | None], status: int, code: str
) -> None:
    await refused(world, status, code, lambda: world.send(payload("personal_message", text=WORDS), **headers))


@pytest.mark.parametrize("name", ["personal_message", "execute", "installed_team"])
async def test_another_tenant_is_refused_though_its_token_is_right(world: World, name: str) -> None:
    activity = payload(name, channelData={"tenant": {"id": STRANGER}})
    await refused(world, 403, "other_tenant", lambda: world.send(activity))


async def test_no_tenant_is_not_ours(world: World) -> None:
    activity = payload("personal_message", channelData={}, conversation={"id": "a:1", "conversationType": "personal"})
    await refused(world, 403, "other_tenant", lambda: world.send(activity))


async def test_a_key_for_other_channels_is_refused(world: World, keys: Keys) -> None:
    keys.endorsements = ["skype"]
    await refused(world, 401, "channel", lambda: world.send(payload("personal_message", text=WORDS)))


@pytest.mark.parametrize("size", [2 * 1024 * 1024, MOST_BYTES + 1])
async def test_a_huge_activity_is_refused(world: World, size: int) -> None:
    await refused(world, 413, "too_large", lambda: world.send(payload("personal_message", text=WORDS + "x" * size)))


async def test_a_huge_activity_without_a_length_is_refused(world: World) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b"x" * 64 * 1024

    headers = {**bearer(), "Content-Type": "application/json"}
    await refused(world, 413, "too_large", lambda: world.client.post("/api/messages", data=endless(), headers=headers))


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{}", "text/plain", 415, "content_type"),
        (b"{}", "", 415, "content_type"),
        (b"{", "application/json", 400, "not_json"),
        (b"\xff", "application/json", 400, "not_json"),
        (b"[" * 100_000, "application/json", 400, "not_json"),
        (b"[]", "application/json", 400, "not_an_activity"),
        (b"{}", "application/json", 400, "not_an_activity"),
        (b'{"type": 5}', "application/json", 400, "not_an_activity"),
        (b'{"type": "message", "timestamp": "soon"}', "application/json", 400, "not_an_activity"),
        (b'{"type": "message", "from": "the words of a colleague"}', "application/json", 400, "not_an_activity"),
        (b'{"type": "message"}', "application/json", 400, "no_conversation"),
        (b'{"type": "message", "conversation": {"id": ""}}', "application/json", 400, "no_conversation"),
    ],
)
async def test_what_is_no_activity_is_refused(
    world: World, body: bytes, content_type: str, status: int, code: str
) -> None:
    headers = {**bearer(), "Content-Type": content_type}
    await refused(world, status, code, lambda: world.client.post("/api/messages", data=body, headers=headers))


async def test_whoever_probes_the_address_hears_that_it_takes_posts(world: World) -> None:
    for method in ("HEAD", "GET"):
        assert (await world.client.request(method, "/api/messages")).status == 405


async def test_test_clients_of_our_own_application_get_in(world: World) -> None:
    world.asleep = True
    assert (await world.send(payload("personal_message"), **entra())).status == 201
    version_1 = entra(iss=f"https://sts.windows.net/{TENANT}/", ver="1.0", azp=None, appid=APP)
    assert (await world.send(payload("channel_message"), **version_1)).status == 201


async def test_keys_are_fetched_once_and_a_made_up_key_does_not_change_that(world: World, keys: Keys) -> None:
    world.asleep = True
    for name in ("personal_message", "group_message", "channel_message"):
        assert (await world.send(payload(name))).status == 201
    assert keys.asked == 2  # where the keys are, and the keys
    for number in range(3):
        assert (await world.send(payload("personal_message"), **bearer(kid=f"made up {number}"))).status == 401
    assert keys.asked == 2


async def test_a_token_that_was_good_is_not_good_for_ever(world: World) -> None:
    world.asleep = True
    late = bearer(exp=time.time() - 299)  # good for one more second, as clocks may differ
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        assert (await world.send(payload("personal_message"), **late)).status == 201
        clock.shift(2)
        assert (await world.send(payload("personal_message"), **late)).status == 401


async def test_without_keys_whoever_asks_is_told_to_come_again(world: World, keys: Keys) -> None:
    keys.broken = True
    rows = await world.rows()
    answer = await world.send(payload("personal_message", text=WORDS))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert await world.rows() == rows


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "bot.example.com"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"Origin": "https://example.com"},
    ],
    ids=str,
)
async def test_without_an_application_only_this_computer_gets_in(
    sqlite_url: str, language: PlainLanguage, keys: Keys, headers: dict[str, str | None]
) -> None:
    async with open_world(sqlite_url, language, keys, Identity()) as world:
        world.asleep = True
        activity = payload("personal_message", text=WORDS)
        await refused(world, 403, "not_here", lambda: world.send(activity, **{"Authorization": None}, **headers))
        told = await world.send(activity, **{"Authorization": None}, **headers)
        assert "Set MicrosoftAppId" in await told.text()
        assert (await world.send(activity, Authorization=None)).status == 201
        assert len(world.told) == 1
