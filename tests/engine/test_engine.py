"""What the engine promises, on both databases."""

import asyncio
import time

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from adapters.engine import engine
from adapters.engine.takeover import AlreadyRunning
from bot.cards import Outgoing, ToPlace
from bot.ports import RateLimited
from bot.store import outbox
from bot.store.inbox import Event
from bot.store.outbox import DeliveryState
from tests.engine.conftest import COMPANY, NOW, Bench, card, message, until, until_sent


async def test_an_event_is_answered_and_its_words_are_forgotten(bench: Bench) -> None:
    async with bench.running():
        await bench.accept(message("e1", words="the report hangs"))
        await until(lambda: bench.chat.posts == ["e1"])
        await until_sent(bench, "e1")
    assert bench.chat.shown["c1", "e1"] == "the report hangs"
    event = await bench.store.read(COMPANY, lambda s: s.get_one(Event, "1:fake:W1:e1"))
    assert event.payload is None
    assert event.handled_at is not None


async def test_an_idle_engine_answers_without_waiting_for_a_look_at_the_queue(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "POLLING", 600)
    async with bench.running():
        for number in range(3):
            await bench.accept(message(f"e{number}"))
            await until(lambda number=number: f"e{number}" in bench.chat.posts)


async def test_the_same_event_three_times_at_once_is_handled_once(bench: Bench) -> None:
    async with bench.running():
        new = await asyncio.gather(*(bench.accept(message("e1"), message("e1")) for _ in range(3)))
        await until(lambda: bench.chat.posts == ["e1"])
        await bench.accept(message("e1"), message("e2"))
        await until(lambda: bench.chat.posts == ["e1", "e2"])
    assert sum(len(ids) for ids in new) == 1
    assert bench.handled == ["e1", "e2"]


async def test_events_of_one_place_keep_their_order(bench: Bench) -> None:
    async with bench.running():
        await asyncio.gather(
            *(bench.accept(*(message(f"{place}-{n}", place) for n in range(15))) for place in ("c1", "c2", "c3"))
        )
        await until(lambda: len(bench.chat.posts) == 45)
    for place in ("c1", "c2", "c3"):
        expected = [f"{place}-{n}" for n in range(15)]
        assert [event for event in bench.handled if event.startswith(place)] == expected
        assert [key for key in bench.chat.posts if key.startswith(place)] == expected


async def test_what_somebody_waits_for_goes_before_a_question_to_many(bench: Bench) -> None:
    many = [Outgoing(ToPlace(2), card(f"question {n}"), f"question {n}") for n in range(120)]

    def ask(session: Session) -> None:
        outbox.send(session, bench.engine.enqueue, many, NOW, waited_for=False)

    async with bench.running():
        await bench.store.write(COMPANY, ask)
        await bench.accept(message("e1"))
        await until(lambda: len(bench.chat.posts) == 121)
    assert bench.chat.posts.index("e1") < 90  # those under way are not called back


async def test_a_handler_that_fails_for_no_known_reason_does_not_stop_its_place(bench: Bench) -> None:
    tries = 0

    async def handler(company: int, event: str) -> None:
        nonlocal tries
        if event.endswith(":bad"):
            tries += 1
            raise RuntimeError("the words of a person")
        await bench.handle(company, event)

    bench.handler = handler
    async with bench.running():
        await bench.accept(message("bad"), message("good"))
        await until(lambda: bench.chat.posts == ["good"])
    event = await bench.store.read(COMPANY, lambda s: s.get_one(Event, "1:fake:W1:bad"))
    assert (event.problem, event.payload, tries) == ("RuntimeError", None, 3)


async def test_a_database_that_is_away_for_a_moment_loses_nothing(bench: Bench) -> None:
    failures = 2

    async def handler(company: int, event: str) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise OperationalError("SELECT", {}, Exception("gone"))
        await bench.handle(company, event)

    bench.handler = handler
    async with bench.running():
        await bench.accept(message("e1"))
        await until(lambda: bench.chat.posts == ["e1"])


async def test_work_cut_off_by_the_stop_goes_on_at_the_next_start(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.engine.engine.GRACE", 0.05)
    reached = asyncio.Event()

    async def hang(call: str, key: str) -> None:
        reached.set()
        await asyncio.Event().wait()

    bench.chat.after = hang
    async with bench.running():
        await bench.accept(message("e1"))
        await reached.wait()
    assert (await bench.delivery("e1")).state == DeliveryState.SENDING
    bench.chat.after = None
    async with bench.running():
        await until_sent(bench, "e1")
    assert bench.chat.posts == ["e1"]


async def test_the_stop_lets_what_is_under_way_finish(bench: Bench) -> None:
    reached = asyncio.Event()

    async def slow(call: str, key: str) -> None:
        reached.set()
        await asyncio.sleep(0.3)

    bench.chat.trouble = slow
    async with bench.running():
        await bench.say("k", "hello")
        await reached.wait()
    assert (await bench.delivery("k")).state == DeliveryState.SENT


async def test_a_stop_does_not_wait_for_a_pause_and_the_pause_is_kept(bench: Bench) -> None:
    paused = asyncio.Event()

    async def limited(call: str, key: str) -> None:
        paused.set()
        raise RateLimited(600)

    bench.chat.trouble = limited
    async with bench.running():
        await bench.say("k", "hello")
        await paused.wait()
        await asyncio.sleep(0.2)
        stopping = time.monotonic()
    assert time.monotonic() - stopping < 5
    assert (await bench.delivery("k")).state == DeliveryState.SENDING


async def test_only_ids_reach_the_engines_own_tables(bench: Bench) -> None:
    async with bench.running():
        await bench.accept(message("e1", words="marmalade"))
        await until_sent(bench, "e1")
        schema = "" if bench.database.embedded else "dbos."
        dump = await bench.store.across_companies(
            lambda s: [
                str(row)
                for table in ("workflow_status", "workflow_input", "workflow_output", "operation_outputs")
                for row in s.execute(sql(f"SELECT * FROM {schema}{table}"))
            ]
        )
    assert len(dump) > 4
    assert not [row for row in dump if "marmalade" in row]


async def test_finished_work_is_thrown_away_after_its_time_but_events_stay(bench: Bench) -> None:
    schema = "" if bench.database.embedded else "dbos."

    async def count() -> int:
        query = sql(f"SELECT count(*) FROM {schema}workflow_status")
        return int(await bench.store.across_companies(lambda s: s.execute(query).scalar_one()))

    async with bench.running() as engine:
        await bench.accept(message("e1"))
        await until_sent(bench, "e1")
        await engine.clean()
        assert await count() == 2
        week = 7 * 24 * 3600 * 1000
        old = sql(
            f"UPDATE {schema}workflow_status SET completed_at = completed_at - {week}, created_at = created_at - {week}"
        )
        await asyncio.sleep(0.3)
        await bench.store.across_companies(lambda s: s.execute(old) and None)
        await engine.clean()
        assert await count() == 0
        assert await bench.accept(message("e1")) == set()


@pytest.mark.parametrize("url", ["mysql://root@localhost/x"])
def test_an_unknown_database_is_named(url: str) -> None:
    with pytest.raises(ValueError, match="mysql is not supported"):
        Bench(url)


async def test_a_second_process_on_one_file_is_refused(sqlite_url: str) -> None:
    first, second = Bench(sqlite_url), Bench(sqlite_url)
    async with first.running():
        with pytest.raises(AlreadyRunning, match="Another Liaison process"):
            await second.engine.start(second.handle, {})
    await first.store.close()
    await second.store.close()
