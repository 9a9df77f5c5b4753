"""The people who work on the unit, how each proves who he is, and the training each must have."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import Role


class Staff(Base):
    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """As shown on the board, for example J. Moore."""
    role: Mapped[Role]
    active: Mapped[bool] = mapped_column(default=True)


class Credential(Base):
    """A person's PIN and badge. Without a row, or without a PIN, nobody can sign in as that person."""

    __tablename__ = "credential"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    pin_hash: Mapped[str | None]
    """Argon2id, in its own encoded form. Never the PIN, and never in the journal."""
    pin_set_at: Mapped[datetime | None]
    must_change: Mapped[bool] = mapped_column(default=False)
    """Set by somebody else: the person chooses one of his own at the next signing in."""
    badge: Mapped[str | None] = mapped_column(unique=True)
    """What the scanner types. It says who somebody claims to be; the PIN proves it."""
    failures: Mapped[int] = mapped_column(default=0)
    """Wrong PINs one after the other, on any station."""
    locked_until: Mapped[datetime | None]


class Qualification(Base):
    """Training that a person has until it expires, such as CPR. Renewing it ends the row and adds another."""

    __tablename__ = "qualification"
    __table_args__ = (
        Index(
            "uq_qualification_now",
            "staff_id",
            "code",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    code: Mapped[str]
    """One of the policy's."""
    expires_on: Mapped[date] = mapped_column(Date)
    """The last day on which it holds, on the unit's calendar."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
