"""Whoever's account was closed is left out before anything is sent, and reached again once it is open."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.messages import MemberLeft
from bot.people.model import Account, Company
from bot.ports import AccountClosed, Profile
from bot.store.outbox import Delivery, DeliveryState
from tests.office import START, Office, words

REPORT = "Posting an invoice fails with an error, I cannot post invoices"
FIX = "We fixed the error when posting an invoice in FB60 today at 14:00."


@pytest.fixture
async def firm(office: Office) -> Office:
    await office.open_company()
    return office


async def closed(office: Office) -> list[str]:
    company = await office.company()
    query = select(Account.external_id).where(Account.closed_at.is_not(None))
    return await office.store.read(company, lambda s: list(s.scalars(query)))


async def failed(office: Office) -> int:
    company = await office.company()
    query = select(Delivery.id).where(Delivery.state == DeliveryState.FAILED)
    return len(await office.store.read(company, lambda s: s.scalars(query).all()))


async def close(office: Office, *people: str) -> None:
    """Their platform closes their accounts, and says so."""
    for person in people:
        office.chat.closed.add(person)
        await office.core.account_closed(office.person(person), True)


async def report(office: Office, *people: str) -> None:
    for person in people:
        await office.say(person, REPORT)


async def test_a_card_that_fails_for_a_closed_account_marks_it_and_bothers_nobody(firm: Office) -> None:
    await report(firm, "ann", "bob")
    firm.chat.closed.add("ann")
    before = len(firm.seen(channel="erp-brm"))
    await firm.say("ivy", FIX, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert await closed(firm) == ["ann"]
    assert await failed(firm) == 1
    assert len(firm.seen(channel="erp-brm")) == before
    assert "14:00" in words(firm.last("bob"))
    await firm.say("ivy", "The error when posting an invoice in FB60 is back, we look into it until 16:00.", "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert await failed(firm) == 1


async def test_reporters_who_left_are_neither_told_nor_counted(firm: Office) -> None:
    await report(firm, "ann", "bob")
    await close(firm, "ann")
    seen = len(firm.seen("ann"))
    await firm.say("ivy", FIX, "erp-it")
    assert "The colleague who reported it hears directly." in words(firm.last(channel="erp-it"))
    await firm.press("ivy", "Publish", "erp-it")
    assert "I also wrote to the colleague who had reported it." in words(firm.last(channel="erp-it"))
    assert len(firm.seen("ann")) == seen
    assert await failed(firm) == 0


async def test_a_pulse_asks_only_those_who_are_still_there(office: Office) -> None:
    people = [f"p{number}" for number in range(1, 8)]
    await office.open_channel("erp-brm", "brm_digest", ["ben"], by="ben")
    await office.open_channel("erp-it", "it_updates", ["ben"], by="ben")
    await office.open_channel("erp-news", "news", people, by="ben")
    await office.say("ben", "help")
    await close(office, "p1")
    await office.fill("ben", "Ask a question now", question="told", when="hours")
    await close(office, "p2")  # between the invitation and the question
    await office.tick()
    assert [name for name in people if office.seen(name)] == people[2:]
    assert "Asked of 6" in words(office.last(channel="erp-brm"))
    assert await failed(office) == 0


async def test_whoever_writes_again_is_reached_again(firm: Office) -> None:
    await report(firm, "ann")
    await close(firm, "ann")
    assert await closed(firm) == ["ann"]
    firm.chat.closed.clear()
    firm.later(days=3650)  # after the moment at which we learnt of it
    await firm.say("ann", "my issues")
    assert await closed(firm) == []
    assert "invoice" in words(firm.last("ann"))


async def test_whoever_is_open_again_is_reached_without_a_word_of_theirs(firm: Office) -> None:
    await report(firm, "ann")
    await close(firm, "ann")
    firm.chat.closed.clear()
    await firm.core.account_closed(firm.person("ann"), False)
    await firm.say("ivy", FIX, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert "14:00" in words(firm.last("ann"))


async def test_closed_accounts_are_looked_up_again(firm: Office) -> None:
    await report(firm, "ann", "bob")
    await close(firm, "ann", "bob")
    firm.chat.closed = {"bob"}
    company = await firm.company()
    long_ago = update(Account).where(Account.closed_at.is_not(None)).values(closed_at=START, seen_at=START)
    await firm.store.write(company, lambda s: s.execute(long_ago))
    firm.later(days=10)
    await firm.tick()
    assert await closed(firm) == ["bob"]


async def test_another_account_of_the_same_person_still_reaches_them(firm: Office) -> None:
    company = await firm.company()
    await report(firm, "ann")

    def second(session: Session) -> None:
        first = session.scalars(select(Account).where(Account.external_id == "ann")).one()
        more = Account(person=first.person, workspace_id=first.workspace_id, external_id="ann2", seen_at=first.seen_at)
        session.add(more)

    await firm.store.write(company, second)
    await close(firm, "ann")
    await firm.say("ivy", FIX, "erp-it")
    await firm.press("ivy", "Publish", "erp-it")
    assert "14:00" in words(firm.last("ann2"))


async def test_looking_for_a_workspace_that_is_gone_makes_none(firm: Office) -> None:
    await firm.core.workspace_gone(firm.chat.platform, "office")
    assert await firm.core.home_for(firm.person("ann"))
    assert await firm.core.card_of(firm.place("ann", None), "m1") is None
    assert await firm.core.owner_of(firm.chat.platform, "office") == 0
    assert await firm.store.across_companies(lambda s: s.scalars(select(Company.id)).all()) == []


async def test_whoever_leaves_the_channels_because_their_account_is_closed_is_left_out(firm: Office) -> None:
    await report(firm, "ann")
    firm.chat.closed.add("ann")
    firm.later(days=2)  # the profile is looked up again
    place = firm.place("", "erp-news")
    await firm.deliver(MemberLeft(firm.event(), firm.now, firm.person("ann"), place))
    assert await closed(firm) == ["ann"]


async def test_whoever_writes_is_answered_whatever_their_profile_says(firm: Office) -> None:
    await firm.say("ann", "help")
    firm.chat.profiles["ann"] = Profile("Ann")

    async def gone(_workspace: str, _person: str) -> Profile:
        raise AccountClosed("MemberNotFoundInConversation")

    firm.chat.profile = gone  # type: ignore[method-assign]
    firm.later(days=2)
    await firm.say("ann", REPORT)
    assert await closed(firm) == []
    assert "Here is what I understood" in words(firm.last("ann"))
