"""Every mark of a patient's chart is drawn whole: at the ends of the time in sight, and at those of each scale."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.store.rows.vitals import VitalRow
from station.views import theme as themes
from station.views.patient.trends import Trends
from tests.views.patient_fakes import Ward, day, refused, vital
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
