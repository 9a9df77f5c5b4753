"""A pack of evidence comes back: is each file as it was made, and does the database still say the same?"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from station.gateways.evidence import MANIFEST, digest, opened_pack
from station.reports.evidence_tables import IN_IT, JOURNAL, Table, csv_bytes, journal_lines, read_csv, tables_of
from station.rules.evidence_range import Range
from station.services import Store
from station.services.errors import Refused
from station.services.evidence_reading import read_evidence
from station.services.evidence_verifying import JournalLine, altered_lines, journal_faults, names_since, places_changed

_WORKED_OUT: Final = frozenset(
    {
        "3-gaps.csv",
        "5-observers.csv",
        "6-shown.csv",
        "6-stations.csv",
        "6-stations-said.csv",
        "6-not-watched.csv",
        JOURNAL,
    }
)
"""Tables that are worked out from others, or told by rows that go on changing: the manifest alone holds them."""
_BY_PLACE: Final = frozenset({"5-assigned.csv", "5-rounds.csv"})
"""Tables whose rows depend on where a bed stands."""
_CHECKS: Final = "2-checks.csv"
_ENTRY: Final = "journal entry"
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Verified:
    """What holding a pack against its manifest and its database has shown."""

    files: int
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    """What has been entered since, rightly."""

    @property
    def lines(self) -> Iterator[str]:
        yield from self.faults
        yield from self.notes
        if not self.faults:
            yield f"All {self.files} files are as they were made, and the database still says the same."

    def to_json(self) -> dict[str, Any]:
        return {
            "evidence": "altered" if self.faults else "ok",
            "files": self.files,
            "faults": list(self.faults),
            "notes": list(self.notes),
        }


def verify_pack(store: Store, place: Path) -> Verified:
    """Reads every file, and the whole journal of the database. Raises Refused for what is no pack."""
    with opened_pack(place) as files:
        manifest = _manifest(files, place)
        faults = list(_changed_files(files, manifest))
        lines = _journal(files, faults)
        faults += altered_lines(lines)
        head = manifest["head"]["seq"], manifest["head"]["hash"]
        faults += journal_faults(store, head, lines, digest(files[MANIFEST]))
        notes = list[str]()
        _against_database(store, files, manifest, faults, notes)
        return Verified(len(files), tuple(faults), tuple(notes))


def _manifest(files: Mapping[str, bytes], place: Path) -> dict[str, Any]:
    if MANIFEST not in files:
        raise Refused(f"{place} has no {MANIFEST}: it is no pack of evidence, or not a whole one.")
    try:
        found = json.loads(files[MANIFEST])
        read = {
            "files": dict(found["files"]),
            "head": {"seq": int(found["head"]["seq"]), "hash": str(found["head"]["hash"])},
            "stay": int(found["stay"]),
            **{name: datetime.fromisoformat(found[name]) for name in ("from", "to", "made_at")},
        }
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{place / MANIFEST} cannot be read: it was altered or damaged ({error}).") from error
    return read


def _changed_files(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[str]:
    named: Mapping[str, Any] = manifest["files"]
    for name, said in sorted(named.items()):
        if name not in files:
            yield f"{name} is missing."
        elif not isinstance(said, dict) or said.get("sha256") != digest(files[name]):
            yield f"{name} was altered: it does not have the SHA-256 that the manifest names."
    for name in sorted(set(files) - set(named) - {MANIFEST}):
        yield f"{name} is not of this pack: the manifest does not name it."


def _journal(files: Mapping[str, bytes], faults: list[str]) -> list[JournalLine]:
    try:
        return list(journal_lines(read_csv(files.get(JOURNAL, b""))[1:]))
    except (ValueError, IndexError, csv.Error):
        faults.append(f"{JOURNAL} cannot be read.")
        return []


def _against_database(
    store: Store, files: Mapping[str, bytes], manifest: Mapping[str, Any], faults: list[str], notes: list[str]
) -> None:
    """The database as it was when the pack was made, by what it says now, line by line."""
    try:
        stretch = Range(manifest["from"], manifest["to"])
        evidence = read_evidence(store, manifest["stay"], stretch, manifest["made_at"])
    except Refused:
        faults.append("The database does not know this stay: the pack was not made from it.")
        return
    head, held = manifest["head"]["seq"], _WORKED_OUT
    if places_changed(store, head):
        notes.append("Beds, rooms or areas were changed since: who was to walk over his bed was held by SHA-256 alone.")
        held |= _BY_PLACE
    names = names_since(store, head)
    for table in tables_of(evidence):
        if table.file in files and table.file not in held:
            _against(_called_as_then(table, names), files[table.file], head, faults, notes)


def _called_as_then(table: Table, names: Sequence[tuple[str, str]]) -> Table:
    """With the names that people had when the pack was made."""
    if not names:
        return table
    return replace(table, rows=tuple(tuple(_with(names, cell) for cell in row) for row in table.rows))


def _with(names: Sequence[tuple[str, str]], cell: str) -> str:
    for now, before in names:
        cell = cell.replace(now, before)
    return cell


def _against(table: Table, data: bytes, head: int, faults: list[str], notes: list[str]) -> None:
    try:
        columns, *rows = read_csv(data)
    except (ValueError, csv.Error):
        faults.append(f"{table.file} cannot be read.")
        return
    if columns != table.columns:
        notes.append(f"{table.file} has other columns than this version of Station writes: only its SHA-256 was held.")
        return
    hard = [place for place, name in enumerate(columns) if name not in table.soft]
    in_pack, here = (_counted(one, hard) for one in (rows, read_csv(csv_bytes(table))[1:]))
    gone = list((in_pack - here).elements())
    if table.file == _CHECKS:
        came = _put_in(table, list((here - in_pack).elements()), hard, head, faults)
        notes += came
        gone = [row for row in gone if not came or row[-1] == IN_IT]
    faults.extend(f"{table.file}: the database does not say any more: {_line(row)}." for row in gone[:_MOST])


def _put_in(table: Table, rows: list[tuple[str, ...]], hard: list[int], head: int, faults: list[str]) -> list[str]:
    """Checks of that time that the pack has not. Kept on a station while the record was away they rightly come later,
    and the journal tells; then another check may begin or end a wait at the edge of the stretch."""
    at, notes = hard.index(table.columns.index(_ENTRY)), []
    for row in rows[:_MOST]:
        if row[at].isdigit() and int(row[at]) > head:
            notes.append(f"{table.file}: came into the record after the pack was made: {_line(row)}.")
        elif row[-1] == IN_IT:
            faults.append(f"{table.file}: the database says now what it did not say then: {_line(row)}.")
    return notes


def _counted(rows: Iterable[tuple[str, ...]], hard: list[int]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row[place] for place in hard if place < len(row)) for row in rows)


def _line(row: tuple[str, ...]) -> str:
    """Enough of it to be found."""
    return ", ".join([cell for cell in row if cell][:6])
