"""Pictures that may not change by a pixel without somebody looking at them.

To approve new ones after looking: STATION_APPROVE_PICTURES=1 pytest tests/views/test_board_golden.py
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from pytestqt.qtbot import QtBot

from station.views.theme import ThemeName
from tests.views import floors
from tests.views import snapshots as made
from tests.views.pictures import compare
from tests.views.showing import WELL, desk, wall

SMALL: Final = (960, 540)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="pictures are compared where text is drawn by FreeType, which is Linux"
)


def test_a_busy_wall(qtbot: QtBot, tmp_path: Path) -> None:
    compare(wall(qtbot, made.snapshot(made.busy(12)), size=SMALL), "busy-wall", tmp_path)


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_a_busy_desk(qtbot: QtBot, tmp_path: Path, theme: ThemeName) -> None:
    compare(desk(qtbot, made.snapshot(made.busy(12)), size=SMALL, theme=theme), f"busy-desk-{theme}", tmp_path)


def test_a_wall_of_the_floor(qtbot: QtBot, tmp_path: Path) -> None:
    """Somebody off the unit, rounds, hazards and tasks under the alerts."""
    shown = floors.floor(12, unaccounted=(3,))
    compare(wall(qtbot, replace(shown, alerts=shown.alerts[:2]), size=SMALL), "floor-wall", tmp_path)


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_a_stormy_desk(qtbot: QtBot, tmp_path: Path, theme: ThemeName) -> None:
    compare(desk(qtbot, floors.stormy(12), size=SMALL, theme=theme), f"stormy-desk-{theme}", tmp_path)


def test_not_monitoring_and_stale(qtbot: QtBot, tmp_path: Path) -> None:
    health = replace(WELL, monitoring=False, stopped_since=made.ago(seconds=40), confirmed_at=made.ago(seconds=30))
    shown = made.snapshot(made.busy(12), read_at=made.ago(seconds=30))
    compare(wall(qtbot, shown, size=SMALL, health=health), "not-monitoring", tmp_path)
