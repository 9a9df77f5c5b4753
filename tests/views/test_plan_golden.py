"""Pictures of the Assignments page that may not change by a pixel without somebody looking at them."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.rules import plan_edits
from station.views.assignments.items import OfBlock
from station.views.theme import ThemeName
from tests.views.pictures import compare
from tests.views.plan_fakes import NOTHING, Planning, at, crowded, sheet
from tests.views.showing import dress

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="pictures are compared where text is drawn by FreeType, which is Linux"
)


def _planning(qtbot: QtBot, theme: ThemeName, size: tuple[int, int]) -> Planning:
    dress(theme)
    planning = Planning(look=theme)
    qtbot.addWidget(planning.page)
    planning.page.resize(*size)
    planning.page.show()
    return planning


def _drawn() -> None:
    for _ in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_planning(qtbot: QtBot, tmp_path: Path, theme: ThemeName) -> None:
    planning = _planning(qtbot, theme, (1176, 690))
    planner = planning.begin()
    planner.edit("stretch", plan_edits.stretched(planner.editor.plan, "m1", ends_at=at(2.5)))
    planner.choose(OfBlock("m1"))
    _drawn()
    compare(planning.page, f"assignments-{theme}", tmp_path)


def test_thirty_people(qtbot: QtBot, tmp_path: Path) -> None:
    planning = _planning(qtbot, "light", (1176, 690))
    planning.begin(crowded())
    _drawn()
    compare(planning.page, "assignments-crowded", tmp_path)


def test_nothing_planned_yet(qtbot: QtBot, tmp_path: Path) -> None:
    planning = _planning(qtbot, "light", (1176, 690))
    planning.begin(sheet(NOTHING))
    _drawn()
    compare(planning.page, "assignments-empty", tmp_path)
