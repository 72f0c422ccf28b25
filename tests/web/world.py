"""A playground for tests: the real page and the real core on an empty database, with the bot answering at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from adapters.engine.database import create_engine
from adapters.engine.inline import InlineEngine
from adapters.web.app import create_web, mount
from adapters.web.board import Board
from adapters.web.chat import WebChat
from adapters.web.posting import Row, as_kept
from adapters.web.sample import Progress
from bot.core import Core
from bot.messages import FromPerson
from bot.ports import LanguageModel
from bot.store.session import Store

#: The smallest PNG there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082".replace(" ", "")
)


class World:
    """Everything behind the page. With `asleep` the bot keeps what it is told and does not answer yet."""

    def __init__(self, url: str, language: LanguageModel) -> None:
        self.store = Store(create_engine(url))
        self.board = Board(self.store)
        self.engine = InlineEngine()
        self.core = Core(self.store, language, {"web": WebChat(self.board)}, self.engine.enqueue)
        self.told: list[FromPerson] = []
        self.asleep = False
        self.sample_steps = 3
        self.sample_may_go_on = asyncio.Event()
        self._turn = asyncio.Lock()
        self.app = web.Application()
        mount(
            self.app,
            create_web(
                self.board,
                self.accept,
                self.core.form_for,
                self.core.company_of,
                pictures=self.picture,
                load_sample=self.load_sample,
            ),
        )

    async def accept(self, message: FromPerson, post: Row | None = None) -> None:
        await self.core.accept(
            [message], lambda session, kept: self.board.insert(session, as_kept([post] if post else [], kept))
        )
        self.board.changed()
        self.told.append(message)
        if not self.asleep:
            await self.settle()

    async def settle(self) -> None:
        async with self._turn:
            await self.engine.settle(self.core)

    async def picture(self, number: int) -> bytes | None:
        return PNG if number == 7 else None

    async def load_sample(self, progress: Progress) -> None:
        if not self.sample_steps:
            raise ValueError("Nothing to load.")
        for done in range(self.sample_steps):
            await progress(done, self.sample_steps)
            await self.sample_may_go_on.wait()


@asynccontextmanager
async def open_world(url: str, language: LanguageModel) -> AsyncIterator[World]:
    """A world whose database is closed at the end."""
    world = World(url, language)
    try:
        yield world
    finally:
        await world.store.close()
