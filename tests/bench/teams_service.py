"""What stands around the bot while it is measured: Microsoft's keys, its sign-in, and a service that takes all it says.

python -m tests.bench.teams_service <file with the public key>
"""

import asyncio
import itertools
import json
import sys
import time
from pathlib import Path

from aiohttp import web

from tests.teams.standin.signing import Keys

_numbers = itertools.count(1700000000000)


async def take(request: web.Request) -> web.Response:
    """Whatever is posted is shown, as a message with an id."""
    await request.read()
    return web.json_response({"id": str(next(_numbers))}, status=201)


async def member(request: web.Request) -> web.Response:
    """Everybody is there."""
    account = request.match_info["member"]
    return web.json_response({"id": account, "name": "A colleague", "userRole": "user"})


async def sign_in(request: web.Request) -> web.Response:
    """A token for a managed identity, as Azure gives it to what runs there."""
    return web.json_response({"access_token": "t", "expires_on": str(int(time.time()) + 86400), "token_type": "Bearer"})


async def main(key: str) -> None:
    keys = Keys(given={"ours": json.loads(key)})

    async def document(request: web.Request) -> web.Response:
        return web.json_response(keys.document(request.path))

    app = web.Application()
    app.add_routes(
        [
            web.get("/openid", document),
            web.get("/keys", document),
            web.get("/sign-in", sign_in),
            web.get("/v3/conversations/{conversation}/members/{member}", member),
            web.route("*", "/v3/{rest:.*}", take),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    keys.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    print(f"ready at {keys.url}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).read_text("utf-8")))
