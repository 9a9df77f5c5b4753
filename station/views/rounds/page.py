"""The Rounds page: to start a round, or the round the person here walks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.services.events import (
    ChangedElsewhere,
    CheckRecorded,
    Event,
    RoundsChanged,
    StayChanged,
    UnitChanged,
)
from station.store.rows import BoardSnapshot
from station.store.rows.rounds import RoundRow
from station.views.live_page import LivePage
from station.views.panel.desk import Desk
from station.views.rounds.photos import Photos
from station.views.rounds.start import Start
from station.views.rounds.walk import Walk
from station.views.rounds.words import Summary
from station.views.theme import Theme
from station.views.widgets.states import State, error

_ABOUT_ROUNDS = (RoundsChanged, CheckRecorded, StayChanged, UnitChanged, ChangedElsewhere)
READING = State("clock", "Reading the rounds", "This takes a moment.")
LOCKED = State("lock", "This desk is locked", "Sign in to start a round, or to go on with yours.")
NO_BEDS = State("bed", "No beds yet", "Set the unit up first: a round is a walk over its areas.")
_MISSING: Final = "Checks made since then are not shown here."


class RoundsPage(LivePage):
    """Follows who is signed in: each person finds his own round as he left it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Rounds", READING, _MISSING)
        self._photos: Photos | None = None
        self._start: Start | None = None
        self._walks: dict[int, Walk] = {}
        self._over: set[int] = set()
        self._put_beneath(self._stack)

    @property
    def start(self) -> Start | None:
        """Shown while the person here walks no round."""
        return self._start

    @property
    def walk(self) -> Walk | None:
        """The round shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Walk) else None

    # What it is told

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self._start is not None:
            self._start.set_theme(theme)
        for walk in self._walks.values():
            walk.set_theme(theme)

    def show_desk(self, desk: Desk) -> None:
        """Whom to work with. With another policy everything is made anew; what was half made goes with it."""
        before, self._desk = self._desk, desk
        if before is None:
            desk.recorder.changed.connect(self._follow)
        elif before.facts.policy == desk.facts.policy and before.zone == desk.zone:
            return
        self._forget()
        self._photos = Photos(desk.bridge, desk.reads.photo, self)
        self._start = Start(desk, self._theme)
        self._stack.addWidget(self._start)
        self._follow()

    def _forget(self) -> None:
        for one in (*self._walks.values(), *filter(None, (self._start, self._photos))):
            if isinstance(one, QWidget):
                self._stack.removeWidget(one)
                one.hide()
            one.deleteLater()
        self._walks.clear()

    @Slot(object)
    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self._snapshot = snapshot
        self._follow()

    @Slot(object)
    @override
    def tick(self, now: datetime) -> None:
        super().tick(now)
        shown = self._stack.currentWidget()
        if isinstance(shown, Walk | Start):
            shown.tick(now)
        for walk in self._walks.values():
            walk.try_again(now)

    @Slot(list)
    def on_events(self, events: Sequence[Event]) -> None:
        """What is shown is read again; a round that is not is read when it is."""
        walk = self.walk
        if walk is not None:
            walk.on_events([one for one in events if isinstance(one, _ABOUT_ROUNDS)])

    def back(self) -> bool:
        """Esc. Returns whether there was something to close."""
        return self.walk is not None and self.walk.back()

    # What is shown

    @Slot()
    def _follow(self) -> None:
        """Show what fits who is here and what is stored."""
        if self._desk is None or self._snapshot is None or self._photos is None:
            return
        staff = self._desk.recorder.staff
        self._drop_ended(self._snapshot.rounds)
        if staff is None:
            self._say(LOCKED)
        elif not self._snapshot.beds and not self._snapshot.unplaced:
            self._say(NO_BEDS)
        else:
            mine = next((one for one in self._snapshot.rounds if one.staff_id == staff.id), None)
            if mine is None or mine.round_id in self._over:
                self._show_start()
            else:
                self._show_walk(self._desk, self._photos, mine, self._snapshot)

    def _drop_ended(self, rounds: Sequence[RoundRow]) -> None:
        """Rounds that are over: what was open of them is said in a summary if it is shown."""
        still = {one.round_id for one in rounds}
        for round_id in [one for one in self._walks if one not in still]:
            walk = self._walks.pop(round_id)
            if walk is self.walk and round_id not in self._over and self._start is not None:
                self._start.show_summary(walk.summary())
            self._stack.removeWidget(walk)
            walk.hide()
            walk.deleteLater()
        self._over &= still

    def _show_start(self) -> None:
        if self._start is not None and self._snapshot is not None and self._desk is not None:
            self._start.show_snapshot(self._snapshot, self._desk.now())
            self._stack.setCurrentWidget(self._start)

    def _show_walk(self, desk: Desk, photos: Photos, row: RoundRow, snapshot: BoardSnapshot) -> None:
        walk = self._walks.get(row.round_id)
        if walk is None:
            walk = self._new_walk(desk, photos, row, snapshot)
        else:
            walk.show_snapshot(snapshot, row)
        if not walk.is_read:
            self._say(error("The round cannot be read", walk.trouble) if walk.trouble else READING)
        elif self._stack.currentWidget() is not walk:
            self._stack.setCurrentWidget(walk)
            walk.reload()

    def _new_walk(self, desk: Desk, photos: Photos, row: RoundRow, snapshot: BoardSnapshot) -> Walk:
        walk = Walk(desk, row, snapshot, photos, self._theme)
        walk.ended.connect(self._ended)
        walk.read.connect(self._follow)
        self._walks[row.round_id] = walk
        self._stack.addWidget(walk)
        walk.reload()
        return walk

    @Slot(object)
    def _ended(self, summary: Summary) -> None:
        walk = self.sender()
        if isinstance(walk, Walk):
            self._over.add(walk.round_id)
        if self._start is not None:
            self._start.show_summary(summary)
        self._follow()

    @override
    def _fit(self) -> None:
        super()._fit()
        for walk in self._walks.values():
            walk.list.follow_font()
