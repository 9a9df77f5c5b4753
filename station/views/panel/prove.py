"""The PIN asked for once more, in the middle of a form: whose, what for, and a pad to type it on."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.views.panel.controls import TOUCH, button, label
from station.views.panel.desk import Desk
from station.views.signing.pin_pad import PinPad

_CHECKING = "Checking…"


class PinAsk(QWidget):
    """Hidden until somebody's PIN is asked for. It proves it, and says so; what follows is the form's."""

    proved = Signal()
    given_up = Signal()
    shown = Signal(QWidget)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._staff_id = 0
        self.setObjectName("question")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.asks = label(weight=QFont.Weight.DemiBold)
        self.pad = PinPad(enter="OK", key=TOUCH)
        self.said = label()
        self.stop = button("Cancel", tip="Nothing is changed")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        for one in (self.asks, self.pad, self.said):
            column.addWidget(one)
        row = QHBoxLayout()
        row.addWidget(self.stop)
        row.addStretch(1)
        column.addLayout(row)
        self.pad.entered.connect(self._entered)
        self.stop.clicked.connect(self._give_up)
        self.hide()

    def ask(self, sentence: str, staff_id: int) -> None:
        """`sentence` names the person and what the PIN is for."""
        self._staff_id = staff_id
        self.asks.setText(sentence)
        self.pad.setAccessibleDescription(sentence)
        self._say("")
        self.pad.clear()
        self.setEnabled(True)
        self.show()
        self.pad.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
        self.shown.emit(self)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    @Slot(str)
    def _entered(self, pin: str) -> None:
        self.setEnabled(False)
        self._say(_CHECKING)
        prove = partial(self._desk.commands.prove, self._staff_id, pin)
        self._desk.bridge.run(prove, self._proved, self._not_proved)

    @Slot(object)
    def _proved(self, _: object) -> None:
        self.setEnabled(True)
        self.hide()
        self.proved.emit()

    @Slot(object)
    def _not_proved(self, error: Exception) -> None:
        self.setEnabled(True)
        self._say(str(error))
        self.pad.setFocus()
        self.shown.emit(self)

    @Slot()
    def _give_up(self) -> None:
        self.hide()
        self.given_up.emit()
