"""Everybody as a table: columns are data, a cell is a lookup."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from station.rules.wording import clock_time
from station.store.rows.people import PersonRow

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    text: Callable[["Line"], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One person, in words."""

    person: PersonRow
    signs_in: str
    badge: str

    @property
    def sentence(self) -> str:
        """For a screen reader."""
        badge = f"badge {self.badge}" if self.person.badge else "no badge"
        return f"{self.person.name}, {self.person.role.value}, {self.signs_in}, {badge}"


COLUMNS: Final = (
    Column("Name", lambda line: line.person.name),
    Column("Role", lambda line: line.person.role.value),
    Column("Signing in", lambda line: line.signs_in),
    Column("Badge", lambda line: line.badge),
)


def line_of(person: PersonRow, zone: ZoneInfo, now: datetime) -> Line:
    return Line(person, state_words(person, zone, now) or pin_words(person), person.badge or "none")


def pin_words(person: PersonRow) -> str:
    if not person.has_pin:
        return "no PIN yet"
    return "PIN to be changed" if person.must_change else "has a PIN"


def state_words(person: PersonRow, zone: ZoneInfo, now: datetime) -> str:
    """What is out of the ordinary: locked until 14:52, or has left."""
    if not person.active:
        return "has left"
    if person.locked_until is not None and person.locked_until > now:
        return f"locked until {clock_time(person.locked_until, zone, now)}"
    return ""


class PeopleModel(QAbstractTableModel):
    """Rows are replaced whole: there are some dozens, and they change seldom."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        if tuple(lines) == self._lines:
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def row_of(self, staff_id: int) -> int | None:
        return next((row for row, line in enumerate(self._lines) if line.person.id == staff_id), None)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return COLUMNS[index.column()].text(line)
        return line.sentence if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0 else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return None
