"""Durable acknowledgement of what Teams sends, every token checked, with everything behind it at work."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from adapters.engine.database import create_engine
from tests.bench.load import messages, offer, rate
from tests.bench.rows import Row
from tests.bench.servers import Serving, liaison, server, sqlite
from tests.teams.standin.signing import key_file, token
from tests.teams.standin.tenant import APP, TENANT
from tests.teams.world import payload

#: What Teams' activities must reach: 99 of 100 in so many milliseconds.
P99 = 150.0

SECONDS, OFFERED_SECONDS, PER_SECOND = 4.0, 60.0, 200.0

#: What a process does for the first time it does slowly; that is measured as the start, not here.
WARM_UP_SECONDS = 3.0

#: People who write, each in a direct chat of their own.
PEOPLE = 100


def teams() -> list[Row]:
    """Rate against a bare echo, and latency at a fixed rate. Takes about a minute and a half."""
    with around() as (address, settings):
        return [_against_echo(address, settings), _at_rate(address, settings)]


@contextmanager
def around() -> Iterator[tuple[str, dict[str, str]]]:
    """What stands around the bot: its address, and the settings that lead there."""
    with key_file() as path, server(sys.executable, "-m", "tests.bench.teams_service", path) as standing:
        address = f"http://127.0.0.1:{standing.port}"
        yield (
            f"{address}/",
            {
                "LIAISON_PLAYGROUND": "false",
                "MicrosoftAppId": APP,
                "MicrosoftAppTenantId": TENANT,
                "MicrosoftAppType": "UserAssignedMSI",
                "ToBotFromChannelOpenIdMetadataUrl": f"{address}/openid",
                "IDENTITY_ENDPOINT": f"{address}/sign-in",
                "IDENTITY_HEADER": "x",
            },
        )


def requests(seed: int, address: str) -> Iterator[bytes]:
    """Endless different messages of many people, each as the whole HTTP request in which Teams sends it."""
    signed = token(service_url=address)
    for number, words in enumerate(messages(seed)):
        who = f"{number % PEOPLE:03d}"
        sender = {"id": f"29:p{who}", "name": f"Person {who}", "aadObjectId": f"entra-{who}"}
        chat = {"conversationType": "personal", "tenantId": TENANT, "id": f"a:p{who}"}
        activity = payload("personal_message", id=f"{seed}-{number}", text=words, serviceUrl=address)
        body = json.dumps({**activity, "from": sender, "conversation": chat}).encode()
        yield (
            b"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\n"
            b"Authorization: Bearer " + signed.encode() + b"\r\n"
            b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )


def _against_echo(address: str, settings: dict[str, str]) -> Row:
    with server(sys.executable, "-m", "tests.bench.bare_teams", **settings) as serving:
        bare = asyncio.run(rate(serving.port, requests(1, address), SECONDS, good=201))
    with _liaison(settings) as (_, serving):
        durable = asyncio.run(rate(serving.port, requests(2, address), SECONDS, good=201))
    measured = f"{durable:.0f}/s (bare CloudAdapter echo {bare:.0f}/s)"
    return Row("Teams' activities accepted", measured, f"{durable / bare:.2f}", "told only", True)


def _at_rate(address: str, settings: dict[str, str]) -> Row:
    with _liaison(settings) as (url, serving):
        asyncio.run(offer(serving.port, requests(3, address), PER_SECOND, WARM_UP_SECONDS, good=201))
        offered = asyncio.run(offer(serving.port, requests(4, address), PER_SECOND, OFFERED_SECONDS, good=201))
        kept = _kept(url)
    p99, sent = 1000 * offered.percentile(0.99), round(PER_SECOND * WARM_UP_SECONDS) + len(offered.latencies)
    times = f"p50 {1000 * offered.percentile(0.5):.0f} ms, p99 {p99:.0f} ms"
    measured = f"{times}; {kept} of {sent} kept, {offered.refused} refused"
    ok = p99 < P99 and kept == sent and not offered.refused
    return Row(f"Teams' activities at {PER_SECOND:.0f}/s", measured, "", f"p99 < {P99:.0f} ms, none lost", ok)


@contextmanager
def _liaison(settings: dict[str, str]) -> Iterator[tuple[str, Serving]]:
    with sqlite() as url, liaison(url, **settings) as serving:
        yield url, serving


def _kept(url: str) -> int:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            query = sa.text("SELECT count(*) FROM events WHERE id LIKE '%:teams:%:said:%'")
            return int(connection.execute(query).scalar_one())
    finally:
        engine.dispose()
