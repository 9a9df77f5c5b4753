"""The patients of the unit by bed, at the left of the page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView
from typing_extensions import override

from station.rules.wording import clock_time
from station.store.rows.vitals import OwedVitalsRow
from station.views.panel.controls import TOUCH, dress_font
from station.views.panel.desk import Placed

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
STAY: Final = Qt.ItemDataRole.UserRole


def line_of(one: Placed) -> str:
    """1302  Hale, T.  Q15"""
    patient = one.patient
    given = f", {patient.given[:1]}." if patient.given else ""
    return f"{one.place}  {patient.family}{given}"


def is_pressing(owed: OwedVitalsRow, now: datetime) -> bool:
    """From when they are due soon."""
    return now >= (owed.soon_at or owed.due_at)


def owed_line(one: Placed, owed: OwedVitalsRow, zone: ZoneInfo, now: datetime) -> str:
    """1302  15:00 late  Hale: where the line is too narrow, the name is what is cut, never the time."""
    late = " lapsed" if now >= owed.lapsed_at else " late" if now >= owed.due_at else ""
    return f"{one.place}  {clock_time(owed.due_at, zone)}{late}  {one.patient.family}"


class PatientsModel(QAbstractListModel):
    """Rows are replaced only where somebody came, went or moved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[int, str, str], ...] = ()

    def show_patients(self, lines: Sequence[tuple[Placed, str]]) -> bool:
        """Each with his line. Returns whether anything differs from before."""
        rows = tuple((one.patient.stay_id, words, f"{one.title}. {words}") for one, words in lines)
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    @property
    def stays(self) -> tuple[int, ...]:
        return tuple(stay_id for stay_id, _, _ in self._rows)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        stay_id, words, title = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return title
        return stay_id if role == STAY else None


class PatientList(QListView):
    """Choosing one opens him: by tap, and by the arrow keys."""

    chosen = Signal(int)
    """Stay id; by a person, not when set by the program."""

    def __init__(self) -> None:
        super().__init__()
        self.patients = PatientsModel(self)
        self.setModel(self.patients)
        self.setObjectName("people")
        self.setAccessibleName("Patients by bed")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        dress_font(self)
        self.setStyleSheet(f"QListView::item {{ min-height: {TOUCH}px; }}")
        self._setting = False
        self.selectionModel().currentChanged.connect(self._current_changed)

    def show_patients(self, lines: Sequence[tuple[Placed, str]], shown: int | None) -> None:
        if self.patients.show_patients(lines):
            self.choose(shown)

    def choose(self, stay_id: int | None) -> None:
        """Mark who is shown, without saying so."""
        stays = self.patients.stays
        self._setting = True
        place = self.patients.index(stays.index(stay_id)) if stay_id in stays else _NOWHERE
        self.setCurrentIndex(QModelIndex(place))
        self._setting = False

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid() and not self._setting:
            self.chosen.emit(int(now.data(STAY)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()  # they go from patient to patient, wherever the focus is on the page
        else:
            super().keyPressEvent(event)
