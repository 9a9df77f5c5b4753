"""Alerts: a person answers for one, or says how it ended; faults of Station itself come and go."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, select

from station.models import Alert
from station.models.enums import AlertState, TaskKind
from station.rules.permissions import Deed
from station.services import finding
from station.services.alertbook import AlertBook
from station.services.errors import Refused
from station.services.events import Event
from station.services.permitting import require, require_oneself
from station.store.work import Actor, Store, Work

_ASSESS: Final = "Only the assessment closes it. Make it, or record that it was refused."
ONLY_THE_DEED: Final = {
    TaskKind.CHECK.value: "Only a check of the patient closes it. Accept it, and record the check.",
    TaskKind.OBSERVER.value: "Only a named observer closes it. Take the patient over, or have somebody do so.",
    TaskKind.RELIEF.value: "Only the relief closes it. Hand the patient over.",
    TaskKind.REVIEW.value: "Only the review closes it. Enter the review, or the new level.",
    TaskKind.PROVIDER_ORDER.value: "Only the provider's order closes it. Enter the order.",
    TaskKind.NOT_FOUND.value: "Only finding the patient closes it. Record the check when he is seen, or report AWOL.",
    TaskKind.RETURN.value: "Only his return closes it. Record him back, expect him later, or report him AWOL.",
    TaskKind.AWOL.value: "Only finding the patient closes it. Record him back, or end the stay.",
    TaskKind.ROUND_OPEN.value: "Only the end of the round closes it. End the round.",
    TaskKind.ENVIRONMENTAL.value: "Only the round closes it. Make the environmental round.",
    TaskKind.HANDOVER.value: "Only the two signatures close it. Open the Handover page: both charges sign.",
    TaskKind.HAZARD.value: "Only the repair closes it, once another person has verified it. Say that it is fixed.",
    TaskKind.BELONGINGS.value: "Only the search closes it. Record what was found and where it went.",
    TaskKind.ORIENTATION.value: "Only the orientation closes it. Record it, or why it was not possible.",
    TaskKind.FIRST_VITALS.value: "Only the vital signs close it. Record them, or that they were refused.",
    TaskKind.VITALS.value: "Only vital signs close it. Take them, or record that they were refused.",
    TaskKind.SCORE.value: "Only a nurse's answer closes it. Say what was found and done about the score.",
    TaskKind.BVC.value: _ASSESS,
    TaskKind.CIWA.value: _ASSESS,
    TaskKind.COWS.value: _ASSESS,
    TaskKind.CANARY.value: "Station closes it itself: it is a probe of its own.",
    TaskKind.WEIGHT.value: "Only the weight closes it. Record it, or that it was refused.",
}
"""Why an alert of this kind cannot be closed by words."""


def accept(store: Store, alert_id: int, staff_id: int, note: str = "", *, actor: Actor, now: datetime) -> list[Event]:
    """A named person answers for an alert and says what he will do. It stays open until the deed is done; the
    acceptance runs out (3 min high, 10 min medium by default) and the alert returns.

    Raises Refused when it is closed, or another person has it who has not asked this one to take it.
    """
    with store.write(actor, now) as work:
        require(work, Deed.ACCEPT_ALERT)
        require_oneself(work, staff_id)
        alert = open_alert(work, alert_id)
        person = finding.person(work.session, staff_id)
        if alert.state is AlertState.ACCEPTED and staff_id not in (alert.accepted_by_id, alert.delegated_to_id):
            holder = finding.person_name(work.session, alert.accepted_by_id)
            raise Refused(f"{holder} has accepted this alert already. It comes back when {holder}'s time runs out.")
        book = book_of(work, alert)
        book.accept(alert, person, note.strip())
        book.finish()
        return work.events


def close(store: Store, alert_id: int, staff_id: int, reason: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Close a technical alert with the words of a named person. Raises Refused for what only a deed can close."""
    with store.write(actor, now) as work:
        require(work, Deed.CLOSE_TECHNICAL)
        require_oneself(work, staff_id)
        alert = open_alert(work, alert_id)
        person = finding.person(work.session, staff_id)
        if alert.kind in ONLY_THE_DEED:
            raise Refused(ONLY_THE_DEED[alert.kind])
        if not reason.strip():
            raise Refused("Say how it was resolved.")
        book = book_of(work, alert)
        book.close(alert, reason.strip(), who=person.name)
        book.finish()
        return work.events


def raise_technical(store: Store, subject: str, text: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Say on every screen that something of Station itself is wrong. Once while it lasts; `text` is the sentence."""
    with store.write(actor, now) as work:
        running = _running(work, subject)
        book = AlertBook(work, finding.policy_in_force(work.session), [] if running is None else [running])
        book.open_technical(subject, text)
        book.finish()
        return work.events


def clear_technical(store: Store, subject: str, *, actor: Actor, now: datetime) -> list[Event]:
    """The fault is over. Nothing happens when there was none."""
    with store.read() as session:
        if session.scalar(select(Alert.id).where(_is_running(subject))) is None:
            return []
    with store.write(actor, now) as work:
        running = _running(work, subject)
        if running is not None:
            book = book_of(work, running)
            book.close(running, "over", who=actor.name)
            book.finish()
        return work.events


def _is_running(subject: str) -> ColumnElement[bool]:
    return and_(Alert.subject == subject, Alert.state != AlertState.CLOSED)


def _running(work: Work, subject: str) -> Alert | None:
    return work.session.scalar(select(Alert).where(_is_running(subject)))


def open_alert(work: Work, alert_id: int) -> Alert:
    """One that is not closed. Raises Refused."""
    alert = work.session.get(Alert, alert_id)
    if alert is None or alert.state is AlertState.CLOSED:
        raise Refused("This alert has been closed meanwhile. Nothing has been changed.")
    return alert


def book_of(work: Work, alert: Alert) -> AlertBook:
    """The book of this one alert."""
    return AlertBook(work, finding.policy_in_force(work.session), [alert])
