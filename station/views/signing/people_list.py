"""Who wants to sign in: a list to tap, or a few letters of a name."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from station.store.rows import StaffRow
from station.views.panel.controls import TOUCH, dress_font
from station.views.recorder import described

_ID = int(Qt.ItemDataRole.UserRole)


class PeopleList(QWidget):
    """Those who signed in here last stand first, the rest by name. Enter takes the first that fits."""

    chosen = Signal(object)
    """StaffRow."""

    def __init__(self) -> None:
        super().__init__()
        self._staff: dict[int, StaffRow] = {}
        self.search = _Search()
        self.list = QListWidget()
        self.list.setObjectName("people")
        self.list.setAccessibleName("People")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        dress_font(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take_first)
        self.search.down.connect(self._into_list)
        self.list.itemClicked.connect(self._taken)
        self.list.itemActivated.connect(self._taken)

    def show_people(self, staff: Sequence[StaffRow], lately: Sequence[int]) -> None:
        """`lately`: ids of those who signed in here, the last one first."""
        rank = {staff_id: place for place, staff_id in enumerate(lately)}
        order = sorted(staff, key=lambda one: (rank.get(one.id, len(rank)), one.name.casefold()))
        if list(self._staff.values()) == order:
            return
        self._staff = {one.id: one for one in order}
        self.list.clear()
        for one in order:
            item = QListWidgetItem(described(one), self.list)
            item.setData(_ID, one.id)
            item.setSizeHint(QSize(0, max(TOUCH, self.list.fontMetrics().height() + 20)))
        self._filter(self.search.text())

    def clear(self) -> None:
        """Nothing typed, nobody chosen, from the top."""
        self.search.clear()
        self.list.setCurrentRow(-1)
        self.list.scrollToTop()

    def names(self) -> list[str]:
        """What can be seen of the list, from the top."""
        return [item.text() for item in self._shown()]

    def show_chosen(self, staff: StaffRow) -> None:
        """Mark him, without saying that somebody chose him."""
        for item in self._items():
            if item.data(_ID) == staff.id:
                item.setHidden(False)
                self.list.setCurrentItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _shown(self) -> list[QListWidgetItem]:
        return [item for item in self._items() if not item.isHidden()]

    @Slot(str)
    def _filter(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        for item in self._items():
            item.setHidden(wanted not in item.text().casefold())
        self.search.setToolTip("" if self._shown() else "Nobody here has this name")

    @Slot()
    def _take_first(self) -> None:
        shown = self._shown()
        if self.search.text().strip() and shown:
            self._taken(shown[0])

    @Slot()
    def _into_list(self) -> None:
        shown = self._shown()
        if shown:
            self.list.setCurrentItem(shown[0])
            self.list.setFocus()

    @Slot(QListWidgetItem)
    def _taken(self, item: QListWidgetItem) -> None:
        self.list.setCurrentItem(item)
        self.chosen.emit(self._staff[int(item.data(_ID))])


class _Search(QLineEdit):
    """Down goes into the list."""

    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Your name")
        self.setAccessibleName("Your name")
        self.setMinimumHeight(TOUCH)
        self.setClearButtonEnabled(True)
        dress_font(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)
