"""Filling in an assessment item by item, with its total as it grows; and ordering or ending one."""

from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont
from typing_extensions import override

from station.models.enums import AssessmentKind, SetOutcome
from station.rules import assessments
from station.rules.assessments import SCALES
from station.rules.entries import is_late_entry
from station.rules.permissions import Deed
from station.rules.wording import clock_time, short
from station.services.assessing import AssessmentEntry
from station.services.assessment_corrections import AmendedAssessment
from station.store.rows import PatientRow
from station.store.rows.vitals import AssessmentRow
from station.views.panel.controls import Segments, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines, line
from station.views.panel.form import Form, Notice, is_missing
from station.views.panel.measures import single_stop
from station.views.panel.times import NotATime, typed_moment, typed_past
from station.views.permit import Permit

_FILLED, _REFUSED = "filled", "refused"
_OUTCOMES: Final = ((_FILLED, "Filled in"), (_REFUSED, "Refused"))
_YES_NO: Final = {0: "No", 1: "Yes"}


class AssessmentForm(Form):
    """BVC, CIWA-Ar or COWS. An item that could not be seen is left out, and is asked why. `amends`: one put right."""

    def __init__(
        self, desk: Desk, patient: PatientRow, kind: AssessmentKind, amends: AssessmentRow | None = None
    ) -> None:
        super().__init__(desk)
        self._patient, self._kind, self._scale, self._amends = patient, kind, SCALES[kind], amends
        self._request_id = desk.request_id()
        self.outcome = Segments("What came of it", _OUTCOMES)
        self.outcome.choose(_FILLED)
        self.items = {item.key: Segments(item.words, _options(item.points)) for item in self._scale.items}
        self.total = label(scale=1.15, weight=QFont.Weight.DemiBold)
        self.why = Field("Why", line())
        self.when = Field("When, if earlier", line(placeholder="now, or 14:21, or 12 min ago"))
        self.late = Notice()
        self.note = Field("Note", Lines(rows=2))
        self.reason = Field("Why it is amended", Lines(rows=2))
        self._fields = [Field(item.words, self.items[item.key]) for item in self._scale.items]
        if amends is not None:
            self._show_amended(amends)
        self._lay_out()

    def _show_amended(self, row: AssessmentRow) -> None:
        """As it was said. The note is not: it stays with the original."""
        self.outcome.choose(_REFUSED if row.outcome is SetOutcome.REFUSED else _FILLED)
        for key, points in row.items:
            self.items[key].choose(str(points))
        self.why.editor.setText(row.why)
        self.when.editor.setText(typed_moment(row.observed_at, self.desk.zone))
        for one in (self.why.editor, self.when.editor):
            one.setModified(False)

    def _lay_out(self) -> None:
        for one in (self.outcome, *self._fields, self.total, self.why, self.when, self.late, self.note, self.reason):
            self.column.addWidget(one)
        self.reason.setVisible(self._amends is not None)
        self.save = self.ending("Save" if self._amends is None else "Amend", self.submit)
        Permit(self.save, self.desk.recorder, Deed.ASSESSMENT if self._amends is None else Deed.CORRECT_VITALS)
        self.outcome.chosen.connect(self._changed)
        self.when.editor.textChanged.connect(self._time_typed)
        for one in self.items.values():
            single_stop(one)
            one.chosen.connect(self._changed)
        self._changed("")

    def said(self) -> dict[str, int]:
        """What is filled in, by item."""
        return {key: int(one.value) for key, one in self.items.items() if one.value is not None}

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

    @property
    def _is_refused(self) -> bool:
        return self.outcome.value == _REFUSED

    @Slot(str)
    def _changed(self, _: str) -> None:
        said, refused = self.said(), self._is_refused
        for one in self._fields:
            one.setVisible(not refused)
        self.total.setVisible(not refused)
        self.total.setText(self._total_words(said))
        self.why.setVisible(refused or 0 < len(said) < len(self.items))
        self.why.show_hint("" if refused else f"{len(said)} of {len(self.items)} filled in.")

    def _total_words(self, said: dict[str, int]) -> str:
        """12 of 67, moderate; while something is missing, at least so much."""
        points = sum(said.values())
        if len(said) < len(self.items):
            return f"{points} so far, {len(said)} of {len(self.items)} items"
        band = assessments.band(self.desk.facts.policy.assessments, self._kind, points)
        return f"{points} of {self._scale.most}, {band}"

    @Slot()
    def submit(self) -> None:
        try:
            at = self._observed_at()
        except NotATime as problem:
            self.when.show_problem(str(problem))
            return
        self.when.show_problem("")
        said = {} if self._is_refused else self.said()
        if not self._is_refused and not said:
            self.notice.say("Nothing is filled in yet. Fill in what could be seen, or say refused.", "refusal")
            return
        why = self.why.editor.text().strip()
        if self.why.isVisibleTo(self) and is_missing(self.why, why, "Say why: the reason stays on record."):
            return
        entry, commands = self._entry(said, at), self.desk.commands
        if self._amends is None:
            self.do(partial(commands.record_assessment, entry=entry), self.done_words())
            return
        reason = self.reason.editor.value
        if not is_missing(self.reason, reason, "Say why: it stays with the record."):
            amended = AmendedAssessment(self._amends.id, reason, entry)
            self.do(partial(commands.amend_assessment, amended=amended), self.done_words())

    def _observed_at(self) -> datetime | None:
        """None: now, or as it was. Raises NotATime."""
        before = None if self._amends is None else self._amends.observed_at
        return typed_past(self.when.editor.text(), self.desk.now(), self.desk.zone, before)

    def _entry(self, said: dict[str, int], at: datetime | None) -> AssessmentEntry:
        whole = len(said) == len(self.items)
        outcome = SetOutcome.REFUSED if self._is_refused else SetOutcome.WHOLE if whole else SetOutcome.PARTIAL
        why = "" if whole else self.why.editor.text().strip()
        return AssessmentEntry(
            self._request_id, self._patient.stay_id, self._kind, outcome, tuple(said.items()), why, at,
            self.note.editor.value,
        )  # fmt: skip

    @override
    def done_words(self) -> str:
        if self._amends is not None:
            return "Amended. The original stays beside it."
        if self._is_refused:
            return "Recorded as refused."
        return f"{self._scale.title} is recorded: {self.total.text()}."


