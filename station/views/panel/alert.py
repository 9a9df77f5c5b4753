"""One alert: what, since when, who was told; accepting it, and closing it where words may."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from station.models.enums import ADMISSION_TASKS, AlertState, Priority, StepKind, TaskKind
from station.rules.alert_words import about_line, answer_line, title
from station.rules.permissions import Deed
from station.rules.wording import clock_time, overdue
from station.services.alerts import ONLY_THE_DEED
from station.store.rows import AlertRow, AlertStepRow
from station.views.board.rail_words import NOT_SAVED
from station.views.panel.controls import button, heading, label, restyle, rule
from station.views.panel.desk import Desk, Placed
from station.views.panel.fields import Field, Lines
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Form, is_missing
from station.views.permit import Permit

_DEEDS: Final = {
    TaskKind.RETURN.value: (
        ("back", "Back on the unit…"),
        ("expect", "Expect later…"),
        ("hand on", "Hand on…"),
        ("AWOL", "Report AWOL…"),
    ),
    TaskKind.AWOL.value: (("back", "Back on the unit…"), ("tell", "Who was told…")),
    TaskKind.NOT_FOUND.value: (("AWOL", "Report AWOL…"),),
}
"""What the alert asks for, a tap from here: keys of the patient panel's deeds, and their words."""

_WORD = {Priority.HIGH: "High", Priority.MEDIUM: "Medium", Priority.LOW: "Low", Priority.TECHNICAL: "Station itself"}
_TONE = {Priority.HIGH: "high", Priority.MEDIUM: "medium", Priority.LOW: "low", Priority.TECHNICAL: "high"}


