"""A reporter who changes or deletes their own words: the old ones stay nowhere, and their own choices do."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.listening.model import Complaint
from tests.office import Office, words

INVOICE = "Posting an invoice fails with an error for customer Lisbon"
EDITED = "Posting an invoice fails with an error for one customer"


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def complaints(office: Office) -> list[Complaint]:
    def read(session: Session) -> list[Complaint]:
        return list(session.scalars(select(Complaint).order_by(Complaint.id)))

    return await office.store.read(await office.company(), read)


async def complaint(office: Office) -> Complaint:
    (only,) = await complaints(office)
    return only


async def test_the_line_of_a_blocked_colleague_has_the_new_words(firm: Office) -> None:
    message = await firm.say("ann", INVOICE)
    await firm.press("ann", "I'm blocked")
    await firm.edit("ann", message, EDITED)
    assert "one customer" in words(firm.last(channel="erp-brm"))
    assert "Lisbon" not in words(firm.last(channel="erp-brm"))


async def test_what_the_reporter_put_right_outlives_an_edit(firm: Office) -> None:
    message = await firm.say("ann", INVOICE)
    await firm.fill("ann", "Change this", cause="access", module="sales", visibility="nobody")
    await firm.edit("ann", message, EDITED)
    told = await complaint(firm)
    assert (told.text, told.cause, told.module, told.visibility) == (EDITED, "access", "sales", "nobody")


async def test_words_edited_into_small_talk_leave_the_complaint(firm: Office) -> None:
    message = await firm.say("ann", INVOICE)
    await firm.edit("ann", message, "hello, never mind")
    assert (await complaint(firm)).text == "hello, never mind"
    await firm.say("ben", "themes")
    assert "Lisbon" not in words(firm.last("ben"))


async def test_deleting_what_was_taken_back_before_takes_its_words(firm: Office) -> None:
    message = await firm.say("ann", INVOICE)
    await firm.press("ann", "Take it back")
    await firm.delete("ann", message)
    assert (await complaint(firm)).text == "(deleted by its author)"


FIXED = "We fixed the error when posting an invoice in FB60 today at 14:00. Please post your invoices again."


@pytest.mark.parametrize("new", ["\N{THUMBS UP SIGN}", "my issues", "you idiot", None])
async def test_words_taken_away_after_it_called_it_fixed_are_gone(firm: Office, new: str | None) -> None:
    message = await firm.say("ann", INVOICE)
    await firm.say("ivy", FIXED, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    if new is None:
        await firm.delete("ann", message)
    else:
        await firm.edit("ann", message, new)
    told = await complaint(firm)
    assert (told.text, told.state) == ("(deleted by its author)", "resolved")
    await firm.fill("ann", "Still broken", reason="It is back")
    await firm.say("ben", "themes")
    assert "Lisbon" not in words(firm.last("ben"))
    assert "Lisbon" not in words(firm.last(channel="erp-it"))


async def test_an_ordinary_edit_after_the_fix_changes_the_words_and_nothing_else(firm: Office) -> None:
    message = await firm.say("ann", INVOICE)
    await firm.say("bob", INVOICE)
    await firm.say("ivy", FIXED, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    cards = len(firm.seen("ann"))
    await firm.edit("ann", message, "Ordering stock is slow, I forget my password")
    told, twin = await complaints(firm)
    assert told.text == "Ordering stock is slow, I forget my password"
    assert (told.state, told.cause, told.module) == ("resolved", twin.cause, twin.module)
    assert told.theme_id == twin.theme_id
    assert len(firm.seen("ann")) == cards
    assert "Ordering stock is slow" in words(firm.seen("ann")[0].card)
    await firm.press("ann", "Fixed")
    assert "Good to hear" in words(firm.last("ann"))


@pytest.mark.parametrize("new", ["\N{THUMBS UP SIGN}", "help"])
async def test_a_report_edited_into_nothing_is_taken_back(firm: Office, new: str) -> None:
    message = await firm.say("ann", INVOICE)
    await firm.edit("ann", message, new)
    assert (await complaint(firm)).text == "(deleted by its author)"
    assert "Taken back" in words(firm.seen("ann")[0].card)
