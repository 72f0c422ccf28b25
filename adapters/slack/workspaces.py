"""Whose workspaces we work for, and with which token: one by its bot token, others by having installed the app."""

import asyncio
import time
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import code_of, mend
from adapters.slack.installations import Installations
from adapters.slack.silence import quiet
from bot.ports import Refused

log = structlog.get_logger()

#: Seconds that somebody waits for Slack to say whose token it is, and until we ask again where it did not.
PATIENCE, AGAIN = 1.0, 15.0


@dataclass(frozen=True)
class Identity:
    """Whose a token is: the workspace (or organisation), and the bot's account there."""

    workspace: str
    account: str


class SingleWorkspace:
    """The one workspace of a bot token. Which one it is Slack tells when it is first needed."""

    def __init__(self, token: str, api_url: str) -> None:
        self.bot_token = token
        self._web = AsyncWebClient(token=token, base_url=f"{api_url}/", logger=quiet("slack_sdk.web"))
        self._identity: Identity | None = None
        self._asking: asyncio.Task[None] | None = None
        self._asked_at = float("-inf")
        self.problem: str | None = None  # why Slack does not tell whose the token is

    async def account(self, workspace: str) -> str | None:
        """The bot's account there, "" while Slack has not told, None for a workspace that is not the token's."""
        identity = self._identity or await self._ask()
        if identity is None:
            return ""
        return identity.account if workspace == identity.workspace else None

    async def token(self, workspace: str) -> str:
        """The token. Raises Refused for a workspace that is known not to be its own."""
        if self._identity is not None and workspace != self._identity.workspace:
            raise Refused("app_removed")
        return self.bot_token

    def begin(self) -> None:
        """Ask whose the token is before anybody needs to know, so that a dead one is noticed."""
        self._asked_at = time.monotonic()
        self._asking = asyncio.create_task(self._learn())

    async def close(self) -> None:
        """Stop asking."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> Identity | None:
        """Ask whose the token is. Those who come meanwhile wait for the same answer."""
        if self._asking is None or (self._asking.done() and time.monotonic() - self._asked_at > AGAIN):
            self._asked_at = time.monotonic()
            self._asking = asyncio.create_task(self._learn())
        await asyncio.wait([self._asking], timeout=PATIENCE)
        return self._identity

    async def _learn(self) -> None:
        try:
            told = await self._web.auth_test()
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as problem:
            self.problem = code_of(problem)
            log.error("slack_token_unknown", code=self.problem, mend=mend(self.problem))
            return
        self.problem = None
        workspace = told.get("enterprise_id" if told.get("is_enterprise_install") else "team_id")
        if workspace:
            self._identity = Identity(str(workspace), str(told.get("user_id") or ""))


class Workspaces:
    """Tokens and the bot's accounts, by workspace."""

    def __init__(self, single: SingleWorkspace | None, installed: Installations | None) -> None:
        self._single = single
        self.installed = installed

    async def account(self, workspace: str) -> str | None:
        """The bot's account in a workspace, "" where it is not known yet, None for one we do not work for."""
        found = await self.installed.account(workspace) if self.installed else None
        if found is None and self._single is not None:
            found = await self._single.account(workspace)
        return found

    async def token(self, workspace: str) -> str:
        """A token for a workspace that is good now. Raises Refused where there is none."""
        if self.installed is not None and (self._single is None or await self.installed.bot(workspace) is not None):
            return await self.installed.token(workspace)
        if self._single is None:
            raise Refused("app_removed")
        return await self._single.token(workspace)

    def begin(self) -> None:
        """Look whether Slack knows the token that was set."""
        if self._single is not None:
            self._single.begin()

    @property
    def problem(self) -> str | None:
        """Why Slack does not take the token that was set; None where it does, or was not asked yet."""
        return self._single.problem if self._single is not None else None

    async def close(self) -> None:
        """Ask nobody any more."""
        if self._single is not None:
            await self._single.close()

    async def stopped(self, workspace: str) -> None:
        """A workspace has taken its token back: nothing is shown there any more."""
        if self.installed is not None:
            await self.installed.remove(workspace)
