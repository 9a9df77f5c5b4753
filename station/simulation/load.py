"""How much the alerts of a simulated unit asked of its people: announcements, as the screens group them."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from station.rules.alert_load import Happened, Subject, announcements
from station.services import Store, reading
from station.services.alert_reading import read_alert_page
from station.simulation.verdict import percentile
from station.store.rows.alerts import AlertWanted

WINDOW: Final = timedelta(minutes=10)
_TECHNICAL: Final = "technical"


def load_figures(store: Store, since: datetime, until: datetime, on_duty: Callable[[datetime], int]) -> dict[str, Any]:
    """Announcements to a person in ten minutes, of whole stretches of ten minutes: on average, of the worst in twenty,
    and of the worst. `on_duty`: how many work at a moment. `floods`: stretches with more than policy calls one."""
    began = _announcements(store, since)
    counts, shares = [], []
    for at in _windows(since, until):
        count = bisect_left(began, at + WINDOW) - bisect_left(began, at)
        counts.append(count)
        shares.append(count / max(1, on_duty(at)))
    flood = reading.read_policy(store).alerts.flood_count
    return {
        "announcements": len(began),
        "per_person_10_min": {
            "mean": round(sum(shares) / len(shares), 3) if shares else 0.0,
            "p95": round(percentile(shares, 0.95), 3),
            "max": round(max(shares, default=0.0), 3),
        },
        "most_in_10_min": max(counts, default=0),
        "floods": sum(count > flood for count in counts),
    }


def _windows(since: datetime, until: datetime) -> Iterator[datetime]:
    at = since
    while at + WINDOW <= until:
        yield at
        at += WINDOW


def _announcements(store: Store, since: datetime) -> tuple[datetime, ...]:
    subjects = {row.id: row for row in _subjects(store, since)}
    happened = [
        Happened(number, step.kind, step.at, step.detail)
        for number in sorted(subjects)
        for step in reading.read_alert_steps(store, number)
    ]
    return announcements(subjects, sorted(happened, key=lambda one: one.at))


def _subjects(store: Store, since: datetime) -> Iterator[Subject]:
    """What is about patients and the unit; faults of Station are no load of the work."""
    before: int | None = None
    while True:
        page = read_alert_page(store, AlertWanted(since=since), before)
        for row in page.rows:
            if row.kind != _TECHNICAL:
                yield Subject(
                    row.id, row.kind, row.area_id, row.due_at, row.detected_at, row.stage, row.priority
                )  # fmt: skip
        if not page.more:
            return
        before = page.rows[-1].id
