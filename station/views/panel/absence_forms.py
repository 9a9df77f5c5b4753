"""The forms of an absence: leaving the unit, handing on, expected later, AWOL, who was told, back."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.models.enums import AbsenceKind
from station.rules.permissions import Deed
from station.rules.wording import away_line, clock_time
from station.services.absences import Awol, Leaving
from station.store.rows import PatientRow
from station.store.rows.absences import AwayRow
from station.views.panel.absence_fields import CustodianField, EarlierField, ReturnField, WordField
from station.views.panel.controls import Segments, button, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines
from station.views.panel.form import Command, Form, go_to_first_problem, is_missing
from station.views.permit import Permit

_KINDS: Final = (
    (AbsenceKind.ESCORT.value, "Escort"),
    (AbsenceKind.PASS.value, "Pass"),
    (AbsenceKind.LEAVE.value, "Leave"),
)
_MEANS: Final = {
    AbsenceKind.ESCORT: "Staff, or others on duty, go with him.",
    AbsenceKind.PASS: "For some hours, with somebody who answers for him.",
    AbsenceKind.LEAVE: "Overnight or longer; his bed is kept.",
}
_SUSPENDED: Final = "Checks are suspended until he is back."


def permit(form: Form, *controls: QWidget) -> None:
    """Whoever may not do it sees why."""
    for one in controls:
        Permit(one, form.desk.recorder, Deed.OFF_UNIT)


class LeaveForm(Form):
    """Off the unit: what for, where to, with whom, until when."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self._request_id = desk.request_id()
        self.kind = Segments("What for", _KINDS)
        self._kind_field = Field("What for", self.kind)
        self.where = WordField("Where to", desk.facts.policy.absence.destinations)
        self.who = CustodianField(desk.facts.staff, staff_only=staff_only(desk, patient))
        self.back_by = ReturnField(desk)
        self.earlier = EarlierField(desk, "Left earlier…", "Left at")
        self.note = Field("Note", Lines(rows=2, placeholder="What he takes with him, what was agreed"))
        for one in (self._kind_field, self.where, self.who, self.back_by, self.earlier, self.note):
            self.column.addWidget(one)
        self.save = self.ending("Off the unit", self.submit)
        permit(self, self.save)
        self.kind.choose(AbsenceKind.ESCORT.value)
        self.kind.chosen.connect(self._kind_chosen)
        self._kind_field.show_hint(_MEANS[AbsenceKind.ESCORT])

    @Slot(str)
    def _kind_chosen(self, chosen: str) -> None:
        kind = AbsenceKind(chosen)
        self._kind_field.show_hint(_MEANS[kind])
        if not self.who.value[0]:
            self.who.offer(of_staff=kind is AbsenceKind.ESCORT)

    @Slot()
    def submit(self) -> None:
        """Send it; what is missing is said beside its field."""
        expected_at = self.back_by.at()
        can_be, left_at = self.earlier.at()
        no_place = is_missing(self.where.field, self.where.value, "Say where he goes.")
        nobody = self.who.is_missing()
        if expected_at is None or not can_be or no_place or nobody:
            _show_first_problem(self, (self.where.field, *self.who.fields, self.back_by.field, self.earlier.field))
            return
        custodian, custodian_id = self.who.value
        leaving = Leaving(
            request_id=self._request_id,
            stay_id=self._patient.stay_id,
            kind=AbsenceKind(self.kind.value or AbsenceKind.ESCORT.value),
            destination=self.where.value,
            custodian=custodian,
            custodian_id=custodian_id,
            expected_at=expected_at,
            left_at=left_at,
            note=self.note.editor.value,
        )
        back = clock_time(expected_at, self.desk.zone, self.desk.now())
        done = f"Off the unit with {custodian}, back by {back}. {_SUSPENDED}"
        self.do(partial(self.desk.commands.leave_unit, leaving=leaving), done)


def _show_first_problem(form: Form, fields: Sequence[Field]) -> None:  # type: ignore[type-arg]  # any editors
    """The focus goes there, and what is wrong with it is in sight."""
    go_to_first_problem(fields)
    wrong = next((one for one in fields if one.problem), None)
    if wrong is not None:
        form.shown.emit(wrong)


def staff_only(desk: Desk, patient: PatientRow) -> str:
    """Why only staff may have him off the unit; empty: anybody named may."""
    levels = {patient.level, patient.level_ordered}
    held = [code for code in sorted(levels) if desk.facts.policy.level(code).continuous]
    return f"On {held[0]} only staff take him off the unit." if held else ""


class _AwayForm(Form):
    """Something about a patient who is off the unit."""

    def __init__(self, desk: Desk, patient: PatientRow, away: AwayRow) -> None:
        super().__init__(desk)
        self.patient, self.away = patient, away
        self.request_id = desk.request_id()
        self.column.addWidget(label(away_line(away), tone="muted"))

    def add(self, *widgets: QWidget) -> None:
        for one in widgets:
            self.column.addWidget(one)

    def clock(self, at: datetime) -> str:
        return clock_time(at, self.desk.zone, self.desk.now())


