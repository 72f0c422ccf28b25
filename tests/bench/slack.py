"""Durable acknowledgement of Slack's events, over HTTP and Socket Mode, with everything behind it at work."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import sqlalchemy as sa
from aiohttp import web

from adapters.engine.database import create_engine
from tests.bench.load import SLACK_PEOPLE, Offered, messages, offer, paced, rate
from tests.bench.rows import Row
from tests.bench.servers import Serving, liaison, server, sqlite
from tests.slack.house import SECRET, TOKEN, payload, signature
from tests.slack.standin.socket_mode import APP_TOKEN, Socket

#: What Slack's events must reach: 99 of 100 in so many milliseconds, and each before Slack sends it again.
P99, LONGEST = 150.0, 3000.0

#: Of what a Bolt app takes that keeps nothing. Two thirds of the share that acceptance by itself must reach, because
#: Bolt's own work is in both and the core answers meanwhile, on cores that others may be using.
SHARE = 0.1

SECONDS, OFFERED_SECONDS, PER_SECOND = 4.0, 60.0, 200.0

#: What a process does for the first time it does slowly; that is measured as the start, not here.
WARM_UP_SECONDS = 3.0


def slack() -> list[Row]:
    """Rate against a bare Bolt app, and both transports at a fixed rate. Takes about three minutes."""
    return [_against_bolt(), _http(), asyncio.run(_socket_mode())]


def events(seed: int) -> Iterator[dict[str, object]]:
    """Endless different messages of many people in their direct chats, as the payloads of events."""
    for number, words in enumerate(messages(seed)):
        who = f"{number % SLACK_PEOPLE:03d}"
        ts = f"17724{seed:02d}{number // 1_000_000:03d}.{number % 1_000_000:06d}"
        yield payload(
            "message_im", user=f"U0P{who}", channel=f"D0P{who}", ts=ts, text=words, event_id=f"Ev{seed}x{number}"
        )


def requests(seed: int) -> Iterator[bytes]:
    """The same, each as the whole signed HTTP request in which Slack sends it."""
    for event in events(seed):
        body = json.dumps(event)
        signed = "".join(f"{name}: {value}\r\n" for name, value in signature(body).items())
        head = f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{signed}"
        yield f"{head}Content-Length: {len(body.encode())}\r\n\r\n{body}".encode()


@contextmanager
def service(url: str, socket_address: str = "", **more: str) -> Iterator[Serving]:
    """Liaison, set up for the stand-in, which runs beside it."""
    with (
        server(sys.executable, "-m", "tests.bench.slack_service", socket_address) as stand_in,
        liaison(
            url,
            LIAISON_PLAYGROUND="false",
            SLACK_BOT_TOKEN=TOKEN,
            SLACK_API_URL=f"http://127.0.0.1:{stand_in.port}/api",
            **more,
        ) as serving,
    ):
        yield serving


def _against_bolt() -> Row:
    with server(sys.executable, "-m", "tests.bench.bare_bolt") as serving:
        bare = asyncio.run(rate(serving.port, requests(1), SECONDS, good=200))
    with sqlite() as url, service(url, SLACK_SIGNING_SECRET=SECRET) as serving:
        durable = asyncio.run(rate(serving.port, requests(2), SECONDS, good=200))
    measured = f"{durable:.0f}/s (bare Bolt {bare:.0f}/s)"
    share = durable / bare
    return Row("Slack's events accepted", measured, f"{share:.2f}", f">= {SHARE}", share >= SHARE)


def _http() -> Row:
    with sqlite() as url:
        with service(url, SLACK_SIGNING_SECRET=SECRET) as serving:
            asyncio.run(offer(serving.port, requests(3), PER_SECOND, WARM_UP_SECONDS, good=200))
            offered = asyncio.run(offer(serving.port, requests(4), PER_SECOND, OFFERED_SECONDS, good=200))
        return _row("HTTP", offered, _kept(url))


async def _socket_mode() -> Row:
    socket, app = Socket(), web.Application()
    app.add_routes([web.get("/link", socket.serve)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"ws://127.0.0.1:{runner.addresses[0][1]}/link"
    loop = asyncio.get_running_loop()
    try:
        with sqlite() as url:
            running = service(url, address, SLACK_APP_TOKEN=APP_TOKEN)
            await loop.run_in_executor(None, running.__enter__)
            try:
                await socket.connected()
                await _offer_by(socket, 5, WARM_UP_SECONDS)
                offered = await _offer_by(socket, 6, OFFERED_SECONDS)
            finally:
                await loop.run_in_executor(None, running.__exit__, None, None, None)
            return _row("Socket Mode", offered, _kept(url))
    finally:
        await runner.cleanup()


async def _offer_by(socket: Socket, seed: int, seconds: float) -> Offered:
    source, numbers = events(seed), count()

    async def send() -> bool:
        envelope = f"{seed}-{next(numbers)}"
        await socket.send("events_api", next(source), envelope)
        return "error" not in await socket.answer(envelope)

    return await paced(send, PER_SECOND, seconds)


def _row(transport: str, offered: Offered, kept: int) -> Row:
    p99, longest = 1000 * offered.percentile(0.99), 1000 * offered.latencies[-1]
    sent = round(PER_SECOND * WARM_UP_SECONDS) + len(offered.latencies)
    measured = (
        f"p50 {1000 * offered.percentile(0.5):.0f} ms, p99 {p99:.0f} ms, longest {longest:.0f} ms; "
        f"{kept} of {sent} kept, {offered.refused} refused"
    )
    ok = p99 < P99 and longest < LONGEST and kept == sent and not offered.refused
    return Row(f"Slack's events at {PER_SECOND:.0f}/s, {transport}", measured, "", f"p99 < {P99:.0f} ms, none lost", ok)


def _kept(url: str) -> int:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            query = sa.text("SELECT count(*) FROM events WHERE id LIKE '%:slack:%:said:%'")
            return int(connection.execute(query).scalar_one())
    finally:
        engine.dispose()
