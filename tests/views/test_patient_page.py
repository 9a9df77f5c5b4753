"""The Patients page: who is shown, how he is reached, what the charts say by mouse and by keys, what is printed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.models.enums import Role, TaskKind
from station.rules.intervals import Deadlines
from station.services.errors import Refused
from station.services.events import ChangedElsewhere, CheckRecorded, VitalsRecorded
from station.store.rows import BoardSnapshot, StaffRow
from station.store.rows.vitals import VitalOrderRow
from station.views import printing
from station.views import theme as themes
from station.views.bridge import DirectBridge
from station.views.panel.controls import TOUCH
from station.views.patient.page import NOBODY, READING
from station.views.patient.trends import Trends
from station.views.patient.view import PatientView
from station.views.patient.vitals_card import HINT, NOTHING
from tests.views.desk_fakes import unit
from tests.views.painted import Painted
from tests.views.patient_fakes import Ward, card, day, vital, worsening
from tests.views.pictures import compare
from tests.views.showing import dress
from tests.views.snapshots import NOW, ago, ahead, owed, snapshot

LINE_EDGE = 14
"""Left and right of what stands in a line of the list, in pixels."""
SIZES = ((1170, 700), (1720, 1010), (830, 700), (600, 1200))
VIEWER = StaffRow(8, "V. Ito", Role.VIEWER)


class SteppedBridge(DirectBridge):
    """Does one thing after the other as the test asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], None]] = []

    @override
    def run(self, op: Callable[[], Any], done: Any, failed: Any = None) -> None:
        self.waiting.append(partial(super().run, op, done, failed))

    def step(self) -> None:
        self.waiting.pop(0)()


@pytest.fixture
def ward(qtbot: QtBot) -> Iterator[Ward]:
    dress("light")
    made = Ward()
    qtbot.addWidget(made.page)
    made.page.resize(1170, 820)
    made.page.show()
    qtbot.waitActive(made.page)
    yield made
    made.bridge.shutdown()


def view(ward: Ward) -> PatientView:
    assert ward.page.view is not None
    return ward.page.view


def begun(ward: Ward) -> PatientView:
    ward.begin()
    QApplication.processEvents()
    return view(ward)


def trends(ward: Ward) -> Trends:
    return begun(ward).vitals.trends


def said(ward: Ward) -> str:
    return view(ward).vitals.read.text()


def wheel(on: QWidget, at: QPointF, turned: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        at, on.mapToGlobal(at), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(on, event)


def moved(on: QWidget, at: QPointF) -> None:
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, on.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(on, event)


# Who is shown.


def test_before_anything_is_read_it_says_so(ward: Ward) -> None:
    assert ward.page.state == READING


def test_nobody_on_the_unit(ward: Ward) -> None:
    ward.page.show_desk(ward.desk())
    ward.page.show_snapshot(snapshot(()))
    assert ward.page.state == NOBODY


def test_the_first_is_shown_until_one_is_chosen(ward: Ward) -> None:
    ward.page.show_desk(ward.desk())
    ward.page.show_snapshot(unit())
    ward.wait()
    assert ward.page.stay_id == 1
    assert ward.page.state is None


def test_the_view_is_made_ahead_while_nobody_looks_and_is_the_one_that_is_shown(ward: Ward) -> None:
    ward.page.hide()
    ward.page.show_desk(ward.desk())
    ward.page.show_snapshot(unit())
    ward.page._fetch_ahead()
    ward.wait()
    made = view(ward)
    assert not [one for one in ward.reads.asked if one.startswith("day of")]
    ward.page._print()
    assert made.printing.isHidden()
    ward.page.show()
    assert (view(ward), ward.page.state) == (made, None)
    assert [one for one in ward.reads.asked if one.startswith("day of")] == ["day of 1, 24"]


def test_it_is_made_in_a_turn_of_its_own_before_he_is_read(qtbot: QtBot) -> None:
    dress("light")
    bridge = SteppedBridge()
    made = Ward(bridge=bridge)
    qtbot.addWidget(made.page)
    made.page.show()
    made.page.show_desk(made.desk())
    made.page.show_snapshot(unit())
    bridge.step()
    made.wait()
    assert made.page.state == READING
    bridge.step()
    assert made.page.state is None
    assert not bridge.waiting


def test_his_head(ward: Ward) -> None:
    head = begun(ward).head
    assert head.title.text() == "1204 · W. Nowak"
    assert head.badge.level == "Q15"
    assert head.about.text() == "MRN 40 004 · 52 y · admitted 21 Nov · seen 5:15 ago, Hallway, talking, J. Moore"
    ward.page.tick(NOW + timedelta(seconds=3))
    assert "seen 5:18 ago" in head.about.text()


def test_a_tap_in_the_list_opens_him(ward: Ward) -> None:
    begun(ward)
    shown = ward.page.list
    where = shown.visualRect(shown.patients.index(5))
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=where.center())
    assert ward.page.stay_id == 6
    assert view(ward).head.title.text().startswith("1206")


