"""Teams as the core sees it: a platform that shows cards."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
)
from botframework.connector.aio.operations_async import ConversationsOperations
from msrest.exceptions import ClientException

from adapters.teams import errors, forms, outbound
from adapters.teams.connect import Connections, channels
from adapters.teams.outbound import Known
from adapters.teams.posted import AND, Posted
from adapters.teams.references import PersonReference, Reference, References
from adapters.teams.throttle import Throttle
from bot.cards import Card, Form
from bot.ports import AccountClosed, ChatError, Profile, Refused, Unavailable

T = TypeVar("T")

PLATFORM = "teams"
CHANNEL = "msteams"
CARD = "application/vnd.microsoft.card.adaptive"

#: Channels have threads, and their ids end like this; group chats and direct chats have none.
CHANNELS = ("@thread.tacv2", "@thread.skype")

#: Members asked for at once, as many as Teams gives.
PAGE = 500

#: How the address of Microsoft's own playground for agents ends. It stands for Teams in all but dialogs.
PLAYGROUND = "/_connector"

#: What is left of a message whose card has become shorter.
NO_MORE = outbound.envelope([{"type": "TextBlock", "text": "…"}], "…")


class Pictures(Protocol):
    """Where clients of Teams find a picture."""

    async def url(self, workspace: str, picture_id: int) -> str | None:
        """An address for a picture of the workspace's company, or None where it can only be told in words."""
        ...


