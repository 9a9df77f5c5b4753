"""The part of the desk's fakes that is about vital signs and assessments."""

from typing import Any

from station.models.enums import AssessmentKind
from station.services.assessing import AssessmentEntry
from station.services.assessment_corrections import AmendedAssessment
from station.services.errors import Refused
from station.services.scores import Answer
from station.services.vital_corrections import AmendedSet
from station.services.vital_orders import OrderedVitals
from station.services.vitals import VitalEntry
from station.store.rows.vitals import AssessmentRow, PatientDay, VitalOrderRow, VitalRow, VitalsBefore
from station.views.commands import Events


class FakeVitalCommands:
    def _called(self, name: str, *arguments: Any) -> Events:
        raise NotImplementedError

    def record_set(self, staff_id: int, entry: VitalEntry, confirmed: bool) -> Events:
        return self._called("record_set", staff_id, entry, confirmed)

    def amend_set(self, staff_id: int, amended: AmendedSet, confirmed: bool) -> Events:
        return self._called("amend_set", staff_id, amended, confirmed)

    def correct_set_patient(
        self, staff_id: int, set_id: int, right_stay_id: int, request_id: str, reason: str
    ) -> Events:
        return self._called("correct_set_patient", staff_id, set_id, right_stay_id, request_id, reason)

    def order_vitals(self, staff_id: int, order: OrderedVitals) -> Events:
        return self._called("order_vitals", staff_id, order)

    def answer_score(self, staff_id: int, answer: Answer) -> Events:
        return self._called("answer_score", staff_id, answer)

    def record_assessment(self, staff_id: int, entry: AssessmentEntry) -> Events:
        return self._called("record_assessment", staff_id, entry)

    def amend_assessment(self, staff_id: int, amended: AmendedAssessment) -> Events:
        return self._called("amend_assessment", staff_id, amended)

    def correct_assessment_patient(
        self, staff_id: int, assessment_id: int, right_stay_id: int, request_id: str, reason: str
    ) -> Events:
        return self._called("correct_assessment_patient", staff_id, assessment_id, right_stay_id, request_id, reason)

    def order_assessment(self, staff_id: int, stay_id: int, kind: AssessmentKind, ordered_by: str) -> Events:
        return self._called("order_assessment", staff_id, stay_id, kind, ordered_by)

    def end_assessment_order(self, staff_id: int, stay_id: int, kind: AssessmentKind, reason: str) -> Events:
        return self._called("end_assessment_order", staff_id, stay_id, kind, reason)


class FakeVitalReads:
    """Nothing has been taken of anybody."""

    def patient_day(self, stay_id: int, hours: int | None) -> PatientDay:
        raise Refused("This patient is not known here.")

    def vitals(self, stay_id: int, limit: int = 24) -> tuple[VitalRow, ...]:
        return ()

    def vitals_before(self, stay_id: int) -> VitalsBefore:
        return VitalsBefore((), 1, "", None, None, False, ())

    def vital_orders(self, stay_id: int) -> tuple[VitalOrderRow, ...]:
        return ()

    def assessments(self, stay_id: int, limit: int = 60) -> tuple[AssessmentRow, ...]:
        return ()
