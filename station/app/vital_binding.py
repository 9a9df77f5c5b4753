"""The part of the binding that is about vital signs and assessments."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from station.models.enums import AssessmentKind
from station.services import (
    Store,
    assessing,
    assessment_corrections,
    scores,
    vital_corrections,
    vital_orders,
    vital_reading,
    vitals,
)
from station.services.events import Event
from station.services.patient_day import read_patient_day
from station.store.rows.vitals import AssessmentRow, PatientDay, VitalOrderRow, VitalRow, VitalsBefore


class _Now(Protocol):
    def now(self) -> datetime: ...


class VitalReads:
    _store: Store
    _clock: _Now

    def patient_day(self, stay_id: int, hours: int | None) -> PatientDay:
        now = self._clock.now()
        since = None if hours is None else now - timedelta(hours=hours)
        return read_patient_day(self._store, stay_id, since, now, now)

    def vitals(self, stay_id: int, limit: int = 24) -> tuple[VitalRow, ...]:
        return vital_reading.read_vitals(self._store, stay_id, limit)

    def vitals_before(self, stay_id: int) -> VitalsBefore:
        return vital_reading.read_vitals_before(self._store, stay_id, self._clock.now())

    def vital_orders(self, stay_id: int) -> tuple[VitalOrderRow, ...]:
        return vital_reading.read_vital_orders(self._store, stay_id)

    def assessments(self, stay_id: int, limit: int = 60) -> tuple[AssessmentRow, ...]:
        return vital_reading.read_assessments(self._store, stay_id, limit)


class VitalCommands:
    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        raise NotImplementedError

    def record_set(self, staff_id: int, entry: vitals.VitalEntry, confirmed: bool) -> list[Event]:
        return self._do(staff_id, vitals.record_set, entry, confirmed=confirmed)

    def amend_set(self, staff_id: int, amended: vital_corrections.AmendedSet, confirmed: bool) -> list[Event]:
        return self._do(staff_id, vital_corrections.amend_set, amended, confirmed=confirmed)

    def correct_set_patient(
        self, staff_id: int, set_id: int, right_stay_id: int, request_id: str, reason: str
    ) -> list[Event]:
        return self._do(staff_id, vital_corrections.correct_set_patient, set_id, right_stay_id, request_id, reason)

    def order_vitals(self, staff_id: int, order: vital_orders.OrderedVitals) -> list[Event]:
        return self._do(staff_id, vital_orders.order_vitals, order)

    def answer_score(self, staff_id: int, answer: scores.Answer) -> list[Event]:
        return self._do(staff_id, scores.answer_score, answer)

    def record_assessment(self, staff_id: int, entry: assessing.AssessmentEntry) -> list[Event]:
        return self._do(staff_id, assessing.record_assessment, entry)

    def amend_assessment(self, staff_id: int, amended: assessment_corrections.AmendedAssessment) -> list[Event]:
        return self._do(staff_id, assessment_corrections.amend_assessment, amended)

    def correct_assessment_patient(
        self, staff_id: int, assessment_id: int, right_stay_id: int, request_id: str, reason: str
    ) -> list[Event]:
        service = assessment_corrections.correct_assessment_patient
        return self._do(staff_id, service, assessment_id, right_stay_id, request_id, reason)

    def order_assessment(self, staff_id: int, stay_id: int, kind: AssessmentKind, ordered_by: str) -> list[Event]:
        return self._do(staff_id, vital_orders.order_assessment, stay_id, kind, ordered_by)

    def end_assessment_order(self, staff_id: int, stay_id: int, kind: AssessmentKind, reason: str) -> list[Event]:
        return self._do(staff_id, vital_orders.end_assessment_order, stay_id, kind, reason)
