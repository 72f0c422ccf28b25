"""Who speaks, where, and what that lets them do."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.listening.model import Complaint
from bot.messages import BotJoined, MemberJoined, MemberLeft, MessageReceived, PersonRef, PlaceRef
from bot.people import arrive
from bot.people.channels import guess_purpose
from bot.people.model import Membership, Person, Purpose, Role
from bot.ports import Profile
from tests.office import Office, words


async def roles(office: Office, name: str) -> frozenset[Role]:
    def work(session: Session) -> frozenset[Role]:
        account = arrive.account_of(session, office.person(name))
        return arrive.roles_of(session, account.person) if account else frozenset()

    return await office.store.read(await office.company(), work)


async def test_a_new_channel_is_asked_once_what_it_is_for(office: Office) -> None:
    place = office.place("", "erp-brm")
    for _ in range(2):
        await office.deliver(BotJoined(office.event(), office.now, office.person("ben"), place, "erp-brm"))
    assert len(office.seen(channel="erp-brm")) == 1
    assert "What is this channel for?" in words(office.last(channel="erp-brm"))
    await office.press("ben", "BRM digest", "erp-brm")
    assert len(office.seen(channel="erp-brm")) == 1
    assert "This channel is for: BRM digest" in words(office.last(channel="erp-brm"))


async def test_roles_follow_membership(office: Office) -> None:
    await office.open_company()
    assert await roles(office, "ivy") == {Role.IT}
    assert await roles(office, "ben") == {Role.BRM}
    assert await roles(office, "eve") == {Role.EXECUTIVE}
    assert await roles(office, "ann") == frozenset()
    place = office.place("", "erp-it")
    await office.deliver(MemberLeft(office.event(), office.now, office.person("ivy"), place))
    assert await roles(office, "ivy") == frozenset()


async def test_nobody_makes_themselves_a_brm(office: Office) -> None:
    await office.open_company()
    await office.deliver(
        BotJoined(office.event(), office.now, office.person("ann"), office.place("", "sneaky"), "sneaky"),
        MemberJoined(office.event(), office.now, office.person("ann"), office.place("", "sneaky")),
    )
    await office.press("ann", "BRM digest", "sneaky")
    assert await roles(office, "ann") == frozenset()
    assert "Only colleagues in the BRM channel" in words(office.last("ann"))
    await office.press("ann", "News", "sneaky")
    assert "This channel is for: News" in words(office.last(channel="sneaky"))


async def test_guests_have_no_role(office: Office) -> None:
    office.chat.profiles["gus"] = Profile("Gus", guest=True)
    await office.open_company()
    place = office.place("", "erp-it")
    await office.deliver(MemberJoined(office.event(), office.now, office.person("gus"), place))
    assert await roles(office, "gus") == frozenset()


async def test_two_accounts_with_one_verified_address_are_one_person(office: Office) -> None:
    office.chat.profiles["ann"] = Profile("Ann", email="Ann@Example.com", zone="Europe/Paris")
    office.chat.profiles["ann2"] = Profile("Ann", email="ann@example.com", zone="Europe/Paris")
    await office.say("ann", "invoice posting fails")
    await office.say("ann2", "invoice posting fails again")
    await office.say("ann2", "my issues")
    assert words(office.last("ann2")).count("invoice posting fails") == 2
    people = await office.store.read(await office.company(), lambda s: s.scalar(select(func.count(Person.id))))
    assert people == 1


async def test_an_address_learned_later_joins_both_histories(office: Office) -> None:
    await office.open_company()
    for name in ("ann", "ann2"):
        await office.say(name, f"invoice posting fails for {name}")
    office.chat.profiles["ann"] = Profile("Ann", email="ann@example.com")
    office.chat.profiles["ann2"] = Profile("Ann", email="ann@example.com")
    await office.deliver(MemberJoined(office.event(), office.now, office.person("ann2"), office.place("", "erp-news")))
    office.later(hours=25)
    await office.say("ann", "hello")
    await office.say("ann2", "hello")

    def count(session: Session) -> tuple[int, int]:
        account = arrive.account_of(session, office.person("ann"))
        assert account is not None
        mine = Complaint.person_id == account.person_id
        seats = Membership.person_id == account.person_id
        return (
            session.scalars(select(func.count()).where(mine)).one(),
            session.scalars(select(func.count()).where(seats)).one(),
        )

    assert await office.store.read(await office.company(), count) == (2, 1)


async def test_two_workspaces_never_see_each_other(office: Office) -> None:
    await office.open_company()
    await office.say("ann", "invoice posting fails")
    stranger = PersonRef("office", "elsewhere", "ann")
    place = PlaceRef("office", "elsewhere", "dm-stranger", direct=True)
    for text in ("invoice posting fails", "my issues"):
        event = office.event()
        await office.deliver(MessageReceived(event, office.now, stranger, place, text, f"msg-{event}"))
    seen = [words(message.card) for message in office.seen(channel="dm-stranger")]
    assert not any("told me the same" in said for said in seen)
    assert words(office.last(channel="dm-stranger")).count("invoice posting fails") == 1
    await office.press_raw("ann", "complaint.withdraw", {"complaint": "2"})
    assert "Nothing has changed" in words(office.last("ann"))


async def test_a_mention_in_a_channel_invites_to_the_direct_chat(office: Office) -> None:
    await office.open_company()
    await office.say("ann", "can you help?", "erp-news", mentions_bot=True)
    assert "direct message" in words(office.last(channel="erp-news"))


def test_a_channels_name_suggests_what_it_is_for() -> None:
    assert guess_purpose("erp-it") == Purpose.IT_UPDATES
    assert guess_purpose("#erp-brm") == Purpose.BRM_DIGEST
    assert guess_purpose("leadership-team") == Purpose.LEADERSHIP
    assert guess_purpose("company_news") == Purpose.NEWS
    assert guess_purpose("italian-lunch") is None
