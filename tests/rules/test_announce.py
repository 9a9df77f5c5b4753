"""What the rail shows: late checks of one area together, all else alone, the most urgent first."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import AlertState, Priority
from station.rules.announce import announce

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)


@dataclass(frozen=True)
class Alert:
    id: int
    kind: str = "check"
    priority: Priority = Priority.MEDIUM
    state: AlertState = AlertState.OPEN
    area_id: int | None = 1
    area: str | None = "West hall"
    due_at: datetime = NOW
    detected_at: datetime = NOW


def _overdue(alert: Alert, minutes: float) -> Alert:
    return replace(alert, due_at=NOW - timedelta(minutes=minutes))


alerts = st.lists(
    st.builds(
        Alert,
        id=st.integers(1, 10_000),
        kind=st.sampled_from(["check", "relief", "not found", "hazard", "technical"]),
        priority=st.sampled_from(Priority),
        state=st.sampled_from([AlertState.OPEN, AlertState.ACCEPTED]),
        area_id=st.sampled_from([1, 2, None]),
        due_at=st.integers(0, 90).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    ),
    unique_by=lambda alert: alert.id,
    max_size=20,
)


def test_late_checks_of_one_area_are_one_announcement() -> None:
    shown = announce([_overdue(Alert(1), 0.25), _overdue(Alert(2), 0.9), Alert(3, area_id=2, area="East hall")])
    assert [(entry.grouped, [alert.id for alert in entry.alerts], entry.area) for entry in shown] == [
        (True, [2, 1], "West hall"),
        (False, [3], "East hall"),
    ]
    assert shown[0].due_at == NOW - timedelta(minutes=0.9)
    assert shown[0].priority is Priority.MEDIUM
    assert shown[0].key == "late in area 1"


def test_a_lapsed_check_stands_alone_and_first() -> None:
    lapsed = replace(_overdue(Alert(7), 6), priority=Priority.HIGH)
    shown = announce([_overdue(Alert(1), 90), _overdue(Alert(2), 90), lapsed, replace(lapsed, id=8)])
    assert [[alert.id for alert in entry.alerts] for entry in shown] == [[7], [8], [1, 2]]
    assert [entry.grouped for entry in shown] == [False, False, True]


@pytest.mark.parametrize(
    "other",
    [
        Alert(2, kind="relief"),
        Alert(2, kind="environmental round"),
        Alert(2, kind="hazard"),
        Alert(2, area_id=2),
        Alert(2, area_id=None),
        Alert(2, state=AlertState.ACCEPTED),
        Alert(2, priority=Priority.HIGH),
        Alert(2, priority=Priority.LOW),
    ],
)
def test_what_is_not_a_late_check_of_that_area_stands_alone(other: Alert) -> None:
    assert [entry.grouped for entry in announce([Alert(1), other])] == [False, False]


def test_two_without_an_area_are_not_one_round() -> None:
    assert len(announce([Alert(1, area_id=None), Alert(2, area_id=None)])) == 2


def test_the_order_is_high_technical_medium_low() -> None:
    order = [Priority.HIGH, Priority.TECHNICAL, Priority.MEDIUM, Priority.LOW]
    shown = announce([_overdue(Alert(place, kind="x", priority=each), place) for place, each in enumerate(order)])
    assert [entry.priority for entry in shown] == order


def test_the_longest_overdue_comes_first() -> None:
    shown = announce(
        [_overdue(Alert(place, priority=Priority.HIGH), minutes) for place, minutes in enumerate([2, 9, 5])]
    )
    assert [entry.alerts[0].id for entry in shown] == [1, 2, 0]


@given(alerts)
def test_nothing_is_lost_doubled_or_out_of_order(some: list[Alert]) -> None:
    shown = announce(some)
    assert sorted(alert.id for entry in shown for alert in entry.alerts) == sorted(alert.id for alert in some)
    assert [entry.priority.rank for entry in shown] == sorted(entry.priority.rank for entry in shown)
    assert len({entry.key for entry in shown}) == len(shown)
    assert announce(reversed(some)) == shown
    for entry in shown:
        assert entry.due_at == min(alert.due_at for alert in entry.alerts)
        assert entry.grouped == (len(entry.alerts) > 1)
