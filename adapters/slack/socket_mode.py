"""Socket Mode: where Slack cannot reach us, we connect to it, and it sends everything through that connection.

Nothing at the start waits for it: connecting goes on in the background until it succeeds, and again after each end.
"""

import asyncio
import contextlib

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()


class SocketMode:
    """One connection to Slack for all workspaces. `start` returns at once."""

    def __init__(self, app: AsyncApp, app_token: str, api_url: str) -> None:
        self._app = app
        self._token = app_token
        self._web = AsyncWebClient(base_url=f"{api_url}/")
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        """Whether Slack can send to us now."""
        session = self._handler.client.current_session if self._handler else None
        return session is not None and not session.closed

    def start(self) -> None:
        """Begin to connect."""
        self._handler = AsyncSocketModeHandler(self._app, self._token, web_client=self._web)
        self._connecting = asyncio.create_task(self._connect(self._handler))

    async def _connect(self, handler: AsyncSocketModeHandler) -> None:
        """slack_sdk tries again for ever by itself; what it raises at once is a token that cannot be right."""
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            log.info("slack_connected", by="socket mode")
        except Exception as problem:
            log.error("slack_not_connected", error=type(problem).__name__)

    async def stop(self) -> None:
        """Disconnect. What has not been acknowledged Slack sends again."""
        if self._connecting is not None:
            self._connecting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._connecting
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]
