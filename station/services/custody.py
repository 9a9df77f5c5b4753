"""Who holds a continuous patient. Handing over takes two: the holder keeps him until the other has accepted."""

from datetime import datetime

from station.models import ObserverDuty, Stay
from station.models.enums import Role
from station.rules import owed
from station.rules.permissions import CHARGES, Deed, a_role, may
from station.services import away, engaged, finding
from station.services.errors import Refused
from station.services.events import Event, StayChanged
from station.services.permitting import require, require_oneself
from station.services.planning import Because, Plan, duty_of
from station.store.work import Actor, Store, Work


def take_over(store: Store, stay_id: int, staff_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """Take a continuous patient whom nobody holds.

    Raises Refused when somebody does, or when this person holds another."""
    with store.write(actor, now) as work:
        require(work, Deed.OBSERVE)
        require_oneself(work, staff_id)
        stay = finding.open_stay(work.session, stay_id)
        away.check_on_unit(work, stay)
        person = finding.person(work.session, staff_id)
        _check_continuous(work, stay)
        held = duty_of(work, stay)
        if held is not None:
            holder = finding.person_name(work.session, held.staff_id)
            raise Refused(f"{holder} has this patient. Ask {holder} to offer him to you, then accept.")
        _check_free(work, staff_id, person.name)
        engaged.check_not_walking(work, staff_id, person.name)
        _begin(work, stay, staff_id)
        _follow(work, stay, f"{person.name} observing")
        return _said(work, stay, "observer.took over", staff=staff_id)


def offer_handover(store: Store, stay_id: int, to_staff_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """The holder, or a charge for him, offers his patient to a named person. He keeps him until that one accepts."""
    with store.write(actor, now) as work:
        role = require(work, Deed.OBSERVE)
        stay = finding.open_stay(work.session, stay_id)
        duty = _held(work, stay)
        _check_offers(work, duty, role)
        to = finding.person(work.session, to_staff_id)
        if to.id == duty.staff_id:
            raise Refused(f"{to.name} has this patient already. Choose who takes over.")
        if not may(to.role, Deed.OBSERVE):
            raise Refused(f"{to.name} is {a_role(to.role)} and does not observe patients. Choose somebody else.")
        _check_free(work, to.id, to.name)
        duty.offered_to_id, duty.offered_at = to.id, now
        return _said(work, stay, "observer.offered", staff=duty.staff_id, to=to.id)


def accept_handover(store: Store, stay_id: int, staff_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """The person to whom the patient was offered takes him; in the same instant the other is free."""
    with store.write(actor, now) as work:
        require(work, Deed.OBSERVE)
        require_oneself(work, staff_id)
        stay = finding.open_stay(work.session, stay_id)
        duty = _offered(work, stay, staff_id)
        person = finding.person(work.session, staff_id)
        _check_free(work, staff_id, person.name)
        engaged.check_not_walking(work, staff_id, person.name)
        before = duty.staff_id
        duty.ended_at = now
        work.session.flush()
        _begin(work, stay, staff_id)
        _follow(work, stay, f"relieved by {person.name}")
        return _said(work, stay, "observer.handed over", staff=staff_id, before=before)


def decline_handover(store: Store, stay_id: int, staff_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """The offer is declined, or taken back by the holder: he keeps the patient."""
    with store.write(actor, now) as work:
        require(work, Deed.OBSERVE)
        require_oneself(work, staff_id)
        stay = finding.open_stay(work.session, stay_id)
        duty = _held(work, stay)
        if duty.offered_to_id is None or staff_id not in (duty.offered_to_id, duty.staff_id):
            raise Refused("This patient has not been offered to you. Nothing has been changed.")
        duty.offered_to_id = duty.offered_at = None
        return _said(work, stay, "observer.declined", staff=staff_id)


def _check_continuous(work: Work, stay: Stay) -> None:
    order = finding.order_in_force(work.session, stay)
    policy = finding.policy_in_force(work.session)
    level = owed.level_in_force(policy, order.level, order.level_asleep, asleep=stay.asleep)
    if not level.continuous:
        raise Refused(f"{finding.patient_name(work.session, stay)} is on {level.code}: no observer is ordered.")


def _check_free(work: Work, staff_id: int, name: str) -> None:
    """One continuous duty at a time, and no patient off the unit meanwhile."""
    engaged.check_not_observing(work, staff_id, name)
    engaged.check_not_off_unit(work, staff_id, name)


def _check_offers(work: Work, duty: ObserverDuty, role: Role | None) -> None:
    if duty.staff_id != work.actor.staff_id and role not in CHARGES:
        holder = finding.person_name(work.session, duty.staff_id)
        raise Refused(f"{holder} has this patient. Ask {holder}, or the charge, to offer him.")


def _held(work: Work, stay: Stay) -> ObserverDuty:
    duty = duty_of(work, stay)
    if duty is None:
        raise Refused("Nobody has this patient. Take him over instead.")
    return duty


def _offered(work: Work, stay: Stay, staff_id: int) -> ObserverDuty:
    duty = _held(work, stay)
    if duty.offered_to_id != staff_id:
        raise Refused("This patient has not been offered to you. Ask the observer to offer him.")
    return duty


def _begin(work: Work, stay: Stay, staff_id: int) -> None:
    work.session.add(ObserverDuty(stay_id=stay.id, staff_id=staff_id, started_at=work.at))
    work.session.flush()


def _follow(work: Work, stay: Stay, reason: str) -> None:
    plan = Plan(work, finding.policy_in_force(work.session), stay, Because(reason))
    plan.follow(finding.order_in_force(work.session, stay))
    plan.book.finish()


def _said(work: Work, stay: Stay, kind: str, **body: int) -> list[Event]:
    work.journal(kind, {"stay": stay.id} | body)
    work.emit(StayChanged(stay.id))
    return work.events
