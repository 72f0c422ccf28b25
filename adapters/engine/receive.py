"""Handling what arrived: in the order it arrived in its place, once, and not for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.store import inbox
from bot.store.session import Store

log = structlog.get_logger()

#: How long an event waits for an earlier one of the same place, in seconds.
PATIENCE = 10.0

#: Tries for an error that neither the core nor the database explains.
TRIES = 3


class Receive:
    """The `receive` job."""

    def __init__(self, store: Store, handle: Callable[[int, str], Awaitable[None]]) -> None:
        """`handle` answers one event in one transaction; see bot.core."""
        self._store = store
        self._handle = handle

    async def __call__(self, company_id: int, event_id: str) -> None:
        """Answer an event. Raises what the database raises when it is away; running again is then safe."""
        await self._wait_turn(company_id, event_id)
        for attempt in range(1, TRIES + 1):
            try:
                await self._handle(company_id, event_id)
                return
            except SQLAlchemyError:
                raise
            except Exception as bug:  # the core explains its own; here only the kind is known, and no words leak
                problem = type(bug).__name__
                log.error("event_failed", event_id=event_id, attempt=attempt, error=problem)
                await asyncio.sleep(0.2 * attempt)
        await self._store.write(company_id, lambda s: inbox.mark_handled(s, event_id, datetime.now(UTC), problem))

    async def _wait_turn(self, company_id: int, event_id: str) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        while not await self._store.read(company_id, lambda s: inbox.is_next(s, event_id)):
            if loop.time() > deadline:
                log.warning("out_of_order", event_id=event_id)
                return
            await asyncio.sleep(0.03)
