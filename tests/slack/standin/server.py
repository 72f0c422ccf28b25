"""The stand-in over HTTP, with faults on demand."""

import asyncio
import json
from base64 import b64decode
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.slack.standin import chat, conversations, files, oauth, people, socket_mode, views
from tests.slack.standin.limits import Limits
from tests.slack.standin.methods import WEB_API, Answer, Call, Method, Refusal, check_arguments
from tests.slack.standin.state import Slack, Team, Token

#: Importing them fills the table of methods.
PARTS = (chat, conversations, files, oauth, people, socket_mode, views)


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call.

    "hang" never answers. "lost" does what was asked and then breaks the connection. "broken" answers 500 with HTML.
    "limit" answers 429. "empty" says that it went well, and nothing else. "refuse" answers with the error in `error`.
    "none" lets one call pass.
    """

    kind: Literal["none", "hang", "lost", "broken", "limit", "empty", "refuse"]
    error: str = ""
    seconds: int = 1


class StandIn:
    """The routes. `slack` is what there is, `faults` what is to go wrong with the next calls of a method."""

    def __init__(self, slack: Slack, limits: Limits | None = None) -> None:
        self.slack = slack
        self.limits = limits or Limits(slack.now)
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.base = ""
        self._closing = asyncio.Event()

    @property
    def api(self) -> str:
        """What SLACK_API_URL is to be."""
        return f"{self.base}/api/"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self._call),
            web.post("/upload/{team}/{file}", self._upload),
            web.post("/response/{team}/{token}", self._respond),
        ]

    def response_url(self, team: str) -> str:
        """A new address to answer to."""
        token = str(self.slack.number())
        place = self.slack.teams[team]
        place.responses[token], place.response_opened[token] = [], self.slack.now()
        return f"{self.base}/response/{team}/{token}"

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        method = WEB_API.methods.get(name)
        if method is None:
            return web.json_response({"ok": False, "error": "unknown_method"})
        given = await _arguments(request, method)
        fault = self.faults[name].pop(0) if self.faults[name] else None
        if fault is not None and fault.kind in {"hang", "broken", "limit", "empty", "refuse"}:
            return await self._fail(fault)
        try:
            answer = self._answer(name, method, given)
        except Refusal as refusal:
            answer = refusal.answer
            if answer["error"] == "ratelimited":
                return _too_fast(answer.pop("seconds"))
        if fault is not None and fault.kind == "lost":
            assert request.transport is not None
            request.transport.close()
        return web.json_response(answer, headers=self._scopes_of(given))

    def _scopes_of(self, given: dict[str, Any]) -> dict[str, str]:
        """The permissions of the token, as Slack tells them with each answer."""
        token = self.slack.tokens.get(str(given.get("token")))
        return {"X-OAuth-Scopes": ",".join(sorted(token.scopes))} if token is not None else {}

    def _answer(self, name: str, method: Method, given: dict[str, Any]) -> Answer:
        token = Token("", "", "") if method.anonymous else self._token(given.get("token"))
        given = {argument: value for argument, value in given.items() if argument != "token"}
        seconds = self.limits.wait(token.team, name, method.tier, str(given.get("channel", "")))
        if seconds:
            raise Refusal("ratelimited", seconds=seconds)
        call = Call(self.slack, token, given, self.base)
        for scope in method.scopes:
            call.need(scope)
        check_arguments(method, given)
        answer = {"ok": True, **method.answer(call)}
        self.slack.calls.append((token.team, name, given))
        return answer

    def _token(self, token: str | None) -> Token:
        if not token:
            raise Refusal("not_authed")
        known = self.slack.tokens.get(token)
        if known is None:
            raise Refusal("invalid_auth")
        if known.problem:
            raise Refusal(known.problem)
        return known

    async def _fail(self, fault: Fault) -> web.StreamResponse:
        if fault.kind == "hang":
            await self._closing.wait()
            raise web.HTTPServiceUnavailable
        if fault.kind == "broken":
            return web.Response(status=500, text="<html>Something went wrong</html>", content_type="text/html")
        if fault.kind == "empty":
            return web.json_response({"ok": True})
        if fault.kind == "limit":
            return _too_fast(fault.seconds)
        return web.json_response({"ok": False, "error": fault.error})

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        team = self.slack.teams.get(request.match_info["team"])
        if team is None or not files.upload(team, request.match_info["file"], content):
            return web.Response(status=400, text="no")
        return web.Response(text=f"OK - {len(content)}")

    async def _respond(self, request: web.Request) -> web.Response:
        team: Team | None = self.slack.teams.get(request.match_info["team"])
        try:
            words = json.loads(await request.read())
            good = team is not None and chat.respond(team, request.match_info["token"], words, self.slack.now())
        except (ValueError, Refusal) as problem:
            error = problem.answer["error"] if isinstance(problem, Refusal) else "invalid_payload"
            return web.Response(status=400, text=error)
        return web.Response(text="ok") if good else web.Response(status=404, text="used_url")

    async def close(self, _app: web.Application | None = None) -> None:
        """Let go of calls that hang."""
        self._closing.set()


def _too_fast(seconds: int) -> web.Response:
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)})


async def _arguments(request: web.Request, method: Method) -> dict[str, Any]:
    """The arguments, wherever Slack reads them, and the token under "token"."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        if method.json and request.can_read_body:
            given |= await request.json()
    elif request.can_read_body:
        given |= {name: str(value) for name, value in (await request.post()).items()}
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind == "Bearer" and token:
        given["token"] = token
    if kind == "Basic":
        given["client"] = b64decode(token).decode()
    return given


@asynccontextmanager
async def running(slack: Slack, limits: Limits | None = None) -> AsyncIterator[StandIn]:
    """The stand-in on a port of its own, until the block ends."""
    stand_in = StandIn(slack, limits)
    app = web.Application(client_max_size=20 * 2**20)
    app.add_routes(stand_in.routes())
    app.on_shutdown.append(stand_in.close)
    async with TestServer(app, host="127.0.0.1") as server:
        stand_in.base = f"http://127.0.0.1:{server.port}"
        try:
            yield stand_in
        finally:
            await stand_in.close()
