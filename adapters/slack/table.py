"""Everything Slack may send us: one row each. The rows register the handlers, and the manifest is written from them.

So an event that the manifest subscribes to has a handler, and a handler has its event and the scopes it needs.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from adapters.slack.handlers import Handlers
from adapters.slack.inbound import Call, ident

log = structlog.get_logger()

Handle = Callable[[Handlers, Call], Awaitable[str | None]]

#: What Bolt stumbles with over a body, into which it looks as if it always had the documented shape.
ODD = (ValueError, TypeError, AttributeError, LookupError, RecursionError)

#: Everything arrives at one address.
EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH = "/slack/events", "/slack/install", "/slack/oauth_redirect"


@dataclass(frozen=True)
class Event:
    """Something that happens in a workspace. `subscribed` is its name in the manifest, `kind` that in the payload."""

    subscribed: str
    kind: str
    handle: Callable[[Handlers, Call], Awaitable[None]]
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Command:
    """What people type behind a slash."""

    name: str
    handle: Callable[[Handlers, Call], Awaitable[str]]
    description: str
    hint: str


@dataclass(frozen=True)
class Shortcut:
    """What people choose from the menu of a message."""

    callback: str
    handle: Callable[[Handlers, Call], Awaitable[None]]
    name: str
    description: str


EVENTS = (
    Event("message.im", "message", Handlers.message, ("im:history",)),
    Event("message.channels", "message", Handlers.message, ("channels:history",)),
    Event("message.groups", "message", Handlers.message, ("groups:history",)),
    Event("app_mention", "app_mention", Handlers.message, ("app_mentions:read",)),
    Event("member_joined_channel", "member_joined_channel", Handlers.joined, ("channels:read", "groups:read")),
    Event("member_left_channel", "member_left_channel", Handlers.left, ("channels:read", "groups:read")),
    Event("channel_archive", "channel_archive", Handlers.archived, ("channels:read",)),
    Event("group_archive", "group_archive", Handlers.archived, ("groups:read",)),
    Event("channel_rename", "channel_rename", Handlers.renamed, ("channels:read",)),
    Event("group_rename", "group_rename", Handlers.renamed, ("groups:read",)),
    Event("app_home_opened", "app_home_opened", Handlers.home),
    Event("user_change", "user_change", Handlers.account, ("users:read",)),
    Event("reaction_added", "reaction_added", Handlers.reaction, ("reactions:read",)),
    Event("assistant_thread_started", "assistant_thread_started", Handlers.assistant, ("assistant:write",)),
    Event(
        "assistant_thread_context_changed", "assistant_thread_context_changed", Handlers.context, ("assistant:write",)
    ),
    Event("app_uninstalled", "app_uninstalled", Handlers.removed),
    Event("tokens_revoked", "tokens_revoked", Handlers.revoked),
)

COMMANDS = (
    Command(
        "/liaison",
        Handlers.command,
        "Ask Liaison, or tell it what is wrong",
        "help | my issues | digest | define <term> | thanks | pulse | mute | my data",
    ),
)

SHORTCUTS = (
    Shortcut("explain_update", Handlers.explain, "Explain this update", "Say it in plain words, just for you"),
    Shortcut("report_problem", Handlers.report, "Report as a problem", "Tell Liaison that this is a problem of yours"),
)

#: What we do of our own accord needs these: write, open direct chats, know a name and a zone, show a picture.
OWN_SCOPES = ("chat:write", "files:read", "files:write", "im:write", "users:read", "users:read.email")

#: What commands and shortcuts need.
COMMAND_SCOPES = ("commands",)


def scopes() -> list[str]:
    """All the permissions the app asks for, and no more than it uses."""
    of_events = {scope for event in EVENTS for scope in event.scopes}
    return sorted({*of_events, *OWN_SCOPES, *COMMAND_SCOPES})


def register(app: AsyncApp, handlers: Handlers) -> None:
    """Give every row its listener. What has no row is counted, answered with 200 and otherwise ignored."""
    for kind, handle in {event.kind: event.handle for event in EVENTS}.items():
        app.event(kind)(_listener(handlers, handle))
    for command in COMMANDS:
        app.command(command.name)(_listener(handlers, command.handle))
    for shortcut in SHORTCUTS:
        app.message_shortcut(shortcut.callback)(_listener(handlers, shortcut.handle))
    any_name = re.compile(".*")
    app.block_action(any_name)(_listener(handlers, Handlers.pressed))
    app.view_submission(any_name)(_listener(handlers, Handlers.submitted))
    app.view_closed(any_name)(_listener(handlers, Handlers.closed))
    app.error(_on_error(handlers))


def _listener(handlers: Handlers, handle: Handle) -> Callable[..., Awaitable[None]]:
    async def listen(body: dict[str, Any], context: AsyncBoltContext, ack: AsyncAck) -> None:
        said = await handle(handlers, _call(body, context))
        await ack(said or "")

    return listen


def _call(body: dict[str, Any], context: AsyncBoltContext) -> Call:
    workspace = (context.enterprise_id if context.is_enterprise_install else None) or context.team_id or ""
    return Call(body, workspace, context.bot_user_id or _bot_in(body))


def _bot_in(body: dict[str, Any]) -> str:
    """The bot's own account, as an event itself tells it."""
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else {}
    return ident(first.get("user_id")) if isinstance(first, dict) and first.get("is_bot") else ""


