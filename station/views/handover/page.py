"""The Handover page: one page of what the next shift is to know, live until it is signed, then as it was signed."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from typing_extensions import override

from station.services.events import Event, JournalProven, MonitorHealth
from station.services.handover_sheet import HandoverSheet
from station.store.rows import BoardSnapshot
from station.store.rows.handover import HandedOverRow
from station.views.bridge import Refresh
from station.views.dress import sheet as style_sheet
from station.views.handover.view import HandoverView
from station.views.live_page import LivePage
from station.views.panel.desk import Desk
from station.views.theme import Theme
from station.views.widgets.states import State, error

_NO_NEWS: Final = (MonitorHealth, JournalProven)
READING: Final = State("clock", "Reading the handover", "This takes a moment.")
_MISSING: Final = "What has happened since then is not on this page."


class HandoverPage(LivePage):
    """Reads itself again with whatever changes, and each minute: what is owed falls due by itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Handover", READING, _MISSING)
        self._refresh: Refresh | None = None
        self._list: Refresh | None = None
        self._missed = False
        self._minute: datetime | None = None
        self.view: HandoverView | None = None
        self._put_beneath(self._stack)
        self.setStyleSheet(style_sheet(theme))

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setStyleSheet(style_sheet(theme))

    def show_desk(self, desk: Desk) -> None:
        """Whom to work with. With another policy or other people the page is made anew."""
        before, self._desk = self._desk, desk
        if before is not None and before.facts == desk.facts and before.zone == desk.zone:
            return
        if self.view is not None and self.view.busy:
            return
        self._forget()
        self.view = HandoverView(desk)
        self.view.earlier_wanted.connect(self._read_earlier)
        self.view.live_wanted.connect(self._read_again)
        self.view.changed.connect(self._read_again)
        self._stack.addWidget(self.view)
        if self._snapshot is not None:
            self.view.show_snapshot(self._snapshot)
        self._refresh = Refresh(desk.bridge, desk.reads.handover, self._show_sheet, self._not_read, self)
        self._list = Refresh(desk.bridge, desk.reads.handovers, self._show_earlier, None, self)
        self._read_again()

    def _forget(self) -> None:
        if self.view is not None:
            self._stack.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self._say(READING)

    @Slot(object)
    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self._snapshot = snapshot
        if self.view is not None:
            self.view.show_snapshot(snapshot)

    @Slot(str)
    @override
    def show_unread(self, why: str) -> None:
        if self.view is None or self.view.sheet is None:
            self._say(error("The handover cannot be read", why))

    @Slot(object)
    @override
    def tick(self, now: datetime) -> None:
        super().tick(now)
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._read_again()

    @Slot(list)
    def on_events(self, events: Sequence[Event]) -> None:
        """Read again; a page that is not shown does so when it is."""
        if not all(isinstance(one, _NO_NEWS) for one in events):
            self._read_again()

    @Slot()
    def _read_again(self) -> None:
        self._missed = not self.isVisible()
        if self._refresh is not None and self._list is not None and not self._missed:
            self._refresh.request()
            self._list.request()

    def back(self) -> bool:
        """Esc. Returns whether an earlier handover was put away."""
        return self.view is not None and self.view.back()

    @Slot(object)
    def _show_sheet(self, sheet: HandoverSheet) -> None:
        if self.view is not None:
            self.view.show_sheet(sheet)
            self._stack.setCurrentWidget(self.view)

    @Slot(object)
    def _show_earlier(self, rows: tuple[HandedOverRow, ...]) -> None:
        if self.view is not None:
            self.view.show_list(rows)

    @Slot(object)
    def _read_earlier(self, starts_at: datetime) -> None:
        desk = self._desk
        if desk is not None:
            read = partial(desk.reads.signed_handover, starts_at)
            desk.bridge.run(read, self._show_signed, self._not_read)

    @Slot(object)
    def _show_signed(self, sheet: HandoverSheet) -> None:
        if self.view is not None:
            self.view.show_signed(sheet)

    @Slot(object)
    def _not_read(self, failure: Exception) -> None:
        if self.view is None or self.view.sheet is None:
            self._say(error("The handover cannot be read", str(failure)))
        else:
            self.view.notice.say(f"The page cannot be read again. {failure}", "refusal")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._missed:
            self._read_again()
