"""What Slack sends, as messages of the core. Nothing here asks Slack or the database anything.

A payload comes from outside even where its signature is right: whatever does not have the documented shape is None.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from adapters.slack.modal import filled
from adapters.slack.reading import readable
from adapters.slack.values import action_of
from bot.messages import (
    BotJoined,
    BotLeft,
    ButtonPressed,
    FileLink,
    FormSubmitted,
    FromPerson,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    PersonRef,
    PlaceRef,
    PlaceRenamed,
    ReactionAdded,
    ShortcutUsed,
)

PLATFORM = "slack"

#: The kinds of message that people write themselves.
SPOKEN = (None, "file_share", "thread_broadcast", "me_message")

#: Signs that mean yes.
YES = frozenset({"+1", "thumbsup", "white_check_mark", "heavy_check_mark", "ballot_box_with_check", "ok", "ok_hand"})

#: Slack's own account.
SLACKBOT = "USLACKBOT"

#: What Slack calls an account, a channel and a message; anything else was made by hand. Ids may take other forms some
#: day, as Slack says, so only what can be none is left out.
_ID = re.compile(r"[A-Za-z0-9_-]{2,64}")
_TS = re.compile(r"[0-9]{1,11}\.[0-9]{1,8}")


@dataclass(frozen=True)
class Call:
    """One delivery of Slack's: its body, the workspace (or organisation) it is for, and the bot's account there.

    `names` are those of the accounts that the body's text mentions, as far as we know them.
    """

    body: Mapping[str, Any]
    workspace: str
    bot: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def event(self) -> Mapping[str, Any]:
        """What happened, where the body is an event's."""
        event = self.body.get("event")
        return event if isinstance(event, dict) else {}

    @property
    def event_id(self) -> str:
        """Slack's id for it, the same at each try."""
        return str(self.body.get("event_id") or f"{self.event.get('type')}:{self.event.get('event_ts')}")

    def person(self, account: str) -> PersonRef:
        """An account of this workspace."""
        return PersonRef(PLATFORM, self.workspace, account)

    def place(self, channel: str) -> PlaceRef:
        """A channel of this workspace, or a direct chat: the event says so, or the id, which begins with a D."""
        kind = self.event.get("channel_type") or within(self.body, "channel", "name")
        return PlaceRef(PLATFORM, self.workspace, channel, channel.startswith("D") or kind in ("im", "directmessage"))


def ident(value: object) -> str:
    """An id of Slack's, or nothing where it is none."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def moment(ts: object) -> datetime:
    """When something happened, from Slack's "seconds.number"; now where it does not say."""
    if isinstance(ts, str) and _TS.fullmatch(ts):
        return datetime.fromtimestamp(float(ts), UTC)
    return datetime.now(UTC)


def is_automatic(message: Mapping[str, Any], bot: str) -> bool:
    """True for what our own bot, another one or Slack itself wrote."""
    if any(message.get(name) for name in ("bot_id", "bot_profile", "app_id")) or message.get("subtype") not in SPOKEN:
        return True
    return message.get("user") in (None, "", bot, SLACKBOT)


def message(call: Call) -> FromPerson | None:
    """A message written, changed or deleted by a person; None for all others."""
    event = call.event
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _edited(call, event)
    if subtype == "message_deleted":
        return _deleted(call, event, event.get("previous_message"))
    author, channel, ts = ident(event.get("user")), ident(event.get("channel")), event.get("ts")
    if is_automatic(event, call.bot) or not (author and channel and _is_ts(ts)):
        return None
    text, thread = str(event.get("text") or ""), event.get("thread_ts")
    return MessageReceived(
        # One message comes as several events: as itself, as a mention, and each of them again when we were slow.
        event_id=f"said:{channel}:{ts}",
        at=moment(ts),
        by=call.person(author),
        place=call.place(channel),
        text=readable(text, call.names, call.bot),
        message_id=str(ts),
        thread=str(thread) if _is_ts(thread) and thread != ts else None,
        mentions_bot=event.get("type") == "app_mention" or bool(call.bot and f"<@{call.bot}" in text),
        files=_files(event.get("files")),
    )


