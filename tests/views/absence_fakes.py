"""A desk's unit with somebody off it, and what happened meanwhile."""

from dataclasses import replace
from datetime import timedelta

from station.models.enums import AbsenceStepKind
from station.store.rows import AlertRow, BedRow, BoardSnapshot
from station.store.rows.absences import AbsenceStepRow, AwayRow
from tests.views.desk_fakes import unit
from tests.views.snapshots import ago, alert, away, gone, owed_back

AWAY = replace(away(), custodian="R. Osei", custodian_id=2, left_at=ago(minutes=48))
"""To radiology 48 minutes ago, with R. Osei now; back by 14:55."""
OVERDUE = replace(AWAY, left_at=ago(minutes=50), expected_at=ago(minutes=6, seconds=18))
AWOL = gone()
BED = 4


def with_away(absence: AwayRow | None, *alerts: AlertRow) -> BoardSnapshot:
    """The busy unit, the patient of bed 1204 off it."""
    made = unit()
    beds = tuple(_away(bed, absence) if bed.bed_id == BED else bed for bed in made.beds)
    return replace(made, beds=beds, alerts=alerts)


def _away(bed: BedRow, absence: AwayRow | None) -> BedRow:
    if bed.patient is None or absence is None:
        return bed
    assert bed.patient.seen is not None
    seen = replace(bed.patient.seen, observed_at=absence.left_at - timedelta(minutes=3))
    return replace(bed, patient=replace(bed.patient, away=absence, check=owed_back(absence), seen=seen))


def alert_of(absence: AwayRow) -> AlertRow:
    """What the sweep has made of his absence."""
    owed, bed = owed_back(absence), next(one for one in with_away(absence).beds if one.bed_id == BED)
    return alert(bed, 90, kind=owed.kind, task=owed)


def step(
    kind: AbsenceStepKind, minutes_ago: float, who: str = "", said: str = "", *, late: float = 0
) -> AbsenceStepRow:
    """So long ago, recorded `late` minutes after."""
    at = ago(minutes=minutes_ago)
    return AbsenceStepRow(kind, at, at + timedelta(minutes=late), "J. Moore", who, said, late > 2)


OUT = (
    step(AbsenceStepKind.LEFT, 48, "K. Bello", "escort to Radiology, back by 14:15. Has his own shoes", late=6),
    step(AbsenceStepKind.HANDED_ON, 20, "R. Osei", "by K. Bello"),
    step(AbsenceStepKind.EXTENDED, 18, "R. Osei", "back by 14:55: the scan is delayed"),
)
NOBODY_HAS_HIM = (
    step(AbsenceStepKind.AWOL, 22, "", "gone from Courtyard. Grey hoodie"),
    step(AbsenceStepKind.TOLD, 20, "Security", "description"),
    step(AbsenceStepKind.TOLD, 17, "Police", "case 4711", late=9),
)
