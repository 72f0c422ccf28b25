"""Pictures of cards as files in Slack. A picture that cannot be shown is told in words: no card waits for one."""

from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterable

import structlog

from adapters.slack.blocks import short
from adapters.slack.web import WebApi
from bot.cards import Picture
from bot.ports import RateLimited, Refused, Unavailable

log = structlog.get_logger()

#: Characters of the alternative text that a file itself takes. The card carries all of it.
FILE_ALT = 1000

#: Looks at a new file until Slack must know what it is, and seconds between two.
LOOKS, BETWEEN_LOOKS = 10, 1.0

#: How often a message with a picture may be refused for it until the picture is told in words.
REFUSALS = 3

#: Files that are remembered, so that a picture in several places is sent once.
REMEMBERED = 1000


class Pictures:
    """Sends pictures and remembers what they became. `png` reads one of a workspace's company from the store."""

    def __init__(self, web: WebApi, png: Callable[[str, int], Awaitable[bytes | None]]) -> None:
        self._web = web
        self._png = png
        self._files: OrderedDict[tuple[str, int], str | None] = OrderedDict()
        self._refused: Counter[tuple[str, int]] = Counter()

    async def files(self, workspace: str, pictures: Iterable[Picture]) -> dict[int, str]:
        """The files of pictures by their ids, without those that cannot be shown. Raises RateLimited, Unavailable."""
        found: dict[int, str] = {}
        for picture in pictures:
            known = (workspace, picture.picture_id)
            file = self._files[known] if known in self._files else await self._send(workspace, picture)
            if file is not None:  # what cannot be sent now may be sent next time, when somebody has mended it
                self._remember(known, file)
                found[picture.picture_id] = file
        return found

    def distrust(self, workspace: str, pictures: Iterable[Picture]) -> None:
        """Slack would not show these just now. After REFUSALS times they are told in words."""
        for picture in pictures:
            known = (workspace, picture.picture_id)
            self._refused[known] += 1
            if self._refused[known] >= REFUSALS:
                del self._refused[known]
                self._remember(known, None)

    def _remember(self, known: tuple[str, int], file: str | None) -> None:
        self._files[known] = file
        while len(self._files) > REMEMBERED:
            self._files.popitem(last=False)

    async def _send(self, workspace: str, picture: Picture) -> str | None:
        png = await self._png(workspace, picture.picture_id)
        if png is None:
            return None
        try:
            sent = await self._web.call(
                workspace,
                "files_upload_v2",
                content=png,
                filename=f"liaison-{picture.picture_id}.png",
                title=short(picture.alt, 100),
                alt_txt=short(picture.alt, FILE_ALT),
            )
            file = str(sent["files"][0]["id"])
            return file if await self._is_ready(workspace, file) else None
        except Refused as refusal:
            log.warning("slack_picture_refused", workspace=workspace, code=refusal.code)
            return None

    async def _is_ready(self, workspace: str, file: str) -> bool:
        """Wait until Slack has looked at a file: before that no message may show it. Where we may not ask, hope."""
        for look in range(LOOKS):
            if look:
                await self._web.pause(BETWEEN_LOOKS)
            try:
                told = await self._web.call(workspace, "files_info", file=file)
            except (RateLimited, Unavailable):
                continue
            except Refused:
                return True
            if (told.get("file") or {}).get("mimetype"):
                return True
        log.warning("slack_picture_not_ready", workspace=workspace)
        return False
