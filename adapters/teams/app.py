"""The route to which Teams sends activities: believed only with the right token, kept, and then acknowledged.

Around the library's adapter, because it answers 500 to what it should refuse, and holds everybody up while it fetches
keys. See docs/adr/0002.
"""

import json
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from botbuilder.core import Bot
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)
from sqlalchemy.exc import SQLAlchemyError

from adapters.teams.identity import Identity
from adapters.teams.inbound import Unreadable, read
from adapters.teams.keys import KeysUnavailable, SigningKeys
from adapters.teams.tokens import Denied, Tokens

log = structlog.get_logger()

#: Bytes of an activity. Teams' own are below 100 kB.
MOST_BYTES = 512 * 1024

#: Addresses and names of this computer.
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

#: What a proxy adds: whoever asks through one is not on this computer.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host")

#: For whoever tries the bot before it has an application in Azure.
ONLY_HERE = (
    "This bot has no application in Azure yet, so it cannot tell who asks, and answers this computer only. "
    "Set MicrosoftAppId and what belongs to it; docs/teams.md says how."
)


class Adapter(CloudAdapter):  # type: ignore[misc] # the library has no types
    """The library's adapter with our own door. What we say leaves as deliveries, so no turn ever replies by itself."""

    def __init__(self, identity: Identity) -> None:
        super().__init__(_Unused())
        self._identity = identity
        self._keys = (SigningKeys(identity.channel_keys), SigningKeys(identity.tenant_keys))
        self._tokens = Tokens(identity, *self._keys)

    async def process(self, request: web.Request, bot: Bot, ws_response: Any = None) -> web.Response:
        """Let the bot have one activity, and answer as the protocol wants it."""
        try:
            return await self._process(request, bot)
        except Denied as denied:
            log.warning("teams_refused", status=denied.status, code=denied.code)
            return _problem(denied.status, ONLY_HERE if denied.code == "not_here" else denied.code)
        except Unreadable as problem:
            log.warning("teams_refused", status=400, code=problem.code)
            return _problem(400, problem.code)
        except KeysUnavailable:
            log.error("teams_refused", status=503, code="keys_unavailable")
            return _problem(503, "keys_unavailable")
        except SQLAlchemyError as problem:
            log.error("teams_database", error=type(problem).__name__)
            return _problem(503, "not_stored")
        except Exception as bug:  # whose own words may be somebody's
            log.error("teams_failed", error=type(bug).__name__)
            return _problem(500, "failed")

    async def _process(self, request: web.Request, bot: Bot) -> web.Response:
        token = await self._tokens.check(request.headers.get("Authorization")) if self._identity.is_known else None
        if token is None:
            _only_here(request)
        activity = await _read_activity(request)
        read(activity)  # raises what is wrong with it, before anybody works on it
        if token is not None:
            self._tokens.fits(token, activity)
        identity = ClaimsIdentity(dict(token.claims) if token is not None else {}, True)
        answer = await self.process_activity(_result(identity), activity, bot.on_turn)
        if answer is None:
            return web.Response(status=201)
        if answer.body is None:
            return web.Response(status=answer.status)
        return web.json_response(answer.body, status=answer.status)

    async def close(self) -> None:
        """Stop fetching keys."""
        for keys in self._keys:
            await keys.close()


def _only_here(request: web.Request) -> None:
    """Refuse whoever is not on this computer, and pages elsewhere that had their own name point here."""
    host = urlsplit(f"//{request.host}").hostname
    proxied = any(name in request.headers for name in FORWARDED)
    if proxied or request.remote not in LOOPBACK or host not in LOOPBACK or "Origin" in request.headers:
        raise Denied(403, "not_here")


async def _read_activity(request: web.Request) -> Activity:
    """The activity in a body. Raises Denied or Unreadable."""
    if request.content_type != "application/json":
        raise Denied(415, "content_type")
    if (request.content_length or 0) > MOST_BYTES:
        raise Denied(413, "too_large")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Denied(413, "too_large")
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("not_json") from None
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        raise Unreadable("not_an_activity")
    try:
        return Activity().deserialize(given)
    except Exception:  # whatever the library raises for a field in another shape
        raise Unreadable("not_an_activity") from None


def _problem(status: int, code: str) -> web.Response:
    headers = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}.get(status)
    return web.json_response({"error": {"code": code}}, status=status, headers=headers)


def _result(identity: ClaimsIdentity) -> AuthenticateRequestResult:
    result = AuthenticateRequestResult()
    result.claims_identity, result.connector_factory, result.audience = identity, _NoReplies(), ""
    return result


class _NoReplies(ConnectorFactory):  # type: ignore[misc]
    """In place of a connection for each activity, which takes the library eight milliseconds to make."""

    async def create(self, service_url: str, audience: str | None = None) -> object:
        return self


class _Unused(BotFrameworkAuthentication):  # type: ignore[misc]
    """The adapter wants one, but tokens are checked before it is asked, and nobody signs in through us."""

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        raise PermissionError

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        raise PermissionError

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return _NoReplies()

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        return None
