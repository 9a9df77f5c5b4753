"""The small widgets, each by what it promises."""

from typing import TypeVar

import pytest
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.views import fonts
from station.views.widgets.badge import LevelBadge, shape_of
from station.views.widgets.banner import Banner, BannerTone
from station.views.widgets.gap_bar import GapBar
from station.views.widgets.label import ElidedText, FitText, Text, WrappedText, wrapped
from station.views.widgets.states import StatePanel, empty
from station.views.widgets.tags import TagRow
from station.views.widgets.time_label import TimeLabel
from tests.views.showing import dress

W = TypeVar("W", bound=QWidget)


def test_text_knows_when_it_is_cut(qtbot: QtBot) -> None:
    label = _shown(qtbot, Text("due in 7:36"), 400, 40)
    assert not label.is_cut()
    label.resize(20, 40)
    assert label.is_cut()


def test_elided_text_keeps_all_of_itself_for_readers(qtbot: QtBot) -> None:
    label = _shown(qtbot, ElidedText("14:25 Group room, in group, J. Moore"), 90, 30)
    assert label.text().endswith("…")
    assert label.accessibleName() == label.toolTip() == label.full_text == "14:25 Group room, in group, J. Moore"
    label.resize(900, 30)
    assert label.text() == label.full_text
    assert label.toolTip() == ""


def test_fit_text_shrinks_then_speaks_shorter_then_elides(qtbot: QtBot) -> None:
    label = FitText()
    label.set_font(fonts.pixels(20))
    _shown(qtbot, label, 400, 30)
    label.say("first check in 1:20", "due in 1:20")
    assert (label.text(), label.font().pixelSize()) == ("first check in 1:20", 20)
    label.resize(150, 30)
    assert label.text() == "first check in 1:20"
    assert 14 <= label.font().pixelSize() < 20
    label.resize(100, 30)
    assert (label.text(), label.is_cut()) == ("due in 1:20", False)
    label.resize(40, 30)
    assert label.text().endswith("…")
    assert label.is_cut()


def test_fit_text_measures_again_when_the_shape_changes(qtbot: QtBot) -> None:
    label = FitText("due in 9:59")
    label.set_font(fonts.pixels(20))
    room = round(QFontMetricsF(fonts.pixels(20)).horizontalAdvance("due in 9:59")) + 3
    _shown(qtbot, label, room, 30)
    label.say("due in 9:58")
    assert label.font().pixelSize() == 20
    label.say("due in 12:00")
    assert label.font().pixelSize() < 20
    assert not label.is_cut()


def test_wrapped_text_breaks_between_words_and_elides_the_last_line(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(fonts.pixels(16))
    text = "14:31 Room, resting in bed, awake, J.\u00a0Moore"
    two = wrapped(text, metrics, 190, 2)
    assert len(two) == 2
    assert " ".join(two) == text
    assert all(metrics.horizontalAdvance(line) <= 190 for line in two)
    assert wrapped(text, metrics, 90, 2)[-1].endswith("…")
    assert wrapped("", metrics, 90, 2) == []
    label = WrappedText()
    label.set_font(fonts.pixels(16))
    _shown(qtbot, label, 190, 42)
    label.say(text)
    assert label.text().count("\n") == 1
    assert label.accessibleName() == text


@pytest.mark.parametrize(
    ("level", "continuous", "shape"),
    [("Q15", False, "outlined"), ("LOS", True, "double"), ("1:1", True, "filled"), ("2:1", True, "filled")],
)
def test_levels_are_shapes(level: str, continuous: bool, shape: str) -> None:
    assert shape_of(level, continuous=continuous) == shape


def test_badges_differ_in_weight_and_not_in_colour(qtbot: QtBot) -> None:
    dress()
    inked = []
    for shape in ("outlined", "double", "filled"):
        badge = LevelBadge()
        badge.setFont(fonts.pixels(24, fonts.Weight.Bold))
        badge.show_level("LOS", shape_of("LOS", continuous=True))
        badge.show_level("LOS", shape)
        _shown(qtbot, badge, badge.sizeHint().width(), badge.sizeHint().height())
        image = badge.grab().toImage()
        colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        assert all(_chroma(ink) < 40 for ink in colours)
        inked.append(sum(color.lightness() > 128 for color in colours))
        assert badge.accessibleName() == "LOS"
    assert inked == sorted(inked)
    assert len(set(inked)) == 3


def test_a_time_shows_its_unit_small_and_is_never_cut(qtbot: QtBot) -> None:
    label = TimeLabel()
    label.set_font(fonts.display(60))
    _shown(qtbot, label, 180, 60)
    label.show_time("7:23")
    assert (label.text, label.is_cut()) == ("7:23", False)
    label.show_time("1:07", "h")
    assert (label.text, label.is_cut()) == ("1:07 h", False)
    assert label._unit.font().pixelSize() == 30
    label.show_time("102:15", "h")
    assert label._figures.font().pixelSize() < 60
    assert not label.is_cut()
    label.show_time("0:05")
    assert (label._figures.font().pixelSize(), label._unit.isVisible()) == (60, False)


def test_a_bar_is_drawn_again_only_for_a_pixel(qtbot: QtBot) -> None:
    bar = _shown(qtbot, GapBar(), 100, 10)
    bar.show_gap(0.5, (0.6, 0.8), QColor(1, 2, 3))
    bar.show_gap(0.501, (0.6, 0.8), QColor(1, 2, 3))
    assert bar.share == 0.5
    bar.show_gap(7.0, (0.6, 0.8), QColor(1, 2, 3))
    assert (bar.share, bar.marks) == (1.0, (0.6, 0.8))
    bar.show_gap(-1.0, (), QColor(1, 2, 3))
    assert bar.share == 0.0


def test_tags_without_room_are_counted(qtbot: QtBot) -> None:
    row = TagRow("Precautions")
    row.setFont(fonts.pixels(14))
    _shown(qtbot, row, 400, 20)
    row.show_words(("SI", "AWOL", "ASLT"))
    assert row.shown() == ("SI", "AWOL", "ASLT")
    assert row.accessibleName() == "Precautions: SI, AWOL, ASLT"
    row.resize(90, 20)
    assert row.shown()[-1].startswith("+")
    row.resize(5, 20)
    assert row.shown() == ("+3",)
    row.show_words(())
    assert (row.shown(), row.accessibleName()) == ((), "")


def test_a_banner_is_hidden_until_it_says_something(qtbot: QtBot) -> None:
    host = QWidget()
    banner = Banner(dress(), BannerTone.HIGH, host)
    banner.set_base(17)
    banner.resize(1200, banner.height())
    _shown(qtbot, host, 1200, 60)
    assert banner.isHidden()
    banner.say("NOT MONITORING", "Keep your own times.")
    assert banner.isVisible()
    assert banner.accessibleName() == "NOT MONITORING Keep your own times."
    assert banner.cut_texts() == []
    banner.say("")
    assert banner.isHidden()


def test_a_state_says_what_to_do(qtbot: QtBot) -> None:
    panel = _shown(qtbot, StatePanel(dress()), 800, 500)
    panel.show_state(empty("No beds yet", "Name the unit's beds."))
    assert panel.accessibleName() == "No beds yet. Name the unit's beds."


def _shown(qtbot: QtBot, widget: W, width: int, height: int) -> W:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget


def _chroma(ink: QColor) -> int:
    """How far from grey, 0 to 255."""
    return max(ink.red(), ink.green(), ink.blue()) - min(ink.red(), ink.green(), ink.blue())
