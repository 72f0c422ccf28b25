"""Loading the sample month: started from the page, told to every window, safe to start again where it stopped."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import web

from adapters.web.board import Board, Sample
from adapters.web.inbound import Problem, Start, read_json
from adapters.web.model import SampleState

log = structlog.get_logger()

#: Told how many steps are done and of how many.
Progress = Callable[[int, int], Awaitable[None]]

#: Brings in the sample month, telling its progress. Running it again must change nothing that is there.
LoadSample = Callable[[Progress], Awaitable[None]]

#: A loading that has said nothing for this long has stopped, whatever the board says.
SILENCE = timedelta(seconds=60)

#: Seconds between two words of progress.
TELL_EVERY = 0.25


class SampleMonth:
    """Loads the sample month once."""

    def __init__(self, board: Board, load: LoadSample) -> None:
        self._board = board
        self._load = load
        self._task: asyncio.Task[None] | None = None

    async def start(self, request: web.Request) -> web.Response:
        """Begin, unless it is loading or loaded already."""
        await read_json(request, Start)
        now = datetime.now(UTC)
        if not await self._board.start_sample(now, stalled=now - SILENCE):
            loaded = (await self._board.sample()).state == SampleState.LOADED
            raise Problem(409, "The sample month is here already." if loaded else "The sample month is loading.")
        self._task = asyncio.create_task(self._run())
        return web.json_response({"state": SampleState.LOADING}, status=202)

    async def close(self) -> None:
        """Stop; what is loaded stays, and the rest comes with the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        last, said = Sample(SampleState.LOADING), 0.0

        async def tell(done: int, total: int) -> None:
            nonlocal last, said
            last = Sample(SampleState.LOADING, done, total, datetime.now(UTC))
            if time.monotonic() - said >= TELL_EVERY:
                said = time.monotonic()
                await self._board.tell_sample(last)

        end = SampleState.STOPPED
        try:
            await self._load(tell)
            end = SampleState.LOADED
        except Exception as problem:
            log.error("sample_stopped", error=type(problem).__name__)
        finally:
            await self._board.tell_sample(Sample(end, last.done, last.total, datetime.now(UTC)))
