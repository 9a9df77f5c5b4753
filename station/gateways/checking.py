"""A census file checked as a whole against the unit: what would be admitted, what is here already, what is wrong."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from typing_extensions import override

from station.gateways import cells
from station.gateways.cells import Meaning, alike
from station.gateways.sheet import Line, Unreadable, read_sheet
from station.gateways.values import NotUnderstood
from station.rules.policy import Policy
from station.services.stays import Admission

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "mrn": ("medical record number", "record number", "mr number", "patient id"),
    "family": ("family name", "last name", "surname"),
    "given": ("given name", "first name"),
    "birth date": ("dob", "date of birth", "birthday", "born"),
    "bed": ("bed label", "room bed"),
    "level": ("observation level", "observation"),
    "precautions": ("precaution",),
    "admitted at": ("admitted", "admission", "admission time", "admit date", "admit time", "admission date"),
}
REQUIRED: Final = ("mrn", "family", "bed", "level", "admitted at")
MOST_LINES: Final = 2_000

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Here:
    """A patient who is on the unit now."""

    mrn: str
    family: str
    given: str
    birth_date: date | None
    bed: str | None
    level: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one line. `what` and `to_do` are sentences without their full stops."""

    line: int
    column: str
    """Empty when it is the line as a whole."""
    what: str
    to_do: str

    @override
    def __str__(self) -> str:
        """Line 7, bed: there is no bed '1299' on this unit. Did you mean 1209?"""
        place = f"Line {self.line}, {self.column}" if self.column else f"Line {self.line}"
        return f"{place}: {self.what}. {self.to_do}{'' if self.to_do.endswith('?') else '.'}"


@dataclass(frozen=True, slots=True)
class CensusRow:
    """One good line."""

    line: int
    admission: Admission


@dataclass(frozen=True, slots=True)
class CensusReport:
    """What checking a whole file found, before anything is changed."""

    to_admit: tuple[CensusRow, ...]
    unchanged: tuple[CensusRow, ...]
    """Patients who are here already, in that bed."""
    faults: tuple[Fault, ...]
    """In the order of the lines; a line may have several."""
    remarks: tuple[str, ...] = ()
    """Sentences about what an import leaves as it is."""

    @property
    def rows(self) -> tuple[CensusRow, ...]:
        """Every good line, in the order of the file."""
        return tuple(sorted((*self.to_admit, *self.unchanged), key=lambda row: row.line))

    @property
    def bad_lines(self) -> tuple[int, ...]:
        return tuple(sorted({fault.line for fault in self.faults}))


@dataclass(slots=True)
class _Checker:
    """What the cells of one file are held against, and the faults found so far."""

    unit: Meaning
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, column: str, what: str, to_do: str) -> None:
        self.faults.append(Fault(line, column, what, to_do))


def check_census(
    data: bytes | str, *, zone: str, policy: Policy, beds: Iterable[str], here: Iterable[Here], now: datetime
) -> CensusReport:
    """Check a whole census file. Pure: changes nothing.

    `zone`: the unit's, in which times without an offset are meant. `beds`: labels of the beds in use. `here`: who is
    on the unit. Raises Unreadable, a Refused, for a file that is no such table at all.
    """
    sheet = read_sheet(data, COLUMNS, REQUIRED)
    if len(sheet.lines) > MOST_LINES:
        raise Unreadable(f"This file has {len(sheet.lines):,} lines. A unit has at most {MOST_LINES:,} patients.")
    checker = _Checker(Meaning(ZoneInfo(zone), policy, {alike(bed): bed for bed in beds}, now))
    rows = [row for line in sheet.lines if (row := _row(checker, line)) is not None]
    patients = {alike(one.mrn): one for one in here}
    rows = _without_doubles(checker, rows)
    to_admit, unchanged, remarks = _against_unit(checker, rows, patients)
    ignored = f"Not imported: the columns {', '.join(sheet.ignored)}." if sheet.ignored else ""
    return CensusReport(
        to_admit=tuple(to_admit),
        unchanged=tuple(unchanged),
        faults=tuple(sorted(checker.faults, key=lambda fault: fault.line)),
        remarks=tuple(filter(None, (ignored, *remarks))),
    )


