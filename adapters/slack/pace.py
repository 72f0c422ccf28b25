"""How often Slack may be asked for a method in one workspace, learnt from the times it said "too fast".

Slack does not tell its limits, only how many whole seconds to wait once one is met, and that is up to a second too
many. From the calls it took until then, and from the wait, follow the limit and the span it counts in. Keeping to both
meets it no more, and loses no second at the end of each span. What was guessed wrong costs a refusal, as before.
"""

import math
from collections import deque
from dataclasses import dataclass, field

#: What Slack counts in, in seconds.
MINUTE = 60.0

#: A method that was not asked for so long has all of its limit again. Slack makes us wait for up to a minute.
IDLE = 2 * MINUTE

#: Calls that are remembered. A method that takes more in a minute has no limit that we would meet.
REMEMBERED = 1000


@dataclass(eq=False)
class Call:
    """When we asked, and when Slack had answered. It counted the call at a moment between."""

    asked: float
    answered: float


@dataclass
class Pace:
    """The calls of a method in a workspace, and its limit: `most` in any `span` of seconds, once they are known."""

    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    most: int | None = None
    span: float = MINUTE
    learnt_at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more call may be asked, as far as we know."""
        if self.calls and now - self.calls[-1].answered > IDLE:
            self.calls.clear()
            self.most = None
        if self.most is None or len(self.calls) < self.most:
            return 0.0
        return max(0.0, self.calls[-self.most].answered + self.span - now)

    def ask(self, at: float) -> Call:
        """A call goes out at this moment, which may be still to come."""
        call = Call(at, at)
        self.calls.append(call)
        return call

    def refused(self, call: Call, now: float, seconds: float) -> None:
        """Slack did not take a call: too fast, wait so many seconds. Learn the limit from that."""
        if call in self.calls:
            self.calls.remove(call)
        if self.most is not None and call.asked <= self.learnt_at:
            self.most = max(1, self.most - 1)  # it was on its way when we learnt the limit, and taken for one that fits
            return
        if not self.calls:
            return
        free_at = now + seconds
        guesses = [(number, free_at - one.asked) for number, one in enumerate(reversed(self.calls), 1)]
        whole = [guess for guess in guesses if math.floor(guess[1]) == MINUTE]
        most, span = whole[-1] if whole else max(guesses, key=lambda guess: guess[0] / max(guess[1], 1.0))
        # Spans are whole seconds, and so were the seconds to wait. Where that held not, we do not trust it again.
        self.span = max(1.0, span if self.most is not None else math.floor(span))
        self.most, self.learnt_at = most, now
