"""Where a PIN is typed: big keys for a finger, digits from the keyboard. It is never shown."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont, QHideEvent, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.pins import LONGEST, SHORTEST
from station.views.panel.controls import TOUCH, button, dress_font, label, restyle
from station.views.panel.fields import line

RULE: Final = f"A PIN has {SHORTEST} to {LONGEST} digits."
TOO_SHORT: Final = f"This is too short. {RULE}"

_DOT: Final = "●"
_KEY: Final = TOUCH + 10
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLACES: Final = tuple((digit, divmod(place, 3)) for place, digit in enumerate("123456789"))


class PinPad(QWidget):
    """Emits `entered` once and forgets what was typed. Enter, Backspace and digits work wherever in it the focus is."""

    entered = Signal(str)

    def __init__(self, *, enter: str = "Enter", key: int = _KEY) -> None:
        """`key`: the height of a key in pixels."""
        super().__init__()
        self._pin = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.dots = QLabel()
        self.dots.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.dots.setTextFormat(Qt.TextFormat.PlainText)
        dress_font(self.dots, scale=1.5)
        self.enter = button(enter, "primary")
        self.erase = button("⌫", name="Erase the last digit", tip="Backspace")
        self.digits = {digit: button(digit, "key", name=digit) for digit in "1234567890"}
        self._lay_out(key)
        self.enter.clicked.connect(self.submit)
        self.erase.clicked.connect(self._erase)
        for one in self.digits.values():
            one.clicked.connect(self._key_tapped)
        self._show()

    def _lay_out(self, key: int) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        for digit, (row, column) in _PLACES:
            grid.addWidget(self.digits[digit], row, column)
        grid.addWidget(self.erase, 3, 0)
        grid.addWidget(self.digits["0"], 3, 1)
        grid.addWidget(self.enter, 3, 2)
        for one in (*self.digits.values(), self.erase, self.enter):
            one.setFixedHeight(key)
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            dress_font(one, scale=1.25 if one in self.digits.values() else 1.0, weight=QFont.Weight.DemiBold)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(8)
        column_.addWidget(self.dots)
        column_.addLayout(grid)

    @property
    def typed(self) -> int:
        """How many digits have been typed."""
        return len(self._pin)

    def clear(self) -> None:
        self._pin = ""
        self._show()

    def keep(self) -> Callable[[], None]:
        """What a scanner types in the middle of a PIN is no part of it; its digits are held by nobody else."""
        kept = self._pin

        def give_back() -> None:
            self._pin = kept
            self._show()

        return give_back

    @Slot()
    def submit(self) -> None:
        pin = self._pin
        self.clear()
        if pin:
            self.entered.emit(pin)

    @Slot()
    def _key_tapped(self) -> None:
        tapped = self.sender()
        if isinstance(tapped, QPushButton):
            self._add(tapped.text())

    @Slot()
    def _erase(self) -> None:
        self._pin = self._pin[:-1]
        self._show()

    def _add(self, digit: str) -> None:
        if len(self._pin) < LONGEST:
            self._pin += digit
            self._show()

    def _show(self) -> None:
        count = len(self._pin)
        self.dots.setText(" ".join(_DOT * count) or "PIN")
        restyle(self.dots, "tone", "" if count else "muted")
        said = f"PIN, {count} {'digit' if count == 1 else 'digits'} typed"
        self.dots.setAccessibleName(said)
        self.setAccessibleName(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.submit()
        elif event.key() == Qt.Key.Key_Backspace:
            self._erase()
        elif event.text() and event.text() in "0123456789":
            self._add(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, forgotten: nobody finds half a PIN of somebody else."""
        super().hideEvent(event)
        self.clear()


def pin_line(name: str) -> QLineEdit:
    """A field for a PIN that is being given or chosen; typed twice, because it is never shown."""
    made = line(name=name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setMaxLength(LONGEST)
    made.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), made))
    made.setInputMethodHints(
        Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
    )
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    return made


def what_is_wrong(pin: str, again: str) -> str:
    """Why this cannot be a new PIN, in words; empty when it can. Which PINs are too easy the service says."""
    if len(pin) < SHORTEST:
        return TOO_SHORT
    return "" if pin == again else "The two are not the same. Type both again."


def hint(text: str = "") -> QLabel:
    """A sentence in the middle, above or beneath a pad."""
    made = label(text, tone="muted")
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made
