"""What is mine on this unit: an alert that whoever is signed in was asked to take, a continuous patient offered to
him, or the one he holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.models.enums import TaskKind
from station.rules.alert_words import title
from station.rules.wording import clock_time, countdown, relief_line
from station.store.rows import AlertRow, BoardSnapshot, StaffRow
from station.store.rows.custody import ObserverRow
from station.views.panel.controls import button
from station.views.panel.desk import Placed, everyone
from station.views.recorder import Recorder

_ANSWER: Final = ("Read and answer", "observer")
_RECORD: Final = ("Record a check", "")
_LEAST: Final = 140
"""Pixels for a line, before it has been laid out."""
_PADDING: Final = 18
"""Above and below the lines, in pixels."""


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


def asked_of(snapshot: BoardSnapshot, staff: StaffRow | None) -> AlertRow | None:
    """The alert he was asked to take, the most urgent first."""
    asked = [one for one in snapshot.alerts if staff is not None and one.delegated_to_id == staff.id]
    return min(asked, key=lambda one: (one.priority.rank, one.due_at), default=None)


def asked_lines(alert: AlertRow, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    at = f" {clock_time(alert.delegated_at, zone, now)}" if alert.delegated_at else ""
    return f"Asked of you{at}", title(alert), f"{alert.accepted_by or 'Nobody'} has it now"


def mine_lines(mine: Mine, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Three short lines: there is little room where they stand."""
    patient, held = mine.one.patient, mine.observer
    if mine.offered and held.offer is not None:
        who = f"{mine.one.place} · {patient.initials} · {patient.level}"
        return "Offered to you", who, f"by {held.name} at {clock_time(held.offer.at, zone, now)}"
    relief = next((one for one in patient.owed if one.kind is TaskKind.RELIEF), None)
    until = f"offered to {held.offered_to}" if held.offered_to else "" if relief is None else relief_line(relief, now)
    lines = (f"You have {mine.one.place} · {patient.initials}", until, f"note {countdown(patient.check, now)}")
    return tuple(one for one in lines if one)


class MineCard(QWidget):
    """Above the name of who is signed in, where it moves nothing on the page. Takes no room while nothing is his."""

    opened = Signal(int, str)
    """A stay, and what to do: "observer" to answer an offer; empty: recording."""
    alert_opened = Signal(int)
    """The number of an alert he was asked to take."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self._recorder = recorder
        self._snapshot: BoardSnapshot | None = None
        self._zone = ZoneInfo("UTC")
        self._mine: Mine | None = None
        self._asked: AlertRow | None = None
        self.act = button("", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.act)
        self.act.clicked.connect(self.open)
        recorder.changed.connect(self._person_changed)
        self.hide()

    @property
    def text(self) -> str:
        return self.act.text()

    def show_snapshot(self, snapshot: BoardSnapshot, now: datetime, zone: ZoneInfo) -> None:
        self._snapshot, self._zone = snapshot, zone
        self._look(now)

    def _look(self, now: datetime) -> None:
        before, asked_before, staff = self._mine, self._asked, self._recorder.staff
        self._mine = None if self._snapshot is None else mine_of(self._snapshot, staff)
        self._asked = None if self._snapshot is None else asked_of(self._snapshot, staff)
        self.setVisible(self._mine is not None or self._asked is not None)
        self.tick(now)
        offered = self._mine is not None and self._mine.offered and (before is None or not before.offered)
        if offered or (self._asked is not None and asked_before is None):
            said = ". ".join(self.text.splitlines())
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def tick(self, now: datetime) -> None:
        if self._asked is not None:
            what, lines = "Read and accept", asked_lines(self._asked, now, self._zone)
        elif self._mine is not None:
            what = (_ANSWER if self._mine.offered else _RECORD)[0]
            lines = mine_lines(self._mine, now, self._zone)
        else:
            return
        self.act.setText("\n".join(self._fitting(one) for one in lines))
        self.act.setMinimumHeight(len(lines) * self.act.fontMetrics().lineSpacing() + _PADDING)
        self.act.setAccessibleName(f"{what}: {', '.join(lines)}")
        self.act.setToolTip(f"{what} (M)")

    def _fitting(self, words: str) -> str:
        """What has no room ends in "…"; the accessible name says it whole."""
        room = max(_LEAST, self.width() - _PADDING)
        return self.act.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)

    @Slot()
    def _person_changed(self) -> None:
        if self._snapshot is not None:
            self._look(self._snapshot.read_at)

    @Slot()
    def open(self) -> None:
        """Read what he was asked, answer what is offered, or record of whom he has."""
        if self._asked is not None:
            self.alert_opened.emit(self._asked.id)
        elif self._mine is not None:
            _, key = _ANSWER if self._mine.offered else _RECORD
            self.opened.emit(self._mine.one.patient.stay_id, key)
