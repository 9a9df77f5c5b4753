"""The Assignments page: the shift that is wanted, as whoever is here has planned it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QShowEvent
from typing_extensions import override

from station.rules.permissions import Deed
from station.services.events import ChangedElsewhere, Event, PlanChanged, StayChanged, UnitChanged
from station.services.plan_sheet import PlanSheet
from station.store.rows import BoardSnapshot
from station.store.rows.plan import ShiftRow
from station.views.assignments.planner import Planner
from station.views.bridge import Refresh
from station.views.live_page import LivePage
from station.views.panel.desk import Desk, everyone
from station.views.theme import Theme
from station.views.widgets.states import State, error

READING: Final = State("clock", "Reading the plan", "This takes a moment.")
LOCKED: Final = State("lock", "This desk is locked", "Sign in to see who does what, and to plan.")
NO_BEDS: Final = State("bed", "No beds yet", "Set the unit up first: a plan says who looks after which area.")
_MOST: Final = 6
"""Plans kept open, each of one person and one shift; more are read again from their drafts."""

_IDLE_MS: Final = 2000

_Key = tuple[int, datetime]
_MISSING: Final = "What was published since then is not shown here. Your draft is kept on this desk."


class AssignmentsPage(LivePage):
    """Follows who is signed in: each charge finds his own draft as he left it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Assignments", READING, _MISSING)
        self._shifts: tuple[ShiftRow, ...] = ()
        self._wanted: datetime | None = None
        self._planners: dict[_Key, Planner] = {}
        self._read_shifts: Refresh | None = None
        self._read_sheet: Refresh | None = None
        self._unread = False
        """Something was stored while nobody looked here."""
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._read_ahead)
        self._put_beneath(self._stack)

    @property
    def planner(self) -> Planner | None:
        """What is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Planner) else None

    # What it is told

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for one in self._planners.values():
            one.set_theme(theme)

    def show_desk(self, desk: Desk) -> None:
        """Whom to work with. With another policy everything is read anew; drafts are stored."""
        before, self._desk = self._desk, desk
        if before is None:
            desk.recorder.changed.connect(self._follow)
        elif before.facts.policy == desk.facts.policy and before.zone == desk.zone:
            return
        for key in list(self._planners):
            self._drop(key)
        self._read_shifts = Refresh(desk.bridge, desk.reads.shifts, self._show_shifts, self._not_read, self)
        self._read_sheet = Refresh(desk.bridge, self._sheet_wanted, self._show_sheet, self._not_read, self)
        self._read_shifts.request()

    @Slot(object)
    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        first, self._snapshot = self._snapshot is None, snapshot
        if first:
            self._follow()

    @Slot(object)
    @override
    def tick(self, now: datetime) -> None:
        super().tick(now)
        running = _running(self._shifts, now)
        if self._shifts and running is None and self._read_shifts is not None:
            self._read_shifts.request()
        for one in self._planners.values():
            one.tick(now)

    @Slot(list)
    def on_events(self, events: Sequence[Event]) -> None:
        """What is shown is read again; a plan that is not is read when it is."""
        if any(isinstance(one, UnitChanged | ChangedElsewhere) for one in events) and self._read_shifts is not None:
            self._read_shifts.request()
        if any(self._is_about(one) for one in events):
            self._unread = True
            if self.isVisible():
                self.reload()

    def _is_about(self, event: Event) -> bool:
        if isinstance(event, PlanChanged):
            return self._key is not None and event.starts_at == self._key[1]
        return isinstance(event, StayChanged | UnitChanged | ChangedElsewhere)

    @Slot()
    def reload(self) -> None:
        """Read the plan shown again."""
        self._unread = False
        if self._read_sheet is not None and self._key is not None:
            self._read_sheet.request()

    def _read_when_seen(self) -> None:
        """Where nobody looks a while later, once whoever has just signed in sees what he came for: to make a plan takes
        a tenth of a second."""
        if self.isVisible():
            self.reload()
        else:
            self._unread = True
            self._ahead.start(_IDLE_MS)

    @Slot()
    def _read_ahead(self) -> None:
        if self._unread:
            self.reload()

    def back(self) -> bool:
        """Esc. Returns whether there was something to close."""
        return self.planner is not None and self.planner.back()

    # What is shown

    @property
    def _key(self) -> _Key | None:
        """Whose plan of which shift is wanted."""
        here = self._desk.recorder.staff if self._desk is not None else None
        return None if here is None or self._shift is None else (here.id, self._shift.starts_at)

    @property
    def _shift(self) -> ShiftRow | None:
        """The one that was chosen; else the running one."""
        chosen = next((one for one in self._shifts if one.starts_at == self._wanted), None)
        running = _running(self._shifts, self._desk.now()) if self._desk is not None else None
        return chosen or running or next(iter(self._shifts), None)

    @Slot(object)
    def _show_shifts(self, shifts: tuple[ShiftRow, ...]) -> None:
        self._shifts = shifts
        for one in self._planners.values():
            one.show_shifts(shifts)
        self._follow()

    @Slot(object)
    def _shift_chosen(self, starts_at: datetime) -> None:
        self._wanted = starts_at
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Show what fits who is here and which shift is wanted."""
        if self._desk is None or self._snapshot is None:
            return
        if self._desk.recorder.staff is None:
            self._say(LOCKED)
        elif not self._snapshot.beds and not self._snapshot.unplaced:
            self._say(NO_BEDS)
        elif self._key is not None:
            planner = self._planners.get(self._key)
            if planner is None:
                self._say(READING)
            elif self._stack.currentWidget() is not planner:
                planner.show_shifts(self._shifts)
                self._stack.setCurrentWidget(planner)
            self._read_when_seen()

    def _sheet_wanted(self) -> tuple[_Key, PlanSheet] | None:
        """Off the GUI thread."""
        key, desk = self._key, self._desk
        if key is None or desk is None:
            return None
        here = desk.recorder.staff
        plans = here is not None and not desk.recorder.why_not(Deed.ASSIGN)
        return key, desk.reads.plan_sheet(key[1], key[0] if plans else None)

    @Slot(object)
    def _show_sheet(self, answer: tuple[_Key, PlanSheet] | None) -> None:
        desk, snapshot = self._desk, self._snapshot
        if answer is None or desk is None or snapshot is None or answer[0] != self._key:
            return
        key, sheet = answer
        beds = {one.patient.stay_id: one.bed.label for one in everyone(snapshot) if one.bed is not None}
        planner = self._planners.get(key)
        if planner is None:
            planner = self._new_planner(desk, key, sheet, beds)
        else:
            planner.show_sheet(sheet, beds)
        if self._stack.currentWidget() is not planner:
            self._stack.setCurrentWidget(planner)

    def _new_planner(self, desk: Desk, key: _Key, sheet: PlanSheet, beds: dict[int, str]) -> Planner:
        made = Planner(desk, key[0], sheet, beds, self._theme)
        made.shift_chosen.connect(self._shift_chosen)
        made.reload_wanted.connect(self.reload)
        made.show_shifts(self._shifts)
        self._planners[key] = made
        self._stack.addWidget(made)
        stored = [one for one, planner in self._planners.items() if one != key and not planner.keeper.waiting]
        for old in stored[: max(0, len(self._planners) - _MOST)]:
            self._drop(old)
        return made

    def _drop(self, key: _Key) -> None:
        planner = self._planners.pop(key)
        self._stack.removeWidget(planner)
        planner.hide()
        planner.deleteLater()

    @Slot(object)
    def _not_read(self, problem: Exception) -> None:
        """What is shown stays, and says that it is old."""
        if self.planner is not None:
            self.planner.side.say(f"The plan cannot be read again. {problem}", "refusal")
        elif self._desk is not None and self._desk.recorder.staff is not None:
            self._say(error("The plan cannot be read", str(problem)))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unread:
            self.reload()

    @override
    def _fit(self) -> None:
        super()._fit()
        for one in self._planners.values():
            one.fit()


def _running(shifts: Sequence[ShiftRow], now: datetime) -> ShiftRow | None:
    return next((one for one in shifts if one.starts_at <= now < one.next_at), None)
