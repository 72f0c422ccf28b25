"""One company on Slack and Teams at once: a colleague in Teams reports, IT in Slack answers, and both sides see it."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot import conversation
from bot.people.model import Company, Workspace
from tests.language import PlainLanguage
from tests.slack import house as slack
from tests.teams.people import People
from tests.teams.standin.signing import Keys
from tests.teams.standin.tenant import TENANT
from tests.teams.world import open_world

REPORT = "Posting an invoice fails with an error, I cannot post invoices"
FIXED = "We fixed the error when posting an invoice in FB60 today at 14:00. Please post your invoices again."


def one_company(session: Session) -> None:
    """What `companies` in the settings says: both workspaces are the same company's."""
    company = Company(name="Acme", created_at=datetime.now(UTC))
    session.add(company)
    session.flush()
    conversation.set_up(session, company, company.created_at)
    for platform, workspace in (("slack", slack.TEAM), ("teams", TENANT)):
        session.add(Workspace(company_id=company.id, platform=platform, external_id=workspace))


async def test_a_report_in_teams_is_answered_from_slack(sqlite_url: str, language: PlainLanguage, keys: Keys) -> None:
    async with slack.open_house(sqlite_url, language) as house, open_world(sqlite_url, language, keys) as world:
        await house.store.across_companies(one_company)
        # One core speaks on both, as in adapters.app.
        house.core.chats["teams"] = world.teams.chat  # type: ignore[index]
        world.core, world.engine = house.core, house.engine
        people, bot = People(world), house.slack.bot_of(slack.TEAM)
        for channel, purpose in (("C0BRM", "BRM digest"), ("C0IT", "IT updates"), ("C0NEWS", "News")):
            await house.join(bot, channel)
            await house.press("U0BEN", purpose, channel)
        await house.people_known()
        await people.add_bot("erp-news", ["ann", "carl"], by="carl")
        await people.presses("carl", "News", "erp-news")

        await people.says("ann", REPORT)
        await people.presses("ann", "I'm blocked")
        assert "Blocked: Ann" in house.shown("C0BRM")[-1]

        await house.say("U0IVY", FIXED, "C0IT")
        await house.press("U0IVY", "Publish", "C0IT")
        assert "14:00" in people.sees("carl", "erp-news")
        assert "invoice" in house.shown("C0NEWS")[-1]
        assert "Is it fixed for you?" in people.sees("ann")

        await people.presses("ann", "Fixed")
        await people.fills("ann", "Thank IT", reason="You answered within the hour")
        assert any("thank" in line.lower() for line in house.shown("C0IT"))
