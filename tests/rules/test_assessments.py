"""Scales: items, points, totals, bands, and when they are owed again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from station.models.enums import AssessmentKind, TaskKind
from station.rules.assessments import (
    SCALES,
    TASK_OF,
    AssessmentError,
    Made,
    again_after,
    band,
    bvc_owed,
    check_items,
    ordered_again,
    total,
)
from station.rules.policy import default_policy
from tests.fakes import NOON

POLICY = default_policy()
RULES = POLICY.assessments
ZONE = ZoneInfo("America/Chicago")
BVC, CIWA, COWS = AssessmentKind
HOUR = timedelta(hours=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def all_at_most(kind: AssessmentKind) -> dict[str, int]:
    return {item.key: max(item.points) for item in SCALES[kind].items}


@pytest.mark.parametrize(("kind", "items", "most"), [(BVC, 6, 6), (CIWA, 10, 67), (COWS, 11, 48)])
def test_items_and_the_most_points(kind: AssessmentKind, items: int, most: int) -> None:
    assert (len(SCALES[kind].items), SCALES[kind].most, total(kind, all_at_most(kind))) == (items, most, most)
    assert TASK_OF[kind] is TaskKind(kind.value)


@pytest.mark.parametrize("kind", list(AssessmentKind))
def test_only_the_points_of_an_item_may_be_given(kind: AssessmentKind) -> None:
    whole = all_at_most(kind)
    check_items(kind, whole, whole=True)
    for item in SCALES[kind].items:
        for points in range(-1, 9):
            if points in item.points:
                check_items(kind, whole | {item.key: points}, whole=True)
            else:
                with pytest.raises(AssessmentError, match="cannot be given"):
                    check_items(kind, whole | {item.key: points}, whole=True)


def test_what_is_missing_is_named() -> None:
    items = all_at_most(BVC)
    del items["objects"]
    with pytest.raises(AssessmentError, match="Not filled in yet: Attacking objects"):
        check_items(BVC, items, whole=True)
    check_items(BVC, items, whole=False)
    assert total(BVC, items) is None
    with pytest.raises(AssessmentError, match="no item “mood”"):
        check_items(BVC, {"mood": 1}, whole=False)


@pytest.mark.parametrize(
    ("kind", "points", "words"),
    [
        (BVC, 0, "low"), (BVC, 1, "moderate"), (BVC, 2, "moderate"), (BVC, 3, "high"), (BVC, 6, "high"),
        (CIWA, 9, "mild"), (CIWA, 10, "moderate"), (CIWA, 18, "moderate"), (CIWA, 19, "severe"), (CIWA, 67, "severe"),
        (COWS, 4, "none"), (COWS, 5, "mild"), (COWS, 12, "mild"), (COWS, 13, "moderate"), (COWS, 24, "moderate"),
        (COWS, 25, "severe"),
    ],
)  # fmt: skip
def test_bands_on_both_sides_of_each_limit(kind: AssessmentKind, points: int, words: str) -> None:
    assert band(RULES, kind, points) == words


@pytest.mark.parametrize(
    ("kind", "points", "hours"),
    [(CIWA, 9, 8), (CIWA, 10, 4), (CIWA, 19, 1), (COWS, 4, 8), (COWS, 5, 6), (COWS, 13, 4), (COWS, 25, 1)],
)
def test_owed_again_by_its_band(kind: AssessmentKind, points: int, hours: int) -> None:
    assert again_after(RULES, kind, [Made(NOON, points, whole=True)]) == hours * HOUR


def test_of_nothing_known_the_shortest_and_a_part_never_relaxes() -> None:
    assert again_after(RULES, CIWA, [Made(NOON, None, whole=False)]) == HOUR
    part, severe = Made(NOON, 2, whole=False), Made(NOON - HOUR, 20, whole=True)
    assert again_after(RULES, CIWA, [part, severe]) == HOUR
    assert again_after(RULES, CIWA, [Made(NOON, None, whole=False), Made(NOON - HOUR, 3, whole=True)]) == 8 * HOUR


def test_the_first_is_owed_soon_after_the_order() -> None:
    first = ordered_again(RULES, CIWA, [], ordered_at=NOON, not_before=NOON)
    assert (first.due_at, first.lapsed_at) == (NOON + HOUR / 2, NOON + 1.5 * HOUR)
    then = ordered_again(RULES, CIWA, [Made(NOON + HOUR, 19, whole=True)], ordered_at=NOON, not_before=NOON)
    assert (then.since, then.due_at, then.lapsed_at) == (NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR)


@pytest.mark.parametrize(
    ("begins", "due"),
    [("09:00", "15:00"), ("13:59", "15:00"), ("14:00", "23:00"), ("14:30", "23:00"), ("15:00", "23:00")],
)
def test_somebody_new_has_one_by_the_end_of_his_shift_unless_it_is_nearly_over(begins: str, due: str) -> None:
    found = bvc_owed(RULES, POLICY.shifts, ZONE, last=None, begins=local(f"2026-06-01T{begins}"))
    assert found.due_at == local(f"2026-06-01T{due}")


@pytest.mark.parametrize(
    ("last", "due"), [("07:00", "01T23:00"), ("14:59", "01T23:00"), ("15:00", "02T07:00"), ("23:30", "02T15:00")]
)
def test_one_in_every_shift(last: str, due: str) -> None:
    at = local(f"2026-06-01T{last}")
    found = bvc_owed(RULES, POLICY.shifts, ZONE, last=at, begins=at)
    assert (found.since, found.due_at) == (at, local(f"2026-06-{due}"))
    assert found.soon_at == found.due_at - HOUR / 2


def test_the_night_in_which_clocks_change_is_an_hour_shorter() -> None:
    at = local("2026-03-07T20:00")
    found = bvc_owed(RULES, POLICY.shifts, ZONE, last=at, begins=at)
    begun = local("2026-03-07T23:00").astimezone(UTC)
    assert (found.due_at, found.due_at - begun) == (local("2026-03-08T07:00"), 7 * HOUR)
