"""The people who work on the unit."""

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
