"""What a shortcut on a message does: explain it to whoever asked, or take it on as their report."""

import pytest
from sqlalchemy import select

from bot.translation.model import Update
from tests.office import Office, words

NEWS = "The IDoc interface to the EDI converter QX7 will be down on 14 March 2026 from 22:00 to 23:30 CET."
TROUBLE = "MIGO is so slow today that goods receipts take ten minutes each"


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def test_a_post_is_explained_to_whoever_asked_and_to_nobody_else(firm: Office) -> None:
    before = len(firm.chat.messages)
    await firm.choose("ann", "explain", NEWS, "some-channel", author="ivy")
    assert len(firm.chat.messages) == before + 1
    card = words(firm.last("ann"))
    assert card.startswith("In plain words\n")
    assert "22:00" in card
    assert "only you see this" in card
    assert "Publish" not in card


async def test_words_nobody_explained_are_named(firm: Office) -> None:
    await firm.choose("ann", "explain", "The ZQXW job will be restarted tonight at 20:00 UTC.", "some-channel")
    assert "I do not know these words: ZQXW" in words(firm.last("ann"))


async def test_in_the_it_channel_it_gets_a_draft_to_publish(firm: Office) -> None:
    await firm.choose("ivy", "explain", NEWS, "erp-it", author="ivy", message_id="p1")
    preview = firm.seen(channel="erp-it")[-1]
    assert preview.thread == "p1"
    assert "[Publish]" in words(preview.card)
    await firm.choose("ivy", "explain", NEWS, "erp-it", author="ivy", message_id="p1")
    assert "There is a draft of this already" in words(firm.last("ivy"))
    await firm.press("ivy", "Discard", "erp-it")
    await firm.choose("ivy", "explain", NEWS, "erp-it", author="ivy", message_id="p1")
    await firm.press("ivy", "Publish", "erp-it")
    assert "22:00" in words(firm.last(channel="erp-news"))


async def test_others_in_the_it_channel_get_no_draft_there(firm: Office) -> None:
    before = len(firm.seen(channel="erp-it"))
    await firm.choose("ann", "explain", NEWS, "erp-it", author="ivy")
    assert len(firm.seen(channel="erp-it")) == before
    assert words(firm.last("ann")).startswith("In plain words\n")


async def test_tomorrow_is_that_of_the_day_it_was_written(firm: Office) -> None:
    written = firm.now
    firm.later(days=3)
    post = "The VPN will be down tomorrow from 22:00 UTC."
    await firm.choose("ivy", "explain", post, "erp-it", author="ivy", written_at=written)
    posted = await firm.store.read(await firm.company(), lambda s: s.scalars(select(Update.posted_at)).one())
    assert posted == written


async def test_a_problem_is_taken_on_in_the_name_of_whoever_passed_it_on(firm: Office) -> None:
    await firm.choose("ann", "report", TROUBLE, "lunch-room", author="bob", message_id="m1")
    told = [words(m.card) for m in firm.seen("ann")]
    assert "as your report" in told[-2]
    assert told[-1].startswith("Here is what I understood\n" + TROUBLE)
    assert firm.seen("bob") == []
    await firm.press("ann", "It slows me down")
    await firm.say("ann", "my issues")
    assert TROUBLE in words(firm.last("ann"))


async def test_the_same_message_is_one_report_of_one_person(firm: Office) -> None:
    for person in ("ann", "ann", "bob"):
        await firm.choose(person, "report", TROUBLE, "lunch-room", author="bob", message_id="m1")
    assert "You have told me this already" in words(firm.last("ann"))
    assert words(firm.last("bob")).startswith("Here is what I understood")
    await firm.say("ben", "themes")
    assert "2 colleagues" in words(firm.last("ben"))


@pytest.mark.parametrize("shortcut", ["explain", "report"])
@pytest.mark.parametrize("text", ["", "   ", "word " * 9000])
async def test_nothing_to_read_and_too_much_are_answered(firm: Office, shortcut: str, text: str) -> None:
    await firm.choose("ann", shortcut, text, "lunch-room")
    assert len(firm.seen("ann")) == 1


async def test_the_asker_is_answered_in_their_own_language(firm: Office) -> None:
    await firm.say("ann", "Der Wareneingang ist heute sehr langsam und ich komme nicht weiter")
    await firm.choose("ann", "explain", NEWS, "some-channel")
    assert "Das siehst nur du" in words(firm.last("ann"))
