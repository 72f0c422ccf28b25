"""The whole loop in Teams: reports, a theme, IT's post, news, "is it fixed?", thanks; every step as Teams sends it."""

from tests.teams.people import People
from tests.teams.world import World

REPORT = "Posting an invoice fails with an error, I cannot post invoices"
SAME = "Posting invoices fails, there is an error when posting an invoice"
FIXED = "We fixed the error when posting an invoice in FB60 today at 14:00. Please post your invoices again."


async def test_four_people_close_the_loop(world: World) -> None:
    people = People(world)
    await people.open_company()

    await people.says("ann", REPORT)
    assert "Here is what I understood" in people.sees("ann")
    assert (await people.presses("ann", "I'm blocked"))["statusCode"] == 200
    assert "Blocked: Ann" in people.sees("ben", "erp-brm")

    await people.says("bob", SAME)
    assert "One colleague has told me the same." in people.sees("bob")

    post = await people.says("ivy", FIXED, "erp-it")
    draft = people.where("ivy", "erp-it").messages[-1]
    assert draft.root == post
    assert "2 colleagues will hear that this answers them" in people.sees("ivy", "erp-it")
    assert "14:00" not in people.sees("ann", "erp-news")

    await people.presses("ivy", "Publish", "erp-it")
    assert "14:00" in people.sees("ann", "erp-news")
    assert "14:00" in people.sees("ann")
    assert "14:00" in people.sees("bob")

    await people.presses("ann", "Fixed")
    await people.fills("ann", "Thank IT", reason="You answered within the hour")
    assert "You answered within the hour" in people.sees("ivy", "erp-it")

    await people.fills("bob", "Still broken", reason="It says F5 117 now")
    assert "F5 117" in people.sees("ben", "erp-brm") + people.sees("ivy", "erp-it")
