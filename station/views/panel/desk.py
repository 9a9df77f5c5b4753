"""What every form of a desk works with, handed to it when it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from station.store.rows import BedRow, BoardSnapshot, PatientRow
from station.views.bridge import Bridge
from station.views.commands import Commands, DeskFacts, Reads
from station.views.recorder import Recorder


def new_request_id() -> str:
    """Names one entry, so that the same entry sent twice is stored once."""
    return uuid4().hex


def at_once(act: Callable[[], None]) -> None:
    """Where nothing listens for scanners."""
    act()


@dataclass(frozen=True, slots=True)
class Desk:
    """The collaborators of a form. `now` is the clock's present moment (aware, UTC).

    `settled` does what a digit stands for as soon as it is sure that a person typed it and no scanner did.
    """

    commands: Commands
    reads: Reads
    bridge: Bridge
    recorder: Recorder
    facts: DeskFacts
    zone: ZoneInfo
    now: Callable[[], datetime]
    request_id: Callable[[], str] = new_request_id
    settled: Callable[[Callable[[], None]], None] = at_once


@dataclass(frozen=True, slots=True)
class Placed:
    """A patient and his bed; `bed` None while he has none."""

    patient: PatientRow
    bed: BedRow | None

    @property
    def title(self) -> str:
        """1204 · Ames, Maria"""
        return f"{self.place} · {self.name}"

    @property
    def name(self) -> str:
        """Ames, Maria"""
        return f"{self.patient.family}, {self.patient.given}"

    @property
    def place(self) -> str:
        return self.bed.label if self.bed else "No bed"


def placed(snapshot: BoardSnapshot, stay_id: int) -> Placed | None:
    """Where a patient is now; None when he has been discharged."""
    return next((one for one in everyone(snapshot) if one.patient.stay_id == stay_id), None)


def everyone(snapshot: BoardSnapshot) -> tuple[Placed, ...]:
    """All patients, in bed order, those without a bed last."""
    in_beds = tuple(Placed(bed.patient, bed) for bed in snapshot.beds if bed.patient is not None)
    return in_beds + tuple(Placed(patient, None) for patient in snapshot.unplaced)


def empty_beds(snapshot: BoardSnapshot) -> tuple[BedRow, ...]:
    return tuple(bed for bed in snapshot.beds if bed.patient is None)
