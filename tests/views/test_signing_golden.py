"""The locked desk, the PIN pad and the People page, to the pixel."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.views.people.page import PeoplePage
from station.views.shell import DeskShell
from station.views.theme import ThemeName
from tests.views.desk_fakes import HALL, RUIZ
from tests.views.look_desk import shell
from tests.views.pictures import compare
from tests.views.showing import dress

THEMES: tuple[ThemeName, ...] = ("light", "dark")


def _shell(qtbot: QtBot, theme: ThemeName) -> DeskShell:
    made = shell(dress(theme))
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    return made


def _compare(made: DeskShell, name: str, folder: Path) -> None:
    """Without the ring of the focus, which is drawn only where the window happens to be the active one."""
    focused = made.focusWidget()
    if focused is not None:
        focused.clearFocus()
    for _ in range(3):
        QApplication.processEvents()
    compare(made, name, folder)


@pytest.mark.parametrize("theme", THEMES)
def test_a_locked_desk(qtbot: QtBot, tmp_path: Path, theme: ThemeName) -> None:
    made = _shell(qtbot, theme)
    made.entrance.lock()
    _compare(made, f"locked-{theme}", tmp_path)


@pytest.mark.parametrize("theme", THEMES)
def test_the_pin_pad(qtbot: QtBot, tmp_path: Path, theme: ThemeName) -> None:
    made = _shell(qtbot, theme)
    made.entrance.lock()
    made.entrance.view.ask_pin(RUIZ)
    for digit in "258":
        made.entrance.view.card.pad.digits[digit].click()
    _compare(made, f"pin-pad-{theme}", tmp_path)


@pytest.mark.parametrize("theme", THEMES)
def test_the_people_page(qtbot: QtBot, tmp_path: Path, theme: ThemeName) -> None:
    made = _shell(qtbot, theme)
    made.recorder.choose(HALL)
    made.show_page("people")
    page = made.stack.currentWidget()
    assert isinstance(page, PeoplePage)
    page.choose(3)
    _compare(made, f"people-{theme}", tmp_path)
