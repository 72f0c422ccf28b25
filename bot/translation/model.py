"""What IT wrote and what became of it: updates, announcements, and which complaints they answer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, Owned, Versioned
from bot.translation import once
from bot.translation.mail import without_headers


class UpdateState(StrEnum):
    """How far an update has come."""

    DRAFTED = "drafted"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Relation(StrEnum):
    """How an update stands to one that was published before; `maybe` until its author has said."""

    OWN = "own"
    MAYBE = "maybe"
    FOLLOW_UP = "follow_up"
    CORRECTION = "correction"


class Update(Owned, Versioned, Base):
    """One post of IT, with the plain-language draft its author may publish.

    `follows_id` is the published update that this one follows or corrects, as `relation` says. `publish_at` is when it
    goes out by itself, which `publish_by_id` approved. `audience` is who hears of it directly; see audience.py.

    `added` is what its author answered to our questions, in sentences; it counts as if it stood in the post.

    `plain` is the draft as it stands, edited or not; `edited_by_id` says who changed it last. `override_reason` is
    why somebody published although the gate had found problems. `checked` is what its second look found in words of
    an editor or a model; see checking.py.
    """

    __tablename__ = "updates"
    __table_args__ = (UniqueConstraint("company_id", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]  # the event id of the post, so that it is drafted once
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id", ondelete="CASCADE"))
    message_id: Mapped[str]
    thread: Mapped[str | None]  # where the post is an answer: the platform's id of the thread's first message
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    text: Mapped[str]
    added: Mapped[str] = mapped_column(default="", server_default="")
    kind: Mapped[str]
    headline: Mapped[str]
    plain: Mapped[str]
    summary: Mapped[str]
    engine: Mapped[str]
    modules: Mapped[str] = mapped_column(default="")  # labels of listening.Module the text names, comma-separated
    missing: Mapped[str] = mapped_column(default="")  # slots the post leaves open, comma-separated
    unexplained: Mapped[str] = mapped_column(default="")  # terms nobody has explained yet, one a line
    state: Mapped[UpdateState] = mapped_column(default=UpdateState.DRAFTED)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    override_reason: Mapped[str | None]
    posted_at: Mapped[datetime]
    relation: Mapped[Relation] = mapped_column(default=Relation.OWN, server_default=Relation.OWN)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("updates.id", ondelete="SET NULL"))
    publish_at: Mapped[datetime | None]
    publish_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    audience: Mapped[str] = mapped_column(default="", server_default="")
    checked: Mapped[str] = mapped_column(Text, default="", server_default="")

    @property
    def answers_in(self) -> str:
        """The thread in which we answer the post."""
        return self.thread or self.message_id

    @property
    def said(self) -> str:
        """All that IT said: the post without a mail's headers, and what its author answered to our questions."""
        return with_added(without_headers(self.text), self.added)

    @property
    def says_it_all(self) -> bool:
        """Whether the headline only repeats the text."""
        return once.says_it_all(self.headline, self.plain)


def with_added(text: str, added: str) -> str:
    """A post with the answers of its author below it."""
    return f"{text}\n\n{added}" if added else text


class AuthorAnswer(Owned, Base):
    """What somebody in IT answered to a question about a post. Empty `words` say that the question was skipped."""

    __tablename__ = "author_answers"
    __table_args__ = (UniqueConstraint("update_id", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("updates.id", ondelete="CASCADE"))
    slot: Mapped[str]
    words: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class CompanyTerm(Owned, Base):
    """A company's own explanation of a word. Rows are never changed: the newest of a `key` holds, the rest is history.

    `key` is the word in lower case. An empty `plain` says that the explanation was taken back.
    """

    __tablename__ = "company_terms"
    __table_args__ = (Index("ix_company_terms_key", "company_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    name: Mapped[str]
    plain: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class Announcement(Owned, Base):
    """The plain-language version that a person approved and that was published. Its words never change.

    A follow-up or a correction points with `follows_id` at the announcement it belongs to, always the first of them.
    """

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("updates.id", ondelete="CASCADE"), unique=True)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    headline: Mapped[str]
    plain: Mapped[str]
    summary: Mapped[str]
    kind: Mapped[str]
    published_at: Mapped[datetime]
    reporters_told: Mapped[int] = mapped_column(default=0)
    relation: Mapped[Relation] = mapped_column(default=Relation.OWN, server_default=Relation.OWN)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id", ondelete="CASCADE"), index=True)


class UpdateLink(Owned, Base):
    """An update answers a theme: each reporter of it hears when it is published."""

    __tablename__ = "update_links"
    __table_args__ = (UniqueConstraint("update_id", "theme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("updates.id", ondelete="CASCADE"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    confirmed: Mapped[bool] = mapped_column(default=True)  # the author may untick a proposal
