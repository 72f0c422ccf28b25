"""A running engine whose handler and platform tests can watch and trouble."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from adapters.engine.database import Database
from adapters.engine.engine import Engine
from bot.cards import Card, Outgoing, ToPerson, ToPlace, text
from bot.messages import MessageReceived, PersonRef, PlaceRef
from bot.people.model import Account, Company, Person, Place, Workspace
from bot.ports import Profile, Refused
from bot.store import inbox, outbox
from bot.store.outbox import Delivery, DeliveryState
from bot.store.session import Store

COMPANY, WORKSPACE = 1, "W1"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def card(words: str) -> Card:
    """A card that says this."""
    return Card(summary=words, blocks=(text(words),))


def message(event_id: str, place: str = "c1", words: str = "hello") -> MessageReceived:
    """Somebody wrote this."""
    return MessageReceived(
        event_id=event_id,
        at=NOW,
        by=PersonRef("fake", WORKSPACE, "U1"),
        place=PlaceRef("fake", WORKSPACE, place, direct=False),
        text=words,
        message_id=event_id,
    )


@dataclass
class FakeChat:
    """A platform in memory that keeps every attempt. `trouble` runs before each call and may raise or wait."""

    platform: str = "fake"
    shown: dict[tuple[str, str], str] = field(default_factory=dict)  # (place, key) -> summary
    posts: list[str] = field(default_factory=list)  # keys, in order
    edits: list[tuple[str, str]] = field(default_factory=list)
    finds: Counter[str] = field(default_factory=Counter)
    trouble: Callable[[str, str], Awaitable[None]] | None = None
    after: Callable[[str, str], Awaitable[None]] | None = None
    ids: str = "m-{key}"  # of what it shows

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        await self._disturb(self.trouble, "post", key)
        self.posts.append(key)
        self.shown[place, key] = card.summary
        await self._disturb(self.after, "post", key)
        return self.ids.format(key=key)

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        await self._disturb(self.trouble, "edit", key)
        if (place, key) not in self.shown:
            raise Refused("message_not_found")
        self.edits.append((key, card.summary))
        self.shown[place, key] = card.summary

    async def find(self, workspace: str, place: str, key: str) -> str | None:
        await self._disturb(self.trouble, "find", key)
        self.finds[key] += 1
        return self.ids.format(key=key) if (place, key) in self.shown else None

    async def open_direct(self, workspace: str, person: str) -> str:
        await self._disturb(self.trouble, "open_direct", person)
        return f"dm-{person}"

    async def profile(self, workspace: str, person: str) -> Profile:
        return Profile(name=person)

    async def _disturb(self, trouble: Callable[[str, str], Awaitable[None]] | None, call: str, key: str) -> None:
        if trouble is not None:
            await trouble(call, key)


def furnish(session: Session) -> None:
    """One company, one workspace, channels c1 to c5 (places 1 to 5), and a person who has no direct chat yet."""
    session.add(Company(id=COMPANY, name="Acme", created_at=NOW))
    session.flush()
    session.add(Workspace(id=1, company_id=COMPANY, platform="fake", external_id=WORKSPACE))
    session.flush()
    for number in range(1, 6):
        session.add(Place(id=number, company_id=COMPANY, workspace_id=1, external_id=f"c{number}", direct=False))
    session.add(Person(id=1, company_id=COMPANY, name="Ana"))
    session.flush()
    session.add(Account(company_id=COMPANY, person_id=1, workspace_id=1, external_id="U1", seen_at=NOW))


class Bench:
    """A store with an engine that is started and stopped at will, as a process would be."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.store = Store(self.database.core())
        self.chat = FakeChat()
        self.handled: list[str] = []
        self.handler: Callable[[int, str], Awaitable[None]] = self.handle
        self.engine = self.new_engine()

    def new_engine(self) -> Engine:
        return Engine(self.database, self.store, settle=0.0)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Engine]:
        """The engine at work; stopped at the end."""
        self.engine = self.new_engine()
        await self.engine.start(lambda company, event: self.handler(company, event), {"fake": self.chat})
        try:
            yield self.engine
        finally:
            await self.engine.stop()

    async def handle(self, company_id: int, event_id: str) -> None:
        """Answer with the message's own words, in its place, once."""
        heard = await self.store.read(company_id, lambda s: inbox.load_message(s, event_id))
        if heard is None:
            return
        assert isinstance(heard, MessageReceived)
        said = heard

        def work(session: Session) -> None:
            if inbox.mark_handled(session, event_id, NOW):
                self.handled.append(said.event_id)
                to = ToPlace(int(said.place.id.removeprefix("c")))
                outbox.send(session, self.engine.enqueue, [Outgoing(to, card(said.text), said.event_id)], NOW)

        await self.store.write(company_id, work)

    async def accept(self, *messages: MessageReceived) -> set[str]:
        arrivals = [inbox.Arrival(COMPANY, each, f"fake:{WORKSPACE}", each.place.id) for each in messages]
        return await self.store.across_companies(
            lambda s: inbox.store_arrivals(s, self.engine.enqueue, arrivals, datetime.now(UTC))
        )

    async def say(self, key: str, words: str, place: int = 1, person: int | None = None) -> None:
        """Send one card, as a handler would."""
        to = ToPerson(person) if person else ToPlace(place)
        await self.store.write(
            COMPANY, lambda s: outbox.send(s, self.engine.enqueue, [Outgoing(to, card(words), key)], NOW)
        )

    async def delivery(self, key: str) -> Delivery:
        return await self.store.read(COMPANY, lambda s: s.query(Delivery).filter_by(key=key).one())


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something that the engine does in its own time; fail where it does not."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.fixture
async def bench(database_url: str) -> AsyncIterator[Bench]:
    made = Bench(database_url)
    await made.store.across_companies(furnish)
    yield made
    await made.store.close()


async def until_sent(bench: Bench, key: str) -> None:
    """Wait until a delivery is with its reader."""
    await until_state(bench, key, DeliveryState.SENT)


async def until_state(bench: Bench, key: str, state: DeliveryState) -> None:
    """Wait until a delivery is there and in this state."""
    async with asyncio.timeout(20):
        while True:
            with suppress(NoResultFound):
                if (await bench.delivery(key)).state == state:
                    return
            await asyncio.sleep(0.02)
