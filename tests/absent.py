"""Short ways to take patients of a built unit off it and back, as people do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from station.models import Absence, Task
from station.models.enums import AbsenceKind, TaskKind, TaskState
from station.services import absences, reading
from station.services.absences import Awol, Leaving
from station.services.events import Event
from station.store.rows import PatientRow
from tests.builders import BuiltUnit, minutes

STANDING = (TaskKind.CHECK, TaskKind.RETURN, TaskKind.AWOL)
"""Of these an open stay has exactly one open task at any time."""


def leave(unit: BuiltUnit, stay_id: int, at: datetime, *, with_: str = "A. Diaz", **more: Any) -> list[Event]:
    """To radiology with one of the staff, or with whom `more` says, back in half an hour. `more`: fields of it."""
    said: dict[str, Any] = {
        "request_id": unit.request(),
        "kind": AbsenceKind.ESCORT,
        "destination": "Radiology",
        "custodian": with_,
        "custodian_id": unit.staff.get(with_),
        "expected_at": at + minutes(30),
    }
    return absences.leave_unit(unit.store, Leaving(stay_id=stay_id, **said | more), actor=unit.who(), now=at)


def on_pass(unit: BuiltUnit, stay_id: int, at: datetime, **more: Any) -> list[Event]:
    """Home with his sister."""
    said: dict[str, Any] = {"with_": "his sister", "kind": AbsenceKind.PASS, "destination": "Home"}
    return leave(unit, stay_id, at, **said | more)


def back(unit: BuiltUnit, stay_id: int, now: datetime, **more: Any) -> list[Event]:
    request_id = more.pop("request_id", None) or unit.request()
    return absences.come_back(unit.store, request_id, stay_id, actor=unit.who(), now=now, **more)


def hand_on(unit: BuiltUnit, stay_id: int, to: str, at: datetime, *, request_id: str = "") -> list[Event]:
    return absences.hand_on(
        unit.store, request_id or unit.request(), stay_id, to, custodian_id=unit.staff.get(to), actor=unit.who(), now=at
    )


def expect(
    unit: BuiltUnit,
    stay_id: int,
    expected_at: datetime,
    at: datetime,
    *,
    reason: str = "scan delayed",
    request: str = "",
) -> list[Event]:
    asked = request or unit.request()
    return absences.expect_at(unit.store, asked, stay_id, expected_at, reason, actor=unit.who(), now=at)


def gone(unit: BuiltUnit, stay_id: int, at: datetime, **more: Any) -> list[Event]:
    said: dict[str, Any] = {"request_id": unit.request(), "last_place": "Courtyard"}
    return absences.report_awol(unit.store, Awol(stay_id=stay_id, **said | more), actor=unit.who(), now=at)


def tell(unit: BuiltUnit, stay_id: int, who: str, now: datetime, **more: Any) -> list[Event]:
    request_id = more.pop("request_id", None) or unit.request()
    said = more.pop("said", "described him")
    return absences.tell(unit.store, request_id, stay_id, who, said, actor=unit.who(), now=now, **more)


def patient(unit: BuiltUnit, stay_id: int, now: datetime) -> PatientRow:
    board = reading.read_board(unit.store, now)
    everyone = [*board.unplaced, *(bed.patient for bed in board.beds if bed.patient is not None)]
    return next(one for one in everyone if one.stay_id == stay_id)


def standing(unit: BuiltUnit, stay_id: int) -> list[TaskKind]:
    """Which of the check, the return and AWOL are owed of him now."""
    with unit.store.read() as session:
        kinds = session.scalars(select(Task.kind).where(Task.stay_id == stay_id, Task.state == TaskState.OPEN)).all()
    return [kind for kind in kinds if kind in STANDING]


def all_absences(unit: BuiltUnit) -> Sequence[Absence]:
    with unit.store.read() as session:
        return session.scalars(select(Absence).order_by(Absence.id)).all()
