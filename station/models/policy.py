"""A version of the unit's policy, as a named person signed it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base


class PolicyVersion(Base):
    __tablename__ = "policy_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]
    signed_by: Mapped[str]
    signed_at: Mapped[datetime]
