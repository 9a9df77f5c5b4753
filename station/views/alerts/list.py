"""A list of alerts: a tap or Enter opens one, A accepts it."""

from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView
from typing_extensions import override

from station.views.alerts.delegate import AlertDelegate
from station.views.alerts.model import ROW, AlertsModel
from station.views.alerts.rows import Row, still_there
from station.views.panel.controls import dress_font
from station.views.theme import Theme

_CURRENT: Final = QAbstractItemView.SelectionMode.SingleSelection


class AlertsList(QListView):
    """Rows may come and go beneath it: whatever was chosen stays chosen while it is there."""

    opened = Signal(int)
    """An alert's number: show it."""
    accept_wanted = Signal(object)
    """tuple[int, ...]: the alerts' numbers."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.alerts = AlertsModel(self)
        self.setModel(self.alerts)
        self.setObjectName("alerts")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(_CURRENT)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        dress_font(self)
        self.drawn = AlertDelegate(theme, self)
        self.setItemDelegate(self.drawn)
        self._pressed: Row | None = None
        """Where its place to accept was pressed."""
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    @property
    def chosen(self) -> Row | None:
        row: Any = self.currentIndex().data(ROW)
        return row if isinstance(row, Row) else None

    def show_rows(self, rows: tuple[Row, ...], now: datetime, *, more: bool = False) -> None:
        chosen, top = self.chosen, self.verticalScrollBar().value()
        self.drawn.set_now(now)
        self.alerts.show_rows(rows, more=more)
        place = None if chosen is None else still_there(rows, chosen.key)
        if place is not None and self.currentIndex().row() != place:
            self.setCurrentIndex(self.alerts.index(place))
            self.verticalScrollBar().setValue(top)

    def tick(self, now: datetime) -> None:
        """Only time text moves; what is out of sight is not drawn."""
        self.drawn.set_now(now)
        if self.isVisible():
            self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self.drawn.set_theme(theme)
        self.viewport().update()

    def allow_accepting(self, *, allowed: bool) -> None:
        self.drawn.accepts = allowed
        self.viewport().update()

    def accept_chosen(self) -> bool:
        """Accept what is chosen, if somebody still has to. Returns whether it was this list's to do."""
        row = self.chosen
        if row is None or not row.can_accept or not self.drawn.accepts:
            return False
        self.accept_wanted.emit(row.alert_ids)
        return True

    def accept_point(self) -> QPoint:
        """Beneath the place to accept of the row chosen."""
        row, rect = self.chosen, self.visualRect(self.currentIndex())
        place = rect if row is None else self.drawn.accept_place(rect, row)
        return self.viewport().mapTo(self, place.bottomLeft())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row: Row = index.data(ROW)
        if self._pressed is None:
            self.opened.emit(row.alert_ids[0])

    def _to_accept(self, event: QMouseEvent) -> Row | None:
        """The row whose place to accept is there."""
        index = self.indexAt(event.position().toPoint())
        row: Any = index.data(ROW)
        there = isinstance(row, Row) and self.drawn.is_accept(self.visualRect(index), row, event.position())
        return row if there else None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._to_accept(event)
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressed and let go on the place to accept: that opens nothing."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._to_accept(event):
            self.accept_wanted.emit(pressed.alert_ids)
