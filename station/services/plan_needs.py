"""What a shift has to cover, from the unit as it is now: rounds of its areas, and its continuous patients."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Area, Bed, Room, Staff
from station.models.enums import BlockKind
from station.rules.plan import Need
from station.rules.plan_words import Terms
from station.rules.policy import Policy
from station.rules.workload import checks_per_hour
from station.services import finding
from station.services.patients import patient_rows
from station.store.rows import PatientRow
from station.store.rows.plan import AreaLoadRow, ContinuousRow, ShiftRow


class Asked(NamedTuple):
    """What the unit asks of those who work on it."""

    areas: tuple[AreaLoadRow, ...]
    continuous: tuple[ContinuousRow, ...]
    beds: Mapping[int, str]
    """By stay, of everybody who is a patient here, off the unit too."""

    def needs(self, shift: ShiftRow) -> tuple[Need, ...]:
        """From the shift's start until the next one has begun."""
        walked = (
            Need(
                BlockKind.ROUNDS, shift.starts_at, shift.next_at, one.name,
                area_id=one.area_id, checks_per_hour=one.checks_per_hour,
            )
            for one in self.areas
            if one.patients
        )  # fmt: skip
        held = (
            Need(
                BlockKind.CONTINUOUS, shift.starts_at, shift.next_at, f"{one.level} with {one.bed}",
                stay_id=one.stay_id,
            )
            for one in self.continuous
        )  # fmt: skip
        return (*walked, *held)


class _Place(NamedTuple):
    label: str
    area_id: int


def asked_of(session: Session, policy: Policy) -> Asked:
    """Read from the patients who are on the unit now; somebody off it has his custodian."""
    places = _places(session)
    everybody = [(places.get(bed_id or 0), row) for bed_id, row in patient_rows(session, policy)]
    here = [(place, row) for place, row in everybody if row.away is None]
    continuous = [(place, row) for place, row in here if _is_continuous(policy, row)]
    walked = [(place, row) for place, row in here if not _is_continuous(policy, row)]
    areas = session.execute(select(Area.id, Area.name).order_by(Area.position, Area.id)).all()
    return Asked(
        tuple(_load(policy, area_id, name, walked) for area_id, name in areas),
        tuple(_held(place, row) for place, row in continuous),
        {row.stay_id: _label(place) for place, row in everybody},
    )


def terms(session: Session, asked: Asked) -> Terms:
    """What areas, patients and people are called now, for whatever is said of a plan."""
    return Terms(
        zone=ZoneInfo(finding.unit(session).zone),
        areas={one.area_id: one.name for one in asked.areas},
        beds=asked.beds,
        levels={one.stay_id: one.level for one in asked.continuous},
        people={one.id: one.name for one in session.execute(select(Staff.id, Staff.name))},
    )


def _label(place: _Place | None) -> str:
    return "no bed" if place is None else place.label


def _places(session: Session) -> dict[int, _Place]:
    found = session.execute(select(Bed.id, Bed.label, Room.area_id).join(Room, Room.id == Bed.room_id))
    return {bed_id: _Place(label, area_id) for bed_id, label, area_id in found}


def _levels(row: PatientRow) -> tuple[str, ...]:
    return (row.level_ordered, row.level_asleep or row.level_ordered)


def _is_continuous(policy: Policy, row: PatientRow) -> bool:
    """Awake or asleep: whoever plans must have somebody for either."""
    return any(policy.level(code).continuous for code in _levels(row))


def _load(policy: Policy, area_id: int, name: str, walked: Sequence[tuple[_Place | None, PatientRow]]) -> AreaLoadRow:
    """By the closer of the two levels of each: what the area may ask for at its busiest."""
    here = [row for place, row in walked if place is not None and place.area_id == area_id]
    owed = sum(max(checks_per_hour(policy, code) for code in _levels(row)) for row in here)
    return AreaLoadRow(area_id, name, len(here), owed)


def _held(place: _Place | None, row: PatientRow) -> ContinuousRow:
    observer = row.observer
    return ContinuousRow(
        stay_id=row.stay_id,
        bed=_label(place),
        initials=row.initials,
        level=row.level_ordered,
        observer=None if observer is None else observer.name,
        since=None if observer is None else observer.started_at,
    )
