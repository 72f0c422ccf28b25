"""The stand-in for Slack in a process of its own, with Slack's own limits. Prints where it is when it is ready.

Its only argument is where Socket Mode connects to.
"""

import asyncio
import sys

from aiohttp import web

from tests.bench.load import SLACK_PEOPLE
from tests.slack.house import TEAM, TOKEN
from tests.slack.standin.server import StandIn
from tests.slack.standin.socket_mode import APP_TOKEN
from tests.slack.standin.state import Slack, Token


async def main(socket_address: str) -> None:
    slack = Slack()
    slack.workspace(TEAM, TOKEN)
    slack.tokens[APP_TOKEN] = Token(TEAM, "", "")
    slack.socket_address = socket_address
    for number in range(SLACK_PEOPLE):
        slack.person(TEAM, f"U0P{number:03d}", f"Person {number}")
        slack.teams[TEAM].open(f"U0P{number:03d}")
    stand_in = StandIn(slack)
    app = web.Application(client_max_size=20 * 2**20)
    app.add_routes(stand_in.routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand_in.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    print(f"ready at {stand_in.base}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
