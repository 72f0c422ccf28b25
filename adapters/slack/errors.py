"""What Slack says no with, as errors of the Chat port, once and in one place.

Only Slack's short names travel on: never its sentences, which may quote what somebody wrote.
"""

from collections.abc import Mapping

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.ports import AccountClosed, ChatError, RateLimited, Refused, Unavailable

#: Seconds to wait where Slack says that we are too fast, but not for how long.
PAUSE = 1.0

#: What passes by itself, or with the next token.
PASSING = frozenset(
    {
        "fatal_error",
        "internal_error",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "temporarily_unavailable",
        "token_expired",
    }
)

#: Too fast, in all the ways Slack says it.
TOO_FAST = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"})

#: What a person at the company, or at Slack's pages for the app, must do, by Slack's name for the trouble.
MENDS: Mapping[str, str] = {
    "account_inactive": "The app was removed from the workspace, or its bot was deactivated: install it again.",
    "channel_not_found": "The channel is gone, or it is private and Liaison is not in it: invite Liaison again.",
    "invalid_auth": "The token is not one that Slack knows: copy the bot token from the app's pages again.",
    "is_archived": "The channel is archived: bring it back, or give another one its purpose.",
    "messages_tab_disabled": 'People cannot write to Liaison: switch on the "Messages Tab" in the app\'s pages.',
    "missing_scope": "The app lacks the permission {scope}: add it in the app's pages and install the app again.",
    "not_authed": "No token was sent: set SLACK_BOT_TOKEN, or install the app by OAuth.",
    "not_in_channel": "Liaison is not in the channel: invite it with /invite @Liaison.",
    "app_removed": "The app is not installed in this workspace: install it at /slack/install.",
    "org_login_required": "The workspace is being moved into an organisation: wait, then install the app there.",
    "restricted_action": "The channel lets only some people post: an administrator must allow Liaison to.",
    "team_access_not_granted": "The organisation has not given the app this workspace: an administrator must add it.",
    "token_expired": (
        "Tokens rotate, and the one that was copied has ended: install the app by OAuth, and unset SLACK_BOT_TOKEN."
    ),
    "token_revoked": "The token was taken back: install the app again.",
}


#: What Slack calls somebody whose account was closed.
CLOSED = frozenset({"user_deactivated", "user_disabled"})


class MissingScope(Refused):
    """The app may not do this. Its code names the permission that is missing: "missing_scope:files:write"."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"missing_scope:{scope}")
        self.scope = scope


def mend(code: str) -> str | None:
    """What a person must do about a trouble, as one sentence for the command line; None where nobody can do a thing."""
    name, _, scope = code.partition(":")
    sentence = MENDS.get("restricted_action" if name.startswith("restricted_action_") else name)
    return sentence.format(scope=scope) if sentence else None


def as_chat_error(problem: Exception) -> ChatError:
    """The error of the port that an error of Slack's client, or of the network, stands for."""
    if isinstance(problem, ChatError):
        return problem
    if isinstance(problem, SlackApiError):
        return _refusal(problem)
    if isinstance(problem, TimeoutError):
        return Unavailable("timeout")
    if isinstance(problem, aiohttp.ClientError | OSError):
        return Unavailable("unreachable")
    return Unavailable("nonsense")  # an answer that is none of Slack's


#: What `as_chat_error` knows how to read, for `except`. The client stumbles over answers that are no JSON.
TROUBLES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError, TypeError)


def code_of(problem: Exception) -> str:
    """The short name of a trouble, fit for a log."""
    return as_chat_error(problem).code


def _refusal(problem: SlackApiError) -> ChatError:
    response = problem.response
    data = getattr(response, "data", None)
    answer: Mapping[str, object] = data if isinstance(data, dict) else {}
    code = str(answer.get("error") or "")
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
    if status == 429 or code in TOO_FAST:
        return RateLimited(_seconds(getattr(response, "headers", None)))
    if status >= 500 or code in PASSING or not code:
        return Unavailable(code or f"http_{status}")
    if code == "invalid_blocks" and "slack_file" in str(answer.get("response_metadata")):
        return Unavailable("file_not_ready")  # Slack takes a moment to look at a picture
    if code == "missing_scope":
        return MissingScope(str(answer.get("needed") or "unknown").partition(",")[0])
    return AccountClosed(code) if code in CLOSED else Refused(code)


def _seconds(headers: object) -> float:
    """What Retry-After says."""
    for name, value in headers.items() if isinstance(headers, Mapping) else ():
        if str(name).lower() == "retry-after":
            try:
                return max(float(value), 0.0)
            except ValueError:
                break
    return PAUSE
