"""What was done of what is owed once after an admission: belongings, orientation, first vital signs, weight."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import DeedOutcome, TaskKind


class AdmissionDeed(Base):
    __tablename__ = "admission_deed"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"), index=True)
    kind: Mapped[TaskKind]
    outcome: Mapped[DeedOutcome]
    done_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    late_entry: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who searched with him."""
    said: Mapped[dict[str, Any]]
    """Belongings: {"items": [{"what": ..., "where": ...}]}; weight: {"weight_kg": ...}; and "note" for any."""
