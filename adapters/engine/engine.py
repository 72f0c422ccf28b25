"""The engine: DBOS runs `receive` and `deliver`, on SQLite in one process and on PostgreSQL in many."""

import asyncio
import functools
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import cast

import structlog
from dbos import DBOS, DBOSConfig
from dbos._queue import queue_worker_thread
from sqlalchemy.exc import SQLAlchemyError

from adapters.engine.database import Database
from adapters.engine.deliver import SETTLE, Deliver
from adapters.engine.jobs import APPLICATION, SCHEMA, VERSION, JobWriter
from adapters.engine.receive import PATIENCE, Receive
from adapters.engine.takeover import FileSlot, PostgresSlot
from adapters.engine.wake import Wake
from bot.ports import Chat
from bot.store.session import Store

log = structlog.get_logger()

#: For each workflow: jobs at once in this process, and of one workspace, so that a busy one leaves room for the rest.
CONCURRENCY = {"receive": (16, 8), "deliver": (32, 4)}

#: Seconds between two looks for other replicas' work and for work whose time has come. Our own work wakes us.
POLLING = 0.5

#: How often a job may be found interrupted before DBOS sets it aside: it probably is what kills us.
RECOVERIES = 50

#: Seconds that work under way gets to finish at the stop.
GRACE = 6.0

#: Finished workflows are thrown away after this long. Events keep their ids for ever, so nothing is handled again.
KEPT_FOR = timedelta(days=7)

#: Workflows thrown away in one transaction.
CLEANING_BATCH = 500

FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Engine:
    """Durable work on one database. There can be one running engine in a process, because DBOS is one."""

    def __init__(
        self,
        database: Database,
        store: Store,
        slot: FileSlot | PostgresSlot | None = None,
        settle: float = SETTLE,
    ) -> None:
        """Connects nothing yet. `settle`: see deliver.py."""
        self._database = database
        self._store = store
        self._settle = settle
        self._slot = slot or (FileSlot(database.url) if database.embedded else PostgresSlot(database.url))
        self._wakes: dict[str, Wake] = {}
        self._workers: list[threading.Thread] = []
        self._running: set[asyncio.Task[object]] = set()
        self._pausing: set[asyncio.Task[object]] = set()
        self._busy: Counter[str] = Counter()
        self.enqueue = JobWriter(self._committed)

    async def start(
        self,
        handle: Callable[[int, str], Awaitable[None]],
        chats: Mapping[str, Chat],
        yield_to: Callable[[], bool] = lambda: False,
    ) -> None:
        """Start working. `handle` answers an event; `yield_to` says whether to hold back new work for a moment.

        Raises AlreadyRunning where no other process may work on this database.
        """
        name = await self._slot.take()
        dbos = DBOS(config=self._config(name))
        self._register(handle, chats, yield_to)
        DBOS.listen_queues([])  # we run the queue's worker ourselves, to be able to wake it
        DBOS.launch()  # on the loop's own thread: this is how DBOS learns which loop to run our coroutines on
        for queue_name in CONCURRENCY:
            await self._work_on(dbos, queue_name, Wake(yield_to if queue_name == "receive" else lambda: False))
        self._slot.watch(self._recover)
        log.info("engine_started", slot=name)

    def _config(self, executor: str) -> DBOSConfig:
        return {
            "name": APPLICATION,
            "system_database_engine": self._database.system(),
            "dbos_system_schema": SCHEMA,
            "application_version": VERSION,
            "executor_id": executor,
            "use_listen_notify": False,
            "console_log_level": "ERROR",
            "log_level": "ERROR",
            "max_executor_threads": 64,
        }

    async def _work_on(self, dbos: DBOS, queue_name: str, wake: Wake) -> None:
        """Begin to work on a queue. `wake` says when to look at it, and when rather not."""
        at_once, of_one_workspace = CONCURRENCY[queue_name]
        queue = await DBOS.register_queue_async(
            queue_name,
            worker_concurrency=at_once,
            partition_worker_concurrency=of_one_workspace,
            polling_interval_sec=POLLING,
            on_conflict="always_update",
        )
        self._wakes[queue_name] = wake
        worker = threading.Thread(
            target=queue_worker_thread,
            args=(cast(threading.Event, wake), dbos, queue),
            name=f"queue-{queue_name}",
            daemon=True,
        )
        worker.start()
        self._workers.append(worker)

    def _register(
        self, handle: Callable[[int, str], Awaitable[None]], chats: Mapping[str, Chat], pressed: Callable[[], bool]
    ) -> None:
        alone = isinstance(self._slot, FileSlot)
        receive_event = Receive(self._store, handle, 0.0 if alone else PATIENCE, pressed)
        deliver_card = Deliver(self._store, chats, self.enqueue, self._sleep, self._settle)

        @DBOS.workflow(name="receive", max_recovery_attempts=RECOVERIES)
        async def receive(company_id: int, event_id: str, place: str) -> None:
            await self._run("receive", functools.partial(receive_event, company_id, event_id, place))

        @DBOS.workflow(name="deliver", max_recovery_attempts=RECOVERIES)
        async def deliver(company_id: int, delivery_id: int, revision: int, attempt: int) -> None:
            await self._run("deliver", functools.partial(deliver_card, company_id, delivery_id, revision, attempt))

    async def _run(self, queue: str, job: Callable[[], Awaitable[None]]) -> None:
        """Run a job to its end, however long the database is away meanwhile."""
        task = cast("asyncio.Task[object]", asyncio.current_task())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        self._busy[queue] += 1
        task.add_done_callback(lambda _task: self._done(queue))
        delay = 0.1
        while True:
            try:
                return await job()
            except (SQLAlchemyError, OSError) as problem:  # never its text: it may quote a row
                log.warning("database_trouble", queue=queue, error=type(problem).__name__)
            await asyncio.sleep(delay)
            delay = min(delay * 2, 15.0)

    def _done(self, queue: str) -> None:
        """Look for more work at once if this job may have been in its way; else there would have been none."""
        if self._busy[queue] >= min(CONCURRENCY[queue]):
            self._committed({queue})
        self._busy[queue] -= 1

    async def _sleep(self, seconds: float) -> None:
        task = cast("asyncio.Task[object]", asyncio.current_task())
        self._pausing.add(task)
        try:
            await DBOS.sleep_async(seconds)
        finally:
            self._pausing.discard(task)

    def _committed(self, queues: set[str]) -> None:
        for queue in queues:
            if (wake := self._wakes.get(queue)) is not None:
                wake.nudge()

    async def _recover(self, slot: str) -> None:
        await asyncio.to_thread(DBOS._recover_pending_workflows, [slot])
        self._committed(set(self._wakes))

    async def clean(self) -> None:
        """Throw away workflows that ended long ago."""
        before = (datetime.now(UTC) - KEPT_FOR).isoformat()
        while True:
            old = await DBOS.list_workflows_async(
                status=FINISHED,
                completed_before=before,
                limit=CLEANING_BATCH,
                load_input=False,
                load_output=False,
            )
            if not old:
                return
            await DBOS.delete_workflows_async([workflow.workflow_id for workflow in old])

    async def stop(self) -> None:
        """Take no new work, let what is under way finish for a few seconds, leave the rest to whoever starts next."""
        for wake in self._wakes.values():
            wake.set()
        # A thread of our own: DBOS has taken over the loop's pool and shuts it down.
        with ThreadPoolExecutor(1) as thread:
            loop = asyncio.get_running_loop()
            for worker in self._workers:
                await loop.run_in_executor(thread, worker.join, 2.0)
            await self._drain()
            await loop.run_in_executor(thread, functools.partial(DBOS.destroy, destroy_registry=True))
            loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="liaison"))
        await self._slot.release()
        log.info("engine_stopped")

    async def _drain(self) -> None:
        if busy := self._running - self._pausing:
            await asyncio.wait(busy, timeout=GRACE)
        left = set(self._running)
        for task in left:
            task.cancel()  # DBOS then writes no outcome: the job stays recoverable
        await asyncio.gather(*left, return_exceptions=True)
