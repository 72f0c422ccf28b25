"""Teams from the moment somebody needs it.

Microsoft's libraries take half a second and 30 MB. Where Teams is set up they are there from the start; where it is
not, only test clients on this computer can come, and the first of them waits for it.
"""

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.teams.routes import routes
from bot.cards import Card
from bot.ports import Profile

if TYPE_CHECKING:
    from adapters.teams.wiring import Teams

PLATFORM = "teams"


class LateTeams:
    """Everything of Teams, and `bot.ports.Chat` there. `make` puts it together, and is called once."""

    platform = PLATFORM

    def __init__(self, make: "Callable[[], Teams]") -> None:
        """Makes nothing yet."""
        self._make = make
        self._teams: Teams | None = None

    def make(self) -> None:
        """Make it now, where it will be needed. Raises CertificateUnreadable."""
        self._teams = self._make()

    async def made(self) -> "Teams":
        """It, made where need be. Nobody else waits while it is read from the disk."""
        if self._teams is None:
            await asyncio.to_thread(import_module, "adapters.teams.wiring")
            self._teams = self._teams or self._make()
        return self._teams

    def routes(self) -> list[web.RouteDef]:
        """What Teams, and its clients, ask us for."""
        return routes(self._receive, self._picture)

    async def _receive(self, request: web.Request) -> web.Response:
        return await (await self.made()).receive(request)

    async def _picture(self, request: web.Request) -> web.Response:
        return await (await self.made()).picture(request)

    async def forget(self, tenant: str) -> None:
        """Forget how everybody and every conversation of a tenant is reached."""
        await (await self.made()).forget(tenant)

    async def close(self) -> None:
        """Let go of all connections."""
        if self._teams is not None:
            await self._teams.close()

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        """See bot.ports.Chat."""
        return await (await self.made()).chat.post(workspace, place, card, key, thread)

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        """See bot.ports.Chat."""
        await (await self.made()).chat.edit(workspace, place, message_id, card, key)

    async def find(self, workspace: str, place: str, key: str) -> str | None:
        """See bot.ports.Chat."""
        return await (await self.made()).chat.find(workspace, place, key)

    async def open_direct(self, workspace: str, person: str) -> str:
        """See bot.ports.Chat."""
        return await (await self.made()).chat.open_direct(workspace, person)

    async def profile(self, workspace: str, person: str) -> Profile:
        """See bot.ports.Chat."""
        return await (await self.made()).chat.profile(workspace, person)
