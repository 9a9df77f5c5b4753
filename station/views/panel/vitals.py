"""Recording a set of vital signs, whole or in part, or that it was refused; and putting one right."""

from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from station.models.enums import SetOutcome
from station.rules import vital_limits
from station.rules.entries import is_late_entry
from station.rules.news2 import Band, score
from station.rules.permissions import Deed, may
from station.rules.vital_limits import Vitals
from station.rules.wording import clock_time, short
from station.services.vital_corrections import AmendedSet
from station.services.vitals import VitalEntry
from station.store.rows import PatientRow
from station.store.rows.vitals import VitalRow, VitalsBefore
from station.views.panel.controls import Segments, button
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines, line
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Form, Notice, go_to_first_problem, is_missing
from station.views.panel.times import NotATime, typed_moment, typed_past
from station.views.panel.vital_fields import VitalFields, missing_words
from station.views.permit import Permit

_TAKEN, _REFUSED = "taken", "refused"
_OUTCOMES: Final = ((_TAKEN, "Taken"), (_REFUSED, "Refused"))
_ASKED: Final = {
    Band.LOW: "",
    Band.LOW_MEDIUM: "a single 3: a nurse is asked",
    Band.MEDIUM: "a nurse is asked",
    Band.HIGH: "a nurse is asked at once",
}


