"""What the service's refusals mean to whoever wanted to speak. Never its words: only its short names for why."""

import json
import random
import re
from collections.abc import Mapping

from bot.ports import ChatError, RateLimited, Refused, Unavailable

#: Nothing will be heard there before somebody installs the app, or unblocks it.
NOT_INSTALLED = "not_installed"

#: What Teams calls somebody it no longer has: their account was deleted, or they left the company.
CLOSED = frozenset({"MemberNotFoundInConversation", "UserNotFound"})

#: What a service answers that does not have what Teams has; Teams itself always gives a reason of its own.
NO_SUCH_ROUTE = frozenset({"http_404", "http_405", "http_501"})

#: Seconds to wait where the service does not say how long.
PATIENCE = 2.0

#: Passing troubles by Microsoft's own list, and what stands before the service may add.
_PASSING = frozenset({408, 412, 500, 502, 503, 504})
_NOT_THERE = frozenset(
    {
        "BotNotInConversationRoster",
        "ForbiddenOperationException",
        "ConversationBlockedByUser",
        "MessageWritesBlocked",
        "BotDisabledByAdmin",
    }
)
_CODE = re.compile(r"\w{1,60}", re.ASCII)


def of_answer(status: int, headers: Mapping[str, str], body: bytes) -> ChatError:
    """The error that an answer of 400 and above is."""
    code = _code(body) or f"http_{status}"
    if status == 429:
        return RateLimited(_seconds(headers.get("Retry-After", "")))
    if status in _PASSING:
        return Unavailable(code)
    if status == 401:  # our secret ran out, or is not known yet: somebody will mend it
        return Unavailable("not_authorised")
    if status == 403 and (code in _NOT_THERE or code.startswith("http_")):
        return Refused(NOT_INSTALLED)
    return Refused(code)


def _code(body: bytes) -> str | None:
    try:
        code = json.loads(body)["error"]["code"]
    except (ValueError, TypeError, KeyError):
        return None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def _seconds(said: str) -> float:
    """How long to wait, a little longer for some, so that not everybody comes back at once."""
    wait = float(said) if re.fullmatch(r"\d{1,6}(\.\d+)?", said.strip()) else PATIENCE
    return wait * random.uniform(1.0, 1.25)  # noqa: S311 - no secret
