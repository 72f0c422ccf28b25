"""Companies, their workspaces, their people and their places."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.speaking import ENGLISH, language_of_locale
from bot.store.base import Base, Owned, Versioned


class Purpose(StrEnum):
    """What a channel is for. A person's roles follow from the purposes of the channels they are in."""

    IT_UPDATES = "it_updates"
    NEWS = "news"
    BRM_DIGEST = "brm_digest"
    LEADERSHIP = "leadership"
    NOTHING = "nothing"


class Role(StrEnum):
    """What a person may do beyond telling us things."""

    IT = "it"
    BRM = "brm"
    EXECUTIVE = "executive"


#: Membership of a channel with this purpose gives this role.
ROLE_OF_PURPOSE = {
    Purpose.IT_UPDATES: Role.IT,
    Purpose.BRM_DIGEST: Role.BRM,
    Purpose.LEADERSHIP: Role.EXECUTIVE,
}


class Company(Base):
    """The owner of every other row. `language` is the one its channels are written in.

    `theme_revision` counts changes of its themes. Whoever changes one raises it first, and so waits for their turn.
    """

    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    zone: Mapped[str] = mapped_column(default="UTC")
    language: Mapped[str] = mapped_column(default=ENGLISH, server_default=ENGLISH)
    theme_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]


class Workspace(Base):
    """One Slack workspace, Teams tenant or playground of a company."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str]
    external_id: Mapped[str]


class Person(Owned, Versioned, Base):
    """A human being of the company, whatever platforms they use. `zone` is their own, an IANA name.

    `locale` is what their platform says; `language` what they write to us in, once we know.
    """

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("company_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    zone: Mapped[str] = mapped_column(default="UTC")
    locale: Mapped[str] = mapped_column(default="en")
    language: Mapped[str | None]
    guest: Mapped[bool] = mapped_column(default=False)
    area: Mapped[str | None]  # where they work, as a colleague would say it: "Finance", "Warehouse Lyon"
    muted_until: Mapped[datetime | None]
    last_pulse_at: Mapped[datetime | None]
    accounts: Mapped[list["Account"]] = relationship(back_populates="person", cascade="all, delete-orphan")

    @property
    def reads(self) -> str:
        """The language they are answered in: the one they write, else their platform's, else English."""
        return self.language or language_of_locale(self.locale) or ENGLISH

    @property
    def has_left(self) -> bool:
        """Whether all their accounts are closed, so that nothing reaches them."""
        return bool(self.accounts) and all(account.closed_at is not None for account in self.accounts)


class Account(Owned, Base):
    """How one platform knows a person. `seen_at` is when the profile was last looked up.

    `closed_at` is when we learnt that the platform lets nobody in by it any more; see leaving.py.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    external_id: Mapped[str]
    seen_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(back_populates="accounts")
    workspace: Mapped[Workspace] = relationship(lazy="joined")


class Place(Owned, Versioned, Base):
    """A direct chat (then `person_id` says with whom) or a channel."""

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    external_id: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    direct: Mapped[bool]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose | None]
    workspace: Mapped[Workspace] = relationship(lazy="joined")


class Membership(Owned, Base):
    """A person is in a channel."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("place_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
