"""The part of the binding that is about one patient: his checks, where he is, his level, who holds him."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from station.services import (
    Store,
    absences,
    admission,
    checks,
    corrections,
    custody,
    levels,
    orders,
    photos,
    reading,
    stays,
)
from station.services.events import Event
from station.store.rows import CheckRow, LeftRow
from station.store.rows.absences import AbsenceStepRow
from station.store.rows.admission import AdmissionDeedRow
from station.store.rows.custody import HandedOver, HandingRow
from station.store.rows.levels import LevelStretchRow

_LEFT_LATELY: Final = timedelta(days=2)


class _Now(Protocol):
    def now(self) -> datetime: ...


class PatientReads:
    _store: Store
    _clock: _Now

    def checks(self, stay_id: int, limit: int = 12) -> tuple[CheckRow, ...]:
        return reading.read_checks(self._store, stay_id, limit)

    def left(self) -> tuple[LeftRow, ...]:
        return reading.read_left(self._store, self._clock.now() - _LEFT_LATELY)

    def photo(self, photo_id: int) -> bytes:
        return photos.read_photo(self._store, photo_id)

    def absence_steps(self, absence_id: int) -> tuple[AbsenceStepRow, ...]:
        return absences.read_absence_steps(self._store, absence_id)

    def admission_deeds(self, stay_id: int) -> tuple[AdmissionDeedRow, ...]:
        return admission.read_admission_deeds(self._store, stay_id)

    def handings(self, stay_id: int) -> tuple[HandingRow, ...]:
        return custody.read_handings(self._store, stay_id)

    def levels(self, stay_id: int) -> tuple[LevelStretchRow, ...]:
        return levels.read_levels(self._store, stay_id)


class PatientCommands:
    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        raise NotImplementedError

    def record_check(self, staff_id: int, entry: checks.CheckEntry, confirmed: bool) -> list[Event]:
        return self._do(staff_id, checks.record_check, entry, confirmed=confirmed)

    def record_not_found(self, staff_id: int, request_id: str, stay_id: int, note: str) -> list[Event]:
        return self._do(staff_id, checks.record_not_found, request_id, stay_id, staff_id, note)

    def amend_check(self, staff_id: int, amended: corrections.Amended) -> list[Event]:
        return self._do(staff_id, corrections.amend_check, amended)

    def correct_patient(
        self, staff_id: int, check_id: int, right_stay_id: int, request_id: str, reason: str
    ) -> list[Event]:
        return self._do(staff_id, corrections.correct_patient, check_id, right_stay_id, request_id, reason)

    def take_back_check(self, staff_id: int, check_id: int) -> list[Event]:
        return self._do(staff_id, corrections.take_back_check, check_id)

    def admit(self, staff_id: int, admission: stays.Admission) -> list[Event]:
        return self._do(staff_id, stays.admit, admission)

    def transfer(self, staff_id: int, stay_id: int, bed_id: int) -> list[Event]:
        return self._do(staff_id, stays.transfer, stay_id, bed_id)

    def swap_beds(self, staff_id: int, stay_id: int, other_stay_id: int) -> list[Event]:
        return self._do(staff_id, stays.swap_beds, stay_id, other_stay_id)

    def discharge(self, staff_id: int, stay_id: int, reason: str) -> list[Event]:
        return self._do(staff_id, stays.discharge, stay_id, reason)

    def set_level(self, staff_id: int, change: orders.LevelChange) -> list[Event]:
        return self._do(staff_id, orders.set_level, change)

    def set_precautions(self, staff_id: int, stay_id: int, codes: tuple[str, ...]) -> list[Event]:
        return self._do(staff_id, stays.set_precautions, stay_id, codes)

    def set_look_for(self, staff_id: int, stay_id: int, words: str) -> list[Event]:
        return self._do(staff_id, stays.set_look_for, stay_id, words)

    def set_photo(self, staff_id: int, stay_id: int, image: bytes) -> list[Event]:
        return self._do(staff_id, photos.set_photo, stay_id, image)

    def enter_provider_order(self, staff_id: int, stay_id: int, ordered_by: str) -> list[Event]:
        return self._do(staff_id, orders.enter_provider_order, stay_id, ordered_by)

    def review_order(
        self, staff_id: int, stay_id: int, ordered_by: str, reason: str, review_by: datetime | None
    ) -> list[Event]:
        return self._do(staff_id, orders.review_order, stay_id, ordered_by, reason, review_by=review_by)

    def take_over(self, staff_id: int, stay_id: int) -> list[Event]:
        return self._do(staff_id, custody.take_over, stay_id, staff_id)

    def offer_handover(self, staff_id: int, stay_id: int, to_staff_id: int, said: HandedOver) -> list[Event]:
        return self._do(staff_id, custody.offer_handover, stay_id, to_staff_id, said)

    def accept_handover(self, staff_id: int, handing_id: int) -> list[Event]:
        return self._do(staff_id, custody.accept_handover, handing_id, staff_id)

    def decline_handover(self, staff_id: int, handing_id: int, reason: str) -> list[Event]:
        return self._do(staff_id, custody.decline_handover, handing_id, staff_id, reason)

    def take_back_offer(self, staff_id: int, handing_id: int) -> list[Event]:
        return self._do(staff_id, custody.take_back_offer, handing_id)

    def leave_unit(self, staff_id: int, leaving: absences.Leaving) -> list[Event]:
        return self._do(staff_id, absences.leave_unit, leaving)

    def hand_on(
        self, staff_id: int, request_id: str, stay_id: int, custodian: str, custodian_id: int | None
    ) -> list[Event]:
        return self._do(staff_id, absences.hand_on, request_id, stay_id, custodian, custodian_id=custodian_id)

    def expect_at(
        self, staff_id: int, request_id: str, stay_id: int, expected_at: datetime, reason: str
    ) -> list[Event]:
        return self._do(staff_id, absences.expect_at, request_id, stay_id, expected_at, reason)

    def come_back(self, staff_id: int, request_id: str, stay_id: int, note: str, at: datetime | None) -> list[Event]:
        return self._do(staff_id, absences.come_back, request_id, stay_id, note, at=at)

    def report_awol(self, staff_id: int, awol: absences.Awol) -> list[Event]:
        return self._do(staff_id, absences.report_awol, awol)

    def tell(
        self, staff_id: int, request_id: str, stay_id: int, who: str, said: str, at: datetime | None
    ) -> list[Event]:
        return self._do(staff_id, absences.tell, request_id, stay_id, who, said, at=at)

    def record_admission_task(self, staff_id: int, entry: admission.AdmissionEntry, confirmed: bool) -> list[Event]:
        return self._do(staff_id, admission.record_admission_task, entry, confirmed=confirmed)
