"""Observers' duties and the offers made of them: found, begun and ended in one place, so that none is left open."""

from typing import Final

from sqlalchemy import bindparam, select

from station.models import Handing, ObserverDuty, Stay
from station.models.enums import HandingAnswer
from station.store.rows.custody import HandedOver
from station.store.work import Work

_OPEN_OFFER: Final = select(Handing).where(Handing.duty_id == bindparam("duty_id"), Handing.answered_at.is_(None))


def duty_of(work: Work, stay: Stay) -> ObserverDuty | None:
    """Who holds this patient now."""
    return work.session.scalar(
        select(ObserverDuty).where(ObserverDuty.stay_id == stay.id, ObserverDuty.ended_at.is_(None))
    )


def open_offer(work: Work, duty: ObserverDuty) -> Handing | None:
    """The offer of this duty that nobody has answered yet."""
    return work.session.scalar(_OPEN_OFFER, {"duty_id": duty.id})


def begin_duty(work: Work, stay: Stay, staff_id: int) -> None:
    work.session.add(ObserverDuty(stay_id=stay.id, staff_id=staff_id, started_at=work.at))
    work.session.flush()


def end_duty(work: Work, duty: ObserverDuty, why: str) -> None:
    """Whoever holds the patient is free; an offer still open speaks of nothing any more."""
    duty.ended_at = work.at
    void_offer(work, duty, why)
    work.journal("observer.released", {"stay": duty.stay_id, "staff": duty.staff_id, "reason": why})


def void_offer(work: Work, duty: ObserverDuty, why: str) -> None:
    """What was said with it is no longer so: whoever it was made to has to be asked anew."""
    offer = open_offer(work, duty)
    if offer is not None:
        answer(work, offer, HandingAnswer.VOID, why)
        work.journal("observer.offer void", {"stay": duty.stay_id, "handing": offer.id, "reason": why})


def answer(work: Work, offer: Handing, given: HandingAnswer, reason: str = "") -> None:
    """The offer is open no longer."""
    offer.answer, offer.answered_at, offer.answer_reason = given, work.at, reason
    work.session.flush()


def handed_over(handing: Handing) -> HandedOver:
    """What was said with an offer."""
    return HandedOver(handing.reason, handing.distance, handing.bathroom, handing.triggers, handing.last_contact)
