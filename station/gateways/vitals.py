"""A file of vital signs comes in: its columns told first, every row checked, then stored patient by patient.

Imported sets are marked so and are never a check. The same row again is stored once, whatever the file is called.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from typing_extensions import override

from station.gateways.sheet import Unreadable, decode
from station.gateways.values import NotUnderstood, read_moment
from station.gateways.vital_cells import Read, read_row
from station.gateways.vital_columns import PATIENT, TIME, Column, columns_of
from station.models.enums import SetOutcome
from station.rules.vital_limits import Vitals, is_a_reading, missing
from station.services import Actor, Store
from station.services.errors import Refused
from station.services.reading import read_board
from station.services.vital_entering import VitalEntry
from station.services.vital_importing import import_problem, import_sets
from station.services.vital_reading import count_imported

LARGEST: Final = 60_000_000
"""Bytes: a year of a whole unit."""
_DELIMITERS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of which nothing is stored; with a `column`, a cell that is left out while the rest of its row is kept."""

    line: int
    sentence: str
    column: str = ""

    @override
    def __str__(self) -> str:
        if not self.column:
            return f"Line {self.line}: {self.sentence}"
        return f"Line {self.line}, {self.column}: {self.sentence} The rest of the row is good."


@dataclass(frozen=True, slots=True)
class Here:
    """A patient on the unit."""

    stay_id: int
    admitted_at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file holds, before anything is stored."""

    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    sets: Mapping[int, tuple[VitalEntry, ...]]
    """By stay."""
    bad: tuple[BadRow, ...]
    """Rows."""
    cells: tuple[BadRow, ...]
    """Of rows that are kept without them."""
    twice: int
    """Rows that say the same as an earlier one of the file."""
    empty: int
    """Rows without any value."""

    @property
    def count(self) -> int:
        return sum(len(one) for one in self.sets.values())

    @property
    def refused(self) -> tuple[BadRow, ...]:
        """Rows and cells, in the order of the file."""
        return tuple(sorted((*self.bad, *self.cells), key=lambda one: one.line))


@dataclass(frozen=True, slots=True)
class Imported:
    checked: Checked
    stored: int
    stored_before: int
    refused: tuple[str, ...] = field(default=())
    """What the services did not take, in words."""
    done: bool = True
    """False: only looked at, or bad rows or cells and not told to leave them out."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What each column is, and what was done."""
        ignored = f"Left out: {', '.join(self.checked.ignored)}." if self.checked.ignored else ""
        cells = f", {len(self.checked.cells)} cells left out" if self.checked.cells else ""
        bad = f"{len(self.checked.bad)} bad rows{cells}"
        found = f"{self.checked.count} sets of {len(self.checked.sets)} patients, {bad}."
        done = f"{self.stored} stored, {self.stored_before} stored before." if self.done else "Nothing has been stored."
        said = (*(one.words for one in self.checked.columns), ignored, found, done)
        return tuple(one for one in said if one)

    def to_json(self) -> dict[str, Any]:
        return {
            "columns": [{"column": one.heading, "is": one.field, "unit": one.unit} for one in self.checked.columns],
            "ignored": list(self.checked.ignored),
            "sets": self.checked.count,
            "stored": self.stored,
            "stored_before": self.stored_before,
            "twice": self.checked.twice,
            "empty": self.checked.empty,
            "bad": [str(one) for one in self.checked.refused] + list(self.refused),
            "cells": len(self.checked.cells),
            "done": self.done,
        }


def import_vitals(
    store: Store,
    path: Path,
    *,
    mapping: Sequence[str] = (),
    skip_bad: bool = False,
    dry_run: bool = False,
    actor: Actor,
    now: datetime,
) -> Imported:
    """Check a file and store its sets. With any bad row or cell nothing at all is done, unless `skip_bad`: then a bad
    row is left out, and of a row with a bad cell the rest is kept, as partial, saying what was refused.

    Raises Unreadable, in a sentence, for what is no such file.
    """
    board = read_board(store, now)
    patients = [bed.patient for bed in board.beds if bed.patient is not None] + list(board.unplaced)
    here = {one.mrn: Here(one.stay_id, one.admitted_at) for one in patients}
    checked = check_vitals(_read(path), mapping, here, ZoneInfo(board.unit.zone), now)
    if dry_run or (checked.refused and not skip_bad):
        return Imported(checked, 0, 0, done=False)
    stored, refused = 0, []
    for stay_id, entries in checked.sets.items():
        try:
            stored += _store(store, stay_id, entries, path.name, actor, now)
        except Refused as problem:
            refused.append(str(problem))
    return Imported(checked, stored, checked.count - stored, tuple(refused))


