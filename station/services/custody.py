"""Who holds a continuous patient. Handing over takes two: the holder keeps him until the other has accepted."""

from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import aliased

from station.models import Handing, ObserverDuty, Staff, Stay
from station.models.enums import HandingAnswer, Role
from station.rules import owed
from station.rules.permissions import CHARGES, Deed, a_role, may
from station.services import away, engaged, finding
from station.services.duties import answer, begin_duty, duty_of, handed_over, open_offer
from station.services.errors import Refused
from station.services.events import Event, StayChanged
from station.services.permitting import require, require_oneself
from station.services.planning import Because, Plan
from station.store.rows.custody import HandedOver, HandingRow
from station.store.work import Actor, Store, Work

MOST_LETTERS: Final = 400
_MISSING: Final = {
    "reason": "Say why he is observed",
    "distance": "Say how close the observer stays",
    "bathroom": "Say how he is observed in the bathroom",
    "triggers": "Say what upsets him or what to watch for; where nothing is known, say so",
    "last_contact": "Say what he last said or did, and when",
}


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
        begin_duty(work, stay, staff_id)
        _follow(work, stay, f"{person.name} observing")
        return _said(work, stay.id, "observer.took over", staff=staff_id)


def offer_handover(
    store: Store, stay_id: int, to_staff_id: int, said: HandedOver, *, actor: Actor, now: datetime
) -> list[Event]:
    """The holder, or a charge for him, offers his patient to a named person and says what that one has to know.

    He keeps him until that person accepts. Raises Refused while another offer of him is open.
    """
    with store.write(actor, now) as work:
        role = require(work, Deed.OBSERVE)
        stay = finding.open_stay(work.session, stay_id)
        duty = _held(work, stay)
        _check_answers_for(work, duty, role)
        to = finding.person(work.session, to_staff_id)
        _check_can_take(work, duty, to)
        told = _told(said)
        _check_none_open(work, duty)
        handing = Handing(
            duty_id=duty.id, to_id=to.id, offered_by_id=work.actor.staff_id, offered_at=now, **asdict(told)
        )
        work.session.add(handing)
        work.session.flush()
        return _said(
            work, stay.id, "observer.offered", staff=duty.staff_id, to=to.id, handing=handing.id, said=asdict(told)
        )


