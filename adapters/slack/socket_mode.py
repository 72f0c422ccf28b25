"""Socket Mode: where Slack cannot reach us, we connect to it, and it sends everything through that connection.

Nothing at the start waits for it: connecting goes on in the background until it succeeds, and again after each end.
"""

import asyncio
import contextlib

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.silence import quiet

log = structlog.get_logger()

#: Seconds after which we say that there is no connection yet, and say so again.
PATIENCE = 30.0


class SocketMode:
    """One connection to Slack for all workspaces. `start` returns at once."""

    def __init__(self, app: AsyncApp, app_token: str, api_url: str) -> None:
        self._app = app
        self._token = app_token
        self._logger = quiet("slack_sdk.socket_mode")
        self._web = AsyncWebClient(base_url=f"{api_url}/", logger=self._logger)
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        """Whether Slack can send to us now."""
        session = self._handler.client.current_session if self._handler else None
        return session is not None and not session.closed

    def start(self) -> None:
        """Begin to connect."""
        self._handler = AsyncSocketModeHandler(self._app, self._token, logger=self._logger, web_client=self._web)
        self._connecting = asyncio.create_task(self._connect(self._handler))

    async def _connect(self, handler: AsyncSocketModeHandler) -> None:
        """slack_sdk tries again by itself for as long as it takes; we say that it does."""
        trying = asyncio.ensure_future(handler.connect_async())  # type: ignore[no-untyped-call]
        try:
            while not (await asyncio.wait({trying}, timeout=PATIENCE))[0]:
                log.warning("slack_not_connected", by="socket mode")
            await trying
            log.info("slack_connected", by="socket mode")
        finally:
            trying.cancel()

    async def stop(self) -> None:
        """Disconnect. What has not been acknowledged Slack sends again."""
        if self._connecting is not None:
            self._connecting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._connecting
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]
