"""Recording what is owed once after an admission: belongings, first vital signs, weight, orientation."""

import math
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.models.enums import DeedOutcome, TaskKind
from station.rules.entries import is_late_entry
from station.rules.permissions import Deed, may
from station.rules.weights import LEAST_KG, MOST_KG
from station.rules.wording import clock_time, short
from station.services.admission import AdmissionEntry
from station.store.rows import PatientRow
from station.views.panel.controls import Segments, button, heading, label, restyle
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines, PersonPicker, line
from station.views.panel.form import Form, Notice, is_missing
from station.views.panel.times import NotATime, parse_past

TITLES: Final = {
    TaskKind.BELONGINGS: "Belongings search",
    TaskKind.FIRST_VITALS: "First vital signs",
    TaskKind.WEIGHT: "Weight",
    TaskKind.ORIENTATION: "Orientation to the unit",
}
_ABOUT: Final = {
    TaskKind.BELONGINGS: "What was found and where it went, each thing by itself.",
    TaskKind.FIRST_VITALS: "Taken, they are recorded with Record vitals. Here it is said that they cannot be.",
    TaskKind.WEIGHT: "In kilograms.",
    TaskKind.ORIENTATION: "The unit was shown, and its rules and the call device explained.",
}
_DONE_WORDS: Final = {TaskKind.BELONGINGS: "Searched", TaskKind.WEIGHT: "Weighed"}
_REFUSED: Final = (DeedOutcome.REFUSED.value, "Refused")
_NOT_POSSIBLE: Final = (DeedOutcome.NOT_POSSIBLE.value, "Not possible")
_SAVED: Final = {
    DeedOutcome.DONE: "is recorded.",
    DeedOutcome.REFUSED: "is recorded as refused. It is asked for again.",
    DeedOutcome.NOT_POSSIBLE: "is recorded as not possible. It is not asked for again.",
}


def _outcomes(kind: TaskKind) -> tuple[tuple[str, str], ...]:
    """First vital signs are done by recording them."""
    if kind is TaskKind.FIRST_VITALS:
        return _REFUSED, _NOT_POSSIBLE
    return (DeedOutcome.DONE.value, _DONE_WORDS.get(kind, "Done")), _REFUSED, _NOT_POSSIBLE


class AdmissionForm(Form):
    """One of them: done, refused by the patient, or not possible. A late entry is said to be one before it is saved."""

    def __init__(self, desk: Desk, patient: PatientRow, kind: TaskKind) -> None:
        super().__init__(desk)
        self._patient = patient
        self._kind = kind
        self._request_id = desk.request_id()
        self.outcome = Segments("What came of it", _outcomes(kind))
        self.outcome.choose(_NOT_POSSIBLE[0] if kind is TaskKind.FIRST_VITALS else DeedOutcome.DONE.value)
        self.belongings = Belongings(desk) if kind is TaskKind.BELONGINGS else None
        self.weight = Field("Weight in kilograms", line(placeholder="72.5")) if kind is TaskKind.WEIGHT else None
        self.when = Field("When, if earlier", line(placeholder="now, or 14:21, or 12 min ago"))
        self.late = Notice()
        self.note = Field("Note", Lines(rows=2))
        self._lay_out()
        if self.belongings is not None:
            self.belongings.shown.connect(self.shown)
        self.outcome.chosen.connect(self._outcome_chosen)
        self.when.editor.textChanged.connect(self._time_typed)
        self._outcome_chosen("")

    def _lay_out(self) -> None:
        self.column.addWidget(label(_ABOUT[self._kind], tone="muted"))
        self.column.addWidget(self.outcome)
        for one in (self.belongings, self.weight, self.when, self.late, self.note):
            if one is not None:
                self.column.addWidget(one)
        self.save = self.ending("Save", self.submit)

    @property
    def _chosen(self) -> DeedOutcome:
        return DeedOutcome(self.outcome.value or DeedOutcome.DONE.value)

    @property
    def _is_done(self) -> bool:
        return self._chosen is DeedOutcome.DONE

    @Slot(str)
    def _outcome_chosen(self, _: str) -> None:
        for one in (self.belongings, self.weight):
            if one is not None:
                one.setVisible(self._is_done)
        self.note.show_problem("")

    @Slot(str)
    def _time_typed(self, _: str) -> None:
        self.when.show_problem("")
        try:
            at, now = self._done_at(), self.desk.now()
        except NotATime:
            at = None
        if at is None or not is_late_entry(at, now, self.desk.facts.policy):
            self.late.say("")
            return
        clock = clock_time(at, self.desk.zone, now)
        self.late.say(f"At {clock}, {short(now - at)} ago: it is kept as a late entry, marked with both times.")

    def _done_at(self) -> datetime | None:
        """None: now. Raises NotATime."""
        typed = self.when.editor.text().strip()
        return parse_past(typed, self.desk.now(), self.desk.zone) if typed else None

    @Slot()
    def submit(self) -> None:
        try:
            at = self._done_at()
        except NotATime as problem:
            self.when.show_problem(str(problem))
            return
        if self._has_problems():
            return
        entry = self._entry(at)
        record = self.desk.commands.record_admission_task
        self.do(
            partial(record, entry=entry, confirmed=False),
            self.done_words(),
            once_confirmed=partial(record, entry=entry, confirmed=True),
        )

    def _has_problems(self) -> bool:
        """Says beside each field what is missing from it."""
        if self._chosen is DeedOutcome.NOT_POSSIBLE:
            return is_missing(self.note, self.note.editor.value, "Say why: it is not asked for again.")
        self.note.show_problem("")
        if not self._is_done:
            return False
        if self.weight is not None:
            return self._weight_is_wrong(self.weight)
        return self.belongings is not None and self.belongings.has_problems()

    def _weight_is_wrong(self, field: Field) -> bool:  # type: ignore[type-arg]  # a field with a line
        try:
            kg = _kilograms(field.editor.text())
        except ValueError as problem:
            field.show_problem(str(problem))
            return True
        field.show_problem("")
        return kg is None

    def _entry(self, at: datetime | None) -> AdmissionEntry:
        done, found = self._is_done, self.belongings
        return AdmissionEntry(
            request_id=self._request_id,
            stay_id=self._patient.stay_id,
            kind=self._kind,
            outcome=self._chosen,
            done_at=at,
            second_id=found.second.editor.staff_id if done and found is not None else None,
            items=found.items if done and found is not None else (),
            nothing_found=done and found is not None and found.nothing.isChecked(),
            weight_kg=_kilograms(self.weight.editor.text()) if done and self.weight is not None else None,
            note=self.note.editor.value,
        )

    @override
    def done_words(self) -> str:
        return f"{TITLES[self._kind]} {_SAVED[self._chosen]}"


