"""What the auditor holds against the record: everything owed and past its time has an alert, every alert goes on.

Worked out from the times that were promised (due, lapsed, the ladder an alert opened with), never from the column that
tells the sweep when to look: a mistake there is what it is to find. It shares no code with the sweep.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.rules.wording import clock_time

PREFIX: Final = "audit:"
"""Of the subject of every alert that the auditor raises."""

THEN: Final = "Then restart Station and tell whoever looks after it."

_OWED: Final = {
    "check": "a check",
    "observer": "an observer",
    "relief": "relief of the observer",
    "review": "an order review",
    "provider order": "a provider order",
    "not found": "finding the patient",
    "return": "the patient's return",
    "AWOL": "finding the patient",
    "vital signs": "vital signs",
    "first vitals": "first vital signs",
    "score": "an answer to a score",
    "BVC": "an assessment",
    "CIWA-Ar": "an assessment",
    "COWS": "an assessment",
    "belongings search": "a belongings search",
    "orientation": "an orientation",
    "weight": "a weight",
}
"""As a wall may say it: which assessment it is would tell a diagnosis."""

_SEE_HIM: Final = frozenset({"check", "observer", "relief", "not found"})


@dataclass(frozen=True, slots=True)
class AuditedTask:
    """Something open. `alert`: the id of its alert that is not closed; `raised`: whether that says lapsed."""

    id: int
    kind: str
    stay: int | None
    label: str
    due_at: datetime
    lapsed_at: datetime
    alert: int | None
    raised: bool


@dataclass(frozen=True, slots=True)
class AuditedAlert:
    """An alert that is not closed. `rungs`: when each step is to be taken after `due_at`; None: cannot be read."""

    id: int
    subject: str
    kind: str
    stay: int | None
    text: str
    accepted: bool
    step: int
    due_at: datetime
    told_at: datetime | None
    lease_until: datetime | None
    moves: bool
    """Whether anything is set for which the sweep will come back to it."""
    rungs: tuple[timedelta, ...] | None
    repeat: timedelta


@dataclass(frozen=True, slots=True)
class AuditedStay:
    """A patient on the unit's list. `level`: the code in force, awake or asleep."""

    id: int
    bed: str | None
    level: str
    continuous: bool
    away: bool


@dataclass(frozen=True, slots=True)
class Audited:
    """All that is looked at, as it was at one moment."""

    zone: ZoneInfo
    tasks: tuple[AuditedTask, ...]
    alerts: tuple[AuditedAlert, ...]
    stays: tuple[AuditedStay, ...]


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """Something that should not be. `text` names the bed and says what to do, and stays the same while it lasts."""

    subject: str
    text: str


def audit(of: Audited, now: datetime, grace: timedelta) -> tuple[AuditFinding, ...]:
    """Everything that should not be at `now`; what is owed may wait for its alert for `grace`."""
    beds = {stay.id: stay for stay in of.stays}
    found = [
        *_without_alert(of, beds, now, grace),
        *_standing_still(of, beds, now, grace),
        *_owed_nothing(of),
    ]
    return tuple(found)


def _without_alert(
    of: Audited, beds: Mapping[int, AuditedStay], now: datetime, grace: timedelta
) -> Iterator[AuditFinding]:
    for task in of.tasks:
        place = _place(beds, task.stay, task.label)
        what = _OWED.get(task.kind, task.kind) if task.stay is not None else "it"
        deed = "Go and see the patient now, and record it." if task.kind in _SEE_HIM else "See to it now."
        if task.alert is None and now - task.due_at >= grace:
            at = clock_time(task.due_at, of.zone, now)
            said = f"{place}: {what} was due at {at} and no alert was raised. {deed} {THEN}"
            yield AuditFinding(f"{PREFIX}task:{task.id}", said)
        elif task.alert is not None and not task.raised and now - task.lapsed_at >= grace:
            at = clock_time(task.lapsed_at, of.zone, now)
            said = f"{place}: {what} lapsed at {at} and the alert says late only. {deed} {THEN}"
            yield AuditFinding(f"{PREFIX}task:{task.id}:lapse", said)


