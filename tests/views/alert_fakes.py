"""Alerts of the past, pages of them, and their figures, without a store."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from station.models.enums import AlertState, Priority, Stage
from station.store.rows.alerts import AlertLoad, PastAlertRow
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
    longest=timedelta(minutes=6, seconds=12),
    longest_id=1,
    longest_title="1210 · check lapsed",
    median_to_acceptance=timedelta(seconds=48),
    accepted=19,
    causes=(("check late", 15), ("check lapsed", 4), ("vitals late", 2), ("relief soon", 1), ("Station itself", 1)),
)
