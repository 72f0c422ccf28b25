"""Errors of Slack's, read once: what kind they are, how long to wait, and what a person must do."""

from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError

from adapters.slack.errors import MENDS, MissingScope, as_chat_error, code_of, mend
from bot.ports import RateLimited, Refused, Unavailable


def said(status: int = 200, headers: dict[str, str] | None = None, **data: Any) -> SlackApiError:
    """The client's error for an answer of Slack's."""
    return SlackApiError("Somebody's words", SimpleNamespace(status_code=status, headers=headers or {}, data=data))


@pytest.mark.parametrize(
    ("problem", "kind", "code"),
    [
        (said(error="channel_not_found"), Refused, "channel_not_found"),
        (said(error="missing_scope", needed="files:write,files:read"), MissingScope, "missing_scope:files:write"),
        (said(error="token_expired"), Unavailable, "token_expired"),
        (said(error="internal_error"), Unavailable, "internal_error"),
        (said(500, error="whatever"), Unavailable, "whatever"),
        (said(503), Unavailable, "http_503"),
        (said(429), RateLimited, "rate_limited"),
        (said(error="ratelimited"), RateLimited, "rate_limited"),
        (SlackApiError("not JSON", SimpleNamespace(status=502, headers={})), Unavailable, "http_502"),
        (SlackRequestError("Somebody's words"), Unavailable, "nonsense"),
        (aiohttp.ServerDisconnectedError(), Unavailable, "unreachable"),
        (ConnectionResetError(), Unavailable, "unreachable"),
        (TimeoutError(), Unavailable, "timeout"),
        (AttributeError("'str' object has no attribute 'get'"), Unavailable, "nonsense"),
        (Refused("app_removed"), Refused, "app_removed"),
    ],
    ids=str,
)
def test_every_trouble_has_its_kind_and_a_name_without_anybodys_words(
    problem: Exception, kind: type[Exception], code: str
) -> None:
    found = as_chat_error(problem)
    assert (type(found), found.code) == (kind, code)
    assert code_of(problem) == code


@pytest.mark.parametrize(("headers", "seconds"), [({"Retry-After": "30"}, 30), ({"retry-after": "soon"}, 1), ({}, 1)])
def test_how_long_to_wait_is_what_slack_says(headers: dict[str, str], seconds: float) -> None:
    found = as_chat_error(said(429, headers, error="ratelimited"))
    assert isinstance(found, RateLimited)
    assert found.retry_after == seconds


def test_what_a_person_can_mend_says_how() -> None:
    told = mend("missing_scope:files:write")
    assert told is not None
    assert "files:write" in told
    assert mend("user_not_found") is None
    assert mend("restricted_action_read_only_channel") == MENDS["restricted_action"]
    for code in MENDS:
        told = mend(f"{code}:chat:write" if code == "missing_scope" else code)
        assert told is not None
        assert told.endswith(".")
        assert "{" not in told
