"""Binds the services to one store, one clock and one station: what a desk is handed to work with."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from station.models.enums import Role
from station.services import Store, alerts, checks, corrections, custody, orders, reading, setup, stays
from station.services.events import Event
from station.store.rows import AlertStepRow, BoardSnapshot, CheckRow
from station.views.commands import DeskFacts


class Now(Protocol):
    def now(self) -> datetime: ...


class BoundReads:
    """What screens read. Every call is one reading transaction."""

    def __init__(self, store: Store, clock: Now) -> None:
        self._store = store
        self._clock = clock

    def board(self) -> BoardSnapshot:
        return reading.read_board(self._store, self._clock.now())

    def head(self) -> int:
        return reading.read_head(self._store)

    def checks(self, stay_id: int) -> tuple[CheckRow, ...]:
        return reading.read_checks(self._store, stay_id)

    def alert_steps(self, alert_id: int) -> tuple[AlertStepRow, ...]:
        return reading.read_alert_steps(self._store, alert_id)

    def facts(self) -> DeskFacts:
        signature = reading.read_policy_signature(self._store)
        return DeskFacts(
            staff=reading.read_staff(self._store),
            policy=reading.read_policy(self._store),
            policy_signed_by=signature.signed_by,
            policy_signed_at=signature.signed_at,
            database=place_of(self._store),
        )


def place_of(store: Store) -> str:
    """Where the record is kept, without any password."""
    url = store.engine.url
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


class BoundCommands:
    """What people do at this station, each in his own name."""

    def __init__(self, store: Store, clock: Now, station: str) -> None:
        self._store = store
        self._clock = clock
        self._station = station

    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        actor = reading.actor_of(self._store, staff_id, self._station)
        return service(self._store, *asked, **named, actor=actor, now=self._clock.now())

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

    def enter_provider_order(self, staff_id: int, stay_id: int, ordered_by: str) -> list[Event]:
        return self._do(staff_id, orders.enter_provider_order, stay_id, ordered_by)

    def review_order(
        self, staff_id: int, stay_id: int, ordered_by: str, reason: str, review_by: datetime | None
    ) -> list[Event]:
        return self._do(staff_id, orders.review_order, stay_id, ordered_by, reason, review_by=review_by)

    def take_over(self, staff_id: int, stay_id: int) -> list[Event]:
        return self._do(staff_id, custody.take_over, stay_id, staff_id)

    def offer_handover(self, staff_id: int, stay_id: int, to_staff_id: int) -> list[Event]:
        return self._do(staff_id, custody.offer_handover, stay_id, to_staff_id)

    def accept_handover(self, staff_id: int, stay_id: int) -> list[Event]:
        return self._do(staff_id, custody.accept_handover, stay_id, staff_id)

    def decline_handover(self, staff_id: int, stay_id: int) -> list[Event]:
        return self._do(staff_id, custody.decline_handover, stay_id, staff_id)

    def accept_alert(self, staff_id: int, alert_id: int, note: str) -> list[Event]:
        return self._do(staff_id, alerts.accept, alert_id, staff_id, note)

    def close_alert(self, staff_id: int, alert_id: int, reason: str) -> list[Event]:
        return self._do(staff_id, alerts.close, alert_id, staff_id, reason)

    def add_staff(self, staff_id: int, name: str, role: Role) -> list[Event]:
        return self._do(staff_id, setup.add_staff, name, role)
