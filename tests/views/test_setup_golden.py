"""Unit setup, to the pixel."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.views.shell import DeskShell
from station.views.theme import ThemeName
from tests.views import look_setup
from tests.views.look_desk import shell
from tests.views.pictures import compare
from tests.views.showing import dress

SCENES: dict[str, tuple[Callable[[DeskShell], None], ThemeName]] = {
    "setup-level": (look_setup.a_level, "light"),
    "setup-contradicts": (look_setup.contradicts, "dark"),
    "setup-places": (look_setup.places, "light"),
    "setup-review": (look_setup.review, "dark"),
    "setup-versions": (look_setup.versions, "light"),
}


@pytest.mark.parametrize("name", SCENES)
def test_unit_setup(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    scene, theme = SCENES[name]
    made = shell(dress(theme))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    scene(made)
    focused = made.focusWidget()
    if focused is not None:
        focused.clearFocus()
    for _ in range(3):
        QApplication.processEvents()
    compare(made, name, tmp_path)
