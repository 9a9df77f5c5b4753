"""An alert is passed on by asking: whoever has it stays answerable until the other accepts it himself."""

from datetime import datetime
from typing import Final

from sqlalchemy import select

from station.models import Alert, ObserverDuty, Round, Staff
from station.models.enums import AlertState
from station.rules.permissions import CHARGES, Deed, may
from station.services import finding
from station.services.alertbook import AlertBook
from station.services.alerts import book_of, open_alert
from station.services.errors import Refused
from station.services.events import Event
from station.services.on_duty import on_duty_rows
from station.services.permitting import require
from station.store.work import Actor, Store, Work

_NOT_YOURS: Final = "Only whoever has accepted an alert, or a charge, asks somebody else to take it. {whose}"


def delegate(store: Store, alert_id: int, to_staff_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """Ask a named person on duty to take an alert. Its lease runs on, and it goes on being told, until he accepts.

    Raises Refused when it is not the actor's to pass on, when it has closed, or when that person cannot take it.
    """
    with store.write(actor, now) as work:
        role = require(work, Deed.DELEGATE_ALERT)
        alert = open_alert(work, alert_id)
        if alert.accepted_by_id != actor.staff_id and role not in CHARGES:
            raise Refused(_NOT_YOURS.format(whose=_whose(work, alert)))
        person = _who_can_take(work, alert, to_staff_id)
        book = book_of(work, alert)
        book.delegate(alert, person)
        book.finish()
        return work.events


def _whose(work: Work, alert: Alert) -> str:
    if alert.state is not AlertState.ACCEPTED:
        return "Accept it first, then ask."
    return f"{finding.person_name(work.session, alert.accepted_by_id)} has this one."


def _who_can_take(work: Work, alert: Alert, staff_id: int) -> Staff:
    person = work.session.get(Staff, staff_id)
    if person is None or not person.active:
        raise Refused("Choose whom to ask: this person does not work here any more. Nothing has been changed.")
    if staff_id in (alert.accepted_by_id, work.actor.staff_id):
        raise Refused(f"Choose somebody else: to take it {person.name} accepts it. Nothing has been changed.")
    if not may(person.role, Deed.ACCEPT_ALERT):
        raise Refused(f"{person.name} is a {person.role.value} and cannot take alerts. Ask somebody who can.")
    if not _is_on_duty(work, staff_id):
        raise Refused(f"{person.name} is not on duty by the published plan. Ask somebody who is.")
    return person


def _is_on_duty(work: Work, staff_id: int) -> bool:
    """By the published plan, or by what he does: walks a round, holds a patient. Everybody, where none is."""
    planned = on_duty_rows(work.session, work.at)
    if not planned or any(one.staff_id == staff_id for one in planned):
        return True
    walks = select(Round.id).where(Round.staff_id == staff_id, Round.ended_at.is_(None))
    holds = select(ObserverDuty.id).where(ObserverDuty.staff_id == staff_id, ObserverDuty.ended_at.is_(None))
    return any(work.session.scalar(one.limit(1)) is not None for one in (walks, holds))


def explain(store: Store, alert_id: int, why: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Say why a high alert closed without what it asked for. It is said once.

    Raises Refused for an alert that owes no reason any more, and for no words.
    """
    with store.write(actor, now) as work:
        require(work, Deed.EXPLAIN_ALERT)
        alert = work.session.get(Alert, alert_id)
        if alert is None or alert.state is not AlertState.CLOSED or alert.close_note is None:
            raise Refused("No reason is owed for this alert any more. Nothing has been changed.")
        if alert.close_note:
            said = finding.person_name(work.session, alert.close_note_by_id)
            raise Refused(f"{said} has said why already: {alert.close_note}. Nothing has been changed.")
        if not why.strip():
            raise Refused("Say why it was not done in time.")
        book = AlertBook(work, finding.policy_in_force(work.session), [alert])
        book.explain(alert, why.strip())
        book.finish()
        return work.events
