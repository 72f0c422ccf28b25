"""Socket Mode: apps.connections.open, and the connection through which events arrive until they are acknowledged."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.slack.standin.methods import WEB_API, Answer, Call, Refusal
from tests.slack.standin.state import Slack, Token

APP_TOKEN = "xapp-1"


@WEB_API.method("apps.connections.open", tier="1")
def open_connection(call: Call) -> Answer:
    if call.token.bot_id:
        raise Refusal("not_allowed_token_type")
    return {"url": call.slack.socket_address}


class Socket:
    """The other end of the app's connection. `answers` are the acknowledgements, by envelope."""

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self.connections = 0
        self._socket: web.WebSocketResponse | None = None
        self._changed = asyncio.Condition()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection: hello, and then whatever the app acknowledges."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0LIAISON"}})
        await self._note(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = json.loads(message.data)
                self.answers[answer["envelope_id"]] = answer
                await self._note(socket)
        return socket

    async def _note(self, socket: web.WebSocketResponse) -> None:
        async with self._changed:
            self.connections += socket is not self._socket
            self._socket = socket
            self._changed.notify_all()

    async def connected(self, times: int = 1, patience: float = 20) -> None:
        """Return once the app has connected so often. `patience` is in seconds."""
        async with asyncio.timeout(patience), self._changed:
            await self._changed.wait_for(lambda: self.connections >= times)

    async def send(self, kind: str, payload: dict[str, Any], envelope: str, retry: int = 0) -> None:
        """Send something, as a first try or a later one."""
        assert self._socket is not None
        again = {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        accepts = kind in {"slash_commands", "interactive"}
        await self._socket.send_json(
            {
                "envelope_id": envelope,
                "type": kind,
                "payload": payload,
                "accepts_response_payload": accepts,
                **(again if kind == "events_api" else {}),
            }
        )

    async def answer(self, envelope: str) -> dict[str, Any]:
        """What the app acknowledged with."""
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(lambda: envelope in self.answers)
        return self.answers[envelope]

    async def end(self) -> None:
        """Tell the app to connect anew, as Slack does every few hours."""
        assert self._socket is not None
        await self._socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})


@asynccontextmanager
async def socket_of(slack: Slack) -> AsyncIterator[Socket]:
    """A Socket Mode server for the workspaces of a stand-in."""
    socket, app = Socket(), web.Application()
    app.add_routes([web.get("/link", socket.serve)])
    async with TestServer(app, host="127.0.0.1") as server:
        slack.socket_address = f"ws://127.0.0.1:{server.port}/link"
        slack.tokens[APP_TOKEN] = Token("T0001", "", "")
        yield socket