def _store(
    store: Store, stay_id: int, entries: tuple[VitalEntry, ...], source: str, actor: Actor, now: datetime
) -> int:
    before = count_imported(store, stay_id)
    import_sets(store, stay_id, entries, source, actor=actor, now=now)
    return count_imported(store, stay_id) - before


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror or error}). Choose another file.") from error


def check_vitals(
    data: bytes | str, mapping: Iterable[str], here: Mapping[str, Here], zone: ZoneInfo, now: datetime
) -> Checked:
    """Every row of a table with a header line. `here`: the patients on the unit, by record number."""
    text = decode(data, largest=LARGEST)
    records = _records(text)
    if not records:
        raise Unreadable("The file is empty. The first line must name the columns.")
    (_, header), rows = records[0], records[1:]
    width = len(header)
    columns = columns_of(header, [_filled(cells, width) for _, cells in rows[:200]], mapping)
    sets: dict[int, list[VitalEntry]] = {}
    bad, left_out, seen, twice, empty = list[BadRow](), list[BadRow](), set[str](), 0, 0
    for line, cells in rows:
        said = {one.field: cell.strip() for one, cell in zip(columns, _of(columns, cells), strict=True)}
        read = read_row(columns, said)
        if read.is_empty:
            empty += 1
            continue
        try:
            entry = _entry(read, said, here, zone, now)
        except (NotUnderstood, Refused) as problem:
            bad.append(BadRow(line, str(problem)))
            continue
        if entry.request_id in seen:
            twice += 1
            continue
        seen.add(entry.request_id)
        left_out += [BadRow(line, one.sentence, one.heading) for one in read.refused]
        sets.setdefault(entry.stay_id, []).append(entry)
    known = {one.place for one in columns}
    ignored = tuple(name.strip() for place, name in enumerate(header) if place not in known and name.strip())
    in_order = {stay: tuple(sorted(each, key=_moment)) for stay, each in sets.items()}
    return Checked(columns, ignored, in_order, tuple(bad), tuple(left_out), twice, empty)


def _moment(entry: VitalEntry) -> datetime:
    if entry.observed_at is None:
        raise ValueError("an imported set says when it was taken")
    return entry.observed_at


def _records(text: str) -> list[tuple[int, list[str]]]:
    """(line on which it begins, cells) of every record that says anything."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count), strict=True)
    found, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"Line {begins}: the columns cannot be told apart ({error}). Correct that line.") from error
    return found


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))][:width]


def _of(columns: Sequence[Column], cells: Sequence[str]) -> list[str]:
    return [cells[one.place] if one.place < len(cells) else "" for one in columns]


def _entry(read: Read, said: Mapping[str, str], here: Mapping[str, Here], zone: ZoneInfo, now: datetime) -> VitalEntry:
    """The set of a row. Raises Refused or NotUnderstood where nothing of it can be stored."""
    who = here.get(said[PATIENT])
    if who is None:
        raise Refused(f"record number {said[PATIENT] or 'missing'} is nobody's who is on the unit now.")
    at = read_moment(said[TIME], zone)
    if problem := import_problem(who.admitted_at, None, at, now):
        raise Refused(problem)
    if not read.kept.measured:
        raise Refused(" ".join(f"{one.heading}: {one.sentence}" for one in read.refused))
    whole = is_a_reading(read.kept) and not missing(read.kept)
    return VitalEntry(
        request_id=_request(said[PATIENT], at, read.kept),
        stay_id=who.stay_id,
        outcome=SetOutcome.WHOLE if whole else SetOutcome.PARTIAL,
        values=read.values,
        units=read.units,
        why="" if whole else "; ".join(("imported", *(f"{one.words} refused" for one in read.refused))),
        observed_at=at,
    )


def _request(mrn: str, at: datetime, values: Vitals) -> str:
    said = f"{mrn}|{at.isoformat()}|{values!r}"
    return f"import:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
