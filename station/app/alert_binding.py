"""The part of the binding that is about alerts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from station.services import Store, alert_reading, alerts, delegating
from station.services.events import Event
from station.store.rows.alerts import AlertLoad, AlertPage, AlertStory, AlertWanted, PastAlertRow


class _Now(Protocol):
    def now(self) -> datetime: ...


class AlertReads:
    _store: Store
    _clock: _Now

    def alert_page(self, wanted: AlertWanted, before: int | None) -> AlertPage:
        return alert_reading.read_alert_page(self._store, wanted, before)

    def alert_story(self, alert_id: int) -> AlertStory:
        return alert_reading.read_alert_story(self._store, alert_id)

    def reasons_owed(self, stay_id: int | None) -> tuple[PastAlertRow, ...]:
        return alert_reading.read_reasons_owed(self._store, stay_id)

    def alert_load(self, since: datetime) -> AlertLoad:
        return alert_reading.read_alert_load(self._store, since, self._clock.now())


class AlertCommands:
    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        raise NotImplementedError

    def accept_alert(self, staff_id: int, alert_id: int, note: str) -> list[Event]:
        return self._do(staff_id, alerts.accept, alert_id, staff_id, note)

    def delegate_alert(self, staff_id: int, alert_id: int, to_staff_id: int) -> list[Event]:
        return self._do(staff_id, delegating.delegate, alert_id, to_staff_id)

    def close_alert(self, staff_id: int, alert_id: int, reason: str) -> list[Event]:
        return self._do(staff_id, alerts.close, alert_id, staff_id, reason)

    def explain_alert(self, staff_id: int, alert_id: int, why: str) -> list[Event]:
        return self._do(staff_id, delegating.explain, alert_id, why)
