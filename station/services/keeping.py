"""What may be entered while the record is away, as a body that a file can hold; and back again.

Only what cannot wait and is one person's own: a check, a patient not found, vital signs, answering for an alert,
pausing the sound.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from station.models.enums import SetOutcome
from station.rules.permissions import Deed
from station.rules.vital_limits import Vitals
from station.services.entering import CheckEntry
from station.services.vital_entering import VitalEntry

CHECK: Final = "check"
NOT_FOUND: Final = "not found"
VITALS: Final = "vitals"
ACCEPT: Final = "accept"
PAUSE: Final = "pause"
AWAY: Final = "away"
"""Station's own: the record could not be reached any more; `since` when it last was, and why."""
LOOKED: Final = "looked"
"""Station's own: what it raised and saw healed from memory."""

UNPROVEN: Final = "unproven"
"""In a body: it was entered under a name that was chosen from a list, while no PIN could be checked."""

PRESSED: Final = "pressed"
"""In the body of an answer: when it was given, before the record was tried, which may have taken it all the same."""

DEEDS: Final = {
    CHECK: Deed.RECORD_CHECK,
    NOT_FOUND: Deed.RECORD_CHECK,
    VITALS: Deed.VITALS,
    ACCEPT: Deed.ACCEPT_ALERT,
    PAUSE: Deed.PAUSE_SOUND,
}
"""What a person does, and what he must be allowed for it."""

WORDS: Final = {
    CHECK: "Check",
    NOT_FOUND: "Not found",
    VITALS: "Vital signs",
    ACCEPT: "Accepted alert",
    PAUSE: "Pause of the sound",
    AWAY: "The record was away",
    LOOKED: "Watched from memory",
}


@dataclass(frozen=True, slots=True)
class NotFound:
    """A patient was looked for and not found."""

    request_id: str
    stay_id: int
    note: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A person answers for an alert. `subject` names it where it was raised from memory and has no number yet."""

    subject: str
    stay_id: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Paused:
    """A person paused the sound of this station until then; in the past: he ended the pause."""

    until: datetime


Kind = CheckEntry | VitalEntry | NotFound | Accepted | Paused


def kind_of(entry: Kind) -> str:
    kinds = {CheckEntry: CHECK, VitalEntry: VITALS, NotFound: NOT_FOUND, Accepted: ACCEPT, Paused: PAUSE}
    return kinds[type(entry)]


def body_of(entry: Kind, at: datetime) -> dict[str, Any]:
    """What the file keeps. A time that was left open is `at`: later nobody would know which now was meant."""
    said = asdict(entry)
    if isinstance(entry, CheckEntry | VitalEntry):
        said["observed_at"] = entry.observed_at or at
    elif isinstance(entry, Accepted):
        said[PRESSED] = at
    return said


def check_of(body: Mapping[str, Any]) -> CheckEntry:
    return CheckEntry(**_timed(body))


def not_found_of(body: Mapping[str, Any]) -> NotFound:
    return NotFound(**_plain(body))


def vitals_of(body: Mapping[str, Any]) -> VitalEntry:
    said = _timed(body)
    said["outcome"] = SetOutcome(said["outcome"])
    said["values"] = Vitals(**said["values"])
    said["units"] = tuple((name, unit) for name, unit in said["units"])
    return VitalEntry(**said)


def accepted_of(body: Mapping[str, Any]) -> Accepted:
    return Accepted(**_plain(body))


def pressed_of(body: Mapping[str, Any]) -> datetime | None:
    """None where it was kept by a Station that did not say."""
    return datetime.fromisoformat(body[PRESSED]) if PRESSED in body else None


def paused_of(body: Mapping[str, Any]) -> Paused:
    return Paused(datetime.fromisoformat(body["until"]))


def _timed(body: Mapping[str, Any]) -> dict[str, Any]:
    return {**_plain(body), "observed_at": datetime.fromisoformat(body["observed_at"])}


def is_unproven(body: Mapping[str, Any]) -> bool:
    """Whether nobody can say for certain that it is of whom it says."""
    return bool(body.get(UNPROVEN))


def _plain(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in (UNPROVEN, PRESSED)}
