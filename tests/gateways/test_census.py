"""A census comes in: checked as a whole, named line by line, and twice is once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from station.gateways.census import (
    CensusReport,
    Here,
    Unreadable,
    check_census,
    check_file,
    import_census,
    import_file,
    plan_from_census,
)
from station.models import JournalEntry
from station.models.enums import Stage
from station.rules.policy import default_policy
from station.services import Store, reading, setup, stays
from station.services.errors import Refused
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON

HEADER = "mrn,family,given,birth date,bed,level,precautions,admitted at\n"
GOOD = "1001,Adams,Maria,1990-01-02,1201,Q15,SI;FALL,2026-03-01 22:10\n"
OTHER = "1002,Baker,Jo,,1202,1:1,,2026-03-02 05:00\n"
BEDS = ("1201", "1202", "1203", "1204", "1301A")


def check(
    *lines: str, here: tuple[Here, ...] = (), header: str = HEADER, zone: str = "America/Chicago"
) -> CensusReport:
    data = header + "".join(lines)
    return check_census(data, zone=zone, policy=default_policy(), beds=BEDS, here=here, now=NOON)


def write(path: Path, *lines: str) -> Path:
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def take_in(unit: BuiltUnit, path: Path, *, skip_bad: bool = False, at: float = 0) -> object:
    return import_file(unit.store, path, skip_bad=skip_bad, actor=STATION, now=NOON + minutes(at))


def head(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.max(JournalEntry.seq))) or 0


# Checking


def test_a_good_line_is_an_admission() -> None:
    report = check(GOOD)
    (row,) = report.to_admit
    said = row.admission
    assert (report.faults, report.unchanged, report.remarks, row.line) == ((), (), (), 2)
    assert (said.mrn, said.family, said.given, said.birth_date) == ("1001", "Adams", "Maria", date(1990, 1, 2))
    assert (said.bed, said.level, said.precautions) == ("1201", "Q15", ("SI", "FALL"))
    assert said.admitted_at is not None
    assert said.admitted_at.isoformat() == "2026-03-02T04:10:00+00:00"


@pytest.mark.parametrize(
    ("level", "code"),
    [("q15", "Q15"), (" Q 15 ", "Q15"), ("los", "LOS"), ("Line of Sight", "LOS"), ("1 : 1", "1:1"),
     ("every 15 minutes", "Q15"), ("Ｑ15", "Q15")],
)  # fmt: skip
def test_levels_however_written(level: str, code: str) -> None:
    assert check(GOOD.replace("Q15", level)).to_admit[0].admission.level == code


@pytest.mark.parametrize("between", [" ", ";", "|", "/", " ; ", "  "])
def test_precautions_however_separated(between: str) -> None:
    report = check(GOOD.replace("SI;FALL", f"si{between}FALL{between}Si"))
    assert report.to_admit[0].admission.precautions == ("SI", "FALL")
    assert check(GOOD.replace("SI;FALL", '"SI,FALL"')).to_admit[0].admission.precautions == ("SI", "FALL")


@pytest.mark.parametrize("nothing", ["", "none", "None", "-", "N/A"])
def test_no_precautions(nothing: str) -> None:
    assert check(GOOD.replace("SI;FALL", nothing)).to_admit[0].admission.precautions == ()


def test_bed_labels_without_regard_to_case() -> None:
    assert check(GOOD.replace("1201", "1301a")).to_admit[0].admission.bed == "1301A"


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        (("1001", ""), "mrn", "it is empty. Enter it."),
        (("1001", "1.00E+05"), "mrn", "shortened"),
        (("Adams", " "), "family", "it is empty"),
        (("Adams", "A" * 81), "family", "longer than 80"),
        (("Maria", '"Ma\nria"'), "given", "signs that are not letters"),
        (("Maria", "Mar\ufffda"), "given", "signs that are not letters"),
        (("1990-01-02", "02/01/1990"), "birth date", "can mean two days"),
        (("1990-01-02", "2027-01-02"), "birth date", "in the future"),
        (("1990-01-02", "1850-01-02"), "birth date", "more than 125 years ago"),
        (("1201", "1299"), "bed", "there is no bed '1299' in use on this unit. Did you mean 120"),
        (("1201", "Sofa"), "bed", "Use the label of one of the unit's beds"),
        (("1201", ""), "bed", "it is empty"),
        (("Q15", "Q99"), "level", "Use one of Q5, Q15, Q30, Q60, LOS, 1:1"),
        (("Q15", "01:01"), "level", "made into a time by a spreadsheet"),
        (("Q15", ""), "level", "it is empty"),
        (("SI;FALL", "SI;XX"), "precautions", r"no precaution 'XX'"),
        (("2026-03-01 22:10", ""), "admitted at", "it is empty"),
        (("2026-03-01 22:10", "2026-03-01"), "admitted at", "has no time of day"),
        (("2026-03-01 22:10", "2026-03-02 06:01"), "admitted at", "in the future"),
        (("2026-03-01 22:10", "2025-03-09 02:30"), "admitted at", "never was"),
        (("2026-03-01 22:10", "2025-11-02 01:30"), "admitted at", "came twice"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_what_to_do(change: tuple[str, str], column: str, says: str) -> None:
    report = check(OTHER, GOOD.replace(*change))
    (fault,) = report.faults
    assert (fault.line, fault.column) == (3, column)
    assert says in str(fault)
    assert str(fault).startswith(f"Line 3, {column}: ")
    assert str(fault)[-1] in ".?"
    assert [row.line for row in report.rows] == [2]


def test_every_fault_of_a_line_is_named_at_once() -> None:
    report = check("1001,,Maria,x,1299,Q99,XX,never\n")
    assert [fault.column for fault in report.faults] == [
        "family", "birth date", "bed", "level", "precautions", "admitted at",
    ]  # fmt: skip
    assert report.bad_lines == (2,)


def test_too_many_cells_are_a_fault_of_the_line() -> None:
    (fault,) = check(GOOD.replace("Adams", "Adams, Maria")).faults
    assert "Line 2: it has 9 columns where the first line names 8" in str(fault)


@pytest.mark.parametrize(("change", "column"), [(("1001", "1002"), "mrn"), (("1201", "1202"), "bed")])
def test_two_lines_with_the_same_number_or_bed_are_both_bad(change: tuple[str, str], column: str) -> None:
    report = check(OTHER, GOOD.replace(*change))
    assert [(fault.line, fault.column) for fault in report.faults] == [(2, column), (3, column)]
    assert "line 3 has the same" in str(report.faults[0])
    assert report.rows == ()


ADAMS = Here("1001", "Adams", "Maria", date(1990, 1, 2), "1201", "Q15")


def test_who_is_here_already_is_left_as_he_is() -> None:
    report = check(GOOD, OTHER, here=(ADAMS,))
    assert ([row.line for row in report.unchanged], [row.line for row in report.to_admit]) == ([2], [3])


def test_a_level_that_was_ordered_since_stays_and_is_told() -> None:
    report = check(GOOD.replace("Q15", "Q30"), here=(ADAMS,))
    assert report.faults == ()
    assert report.remarks == ("Line 2: bed 1201 stays on Q15; the file says Q30, and an import never changes a level.",)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("1201", "1203"), "Maria Adams is here already, in bed 1201. Move the patient at the desk"),
        (("Adams", "Baker"), "record number 1001 is Maria Adams on this unit"),
        (("1990-01-02", "1991-01-02"), "was born 1990-01-02"),
        (("1001", "1009"), "bed 1201 is taken by Maria Adams"),
    ],
)
def test_nobody_is_moved_renamed_or_put_upon_another(change: tuple[str, str], says: str) -> None:
    report = check(GOOD.replace(*change), here=(ADAMS,))
    assert says in str(report.faults[0])
    assert report.rows == ()


def test_somebody_here_without_a_bed_is_not_given_one() -> None:
    nowhere = Here("1001", "Adams", "Maria", None, None, "Q15")
    assert "without a bed" in str(check(GOOD, here=(nowhere,)).faults[0])


def test_columns_left_out_are_told_and_optional_ones_may_be_missing() -> None:
    report = check("Adams,1001,1201,Q15,2026-03-01 22:10,Hall\n", header="Last Name;MRN;Bed;Level;Admitted;Doctor\n"
                   .replace(";", ","))  # fmt: skip
    assert report.remarks == ("Not imported: the columns Doctor.",)
    assert report.to_admit[0].admission.given == ""


@given(st.text(max_size=200))
def test_whatever_the_file_holds_it_is_checked_or_refused_in_words(text: str) -> None:
    with suppress(Unreadable):
        assert all(str(fault).startswith("Line ") for fault in check(text).faults)


@given(st.binary(max_size=200))
def test_whatever_bytes_it_holds(data: bytes) -> None:
    with suppress(Unreadable):
        check_census(data, zone="UTC", policy=default_policy(), beds=BEDS, here=(), now=NOON)


# Importing


def test_a_good_file_is_admitted_and_a_first_check_is_owed_of_each(unit: BuiltUnit, tmp_path: Path) -> None:
    done = import_file(unit.store, write(tmp_path / "c.csv", GOOD, OTHER), actor=STATION, now=NOON)
    assert (done.admitted, done.unchanged, done.bad, done.summary) == (2, 0, (), "2 admitted, 0 already here.")
    stay = unit.stay_in("1201")
    assert stay.admitted_at < NOON
    assert unit.task(stay.id).due_at == NOON + minutes(2)
    unit.sweep(NOON + minutes(5))
    assert unit.alert(stay.id, "check").stage is Stage.LAPSED


def test_twice_is_once(unit: BuiltUnit, tmp_path: Path) -> None:
    file = write(tmp_path / "c.csv", GOOD, OTHER)
    take_in(unit, file)
    before = head(unit.store), reading.read_board(unit.store, NOON).beds
    done = import_file(unit.store, file, actor=STATION, now=NOON + minutes(9))
    assert (done.admitted, done.unchanged, done.bad) == (0, 2, ())
    assert (head(unit.store), reading.read_board(unit.store, NOON).beds) == before


def test_one_bad_line_and_nothing_is_changed(unit: BuiltUnit, tmp_path: Path) -> None:
    before = head(unit.store)
    done = import_file(
        unit.store, write(tmp_path / "c.csv", GOOD, OTHER.replace("1202", "99")), actor=STATION, now=NOON
    )
    assert (done.admitted, done.summary) == (0, "Nothing has been imported: 1 line is bad.")
    assert done.bad[0].startswith("Line 3, bed: there is no bed '99'")
    assert head(unit.store) == before


def test_skipping_bad_lines_admits_the_others(unit: BuiltUnit, tmp_path: Path) -> None:
    file = write(tmp_path / "c.csv", GOOD, OTHER.replace("1202", "99"))
    done = import_file(unit.store, file, skip_bad=True, actor=STATION, now=NOON)
    assert (done.admitted, len(done.bad), done.summary) == (1, 1, "1 admitted, 0 already here. 1 line left out.")
    assert unit.stay_in("1201").discharged_at is None


def test_ended_in_the_middle_the_same_file_completes_it(
    unit: BuiltUnit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from station.gateways import census

    file = write(tmp_path / "c.csv", GOOD, OTHER)
    admit: Callable[..., object] = stays.admit

    def dies_at_the_second(store: Store, admission: stays.Admission, **more: object) -> object:
        if admission.bed == "1202":
            raise KeyboardInterrupt
        return admit(store, admission, **more)

    with monkeypatch.context() as patch:
        patch.setattr(census, "admit", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            take_in(unit, file)
    done = import_file(unit.store, file, actor=STATION, now=NOON + minutes(1))
    assert (done.admitted, done.unchanged, done.bad) == (1, 1, ())
    assert unit.stay_in("1201").discharged_at is None
    assert unit.stay_in("1202").discharged_at is None


def test_stopped_by_a_person_it_says_so_and_can_go_on(unit: BuiltUnit, tmp_path: Path) -> None:
    report = check_file(unit.store, write(tmp_path / "c.csv", GOOD, OTHER), now=NOON)
    told: list[tuple[int, int]] = []
    done = import_census(
        unit.store,
        report,
        actor=STATION,
        now=NOON,
        progress=lambda done, of: told.append((done, of)),
        cancelled=lambda: bool(told),
    )
    assert told == [(1, 2)]
    assert (done.admitted, done.stopped) == (1, True)
    assert done.summary.startswith("Stopped before the end: 1 admitted")


def test_a_bed_taken_since_the_check_is_named_and_the_rest_goes_on(unit: BuiltUnit, tmp_path: Path) -> None:
    report = check_file(unit.store, write(tmp_path / "c.csv", GOOD, OTHER), now=NOON)
    unit.admit("1201")
    done = import_census(unit.store, report, actor=STATION, now=NOON)
    assert done.admitted == 1
    assert done.bad == ("Line 2: Bed 1201 is taken by Ada Fam1201. Choose an empty bed, or swap the two patients.",)


def test_without_a_unit_or_a_file_it_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No unit has been set up"):
        import_file(store, write(tmp_path / "c.csv", GOOD), actor=STATION, now=NOON)
    with pytest.raises(Unreadable, match="cannot be read"):
        import_file(store, tmp_path / "missing.csv", actor=STATION, now=NOON)
    with pytest.raises(Unreadable, match="cannot be read"):
        import_file(store, tmp_path, actor=STATION, now=NOON)


# A unit from a census


def test_a_unit_is_proposed_by_areas_and_rooms_each_bed_once() -> None:
    beds = ("1301B", "1202", "W2", "1201", "1301A", "1210", "w2", "7", "W12")
    data = "bed\n" + "\n".join(beds)
    plan = plan_from_census(data, name="3 West", zone="America/Chicago")
    assert [(area.name, [(room.name, room.beds) for room in area.rooms]) for area in plan.areas] == [
        ("Unit", [("7", ("7",))]),
        ("Area 12", [("1201", ("1201",)), ("1202", ("1202",)), ("1210", ("1210",))]),
        ("Area 13", [("1301", ("1301A", "1301B"))]),
        ("Area W", [("w2", ("w2",)), ("W12", ("W12",))]),
    ]


def test_the_proposed_unit_takes_the_census_it_was_made_of(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "c.csv", GOOD, OTHER)
    plan = plan_from_census(file.read_bytes(), name="3 West", zone="America/Chicago")
    setup.create_unit(store, plan, signed_by="M. Reyes", actor=STATION, now=NOON)
    done = import_file(store, file, actor=STATION, now=NOON)
    assert (done.admitted, done.bad) == (2, ())


def test_a_file_without_beds_proposes_nothing() -> None:
    with pytest.raises(Unreadable, match="No line of this file names a bed"):
        plan_from_census("mrn,bed\n1,\n", name="3 West", zone="UTC")
    with pytest.raises(Unreadable, match="names no column bed"):
        plan_from_census("mrn\n1\n", name="3 West", zone="UTC")
