"""Slack, put together: tokens, the Chat, the listeners, and the routes under /slack."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.slack.client import SlackChat
from adapters.slack.credentials import Credentials
from adapters.slack.door import Door, Pages
from adapters.slack.handlers import Handlers, Inside
from adapters.slack.known import Known
from adapters.slack.live import Live
from adapters.slack.oauth import flow, installations
from adapters.slack.silence import quiet
from adapters.slack.socket_mode import SocketMode
from adapters.slack.surroundings import Surroundings
from adapters.slack.table import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH, register
from adapters.slack.threads import Threads
from adapters.slack.web import WebApi
from adapters.slack.workspaces import SingleWorkspace, Workspaces
from bot import wording
from bot.people import unreachable
from bot.store.session import Store

log = structlog.get_logger()


class _Authorize(AsyncAuthorize):
    """Says whether we work for a workspace. Bolt's own asks Slack each time; acknowledging must not wait."""

    def __init__(self, workspaces: Workspaces) -> None:
        self.workspaces = workspaces

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
        account = await self.workspaces.account(workspace)
        if account is None:
            log.warning("slack_refused", reason="unknown_workspace")
            return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_user_id=account)


class Slack:
    """Everything of Slack. Made without connecting; `start` and `stop` go around the life of the application."""

    def __init__(
        self,
        credentials: Credentials,
        engine: Callable[[], AsyncEngine],
        store: Store,
        owner_of: Callable[[str, str], Awaitable[int]],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`engine` opens the database for installations, where there may be some; `pause` waits, in seconds.

        `owner_of` gives the company of a workspace, and makes none.
        """
        self._credentials = credentials
        self._engine = engine() if credentials.installs else None
        self.workspaces = self._open_workspaces(credentials)
        self._threads = Threads()
        self._web = WebApi(self.workspaces.token, credentials.api_url, pause=pause, refused=self._tell)
        self.chat = SlackChat(self._web, Surroundings(store, owner_of), self._threads.of)
        self._known = Known(store, owner_of, self.chat.open_direct)
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

    def _tell(self, workspace: str, code: str) -> None:
        if self._handlers is not None:
            self._handlers.tell(workspace, code)

    def listen(self, inside: Inside) -> list[web.RouteDef]:
        """Register what is to be done with all that arrives. Returns what may be asked for over HTTP."""
        live = Live(self._web, self._known.language_of)
        self._handlers = Handlers(inside, self._known, live, self._threads, self.workspaces.stopped)
        oauth = self._oauth()
        self._bolt = AsyncApp(
            name="liaison",
            logger=quiet("slack_bolt"),
            client=AsyncWebClient(base_url=f"{self._credentials.api_url}/", logger=quiet("slack_bolt")),
            authorize=_Authorize(self.workspaces),  # type: ignore[arg-type]  # Bolt takes one of its own kind, too
            oauth_flow=oauth,
            process_before_response=True,  # "acknowledged" means kept
            request_verification_enabled=False,  # checked before anything is read, see Door
            ignoring_self_events_enabled=False,  # by us, together with other bots
            attaching_conversation_kwargs_enabled=False,
            raise_error_for_unhandled_request=True,  # so that it is counted
            user_facing_authorize_error_message=wording.not_installed(),  # in whose language we do not know
        )
        register(self._bolt, self._handlers)
        routes = []
        if self._credentials.signing_secret:
            routes.append(web.post(EVENTS_PATH, Door(self._bolt, self._credentials.signing_secret).receive))
        if oauth is not None:
            pages = Pages(oauth)
            routes += [web.get(INSTALL_PATH, pages.install), web.get(REDIRECT_PATH, pages.come_back)]
        return routes

    async def rest(self) -> None:
        """Wait for what is shown or looked up beside the answers."""
        if self._handlers is not None:
            await self._handlers.rest()

    @property
    def ignored(self) -> Counter[str]:
        """How often something arrived that asks nothing of us, by kind."""
        return self._handlers.ignored if self._handlers is not None else Counter()

    @property
    def troubles(self) -> list[str]:
        """Why Slack does not let us in, by its own names, while it does not."""
        found = {self.workspaces.problem, *self._web.shut_out.values()}
        return sorted(code for code in found if code in unreachable.SHUT_OUT and code != "app_removed")

    def _oauth(self) -> AsyncOAuthFlow | None:
        its, installed = self._credentials, self.workspaces.installed
        return flow(its.client_id, its.client_secret, installed, its.api_url) if installed is not None else None

    async def start(self, _app: web.Application) -> None:
        """Begin to listen. Slack need not be there."""
        self.workspaces.begin()
        if self._bolt is not None and self._credentials.app_token:
            self._socket = SocketMode(self._bolt, self._credentials.app_token, self._credentials.api_url)
            self._socket.start()

    async def stop(self, _app: web.Application) -> None:
        """Listen no more, and give all connections back."""
        if self._socket is not None:
            await self._socket.stop()
        if self._handlers is not None:
            await self._handlers.close()
        await self.chat.close()
        await self.workspaces.close()
        if self._engine is not None:
            await self._engine.dispose()
