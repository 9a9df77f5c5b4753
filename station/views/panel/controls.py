"""The small things forms are made of: buttons, segments, tags, choices. Nothing smaller than a finger."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from station.views import fonts
from station.views.panel.flow import FlowLayout

_HEAVY: Final = ("primary", "segment", "tag", "page")
_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)

TOUCH: Final = 44
"""The least height of anything tapped, in device-independent pixels."""

_DIGITS: Final = "1234567890"

Option = tuple[str, str]
"""A value, and the word shown for it."""


class ChoiceButton(QPushButton):
    """One of several choices. The second press of a double tap is no tap of its own: what stood beneath the finger
    may have changed with the first. `number`: the key that presses it, drawn in its corner; empty: none."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._words = text
        self._number: QLabel | None = None

    @property
    def number(self) -> str:
        return "" if self._number is None or self._number.isHidden() else self._number.text()

    def show_number(self, number: str) -> None:
        if number == self.number:
            return
        if self._number is None:
            self._number = QLabel(self)
            self._number.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._number.move(7, 2)
            dress_font(self._number, scale=0.75)
        self._number.setText(number)
        self._number.adjustSize()
        self._number.setVisible(bool(number))

    def _fit(self) -> None:
        """On two lines where there is too little room for one."""
        room, shown = self.width() - 14, self._words
        if "\n" not in shown and " " in shown and self.fontMetrics().horizontalAdvance(shown) > room:
            breaks = [at for at, letter in enumerate(shown) if letter == " "]
            middle = min(breaks, key=lambda at: abs(at - len(shown) / 2))
            shown = f"{shown[:middle]}\n{shown[middle + 1 :]}"
        if shown != self.text():
            self.setText(shown)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            event.ignore()  # QAbstractButton would choose as it moves; whoever laid the choices out knows the places
        else:
            super().keyPressEvent(event)


def button(text: str, kind: str = "", *, tip: str = "", name: str = "", choice: bool = False) -> QPushButton:
    """A button of a kind the style sheet knows: "", "primary", "quiet", "choice", "segment", "tag", "page".

    `choice`: it is one of several (a `ChoiceButton`).
    """
    made = ChoiceButton(text) if choice else QPushButton(text)
    dress_button(made, kind, tip=tip, name=name)
    return made


def dress_button(made: QPushButton, kind: str, *, tip: str = "", name: str = "") -> None:
    """The same for one of a class of its own."""
    made.setProperty("kind", kind)
    made.setMinimumHeight(TOUCH)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    made.setAccessibleName(name or made.text().replace("&", ""))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    dress_font(made, weight=QFont.Weight.DemiBold if kind in _HEAVY else QFont.Weight.Normal)


def label(text: str = "", *, tone: str = "", scale: float = 1.0, weight: QFont.Weight | None = None) -> QLabel:
    """Words. `scale` is against the application's font; `tone` one of "", "muted", "high", "medium", "low"."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setProperty("tone", tone)
    dress_font(made, scale=scale, weight=weight or QFont.Weight.Normal)
    return made


def heading(text: str) -> QLabel:
    """The small heading over a group of controls."""
    return label(text, tone="muted", scale=0.93, weight=QFont.Weight.DemiBold)


def rule() -> QWidget:
    """A hairline between two groups."""
    made = QWidget()
    made.setObjectName("rule")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setFixedHeight(1)
    return made


def dress_font(widget: QWidget, *, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> None:
    """Give a widget type of its own: a scale of the application's, and a weight. It is remembered for `follow_font`."""
    widget.setProperty("type", (scale, weight.value))
    widget.setFont(fonts.body(QApplication.font().pointSizeF() * scale, weight))


def follow_font(root: QWidget) -> None:
    """The application's font has changed: everything beneath with type of its own takes the new size."""
    for one in root.findChildren(QWidget):
        own = one.property("type")
        if own is not None:
            scale, weight = own
            dress_font(one, scale=scale, weight=QFont.Weight(weight))