def test_page_up_and_down_go_round_from_wherever_the_focus_is(ward: Ward) -> None:
    begun(ward)
    for on, key, stay in (
        (ward.page.list, Qt.Key.Key_PageDown, 5),
        (view(ward).vitals.trends, Qt.Key.Key_PageUp, 4),
        (view(ward).head.check, Qt.Key.Key_PageUp, 3),
    ):
        on.setFocus()
        QTest.keyClick(on, key)
        assert ward.page.stay_id == stay
    ward.page.open_patient(ward.page.list.patients.stays[-1])
    ward.page.show_after()
    assert ward.page.stay_id == 1
    ward.page.show_before()
    assert ward.page.stay_id == ward.page.list.patients.stays[-1]


def test_buttons_go_from_patient_to_patient(ward: Ward) -> None:
    head = begun(ward).head
    head.after.click()
    assert ward.page.stay_id == 5
    head.before.click()
    assert ward.page.stay_id == 4


def test_the_parts_are_made_once(ward: Ward) -> None:
    before = begun(ward)
    ward.page.open_patient(7)
    assert view(ward) is before


def test_another_patient_has_the_whole_time_in_sight(ward: Ward) -> None:
    sight = begun(ward).vitals.sight
    sight.zoom(0.2)
    ward.page.open_patient(7)
    assert sight.is_whole


def test_what_cannot_be_read_says_why(ward: Ward) -> None:
    ward.reads.failure = Refused("The disk is full.")
    ward.begin()
    assert ward.page.state is not None
    assert (ward.page.state.title, ward.page.state.text) == ("This patient cannot be read", "The disk is full.")


def test_what_is_shown_stays_when_it_cannot_be_read_again(ward: Ward) -> None:
    begun(ward)
    ward.reads.failure = Refused("The disk is full.")
    ward.page.on_events([ChangedElsewhere()])
    assert ward.page.state is None


def test_it_is_read_again_when_something_of_his_changes(ward: Ward) -> None:
    begun(ward)
    ward.reads.asked.clear()
    ward.page.on_events([CheckRecorded(5, 1), VitalsRecorded(5)])
    assert ward.reads.asked == []
    for event in (CheckRecorded(4, 1), VitalsRecorded(4), ChangedElsewhere()):
        ward.page.on_events([event])
    assert ward.reads.asked.count("day of 4, 24") == 3


def test_it_is_read_again_each_minute(ward: Ward) -> None:
    begun(ward)
    ward.reads.asked.clear()
    ward.page.tick(NOW + timedelta(seconds=59))
    assert ward.reads.asked == []
    ward.page.tick(NOW + timedelta(seconds=60))
    assert "day of 4, 24" in ward.reads.asked


