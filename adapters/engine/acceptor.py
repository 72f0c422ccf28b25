"""Accepting messages together: arrivals that come while a commit is under way share the next one."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

from bot.messages import FromPerson

log = structlog.get_logger()

#: Messages in one transaction at most.
LARGEST_BATCH = 256

#: A message that waited this long asks other work to let acceptance go first, and for how long, both in seconds.
PRESSURE, RELIEF = 0.015, 0.5


#: What a platform of our own keeps of a message itself, in the same transaction.
Copy = TypeVar("Copy")


@dataclass(frozen=True)
class _Waiting(Generic[Copy]):
    message: FromPerson
    copy: Copy | None
    done: "asyncio.Future[None]"
    since: float


class Acceptor(Generic[Copy]):
    """Group commit over `store`, which keeps a batch of messages durably, each once, or raises and keeps none.

    `store` also gets the copies that came with them, to keep in the same transaction.
    """

    def __init__(self, store: Callable[[Sequence[FromPerson], Sequence[Copy]], Awaitable[object]]) -> None:
        self._store = store
        self._waiting: list[_Waiting[Copy]] = []
        self._writer: asyncio.Task[None] | None = None
        self._pressed_until = 0.0

    def pressed(self) -> bool:
        """True while those who arrive have to wait. May be asked in any thread."""
        return time.monotonic() < self._pressed_until

    async def accept(self, message: FromPerson, copy: Copy | None = None) -> None:
        """Return once the message is durably stored (again: once and only once). Raises what kept it from that."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(message, copy, done, time.monotonic()))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        batch: list[_Waiting[Copy]] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
                await self._store_batch(batch)
                if (now := time.monotonic()) - batch[0].since > PRESSURE:
                    self._pressed_until = now + RELIEF
        except BaseException as problem:  # a cancellation too: those who wait, also for their turn, must hear of it
            stranded, self._waiting = [*batch, *self._waiting], []
            for waiting in stranded:
                _settle(waiting, problem)
            raise
        finally:
            self._writer = None

    async def _store_batch(self, batch: Sequence[_Waiting[Copy]]) -> None:
        try:
            await self._store_twice(
                [waiting.message for waiting in batch], [w.copy for w in batch if w.copy is not None]
            )
        except Exception as problem:
            if len(batch) == 1 or _database_is_away(problem):
                for waiting in batch:
                    _settle(waiting, problem)
            else:  # one of them is at fault: only the one who sent it should hear of it
                log.warning("batch_split", size=len(batch), error=type(problem).__name__)
                for waiting in batch:
                    await self._store_batch([waiting])
        else:
            for waiting in batch:
                _settle(waiting, None)

    async def _store_twice(self, messages: Sequence[FromPerson], copies: Sequence[Copy]) -> None:
        """A connection that the database closed long ago shows only when it is used; a fresh one then serves."""
        try:
            await self._store(messages, copies)
        except DBAPIError as problem:
            if not problem.connection_invalidated:
                raise
            await self._store(messages, copies)


def _database_is_away(problem: Exception) -> bool:
    return isinstance(problem, TimeoutError | OSError) or (
        isinstance(problem, DBAPIError) and problem.connection_invalidated
    )


def _settle(waiting: _Waiting[Copy], problem: BaseException | None) -> None:
    if waiting.done.done():  # whoever asked has gone or has heard already
        return
    if problem is None:
        waiting.done.set_result(None)
    else:
        waiting.done.set_exception(problem)
