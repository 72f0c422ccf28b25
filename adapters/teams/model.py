"""The tables of Teams' side: how its conversations and people are reached. The core never reads them."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, Owned


class TeamsConversation(Owned, Base):
    """A direct chat, group chat or channel, as the newest activity from it told.

    `bot` is our own account there, `team` the team of a channel. `person` is whose direct chat it is, else None.
    `removed_at` is when we learned that the app is not, or no longer, installed there.
    """

    __tablename__ = "teams_conversations"
    __table_args__ = (
        UniqueConstraint("tenant", "conversation"),
        Index("ix_teams_conversations_person", "tenant", "person"),
        Index("ix_teams_conversations_team", "tenant", "team"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    conversation: Mapped[str]
    service_url: Mapped[str]
    bot: Mapped[str]
    team: Mapped[str | None]
    person: Mapped[str | None]
    seen_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class TeamsAccount(Owned, Base):
    """A person as activities describe them. `account` is their id towards this bot, `entra` the one in their directory.

    `zone` is an IANA name and `locale` as Teams writes it; either is empty where their client never said.
    """

    __tablename__ = "teams_accounts"
    __table_args__ = (UniqueConstraint("tenant", "account"), Index("ix_teams_accounts_entra", "tenant", "entra"))

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    account: Mapped[str]
    entra: Mapped[str | None]
    name: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="")
    service_url: Mapped[str]
    bot: Mapped[str]
    seen_at: Mapped[datetime]
