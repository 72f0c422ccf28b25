"""Jobs become DBOS workflows inside the transaction that made them necessary.

`DBOSClient.enqueue_in_transaction` does the same one row at a time and takes 0.6 to 1.1 ms for each; a batch of 64
written as here takes 0.1 ms for each. The rows and the tables are DBOS's own, so this module is part of what the pin
`dbos==3.4.*` is for, and a test compares its rows with those the client writes.
"""

import time
from collections.abc import Callable, Sequence

from dbos import WorkflowSerializationFormat
from dbos._schemas import SCHEMA_PLACEHOLDER
from dbos._schemas.system_database import SystemSchema
from dbos._serialization import DefaultSerializer, serialize_args
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.inbox import Job

#: Names this application in DBOS's tables.
APPLICATION = "liaison"

#: Workflows of another version are left to the processes that run it. Raise it only when a workflow's steps change.
VERSION = "1"

#: The schema of DBOS's tables on PostgreSQL. SQLite has none.
SCHEMA = "dbos"

#: Only ids are stored as arguments, in JSON that anyone may read.
_SERIALIZER, _FORMAT = DefaultSerializer(), WorkflowSerializationFormat.PORTABLE


class JobWriter:
    """The store's `Enqueue`: writes jobs with the session's transaction and says `committed` once it is committed."""

    def __init__(self, committed: Callable[[set[str]], None]) -> None:
        """`committed` gets the names of the workflows that have new work. It may be called in any thread."""
        self._committed = committed
        self._last = 0

    def __call__(self, session: Session, jobs: Sequence[Job]) -> None:
        if not jobs:
            return
        connection = session.connection()
        on_postgres = connection.dialect.name == "postgresql"
        insert = postgresql.insert if on_postgres else sqlite.insert
        options = {"schema_translate_map": {SCHEMA_PLACEHOLDER: SCHEMA if on_postgres else None}}
        now = time.time()
        # A millisecond between jobs, however fast they come, keeps their order: that is how the queue sorts them.
        first = max(int(now * 1000), self._last + 1)
        self._last = first + len(jobs) - 1
        statuses, inputs = [], []
        for number, job in enumerate(jobs):
            arguments, serialization = serialize_args(job.arguments, {}, _FORMAT, _SERIALIZER)
            statuses.append(_status(job, serialization, now, first + number))
            inputs.append(_input(job, arguments, now))
        for table, rows in ((SystemSchema.workflow_status, statuses), (SystemSchema.workflow_input, inputs)):
            connection.execute(insert(table).on_conflict_do_nothing(), rows, execution_options=options)
        names = {job.workflow for job in jobs if not job.delay}
        if names:
            event.listen(session, "after_commit", lambda _session: self._committed(set(names)), once=True)


def _status(job: Job, serialization: str | None, now: float, moment: int) -> dict[str, object]:
    """A row of `workflow_status`, made at `moment` (milliseconds of the epoch)."""
    return {
        "workflow_uuid": job.id,
        "status": "DELAYED" if job.delay else "ENQUEUED",
        "name": job.workflow,
        "queue_name": job.workflow,
        "queue_partition_key": job.partition,
        "priority": 0 if job.waited_for else 1,  # the lowest number goes first
        "recovery_attempts": 0,
        "application_name": APPLICATION,
        "application_version": VERSION,
        "serialization": serialization,
        "delay_until_epoch_ms": int((now + job.delay) * 1000) if job.delay else None,
        "created_at": moment,
        "updated_at": moment,
    }


def _input(job: Job, arguments: str | None, now: float) -> dict[str, object]:
    return {
        "workflow_uuid": job.id,
        "inputs": arguments,
        "retention_timestamp": int(now * 1000),
    }
