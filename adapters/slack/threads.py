"""Where in a direct chat a conversation goes on: Slack's assistant puts each into a thread of its own."""

import time
from collections import OrderedDict

from bot.messages import MessageReceived

#: Seconds after a person's last word in a thread during which what we say belongs there.
FRESH = 900.0

#: Conversations that are remembered.
MOST = 10_000


class Threads:
    """Remembers the thread each person last wrote in. What is forgotten, by a restart too, only starts a new one."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()

    def note(self, message: MessageReceived) -> None:
        """Somebody wrote in their direct chat."""
        place = (message.place.workspace, message.place.id)
        self._last.pop(place, None)
        if message.thread is not None:
            self._last[place] = (message.thread, time.monotonic())
            if len(self._last) > MOST:
                self._last.popitem(last=False)

    def of(self, workspace: str, place: str) -> str | None:
        """The thread in which a conversation is going on, if there is one."""
        thread, at = self._last.get((workspace, place), (None, 0.0))
        return thread if thread is not None and time.monotonic() - at <= FRESH else None
