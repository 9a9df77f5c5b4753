"""The Patients page: everybody by bed at the left, and the day of the one who is chosen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.services.events import ChangedElsewhere, CheckRecorded, Event, StayChanged, VitalsRecorded
from station.services.vital_reading import owed_vitals
from station.store.rows import BoardSnapshot
from station.store.rows.levels import LevelStretchRow
from station.store.rows.vitals import PatientDay
from station.views.bridge import Refresh
from station.views.dress import sheet
from station.views.live_page import LivePage
from station.views.panel.controls import Segments, label
from station.views.panel.desk import Desk, Placed, everyone
from station.views.panel.fields import Picker
from station.views.patient.paper import printable
from station.views.patient.patient_list import PatientList, is_pressing, line_of, owed_line
from station.views.patient.plots import go_on, prefetch
from station.views.patient.view import PatientView
from station.views.theme import Theme
from station.views.widgets.states import State, error

READING: Final = State("clock", "Reading the patient", "This takes a moment.")
NOBODY: Final = State("bed", "Nobody is on the unit", "Admit a patient on the board: open an empty bed.")
CHOOSE: Final = State("person", "Choose a patient", "At the left, or by Page Down.")
_HOURS: Final = {"24": 24, "72": 72, "stay": None}
_LIST: Final = 900
"""Pixels of a page in which the list stands beside the patient."""
_SIDE: Final = 12.5
_ROUND_SIDE: Final = 15.0
"""Widths of the list, in sizes of the text."""
_AGAIN: Final = timedelta(seconds=60)
_IDLE_MS: Final = 4000

Read = tuple[PatientDay, tuple[LevelStretchRow, ...]]
_MISSING: Final = "What has been recorded since then is not shown here."


class PatientsPage(LivePage):
    """One patient at a time; the same parts show whoever is chosen."""

    deed_wanted = Signal(int, str)
    """Stay id, and what is to be opened in the side panel; nothing: recording a check."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Patients", READING, _MISSING)
        self._refresh: Refresh | None = None
        self._stay_id: int | None = None
        self._place = 0
        """Where in the list he stands who is shown; or stood, where he has left it."""
        self._hours: int | None = 24
        self._shown: Read | None = None
        self._missed = False
        self.list = PatientList()
        self.shown_by = Segments("Patients shown", (("bed", "By bed"), ("vitals", "Vitals")))
        self.shown_by.choose("bed")
        self.area = Picker("Area of the vitals round")
        self.round_words = label(tone="muted", scale=0.93)
        self.view: PatientView | None = None
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._fetch_ahead)
        self._turns = QTimer(self)
        self._turns.setSingleShot(True)
        self._turns.timeout.connect(self._take_turn)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        self._side = QFrame()
        self._side.setObjectName("card")
        inside = QVBoxLayout(self._side)
        inside.setContentsMargins(6, 6, 6, 6)
        for one in (self.shown_by, self.area, self.round_words):
            inside.addWidget(one)
            one.setVisible(one is self.shown_by)
        inside.addWidget(self.list, 1)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(12, 4, 0, 8)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._stack, 1)
        self._put_beneath(both)
        self._fit_side()

    def _connect(self) -> None:
        self.list.chosen.connect(self.open_patient)
        self.shown_by.chosen.connect(self._list_chosen)
        self.area.currentIndexChanged.connect(self._list_chosen)
        for key, act in (("PgUp", self.show_before), ("PgDown", self.show_after), ("Ctrl+Shift+P", self._print)):
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    @property
    def stay_id(self) -> int | None:
        return self._stay_id

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setStyleSheet(sheet(theme))
        if self.view is not None:
            self.view.set_theme(theme)

    def show_desk(self, desk: Desk) -> None:
        """Whom to work with. With another policy everything is made anew."""
        before, self._desk = self._desk, desk
        if before is not None and before.facts.policy == desk.facts.policy and before.zone == desk.zone:
            return
        self._forget()
        self._refresh = Refresh(desk.bridge, self._read, self._show, self._not_read, self)
        self._ahead.start(_IDLE_MS)
        if self.isVisible():
            self._begin()

    def _forget(self) -> None:
        if self.view is not None:
            self._stack.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
        self.view, self._shown = None, None

    @Slot()
    def _fetch_ahead(self) -> None:
        """What charts are drawn with is imported: while nobody waits for it, or else at once."""
        if self._desk is not None and not self._turns.isActive():
            self._desk.bridge.run(prefetch, self._fetched, self._not_read)

    @Slot(object)
    def _fetched(self, _: None) -> None:
        """What knows no Qt is there. The rest is imported here, in turns, so that the window never stands still."""
        if self.view is None:
            self._turns.start(0)

    @Slot()
    def _take_turn(self) -> None:
        """When nothing waits to be drawn. The last is for the view: made ahead, or before the patient is read."""
        if not go_on():
            self._turns.start(0)
        elif self.view is None and self._desk is not None:
            self._make_view(self._desk)
            if self.isVisible():
                self._read_again()

    @Slot(object)
    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self._snapshot = snapshot
        self._offer_areas(snapshot)
        self._show_list()
        if not everyone(snapshot):
            self._say(NOBODY)
        elif self.isVisible():
            self._begin()

    def _offer_areas(self, snapshot: BoardSnapshot) -> None:
        areas = {bed.area_id: bed.area for bed in snapshot.beds}
        if {self.area.itemData(at) for at in range(1, self.area.count())} == set(areas) and self.area.count():
            return
        self.area.clear()
        self.area.addItem("All areas", None)
        for area_id, name in areas.items():
            self.area.addItem(name, area_id)

    @Slot()
    def _list_chosen(self) -> None:
        self._place = 0
        self._fit_side()
        self._show_list()

    def _show_list(self) -> None:
        """Everybody by bed; or, for a vitals round, who of an area is owed vital signs, whoever is first at the top."""
        snapshot, desk = self._snapshot, self._desk
        if snapshot is None:
            return
        on_round = self.shown_by.value == "vitals" and desk is not None
        patients = {one.patient.stay_id: one for one in everyone(snapshot)}
        lines = [(one, line_of(one)) for one in patients.values()]
        if on_round and desk is not None:
            now = desk.now()
            owed = [one for one in owed_vitals(snapshot, self.area.currentData()) if is_pressing(one, now)]
            lines = [(patients[one.stay_id], owed_line(patients[one.stay_id], one, desk.zone, now)) for one in owed]
            self.round_words.setText(f"{len(owed)} owed vital signs" if owed else "Nobody is owed vital signs.")
        self.area.setVisible(on_round)
        self.round_words.setVisible(on_round)
        self.list.show_patients(lines, self._stay_id)
        self._keep_place()

    def _keep_place(self) -> None:
        known = self.list.patients.stays
        self._place = known.index(self._stay_id) if self._stay_id in known else self._place

    @Slot(object)
    @override
    def tick(self, now: datetime) -> None:
        super().tick(now)
        if not self.isVisible() or self.view is None:
            return
        if self.shown_by.value == "vitals":
            self._show_list()
        self.view.tick(now)
        if self._shown is not None and now - self._shown[0].read_at >= _AGAIN:
            self._read_again()

    @Slot(list)
    def on_events(self, events: Sequence[Event]) -> None:
        """Read again what is about him; a page that is not shown does so when it is."""
        if any(self._is_about(one) for one in events):
            self._read_again()

    def _is_about(self, event: Event) -> bool:
        if isinstance(event, CheckRecorded | StayChanged | VitalsRecorded):
            return event.stay_id == self._stay_id
        return isinstance(event, ChangedElsewhere)

    @Slot()
    def _read_again(self) -> None:
        self._missed = not self.isVisible()
        if self._refresh is None or self._stay_id is None or self._missed:
            return
        if self.view is None:
            self._fetch_ahead()
        else:
            self._refresh.request()

    def _begin(self) -> None:
        """Somebody is shown as soon as the page is: who was, else the first."""
        known = [one.patient.stay_id for one in everyone(self._snapshot)] if self._snapshot is not None else []
        if self._desk is None or not known:
            return
        if self._stay_id not in known:
            self.open_patient(known[0])
        elif self._shown is not None:
            self._show_head()
        else:
            self._read_again()

    @Slot(int)
    def open_patient(self, stay_id: int) -> None:
        if stay_id == self._stay_id and self._shown is not None:
            return
        self._stay_id, self._shown = stay_id, None
        self.list.choose(stay_id)
        self._keep_place()
        if self._stack.currentWidget() is not self.view:
            self._say(READING)
        self._read_again()

    @Slot()
    def show_before(self) -> None:
        self._go(-1)

    @Slot()
    def show_after(self) -> None:
        self._go(1)

    def _go(self, step: int) -> None:
        """Round from the last to the first. Whoever has left the list was between two who stand there still."""
        known = self.list.patients.stays
        if known:
            has_left = self._stay_id not in known
            place = self._place - (1 if has_left and step > 0 else 0)
            self.open_patient(known[(place + step) % len(known)])

    @Slot(str)
    def show_range(self, wanted: str) -> None:
        self._hours = _HOURS[wanted]
        self._shown = None
        self._read_again()

    def back(self) -> bool:
        """Esc. Returns whether there was something to close."""
        return self.view is not None and self.view.back()

    # Reading

    def _read(self) -> Read:
        """Off the GUI thread."""
        desk, stay_id = self._desk, self._stay_id
        if desk is None or stay_id is None:
            raise RuntimeError("a patient is read before one is chosen")
        return desk.reads.patient_day(stay_id, self._hours), desk.reads.levels(stay_id)

    @Slot(object)
    def _show(self, read: Read) -> None:
        if read[0].stay_id != self._stay_id:
            return
        self._shown = read
        self._show_head()

    def _show_head(self) -> None:
        desk, read = self._desk, self._shown
        one = self._placed()
        if desk is None or read is None or one is None:
            return
        if self.view is None:
            self._make_view(desk)
        view = self.view
        if view is not None:
            view.show_day(one, *read, desk.now())
            unit = self._snapshot.unit.name if self._snapshot is not None else ""
            view.printing.offer(printable(desk, unit, *read))
            self._stack.setCurrentWidget(view)

    def _make_view(self, desk: Desk) -> None:
        self.view = view = PatientView(desk, self._theme)
        view.deed_wanted.connect(self._want)
        view.head.before_wanted.connect(self.show_before)
        view.head.after_wanted.connect(self.show_after)
        view.head.print_wanted.connect(view.toggle_printing)
        view.vitals.range_wanted.connect(self.show_range)
        self._stack.addWidget(view)

    @Slot(str)
    def _want(self, key: str) -> None:
        """Of him whose page is to be seen: never of one who is chosen and still being read."""
        if self._shown is not None:
            self.deed_wanted.emit(self._shown[0].stay_id, key)

    @Slot()
    def _print(self) -> None:
        if self.view is not None and self._shown is not None:
            self.view.toggle_printing()

    def _placed(self) -> Placed | None:
        patients = everyone(self._snapshot) if self._snapshot is not None else ()
        return next((one for one in patients if one.patient.stay_id == self._stay_id), None)

    @Slot(object)
    def _not_read(self, failure: Exception) -> None:
        if self._shown is None:
            self._say(error("This patient cannot be read", str(failure)))

    @override
    def _fit(self) -> None:
        self._fit_side()

    def _fit_side(self) -> None:
        """On a vitals round a line says more."""
        on_round = self.shown_by.value == "vitals"
        self._side.setFixedWidth(round(self._fit_base() * (_ROUND_SIDE if on_round else _SIDE)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= _LIST)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()
        if self._missed:
            self._read_again()
