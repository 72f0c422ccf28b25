"""A circuit breaker: after several failures in a row, stop asking for a while."""

import time
from collections.abc import Callable


class Breaker:
    """Closed at first. Opens after `failures` in a row; `seconds` later one attempt may show whether it works again."""

    def __init__(self, failures: int = 3, seconds: float = 60, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._seconds = seconds
        self._clock = clock
        self._failures = 0
        self._opened: float | None = None

    def allows(self) -> bool:
        """Whether to ask now. While it is open only one caller at a time is let through, once the wait is over."""
        if self._opened is None:
            return True
        if self._clock() - self._opened < self._seconds:
            return False
        self._opened = self._clock()  # the next caller waits for what this one finds
        return True

    def succeeded(self) -> None:
        """It works: ask as usual."""
        self._failures, self._opened = 0, None

    def failed(self) -> None:
        """It did not work. Waiting begins anew with each failure past the allowed number."""
        self._failures += 1
        if self._failures >= self._most:
            self._opened = self._clock()
