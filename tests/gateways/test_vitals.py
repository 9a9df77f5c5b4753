"""Vital signs from files: columns guessed and told, every bad row named, real series as they are."""

import csv
import io
import os
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from station.gateways.sheet import Unreadable
from station.gateways.vital_columns import columns_of
from station.gateways.vitals import Imported, import_vitals
from station.models import VitalSet
from station.models.enums import SetOutcome
from station.services import stays
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON

OUTSIDE: Final = Path(os.environ.get("STATION_OUTSIDE_DATA", Path(__file__).parents[3] / "shared" / "data"))
HEAD = "mrn,time,hr,sbp,dbp,rr,spo2,o2,temp,acvpu\n"
GOOD = "M1201,2026-03-02 06:10,72,121,78,15,98,no,36.8,A\n"
"""NOON is 06:00 on the unit's clock."""
NOW = NOON + timedelta(hours=3)


def come_in(unit: BuiltUnit, folder: Path, text: str | bytes, **more: Any) -> Imported:
    file = folder / "vitals.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_vitals(unit.store, file, actor=STATION, now=NOW, **more)


def sets(unit: BuiltUnit) -> list[VitalSet]:
    with unit.store.read() as session:
        return list(session.scalars(select(VitalSet).order_by(VitalSet.observed_at, VitalSet.id)))


def test_a_file_is_stored_once_marked_and_is_never_a_check(unit: BuiltUnit, tmp_path: Path) -> None:
    stay_id = unit.admit_seen()
    done = come_in(unit, tmp_path, HEAD + GOOD + GOOD)
    assert (done.stored, done.checked.twice, done.done) == (1, 1, True)
    (one,) = sets(unit)
    assert (one.observed_at, one.outcome, one.imported, one.by_id) == (
        NOON + minutes(10), SetOutcome.WHOLE, True, None,
    )  # fmt: skip
    assert (one.hr, one.sbp, one.dbp, one.o2, one.acvpu) == (72.0, 121.0, 78.0, False, "A")
    again = come_in(unit, tmp_path, HEAD + GOOD)
    assert (again.stored, again.stored_before) == (0, 1)
    assert unit.stay(stay_id).last_seen_at == NOON


def test_a_dry_run_says_what_it_is_and_changes_nothing(unit: BuiltUnit, tmp_path: Path) -> None:
    unit.admit_seen()
    text = "Patient ID;Charttime;Pulse;BP;Temp (F);Wt (lb);Nurse\nM1201;2026-03-02 06:10;72;120/80;98,6;176,4;x\n"
    done = come_in(unit, tmp_path, text, dry_run=True)
    assert done.lines == (
        "Patient ID is mrn, guessed",
        "Charttime is time, guessed",
        "Pulse is hr, guessed",
        "BP is bp, guessed",
        "Temp (F) is temp in [degF], guessed",
        "Wt (lb) is weight in [lb_av], guessed",
        "Left out: Nurse.",
        "1 sets of 1 patients, 0 bad rows.",
        "Nothing has been stored.",
    )
    assert not sets(unit)
    come_in(unit, tmp_path, text)
    (one,) = sets(unit)
    assert (one.temp, one.weight, one.sbp, one.dbp) == (37.0, 80.0137, 120.0, 80.0)
    assert one.entered == {"temp": [98.6, "[degF]"], "weight": [176.4, "[lb_av]"]}
    assert (one.outcome, one.why) == (SetOutcome.PARTIAL, "imported")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(unit: BuiltUnit, tmp_path: Path, encoding: str) -> None:
    unit.admit_seen()
    text = "mrn\ttime\tTemp °C\nM1201\t2026-03-02 06:10\t37,2\n"
    done = come_in(unit, tmp_path, text.encode(encoding), mapping=["Temp °C=temp[°C]"])
    assert (done.stored, sets(unit)[0].temp) == (1, 37.2)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("M1201,2026-03-02 05:59,72,,,,,,,", "before the patient was admitted"),
        ("M1201,2026-03-02 09:01,72,,,,,,,", "in the future"),
        ("M9999,2026-03-02 06:10,72,,,,,,,", "record number M9999 is nobody's"),
        (",2026-03-02 06:10,72,,,,,,,", "record number missing is nobody's"),
        ("M1201,yesterday,72,,,,,,,", "is not a date"),
        ("M1201,2026-03-02 06:10,-1,,,,,,,", "Heart rate is between 20 and 300 a minute, not -1"),
        ("M1201,2026-03-02 06:10,999,,,,,,,", "not 999"),
        ("M1201,2026-03-02 06:10,fast,,,,,,,", "“fast” is not a number"),
        ("M1201,2026-03-02 06:10,,80,120,,,,,", "must be below the systolic"),
        ("M1201,2026-03-02 06:10,72,,,,,maybe,,", "neither air nor oxygen"),
        ("M1201,2026-03-02 06:10,72,,,,,,,Q", "Consciousness is one of A, C, V, P, U"),
        ("M1201,2026-03-02 06:10,,,,,,,98.6,", "looks like Fahrenheit"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_stored_unless_told(
    sqlite_unit: BuiltUnit, tmp_path: Path, row: str, words: str
) -> None:
    sqlite_unit.admit_seen()
    more = "" if "98.6" not in row else "".join(f"M1201,2026-03-02 06:{at},,,,,,,37.0,\n" for at in (20, 21, 22))
    done = come_in(sqlite_unit, tmp_path, HEAD + GOOD + row + "\n" + more)
    (bad,) = done.checked.bad
    assert str(bad).startswith("Line 3: ")
    assert words in str(bad)
    assert not sets(sqlite_unit)
    kept = come_in(sqlite_unit, tmp_path, HEAD + GOOD + row + "\n" + more, skip_bad=True)
    assert kept.stored == (1 if not more else 4)


def test_a_row_without_a_value_is_empty_and_no_set(unit: BuiltUnit, tmp_path: Path) -> None:
    unit.admit_seen()
    done = come_in(unit, tmp_path, HEAD + "M1201,2026-03-02 06:10,NA,,-,null,,,,\n" + GOOD)
    assert (done.checked.empty, done.stored) == (1, 1)


@pytest.mark.parametrize(
    ("text", "mapping", "words"),
    [
        ("", [], "The file is empty"),
        ("hr,time\n72,x\n", [], "No column says the mrn"),
        ("mrn,time,pulse,hr\n1,2,3,4\n", [], "pulse and hr are both hr"),
        ("mrn,time,x\n1,2,3\n", ["y=hr"], "There is no column 'y'"),
        ("mrn,time,x\n1,2,3\n", ["x=heart"], "There is no field 'heart'"),
        ("mrn,time,x\n1,2,3\n", ["x=temp[kg]"], "temp is not measured in 'kg'"),
        ("mrn,time,x\n1,2,3\n", ["nothing"], "maps nothing"),
        ('mrn,time,hr\n"1,2,3\n', [], "cannot be told apart"),
    ],
)
def test_a_file_that_is_no_such_file(
    sqlite_unit: BuiltUnit, tmp_path: Path, text: str, mapping: list[str], words: str
) -> None:
    with pytest.raises(Unreadable, match=words):
        come_in(sqlite_unit, tmp_path, text, mapping=mapping)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Temp (F)", "[degF]"),
        ("temp_f", "[degF]"),
        ("TempC", "Cel"),
        ("Temperature", "[degF]"),
        ("weight_lbs", "[lb_av]"),
    ],
)
def test_units_are_guessed_from_the_heading_or_from_what_the_values_are(heading: str, unit: str) -> None:
    (*_, found) = columns_of(["mrn", "time", heading], [["1", "2", "98.6"], ["1", "2", "99.1"]], [])
    assert found.unit == unit


