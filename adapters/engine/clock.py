"""The clock only ticks: what is due stands in our tables, and a tick claims it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger()

#: Seconds between two ticks. A person notices no later than this that something was due.
INTERVAL = 5

#: Seconds between two cleanings.
CLEANING_INTERVAL = 3600


class Clock:
    """Calls `tick` with the current moment every few seconds, and `clean` every hour, in this process only."""

    def __init__(
        self,
        tick: Callable[[datetime], Awaitable[int]],
        clean: Callable[[], Awaitable[None]],
        interval: float = INTERVAL,
    ) -> None:
        self._tick = tick
        self._clean = clean
        self._interval = interval
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Start ticking on the running event loop."""
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        now = datetime.now(UTC)
        self._scheduler.add_job(self.tick, "interval", seconds=self._interval, next_run_time=now, **options)
        self._scheduler.add_job(self.clean, "interval", seconds=CLEANING_INTERVAL, **options)
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking. A tick under way ends by itself."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def tick(self) -> None:
        """Claim all that is due now. A database that is away is a tick missed: the next one finds the same rows."""
        try:
            while await self._tick(datetime.now(UTC)):
                pass
        except (SQLAlchemyError, OSError) as problem:
            log.warning("tick_failed", error=type(problem).__name__)

    async def clean(self) -> None:
        """Throw away what the engine no longer needs; tried again in an hour if it fails."""
        try:
            await self._clean()
        except Exception as problem:
            log.warning("cleaning_failed", error=type(problem).__name__)
