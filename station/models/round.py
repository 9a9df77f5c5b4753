"""A round: one person's walk over an area, or over the whole unit."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base


class Round(Base):
    """Open until the walker, or somebody else in the open, ends it. It says nothing of anybody: only checks do."""

    __tablename__ = "round"
    __table_args__ = (
        Index(
            "uq_round_open_staff",
            "staff_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_round_started", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    """None: the whole unit."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    started_at_station: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
