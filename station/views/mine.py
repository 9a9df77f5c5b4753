"""What is mine on this unit: a continuous patient offered to whoever is signed in, or the one he holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.models.enums import TaskKind
from station.rules.wording import clock_time, countdown, relief_line
from station.store.rows import BoardSnapshot, PatientRow, StaffRow
from station.store.rows.custody import ObserverRow
from station.views.panel.controls import button, label
from station.views.panel.desk import Placed, everyone
from station.views.recorder import Recorder

_ANSWER: Final = ("Read and answer", "observer")
_RECORD: Final = ("Record a check", "")


@dataclass(frozen=True, slots=True)
class Mine:
    """One patient, and how the person here stands to him."""

    one: Placed
    observer: ObserverRow
    offered: bool
    """To the person here; else he holds him."""


def mine_of(snapshot: BoardSnapshot, staff: StaffRow | None) -> Mine | None:
    """What waits for an answer before what is held."""
    found = list(_mine(snapshot, staff.id)) if staff is not None else []
    return next(iter(sorted(found, key=lambda one: not one.offered)), None)


def _mine(snapshot: BoardSnapshot, staff_id: int) -> Iterator[Mine]:
    for one in everyone(snapshot):
        held = one.patient.observer
        if held is not None and staff_id in (held.staff_id, held.offered_to_id):
            yield Mine(one, held, offered=held.offered_to_id == staff_id)


def mine_lines(mine: Mine, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """A heading, and what has to be known at a glance."""
    patient, held = mine.one.patient, mine.observer
    who = f"{mine.one.place} · {patient.initials} · {patient.level}"
    if mine.offered and held.offer is not None:
        return "Offered to you", who, f"by {held.name} at {clock_time(held.offer.at, zone, now)}"
    lines = ["You have", who, f"since {clock_time(held.started_at, zone, now)}", *_owed(patient, now)]
    return (*lines, f"offered to {held.offered_to}") if held.offered_to else tuple(lines)


def _owed(patient: PatientRow, now: datetime) -> Iterator[str]:
    relief = next((one for one in patient.owed if one.kind is TaskKind.RELIEF), None)
    if relief is not None:
        yield relief_line(relief, now)
    yield f"note {countdown(patient.check, now)}"


class MineCard(QWidget):
    """Above the name of who is signed in, where it moves nothing on the page. Takes no room while nothing is his."""

    opened = Signal(int, str)
    """A stay, and what to do: "observer" to answer an offer; empty: recording."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("box", "done")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._recorder = recorder
        self._snapshot: BoardSnapshot | None = None
        self._zone = ZoneInfo("UTC")
        self._mine: Mine | None = None
        self._title = label(weight=QFont.Weight.Bold)
        self._lines = label(scale=0.93)
        self.act = button("", "primary", tip="M")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(4)
        for one in (self._title, self._lines, self.act):
            column.addWidget(one)
        self.act.clicked.connect(self.open)
        recorder.changed.connect(self._person_changed)
        self.hide()

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._lines.text()}"

    def show_snapshot(self, snapshot: BoardSnapshot, now: datetime, zone: ZoneInfo) -> None:
        self._snapshot, self._zone = snapshot, zone
        self._look(now)

    def _look(self, now: datetime) -> None:
        before = self._mine
        self._mine = None if self._snapshot is None else mine_of(self._snapshot, self._recorder.staff)
        self.setVisible(self._mine is not None)
        if self._mine is None:
            return
        self.tick(now)
        words, _ = _ANSWER if self._mine.offered else _RECORD
        self.act.setText(words)
        self.act.setAccessibleName(f"{words}: {self._mine.one.place}")
        if self._mine.offered and (before is None or not before.offered):
            said = ". ".join(self.text.splitlines())
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def tick(self, now: datetime) -> None:
        if self._mine is not None:
            title, *lines = mine_lines(self._mine, now, self._zone)
            self._title.setText(title)
            self._lines.setText("\n".join(lines))

    @Slot()
    def _person_changed(self) -> None:
        if self._snapshot is not None:
            self._look(self._snapshot.read_at)

    @Slot()
    def open(self) -> None:
        """Answer what is offered, or record of whom he has."""
        if self._mine is not None:
            _, key = _ANSWER if self._mine.offered else _RECORD
            self.opened.emit(self._mine.one.patient.stay_id, key)