def _kilograms(typed: str) -> float:
    """What was typed as a weight; a comma is a point. Raises ValueError with a sentence."""
    text = typed.strip().lower().removesuffix("kg").strip().replace(",", ".")
    if not text:
        raise ValueError("Enter the weight in kilograms.")
    if text.endswith(("lb", "lbs", "pounds")):
        raise ValueError("These are pounds. Enter kilograms: pounds divided by 2.2.")
    try:
        kg = float(text)
    except ValueError as error:
        raise ValueError(f"{typed.strip()!r} is not a weight. Type a number such as 72.5.") from error
    if not math.isfinite(kg):
        raise ValueError(f"{typed.strip()!r} is not a weight. Type a number from {LEAST_KG:.0f} to {MOST_KG:.0f}.")
    return kg


class ItemRow(QWidget):
    """One thing found and where it went."""

    typed = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self.what = line(placeholder="What", name=f"Item {number}, what was found")
        self.where = line(placeholder="Where it went", name=f"Item {number}, where it went")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.what, 1)
        row.addWidget(self.where, 1)
        for one in (self.what, self.where):
            one.textChanged.connect(self._changed)

    def show_missing(self) -> bool:
        """Mark what is missing of a thing half told, and go there; returns whether something is."""
        missing = [one for one in (self.what, self.where) if any(self.item) and not one.text().strip()]
        for one in (self.what, self.where):
            restyle(one, "wrong", "true" if one in missing else "false")
        if missing:
            missing[0].setFocus()
        return bool(missing)

    @property
    def item(self) -> tuple[str, str]:
        return self.what.text().strip(), self.where.text().strip()

    @Slot()
    def _changed(self) -> None:
        self.typed.emit()


class Belongings(QWidget):
    """What was found, item by item; a new empty line comes as the last is filled. Or nothing, which is said."""

    shown = Signal(QWidget)
    """Something has been said that must be in sight."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        me = desk.recorder.staff
        self._by_two = desk.facts.policy.admission.belongings_by_two
        others = [one for one in desk.facts.staff if may(one.role, Deed.ADMISSION_TASK) and one != me]
        self.second = Field("Searched with", PersonPicker("Searched with", others))
        self.nothing = button("Nothing was found", "choice")
        self.nothing.setCheckable(True)
        self.nothing.toggled.connect(self._nothing_toggled)
        self.problem = label()
        self.problem.hide()
        self._rows: list[ItemRow] = []
        self._items = QVBoxLayout()
        self._items.setSpacing(6)
        self._lay_out()
        self._add_row()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.second)
        column.addWidget(heading("What was found, and where it went"))
        column.addLayout(self._items)
        column.addWidget(self.problem)
        column.addWidget(self.nothing)

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        return tuple(self._rows)

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        return tuple(one.item for one in self._rows if any(one.item))

    def _add_row(self) -> None:
        row = ItemRow(len(self._rows) + 1)
        row.typed.connect(self._typed)
        self._rows.append(row)
        self._items.addWidget(row)

    @Slot()
    def _typed(self) -> None:
        self._say("")
        if any(self._rows[-1].item):
            self._add_row()
        self.nothing.setEnabled(not self.items)
        self.nothing.setToolTip("Something is listed above" if self.items else "")

    @Slot(bool)
    def _nothing_toggled(self, nothing: bool) -> None:
        self._say("")
        for row in self._rows:
            row.setEnabled(not nothing)

    def has_problems(self) -> bool:
        """Says what is missing; returns whether anything is."""
        alone = self._by_two and self.second.editor.staff_id is None
        self.second.show_problem("Two people search belongings. Choose who searched with you." if alone else "")
        for row in self._rows:
            if row.show_missing():
                break
        self._say(self._missing())
        if alone:
            self.second.editor.setFocus()
        return alone or not self.problem.isHidden()

    def _missing(self) -> str:
        if not self.items and not self.nothing.isChecked():
            return "Say what was found and where it went, or that nothing was found."
        for what, where in self.items:
            if not what:
                return f"Say what went to: {where}."
            if not where:
                return f"Say where it went: {what}."
        return ""

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            self.shown.emit(self.problem)
