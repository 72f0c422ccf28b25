"""Calls to Slack's Web API: with the workspace's own token, no faster than Slack allows, with errors of the port."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import TROUBLES, as_chat_error
from adapters.slack.pace import Call, Pace
from bot.people.unreachable import SHUT_OUT
from bot.ports import RateLimited, Refused, Unavailable

#: Seconds until a call that is not answered counts as lost.
PATIENCE = 30.0

#: Seconds between two messages in one channel: Slack allows one a second, and clocks differ a little.
BETWEEN_POSTS = 1.05

#: Seconds a call may wait for its turn here. A longer wait is its caller's, who may have to survive a restart in it.
SHORT = 2.0

#: Places and methods whose pace is remembered at most.
REMEMBERED = 10_000


class WebApi:
    """Calls by workspace. One that is told to slow down slows nobody else down. Connects when it is first asked."""

    def __init__(
        self,
        token: Callable[[str], Awaitable[str]],
        api_url: str,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        refused: Callable[[str, str], None] = lambda _workspace, _code: None,
    ) -> None:
        """`token` gives a workspace's token, good now, or raises ChatError. `clock` is in seconds, as is `pause`.

        `refused` hears of each call that Slack will never carry out as it is: in which workspace, and why.
        """
        self._token = token
        self._refused = refused
        self._clock = clock
        self.pause = pause
        quiet = logging.getLogger(f"{__name__}.client")
        quiet.setLevel(logging.WARNING)  # the client would log what is sent, which is people's words
        self._client = AsyncWebClient(base_url=f"{api_url.rstrip('/')}/", logger=quiet, retry_handlers=[])
        self._client.proxy = None  # the session reads the environment, and unlike the client heeds NO_PROXY
        self._free_at: dict[tuple[str, ...], float] = {}
        self._closed_until: dict[tuple[str, ...], float] = {}
        self.shut_out: dict[str, str] = {}  # workspaces that do not let us in just now, and why
        self._paces: dict[tuple[str, ...], Pace] = {}

    async def call(self, workspace: str, method: str, **arguments: Any) -> Mapping[str, Any]:
        """What Slack answers to a method, called as the client calls it. Raises ChatError, never anything else.

        Nothing is tried twice: whoever asks knows whether that does harm.
        """
        try:
            answer = await self._call(workspace, method, **arguments)
        except Refused as refusal:
            if refusal.code in SHUT_OUT:
                self.shut_out[workspace] = refusal.code
            self._refused(workspace, refusal.code)
            raise
        self.shut_out.pop(workspace, None)
        return answer

    async def _call(self, workspace: str, method: str, **arguments: Any) -> Mapping[str, Any]:
        gate = (workspace, method, str(arguments["channel"])) if method == "chat_postMessage" else (workspace, method)
        closed = self._closed_until.get(gate, 0.0) - self._clock()
        if closed > 0:
            raise RateLimited(closed)
        token = await self._token(workspace)
        if method == "chat_postMessage":
            await self._turn(gate)
            pace = asked = None
        else:
            pace = self._paces.setdefault(gate, Pace())
            asked = await self._at_pace(pace)
        try:
            answer = await getattr(self._connected(), method)(token=token, **arguments)
            data = answer.data
        except TROUBLES as problem:
            trouble = as_chat_error(problem)
            if isinstance(trouble, RateLimited):
                if pace is not None and asked is not None:
                    pace.refused(asked, self._clock(), trouble.retry_after)
                self._remember(self._closed_until, gate, self._clock() + trouble.retry_after)
            raise trouble from None
        finally:
            if asked is not None:
                asked.answered = self._clock()
        if not isinstance(data, dict):
            raise Unavailable("nonsense")
        return data

    async def _turn(self, gate: tuple[str, ...]) -> None:
        """Wait for this message's turn in its channel."""
        now = self._clock()
        at = max(now, self._free_at.get(gate, now))
        self._remember(self._free_at, gate, at + BETWEEN_POSTS)
        if at > now:
            await self.pause(at - now)

    async def _at_pace(self, pace: Pace) -> Call:
        """Wait until a method may be asked again, as far as we know its limit. Raises RateLimited for a long wait."""
        now = self._clock()
        wait = pace.wait(now)
        if wait > SHORT:
            raise RateLimited(wait)
        asked = pace.ask(now + wait)
        if wait > 0:
            await self.pause(wait)
            asked.asked = self._clock()
        return asked

    def _remember(self, times: dict[tuple[str, ...], float], gate: tuple[str, ...], at: float) -> None:
        if len(times) >= REMEMBERED:
            now = self._clock()
            for past in [known for known, then in times.items() if then <= now]:
                del times[past]
        times[gate] = at

    def _connected(self) -> AsyncWebClient:
        if self._client.session is None or self._client.session.closed:
            timeout = aiohttp.ClientTimeout(total=PATIENCE)
            self._client.session = aiohttp.ClientSession(timeout=timeout, trust_env=True)
        return self._client

    async def close(self) -> None:
        """Give the connections back."""
        if self._client.session is not None:
            await self._client.session.close()
