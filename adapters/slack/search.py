"""Looking for a message of ours that may have been posted: the only reason why we read what was said before."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import Any

from adapters.slack.web import WebApi

#: Messages asked for at once, and pages of them read at most.
PAGE, PAGES = 200, 5

#: Threads looked into at most, the liveliest first, and seconds since somebody last wrote in one.
THREADS, FRESH = 30, 86_400.0


#: What metadata of ours is called.
EVENT_TYPE = "liaison_card"


@dataclass(frozen=True)
class Ourselves:
    """The bot as Slack knows it in a workspace: another copy of Liaison there uses the same keys."""

    bot_id: str = ""
    user: str = ""

    def wrote(self, message: Mapping[str, Any]) -> bool:
        """False for a message that names somebody else as its author."""
        names = {message.get("bot_id"), message.get("user")} - {None, ""}
        return not names or not (self.bot_id or self.user) or bool(names & {self.bot_id, self.user})


def key_of(message: Mapping[str, Any]) -> str | None:
    """The key that a message carries, if it is a card's."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("key") if metadata.get("event_type") == EVENT_TYPE else None


def part_of(message: Mapping[str, Any]) -> int:
    """Which part of its card a message of ours shows, from 0."""
    return int(message["metadata"]["event_payload"].get("part") or 0)


class Search:
    """One search, which goes on from where it was when it is run again after an error.

    Where an app may read only a page a minute, starting anew each time would never come to an end.
    """

    def __init__(self, web: WebApi, workspace: str, place: str, key: str, ourselves: Ourselves) -> None:
        self._web, self._workspace, self._place, self._key = web, workspace, place, key
        self._ourselves = ourselves
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
                if key_of(message) == self._key and part_of(message) == 0 and self._ourselves.wrote(message):
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
