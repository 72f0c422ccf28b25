"""From the command to the first answer, and how much memory that takes."""

import asyncio
import subprocess
import time

from tests.bench.load import connect, requests
from tests.bench.rows import Row
from tests.bench.servers import liaison, sqlite

#: Seconds from the command to ready, and megabytes resident.
READY, RESIDENT = 3.0, 350.0

#: Messages that are answered before memory is read, so that everything that loads late is loaded.
ANSWERED = 200


def service() -> list[Row]:
    """Start twice (the first makes what an installation makes once), answer some messages, and read the memory."""
    with sqlite() as url:
        with liaison(url):
            pass
        with liaison(url) as serving:
            asyncio.run(_ask(serving.port))
            time.sleep(8)  # what was accepted is handled meanwhile
            megabytes = _resident(serving.pid)
    return [
        Row("start to ready", f"{serving.seconds:.2f} s", "", f"< {READY:.0f} s", serving.seconds < READY),
        Row(
            f"resident after {ANSWERED} messages",
            f"{megabytes:.0f} MB",
            "",
            f"< {RESIDENT:.0f} MB",
            megabytes < RESIDENT,
        ),
    ]


async def _ask(port: int) -> None:
    (connection,) = await connect(port, 1)
    source = requests(4)
    for _ in range(ANSWERED):
        if await connection.ask(next(source)) != 202:
            raise AssertionError("A message was not accepted.")


def _resident(pid: int) -> float:
    """Megabytes of memory that a process holds, as `ps` tells on Linux and macOS alike."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(told.stdout) / 1024