def test_a_hidden_page_reads_when_it_is_shown(ward: Ward) -> None:
    begun(ward)
    ward.page.hide()
    ward.reads.asked.clear()
    ward.page.on_events([VitalsRecorded(4)])
    assert ward.reads.asked == []
    ward.page.show()
    assert "day of 4, 24" in ward.reads.asked


def test_somebody_who_has_left_is_shown_no_more(ward: Ward) -> None:
    begun(ward)
    shown = unit()
    beds = tuple(replace(bed, patient=None) if bed.bed_id == 4 else bed for bed in shown.beds)
    ward.page.show_snapshot(replace(shown, beds=beds))
    assert ward.page.stay_id == 1


def on_a_round(due: dict[int, int]) -> BoardSnapshot:
    """Who is owed vital signs in so many minutes, by bed."""
    shown = unit()
    tasks = {
        bed: owed(TaskKind.VITALS, Deadlines(ago(hours=8), ahead(minutes=at - 30), ahead(minutes=at), ahead(hours=9)))
        for bed, at in due.items()
    }
    beds = tuple(
        replace(bed, patient=replace(bed.patient, owed=(tasks[bed.bed_id],), away=None))
        if bed.bed_id in tasks and bed.patient
        else bed
        for bed in shown.beds
    )
    return replace(shown, beds=beds)


def test_a_vitals_round_lists_who_is_owed_them_the_first_at_the_top(ward: Ward) -> None:
    ward.begin(on_a_round({2: 20, 5: -10, 14: 20, 6: 300}))
    QTest.mouseClick(ward.page.shown_by.button_of("vitals"), Qt.MouseButton.LeftButton)
    model = ward.page.list.patients
    said = [str(model.index(at).data()) for at in range(model.rowCount())]
    assert [one.split("  ")[0] for one in said] == ["1205", "1202", "1302"]
    assert ward.page.round_words.text() == "3 owed vital signs"
    ward.page.area.setCurrentIndex(ward.page.area.findData(1))
    assert model.rowCount() == 2
    assert ward.page.stay_id == 4
    QTest.keyClick(ward.page.list, Qt.Key.Key_PageDown)
    assert ward.page.stay_id == 5


def test_a_name_too_long_for_the_list_hides_neither_the_time_nor_that_it_is_late(ward: Ward) -> None:
    ward.page.resize(*SIZES[0])
    ward.begin(on_a_round({5: -10}))
    ward.page.shown_by.button_of("vitals").click()
    shown = ward.page.list
    words = str(shown.patients.index(0).data())
    first, name = words.rsplit("  ", 1)
    assert first == "1205  14:22 late"
    assert name
    room = shown.viewport().width() - 2 * LINE_EDGE
    assert shown.fontMetrics().horizontalAdvance(first.replace("late", "lapsed")) < room


def test_on_a_vitals_round_the_next_is_whoever_stood_after_him_who_is_done(ward: Ward) -> None:
    """The first stays owed: he refused."""
    ward.begin(on_a_round({1: 5, 2: 10, 3: 20, 14: 25}))
    ward.page.shown_by.button_of("vitals").click()
    ward.page.open_patient(2)
    left = on_a_round({1: 5, 3: 20, 14: 25})
    ward.page.show_snapshot(left)
    assert ward.page.list.patients.stays == (1, 3, 14)
    ward.page.show_after()
    assert ward.page.stay_id == 3
    ward.page.open_patient(2)
    ward.page.show_before()
    assert ward.page.stay_id == 1


# What is done from here.


def test_the_three_usual_things(ward: Ward) -> None:
    head = begun(ward).head
    for button in (head.check, head.vitals, head.level):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ward.wanted == [(4, ""), (4, "vitals"), (4, "level")]


def test_an_answer_about_somebody_else_is_not_shown(ward: Ward) -> None:
    head = begun(ward).head
    ward.page._show((day(stay_id=9, mrn="99 999"), ()))
    assert "99 999" not in head.about.text()
    head.check.click()
    assert ward.wanted == [(4, "")]


