"""The last assessments of a patient, for putting one right."""

from datetime import datetime
from functools import partial
from typing import Final

from typing_extensions import override

from station.models.enums import EntryStatus, SetOutcome
from station.rules.assessments import SCALES, band
from station.rules.wording import clock_time
from station.store.rows import PatientRow
from station.store.rows.vitals import AssessmentRow
from station.views.panel import moving
from station.views.panel.assessment import AssessmentForm
from station.views.panel.desk import Desk, Placed
from station.views.panel.form import Form
from station.views.panel.moving import Move
from station.views.panel.records_list import SHOWN, RecordsList

NONE: Final = "No assessment has been recorded of him yet."


class AssessmentsList(RecordsList[AssessmentRow]):
    """Why one was corrected begins the note of the one in its place."""

    what, things, none = "assessment", "assessments", NONE
    amend_title, move_words = "Amend an assessment", moving.ASSESSMENT

    def __init__(self, desk: Desk, patient: PatientRow, others: tuple[Placed, ...]) -> None:
        super().__init__(desk, patient, others, partial(desk.reads.assessments, patient.stay_id, SHOWN))

    @override
    def words_of(self, row: AssessmentRow) -> tuple[str, ...]:
        return (self._said(row), *((row.note,) if row.note else ()))

    def _said(self, row: AssessmentRow) -> str:
        """14:05 · Alcohol withdrawal 12 of 67, moderate · J. Moore, late entry"""
        at = clock_time(row.observed_at, self.desk.zone, self.desk.now())
        by = f"{row.by}, late entry" if row.late_entry else row.by
        return " · ".join((at, f"{SCALES[row.kind].title} {self._result(row)}", by))

    def _result(self, row: AssessmentRow) -> str:
        if row.outcome is SetOutcome.REFUSED:
            return f"refused: {row.why}"
        most = SCALES[row.kind].most
        if row.total is None:
            points = sum(each for _, each in row.items)
            return f"{points} so far, {len(row.items)} of {len(SCALES[row.kind].items)} items: {row.why}"
        return f"{row.total} of {most}, {band(self.desk.facts.policy.assessments, row.kind, row.total)}"

    @override
    def moment_of(self, row: AssessmentRow) -> datetime:
        return row.observed_at

    @override
    def status_of(self, row: AssessmentRow) -> EntryStatus:
        return row.status

    @override
    def amending(self, row: AssessmentRow) -> Form:
        return AssessmentForm(self.desk, self.patient, row.kind, row)

    @override
    def move_of(self, row: AssessmentRow) -> Move:
        return partial(self.desk.commands.correct_assessment_patient, assessment_id=row.id)
