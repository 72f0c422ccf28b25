"""A workspace in the stand-in and the Chat that speaks there, on a clock that moves when somebody waits."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.client import SlackChat
from adapters.slack.surroundings import Surroundings
from adapters.slack.web import WebApi
from bot.cards import Card
from bot.ports import Refused
from tests.slack.reading import mentions, said, seen
from tests.slack.standin.server import StandIn, running
from tests.slack.standin.state import Channel, Post, Slack, Team

TEAM, TOKEN = "T0001", "xoxb-1"
ANN, BEN, NEWS = "U0ANN", "U0BEN", "C0NEWS"

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@dataclass
class Hands:
    """A clock in seconds. Waiting moves it, and takes no time."""

    now: float = field(default_factory=time.time)
    waited: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Memory:
    """What the store would know: accounts by person, pictures by number, and a language for all."""

    people: dict[int, str] = field(default_factory=lambda: {1: ANN})
    pictures: dict[int, bytes] = field(default_factory=lambda: {1: PNG})
    speaks: str = "en"

    async def accounts(self, workspace: str, people: Collection[int]) -> Mapping[int, str]:
        return {person: self.people[person] for person in people if person in self.people}

    async def language(self, workspace: str, place: str) -> str:
        return self.speaks

    async def png(self, workspace: str, picture: int) -> bytes | None:
        return self.pictures.get(picture)


class Noting(SlackChat):
    """Speaks in Slack, and keeps the cards it was given."""

    cards: list[Card]

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        self.cards.append(card)
        return await super().post(workspace, place, card, key, thread)

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        self.cards.append(card)
        await super().edit(workspace, place, message_id, card, key)


@dataclass
class World:
    """Everything a test needs to speak in Slack and to see what is there."""

    stand_in: StandIn
    chat: Noting
    hands: Hands
    memory: Memory
    others: list[Noting] = field(default_factory=list)

    @property
    def team(self) -> Team:
        return self.stand_in.slack.teams[TEAM]

    @property
    def news(self) -> Channel:
        return self.team.channels[NEWS]

    def posts(self, channel: str = NEWS) -> list[Post]:
        """The messages of a channel, oldest first."""
        return sorted(self.team.channels[channel].posts.values(), key=lambda post: post.ts)

    def made(self, method: str) -> list[dict[str, Any]]:
        """The arguments of the calls of a method that were carried out."""
        return [arguments for _team, name, arguments in self.stand_in.slack.calls if name == method]

    async def look(self, message: str) -> tuple[Card, str | None]:
        """The card whose words a message and its further parts show, and the thread it stands in."""
        first = message.partition("+")[0]
        channel = next(c for c in self.team.channels.values() if first in c.posts)
        post = channel.posts[first]
        rest = [p for p in self.posts(channel.id) if p.thread in (first, post.thread) and p.ts > first and p.thread]
        ours = [p for p in rest if (p.metadata or {})["event_payload"]["part"]]
        blocks = [block for part in (post, *ours) for block in part.blocks]
        return next(card for card in reversed(self.chat.cards) if self.shows(blocks, card)), post.thread

    def shows(self, blocks: list[dict[str, Any]], card: Card) -> bool:
        """Whether blocks show all words of a card and no others. Whom it mentions may have any name in Slack."""
        names = {self.memory.people[m.person_id]: m.name for m in mentions(card) if m.person_id in self.memory.people}
        return seen(blocks, names) == said(card)

    def restarted(self) -> Noting:
        """A second process: it knows nothing that the first one kept in mind."""
        self.others.append(speaking(self.stand_in, self.hands, self.memory))
        return self.others[-1]


def speaking(stand_in: StandIn, hands: Hands, memory: Memory | Surroundings, **more: Any) -> Noting:
    tokens = {token.team: text for text, token in stand_in.slack.tokens.items()}

    async def token(workspace: str) -> str:
        if workspace not in tokens:
            raise Refused("app_removed")
        return tokens[workspace]

    chat = Noting(WebApi(token, stand_in.api, hands, hands.pause), memory, **more)  # type: ignore[arg-type]
    chat.cards = []
    return chat


def populate(slack: Slack) -> None:
    """Ann and Ben in erp-news, and a channel the bot is not in."""
    slack.workspace(TEAM, TOKEN)
    slack.person(TEAM, ANN, "Ann Lee", email="ann@example.com")
    slack.person(TEAM, BEN, "Ben Okafor")
    slack.channel(TEAM, NEWS, "erp-news", ANN, BEN)
    slack.channel(TEAM, "C0OUT", "elsewhere", ANN, bot=False)


@asynccontextmanager
async def open_world() -> AsyncIterator[World]:
    hands, memory = Hands(), Memory()
    slack = Slack(hands)
    populate(slack)
    async with running(slack) as stand_in:
        world = World(stand_in, speaking(stand_in, hands, memory), hands, memory)
        try:
            yield world
        finally:
            for chat in (world.chat, *world.others):
                await chat.close()
