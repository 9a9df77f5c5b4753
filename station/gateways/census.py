"""A census file comes in: checked as a whole first, then one admission after the other.

Each admission is a transaction. Ended in the middle, the same file imported again completes it: who is here already,
in that bed, is left as he is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station.gateways.checking import CensusReport, CensusRow, Fault, Here, check_census
from station.gateways.proposing import plan_from_census
from station.gateways.sheet import LARGEST, Unreadable
from station.services import Actor, Store
from station.services.errors import Refused
from station.services.reading import read_board, read_policy
from station.services.stays import admit

__all__ = [
    "CensusReport",
    "CensusRow",
    "Fault",
    "Here",
    "Imported",
    "Unreadable",
    "check_census",
    "check_file",
    "import_census",
    "import_file",
    "plan_from_census",
    "read_census_file",
]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    admitted: int
    unchanged: int
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...] = ()
    stopped: bool = False
    """Whether it was stopped before its end."""
    refused: bool = False
    """Whether nothing was imported because lines are bad."""

    @property
    def bad(self) -> tuple[str, ...]:
        """A sentence for every fault."""
        return tuple(str(fault) for fault in self.faults)

    @property
    def summary(self) -> str:
        """One line that says what was done."""
        lines = len({fault.line for fault in self.faults})
        bad = f" {lines} {'line' if lines == 1 else 'lines'} left out." if lines else ""
        if self.refused:
            return f"Nothing has been imported: {lines} {'line is' if lines == 1 else 'lines are'} bad."
        done = f"{self.admitted} admitted, {self.unchanged} already here.{bad}"
        return f"Stopped before the end: {done} Import the file again to go on." if self.stopped else done


def read_census_file(path: Path) -> bytes:
    """The bytes of the file. Raises Unreadable with a sentence where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror or error}). Choose another file.") from error


def check_file(store: Store, path: Path, *, now: datetime) -> CensusReport:
    """Check a file against the unit as stored. Raises Refused when there is no unit or the file is no census."""
    data = read_census_file(path)
    board = read_board(store, now)
    patients = [bed.patient for bed in board.beds if bed.patient is not None]
    bed_of = {bed.patient.stay_id: bed.label for bed in board.beds if bed.patient is not None}
    here = [
        Here(one.mrn, one.family, one.given, one.birth_date, bed_of.get(one.stay_id), one.level_ordered)
        for one in (*patients, *board.unplaced)
    ]
    beds = [bed.label for bed in board.beds]
    return check_census(data, zone=board.unit.zone, policy=read_policy(store), beds=beds, here=here, now=now)


def import_census(
    store: Store,
    report: CensusReport,
    *,
    skip_bad: bool = False,
    actor: Actor,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Admit the patients of a checked file. With any bad line nothing at all is done, unless `skip_bad`.

    `progress` is told (admitted so far, of how many); `cancelled` is asked before each. A line that the unit, changed
    since the file was checked, no longer takes is named among the faults, and the rest goes on.
    """
    if report.faults and not skip_bad:
        return Imported(0, 0, report.faults, report.remarks, refused=True)
    faults = list(report.faults)
    admitted = 0
    stopped = False
    for done, row in enumerate(report.to_admit):
        stopped = cancelled is not None and cancelled()
        if stopped:
            break
        fault = _admit(store, row, actor, now)
        if fault is None:
            admitted += 1
        else:
            faults.append(fault)
        if progress is not None:
            progress(done + 1, len(report.to_admit))
    in_order = tuple(sorted(faults, key=lambda fault: fault.line))
    return Imported(admitted, len(report.unchanged), in_order, report.remarks, stopped=stopped)


def _admit(store: Store, row: CensusRow, actor: Actor, now: datetime) -> Fault | None:
    try:
        admit(store, row.admission, actor=actor, now=now)
    except Refused as refused:
        what, _, to_do = str(refused).partition(". ")
        return Fault(row.line, "", what, to_do.rstrip(".") or "Import the file again")
    return None


def import_file(store: Store, path: Path, *, skip_bad: bool = False, actor: Actor, now: datetime) -> Imported:
    """Check a file and import it. Raises Refused when there is no unit or the file is no census."""
    return import_census(store, check_file(store, path, now=now), skip_bad=skip_bad, actor=actor, now=now)
