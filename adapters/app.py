"""The one place where everything is put together: settings -> objects -> one aiohttp application."""

import asyncio
import gc
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from sqlalchemy.orm import Session

from adapters.engine.acceptor import Acceptor
from adapters.engine.clock import Clock
from adapters.engine.database import Database
from adapters.engine.engine import Engine
from adapters.language.choose import load_language
from adapters.language.embedded import Language
from adapters.language.minilm import MiniLM
from adapters.settings import Settings
from adapters.slack.credentials import slack_credentials
from adapters.teams.late import LateTeams
from adapters.teams.sightings import Sighting, insert
from adapters.web import guard
from adapters.web.app import create_web, mount
from adapters.web.board import Board
from adapters.web.chat import WebChat
from adapters.web.posting import Row, as_kept
from bot import offers, typed
from bot.core import Core
from bot.digest.model import PictureFile
from bot.listening.asking.index import Knowledge
from bot.messages import FromPerson
from bot.ports import Chat
from bot.store.session import Store

if TYPE_CHECKING:
    from adapters.slack.app import Slack
    from adapters.teams.wiring import Teams

log = structlog.get_logger()

#: Addresses only this machine can reach.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

#: Seconds that requests under way get at the stop, before the engine takes its share of the time.
REQUESTS_GRACE = 2.0

#: Seconds a thread may compute before another gets its turn. With Python's own 0.005, whoever only wants to hear that
#: a message has arrived waits five milliseconds for each thread at work, at every step.
THREAD_TURN = 0.0005


class Liaison:
    """The running service. `start` and `stop` are called by the web application around its life."""

    def __init__(self, settings: Settings, embedder: Future[MiniLM] | None = None) -> None:
        """Connects nothing and loads nothing yet. `embedder` is one that somebody is loading already."""
        self.settings = settings
        self._embedder = embedder
        self.database = Database(settings.database_url)
        self.store = Store(self.database.core())
        self.engine = Engine(self.database, self.store)
        self.board = Board(self.store)
        self.teams = LateTeams(self._make_teams)
        if settings.microsoft_app_id:
            self.teams.make()
        self.chats: dict[str, Chat] = {"web": WebChat(self.board), "teams": self.teams}
        self.slack = self._open_slack(settings)
        self._language: Language | None = None
        self._core: Core | None = None
        self._acceptor: Acceptor[Row | Sighting] | None = None
        self._clock: Clock | None = None
        self._reading: asyncio.Task[None] | None = None

    def _make_teams(self) -> "Teams":
        from adapters.teams.wiring import Teams, identity_of  # Microsoft's libraries come with it

        return Teams(
            identity_of(self.settings),
            self.store,
            lambda: self.core,
            self._accept,
            public_url=self.settings.public_url,
            removed=self._teams_removed,
        )

    def _open_slack(self, settings: Settings) -> "Slack | None":
        """Slack, where enough is set to speak there. Connects nothing yet."""
        credentials = slack_credentials(settings)
        if not credentials.speaks:
            return None
        from adapters.slack.app import Slack  # loading its library takes a tenth of the start

        slack = Slack(credentials, self.database.asynchronous, self.store, self._owner_of)
        self.chats["slack"] = slack.chat
        return slack

    def listen_to_slack(self, slack: "Slack") -> list[web.RouteDef]:
        """Let in what Slack sends. Returns the routes for it."""
        from adapters.slack.handlers import Inside

        return slack.listen(
            Inside(
                accept=lambda message: self.acceptor.accept(message),
                form_for=lambda press: self.core.form_for(press),
                objection=lambda message: self.core.objection(message),
                opens_form=offers.FORMS.__contains__,
                home_for=lambda by: self.core.home_for(by),
                removed=self._slack_removed,
                trouble=lambda workspace, code: self.core.trouble("slack", workspace, code),
                account_closed=lambda account, closed: self.core.account_closed(account, closed),
            )
        )

    async def _owner_of(self, platform: str, workspace: str) -> int:
        return await self.core.owner_of(platform, workspace)

    async def _slack_removed(self, workspace: str) -> None:
        await self._removed("slack", workspace)

    async def _teams_removed(self, tenant: str) -> None:
        if self._erases:
            await self.teams.forget(tenant)
        await self._removed("teams", tenant)

    @property
    def _erases(self) -> bool:
        return self.settings.when_uninstalled == "erase"

    async def _removed(self, platform: str, workspace: str) -> None:
        """The app is gone from a workspace: what is kept of it stays, or goes where the settings say so."""
        if self._erases:
            await self.core.workspace_gone(platform, workspace)
        log.info("workspace_removed", platform=platform, workspace=workspace, data=self.settings.when_uninstalled)

    @property
    def core(self) -> Core:
        """The conversation core. Only after `start`."""
        if self._core is None:
            raise RuntimeError("Liaison has not started.")
        return self._core

    @property
    def acceptor(self) -> Acceptor[Row | Sighting]:
        """Durable acceptance of messages. Only after `start`."""
        if self._acceptor is None:
            raise RuntimeError("Liaison has not started.")
        return self._acceptor

    @property
    def language(self) -> Language:
        """The language engine. Only after `start`."""
        if self._language is None:
            raise RuntimeError("Liaison has not started.")
        return self._language

    async def health(self, _request: web.Request) -> web.Response:
        """That we are up, for whoever watches over containers; also where there is no playground.

        A platform that does not let us in is named, and no reason to start us anew: only a person can mend it.
        """
        troubles = [f"slack:{code}" for code in self.slack.troubles] if self.slack is not None else []
        return web.json_response({"status": "ok", **({"troubles": troubles} if troubles else {})})

    async def picture(self, number: int) -> bytes | None:
        """The PNG of a picture that a card of the playground's company shows."""
        company = await self.board.company()
        file = await self.store.read(company, lambda s: s.get(PictureFile, number))
        return file.png if file else None

    async def load_sample(self, progress: Callable[[int, int], Awaitable[None]]) -> None:
        """Bring the sample month into the playground."""
        from adapters.sample.loader import load_sample_month  # it reads its story, which the start need not wait for

        await load_sample_month(self.board, self.language, progress)

    async def start(self, _app: web.Application) -> None:
        """Load the language engine, connect, and begin to work."""
        self._language = await asyncio.to_thread(self._load_language)
        knowledge = Knowledge(self.settings.knowledge, self._language.embed)
        self._reading = asyncio.create_task(self._get_ready(knowledge))
        self._core = Core(
            self.store,
            self._language,
            self.chats,
            self.engine.enqueue,
            self.settings.workspaces(),
            self.settings.company_zone,
            self.settings.company_language,
            knowledge,
        )
        self._acceptor = Acceptor(self._keep)
        await self.engine.start(self._core.handle, self.chats, yield_to=self._acceptor.pressed)
        self._clock = Clock(self._core.tick, self.engine.clean)
        self._clock.start()

    def _load_language(self) -> Language:
        return load_language(self.settings, self.store, self._embedder.result() if self._embedder else None)

    async def _accept(self, message: FromPerson, copy: Row | Sighting | None = None) -> None:
        await self.acceptor.accept(message, copy)

    async def _keep(self, messages: Sequence[FromPerson], copies: Sequence[Row | Sighting]) -> None:
        """Store messages, and in the same transaction what their platforms keep beside them."""
        posts = [copy for copy in copies if not isinstance(copy, Sighting)]
        seen = [copy for copy in copies if isinstance(copy, Sighting)]

        def beside(session: Session, kept: Sequence[FromPerson]) -> None:
            self.board.insert(session, as_kept(posts, kept))
            insert(session, seen)

        await self.core.accept(messages, beside)
        if posts:
            self.board.changed()

    async def _get_ready(self, knowledge: Knowledge) -> None:
        """What is read when it is first needed, so that the first message and the first question need not wait."""
        await asyncio.to_thread(typed.command_of, "read all the commands there are")
        await knowledge.refresh()

    async def stop(self, _app: web.Application) -> None:
        """Take no new work, finish or leave recoverable what is under way, and disconnect."""
        if self._clock is not None:
            self._clock.stop()
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._core is not None:
            await self.engine.stop()
        if self._language is not None:
            await self._language.close()
        await self.teams.close()
        await self.store.close()


