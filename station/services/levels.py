"""Reads the history of a patient's observation levels."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from station.models import ObservationOrder, Staff
from station.store.rows.levels import LevelStretchRow
from station.store.work import Store


def read_levels(store: Store, stay_id: int) -> tuple[LevelStretchRow, ...]:
    """Every order of a stay, oldest first, with who ordered it and why; of a stay that has ended too.

    Each begins where the one before ended.
    """
    entered, second = aliased(Staff), aliased(Staff)
    with store.read() as session:
        found = session.execute(
            select(ObservationOrder, entered.name, second.name)
            .outerjoin(entered, entered.id == ObservationOrder.entered_by_id)
            .outerjoin(second, second.id == ObservationOrder.second_person_id)
            .where(ObservationOrder.stay_id == stay_id)
            .order_by(ObservationOrder.starts_at, ObservationOrder.id)
        )
        return tuple(
            LevelStretchRow(
                order_id=order.id,
                kind=order.kind,
                level=order.level,
                level_asleep=order.level_asleep,
                reason=order.reason,
                ordered_by=order.ordered_by,
                entered_by=entered_by or "",
                second_person=second_person or "",
                starts_at=order.starts_at,
                ended_at=order.ended_at,
                review_by=order.review_by,
            )
            for order, entered_by, second_person in found
        )
