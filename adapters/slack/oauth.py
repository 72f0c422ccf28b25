"""Installing by OAuth: the tables, the pages and the exchange, all slack_sdk's and Bolt's own."""

import structlog
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.slack.installations import Installations
from adapters.slack.silence import quiet
from adapters.slack.table import INSTALL_PATH, REDIRECT_PATH, scopes

log = structlog.get_logger()

#: Seconds somebody has from "Add to Slack" to coming back.
STATE_LIFETIME = 600


def installations(client_id: str, client_secret: str, engine: AsyncEngine, api_url: str) -> Installations:
    """The installations that the database holds."""
    web = AsyncWebClient(base_url=f"{api_url}/", logger=quiet("slack_sdk.oauth"))
    rotator = AsyncTokenRotator(client_id=client_id, client_secret=client_secret, client=web)
    return Installations(AsyncSQLAlchemyInstallationStore(client_id, engine), rotator)


def flow(client_id: str, client_secret: str, installed: Installations, api_url: str) -> AsyncOAuthFlow:
    """The way from "Add to Slack" to an installation in the database."""

    async def success(args: AsyncSuccessArgs) -> BoltResponse:
        there = args.installation
        workspace = (there.enterprise_id if there.is_enterprise_install else there.team_id) or ""
        installed.forget(workspace)
        log.info("slack_installed", workspace=workspace)
        return await args.default.success(args)

    async def failure(args: AsyncFailureArgs) -> BoltResponse:
        log.warning("slack_not_installed", reason=args.reason if args.suggested_status_code != 200 else "cancelled")
        return await args.default.failure(args)

    return AsyncOAuthFlow(
        client=AsyncWebClient(base_url=f"{api_url}/", logger=quiet("slack_bolt")),
        logger=quiet("slack_bolt"),
        settings=AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=scopes(),
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            installation_store=installed.store,
            installation_store_bot_only=True,
            state_store=AsyncSQLAlchemyOAuthStateStore(STATE_LIFETIME, installed.store.engine),
            state_expiration_seconds=STATE_LIFETIME,
            callback_options=AsyncCallbackOptions(success=success, failure=failure),
        ),
    )
