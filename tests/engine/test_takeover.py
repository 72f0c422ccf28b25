"""A replica that dies loses its slot, and another one finishes what it had begun."""

import asyncio
from datetime import UTC, datetime
from time import monotonic

import pytest
from sqlalchemy import text as sql
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from adapters.engine.jobs import SCHEMA
from adapters.engine.takeover import INTERVAL, LOCK_CLASS, PostgresSlot
from bot.store import inbox
from tests.engine.conftest import COMPANY, WORKSPACE, Bench, furnish, message, until


async def nothing(slot: str) -> None:
    """The replica that dies takes nobody's work."""


#: Seconds in which the work of a dead replica must go on elsewhere.
WITHIN = 10.0


def begun_elsewhere(bench: Bench, session: Session, slot: str) -> None:
    """An event whose work a replica began and never ended."""
    arrival = inbox.Arrival(COMPANY, message("e1"), f"fake:{WORKSPACE}", "c1")
    inbox.store_arrivals(session, bench.engine.enqueue, [arrival], datetime.now(UTC))
    session.connection().execute(
        sql(f"UPDATE {SCHEMA}.workflow_status SET status = 'PENDING', executor_id = :slot"), {"slot": slot}
    )


def drop_connection(session: Session, slot: str) -> bool:
    """End the connection that holds a slot's lock, as a process that dies does."""
    return bool(
        session.connection().scalar(
            sql(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted "
                "AND classid = :lock AND objid = :number "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            ),
            {"lock": LOCK_CLASS, "number": int(slot.removeprefix("slot-"))},
        )
    )


@pytest.mark.postgres
async def test_the_work_of_a_replica_that_dies_is_taken_over(postgres_url: str) -> None:
    bench, lost = Bench(postgres_url), asyncio.Event()
    await bench.store.across_companies(furnish)
    url = make_url(postgres_url)
    dying, newcomer = PostgresSlot(url, lost.set, interval=0.1), PostgresSlot(url)
    try:
        slot = await dying.take()
        dying.watch(nothing)
        async with bench.running():
            await bench.store.across_companies(lambda s: begun_elsewhere(bench, s, slot))
            await asyncio.sleep(INTERVAL * 1.2)  # the survivor has looked meanwhile, and must let it be
            assert bench.handled == []
            assert not lost.is_set()

            died = monotonic()
            assert await bench.store.across_companies(lambda s: drop_connection(s, slot))
            await until(lambda: bench.chat.posts == ["e1"])
            assert monotonic() - died < WITHIN
            await asyncio.wait_for(lost.wait(), 20)  # it ends itself: its work is no longer its own
        assert bench.handled == ["e1"]
        assert await newcomer.take() == slot  # free again, for whoever starts next
    finally:
        await dying.release()
        await newcomer.release()
        await bench.store.close()
