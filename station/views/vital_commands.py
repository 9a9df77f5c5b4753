"""What a desk may do and read about vital signs and assessments; see `views.commands`."""

from collections.abc import Sequence
from typing import Protocol

from station.models.enums import AssessmentKind
from station.services.assessing import AssessmentEntry
from station.services.assessment_corrections import AmendedAssessment
from station.services.events import Event
from station.services.scores import Answer
from station.services.vital_corrections import AmendedSet
from station.services.vital_orders import OrderedVitals
from station.services.vitals import VitalEntry
from station.store.rows.vitals import AssessmentRow, PatientDay, VitalOrderRow, VitalRow, VitalsBefore

Events = Sequence[Event]


class VitalCommands(Protocol):
    def record_set(self, staff_id: int, entry: VitalEntry, confirmed: bool) -> Events: ...

    def amend_set(self, staff_id: int, amended: AmendedSet, confirmed: bool) -> Events: ...

    def correct_set_patient(
        self, staff_id: int, set_id: int, right_stay_id: int, request_id: str, reason: str
    ) -> Events: ...

    def order_vitals(self, staff_id: int, order: OrderedVitals) -> Events: ...

    def answer_score(self, staff_id: int, answer: Answer) -> Events: ...

    def record_assessment(self, staff_id: int, entry: AssessmentEntry) -> Events: ...

    def amend_assessment(self, staff_id: int, amended: AmendedAssessment) -> Events: ...

    def correct_assessment_patient(
        self, staff_id: int, assessment_id: int, right_stay_id: int, request_id: str, reason: str
    ) -> Events: ...

    def order_assessment(self, staff_id: int, stay_id: int, kind: AssessmentKind, ordered_by: str) -> Events: ...

    def end_assessment_order(self, staff_id: int, stay_id: int, kind: AssessmentKind, reason: str) -> Events: ...


class VitalReads(Protocol):
    def patient_day(self, stay_id: int, hours: int | None) -> PatientDay:
        """What his page shows of the last so many hours; None: of his whole stay."""
        ...

    def vitals(self, stay_id: int, limit: int = 24) -> tuple[VitalRow, ...]:
        """The last sets, the latest first, corrected ones with what was said about them."""
        ...

    def vitals_before(self, stay_id: int) -> VitalsBefore:
        """What the form of a new set shows beside its fields."""
        ...

    def vital_orders(self, stay_id: int) -> tuple[VitalOrderRow, ...]:
        """The latest first."""
        ...

    def assessments(self, stay_id: int, limit: int = 60) -> tuple[AssessmentRow, ...]:
        """The latest first."""
        ...
