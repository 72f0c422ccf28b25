"""What Teams sends, as messages of the core. Nothing here asks Teams or the database anything.

An activity comes from outside even where its token is right: what it lacks or has in another shape is left out, and
one without a conversation is refused. Fields nobody here knows are passed over.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botbuilder.schema import Activity, ChannelAccount

from adapters.teams import carried, words
from bot.messages import (
    ButtonPressed,
    FormSubmitted,
    FromPerson,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    PersonRef,
    PlaceRef,
)

PLATFORM = "teams"

#: The workspace of a local client that names no tenant.
NO_TENANT = "local"

#: Between a channel and the message that a thread in it began with.
_THREAD = ";messageid="

#: Characters of an id that we keep. The longest of Teams' own has about 150.
_LONGEST_ID = 500


class Unreadable(Exception):
    """This is no activity, or one that says nothing about where it comes from. `code` is a short name for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Incoming:
    """One activity, with what all kinds of them have in common read.

    `by` is None for what no person did. `thread` is the first message of the thread it stands in, if it is not that
    one itself. `occurrence` is Teams' id for it, unique in its place; what comes again has the same.
    """

    activity: Activity
    tenant: str
    place: PlaceRef
    by: PersonRef | None
    at: datetime
    thread: str | None
    occurrence: str

    @property
    def data(self) -> Mapping[str, Any]:
        """What Teams adds to an activity: tenant, team, channel, the kind of event."""
        return as_mapping(self.activity.channel_data)

    @property
    def bot(self) -> str:
        """Our own account there."""
        return self.activity.recipient.id if self.activity.recipient and self.activity.recipient.id else ""

    @property
    def team(self) -> str | None:
        """The team of a channel."""
        return ident(as_mapping(self.data.get("team")).get("id"))

    def person(self, account: str) -> PersonRef:
        """An account of this tenant."""
        return PersonRef(PLATFORM, self.tenant, account)

    def channel(self, conversation: str) -> PlaceRef:
        """Another channel of this tenant."""
        return PlaceRef(PLATFORM, self.tenant, conversation, direct=False)

    def event(self, kind: str, *more: str) -> str:
        """The id of an event of this kind."""
        return ":".join((kind, self.place.id, self.occurrence, *more))


def as_mapping(value: Any) -> Mapping[str, Any]:
    """A JSON object, or an empty one in place of anything else."""
    return value if isinstance(value, Mapping) else {}


def ident(value: Any) -> str | None:
    """An id as we keep it, whatever its shape; None for what cannot be one."""
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_ID else None


def tenant_of(activity: Activity) -> str | None:
    """The tenant an activity comes from. Some clients name it in one of two places only."""
    conversation = activity.conversation
    told = as_mapping(as_mapping(activity.channel_data).get("tenant")).get("id")
    if ident(told) or conversation is None:
        return ident(told)
    # The library expects "tenantID", which nobody sends.
    return ident(as_mapping(conversation.additional_properties).get("tenantId")) or ident(conversation.tenant_id)


def read(activity: Activity) -> Incoming:
    """What all kinds of activities have in common. Raises Unreadable."""
    conversation = activity.conversation
    full = ident(conversation.id) if conversation is not None else None
    if full is None:
        raise Unreadable("no_conversation")
    kind = conversation.conversation_type
    channel, _, thread = full.partition(_THREAD)
    tenant = tenant_of(activity) or NO_TENANT
    account = account_id(activity.from_property)
    if account is None or (activity.recipient is not None and account == activity.recipient.id):
        account = None  # nobody, or ourselves
    return Incoming(
        activity=activity,
        tenant=tenant,
        place=PlaceRef(PLATFORM, tenant, channel, direct=kind == "personal" if kind else not conversation.is_group),
        by=PersonRef(PLATFORM, tenant, account) if account else None,
        at=(activity.timestamp or datetime.now(UTC)).astimezone(UTC),
        thread=thread if thread and thread != activity.id else None,
        occurrence=ident(activity.id) or _digest(activity),
    )


def account_id(account: ChannelAccount | None) -> str | None:
    """The id of an account, where there is one."""
    return ident(account.id) if account is not None else None


def _digest(activity: Activity) -> str:
    """An id for what has none: the same words at the same moment are the same activity."""
    return hashlib.sha256(json.dumps(activity.serialize(), sort_keys=True, default=str).encode()).hexdigest()[:32]


def written(incoming: Incoming) -> list[FromPerson]:
    """A message of a person. One that only carries what one of our cards gave along is a press, or a form sent."""
    activity = incoming.activity
    if incoming.by is None:
        return []
    if not activity.text and isinstance(activity.value, dict):
        answer = came_back(incoming, activity.value)
        return [answer] if answer is not None else []
    text, called = words.spoken(activity)
    quoted = words.quoted(activity)
    message = MessageReceived(
        event_id=incoming.event("said"),
        at=incoming.at,
        by=incoming.by,
        place=incoming.place,
        text=text,
        message_id=incoming.occurrence,
        thread=_thread(incoming, quoted.message_id),
        mentions_bot=called,
        files=words.files(activity),
        answered=quoted.text if called else "",
    )
    return [message] if message.text or message.files or incoming.place.direct else []


def _thread(incoming: Incoming, quoted: str | None) -> str | None:
    """The first message of the thread: where the conversation does not name it, the message that is answered."""
    if _THREAD in incoming.activity.conversation.id:
        return incoming.thread
    replied = None if incoming.place.direct else ident(incoming.activity.reply_to_id)
    found = quoted or replied
    return found if found != incoming.activity.id else None


def came_back(incoming: Incoming, data: Any) -> ButtonPressed | FormSubmitted | None:
    """What one of our cards carried and a person sent back with a press; None for what none of them can have."""
    if incoming.by is None:
        return None
    found = carried.read(data)
    if isinstance(found, carried.Press):
        return ButtonPressed(
            event_id=incoming.event("pressed"),
            at=incoming.at,
            by=incoming.by,
            place=incoming.place,
            action=found.action,
            value=found.value,
            message_id=ident(incoming.activity.reply_to_id),
        )
    if isinstance(found, carried.Filled):
        return FormSubmitted(
            event_id=incoming.event("filled"),
            at=incoming.at,
            by=incoming.by,
            place=incoming.place,
            form=found.form,
            value=found.value,
            answers=found.answers,
        )
    return None


def changed(incoming: Incoming) -> list[FromPerson]:
    """Somebody changed a message, or took back that they had deleted it."""
    if incoming.by is None or not ident(incoming.activity.id):
        return []
    # The activity has the id of the message, which stays the same however often it is changed.
    when = f"{incoming.at:%Y%m%dT%H%M%S.%f}"
    text, _ = words.spoken(incoming.activity)
    return [
        MessageEdited(
            incoming.event("edited", when), incoming.at, incoming.by, incoming.place, text, incoming.occurrence
        )
    ]


def deleted(incoming: Incoming) -> list[FromPerson]:
    """Somebody took a message back."""
    if incoming.by is None or not ident(incoming.activity.id):
        return []
    return [
        MessageDeleted(
            incoming.event("deleted"), incoming.at, incoming.by, incoming.place, message_id=incoming.occurrence
        )
    ]


def reacted(incoming: Incoming) -> list[FromPerson]:
    """A thumb or a heart says nothing that we would act upon: we do not guess what people feel."""
    return []
