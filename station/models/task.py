"""Anything owed by a time. What is stored about the future is only an index for the sweep."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import Stage, TaskKind, TaskState


class Task(Base):
    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_next_at", "next_at"),
        Index("ix_task_stay_id", "stay_id"),
        Index(
            "uq_task_open_subject",
            "stay_id",
            "kind",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "uq_task_open_elsewhere",
            "kind",
            "about",
            unique=True,
            sqlite_where=text("state = 'open' AND stay_id IS NULL"),
            postgresql_where=text("state = 'open' AND stay_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TaskKind]
    state: Mapped[TaskState] = mapped_column(default=TaskState.OPEN)
    stay_id: Mapped[int | None] = mapped_column(ForeignKey("stay.id"))
    area_id: Mapped[int | None]
    """Of what is owed to a part of the unit, not to a patient (area.id)."""
    about: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """What it is about, where that is no patient: "area:3:safety", "hazard:7", "round:12". One open task each."""
    label: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """Of what is owed to no patient: the words that name it on screen, "Shift safety round"."""
    level: Mapped[str | None]
    """For a check: the level in force, whose escalation applies."""
    first_check: Mapped[bool] = mapped_column(default=False)
    """Whether the check owed after admission, raise or return is what falls due first."""
    since: Mapped[datetime]
    soon_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    """Late from here on, this instant included."""
    lapsed_at: Mapped[datetime]
    stage: Mapped[Stage] = mapped_column(default=Stage.OK)
    """As the sweep last found it. Screens compute their own from the times above."""
    next_at: Mapped[datetime | None]
    """The next transition the sweep must see; None when there is nothing left to see."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts every change: whoever writes, writes only what he has read."""

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