def outside(name: str) -> Path:
    place = OUTSIDE / "vitals" / name
    if not place.exists():
        pytest.skip(f"no outside data at {place}; set STATION_OUTSIDE_DATA")
    return place


def physionet(file: Path, mrn: str, begins: datetime) -> str:
    """One real stay of the Challenge of 2012 as a table: a row for each time, with its holes, spikes and -1."""
    names = {
        "HR": "hr", "NISysABP": "sbp", "NIDiasABP": "dbp", "SysABP": "sbp", "DiasABP": "dbp", "RespRate": "rr",
        "SaO2": "spo2", "Temp": "temp", "Weight": "weight", "Height": "height",
    }  # fmt: skip
    rows: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        if row["Parameter"] in names:
            rows[row["Time"]].setdefault(names[row["Parameter"]], row["Value"])
    fields = ("hr", "sbp", "dbp", "rr", "spo2", "temp", "weight", "height")
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("mrn", "time", *fields))
    for clock, values in rows.items():
        hours, minute = clock.split(":")
        at = begins + timedelta(hours=int(hours), minutes=int(minute))
        table.writerow((mrn, at.isoformat(), *(values.get(name, "") for name in fields)))
    return out.getvalue()


def test_thirty_real_series_come_in_as_they_are(sqlite_unit: BuiltUnit, tmp_path: Path) -> None:
    unit, files = sqlite_unit, sorted(outside("physionet2012").glob("*.txt"))
    assert len(files) == 30
    stored = bad = 0
    for number, file in enumerate(files):
        begins = NOON - timedelta(days=40 - number)
        stay_id = unit.admit("1201", mrn=f"P{number}", at=begins, admitted_at=begins)
        text = physionet(file, f"P{number}", begins)
        place = tmp_path / f"{number}.csv"
        place.write_text(text, encoding="utf-8")
        now = begins + timedelta(days=3)
        done = import_vitals(unit.store, place, skip_bad=True, actor=STATION, now=now)
        rows = len(text.splitlines()) - 1
        checked = done.checked
        assert done.stored + len(checked.bad) + checked.twice + checked.empty == rows
        assert not done.refused
        stored, bad = stored + done.stored, bad + len(checked.bad)
        stays.discharge(unit.store, stay_id, "home", actor=STATION, now=now)
    kept = sets(unit)
    assert (len(kept), stored > 1500, bad > 10) == (stored, True, True)
    assert all(one.imported and one.height != -1 for one in kept)
    assert all(one.hr is None or 20 <= one.hr <= 300 for one in kept)


def test_a_made_up_hospital_comes_in(sqlite_unit: BuiltUnit, tmp_path: Path) -> None:
    unit, file = sqlite_unit, outside("clinosim_vital_signs.csv")
    begins = datetime.fromisoformat("2025-01-01T00:00+00:00")
    unit.admit("1201", mrn="POP-000185", at=begins, admitted_at=begins)
    done = import_vitals(unit.store, file, skip_bad=True, actor=STATION, now=NOON + timedelta(days=300))
    known = {one.heading: one.field for one in done.checked.columns}
    assert known["consciousness_level"] == "acvpu"
    assert known["on_supplemental_oxygen"] == "o2"
    assert done.stored > 150
    assert {one.acvpu for one in sets(unit)} >= {"A"}
    others = [one for one in done.checked.bad if "is nobody's" in one.sentence]
    assert len(others) > 200
