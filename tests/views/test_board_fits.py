"""Nothing is cut off, at every size and number of beds that we promise."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.views import fonts
from station.views.board.page import BoardPage
from station.views.look_menu import TEXT_SIZES
from tests.views import floors
from tests.views import snapshots as made
from tests.views.showing import desk, wall

SIZES = [(1366, 768), (1920, 1080), (3840, 2160), (1024, 768)]
COUNTS = [8, 24, 36, 60]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off(qtbot: QtBot, size: tuple[int, int], count: int) -> None:
    page = wall(qtbot, made.snapshot(made.busy(count)), size=size)
    _all_in(page)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_floor_is_cut_off(qtbot: QtBot, size: tuple[int, int], count: int) -> None:
    """Rounds, hazards, tasks, patients off the unit: first as on a usual day, then all of it at once."""
    page = wall(qtbot, floors.floor(count), size=size)
    _all_in(page)
    page.show_snapshot(floors.stormy(count))
    QApplication.processEvents()
    _all_in(page)
    at_desk = desk(qtbot, floors.stormy(count), size=size)
    _all_in(at_desk)
    at_desk.show_snapshot(floors.floor(count))
    QApplication.processEvents()
    _all_in(at_desk)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_when_everything_is_wrong(qtbot: QtBot, size: tuple[int, int]) -> None:
    shown = made.snapshot(
        made.crowded(36),
        name="Adolescent Intensive Treatment, North Pavilion",
        is_demo=True,
        unplaced=(made.patient(90, initials="WMX"),),
    )
    _all_in(desk(qtbot, shown, size=size))


@pytest.mark.parametrize("points", [points for _, points in TEXT_SIZES])
@pytest.mark.parametrize("width", [606, 760, 1108, 1650])
def test_nothing_is_cut_off_at_any_text_size_beside_the_panel(qtbot: QtBot, width: int, points: float) -> None:
    """The narrowest: 1366 pixels, less the navigation and the side panel at the largest text."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = QFont(app.font())
    try:
        page = desk(qtbot, made.snapshot(made.crowded(24), is_demo=True), size=(width, 690))
        app.setFont(fonts.body(points))
        page.resize(width, 689)
        QApplication.processEvents()
        assert page.cut_texts() == []
        for shown in (made.snapshot(made.busy(24)), floors.floor(), floors.stormy(24)):
            page.show_snapshot(shown)
            QApplication.processEvents()
            assert page.cut_texts() == []
    finally:
        app.setFont(before)


@pytest.mark.parametrize("size", SIZES)
def test_long_bed_labels_are_whole(qtbot: QtBot, size: tuple[int, int]) -> None:
    beds = tuple(made.bed(at, made.patient(at, initials="WMX"), label=f"Quiet {at:02d}B") for at in range(1, 37))
    page = wall(qtbot, made.snapshot(beds), size=size)
    _all_in(page)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_the_time_is_what_is_largest(qtbot: QtBot, size: tuple[int, int], count: int) -> None:
    page = wall(qtbot, made.snapshot(made.busy(count)), size=size)
    plan = page.grid.plan
    assert plan is not None
    assert plan.card.time_px > max(plan.card.bed_px, plan.card.words_px, plan.card.small_px)
    assert plan.card.small_px >= 10


def _all_in(page: BoardPage) -> None:
    assert page.cut_texts() == []
    grid = page.grid
    for card in grid.cards.values():
        assert grid.rect().contains(card.geometry())
        for part in (card.parts.time, card.parts.words, card.parts.bar, card.parts.line, card.parts.precautions):
            assert part.isHidden() or card.rect().contains(part.geometry()), (card.accessibleName(), part)
    duties = page.rail.duties
    assert duties.isHidden() or page.rail.rect().contains(duties.geometry())
    cards = [card.geometry() for card in grid.in_place()]
    assert not any(_overlap(one, other) for at, one in enumerate(cards) for other in cards[at + 1 :])


def _overlap(one: QRect, other: QRect) -> bool:
    return one.intersects(other)