class HandOnForm(_AwayForm):
    """Somebody else has him from now on."""

    def __init__(self, desk: Desk, patient: PatientRow, away: AwayRow) -> None:
        super().__init__(desk, patient, away)
        others = tuple(one for one in desk.facts.staff if one.id != away.custodian_id)
        self.who = CustodianField(others, staff_only=staff_only(desk, patient))
        self.who.offer(of_staff=away.custodian_id is not None)
        self.add(self.who)
        self.save = self.ending("Hand on", self.submit)
        permit(self, self.save)

    @Slot()
    def submit(self) -> None:
        if self.who.is_missing():
            _show_first_problem(self, self.who.fields)
            return
        custodian, custodian_id = self.who.value
        command: Command = partial(
            self.desk.commands.hand_on,
            request_id=self.request_id,
            stay_id=self.patient.stay_id,
            custodian=custodian,
            custodian_id=custodian_id,
        )
        self.do(command, f"{custodian} has him now.")


class ExpectForm(_AwayForm):
    """Expected back at another time, because."""

    def __init__(self, desk: Desk, patient: PatientRow, away: AwayRow) -> None:
        super().__init__(desk, patient, away)
        self.back_by = ReturnField(desk, since=away.expected_at)
        self.reason = Field("Why", Lines(rows=2, placeholder="The scan is delayed"))
        self.add(self.back_by, self.reason)
        self.save = self.ending("Expect him then", self.submit)
        permit(self, self.save)

    @Slot()
    def submit(self) -> None:
        expected_at = self.back_by.at()
        if is_missing(self.reason, self.reason.editor.value, "Say why.") or expected_at is None:
            _show_first_problem(self, (self.back_by.field, self.reason))
            return
        command: Command = partial(
            self.desk.commands.expect_at,
            request_id=self.request_id,
            stay_id=self.patient.stay_id,
            expected_at=expected_at,
            reason=self.reason.editor.value,
        )
        self.do(command, f"Now expected back by {self.clock(expected_at)}.")


class BackForm(_AwayForm):
    """Back on the unit: now with one tap, or since a time that has passed."""

    def __init__(self, desk: Desk, patient: PatientRow, away: AwayRow) -> None:
        super().__init__(desk, patient, away)
        self.earlier = EarlierField(desk, "Came back earlier…", "Back at")
        self.note = Field("Note", Lines(rows=2, placeholder="How he came back, what he brought"))
        self.add(self.earlier, self.note)
        self.save = self.ending("Back on the unit", self.submit)
        permit(self, self.save)

    @Slot()
    def submit(self) -> None:
        can_be, at = self.earlier.at()
        if can_be:
            self.do(back(self.desk, self.request_id, self.patient, self.note.editor.value, at), BACK)


BACK: Final = "Back on the unit. A check is owed within 2 minutes."


def back(desk: Desk, request_id: str, patient: PatientRow, note: str, at: datetime | None) -> Command:
    return partial(desk.commands.come_back, request_id=request_id, stay_id=patient.stay_id, note=note, at=at)


class AwolForm(Form):
    """Gone from the unit, or not come back from where he was."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self._request_id = desk.request_id()
        self.place = WordField("Last place", self._places(), text=self._last_place())
        self.earlier = EarlierField(desk, "Noticed earlier…", "Noticed at")
        self.note = Field("Note", Lines(rows=2, placeholder="Clothes, direction, what he said"))
        words = "A high alert at once, until he is back or his stay ends. A search for him ends with it."
        self.column.addWidget(label(words, tone="muted"))
        for one in (self.place, self.earlier, self.note):
            self.column.addWidget(one)
        self.save = self.ending("Report AWOL", self.submit)
        permit(self, self.save)

    def _places(self) -> tuple[str, ...]:
        return () if self._patient.away else self.desk.facts.policy.checks.places

    def _last_place(self) -> str:
        away, seen = self._patient.away, self._patient.seen
        if away is not None:
            return away.destination
        return (seen.location or "") if seen else ""

    @Slot()
    def submit(self) -> None:
        can_be, noticed_at = self.earlier.at()
        if not can_be:
            return
        awol = Awol(
            request_id=self._request_id,
            stay_id=self._patient.stay_id,
            last_place=self.place.value,
            noticed_at=noticed_at,
            note=self.note.editor.value,
        )
        done = "Reported AWOL. The charge is told at once. Add here who else was told."
        self.do(partial(self.desk.commands.report_awol, awol=awol), done)


class TellForm(Form):
    """Adds somebody who was told that he is gone; ready for the next one."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._stay_id = patient.stay_id
        self._request_id = desk.request_id()
        words = desk.facts.policy.absence.told_of_awol
        self.who = WordField("Add who was told", words, placeholder="Name, or one of these")
        self.said = Field("What was said", Lines(rows=1, placeholder="Description, case number"))
        self.earlier = EarlierField(desk, "Told earlier…", "Told at")
        self.save = button("Add", "primary", name="Add who was told")
        self.save.clicked.connect(self.submit)
        permit(self, self.save)
        for one in (self.who, self.said, self.earlier, self.notice, self.question, self.save):
            self.column.addWidget(one)

    @Slot()
    def submit(self) -> None:
        can_be, at = self.earlier.at()
        nobody = is_missing(self.who.field, self.who.value, "Say who was told.")
        if nobody or not can_be:
            _show_first_problem(self, (self.who.field, self.earlier.field))
            return
        command: Command = partial(
            self.desk.commands.tell,
            request_id=self._request_id,
            stay_id=self._stay_id,
            who=self.who.value,
            said=self.said.editor.value,
            at=at,
        )
        self.do(command, f"{self.who.value} told.")

    @override
    def succeeded(self, done: str) -> None:
        self._request_id = self.desk.request_id()
        self.who.field.editor.clear()
        self.said.editor.clear()
        self.earlier.field.editor.clear()
        self.earlier.toggle.setChecked(False)
        self.notice.say(done, "done")
        super().succeeded(done)
