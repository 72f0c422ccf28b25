"""One replica: the real core, engine and acceptor behind a small HTTP door, speaking on the stand-in platform.

python -m tests.chaos.replica DATABASE_URL PLATFORM_URL
"""

import asyncio
import signal
import sys
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp
import numpy as np
import structlog
from aiohttp import web
from numpy.typing import NDArray

from adapters.engine.acceptor import Acceptor
from adapters.engine.clock import Clock
from adapters.engine.database import Database
from adapters.engine.engine import Engine
from bot.cards import Card
from bot.core import Core
from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Impact, Intent, Module
from bot.messages import MESSAGE, TickDue
from bot.ports import NOBODY, Behalf, Profile, RateLimited, Refused, Unavailable
from bot.store.session import Store
from bot.translation.fidelity.model import Problem
from bot.translation.rewrite import Draft

#: The platform's clients are impatient, so that slow answers are lost ones.
PATIENCE = 0.8


class FixedLanguage:
    """Takes everything for the same kind of complaint, each about a thing of its own."""

    async def understand(self, text: str, behalf: Behalf = NOBODY) -> Understanding:
        await asyncio.sleep(0.005)
        return Understanding(
            intent=Intent.COMPLAINT,
            cause=Cause.DEFECT,
            module=Module.FINANCE,
            impact=Impact.SLOWED,
            confidence=0.9,
            causes=((Cause.DEFECT, 0.9),),
            modules=((Module.FINANCE, 0.9),),
            impacts=((Impact.SLOWED, 0.9),),
            engine="fixed",
            intents=((Intent.COMPLAINT, 0.9),),
        )

    async def rewrite(
        self, text: str, posted: datetime, zone: str, terms: Mapping[str, str], behalf: Behalf = NOBODY
    ) -> Draft:
        raise NotImplementedError

    async def check(self, said: str, draft: str) -> tuple[Problem, ...]:
        raise NotImplementedError

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [np.random.default_rng(zlib.crc32(text.encode())).normal(size=64) for text in texts]
        return np.asarray([row / np.linalg.norm(row) for row in rows], dtype=np.float32)


class StandInChat:
    """A client of the stand-in platform."""

    platform = "standin"

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        return str((await self._ask("post", place=place, key=key, summary=card.summary))["id"])

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        await self._ask("edit", id=message_id, summary=card.summary)

    async def find(self, workspace: str, place: str, key: str) -> str | None:
        found = (await self._ask("find", place=place, key=key))["id"]
        return None if found is None else str(found)

    async def open_direct(self, workspace: str, person: str) -> str:
        return f"dm-{person}"

    async def profile(self, workspace: str, person: str) -> Profile:
        return Profile(name=person)

    async def _ask(self, call: str, **body: str) -> Any:
        try:
            async with self._session.post(f"{self._url}/{call}", json=body) as response:
                if response.status == 429:
                    raise RateLimited(float(response.headers["Retry-After"]))
                if response.status == 404:
                    raise Refused("message_not_found")
                return await response.json()
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise Unavailable(type(problem).__name__) from None


async def main(database_url: str, platform_url: str) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        database = Database(database_url)
        store = Store(database.core())
        engine = Engine(database, store)
        chats = {"standin": StandInChat(platform_url, session)}
        core = Core(store, FixedLanguage(), chats, engine.enqueue)
        acceptor: Acceptor[None] = Acceptor(lambda messages, _: core.accept(messages))
        clock = Clock(core.tick, engine.clean)

        async def event(request: web.Request) -> web.Response:
            message = MESSAGE.validate_json(await request.read())
            assert not isinstance(message, TickDue)
            await acceptor.accept(message)
            return web.json_response({})

        await engine.start(core.handle, chats, acceptor.pressed)
        clock.start()
        app = web.Application()
        app.add_routes([web.post("/event", event)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
        await stopped.wait()
        clock.stop()
        await runner.cleanup()
        await engine.stop()
        await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
