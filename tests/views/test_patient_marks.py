"""Every mark of a patient's chart is drawn whole, wherever it stands, and nothing is written over another thing."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.store.rows.vitals import SpanRow, VitalRow
from station.views import theme as themes
from station.views.panel.controls import scaled
from station.views.patient import edges
from station.views.patient.trends import Trends
from tests.views.patient_fakes import Ward, day, refused, vital, worsening
from tests.views.showing import dress
from tests.views.snapshots import NOW, ago

SIZES = {"1366": (1170, 700), "1920": (1720, 1010)}
"""Of the page, in windows so wide."""
AROUND = 7
"""Pixels from the middle of a mark to where nothing of it is."""


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[Callable[..., Trends]]:
    made = list[Ward]()

    def draw(look: themes.ThemeName, size: tuple[int, int], sets: tuple[VitalRow, ...]) -> Trends:
        dress(look)
        ward = Ward(look=look)
        made.append(ward)
        qtbot.addWidget(ward.page)
        ward.page.resize(*size)
        ward.page.show()
        ward.reads.of_all = day(sets, spans=())
        ward.begin()
        QApplication.processEvents()
        assert ward.page.view is not None
        return ward.page.view.vitals.trends

    yield draw
    for one in made:
        one.bridge.shutdown()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_mark_is_a_whole_ring_wherever_it_stands(
    chart: Callable[..., Trends], look: themes.ThemeName, size: tuple[int, int]
) -> None:
    """In every corner. What was refused between them keeps lines away."""
    corners = {ago(hours=24): 31, ago(hours=20): 172, ago(hours=4): 31, NOW: 172}
    sets = [vital(at, number, hr=hr) for number, (at, hr) in enumerate(corners.items(), 1)]
    shown = chart(look, size, (sets[0], refused(ago(hours=22), 11), sets[1], refused(ago(hours=12), 12), sets[2],
                               refused(ago(hours=2), 13), sets[3]))  # fmt: skip
    picture = shown.grab().toImage()
    for at, hr in corners.items():
        middle = _place(shown, at, hr)
        inked = _ink(picture, middle.toPoint(), themes.load(look).action)
        left, right = min(one.x() for one in inked), max(one.x() for one in inked) + 1
        top, bottom = min(one.y() for one in inked), max(one.y() for one in inked) + 1
        assert (right - left, bottom - top) == (9, 9), f"{hr} at {at}"
        assert (middle.x() - left, middle.y() - top) == pytest.approx((4.5, 4.5), abs=1.0)


def test_what_lies_beyond_the_time_in_sight_has_no_mark(chart: Callable[..., Trends]) -> None:
    """A line leads to it; its mark would be cut where the panel ends."""
    shown = chart("light", SIZES["1366"], tuple(vital(ago(hours=4 - at), at) for at in (1, 2, 3)))
    shown.sight.zoom(0.03, shown.sight.share(ago(hours=2)))
    seen = shown.plots.strips[0].shown[0]
    assert (len(seen.x), seen.alone[0].tolist()) == (3, [shown.sight.seconds(ago(hours=2))])


def _place(shown: Trends, at: datetime, value: float) -> QPointF:
    frame, panel = shown.frame_now(), shown._places()[0]
    return QPointF(frame.x(shown.sight.share(at)), panel.y(value))


def _ink(picture: QImage, middle: QPoint, color: QColor) -> list[QPoint]:
    near = range(-AROUND, AROUND + 1)
    points = [middle + QPoint(x, y) for x in near for y in near]
    return [one for one in points if _like(picture.pixelColor(one), color)]


def _like(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return max(abs(a - b) for a, b in pairs) < 70


def test_words_about_spans_lie_on_nothing(chart: Callable[..., Trends]) -> None:
    """Where he was off the unit is always said; what an alert was where there is room."""
    painted = [_drawn_spans(chart("light", size, worsening()), day().spans) for size in SIZES.values()]
    for words, boxes in painted:
        said = [one for one, _, _ in words]
        assert said[0] == "Radiology with A. Park"
        assert sorted(said[1:]) == ["check lapsed", "check late", "check late"]
        rects = [rect for _, rect, _ in words]
        assert not [one for at, one in enumerate(rects) for other in rects[at + 1 :] if one.intersects(other)]
        assert not [one for one in rects for box in boxes if one.intersects(box)]


def test_of_two_spans_in_one_place_off_the_unit_is_the_one_that_is_said(chart: Callable[..., Trends]) -> None:
    shown = chart("light", SIZES["1366"], worsening())
    late = SpanRow(ago(hours=9.6), ago(hours=9.55), "check late", "alert")
    out = SpanRow(ago(hours=9.5), ago(hours=9.4), "Radiology with A. Park", "away")
    back = SpanRow(ago(hours=9.2), ago(hours=9.15), "check lapsed", "alert")
    words, _ = _drawn_spans(shown, (late, out, back))
    assert "Radiology with A. Park" not in [one for one, _, _ in words]
    words, _ = _drawn_spans(shown, (out, back))
    assert [one for one, _, _ in words] == ["Radiology with A. Park", "check lapsed"]


def test_where_two_words_have_no_room_the_second_is_left_out(chart: Callable[..., Trends]) -> None:
    """At the right end words can only stand before their bar, where those of the one before stand."""
    shown = chart("light", SIZES["1366"], worsening())
    first = SpanRow(ago(hours=3.4), ago(hours=3.3), "check late", "alert")
    second = SpanRow(ago(hours=0.3), ago(hours=0.2), "check lapsed", "alert")
    words, _ = _drawn_spans(shown, (first, second))
    assert [one for one, _, _ in words] == ["check late"]
    words, _ = _drawn_spans(shown, (second,))
    assert [one for one, _, _ in words] == ["check lapsed"]


def _drawn_spans(shown: Trends, spans: tuple[SpanRow, ...]) -> tuple[list[tuple[str, QRectF, bool]], list[QRectF]]:
    frame = shown.frame_now()
    in_order = sorted(spans, key=lambda one: one.starts_at)
    boxes = [(one, edges._span_box(one, frame, shown.sight.share)) for one in in_order]
    placed = [(one, box) for one, box in boxes if box is not None]
    width = QFontMetrics(scaled(shown.font(), 0.8)).horizontalAdvance
    return list(edges._span_words(placed, width, frame)), [box for _, box in placed]