class AlertForm(Form):
    """Stays open after accepting: the alert stays until the deed is done."""

    patient_wanted = Signal(int)
    """A stay id: show that patient."""
    deed_wanted = Signal(int, str)
    """A stay id and the key of one of the patient panel's deeds: open it."""

    def __init__(self, desk: Desk, alert: AlertRow, placed: Placed | None) -> None:
        super().__init__(desk)
        self._alert = alert
        self._placed = placed
        self._title = label(scale=1.35, weight=QFont.Weight.Bold)
        self._urgency = label(weight=QFont.Weight.DemiBold)
        self._about, self._answer = label(), label()
        self.note = Field("What you will do", Lines(rows=2, placeholder="Going to look"))
        self.accept = button("Accept", "primary", tip="A")
        self.to_patient = button("Show the patient")
        self.do_it = button("Record it")
        self.deeds = {key: button(words) for key, words in _DEEDS.get(alert.kind, ())}
        self.reason = Field("How it was resolved", Lines(rows=2))
        self.close_alert = button("Close the alert")
        self._only = label(tone="muted")
        self.steps = Timeline()
        self._lay_out()
        self._connect()
        self.show_alert(alert, placed)
        self.reload()

    def _lay_out(self) -> None:
        for one in (self._title, self._urgency, self._about, self._answer, self.note):
            self.column.addWidget(one)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.accept)
        row.addWidget(self.do_it)
        row.addWidget(self.to_patient)
        row.addStretch(1)
        self.column.addLayout(row)
        self._lay_out_deeds()
        for two in (self._only, self.reason, self.close_alert, self.notice, self.question, rule()):
            self.column.addWidget(two)
        self.column.addWidget(heading("What has happened"))
        self.column.addWidget(self.steps)
        self.column.addStretch(1)

    def _lay_out_deeds(self) -> None:
        offered = QWidget()
        offered.setVisible(bool(self.deeds))
        flow = FlowLayout(offered, spacing=8)
        for key, one in self.deeds.items():
            one.setProperty("deed", key)
            one.clicked.connect(self._deed_chosen)
            Permit(one, self.desk.recorder, Deed.OFF_UNIT)
            flow.addWidget(one)
        self.column.addWidget(offered)

    def _connect(self) -> None:
        self.accept.clicked.connect(self.submit)
        self.close_alert.clicked.connect(self._close)
        Permit(self.accept, self.desk.recorder, Deed.ACCEPT_ALERT)
        Permit(self.close_alert, self.desk.recorder, Deed.CLOSE_TECHNICAL)
        self.to_patient.clicked.connect(self._show_patient)
        self.do_it.clicked.connect(self._do_it)
        self.desk.recorder.changed.connect(self._show_acceptance)

    @property
    def alert_id(self) -> int:
        return self._alert.id

    def show_alert(self, alert: AlertRow, placed: Placed | None) -> None:
        """The alert as it is now; what has been typed stays."""
        self._alert, self._placed = alert, placed
        now, zone = self.desk.now(), self.desk.zone
        seen = placed.patient.seen if placed else None
        observer = placed.patient.observer.name if placed and placed.patient.observer else None
        self._title.setText(title(alert))
        away = placed.patient.away if placed else None
        self._about.setText(about_line(alert, zone, now, seen=seen, observer=observer, away=away))
        self._answer.setText(answer_line(alert, zone, now) + (NOT_SAVED if alert.unsaved else ""))
        self._show_urgency()
        self._show_acceptance()
        only = ONLY_THE_DEED.get(alert.kind, "")
        self._only.setText(only)
        self._only.setVisible(bool(only))
        self.to_patient.setVisible(alert.stay_id is not None)
        self.do_it.setVisible(alert.stay_id is not None and alert.kind in ADMISSION_TASKS)
        for one in (self.reason, self.close_alert):
            one.setVisible(not only)

    @Slot()
    def _show_acceptance(self) -> None:
        """One who has it may take it again for longer; nobody else may until his time runs out."""
        alert, staff = self._alert, self.desk.recorder.staff
        accepted = alert.state is AlertState.ACCEPTED
        others = accepted and staff is not None and staff.name != alert.accepted_by
        self.accept.setText("Accept again" if accepted else "Accept")
        self.accept.setEnabled(not others)
        self.accept.setToolTip(f"{alert.accepted_by} has it; it comes back when that time runs out" if others else "A")

    def tick(self) -> None:
        """The second has changed."""
        self._show_urgency()

    def _show_urgency(self) -> None:
        alert = self._alert
        restyle(self._urgency, "tone", _TONE[alert.priority])
        self._urgency.setText(f"{_WORD[alert.priority]} · {overdue(alert.due_at, self.desk.now())}")

    def reload(self) -> None:
        self.desk.bridge.run(partial(self.desk.reads.alert_steps, self._alert.id), self._show_steps, self._no_steps)

    @Slot(object)
    def _show_steps(self, steps: Sequence[AlertStepRow]) -> None:
        now, zone = self.desk.now(), self.desk.zone
        self.steps.show_lines([(clock_time(one.at, zone, now), step_words(one)) for one in steps])

    @Slot(object)
    def _no_steps(self, error: Exception) -> None:
        self.steps.show_lines([("", f"What has happened cannot be read: {error}")])

    @Slot()
    def submit(self) -> None:
        """Accept, in the name of the person recording."""
        command = partial(self.desk.commands.accept_alert, alert_id=self._alert.id, note=self.note.editor.value)
        self.do(command, "Accepted. The alert stays until it is dealt with.")

    @Slot()
    def _close(self) -> None:
        reason = self.reason.editor.value
        if not is_missing(self.reason, reason, "Say how it was resolved."):
            command = partial(self.desk.commands.close_alert, alert_id=self._alert.id, reason=reason)
            self.do(command, "Closed.")

    @Slot()
    def _show_patient(self) -> None:
        if self._alert.stay_id is not None:
            self.patient_wanted.emit(self._alert.stay_id)

    @Slot()
    def _deed_chosen(self) -> None:
        if self._alert.stay_id is not None:
            self.deed_wanted.emit(self._alert.stay_id, str(self.sender().property("deed")))

    @Slot()
    def _do_it(self) -> None:
        if self._alert.stay_id is not None:
            self.deed_wanted.emit(self._alert.stay_id, self._alert.kind)

    @override
    def succeeded(self, done: str) -> None:
        self.notice.say(done, "done")
        self.note.editor.clear()
        self.reload()


class Timeline(QWidget):
    """Times on the left, what happened on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What has happened")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._lines: list[tuple[str, str]] = []
        self.show_lines([("", "Reading…")])

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._lines)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        self._lines = list(lines)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, words in lines or [("", "Nothing yet.")]:
            self._column.addWidget(_timed(at, words))


def _timed(at: str, words: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    clock: QLabel = label(at, tone="muted")
    clock.setWordWrap(False)
    clock.setMinimumWidth(clock.fontMetrics().horizontalAdvance("00:00  "))
    row.addWidget(clock)
    row.addWidget(label(words), 1)
    return made


def step_words(step: AlertStepRow) -> str:
    """Charge told; R. Osei accepted: going to look; Closed by R. Osei: seen 14:36"""
    who, detail = step.who, f": {step.detail}" if step.detail else ""
    told = f"{who[:1].upper()}{who[1:]} told"
    words = {
        StepKind.OPENED: f"{told if who else 'Opened'}{detail}",
        StepKind.RAISED: f"Now {step.detail}" if step.detail else "More urgent now",
        StepKind.ESCALATED: f"{told}{detail}",
        StepKind.ACCEPTED: f"{who} accepted{detail}",
        StepKind.LEASE_ENDED: f"The time to deal with it ran out{detail}" + (f". {told} again" if who else ""),
        StepKind.REOPENED: f"Open again{detail}",
        StepKind.CLOSED: f"Closed by {who}{detail}" if who else f"Closed{detail}",
    }
    return words[step.kind]