def scaled(font: QFont, scale: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Type for what is drawn: a scale of `font`, which is measured in points."""
    return fonts.body(font.pointSizeF() * scale, weight)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Change a property the style sheet looks at, and have it looked at again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    for child in widget.findChildren(QWidget):
        child.style().unpolish(child)
        child.style().polish(child)


class _Choice(QWidget):
    """Buttons of which at most one is chosen. Arrow keys move, space or Enter chooses."""

    chosen = Signal(str)
    """By a person; not when set by the program."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(what)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._values: dict[QAbstractButton, str] = {}
        self._group.buttonClicked.connect(self._clicked)

    @property
    def value(self) -> str | None:
        checked = self._group.checkedButton()
        return None if checked is None else self._values[checked]

    def choose(self, value: str | None) -> None:
        """Choose without saying so; None chooses nothing."""
        self._group.setExclusive(False)
        for one, of in self._values.items():
            one.setChecked(of == value)
        self._group.setExclusive(True)

    def buttons(self) -> tuple[QPushButton, ...]:
        return tuple(one for one in self._values if isinstance(one, QPushButton))

    def value_of(self, one: QPushButton) -> str:
        """What a button stands for. Raises KeyError for one that is none of these."""
        return self._values[one]

    def button_of(self, value: str) -> QPushButton:
        """Raises KeyError when there is no such choice."""
        for one, of in self._values.items():
            if of == value and isinstance(one, QPushButton):
                return one
        raise KeyError(value)

    def allow(self, values: Iterable[str], reason: str) -> None:
        """Only these can be chosen; the others say why not."""
        allowed = set(values)
        for one, of in self._values.items():
            one.setEnabled(of in allowed)
            one.setToolTip("" if of in allowed else reason)

    def _add(self, option: Option, kind: str) -> QPushButton:
        made = button(option[1], kind, choice=True)
        made.setCheckable(True)
        self._group.addButton(made)
        self._values[made] = option[0]
        return made

    @Slot(QAbstractButton)
    def _clicked(self, clicked: QAbstractButton) -> None:
        self.chosen.emit(self._values[clicked])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton) and focused in self._values:
                focused.click()
                return
        if event.key() in _ARROWS and self._move_focus(Qt.Key(event.key())):
            return
        super().keyPressEvent(event)

    def _in_reach(self) -> list[QPushButton]:
        """What the arrow keys go to, in the order it stands."""
        return [one for one in self.buttons() if one.isVisible() and one.isEnabled()]

    def _per_line(self) -> int:
        return len(self._values)

    def _move_focus(self, key: Qt.Key) -> bool:
        """Left and right to the next one, up and down to the next line; beyond the ends it is for others to say."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self._per_line()}
        reach, focused = self._in_reach(), self.focusWidget()
        if focused not in reach:
            return False
        place = reach.index(focused) + steps.get(key, self._per_line())
        if 0 <= place < len(reach):
            reach[place].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False


class Segments(_Choice):
    """Choices side by side, joined: the levels, always/awake/asleep."""

    def __init__(self, what: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(what, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        last = len(options) - 1
        for place, option in enumerate(options):
            made = self._add(option, "segment")
            made.setProperty("place", "first" if place == 0 else "last" if place == last else "middle")
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(made, 1)


class ChoiceGrid(_Choice):
    """Big choices in columns of equal width; those after `first` stand behind "More"."""

    def __init__(
        self, what: str, options: Sequence[Option], *, columns: int = 3, first: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(what, parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._columns = columns
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._all = [self._add(option, "choice") for option in options]
        self._usual = tuple(self._all)
        self._first = first or len(options)
        self._more = button("More…", "quiet", name=f"More: {what.lower()}", choice=True)
        self._more.clicked.connect(self.show_all)
        self._lay_out(self._first)

    def arrange(self, values: Sequence[str] = (), *, columns: int = 0) -> None:
        """Put these first, in this order, the rest after them as usual; `columns` 0: as many as before."""
        likely = [one for of in values for one in self._usual if self._values[one] == of]
        order = [*likely, *(one for one in self._usual if one not in likely)]
        if order == self._all and columns in (0, self._columns):
            return
        shown = sum(not one.isHidden() for one in self._all)
        self._all = order
        for place, one in enumerate(order[1:]):
            QWidget.setTabOrder(order[place], one)
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, int(column < (columns or self._columns)))
        self._columns = columns or self._columns
        self._lay_out(shown)

    def _lay_out(self, shown: int) -> None:
        """Show so many, and "More" in the place after them while there are more."""
        for place, one in enumerate(self._all):
            one.setVisible(place < shown)
            self._grid.addWidget(one, place // self._columns, place % self._columns)
        self._more.setVisible(shown < len(self._all))
        if shown < len(self._all):
            self._grid.addWidget(self._more, shown // self._columns, shown % self._columns)

    @Slot()
    def show_all(self) -> None:
        self._lay_out(len(self._all))
        if self._first < len(self._all):
            self._all[self._first].setFocus()

    def show_first(self) -> None:
        self._lay_out(self._first)

    @property
    def more(self) -> QPushButton:
        return self._more

    def numbered(self) -> list[QPushButton]:
        """What the digits press, in order: what is in sight, and "More"."""
        return [one for one in (*self._all, self._more) if not one.isHidden() and one.isEnabled()]

    def show_numbers(self, *, shown: bool) -> None:
        """Whether each choice says which digit presses it: 1 to 9, and 0 for the tenth."""
        for one in (*self.buttons(), self._more):
            _number(one, "")
        for key, one in zip(_DIGITS if shown else "", self.numbered(), strict=False):
            _number(one, key)

    @override
    def buttons(self) -> tuple[QPushButton, ...]:
        """In the order they stand."""
        return tuple(self._all)

    @override
    def _in_reach(self) -> list[QPushButton]:
        return [one for one in self.numbered() if one.isVisible()]

    @override
    def _per_line(self) -> int:
        return self._columns


def _number(one: QPushButton, key: str) -> None:
    if isinstance(one, ChoiceButton):
        one.show_number(key)


class Tags(QWidget):
    """Any number of short words, each on or off."""

    changed = Signal()

    def __init__(self, what: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`options`: the word shown, and what it means (for the tooltip and a screen reader)."""
        super().__init__(parent)
        self.setAccessibleName(what)
        flow = FlowLayout(self, spacing=6)
        self._buttons: dict[str, QPushButton] = {}
        for word, meaning in options:
            made = button(word, "tag", tip=meaning, name=f"{word}, {meaning}")
            made.setMinimumWidth(TOUCH)
            made.setCheckable(True)
            made.toggled.connect(self._toggled)
            self._buttons[word] = made
            flow.addWidget(made)

    @property
    def value(self) -> tuple[str, ...]:
        return tuple(word for word, one in self._buttons.items() if one.isChecked())

    def choose(self, words: Iterable[str]) -> None:
        wanted = set(words)
        for word, one in self._buttons.items():
            one.setChecked(word in wanted)

    def button_of(self, word: str) -> QPushButton:
        return self._buttons[word]

    @Slot(bool)
    def _toggled(self, _: bool) -> None:
        self.changed.emit()
