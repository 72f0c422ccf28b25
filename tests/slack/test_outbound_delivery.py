"""From the core's outbox to Slack and back: each card once, whatever Slack does, with what the store knows."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.engine.database import create_engine
from adapters.engine.inline import InlineEngine
from adapters.slack.client import SlackChat
from adapters.slack.surroundings import Surroundings
from bot.cards import Card, Mention, Outgoing, Picture, ToPerson, text
from bot.core import Core
from bot.digest.model import PictureFile
from bot.messages import MessageReceived, PersonRef, PlaceRef
from bot.people.model import Person, Place
from bot.store import outbox
from bot.store.outbox import Delivery
from bot.store.session import Store
from tests.language import PlainLanguage
from tests.slack.standin.server import Fault
from tests.slack.world import ANN, BEN, PNG, TEAM, World, open_world, speaking

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DIRECT = "D0ANN"


@dataclass
class Company:
    """A company whose only workspace is the stand-in's, with a core that answers there."""

    world: World
    core: Core
    engine: InlineEngine

    async def say(self, words: str, event: str, account: str = ANN) -> None:
        """Somebody writes in their direct chat, and all that follows comes to rest."""
        direct = self.world.team.open(account).id
        by, place = PersonRef("slack", TEAM, account), PlaceRef("slack", TEAM, direct, direct=True)
        await self.core.accept([MessageReceived(event, NOW, by, place, words, f"1772442000.{event:0>6}")])
        await self.engine.settle(self.core)

    async def send(self, card: Card, key: str, person: str = "Ann Lee") -> None:
        """The core says something to a person, and it is delivered."""
        company = await self.core.company_of("slack", TEAM)

        def work(session: Session) -> None:
            somebody = session.scalars(select(Person).where(Person.name == person)).one()
            outbox.send(session, self.engine.enqueue, [Outgoing(ToPerson(somebody.id), card, key)], NOW)

        await self.core.store.write(company, work)
        await self.engine.settle(self.core)

    async def delivery(self, key: str) -> Delivery:
        company = await self.core.company_of("slack", TEAM)
        return await self.core.store.read(
            company, lambda s: s.scalars(select(Delivery).where(Delivery.key == key)).one()
        )


@pytest.fixture
async def company(sqlite_url: str, language: PlainLanguage) -> AsyncIterator[Company]:
    store = Store(create_engine(sqlite_url))
    async with open_world() as world:
        engine = InlineEngine(sleep=world.hands.pause)
        chats: dict[str, SlackChat] = {}
        core = Core(store, language, chats, engine.enqueue)
        world.chat = speaking(world.stand_in, world.hands, Surroundings(store, core.owner_of))
        chats["slack"] = world.chat
        yield Company(world, core, engine)
    await store.close()


async def test_somebody_writes_and_is_answered_in_slack(company: Company) -> None:
    await company.say("help", "1")
    [card] = company.world.posts(DIRECT)
    assert card.blocks
    assert card.metadata is not None


async def test_a_limit_is_waited_for_and_the_card_shown_once(company: Company) -> None:
    await company.say("help", "1")
    company.world.stand_in.faults["chat.postMessage"] = [Fault("limit", seconds=40)]
    await company.send(Card("Late", (text("Late"),)), "late")
    assert 40 in [round(seconds) for seconds in company.world.hands.waited]
    assert [post.text for post in company.world.posts(DIRECT)][1:] == ["Late"]


@pytest.mark.parametrize("kind", ["lost", "broken"])
async def test_a_doubtful_card_is_looked_up_and_shown_once(company: Company, kind: str) -> None:
    await company.say("help", "1")
    company.world.stand_in.faults["chat.postMessage"] = [Fault(kind)]  # type: ignore[arg-type]
    await company.send(Card("Once", (text("Once"),)), "once")
    assert [post.text for post in company.world.posts(DIRECT)][1:] == ["Once"]
    assert company.world.made("conversations.history")


async def test_a_later_card_under_the_key_changes_the_message(company: Company) -> None:
    await company.say("help", "1")
    await company.send(Card("Before", (text("Before"),)), "card")
    await company.send(Card("After", (text("After"),)), "card")
    assert [post.text for post in company.world.posts(DIRECT)][1:] == ["After"]


async def test_what_slack_refuses_is_kept_with_its_name(company: Company) -> None:
    await company.say("help", "1")
    company.world.stand_in.faults["chat.postMessage"] = [Fault("refuse", "is_archived")]
    await company.send(Card("Never", (text("Never"),)), "never")
    delivery = await company.delivery("never")
    assert (delivery.state, delivery.problem) == ("failed", "is_archived")


async def test_somebody_who_never_wrote_here_gets_a_direct_chat(company: Company) -> None:
    await company.say("help", "1")
    await company.say("help", "2", BEN)
    home = await company.core.company_of("slack", TEAM)

    def forget(session: Session) -> None:
        session.delete(session.scalars(select(Place).where(Place.external_id == "D0BEN")).one())

    await company.core.store.write(home, forget)
    del company.world.team.channels["D0BEN"]
    await company.send(Card("Hello", (text("Hello"),)), "hello", "Ben Okafor")
    assert [post.text for post in company.world.posts("D0BEN")] == ["Hello"]


async def test_the_store_knows_accounts_languages_and_pictures(company: Company) -> None:
    await company.say("help", "1")
    home = await company.core.company_of("slack", TEAM)

    def prepare(session: Session) -> tuple[int, int]:
        ann = session.scalars(select(Person)).one()
        ann.language = "de"
        picture = PictureFile(png=PNG, alt="Finance 3", created_at=NOW)
        session.add(picture)
        session.flush()
        return ann.id, picture.id

    ann, picture = await company.core.store.write(home, prepare)
    card = Card(
        "x", (text(Mention(ann, "Ann"), " and ", Mention(ann + 1, "nobody here")), Picture(picture, "Finance 3"))
    )
    await company.send(card, "k")
    words, image = company.world.posts(DIRECT)[1].blocks
    assert words["text"]["text"] == f"<@{ANN}> and nobody here"
    assert image["type"] == "image"
    surroundings = Surroundings(company.core.store, company.core.owner_of)
    assert await surroundings.language(TEAM, DIRECT) == "de"
    assert await surroundings.language(TEAM, "C0NEWS") == "en"
    assert await surroundings.accounts("T0404", [ann]) == {}
