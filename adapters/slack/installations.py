"""The workspaces that have installed the app by OAuth, and a token for each that is good at the moment it is used."""

import asyncio
import time
from dataclasses import dataclass

import structlog
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.sqlalchemy import (
    AsyncSQLAlchemyInstallationStore,
    SQLAlchemyInstallationStore,
)
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from sqlalchemy import ColumnElement, Table, and_, delete, desc, or_, select

from adapters.slack.errors import code_of
from bot.ports import Refused

log = structlog.get_logger()

#: Minutes before its end when a token is exchanged for the next one. Slack's live for twelve hours.
EARLY = 120

#: Seconds what was read of an installation is believed: another replica may rotate its token or hear of its end.
BELIEVED = 30.0


@dataclass(frozen=True)
class _Read:
    bot: Bot | None
    at: float


class Installations:
    """Bots by workspace: a team's id, or the organisation's where it installed the app for all of its teams."""

    def __init__(self, store: AsyncSQLAlchemyInstallationStore, rotator: AsyncTokenRotator) -> None:
        self.store = store
        self._rotator = rotator
        self._read: dict[str, _Read] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def bot(self, workspace: str) -> Bot | None:
        """The bot of a workspace, or None where the app is not installed."""
        known = self._read.get(workspace)
        if known is None or time.monotonic() - known.at > BELIEVED:
            known = self._read[workspace] = _Read(await self._find(workspace), time.monotonic())
        return known.bot

    async def account(self, workspace: str) -> str | None:
        """The bot's own account in a workspace, or None where the app is not installed."""
        bot = await self.bot(workspace)
        return bot.bot_user_id if bot else None

    async def token(self, workspace: str) -> str:
        """A token that is good now. Raises Refused where there is none any more."""
        bot = await self.bot(workspace)
        if bot is not None and _ends_soon(bot):
            async with self._locks.setdefault(workspace, asyncio.Lock()):
                bot = await self._rotated(workspace)
        if bot is None:
            raise Refused("app_removed")
        return bot.bot_token

    async def remove(self, workspace: str) -> None:
        """Forget a workspace's tokens: it has removed the app, or taken its token back."""
        for table in (self.store.bots, self.store.installations):
            async with self.store.engine.begin() as connection:
                ours = and_(table.c.client_id == self.store.client_id, _is(table, workspace))
                await connection.execute(delete(table).where(ours))
        self.forget(workspace)

    def forget(self, workspace: str) -> None:
        """Read the workspace anew next time."""
        self._read.pop(workspace, None)

    async def _find(self, workspace: str) -> Bot | None:
        bots = self.store.bots
        newest = (
            select(bots)
            .where(bots.c.client_id == self.store.client_id, _is(bots, workspace), bots.c.bot_token.is_not(None))
            .order_by(desc(bots.c.installed_at), desc(bots.c.id))
            .limit(1)
        )
        async with self.store.engine.connect() as connection:
            row = (await connection.execute(newest)).mappings().first()
        return SQLAlchemyInstallationStore.build_bot_entity(row) if row else None

    async def _rotated(self, workspace: str) -> Bot | None:
        """Exchange the token, unless somebody has meanwhile. Who comes second is refused, and finds the new one."""
        bot = await self._find(workspace)
        if bot is not None and _ends_soon(bot):
            try:
                bot = await self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=EARLY) or bot
                await self.store.async_save_bot(bot)
                log.info("slack_token_rotated", workspace=workspace)
            except SlackTokenRotationError as problem:
                log.warning("slack_token_not_rotated", workspace=workspace, code=code_of(problem.api_error))
                bot = await self._find(workspace)
                if bot is not None and (bot.bot_token_expires_at or 0) <= time.time():
                    raise Refused("token_expired") from None
        self._read[workspace] = _Read(bot, time.monotonic())
        return bot


def _ends_soon(bot: Bot) -> bool:
    return bot.bot_token_expires_at is not None and bot.bot_token_expires_at <= time.time() + EARLY * 60


def _is(table: Table, workspace: str) -> ColumnElement[bool]:
    """A team's own installation, or that of a whole organisation, which names no team."""
    return or_(
        table.c.team_id == workspace,
        and_(table.c.enterprise_id == workspace, table.c.team_id.is_(None), table.c.is_enterprise_install),
    )
