"""Alerts of the past, pages of them, and their figures, without a store."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from station.models.enums import AlertState, Priority, Stage
from station.store.rows import AlertStepRow
from station.store.rows.alerts import AlertLoad, AlertPage, AlertShownRow, AlertStory, AlertWanted, PastAlertRow
from station.views.commands import Events
from tests.views.snapshots import NOW, ago

_CLOSED = PastAlertRow(
    id=1,
    stay_id=4,
    bed="1204",
    patient="Ames, Maria",
    area_id=1,
    area="West hall",
    kind="check",
    priority=Priority.HIGH,
    stage=Stage.LAPSED,
    state=AlertState.CLOSED,
    text="",
    since=ago(minutes=82),
    due_at=ago(minutes=67),
    lapsed_at=ago(minutes=62),
    detected_at=ago(minutes=67),
    accepted_by="R. Osei",
    accepted_at=ago(minutes=61),
    accepted_note="Going now",
    lease_until=None,
    closed_at=ago(minutes=60),
    closed_by="R. Osei",
    close_reason="seen",
    documented_late=False,
    close_note=None,
    close_note_by=None,
    close_note_at=None,
)


def past(number: int, **said: Any) -> PastAlertRow:
    """A lapsed check of an hour ago, accepted and seen, unless told otherwise."""
    return replace(_CLOSED, id=number, **said)


LOAD = AlertLoad(
    since=NOW - timedelta(hours=7.5),
    until=NOW,
    alerts=23,
    announcements=14,
    people=4.2,
    per_person=0.074,
    most_within=4,
    flood_count=10,
    flood_within=timedelta(minutes=10),
    longest=timedelta(minutes=6, seconds=18),
    longest_id=1,
    longest_title="1210 · check lapsed",
    median_to_acceptance=timedelta(seconds=48),
    accepted=19,
    causes=(("check late", 15), ("check lapsed", 4), ("vitals late", 2), ("relief soon", 1), ("Station itself", 1)),
)


class FakeAlertCommands:
    def _called(self, name: str, *arguments: Any) -> Events:
        raise NotImplementedError

    def accept_alert(self, staff_id: int, alert_id: int, note: str) -> Events:
        return self._called("accept_alert", staff_id, alert_id, note)

    def delegate_alert(self, staff_id: int, alert_id: int, to_staff_id: int) -> Events:
        return self._called("delegate_alert", staff_id, alert_id, to_staff_id)

    def close_alert(self, staff_id: int, alert_id: int, reason: str) -> Events:
        return self._called("close_alert", staff_id, alert_id, reason)

    def explain_alert(self, staff_id: int, alert_id: int, why: str) -> Events:
        return self._called("explain_alert", staff_id, alert_id, why)


@dataclass(kw_only=True)
class FakeAlertReads:
    """Answers with what it holds; filters by priority, and by what is owed."""

    asked: list[str] = field(default_factory=list)
    steps: tuple[AlertStepRow, ...] = ()
    shown: tuple[AlertShownRow, ...] = ()
    history: tuple[PastAlertRow, ...] = ()
    """The one found last first."""
    load: AlertLoad | Exception = LOAD
    wanted: list[tuple[AlertWanted, int | None]] = field(default_factory=list)
    page_error: Exception | None = None

    def alert_page(self, wanted: AlertWanted, before: int | None) -> AlertPage:
        self.wanted.append((wanted, before))
        if self.page_error is not None:
            raise self.page_error
        rows = [
            one
            for one in self.history
            if (wanted.priority in (None, one.priority))
            and (one.owes_reason or not wanted.owes_reason)
            and (before is None or one.id < before)
        ]
        return AlertPage(tuple(rows[:60]), len(rows) > 60)

    def alert_story(self, alert_id: int) -> AlertStory:
        self.asked.append(f"story of {alert_id}")
        row = next((one for one in self.history if one.id == alert_id), past(alert_id))
        return AlertStory(row, self.steps, self.shown)

    def reasons_owed(self, stay_id: int | None) -> tuple[PastAlertRow, ...]:
        self.asked.append("reasons owed")
        return tuple(one for one in self.history if one.owes_reason and stay_id in (None, one.stay_id))

    def alert_load(self, since: datetime) -> AlertLoad:
        self.asked.append("load")
        if isinstance(self.load, Exception):
            raise self.load
        return replace(self.load, since=since)