def build(settings: Settings, embedder: Future[MiniLM] | None = None) -> web.Application:
    """The application with all its routes; nothing is connected before it starts."""
    liaison = Liaison(settings, embedder)
    app = web.Application()
    app.on_startup.append(liaison.start)
    app.add_routes([web.get("/health", liaison.health), *liaison.teams.routes()])
    if liaison.slack is not None:
        app.on_startup.append(liaison.slack.start)
        app.add_routes(liaison.listen_to_slack(liaison.slack))
        app.on_cleanup.append(liaison.slack.stop)
    if settings.playground:
        mount(app, _playground(liaison))
    app.on_cleanup.append(liaison.stop)  # after the playground's own clean-up, which still writes
    return app


def _playground(liaison: Liaison) -> web.Application:
    only_here = liaison.settings.host in LOOPBACK
    return create_web(
        liaison.board,
        lambda message, post=None: liaison.acceptor.accept(message, post),
        lambda press: liaison.core.form_for(press),
        lambda platform, workspace: liaison.core.company_of(platform, workspace),
        pictures=liaison.picture,
        load_sample=liaison.load_sample,
        hosts=guard.LOOPBACK if only_here else None,
    )


async def _serve(settings: Settings, embedder: Future[MiniLM] | None) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    runner = web.AppRunner(build(settings, embedder), access_log=None, shutdown_timeout=REQUESTS_GRACE)
    try:
        await runner.setup()
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        port = runner.addresses[0][1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        _spare_what_stays()
        print(f"Liaison is ready at http://{host}:{port}", flush=True)
        if settings.host not in LOOPBACK and settings.playground:
            print("Anyone who can reach this address can speak as anyone in the playground.", flush=True)
        await stopped.wait()
        log.info("stopping")
    finally:
        await runner.cleanup()


def _spare_what_stays() -> None:
    """Let the collector of unused objects pass over all that was made at the start and is used to the end.

    Looking through it takes a tenth of a second each time, in which nobody is answered.
    """
    gc.freeze()
    gc.enable()


def serve(settings: Settings, embedder: Future[MiniLM] | None = None) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    sys.setswitchinterval(THREAD_TURN)
    asyncio.run(_serve(settings, embedder))
