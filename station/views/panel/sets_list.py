"""The last sets of vital signs of a patient, for putting one right."""

from datetime import datetime
from functools import partial
from typing import Final

from typing_extensions import override

from station.models.enums import EntryStatus
from station.reports.patient_words import set_words
from station.reports.vital_panels import panels_of
from station.rules.wording import clock_time
from station.store.rows import PatientRow
from station.store.rows.vitals import VitalRow
from station.views.panel import moving
from station.views.panel.desk import Desk, Placed
from station.views.panel.form import Form
from station.views.panel.moving import Move
from station.views.panel.records_list import SHOWN, RecordsList
from station.views.panel.vitals import VitalsForm

NONE: Final = "No vital signs have been recorded of him yet."


class SetsList(RecordsList[VitalRow]):
    """With what was said about each that was corrected."""

    what, things, none = "set", "vital signs", NONE
    amend_title, move_words = "Amend vital signs", moving.SET

    def __init__(self, desk: Desk, patient: PatientRow, others: tuple[Placed, ...]) -> None:
        self._panels = panels_of(desk.facts.policy.vitals)
        super().__init__(desk, patient, others, partial(desk.reads.vitals, patient.stay_id, SHOWN))

    @override
    def words_of(self, row: VitalRow) -> tuple[str, ...]:
        now, zone = self.desk.now(), self.desk.zone
        no_score = bool(self.patient.vitals is not None and self.patient.vitals.no_score)
        said = (
            f"{one.kind.value.capitalize()} {clock_time(one.at, zone, now)} by {one.by}: {one.reason}"
            for one in row.amendments
        )
        return (set_words(row, self._panels, zone, now, no_score=no_score), *said)

    @override
    def moment_of(self, row: VitalRow) -> datetime:
        return row.observed_at

    @override
    def status_of(self, row: VitalRow) -> EntryStatus:
        return row.status

    @override
    def amending(self, row: VitalRow) -> Form:
        return VitalsForm(self.desk, self.patient, row)

    @override
    def move_of(self, row: VitalRow) -> Move:
        return partial(self.desk.commands.correct_set_patient, set_id=row.id)
