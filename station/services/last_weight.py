"""What a patient weighed last: in a set of vital signs, or, before Station kept those, in what was done after an
admission."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import AdmissionDeed, Stay, VitalSet
from station.models.enums import DeedOutcome, EntryStatus, TaskKind
from station.rules.weights import LastWeight


def last_weight(session: Session, stay: Stay, at: datetime) -> LastWeight | None:
    """The one nearest before `at`, in this stay or an earlier one; where there is none, the one after."""
    found = [*_of_sets(session, stay), *_of_admissions(session, stay)]
    before = [one for one in found if one.at <= at]
    if before:
        return max(before, key=lambda one: one.at)
    return min(found, key=lambda one: one.at, default=None)


def _of_sets(session: Session, stay: Stay) -> list[LastWeight]:
    rows = session.execute(
        select(VitalSet.weight, VitalSet.observed_at)
        .join(Stay, Stay.id == VitalSet.stay_id)
        .where(Stay.patient_id == stay.patient_id, VitalSet.weight.is_not(None), VitalSet.status == EntryStatus.CURRENT)
        .order_by(VitalSet.observed_at.desc(), VitalSet.id.desc())
    )
    return [LastWeight(weight, at) for weight, at in rows if weight is not None]


def _of_admissions(session: Session, stay: Stay) -> list[LastWeight]:
    rows = session.execute(
        select(AdmissionDeed.said, AdmissionDeed.done_at)
        .join(Stay, Stay.id == AdmissionDeed.stay_id)
        .where(
            Stay.patient_id == stay.patient_id,
            AdmissionDeed.kind == TaskKind.WEIGHT,
            AdmissionDeed.outcome == DeedOutcome.DONE,
        )
        .order_by(AdmissionDeed.done_at.desc(), AdmissionDeed.id.desc())
    )
    return [LastWeight(float(said["weight_kg"]), at) for said, at in rows if "set" not in said]
