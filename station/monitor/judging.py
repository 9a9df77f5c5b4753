"""What may be entered while the record is away, judged by the rules and by what is known without it.

The same sentences as the services have; what cannot be known here is judged when the entry goes into the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from station.models.enums import AlertState, Role
from station.rules import vital_limits
from station.rules.entries import EntryError, judge
from station.rules.permissions import may, refusal
from station.rules.policy import Policy
from station.rules.wording import short
from station.services import keeping
from station.services.entering import CheckEntry
from station.services.errors import NeedsConfirmation, Refused
from station.services.vital_entering import VitalEntry, check_said, in_canonical
from station.store.rows import BoardSnapshot, PatientRow
from station.store.spool import Kept

UNKNOWN = (
    "This patient was not known here when the record went away, so nothing can be entered for him now. "
    "Write it on paper with its time, and enter it when the record is back."
)


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to judge by."""

    board: BoardSnapshot
    """As carried on from memory."""
    policy: Policy
    kept: tuple[Kept, ...]


def check(entry: keeping.Kind, name: str, role: Role, known: Known, now: datetime, *, confirmed: bool) -> None:
    """Raises Refused, or NeedsConfirmation unless `confirmed`, as the service would as far as is known."""
    check_deed(entry, role)
    if isinstance(entry, keeping.Paused):
        return  # as to the unit there is nothing to judge
    if isinstance(entry, keeping.Accepted):
        _check_alert(entry, name, known.board)
        return
    patient = _patient(known.board, entry.stay_id)
    if isinstance(entry, CheckEntry):
        _check_check(entry, name, patient, known, now, confirmed=confirmed)
    elif isinstance(entry, VitalEntry):
        _check_vitals(entry, patient, now, confirmed=confirmed)
    else:
        _check_here(patient, now)


def check_deed(entry: keeping.Kind, role: Role) -> None:
    """Raises Refused where it is not this role's to do. Nothing needs to be known of the unit for it."""
    deed = keeping.DEEDS[keeping.kind_of(entry)]
    if not may(role, deed):
        raise Refused(refusal(role, deed))


def is_kept_already(request_id: str, kept: Iterable[Kept]) -> bool:
    """A second tap: the same entry is here."""
    return any(one.body.get("request_id") == request_id for one in kept)


def _patient(board: BoardSnapshot, stay_id: int) -> PatientRow:
    everybody = (*(bed.patient for bed in board.beds), *board.unplaced)
    found = next((one for one in everybody if one is not None and one.stay_id == stay_id), None)
    if found is None:
        raise Refused(UNKNOWN)
    return found


def _check_here(patient: PatientRow, at: datetime) -> None:
    if patient.away is not None and at > patient.away.left_at:
        raise Refused(
            f"{patient.given} {patient.family} was off the unit when the record went away. "
            "Write it on paper with its time, and record him back when the record is there again."
        )


def _check_check(
    entry: CheckEntry, name: str, patient: PatientRow, known: Known, now: datetime, *, confirmed: bool
) -> None:
    at = entry.observed_at or now
    _check_here(patient, at)
    seen = patient.seen
    try:
        verdict = judge(
            at,
            now,
            admitted_at=patient.admitted_at,
            discharged_at=None,
            last_same_observer_at=seen.observed_at if seen is not None and seen.observer == name else None,
            activity=entry.activity,
            life_sign=entry.life_sign,
            location=entry.location,
            policy=known.policy,
        )
    except EntryError as error:
        raise Refused(str(error)) from error
    if verdict.asks is not None and not confirmed:
        raise NeedsConfirmation(verdict.asks)


def _check_vitals(entry: VitalEntry, patient: PatientRow, now: datetime, *, confirmed: bool) -> None:
    at, values = entry.observed_at or now, in_canonical(entry)
    if at > now:
        raise Refused(f"This would be {short(at - now)} in the future. Correct the time.")
    if at < patient.admitted_at:
        raise Refused("This time is before the patient was admitted. Correct the time or the patient.")
    _check_here(patient, at)
    check_said(entry, values)
    asked = [one.sentence for one in vital_limits.questions(values, at, vital_limits.Before(None, None))]
    if asked and not confirmed:
        raise NeedsConfirmation(" ".join(asked))


def _check_alert(entry: keeping.Accepted, name: str, board: BoardSnapshot) -> None:
    alert = next((one for one in board.alerts if one.subject == entry.subject), None)
    if alert is None:
        raise Refused("This alert has been closed meanwhile. Nothing has been changed.")
    if alert.state is AlertState.ACCEPTED and alert.accepted_by != name:
        raise Refused(f"{alert.accepted_by} has accepted this alert already. It comes back when that time runs out.")
