"""The reference: an aiohttp handler that parses the same JSON and stores nothing. Prints its port when it is ready."""

import asyncio

from aiohttp import web


async def say(request: web.Request) -> web.Response:
    said = await request.json()
    return web.json_response({"id": said["id"]}, status=202)


async def main() -> None:
    app = web.Application()
    app.add_routes([web.post("/playground/messages", say)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"ready at http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
