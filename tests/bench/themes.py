"""How fast a new complaint finds its theme among very many, and what remembering them costs."""

import gc
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import psutil
import sqlalchemy as sa

import bot.core  # noqa: F401 - brings every table
from adapters.engine.database import create_engine
from bot.listening import likeness
from bot.listening.labels import Cause, Impact, Module
from bot.listening.model import Complaint, Theme
from bot.listening.themes import gather as join
from bot.people.model import Company
from bot.store.base import Base
from bot.store.session import ACROSS, KEPT, CompanySession
from tests.bench.rows import Row

THEMES, COMPLAINTS = 100_000, 60
#: Milliseconds for one complaint, and megabytes that the memory of all themes may add to the process.
MILLISECONDS, MEGABYTES = 20.0, 400.0
WIDTH = 384
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def themes() -> list[Row]:
    """Seed many themes on SQLite, then let complaints join or start one, each in a transaction of its own.

    The target holds for the time this thread computes: the clock on the wall also counts what else the machine does.
    """
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder)}/bench.db")
        Base.metadata.create_all(engine)
        seed(engine)
        gc.collect()
        process, kept = psutil.Process(), {}
        before = process.memory_info().rss
        first, _ = gather(engine, kept, 0)
        times = [gather(engine, kept, number) for number in range(1, COMPLAINTS)]
        grown = (process.memory_info().rss - before) / 1e6
        engine.dispose()
    clock, work = (1000 * statistics.median(column) for column in zip(*times, strict=True))
    return [
        Row(
            f"theme found among {THEMES:,}",
            f"{work:.1f} ms of work ({clock:.1f} ms by the clock; the first after a start {first:.1f} s)",
            "",
            f"< {MILLISECONDS:.0f} ms",
            work < MILLISECONDS,
        ),
        Row(f"memory for {THEMES:,} themes", f"{grown:.0f} MB", "", f"< {MEGABYTES:.0f} MB", grown < MEGABYTES),
    ]


def seed(engine: sa.Engine) -> None:
    """Themes around a few thousand made-up subjects, so that many are nearly alike, as in a real company."""
    chance = np.random.default_rng(1)
    subjects = chance.normal(size=(4000, WIDTH)).astype(np.float32)
    causes, modules = list(Cause), list(Module)
    with CompanySession(engine, info={"company": ACROSS}) as session:
        session.add(Company(id=1, name="bench", created_at=NOW))
        session.commit()
        for start in range(0, THEMES, 5000):
            picked = subjects[chance.integers(0, len(subjects), 5000)]
            centres = picked + chance.normal(size=picked.shape).astype(np.float32)
            centres /= np.linalg.norm(centres, axis=1, keepdims=True)
            labels = [
                (causes[c], modules[m])
                for c, m in zip(chance.integers(0, 10, 5000), chance.integers(0, 12, 5000), strict=True)
            ]
            session.execute(
                sa.insert(Theme),
                [
                    {
                        "company_id": 1, "title": f"Theme {start + n}", "cause": cause, "module": module,
                        "centre": likeness.pack(centre), "profile": likeness.profile_told(cause, module),
                        "size": 1, "version": 1, "created_at": NOW,
                    }
                    for n, (centre, (cause, module)) in enumerate(zip(centres, labels, strict=True))
                ],
            )  # fmt: skip
            session.commit()


def gather(engine: sa.Engine, kept: dict[object, object], number: int) -> tuple[float, float]:
    """Let one complaint find its theme and join it, as the store would. Returns seconds by the clock, and of work."""
    chance, pick = np.random.default_rng(1000 + number), random.Random(number)
    vector = chance.normal(size=WIDTH).astype(np.float32)
    vector /= np.linalg.norm(vector)
    soft = likeness.unpack(likeness.profile_told(pick.choice(list(Cause)), pick.choice(list(Module)))) + 0.25
    with CompanySession(engine) as session:
        session.info.update({"company": 1, KEPT: kept})
        complaint = _complaint(number, vector, likeness.pack(soft))
        session.add(complaint)
        session.flush()
        started, begun = time.perf_counter(), time.thread_time()
        join(session, complaint, vector)
        seconds, work = time.perf_counter() - started, time.thread_time() - begun
        session.commit()
    return seconds, work


def _complaint(number: int, vector: likeness.Vector, profile: bytes) -> Complaint:
    return Complaint(
        source=f"bench:{number}", text=f"complaint {number}", cause=Cause.DEFECT, module=Module.FINANCE,
        impact=Impact.NONE, guessed_cause=Cause.DEFECT, guessed_module=Module.FINANCE, guessed_impact=Impact.NONE,
        confidence=1.0, engine="bench", embedding=likeness.pack(vector), profile=profile, created_at=NOW,
    )  # fmt: skip
