"""Slack, put together: tokens, the Chat, the listeners, and the routes under /slack."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.slack.door import Door, Pages
from adapters.slack.handlers import Handlers, Inside
from adapters.slack.live import Live
from adapters.slack.oauth import flow, installations
from adapters.slack.socket_mode import SocketMode
from adapters.slack.table import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH, register
from adapters.slack.threads import Threads
from adapters.slack.workspaces import SingleWorkspace, Workspaces
from bot.messages import PersonRef

log = structlog.get_logger()

#: The language a person is answered in.
LanguageOf = Callable[[PersonRef], Awaitable[str]]


class _Authorize(AsyncAuthorize):
    """Says whether we work for a workspace. Bolt's own asks Slack each time, and acknowledging must not wait for that."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        workspace = (enterprise_id if context.is_enterprise_install else team_id) or ""
        account = await self._workspaces.account(workspace)
        if account is None:
            log.warning("slack_refused", reason="unknown_workspace")
            return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_user_id=account)


@dataclass(frozen=True)
class Credentials:
    """What the app's pages at Slack give, as far as it is set; see docs/slack.md."""

    api_url: str
    bot_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)

    @property
    def speaks(self) -> bool:
        """Enough to show cards somewhere."""
        return bool(self.bot_token or self.installs)

    @property
    def installs(self) -> bool:
        """Enough for workspaces to install the app themselves."""
        return bool(self.client_id and self.client_secret)


class Slack:
    """Everything of Slack. Made without connecting; `start` and `stop` go around the life of the application."""

    def __init__(self, credentials: Credentials, engine: Callable[[], AsyncEngine]) -> None:
        """`engine` opens the database for installations, where there may be some."""
        self._credentials = credentials
        self._engine = engine() if credentials.installs else None
        self._api_url = credentials.api_url
        self.threads = Threads()
        self.workspaces = self._open_workspaces(credentials)
        self._session: aiohttp.ClientSession | None = None
        self._handlers: Handlers | None = None
        self._bolt: AsyncApp | None = None
        self._socket: SocketMode | None = None

    def _open_workspaces(self, credentials: Credentials) -> Workspaces:
        single = SingleWorkspace(credentials.bot_token, credentials.api_url) if credentials.bot_token else None
        installed = None
        if self._engine is not None:
            installed = installations(
                credentials.client_id, credentials.client_secret, self._engine, credentials.api_url
            )
        return Workspaces(single, installed)

    async def web(self, workspace: str) -> AsyncWebClient:
        """A client with the workspace's token. Raises ChatError where there is none."""
        return AsyncWebClient(
            await self.workspaces.token(workspace), base_url=f"{self._api_url}/", session=self._session
        )

    def listen(self, inside: Inside, language_of: LanguageOf) -> None:
        """Register what is to be done with all that arrives."""
        self._handlers = Handlers(inside, Live(self.web, language_of, self.threads), self.threads)
        oauth = None
        if self.workspaces.installed is not None:
            oauth = flow(
                self._credentials.client_id,
                self._credentials.client_secret,
                self.workspaces.installed,
                self._api_url,
            )
        self._bolt = AsyncApp(
            name="liaison",
            client=AsyncWebClient(base_url=f"{self._api_url}/"),
            authorize=_Authorize(self.workspaces),
            oauth_flow=oauth,
            process_before_response=True,  # "acknowledged" means kept
            request_verification_enabled=False,  # checked before anything is read, see Door
            ignoring_self_events_enabled=False,  # by us, together with other bots
            attaching_conversation_kwargs_enabled=False,
            raise_error_for_unhandled_request=True,  # so that it is counted
        )
        register(self._bolt, self._handlers)

    def routes(self) -> list[web.RouteDef]:
        """What Slack and those who install may ask for over HTTP. Only after `listen`."""
        assert self._bolt is not None
        found = []
        if self._credentials.signing_secret:
            found.append(web.post(EVENTS_PATH, Door(self._bolt, self._credentials.signing_secret).receive))
        if self._bolt.oauth_flow is not None:
            pages = Pages(self._bolt.oauth_flow)
            found += [web.get(INSTALL_PATH, pages.install), web.get(REDIRECT_PATH, pages.come_back)]
        return found

    async def start(self, _app: web.Application) -> None:
        """Begin to listen. Slack need not be there."""
        assert self._bolt is not None
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        if self._credentials.app_token:
            self._socket = SocketMode(self._bolt, self._credentials.app_token, self._api_url)
            self._socket.start()

    async def stop(self, _app: web.Application) -> None:
        """Listen no more."""
        if self._socket is not None:
            await self._socket.stop()
        if self._handlers is not None:
            await self._handlers.close()
        if self._session is not None:
            await self._session.close()
        if self._engine is not None:
            await self._engine.dispose()

