"""Pictures of the Rounds page that may not change by a pixel without somebody looking at them."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.services.events import CheckRecorded
from station.views.rounds.walk import Walk
from station.views.theme import ThemeName
from tests.views.pictures import compare
from tests.views.rounds_fakes import Floor
from tests.views.showing import dress

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="pictures are compared where text is drawn by FreeType, which is Linux"
)


def _floor(qtbot: QtBot, theme: ThemeName, size: tuple[int, int]) -> Floor:
    dress(theme)
    floor = Floor(look=theme)
    qtbot.addWidget(floor.page)
    floor.page.resize(*size)
    floor.page.show()
    return floor


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_walking(qtbot: QtBot, tmp_path: Path, theme: ThemeName) -> None:
    floor = _floor(qtbot, theme, (900, 560))
    _one_saved(floor, floor.walking(seen={1: 2, 2: 3.5}))
    floor.later(seconds=3)
    compare(floor.page, f"rounds-walking-{theme}", tmp_path)


def test_walking_with_a_tablet_held_upright(qtbot: QtBot, tmp_path: Path) -> None:
    floor = _floor(qtbot, "light", (600, 900))
    _one_saved(floor, floor.walking(seen={1: 2, 2: 3.5}))
    compare(floor.page, "rounds-upright", tmp_path)


def test_starting(qtbot: QtBot, tmp_path: Path) -> None:
    floor = _floor(qtbot, "light", (900, 420))
    floor.begin()
    compare(floor.page, "rounds-starting", tmp_path)


def _one_saved(floor: Floor, walk: Walk) -> None:
    assert walk.opened is not None
    form = walk.opened.form
    floor.commands.events = [CheckRecorded(form.stay_id, 900)]
    form.places.buttons()[0].click()
    form.activities.button_of("Talking").click()
    form.places.buttons()[0].click()
    for _ in range(4):
        QApplication.processEvents()
