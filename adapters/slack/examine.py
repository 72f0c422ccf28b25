"""What `liaison doctor` says about Slack: what is set, whether it fits together, and whether Slack knows the tokens."""

import asyncio

from slack_sdk.web.async_client import AsyncWebClient

from adapters.settings import Settings
from adapters.slack.credentials import Credentials, slack_credentials
from adapters.slack.errors import TROUBLES, as_chat_error, mend
from adapters.slack.silence import quiet
from adapters.slack.table import scopes
from bot.ports import RateLimited, Unavailable

#: Seconds for each question to Slack.
PATIENCE = 5

#: How each secret begins at Slack, so that two that were exchanged are noticed without being shown.
BEGINNINGS = {"bot_token": ("SLACK_BOT_TOKEN", "xoxb-", "xoxe."), "app_token": ("SLACK_APP_TOKEN", "xapp-", "xapp-")}


def examine(settings: Settings) -> tuple[str, str]:
    """How Slack is, and what mends it, which is empty where nothing has to be mended."""
    its = slack_credentials(settings)
    if not (its.speaks or its.hears or its.client_id or its.client_secret):
        return "not set up; docs/slack.md says how", ""
    return _incomplete(its) or asyncio.run(_asked(its))


def _incomplete(its: Credentials) -> tuple[str, str] | None:
    for name, (variable, *beginnings) in BEGINNINGS.items():
        token = getattr(its, name)
        if token and not token.startswith(tuple(beginnings)):
            return (
                f"{variable} is not such a token",
                f"Copy the one that begins with {beginnings[0]} from the app's pages.",
            )
    if bool(its.client_id) != bool(its.client_secret):
        return "only one of SLACK_CLIENT_ID and SLACK_CLIENT_SECRET is set", "Set both, or neither."
    if not its.speaks:
        return (
            "Slack can send, but nothing can be shown there",
            "Set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and its secret.",
        )
    if not its.hears:
        mends = "Set SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode."
        return "cards can be shown, but nothing that Slack sends can be read", mends
    if its.installs and not its.signing_secret:
        return "workspaces can install the app, but their events need an address", "Set SLACK_SIGNING_SECRET too."
    return None


async def _asked(its: Credentials) -> tuple[str, str]:
    """Ask Slack about each token there is."""
    ways = [way for way, there in (("HTTP", its.signing_secret), ("Socket Mode", its.app_token)) if there]
    said = [f"listens by {' and '.join(ways)}"]
    if its.bot_token:
        state, mends = await _bot(its)
        if mends:
            return state, mends
        said.append(state)
    if its.app_token:
        state, mends = await _socket(its)
        if mends:
            return state, mends
        said += [state] if state else []
    if its.installs:
        said.append("workspaces install it at /slack/install")
    return "; ".join(said), ""


async def _bot(its: Credentials) -> tuple[str, str]:
    try:
        told = await _client(its, its.bot_token).auth_test()
    except TROUBLES as problem:
        return _trouble("the bot token", problem)
    given = {scope for scope in str(told.headers.get("x-oauth-scopes", "")).split(",") if scope}
    missing = sorted(set(scopes()) - given) if given else []
    if missing:
        return f"the app lacks {', '.join(missing)}", "Add that in the app's pages, and install the app again."
    return f"is in the workspace {told.get('team_id')}", ""


async def _socket(its: Credentials) -> tuple[str, str]:
    try:
        await _client(its, its.app_token).apps_connections_open(app_token=its.app_token)
    except TROUBLES as problem:
        return _trouble("the app token", problem)
    return "", ""


def _client(its: Credentials, token: str) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=f"{its.api_url}/", timeout=PATIENCE, logger=quiet("slack_sdk.web"))


def _trouble(token: str, problem: Exception) -> tuple[str, str]:
    trouble = as_chat_error(problem)
    if isinstance(trouble, RateLimited):  # a connection may be asked for once a minute, and the service just has
        return f"asked too often just now to look at {token}", ""
    if isinstance(trouble, Unavailable) and trouble.code != "token_expired":
        return f"Slack does not answer ({trouble.code})", "Check the network, and SLACK_API_URL where it is set."
    copied = f"The token is not one that Slack knows: copy {token} from the app's pages again."
    mends = copied if trouble.code == "invalid_auth" else mend(trouble.code)
    return f"Slack refuses {token} ({trouble.code})", mends or f"Copy {token} from the app's pages again."
