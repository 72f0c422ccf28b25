"""A complaint records which engine decided, and a colleague's name does not leave with it."""

from sqlalchemy import select

from adapters.language.openai_model import OpenAIModel
from bot.listening.model import Complaint
from bot.ports import Profile
from tests.language import PlainLanguage
from tests.language_model.stand_in import fails, stand_in
from tests.language_model.test_openai_model import GOOD
from tests.office import Office


async def test_the_engine_that_decided_is_kept(office: Office) -> None:
    office.chat.profiles["kim"] = Profile("Kim Okafor")
    await office.say("kim", "hello")
    async with stand_in(GOOD, fails(401)) as there:
        office.core.language = OpenAIModel(there.endpoint(), PlainLanguage())
        await office.say("ann", "Kim Okafor cannot post an invoice")
        await office.say("ann", "The stock list is slow")
        sent = there.everything_sent()
    query = select(Complaint.engine).order_by(Complaint.id)
    engines = await office.store.read(await office.company(), lambda s: list(s.scalars(query)))
    assert engines == ["openai:small-1", "plain"]
    assert "[name 1] cannot post an invoice" in sent
    assert "Okafor" not in sent
