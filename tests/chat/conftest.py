"""Every implementation of the Chat port, each behind a desk that says where it may speak and where not."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest

from adapters.web import seed
from adapters.web.board import PLATFORM
from adapters.web.board import WORKSPACE as PLAYGROUND
from adapters.web.chat import WebChat
from bot.cards import CARD, Card
from bot.ports import Chat
from tests.language import PlainLanguage
from tests.office import WORKSPACE, OfficeChat
from tests.slack import world as slack
from tests.teams.desk import teams_desk
from tests.web.world import open_world


@dataclass(frozen=True)
class Desk:
    """A chat, what there is on its platform, and a look at what people see: the card of a message and its thread."""

    chat: Chat
    workspace: str
    place: str
    person: str
    no_place: str
    no_person: str
    look: Callable[[str], Awaitable[tuple[Card, str | None]]]


@pytest.fixture(params=["office", "slack", "teams", "web on sqlite", "web on postgres"])
async def desk(request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    if request.param == "office":
        yield _office()
        return
    if request.param == "slack":
        async with slack.open_world() as slack_world:
            yield _slack(slack_world)
        return
    if request.param == "teams":
        async with teams_desk() as parts:
            yield Desk(*parts)
        return
    url = request.getfixturevalue(f"{request.param.split()[-1]}_url")
    async with open_world(url, PlainLanguage()) as world:
        await world.core.company_of(PLATFORM, PLAYGROUND)
        await seed.lay_out(world.board)

        async def look(message: str) -> tuple[Card, str | None]:
            post = await world.board.find(message)
            assert post is not None
            assert post.card is not None
            return CARD.validate_json(post.card), post.thread

        yield Desk(WebChat(world.board), PLAYGROUND, "erp-it", "meiling", "nowhere", "nobody", look)


def _office() -> Desk:
    chat = OfficeChat(gone={"nowhere", "nobody"})

    async def look(message: str) -> tuple[Card, str | None]:
        shown = next(m for m in chat.messages if m.id == message)
        return shown.card, shown.thread

    return Desk(chat, WORKSPACE, "it", "meiling", "nowhere", "nobody", look)


def _slack(world: slack.World) -> Desk:
    return Desk(world.chat, slack.TEAM, slack.NEWS, slack.ANN, "C0NOWHERE", "U0NOBODY", world.look)
