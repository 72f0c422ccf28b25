"""Waking a queue's worker at once when there is work, so that it can poll seldom when there is none.

DBOS's queue worker sleeps in `stop_event.wait(polling interval)`. Given this object for its stop event, it wakes on
news. Work of other replicas, which nobody here hears about, is found by the poll.
"""

import threading
import time
from collections.abc import Callable

#: Polls follow each other no faster than this, in seconds; what came meanwhile is taken together.
SHORTEST_PAUSE = 0.05

#: How long acceptance may hold up work, in seconds, before work gets a turn regardless.
LONGEST_HOLD = 1.0


class Wake:
    """A stop event whose `wait` also ends, with False, when somebody calls `nudge`."""

    def __init__(self, hold: Callable[[], bool] = lambda: False) -> None:
        """While `hold()` is true the worker waits on, up to LONGEST_HOLD."""
        self._hold = hold
        self._news = threading.Event()
        self._stopped = threading.Event()
        self._woke = 0.0

    def nudge(self) -> None:
        """There is work. May be called in any thread."""
        self._news.set()

    def set(self) -> None:
        """Stop: every wait ends at once, with True."""
        self._stopped.set()
        self._news.set()

    def is_set(self) -> bool:
        """True once stopped."""
        return self._stopped.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for news, for the stop, or for `timeout` seconds. True if stopped."""
        self._news.wait(timeout)
        self._stopped.wait(max(0.0, self._woke + SHORTEST_PAUSE - time.monotonic()))
        patience = time.monotonic() + LONGEST_HOLD
        while self._hold() and time.monotonic() < patience and not self._stopped.wait(SHORTEST_PAUSE):
            pass
        self._news.clear()
        self._woke = time.monotonic()
        return self._stopped.is_set()
