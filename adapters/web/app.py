"""The playground's routes, put together from what it is given."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import structlog
from aiohttp import web

from adapters.web import guard, seed
from adapters.web.board import PLATFORM, WORKSPACE, Board
from adapters.web.pages import Pages, Pictures
from adapters.web.posts import FormFor, Posts
from adapters.web.render import Renderer
from adapters.web.sample import LoadSample, SampleMonth
from adapters.web.seed import Accept
from adapters.web.stream import Hub

log = structlog.get_logger()

PREFIX = "/playground"

#: The company a workspace belongs to, made where it is new: (platform, workspace) -> id.
CompanyOf = Callable[[str, str], Awaitable[int]]


async def no_pictures(_number: int) -> bytes | None:
    """For a playground whose core draws nothing."""
    return None


def create_web(
    board: Board,
    accept: Accept,
    form_for: FormFor,
    company_of: CompanyOf,
    *,
    pictures: Pictures = no_pictures,
    load_sample: LoadSample | None = None,
    hosts: frozenset[str] | None = guard.LOOPBACK,
) -> web.Application:
    """The playground as an application to be put under `PREFIX`; see `mount`.

    `accept` returns when a message is durably kept. `hosts` are the host names the playground answers to, None for
    any: say None only where it is bound to more than this computer on purpose.
    """
    renderer, hub = Renderer(), Hub(board)
    pages = Pages(board, hub, renderer, pictures, has_sample=load_sample is not None)
    app = web.Application(middlewares=[guard.add_headers, guard.explain(pages.problem), guard.refuse_strangers(hosts)])
    posts = Posts(board, accept, form_for, renderer)
    app.add_routes(_routes(pages, posts))
    if load_sample is not None:
        _add_sample(app, SampleMonth(board, load_sample))
    board.listeners.append(hub.wake)

    async def end_streams(_app: web.Application) -> None:
        await hub.close()

    app.cleanup_ctx.append(_life(board, accept, company_of))
    app.on_shutdown.append(end_streams)
    return app


def _routes(pages: Pages, posts: Posts) -> list[web.AbstractRouteDef]:
    return [
        web.get("", pages.page),
        web.get("/stream", pages.stream),
        web.get("/pictures/{id}.png", pages.picture),
        web.post("/messages", posts.say),
        web.patch("/messages/{id}", posts.edit),
        web.delete("/messages/{id}", posts.delete),
        web.post("/buttons", posts.press),
        web.post("/forms", posts.fill),
        web.post("/channels", posts.open_channel),
        web.static("/static", Path(__file__).parent / "static"),
    ]


def _life(board: Board, accept: Accept, company_of: CompanyOf) -> Callable[[web.Application], AsyncIterator[None]]:
    """What happens before the first request and after the last: people and channels are there, the bot is invited."""

    async def live(_app: web.Application) -> AsyncIterator[None]:
        await company_of(PLATFORM, WORKSPACE)
        await seed.lay_out(board)
        inviting = asyncio.create_task(_invite(board, accept))
        yield
        inviting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await inviting

    return live


def mount(parent: web.Application, playground: web.Application) -> None:
    """Put the playground into an application, with the way to it from "/"."""
    parent.add_routes([web.get("/", _to_playground)])
    parent.add_subapp(PREFIX, playground)


def _add_sample(app: web.Application, sample: SampleMonth) -> None:
    async def close(_app: web.Application) -> None:
        await sample.close()

    app.router.add_post("/sample", sample.start)
    app.on_cleanup.append(close)


async def _invite(board: Board, accept: Accept) -> None:
    try:
        await seed.invite(board, accept)
    except TimeoutError:
        # The next start goes on from here; meanwhile the channels ask what they are for, and people can answer.
        log.warning("playground_channels_unanswered")


async def _to_playground(_request: web.Request) -> web.Response:
    raise web.HTTPFound(PREFIX)
