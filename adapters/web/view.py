"""What the page shows, worked out for one reader: names, times in their own zone, what is theirs to change."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from adapters.web.directory import Directory, Persona, Spot
from adapters.web.model import WebPost
from adapters.web.render import Renderer, day_label
from bot.cards import CARD

#: How many colours there are for people's initials.
HUES = 8


def hue(code: str) -> int:
    """The colour of somebody's initials, the same everywhere."""
    return zlib.crc32(code.encode(), 2) % HUES


def order_of(post: WebPost) -> str:
    """Where a post belongs among others: texts that sort as the posts should be read, by time."""
    return f"{post.at.astimezone(UTC):%Y%m%d%H%M%S%f}.{post.created:012}"


@dataclass(frozen=True)
class PostView:
    """One post as one reader sees it."""

    id: str
    place: str
    thread: str | None
    order: str
    changed: int
    name: str
    job: str
    initials: str
    hue: int
    bot: bool
    own: bool
    text: str
    card: Markup | None
    iso: str
    clock: str
    full: str
    day: str
    day_label: str
    edited: bool
    deleted: bool
    answerable: bool
    replies: list["PostView"] = field(default_factory=list)


class Viewer:
    """Makes views for one reader in one place."""

    def __init__(self, renderer: Renderer, people: Directory, reader: Persona, spot: Spot) -> None:
        self.renderer = renderer
        self.people = people
        self.reader = reader
        self.spot = spot
        self._writing = True

    def read_only(self) -> None:
        """Show earlier messages, which nobody changes or answers from here."""
        self._writing = False

    def conversation(self, posts: Sequence[WebPost], replies: Sequence[WebPost]) -> list[PostView]:
        """The posts with their replies under them. A deleted one stays only where somebody had answered it."""
        now = datetime.now(UTC)
        below: dict[str | None, list[PostView]] = {}
        for reply in replies:
            below.setdefault(reply.thread, []).append(self.post(reply, now))
        shown = []
        for post in posts:
            view = self.post(post, now)
            view.replies.extend(below.get(post.id, ()))
            if not view.deleted or view.replies:
                shown.append(view)
        return shown

    def post(self, post: WebPost, now: datetime) -> PostView:
        """One post."""
        zone = self.reader.clock
        author = self.people.personas.get(post.author) if post.author else None
        here = post.at.astimezone(zone)
        deleted = post.deleted_at is not None
        return PostView(
            id=post.id,
            place=post.place,
            thread=post.thread,
            order=order_of(post),
            changed=post.changed,
            name=_name(post, author),
            job=author.job if author else "",
            initials=author.initials if author else "",
            hue=hue(post.author or ""),
            bot=post.author is None,
            own=self._writing and post.author == self.reader.code and not deleted,
            text="" if deleted else post.text,
            card=self._card(post, zone),
            iso=here.isoformat(),
            clock=f"{here:%H:%M}",
            full=f"{here:%A} {here.day} {here:%B %Y, %H:%M} ({zone.key})",
            day=f"{here:%Y-%m-%d}",
            day_label=day_label(post.at, zone, now),
            edited=post.edited_at is not None and not deleted,
            deleted=deleted,
            answerable=self._writing and post.thread is None and not self.spot.direct,
        )

    def html(self, post: WebPost) -> str:
        """One post as the fragment that live readers get."""
        template = self.renderer.templates.get_template("message.html").module
        return str(template.post(self.post(post, datetime.now(UTC))))  # type: ignore[attr-defined]

    def _card(self, post: WebPost, zone: ZoneInfo) -> Markup | None:
        if post.card is None or post.deleted_at is not None:
            return None
        # The renderer escapes every value itself.
        return Markup(self.renderer.card(CARD.validate_json(post.card), zone))  # noqa: S704


def _name(post: WebPost, author: Persona | None) -> str:
    if post.author is None:
        return "Liaison"
    return author.name if author else "A former colleague"
