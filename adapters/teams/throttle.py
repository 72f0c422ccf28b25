"""Speaking no faster than Teams listens: 7 messages a second in a conversation, 50 requests a second in a tenant."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """So many at once, and so many a second after that. In any second that is at most the sum of both."""

    burst: float
    rate: float


#: Their sums are what Teams allows.
CONVERSATION, TENANT = Pace(3, 4), Pace(20, 30)

#: Conversations whose pace is remembered; one forgotten has been silent for longer than its bucket takes to fill.
REMEMBERED = 10_000


@dataclass
class _Bucket:
    """Tokens there were at a moment. Below zero, as many have been promised already."""

    pace: Pace
    tokens: float
    at: float

    def take(self, now: float) -> float:
        """Take a token; seconds until it is there."""
        self.tokens = min(self.pace.burst, self.tokens + (now - self.at) * self.pace.rate) - 1
        self.at = now
        return max(0.0, -self.tokens / self.pace.rate)


class Throttle:
    """Gives each request its turn, in the order in which they ask."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._buckets: OrderedDict[tuple[str, ...], _Bucket] = OrderedDict()

    async def turn(self, tenant: str, conversation: str | None = None) -> None:
        """Wait until a request may go; `conversation` where it shows something there."""
        now = self._clock()
        wait = self._bucket((tenant,), TENANT, now).take(now)
        if conversation is not None:
            wait = max(wait, self._bucket((tenant, conversation), CONVERSATION, now).take(now))
        if wait > 0:
            await self._sleep(wait)

    def _bucket(self, name: tuple[str, ...], pace: Pace, now: float) -> _Bucket:
        bucket = self._buckets.setdefault(name, _Bucket(pace, pace.burst, now))
        self._buckets.move_to_end(name)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket
