"""Fields with a label above and a sentence beneath when something is wrong with them."""

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from station.store.rows import StaffRow
from station.views.panel.controls import TOUCH, button, dress_font, heading, label, restyle
from station.views.recorder import described

EditorT = TypeVar("EditorT", bound=QWidget)


class Field(QWidget, Generic[EditorT]):
    """One editor with its label, a hint, and the sentence saying what is wrong."""

    def __init__(self, title: str, editor: EditorT, *, hint: str = "") -> None:
        super().__init__()
        self.editor = editor
        self._heading = heading(title)
        self._heading.setBuddy(editor)
        self._message = label(hint, tone="muted", scale=0.93)
        self._hint = hint
        self._message.setVisible(bool(hint))
        if not editor.accessibleName():
            editor.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for one in (self._heading, editor, self._message):
            column.addWidget(one)

    @property
    def problem(self) -> str:
        return "" if self._message.text() == self._hint else self._message.text()

    def show_hint(self, sentence: str) -> None:
        """What stands beneath it while nothing is wrong, from now on."""
        self._hint = sentence
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong beside the field; an empty sentence: nothing is."""
        self._message.setText(sentence or self._hint)
        self._message.setVisible(bool(self._message.text()))
        restyle(self._message, "tone", "" if sentence else "muted")
        restyle(self.editor, "wrong", "true" if sentence else "false")
        self.editor.setAccessibleDescription(sentence or self._hint)


def line(*, text: str = "", placeholder: str = "", name: str = "") -> QLineEdit:
    made = QLineEdit(text)
    made.setPlaceholderText(placeholder)
    made.setMinimumHeight(TOUCH)
    made.setAccessibleName(name)
    dress_font(made)
    return made


class Lines(QPlainTextEdit):
    """A few lines of text; Tab leaves it."""

    def __init__(self, *, rows: int = 2, placeholder: str = "", name: str = "") -> None:
        self._rows = rows
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        dress_font(self)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.setFixedHeight(max(TOUCH, self._rows * self.fontMetrics().lineSpacing() + 26))

    @property
    def value(self) -> str:
        return self.toPlainText().strip()


_ARROW_ROOM: Final = 44
_NAME: Final = int(Qt.ItemDataRole.UserRole) + 1


class TallLines(QStyledItemDelegate):
    """Each line of a list that drops down is as high as a fingertip."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(0, TOUCH))


class Picker(QComboBox):
    """A list to choose one from, with its arrow drawn in the theme's text colour."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.setAccessibleName(what)
        self.setMinimumHeight(TOUCH)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setItemDelegate(TallLines(self))
        dress_font(self)

    def closed_text(self) -> str:
        """What stands in the field while the list is closed."""
        return self.currentText()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel turns the page. It never changes what is chosen: nobody would see that it did."""
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - _ARROW_ROOM
        option.currentText = self.fontMetrics().elidedText(self.closed_text(), Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1.6))
        right, middle = self.width() - 16, self.height() / 2
        arrow = [QPointF(right - 5, middle - 2.5), QPointF(right, middle + 2.5), QPointF(right + 5, middle - 2.5)]
        painter.drawPolyline(arrow)
        painter.end()


class PersonPicker(Picker):
    """One member of staff, or nobody yet."""

    def __init__(self, what: str, staff: Sequence[StaffRow], *, nobody: str = "Choose a person") -> None:
        super().__init__(what)
        self._nobody = nobody
        self.show_people(staff)

    def show_people(self, staff: Sequence[StaffRow]) -> None:
        """Offer these people, and nobody, who is chosen at first."""
        self.clear()
        self.addItem(self._nobody, None)
        for one in staff:
            self.addItem(described(one), one.id)
            self.setItemData(self.count() - 1, one.name, _NAME)

    @override
    def closed_text(self) -> str:
        """The name alone; the list has the role beside it."""
        return str(self.currentData(_NAME) or self._nobody)

    @property
    def closed_name(self) -> str:
        """The name of who is chosen; empty for nobody."""
        return str(self.currentData(_NAME) or "")

    @property
    def staff_id(self) -> int | None:
        chosen = self.currentData()
        return None if chosen is None else int(chosen)

    def choose(self, staff_id: int | None) -> None:
        self.setCurrentIndex(max(0, self.findData(staff_id)))


class Question(QWidget):
    """A question asked in place, with yes and no."""

    answered = Signal(bool)
    shown = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("question")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = label()
        self.yes = button("Yes", "primary")
        self.no = button("No")
        self.yes.clicked.connect(self._yes)
        self.no.clicked.connect(self._no)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(10)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def ask(self, question: str, *, yes: str = "Yes", no: str = "No") -> None:
        self._words.setText(question)
        self.yes.setText(yes)
        self.no.setText(no)
        self.yes.setAccessibleName(f"{yes}. {question}")
        self.show()
        self.no.setFocus()
        self.shown.emit(self)

    @Slot()
    def _yes(self) -> None:
        self.hide()
        self.answered.emit(True)

    @Slot()
    def _no(self) -> None:
        self.hide()
        self.answered.emit(False)
