"""A desk with two plain pages over a unit in which something is late, and what it was asked."""

from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.views import theme as themes
from station.views.accept_menu import AcceptMenu
from station.views.bridge import DirectBridge
from station.views.shell import DeskShell
from tests.views.desk_fakes import MOORE, FakeCommands, FakeReads, steps, twelve, unit
from tests.views.snapshots import NOW

UNIT = unit()
"""1210 has lapsed; 1204 and 1305 are late; a relief is soon in 1208; 1312 is empty."""
HERE = ZoneInfo(UNIT.unit.zone)


class Desk:
    """A desk with two plain pages, and what it was asked."""

    def __init__(self, qtbot: QtBot) -> None:
        self.commands = FakeCommands()
        self.reads = FakeReads(rows=twelve(), steps=steps())
        self.bridge = DirectBridge()
        look = themes.load("light")
        self.shell = DeskShell(
            commands=self.commands, reads=self.reads, bridge=self.bridge, now=lambda: NOW, theme=look
        )
        qtbot.addWidget(self.shell)
        self.shell.add_page("board", "Board", "board", QWidget())
        self.shell.add_page("unit", "Unit", "people", QWidget())
        self.shell.show_snapshot(UNIT)
        self.shell.recorder.choose(MOORE)
        self.shell.resize(1366, 768)
        self.shell.show()

    def key(self, name: str) -> None:
        self.shell.actions_by_name[name].trigger()

    @property
    def menu(self) -> AcceptMenu:
        (one,) = self.shell.findChildren(AcceptMenu)
        return one

    def say(self, words: str) -> None:
        """Choose what one will do about what is accepted."""
        next(one for one in self.menu.actions() if one.text() == words).trigger()
