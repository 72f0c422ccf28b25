"""Which replica am I, and whose work must I take over?

Each replica holds a numbered slot, and DBOS records that slot with everything the replica works on. On PostgreSQL the
slot is a session's advisory lock, which the server frees the moment the replica's connection ends, however it ends. A
slot with unfinished work whose lock is free belongs to a dead replica: a survivor puts that work back on the queue. A
replica that loses its lock connection no longer knows that its work is its own, and must exit.

SQLite serves one process at a time; a locked file next to the database sees to it.
"""

import asyncio
import fcntl
import os
from collections.abc import Awaitable, Callable
from typing import IO

import psycopg
import structlog
from sqlalchemy.engine import URL

from adapters.engine.jobs import SCHEMA, VERSION

log = structlog.get_logger()

#: The first half of the advisory lock's key ("LIAI" in ASCII); the second is the slot's number.
LOCK_CLASS = 0x4C494149

#: Slots there are, and so replicas at most.
SLOTS = 64

#: Seconds between two looks at the other slots. A takeover starts within this time.
INTERVAL = 2.0

#: An answer from our own lock connection that takes longer than this, in seconds, means that it is gone.
LOST_AFTER = 20.0


class AlreadyRunning(RuntimeError):
    """Another process works on this database, or on every slot of it."""


class FileSlot:
    """The only slot of a SQLite database."""

    name = "local"

    def __init__(self, url: URL) -> None:
        self._path = f"{url.database}.lock"
        self._file: IO[str] | None = None

    async def take(self) -> str:
        """Lock the file until `release`. Raises AlreadyRunning if another process has it."""
        file = open(self._path, "a")  # noqa: ASYNC230, SIM115 - held open for as long as the process lives
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise AlreadyRunning(
                f"Another Liaison process is using this database ({self._path} is locked). "
                "Stop it first, or use PostgreSQL to run several."
            ) from None
        self._file = file
        return self.name

    def watch(self, recover: Callable[[str], Awaitable[None]]) -> None:
        """There is nobody to take over from."""

    async def release(self) -> None:
        """Unlock the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def exit_at_once() -> None:
    """End the process without another word to the database: somebody else may own our work by now."""
    os._exit(70)


class PostgresSlot:
    """A slot held by an advisory lock. PgBouncer must not sit between, or must pool by session."""

    def __init__(self, url: URL, on_lost: Callable[[], None] = exit_at_once, interval: float = INTERVAL) -> None:
        self._dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._on_lost = on_lost
        self._interval = interval
        self._connection: psycopg.AsyncConnection | None = None
        self._number = 0
        self._watching: asyncio.Task[None] | None = None

    async def take(self) -> str:
        """Lock the first free slot and return its name. Raises AlreadyRunning when there is none."""
        connection = await psycopg.AsyncConnection.connect(
            self._dsn,
            autocommit=True,
            application_name="liaison slot",
            keepalives_idle=5,
            keepalives_interval=5,
            keepalives_count=3,
        )
        for number in range(1, SLOTS + 1):
            if await _locked(connection, number):
                self._connection, self._number = connection, number
                return _name(number)
        await connection.close()
        raise AlreadyRunning(f"All {SLOTS} replica slots of this database are taken.")

    def watch(self, recover: Callable[[str], Awaitable[None]]) -> None:
        """From now on hand each dead replica's slot name to `recover`, and exit when our own lock is lost."""
        self._watching = asyncio.create_task(self._watch(recover))

    async def release(self) -> None:
        """Free the slot."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
            self._watching = None
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _watch(self, recover: Callable[[str], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(self._interval)
            try:
                for number in await asyncio.wait_for(self._others_with_work(), LOST_AFTER):
                    await self._take_over(number, recover)
            except (psycopg.Error, OSError, TimeoutError) as problem:
                log.critical("slot_lost", slot=_name(self._number), error=type(problem).__name__)
                self._on_lost()
                return

    async def _others_with_work(self) -> list[int]:
        rows = await self._held.execute(
            f"SELECT DISTINCT executor_id FROM {SCHEMA}.workflow_status "  # noqa: S608 - a constant
            "WHERE status = 'PENDING' AND application_version = %s",
            (VERSION,),
        )
        numbers = [_number(name) for (name,) in await rows.fetchall()]
        return [number for number in numbers if number not in (0, self._number)]

    async def _take_over(self, number: int, recover: Callable[[str], Awaitable[None]]) -> None:
        """Recover a slot's work while holding its lock, so that nobody new can take the slot meanwhile."""
        if not await _locked(self._held, number):
            return
        try:
            log.warning("taking_over", slot=_name(number))
            await recover(_name(number))
        except Exception as problem:
            log.error("takeover_failed", slot=_name(number), error=type(problem).__name__)
        finally:
            await self._held.execute("SELECT pg_advisory_unlock(%s, %s)", (LOCK_CLASS, number))

    @property
    def _held(self) -> psycopg.AsyncConnection:
        if self._connection is None:
            raise psycopg.OperationalError("The slot was never taken.")
        return self._connection


async def _locked(connection: psycopg.AsyncConnection, number: int) -> bool:
    rows = await connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK_CLASS, number))
    row = await rows.fetchone()
    return bool(row and row[0])


def _name(number: int) -> str:
    return f"slot-{number}"


def _number(name: str | None) -> int:
    """The number of a slot's name, or 0 for an executor that is none of ours."""
    prefix, _, number = (name or "").partition("-")
    return int(number) if prefix == "slot" and number.isdigit() else 0
