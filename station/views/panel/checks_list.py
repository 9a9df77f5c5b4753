"""The last checks of one patient: a model of prepared lines and a delegate that draws them."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from station.views.panel.controls import dress_font, scaled
from station.views.panel.lines import CheckLine

Index = QModelIndex | QPersistentModelIndex
LINE: Final = int(Qt.ItemDataRole.UserRole) + 1
_NOWHERE: Final = QModelIndex()
_PAD: Final = 8
_EDGE: Final = 2
_WRAP: Final = Qt.TextFlag.TextWordWrap
_Role = QPalette.ColorRole


class CheckListModel(QAbstractListModel):
    """One row a check, newest first. Rows are diffed by check, so that a new one does not disturb the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CheckLine] = []

    @property
    def lines(self) -> tuple[CheckLine, ...]:
        return tuple(self._lines)

    def show_lines(self, lines: Sequence[CheckLine]) -> None:
        """Take these lines, changing only the rows that differ."""
        wanted = {one.check_id for one in lines}
        for row in range(len(self._lines) - 1, -1, -1):
            if self._lines[row].check_id not in wanted:
                self._remove(row)
        for row, line in enumerate(lines):
            self._put(row, line)

    def _remove(self, row: int) -> None:
        self.beginRemoveRows(_NOWHERE, row, row)
        del self._lines[row]
        self.endRemoveRows()

    def _put(self, row: int, line: CheckLine) -> None:
        if row < len(self._lines) and self._lines[row].check_id == line.check_id:
            if self._lines[row] != line:
                self._lines[row] = line
                self.dataChanged.emit(self.index(row), self.index(row))
            return
        there = next((at for at, one in enumerate(self._lines) if one.check_id == line.check_id), None)
        if there is not None:
            self._remove(there)
        self.beginInsertRows(_NOWHERE, row, row)
        self._lines.insert(row, line)
        self.endInsertRows()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return None


class CheckDelegate(QStyledItemDelegate):
    """Draws a line: when and where on top, by whom beneath, marks in words, what was said before struck through.

    A late entry stands behind a broken edge: it never looks like one recorded at the time.
    """

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else 320
        return QSize(width, self._draw(None, QRect(0, 0, width, 0), option.font, _line(index)) + _PAD)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, palette = option.rect, QApplication.palette()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.color(_Role.AlternateBase))
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), palette.color(_Role.Highlight))
        painter.setPen(palette.color(_Role.Mid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if _line(index).late_entry:
            painter.setPen(QPen(palette.color(_Role.PlaceholderText), _EDGE, Qt.PenStyle.DashLine))
            middle = rect.x() + _EDGE
            painter.drawLine(middle, rect.top() + _PAD, middle, rect.bottom() - _PAD)
        self._palette = palette
        self._draw(painter, rect, option.font, _line(index))
        painter.restore()

    def _draw(self, painter: QPainter | None, rect: QRect, font: QFont, line: CheckLine) -> int:
        """Draw, or with no painter only measure; returns the bottom of the text."""
        small, strong = scaled(font, 0.9), scaled(font, 1.0, QFont.Weight.DemiBold)
        strong.setStrikeOut(line.struck)
        y = rect.y() + _PAD
        y = self._text(painter, rect, y, strong, _Role.Text, f"{line.seen}  {line.what}")
        marks = " · ".join(part for part in (*line.marks, line.owed, line.recorded) if part)
        if line.detail:
            y = self._text(painter, rect, y, small, _Role.PlaceholderText, line.detail)
        if marks:
            y = self._text(painter, rect, y, scaled(font, 0.9, QFont.Weight.DemiBold), _Role.Text, marks)
        for correction in line.corrections:
            y = self._text(painter, rect, y, small, _Role.Text, correction)
        return y - rect.y()

    def _text(self, painter: QPainter | None, rect: QRect, y: int, font: QFont, role: _Role, text: str) -> int:
        room = QRect(rect.x() + _PAD + _EDGE, y, max(40, rect.width() - 2 * _PAD - _EDGE), 2000)
        used = QFontMetrics(font).boundingRect(room, _WRAP, text)
        if painter is not None:
            painter.setFont(font)
            painter.setPen(self._palette.color(role))
            painter.drawText(room, _WRAP, text)
        return y + used.height() + 2


class ChecksView(QListView):
    """As tall as its lines: it scrolls with the panel, not inside it."""

    def __init__(self, model: CheckListModel) -> None:
        super().__init__()
        self.setAccessibleName("Last checks")
        dress_font(self)
        self.setModel(model)
        self.setItemDelegate(CheckDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)

    @property
    def chosen(self) -> CheckLine | None:
        index = self.currentIndex()
        return _line(index) if index.isValid() and self.selectionModel().isSelected(index) else None

    def fit(self) -> None:
        """Take the height of the lines at the present width."""
        self.doItemsLayout()
        rows = range(self.model().rowCount())
        self.setFixedHeight(max(1, sum(self.sizeHintForRow(row) for row in rows)))

    @override
    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()


def _line(index: Index) -> CheckLine:
    line = index.data(LINE)
    if not isinstance(line, CheckLine):
        raise TypeError(f"row {index.row()} holds no line of a check")
    return line
