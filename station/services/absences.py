"""Off the unit and back: nobody is rounded here while a named person has him, and his return is owed by a time."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import AbsenceKind
from station.services.events import Event
from station.store.rows.absences import AbsenceStepRow
from station.store.work import Actor, Store


@dataclass(frozen=True, slots=True)
class Leaving:
    """A patient leaves the unit with somebody. `left_at` None: now. `kind` is not AWOL: see `report_awol`."""

    request_id: str
    stay_id: int
    kind: AbsenceKind
    destination: str
    custodian: str
    expected_at: datetime
    custodian_id: int | None = None
    """Where the custodian is of the unit's staff."""
    left_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Awol:
    """Gone without leave. `noticed_at` None: now."""

    request_id: str
    stay_id: int
    last_place: str
    noticed_at: datetime | None = None
    note: str = ""


def leave_unit(store: Store, leaving: Leaving, *, actor: Actor, now: datetime) -> list[Event]:
    """His checks are suspended from now on, and his return is owed by the expected time."""
    raise NotImplementedError


def hand_on(
    store: Store,
    request_id: str,
    stay_id: int,
    custodian: str,
    *,
    custodian_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> list[Event]:
    """Somebody else has him now."""
    raise NotImplementedError


def expect_at(
    store: Store, request_id: str, stay_id: int, expected_at: datetime, reason: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """He is expected back at another time, because."""
    raise NotImplementedError


def come_back(
    store: Store,
    request_id: str,
    stay_id: int,
    note: str = "",
    *,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> list[Event]:
    """He is back on the unit, now or since `at`: a check is owed within 2 minutes of that."""
    raise NotImplementedError


def report_awol(store: Store, awol: Awol, *, actor: Actor, now: datetime) -> list[Event]:
    """He is gone from the unit, or did not come back: a high alert until he is back or his stay ends."""
    raise NotImplementedError


def tell(
    store: Store,
    request_id: str,
    stay_id: int,
    who: str,
    said: str,
    *,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> list[Event]:
    """Somebody was told that he is gone: police, family, the provider. `at` None: now."""
    raise NotImplementedError


def read_absence_steps(store: Store, absence_id: int) -> tuple[AbsenceStepRow, ...]:
    """Everything that happened while he was away, in order."""
    raise NotImplementedError
