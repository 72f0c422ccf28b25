"""What we ask of Slack while somebody waits: a form, the home page, a word that an answer is coming.

None of it may hold up an acknowledgement for long, and none of it is lost work when it fails: what matters travels as
a delivery. So each has a deadline, and a failure is a line in the log with Slack's own short name for it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from adapters.slack.blocks import Around
from adapters.slack.errors import code_of
from adapters.slack.modal import card_view, form_view, home_view
from adapters.slack.web import WebApi
from bot import wording
from bot.cards import Card, Form
from bot.messages import MessageReceived, PersonRef, PlaceRef
from bot.ports import ChatError
from bot.speaking import speaking

log = structlog.get_logger()

#: Seconds until we give up on something shown on the spot. Slack waits three for our acknowledgement.
PATIENCE = 2.2

#: Seconds for a channel's name, which is only nice to have, and for each page of a channel's members.
PATIENCE_FOR_NAME, PATIENCE_FOR_MEMBERS = 1.0, 20.0

#: Seconds for the words that a message answers. Without them we ask for them.
PATIENCE_FOR_WORDS = 1.5

#: Members of a channel that gives roles whom we get to know; a larger one is no team.
MOST_MEMBERS = 1000


class Live:
    """Asks Slack. `language_of` says what a person reads."""

    def __init__(self, web: WebApi, language_of: Callable[[PersonRef], Awaitable[str]]) -> None:
        self._web = web
        self._language_of = language_of

    async def open_form(self, by: PersonRef, trigger: str, form: Form, place: PlaceRef) -> None:
        """Show a form to whoever pressed; the trigger that allows it lives for three seconds."""
        view = form_view(form, place.id, await self._language_of(by))
        await self._ask(by.workspace, "views_open", PATIENCE, trigger_id=trigger, view=view)

    async def open_card(self, by: PersonRef, trigger: str, card: Card) -> None:
        """Show to whoever pressed why nothing else happens."""
        view = card_view(card, Around(language=await self._language_of(by)))
        await self._ask(by.workspace, "views_open", PATIENCE, trigger_id=trigger, view=view)

    async def show_home(self, by: PersonRef, card: Card) -> None:
        """Show somebody their home page."""
        view = home_view(card, Around(language=await self._language_of(by)))
        await self._ask(by.workspace, "views_publish", PATIENCE_FOR_MEMBERS, user_id=by.id, view=view)

    async def suggest(self, by: PersonRef, channel: str, thread: str) -> None:
        """Offer in the assistant what people often ask."""
        with speaking(await self._language_of(by)):
            prompts = [{"title": title, "message": message} for title, message in wording.suggestions()]
        await self._ask(
            by.workspace,
            "assistant_threads_setSuggestedPrompts",
            PATIENCE,
            channel_id=channel,
            thread_ts=thread,
            prompts=prompts,
        )

    async def thinking(self, message: MessageReceived) -> None:
        """Say in the assistant that an answer is coming. Slack takes it away when the answer is there."""
        with speaking(await self._language_of(message.by)):
            status = wording.thinking()
        await self._ask(
            message.place.workspace,
            "assistant_threads_setStatus",
            PATIENCE,
            channel_id=message.place.id,
            thread_ts=message.thread,
            status=status,
        )

    async def answered(self, by: PersonRef) -> str:
        """Where the answer to a command is, in the words of whoever typed it."""
        with speaking(await self._language_of(by)):
            return wording.answered_directly()

    async def sorry(self, by: PersonRef) -> str:
        """That a command did not work, in the words of whoever typed it."""
        with speaking(await self._language_of(by)):
            return wording.sorry().summary

    async def channel_name(self, workspace: str, channel: str) -> str:
        """A channel's name, or nothing where Slack does not tell in time."""
        told = (await self._ask(workspace, "conversations_info", PATIENCE_FOR_NAME, channel=channel)).get("channel")
        return str(told.get("name") or "") if isinstance(told, dict) else ""

    async def first_of(self, place: PlaceRef, thread: str) -> str:
        """What the first message of a thread says, or nothing where Slack does not tell in time."""
        told = await self._ask(
            place.workspace, "conversations_replies", PATIENCE_FOR_WORDS, channel=place.id, ts=thread, limit=1
        )
        for message in told.get("messages") or ():
            if isinstance(message, dict) and message.get("ts") == thread:
                return str(message.get("text") or "")
        return ""

    async def members(self, place: PlaceRef) -> list[str]:
        """The accounts of the people in a channel, bots left out; at most MOST_MEMBERS."""
        accounts: list[str] = []
        cursor = ""
        while len(accounts) < MOST_MEMBERS:
            page = await self._ask(
                place.workspace,
                "conversations_members",
                PATIENCE_FOR_MEMBERS,
                channel=place.id,
                limit=200,
                **({"cursor": cursor} if cursor else {}),
            )
            accounts += [str(account) for account in page.get("members") or ()]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return [account for account in accounts[:MOST_MEMBERS] if await self._is_human(place.workspace, account)]

    async def _is_human(self, workspace: str, account: str) -> bool:
        user = (await self._ask(workspace, "users_info", PATIENCE_FOR_MEMBERS, user=account)).get("user")
        return isinstance(user, dict) and not (user.get("is_bot") or user.get("deleted"))

    async def _ask(self, workspace: str, method: str, patience: float, **arguments: Any) -> Mapping[str, Any]:
        """What Slack answers, or nothing where it did not, which is logged."""
        try:
            async with asyncio.timeout(patience):
                return await self._web.call(workspace, method, **arguments)
        except (ChatError, TimeoutError) as problem:
            log.warning("slack_not_answered", method=method, workspace=workspace, code=code_of(problem))
            return {}
