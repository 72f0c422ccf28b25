"""`liaison serve`."""

import gc
import logging
import socket
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.settings import blank_word, load_settings

if TYPE_CHECKING:
    from adapters.language.minilm import MiniLM


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Listen on this address instead of the one in the settings.")] = None,
    port: Annotated[int | None, typer.Option(help="Listen on this port instead of the one in the settings.")] = None,
) -> None:
    """Start Liaison: bring the database up to date, then answer people until it is told to stop."""
    given: dict[str, Any] = {"host": host, "port": port}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    _refuse_taken(settings.host, settings.port)
    gc.disable()  # until everything is in place, see adapters.app: nothing of it is thrown away
    embedder = _start_loading()
    from adapters import revision
    from adapters.app import serve as serve_until_stopped
    from adapters.logs import set_up_logging

    set_up_logging(settings.log_level, settings.log_format)
    if word := blank_word(settings):
        logging.getLogger(__name__).warning("%s.", word)
    if not revision.version(settings.database_url).is_newest:
        from adapters import migrate

        migrate.upgrade(settings.database_url)
    serve_until_stopped(settings, embedder)


def _refuse_taken(host: str, port: int) -> None:
    """Raise the OSError of a port that another program has, before anything is loaded or changed."""
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            trial = socket.socket(family, kind, protocol)
        except OSError:  # a family that this machine does not speak is left out later, too
            continue
        with trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                trial.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            trial.bind(address)


def _start_loading() -> "Future[MiniLM]":
    """The embedder, loaded by a thread beside the imports: most of its work needs no turn of Python's."""

    def load() -> "MiniLM":
        from adapters.language.minilm import MiniLM

        return MiniLM()

    loading = ThreadPoolExecutor(1, "embedder")
    try:
        return loading.submit(load)
    finally:
        loading.shutdown(wait=False)
