"""The reference: an echo on the library's own CloudAdapter, which keeps nothing. Prints its port when it is ready."""

import asyncio
import os

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication


class Settings:
    """The same identity as Liaison's, by the names the library reads."""

    APP_TYPE = "UserAssignedMSI"
    APP_ID = os.environ["MicrosoftAppId"]  # noqa: SIM112 - as Microsoft names it
    APP_TENANTID = os.environ["MicrosoftAppTenantId"]  # noqa: SIM112 - as Microsoft names it
    TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = "https://api.botframework.com"
    TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = os.environ["ToBotFromChannelOpenIdMetadataUrl"]  # noqa: SIM112 - as Microsoft names it
    TO_CHANNEL_FROM_BOT_LOGIN_URL = "https://login.microsoftonline.com/"
    TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = "https://api.botframework.com"
    OAUTH_URL = "https://api.botframework.com"


class Echo(ActivityHandler):  # type: ignore[misc]
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(turn_context.activity.text)


async def main() -> None:
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Settings())), Echo()

    async def receive(request: web.Request) -> web.Response:
        return await adapter.process(request, bot)  # type: ignore[no-any-return]

    app = web.Application()
    app.add_routes([web.post("/api/messages", receive)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"ready at http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