def _edited(call: Call, event: Mapping[str, Any]) -> FromPerson | None:
    now, before = event.get("message"), event.get("previous_message")
    if not isinstance(now, dict):
        return None
    if now.get("subtype") == "tombstone":  # a message with answers leaves a stone behind
        return _deleted(call, {**event, "deleted_ts": now.get("ts")}, before)
    author, channel, ts = ident(now.get("user")), ident(event.get("channel")), now.get("ts")
    if is_automatic(now, call.bot) or not (author and channel and _is_ts(ts)):
        return None
    text = str(now.get("text") or "")
    if isinstance(before, dict) and before.get("text") == text:  # a link got its preview, a thread an answer
        return None
    edited = now.get("edited")
    when = edited.get("ts") if isinstance(edited, dict) else event.get("event_ts")
    return MessageEdited(
        event_id=f"edited:{channel}:{ts}:{when}",
        at=moment(when),
        by=call.person(author),
        place=call.place(channel),
        text=readable(text, call.names, call.bot),
        message_id=str(ts),
    )


def _deleted(call: Call, event: Mapping[str, Any], before: object) -> FromPerson | None:
    channel, ts = ident(event.get("channel")), event.get("deleted_ts")
    if not isinstance(before, dict) or not (channel and _is_ts(ts)) or is_automatic(before, call.bot):
        return None
    author = ident(before.get("user"))
    if not author:
        return None
    return MessageDeleted(
        event_id=f"deleted:{channel}:{ts}",
        at=moment(event.get("event_ts")),
        by=call.person(author),
        place=call.place(channel),
        message_id=str(ts),
    )


def _files(files: object) -> tuple[FileLink, ...]:
    if not isinstance(files, list):
        return ()
    described = (file for file in files if isinstance(file, dict))
    found = ((f.get("name") or f.get("title"), f.get("permalink") or f.get("url_private")) for f in described)
    return tuple(FileLink(str(name or "file"), url) for name, url in found if url and isinstance(url, str))


def joined(call: Call, channel_name: str = "") -> FromPerson | None:
    """Somebody, or the bot itself, is now in a channel called `channel_name`."""
    event = call.event
    who, channel = ident(event.get("user")), ident(event.get("channel"))
    if not (who and channel) or channel.startswith("D"):
        return None
    at = moment(event.get("event_ts"))
    if who == call.bot:
        inviter = ident(event.get("inviter")) or who
        return BotJoined(call.event_id, at, call.person(inviter), call.place(channel), channel_name)
    return MemberJoined(call.event_id, at, call.person(who), call.place(channel))


def archived(call: Call) -> BotLeft | None:
    """A channel is closed for everybody."""
    who, channel = ident(call.event.get("user")), ident(call.event.get("channel"))
    if not (who and channel):
        return None
    return BotLeft(call.event_id, moment(call.event.get("event_ts")), call.person(who), call.place(channel))


def renamed(call: Call) -> PlaceRenamed | None:
    """A channel has another name. Slack does not say who gave it."""
    channel, name = ident(within(call.event, "channel", "id")), within(call.event, "channel", "name")
    if not (channel and isinstance(name, str) and name and call.bot):
        return None
    at = moment(call.event.get("event_ts"))
    return PlaceRenamed(call.event_id, at, call.person(call.bot), call.place(channel), name)


def member(place: PlaceRef, account: str, number: int) -> MemberJoined:
    """Somebody was in a channel before we were. `number` is their place in its list: they arrive in that order."""
    at = datetime.now(UTC) + timedelta(microseconds=number)
    return MemberJoined(f"member:{place.id}:{account}", at, PersonRef(PLATFORM, place.workspace, account), place)


