"""The Alerts page: what is open by urgency, the history with its filters, and what alerts ask of people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.permissions import Deed
from station.rules.shifts import running
from station.services.events import AlertsChanged, ChangedElsewhere, Event
from station.store.rows import BoardSnapshot
from station.store.rows.alerts import AlertLoad, AlertPage, AlertWanted, PastAlertRow
from station.views.alerts.figures import DAY, PERIODS, SHIFT, Figures
from station.views.alerts.filters import Filters
from station.views.alerts.list import AlertsList
from station.views.alerts.rows import count_words, open_rows, past_rows
from station.views.bridge import Refresh
from station.views.dress import sheet
from station.views.live_page import LivePage
from station.views.panel.controls import Segments, label
from station.views.panel.desk import Desk
from station.views.theme import Theme
from station.views.widgets.states import State, error

OPEN, HISTORY = "open", "history"
READING: Final = State("clock", "Reading the alerts", "This takes a moment.")
NOTHING: Final = State("check", "Nothing needs action", "What was, stands in the history.")
NONE_FITS: Final = State("search", "No alert fits", "Clear a filter, or ask for a longer time.")
NONE_YET: Final = State("check", "No alert yet", "Each alert stays here for good, with everything that happened to it.")
_MISSING: Final = "Alerts of since then are not shown here."
_SEGMENTS_WIDE: Final = 240
_NEWS: Final = (AlertsChanged, ChangedElsewhere)


class AlertsPage(LivePage):
    """Does nothing itself: a row opens in the side panel, and accepting is asked of the window."""

    opened = Signal(int)
    """An alert's number: show it in the side panel."""
    accept_wanted = Signal(object)
    """tuple[int, ...]: the alerts' numbers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Alerts", READING, _MISSING)
        self._owed: tuple[PastAlertRow, ...] = ()
        self._past: tuple[PastAlertRow, ...] | None = None
        self._wanted = AlertWanted()
        self._refreshes: tuple[Refresh, ...] = ()
        self._missed = False
        self._minute: datetime | None = None
        self._asked = 0
        """Counts questions to the history: an answer to an older one is none."""
        self.view = Segments("Open alerts, or the history", ((OPEN, count_words(0)), (HISTORY, "History")))
        self.view.choose(OPEN)
        self.view.setMinimumWidth(_SEGMENTS_WIDE)
        self.period = Segments("Figures over how long", PERIODS)
        self.period.choose(SHIFT)
        self.period.setMinimumWidth(_SEGMENTS_WIDE)
        self.figures = Figures()
        self.filters = Filters()
        self.filters.hide()
        self.open = AlertsList("Open alerts, the most urgent first", theme)
        self.past = AlertsList("Alerts of the past, the latest first", theme)
        for one in (self.open, self.past):
            self._stack.addWidget(one)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label("Alerts", scale=1.7, weight=QFont.Weight.Bold))
        head.addWidget(self.view)
        head.addStretch(1)
        head.addWidget(self.period)
        both = QWidget()
        body = QVBoxLayout(both)
        body.setContentsMargins(16, 8, 16, 12)
        body.setSpacing(10)
        body.addLayout(head)
        for one in (self.figures, self.filters):
            body.addWidget(one)
        body.addWidget(self._stack, 1)
        self._put_beneath(both)

    def _connect(self) -> None:
        self.view.chosen.connect(self.show_view)
        self.period.chosen.connect(self._read_load)
        self.filters.changed.connect(self._filter)
        for one in (self.open, self.past):
            one.opened.connect(self.opened)
            one.accept_wanted.connect(self.accept_wanted)
        self.past.alerts.more_wanted.connect(self._read_more)

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setStyleSheet(sheet(theme))
        for one in (self.open, self.past):
            one.set_theme(theme)

    def show_desk(self, desk: Desk) -> None:
        """Whom to work with."""
        before, self._desk = self._desk, desk
        self.filters.show_desk(desk)
        if before is not None:
            return
        reads = desk.reads
        owed = Refresh(desk.bridge, partial(reads.reasons_owed, None), self._show_owed, self._owed_not_read, self)
        load = Refresh(desk.bridge, self._load, self._show_load, self._load_not_read, self)
        self._refreshes = (owed, load)
        desk.recorder.changed.connect(self._person_changed)
        self._person_changed()
        self._read_again()

    @Slot(object)
    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self._snapshot = snapshot
        self.filters.show_snapshot(snapshot)
        self._show_open()

    @Slot(str)
    @override
    def show_unread(self, why: str) -> None:
        if self._snapshot is None:
            self._say(error("The alerts cannot be read", why))

    @Slot(object)
    @override
    def tick(self, now: datetime) -> None:
        super().tick(now)
        self.open.tick(now)
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._read_load()

    @Slot(list)
    def on_events(self, events: Sequence[Event]) -> None:
        """Read again; a page that is not shown does so when it is."""
        if any(isinstance(one, _NEWS) for one in events):
            self._read_again()

    @Slot(str)
    def show_view(self, name: str) -> None:
        """Show `OPEN` or `HISTORY`."""
        self.view.choose(name)
        self.filters.setVisible(name == HISTORY)
        for one in (self.figures, self.period):
            one.setVisible(name == OPEN)
        if name == HISTORY and self._past is None:
            self._say(READING)
            self._read_past()
        else:
            self._arrange()

    def accept_chosen(self) -> bool:
        """The key to accept, while the list of open ones has the focus. Returns whether it was for it."""
        return self.open.hasFocus() and self.open.accept_chosen()

    def back(self) -> bool:
        """Esc. Returns whether filters were cleared."""
        if self.view.value != HISTORY or not self.filters.any_set:
            return False
        self.filters.clear_all()
        return True

    @Slot()
    def _read_again(self) -> None:
        self._missed = not self.isVisible()
        if self._missed or not self._refreshes:
            return
        owed, load = self._refreshes
        owed.request()
        if self._past is not None:
            self._read_past()
        if self._minute is None:
            load.request()

    @Slot()
    def _read_load(self) -> None:
        if self._refreshes and self.isVisible():
            self._refreshes[1].request()

    def _load(self) -> AlertLoad:
        if self._desk is None:
            raise RuntimeError("figures are read for a desk")
        return self._desk.reads.alert_load(self._since(self._desk))

    def _since(self, desk: Desk) -> datetime:
        now, period = desk.now(), self.period.value
        if period == SHIFT:
            return running(desk.facts.policy.shifts, now, desk.zone).starts_at
        return now - timedelta(days=1 if period == DAY else 7)

    @Slot(object)
    def _show_load(self, load: AlertLoad) -> None:
        self.figures.show_load(load)

    @Slot(object)
    def _load_not_read(self, failure: Exception) -> None:
        self.figures.show_failure(str(failure))

    @Slot(object)
    def _show_owed(self, rows: tuple[PastAlertRow, ...]) -> None:
        self._owed = rows
        count = len(rows)
        self.filters.owed.setText(f"Reason owed · {count}" if count else "Reason owed")
        self._show_open()

    @Slot(object)
    def _owed_not_read(self, failure: Exception) -> None:
        if self._snapshot is None:
            self._say(error("The alerts cannot be read", str(failure)))

    def _show_open(self) -> None:
        """What is open, and beneath it what still owes a reason; a page that is not shown waits until it is."""
        desk, snapshot = self._desk, self._snapshot
        if desk is None or snapshot is None or not self.isVisible():
            return
        now = desk.now()
        rows = open_rows(snapshot, desk.zone, now) + past_rows(self._owed, desk.zone, now)
        self.open.show_rows(rows, now)
        self.view.button_of(OPEN).setText(count_words(len(snapshot.alerts)))
        self._arrange()

    @Slot()
    def _filter(self) -> None:
        """What was further back among all of them is nowhere among these: from the top."""
        self.past.scrollToTop()
        self._read_past()

    @Slot()
    def _read_past(self) -> None:
        """From the latest on, by the filters as they are."""
        desk = self._desk
        if desk is None:
            return
        self._wanted = self.filters.wanted(desk)
        self._ask(None)

    @Slot()
    def _read_more(self) -> None:
        if self._past:
            self._ask(self._past[-1].id)

    def _ask(self, before: int | None) -> None:
        desk = self._desk
        if desk is not None:
            self._asked += 1
            read = partial(_numbered, self._asked, partial(desk.reads.alert_page, self._wanted, before))
            desk.bridge.run(read, self._show_more if before is not None else self._show_past, self._past_not_read)

    @Slot(object)
    def _show_past(self, answer: tuple[int, AlertPage]) -> None:
        number, page = answer
        if number == self._asked and self._desk is not None:
            self._past = page.rows
            now = self._desk.now()
            self.past.show_rows(past_rows(page.rows, self._desk.zone, now), now, more=page.more)
            self._arrange()

    @Slot(object)
    def _show_more(self, answer: tuple[int, AlertPage]) -> None:
        number, page = answer
        if number == self._asked and self._desk is not None:
            self._past = (*(self._past or ()), *page.rows)
            self.past.alerts.add_rows(past_rows(page.rows, self._desk.zone, self._desk.now()), more=page.more)

    @Slot(object)
    def _past_not_read(self, failure: Exception) -> None:
        self._past = None
        if self.view.value == HISTORY:
            self._say(error("The history cannot be read", str(failure)))

    def _arrange(self) -> None:
        """The list asked for, or why there is none."""
        if self.view.value == OPEN:
            if self._snapshot is not None:
                self._show(self.open, NOTHING)
        elif self._past is not None:
            self._show(self.past, NONE_FITS if self.filters.any_set else NONE_YET)

    def _show(self, shown: AlertsList, nothing: State) -> None:
        if shown.alerts.rows:
            self._stack.setCurrentWidget(shown)
        else:
            self._say(nothing)

    @Slot()
    def _person_changed(self) -> None:
        """What whoever is here may do."""
        if self._desk is not None:
            recorder = self._desk.recorder
            allowed = recorder.staff is not None and not recorder.why_not(Deed.ACCEPT_ALERT)
            self.open.allow_accepting(allowed=allowed)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._missed:
            self._read_again()
        self._read_load()
        self._show_open()


def _numbered(number: int, read: partial[AlertPage]) -> tuple[int, AlertPage]:
    return number, read()
