"""Who is signed in, at the foot of the navigation: name, role, and the ways to leave."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from station.views.dress import sheet
from station.views.icons import icon
from station.views.panel.controls import button, label
from station.views.recorder import Recorder
from station.views.theme import Theme

_ROOM: Final = 52
"""Of the name's button, for the icon and the padding."""


class WhoIsHere(QWidget):
    """Everything done at this desk is recorded in this name."""

    switch_wanted = Signal()
    lock_wanted = Signal()
    pin_wanted = Signal()
    """He wants to change his PIN."""

    def __init__(self, recorder: Recorder, theme: Theme) -> None:
        super().__init__()
        self._recorder = recorder
        self.name = button("", "page")
        self.role = label("", tone="muted", scale=0.93)
        self.switch = button("Switch", tip="Somebody else signs in (Ctrl+P)", name="Switch to another person")
        self.lock = button("Lock", tip="Lock this desk (Ctrl+L)", name="Lock this desk")
        self.menu = QMenu(self)
        self.menu.addAction("Switch to another person\tCtrl+P", self.switch_wanted.emit)
        self.menu.addAction("Lock this desk\tCtrl+L", self.lock_wanted.emit)
        self.menu.addAction("Change your PIN…", self.pin_wanted.emit)
        self._lay_out()
        self.name.clicked.connect(self._open_menu)
        self.switch.clicked.connect(self.switch_wanted)
        self.lock.clicked.connect(self.lock_wanted)
        recorder.changed.connect(self.show_person)
        self.set_theme(theme)
        self.show_person()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._heading = label("Signed in", tone="muted", scale=0.93, weight=QFont.Weight.DemiBold)
        column.addWidget(self._heading)
        column.addWidget(self.name)
        column.addWidget(self.role)
        column.addSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.switch, 1)
        row.addWidget(self.lock, 1)
        column.addLayout(row)

    def be_brief(self, *, brief: bool) -> None:
        """Where the window is low: the icon says what the heading would."""
        self._heading.setVisible(not brief)

    def set_theme(self, theme: Theme) -> None:
        self.name.setIcon(icon("person", theme))
        self.menu.setStyleSheet(sheet(theme))

    @Slot()
    def show_person(self) -> None:
        staff = self._recorder.staff
        name, role = (staff.name, staff.role.value) if staff else ("Nobody", "This desk is locked")
        self.name.setAccessibleName(f"Signed in: {name}, {role}")
        self.name.setToolTip(f"{name}, {role}. Everything done here is recorded in this name.")
        self.role.setText(role)
        self._fit_name()

    def _fit_name(self) -> None:
        staff = self._recorder.staff
        room = max(0, self.width() - _ROOM)
        words = self.name.fontMetrics().elidedText(staff.name if staff else "Nobody", Qt.TextElideMode.ElideRight, room)
        self.name.setText(words)

    @Slot()
    def _open_menu(self) -> None:
        self.menu.popup(self.name.mapToGlobal(QPoint(0, -self.menu.sizeHint().height())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_name()
