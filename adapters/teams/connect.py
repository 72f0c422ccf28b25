"""The Bot Connector by botbuilder's client, over aiohttp.

The library's own transport keeps a thread for every request under way, and fetches tokens on the event loop.
"""

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import aiohttp
from botframework.connector.aio import ConnectorClient
from botframework.connector.aio.operations_async import ConversationsOperations
from botframework.connector.aiohttp_bf_pipeline import AsyncBfPipeline
from botframework.connector.auth import AppCredentials, AuthenticationConstants, ServiceClientCredentialsFactory
from botframework.connector.bot_framework_sdk_client_async import BotFrameworkConnectorConfiguration
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPPolicy, AsyncHTTPSender
from msrest.universal_http import ClientRequest
from msrest.universal_http.async_abc import AsyncClientResponse
from multidict import CIMultiDict
from yarl import URL

from adapters.teams import errors
from bot.ports import Unavailable

#: Seconds for an answer, and for a connection. Teams may take long, and asking again may show a card twice.
TIMEOUT = aiohttp.ClientTimeout(total=45, sock_connect=10)

JSON = {"Content-Type": "application/json"}


class Connections:
    """Connections to the services that activities named, one each. Nothing is connected before it is needed."""

    def __init__(
        self,
        credentials: ServiceClientCredentialsFactory,
        app_id: str,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        self._credentials = credentials
        self._app_id = app_id
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[str, ConnectorClient] = {}

    async def to(self, service_url: str) -> ConversationsOperations:
        """What can be asked of a service. It raises ChatError, and msrest's own errors where the answer is nonsense."""
        if service_url not in self._clients:
            signed = await self._credentials.create_credentials(
                self._app_id,
                AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
                AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
                True,
            )
            configuration = BotFrameworkConnectorConfiguration(_Bearer(signed), service_url, sender=_Sender(self))
            client = ConnectorClient(None, custom_configuration=configuration)
            # Ours comes last: the client makes a pipeline of its own, which takes the policies that both share.
            configuration.pipeline = AsyncBfPipeline(configuration)
            self._clients.setdefault(service_url, client)
        return self._clients[service_url].conversations

    def session(self) -> aiohttp.ClientSession:
        """Where all requests go through, made at the first."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        return self._session

    async def close(self) -> None:
        """Disconnect."""
        if self._session is not None:
            await self._session.close()


async def channels(service: ConversationsOperations, team: str) -> list[dict[str, Any]]:
    """The channels of a team, `id` and `name` of each. The library's asynchronous half has no call for that.

    Raises as the calls it has.
    """
    client = service._client
    request = client.get(client.format_url("v3/teams/{team}/conversations", team=quote(team, safe="")))
    answer = await client.async_send(request, stream=False)
    try:
        found = json.loads(answer.body())["conversations"]
        return [channel for channel in found if isinstance(channel, dict)]
    except (ValueError, KeyError, TypeError):
        raise Unavailable("nonsense") from None


class _Bearer(AsyncHTTPPolicy[Any, Any]):
    """Puts a token onto each request. Getting one may take a call that blocks, so it has a thread."""

    def __init__(self, credentials: AppCredentials) -> None:
        super().__init__()
        self._credentials = credentials

    async def send(self, request: Request[Any], **options: Any) -> Response[Any, Any]:
        if self._credentials.microsoft_app_id:
            try:
                token = await asyncio.to_thread(self._credentials.get_access_token)
            except Exception:  # whatever the library raises names the application, or more
                raise Unavailable("no_token") from None
            request.http_request.headers["Authorization"] = f"Bearer {token}"
        assert self.next is not None  # the sender
        return await self.next.send(request, **options)


class _Sender(AsyncHTTPSender[Any, Any]):
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def __aexit__(self, *_: object) -> None:
        return None

    async def send(self, request: Request[Any], **_options: Any) -> Response[Any, Any]:
        asked: ClientRequest = request.http_request
        url = URL(asked.url, encoded=True)
        try:
            async with self._connections.session().request(
                asked.method, url, headers=asked.headers, data=asked.data, allow_redirects=False
            ) as answer:
                body = await answer.read()
        except TimeoutError:
            raise Unavailable("timeout") from None
        except (aiohttp.ClientError, OSError) as trouble:
            raise Unavailable(type(trouble).__name__) from None
        if answer.status >= 300:
            raise errors.of_answer(answer.status, answer.headers, body)
        if answer.content_type == "text/html" and body:  # a page of somebody in between: nothing was done
            raise Unavailable("nonsense")
        if asked.method == "GET":
            return Response(request, _Answer(asked, answer, answer.status, answer.headers, body))
        return Response(request, _Answer(asked, answer, HTTPStatus.OK, JSON, _done(body)))


def _done(body: bytes) -> bytes:
    """What a service says of what it has done: an id, if anything. Done it is, also where that makes no sense."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return b"{}"
    id_ = told.get("id") if isinstance(told, dict) else None
    return json.dumps({"id": id_} if isinstance(id_, str | int) else {}).encode()


class _Answer(AsyncClientResponse):
    """An answer as msrest reads it."""

    def __init__(
        self,
        request: ClientRequest,
        answer: aiohttp.ClientResponse,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
    ) -> None:
        super().__init__(request, answer)
        self.status_code = status
        self.headers = CIMultiDict(headers)
        self.reason = answer.reason
        self._body = body

    def body(self) -> bytes:
        return self._body

    def raise_for_status(self) -> None:
        """Done already: what is no success is raised by the sender."""
