"""The Environment page: all rounds and hazards, or the round that is walked here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from typing_extensions import override

from station.services.events import ChangedElsewhere, Event, RoundsChanged, UnitChanged
from station.store.rows import BoardSnapshot
from station.store.rows.environment import EnvironmentalRoundRow
from station.views.bridge import Refresh
from station.views.environment.overview import Overview
from station.views.environment.round_card import RoundKey
from station.views.environment.walk import Walk
from station.views.environment.words import is_open, task_of
from station.views.live_page import LivePage
from station.views.panel.desk import Desk
from station.views.theme import Theme
from station.views.widgets.states import State, error

_NEWS = (RoundsChanged, UnitChanged, ChangedElsewhere)
READING = State("clock", "Reading the environmental rounds", "This takes a moment.")
NO_ROOMS = State("bed", "No rooms yet", "Set the unit up first: an environmental round is a walk through its rooms.")
_MISSING: Final = "Rounds and hazards of since then are not shown here."


class EnvironmentPage(LivePage):
    """A round is everybody's: whoever is signed in may go on with it. Nothing typed is lost by leaving it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Environment", READING, _MISSING)
        self._refresh: Refresh | None = None
        self._rows: tuple[EnvironmentalRoundRow, ...] | None = None
        self._overview: Overview | None = None
        self._walks: dict[int, Walk] = {}
        self._wanted: RoundKey | None = None
        self._missed = False
        self._put_beneath(self._stack)

    @property
    def overview(self) -> Overview | None:
        return self._overview

    @property
    def walk(self) -> Walk | None:
        """The round shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Walk) else None

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for walk in self._walks.values():
            walk.set_theme(theme)
        if self._overview is not None:
            self._overview.set_theme(theme)

    def show_desk(self, desk: Desk) -> None:
        """Whom to work with. With another policy everything is made anew; what was half typed goes with it."""
        before, self._desk = self._desk, desk
        if before is not None and before.facts.policy == desk.facts.policy and before.zone == desk.zone:
            return
        self._forget()
        self._overview = Overview(desk, self._theme)
        self._overview.opened.connect(self.open_round)
        self._stack.addWidget(self._overview)
        self._refresh = Refresh(desk.bridge, desk.reads.environmental_rounds, self._show_rows, self._not_read, self)
        self._refresh.request()

    def _forget(self) -> None:
        for one in (*self._walks.values(), *filter(None, (self._overview,))):
            self._stack.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._walks.clear()
        self._rows = None

    @Slot(object)
    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self._snapshot = snapshot
        self._arrange()

    @Slot(object)
    @override
    def tick(self, now: datetime) -> None:
        super().tick(now)
        shown = self._stack.currentWidget()
        if isinstance(shown, Walk | Overview):
            shown.tick(now)

    @Slot(list)
    def on_events(self, events: Sequence[Event]) -> None:
        """Read again; a page that is not shown does so when it is."""
        if any(isinstance(one, _NEWS) for one in events):
            self._read_again()

    @Slot()
    def _read_again(self) -> None:
        self._missed = not self.isVisible()
        if self._refresh is not None and not self._missed:
            self._refresh.request()

    def back(self) -> bool:
        """Esc. Returns whether there was something to close."""
        if self.walk is not None:
            return self.walk.back()
        return self._overview is not None and self._overview.back()

    @Slot(object)
    def open_round(self, key: RoundKey) -> None:
        """Walk the round of this area and checklist as soon as it is known to be open."""
        self._wanted = key
        if self._refresh is not None:
            self._refresh.request()

    @Slot(object)
    def _show_rows(self, rows: tuple[EnvironmentalRoundRow, ...]) -> None:
        self._rows = rows
        self._arrange()

    @Slot(object)
    def _not_read(self, failure: Exception) -> None:
        if self._rows is None:
            self._say(error("The environmental rounds cannot be read", str(failure)))
        elif self._overview is not None:
            self._overview.notice.say(f"The rounds cannot be read again. {failure}", "refusal")

    def _arrange(self) -> None:
        """Show what is stored: the round that was opened here while it is open, else all of them."""
        desk, snapshot, rows = self._desk, self._snapshot, self._rows
        if desk is None or snapshot is None or rows is None or self._overview is None:
            return
        now = desk.now()
        if not snapshot.beds and not rows:
            self._say(NO_ROOMS)
            return
        self._overview.show_rounds(rows, snapshot.unit_tasks, now)
        self._overview.show_hazards(snapshot.hazards, snapshot.unit_tasks, now)
        self._follow_walks(rows, snapshot, now)
        wanted = next((one for one in rows if (one.area_id, one.checklist) == self._wanted and is_open(one)), None)
        if wanted is not None:
            self._wanted = None
            self._show_walk(desk, wanted, snapshot, now)
        elif self.walk is None:
            self._stack.setCurrentWidget(self._overview)

    def _follow_walks(self, rows: Sequence[EnvironmentalRoundRow], snapshot: BoardSnapshot, now: datetime) -> None:
        """A round that somebody else has ended is over here too, and said so."""
        still = {one.round_id: one for one in rows if is_open(one)}
        for round_id, walk in list(self._walks.items()):
            if round_id in still:
                row = still[round_id]
                walk.show_round(row, snapshot.hazards, task_of(row, snapshot.unit_tasks), now)
            elif not walk.ending.busy:
                self._over(walk, f"The {walk.row.title.lower()} of {walk.row.area} has been ended.")

    def _show_walk(self, desk: Desk, row: EnvironmentalRoundRow, snapshot: BoardSnapshot, now: datetime) -> None:
        walk = self._walks.get(row.round_id)
        if walk is None:
            walk = self._walks[row.round_id] = Walk(desk, row, self._theme)
            walk.left.connect(self._leave)
            walk.changed.connect(self._read_again)
            walk.ended.connect(self._ended)
            self._stack.addWidget(walk)
        self._stack.setCurrentWidget(walk)
        walk.show_round(row, snapshot.hazards, task_of(row, snapshot.unit_tasks), now)
        walk.begin()

    @Slot()
    def _leave(self) -> None:
        if self._overview is not None:
            self._stack.setCurrentWidget(self._overview)
            self._read_again()

    @Slot(str)
    def _ended(self, said: str) -> None:
        walk = self.sender()
        if isinstance(walk, Walk):
            self._over(walk, said)
            self._read_again()

    def _over(self, walk: Walk, said: str) -> None:
        shown = walk is self.walk
        self._walks.pop(walk.row.round_id, None)
        if shown and self._overview is not None:
            self._stack.setCurrentWidget(self._overview)
            self._overview.say(said)
        self._stack.removeWidget(walk)
        walk.hide()
        walk.deleteLater()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._missed:
            self._read_again()
