"""Plans of shifts as the publishing of one leaves them, written through the models."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select

from station.models import PlannedBlock, PlannedPerson, Shift, ShiftPlan
from station.models.enums import BlockKind
from tests.builders import STATION, BuiltUnit

_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What somebody is planned for, from and to."""

    name: str
    kind: BlockKind
    starts_at: datetime
    ends_at: datetime
    area_id: int | None = None
    stay_id: int | None = None
    words: str = ""


def publish(
    unit: BuiltUnit,
    starts_at: datetime,
    people: Sequence[str],
    blocks: Sequence[Stretch] = (),
    *,
    hours: float = 8.5,
    name: str = "Day",
) -> None:
    """These people are on from `starts_at` for so many hours. Once more for the same start: the next plan."""
    with unit.store.write(STATION, starts_at) as work:
        shift = work.session.scalar(select(Shift).where(Shift.starts_at == starts_at))
        ends_at = starts_at + timedelta(hours=hours)
        if shift is None:
            shift = Shift(name=name, starts_at=starts_at, ends_at=ends_at, published=0)
            work.session.add(shift)
            work.session.flush()
        shift.published += 1
        plan = ShiftPlan(
            request_id=f"plan-{next(_NUMBERS)}",
            shift_id=shift.id,
            number=shift.published,
            published_by_id=unit.staff["C. Lindt"],
            published_at=starts_at,
        )
        work.session.add(plan)
        work.session.flush()
        work.session.add_all(
            PlannedPerson(plan_id=plan.id, staff_id=unit.staff[one], starts_at=starts_at, ends_at=ends_at)
            for one in people
        )
        work.session.add_all(
            PlannedBlock(
                plan_id=plan.id,
                key=f"block-{place}",
                staff_id=unit.staff[one.name],
                kind=one.kind,
                area_id=one.area_id,
                stay_id=one.stay_id,
                words=one.words,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
            )
            for place, one in enumerate(blocks)
        )
