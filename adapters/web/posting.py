"""Writing posts: those that arrive while a commit is under way share the next one."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from adapters.web.model import WebBoard, WebPost
from bot.messages import FromPerson, MessageReceived
from bot.store.session import Store

#: Posts in one commit.
BATCH = 400


#: A post as it is stored, but for its company and its numbers.
Row = dict[str, Any]

#: A post and who waits until it is safe.
_Waiting = tuple[Row, asyncio.Future[None]]


def post_id(company_id: int, place: str, key: str) -> str:
    """The id of the post that somebody makes under `key` in a place: always the same one."""
    return hashlib.sha256(f"{company_id}\n{place}\n{key}".encode()).hexdigest()[:24]


def take_numbers(session: Session, count: int, company_id: int | None = None) -> int:
    """Take the next `count` change numbers and return the first. Others wait for our commit, which keeps the order.

    `company_id` only where the session itself belongs to no company.
    """
    last: int = session.execute(
        update(WebBoard)
        .where(WebBoard.company_id == company_id if company_id is not None else true())
        .values(changes=WebBoard.changes + count)
        .returning(WebBoard.changes)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return last - count + 1


def insert_posts(session: Session, company_id: int, rows: Sequence[Row]) -> None:
    """Add posts in their order; one whose id is there already is left as it is."""
    first = take_numbers(session, len(rows), company_id)
    values = [
        {"company_id": company_id, **row, "created": first + place, "changed": first + place}
        for place, row in enumerate(rows)
    ]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.connection().execute(insert(WebPost).on_conflict_do_nothing(), values)


def as_kept(rows: Sequence[Row], kept: Sequence[FromPerson]) -> list[Row]:
    """Posts with the words that the core keeps of them: it must not keep a password or somebody's pay, nor must we."""
    words = {message.message_id: message.text for message in kept if isinstance(message, MessageReceived)}
    return [{**row, "text": words.get(row["id"], row["text"])} for row in rows]


class Postbox:
    """Takes posts one by one and commits them together. `put` returns when the post is safe."""

    def __init__(self, store: Store, company_id: int, written: Callable[[], None]) -> None:
        self._store = store
        self._company_id = company_id
        self._written = written
        self._waiting: list[_Waiting] = []
        self._task: asyncio.Task[None] | None = None

    async def put(self, row: Row) -> None:
        """Store one post. Raises what the database raises; then it is not stored."""
        safe: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, safe))
        if self._task is None:
            self._task = asyncio.create_task(self._commit_all())
        await safe

    async def _commit_all(self) -> None:
        batch: list[_Waiting] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                await self._commit(batch)
        except BaseException as problem:  # a cancellation too: those who wait, also for their turn, must hear of it
            stranded, self._waiting = [*batch, *self._waiting], []
            _settle(stranded, problem)
            raise
        finally:
            self._task = None

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        rows = [row for row, _ in batch]
        insert = partial(insert_posts, company_id=self._company_id, rows=rows)
        try:
            await self._store.write(self._company_id, insert, urgent=True)
        except Exception as problem:
            _settle(batch, problem)
        else:
            _settle(batch, None)
        self._written()


def _settle(batch: Sequence[_Waiting], problem: BaseException | None) -> None:
    for _, safe in batch:
        if safe.done():  # whoever asked has gone or has heard already
            continue
        if problem is None:
            safe.set_result(None)
        else:
            safe.set_exception(problem)
