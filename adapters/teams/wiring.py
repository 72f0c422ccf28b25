"""The Teams half of a running Liaison, put together from its settings and from what the core offers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from adapters.settings import Settings
from adapters.teams.app import Adapter
from adapters.teams.client import TeamsChat
from adapters.teams.connect import Connections
from adapters.teams.identity import Identity
from adapters.teams.inbound import PLATFORM
from adapters.teams.invokes import Desk
from adapters.teams.listening import Accept, Listener, Removed
from adapters.teams.pictures import TeamsPictures
from adapters.teams.roster import Roster
from adapters.teams.routes import routes
from adapters.teams.throttle import Throttle
from bot.cards import Card, Form
from bot.core import Core
from bot.digest.model import PictureFile
from bot.messages import ButtonPressed, FormSubmitted, FromPerson, PlaceRef
from bot.presses import Objection
from bot.store.session import Store


def identity_of(settings: Settings) -> Identity:
    """Who we are towards Microsoft, by the settings."""
    secret = settings.microsoft_app_password
    return Identity(
        app_id=settings.microsoft_app_id or "",
        tenant=settings.microsoft_app_tenant_id or "",
        secret=secret.get_secret_value() if secret is not None else None,
        certificate=settings.microsoft_app_certificate,
        issuer=settings.bot_token_issuer,
        channel_keys=settings.bot_token_keys,
    )


@dataclass(frozen=True)
class _Late:
    """The core as it is asked for: it is there only once Liaison has started."""

    core: Callable[[], Core]

    async def company_of(self, platform: str, workspace: str) -> int:
        return await self.core().company_of(platform, workspace)

    async def owner_of(self, platform: str, workspace: str) -> int:
        return await self.core().owner_of(platform, workspace)

    async def objection(self, message: ButtonPressed | FormSubmitted) -> Objection | None:
        return await self.core().objection(message)

    async def form_for(self, press: ButtonPressed) -> Form | Card | None:
        return await self.core().form_for(press)

    async def card_of(self, place: PlaceRef, message_id: str) -> Card | None:
        return await self.core().card_of(place, message_id)


class Teams:
    """Everything of Teams. `chat` is how the core speaks there; nothing is connected before it is needed."""

    def __init__(
        self,
        identity: Identity,
        store: Store,
        core: Callable[[], Core],
        accept: Accept,
        connections: Connections | None = None,
        public_url: str | None = None,
        removed: Removed | None = None,
    ) -> None:
        """`core` is asked only once there is one. `connections` are others than those of the identity.

        `removed` is told of a tenant that has removed the app everywhere; what is kept here stays until `forget`.
        `public_url` is where clients of Teams reach us, for pictures.
        """
        late = _Late(core)
        self._store = store
        self._owner_of = late.owner_of
        self._roster = Roster(store, late.owner_of)
        self._connections = connections or Connections(identity.credentials(), identity.app_id)
        self._pictures = TeamsPictures(self._picture, identity.signing(), public_url)
        self.chat = TeamsChat(self._roster, self._connections, self._pictures, Throttle())
        self._adapter = Adapter(identity)
        desk = Desk(_without_sighting(accept), late.objection, late.form_for, late.card_of, self._account_in_entra)
        self.forget = self._roster.forget
        self.listener = Listener(accept, desk, self._roster, self.chat, late.company_of, removed or _nothing_to_do)

    def routes(self) -> list[web.RouteDef]:
        """What Teams, and its clients, ask us for."""
        return routes(self.receive, self.picture)

    async def receive(self, request: web.Request) -> web.Response:
        """An activity."""
        return await self._adapter.process(request, self.listener)

    async def picture(self, request: web.Request) -> web.Response:
        """A picture that a card of ours shows."""
        return await self._pictures.answer(request)

    async def _account_in_entra(self, tenant: str, entra: str) -> str | None:
        return await self._roster.account_in_entra(tenant, entra)

    async def _picture(self, tenant: str, number: int) -> bytes | None:
        company_id = await self._owner_of(PLATFORM, tenant)
        file = await self._store.read(company_id, lambda s: s.get(PictureFile, number))
        return file.png if file is not None else None

    async def close(self) -> None:
        """Let go of all connections."""
        await self.listener.close()
        await self._adapter.close()
        await self._connections.close()


async def _nothing_to_do(_tenant: str) -> None:
    return None


def _without_sighting(accept: Accept) -> Callable[[FromPerson], Awaitable[None]]:
    async def keep(message: FromPerson) -> None:
        await accept(message, None)

    return keep
