"""Boards on the offscreen display, for tests."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.store.rows import BoardSnapshot
from station.views import theme as themes
from station.views.board.health import Health
from station.views.board.page import BoardPage, DeskPage, WallPage
from tests.views import snapshots as made

WELL = Health(
    monitoring=True,
    confirmed_at=made.NOW,
    sound="Sound on, tested 07:02",
    verified_until=made.ago(minutes=12),
)


def dress(name: themes.ThemeName = "dark") -> themes.Theme:
    """Give the test's application a theme and return it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look = themes.load(name)
    themes.apply(app, look)
    return look


def wall(
    qtbot: QtBot,
    snapshot: BoardSnapshot | None,
    *,
    size: tuple[int, int] = (1920, 1080),
    health: Health = WELL,
    theme: themes.ThemeName = "dark",
) -> WallPage:
    page = WallPage(dress(theme))
    _show(qtbot, page, snapshot, size, health)
    return page


def desk(
    qtbot: QtBot,
    snapshot: BoardSnapshot | None,
    *,
    size: tuple[int, int] = (1920, 1080),
    health: Health = WELL,
    theme: themes.ThemeName = "light",
) -> DeskPage:
    page = DeskPage(dress(theme))
    _show(qtbot, page, snapshot, size, health)
    return page


def at(page: BoardPage, now: datetime) -> None:
    """Bring a page to `now`, with data that is still known to be true."""
    page.set_health(replace(WELL, confirmed_at=now))
    page.tick(now)
    QGuiApplication.processEvents()


def later(**parts: float) -> datetime:
    return made.NOW + timedelta(**parts)


def _show(qtbot: QtBot, page: BoardPage, snapshot: BoardSnapshot | None, size: tuple[int, int], health: Health) -> None:
    qtbot.addWidget(page)
    if snapshot is not None:
        page.show_snapshot(snapshot)
        page.tick(made.NOW)
    page.set_health(health)
    page.resize(*size)
    page.show()
    QGuiApplication.processEvents()
