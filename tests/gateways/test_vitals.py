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
        ("M1201,2026-03-02 06:10,,80,120,,,,,", "sbp: The diastolic pressure, 120, must be below the systolic"),
        ("M1201,2026-03-02 06:10,,,,,,maybe,,", "neither air nor oxygen"),
        ("M1201,2026-03-02 06:10,,,,,,,,Q", "Consciousness is one of A, C, V, P, U"),
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
    assert done.checked.refused == (bad,)
    assert str(bad).startswith("Line 3: ")
    assert words in str(bad)
    assert not sets(sqlite_unit)
    kept = come_in(sqlite_unit, tmp_path, HEAD + GOOD + row + "\n" + more, skip_bad=True)
    assert kept.stored == (1 if not more else 4)


CELL = "M1201,2026-03-02 06:10,"


@pytest.mark.parametrize(
    ("row", "said", "why", "kept"),
    [
        ("999,121,78,15,98,no,36.8,A", ["Line 3, hr: Heart rate is between 20 and 300 a minute, not 999."],
         "imported; heart rate 999 refused", {"hr": None, "sbp": 121.0, "acvpu": "A"}),
        ("72,121,78,15,fast,no,36.8,A", ["Line 3, spo2: “fast” is not a number."],
         "imported; SpO2 fast refused", {"spo2": None, "hr": 72.0}),
        ("72,80,120,15,98,no,36.8,A", ["Line 3, sbp: The diastolic", "Line 3, dbp: The diastolic pressure, 120"],
         "imported; systolic pressure 80 refused; diastolic pressure 120 refused", {"sbp": None, "dbp": None}),
        ("72,-1,78,15,98,no,36.8,A", ["Line 3, sbp: Systolic pressure is", "Line 3, dbp: There is a diastolic"],
         "imported; systolic pressure -1 refused; diastolic pressure 78 refused", {"sbp": None, "dbp": None, "hr": 72}),
        ("72,121,78,15,98,maybe,36.8,A", ["Line 3, o2: “maybe” says neither air nor oxygen."],
         "imported; air or oxygen maybe refused", {"o2": None, "hr": 72.0}),
        ("72,121,78,15,98,no,36.8,Q", ["Line 3, acvpu: Consciousness is one of"],
         "imported; consciousness Q refused", {"acvpu": None, "hr": 72.0}),
        ("-1,121,78,999,98,no,36.8,A", ["Line 3, hr:", "Line 3, rr:"],
         "imported; heart rate -1 refused; breathing rate 999 refused", {"hr": None, "rr": None, "spo2": 98}),
        ("72,121,78,15,98,no,98.6,A", ["Line 3, temp: Temperature is between 25 and 45 °C. 98.6 looks like Fahrenheit"],
         "imported; temperature 98.6 refused", {"temp": None, "hr": 72}),
    ],
)  # fmt: skip
def test_an_impossible_cell_is_refused_and_the_rest_of_its_row_kept(
    sqlite_unit: BuiltUnit, tmp_path: Path, row: str, said: list[str], why: str, kept: dict[str, Any]
) -> None:
    sqlite_unit.admit_seen()
    more = "".join(f"M1201,2026-03-02 06:{at},,,,,,,37.0,\n" for at in (20, 21, 22))
    looked = come_in(sqlite_unit, tmp_path, HEAD + GOOD.replace("10", "09", 1) + CELL + row + "\n" + more)
    assert (looked.done, sets(sqlite_unit), looked.checked.bad) == (False, [], ())
    named = [str(one) for one in looked.checked.refused]
    assert len(named) == len(said)
    assert all(one.startswith(words) for one, words in zip(named, said, strict=True))
    assert all(one.endswith(" The rest of the row is good.") for one in named)
    done = come_in(sqlite_unit, tmp_path, HEAD + GOOD.replace("10", "09", 1) + CELL + row + "\n" + more, skip_bad=True)
    assert done.stored == 5
    one = sets(sqlite_unit)[1]
    assert (one.outcome, one.why) == (SetOutcome.PARTIAL, why)
    assert {name: getattr(one, name) for name in kept} == kept


def test_a_row_of_which_every_cell_is_impossible_is_a_bad_row(unit: BuiltUnit, tmp_path: Path) -> None:
    unit.admit_seen()
    done = come_in(unit, tmp_path, HEAD + CELL + "-1,,,-1,,,,\n" + GOOD.replace("10", "11", 1), skip_bad=True)
    (bad,) = done.checked.refused
    assert str(bad) == (
        "Line 2: hr: Heart rate is between 20 and 300 a minute, not -1. Measure again, or correct what was typed. "
        "rr: Breathing rate is between 2 and 80 a minute, not -1. Measure again, or correct what was typed."
    )
    assert done.stored == 1


def test_units_that_stand_in_the_cells_are_theirs(unit: BuiltUnit, tmp_path: Path) -> None:
    """A column in which some wrote Fahrenheit, some Celsius; and pounds among kilograms."""
    unit.admit_seen()
    rows = ("37.0 C,80 kg", "98.6 °F,176.4 lb", "36,9,80", "98.6F,176.4lbs")
    text = "mrn;time;temp;weight\n" + "".join(
        f"M1201;2026-03-02 06:1{at};{';'.join(row.rsplit(',', 1))}\n" for at, row in enumerate(rows)
    )
    assert come_in(unit, tmp_path, text).stored == 4
    assert [(one.temp, one.weight) for one in sets(unit)] == [
        (37.0, 80.0), (37.0, 80.0137), (36.9, 80.0), (37.0, 80.0137),
    ]  # fmt: skip
    assert sets(unit)[1].entered == {"temp": [98.6, "[degF]"], "weight": [176.4, "[lb_av]"]}


def test_what_was_kept_without_a_cell_is_stored_once(unit: BuiltUnit, tmp_path: Path) -> None:
    unit.admit_seen()
    row = HEAD + CELL + "999,121,78,15,98,no,36.8,A\n"
    assert come_in(unit, tmp_path, row, skip_bad=True).stored == 1
    again = come_in(unit, tmp_path, row, skip_bad=True)
    assert (again.stored, again.stored_before) == (0, 1)
    assert again.lines[-2:] == ("1 sets of 1 patients, 0 bad rows, 1 cells left out.", "0 stored, 1 stored before.")


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
    stored = bad = cells = 0
    for number, file in enumerate(files):
        begins = NOON - timedelta(days=40 - number)
        stay_id = unit.admit("1201", mrn=f"P{number}", at=begins, admitted_at=begins)
        text = physionet(file, f"P{number}", begins)
        place = tmp_path / f"{number}.csv"
        place.write_text(text, encoding="utf-8")
        now = begins + timedelta(days=3)
        done = import_vitals(unit.store, place, skip_bad=True, actor=STATION, now=now)
        rows = len(text.splitlines()) - 1
        cells += len(done.checked.cells)
        checked = done.checked
        assert done.stored + len(checked.bad) + checked.twice + checked.empty == rows
        assert not done.refused
        stored, bad = stored + done.stored, bad + len(checked.bad)
        stays.discharge(unit.store, stay_id, "home", actor=STATION, now=now)
    kept = sets(unit)
    assert (len(kept), stored > 1500) == (stored, True)
    assert (bad, cells) == (2, 19)
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
