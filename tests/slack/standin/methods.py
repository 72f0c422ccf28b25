"""The table of Web API methods: what arguments each takes, which scopes it needs and how often it may be called.

Slack ignores an argument it does not know. We refuse it, because it is always a mistake of the caller.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.slack.standin.state import Channel, Slack, Team, Token

Answer = dict[str, Any]


class Refusal(Exception):
    """Slack says no: `error` is its short name for why, `more` what else it answers."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer: Answer = {"ok": False, "error": error, **more}


@dataclass
class Call:
    """One call: who asks and with what."""

    slack: Slack
    token: Token
    arguments: dict[str, Any]
    base: str = ""  # where the stand-in itself can be reached

    @property
    def team(self) -> Team:
        return self.slack.teams[self.token.team]

    def need(self, scope: str) -> None:
        """Refuse where the token has not got the scope."""
        if scope not in self.token.scopes:
            provided = ",".join(sorted(self.token.scopes))
            raise Refusal("missing_scope", needed=scope, provided=provided)

    def channel(self, name: str = "channel") -> Channel:
        """The channel that is meant, as far as this bot may know of it."""
        found = self.team.channels.get(str(self.arguments.get(name)))
        if found is None or (found.private and self.token.bot_user not in found.members):
            raise Refusal("channel_not_found")
        return found

    def flag(self, name: str) -> bool:
        """A yes or no, however it was written."""
        return str(self.arguments.get(name, "")).lower() in {"1", "true"}


@dataclass(frozen=True)
class Method:
    """One method of the Web API."""

    answer: Callable[[Call], Answer]
    required: frozenset[str]
    known: frozenset[str]
    scopes: tuple[str, ...] = ()
    tier: str = ""
    json: bool = True  # whether it reads a JSON body
    anonymous: bool = False  # whether it asks for no token


@dataclass
class Table:
    """Methods by name."""

    methods: dict[str, Method] = field(default_factory=dict)

    def method(
        self,
        name: str,
        required: str = "",
        optional: str = "",
        scopes: str = "",
        tier: str = "",
        json: bool = True,
        anonymous: bool = False,
    ) -> Callable[[Callable[[Call], Answer]], Callable[[Call], Answer]]:
        """Enter a method. Names in `required`, `optional` and `scopes` stand apart by blanks."""

        def enter(answer: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
            needed = frozenset(required.split())
            known = needed | frozenset(optional.split())
            self.methods[name] = Method(answer, needed, known, tuple(scopes.split()), tier, json, anonymous)
            return answer

        return enter


#: Filled by the modules that have the methods.
WEB_API = Table()


def check_arguments(method: Method, arguments: dict[str, Any]) -> None:
    """Refuse what is missing and what nobody knows."""
    wrong = [f"[ERROR] missing required field: {name}" for name in sorted(method.required - arguments.keys())]
    wrong += [f"[ERROR] unknown argument: {name}" for name in sorted(arguments.keys() - method.known)]
    if wrong:
        raise Refusal("invalid_arguments", response_metadata={"messages": wrong})
