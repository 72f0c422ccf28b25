"""A company on Slack for tests: the stand-in, the real routes and the real core, which answers at once."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from slack_sdk.oauth.installation_store.models.bot import Bot

from adapters.engine.database import Database
from adapters.engine.inline import InlineEngine
from adapters.slack.app import Slack as SlackSide
from adapters.slack.credentials import Credentials
from adapters.slack.handlers import Inside
from adapters.slack.installations import Installations
from bot import offers
from bot.core import Core
from bot.messages import ButtonPressed, FormSubmitted, FromPerson
from bot.ports import LanguageModel
from bot.presses import Objection
from bot.store.session import Store
from tests.slack.standin.limits import Limits
from tests.slack.standin.server import StandIn, running
from tests.slack.standin.socket_mode import Socket
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
            Credentials(f"{stand_in.base}/api", **chosen),
            database.asynchronous,
            self.store,
            self._owner_of,
            pause=_no_pause,
        )
        self.core = Core(self.store, language, {"slack": self.side.chat}, self.engine.enqueue)
        self.told: list[FromPerson] = []
        self.removed: list[str] = []
        self.trouble: Exception | None = None  # why nothing can be kept, and whether that has hit something
        self.refused = asyncio.Event()
        self.trusting = False  # whether a press counts without a card that offers it, for payloads recorded elsewhere
        self.socket: Socket | None = None  # where Slack sends, instead of over HTTP
        self.app = web.Application()
        self.app.add_routes(
            self.side.listen(
                Inside(
                    accept=self.accept,
                    form_for=self.core.form_for,
                    objection=self.objection,
                    opens_form=offers.FORMS.__contains__,
                    home_for=self.core.home_for,
                    removed=self.remove,
                    trouble=lambda workspace, code: self.core.trouble("slack", workspace, code),
                    account_closed=self.core.account_closed,
                )
            )
        )
        self.app.on_startup.append(self.side.start)
        self.app.on_cleanup.append(self.side.stop)
        self.client: TestClient[web.Request, web.Application] = TestClient(TestServer(self.app, host="127.0.0.1"))

    async def _owner_of(self, platform: str, workspace: str) -> int:
        return await self.core.owner_of(platform, workspace)

    @property
    def ignored(self) -> dict[str, int]:
        """What the bot knew nothing to do with, by kind."""
        return dict(self.side.ignored)

    async def accept(self, message: FromPerson) -> None:
        if self.trouble is not None:
            self.refused.set()
            raise self.trouble
        if await self.core.accept([message]):
            self.told.append(message)

    async def objection(self, message: ButtonPressed | FormSubmitted) -> Objection | None:
        return None if self.trusting else await self.core.objection(message)

    async def remove(self, workspace: str) -> None:
        self.removed.append(workspace)
        await self.core.workspace_gone("slack", workspace)

    @property
    def installations(self) -> Installations:
        """The workspaces that have installed the app."""
        assert self.side.workspaces.installed is not None
        return self.side.workspaces.installed

    async def installed(self, workspace: str) -> Bot | None:
        """The bot of a workspace, as the database has it."""
        self.installations.forget(workspace)
        return await self.installations.bot(workspace)

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

    async def deliver(self, body: dict[str, Any]) -> None:
        """Deliver a payload, and let it be answered."""
        await self.hand_over(body)
        await self.settle()

    async def hand_over(self, body: dict[str, Any]) -> None:
        """Deliver a payload, by the socket where there is one, until it is acknowledged."""
        if self.socket is None:
            response = await self.send(body)
            assert response.status == 200, await response.text()
        else:
            envelope = f"envelope-{self.slack.number()}"
            await self.socket.send("events_api" if "event" in body else "interactive", body, envelope)
            await self.socket.answer(envelope)

    # What people do, as Slack tells us of it.

    async def say(self, account: str, text: str, channel: str = "", team: str = TEAM, **more: Any) -> str:
        """Somebody writes, in their direct chat or a channel; returns the message's ts."""
        place = channel or self.slack.teams[team].open(account).id
        post = self.slack.say(team, place, account, text, more.get("thread_ts"))
        kind = "im" if place.startswith("D") else "channel"
        body = payload("message_im", user=account, channel=place, ts=post.ts, text=text, channel_type=kind)
        await self.happen(body, team, more)
        return post.ts

    async def join(self, account: str, channel: str, team: str = TEAM, inviter: str = "U0BEN") -> None:
        """Somebody, or the bot itself, joins a channel."""
        body = payload("member_joined", user=account, channel=channel, inviter=inviter)
        await self.happen(body, team, {"event_ts": self.slack.ts()})

    async def happen(self, body: dict[str, Any], team: str = TEAM, more: dict[str, Any] | None = None) -> None:
        """An event of a workspace, delivered and answered."""
        bot = self.slack.bot_of(team)
        body["event"] |= more or {}
        body |= {"team_id": team, "event_id": f"Ev{self.slack.number():06d}"}
        body["authorizations"] = [{"team_id": team, "enterprise_id": None, "user_id": bot, "is_bot": True}]
        await self.deliver(body)

    async def people_known(self) -> None:
        """What the bot does by itself after an answer, looking who is in a channel, comes to rest."""
        await self.side.rest()
        await self.settle()

    def button(self, label: str, channel: str, team: str = TEAM) -> tuple[str, dict[str, Any]]:
        """The newest button with this label that the bot shows in a channel, with its message's ts."""
        for post in reversed(self.slack.teams[team].channels[channel].posts.values()):
            for block in post.blocks:
                for element in block.get("elements", []) if block["type"] == "actions" else []:
                    if element["text"]["text"] == label:
                        return post.ts, element | {"block_id": block.get("block_id", "b")}
        raise AssertionError(f"There is no button {label!r} in {channel}: {self.shown(channel, team)}")

    async def press(self, account: str, label: str, channel: str = "", team: str = TEAM) -> None:
        """Somebody presses a button, in their direct chat or a channel."""
        place = channel or self.slack.teams[team].open(account).id
        ts, element = self.button(label, place, team)
        body = payload("block_actions", team={"id": team}, trigger_id=self.slack.trigger(team, account))
        body["user"] |= {"id": account, "team_id": team}
        body["container"] |= {"message_ts": ts, "channel_id": place}
        body["channel"] = {"id": place, "name": self.slack.teams[team].channels[place].name or "directmessage"}
        chosen = {key: element[key] for key in ("type", "action_id", "text") if key in element}
        body["actions"] = [chosen | {"value": element.get("value", ""), "action_ts": self.slack.ts()}]
        await self.deliver(body)

    async def fill(self, account: str, answers: dict[str, str], team: str = TEAM) -> None:
        """Somebody fills in the form that was opened for them last, and sends it; fields not named stay as shown."""
        opened = next(v for v in reversed(self.slack.teams[team].views) if v["user"] == account)
        values = {}
        for block in opened["view"]["blocks"]:
            if block["type"] == "input":
                values[block["block_id"]] = {block["element"]["action_id"]: _answered(block, answers)}
        view = {**opened["view"], "id": opened["id"], "state": {"values": values}, "hash": "1.a"}
        body = payload("view_submission", team={"id": team}, view=view)
        body["user"] |= {"id": account, "team_id": team}
        await self.deliver(body)

    def shown(self, channel: str, team: str = TEAM) -> list[str]:
        """What the bot has said in a channel, oldest first, as the text that notifications show."""
        bot = self.slack.bot_of(team)
        return [post.text for post in self.slack.teams[team].channels[channel].posts.values() if post.user == bot]


async def _no_pause(_seconds: float) -> None:
    """The stand-in keeps no time here, so nothing needs to be waited for."""


def _answered(block: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """An input's state as Slack sends it."""
    element, given = block["element"], answers.get(block["block_id"])
    if element["type"] != "static_select":
        return {"type": element["type"], "value": given or element.get("initial_value")}
    options = {option["value"]: option for option in element["options"]}
    chosen = options[f"={given}"] if given is not None else element.get("initial_option")
    return {"type": "static_select", "selected_option": chosen}


@asynccontextmanager
async def open_house(
    url: str, language: LanguageModel, started: bool = True, **credentials: str
) -> AsyncIterator[House]:
    """A house whose doors are shut at the end, and open already unless told otherwise."""
    slack = Slack()
    people(slack)
    unhurried = count(0, 100)  # between two calls a hundred seconds pass, so nobody is too fast
    async with running(slack, Limits(lambda: float(next(unhurried)))) as stand_in:
        house = House(url, language, stand_in, **credentials)
        try:
            if started:
                await house.client.start_server()
            yield house
        finally:
            await house.client.close()
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
