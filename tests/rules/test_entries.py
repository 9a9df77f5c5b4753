"""What may be recorded as a check, and what is a late entry: each boundary."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.entries import EntryError, Verdict, is_late_entry, judge
from station.rules.policy import Policy, default_policy
from station.rules.policy_patients import Entries

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
ADMITTED = NOW - timedelta(days=2)
TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)


def _judge(observed_at: datetime = NOW, **changed: Any) -> Verdict:
    entry: dict[str, Any] = {
        "admitted_at": ADMITTED,
        "discharged_at": None,
        "last_same_observer_at": None,
        "activity": "Talking",
        "life_sign": None,
        "location": "Bathroom",
        "policy": default_policy(),
    }
    return judge(observed_at, NOW, **(entry | changed))


def test_a_usual_check_is_taken_as_it_is() -> None:
    assert _judge() == Verdict(late_entry=False, asks=None)


def test_nothing_in_the_future() -> None:
    assert not _judge(NOW).late_entry
    with pytest.raises(EntryError, match="0:01 in the future"):
        _judge(NOW + TICK)
    with pytest.raises(EntryError, match="1:00 h in the future"):
        _judge(NOW + timedelta(hours=1))


def test_over_two_minutes_is_a_late_entry_and_exactly_two_is_not() -> None:
    assert not _judge(NOW - 2 * MINUTE + TICK).late_entry
    assert not _judge(NOW - 2 * MINUTE).late_entry
    assert _judge(NOW - 2 * MINUTE - TICK).late_entry


@given(st.timedeltas(timedelta(0), timedelta(days=2)))
def test_an_entry_is_late_by_the_two_times_alone(age: timedelta) -> None:
    assert is_late_entry(NOW - age, NOW, default_policy()) is (age > 2 * MINUTE)


def test_late_is_elapsed_time_across_the_change() -> None:
    zone = ZoneInfo("America/New_York")
    change = datetime(2026, 11, 1, 6, tzinfo=UTC)
    observed, recorded = (change - MINUTE).astimezone(zone), (change + 2 * MINUTE).astimezone(zone)
    assert is_late_entry(observed, recorded, default_policy())


def test_not_before_the_admission() -> None:
    assert not _judge(NOW, admitted_at=NOW).late_entry
    with pytest.raises(EntryError, match="before the patient was admitted"):
        _judge(NOW - TICK, admitted_at=NOW)


def test_before_the_admission_where_the_policy_lets_it(policy: Policy) -> None:
    entries = Entries(
        late_entry_after=2 * MINUTE,
        ask_repeat_within=MINUTE,
        not_before_admission=False,
        undo_within=timedelta(seconds=10),
    )
    assert not _judge(NOW - TICK, admitted_at=NOW, policy=policy.model_copy(update={"entries": entries})).late_entry


def test_not_after_the_discharge() -> None:
    gone = NOW - 5 * MINUTE
    assert _judge(gone, discharged_at=gone).late_entry
    with pytest.raises(EntryError, match="after the patient was discharged"):
        _judge(gone + TICK, discharged_at=gone)


@pytest.mark.parametrize(
    ("apart", "asks"),
    [
        (timedelta(0), True),
        (MINUTE - TICK, True),
        (MINUTE, True),
        (MINUTE + TICK, False),
        (timedelta(hours=1), False),
    ],
)
def test_a_repeat_within_a_minute_is_asked_about(apart: timedelta, asks: bool) -> None:
    assert (_judge(NOW, last_same_observer_at=NOW - apart).asks is not None) is asks
    assert (_judge(NOW - apart, last_same_observer_at=NOW).asks is not None) is asks


def test_the_question_says_how_close_they_are() -> None:
    question = _judge(NOW, last_same_observer_at=NOW - timedelta(seconds=41)).asks
    assert question == "Your last check of this patient is only 0:41 from this one. Record both?"


def test_a_sleeping_patient_needs_a_sign_of_life(policy: Policy) -> None:
    said = "A sleeping patient needs a sign of life: choose Breathing seen, Sound heard or Movement seen."
    for nothing in (None, ""):
        with pytest.raises(EntryError) as refused:
            _judge(activity="Asleep", life_sign=nothing)
        assert str(refused.value) == said
    for sign in policy.checks.life_signs:
        assert not _judge(activity="Asleep", life_sign=sign).late_entry


def test_a_waking_patient_may_have_one() -> None:
    assert _judge(activity="Resting in bed, awake", life_sign="Breathing seen").asks is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"location": "Roof"}, "This unit has no place 'Roof'. Choose Room, Day room, .* or Off the unit."),
        ({"location": "room"}, "no place 'room'"),
        ({"location": ""}, "Choose the place: Room, "),
        ({"activity": "Flying"}, "no activity 'Flying'"),
        ({"activity": ""}, "Choose the activity: Awake, Asleep, .* or Upset."),
        (
            {"activity": "Asleep", "life_sign": "Snoring"},
            "no sign of life 'Snoring'. Choose Breathing",
        ),
        ({"life_sign": "Snoring"}, "no sign of life 'Snoring'"),
    ],
)
def test_words_the_policy_does_not_have_are_refused_with_those_it_has(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(EntryError, match=said):
        _judge(**changed)


@given(st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 1), timezones=st.just(UTC)))
def test_whatever_is_taken_lies_within_the_stay_and_not_ahead(observed_at: datetime) -> None:
    gone = NOW - timedelta(hours=1)
    try:
        _judge(observed_at, discharged_at=gone)
    except EntryError:
        assert not ADMITTED <= observed_at <= gone
    else:
        assert ADMITTED <= observed_at <= gone
