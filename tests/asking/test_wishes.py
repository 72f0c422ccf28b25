"""Wishes: leave me alone, what do you keep, erase it, and somebody human please."""

from sqlalchemy import select

from bot.listening.model import Complaint, Theme
from bot.people.model import Person
from bot.people.preferences import FOREVER
from tests.asking.test_bad_input import everything_kept
from tests.asking.transcript import Transcript
from tests.office import Office, words

TOLD = "Posting an invoice for the Lisbon branch fails with an error"
SAME = "Posting an invoice fails with an error for us"


async def muted_until(office: Office, name: str) -> object:
    query = select(Person.muted_until).where(Person.name == name.title())
    return await office.store.read(await office.company(), lambda s: s.scalar(query))


async def test_mute_and_unmute(asking: Office) -> None:
    scene = Transcript(asking, "ann")
    await scene.say("ann", "mute")
    assert await muted_until(asking, "ann") == FOREVER
    await scene.press("ann", "For a week")
    await scene.say("ann", "unmute")
    await scene.say("ann", "stop")
    scene.check("mute")


async def test_talk_to_a_person_tells_the_brm_once_a_day(asking: Office) -> None:
    scene = Transcript(asking, "ann", "#erp-brm")
    before = len(asking.seen(channel="erp-brm"))
    await scene.say("ann", "talk to a person")
    await scene.say("ann", "talk to a person")
    scene.check("talk-to-a-person")
    assert len(asking.seen(channel="erp-brm")) == before + 1
    asking.later(days=1)
    await asking.say("ann", "talk to a person")
    assert len(asking.seen(channel="erp-brm")) == before + 2


async def test_without_a_brm_somebody_who_wants_a_person_is_told_whom_else_to_ask(office: Office) -> None:
    await office.say("ann", "talk to a person")
    assert "nobody has told me yet who looks after this here" in words(office.last("ann"))


async def test_my_data_says_what_is_kept_and_a_copy_has_all_of_it(asking: Office) -> None:
    for number in range(20):
        await asking.say("ann", f"Posting invoice {number} fails")
    await asking.say("ann", "my data")
    assert "20 things you told me about" in words(asking.last("ann"))
    await asking.press("ann", "Send me a copy")
    copies = [words(m.card) for m in asking.seen("ann") if "All I keep about you" in words(m.card)]
    assert len(copies) == 2
    assert all(any(f"Posting invoice {number} fails" in copy for copy in copies) for number in range(20))


async def test_erasing_takes_words_and_name_and_leaves_the_count(asking: Office) -> None:
    await asking.say("ann", TOLD)
    await asking.press("ann", "I'm blocked")
    await asking.say("bob", SAME)
    await asking.say("ann", "how do I merge Lisbon contacts")
    await asking.say("ann", "my data")
    assert asking.button("Erase what I told you", "ann").confirm
    await asking.press("ann", "Erase what I told you")
    assert "Lisbon" not in words(asking.last(channel="erp-brm"))
    assert "Lisbon" not in await everything_kept(asking)
    rows = await asking.store.read(
        await asking.company(), lambda s: s.execute(select(Complaint, Theme).join(Theme)).all()
    )
    assert [(c.text, c.person_id is None) for c, _ in rows] == [("(erased by its author)", True), (SAME, False)]
    assert {theme.size for _, theme in rows} == {2}
    await asking.say("ann", "my issues")
    assert "You have not told me about anything yet" in words(asking.last("ann"))


async def test_erasing_covers_what_was_said_to_it_in_thanks_and_when_it_was_not_fixed(asking: Office) -> None:
    fixed = "We fixed the error when posting an invoice in FB60 today at 14:00. Please post your invoices again."
    await asking.say("ann", "Posting an invoice fails with an error, I cannot post invoices")
    await asking.say("ivy", fixed, "erp-it")
    await asking.press("ivy", "Publish", "erp-it")
    await asking.fill("ann", "Still broken", reason="Not in Lisbon")
    await asking.say("ivy", fixed.replace("14", "16"), "erp-it")
    await asking.press("ivy", "Publish", "erp-it")
    await asking.press("ann", "Fixed")
    await asking.fill("ann", "Thank IT", reason="Lisbon is happy")
    assert "Lisbon" in await everything_kept(asking)
    await asking.say("ann", "my data")
    await asking.press("ann", "Erase what I told you")
    assert "Lisbon" not in await everything_kept(asking)
    assert not any("Lisbon" in words(message.card) for message in asking.seen(channel="erp-it"))


async def test_erasing_again_or_pressing_old_buttons_harms_nobody(asking: Office) -> None:
    await asking.say("ann", TOLD)
    button = asking.button("I'm blocked", "ann")
    await asking.say("ann", "my data")
    await asking.press("ann", "Erase what I told you")
    await asking.press_raw("ann", "privacy.erase", {})
    await asking.press_raw("ann", button.action, button.value)
    assert "Nothing has changed" in words(asking.last("ann"))


async def test_anybody_may_ask_who_sees_what(asking: Office) -> None:
    await asking.say("bob", "who sees this")
    assert "Leadership: numbers and themes, no names." in words(asking.last("bob"))
