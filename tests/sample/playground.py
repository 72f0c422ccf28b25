"""A playground without its page, to load the sample month into, and ways to look at what came of it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import adapters.tables
from adapters.engine.database import create_engine
from adapters.engine.inline import InlineEngine
from adapters.sample.loader import load_sample_month
from adapters.sample.story import Line
from adapters.web import seed
from adapters.web.board import PLATFORM, WORKSPACE, Board
from adapters.web.chat import WebChat
from adapters.web.posting import Row
from bot.cards import CARD, Card
from bot.core import Core
from bot.messages import FromPerson
from bot.ports import LanguageModel
from bot.store.session import Store


class Killed(BaseException):
    """The process is gone: nothing of ours may catch this."""


class MortalStore(Store):
    """A store that meets its `fate` after so many transactions: it dies, unless told otherwise."""

    lives = -1

    def fate(self) -> None:
        raise Killed

    async def _run(self, *args: Any, **kwargs: Any) -> Any:
        if self.lives == 0:
            self.fate()
        self.lives -= 1
        return await super()._run(*args, **kwargs)


class Playground:
    """Opened as the app opens it: six people, four channels, the bot told what each is for."""

    def __init__(self, url: str, language: LanguageModel) -> None:
        self.store = MortalStore(create_engine(url))
        self.board = Board(self.store)
        self.language = language

    async def open(self) -> None:
        engine = InlineEngine()
        core = Core(self.store, self.language, {PLATFORM: WebChat(self.board)}, engine.enqueue)

        async def accept(message: FromPerson, _post: Row | None = None) -> None:
            await core.accept([message])
            await engine.settle(core)

        await core.company_of(PLATFORM, WORKSPACE)
        await seed.lay_out(self.board)
        await seed.invite(self.board, accept)

    async def load(self, month: Sequence[Line] | None = None) -> tuple[Any, list[tuple[int, int]]]:
        """Load the month; returns what the loader counted and the progress it told."""
        told: list[tuple[int, int]] = []

        async def progress(done: int, total: int) -> None:
            told.append((done, total))

        return await load_sample_month(self.board, self.language, progress, month), told


def make_tables(url: str) -> None:
    engine = sa.create_engine(url)
    adapters.tables.metadata.create_all(engine)
    engine.dispose()


@contextmanager
def looking(url: str) -> Iterator[Session]:
    """A session that sees every row, of whatever company."""
    engine = sa.create_engine(url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def cards_of(words: str | None) -> Card | None:
    return CARD.validate_json(words) if words else None


#: Moments from here on are the real clock's and differ from one loading to the next.
START = datetime.now(UTC)


def snapshot(url: str) -> dict[str, list[str]]:
    """What every table says, without what only counts, and with every real moment the same."""
    found: dict[str, list[str]] = {}
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        for table in adapters.tables.metadata.sorted_tables:
            rows = connection.execute(sa.select(table)).mappings()
            kept = [{name: _plain(value) for name, value in row.items() if name not in COUNTING} for row in rows]
            found[table.name] = sorted(json.dumps(row, sort_keys=True) for row in kept)
    engine.dispose()
    return found


#: Versions, and the playground's own numbering of changes: how often something was done, not what.
COUNTING = frozenset({"version", "changes", "changed", "created"})


def _plain(value: object) -> str:
    return "now" if isinstance(value, datetime) and value >= START else str(value)
