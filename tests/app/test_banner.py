"""NOT MONITORING stands across the whole window, painted, on every page of a desk, on a locked one and on a wall."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.app.core import Core
from station.app.windows import Desk, Wall
from station.models.enums import Role
from station.store.rows import StaffRow
from station.views import theme as themes
from station.views.board.health import Health
from station.views.bridge import Bridge
from station.views.theme import THEME_NAMES, ThemeName
from tests.app.conftest import put_away
from tests.builders import BuiltUnit
from tests.fakes import NOON

STOPPED = Health(monitoring=False, stopped_since=NOON - timedelta(seconds=7))
WELL = Health(monitoring=True)
SAYS = "NOT MONITORING SINCE 05:59:53"  # Chicago
SIZE = (1366, 768)


@pytest.fixture
def desk(qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qapp, core, bridge, "light", "Desk 1")
    made.shell.resize(*SIZE)
    made.show()
    made.shell.recorder.choose(StaffRow(unit.staff["C. Lindt"], "C. Lindt", Role.CHARGE_NURSE))
    qtbot.waitUntil(lambda: made.shell.desk() is not None and made.board.snapshot is not None)
    made.living.stop()
    yield made
    put_away(made)


@pytest.fixture
def wall(qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit, qtbot: QtBot) -> Iterator[Wall]:
    del unit
    made = Wall(qapp, core, bridge, "dark")
    made.shell.resize(*SIZE)
    made.show(full_screen=False)
    qtbot.waitUntil(lambda: made.page.snapshot is not None)
    made.living.stop()
    yield made
    put_away(made)


def across(window: QWidget, theme: ThemeName) -> bool:
    """Whether a strip in the solid tone of a high alert goes from edge to edge at the very top, with words in it."""
    QApplication.processEvents()
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    tone = themes.load(theme).high
    edges = [image.pixelColor(x, y) for x in (0, 1, image.width() - 2, image.width() - 1) for y in (2, 12)]
    words = any(image.pixelColor(x, y) == tone.on_solid for x in range(60, 400) for y in range(8, 32))
    return all(colour == tone.solid for colour in edges) and words


def comes(qtbot: QtBot, window: Desk | Wall, health: Health, theme: ThemeName) -> None:
    """Said again until it stands there, or is gone: what was being read as the window stopped may speak after us."""

    def told() -> bool:
        window.living.health.emit(health)
        return across(window.shell, theme) is not health.monitoring

    qtbot.waitUntil(told)


def pages(desk: Desk) -> list[str]:
    return list(desk.shell._pages)


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_on_every_page_of_a_desk_in_every_theme(desk: Desk, theme: ThemeName, qtbot: QtBot) -> None:
    desk.shell.theme_wanted.emit(theme)
    assert len(pages(desk)) > 6
    for page in pages(desk):
        desk.shell.show_page(page)
        comes(qtbot, desk, STOPPED, theme)
        comes(qtbot, desk, WELL, theme)


def test_beside_an_open_side_panel_it_is_across_that_too(desk: Desk, unit: BuiltUnit, qtbot: QtBot) -> None:
    desk.shell.open_bed(unit.beds["1201"])
    comes(qtbot, desk, STOPPED, "light")
    assert SAYS in desk.shell.banner.says


def test_on_a_locked_desk(desk: Desk, qtbot: QtBot) -> None:
    desk.shell.entrance.lock()
    comes(qtbot, desk, STOPPED, "light")
    comes(qtbot, desk, WELL, "light")


def test_on_a_wall(wall: Wall, qtbot: QtBot) -> None:
    comes(qtbot, wall, STOPPED, "dark")
    assert wall.page.banners[0].startswith(SAYS)
    assert wall.page.cut_texts() == []
    comes(qtbot, wall, WELL, "dark")
