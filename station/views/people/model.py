"""Everybody as a table: columns are data, a cell is a lookup."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from station.rules import qualifications
from station.rules.policy_people import Qualifications
from station.rules.qualifications import Standing
from station.rules.wording import clock_time
from station.store.rows.people import PersonRow
from station.views.people.training import training_of

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_NOT_ASKED: Final = (len(Standing), date.max)


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
    training: str
    """Whatever is not fine, the most urgent first; else what expires next; "" where none is asked of his role."""
    urgency: tuple[int, date]
    """For sorting by training: what needs somebody first."""

    @property
    def sentence(self) -> str:
        """For a screen reader."""
        badge = f"badge {self.badge}" if self.person.badge else "no badge"
        said = (self.person.name, self.person.role.value, self.training, self.signs_in, badge)
        return ", ".join(part for part in said if part)

    @property
    def needs_training(self) -> bool:
        return self.urgency[0] < Standing.FINE.rank


COLUMNS: Final = (
    Column("Name", lambda line: line.person.name),
    Column("Role", lambda line: line.person.role.value),
    Column("Training", lambda line: line.training),
    Column("Signing in", lambda line: line.signs_in),
    Column("Badge", lambda line: line.badge),
)


GOES_FIRST: Final = (4, 1, 3)
"""The columns that go where there is too little room, in this order: badge, role, signing in."""


def line_of(person: PersonRow, policy: Qualifications, zone: ZoneInfo, now: datetime) -> Line:
    training = training_of(policy, person, zone, now)
    first = next(iter(qualifications.by_urgency(training)), None)
    return Line(
        person,
        state_words(person, zone, now) or pin_words(person),
        person.badge or "none",
        qualifications.attention(training),
        _NOT_ASKED if first is None else (first.standing.rank, first.expires_on or date.min),
    )


def in_order(lines: Sequence[Line], *, training_first: bool) -> tuple[Line, ...]:
    """By name, as they are read; or what needs somebody first, and then by name."""
    return tuple(sorted(lines, key=lambda line: line.urgency)) if training_first else tuple(lines)


def training_needed(lines: Sequence[Line]) -> str:
    """Of how many something is to be seen to, for above the list: "Training to see to: 3 people"; "" for none."""
    count = sum(line.needs_training for line in lines)
    return f"Training to see to: {count} {'person' if count == 1 else 'people'}" if count else ""


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
