"""Around every request: who may send it, what the browser may do with the answer, and how a refusal looks."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from sqlalchemy.exc import SQLAlchemyError

from adapters.web.inbound import Problem

log = structlog.get_logger()

#: Host names of this computer. A page elsewhere can make its own name point here, but not call itself this.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def check_sender(request: web.Request, hosts: frozenset[str] | None) -> None:
    """Refuse what another site sends through somebody's browser. Raises Problem.

    The playground has no login, so being asked from its own page is all that tells a person from an attack. `hosts`
    are the names it answers to; None means any.
    """
    if hosts is not None and _hostname(request.host) not in hosts:
        raise Problem(403, "The playground answers only under this computer's own name, such as http://127.0.0.1.")
    if request.method in ("GET", "HEAD"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "same-origin", "none") or (origin is not None and urlsplit(origin).netloc != request.host):
        raise Problem(403, "This came from another site. Use the playground's own page.")


@lru_cache(maxsize=64)
def _hostname(host: str) -> str | None:
    """The name without the port. Whoever asks has the same one each time."""
    return urlsplit(f"//{host}").hostname


def refuse_strangers(hosts: frozenset[str] | None) -> Middleware:
    """The middleware that checks the sender."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        check_sender(request, hosts)
        return await handler(request)

    return check


@web.middleware
async def add_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell the browser to run nothing but our own scripts and to show us in nobody's frame."""
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


def explain(page: Callable[[Problem], str]) -> Middleware:
    """The middleware that turns a refusal into a sentence: a page for people, JSON for scripts."""

    def answer(request: web.Request, problem: Problem) -> web.Response:
        if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
            return web.Response(text=page(problem), content_type="text/html", status=problem.status)
        return web.json_response({"error": problem.sentence}, status=problem.status)

    @web.middleware
    async def catch(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except Problem as problem:
            return answer(request, problem)
        except web.HTTPNotFound:
            return answer(request, Problem(404, "There is no such page."))
        except web.HTTPMethodNotAllowed:
            return answer(request, Problem(405, "That cannot be done here."))
        except SQLAlchemyError as problem:
            log.error("playground_database", error=type(problem).__name__)
            return answer(request, Problem(503, "That could not be stored just now. Try again in a moment."))

    return catch
