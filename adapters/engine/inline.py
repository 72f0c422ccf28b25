"""The engine that works at once: in this process, in order, without a queue.

It serves where somebody waits for the result and a queue would only be in the way: an imported or invented history,
and tests. Its jobs do not survive the process, so whoever goes on after a crash calls `recover` first. It may run
beside the durable engine on one database: each takes only what it was given.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from adapters.engine.deliver import Deliver
from bot.core import Core
from bot.store.inbox import Event, Job
from bot.store.outbox import Delivery, DeliveryState

#: Our jobs hold a delivery as this attempt, which the durable engine reaches only after hours of failing.
ATTEMPT = 16


class InlineEngine:
    """Runs jobs one after the other. Give `enqueue` to a Core, then call `settle` with it after each message."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """`sleep` waits for a job that is not due yet, and for a platform that asks us to go slower."""
        self._sleep = sleep
        self._jobs: deque[Job] = deque()

    def enqueue(self, session: Session, jobs: Sequence[Job]) -> None:
        """The store's `Enqueue`: the jobs exist once the session's transaction is committed."""
        event.listen(session, "after_commit", lambda _session: self._jobs.extend(jobs), once=True)

    async def settle(self, core: Core) -> None:
        """Run the jobs there are, and all that follow from them, until nothing is left to do."""
        deliver = Deliver(core.store, core.chats, self.enqueue, self._sleep, settle=0.0)
        while self._jobs:
            job = self._jobs.popleft()
            if job.delay:
                await self._sleep(job.delay)
            if job.workflow == "receive":
                await core.handle(int(job.arguments[0]), str(job.arguments[1]))
            else:
                company, delivery, revision, attempt = (int(argument) for argument in job.arguments)
                await deliver(company, delivery, revision, max(attempt, ATTEMPT))

    async def recover(self, core: Core, company_id: int, events: str) -> None:
        """Finish what an engine like this one left behind: the events whose ids begin with `events`, and our cards."""
        waiting, unsent = await core.store.read(company_id, lambda s: _unfinished(s, events))
        for event_id in waiting:
            self._jobs.append(Job("receive", event_id, (company_id, event_id), ""))
        for delivery, revision, attempt in unsent:
            self._jobs.append(Job("deliver", str(delivery), (company_id, delivery, revision, attempt), ""))
        await self.settle(core)


def _unfinished(session: Session, events: str) -> tuple[list[str], list[tuple[int, int, int]]]:
    waiting = session.scalars(
        select(Event.id)
        .where(Event.id.startswith(events, autoescape=True), Event.handled_at.is_(None))
        .order_by(Event.received_at)
    )
    unsent = session.scalars(
        select(Delivery).where(Delivery.state.in_((DeliveryState.PENDING, DeliveryState.SENDING))).order_by(Delivery.id)
    )
    return list(waiting), [hold for row in unsent if (hold := _hold(row)) is not None]


def _hold(row: Delivery) -> tuple[int, int, int] | None:
    """How to take up a delivery again, or None where the durable engine is sending it."""
    if row.holder is None:
        # It may be on the durable engine's queue too: whichever job comes second finds nothing to do.
        return row.id, row.revision, ATTEMPT
    revision, attempt = (int(part) for part in row.holder.split("."))
    return (row.id, revision, attempt) if attempt >= ATTEMPT else None
