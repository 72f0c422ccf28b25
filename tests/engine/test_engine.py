"""What the engine promises, on both databases."""

import asyncio
import time

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from adapters.engine.takeover import AlreadyRunning
from bot.ports import RateLimited, Refused, Unavailable
from bot.store.inbox import Event
from bot.store.outbox import DeliveryState
from tests.engine.conftest import COMPANY, Bench, message, until


async def test_an_event_is_answered_and_its_words_are_forgotten(bench: Bench) -> None:
    async with bench.running():
        await bench.accept(message("e1", words="the report hangs"))
        await until(lambda: bench.chat.posts == ["e1"])
        await until_sent(bench, "e1")
    assert bench.chat.shown["c1", "e1"] == "the report hangs"
    event = await bench.store.read(COMPANY, lambda s: s.get_one(Event, "1:fake:W1:e1"))
    assert event.payload is None
    assert event.handled_at is not None


async def test_idle_engine_answers_quickly(bench: Bench) -> None:
    async with bench.running():
        await bench.accept(message("warm"))
        await until(lambda: "warm" in bench.chat.posts)
        took = []
        for number in range(5):
            started = time.perf_counter()
            await bench.accept(message(f"e{number}"))
            await until(lambda number=number: f"e{number}" in bench.chat.posts)
            took.append(time.perf_counter() - started)
    assert sorted(took)[2] < 0.3  # the median: one poll of the queue alone would take longer


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


async def test_a_newer_card_replaces_the_older_one_in_place(bench: Bench) -> None:
    async with bench.running():
        await bench.say("k", "first")
        await until_sent(bench, "k")
        await bench.say("k", "second")
        await until(lambda: bench.chat.edits == [("k", "second")])
        await bench.say("k", "second")
        await until_sent(bench, "k")
    assert bench.chat.posts == ["k"]
    assert (await bench.delivery("k")).revision == 2


async def test_revisions_written_while_the_first_is_on_its_way_end_with_the_newest(bench: Bench) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slow(call: str, key: str) -> None:
        arrived.set()
        await go_on.wait()

    bench.chat.trouble = slow
    async with bench.running():
        await bench.say("k", "1")
        await arrived.wait()
        for words in ("2", "3", "4"):
            await bench.say("k", words)
        go_on.set()
        await until(lambda: bench.chat.shown.get(("c1", "k")) == "4")
        await until_sent(bench, "k")
    assert bench.chat.posts == ["k"]


async def test_a_rate_limit_is_waited_out_and_the_card_shown_once(bench: Bench) -> None:
    calls: list[float] = []

    async def limited(call: str, key: str) -> None:
        calls.append(time.monotonic())
        if len(calls) <= 2:
            raise RateLimited(0.4)

    bench.chat.trouble = limited
    async with bench.running():
        await bench.say("k", "hello")
        await until_sent(bench, "k")
    assert bench.chat.posts == ["k"]
    assert calls[2] - calls[0] >= 0.8
    assert bench.chat.finds == {}  # a refusal for speed is no doubt about what was shown


async def test_after_no_answer_the_platform_is_asked_before_the_card_is_sent_again(bench: Bench) -> None:
    async def answer_lost(call: str, key: str) -> None:
        if key == "arrived" and bench.chat.posts.count("arrived") == 1:
            bench.chat.after = None
            raise Unavailable("timeout")

    bench.chat.after = answer_lost
    async with bench.running():
        await bench.say("arrived", "hello")
        await until_sent(bench, "arrived")
    assert bench.chat.posts == ["arrived"]
    assert bench.chat.finds["arrived"] == 1


async def test_what_never_arrived_is_sent_again_and_others_do_not_wait_for_it(bench: Bench) -> None:
    failed = False

    async def down_once(call: str, key: str) -> None:
        nonlocal failed
        if key == "late" and call == "post" and not failed:
            failed = True
            raise Unavailable("connection_refused")

    bench.chat.trouble = down_once
    async with bench.running():
        await bench.say("late", "hello")
        await bench.say("other", "hello")
        await until(lambda: sorted(bench.chat.posts) == ["late", "other"])
        await until_sent(bench, "late")
    assert bench.chat.posts == ["other", "late"]


async def test_a_refusal_is_final_until_there_is_a_new_card(bench: Bench) -> None:
    async def refuse(call: str, key: str) -> None:
        raise Refused("channel_is_archived")

    bench.chat.trouble = refuse
    async with bench.running():
        await bench.say("k", "hello")
        await until_state(bench, "k", DeliveryState.FAILED)
        assert (await bench.delivery("k")).problem == "channel_is_archived"
        bench.chat.trouble = None
        await bench.say("k", "hello again")
        await until_sent(bench, "k")
    assert bench.chat.shown["c1", "k"] == "hello again"


async def test_a_person_without_a_direct_chat_gets_one_that_is_remembered(bench: Bench) -> None:
    async with bench.running():
        await bench.say("k1", "hello", person=1)
        await bench.say("k2", "again", person=1)
        await until_sent(bench, "k1")
        await until_sent(bench, "k2")
    assert list(bench.chat.shown) == [("dm-U1", "k1"), ("dm-U1", "k2")]
    first, second = await bench.delivery("k1"), await bench.delivery("k2")
    assert first.place_id == second.place_id is not None


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


async def until_sent(bench: Bench, key: str) -> None:
    await until_state(bench, key, DeliveryState.SENT)


async def until_state(bench: Bench, key: str, state: DeliveryState) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                if (await bench.delivery(key)).state == state:
                    return
            except Exception as missing:
                if type(missing).__name__ != "NoResultFound":
                    raise
            await asyncio.sleep(0.02)
