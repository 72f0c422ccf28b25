"""The page, the stream behind it, and pictures."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from adapters.web.board import Board, direct_code
from adapters.web.directory import Directory, Persona, Spot
from adapters.web.inbound import Problem
from adapters.web.render import Renderer
from adapters.web.seed import EXAMPLES
from adapters.web.stream import Hub
from adapters.web.view import Viewer, hue

#: Posts on one page; replies come with their post.
PAGE = 60

#: The bytes of a PNG by its id, or None.
Pictures = Callable[[int], Awaitable[bytes | None]]


async def who_and_where(board: Board, persona: str, place: str) -> tuple[Directory, Persona, Spot]:
    """The people, the one who asks and the place. Raises Problem with 404 for somebody or somewhere unknown."""
    known = await board.directory()
    if persona not in known.personas or place not in known.spots:
        known = await board.reread()
    if persona not in known.personas:
        raise Problem(404, "Nobody of that name is here. Choose one of the people on the left.")
    if place not in known.spots:
        raise Problem(404, "There is no such place. Choose one of those on the left.")
    return known, known.personas[persona], known.spots[place]


async def member_of(board: Board, persona: str, place: str, verb: str) -> tuple[Directory, Persona, Spot]:
    """As `who_and_where`. Raises Problem with 403 for somebody who is not in that place."""
    known, me, spot = await who_and_where(board, persona, place)
    if me.code not in spot.members:
        place_name = "somebody else's direct chat" if spot.direct else spot.title
        raise Problem(403, f"{me.name} is not a member of {place_name} and cannot {verb} there.")
    return known, me, spot


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


class Pages:
    """What a browser gets."""

    def __init__(self, board: Board, hub: Hub, renderer: Renderer, pictures: Pictures, has_sample: bool) -> None:
        self._board = board
        self._hub = hub
        self._renderer = renderer
        self._pictures = pictures
        self._has_sample = has_sample

    async def page(self, request: web.Request) -> web.Response:
        """The conversation of one person in one place. Without a person, the first; without a place, their chat."""
        people = (await self._board.directory()).listed()
        if not people:
            raise Problem(503, "The playground is still being set up. Try again in a moment.")
        persona = request.query.get("as") or people[0].code
        place = request.query.get("in") or direct_code(persona)
        known, me, spot = await member_of(self._board, persona, place, "read")
        before = request.query.get("before")
        newest, latest = await self._board.latest()  # first, so that the stream repeats rather than misses
        posts, replies = await self._board.page(spot.code, PAGE, before)
        viewer = Viewer(self._renderer, known, me, spot)
        if before is not None:
            viewer.read_only()
        context = {
            "after": newest,
            "latest": latest,
            "live": before is None,
            "posts": viewer.conversation(posts, replies),
            "older": posts[0].id if len(posts) == PAGE else None,
            "busy": bool(await self._board.busy([spot.code])) and before is None,
            "writable": before is None,
            "sample": await self._board.sample() if self._has_sample else None,
            **_around(known, me, spot),
        }
        html = self._renderer.templates.get_template("page.html").render(context)
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """What happens from now on, or since `after`, or since what a returning browser saw last."""
        known, me, spot = await member_of(self._board, request.query.get("as", ""), request.query.get("in", ""), "read")
        seen = _number(request.headers.get("Last-Event-ID"))
        after = seen if seen is not None else _number(request.query.get("after"))
        if after is None:
            after, _ = await self._board.latest()
        return await self._hub.serve(request, Viewer(self._renderer, known, me, spot), after)

    async def picture(self, request: web.Request) -> web.Response:
        """A chart."""
        number = _number(request.match_info["id"])
        png = await self._pictures(number) if number is not None else None
        if png is None:
            raise Problem(404, "There is no such picture.")
        return web.Response(body=png, content_type="image/png", headers={"Cache-Control": "private, max-age=86400"})

    def problem(self, problem: Problem) -> str:
        """The page that says why not."""
        template = self._renderer.templates.get_template("problem.html")
        return template.render(status=problem.status, sentence=problem.sentence)


def _around(known: Directory, me: Persona, spot: Spot) -> dict[str, Any]:
    """Everything around the conversation."""
    people = [
        {
            "code": persona.code,
            "name": persona.name,
            "job": persona.job,
            "initials": persona.initials,
            "hue": hue(persona.code),
            "direct": direct_code(persona.code),
            # Stay where we are if the other one may be here too.
            "there": spot.code if persona.code in spot.members else direct_code(persona.code),
        }
        for persona in known.listed()
    ]
    others = len(spot.members) - 1
    members = "Only you are here" if others == 0 else f"You and {others} other{'s' if others > 1 else ''} are here"
    return {
        "me": {"code": me.code, "name": me.name, "job": me.job, "zone": me.zone, "initials": me.initials,
               "city": me.zone.split("/")[-1].replace("_", " ")},
        "my_hue": hue(me.code),
        "my_time": f"{datetime.now(UTC).astimezone(me.clock):%H:%M}",
        "spot": spot,
        "topic": "Only you and Liaison" if spot.direct else f"{spot.topic or 'A channel of your own'} · {members}",
        "spots": known.spots_of(me.code),
        "people": people,
        "examples": EXAMPLES.get(me.code if spot.direct else spot.code, ()),
    }  # fmt: skip
