"""Looking for a message of ours that may have been posted: the only reason why we read what was said before."""

from collections import deque
from collections.abc import Mapping
from time import time
from typing import Any

from adapters.slack.web import WebApi

#: Messages asked for at once, and pages of them read at most.
PAGE, PAGES = 200, 5

#: Threads looked into at most, the liveliest first, and seconds since somebody last wrote in one.
THREADS, FRESH = 30, 86_400.0


def key_of(message: Mapping[str, Any]) -> str | None:
    """The key that a message of ours carries."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("key") if message.get("bot_id") else None


def part_of(message: Mapping[str, Any]) -> int:
    """Which part of its card a message of ours shows, from 0."""
    return int(message["metadata"]["event_payload"].get("part") or 0)


class Search:
    """One search, which goes on from where it was when it is run again after an error.

    Where an app may read only a page a minute, starting anew each time would never come to an end.
    """

    def __init__(self, web: WebApi, workspace: str, place: str, key: str) -> None:
        self._web, self._workspace, self._place, self._key = web, workspace, place, key
        self._todo: deque[tuple[str, dict[str, Any]]] = deque([("conversations_history", {})])
        self._threads: list[tuple[float, str]] = []
        self._pages = 0

    async def run(self) -> Mapping[str, Any] | None:
        """The first message of the card under the key, or None. Raises ChatError."""
        while self._todo:
            method, arguments = self._todo[0]
            page = await self._web.call(
                self._workspace, method, channel=self._place, limit=PAGE, include_all_metadata=True, **arguments
            )
            messages = page.get("messages") or ()
            for message in messages:
                if key_of(message) == self._key and part_of(message) == 0:
                    return dict(message)
            self._todo.popleft()
            self._go_on(method, arguments, page)
        return None

    def _go_on(self, method: str, arguments: dict[str, Any], page: Mapping[str, Any]) -> None:
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if method == "conversations_history":
            since = time() - FRESH
            for message in page.get("messages") or ():
                latest = float(message.get("latest_reply") or 0)
                if latest > since:
                    self._threads.append((latest, str(message["ts"])))
            self._pages += 1
            if cursor and self._pages < PAGES:
                self._todo.append((method, {"cursor": cursor}))
                return
            for _latest, ts in sorted(self._threads, reverse=True)[:THREADS]:
                self._todo.append(("conversations_replies", {"ts": ts, "oldest": f"{since:.6f}"}))
        elif cursor:
            self._todo.appendleft((method, {**arguments, "cursor": cursor}))