def _on_error(handlers: Handlers) -> Callable[..., Awaitable[BoltResponse]]:
    async def explain(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            handlers.ignore(_kind(body))
            return BoltResponse(status=200, body="")
        if isinstance(error, ODD):
            log.warning("slack_refused", reason="no_payload", status=400, kind=_kind(body), error=type(error).__name__)
            return BoltResponse(status=400, body="no_payload")
        # Slack sends again what is not acknowledged, and the database may be back by then.
        log.error("slack_not_stored", kind=_kind(body), error=type(error).__name__)
        return BoltResponse(status=503, body="")

    return explain


def _kind(body: dict[str, Any]) -> str:
    """What sort of thing this is, as far as it is a name and not somebody's words."""
    event = body.get("event")
    kind = (event if isinstance(event, dict) else body).get("type")
    return kind if isinstance(kind, str) and re.fullmatch(r"[a-z_]{1,60}", kind) else "unknown"


def manifest(
    address: str = "https://liaison.example.com", socket_mode: bool = False, rotation: bool = False
) -> dict[str, Any]:
    """The app manifest, as Slack's "create an app from a manifest" takes it. `address` is where Slack reaches us.

    With `rotation` tokens end after twelve hours. Those that OAuth gave us we exchange in time; one that was copied
    from the app's pages would be dead by the next morning, and Slack never switches rotation off again.
    """
    events = None if socket_mode else f"{address}{EVENTS_PATH}"
    oauth: dict[str, Any] = {"scopes": {"bot": scopes()}}
    if not socket_mode:
        oauth["redirect_urls"] = [f"{address}{REDIRECT_PATH}"]
    return {
        "display_information": {
            "name": "Liaison",
            "description": "Stands between colleagues and IT about the ERP system",
            "background_color": "#1f4e5f",
        },
        "features": _features(events),
        "oauth_config": oauth,
        "settings": _settings(events, rotation),
    }


def _features(address: str | None) -> dict[str, Any]:
    """What people see of the app. `address` is where commands go, None where we fetch them."""
    url = {"url": address} if address else {}
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Liaison", "always_online": True},
        "assistant_view": {
            "assistant_description": "Tell me what is wrong with the ERP system, or ask how something is done.",
        },
        "shortcuts": [
            {"name": s.name, "type": "message", "callback_id": s.callback, "description": s.description}
            for s in SHORTCUTS
        ],
        "slash_commands": [
            {"command": c.name, "description": c.description, "usage_hint": c.hint, "should_escape": True, **url}
            for c in COMMANDS
        ],
    }


def _settings(address: str | None, rotation: bool) -> dict[str, Any]:
    """How Slack reaches us: at an address, or not at all, and then we connect to it."""
    request_url = {"request_url": address} if address else {}
    return {
        "event_subscriptions": {**request_url, "bot_events": sorted(e.subscribed for e in EVENTS)},
        "interactivity": {"is_enabled": True, **request_url},
        "org_deploy_enabled": address is not None,
        "socket_mode_enabled": address is None,
        "token_rotation_enabled": rotation,
    }
