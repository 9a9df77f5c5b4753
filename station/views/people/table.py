"""The list of people: rows for a finger, and never half a word."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView
from typing_extensions import override

from station.views.panel.controls import TOUCH, dress_font
from station.views.people.model import COLUMNS, GOES_FIRST, PeopleModel


class PeopleTable(QTableView):
    """Rows for a finger; arrow keys choose."""

    def __init__(self, model: PeopleModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("People")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setStretchLastSection(True)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        down.hide()
        dress_font(self)
        dress_font(across, scale=0.93, weight=QFont.Weight.DemiBold)
        down.setDefaultSectionSize(max(TOUCH, self.fontMetrics().height() + 22))
        model.modelReset.connect(self._fit)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """A column that has no room goes whole, what can be read beside the list first: never half a word."""
        across, room = self.horizontalHeader(), self.viewport().width()
        needed = [max(self.sizeHintForColumn(at), across.sectionSizeHint(at)) for at in range(len(COLUMNS))]
        gone: set[int] = set()
        for column in GOES_FIRST:
            if sum(width for at, width in enumerate(needed) if at not in gone) > room:
                gone.add(column)
        for column in GOES_FIRST:
            self.setColumnHidden(column, column in gone)
