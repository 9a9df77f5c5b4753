"""How what people enter reaches Station: here straight into the record, as long as that is to be had."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from station.models.enums import AlertState, Role
from station.services import Actor, Store, alerts, checks, keeping, reading, vitals
from station.services.events import Event
from station.simulation.said import VitalsTaken


class AlertSeen(Protocol):
    """An alert as a screen shows it."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> AlertState: ...
    @property
    def stay_id(self) -> int | None: ...


class Entering:
    """What a desk may keep while its record is away goes through here. Each raises what the service raises."""

    def pressed(self, now: datetime) -> datetime:
        """When he presses save whose clock said `now` as he began: here at once."""
        return now

    def check(
        self, store: Store, entry: checks.CheckEntry, _role: Role, *, confirmed: bool, actor: Actor, now: datetime
    ) -> list[Event]:
        return checks.record_check(store, entry, confirmed=confirmed, actor=actor, now=now)

    def not_found(
        self, store: Store, entry: keeping.NotFound, _role: Role, *, actor: Actor, now: datetime
    ) -> list[Event]:
        by = actor.staff_id or 0
        return checks.record_not_found(
            store, entry.request_id, entry.stay_id, by, entry.note, actor=actor, now=now
        )  # fmt: skip

    def vitals(
        self,
        store: Store,
        entry: vitals.VitalEntry,
        _told: VitalsTaken,
        _role: Role,
        *,
        actor: Actor,
        now: datetime,
    ) -> list[Event]:
        return vitals.record_set(store, entry, confirmed=True, actor=actor, now=now)

    def accept(self, store: Store, alert: int, _role: Role, note: str, *, actor: Actor, now: datetime) -> list[Event]:
        return alerts.accept(store, alert, actor.staff_id or 0, note, actor=actor, now=now)

    def alerts(self, store: Store, now: datetime) -> Sequence[AlertSeen]:
        """As they stand on the screen."""
        return reading.read_board(store, now).alerts
