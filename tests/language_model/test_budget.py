"""A cap on what a company may spend in a day, held by all replicas together, and said once."""

import asyncio
from datetime import UTC, datetime

import structlog

from adapters.engine.database import create_engine
from adapters.language.budget import Budget, estimate
from adapters.language.openai_model import OpenAIModel
from bot.ports import Behalf
from bot.store.session import Store
from tests.language_model.stand_in import fails, stand_in
from tests.language_model.test_openai_model import GOOD, MESSAGE, Behind


class Clock:
    now = datetime(2026, 3, 2, 23, 59, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


async def test_two_replicas_together_stay_below_the_limit_and_say_so_once(database_url: str) -> None:
    stores = [Store(create_engine(database_url)) for _ in range(2)]
    replicas = [Budget(store, 1_000, Clock()) for store in stores]
    with structlog.testing.capture_logs() as logs:
        granted = await asyncio.gather(*(replicas[n % 2].take(1, 100) for n in range(24)))
    assert sum(granted) == 10
    assert [entry["event"] for entry in logs] == ["language_model_daily_limit_reached"]
    (row,) = await replicas[0].spent()
    assert (row.tokens, row.calls, row.stopped_at is not None) == (1_000, 10, True)
    for store in stores:
        await store.close()


async def test_what_was_not_used_is_given_back_and_each_company_and_day_has_its_own(sqlite_url: str) -> None:
    store, clock = Store(create_engine(sqlite_url)), Clock()
    budget = Budget(store, 100, clock)
    assert await budget.take(1, 100)
    assert not await budget.take(1, 1)
    assert await budget.take(2, 1)
    await budget.correct(1, 100, 40)
    assert await budget.take(1, 60)
    clock.now = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    assert await budget.take(1, 100)
    await store.close()


async def test_at_the_limit_the_engine_behind_answers_and_nothing_is_asked(sqlite_url: str) -> None:
    store = Store(create_engine(sqlite_url))
    async with stand_in(GOOD) as there:
        asking = OpenAIModel(there.endpoint(), Behind(), budget=Budget(store, estimate(6_000)))
        behalf = Behalf(company_id=3)
        with structlog.testing.capture_logs() as logs:
            engines = [(await asking.understand(MESSAGE, behalf)).engine for _ in range(400)]
        assert engines[0] == "openai:small-1"
        assert engines[-1] == "plain"
        asked = engines.count("openai:small-1")
        assert len(there.asked) == asked < 400
        (row,) = await Budget(store, 0).spent()
        assert row.tokens == 15 * asked  # what the server said each answer took
    assert [entry["event"] for entry in logs] == ["language_model_daily_limit_reached"]
    assert all(MESSAGE not in str(entry) for entry in logs)
    await store.close()


async def test_an_answer_that_never_came_costs_nothing(sqlite_url: str) -> None:
    store = Store(create_engine(sqlite_url))
    async with stand_in(fails(401)) as there:
        await OpenAIModel(there.endpoint(), Behind(), budget=Budget(store, 50_000)).understand(MESSAGE)
    (row,) = await Budget(store, 0).spent()
    assert row.tokens == 0
    await store.close()
