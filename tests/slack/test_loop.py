"""The whole loop on Slack: four people, from a complaint to its fix, through signed requests and real Web API calls."""

from collections.abc import AsyncIterator

import pytest

from tests.language import PlainLanguage
from tests.slack.house import TEAM, House, open_house, payload
from tests.slack.standin.socket_mode import APP_TOKEN, socket_of
from tests.slack.standin.state import Post

UPDATE = (
    "Fixed: posting of supplier invoices works again since 14:00 UTC. "
    "The tax code table was corrected. You do not need to do anything."
)


async def settle_in(house: House) -> None:
    """The bot is added to its channels and told what they are for."""
    bot = house.slack.bot_of(TEAM)
    for channel, purpose in (("C0BRM", "BRM digest"), ("C0IT", "IT updates"), ("C0NEWS", "News")):
        await house.join(bot, channel)
        await house.press("U0BEN", purpose, channel)
    await house.people_known()


async def complain(house: House) -> None:
    """Ann and Bob tell of the same trouble, each in their direct chat."""
    await house.say("U0ANN", "I cannot post a supplier invoice, it stops with a tax error")
    await house.press("U0ANN", "I'm blocked")
    await house.say("U0BOB", "posting a supplier invoice fails with a tax error")


def newest(house: House, channel: str) -> Post:
    """What the bot said last in a channel."""
    bot = house.slack.bot_of(TEAM)
    return [post for post in house.slack.teams[TEAM].channels[channel].posts.values() if post.user == bot][-1]


@pytest.fixture(params=["http", "socket mode"])
async def house(sqlite_url: str, language: PlainLanguage, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    if request.param == "http":
        async with open_house(sqlite_url, language) as opened:
            yield opened
        return
    asleep = open_house(sqlite_url, language, started=False, app_token=APP_TOKEN, signing_secret="")
    async with asleep as opened, socket_of(opened.slack) as socket:
        await opened.client.start_server()
        await socket.connected()
        opened.socket = socket
        yield opened
        await opened.client.close()


async def test_from_a_complaint_to_its_fix(house: House) -> None:
    await settle_in(house)
    await complain(house)
    told = house.slack.teams[TEAM].channels["D0ANN"].posts

    await house.say("U0BEN", "themes")
    assert "supplier invoice" in str(newest(house, "D0BEN").blocks)
    post = await house.say("U0IVY", UPDATE, "C0IT")
    draft = list(house.slack.teams[TEAM].channels["C0IT"].posts.values())[-1]
    assert draft.thread == post
    await house.press("U0BOB", "Publish", "C0IT")
    refused = house.slack.teams[TEAM].views[-1]
    assert refused["user"] == "U0BOB"
    assert "Only colleagues in the IT updates channel can do that." in str(refused["view"])
    await house.press("U0IVY", "Publish", "C0IT")

    assert "supplier invoices" in house.shown("C0NEWS")[-1]
    assert len([post for post in told.values() if "has been working again since 14:00 UTC" in str(post.blocks)]) == 1
    await house.press("U0ANN", "Fixed")
    assert "Good to hear" in house.shown("D0ANN")[-1]
    await house.press("U0ANN", "Thank IT")
    await house.fill("U0ANN", {"reason": "Two suppliers get their money today."})
    assert house.shown("D0ANN")[-1] == "IT has your thanks. They do not hear it often."
    assert house.shown("C0IT")[-1] == "Ann Lee thanks IT"

    await house.press("U0BEN", "Digest now", "C0BRM")
    digest = str(newest(house, "C0BRM").blocks)
    assert "2 colleagues made 2 reports." in digest
    assert "has been working again since 14:00 UTC" in digest
    assert "One colleague confirmed that a fix works for them." in digest


async def test_a_thumb_up_says_that_it_is_fixed(house: House) -> None:
    await settle_in(house)
    await complain(house)
    await house.say("U0IVY", UPDATE, "C0IT")
    await house.press("U0IVY", "Publish", "C0IT")
    ts, _ = house.button("Fixed", "D0ANN")
    await house.happen(payload("reaction_added", item={"type": "message", "channel": "D0ANN", "ts": ts}))
    assert "Good to hear" in house.shown("D0ANN")[-1]


async def test_what_was_acknowledged_before_the_end_is_answered_once_after_the_restart(
    house: House, sqlite_url: str, language: PlainLanguage
) -> None:
    await settle_in(house)
    body = payload("message_im")
    await (house.socket.send("events_api", body, "last") if house.socket else house.send(body))
    if house.socket:
        await house.socket.answer("last")
    await house.client.close()
    assert not house.slack.teams[TEAM].channels["D0ANN"].posts

    again = House(sqlite_url, language, house.stand_in)
    await again.client.start_server()
    try:
        company = await again.core.company_of("slack", TEAM)
        await again.engine.recover(again.core, company, f"{company}:slack:")
        await again.send(payload("message_im"))
        await again.settle()
        assert len(again.shown("D0ANN")) == 1
    finally:
        await again.client.close()
        await again.store.close()
