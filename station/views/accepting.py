"""Accepting alerts from where there is no form: the strip, the rail, the lists."""

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from station.rules.alert_phrases import doing
from station.services.errors import NeedsPin, Refused
from station.services.events import Event
from station.store.rows import BoardSnapshot
from station.views.accept_menu import AcceptMenu
from station.views.accept_which import Which, which_of
from station.views.bridge import Bridge
from station.views.commands import Commands, Events
from station.views.panel.controls import label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines
from station.views.panel.form import Form
from station.views.panel.proving import ProveForm
from station.views.panel.side import SidePanel
from station.views.recorder import ASK, Recorder
from station.views.theme import Theme

ACCEPTED: Final = "Accepted. The alert stays until it is dealt with."


@runtime_checkable
class SaysWhere(Protocol):
    """A list with a place to accept in each row."""

    def accept_point(self) -> QPoint:
        """Beneath that of the row chosen, in its own coordinates."""
        ...


class AcceptForm(Form):
    """What he will do, in words of his own; the side panel's."""

    def __init__(self, desk: Desk, alert_ids: tuple[int, ...], which: Which) -> None:
        super().__init__(desk)
        self._alert_ids = alert_ids
        self.which = label(which.title, scale=1.35, weight=QFont.Weight.Bold)
        self.about = label(which.about, tone="muted")
        self.note = Field("What you will do", Lines(rows=2))
        self._lay_out()
        self.save = self.ending("Accept", self.submit)

    def _lay_out(self) -> None:
        for one in (self.which, self.about):
            one.setVisible(bool(one.text()))
            self.column.addWidget(one)
        if len(self._alert_ids) > 1:
            self.column.addWidget(label(f"{len(self._alert_ids)} alerts are accepted together."))
        self.column.addWidget(self.note)

    @Slot()
    def submit(self) -> None:
        command = partial(accept_all, self.desk.commands, self._alert_ids, self.note.editor.value)
        self.do(command, ACCEPTED)


def accept_all(commands: Commands, alert_ids: tuple[int, ...], note: str, staff_id: int) -> Events:
    """Accept each; the first refusal is raised once the others have been accepted."""
    events: list[Event] = []
    refusal: Exception | None = None
    for alert_id in alert_ids:
        try:
            events += commands.accept_alert(staff_id, alert_id, note)
        except Refused as error:
            refusal = refusal or error
    if refusal is not None:
        raise refusal
    return events


class Accepting(QObject):
    """In the name of whoever is signed in, who says with one more tap what he will do."""

    said = Signal(str)
    """Why not."""

    def __init__(
        self,
        commands: Commands,
        bridge: Bridge,
        recorder: Recorder,
        panel: SidePanel,
        desk: Callable[[], Desk | None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._commands, self._bridge, self._recorder = commands, bridge, recorder
        self._panel, self._desk, self._window = panel, desk, window
        self._snapshot: BoardSnapshot | None = None
        self._wanted: tuple[int, ...] = ()
        self._which = Which("", "")
        self._words = ""
        self.menu = AcceptMenu(window)
        self.menu.chosen.connect(self._accept_with)
        self.menu.other_wanted.connect(self._write)
        recorder.changed.connect(self.menu.close)

    def set_theme(self, theme: Theme) -> None:
        self.menu.set_theme(theme)

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self._snapshot = snapshot

    @Slot(object)
    def accept(self, alert_ids: tuple[int, ...]) -> None:
        """Ask what he will do; with the answer they are accepted."""
        if self._recorder.staff is None:
            self.said.emit(ASK)
            self._recorder.wanted.emit()
            return
        self._wanted = alert_ids
        self._which = which_of(alert_ids, self._snapshot)
        alerts = self._snapshot.alerts if self._snapshot is not None else ()
        phrases = doing({one.kind for one in alerts if one.id in alert_ids})
        self.menu.offer(self._which, phrases, self._beside())

    def _beside(self) -> QPoint:
        """Beneath what was pressed, or the row that is accepted; else, of a key, in the middle of the window."""
        pressed = QApplication.focusWidget()
        if isinstance(pressed, SaysWhere) and isinstance(pressed, QWidget):
            return pressed.mapToGlobal(pressed.accept_point())
        if pressed is not None and "Accept" in pressed.accessibleName():
            return pressed.mapToGlobal(QPoint(0, pressed.height()))
        return self._window.mapToGlobal(self._window.rect().center())

    @Slot(str)
    def _accept_with(self, words: str) -> None:
        staff = self._recorder.staff
        if staff is not None:
            self._words = words
            command = partial(accept_all, self._commands, self._wanted, words, staff.id)
            self._bridge.run(command, self._accepted, self._not_accepted)

    @Slot()
    def _write(self) -> None:
        desk = self._desk()
        if desk is not None:
            self._panel.show_form("Accept", AcceptForm(desk, self._wanted, self._which))

    @Slot(object)
    def _accepted(self, _: object) -> None:
        if self._panel.content is None:
            self._panel.shut()

    @Slot(object)
    def _not_accepted(self, error: Exception) -> None:
        desk = self._desk()
        if isinstance(error, NeedsPin) and desk is not None:
            again = partial(accept_all, desk.commands, self._wanted, self._words)
            self._panel.show_form("Accept", ProveForm(desk, again, "Accepted.", error))
            return
        self.said.emit(str(error))
