"""The cells of one row of a file of vital signs as values, each that cannot be one refused by itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from station.gateways.vital_columns import PATIENT, PRESSURE, TIME, Column, unit_code
from station.rules.units import UNITS, NotANumber, canonical, read_number, read_pressure
from station.rules.vital_limits import WORDS, Vitals, refusals

_NOTHING: Final = ("", "na", "n/a", "nan", "null", "none", "-", "--", "?", ".")
_YES: Final = ("true", "yes", "y", "1", "oxygen", "o2", "on oxygen")
_NO: Final = ("false", "no", "n", "0", "air", "room air", "ra")
_STATES: Final = {
    "alert": "A", "awake": "A", "confusion": "C", "confused": "C", "new confusion": "C", "voice": "V", "verbal": "V",
    "pain": "P", "unresponsive": "U",
}  # fmt: skip
_WITH_UNIT: Final = re.compile(r"(?P<number>[+-]?[\d.,]+)\s*(?P<unit>°?[A-Za-z]+)")
_BOTH: Final = ("sbp", "dbp")
"""Where one contradicts the other neither is kept: nobody can tell which is right."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One that is left out, and why."""

    heading: str
    field: str
    text: str
    sentence: str

    @property
    def words(self) -> str:
        """The vital sign and what was written: heart rate 999."""
        return f"{WORDS.get(self.field, self.heading)} {self.text}"


@dataclass(frozen=True, slots=True)
class Read:
    """`values` in the `units` that they are written in, `kept` the same in canonical ones."""

    values: Vitals
    units: tuple[tuple[str, str], ...]
    kept: Vitals
    refused: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing stands in it, right or wrong."""
        return not self.kept.measured and not self.refused


def read_row(columns: Sequence[Column], said: Mapping[str, str]) -> Read:
    """`said`: the cells by field."""
    values: dict[str, Any] = {}
    units: dict[str, str] = {}
    refused = []
    for one in columns:
        cell = said[one.field]
        if one.field in (PATIENT, TIME) or cell.casefold() in _NOTHING:
            continue
        try:
            found, unit = _read_cell(one, cell)
        except NotANumber as problem:
            refused.append(Cell(one.heading, one.field, cell, str(problem)))
            continue
        values |= found
        units |= {one.field: unit} if unit else {}
    return _possible(Vitals(**values), units, {one.field: one for one in columns}, said, refused)


def _possible(
    values: Vitals, units: dict[str, str], columns: Mapping[str, Column], said: Mapping[str, str], refused: list[Cell]
) -> Read:
    """Without what cannot be one; again and again, as one may be impossible without the other."""
    kept = _canonical(values, units)
    while problems := {_at_fault(one.name, kept): one.sentence for one in refusals(kept)}:
        if "sbp" in problems:
            problems.pop("dbp", None)  # held against a systolic that cannot be one
        gone = {each: sentence for name, sentence in problems.items() for each in _with(name, kept)}
        for name, sentence in gone.items():
            one = columns.get(name) or columns.get(PRESSURE) or columns["sbp"]
            if one.heading not in {each.heading for each in refused}:
                refused.append(Cell(one.heading, name, said[one.field], sentence))
        values, kept = (replace(each, **dict.fromkeys(gone)) for each in (values, kept))
    left = tuple((name, unit) for name, unit in units.items() if name in kept.measured)
    return Read(values, left, kept, tuple(refused))


def _at_fault(name: str, kept: Vitals) -> str:
    """A diastolic pressure by itself lacks the systolic; it is the one that goes."""
    return "dbp" if name == "sbp" and kept.sbp is None else name


def _with(name: str, kept: Vitals) -> tuple[str, ...]:
    crossed = kept.sbp is not None and kept.dbp is not None and kept.dbp >= kept.sbp
    return _BOTH if name == "dbp" and crossed else (name,)


def _canonical(values: Vitals, units: Mapping[str, str]) -> Vitals:
    said: dict[str, Any] = {name: canonical(name, getattr(values, name), unit) for name, unit in units.items()}
    return replace(values, **said)


def _read_cell(one: Column, cell: str) -> tuple[dict[str, Any], str]:
    """Its values by field, and its unit: of the cell where it names one, else of the column. Raises NotANumber."""
    pair = read_pressure(cell) if one.field in (PRESSURE, "sbp", "dbp") else None
    if pair is not None:
        return {"sbp": pair[0], "dbp": pair[1]}, ""
    if one.field == PRESSURE:
        raise NotANumber(f"“{cell}” is not a blood pressure. Write it like 120/80.")
    if one.field == "o2":
        return {"o2": _yes_or_no(cell)}, ""
    if one.field == "acvpu":
        return {"acvpu": _STATES.get(cell.casefold(), cell.upper())}, ""
    text, unit = _apart(one, cell)
    number = read_number(text)
    return {one.field: int(number) if one.field == "pain" and number.is_integer() else number}, unit


def _apart(one: Column, cell: str) -> tuple[str, str]:
    """98.6 F in a column of Celsius: the number, and its own unit."""
    match = _WITH_UNIT.fullmatch(cell) if one.field in UNITS else None
    code = unit_code(one.field, match["unit"]) if match else ""
    return (match["number"], code) if match and code else (cell, one.unit)


def _yes_or_no(cell: str) -> bool:
    if cell.casefold() in _YES:
        return True
    if cell.casefold() in _NO:
        return False
    raise NotANumber(f"“{cell}” says neither air nor oxygen. Write yes or no.")
