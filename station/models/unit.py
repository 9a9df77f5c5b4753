"""The place: a unit, its areas, rooms and beds."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base


class Unit(Base):
    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    zone: Mapped[str]
    """IANA time zone of the unit's clock on the wall, for example America/Chicago."""
    is_demo: Mapped[bool] = mapped_column(default=False)


class Area(Base):
    """A part of the unit that one rounder covers."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class Room(Base):
    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("area_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class Bed(Base):
    __tablename__ = "bed"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    label: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    """Place on the board, counted from 0 over the whole unit."""
    in_use: Mapped[bool] = mapped_column(default=True)