def test_nothing_is_done_to_one_who_is_still_being_read(ward: Ward) -> None:
    head = begun(ward).head
    ward.page._shown = None
    head.check.click()
    assert ward.wanted == []


def test_who_may_not_sees_why(ward: Ward) -> None:
    head = begun(ward).head
    ward.recorder.choose(VIEWER)
    assert not head.vitals.isEnabled()
    assert head.vitals.toolTip()


# Observation.


def test_the_figures_of_the_day(ward: Ward) -> None:
    shown = begun(ward).observation
    assert shown.said.text() == "107 checks · 97.1 % on time · longest gap 21:18 · 3 late entries"


def test_bars_are_read_by_keys(ward: Ward) -> None:
    shown = begun(ward).observation
    shown.gaps.setFocus()
    QTest.keyClick(shown.gaps, Qt.Key.Key_Home)
    assert shown.said.text() == "14:00, ended Sun 22 Nov 14:44"
    for _ in range(103):
        QTest.keyClick(shown.gaps, Qt.Key.Key_Right)
    assert shown.said.text().startswith("21:18, lapsed, ended ")
    assert "21:18, lapsed" in shown.gaps.accessibleName()
    view(ward).head.check.setFocus()
    assert shown.said.text().startswith("107 checks")


def test_bars_are_read_by_the_pointer(ward: Ward) -> None:
    shown = begun(ward).observation
    lapsed = next(one for one in ward.reads.of_all.gaps if one.gap_s == 21.3 * 60)
    moved(shown.gaps, shown.gaps.bar_of(lapsed).center())
    assert shown.said.text().startswith("21:18, lapsed")
    QApplication.sendEvent(shown.gaps, QEvent(QEvent.Type.Leave))
    assert shown.said.text().startswith("107 checks")


def test_bars_wear_the_colour_of_their_stage_alone(ward: Ward) -> None:
    shown = begun(ward).observation.gaps
    look, picture = themes.load("light"), shown.grab().toImage()
    by_length = {one.gap_s: one for one in ward.reads.of_all.gaps}
    for seconds, color in ((14.0 * 60, look.bar), (17.2 * 60, look.medium.edge), (21.3 * 60, look.high.edge)):
        at = shown.bar_of(by_length[seconds]).center()
        assert picture.pixelColor(at.toPoint()) == color


def test_a_gap_beyond_the_scale_stays_within_it(ward: Ward) -> None:
    shown = begun(ward).observation.gaps
    long = replace(ward.reads.of_all.gaps[20], gap_s=4 * 3600.0)
    assert shown.bar_of(long).top() >= 0


def test_a_level_that_is_chosen_says_what_it_was(ward: Ward) -> None:
    shown = begun(ward).observation
    shown.band.choose(0)
    assert shown.said.text().startswith("Q15, on admission")


# Vital signs.


def test_how_he_does_and_when_he_is_due(ward: Ward) -> None:
    shown = begun(ward).vitals
    assert shown.said.text() == "NEWS2 6, up from 0 in 6 h · next due 15:05"
    assert shown.read.text() == HINT


def test_no_vital_signs_says_what_to_do(ward: Ward) -> None:
    ward.reads.of_all = day((), vitals=card(total=None, at_least=None, no_score="under 16", due_at=None))
    assert begun(ward).vitals.read.text() == NOTHING
    assert view(ward).vitals.said.text() == "No NEWS2: under 16"


def test_scores_stand_over_the_panels_and_what_asks_is_marked(ward: Ward) -> None:
    scores = trends(ward).scores
    assert [one.words for one in scores][-3:] == ["3", "5+", "6"]
    assert [one.asks for one in scores][-3:] == [False, True, True]


def test_no_score_where_there_is_none_for_him(ward: Ward) -> None:
    ward.reads.of_all = day(vitals=card(no_score="pregnant"))
    assert trends(ward).scores == ()
    view(ward).vitals.trends.go_to(3)
    assert "NEWS2" not in said(ward)


