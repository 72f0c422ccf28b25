"""Slack as the core sees it: a platform that shows cards.

A message carries the key of its card in its metadata, unseen. A card that is too long for one message goes on in the
thread under its first; its id is then the first message's with the number of parts behind it ("1700000000.000100+3").
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

from adapters.slack.blocks import Around
from adapters.slack.pictures import Pictures
from adapters.slack.profiles import profile_of
from adapters.slack.search import EVENT_TYPE, Ourselves, Search, key_of, part_of
from adapters.slack.split import Written, messages_of
from adapters.slack.surroundings import Surroundings
from adapters.slack.web import WebApi
from bot.cards import Bullets, Buttons, Card, FieldsBlock, Mention, Note, Picture, Span, Text
from bot.ports import AccountClosed, ChatError, Profile, RateLimited, Refused, Unavailable

#: Why there can be no answer under a message. The card then stands on its own.
NO_THREAD = frozenset({"cannot_reply_to_message", "invalid_thread_ts", "message_not_found", "thread_not_found"})

#: Cards under way, and cards that grew, of which this process keeps a note.
REMEMBERED = 10_000

Known = tuple[str, str, str]


class SlackChat:
    """Shows cards in Slack. Implements `bot.ports.Chat`; a workspace is a team's id, or an organisation's."""

    platform = "slack"

    def __init__(
        self,
        web: WebApi,
        surroundings: Surroundings,
        thread_of: Callable[[str, str], str | None] = lambda _workspace, _place: None,
    ) -> None:
        """`thread_of` says in which thread of a direct chat the conversation is going on just now, if in one."""
        self._web = web
        self._surroundings = surroundings
        self._thread_of = thread_of
        self._pictures = Pictures(web, surroundings.png)
        self._begun: OrderedDict[Known, list[str]] = OrderedDict()  # parts shown of cards that Slack made us stop at
        self._grown: OrderedDict[Known, None] = OrderedDict()  # cards with more parts than their id says
        self._searches: OrderedDict[Known, Search] = OrderedDict()
        self._ourselves: dict[str, Ourselves] = {}

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        """Show a card. Where Slack makes us pause in the middle of a long one, asking again goes on from there."""
        written = await self._written(workspace, place, card)
        known = (workspace, place, key)
        shown = self._begun.pop(known, [])
        root = _first(thread) if thread else self._thread_of(workspace, place)
        try:
            while len(shown) < len(written):
                under = root or (shown[0] if shown else None)
                try:
                    shown.append(await self._post(workspace, place, written, len(shown), key, under))
                except Refused as refusal:
                    if root is None or shown or refusal.code not in NO_THREAD:
                        raise
                    root = None
        except RateLimited:
            _note(self._begun, known, shown)
            raise
        except Unavailable as trouble:
            self._distrust(workspace, card, trouble)
            raise
        return shown[0] if len(shown) == 1 else f"{shown[0]}+{len(shown)}"

    async def _post(
        self, workspace: str, place: str, written: list[Written], number: int, key: str, thread: str | None
    ) -> str:
        told = await self._web.call(
            workspace,
            "chat_postMessage",
            **_arguments(place, written, number, key),
            **({"thread_ts": thread} if thread else {}),
            unfurl_links=False,
            unfurl_media=False,
        )
        return _named(told.get("ts"))

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        """Show another card in the place of an earlier one, parts of it in the places of its parts."""
        first, _, count = message_id.partition("+")
        written = await self._written(workspace, place, card)
        try:
            await self._web.call(workspace, "chat_update", ts=first, **_arguments(place, written, 0, key))
        except Unavailable as trouble:
            self._distrust(workspace, card, trouble)
            raise
        known = (workspace, place, first)
        if len(written) == 1 and not count and known not in self._grown:
            return
        if len(written) > 1:
            _note(self._grown, known, None)
        await self._edit_rest(workspace, place, first, written, key)

    async def _edit_rest(self, workspace: str, place: str, first: str, written: list[Written], key: str) -> None:
        root, parts = await self._parts(workspace, place, first, key)
        for number in range(1, len(written)):
            if number in parts:
                message = _arguments(place, written, number, key)
                await self._web.call(workspace, "chat_update", ts=parts[number], **message)
            else:
                await self._post(workspace, place, written, number, key, root)
        for number, ts in parts.items():
            if number >= len(written):
                await self._delete(workspace, place, ts)

    async def _parts(self, workspace: str, place: str, first: str, key: str) -> tuple[str, dict[int, str]]:
        """The thread a card's first message is in or begins, and the messages of its further parts by their number."""
        told = await self._read(workspace, place, "conversations_replies", ts=first)
        root = next((str(m["thread_ts"]) for m in told if m.get("ts") == first and m.get("thread_ts")), first)
        if root != first:
            told = await self._read(workspace, place, "conversations_replies", ts=root)
        ours = [message for message in told if key_of(message) == key]
        return root, {part_of(message): str(message["ts"]) for message in ours if part_of(message)}

    async def _read(self, workspace: str, place: str, method: str, **arguments: Any) -> list[dict[str, Any]]:
        """All messages of a thread, with what they carry."""
        found: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            page = await self._web.call(
                workspace, method, channel=place, limit=200, include_all_metadata=True, **arguments, **cursor
            )
            found += page.get("messages") or ()
            following = (page.get("response_metadata") or {}).get("next_cursor")
            if not following:
                return found
            cursor = {"cursor": following}

    async def find(self, workspace: str, place: str, key: str) -> str | None:
        """The id of our card under a key, if all of it is shown. What is left of half a card is taken away."""
        known = (workspace, place, key)
        ourselves = await self._who_we_are(workspace)
        search = self._searches.pop(known, None) or Search(self._web, workspace, place, key, ourselves)
        try:
            message = await search.run()
        except ChatError:
            _note(self._searches, known, search)  # goes on from where it was
            raise
        self._begun.pop(known, None)
        if message is None:
            return None
        first, count = str(message["ts"]), int(message["metadata"]["event_payload"].get("parts") or 1)
        if count == 1:
            return first
        _root, parts = await self._parts(workspace, place, first, key)
        if len(parts) >= count - 1:
            return f"{first}+{count}"
        for ts in (*parts.values(), first):
            await self._delete(workspace, place, ts)
        return None

    async def _who_we_are(self, workspace: str) -> Ourselves:
        if workspace not in self._ourselves:
            told = await self._web.call(workspace, "auth_test")
            self._ourselves[workspace] = Ourselves(str(told.get("bot_id") or ""), str(told.get("user_id") or ""))
        return self._ourselves[workspace]

    async def open_direct(self, workspace: str, person: str) -> str:
        """The direct chat with an account."""
        told = await self._web.call(workspace, "conversations_open", users=person)
        channel = told.get("channel")
        return _named(channel.get("id") if isinstance(channel, dict) else None)

    async def profile(self, workspace: str, person: str) -> Profile:
        """Who an account belongs to."""
        try:
            told = await self._web.call(workspace, "users_info", user=person, include_locale=True)
        except Refused as refusal:
            if refusal.code == "user_not_found":  # we have met this account, so it is no more
                raise AccountClosed(refusal.code) from None
            raise
        return profile_of(told.get("user") or {}, workspace)

    async def around(self, workspace: str, place: str, card: Card) -> Around:
        """What there is to know to show a card in a place."""
        people = {span.person_id for span in _spans(card) if isinstance(span, Mention)}
        asks = any(b.confirm for block in card.blocks if isinstance(block, Buttons) for b in block.buttons)
        return Around(
            accounts=await self._surroundings.accounts(workspace, people),
            pictures=await self._pictures.files(workspace, _pictures(card)),
            language=await self._surroundings.language(workspace, place) if asks else Around.language,
        )

    async def _written(self, workspace: str, place: str, card: Card) -> list[Written]:
        return messages_of(card, await self.around(workspace, place, card))

    def _distrust(self, workspace: str, card: Card, trouble: Unavailable) -> None:
        if trouble.code == "file_not_ready":
            self._pictures.distrust(workspace, _pictures(card))

    async def _delete(self, workspace: str, place: str, ts: str) -> None:
        try:
            await self._web.call(workspace, "chat_delete", channel=place, ts=ts)
        except Refused as refusal:
            if refusal.code != "message_not_found":
                raise

    async def close(self) -> None:
        """Give the connections back."""
        await self._web.close()


