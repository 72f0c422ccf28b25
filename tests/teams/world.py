"""Teams for tests: the real route with its token check, the real core on an empty database, and the stand-in behind."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.engine.database import create_engine
from adapters.engine.inline import InlineEngine
from adapters.teams.connect import Connections
from adapters.teams.identity import Identity
from adapters.teams.sightings import Sighting, insert
from adapters.teams.wiring import Teams
from bot.core import Core
from bot.messages import FromPerson
from bot.ports import LanguageModel
from bot.store.base import Base
from bot.store.session import Store
from tests.teams.heard import Credentials
from tests.teams.standin import Connector
from tests.teams.standin.signing import Keys, token
from tests.teams.standin.tenant import APP, TENANT

PAYLOADS = Path(__file__).parent / "payloads"


def payload(name: str, /, **changes: Any) -> dict[str, Any]:
    """A recorded activity, with some of it changed."""
    return {**json.loads((PAYLOADS / f"{name}.json").read_text("utf-8")), **changes}


async def _nothing_may_wait(seconds: float) -> None:
    raise AssertionError(f"Teams refused a card, which would be tried again in {seconds} seconds.")


class World:
    """A tenant with Liaison in it. `told` is what the core was told; `asleep`, it keeps that and does nothing yet."""

    def __init__(self, url: str, language: LanguageModel, connector: Connector, identity: Identity) -> None:
        self.connector = connector
        self.store = Store(create_engine(url))
        self.engine = InlineEngine(sleep=_nothing_may_wait)
        self.told: list[FromPerson] = []
        self.asleep = False
        connections = Connections(Credentials(), APP)
        self.gone: list[str] = []  # tenants that removed the app everywhere
        self.teams = Teams(
            identity, self.store, lambda: self.core, self.accept, connections=connections, removed=self.removed
        )
        self.core = Core(self.store, language, {"teams": self.teams.chat}, self.engine.enqueue)
        self.client: TestClient[web.Request, web.Application]

    async def accept(self, message: FromPerson, seen: Sighting | None) -> None:
        kept = await self.core.accept(
            [message], lambda session, _kept: insert(session, [seen] if seen is not None else [])
        )
        if kept:
            self.told.append(message)

    async def removed(self, tenant: str) -> None:
        self.gone.append(tenant)

    async def send(self, activity: dict[str, Any], **headers: str | None) -> ClientResponse:
        """Send an activity as Teams does; `headers` are changed, or left out where they are None."""
        given = {"Authorization": f"Bearer {token(service_url=activity['serviceUrl'])}"} | headers
        sent = {name: value for name, value in given.items() if value is not None}
        answer = await self.client.post("/api/messages", json=activity, headers=sent)
        await answer.read()
        if not self.asleep:
            await self.settle()
        return answer

    async def settle(self) -> None:
        """Let everything that is under way come to rest."""
        await self.teams.listener.rest()
        await self.engine.settle(self.core)

    async def rows(self) -> dict[str, int]:
        """How many rows each table has, of those that have any."""

        def count(session: Any) -> dict[str, int]:
            tables = Base.metadata.sorted_tables
            counted = {t.name: session.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in tables}
            return {name: number for name, number in counted.items() if number}

        return await self.store.across_companies(count)


@asynccontextmanager
async def open_world(
    url: str,
    language: LanguageModel,
    keys: Keys,
    identity: Identity | None = None,
    connector: Connector | None = None,
) -> AsyncIterator[World]:
    """A world that is closed at the end; with a `connector` that is there already, only Liaison is."""
    who = identity or Identity(
        APP, TENANT, "a client secret", channel_keys=f"{keys.url}/openid", tenant_keys=f"{keys.url}/openid"
    )
    async with AsyncExitStack() as stack:
        world = World(url, language, connector or await stack.enter_async_context(Connector()), who)
        app = web.Application()
        app.add_routes(world.teams.routes())
        async with TestClient(TestServer(app, host="127.0.0.1")) as world.client:
            yield world
        await world.teams.close()
        await world.store.close()
