"""Erasing what somebody told us takes their words wherever they stand, and nobody else's."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.listening.model import Inquiry
from tests.office import Office, words

INVOICE = "Posting an invoice fails with an error, I cannot post invoices"
SAME = "Posting invoices fails, there is an error when posting an invoice"
ANSWER = "It is company code four thousand"


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def open_theme(office: Office, person: str) -> None:
    await office.say(person, "themes")
    await office.press(person, "Open")


async def erase(office: Office, person: str) -> None:
    await office.say(person, "my data")
    await office.press(person, "Erase what I told you")


async def test_what_a_colleague_was_told_stays_with_them(firm: Office) -> None:
    """Complaints and people are numbered apart, and the number of a complaint may be somebody else's own."""
    for _ in range(6):
        await firm.say("cara", INVOICE)
    await firm.say("bob", SAME)
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "Known error", workaround="Post it in the evening")
    await erase(firm, "cara")
    assert "Post it in the evening" in words(firm.last("bob"))
    told = [words(m.card) for m in firm.seen("cara") if m.key.startswith("told:")]
    assert told == ["A colleague has erased what stood here."]


async def test_answers_given_through_us_are_in_the_copy_and_erased_with_the_rest(firm: Office) -> None:
    await firm.say("cara", INVOICE)
    await open_theme(firm, "ivy")
    await firm.fill("ivy", "Ask a reporter", question="Which company code?")
    await firm.fill("cara", "Answer", answer=ANSWER)
    assert ANSWER in words(firm.last("ivy"))
    await firm.say("cara", "my data")
    await firm.press("cara", "Send me a copy")
    assert ANSWER in words(firm.last("cara"))
    await erase(firm, "cara")
    assert not [m.key for m in firm.seen("ivy") if ANSWER in words(m.card)]

    def answers(session: Session) -> list[str | None]:
        return list(session.scalars(select(Inquiry.answer)))

    assert await firm.store.read(await firm.company(), answers) == ["(erased by its author)"]
