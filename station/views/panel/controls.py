"""The small things forms are made of: buttons, segments, tags, choices. Nothing smaller than a finger."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from station.views import fonts

_HEAVY: Final = ("primary", "segment", "tag", "page")

TOUCH: Final = 44
"""The least height of anything tapped, in device-independent pixels."""

Option = tuple[str, str]
"""A value, and the word shown for it."""


def button(text: str, kind: str = "", *, tip: str = "", name: str = "") -> QPushButton:
    """A button of a kind the style sheet knows: "", "primary", "quiet", "choice", "segment", "tag", "page"."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setMinimumHeight(TOUCH)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    made.setAccessibleName(name or text.replace("&", ""))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    dress_font(made, weight=QFont.Weight.DemiBold if kind in _HEAVY else QFont.Weight.Normal)
    return made


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


def focus_first(root: QWidget) -> None:
    """Give the focus to the first thing beneath that takes it by Tab."""
    one = root.nextInFocusChain()
    while one is not None and one is not root and root.isAncestorOf(one):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisibleTo(root):
            one.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        one = one.nextInFocusChain()


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
        made = button(option[1], kind)
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
        super().keyPressEvent(event)


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
        self._first = first or len(options)
        self._more = button("More…", "quiet", name=f"More: {what.lower()}")
        self._more.clicked.connect(self.show_all)
        self._lay_out(self._first)

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


class FlowLayout(QLayout):
    """Lays widgets in lines like words, as many to a line as fit."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 6) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self._items: list[QLayoutItem] = []

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items in `rect`; returns the height they need."""
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            line = max(line, hint.height())
        return y + line - rect.y()
