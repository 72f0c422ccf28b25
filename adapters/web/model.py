"""The playground's own tables: its people, its places and what was said there.

They belong to the platform's side. The core never reads them, just as it never reads Slack's.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, Owned


class SampleState(StrEnum):
    """How far the sample month is."""

    NONE = "none"
    LOADING = "loading"
    LOADED = "loaded"
    STOPPED = "stopped"


class WebBoard(Owned, Base):
    """The playground as a whole, one row a company.

    `changes` counts every change of a post. Whoever changes one takes the next number from this row and holds the row
    until the commit, so numbers become visible in their order, on every replica: a reader who has seen 7 has seen all
    up to 7.
    """

    __tablename__ = "web_boards"
    __table_args__ = (UniqueConstraint("company_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    changes: Mapped[int] = mapped_column(default=0)
    seeded_at: Mapped[datetime | None]
    sample_state: Mapped[SampleState] = mapped_column(default=SampleState.NONE)
    sample_done: Mapped[int] = mapped_column(default=0)
    sample_total: Mapped[int] = mapped_column(default=0)
    sample_at: Mapped[datetime | None]


class WebPersona(Owned, Base):
    """Somebody one can be here. Only those with a `rank` are offered on the page, in its order."""

    __tablename__ = "web_personas"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    job: Mapped[str]
    area: Mapped[str]
    email: Mapped[str]
    zone: Mapped[str]
    rank: Mapped[int | None]


class WebPlace(Owned, Base):
    """A channel, or the direct chat between Liaison and the persona `direct_with`."""

    __tablename__ = "web_places"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    topic: Mapped[str] = mapped_column(default="")
    direct_with: Mapped[str | None]


class WebMember(Owned, Base):
    """A persona is in a channel; both by their code."""

    __tablename__ = "web_members"
    __table_args__ = (UniqueConstraint("company_id", "place", "persona"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str]
    persona: Mapped[str]


class WebPost(Owned, Base):
    """Something said in a place: words of the persona `author`, or a card of Liaison's, which has no author.

    The id follows from the place and the sender's key, so saying the same thing twice is one post. `created` and
    `changed` are numbers of the board; people read posts by the time `at`.
    """

    __tablename__ = "web_posts"
    __table_args__ = (
        Index("ix_web_posts_changed", "company_id", "changed"),
        Index("ix_web_posts_place", "company_id", "place", "at"),
        Index("ix_web_posts_thread", "thread"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str]
    author: Mapped[str | None]
    text: Mapped[str]
    card: Mapped[str | None]
    thread: Mapped[str | None]
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    created: Mapped[int]
    changed: Mapped[int]
