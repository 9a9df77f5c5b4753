"""Pictures of the Alerts page that may not change by a pixel without somebody looking at them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.views import theme as themes
from station.views.theme import ThemeName
from tests.views.look_alerts import AlertsDesk, chosen, history, made, many, open_ones, past_one
from tests.views.pictures import compare
from tests.views.showing import dress

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="pictures are compared where text is drawn by FreeType, which is Linux"
)


@pytest.mark.parametrize(
    ("name", "scene", "theme", "size"),
    [
        ("alerts-open-light", open_ones, "light", (1366, 768)),
        ("alerts-open-dark", open_ones, "dark", (1366, 768)),
        ("alerts-chosen-contrast", chosen, "contrast", (1366, 768)),
        ("alerts-many", many, "light", (820, 700)),
        ("alerts-past-dark", past_one, "dark", (1366, 768)),
    ],
)
def test_the_alerts_page(
    qtbot: QtBot,
    tmp_path: Path,
    name: str,
    scene: Callable[[AlertsDesk], None],
    theme: ThemeName,
    size: tuple[int, int],
) -> None:
    dress(theme)
    desk = made(themes.load(theme), history())
    qtbot.addWidget(desk.shell)
    desk.shell.resize(*size)
    desk.shell.show()
    qtbot.waitActive(desk.shell)
    scene(desk)
    desk.page.open.tick(desk.shell._now())
    for _ in range(4):
        QApplication.processEvents()
    compare(desk.shell, name, tmp_path)