@pytest.mark.parametrize(("schedule", "broken"), [("", False), ("every 30 min", True)])
def test_a_line_is_broken_where_a_set_of_his_own_order_was_left_out(ward: Ward, schedule: str, broken: bool) -> None:
    """Two hours apart are no gap by the unit's times, and one by an order of every half hour."""
    order = VitalOrderRow(schedule, 1, False, "", "Dr. Hall", ago(hours=9), None)
    sets = tuple(vital(ago(hours=6 - 2 * at), at) for at in range(3))
    ward.reads.of_all = day(sets, orders=(order,))
    (line,) = trends(ward).plots.strips[0].series
    assert bool(np.isnan(line.y).any()) is broken
    assert len(line.x) == (5 if broken else 3)


def test_refused_and_partial_sets_are_marked_with_words(ward: Ward) -> None:
    assert [one.words for one in trends(ward).events] == ["violence checklist 1", "refused", "note", "partial"]


def test_the_last_value_stands_at_the_right(ward: Ward) -> None:
    assert [[one.words for one in ones] for ones in trends(ward).figures()] == [
        ["118"], ["106", "66"], ["22"], ["95"], ["38.0"], ["71.2"],
    ]  # fmt: skip


def test_arrow_keys_read_one_set_after_the_other(ward: Ward) -> None:
    chart = trends(ward)
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert said(ward).startswith("14:05 · NEWS2 6 · HR 118 /min · BP 106/66 mmHg")
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert said(ward).startswith("13:20 · partial: Cuff missing · NEWS2 5+")
    assert [ones[0].words for ones in chart.figures()][:2] == ["112", "–"]
    assert chart.plots.crosshair.isVisible()
    assert said(ward) in chart.accessibleName()
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert said(ward).startswith("Sun 22 Nov 14:38")
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert said(ward).startswith("14:05")
    assert ward.page.back()
    assert said(ward) == HINT
    assert not ward.page.back()


def test_the_pointer_reads_all_panels_at_one_time(ward: Ward) -> None:
    chart = trends(ward)
    at = chart.plots.x() + chart.sight.share(ago(hours=12)) * chart.plots.width()
    moved(chart, QPointF(at + 3, chart.plots.geometry().center().y()))
    assert said(ward).startswith("02:32 · NEWS2 0 · HR 82")
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert said(ward) == HINT


def test_a_set_out_of_sight_is_not_read_by_the_pointer(ward: Ward) -> None:
    chart = trends(ward)
    chart.sight.zoom(0.05, chart.sight.share(ago(hours=18)))
    assert chart.nearest(chart.plots.x() + chart.plots.width() / 2) == -1


def test_the_wheel_zooms_at_the_pointer_and_pans_with_shift(ward: Ward) -> None:
    chart = trends(ward)
    right = QPointF(chart.plots.geometry().right(), chart.plots.y() + 10)
    wheel(chart, right, 240)
    assert chart.sight.right == pytest.approx(chart.sight.whole, abs=120)
    assert chart.sight.length < chart.sight.whole
    before = chart.sight.left
    wheel(chart, right, 120, Qt.KeyboardModifier.ShiftModifier)
    assert chart.sight.left < before


def test_keys_zoom_and_pan(ward: Ward) -> None:
    chart = trends(ward)
    chart.setFocus()
    for _ in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Plus)
    length, left = chart.sight.length, chart.sight.left
    assert length < chart.sight.whole
    QTest.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.sight.left < left
    QTest.keyClick(chart, Qt.Key.Key_Minus)
    assert chart.sight.length > length
    QTest.keyClick(chart, Qt.Key.Key_0)
    assert chart.sight.is_whole


def test_buttons_zoom_too(ward: Ward) -> None:
    shown = begun(ward).vitals
    assert not shown.wider.isEnabled()
    shown.closer.click()
    assert shown.sight.length == pytest.approx(shown.sight.whole / 2)
    shown.wider.click()
    assert shown.sight.is_whole


