"""The journal: who did what, when and where, each entry chained to the one before by its hash."""

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base


class JournalEntry(Base):
    __tablename__ = "journal"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[int] = mapped_column(BigInteger)
    """Microseconds since 1970 UTC, exactly as hashed."""
    actor: Mapped[str]
    station: Mapped[str]
    kind: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    """Canonical JSON, exactly as hashed."""
    prev: Mapped[str]
    hash: Mapped[str]
