"""A running Station: a wall, a desk, a tablet."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base


class Station(Base):
    __tablename__ = "station"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    """wall, desk or headless."""
    version: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """Heartbeat."""
    stopped_at: Mapped[datetime | None]
    """Set when it was closed in good order."""
    clock_mark: Mapped[datetime]
    """The latest logical time it has lived through."""
    canary_at: Mapped[datetime | None]
    """When this station last saw the canary's alert come through."""
    audited_at: Mapped[datetime | None]
    """When this station last audited what is owed, whole."""
    audit_text: Mapped[str] = mapped_column(default="")
    """What that found, in words; empty when nothing."""
    sound: Mapped[str] = mapped_column(default="")
    """How its sound stands, in words; empty when it has said nothing of it."""
    sound_tested_at: Mapped[datetime | None]
    """When its sound last passed a test."""
