"""What language models cost: a count a day and company. It belongs to the adapter; the core never reads it."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base


class ModelUsage(Base):
    """Tokens a company has used on one day (UTC), sent and received. `stopped_at` is when the day's limit was met.

    The company is a plain number: 0 stands for the command line, which belongs to none.
    """

    __tablename__ = "model_usage"
    __table_args__ = (UniqueConstraint("company", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    company: Mapped[int]
    day: Mapped[date]
    tokens: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int] = mapped_column(default=0)
    stopped_at: Mapped[datetime | None]
