"""`liaison serve`."""

import gc
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.settings import load_settings

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
    gc.disable()  # until everything is in place, see adapters.app: nothing of it is thrown away
    embedder = _start_loading()
    from adapters import revision
    from adapters.app import serve as serve_until_stopped
    from adapters.logs import set_up_logging

    set_up_logging(settings.log_level, settings.log_format)
    if not revision.version(settings.database_url).is_newest:
        from adapters import migrate

        migrate.upgrade(settings.database_url)
    serve_until_stopped(settings, embedder)


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
