"""A colleague writes, and a language model over the network is asked: the complaint says which engine decided.

Whatever the endpoint does, the colleague gets one card with what was understood, and nothing is lost.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.engine.database import create_engine
from adapters.language.budget import Budget
from adapters.language.endpoint import Endpoint
from adapters.language.openai_model import LONGEST, OpenAIModel
from bot.cards import Form
from bot.listening.model import Complaint
from bot.store.session import Store
from tests.language_model.conftest import Server
from tests.language_model.stand_in import Answer, completion, fails, raw, says, stand_in
from tests.language_model.test_openai_model import GOOD, MESSAGE, Behind
from tests.office import Office, words

Opened = Callable[[Endpoint], Awaitable[Office]]


@pytest.fixture
async def opened(sqlite_url: str) -> AsyncIterator[Opened]:
    """An office in which the model behind an endpoint is asked first."""
    async with AsyncExitStack() as ends:

        async def open_office(endpoint: Endpoint) -> Office:
            store = Store(create_engine(sqlite_url))
            ends.push_async_callback(store.close)
            asking = OpenAIModel(endpoint, Behind(), budget=Budget(store, 100_000))
            ends.push_async_callback(asking.close)
            office = Office(store, asking)
            await office.open_company()
            return office

        yield open_office


@asynccontextmanager
async def saying(opened: Opened, *answers: Answer | None, patience: float = 10) -> AsyncIterator[Office]:
    async with stand_in(*answers) as there:
        yield await opened(there.endpoint(patience))


async def complaints(office: Office) -> list[Complaint]:
    def read(session: Session) -> list[Complaint]:
        return list(session.scalars(select(Complaint).order_by(Complaint.id)))

    return await office.store.read(await office.company(), read)


async def test_what_the_model_understood_is_on_the_card_and_its_name_on_the_complaint(opened: Opened) -> None:
    async with saying(opened, GOOD) as office:
        await office.say("ann", MESSAGE)
        card = words(office.last("ann"))
        (told,) = await complaints(office)
    assert "What: You cannot get in, or may not do it" in card
    assert "Where: Finance" in card
    assert (told.engine, told.cause, told.module, told.impact) == ("openai:small-1", "access", "finance", "blocked")
    assert told.text == MESSAGE  # placeholders went out; the words stayed


async def test_a_model_in_doubt_has_its_two_likeliest_offered(opened: Opened) -> None:
    unsure = says(
        intent="complaint", cause="access", second_cause="defect", module="finance", second_module="sales",
        impact="slowed", sure="no",
    )  # fmt: skip
    async with saying(opened, unsure) as office:
        await office.say("ann", MESSAGE)
        card = words(office.last("ann"))
        assert "You cannot get in" in card
        assert "does not work" in card
        (told,) = await complaints(office)
    assert told.engine == "openai:small-1"
    assert told.confidence < 0.5


async def test_small_talk_as_the_model_sees_it_becomes_no_complaint(opened: Opened) -> None:
    chat = says(
        intent="other", cause="other", second_cause="other", module="unknown", second_module="unknown", impact="none",
        sure="yes",
    )  # fmt: skip
    async with saying(opened, chat) as office:
        await office.say("ann", "What a day this is turning out to be")
        assert "I am best with the ERP system" in words(office.last("ann"))
        assert await complaints(office) == []


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(None, id="timeout"),
        pytest.param(fails(429), id="429"),
        pytest.param(fails(500), id="500"),
        pytest.param(raw("<html>Bad gateway</html>", "text/html"), id="garbage"),
        pytest.param(completion("Sure. The cause is access."), id="no JSON"),
        pytest.param(says(intent="complaint"), id="another shape"),
        pytest.param(completion(None, refusal="I cannot help with that."), id="refusal"),
        pytest.param(fails(400), id="prompt too long for it"),
    ],
)
async def test_an_endpoint_in_trouble_is_done_without_and_the_complaint_says_so(
    opened: Opened, answer: Answer | None
) -> None:
    async with saying(opened, answer, patience=0.5 if answer is None else 10) as office:
        await office.say("ann", MESSAGE)
        assert len(office.seen("ann")) == 1
        assert "Where: Finance" in words(office.last("ann"))
        assert isinstance(await office.form("ann", "Change this"), Form)
        (told,) = await complaints(office)
    assert (told.engine, told.cause) == ("plain", "defect")


async def test_a_text_too_long_to_send_is_understood_here(opened: Opened) -> None:
    async with stand_in(GOOD) as there:
        office = await opened(there.endpoint())
        await office.say("ann", "Posting invoices fails. " + "The list goes on. " * (LONGEST // 18))
        (told,) = await complaints(office)
        assert there.asked == []
    assert told.engine == "plain"


async def test_each_complaint_says_who_decided_about_it(opened: Opened) -> None:
    async with saying(opened, GOOD, completion("nonsense"), GOOD) as office:
        for person in ("ann", "bob", "dan"):
            await office.say(person, MESSAGE)
        assert [told.engine for told in await complaints(office)] == ["openai:small-1", "plain", "openai:small-1"]


async def test_an_edit_is_understood_anew_by_whoever_answers_then(opened: Opened) -> None:
    async with saying(opened, completion("nonsense"), GOOD) as office:
        message = await office.say("ann", "Stock counts fail")
        await office.edit("ann", message, MESSAGE)
        (told,) = await complaints(office)
    assert (told.engine, told.cause, told.module) == ("openai:small-1", "access", "finance")


async def test_a_real_server_is_asked_once_and_what_it_decides_carries_its_name(
    opened: Opened, server: Server, sqlite_url: str
) -> None:
    """Its answers have the right shape and no sense, so what it takes the message for is left open."""
    office = await opened(server.endpoint())
    await office.say("ann", MESSAGE)
    store = Store(create_engine(sqlite_url))
    (row,) = await Budget(store, 100_000).spent()
    await store.close()
    assert row.calls == 1
    assert 500 < row.tokens < 2000  # what the server counted, not the estimate
    assert len(office.seen("ann")) == 1
    assert {told.engine for told in await complaints(office)} <= {"openai:smollm2"}


async def test_a_real_server_that_finds_the_prompt_too_long_is_done_without(opened: Opened, server: Server) -> None:
    office = await opened(server.endpoint())
    await office.say("ann", "Invoice fails " + "7 % x 9 ; " * (LONGEST // 10 - 10))
    (told,) = await complaints(office)
    assert told.engine == "plain"


async def test_a_real_server_that_takes_too_long_is_not_waited_for(opened: Opened, server: Server) -> None:
    office = await opened(server.endpoint(timeout=0.02))
    await office.say("ann", MESSAGE)
    (told,) = await complaints(office)
    assert told.engine == "plain"
