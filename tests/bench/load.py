"""A load generator that costs little next to the server it measures: plain HTTP/1.1 over kept-open connections."""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

#: Who speaks in the playground, and what they say: invented, and each time a little different.
PEOPLE = ("ines", "kwame", "meiling", "arjun", "astrid", "ruth")
WHAT = (
    "Posting supplier invoices",
    "The goods receipt",
    "The planning run",
    "My month end report",
    "The label printer",
)
HOW = ("stops with a tax error", "hangs for ten minutes", "shows last week's numbers", "asks for a password twice")
THEN = ("and I cannot close the month.", "so two trucks are waiting.", "since the update.", "but only after lunch.")

#: Accounts in the workspace of the stand-in for Slack.
SLACK_PEOPLE = 100


def messages(seed: int) -> Iterator[str]:
    """Endless different messages of colleagues."""
    chance = random.Random(seed)
    while True:
        yield f"{chance.choice(WHAT)} {chance.choice(HOW)} {chance.choice(THEN)}"


def requests(seed: int) -> Iterator[bytes]:
    """The same, each as the whole HTTP request in which the playground sends it."""
    for number, words in enumerate(messages(seed)):
        who = PEOPLE[number % len(PEOPLE)]
        body = json.dumps({"as": who, "in": f"direct-{who}", "id": f"b{seed}-{number}", "text": words}).encode()
        yield (
            b"POST /playground/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )


class Connection(asyncio.Protocol):
    """One connection: a request at a time, answered by its status."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._answer: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = next(
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        if len(rest) >= length and self._answer is not None:
            self._buffer = rest[length:]
            self._answer.set_result(int(head.split(b" ", 2)[1]))

    def connection_lost(self, problem: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(problem or ConnectionError("closed"))

    async def ask(self, request: bytes) -> int:
        """The status of the answer."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer


@dataclass(frozen=True)
class Offered:
    """What came of messages offered at a fixed rate. Latencies in seconds, sorted, from when each was due."""

    latencies: list[float]
    refused: int

    def percentile(self, share: float) -> float:
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


async def connect(port: int, number: int) -> list[Connection]:
    """Open connections to a server on this machine."""
    loop = asyncio.get_running_loop()
    return [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in range(number)]


async def rate(port: int, source: Iterator[bytes], seconds: float, good: int = 202, connections: int = 64) -> float:
    """Requests answered well a second when each connection sends the next as soon as the last was answered."""
    done, started = 0, time.perf_counter()

    async def send(connection: Connection) -> None:
        nonlocal done
        while time.perf_counter() - started < seconds:
            if await connection.ask(next(source)) != good:
                raise AssertionError("A message was not accepted.")
            done += 1

    await asyncio.gather(*(send(connection) for connection in await connect(port, connections)))
    return done / (time.perf_counter() - started)


async def offer(port: int, source: Iterator[bytes], per_second: float, seconds: float, good: int = 202) -> Offered:
    """Offer requests at a fixed rate, whatever becomes of the earlier ones."""
    free = asyncio.Queue[Connection]()
    for connection in await connect(port, 100):
        free.put_nowait(connection)

    async def send() -> bool:
        connection = await free.get()
        answered = await connection.ask(next(source))
        free.put_nowait(connection)
        return answered == good

    return await paced(send, per_second, seconds)


async def paced(send: Callable[[], Awaitable[bool]], per_second: float, seconds: float) -> Offered:
    """Send at a fixed rate. `send` returns once it is answered, with whether it was answered well."""
    latencies: list[float] = []
    refused = 0

    async def timed(due: float) -> None:
        nonlocal refused
        refused += not await send()
        latencies.append(time.perf_counter() - due)

    started, sending = time.perf_counter(), []
    for number in range(int(per_second * seconds)):
        due = started + number / per_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        sending.append(asyncio.create_task(timed(due)))
    await asyncio.gather(*sending)
    return Offered(sorted(latencies), refused)
