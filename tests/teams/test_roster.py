"""How everybody is reached: kept from every activity, through restarts and moves, and given up where we are not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botbuilder.schema import Activity
from sqlalchemy import select

from adapters.engine.database import create_engine
from adapters.teams.inbound import Incoming, read
from adapters.teams.model import TeamsConversation
from adapters.teams.roster import Roster, sighting
from bot.people.model import Company, Place
from bot.store.session import Store
from tests.language import PlainLanguage
from tests.teams.people import People
from tests.teams.standin import Connector
from tests.teams.standin.signing import Keys
from tests.teams.standin.tenant import BOT, TENANT
from tests.teams.world import World, open_world, payload

ANN = "29:1-ann_AbC"

REPORT = "Posting an invoice fails with an error, I cannot post invoices"
FIXED = "We fixed the error when posting an invoice in FB60 today at 14:00. Please post your invoices again."


def roster(world: World) -> Roster:
    return Roster(world.store, world.core.company_of)


async def sent(world: World, **changes: Any) -> None:
    world.asleep = True
    activity = payload("personal_message", **changes)
    assert (await world.send(activity)).status == 201


async def test_every_activity_tells_how_to_reach_its_place_and_person(world: World) -> None:
    await sent(world)
    known = await roster(world).of_person(TENANT, ANN)
    assert known is not None
    assert (known.conversation, known.bot) == ("a:ann-1x_Y", BOT)
    assert (known.name, known.zone, known.locale) == ("Ann Example", "Europe/Berlin", "de-DE")
    assert await roster(world).reference(TENANT, "a:ann-1x_Y") is not None
    assert await roster(world).reference(TENANT, "a:somebody-else") is None
    assert await roster(world).reference("another tenant", "a:ann-1x_Y") is None


async def test_what_says_nothing_to_the_core_still_tells_how_to_reach_people(world: World) -> None:
    world.asleep = True
    await world.send(payload("installed_personal"))
    assert world.told == []
    assert await roster(world).reference(TENANT, "a:ann-1x_Y") is not None


async def test_the_newest_address_counts_and_a_late_activity_does_not_bring_back_an_old_one(world: World) -> None:
    for second, url in ((1, "https://old.example/"), (3, "https://new.example/"), (2, "https://old.example/")):
        await sent(world, id=f"id-{second}", timestamp=f"2026-03-02T09:00:0{second}Z", serviceUrl=url)
    known = await roster(world).reference(TENANT, "a:ann-1x_Y")
    assert known is not None
    assert known.service_url == "https://new.example/"


async def test_what_a_client_does_not_say_stays_as_it_was(world: World) -> None:
    await sent(world)
    await sent(world, id="later", timestamp="2026-03-02T09:01:00Z", entities=[], localTimezone=None, locale=None)
    known = await roster(world).of_person(TENANT, ANN)
    assert known is not None
    assert (known.zone, known.locale) == ("Europe/Berlin", "de-DE")


async def test_somebody_never_heard_is_reached_as_everybody_of_the_tenant(world: World) -> None:
    assert await roster(world).of_person(TENANT, "29:never") is None
    await sent(world)
    known = await roster(world).of_person(TENANT, "29:never")
    assert known is not None
    assert (known.account, known.conversation) == ("29:never", None)


async def test_both_databases_keep_the_same(database_url: str) -> None:
    store = Store(create_engine(database_url))
    try:
        await _keep_twice(store)
    finally:
        await store.close()


async def _keep_twice(store: Store) -> None:
    def make(session: Any) -> int:
        company = Company(name="c", created_at=datetime.now(UTC))
        session.add(company)
        session.flush()
        return int(company.id)

    company_id = await store.across_companies(make)

    async def company_of(_platform: str, _workspace: str) -> int:
        return company_id

    known = Roster(store, company_of)
    for name in ("personal_message", "channel_message", "personal_message", "installation_removed"):
        seen = sighting(company_id, _incoming(name))
        assert seen is not None
        await known.note(seen)
    rows = await store.read(company_id, lambda s: s.scalars(select(TeamsConversation)).all())
    assert {row.conversation: row.removed_at is not None for row in rows} == {
        "a:ann-1x_Y": True,
        "19:erp-it@thread.tacv2": False,
    }
    await known.opened(TENANT, "29:new", "a:new")
    person = await known.of_person(TENANT, "29:new")
    assert person is not None
    assert person.conversation == "a:new"
    await known.not_installed(TENANT, "29:new")
    assert await known.reference(TENANT, "a:new") is not None
    assert await known.channels_of(TENANT, "19:team-general@thread.tacv2") == ["19:erp-it@thread.tacv2"]


def _incoming(name: str) -> Incoming:
    return read(Activity().deserialize(payload(name)))


async def test_after_a_restart_a_colleague_hears_first(sqlite_url: str, language: PlainLanguage, keys: Keys) -> None:
    """The report before it, the news after it, to somebody not heard since: only what was kept can lead there."""
    async with Connector() as connector:
        async with open_world(sqlite_url, language, keys, connector=connector) as before:
            people = People(before)
            await people.open_company()
            await people.says("ann", REPORT)
        async with open_world(sqlite_url, language, keys, connector=connector) as after:
            people = People(after, first_id=1766000000001)
            await people.says("ivy", FIXED, "erp-it")
            await people.presses("ivy", "Publish", "erp-it")
            assert "14:00" in people.sees("ivy", "erp-news")
            assert "Is it fixed for you?" in people.sees("ann")


@pytest.fixture
async def people(world: World) -> People:
    everybody = People(world)
    await everybody.open_company()
    return everybody


async def test_the_brm_hears_of_a_colleague_who_cannot_be_reached(people: People) -> None:
    await people.says("ann", "I cannot post an invoice, it says F5 117.")
    people.where("ann", None).installed = False
    for text in ("The order list is slow.", "The stock report is wrong."):
        await people.says("ann", text)
    told = people.sees("ben", "erp-brm")
    assert told.count("in a direct chat: my app is not installed for them") == 1
    rows = await people.world.store.read(
        await people.world.core.company_of("teams", TENANT), lambda s: s.scalars(select(TeamsConversation)).all()
    )
    assert [row.conversation for row in rows if row.removed_at is not None] == ["a:ann-1x_Y"]


async def test_the_brm_hears_of_a_channel_that_the_bot_was_taken_out_of(people: People) -> None:
    gone = people.activity("ivy", "conversationUpdate", "erp-it", membersRemoved=[{"id": BOT}])
    await people.does(gone)
    told = people.sees("ben", "erp-brm")
    assert "I was removed from erp-it, which was for: IT updates." in told


async def test_who_comes_to_the_team_or_leaves_it_has_or_loses_the_roles_of_its_channels(people: People) -> None:
    theirs = "Only colleagues in the IT updates channel or the BRM channel can do that."
    carl = people.world.connector.person("carl")
    await people.says("carl", "themes")
    assert theirs in people.sees("carl")
    await people.does(people.activity("ivy", "conversationUpdate", "erp-news", membersAdded=[{"id": carl}]))
    before = people.sees("carl").count(theirs)
    await people.says("carl", "themes")
    assert people.sees("carl").count(theirs) == before
    await people.does(people.activity("ivy", "conversationUpdate", "erp-news", membersRemoved=[{"id": carl}]))
    await people.says("carl", "themes")
    assert people.sees("carl").count(theirs) == before + 1


async def test_a_renamed_channel_has_its_new_name(people: People) -> None:
    here = people.where("ivy", "erp-it")
    data = {"eventType": "channelRenamed", "channel": {"id": here.id, "name": "News from IT"}}
    await people.does(people.activity("ivy", "conversationUpdate", "erp-it", data=data))
    company_id = await people.world.core.company_of("teams", TENANT)
    names = await people.world.store.read(company_id, lambda s: s.scalars(select(Place.name)).all())
    assert "News from IT" in names
    assert "erp-it" not in names


async def test_guests_get_nothing_internal_though_they_are_in_the_team(world: World) -> None:
    world.connector.person("gus", guest=True)
    people = People(world)
    await people.add_bot("erp-brm", ["ben", "gus"], by="ben")
    await people.presses("ben", "BRM digest", "erp-brm")
    await people.says("gus", "digest")
    assert people.sees("gus").startswith("I am there for the colleagues of this company, and you are its guest.")


async def test_people_are_read_with_their_own_zone_and_language(world: World) -> None:
    people = People(world)
    german = people.activity("ann", "message", text="Die Rechnung lässt sich nicht buchen.", locale="de-DE")
    await people.does(german)
    assert "Ich" in people.sees("ann") or "Das" in people.sees("ann")
    profile = await world.teams.chat.profile(TENANT, ANN)
    assert (profile.name, profile.zone, profile.locale, profile.guest) == ("Ann", "Europe/Berlin", "de-DE", False)