def left(call: Call) -> FromPerson | None:
    """Somebody, or the bot itself, is no longer in a channel."""
    who, channel = ident(call.event.get("user")), ident(call.event.get("channel"))
    if not (who and channel):
        return None
    if who == call.bot:
        return BotLeft(call.event_id, moment(call.event.get("event_ts")), call.person(who), call.place(channel))
    return MemberLeft(call.event_id, moment(call.event.get("event_ts")), call.person(who), call.place(channel))


def pressed(call: Call, place: PlaceRef | None = None) -> ButtonPressed | None:
    """A button of one of our cards, pressed where it stands or else in `place`. The core trusts no value of it."""
    action = _first(call.body.get("actions"))
    who = ident(within(call.body, "user", "id"))
    channel = ident(within(call.body, "container", "channel_id") or within(call.body, "channel", "id"))
    place = call.place(channel) if channel else place
    name, ts = action.get("action_id"), within(call.body, "container", "message_ts")
    if not (who and place and isinstance(name, str) and name):
        return None
    return ButtonPressed(
        event_id=f"pressed:{place.id}:{who}:{action.get('action_ts')}:{name}"[:250],
        at=datetime.now(UTC),
        by=call.person(who),
        place=place,
        action=action_of(name),
        value=pairs(action.get("value")),
        message_id=ts if _is_ts(ts) else None,
    )


def submitted(call: Call) -> FormSubmitted | None:
    """A form, filled in. The dialog tells where it was opened; nobody's hand can change that but Slack's."""
    view = call.body.get("view")
    form, who = filled(view), ident(within(call.body, "user", "id"))
    if form is None or not who or not ident(form.place):
        return None
    return FormSubmitted(
        event_id=f"filled:{who}:{within(call.body, 'view', 'id')}:{within(call.body, 'view', 'hash')}"[:250],
        at=datetime.now(UTC),
        by=call.person(who),
        place=call.place(form.place),
        form=form.form[:100],
        value=form.value,
        answers=form.answers,
    )


def reacted(call: Call) -> ReactionAdded | None:
    """A sign of yes under a message in a direct chat; None for all others, which say nothing to us."""
    event = call.event
    who, channel = ident(event.get("user")), ident(within(event, "item", "channel"))
    ts, sign = within(event, "item", "ts"), str(event.get("reaction")).partition("::")[0]
    if not (who and channel.startswith("D") and _is_ts(ts)) or sign not in YES or who == call.bot:
        return None
    return ReactionAdded(call.event_id, moment(event.get("event_ts")), call.person(who), call.place(channel), str(ts))


def shortcut(call: Call, kind: Literal["explain", "report"]) -> ShortcutUsed | None:
    """One of our shortcuts, chosen on a message of anybody."""
    said = call.body.get("message")
    who, channel = ident(within(call.body, "user", "id")), ident(within(call.body, "channel", "id"))
    if not isinstance(said, dict) or not (who and channel and _is_ts(said.get("ts"))):
        return None
    author, thread = ident(said.get("user")), said.get("thread_ts")
    return ShortcutUsed(
        event_id=f"shortcut:{kind}:{who}:{call.body.get('trigger_id')}"[:250],
        at=datetime.now(UTC),
        by=call.person(who),
        place=call.place(channel),
        shortcut=kind,
        text=readable(str(said.get("text") or ""), call.names, call.bot),
        message_id=str(said["ts"]),
        thread=str(thread) if _is_ts(thread) and thread != said["ts"] else None,
        author=call.person(author) if author else None,
        written_at=moment(said["ts"]),
    )


def _is_ts(value: object) -> bool:
    return isinstance(value, str) and bool(_TS.fullmatch(value))


def _first(items: object) -> Mapping[str, Any]:
    first = items[0] if isinstance(items, list) and items else {}
    return first if isinstance(first, dict) else {}


def within(body: Mapping[str, Any], *path: str) -> Any:
    """What stands at the end of a path of names, or None."""
    found: Any = body
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def pairs(words: object) -> dict[str, str]:
    """Names and values out of JSON; nothing where it is not that."""
    try:
        found = json.loads(words) if isinstance(words, str) else None
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, str)}
