"""What Teams, and its clients, ask us for."""

from collections.abc import Awaitable, Callable

from aiohttp import web

MESSAGES = "/api/messages"
PICTURES = "/teams/pictures"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(receive: Answer, picture: Answer) -> list[web.RouteDef]:
    """The routes. Anything but POST of an activity is 405, which is what whoever probes the address expects."""
    return [web.post(MESSAGES, receive), web.get(PICTURES + "/{workspace}/{picture}", picture)]