def _row(checker: _Checker, line: Line) -> CensusRow | None:
    """The line as an admission, or None with its faults noted."""
    if line.fault is not None:
        checker.fault(line.number, "", f"it {line.fault}", "Put names with a comma into quotation marks")
        return None
    before = len(checker.faults)
    unit = checker.unit
    admission = Admission(
        mrn=_read(checker, line, "mrn", cells.record_number, ""),
        family=_read(checker, line, "family", cells.required_words, ""),
        given=_read(checker, line, "given", cells.words, ""),
        birth_date=_read(checker, line, "birth date", unit.birth_date, None),
        bed=_read(checker, line, "bed", unit.bed, ""),
        level=_read(checker, line, "level", unit.level, ""),
        precautions=_read(checker, line, "precautions", unit.precautions, ()),
        admitted_at=_read(checker, line, "admitted at", unit.admitted_at, None),
        reason="census import",
    )
    return CensusRow(line.number, admission) if len(checker.faults) == before else None


def _read(checker: _Checker, line: Line, column: str, read: Callable[[str], _T], instead: _T) -> _T:
    try:
        return read(line.cells.get(column, ""))
    except NotUnderstood as fault:
        checker.fault(line.number, column, fault.what, fault.to_do)
        return instead


def _without_doubles(checker: _Checker, rows: Sequence[CensusRow]) -> list[CensusRow]:
    """Which of two lines is right, nobody can tell: both are bad."""
    bad: set[int] = set()
    for column in ("mrn", "bed"):
        lines: dict[str, list[int]] = {}
        for row in rows:
            lines.setdefault(alike(getattr(row.admission, column)), []).append(row.line)
        for same in (same for same in lines.values() if len(same) > 1):
            bad |= set(same)
            for line in same:
                others = " and ".join(str(other) for other in same if other != line)
                what = "record number" if column == "mrn" else "bed"
                checker.fault(line, column, f"line {others} has the same {what}", "Keep the one that is right")
    return [row for row in rows if row.line not in bad]


def _against_unit(
    checker: _Checker, rows: Sequence[CensusRow], patients: Mapping[str, Here]
) -> tuple[list[CensusRow], list[CensusRow], list[str]]:
    taken = {alike(one.bed): one for one in patients.values() if one.bed is not None}
    to_admit: list[CensusRow] = []
    unchanged: list[CensusRow] = []
    remarks: list[str] = []
    for row in rows:
        patient = patients.get(alike(row.admission.mrn))
        if patient is not None:
            if _is_he(checker, row, patient):
                unchanged.append(row)
                remarks += _other_level(row, patient)
        elif _is_free(checker, row, taken):
            to_admit.append(row)
    return to_admit, unchanged, remarks


def _is_he(checker: _Checker, row: CensusRow, patient: Here) -> bool:
    """Whether the line is of the patient who is here, and where he is."""
    said = row.admission
    name = f"{patient.given} {patient.family}".strip()
    if (alike(said.family), alike(said.given)) != (alike(patient.family), alike(patient.given)):
        checker.fault(row.line, "mrn", f"record number {patient.mrn} is {name} on this unit", "Check number and name")
    elif said.birth_date and patient.birth_date and said.birth_date != patient.birth_date:
        born = patient.birth_date.isoformat()
        checker.fault(row.line, "birth date", f"{name} of this record number was born {born}", "Check number and date")
    elif patient.bed is None or alike(said.bed) != alike(patient.bed):
        place = f"in bed {patient.bed}" if patient.bed else "without a bed"
        what = f"{name} is here already, {place}"
        checker.fault(row.line, "bed", what, "Move the patient at the desk: an import never moves anybody")
    else:
        return True
    return False


def _other_level(row: CensusRow, patient: Here) -> list[str]:
    if row.admission.level == patient.level:
        return []
    stays = f"bed {patient.bed} stays on {patient.level}; the file says {row.admission.level}"
    return [f"Line {row.line}: {stays}, and an import never changes a level."]


def _is_free(checker: _Checker, row: CensusRow, taken: Mapping[str, Here]) -> bool:
    other = taken.get(alike(row.admission.bed))
    if other is None:
        return True
    name = f"{other.given} {other.family}".strip()
    to_do = "Discharge or move that patient first, or correct the bed"
    checker.fault(row.line, "bed", f"bed {row.admission.bed} is taken by {name}", to_do)
    return False