class TeamsChat:
    """Implements `bot.ports.Chat`. Workspaces are tenants; places, people and messages have the ids Teams gives them.

    A card too large for one message is shown by several; its id is then all of theirs. Teams cannot be asked for a
    message by its key, so `find` knows what this process has posted, and no more: see docs/adr/0011.
    """

    platform = PLATFORM

    def __init__(
        self, references: References, connections: Connections, pictures: Pictures, throttle: Throttle
    ) -> None:
        self._references = references
        self._connections = connections
        self._pictures = pictures
        self._throttle = throttle
        self._posted = Posted()

    async def post(self, workspace: str, place: str, card: Card, key: str, thread: str | None) -> str:
        """Show a card. Where an earlier try showed a part of it, the rest follows.

        The id is empty where the service showed it without telling one: changes then come as a card of their own.
        """
        shown = self._posted.under(workspace, place, key)
        if shown.whole and not shown.id:
            shown.ids, shown.whole = [], False
        await self._show(workspace, place, card, shown.ids, thread)
        shown.whole = True
        return shown.id

    async def edit(self, workspace: str, place: str, message_id: str, card: Card, key: str) -> None:
        """Show another card in the place of an earlier one."""
        shown = self._posted.under(workspace, place, key)
        known = message_id.split(AND)
        if shown.ids[: len(known)] != known:  # else it may have grown since
            shown.ids, shown.whole = known, True
        await self._show(workspace, place, card, shown.ids, None)

    async def find(self, workspace: str, place: str, key: str) -> str | None:
        """The id of the message this process showed under a key."""
        shown = self._posted.under(workspace, place, key)
        return shown.id if shown.whole else None

    async def open_direct(self, workspace: str, person: str) -> str:
        """The direct chat with a person, which may begin with us wherever the app is installed for them."""
        met = await self._met(workspace, person)
        return met.conversation or await self._open(workspace, person, met)

    async def profile(self, workspace: str, person: str) -> Profile:
        """Who an account belongs to, by the membership of their direct chat.

        A service that knows no members leaves what the person's activities told.
        """
        met = await self._met(workspace, person)
        told: dict[str, Any] = {}
        try:
            place = met.conversation or await self._open(workspace, person, met)
            member = await self._ask(
                workspace, None, met, lambda service: service.get_conversation_member(place, met.account)
            )
            told = {"name": member.name, **(member.additional_properties or {})}
        except Refused as refusal:
            if refusal.code in errors.CLOSED:
                raise AccountClosed(refusal.code) from None
            if refusal.code not in errors.NO_SUCH_ROUTE:
                raise
        guest = str(told.get("userRole", "user")).lower() != "user"
        return Profile(
            name=told.get("name") or met.name,
            email=None if guest else told.get("email"),
            zone=met.zone or "UTC",
            locale=met.locale or "en",
            guest=guest,
        )

    async def members(self, workspace: str, place: str, most: int) -> list[str]:
        """The accounts of the members of a channel or chat, at most so many."""
        reference = await self._reference(workspace, place)
        found: list[str] = []
        more: str | None = ""
        while more is not None and len(found) < most:
            page = await self._ask(workspace, None, reference, _page_of_members(place, more or None))
            found += [member.id for member in page.members or () if member.id]
            more = page.continuation_token or None
        return found[:most]

    async def channel_name(self, workspace: str, place: str, team: str) -> str | None:
        """What people call a channel of a team. A team's first channel has no name of its own."""
        reference = await self._reference(workspace, place)
        found = await self._ask(workspace, None, reference, lambda service: channels(service, team))
        names = (channel.get("name") for channel in found if channel.get("id") == place)
        return next((name for name in names if isinstance(name, str) and name), None)

    async def post_form(self, workspace: str, place: str, form: Form, thread: str | None = None) -> str:
        """Show a form as a card, where a client has no dialogs."""
        activity = _activity(forms.chat_card(form), form.title)
        return await self._send(workspace, place, activity, thread)

    async def _show(self, workspace: str, place: str, card: Card, shown: list[str], thread: str | None) -> None:
        """Change the messages there are, and post those that are missing; `shown` grows with each."""
        known = await self._known(workspace, place, card)
        try:
            await self._show_as(workspace, place, card, known, shown, thread)
        except Refused as refusal:
            if not known.accounts or refusal.code in {errors.NOT_INSTALLED, "ConversationNotFound"}:
                raise
            # Perhaps somebody is mentioned who is not there: then their name must do.
            await self._show_as(workspace, place, card, replace(known, accounts={}), shown, thread)

    async def _show_as(
        self, workspace: str, place: str, card: Card, known: Known, shown: list[str], thread: str | None
    ) -> None:
        parts = outbound.cards(card, known)
        for number, part in enumerate([*parts, *[NO_MORE] * (len(shown) - len(parts))]):
            activity = _activity(part, outbound.summary(card))
            if number < len(shown):
                if shown[number]:
                    await self._change(workspace, place, shown[number], activity)
            else:
                shown.append(await self._send(workspace, place, activity, thread))

    async def _send(self, workspace: str, place: str, activity: Activity, thread: str | None) -> str:
        reference = await self._reference(workspace, place)
        root = thread.split(AND)[0] if thread else None
        there = f"{place};messageid={root}" if root is not None and place.endswith(CHANNELS) else place
        _address(activity, reference, there, root)
        if root is None:
            sent = await self._ask(
                workspace, place, reference, lambda service: service.send_to_conversation(there, activity)
            )
        else:
            sent = await self._ask(
                workspace, place, reference, lambda service: service.reply_to_activity(there, root, activity)
            )
        return str(sent.id) if sent is not None and sent.id else ""

    async def _change(self, workspace: str, place: str, message_id: str, activity: Activity) -> None:
        reference = await self._reference(workspace, place)
        activity.id = message_id
        _address(activity, reference, place)
        await self._ask(
            workspace, place, reference, lambda service: service.update_activity(place, message_id, activity)
        )

    async def _open(self, workspace: str, person: str, met: PersonReference) -> str:
        asked = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=met.bot),
            members=[ChannelAccount(id=met.account)],
            tenant_id=workspace,
            channel_data={"tenant": {"id": workspace}},
        )
        made = await self._ask(workspace, None, met, lambda service: service.create_conversation(asked), person)
        if made is None or not made.id:
            raise Unavailable("nonsense")
        await self._references.opened(workspace, person, made.id)
        return str(made.id)

    async def _ask(
        self,
        workspace: str,
        place: str | None,
        reference: Reference,
        ask: Callable[[ConversationsOperations], Awaitable[Any]],
        person: str | None = None,
    ) -> Any:
        """Ask a service when it is our turn. Where the app is not installed that is kept before it is raised."""
        await self._throttle.turn(workspace, place)
        service = await self._connections.to(reference.service_url)
        try:
            return await ask(service)
        except Refused as refusal:
            missing = place or person
            if refusal.code == errors.NOT_INSTALLED and missing is not None:
                await self._references.not_installed(workspace, missing)
            raise
        except ChatError:
            raise
        except (ClientException, ValueError):  # an answer that is none; what it says may hold words of people
            raise Unavailable("nonsense") from None

    async def _reference(self, workspace: str, place: str) -> Reference:
        reference = await self._references.reference(workspace, place)
        if reference is None:
            raise Refused("never_heard_of")
        return reference

    async def _met(self, workspace: str, person: str) -> PersonReference:
        met = await self._references.of_person(workspace, person)
        if met is None:
            raise Refused("never_met")
        return met

    async def _known(self, workspace: str, place: str, card: Card) -> Known:
        accounts = {one: await self._references.account_of(workspace, one) for one in outbound.mentioned(card)}
        pictures = {one: await self._pictures.url(workspace, one) for one in outbound.pictured(card)}
        reference = await self._reference(workspace, place)
        return Known(
            {one: account for one, account in accounts.items() if account is not None},
            {one: url for one, url in pictures.items() if url is not None},
            dialogs=not reference.service_url.rstrip("/").endswith(PLAYGROUND),
        )


def _page_of_members(place: str, after: str | None) -> Callable[[ConversationsOperations], Awaitable[Any]]:
    return lambda service: service.get_conversation_paged_members(place, page_size=PAGE, continuation_token=after)


def _activity(card: dict[str, Any], summary: str) -> Activity:
    """A message that is one card. `summary` is what notifications show."""
    return Activity(
        type=ActivityTypes.message,
        summary=summary,
        attachments=[Attachment(content_type=CARD, content=card)],
    )


def _address(activity: Activity, reference: Reference, conversation: str, root: str | None = None) -> None:
    """Say in a message where it goes. Teams knows by the address; other clients of the protocol read it here."""
    activity.from_property = ChannelAccount(id=reference.bot)
    activity.conversation = ConversationAccount(id=conversation)
    activity.channel_id = CHANNEL
    activity.service_url = reference.service_url
    activity.reply_to_id = root
