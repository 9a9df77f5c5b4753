"""A desk where people sign in, locked, and what it was asked."""

from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.store.rows.people import SignedIn
from station.views import theme as themes
from station.views.bridge import Bridge, DirectBridge
from station.views.shell import DeskShell
from station.views.signing.entrance import Entrance
from tests.views.desk_fakes import MOORE, RUIZ, FakeCommands, FakeReads, steps, twelve, unit
from tests.views.hands import Hands, KeyClock
from tests.views.snapshots import NOW

UNIT = unit()
BADGE = "B-1003"


class OwnPin(FakeCommands):
    """Whoever signs in here must choose a PIN of his own."""

    @override
    def sign_in(self, staff_id: int, pin: str) -> SignedIn:
        return replace(super().sign_in(staff_id, pin), must_change=True)


class Slow(FakeCommands):
    """Checks a PIN until it is told to have done."""

    def __init__(self) -> None:
        super().__init__()
        self.enough = Event()

    @override
    def sign_in(self, staff_id: int, pin: str) -> SignedIn:
        assert self.enough.wait(5)
        return super().sign_in(staff_id, pin)


class Place:
    """A desk, locked, with a board and a page that has a field."""

    def __init__(self, qtbot: QtBot, bridge: Bridge | None = None, commands: FakeCommands | None = None) -> None:
        self.commands = commands or FakeCommands()
        self.reads = FakeReads(rows=twelve(), steps=steps(), badges={BADGE: RUIZ, "B-1001": MOORE})
        self.bridge = bridge or DirectBridge()
        self.clock = KeyClock()
        self.shell = DeskShell(
            commands=self.commands,
            reads=self.reads,
            bridge=self.bridge,
            now=lambda: NOW,
            theme=themes.load("light"),
            elapsed=self.clock.elapsed,
        )
        self.shell.scanner._moment = self.clock.moment
        qtbot.addWidget(self.shell)
        self.board, self.page = QWidget(), QLineEdit()
        self.shell.add_page("board", "Board", "board", self.board)
        self.shell.add_page("unit", "Unit", "people", _around(self.page))
        self.shell.show_snapshot(UNIT)
        self.shell.entrance.view.show_snapshot(UNIT)
        self.shell.resize(1366, 768)
        self.hands = Hands(qtbot, self.shell, self.shell.scanner, self.clock)

    @property
    def entrance(self) -> Entrance:
        return self.shell.entrance

    @property
    def said(self) -> str:
        return self.entrance.view.card.said.text()

    def key(self, name: str) -> None:
        self.shell.actions_by_name[name].trigger()

    def calls(self, name: str) -> list[tuple[Any, ...]]:
        return [arguments for called, arguments in self.commands.calls if called == name]

    def wait(self, **parts: float) -> None:
        """Time passes at the desk, a second at a time."""
        for _ in range(round(timedelta(**parts).total_seconds())):
            self.clock.at += 1
            self.shell.tick(NOW)


def _around(field: QWidget) -> QWidget:
    made = QWidget()
    field.setParent(made)
    return made
