"""What was ordered: the observation level of a stay, and who holds a continuous patient."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import HandingAnswer, OrderKind


class ObservationOrder(Base):
    __tablename__ = "observation_order"

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"), index=True)
    kind: Mapped[OrderKind]
    level: Mapped[str]
    level_asleep: Mapped[str | None]
    """Another level while asleep; None when one level applies always."""
    reason: Mapped[str]
    ordered_by: Mapped[str]
    """The provider, or the nurse who raised at once and owes a provider order."""
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    second_person_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Required to lower."""
    starts_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    review_by: Mapped[datetime | None]


class ObserverDuty(Base):
    """One person holding one continuous patient, from taking over until handed on."""

    __tablename__ = "observer_duty"
    __table_args__ = (
        Index(
            "uq_observer_duty_open_stay",
            "stay_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_observer_duty_open_staff",
            "staff_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Handing(Base):
    """One offer of a continuous patient by his observer to another person, and what was said with it.

    The one without an answer is the open offer of its duty: there is at most one.
    """

    __tablename__ = "handing"
    __table_args__ = (
        Index(
            "uq_handing_open_duty",
            "duty_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("observer_duty.id"), index=True)
    """Of the one who has him, and keeps him until the other accepts."""
    to_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The observer, or a charge for him."""
    offered_at: Mapped[datetime]
    reason: Mapped[str]
    """Why he is observed."""
    distance: Mapped[str]
    bathroom: Mapped[str]
    triggers: Mapped[str]
    last_contact: Mapped[str]
    answer: Mapped[HandingAnswer | None]
    answered_at: Mapped[datetime | None]
    answer_reason: Mapped[str] = mapped_column(default="")
