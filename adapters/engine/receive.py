"""Handling what arrived: in the order it arrived in its place, once, and not for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from weakref import WeakValueDictionary

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.store import inbox
from bot.store.session import Store

log = structlog.get_logger()

#: How long another replica gets to handle an earlier event of the same place before we do it, in seconds.
PATIENCE = 2.0

#: While more arrives than we can take: the pause after an event, as a multiple of what handling it took, and the
#: longest pause in seconds. A platform gives us 3 s to say that its message has arrived, and people more to answer.
PAUSE, LONGEST_PAUSE = 3.0, 0.5

#: Tries for an error that neither the core nor the database explains.
TRIES = 3


class Receive:
    """The `receive` job: handles its event, and first whatever arrived before it in the same place."""

    def __init__(
        self,
        store: Store,
        handle: Callable[[int, str], Awaitable[None]],
        patience: float = PATIENCE,
        pressed: Callable[[], bool] = lambda: False,
    ) -> None:
        """`handle` answers one event in one transaction, and leaves a handled one alone; see bot.core.

        While `pressed()`, events are handled one at a time: threads that compute take turns anyway, and each more of
        them makes those wait longer who only want to hear that their message has arrived.
        """
        self._store = store
        self._handle = handle
        self._patience = patience
        self._pressed = pressed
        self._one = asyncio.Lock()
        self._places: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, company_id: int, event_id: str, place: str) -> None:
        """Answer an event. Raises what the database raises when it is away; running again is then safe."""
        if place == inbox.CLOCK:  # what the clock says has no order
            await self._answer(company_id, event_id)
            return
        async with self._places.setdefault((company_id, place), asyncio.Lock()):
            first: str | None = None
            while first != event_id and (first := await self._first(company_id, place, event_id)) is not None:
                await self._answer(company_id, first)

    async def _first(self, company_id: int, place: str, event_id: str) -> str | None:
        """What to handle now: an earlier event only after others had time to finish it."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience
        while True:
            first = await self._store.read(company_id, lambda s: inbox.first_waiting(s, place, event_id))
            if first in (None, event_id) or loop.time() >= deadline:
                return first
            await asyncio.sleep(0.03)

    async def _handle_in_turn(self, company_id: int, event_id: str) -> None:
        """One at a time, and then a pause: three quarters of the time belong to what arrives."""
        loop = asyncio.get_running_loop()
        async with self._one:
            started = loop.time()
            await self._handle(company_id, event_id)
            if self._pressed():
                await asyncio.sleep(min(PAUSE * (loop.time() - started), LONGEST_PAUSE))

    async def _answer(self, company_id: int, event_id: str) -> None:
        problem = ""
        for attempt in range(1, TRIES + 1):
            try:
                if self._pressed():
                    await self._handle_in_turn(company_id, event_id)
                else:
                    await self._handle(company_id, event_id)
                return
            except SQLAlchemyError:
                raise
            except Exception as bug:  # the core explains its own; here only the kind is known, and no words leak
                problem = type(bug).__name__
                log.error("event_failed", event_id=event_id, attempt=attempt, error=problem)
                await asyncio.sleep(0.2 * attempt)
        now = datetime.now(UTC)
        await self._store.write(company_id, lambda s: inbox.mark_handled(s, event_id, now, problem))
