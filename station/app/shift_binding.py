"""The part of the binding that is about a shift: who is planned for what, and how it is handed over."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from station.rules.plan import Plan
from station.services import Store, assignments, handover, handover_reading, plan_reading
from station.services.events import Event
from station.services.handover_sheet import HandoverSheet
from station.services.plan_sheet import PlanSheet, PublishedPlan
from station.store.rows.handover import HandedOverRow
from station.store.rows.plan import ShiftRow


class _Now(Protocol):
    def now(self) -> datetime: ...


class ShiftReads:
    _store: Store
    _clock: _Now

    def shifts(self) -> tuple[ShiftRow, ...]:
        return plan_reading.read_shifts(self._store, self._clock.now())

    def plan_sheet(self, starts_at: datetime, staff_id: int | None) -> PlanSheet:
        return plan_reading.read_plan_sheet(self._store, starts_at, staff_id, self._clock.now())

    def published_plan(self, starts_at: datetime, number: int) -> PublishedPlan:
        return plan_reading.read_published_plan(self._store, starts_at, number)

    def plan_before(self, starts_at: datetime) -> Plan | None:
        return plan_reading.read_plan_before(self._store, starts_at)

    def handover(self) -> HandoverSheet:
        return handover_reading.read_handover(self._store, self._clock.now())

    def handovers(self) -> tuple[HandedOverRow, ...]:
        return handover_reading.read_handovers(self._store)

    def signed_handover(self, starts_at: datetime) -> HandoverSheet:
        return handover_reading.read_signed_handover(self._store, starts_at, self._clock.now())


class ShiftCommands:
    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        raise NotImplementedError

    def save_draft(self, staff_id: int, starts_at: datetime, based_on: int, plan: Plan) -> list[Event]:
        return self._do(staff_id, assignments.save_draft, starts_at, based_on, plan)

    def discard_draft(self, staff_id: int, starts_at: datetime) -> list[Event]:
        return self._do(staff_id, assignments.discard_draft, starts_at)

    def publish_plan(
        self, staff_id: int, request_id: str, starts_at: datetime, based_on: int, plan: Plan, confirmed: bool
    ) -> list[Event]:
        publishing = assignments.Publishing(request_id, starts_at, based_on, plan)
        return self._do(staff_id, assignments.publish_plan, publishing, confirmed=confirmed)

    def add_handover_note(self, staff_id: int, request_id: str, words: str, stay_id: int | None) -> list[Event]:
        return self._do(staff_id, handover.add_note, request_id, words, stay_id)

    def withdraw_handover_note(self, staff_id: int, note_id: int) -> list[Event]:
        return self._do(staff_id, handover.withdraw_note, note_id)

    def sign_outgoing(self, staff_id: int, starts_at: datetime) -> list[Event]:
        return self._do(staff_id, handover.sign_outgoing, starts_at)
