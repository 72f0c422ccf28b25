"""Live pages: one reader of the board for all windows of this replica, and a queue for each window.

Every window is told what changed in its place, as HTML made for its reader, and which other places have news. Replicas
need not know of each other: each looks at the board's growing change number while somebody is watching.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from adapters.web.board import Board, Changes, Sample
from adapters.web.model import WebPost
from adapters.web.view import Viewer

log = structlog.get_logger()

#: Seconds between looks at the board, and between signs of life on a quiet stream.
LOOK_EVERY, HEARTBEAT = 0.3, 15.0

#: Posts read in one look; what a window may be behind before it is dropped, and then catches up by itself.
MOST_POSTS, MOST_BEHIND = 200, 400

#: Changes a returning window is told one by one; after more it had better load its page anew.
MOST_MISSED = 1000


@dataclass(eq=False)
class Window:
    """One open page: who reads which place, and what it has not been sent yet."""

    viewer: Viewer
    last: int
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(MOST_BEHIND))
    typing: bool | None = None
    sample: Sample | None = None
    dropped: bool = False

    @property
    def place(self) -> str:
        """The code of the place it shows."""
        return self.viewer.spot.code

    def send(self, kind: str, number: int | None = None, **data: Any) -> None:
        """Put an event on its way. A window that does not read fast enough is dropped."""
        lines = f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n"
        if number is not None:
            lines = f"id: {number}\n{lines}"
        try:
            self.queue.put_nowait(f"{lines}\n".encode())
        except asyncio.QueueFull:
            self.dropped = True

    def tell_post(self, post: WebPost) -> None:
        """A post was made, changed or deleted."""
        if post.changed <= self.last:
            return
        self.last = post.changed
        if post.place != self.place:
            if post.deleted_at is None and post.created == post.changed:
                self.send("news", post.changed, place=post.place, created=post.created, by=post.author)
            return
        if post.deleted_at is not None:
            self.send("gone", post.changed, id=post.id)
            return
        self.send(
            "post", post.changed, id=post.id, created=post.created, thread=post.thread, by=post.author,
            summary=post.text[:200], fresh=post.created == post.changed, html=self.viewer.html(post),
        )  # fmt: skip

    def tell_rest(self, changes: Changes) -> None:
        """Whether the bot is at work here, and how far the sample month is."""
        typing = self.place in changes.busy
        if typing != self.typing:
            self.typing = typing
            self.send("typing", on=typing)
        sample = changes.sample
        if sample != self.sample:
            self.sample = sample
            self.send("sample", state=sample.state, done=sample.done, total=sample.total)


class Hub:
    """All windows of this replica. It looks at the board only while there are any."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._windows: set[Window] = set()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def watched(self) -> int:
        """How many windows are open."""
        return len(self._windows)

    def wake(self) -> None:
        """Look now: something changed right here."""
        self._wake.set()

    async def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closed = True
        for window in self._windows:
            window.dropped = True
            with contextlib.suppress(asyncio.QueueFull):
                window.queue.put_nowait(None)
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def serve(self, request: web.Request, viewer: Viewer, last: int) -> web.StreamResponse:
        """Stream to one window until it goes away, falls behind, or we stop."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
        await response.prepare(request)
        window = Window(viewer, last)
        newest, _ = await self._board.latest()
        if not 0 <= newest - last <= MOST_MISSED:
            window.send("reload")
        self._windows.add(window)
        try:
            await response.write(b"retry: 1000\n\n")
            self._watch()
            await _pump(window, response.write)
        except (ConnectionError, TimeoutError):
            pass  # the reader has gone or does not read; its page comes back by itself and says what it saw last
        finally:
            self._windows.discard(window)
        return response

    def _watch(self) -> None:
        if self._closed:
            raise ConnectionError
        self.wake()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look_while_watched())

    async def _look_while_watched(self) -> None:
        while self._windows:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)
            self._wake.clear()
            try:
                await self._look()
            except SQLAlchemyError as problem:
                log.warning("playground_stream", error=type(problem).__name__)
                await asyncio.sleep(LOOK_EVERY)

    async def _look(self) -> None:
        windows = [window for window in self._windows if not window.dropped]
        if not windows:
            return
        from_number = min(window.last for window in windows)
        changes = await self._board.since(from_number, sorted({w.place for w in windows}), MOST_POSTS)
        for window in windows:
            for post in changes.posts:
                window.tell_post(post)
            window.tell_rest(changes)
        if len(changes.posts) == MOST_POSTS:
            self.wake()


async def _pump(window: Window, write: Callable[[bytes], Awaitable[None]]) -> None:
    """Write what waits for a window, or a sign of life. Ends when the window is dropped or takes too long."""
    while not window.dropped:
        try:
            chunk = await asyncio.wait_for(window.queue.get(), HEARTBEAT)
        except TimeoutError:
            chunk = b": still here\n\n"
        if chunk is None:
            return
        await asyncio.wait_for(write(chunk), HEARTBEAT)
