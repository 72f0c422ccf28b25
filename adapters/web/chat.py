"""The playground as the core sees it: a platform that shows cards."""

from collections.abc import Callable
from datetime import UTC, datetime

from adapters.web.board import PLATFORM, Board, NotOpen, direct_code
from adapters.web.directory import Persona
from adapters.web.model import WebPost
from bot.cards import CARD, Card
from bot.ports import Profile, Refused


def _now() -> datetime:
    return datetime.now(UTC)


class WebChat:
    """Shows cards in the playground. Implements `bot.ports.Chat`; its ids are the board's codes."""

    platform = PLATFORM

    def __init__(self, board: Board, clock: Callable[[], datetime] = _now) -> None:
        """`clock` says when a card is shown: for a history that is brought in, not now."""
        self._board = board
        self._clock = clock

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        """Show a card once, whatever happens: the same key in the same place is the same post."""
        await self._place(place)
        if thread is not None:
            thread = await self._root(thread)
        words = CARD.dump_json(card).decode()
        return await self._board.write(
            place, key, author=None, text=card.summary, card=words, thread=thread, at=self._clock()
        )

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        """Show another card in place of an earlier one."""
        post = await self._board.find(message_id)
        if post is None or post.place != place or post.author is not None:
            raise Refused("message_not_found")
        words = CARD.dump_json(card).decode()
        if words != post.card:
            await self._board.change(post.id, card=words, text=card.summary, edited_at=self._clock())

    async def find(self, workspace: str, place: str, key: str) -> str | None:
        """The id of our card under a key, if it is shown."""
        post = await self._board.find_key(place, key)
        return post.id if post is not None else None

    async def open_direct(self, workspace: str, person: str) -> str:
        """The direct chat with a persona; everybody has one from the start."""
        return direct_code((await self._persona(person)).code)

    async def profile(self, workspace: str, person: str) -> Profile:
        """Who a persona is."""
        found = await self._persona(person)
        return Profile(name=found.name, email=found.email, zone=found.zone, area=found.area)

    async def _persona(self, code: str) -> Persona:
        try:
            known = await self._board.directory()
            found = known.personas.get(code) or (await self._board.reread()).personas.get(code)
        except NotOpen:
            raise Refused("playground_not_open") from None
        if found is None:
            raise Refused("user_not_found")
        return found

    async def _place(self, code: str) -> None:
        try:
            if code in (await self._board.directory()).spots or code in (await self._board.reread()).spots:
                return
        except NotOpen:
            raise Refused("playground_not_open") from None
        raise Refused("channel_not_found")

    async def _root(self, thread: str) -> str | None:
        """The first post of a thread; an answer to a post that is not there stands on its own."""
        post: WebPost | None = await self._board.find(thread)
        if post is None or post.deleted_at is not None:
            return None
        return post.thread or post.id
