"""Whoever waits for a post to be safe hears of it, also when the writing is cut off."""

import asyncio

import pytest

from adapters.web import posting
from adapters.web.posting import Postbox


class Cut:
    """A store whose first writing never ends by itself."""

    def __init__(self) -> None:
        self.writers: list[asyncio.Task[None] | None] = []
        self.writing = asyncio.Event()

    async def write(self, company_id, work, urgent=False) -> None:
        self.writers.append(asyncio.current_task())
        self.writing.set()
        if len(self.writers) == 1:
            await asyncio.Event().wait()


async def test_a_writer_cancelled_in_mid_commit_leaves_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "BATCH", 2)
    store, told = Cut(), []
    postbox = Postbox(store, 1, lambda: told.append(len(store.writers)))
    asked = [asyncio.create_task(postbox.put({"id": f"p{n}"})) for n in range(5)]  # two batches queue behind
    await store.writing.wait()
    store.writers[0].cancel()
    await asyncio.wait(asked, timeout=30)
    assert all(task.done() for task in asked)
    assert told == []
    await postbox.put({"id": "after"})
    assert told == [2]
