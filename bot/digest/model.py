"""Pictures that cards show."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, Owned


class PictureFile(Owned, Base):
    """A PNG, and all that it shows in words."""

    __tablename__ = "pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    png: Mapped[bytes] = mapped_column(LargeBinary)
    alt: Mapped[str]
    created_at: Mapped[datetime]
