"""Whoever waits for a message to be kept hears of it, also when the writing is cut off."""

import asyncio

import pytest

from adapters.engine import acceptor as module
from adapters.engine.acceptor import Acceptor
from tests.engine.conftest import message


async def test_a_writer_cancelled_in_mid_commit_leaves_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_BATCH", 2)
    writing, writer, kept = asyncio.Event(), [], []

    async def store(messages, copies) -> None:
        writer.append(asyncio.current_task())
        writing.set()
        if len(writer) == 1:
            await asyncio.Event().wait()
        kept.extend(one.event_id for one in messages)

    acceptor: Acceptor[None] = Acceptor(store)
    asked = [asyncio.create_task(acceptor.accept(message(f"e{n}"))) for n in range(5)]  # two batches queue behind
    await writing.wait()
    writer[0].cancel()
    await asyncio.wait(asked, timeout=30)
    assert all(task.done() for task in asked)
    assert kept == []
    await acceptor.accept(message("after"))
    assert kept == ["after"]
