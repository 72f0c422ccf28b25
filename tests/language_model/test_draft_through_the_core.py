"""A language model's nonsense about a post: stopped by the gate on its way through the core, and never on a screen."""

import pytest
from sqlalchemy import select

from adapters.language.openai_model import OpenAIModel
from bot.translation.fidelity import verify
from bot.translation.model import Update
from tests.language import PlainLanguage
from tests.language_model.conftest import Server
from tests.language_model.stand_in import says, stand_in
from tests.office import Office, words

POST = (
    "CHG0031177: the EWM interface WH-IF-02 will be down on 14 March 2026 from 22:00 to 23:30 CET. "
    "Do not post goods receipts. Contact ewm-support@example.com."
)
NONSENSE = says(headline="Good news", plain="The warehouse may be faster from 21:00 CET. We will contact you.")


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def update_of(firm: Office) -> Update:
    return await firm.store.read(await firm.company(), lambda s: s.scalars(select(Update)).one())


async def test_a_draft_that_is_wrong_twice_is_the_shipped_engines_own(firm: Office) -> None:
    async with stand_in(NONSENSE) as there:
        firm.core.language = OpenAIModel(there.endpoint(), PlainLanguage())
        await firm.say("ivy", POST, "erp-it")
        asked = len(there.asked)
        await firm.fill("ivy", "Answer", "erp-it", affected="everyone in Lyon")
    assert (asked, len(there.asked)) == (2, 4)  # once more with the problems named, then no more
    shown = words(firm.last(channel="erp-it"))
    assert "faster" not in shown
    assert "Every fact is kept:" in shown
    assert "This affects everyone in Lyon." in shown
    assert (await update_of(firm)).engine == "embedded"
    await firm.press("ivy", "Publish", "erp-it")
    assert "22:00" in words(firm.last(channel="erp-news"))


async def test_the_nonsense_of_a_real_tiny_model_reaches_nobody(firm: Office, server: Server) -> None:
    firm.core.language = OpenAIModel(server.endpoint(), PlainLanguage())
    await firm.say("ivy", POST, "erp-it")
    await firm.core.language.close()
    update = await update_of(firm)
    plain = await PlainLanguage().rewrite(POST, firm.now, "UTC", {})
    assert (update.engine, update.plain, update.headline) == ("embedded", plain.plain, plain.headline)
    assert verify(POST, f"{update.headline}\n{update.plain}") == []
    assert "Every fact is kept:" in words(firm.last(channel="erp-it"))