def accept_handover(store: Store, handing_id: int, staff_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """The person to whom the patient was offered takes him; in the same instant the other is free."""
    with store.write(actor, now) as work:
        require(work, Deed.OBSERVE)
        require_oneself(work, staff_id)
        offer, duty = _offered(work, handing_id, staff_id)
        stay = finding.open_stay(work.session, duty.stay_id)
        person = finding.person(work.session, staff_id)
        _check_free(work, staff_id, person.name)
        engaged.check_not_walking(work, staff_id, person.name)
        answer(work, offer, HandingAnswer.ACCEPTED)
        duty.ended_at = now
        work.session.flush()
        begin_duty(work, stay, staff_id)
        _follow(work, stay, f"relieved by {person.name}")
        return _said(work, stay.id, "observer.handed over", staff=staff_id, before=duty.staff_id, handing=offer.id)


def decline_handover(
    store: Store, handing_id: int, staff_id: int, reason: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """The person to whom the patient was offered does not take him, and says why. The holder keeps him."""
    with store.write(actor, now) as work:
        require(work, Deed.OBSERVE)
        require_oneself(work, staff_id)
        offer, duty = _offered(work, handing_id, staff_id)
        why = reason.strip()
        if not why:
            raise Refused("Say why you do not take him: the observer has to find somebody else.")
        answer(work, offer, HandingAnswer.DECLINED, _short(why, "the reason"))
        return _said(work, duty.stay_id, "observer.declined", staff=staff_id, handing=offer.id, reason=why)


def take_back_offer(store: Store, handing_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """The holder, or a charge for him, offers him no longer. The holder keeps him."""
    with store.write(actor, now) as work:
        role = require(work, Deed.OBSERVE)
        offer, duty = _open(work, handing_id)
        _check_answers_for(work, duty, role)
        answer(work, offer, HandingAnswer.TAKEN_BACK)
        return _said(work, duty.stay_id, "observer.offer taken back", handing=offer.id)


def read_handings(store: Store, stay_id: int, limit: int = 12) -> tuple[HandingRow, ...]:
    """Every offer of a patient, the latest first, of a stay that has ended too."""
    holder, to, by = aliased(Staff), aliased(Staff), aliased(Staff)
    with store.read() as session:
        found = session.execute(
            select(Handing, holder.name, to.name, by.name)
            .join(ObserverDuty, ObserverDuty.id == Handing.duty_id)
            .join(holder, holder.id == ObserverDuty.staff_id)
            .join(to, to.id == Handing.to_id)
            .outerjoin(by, by.id == Handing.offered_by_id)
            .where(ObserverDuty.stay_id == stay_id)
            .order_by(Handing.id.desc())
            .limit(limit)
        )
        return tuple(_row(handing, *names) for handing, *names in found)


def _row(handing: Handing, holder: str, to: str, by: str | None) -> HandingRow:
    return HandingRow(
        handing_id=handing.id,
        holder=holder,
        to_id=handing.to_id,
        to=to,
        by=by or holder,
        at=handing.offered_at,
        said=handed_over(handing),
        answer=handing.answer,
        answered_at=handing.answered_at,
        answer_reason=handing.answer_reason,
    )


def _told(said: HandedOver) -> HandedOver:
    """As it is kept. Refuses what leaves the next observer in the dark."""
    told = replace(said, **{one.name: getattr(said, one.name).strip() for one in fields(said)})
    missing = [sentence for name, sentence in _MISSING.items() if not getattr(told, name)]
    if missing:
        raise Refused(f"{'. '.join(missing)}. Whoever takes over reads it before accepting.")
    for one in fields(told):
        _short(getattr(told, one.name), "each")
    return told


def _short(words: str, what: str) -> str:
    if len(words) > MOST_LETTERS:
        raise Refused(f"These are {len(words)} letters. Say {what} in at most {MOST_LETTERS}: it is read standing.")
    return words


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


def _check_answers_for(work: Work, duty: ObserverDuty, role: Role | None) -> None:
    """The holder himself, or a charge."""
    if duty.staff_id != work.actor.staff_id and role not in CHARGES:
        holder = finding.person_name(work.session, duty.staff_id)
        raise Refused(f"{holder} has this patient. Ask {holder}, or the charge, to do it.")


def _check_can_take(work: Work, duty: ObserverDuty, to: Staff) -> None:
    if to.id == duty.staff_id:
        raise Refused(f"{to.name} has this patient already. Choose who takes over.")
    if not may(to.role, Deed.OBSERVE):
        raise Refused(f"{to.name} is {a_role(to.role)} and does not observe patients. Choose somebody else.")
    _check_free(work, to.id, to.name)


def _check_none_open(work: Work, duty: ObserverDuty) -> None:
    offer = open_offer(work, duty)
    if offer is not None:
        to = finding.person_name(work.session, offer.to_id)
        raise Refused(f"He is offered to {to} already. Take that offer back first, then offer him again.")


def _held(work: Work, stay: Stay) -> ObserverDuty:
    duty = duty_of(work, stay)
    if duty is None:
        raise Refused("Nobody has this patient. Take him over instead.")
    return duty


def _open(work: Work, handing_id: int) -> tuple[Handing, ObserverDuty]:
    offer = work.session.get(Handing, handing_id)
    if offer is None or offer.answered_at is not None:
        raise Refused("This offer is not open any more. Look at who has the patient now.")
    return offer, work.session.get_one(ObserverDuty, offer.duty_id)


def _offered(work: Work, handing_id: int, staff_id: int) -> tuple[Handing, ObserverDuty]:
    """To this person, and not answered yet."""
    offer, duty = _open(work, handing_id)
    if offer.to_id != staff_id:
        raise Refused("This patient has not been offered to you. Ask the observer to offer him.")
    return offer, duty


def _follow(work: Work, stay: Stay, reason: str) -> None:
    plan = Plan(work, finding.policy_in_force(work.session), stay, Because(reason))
    plan.follow(finding.order_in_force(work.session, stay))
    plan.book.finish()


def _said(work: Work, stay_id: int, kind: str, **body: object) -> list[Event]:
    work.journal(kind, {"stay": stay_id} | body)
    work.emit(StayChanged(stay_id))
    return work.events
