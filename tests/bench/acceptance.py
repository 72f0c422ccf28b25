"""Durable, deduplicated acceptance over HTTP: the playground's own endpoint, with everything behind it at work."""

import asyncio
import sys

import sqlalchemy as sa

from adapters.engine.database import create_engine
from tests.bench.load import offer, rate, requests
from tests.bench.rows import Row
from tests.bench.servers import liaison, postgres, server, sqlite

#: The share of a bare handler's rate that durable acceptance must reach, and the 99th percentile in milliseconds.
SHARE, P99 = 0.15, 100.0

SECONDS, OFFERED_SECONDS, PER_SECOND = 4.0, 20.0, 100.0

#: What a process does for the first time it does slowly; that is measured as the start, not here.
WARM_UP_SECONDS = 2.0


def acceptance() -> list[Row]:
    """Rate and latency on SQLite and on PostgreSQL. Takes about a minute and a half."""
    rows = []
    for name, database in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        with server(sys.executable, "-m", "tests.bench.bare") as serving:
            bare = asyncio.run(rate(serving.port, requests(0), SECONDS))
        with database() as url, liaison(url) as serving:
            durable = asyncio.run(rate(serving.port, requests(1), SECONDS))
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
        with database() as url, liaison(url) as serving:
            asyncio.run(offer(serving.port, requests(3), PER_SECOND, WARM_UP_SECONDS))
            offered = asyncio.run(offer(serving.port, requests(2), PER_SECOND, OFFERED_SECONDS))
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


def _handled(url: str) -> int:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            query = sa.text("SELECT count(*) FROM events WHERE handled_at IS NOT NULL")
            return int(connection.execute(query).scalar_one())
    finally:
        engine.dispose()
