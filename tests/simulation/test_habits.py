from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from station.rules.policy import default_policy
from station.simulation.habits import Day, doing, sleeps

CHICAGO = Day("America/Chicago")


def _local(hour: int, minute: int = 0) -> datetime:
    """A moment of a January day in Chicago."""
    return datetime(2026, 1, 14, hour, minute, tzinfo=UTC) + timedelta(hours=6)


@pytest.mark.parametrize(
    ("hour", "shift"),
    [(6, "Night"), (7, "Day"), (14, "Day"), (15, "Evening"), (22, "Evening"), (23, "Night"), (2, "Night")],
)
def test_shifts_follow_the_clock_on_the_wall(hour: int, shift: str) -> None:
    assert CHICAGO.shift(_local(hour, 30)) == shift


@pytest.mark.parametrize(("hour", "next_hour"), [(8, 15), (15, 23), (23, 31), (3, 7)])
def test_the_next_handover(hour: int, next_hour: int) -> None:
    assert CHICAGO.next_handover(_local(hour)) == _local(0) + timedelta(hours=next_hour)


def test_most_sleep_by_night_and_few_by_day() -> None:
    rng = Random(1)
    by_night = sum(sleeps(rng, CHICAGO, _local(2), was_asleep=False) for _ in range(500))
    by_day = sum(sleeps(rng, CHICAGO, _local(10), was_asleep=False) for _ in range(500))
    assert by_night > 400
    assert by_day < 50


@pytest.mark.parametrize("hour", range(24))
def test_what_is_recorded_is_in_the_policy_and_sleep_has_its_sign_of_life(hour: int) -> None:
    rng, words = Random(hour), default_policy().checks
    for asleep in (True, False):
        for _ in range(60):
            place, activity, life_sign = doing(rng, CHICAGO, _local(hour), asleep=asleep)
            assert place in words.places
            assert activity in {one.word for one in words.activities}
            assert words.is_sleeping(activity) is asleep
            assert (life_sign in words.life_signs) is asleep
