"""The language-model path against a real OpenAI-compatible server. Its answers have the right shape and no sense.

The server is tiny, so only the protocol is looked at, and that nonsense never reaches anybody.
"""

from datetime import UTC, datetime

import pytest

from adapters.engine.database import create_engine
from adapters.language.breaker import Breaker
from adapters.language.budget import Budget
from adapters.language.endpoint import Asker, NoAnswer, fence
from adapters.language.openai_model import LONGEST, OpenAIModel, examine
from bot.listening.labels import Cause, Module
from bot.ports import Behalf
from bot.store.session import Store
from bot.translation.fidelity import verify
from tests.language_model.conftest import Server
from tests.language_model.test_openai_model import Behind

POSTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_it_is_ready_in_seconds(server: Server) -> None:
    assert server.ready_after < 10


async def test_the_schema_is_honoured_and_the_tokens_are_counted(server: Server, sqlite_url: str) -> None:
    store = Store(create_engine(sqlite_url))
    budget = Budget(store, 10_000)
    asking = OpenAIModel(server.endpoint(), Behind(), budget=budget)
    found = await asking.understand("Posting an invoice fails with an error", Behalf(company_id=7))
    await asking.close()
    assert found.engine == "openai:smollm2"
    assert {cause for cause, _ in found.causes} == set(Cause)
    assert {module for module, _ in found.modules} == set(Module)
    (row,) = await budget.spent()
    await store.close()
    assert (row.company, row.calls) == (7, 1)
    assert 500 < row.tokens < 2000


async def test_doctors_question_is_answered(server: Server) -> None:
    assert await examine(server.endpoint()) is None


@pytest.mark.parametrize(
    "update",
    [
        "The finance server will be restarted at 18:30.",
        "CR-4711: VPN gateway vpn2 fails over at 06:00 UTC; reconnect once. Do not reboot. Contact noc@example.com.",
    ],
)
async def test_a_rewrite_of_a_tiny_model_keeps_every_fact_or_is_not_used(server: Server, update: str) -> None:
    asking = OpenAIModel(server.endpoint(), Behind())
    draft = await asking.rewrite(update, POSTED, "UTC", {})
    await asking.close()
    if draft.engine == "plain":
        assert draft == await Behind().rewrite(update, POSTED, "UTC", {})
    else:
        assert verify(update, f"{draft.headline}\n{draft.plain}") == []


async def test_a_prompt_that_is_too_long_is_answered_here_and_opens_no_breaker(server: Server) -> None:
    breaker = Breaker(failures=1)
    asking = OpenAIModel(server.endpoint(), Behind(), breaker)
    found = await asking.understand("7 % x 9 ; " * (LONGEST // 10))
    await asking.close()
    assert found.engine == "plain"
    assert breaker.allows()


async def test_an_answer_that_takes_too_long_is_not_waited_for(server: Server) -> None:
    asker = Asker(server.endpoint(timeout=0.02))
    shape = {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "required": ["a"],
        "additionalProperties": False,
    }
    with pytest.raises(NoAnswer) as problem:
        await asker.ask("Tell a long story.", [fence("Once upon a time")], "story", shape)
    await asker.close()
    assert (problem.value.reason, problem.value.away) == ("timeout", True)
