"""The morning's look: one reminder a promise or silence, one second question, and closing with a word."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Impact, Intent, Module
from bot.listening.model import Complaint, ComplaintState
from bot.listening.remember import Told, remember
from tests.office import Office, words

INVOICE = "Posting an invoice fails with an error, I cannot post invoices"
STOCK = "The stock list shows wrong numbers for pallets"


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def days(office: Office, number: int) -> None:
    for _ in range(number):
        office.later(days=1)
        await office.tick()


def reminders(office: Office, person: str | None = None, channel: str | None = None) -> list[str]:
    return [words(m.card) for m in office.seen(person, channel) if m.key.startswith("reminder:")]


async def care_for(office: Office, promised: str) -> None:
    await office.say("ivy", "themes")
    await office.press("ivy", "Open")
    await office.fill("ivy", "Owner and promise", owner="2", promised_for=promised)


async def test_a_promise_that_passes_reminds_its_owner_once_and_a_new_one_once_more(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await care_for(firm, "2026-03-04")
    await days(firm, 12)
    assert len(reminders(firm, "ivy")) == 1
    await care_for(firm, "2026-03-18")
    await days(firm, 12)
    assert len(reminders(firm, "ivy")) == 2
    assert reminders(firm, channel="erp-brm") == []


async def test_silence_about_what_nobody_looks_after_reminds_the_brm_channel_on_one_card(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await firm.say("bob", STOCK)
    await days(firm, 20)
    found = reminders(firm, channel="erp-brm")
    assert len(found) == 1
    assert "Posting an invoice fails with an error" in found[0]
    assert "Stock list shows wrong numbers for pallets" in found[0]


async def test_a_word_ends_the_silence_and_the_next_one_is_another(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await days(firm, 9)
    await care_for(firm, "")
    await days(firm, 14)
    assert len(reminders(firm, channel="erp-brm")) == 1
    assert len(reminders(firm, "ivy")) == 1


async def test_what_was_imported_reminds_nobody(firm: Office) -> None:
    understood = Understanding(
        Intent.COMPLAINT, Cause.DEFECT, Module.FINANCE, Impact.NONE, 1.0, (), (), (), "import", ()
    )  # fmt: skip

    def take_over(session: Session) -> int:
        import numpy as np

        vector = np.zeros(256, dtype=np.float32)
        vector[0] = 1.0
        return remember(session, [(Told("row1", INVOICE, firm.now - timedelta(days=90)), understood, vector)])

    assert await firm.store.write(await firm.company(), take_over) == 1
    await days(firm, 12)
    assert reminders(firm, channel="erp-brm") == []
    assert [m for m in firm.seen(channel="erp-brm") if m.key.startswith("burst:")] == []


async def test_what_is_confirmed_closes_in_silence_and_can_be_opened_again(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await firm.say("ivy", "themes")
    await firm.press("ivy", "Open")
    await firm.fill("ivy", "It is fixed")
    await firm.press("ann", "Fixed")
    seen = len(firm.seen("ann"))
    await days(firm, 20)
    assert len(firm.seen("ann")) == seen
    read = select(Complaint.state)
    states = await firm.store.read(await firm.company(), lambda s: s.scalars(read).all())
    assert states == [ComplaintState.CLOSED]
    await firm.say("ann", "my issues")
    await firm.fill("ann", "Still broken", reason="Again since today")
    assert "Again since today" in words(firm.last(channel="erp-it"))


async def test_somebody_who_never_answers_is_asked_twice_and_told_when_it_is_closed(firm: Office) -> None:
    await firm.say("ann", INVOICE)
    await firm.say("ivy", "themes")
    await firm.press("ivy", "Open")
    await firm.fill("ivy", "It is fixed")
    await days(firm, 40)
    keys = [m.key.split(":")[0] for m in firm.seen("ann")]
    assert keys == ["complaint", "told", "asked_again", "closed"]
    assert "one press opens it again" in words(firm.last("ann"))
