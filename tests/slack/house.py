"""A company on Slack for tests: the stand-in, the real routes and the real core, which answers at once."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.engine.database import Database
from adapters.engine.inline import InlineEngine
from adapters.slack.app import Slack as SlackSide
from adapters.slack.credentials import Credentials
from adapters.slack.handlers import Inside
from bot import conversation
from bot.core import Core
from bot.messages import FromPerson
from bot.ports import LanguageModel
from bot.store.session import Store
from tests.slack.standin.server import StandIn, running
from tests.slack.standin.state import Slack

PAYLOADS = Path(__file__).parent / "payloads"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, TOKEN = "T0001", "xoxb-1"


def payload(name: str, **changes: Any) -> dict[str, Any]:
    """A recorded payload; `changes` replace what stands at its top, or in its event."""
    body: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    for key, value in changes.items():
        (body["event"] if key in body.get("event", {}) else body)[key] = value
    return body


def written(body: dict[str, Any]) -> tuple[str, str]:
    """A payload as Slack writes it into a request: the body and its content type."""
    form = "application/x-www-form-urlencoded"
    if "command" in body or "ssl_check" in body:
        return urlencode(body), form
    if body.get("type") in {"event_callback", "url_verification"}:
        return json.dumps(body), "application/json"
    return urlencode({"payload": json.dumps(body)}), form


def signature(body: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack signs a request."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class House:
    """Everything there is of Slack, with people in it. `told` is what reached the core, in order."""

    def __init__(self, url: str, language: LanguageModel, stand_in: StandIn, **credentials: str) -> None:
        self.stand_in = stand_in
        self.slack = stand_in.slack
        database = Database(url)
        self.store = Store(database.core())
        self.engine = InlineEngine()
        chosen = {"bot_token": TOKEN, "signing_secret": SECRET, **credentials}
        self.side = SlackSide(
            Credentials(f"{stand_in.base}/api", **chosen), database.asynchronous, self.store, self._company_of
        )
        self.core = Core(self.store, language, {"slack": self.side.chat}, self.engine.enqueue)
        self.told: list[FromPerson] = []
        self.removed: list[str] = []
        self.asleep = False
        self.trouble: Exception | None = None
        self.app = web.Application()
        self.app.add_routes(
            self.side.listen(
                Inside(
                    accept=self.accept,
                    form_for=self.core.form_for,
                    opens_form=conversation.FORMS.__contains__,
                    home_for=self.core.home_for,
                    removed=self.remove,
                )
            )
        )
        self.app.on_startup.append(self.side.start)
        self.app.on_cleanup.append(self.side.stop)
        self.client: TestClient[web.Request, web.Application] = TestClient(TestServer(self.app, host="127.0.0.1"))

    async def _company_of(self, platform: str, workspace: str) -> int:
        return await self.core.company_of(platform, workspace)

    @property
    def ignored(self) -> dict[str, int]:
        """What the bot knew nothing to do with, by kind."""
        return dict(self.side.ignored)

    async def accept(self, message: FromPerson) -> None:
        if self.trouble is not None:
            raise self.trouble
        if await self.core.accept([message]):
            self.told.append(message)

    async def remove(self, workspace: str) -> None:
        self.removed.append(workspace)
        await self.core.workspace_gone("slack", workspace)

    async def settle(self) -> None:
        """Let the core answer, and everything it says arrive."""
        await self.engine.settle(self.core)

    async def send(self, body: dict[str, Any], **headers: str) -> ClientResponse:
        """Deliver a payload as Slack does."""
        words, kind = written(body)
        return await self.post(words, {"Content-Type": kind, **signature(words), **headers})

    async def post(self, words: str | bytes, headers: dict[str, str]) -> ClientResponse:
        """Deliver anything at all."""
        return await self.client.post("/slack/events", data=words, headers=headers)

    def shown(self, channel: str, team: str = TEAM) -> list[str]:
        """What the bot has said in a channel, oldest first, as the text that notifications show."""
        bot = self.slack.bot_of(team)
        return [post.text for post in self.slack.teams[team].channels[channel].posts.values() if post.user == bot]


@asynccontextmanager
async def open_house(url: str, language: LanguageModel, **credentials: str) -> AsyncIterator[House]:
    """A house whose doors are shut at the end."""
    slack = Slack()
    people(slack)
    async with running(slack) as stand_in:
        house = House(url, language, stand_in, **credentials)
        async with house.client:
            yield house
        await house.store.close()


def people(slack: Slack, team: str = TEAM, token: str = TOKEN) -> None:
    """A workspace with Ann and Bob, Ivy of IT, Ben the BRM, a guest and somebody from next door."""
    slack.workspace(team, token)
    for account, name in (("U0ANN", "Ann Lee"), ("U0BOB", "Bob Roy"), ("U0IVY", "Ivy Tan"), ("U0BEN", "Ben Orr")):
        slack.person(team, account, name, email=f"{account.lower()}@{team.lower()}.example")
        slack.teams[team].open(account)
    slack.person(team, "U0GUS", "Gus Guest", restricted=True)
    slack.person(team, "U0STRANGE", "Nel Next", stranger=True).team = "T0OTHER"
    slack.channel(team, "C0IT", "erp-it", "U0IVY", "U0BEN")
    slack.channel(team, "C0BRM", "erp-brm", "U0BEN")
    slack.channel(team, "C0NEWS", "erp-news", "U0ANN", "U0BOB", "U0IVY", "U0BEN")
    slack.channel(team, "C0OPS", "erp-ops", "U0IVY", private=True)
