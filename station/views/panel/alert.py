"""One alert: what, since when, who was told; accepting it, and closing it where words may."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from station.models.enums import ADMISSION_TASKS, AlertState, Priority, TaskKind
from station.rules.alert_phrases import doing
from station.rules.alert_story import Tone, story
from station.rules.alert_words import about_line, answer_line, lease_line, title
from station.rules.permissions import Deed
from station.rules.wording import clock_time, overdue
from station.services.alerts import ONLY_THE_DEED
from station.store.rows import AlertRow
from station.store.rows.alerts import AlertStory
from station.store.rows.plan import OnDutyRow
from station.views.board.rail_words import NOT_SAVED
from station.views.panel.asking import AskForm
from station.views.panel.controls import button, heading, label, restyle, rule
from station.views.panel.desk import Desk, Placed
from station.views.panel.fields import Field, Lines
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Form, is_missing
from station.views.panel.phrases import Phrases
from station.views.panel.timeline import Line, Timeline
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

WORD: Final = {
    Priority.HIGH: "High",
    Priority.MEDIUM: "Medium",
    Priority.LOW: "Low",
    Priority.TECHNICAL: "Station itself",
}
TONE: Final = {Priority.HIGH: "high", Priority.MEDIUM: "medium", Priority.LOW: "low", Priority.TECHNICAL: "high"}


class AlertForm(Form):
    """Stays open after accepting: the alert stays until the deed is done."""

    patient_wanted = Signal(int)
    """A stay id: show that patient."""
    deed_wanted = Signal(int, str)
    """A stay id and the key of one of the patient panel's deeds: open it."""

    def __init__(self, desk: Desk, alert: AlertRow, placed: Placed | None, on_duty: Sequence[OnDutyRow] = ()) -> None:
        super().__init__(desk)
        self._alert = alert
        self._placed = placed
        self._title = label(scale=1.35, weight=QFont.Weight.Bold)
        self._urgency = label(weight=QFont.Weight.DemiBold)
        self._about, self._answer = label(), label()
        self.phrases = Phrases("Accept", doing({alert.kind}))
        self.note = Field("What you will do", Lines(rows=1, placeholder="In other words"))
        self.accept = button("Accept", "primary", tip="A")
        self.to_patient = button("Show the patient")
        self.do_it = button("Record it")
        self.deeds = {key: button(words) for key, words in _DEEDS.get(alert.kind, ())}
        self.ask = AskForm(desk, alert, on_duty)
        self.reason = Field("How it was resolved", Lines(rows=2))
        self.close_alert = button("Close the alert")
        self._only = label(tone="muted")
        self.steps = Timeline()
        self._lay_out()
        self._connect()
        self.show_alert(alert, placed, on_duty)
        self.reload()

    def _lay_out(self) -> None:
        for one in (self._title, self._urgency, self._about, self._answer, self.note, self.phrases):
            self.column.addWidget(one)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.accept)
        row.addWidget(self.do_it)
        row.addWidget(self.to_patient)
        row.addStretch(1)
        self.column.addLayout(row)
        self._lay_out_deeds()
        for two in (self._only, self.reason, self.close_alert, self.notice, self.question, self.ask, rule()):
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
        self.phrases.chosen.connect(self._accept_with)
        self.close_alert.clicked.connect(self._close)
        for one in (self.accept, *self.phrases.buttons):
            Permit(one, self.desk.recorder, Deed.ACCEPT_ALERT)
        Permit(self.close_alert, self.desk.recorder, Deed.CLOSE_TECHNICAL)
        self.to_patient.clicked.connect(self._show_patient)
        self.do_it.clicked.connect(self._do_it)
        self.ask.shown.connect(self.shown)
        self.desk.recorder.changed.connect(self._show_acceptance)

    @property
    def alert_id(self) -> int:
        return self._alert.id

    @property
    def is_high(self) -> bool:
        return self._alert.priority is Priority.HIGH

    def show_alert(self, alert: AlertRow, placed: Placed | None, on_duty: Sequence[OnDutyRow] = ()) -> None:
        """The alert as it is now; what has been typed stays."""
        self._alert, self._placed = alert, placed
        now, zone = self.desk.now(), self.desk.zone
        seen = placed.patient.seen if placed else None
        observer = placed.patient.observer.name if placed and placed.patient.observer else None
        self._title.setText(title(alert))
        away = placed.patient.away if placed else None
        self._about.setText(about_line(alert, zone, now, seen=seen, observer=observer, away=away))
        self.tick()
        self._show_acceptance()
        self.ask.show_alert(alert, on_duty)
        only = ONLY_THE_DEED.get(alert.kind, "")
        self._only.setText(only)
        self._only.setVisible(bool(only))
        self.to_patient.setVisible(alert.stay_id is not None)
        self.do_it.setVisible(alert.stay_id is not None and alert.kind in ADMISSION_TASKS)
        for one in (self.reason, self.close_alert):
            one.setVisible(not only)

    @Slot()
    def _show_acceptance(self) -> None:
        """One who has it may take it again for longer; of others only whoever was asked, until his time runs out."""
        alert, staff = self._alert, self.desk.recorder.staff
        accepted = alert.state is AlertState.ACCEPTED
        own = staff is not None and staff.name == alert.accepted_by
        asked = staff is not None and staff.id == alert.delegated_to_id
        others = accepted and staff is not None and not (own or asked)
        self.accept.setText("Accept again" if accepted and not asked else "Accept")
        why = f"{alert.accepted_by} has it; it comes back when that time runs out" if others else ""
        for one in (self.accept, *self.phrases.buttons):
            one.setEnabled(not others)
            one.setToolTip(why or ("A" if one is self.accept else ""))

    def tick(self) -> None:
        """The second has changed."""
        alert, now = self._alert, self.desk.now()
        restyle(self._urgency, "tone", TONE[alert.priority])
        self._urgency.setText(f"{WORD[alert.priority]} · {overdue(alert.due_at, now)}")
        held = alert.state is AlertState.ACCEPTED
        words = lease_line(alert, now) if held else answer_line(alert, self.desk.zone, now)
        self._answer.setText(words + (NOT_SAVED if alert.unsaved else ""))

    def reload(self) -> None:
        self.desk.bridge.run(partial(self.desk.reads.alert_story, self._alert.id), self._show_story, self._no_story)

    @Slot(object)
    def _show_story(self, told: AlertStory) -> None:
        self.steps.show_lines(story_lines(told, self.desk))

    @Slot(object)
    def _no_story(self, error: Exception) -> None:
        self.steps.show_lines([("", f"What has happened cannot be read: {error}")])

    @Slot()
    def submit(self) -> None:
        """Accept, in the name of the person recording."""
        self._accept_with(self.note.editor.value)

    @Slot(str)
    def _accept_with(self, words: str) -> None:
        command = partial(self.desk.commands.accept_alert, alert_id=self._alert.id, note=words)
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


def story_lines(told: AlertStory, desk: Desk) -> list[Line]:
    """What happened to an alert, with the unit's clock."""
    now, zone = desk.now(), desk.zone
    lines = story(told.row, told.steps, told.shown)
    return [(clock_time(one.at, zone, now), one.words, "high" if one.tone is Tone.FAULT else "") for one in lines]
