"""A recorded check in words, and the list of them."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from station.models.enums import Outcome
from station.store.rows import CheckRow
from station.views.panel.checks_list import CheckListModel, ChecksView
from station.views.panel.lines import CheckLine, check_line, check_lines
from tests.views.desk_fakes import check_row, twelve
from tests.views.snapshots import NOW, ZONE, ago

HERE = ZoneInfo(ZONE)


def line(row: CheckRow) -> CheckLine:
    return check_line(row, NOW, HERE)


def test_a_usual_check() -> None:
    shown = line(check_row(1, 11, activity="In group"))
    assert (shown.seen, shown.what, shown.detail) == ("14:21", "Day room, in group", "J. Moore")
    assert (shown.recorded, shown.marks, shown.struck, shown.can_correct) == ("", (), False, True)


def test_a_late_entry_shows_both_times_and_says_so() -> None:
    shown = line(check_row(1, 33, recorded_at=ago(minutes=21), late_entry=True, concern=True))
    assert (shown.recorded, shown.late_entry) == ("", True)
    assert shown.marks == ("late entry, recorded 14:11, 12:00 after", "concern")


def test_a_sleeping_patient_shows_how_life_was_seen() -> None:
    shown = line(check_row(1, 11, activity="Asleep", life_sign="Breathing seen", note="On left side"))
    assert shown.detail == "Breathing seen · J. Moore · On left side"


def test_not_found_is_said_and_cannot_be_amended() -> None:
    shown = line(check_row(1, 11, outcome=Outcome.NOT_FOUND, location=None, activity=None))
    assert shown.what == "Not found"
    assert not shown.can_correct


def test_what_was_said_before_stays_readable() -> None:
    amended, moved = (line(row) for row in twelve()[3:5])
    assert amended.struck
    assert amended.marks == ("amended",)
    assert amended.corrections == ("place now Hallway, before Room · R. Osei 14:02: Wrong room tapped",)
    assert moved.marks == ("wrong patient",)
    assert moved.corrections == ("Was another patient · J. Moore 13:32: Two patients in the hall",)
    assert not moved.can_correct


def test_a_check_of_another_day_has_its_date() -> None:
    assert line(check_row(1, 60 * 24)).seen == "Sun 22 Nov 14:32"


def test_a_line_is_spoken_whole() -> None:
    spoken = line(twelve()[2]).spoken
    for part in ("13:59, Day room, talking", "Was with the group leader", "recorded 14:11", "late entry"):
        assert part in spoken


@pytest.fixture
def model(qtbot: QtBot) -> CheckListModel:
    made = CheckListModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def test_a_new_check_disturbs_no_other_row(model: CheckListModel, qtbot: QtBot) -> None:
    lines = check_lines(twelve(), NOW, HERE)
    model.show_lines(lines)
    resets, inserted = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    newest = replace(lines[0], check_id=13, seen="14:32")
    model.show_lines((newest, *lines[:11]))
    assert [one.check_id for one in model.lines] == [13, *(one.check_id for one in lines[:11])]
    assert inserted == [(0, 0)]
    assert not resets


def test_a_check_that_was_corrected_changes_in_its_place(model: CheckListModel, qtbot: QtBot) -> None:
    lines = check_lines(twelve(), NOW, HERE)
    model.show_lines(lines)
    changed: list[int] = []
    model.dataChanged.connect(lambda top, _: changed.append(top.row()))
    model.show_lines((lines[0], replace(lines[1], struck=True), *lines[2:]))
    assert changed == [1]


def test_rows_that_move_are_moved(model: CheckListModel, qtbot: QtBot) -> None:
    lines = check_lines(twelve(), NOW, HERE)
    model.show_lines(lines)
    model.show_lines((lines[2], lines[0], lines[1], *lines[3:]))
    assert [one.check_id for one in model.lines[:3]] == [10, 12, 11]


def test_the_view_is_as_tall_as_its_lines(model: CheckListModel, qtbot: QtBot) -> None:
    view = ChecksView(model)
    qtbot.addWidget(view)
    view.resize(340, 100)
    model.show_lines(check_lines(twelve(), NOW, HERE))
    view.show()
    view.fit()
    last = view.visualRect(model.index(11))
    assert last.bottom() < view.height() <= last.bottom() + 12
    assert view.chosen is None
    view.setCurrentIndex(model.index(3))
    assert view.chosen is not None
    assert view.chosen.check_id == 9


def test_recorded_within_the_minute_is_not_worth_two_times() -> None:
    row = check_row(1, 11)
    assert line(replace(row, recorded_at=row.observed_at + timedelta(seconds=59))).recorded == ""