def _arguments(place: str, written: list[Written], number: int, key: str) -> dict[str, Any]:
    """One part of a card as posting and changing take it."""
    about = {"key": key, "part": number, "parts": len(written)}
    return {
        "channel": place,
        "text": written[number].text,
        "blocks": written[number].blocks,
        "metadata": {"event_type": EVENT_TYPE, "event_payload": about},
    }


def _named(value: object) -> str:
    """An id in an answer of Slack's. Raises Unavailable for an answer without one."""
    if not isinstance(value, str) or not value:
        raise Unavailable("nonsense")
    return value


def _first(message_id: str) -> str:
    return message_id.partition("+")[0]


def _note(notes: OrderedDict[Known, Any], known: Known, value: Any) -> None:
    notes[known] = value
    while len(notes) > REMEMBERED:
        notes.popitem(last=False)


def _pictures(card: Card) -> list[Picture]:
    return [block for block in card.blocks if isinstance(block, Picture)]


def _spans(card: Card) -> Iterator[Span]:
    for block in card.blocks:
        if isinstance(block, Text | Note):
            yield from block.spans
        elif isinstance(block, Bullets):
            yield from (span for item in block.items for span in item)
        elif isinstance(block, FieldsBlock):
            yield from (span for _label, spans in block.pairs for span in spans)
