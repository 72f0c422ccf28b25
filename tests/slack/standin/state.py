"""What there is in the stand-in: workspaces, people, channels, messages, files, tokens."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

#: What Liaison asks for at least, and so what a token has unless a test takes some away.
SCOPES = frozenset(
    [
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "reactions:read",
        "users:read",
        "users:read.email",
    ]
)


@dataclass
class User:
    """An account. `team` is where it belongs, which for a stranger is another workspace."""

    id: str
    name: str
    team: str
    tz: str | None = "Europe/Berlin"
    locale: str = "en-US"
    email: str | None = None
    deleted: bool = False
    restricted: bool = False
    ultra_restricted: bool = False
    stranger: bool = False
    bot: bool = False


@dataclass
class Post:
    """A message as everybody sees it now."""

    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread: str | None = None
    metadata: dict[str, Any] | None = None
    bot_id: str | None = None
    edits: int = 0
    sent: dict[str, Any] = field(default_factory=dict)  # the arguments it was posted with


@dataclass
class Channel:
    """A channel, or the direct chat with `user`."""

    id: str
    name: str = ""
    private: bool = False
    user: str | None = None
    archived: bool = False
    members: set[str] = field(default_factory=set)
    posts: dict[str, Post] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What scopes call it: channels, groups or im."""
        return "im" if self.user else "groups" if self.private else "channels"


@dataclass
class File:
    """A file on its way: announced, uploaded, completed, and then ready after some looks at it."""

    id: str
    name: str
    length: int
    alt: str = ""
    content: bytes | None = None
    title: str | None = None
    looks_until_ready: int = 1

    @property
    def ready(self) -> bool:
        return self.title is not None and self.looks_until_ready <= 0


@dataclass
class Token:
    """What a token may do, and in whose name."""

    team: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str] = SCOPES
    problem: str | None = None  # token_revoked, account_inactive, token_expired


@dataclass
class Team:
    """A workspace."""

    id: str
    name: str
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    views: list[dict[str, Any]] = field(default_factory=list)  # what was opened, updated and published, in order
    triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    responses: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # what came to each response_url
    response_opened: dict[str, float] = field(default_factory=dict)
    statuses: list[dict[str, Any]] = field(default_factory=list)  # of assistant threads

    def open(self, user: str) -> Channel:
        """The direct chat with a person, made if need be."""
        found = next((c for c in self.channels.values() if c.user == user), None)
        if found is None:
            found = self.channels[f"D{user[1:]}"] = Channel(f"D{user[1:]}", user=user, members={user})
        return found


class Slack:
    """All workspaces. `now` is in seconds of the epoch."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.teams: dict[str, Team] = {}
        self.tokens: dict[str, Token] = {}
        self.calls: list[tuple[str, str, dict[str, Any]]] = []  # (team, method, arguments) of what was carried out
        self.file_looks = 1  # looks at a file until it is ready
        self.grants: dict[str, Any] = {}  # what a code or a refresh token is good for, see oauth.py
        self.socket_address = ""  # where Socket Mode connects to, see socket_mode.py
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """A number nothing else has."""
        return next(self._numbers)

    def ts(self) -> str:
        """A message's id: when it was sent, and unlike any other."""
        return f"{int(self.now())}.{self.number():06d}"

    def workspace(self, team: str = "T0001", token: str = "xoxb-1") -> Team:
        """A new workspace in which the bot of `token` is installed."""
        bot = f"UBOT{team[1:]}"
        made = self.teams[team] = Team(team, f"Workspace {team}")
        made.users[bot] = User(bot, "Liaison", team, bot=True)
        self.tokens[token] = Token(team, bot, f"B{team[1:]}")
        return made

    def bot_of(self, team: str) -> str:
        """The bot's account in a workspace."""
        return next(token.bot_user for token in self.tokens.values() if token.team == team)

    def person(self, workspace: str, user: str, name: str, **more: Any) -> User:
        """A new account; `more` as User has it."""
        made = self.teams[workspace].users[user] = User(user, name, **{"team": workspace, **more})
        return made

    def channel(
        self, team: str, channel: str, name: str, *members: str, bot: bool = True, private: bool = False
    ) -> Channel:
        """A new channel with these people, and the bot unless it is left out."""
        inside = {*members, *({self.bot_of(team)} if bot else ())}
        made = self.teams[team].channels[channel] = Channel(channel, name, private, members=inside)
        return made

    def say(self, team: str, channel: str, user: str, text: str, thread: str | None = None) -> Post:
        """A person writes."""
        post = Post(self.ts(), user, text, thread=thread)
        self.teams[team].channels[channel].posts[post.ts] = post
        return post

    def trigger(self, team: str, user: str) -> str:
        """A trigger_id, good once and for three seconds."""
        trigger = f"{self.number()}.{user}"
        self.teams[team].triggers[trigger] = (user, self.now())
        return trigger
