"""A small chat platform in a process of its own, with the manners of a real one on a bad day.

It refuses one request in eight for being too fast, with Retry-After; answers one in sixteen too late for its client's
patience, some of them after it has done what was asked; and counts how often it shows each key.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

from aiohttp import web

RETRY_AFTER = 0.3
SLOW = 1.2


@dataclass
class Board:
    """What people would see, and how the platform behaved."""

    shown: dict[str, dict[str, str]] = field(default_factory=dict)  # message id -> key, place, summary
    posts: Counter[str] = field(default_factory=Counter)  # by place and key
    refused: int = 0
    slow: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(7))


BOARD = web.AppKey("board", Board)


@web.middleware
async def bad_day(request: web.Request, handler: object) -> web.StreamResponse:
    board = request.app[BOARD]
    if request.path == "/report":
        return await handler(request)  # type: ignore[operator]
    luck = board.chance.random()
    if luck < 1 / 8:
        board.refused += 1
        return web.json_response({}, status=429, headers={"Retry-After": str(RETRY_AFTER)})
    if luck > 1 - 1 / 32:
        board.slow += 1
        await asyncio.sleep(board.chance.uniform(0.2, SLOW))  # late, and the client may be gone when we do it
        return await handler(request)  # type: ignore[operator]
    answer = await handler(request)  # type: ignore[operator]
    if luck > 1 - 1 / 16:
        board.slow += 1
        await asyncio.sleep(SLOW)  # done, but the client never hears of it
    return answer


async def post(request: web.Request) -> web.Response:
    board, body = request.app[BOARD], await request.json()
    message_id = f"m{len(board.shown) + 1}"
    board.shown[message_id] = body
    board.posts[f"{body['place']} {body['key']}"] += 1
    return web.json_response({"id": message_id})


async def edit(request: web.Request) -> web.Response:
    board, body = request.app[BOARD], await request.json()
    if body["id"] not in board.shown:
        return web.json_response({}, status=404)
    board.shown[body["id"]]["summary"] = body["summary"]
    return web.json_response({})


async def find(request: web.Request) -> web.Response:
    board, body = request.app[BOARD], await request.json()
    found = [i for i, shown in board.shown.items() if (shown["place"], shown["key"]) == (body["place"], body["key"])]
    return web.json_response({"id": found[0] if found else None})


async def report(request: web.Request) -> web.Response:
    board = request.app[BOARD]
    return web.json_response({"shown": board.shown, "posts": board.posts, "refused": board.refused, "slow": board.slow})


async def main() -> None:
    app = web.Application(middlewares=[bad_day])
    app[BOARD] = Board()
    app.add_routes(
        [web.post("/post", post), web.post("/edit", edit), web.post("/find", find), web.get("/report", report)]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
