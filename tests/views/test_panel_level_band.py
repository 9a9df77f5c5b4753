"""The levels of a patient over time: each in the shape of its badge, read by a tap or by keys."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.models.enums import OrderKind
from station.services.events import StayChanged
from station.store.rows import LeftRow
from station.store.rows.levels import LevelStretchRow
from station.views.panel.desk import everyone, placed
from station.views.panel.left import LeftPanel
from station.views.panel.level_band import LevelsSection
from station.views.panel.level_words import DAY, marks, pieces, stretch_words, window
from station.views.panel.patient import PatientPanel
from tests.views.desk_fakes import RUIZ, FakeCommands, FakeReads, desk, stretches, unit
from tests.views.snapshots import NOW, ZONE, ago

HERE = ZoneInfo(ZONE)


def section(qtbot: QtBot, reads: FakeReads | None = None) -> LevelsSection:
    made = LevelsSection(desk(FakeCommands(), reads=reads or FakeReads(stretches=stretches())), 4)
    qtbot.addWidget(made)
    made.reload()
    made.resize(380, 240)
    made.show()
    return made


def test_the_last_24_hours_are_shown_and_the_whole_stay_on_demand(qtbot: QtBot) -> None:
    made = section(qtbot)
    assert [one.row.words for one in made.band.shown] == ["Q15", "1:1 awake, Q15 asleep", "LOS", "Q15", "Q5"]
    assert made.band.shown[0].left == 0.0
    assert made.band.shown[0].right == pytest.approx(1 / 24)
    made.range.button_of("stay").click()
    assert made.band.shown[0].right == pytest.approx(25 / 48)
    assert made.band.shown[-1].right == 1.0


def test_it_says_what_is_chosen_with_who_when_and_why(qtbot: QtBot) -> None:
    made = section(qtbot)
    assert made.what.text() == "Q5, raised"
    made.band.setFocus()
    QTest.keyClick(made.band, Qt.Key.Key_Left)
    assert (made.what.text(), made.when.text()) == ("Q15, lowered", "07:02 to 14:14, 7:12 h")
    assert made.who.text() == "Ordered by Dr Haas, entered by M. Ruiz, K. Bello agreed. A quiet day in the group"
    QTest.keyClick(made.band, Qt.Key.Key_Home)
    assert made.when.text() == "Sat 21 Nov 14:32 to Sun 22 Nov 15:32, 25:00 h"
    QTest.keyClick(made.band, Qt.Key.Key_End)
    assert made.what.text() == "Q5, raised"
    assert "Voiced a plan to leave" in made.band.accessibleName()


def test_a_tap_chooses_the_nearest_even_where_a_stretch_is_thin(qtbot: QtBot) -> None:
    made = section(qtbot)
    box = made.band.box_of(made.band.shown[1])
    QTest.mouseClick(made.band, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert made.what.text() == "1:1 awake, Q15 asleep, raised"
    QTest.mouseClick(made.band, Qt.MouseButton.LeftButton, pos=QPoint(made.band.width() - 1, 10))
    assert made.what.text() == "Q5, raised"
    assert made.band.box_of(made.band.shown[-1]).width() >= 3


def test_what_was_chosen_stays_chosen_when_another_level_is_ordered(qtbot: QtBot) -> None:
    reads = FakeReads(stretches=stretches())
    made = section(qtbot, reads)
    made.band.choose(2)
    (*before, last) = stretches()
    new = replace(last, order_id=9, level="1:1", starts_at=ago(minutes=1))
    reads.stretches = (*before, replace(last, ended_at=ago(minutes=1)), new)
    made.reload()
    assert made.what.text().startswith("LOS, lowered")
    assert made.band.shown[-1].row.level == "1:1"


def test_until_a_person_chooses_the_latest_is_shown(qtbot: QtBot) -> None:
    reads = FakeReads(stretches=stretches()[:-1])
    made = section(qtbot, reads)
    assert made.what.text() == "Q15, lowered"
    reads.stretches = stretches()
    made.reload()
    assert made.what.text() == "Q5, raised"


def test_the_band_is_reached_by_tab(qtbot: QtBot) -> None:
    made = section(qtbot)
    made.range.buttons()[0].setFocus()
    for _ in made.range.buttons():
        QTest.keyClick(made.focusWidget(), Qt.Key.Key_Tab)
        if made.focusWidget() is made.band:
            break
    assert made.focusWidget() is made.band


def test_a_patients_panel_reads_them_again_when_his_level_changes(qtbot: QtBot) -> None:
    reads = FakeReads(stretches=stretches())
    found = placed(unit(), 4)
    assert found is not None
    panel = PatientPanel(desk(FakeCommands(), who=RUIZ, reads=reads), unit(), found)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.bar)
    before = reads.asked.count("levels of 4")
    panel.on_events([StayChanged(4)])
    assert (before, reads.asked.count("levels of 4")) == (1, 2)


def test_of_somebody_who_has_left_the_band_ends_with_his_stay(qtbot: QtBot) -> None:
    (*before, last) = stretches()
    reads = FakeReads(stretches=(*before, replace(last, ended_at=ago(minutes=10))))
    row = LeftRow(4, "Nowak", "Will", "1204", ago(hours=60), ago(minutes=10))
    panel = LeftPanel(desk(FakeCommands(), reads=reads), row, everyone(unit()))
    qtbot.addWidget(panel)
    assert panel.levels.band.shown[-1].right == 1.0
    assert panel.levels.when.text() == "14:14 to 14:22, 8:00"


def test_no_level_known_is_said(qtbot: QtBot) -> None:
    made = section(qtbot, FakeReads())
    assert made.state.text() == "No level has been ordered."
    assert not made.band.isVisible()


def test_marks_are_whole_hours_and_days_by_name() -> None:
    assert [one.words for one in marks(NOW - DAY, NOW, HERE)] == ["18:00", "00:00", "06:00", "12:00"]
    words = [one.words for one in marks(NOW - 2.5 * DAY, NOW, HERE)]
    assert words == ["12:00", "Sun 22", "12:00", "Mon 23", "12:00"]


AT = st.integers(1, 60 * 24 * 20).map(lambda back: NOW - timedelta(minutes=back))


@given(starts=st.lists(AT, min_size=1, max_size=8, unique=True), whole=st.booleans(), ended=st.booleans())
def test_stretches_follow_each_other_without_a_gap_to_the_end(starts: list[datetime], whole: bool, ended: bool) -> None:
    rows = history(sorted(starts), NOW if ended else None)
    since, until = window(rows, NOW, whole_stay=whole)
    found = pieces(rows, since, until)
    assert found[-1].right == 1.0
    for one, after in pairwise(found):
        assert one.right == pytest.approx(after.left)
    assert found[0].left == 0.0 or found[0].row is rows[0]
    assert all(0.0 <= one.share <= 1.0 for one in marks(since, until, HERE))
    assert all(all(stretch_words(one.row, NOW, HERE)) for one in found)


def history(starts: list[datetime], end: datetime | None) -> tuple[LevelStretchRow, ...]:
    ends = [*starts[1:], end]
    return tuple(
        LevelStretchRow(number, OrderKind.RAISE, "Q5", None, "why", "who", "", "", since, until, None)
        for number, (since, until) in enumerate(zip(starts, ends, strict=True), 1)
    )
