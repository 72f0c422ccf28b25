"""The whole loop on the service as `liaison serve` starts it, killed in the middle, in both transports."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.engine.database import create_engine
from bot.store.inbox import Event
from bot.store.outbox import Delivery, DeliveryState
from tests.slack.house import SECRET, TEAM, TOKEN, House, people
from tests.slack.standin.limits import Limits
from tests.slack.standin.server import StandIn, running
from tests.slack.standin.socket_mode import APP_TOKEN, Socket, socket_of
from tests.slack.standin.state import Slack
from tests.slack.test_loop import UPDATE, complain, newest, settle_in

ROOT = Path(__file__).parents[2]

#: Seconds until we call it stuck: how fast two starts are on a busy machine says nothing.
PATIENCE = 120

#: People who are in the channels that give a role, in each of them.
WITH_ROLES = 3

UNSENT = (DeliveryState.PENDING, DeliveryState.SENDING)


class Served(House):
    """A house whose service is another process, with its database and its log in a folder."""

    def __init__(self, folder: Path, stand_in: StandIn, socket: Socket | None) -> None:
        self.stand_in = stand_in
        self.slack = stand_in.slack
        self.socket = socket
        self.dies_next = False  # killed as soon as it has acknowledged, and started again
        self.database = create_engine(f"sqlite:///{folder}/liaison.db")
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._address = ""
        self._starts = 0

    async def start(self) -> None:
        self._starts += 1
        log = self._folder / f"log{self._starts}"
        heard = {"SLACK_APP_TOKEN": APP_TOKEN} if self.socket else {"SLACK_SIGNING_SECRET": SECRET}
        settings = {
            "PYTHONPATH": str(ROOT),
            "LIAISON_DATABASE_URL": f"sqlite:///{self._folder}/liaison.db",
            "LIAISON_PLAYGROUND": "false",
            "LIAISON_PORT": "0",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_API_URL": self.stand_in.api,
            **heard,
        }
        with log.open("wb") as out:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", "from adapters.cli import main; main()", "serve"),
                cwd=self._folder,
                env=os.environ | settings,
                stdout=out,
                stderr=out,
            )
        async with asyncio.timeout(PATIENCE):
            while not (ready := re.search(r"ready at (http://\S+:\d+)", log.read_text())):
                assert self._process.returncode is None, log.read_text()
                await asyncio.sleep(0.1)
            self._address = ready[1]
            if self.socket is not None:
                await self.socket.connected(self._starts, PATIENCE)

    async def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def logged(self) -> str:
        return "".join(path.read_text() for path in sorted(self._folder.glob("log*")))

    async def post(self, words: str | bytes, headers: dict[str, str]) -> ClientResponse:
        async with ClientSession() as session:
            response = await session.post(f"{self._address}/slack/events", data=words, headers=headers)
            await response.read()
            return response

    async def deliver(self, body: dict[str, Any]) -> None:
        await self.hand_over(body)
        if self.dies_next:
            self.dies_next = False
            await self.kill()
            await self.start()
        await self.settle()

    async def settle(self) -> None:
        await self._until(lambda session: not _unfinished(session))

    async def people_known(self) -> None:
        members = select(func.count(Event.id)).where(Event.id.contains(":member:"))
        await self._until(lambda session: (session.scalar(members) or 0) >= WITH_ROLES and not _unfinished(session))

    async def _until(self, true: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(self._looked, true):  # noqa: ASYNC110 - it happens in another process
                await asyncio.sleep(0.1)

    def _looked(self, true: Any) -> bool:
        with Session(self.database) as session:
            return bool(true(session))


def _unfinished(session: Session) -> int:
    unanswered = session.scalar(select(func.count(Event.id)).where(Event.handled_at.is_(None))) or 0
    return unanswered + (session.scalar(select(func.count(Delivery.id)).where(Delivery.state.in_(UNSENT))) or 0)


@pytest.fixture(params=["http", "socket mode"])
async def house(tmp_path: Path, migrated_file: Path, request: pytest.FixtureRequest) -> AsyncIterator[Served]:
    shutil.copyfile(migrated_file, tmp_path / "liaison.db")
    slack = Slack()
    people(slack)
    unhurried = count(0, 100)
    limits = Limits(lambda: float(next(unhurried)))
    async with running(slack, limits) as stand_in, socket_of(slack) as socket:
        served = Served(tmp_path, stand_in, socket if request.param == "socket mode" else None)
        try:
            await served.start()
            yield served
        finally:
            await served.kill()
            served.database.dispose()


def times(house: House, words: str, channel: str) -> int:
    """How often the bot says something in a channel."""
    bot, posts = house.slack.bot_of(TEAM), house.slack.teams[TEAM].channels[channel].posts.values()
    return sum(words in str(post.blocks) for post in posts if post.user == bot)


async def test_nobody_misses_a_word_or_hears_it_twice_although_the_service_is_killed(house: Served) -> None:
    await settle_in(house)
    house.dies_next = True  # with Ann's report acknowledged, and perhaps not answered
    await complain(house)
    assert times(house, "Here is what I understood", "D0ANN") == 1
    await house.say("U0BEN", "themes")
    assert "supplier invoice" in str(newest(house, "D0BEN").blocks)
    await house.say("U0IVY", UPDATE, "C0IT")
    house.dies_next = True  # while everybody is being told
    await house.press("U0IVY", "Publish", "C0IT")
    for channel in ("C0NEWS", "D0ANN", "D0BOB"):
        assert times(house, "has been working again since 14:00 UTC", channel) == 1
    await house.press("U0ANN", "Fixed")
    assert "Good to hear" in house.shown("D0ANN")[-1]
    await house.press("U0ANN", "Thank IT")
    await house.fill("U0ANN", {"reason": "Two suppliers get their money today."})
    assert house.shown("C0IT")[-1] == "Ann Lee thanks IT"
    await house.press("U0BEN", "Digest now", "C0BRM")
    digest = str(newest(house, "C0BRM").blocks)
    assert "2 colleagues made 2 reports." in digest
    assert "One colleague confirmed that a fix works for them." in digest
    for words in ("supplier", "money", "tax code", "Ann Lee", TOKEN):
        assert words not in house.logged
