"""How cards reach their readers, on both databases: in place, once, and through a platform's troubles."""

import asyncio
import time

from bot.ports import RateLimited, Refused, Unavailable
from bot.store.outbox import DeliveryState
from tests.engine.conftest import Bench, until, until_sent, until_state


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


async def test_what_was_shown_without_an_id_is_shown_once_and_a_newer_card_beside_it(bench: Bench) -> None:
    bench.chat.ids = ""
    async with bench.running():
        await bench.say("k", "first")
        await until_sent(bench, "k")
        assert bench.chat.posts == ["k"]
        await bench.say("k", "second")
        await until(lambda: bench.chat.shown["c1", "k"] == "second")
        await until_sent(bench, "k")
    assert (bench.chat.posts, bench.chat.edits) == (["k", "k"], [])


async def test_a_person_without_a_direct_chat_gets_one_that_is_remembered(bench: Bench) -> None:
    async with bench.running():
        await bench.say("k1", "hello", person=1)
        await bench.say("k2", "again", person=1)
        await until_sent(bench, "k1")
        await until_sent(bench, "k2")
    assert list(bench.chat.shown) == [("dm-U1", "k1"), ("dm-U1", "k2")]
    first, second = await bench.delivery("k1"), await bench.delivery("k2")
    assert first.place_id == second.place_id is not None
