"""Everything that needs action, for the side panel: as the rail has it, and the whole of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.rules.announce import Announcement, announce
from station.rules.permissions import Deed
from station.store.rows import AlertRow, BoardSnapshot, PatientRow
from station.views.board.places import places_of
from station.views.board.rail_words import STYLE, Entry, entry_of, over_words
from station.views.panel.controls import button, label, restyle
from station.views.panel.scroll import FollowingScroll
from station.views.permit import Permit
from station.views.recorder import Recorder

NOTHING: Final = "Nothing needs action."


class AlertItem(QWidget):
    """One announcement: what, how long over, who answers for it; a button that shows it, and one to accept it."""

    opened = Signal(int)
    accept_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("alert")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._entry: Entry | None = None
        self._due_at: datetime | None = None
        self._title = label(weight=QFont.Weight.DemiBold)
        self._over = label(weight=QFont.Weight.DemiBold)
        self._over.setWordWrap(False)
        self._over.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._lines: QLabel = label(scale=0.95)
        self.show_it, self.accept = button("Show"), button("Accept", "primary")
        self.show_it.clicked.connect(self._open)
        self.accept.clicked.connect(self._accept)
        self._lay_out()

    @property
    def entry(self) -> Entry | None:
        return self._entry

    def show_entry(self, entry: Entry, due_at: datetime, now: datetime) -> None:
        self._entry, self._due_at = entry, due_at
        self._title.setText(entry.title)
        self._lines.setText("\n".join(entry.lines))
        self.accept.setVisible(entry.open)
        self.accept.setAccessibleName(f"Accept: {entry.title}")
        self.show_it.setAccessibleName(f"Show: {entry.title}")
        restyle(self, "tone", STYLE[entry.priority])
        self.tick(now)

    def tick(self, now: datetime) -> None:
        if self._entry is not None and self._due_at is not None:
            over = over_words(self._due_at, now)
            self._over.setText(over)
            self.setAccessibleName(". ".join((f"{self._entry.title}, {over}", *self._entry.lines)))

    def _lay_out(self) -> None:
        top, ends = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._over)
        ends.setSpacing(8)
        ends.addWidget(self.accept)
        ends.addWidget(self.show_it)
        ends.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 10)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._lines)
        column.addLayout(ends)

    @Slot()
    def _open(self) -> None:
        if self._entry is not None:
            self.opened.emit(self._entry.alert_ids[0])

    @Slot()
    def _accept(self) -> None:
        if self._entry is not None:
            self.accept_wanted.emit(self._entry.alert_ids)


class AlertList(FollowingScroll):
    """The most urgent first. An announcement keeps its item, and so the focus, while it lasts."""

    opened = Signal(int)
    """An alert's id: show it."""
    accept_wanted = Signal(object)
    """tuple[int, ...]: the alerts' ids."""

    def __init__(self, recorder: Recorder | None = None) -> None:
        """`recorder`: who is here, and so what may be accepted; None: anybody."""
        super().__init__()
        self.setAccessibleName("Everything that needs action")
        self._recorder = recorder
        self._items: dict[str, AlertItem] = {}
        self._nothing = label(NOTHING, tone="muted")
        self.body.addWidget(self._nothing)

    @property
    def items(self) -> tuple[AlertItem, ...]:
        """As they stand, from the top."""
        return tuple(self._items.values())

    def show_snapshot(self, snapshot: BoardSnapshot, zone: ZoneInfo, now: datetime) -> None:
        announced = announce(snapshot.alerts)
        patients = {bed.patient.stay_id: bed.patient for bed in places_of(snapshot) if bed.patient is not None}
        before, self._items = self._items, {}
        for place, one in enumerate(announced):
            item = before.pop(one.key, None) or self._make()
            self._items[one.key] = item
            self._show(item, one, patients, zone, now)
            if self.body.indexOf(item) != place:
                self.body.insertWidget(place, item)
        for gone in before.values():
            gone.hide()
            gone.deleteLater()
        self._nothing.setVisible(not announced)

    def tick(self, now: datetime) -> None:
        for item in self._items.values():
            item.tick(now)

    def _make(self) -> AlertItem:
        made = AlertItem()
        made.opened.connect(self.opened)
        made.accept_wanted.connect(self.accept_wanted)
        if self._recorder is not None:
            Permit(made.accept, self._recorder, Deed.ACCEPT_ALERT)
        return made

    def _show(
        self,
        item: AlertItem,
        one: Announcement[AlertRow],
        patients: Mapping[int, PatientRow],
        zone: ZoneInfo,
        now: datetime,
    ) -> None:
        entry = entry_of(one, patients, zone, now)
        if entry != item.entry:
            item.show_entry(entry, one.due_at, now)
        item.tick(now)