class VitalsForm(Form):
    """Whether it is whole follows from what is filled in: for what is missing it asks why."""

    yes, no, not_done = "Record", "Go back", "Not recorded. Correct what was typed, or save again."

    def __init__(self, desk: Desk, patient: PatientRow, amends: VitalRow | None = None) -> None:
        super().__init__(desk)
        self._patient, self._amends = patient, amends
        self._request_id = desk.request_id()
        self._scale, self._no_score = 1 if amends is None else amends.scale, ""
        self.outcome = Segments("What came of it", _OUTCOMES)
        self.outcome.choose(_REFUSED if amends is not None and amends.outcome is SetOutcome.REFUSED else _TAKEN)
        self.fields = VitalFields(desk.facts.policy.vitals, desk.zone)
        self.score = self.fields.score
        self.why = Field("Why", line())
        self.reasons = _Reasons(desk.facts.policy.vitals.reasons, self.why)
        self.when = Field("When, if earlier", line(placeholder="now, or 14:21, or 12 min ago"))
        self.late = Notice()
        self.concern = Field("Concern of a nurse", line(placeholder="Looks unwell, in your words"))
        self.note = Field("Note", Lines(rows=2))
        self.reason = Field("Why it is amended", Lines(rows=2))
        self._lay_out()
        self._start()

    def _lay_out(self) -> None:
        parts: tuple[QWidget, ...] = (
            self.outcome, self.fields, self.why, self.reasons, self.when, self.late, self.concern,
            self.note, self.reason,
        )  # fmt: skip
        for one in parts:
            self.column.addWidget(one)
        self.save = self.ending("Save" if self._amends is None else "Amend", self.submit)
        Permit(self.save, self.desk.recorder, Deed.VITALS if self._amends is None else Deed.CORRECT_VITALS)
        self.reason.setVisible(self._amends is not None)

    def _start(self) -> None:
        if self._amends is not None:
            self._show_amended(self._amends)
        self.outcome.chosen.connect(self._changed)
        self.fields.changed.connect(self._show_state)
        self.when.editor.textChanged.connect(self._time_typed)
        self.desk.recorder.changed.connect(self._show_state)
        self._show_state()
        stay_id = self._patient.stay_id
        self.desk.bridge.run(partial(self.desk.reads.vitals_before, stay_id), self._show_before, self._not_read)

    def _show_amended(self, row: VitalRow) -> None:
        self.fields.show_row(row)
        self.why.editor.setText(row.why)
        self.concern.editor.setText(row.concern)
        self.note.editor.setPlainText(row.note or "")
        self.when.editor.setText(typed_moment(row.observed_at, self.desk.zone))
        for one in (self.why.editor, self.concern.editor, self.when.editor):
            one.setModified(False)
        self.note.editor.document().setModified(False)

    @Slot(object)
    def _show_before(self, before: VitalsBefore) -> None:
        if self._amends is None:
            self._scale = before.scale
        self._no_score = before.no_score
        self.fields.show_before(before, self.desk.now())
        self._show_state()

    @Slot(object)
    def _not_read(self, failure: Exception) -> None:
        """Recording goes on; only what was before is not shown."""
        self.notice.say(f"What was measured before cannot be read. {failure}")

    @property
    @override
    def begins_with(self) -> QWidget:
        """Whoever has just measured types: that it was taken is chosen already."""
        return self if self.is_refused else self.fields

    @property
    def is_refused(self) -> bool:
        return self.outcome.value == _REFUSED

    @Slot(str)
    def _changed(self, _: str) -> None:
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        refused, said = self.is_refused, self.fields.safe_values()
        self.fields.setVisible(not refused)
        self.score.setText("" if refused else self._score_words(self.fields.scored_values()))
        self.score.setVisible(bool(self.score.text()))
        partial_set = not refused and vital_limits.is_a_reading(said) and bool(missing_words(said))
        asks_why = refused or partial_set
        self.why.show_hint(f"Partial: {missing_words(said)} missing." if partial_set else "")
        for one in (self.why, self.reasons):
            one.setVisible(asks_why)
        staff = self.desk.recorder.staff
        self.concern.setVisible(staff is not None and may(staff.role, Deed.ANSWER_SCORE))

    def _score_words(self, said: Vitals) -> str:
        """NEWS2 5, a nurse is asked; as one types."""
        if self._no_score:
            return f"No NEWS2: {self._no_score}"
        found = score(
            rr=said.rr, spo2=said.spo2, scale=2 if self._scale == 2 else 1, o2=said.o2, sbp=said.sbp, hr=said.hr,
            acvpu=said.acvpu, temp=said.temp,  # type: ignore[arg-type]  # one of the five, by its buttons
        )  # fmt: skip
        if found.band_at_least is None:
            return ""
        words = f"NEWS2 {found.total}" if found.total is not None else f"NEWS2 at least {found.at_least}, not complete"
        asked = _ASKED[found.band_at_least]
        return f"{words} · {asked}" if asked else words

    @Slot(str)
    def _time_typed(self, _: str) -> None:
        self.when.show_problem("")
        self.late.say("")
        try:
            at, now = self._observed_at(), self.desk.now()
        except NotATime:
            return
        if at is not None and self._amends is None and is_late_entry(at, now, self.desk.facts.policy):
            clock = clock_time(at, self.desk.zone, now)
            self.late.say(f"At {clock}, {short(now - at)} ago: it is kept as a late entry, marked with both times.")

    def _observed_at(self) -> datetime | None:
        """None: now, or as it was. Raises NotATime."""
        before = None if self._amends is None else self._amends.observed_at
        return typed_past(self.when.editor.text(), self.desk.now(), self.desk.zone, before)

    @Slot()
    def submit(self) -> None:
        try:
            at = self._observed_at()
        except NotATime as problem:
            self.when.show_problem(str(problem))
            self.when.editor.setFocus()
            return
        if self._has_problems():
            return
        entry = self._entry(at)
        if self._amends is None:
            record = partial(self.desk.commands.record_set, entry=entry)
        else:
            amended = AmendedSet(self._amends.id, self.reason.editor.value, entry)
            record = partial(self.desk.commands.amend_set, amended=amended)
        self.do(partial(record, confirmed=False), self.done_words(), once_confirmed=partial(record, confirmed=True))

    def _has_problems(self) -> bool:
        """Says beside each field what is wrong, and goes to the first."""
        self.notice.say("")
        if not self.is_refused:
            wrong = self.fields.judge()
            if wrong:
                wrong[0].editor.setFocus()
                return True
            if not self.fields.values().measured:
                self.notice.say("Nothing has been entered yet. Enter what was measured, or say refused.", "refusal")
                return True
        why = self.why.isVisibleTo(self) and is_missing(
            self.why, self.why.editor.text().strip(), "Say why: the reason stays on record."
        )
        reason = self._amends is not None and is_missing(
            self.reason, self.reason.editor.value, "Say why: it stays with the record."
        )
        go_to_first_problem((self.why, self.reason))
        return why or reason

    def _entry(self, at: datetime | None) -> VitalEntry:
        fields, outcome = self.fields, self._outcome()
        if outcome is SetOutcome.REFUSED:
            return VitalEntry(
                self._request_id, self._patient.stay_id, outcome, why=self.why.editor.text().strip(), observed_at=at,
                concern=self._concern(), note=self.note.editor.value,
            )  # fmt: skip
        return VitalEntry(
            self._request_id, self._patient.stay_id, outcome, fields.entered(), fields.units_typed(),
            why="" if self.why.isHidden() else self.why.editor.text().strip(), observed_at=at,
            position=fields.position.value or "", arm=fields.arm.value or "", route=fields.route.value or "",
            concern=self._concern(), note=self.note.editor.value,
        )  # fmt: skip

    def _outcome(self) -> SetOutcome:
        if self.is_refused:
            return SetOutcome.REFUSED
        return SetOutcome.PARTIAL if vital_limits.missing(self.fields.values()) else SetOutcome.WHOLE

    def _concern(self) -> str:
        return "" if self.concern.isHidden() else self.concern.editor.text().strip()

    @override
    def done_words(self) -> str:
        if self._amends is not None:
            return "Amended. The original stays beside it."
        if self.is_refused:
            return "Recorded as refused. The schedule stays as it was."
        words = self.score.text()
        return f"Vital signs are recorded: {words}." if words else "Vital signs are recorded."


class _Reasons(QWidget):
    """The usual reasons: a tap writes one."""

    def __init__(self, words: tuple[str, ...], field: Field) -> None:  # type: ignore[type-arg]  # a field with a line
        super().__init__()
        self.setAccessibleName("Usual reasons")
        self._field = field
        flow = FlowLayout(self, spacing=6)
        self.buttons = []
        for word in words:
            made = button(word, "tag")
            made.clicked.connect(self._tapped)
            self.buttons.append(made)
            flow.addWidget(made)

    @Slot()
    def _tapped(self) -> None:
        tapped = self.sender()
        if isinstance(tapped, QPushButton):
            self._field.editor.setText(tapped.text())
            self._field.show_problem("")
