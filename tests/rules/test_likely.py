"""What is offered first for a patient: learned from him, by age and time of day; never less than all words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.likely import Past, likely
from station.rules.policy import Policy, default_policy
from tests.fakes import NOON

CHICAGO = ZoneInfo("America/Chicago")
MIDNIGHT = datetime(2026, 3, 3, 0, 0, tzinfo=CHICAGO)
PLACES = default_policy().checks.places
ACTIVITIES = tuple(one.word for one in default_policy().checks.activities)

pasts = st.lists(
    st.builds(
        Past,
        st.integers(-3600, 400_000).map(lambda ago: NOON - timedelta(seconds=ago)),
        st.sampled_from([*PLACES, None, "Attic"]),
        st.sampled_from([*ACTIVITIES, None, "Juggling"]),
    ),
    max_size=30,
)


def every_quarter(since: datetime, hours: float, place: str, activity: str) -> list[Past]:
    return [Past(since + timedelta(minutes=15 * n), place, activity) for n in range(int(hours * 4))]


def test_of_somebody_new_the_order_is_the_policys(policy: Policy) -> None:
    assert likely([], NOON, CHICAGO, policy) == (PLACES, ACTIVITIES)


def test_of_somebody_new_at_night_sleep_comes_first_and_the_rest_stays(policy: Policy) -> None:
    found = likely([], MIDNIGHT, CHICAGO, policy)
    assert found.places == PLACES
    assert found.activities == ("Asleep", *(one for one in ACTIVITIES if one != "Asleep"))


def test_what_he_did_most_of_late_comes_first(policy: Policy) -> None:
    past = [
        *every_quarter(NOON - timedelta(hours=2), 1.5, "Day room", "Reading"),
        *every_quarter(NOON - timedelta(minutes=30), 0.25, "Dining", "Eating"),
        *every_quarter(NOON - timedelta(minutes=15), 0.25, "Dining", "Eating"),
    ]
    found = likely(past, NOON, CHICAGO, policy)
    assert found.places[:2] == ("Dining", "Day room")
    assert found.activities[:2] == ("Eating", "Reading")


def test_the_hour_matters_by_night_he_sleeps_and_by_day_he_does_what_he_does_by_day(policy: Policy) -> None:
    """Three days: in the day room until 22, asleep from there on until 7."""
    day = datetime(2026, 3, 2, 7, 0, tzinfo=CHICAGO)
    past = []
    for ago in range(1, 4):
        start = day - timedelta(days=ago)
        past += every_quarter(start, 15, "Day room", "Watching TV")
        past += every_quarter(start + timedelta(hours=15), 9, "Room", "Asleep")
    at_night = likely(past, day.replace(hour=23), CHICAGO, policy)
    at_noon = likely(past, day.replace(hour=12), CHICAGO, policy)
    assert (at_night.places[0], at_night.activities[0]) == ("Room", "Asleep")
    assert (at_noon.places[0], at_noon.activities[0]) == ("Day room", "Watching TV")


def test_a_habit_given_up_fades(policy: Policy) -> None:
    past = [
        *every_quarter(NOON - timedelta(days=3, hours=1), 2, "Courtyard", "Pacing"),
        *every_quarter(NOON - timedelta(days=1, hours=1), 2, "Group room", "In group"),
    ]
    assert likely(past, NOON, CHICAGO, policy).activities[:2] == ("In group", "Pacing")


def test_the_time_of_day_is_the_units_and_goes_round_midnight(policy: Policy) -> None:
    before_midnight = MIDNIGHT - timedelta(days=1, minutes=20)
    past = [Past(before_midnight, "Bathroom", "Hygiene"), Past(MIDNIGHT - timedelta(hours=12), "Dining", "Eating")]
    assert likely(past, MIDNIGHT, CHICAGO, policy).activities[0] == "Hygiene"


@given(past=pasts, hour=st.integers(0, 23))
def test_all_words_are_there_once_and_nothing_else(past: list[Past], hour: int) -> None:
    found = likely(past, NOON + timedelta(hours=hour), CHICAGO, default_policy())
    assert sorted(found.places) == sorted(PLACES)
    assert sorted(found.activities) == sorted(ACTIVITIES)


@given(past=pasts, data=st.data())
def test_it_is_the_same_whatever_order_the_checks_are_read_in(past: list[Past], data: st.DataObject) -> None:
    same_weight = [one._replace(observed_at=NOON - timedelta(minutes=5)) for one in past]
    shuffled = data.draw(st.permutations(same_weight))
    assert likely(same_weight, NOON, CHICAGO, default_policy()) == likely(shuffled, NOON, CHICAGO, default_policy())


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(seconds=-30)])
def test_the_last_check_weighs_most_even_one_ahead_of_a_clock_set_back(policy: Policy, ago: timedelta) -> None:
    past = [Past(NOON - ago, "Hallway", "Upset"), *every_quarter(NOON - timedelta(hours=2), 0.5, "Room", "Reading")]
    assert likely(past, NOON, CHICAGO, policy).activities[0] == "Upset"