class AssessmentOrderForm(Form):
    """Beginning and ending an assessment that is made again and again."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        kinds = tuple((kind.value, f"{kind.value} · {SCALES[kind].title}") for kind in assessments.ORDERED)
        self.kind = Segments("Assessment", [(value, value) for value, _ in kinds])
        self.kind.choose(kinds[0][0])
        self.what = Segments("What is ordered", (("begin", "Begin"), ("end", "End")))
        self.what.choose("begin")
        self.ordered_by = Field("Ordered by", line(placeholder="Dr Haas"))
        self.reason = Field("Why it is ended", Lines(rows=2))
        for one in (self.kind, label(", ".join(words for _, words in kinds), tone="muted"), self.what):
            self.column.addWidget(one)
        for field in (self.ordered_by, self.reason):
            self.column.addWidget(field)
        self.save = self.ending("Save", self.submit)
        Permit(self.save, desk.recorder, Deed.PROVIDER_ORDER)
        self.what.chosen.connect(self._changed)
        self._changed("")

    @Slot(str)
    def _changed(self, _: str) -> None:
        self.ordered_by.setVisible(self.what.value == "begin")
        self.reason.setVisible(self.what.value == "end")

    @Slot()
    def submit(self) -> None:
        kind, stay_id = AssessmentKind(self.kind.value or AssessmentKind.CIWA), self._patient.stay_id
        if self.what.value == "begin":
            name = self.ordered_by.editor.text().strip()
            if not is_missing(self.ordered_by, name, "Say which provider ordered it."):
                command = partial(self.desk.commands.order_assessment, stay_id=stay_id, kind=kind, ordered_by=name)
                self.do(command, f"{kind.value} is ordered.")
        else:
            reason = self.reason.editor.value
            if not is_missing(self.reason, reason, "Say why it is ended."):
                command = partial(self.desk.commands.end_assessment_order, stay_id=stay_id, kind=kind, reason=reason)
                self.do(command, f"{kind.value} is not made any more.")


def _options(points: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    if points == (0, 1):
        return tuple((str(one), _YES_NO[one]) for one in points)
    return tuple((str(one), str(one)) for one in points)
