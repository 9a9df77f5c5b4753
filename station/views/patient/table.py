"""The same as the chart, as a table: the latest set first. For the keyboard, and for a screen reader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView
from typing_extensions import override

from station.reports.patient_words import NOT_MEASURED, set_also, set_words
from station.reports.vital_panels import Panel, scored
from station.rules.wording import clock_time
from station.store.rows.vitals import PatientDay, VitalRow
from station.views.panel.controls import TOUCH, dress_font
from station.views.panel.desk import Desk

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_ACVPU: Final = "ACVPU"


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    text: Callable[[VitalRow], str]


def columns_of(desk: Desk, panels: Sequence[Panel]) -> tuple[Column, ...]:
    """Time and score first, then a column for each panel."""

    def at(row: VitalRow) -> str:
        return clock_time(row.observed_at, desk.zone, desk.now())

    def of(panel: Panel) -> Column:
        def text(row: VitalRow) -> str:
            figures = [line.words(row) for line in panel.lines]
            return "/".join(one or NOT_MEASURED for one in figures) if any(figures) else ""

        return Column(f"{panel.title} {panel.unit}", text)

    return (
        Column("Time", at),
        Column("NEWS2", lambda row: scored(row).words),
        *map(of, panels),
        Column(_ACVPU, lambda row: row.acvpu or ""),
        Column("By", lambda row: row.by),
        Column("Also", set_also),
    )


class SetsModel(QAbstractTableModel):
    """Cells are worked out when they are asked for: of the thousands of sets of a stay, a dozen are in sight."""

    def __init__(self, desk: Desk, panels: Sequence[Panel], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._panels = desk, tuple(panels)
        self.columns = columns_of(desk, panels)
        self._rows: tuple[VitalRow, ...] = ()
        self._no_score = False

    @property
    def rows(self) -> tuple[VitalRow, ...]:
        return self._rows

    def show_day(self, day: PatientDay) -> None:
        rows = tuple(reversed(day.sets))
        if (rows, bool(day.vitals.no_score)) == (self._rows, self._no_score):
            return
        self.beginResetModel()
        self._rows, self._no_score = rows, bool(day.vitals.no_score)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return "" if self._no_score and column.title == "NEWS2" else column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return set_words(row, self._panels, self._desk.zone, self._desk.now(), no_score=self._no_score)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None


class SetsTable(QTableView):
    """Arrow keys go from set to set."""

    def __init__(self, model: SetsModel) -> None:
        super().__init__()
        self._sets = model
        self.setModel(model)
        self.setAccessibleName("Vital signs as a table")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setResizeContentsPrecision(60)
        across.setStretchLastSection(True)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        down.hide()
        dress_font(self)
        dress_font(across, scale=0.93, weight=QFont.Weight.DemiBold)
        model.modelReset.connect(self._fit)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(max(TOUCH, self.fontMetrics().height() + 18))

    @Slot()
    def _fit(self) -> None:
        """A column in which nothing stands is left out."""
        for at, column in enumerate(self._sets.columns):
            usual = column.title in ("Time", "NEWS2", "By", "Also")
            self.setColumnHidden(at, not usual and not any(column.text(row) for row in self._sets.rows))