def test_dragging_moves_in_time(ward: Ward) -> None:
    chart = trends(ward)
    chart.sight.zoom(0.3, 1.0)
    before, y = chart.sight.left, chart.plots.geometry().center().y()
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, y))
    QTest.mouseMove(chart, QPoint(420, y))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(420, y))
    assert chart.sight.left < before


def test_a_day_three_days_or_the_stay(ward: Ward) -> None:
    shown = begun(ward).vitals
    for value in ("72", "stay", "24"):
        QTest.mouseClick(shown.range.button_of(value), Qt.MouseButton.LeftButton)
    asked = [one for one in ward.reads.asked if one.startswith("day")]
    assert asked[-3:] == ["day of 4, 72", "day of 4, None", "day of 4, 24"]


def test_reduced_data_says_so(ward: Ward) -> None:
    sets = [vital(ago(minutes=5 * at), at, hr=70 + at % 9) for at in range(4000, 0, -1)]
    ward.reads.of_all = day(sets, since=ago(minutes=20_000))
    shown = begun(ward).vitals
    assert shown.note.text().startswith("4,000 values in sight: least and largest of every ")
    shown.sight.zoom(0.02)
    assert shown.note.isHidden()


def test_nothing_is_drawn_over_a_gap(ward: Ward) -> None:
    """The pixels between the set before the refusal and the one after it are those of the ground."""
    chart = trends(ward)
    QApplication.processEvents()
    pressure, picture = chart.plots.strips[1], chart.grab().toImage()
    place = chart._places()[1]
    missing = round(chart.plots.x() + chart.sight.share(ago(hours=10)) * chart.plots.width())
    drawn = {
        picture.pixelColor(missing, y).name() for y in range(round(place.top) + 2, round(place.top + place.height) - 2)
    }
    colors = {themes.load("light").action.name(), themes.load("light").plan.area_3.edge.name()}
    assert pressure.shown[0].of == 10
    assert not drawn & colors


def test_reading_a_set_cuts_nothing_off_the_latest_score(ward: Ward) -> None:
    """It was measured just now, and its score reaches beyond the panels, to where the figures stand."""
    ward.reads.of_all = day((*worsening(), vital(NOW, 30)))
    shown = trends(ward)
    QApplication.processEvents()
    painted = Painted(shown)
    shown.go_to(3)
    QApplication.processEvents()
    frame = shown.frame_now()
    scores = QRectF(0, frame.scores_top, shown.width(), frame.scores_height).toAlignedRect()
    assert not painted.region.isEmpty()
    assert not painted.region.intersects(scores)


def test_what_was_measured_just_now_is_drawn_whole(ward: Ward) -> None:
    """Its mark is a ring around the very edge of the time in sight."""
    ward.reads.of_all = day((*worsening(), vital(NOW, 30)))
    shown = trends(ward)
    QApplication.processEvents()
    picture, edge = shown.grab().toImage(), round(shown.frame_now().right)
    place = shown.plots.places()[0]
    rows = range(round(place.top) + shown.plots.y(), round(place.top + place.height) + shown.plots.y())
    blue = QColor(themes.load("light").action)
    inked = {x for x in range(edge - 8, edge + 8) for y in rows if _near(picture.pixelColor(x, y), blue)}
    assert min(inked) < edge - 1
    assert max(inked) > edge + 1


def _near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return max(abs(a - b) for a, b in pairs) < 60


def test_the_table_says_the_same(ward: Ward) -> None:
    shown = begun(ward).vitals
    QTest.mouseClick(shown.form.button_of("table"), Qt.MouseButton.LeftButton)
    assert shown.table.isVisible()
    model = shown.model
    first = [model.data(model.index(0, at)) for at in range(model.columnCount())]
    assert first[:7] == ["14:05", "6", "118", "106/66", "22", "95", "38.0"]
    spoken = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("13:20 · partial: Cuff missing")
    assert len(worsening()) == model.rowCount()
    assert not shown.closer.isEnabled()


