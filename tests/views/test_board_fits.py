"""Nothing is cut off, at every size and number of beds that we promise."""

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from station.views.board.page import BoardPage
from tests.views import snapshots as made
from tests.views.showing import desk, wall

SIZES = [(1366, 768), (1920, 1080), (3840, 2160), (1024, 768)]
COUNTS = [8, 24, 36, 60]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off(qtbot: QtBot, size: tuple[int, int], count: int) -> None:
    page = wall(qtbot, made.snapshot(made.busy(count)), size=size)
    _all_in(page)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_when_everything_is_wrong(qtbot: QtBot, size: tuple[int, int]) -> None:
    shown = made.snapshot(
        made.crowded(36),
        name="Adolescent Intensive Treatment, North Pavilion",
        is_demo=True,
        unplaced=(made.patient(90, initials="WMX"),),
    )
    _all_in(desk(qtbot, shown, size=size))


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
    cards = [card.geometry() for card in grid.in_place()]
    assert not any(_overlap(one, other) for at, one in enumerate(cards) for other in cards[at + 1 :])


def _overlap(one: QRect, other: QRect) -> bool:
    return one.intersects(other)
