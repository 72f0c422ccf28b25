"""The real server, started once for all tests of a run that want it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from adapters.language.endpoint import Endpoint

#: A busy machine with one small core is given time; what is asked for is short.
PATIENCE = 240.0


@dataclass
class Server:
    url: str
    ready_after: float

    def endpoint(self, timeout: float = PATIENCE) -> Endpoint:
        return Endpoint(base_url=f"{self.url}/v1", model="smollm2", api_key="none", timeout=timeout)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.language_model.local_server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), "the server did not start"
        yield Server(url, time.monotonic() - started)
        process.stdin.close()
        assert process.wait(30) == 0
    finally:
        process.kill()
