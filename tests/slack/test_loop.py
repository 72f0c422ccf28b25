"""The whole loop on Slack: four people, from a complaint to its fix, through signed requests and real Web API calls."""

from tests.slack.house import TEAM, House, payload

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


async def test_from_a_complaint_to_its_fix(house: House) -> None:
    await settle_in(house)
    await complain(house)
    told = house.slack.teams[TEAM].channels["D0ANN"].posts

    post = await house.say("U0IVY", UPDATE, "C0IT")
    draft = list(house.slack.teams[TEAM].channels["C0IT"].posts.values())[-1]
    assert draft.thread == post
    await house.press("U0BOB", "Publish", "C0IT")
    assert "Only colleagues in the IT updates channel can do that." in house.shown("D0BOB")[-1]
    await house.press("U0IVY", "Publish", "C0IT")

    assert "supplier invoices" in house.shown("C0NEWS")[-1]
    assert len([post for post in told.values() if "has been working again since 14:00 UTC" in str(post.blocks)]) == 1
    await house.press("U0ANN", "Fixed")
    assert "Good to hear" in house.shown("D0ANN")[-1]
    await house.press("U0ANN", "Thank IT")
    await house.fill("U0ANN", {"reason": "Two suppliers get their money today."})
    assert house.shown("D0ANN")[-1] == "IT has your thanks. They do not hear it often."
    assert house.shown("C0IT")[-1] == "Ann Lee thanks IT"


async def test_a_thumb_up_says_that_it_is_fixed(house: House) -> None:
    await settle_in(house)
    await complain(house)
    await house.say("U0IVY", UPDATE, "C0IT")
    await house.press("U0IVY", "Publish", "C0IT")
    ts, _ = house.button("Fixed", "D0ANN")
    await house.happen(payload("reaction_added", item={"type": "message", "channel": "D0ANN", "ts": ts}))
    assert "Good to hear" in house.shown("D0ANN")[-1]
