"""Thanks to IT, each tied to something real."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, Owned


class Recognition(Owned, Base):
    """A colleague thanks IT for a fix they confirmed. `shown_as` is the name as they chose to be shown."""

    __tablename__ = "recognitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), unique=True)
    reason: Mapped[str]
    shown_as: Mapped[str]
    created_at: Mapped[datetime]
