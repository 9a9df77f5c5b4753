"""The rows of one list; more of them are asked for as somebody scrolls towards the end."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from station.views.alerts.rows import Row

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
ROW: Final = Qt.ItemDataRole.UserRole


class AlertsModel(QAbstractListModel):
    """Rows that stay keep their place beneath the eye: only what differs is said to have changed."""

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._more = False

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def show_rows(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """All of them anew; `more`: there are others to be asked for."""
        self._more = more
        new = tuple(rows)
        if [one.key for one in new] == [one.key for one in self._rows]:
            self._change(new)
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def _change(self, new: tuple[Row, ...]) -> None:
        before, self._rows = self._rows, new
        for place, (old, row) in enumerate(zip(before, new, strict=True)):
            if old != row:
                self.dataChanged.emit(self.index(place), self.index(place))

    def add_rows(self, rows: Sequence[Row], *, more: bool) -> None:
        """Those that follow."""
        self._more = more
        if not rows:
            return
        self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(rows) - 1)
        self._rows = (*self._rows, *rows)
        self.endInsertRows()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((row.title, *row.lines))
        return row.sentence if role == Qt.ItemDataRole.AccessibleTextRole else None

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    @override
    def fetchMore(self, parent: Index) -> None:
        """Asked for once; the answer says whether there is more still."""
        if self._more and not parent.isValid():
            self._more = False
            self.more_wanted.emit()
