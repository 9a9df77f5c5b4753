"""Who may have a patient off the unit. Somebody always has him, by name."""

from typing import NamedTuple

from sqlalchemy import select

from station.models import Staff
from station.rules.owed import level_in_force
from station.rules.permissions import Deed, may
from station.services import engaged, finding
from station.services.errors import Refused
from station.services.finding import AtHand
from station.store.work import Work


class Custodian(NamedTuple):
    name: str
    staff_id: int | None
    """None: nobody of the unit's staff."""


def custodian(work: Work, hand: AtHand, name: str, staff_id: int | None) -> Custodian:
    """Whoever is named, where he may have this patient. A name written that is one of the staff's is that person."""
    if not name.strip() and staff_id is None:
        raise Refused("Name who has him: nobody is off the unit without somebody who answers for him.")
    person = _of_staff(work, name.strip(), staff_id)
    if person is None:
        if _is_continuous(hand):
            raise Refused(f"{_whom(work, hand)}: only staff take him off the unit. Choose who of the staff has him.")
        return Custodian(name.strip(), None)
    if not person.active:
        raise Refused(f"{person.name} is not an active member of staff here any more. Choose somebody else.")
    engaged.check_not_observing(work, person.id, person.name, but=hand.stay.id)
    engaged.check_not_walking(work, person.id, person.name)
    _check_continuous(work, hand, person)
    return Custodian(person.name, person.id)


def _of_staff(work: Work, name: str, staff_id: int | None) -> Staff | None:
    if staff_id is None:
        return work.session.scalar(select(Staff).where(Staff.name == name, Staff.active).limit(1))
    person = work.session.get(Staff, staff_id)
    if person is None:
        raise Refused("Whoever is to have him is not known here. Choose somebody else.")
    return person


def _check_continuous(work: Work, hand: AtHand, person: Staff) -> None:
    """One person has one continuous patient at a time, off the unit as on it."""
    if _is_continuous(hand):
        if not may(person.role, Deed.OBSERVE):
            raise Refused(f"{_whom(work, hand)}: {person.name} may not hold him. Choose a tech or a nurse.")
        engaged.check_not_off_unit(work, person.id, person.name, but=hand.stay.id)
        return
    for other in engaged.off_unit_with(work, person.id):
        if other.stay_id != hand.stay.id and _is_continuous(finding.at_hand(work.session, other.stay_id)):
            engaged.check_not_off_unit(work, person.id, person.name, but=hand.stay.id)


def _is_continuous(hand: AtHand) -> bool:
    """Awake, as he is when he leaves, or as he is now."""
    order = hand.order
    now = level_in_force(hand.policy, order.level, order.level_asleep, asleep=hand.stay.asleep)
    return now.continuous or hand.policy.level(order.level).continuous


def _whom(work: Work, hand: AtHand) -> str:
    return f"{finding.patient_name(work.session, hand.stay)} is on {hand.order.level}"
