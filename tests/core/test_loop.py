"""The whole loop through the core: report, draft, publish, told, verified or reopened."""

import pytest

from bot.cards import Card, Form
from tests.office import Office, words

BLOCKED = "Posting an invoice fails with an error, I cannot post invoices"
SAME = "Posting invoices fails, there is an error when posting an invoice"
FIXED = "We fixed the error when posting an invoice in FB60 today at 14:00. Please post your invoices again."


@pytest.fixture
async def loop(office: Office) -> Office:
    await office.open_company()
    return office


async def test_a_complaint_gets_one_card_with_what_was_understood(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    said = words(loop.last("ann"))
    assert "Here is what I understood" in said
    assert "Finance" in said
    assert "[I'm blocked] [It slows me down] [It's annoying]" in said
    assert len(loop.seen("ann")) == 1


async def test_the_brm_hears_of_a_blocked_colleague_and_of_nothing_else(loop: Office) -> None:
    before = len(loop.seen(channel="erp-brm"))
    await loop.say("ann", BLOCKED)
    await loop.say("bob", SAME)
    await loop.press("bob", "It slows me down")
    assert len(loop.seen(channel="erp-brm")) == before
    await loop.press("ann", "I'm blocked")
    await loop.press("ann", "Take it back")
    lines = loop.seen(channel="erp-brm")[before:]
    assert [line.edits for line in lines] == [1]
    assert "No longer blocked: Ann" in words(lines[0].card)


async def test_pressing_twice_says_nothing_twice(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    button = loop.button("I'm blocked", "ann")
    for _ in range(3):
        await loop.press_raw("ann", button.action, button.value)
    assert len(loop.seen("ann")) == 1
    assert sum("Blocked" in words(m.card) for m in loop.seen(channel="erp-brm")) == 1


async def test_a_second_reporter_hears_that_they_are_not_alone(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    await loop.say("ann", SAME)
    assert "told me the same" not in words(loop.last("ann"))
    await loop.say("bob", SAME)
    assert "One colleague has told me the same." in words(loop.last("bob"))


async def test_nothing_goes_out_before_it_presses_publish(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    await loop.say("ivy", FIXED, "erp-it")
    draft = loop.seen(channel="erp-it")[-1]
    assert draft.thread is not None
    assert "[Publish] [Edit] [Discard]" in words(draft.card)
    assert "1 colleague will hear that this answers them" in words(draft.card)
    assert "14:00" in words(draft.card)
    news = len(loop.seen(channel="erp-news"))
    button = loop.button("Publish", channel="erp-it")
    await loop.press_raw("ann", button.action, button.value, "erp-it")
    assert len(loop.seen(channel="erp-news")) == news
    assert "Only colleagues in the IT updates channel" in words(loop.last("ann"))


async def test_publishing_tells_the_channel_and_each_reporter_once(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    await loop.say("bob", SAME)
    await loop.say("ivy", FIXED, "erp-it")
    publish = loop.button("Publish", channel="erp-it")
    await loop.press("ivy", "Publish", "erp-it")
    await loop.press_raw("ivy", publish.action, publish.value, "erp-it")
    assert "14:00" in words(loop.last(channel="erp-news"))
    for person in ("ann", "bob"):
        told = [words(m.card) for m in loop.seen(person) if "You told us" in words(m.card)]
        assert len(told) == 1
        assert "Is it fixed for you?" in told[0]


async def test_fixed_offers_thanks_and_still_broken_reopens_with_the_reason(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    await loop.say("bob", SAME)
    await loop.say("ivy", FIXED, "erp-it")
    await loop.press("ivy", "Publish", "erp-it")
    await loop.press("ann", "Fixed")
    assert "[Thank IT]" in words(loop.last("ann"))
    await loop.fill("bob", "Still broken", reason="It still says posting period closed")
    assert "It still says posting period closed" in words(loop.last(channel="erp-it"))
    await loop.say("bob", "my issues")
    assert "Not fixed yet" in words(loop.last("bob"))
    # Both buttons are spent now: pressing the other one changes nothing, and says so.
    await loop.press("bob", "Fixed")
    assert "has been dealt with already" in words(loop.last("bob"))


async def test_still_broken_where_no_channel_is_its_any_more_claims_nothing_that_is_not_so(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    await loop.say("ivy", FIXED, "erp-it")
    await loop.press("ivy", "Publish", "erp-it")
    await loop.press_raw("ben", "place.purpose", {"purpose": "nothing"}, "erp-it")
    shown = len(loop.seen(channel="erp-it"))
    await loop.fill("ann", "Still broken", reason="It still says posting period closed")
    assert "I have noted that it is not fixed for you, and IT sees it on its list." in words(loop.last("ann"))
    assert "told IT" not in words(loop.last("ann"))
    assert len(loop.seen(channel="erp-it")) == shown
    await loop.say("ann", "my issues")
    assert "Not fixed yet" in words(loop.last("ann"))
    await loop.say("ben", "themes")
    assert "Posting an invoice fails" in words(loop.last("ben"))


async def test_a_theme_the_author_unticks_is_not_told(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    await loop.say("ivy", FIXED, "erp-it")
    await loop.press("ivy", "This does not answer them", "erp-it")
    await loop.press("ivy", "Publish", "erp-it")
    assert not any("You told us" in words(m.card) for m in loop.seen("ann"))


async def test_an_edit_that_changes_a_fact_is_stopped_until_somebody_gives_a_reason(loop: Office) -> None:
    await loop.say("ivy", FIXED, "erp-it")
    wrong = "We fixed the error in FB60 today at 15:00. Please post your invoices again."
    await loop.fill("ivy", "Edit", "erp-it", plain=wrong)
    preview = words(loop.seen(channel="erp-it")[-1].card)
    assert "Please look at this before it goes out" in preview
    assert "15:00" in preview
    assert "[Publish anyway]" in preview
    news = len(loop.seen(channel="erp-news"))
    publish = {"update": loop.button("Discard", channel="erp-it").value["update"]}
    await loop.press_raw("ivy", "update.publish", publish, "erp-it")
    assert len(loop.seen(channel="erp-news")) == news
    await loop.fill("ivy", "Publish anyway", "erp-it", reason="The post had the wrong hour.")
    assert "15:00" in words(loop.last(channel="erp-news"))


async def test_an_edited_post_is_drafted_again_in_place(loop: Office) -> None:
    post = await loop.say("ivy", FIXED, "erp-it")
    shown = len(loop.seen(channel="erp-it"))
    await loop.edit("ivy", post, FIXED.replace("14:00", "16:30"), "erp-it")
    assert len(loop.seen(channel="erp-it")) == shown
    assert "16:30" in words(loop.seen(channel="erp-it")[-1].card)


async def test_a_deleted_complaint_is_taken_back(loop: Office) -> None:
    message = await loop.say("ann", BLOCKED)
    await loop.delete("ann", message)
    assert "Taken back" in words(loop.last("ann"))
    await loop.say("bob", SAME)
    assert "told me the same" not in words(loop.last("bob"))


async def test_the_reporter_corrects_what_was_understood(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    await loop.fill("ann", "Change this", cause="access", module="sales", impact="slowed", visibility="nobody")
    said = words(loop.last("ann"))
    assert "You cannot get in" in said
    assert "Sales" in said
    assert "Your name is shown to nobody" in said
    assert len(loop.seen("ann")) == 1


async def test_nobody_touches_a_colleagues_complaint(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    before = words(loop.last("ann"))
    button = loop.button("Take it back", "ann")
    await loop.press_raw("bob", button.action, button.value)
    assert words(loop.last("ann")) == before
    assert "not yours to change" in words(loop.last("bob"))
    opened = await loop.form("ann", "Change this")
    assert isinstance(opened, Form)


@pytest.mark.parametrize("complaint", [None, "", "-1", "9" * 40, "١", "2", "1 or 1=1"])
async def test_button_values_edited_by_hand_change_nothing(loop: Office, complaint: str | None) -> None:
    await loop.say("ann", BLOCKED)
    await loop.press_raw("ann", "complaint.withdraw", {} if complaint is None else {"complaint": complaint})
    assert "Nothing has changed" in words(loop.last("ann"))
    assert "Here is what I understood" in words(loop.seen("ann")[0].card)


async def test_an_unknown_button_gets_an_answer(loop: Office) -> None:
    await loop.press_raw("ann", "nobody.knows", {})
    assert "I do not know that button" in words(loop.last("ann"))


async def test_small_talk_is_never_a_complaint(loop: Office) -> None:
    await loop.say("ann", "hello, how are you?")
    assert "I am best with the ERP system" in words(loop.last("ann"))


async def test_only_an_emoji_or_nothing_at_all_gets_a_kind_line(loop: Office) -> None:
    await loop.say("ann", "   ")
    assert "I can only read words" in words(loop.last("ann"))


async def test_a_very_long_message_is_refused_kindly(loop: Office) -> None:
    await loop.say("ann", "invoice " * 10_000)
    assert "more than I can read at once" in words(loop.last("ann"))


@pytest.mark.parametrize("text", ["Fixed", "done.", "back up"])
async def test_news_of_one_word_is_asked_about(loop: Office, text: str) -> None:
    await loop.say("ivy", text, "erp-it")
    assert "too short for me to tell colleagues" in words(loop.last(channel="erp-it"))
    assert loop.seen(channel="erp-it")[-1].thread is not None


async def test_chatter_in_the_it_channel_is_left_alone(loop: Office) -> None:
    shown = len(loop.seen(channel="erp-it"))
    for text in ("good morning", "lunch?", "who has the ticket?", "lol"):
        await loop.say("ivy", text, "erp-it")
    assert len(loop.seen(channel="erp-it")) == shown


ODD = [
    "invoice\0 posting\0 fails",
    "invoice \ud800 half",
    "invoice \u202egnitsop\u202c fails",
    "in\u0301voice " + "e\u0301" * 50,
]


@pytest.mark.parametrize("text", ODD, ids=["null", "half a character", "right to left", "combining"])
async def test_odd_characters_are_kept_or_dropped_but_never_break_anything(loop: Office, text: str) -> None:
    await loop.say("ann", text)
    assert "Here is what I understood" in words(loop.last("ann"))
    assert "\0" not in words(loop.last("ann"))


async def test_a_form_that_is_stale_opens_nothing(loop: Office) -> None:
    await loop.say("ann", BLOCKED)
    change = loop.button("Change this", "ann")
    await loop.press("ann", "Take it back")
    from bot.messages import ButtonPressed

    press = ButtonPressed("x", loop.now, loop.person("ann"), loop.place("ann", None), change.action, change.value)
    assert isinstance(await loop.core.form_for(press), Card)