def _standing_still(
    of: Audited, beds: Mapping[int, AuditedStay], now: datetime, grace: timedelta
) -> Iterator[AuditFinding]:
    """Alerts that do not go on. Those the auditor itself raised would only repeat what the others say."""
    for alert in of.alerts:
        if alert.subject.startswith(PREFIX):
            continue
        fault = _fault_of(alert, of.zone, now, grace)
        if fault:
            place = _place(beds, alert.stay, "The unit")
            said = f"{place}: {fault.format(about=_about(alert))} See to it now and tell the charge yourself. {THEN}"
            yield AuditFinding(f"{PREFIX}alert:{alert.id}", said)


def _about(alert: AuditedAlert) -> str:
    if alert.stay is not None:
        return _OWED.get(alert.kind, alert.kind)
    return "Station itself" if alert.kind == "technical" else alert.text or alert.kind


def _fault_of(alert: AuditedAlert, zone: ZoneInfo, now: datetime, grace: timedelta) -> str:
    if alert.accepted and (alert.lease_until is None or now - alert.lease_until >= grace):
        ran_out = "" if alert.lease_until is None else f" at {clock_time(alert.lease_until, zone, now)}"
        return f"the acceptance of the alert about {{about}} ran out{ran_out} and it did not return to everybody."
    if alert.rungs is None:
        return "whom the alert about {about} is to be passed on to cannot be read."
    step_at = None if alert.accepted else _next_step(alert)
    if step_at is not None and now - step_at >= grace:
        return f"the alert about {{about}} was to be passed on at {clock_time(step_at, zone, now)} and was not."
    if not alert.moves:
        return "nothing will pass on the alert about {about}."
    return ""


def _next_step(alert: AuditedAlert) -> datetime | None:
    """When the next person is to be told, by the ladder the alert opened with; the last rung again and again.

    A rung whose time had passed when the alert was found counts from then. None where nobody was to be told at all.
    """
    rungs = alert.rungs or ()
    if alert.step < len(rungs):
        return max(alert.due_at + rungs[alert.step], alert.told_at or alert.due_at)
    return None if alert.told_at is None else alert.told_at + alert.repeat


def _owed_nothing(of: Audited) -> Iterator[AuditFinding]:
    """Patients of whom nothing is owed that always is."""
    owed: dict[int, set[str]] = {}
    for task in of.tasks:
        if task.stay is not None:
            owed.setdefault(task.stay, set()).add(task.kind)
    for stay in of.stays:
        for what, missing in _missing(stay, owed.get(stay.id, set())):
            said = f"{_bed(stay)}: {missing} {THEN}"
            yield AuditFinding(f"{PREFIX}stay:{stay.id}:{what}", said)


def _missing(stay: AuditedStay, owed: Iterable[str]) -> Iterator[tuple[str, str]]:
    kinds = set(owed)
    if stay.away:
        if not kinds & {"return", "AWOL"}:
            yield "return", "the patient is off the unit and nobody is expecting him back. Find out where he is now."
        return
    if "check" not in kinds:
        yield "check", f"the patient is on {stay.level} and no check is owed. See him now, and keep his times by hand."
    if stay.continuous and not kinds & {"observer", "relief"}:
        yield "observer", f"the patient is on {stay.level} and no observer is owed. See that somebody is with him now."


def _place(beds: Mapping[int, AuditedStay], stay: int | None, otherwise: str) -> str:
    if stay is None:
        return otherwise or "The unit"
    return _bed(beds[stay]) if stay in beds else "A patient who has left"


def _bed(stay: AuditedStay) -> str:
    return f"Bed {stay.bed}" if stay.bed else "A patient without a bed"
