"""What somebody has in hand already: nobody observes a continuous patient, walks a round and is off the unit with a
patient at once. The one place that asks."""

from collections.abc import Sequence

from sqlalchemy import select

from station.models import Absence, Area, ObserverDuty, Round, Stay
from station.services import finding
from station.services.errors import Refused
from station.store.work import Work


def check_not_observing(work: Work, staff_id: int, name: str, *, but: int | None = None) -> None:
    """Refuses where he holds a continuous patient, other than of the stay `but`."""
    duty = work.session.scalar(
        select(ObserverDuty).where(ObserverDuty.staff_id == staff_id, ObserverDuty.ended_at.is_(None))
    )
    if duty is not None and duty.stay_id != but:
        place = finding.where(work.session, finding.stay(work.session, duty.stay_id))
        raise Refused(f"{name} observes the patient in {place}. One person holds one continuous patient at a time.")


def check_not_walking(work: Work, staff_id: int, name: str) -> None:
    """Refuses where he walks a round that has not ended: whoever does sees others, and holds nobody meanwhile."""
    walk = work.session.scalar(select(Round).where(Round.staff_id == staff_id, Round.ended_at.is_(None)))
    if walk is not None:
        area = "the whole unit" if walk.area_id is None else work.session.get_one(Area, walk.area_id).name
        raise Refused(f"{name} walks a round of {area}. End that round first.")


def check_not_off_unit(work: Work, staff_id: int, name: str, *, but: int | None = None) -> None:
    """Refuses where he is off the unit with a patient, other than of the stay `but`."""
    others = [one for one in off_unit_with(work, staff_id) if one.stay_id != but]
    if others:
        place = finding.where(work.session, finding.stay(work.session, others[0].stay_id))
        raise Refused(
            f"{name} is off the unit ({others[0].destination}) with the patient of {place}. "
            "Record him back, or hand him on, first."
        )


def off_unit_with(work: Work, staff_id: int) -> Sequence[Absence]:
    """The patients whom he has off the unit now."""
    return work.session.scalars(
        select(Absence)
        .join(Stay, Stay.absence_id == Absence.id)
        .where(Absence.custodian_id == staff_id, Absence.ended_at.is_(None))
        .order_by(Absence.id)
    ).all()
