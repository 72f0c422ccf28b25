"""How often Slack may be asked: one message a second and channel, and so many calls a minute of each method."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

#: Calls a minute of one method in one workspace, by Slack's tiers.
TIERS = {"1": 1, "2": 20, "3": 50, "4": 100}


class Limits:
    """Counts calls by workspace. `now` is any clock in seconds."""

    def __init__(self, now: Callable[[], float], tiers: dict[str, int] | None = None) -> None:
        self._now = now
        self.tiers = dict(TIERS if tiers is None else tiers)
        self.posts = 1  # in a second and channel
        self.minute = 60.0  # seconds
        self.refused: list[tuple[str, str]] = []  # (team, method)
        self._windows: dict[tuple[str, ...], deque[float]] = defaultdict(deque)

    def wait(self, team: str, method: str, tier: str, channel: str = "") -> int:
        """Whole seconds until this may be asked; 0 counts it as asked. Tier "" has no limit."""
        if tier == "post":
            seconds = self._window((team, method, channel), self.posts, 1.0)
        elif tier in self.tiers:
            seconds = self._window((team, method), self.tiers[tier], self.minute)
        else:
            return 0
        if seconds:
            self.refused.append((team, method))
        return seconds

    def _window(self, key: tuple[str, ...], most: int, span: float) -> int:
        calls, now = self._windows[key], self._now()
        while calls and calls[0] <= now - span:
            calls.popleft()
        if len(calls) >= most:
            return max(1, math.ceil(calls[0] + span - now))
        calls.append(now)
        return 0