def test_the_models_hold(ward: Ward, qtmodeltester: ModelTester) -> None:
    shown = begun(ward).vitals
    for model in (shown.model, ward.page.list.patients):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types for it


# Print.


def test_it_is_printed_from_the_same_rows(ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def show(target: Path) -> bool:
        opened.append(target)
        return True

    monkeypatch.setattr(printing, "open_file", show)
    shown = begun(ward)
    assert shown.printing.isHidden()
    shown.head.print.click()
    shown.printing.go.click()
    dialog = shown.printing.dialog
    assert dialog is not None
    target = tmp_path / "him.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    assert target.read_bytes().startswith(b"%PDF")
    assert opened == [target]
    shown.head.print.click()
    assert shown.printing.isHidden()


# Names, sizes, themes.


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", ["chart", "table"])
def test_everything_has_a_name_and_is_no_smaller_than_a_finger(ward: Ward, size: tuple[int, int], form: str) -> None:
    ward.page.resize(*size)
    begun(ward).vitals.form.button_of(form).click()
    QApplication.processEvents()
    page = ward.page
    assert (page.width(), page.height()) == size
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.parent() is not None]
    own = [one for one in buttons if one.metaObject().className() != "QTableCornerButton"]
    assert [(one.accessibleName(), one.height()) for one in own if one.height() < TOUCH] == []
    assert [one for one in _tree(page) if _needs_name(one) and not one.text(QAccessible.Text.Name)] == []
    wide = [one for one in own if one.mapTo(page, one.rect().topRight()).x() > page.width()]
    assert [one.accessibleName() for one in wide] == []


def test_a_page_that_was_wide_can_be_made_narrow_and_wide_again(ward: Ward) -> None:
    head = begun(ward).head
    QApplication.processEvents()
    one_line = head.title.y(), head.check.y()
    for width in (830, 600, 1170):
        ward.page.resize(width, 820)
        QApplication.processEvents()
        assert ward.page.width() == width
        beneath = head.check.y() > head.title.y() + head.title.height() // 2
        assert beneath is (width < 1170)
    assert (head.title.y(), head.check.y()) == one_line


def _tree(page: QWidget) -> Iterator[QAccessibleInterface]:
    waiting = [QAccessible.queryAccessibleInterface(page)]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [one.child(place) for place in range(one.childCount())]


def _needs_name(one: QAccessibleInterface) -> bool:
    in_cell = one.isValid() and one.role() in (QAccessible.Role.Cell, QAccessible.Role.ListItem)
    return (
        one.isValid()
        and not one.state().invisible
        and not in_cell
        and (bool(one.state().focusable) or one.role() == QAccessible.Role.Button)
    )


def test_in_another_theme_it_is_the_same_page(ward: Ward) -> None:
    before = begun(ward)
    ward.page.set_theme(themes.load("dark"))
    assert view(ward) is before
    background = before.vitals.trends.plots.view.backgroundBrush().color()
    assert background == themes.load("dark").surface


@pytest.mark.parametrize("theme", themes.THEME_NAMES)
def test_it_looks_as_approved(qtbot: QtBot, tmp_path: Path, theme: themes.ThemeName) -> None:
    dress(theme)
    made = Ward(look=theme)
    qtbot.addWidget(made.page)
    made.page.resize(1170, 700)
    made.page.show()
    made.begin()
    for _ in range(4):
        QApplication.processEvents()
    compare(made.page, f"patient-{theme}", tmp_path)


def test_a_set_that_is_read_looks_as_approved(qtbot: QtBot, tmp_path: Path) -> None:
    dress("light")
    made = Ward()
    qtbot.addWidget(made.page)
    made.page.resize(1720, 1010)
    made.page.show()
    made.begin()
    assert made.page.view is not None
    made.page.view.vitals.trends.go_to(9)
    for _ in range(4):
        QApplication.processEvents()
    compare(made.page, "patient-read", tmp_path)
