"""What is owed once after an admission, each a tap from its form; and what was recorded of it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from station.models.enums import ADMISSION_TASKS, DeedOutcome, Stage, TaskKind
from station.rules.intervals import stage_of
from station.rules.wording import clock_time, late_entry_line, overdue
from station.store.rows import OwedRow, PatientRow
from station.store.rows.admission import AdmissionDeedRow
from station.views.panel.admission import TITLES
from station.views.panel.controls import button, heading
from station.views.panel.desk import Desk
from station.views.panel.timeline import Timeline

_DONE = {
    TaskKind.BELONGINGS: "Belongings searched",
    TaskKind.FIRST_VITALS: "First vital signs taken",
    TaskKind.WEIGHT: "Weight",
    TaskKind.ORIENTATION: "Orientation done",
}
_CORRECTED = {
    "amended": "The set that said so was amended",
    "of another patient": "That was another patient",
}
_OTHERWISE = {DeedOutcome.REFUSED: "refused", DeedOutcome.NOT_POSSIBLE: "not possible"}


class AfterAdmission(QWidget):
    """`urgent` stands apart, for a place where what is due soon or late is seen at once; the rest waits here."""

    wanted = Signal(str)
    """A task kind's words: record it."""

    def __init__(self, desk: Desk, stay_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._stay_id = stay_id
        self._owed: tuple[OwedRow, ...] = ()
        self._shown: tuple[tuple[OwedRow, Stage], ...] = ()
        self._buttons: dict[TaskKind, QPushButton] = {}
        self._has_history = False
        self.urgent = _Stack()
        self._waiting = _Stack()
        self._heading = heading("After admission")
        self.history = Timeline()
        self.history.setAccessibleName("What was recorded after the admission")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for one in (self._heading, self._waiting, self.history):
            column.addWidget(one)
        self._show_state()

    def button_of(self, kind: TaskKind) -> QPushButton:
        """Raises KeyError when that is not owed."""
        return self._buttons[kind]

    def show_patient(self, patient: PatientRow, now: datetime) -> None:
        found = (one for one in patient.owed if one.kind in ADMISSION_TASKS)
        self._owed = tuple(sorted(found, key=lambda one: (one.due_at, one.kind.value)))
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """The second has changed: what has become due soon moves up, what is late counts."""
        shown = tuple((one, stage_of(one, now)) for one in self._owed)
        if shown != self._shown:
            self._shown = shown
            self._make_buttons()
        for one, stage in shown:
            if stage.rank >= Stage.LATE.rank:
                self._say(one, now)

    def _make_buttons(self) -> None:
        for stack in (self.urgent, self._waiting):
            stack.clear()
        self._buttons = {one.kind: self._button(one) for one, _ in self._shown}
        for one, stage in self._shown:
            (self._waiting if stage is Stage.OK else self.urgent).add(self._buttons[one.kind])
        self._show_state()

    def _button(self, one: OwedRow) -> QPushButton:
        made = button("", "choice", tip="Record it")
        made.setProperty("kind_of_task", one.kind.value)
        made.clicked.connect(self._clicked)
        self._buttons[one.kind] = made
        self._say(one, self._desk.now())
        return made

    def _say(self, one: OwedRow, now: datetime) -> None:
        words = owed_words(one, now, self._desk.zone)
        self._buttons[one.kind].setText(words)
        self._buttons[one.kind].setAccessibleName(f"{words}. Record it")

    @Slot()
    def _clicked(self) -> None:
        self.wanted.emit(str(self.sender().property("kind_of_task")))

    def reload(self) -> None:
        read = partial(self._desk.reads.admission_deeds, self._stay_id)
        self._desk.bridge.run(read, self._show_history, self._failed)

    @Slot(object)
    def _show_history(self, deeds: Sequence[AdmissionDeedRow]) -> None:
        self._has_history = bool(deeds)
        self.history.show_lines(deed_lines(deeds, self._desk.now(), self._desk.zone))
        self._show_state()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._has_history = True
        self.history.show_lines([("", f"What was recorded after the admission cannot be read. {error}")])
        self._show_state()

    def _show_state(self) -> None:
        self.history.setVisible(self._has_history)
        self._heading.setVisible(self._has_history or self._waiting.has_any)
        self.setVisible(self._has_history or self._waiting.has_any)


class _Stack(QWidget):
    """Buttons one beneath the other; takes no room while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    @property
    def has_any(self) -> bool:
        return self._column.count() > 0

    def add(self, one: QPushButton) -> None:
        self._column.addWidget(one)
        self.show()

    def clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.hide()


def owed_words(one: OwedRow, now: datetime, zone: ZoneInfo) -> str:
    """Belongings search by 15:20; Belongings search, was due 15:20, +6:18 overdue"""
    due = clock_time(one.due_at, zone, now)
    if stage_of(one, now).rank >= Stage.LATE.rank:
        return f"{TITLES[one.kind]}: due {due}, {overdue(one.due_at, now)}"
    return f"{TITLES[one.kind]} by {due}"


def deed_lines(deeds: Sequence[AdmissionDeedRow], now: datetime, zone: ZoneInfo) -> list[tuple[str, str]]:
    """The time each is said to have been done, and the words; the latest first."""
    ordered = sorted(deeds, key=lambda one: (one.done_at, one.recorded_at), reverse=True)
    return [(clock_time(one.done_at, zone, now), deed_words(one, zone)) for one in ordered]


def deed_words(deed: AdmissionDeedRow, zone: ZoneInfo) -> str:
    """Belongings searched by J. Moore with A. Diaz: belt to locker 12. Late entry, recorded 15:10, 20:00 after."""
    said = f"{_what(deed)}, {deed.by}"
    if deed.second is not None:
        said += f" with {deed.second}"
    parts = [said, _found(deed), deed.note, _CORRECTED.get(deed.corrected, "")]
    if deed.late_entry:
        late = late_entry_line(deed.done_at, deed.recorded_at, zone)
        parts.append(f"{late[:1].upper()}{late[1:]}")
    return ". ".join(part.rstrip(".") for part in parts if part)


def _what(deed: AdmissionDeedRow) -> str:
    if deed.outcome is not DeedOutcome.DONE:
        return f"{TITLES[deed.kind]} {_OTHERWISE[deed.outcome]}"
    return f"Weight {deed.weight_kg:.1f} kg" if deed.weight_kg is not None else _DONE[deed.kind]


def _found(deed: AdmissionDeedRow) -> str:
    if deed.kind is not TaskKind.BELONGINGS or deed.outcome is not DeedOutcome.DONE:
        return ""
    return "; ".join(f"{what}: {where}" for what, where in deed.items) or "Nothing was found"
