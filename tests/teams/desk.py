"""Teams for the contract of the Chat port, over the stand-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.teams import outbound
from adapters.teams.client import TeamsChat
from bot.cards import Card
from tests.teams.heard import Heard, speaking
from tests.teams.standin import Connector
from tests.teams.standin.tenant import TENANT


class _Remembering(TeamsChat):
    """Keeps the cards it was handed: what is shown must be one of them, rendered."""

    handed: tuple[Card, ...] = ()

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        self.handed = (*self.handed, card)
        return await super().post(workspace, place, card, key, thread)

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        self.handed = (*self.handed, card)
        await super().edit(workspace, place, message_id, card, key)


@asynccontextmanager
async def teams_desk() -> AsyncIterator[tuple[object, ...]]:
    """What a desk needs, in its order."""
    async with Connector() as teams, speaking(Heard(teams), chat=_Remembering) as chat:
        channel = teams.channel("erp-it", ["meiling", "ivy"])
        assert isinstance(chat, _Remembering)

        async def look(message: str) -> tuple[Card, str | None]:
            posted = next(one for here in teams.conversations.values() for one in here.messages if one.id == message)
            return next(card for card in chat.handed if outbound.cards(card) == [posted.card]), posted.root

        yield chat, TENANT, channel.id, teams.person("meiling"), "19:nowhere@thread.tacv2", "29:nobody", look
