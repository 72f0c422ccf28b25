"""What arrives: one frozen dataclass for each kind of thing a platform, or the clock, can tell the core.

Every message carries `event_id`, the sender's own id for this occurrence: the same id twice is the same event and is
handled once. `at` is the moment it happened, aware and in UTC; handlers use it as "now", so that a backlog or an
imported history is read with the clock of its own day.
"""

import re
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True)
class PersonRef:
    """One account on one workspace of one platform. Two accounts may be one person; the store knows."""

    platform: str
    workspace: str
    id: str


@dataclass(frozen=True)
class PlaceRef:
    """A direct chat or a channel of one workspace on one platform."""

    platform: str
    workspace: str
    id: str
    direct: bool


@dataclass(frozen=True)
class FileLink:
    """A file somebody attached: linked, never copied."""

    name: str
    url: str


@dataclass(frozen=True)
class MessageReceived:
    """Somebody wrote. `message_id` is the platform's id of the message, `thread` that of the thread's first one.

    `answered` is the text of the message that this one answers, where the bot is mentioned and the platform brings it.
    """

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    text: str
    message_id: str
    thread: str | None = None
    mentions_bot: bool = False
    files: tuple[FileLink, ...] = ()
    answered: str = ""
    kind: Literal["message_received"] = "message_received"


@dataclass(frozen=True)
class MessageEdited:
    """Somebody changed a message; `text` is the new text."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    text: str
    message_id: str
    kind: Literal["message_edited"] = "message_edited"


@dataclass(frozen=True)
class MessageDeleted:
    """Somebody took a message back."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    message_id: str
    kind: Literal["message_deleted"] = "message_deleted"


@dataclass(frozen=True)
class ButtonPressed:
    """A button of one of our cards. `value` is what the card put there, or what somebody made of it: trust none."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    action: str
    value: dict[str, str] = field(default_factory=dict)
    message_id: str | None = None
    kind: Literal["button_pressed"] = "button_pressed"


@dataclass(frozen=True)
class ReactionAdded:
    """Somebody put a sign that means yes to one of our cards in their direct chat."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    message_id: str
    kind: Literal["reaction_added"] = "reaction_added"


@dataclass(frozen=True)
class FormSubmitted:
    """A form was sent: `value` as the form carried it, `answers` by field name."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    form: str
    value: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    kind: Literal["form_submitted"] = "form_submitted"


@dataclass(frozen=True)
class ShortcutUsed:
    """Somebody (`by`) chose one of our shortcuts on a message: "Explain this update" or "Report as a problem".

    `text` is the message's own, `message_id` the platform's id of it and `thread` that of its thread's first one;
    `author` wrote it, `written_at`, as far as the platform says. `place` is where the message stands, which may be a
    channel without us; it is `direct` only in the direct chat between `by` and us. Answers go to `by` alone, except
    that a post in an IT updates channel is drafted in its thread where `by` is of IT.
    """

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    shortcut: Literal["explain", "report"]
    text: str
    message_id: str
    thread: str | None = None
    author: PersonRef | None = None
    written_at: datetime | None = None
    kind: Literal["shortcut_used"] = "shortcut_used"


@dataclass(frozen=True)
class BotJoined:
    """The bot was added to a channel called `name`."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    name: str
    kind: Literal["bot_joined"] = "bot_joined"


@dataclass(frozen=True)
class BotLeft:
    """The bot was removed from a channel or chat, or the channel is gone. `by` did it."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    kind: Literal["bot_left"] = "bot_left"


@dataclass(frozen=True)
class PlaceRenamed:
    """A channel is called `name` now."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    name: str
    kind: Literal["place_renamed"] = "place_renamed"


@dataclass(frozen=True)
class MemberJoined:
    """`by` is now a member of the channel."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    kind: Literal["member_joined"] = "member_joined"


@dataclass(frozen=True)
class MemberLeft:
    """`by` is no longer a member of the channel."""

    event_id: str
    at: datetime
    by: PersonRef
    place: PlaceRef
    kind: Literal["member_left"] = "member_left"


@dataclass(frozen=True)
class TickDue:
    """An appointment of ours came due: `appointment` says which kind, `subject` what it is about."""

    event_id: str
    at: datetime
    company_id: int
    appointment: str
    subject: str
    kind: Literal["tick_due"] = "tick_due"


FromPerson = (
    MessageReceived
    | MessageEdited
    | MessageDeleted
    | ButtonPressed
    | ReactionAdded
    | FormSubmitted
    | ShortcutUsed
    | BotJoined
    | BotLeft
    | PlaceRenamed
    | MemberJoined
    | MemberLeft
)
Message = FromPerson | TickDue


def clean(message: FromPerson) -> FromPerson:
    """The message without what no database keeps: null characters, and halves of characters."""
    if _is_clean(message):  # as nearly every message is; making it anew costs more than the rest of accepting it
        return message
    return replace(message, **{f.name: _clean(getattr(message, f.name)) for f in fields(message) if f.name != "kind"})


def _is_clean(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" not in value and (value.isascii() or _HALF.search(value) is None)
    if isinstance(value, dict):
        return all(_is_clean(key) and _is_clean(item) for key, item in value.items())
    if isinstance(value, tuple):
        return all(map(_is_clean, value))
    return not is_dataclass(value) or all(map(_is_clean, vars(value).values()))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        whole = value.replace("\0", "")
        return whole if whole.isascii() else whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_clean(item) for item in value)
    if isinstance(value, PersonRef | PlaceRef | FileLink):
        return replace(value, **{f.name: _clean(getattr(value, f.name)) for f in fields(value)})
    return value


#: Half of a character that takes two: no text has one, and no database takes it.
_HALF = re.compile("[\ud800-\udfff]")

#: Reads and writes messages as JSON: `MESSAGE.dump_json(message)`, `MESSAGE.validate_json(data)`.
MESSAGE: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="kind")])
