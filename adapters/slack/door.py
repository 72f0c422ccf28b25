"""What can be asked for over HTTP: the address Slack sends to, and the pages for those who install the app."""

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_callback_options import AsyncFailureArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from adapters.slack.table import ODD

log = structlog.get_logger()


class Door:
    """The address Slack sends to. Nothing is read of what is not signed, and nothing kept of what cannot be read."""

    def __init__(self, bolt: AsyncApp, signing_secret: str) -> None:
        self._bolt = bolt
        self._verifier = SignatureVerifier(signing_secret)

    async def receive(self, request: web.Request) -> web.Response:
        """401 for a wrong or old signature, 400 for what is no payload, 413 for too much, else what Bolt answers."""
        try:
            body = (await request.read()).decode()
        except web.HTTPRequestEntityTooLarge:
            return _refused("too_large", 413)
        except UnicodeDecodeError:
            return _refused("not_text", 400)
        if not self._is_signed(request, body):
            return _refused("signature", 401)
        try:
            asked = AsyncBoltRequest(body=body, query=request.query_string, headers=dict(request.headers))
            if not _is_payload(asked.body):
                return _refused("no_payload", 400)
            answer = await self._bolt.async_dispatch(asked)
        except ODD:
            return _refused("no_payload", 400)
        return await to_aiohttp_response(answer)

    def _is_signed(self, request: web.Request, body: str) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        return timestamp.isascii() and timestamp.isdigit() and self._verifier.is_valid(body, timestamp, signature)


class Pages:
    """What those see who add the app to their workspace."""

    def __init__(self, oauth: AsyncOAuthFlow) -> None:
        self._oauth = oauth

    async def install(self, request: web.Request) -> web.Response:
        """The page with the button "Add to Slack"."""
        return await self._shown(request, self._oauth.handle_installation)

    async def come_back(self, request: web.Request) -> web.Response:
        """Where Slack sends people back to, with a code that we exchange for a token."""
        return await self._shown(request, self._oauth.handle_callback)

    async def _shown(
        self, request: web.Request, page: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
    ) -> web.Response:
        """The page, or one that says that it did not work. What went wrong is named in the log and never quoted."""
        try:
            return await to_aiohttp_response(await page(await to_bolt_request(request)))
        except Exception as trouble:  # what a person sees must be a page, whatever happened
            log.error("slack_not_installed", reason="trouble", path=request.path, error=type(trouble).__name__)
            default = self._oauth.default_callback_options
            failed = AsyncFailureArgs(
                request=await to_bolt_request(request),
                reason="internal_error",
                suggested_status_code=500,
                settings=self._oauth.settings,
                default=default,
            )
            return await to_aiohttp_response(await default.failure(failed))


def _is_payload(body: object) -> bool:
    return isinstance(body, dict) and bool(body) and isinstance(body.get("event", {}), dict)


def _refused(reason: str, status: int) -> web.Response:
    log.warning("slack_refused", reason=reason, status=status)
    return web.Response(status=status, text=reason)
