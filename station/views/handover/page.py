"""The Handover page: one page of what the next shift is to know, live until it is signed, then as it was signed."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QFontInfo, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from station.services.events import Event, JournalProven, MonitorHealth
from station.services.handover_sheet import HandoverSheet
from station.store.rows import BoardSnapshot
from station.store.rows.handover import HandedOverRow
from station.views.board.health import Health, age_words, data_at, is_stale
from station.views.bridge import Refresh
from station.views.dress import sheet as style_sheet
from station.views.handover.view import HandoverView
from station.views.panel.controls import follow_font
from station.views.panel.desk import Desk
from station.views.theme import Theme
from station.views.widgets.banner import Banner, BannerTone
from station.views.widgets.states import State, StatePanel, error

_NO_NEWS: Final = (MonitorHealth, JournalProven)
READING: Final = State("clock", "Reading the handover", "This takes a moment.")


class HandoverPage(QWidget):
    """Reads itself again with whatever changes, and each minute: what is owed falls due by itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName("Handover")
        self._theme = theme
        self._desk: Desk | None = None
        self._refresh: Refresh | None = None
        self._list: Refresh | None = None
        self._snapshot: BoardSnapshot | None = None
        self._health = Health()
        self._missed = False
        self._minute: datetime | None = None
        self.view: HandoverView | None = None
        self._old = Banner(theme, BannerTone.MEDIUM, self)
        self._state = StatePanel(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._old)
        column.addWidget(self._stack, 1)
        self._fit()
        self._say(READING)
        self.setStyleSheet(style_sheet(theme))

    @property
    def state(self) -> State | None:
        """What is said instead; None while there is a page to show."""
        return self._state.state if self._stack.currentWidget() is self._state else None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._old.set_theme(theme)
        self._state.set_theme(theme)
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
    def show_unread(self, why: str) -> None:
        """The unit cannot be read. What is shown stays and says how old it is."""
        if self.view is None or self.view.sheet is None:
            self._say(error("The handover cannot be read", why))

    @Slot(object)
    def set_health(self, health: Health) -> None:
        self._health = health

    @Slot(object)
    def tick(self, now: datetime) -> None:
        self._say_age(now)
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

    def _say(self, state: State) -> None:
        self._state.show_state(state)
        self._stack.setCurrentWidget(self._state)

    def _say_age(self, now: datetime) -> None:
        snapshot = self._snapshot
        if snapshot is None or not is_stale(snapshot, self._health, now):
            self._old.say("")
            return
        headline = age_words(now - data_at(snapshot, self._health)).upper().replace(" S ", " s ")
        self._old.say(headline, "What has happened since then is not on this page.")

    def _fit(self) -> None:
        base = float(QFontInfo(QApplication.font()).pixelSize())
        self._old.set_base(base)
        self._state.set_base(base)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._missed:
            self._read_again()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange):
            self._fit()
            follow_font(self)
