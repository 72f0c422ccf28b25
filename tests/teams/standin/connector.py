"""The Bot Connector's routes, on 127.0.0.1."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.teams.standin.rules import Refusal, check_message
from tests.teams.standin.tenant import TENANT, Conversation, Posted, Tenant

#: What the stand-in wants to see in `Authorization`.
TOKEN = "a-token-for-the-connector"


class Connector(Tenant):
    """A tenant that can be spoken to over HTTP.

    `troubles` are answered first, one a request, where None lets one pass. With `gate` set, requests are taken but not
    answered before it opens: a slow service. `instead` is the status and text that are answered to what was done, as of
    services that tell no ids. `asked` has the method and path of every request that came, and `url` is
    what activities name as their serviceUrl.
    """

    def __init__(self) -> None:
        super().__init__()
        self.troubles: deque[Refusal | None] = deque()
        self.gate: asyncio.Event | None = None
        self.instead: tuple[int, str] | None = None
        self.asked: list[tuple[str, str]] = []
        self.page = 2  # members a page
        self.url = ""
        self._server = TestServer(_routes(self), host="127.0.0.1")

    async def __aenter__(self) -> "Connector":
        await self._server.start_server()
        self.url = str(self._server.make_url("/"))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.gate is not None:
            self.gate.set()
        await self._server.close()

    def shown(self, conversation: Conversation) -> list[Posted]:
        """What people see of ours in a conversation, oldest first."""
        return list(conversation.messages)


def _routes(teams: Connector) -> web.Application:
    @web.middleware
    async def answer(request: web.Request, handler: Callable[[web.Request], Awaitable[Any]]) -> web.StreamResponse:
        teams.asked.append((request.method, request.path))
        try:
            if teams.gate is not None:
                await teams.gate.wait()
            if teams.troubles and (trouble := teams.troubles.popleft()) is not None:
                raise trouble
            if request.headers.get("Authorization") != f"Bearer {TOKEN}":
                raise Refusal(401, "Unauthorized", "Authorization has been denied for this request.")
            done = await handler(request)
            if teams.instead is not None and request.method != "GET":
                return web.Response(status=teams.instead[0], text=teams.instead[1] or None)
            return web.json_response(done, status=201 if request.method == "POST" else 200)
        except Refusal as refusal:
            if refusal.code == "nonsense":
                return web.Response(status=refusal.status, text="<html>Oops</html>", content_type="text/html")
            problem = {"error": {"code": refusal.code, "message": refusal.words or refusal.code}}
            return web.json_response(problem, status=refusal.status, headers=refusal.headers)

    app = web.Application(middlewares=[answer], client_max_size=1 << 20)
    routes = _Handlers(teams)
    for path in ("", "/_connector"):  # the latter as Microsoft's playground for agents has it
        app.add_routes(routes.at(f"{path}/v3/conversations"))
        app.add_routes([web.get(f"{path}/v3/teams/{{team}}/conversations", routes.channels)])
    return app


class _Handlers:
    def __init__(self, teams: Connector) -> None:
        self._teams = teams

    def at(self, path: str) -> list[web.RouteDef]:
        """What is answered under a path."""
        here = f"{path}/{{conversation}}"
        return [
            web.post(path, self.create),
            web.post(f"{here}/activities", self.post),
            web.post(f"{here}/activities/{{activity}}", self.reply),
            web.put(f"{here}/activities/{{activity}}", self.update),
            web.delete(f"{here}/activities/{{activity}}", self.delete),
            web.get(f"{here}/members", self.members),
            web.get(f"{here}/pagedmembers", self.paged_members),
            web.get(f"{here}/members/{{member}}", self.member),
        ]

    def _here(self, request: web.Request) -> tuple[Conversation, str | None]:
        return self._teams.named(request.match_info["conversation"])

    async def _message(self, request: web.Request, conversation: Conversation) -> dict[str, Any]:
        try:
            activity = json.loads(await request.read())
        except ValueError:
            raise Refusal(400, "BadSyntax") from None
        check_message(activity, set(conversation.members))
        return activity  # type: ignore[no-any-return]

    async def create(self, request: web.Request) -> dict[str, str]:
        """The direct chat with one member, made if need be; or a new thread of a channel."""
        asked = await request.json()
        channel = (asked.get("channelData") or {}).get("channel")
        if channel:
            conversation, _ = self._teams.named(channel["id"])
            check_message(asked["activity"], set(conversation.members))
            root = self._teams.post(conversation, asked["activity"], None)
            return {"id": f"{conversation.id};messageid={root}", "activityId": root}
        if len(asked.get("members") or ()) != 1 or asked.get("isGroup"):
            raise Refusal(400, "BadSyntax", "Bots begin chats with one person")
        if TENANT not in {asked.get("tenantID"), asked.get("tenantId"), _tenant(asked.get("channelData"))}:
            raise Refusal(400, "BadSyntax", "No tenant")
        account = self._teams.account(asked["members"][0]["id"])
        name = self._teams.people[account]["name"].lower()
        known = self._teams.conversations.get(f"a:{name}-1x_Y")
        if known is not None and not known.installed:
            raise Refusal(403, "ForbiddenOperationException", "The bot is not installed in user's personal scope")
        return {"id": self._teams.direct(name).id}

    async def post(self, request: web.Request) -> dict[str, str]:
        """A message at the end of a conversation, or of a thread where the id names one."""
        conversation, thread = self._here(request)
        root = conversation.root_of(thread) if thread else None
        return {"id": self._teams.post(conversation, await self._message(request, conversation), root)}

    async def reply(self, request: web.Request) -> dict[str, str]:
        """An answer to a message: in a channel it stands in that message's thread."""
        conversation, _ = self._here(request)
        first = conversation.root_of(request.match_info["activity"])
        root = first if conversation.kind == "channel" else None
        return {"id": self._teams.post(conversation, await self._message(request, conversation), root)}

    async def update(self, request: web.Request) -> dict[str, str]:
        """Another message in the place of an earlier one."""
        conversation, _ = self._here(request)
        posted = conversation.find(request.match_info["activity"])
        posted.activity = await self._message(request, conversation)
        posted.edits += 1
        return {"id": posted.id}

    async def delete(self, request: web.Request) -> dict[str, str]:
        """Take a message away."""
        conversation, _ = self._here(request)
        conversation.messages.remove(conversation.find(request.match_info["activity"]))
        return {}

    async def channels(self, request: web.Request) -> dict[str, Any]:
        """The channels of the only team there is; the first has no name."""
        team = request.match_info["team"]
        ids = [here.id for here in self._teams.conversations.values() if here.kind == "channel"]
        named = [{"id": id_, "name": id_.removeprefix("19:").partition("@")[0]} for id_ in ids if id_ != team]
        return {"conversations": [{"id": team}, *named]}

    async def members(self, request: web.Request) -> list[dict[str, str]]:
        """Everybody in a conversation, or in the team of a channel."""
        conversation, _ = self._here(request)
        return [self._teams.people[account] for account in conversation.members]

    async def paged_members(self, request: web.Request) -> dict[str, Any]:
        """The same, some at a time."""
        conversation, _ = self._here(request)
        start = int(request.query.get("continuationToken") or 0)
        end = start + min(int(request.query.get("pageSize") or self._teams.page), self._teams.page)
        page: dict[str, Any] = {"members": [self._teams.people[one] for one in conversation.members[start:end]]}
        if end < len(conversation.members):
            page["continuationToken"] = str(end)
        return page

    async def member(self, request: web.Request) -> dict[str, str]:
        """One of them."""
        conversation, _ = self._here(request)
        account = self._teams.account(request.match_info["member"])
        if account not in conversation.members:
            raise Refusal(404, "MemberNotFoundInConversation")
        return self._teams.people[account]


def _tenant(channel_data: Any) -> Any:
    return ((channel_data or {}).get("tenant") or {}).get("id")
