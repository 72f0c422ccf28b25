"""300 events on a bad day, with the process killed six times: all handled, none twice, no card lost, none doubled."""

import asyncio
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from adapters.engine.database import create_engine
from bot.cards import CARD
from bot.listening.model import Complaint
from bot.messages import MESSAGE, FromPerson, MessageEdited, MessageReceived, PersonRef, PlaceRef
from bot.store.inbox import Event
from bot.store.outbox import Delivery, DeliveryState
from bot.store.session import Store

PEOPLE, MESSAGES_EACH, EDITS_EACH = 60, 4, 1
EVENTS = PEOPLE * (MESSAGES_EACH + EDITS_EACH)
#: Seconds until we call it stuck. How fast six starts are on a busy machine says nothing about what is lost or doubled.
PATIENCE = 150
KILLS = 6
ROOT = Path(__file__).parents[2]


class Process:
    """A process of ours that prints its port when it is ready."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.url = ""

    async def ready(self) -> None:
        assert self._popen.stdout is not None
        line = await asyncio.to_thread(self._popen.stdout.readline)
        if not line:
            raise AssertionError(self.errors())
        self.url = f"http://127.0.0.1:{int(line)}"

    def kill(self) -> None:
        self._popen.kill()
        self._popen.wait()

    async def stop(self) -> int:
        self._popen.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self._popen.wait, 15)

    def errors(self) -> str:
        self.kill()
        return self._popen.communicate()[1].decode()[-4000:]


@dataclass
class World:
    """The platform and the replicas. Replica 0 is the one that dies."""

    database_url: str
    platform: Process
    replicas: list[Process | None] = field(default_factory=list)

    async def start(self, number: int) -> None:
        replica = Process("tests.chaos.replica", self.database_url, self.platform.url)
        self.replicas[number : number + 1] = [replica]
        await replica.ready()

    def urls(self) -> list[str]:
        return [replica.url for replica in self.replicas if replica is not None and replica.url]

    async def report(self, session: aiohttp.ClientSession) -> dict[str, Any]:
        async with session.get(f"{self.platform.url}/report") as response:
            return dict(await response.json())


@asynccontextmanager
async def world(database_url: str, replicas: int) -> AsyncIterator[World]:
    made = World(database_url, Process("tests.chaos.platform"))
    try:
        await made.platform.ready()
        for number in range(replicas):
            await made.start(number)
        yield made
    finally:
        for process in (made.platform, *made.replicas):
            if process is not None:
                process.kill()


def conversation(person: int) -> list[FromPerson]:
    """What one person does: a few messages, and a second thought about the last."""
    by = PersonRef("standin", "W1", f"U{person}")
    place = PlaceRef("standin", "W1", f"dm-U{person}", direct=True)
    said: list[FromPerson] = [
        MessageReceived(f"e{person}-{n}", datetime.now(UTC), by, place, f"Trouble {n} of {person}", f"t{person}-{n}")
        for n in range(MESSAGES_EACH)
    ]
    last = MESSAGES_EACH - 1
    said += [
        MessageEdited(f"x{person}-{n}", datetime.now(UTC), by, place, f"Thought {n} of {person}", f"t{person}-{last}")
        for n in range(EDITS_EACH)
    ]
    return said


async def send_all(world: World, session: aiohttp.ClientSession) -> None:
    """Each person's events in order, each until it is acknowledged, as platforms do, and some of them once more."""
    chance = random.Random(3)
    doors = asyncio.Semaphore(6)

    async def speak(person: int) -> None:
        for message in conversation(person):
            body = MESSAGE.dump_json(message)
            for _ in range(2 if chance.random() < 0.15 else 1):
                async with doors:
                    while not await knock(body):  # noqa: ASYNC110
                        await asyncio.sleep(0.05)
            await asyncio.sleep(chance.uniform(0.2, 1.2))

    async def knock(body: bytes) -> bool:
        if not (urls := world.urls()):
            return False
        try:
            async with session.post(f"{chance.choice(urls)}/event", data=body) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    await asyncio.gather(*(speak(person) for person in range(PEOPLE)))


async def kill_often(world: World, session: aiohttp.ClientSession, stays_dead: bool) -> None:
    """Kill replica 0 each time some more cards were shown, while others are on their way."""
    for kill in range(KILLS):
        goal = (kill + 1) * 30
        while len((await world.report(session))["posts"]) < goal:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        victim, world.replicas[0] = world.replicas[0], None
        assert victim is not None
        victim.kill()
        if kill < KILLS - 1 or not stays_dead:
            await world.start(0)


async def at_rest(store: Store) -> tuple[list[Event], list[Delivery]]:
    """Wait until nothing is left to do."""
    async with asyncio.timeout(PATIENCE):
        while True:
            events = await store.across_companies(lambda s: list(s.scalars(select(Event))))
            deliveries = await store.across_companies(lambda s: list(s.scalars(select(Delivery))))
            done = all(event.handled_at for event in events) and all(
                delivery.state == DeliveryState.SENT for delivery in deliveries
            )
            if done and len(events) == EVENTS:
                return events, deliveries
            await asyncio.sleep(0.2)


async def live_through(database_url: str, replicas: int) -> None:
    store = Store(create_engine(database_url))
    timeout = aiohttp.ClientTimeout(total=5)
    try:
        async with world(database_url, replicas) as made, aiohttp.ClientSession(timeout=timeout) as session:
            killing = asyncio.create_task(kill_often(made, session, stays_dead=replicas > 1))
            await send_all(made, session)
            await asyncio.wait_for(killing, PATIENCE)
            events, deliveries = await at_rest(store)
            report = await made.report(session)
            complaints = await store.across_companies(lambda s: list(s.scalars(select(Complaint))))
            survivor = made.replicas[-1]
            assert survivor is not None
            assert await survivor.stop() == 0
    finally:
        await store.close()
    assert report["refused"] > 10
    assert report["slow"] > 5
    assert [event.problem for event in events if event.problem] == []
    assert Counter(complaint.message_id for complaint in complaints) == Counter(
        f"t{person}-{n}" for person in range(PEOPLE) for n in range(MESSAGES_EACH)
    )
    assert len([complaint for complaint in complaints if complaint.text.startswith("Thought")]) == PEOPLE
    assert {key: times for key, times in report["posts"].items() if times != 1} == {}
    visible = {shown["key"]: shown["summary"] for shown in report["shown"].values()}
    assert visible == {each.key: CARD.validate_json(each.card).summary for each in deliveries}
    assert len(visible) >= PEOPLE * MESSAGES_EACH


@pytest.mark.slow
async def test_one_process_killed_six_times_on_sqlite(sqlite_url: str) -> None:
    await live_through(sqlite_url, replicas=1)


@pytest.mark.slow
@pytest.mark.postgres
async def test_two_replicas_one_killed_six_times_and_never_restarted_on_postgresql(postgres_url: str) -> None:
    await live_through(postgres_url, replicas=2)
