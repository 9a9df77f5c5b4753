"""What a change of level will mean, before it is saved."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from station.models.enums import OwedReason
from station.views.panel.consequences import (
    Applies,
    Direction,
    Levels,
    consequence,
    direction,
    levels_after,
    provider_order_note,
)
from tests.views.snapshots import NOW, POLICY, ZONE, ago, away, patient

HERE = ZoneInfo(ZONE)
Q15 = Levels("Q15", None)


@pytest.mark.parametrize(
    ("applies", "after"),
    [("always", Levels("Q5", None)), ("awake", Levels("Q5", "Q15")), ("asleep", Levels("Q15", "Q5"))],
)
def test_a_level_applies_always_awake_or_asleep(applies: Applies, after: Levels) -> None:
    assert levels_after(Q15, "Q5", applies) == after


def test_two_halves_that_agree_are_one_level() -> None:
    assert levels_after(Levels("Q5", "Q15"), "Q15", "awake") == Levels("Q15", None)
    assert Levels("Q5", "Q15").words == "Q5 awake, Q15 asleep"


@pytest.mark.parametrize(
    ("after", "way"),
    [
        (Levels("Q5", None), Direction.RAISE),
        (Levels("1:1", None), Direction.RAISE),
        (Levels("Q30", None), Direction.LOWER),
        (Levels("1:1", "Q30"), Direction.LOWER),
        (Levels("Q15", None), Direction.SAME),
    ],
)
def test_lowering_either_half_is_a_lowering(after: Levels, way: Direction) -> None:
    assert direction(POLICY, Q15, after) is way


def test_a_raise_is_owed_a_look_within_two_minutes() -> None:
    who = patient(last_seen=ago(minutes=1))
    assert consequence(POLICY, who, Levels("Q5", None), NOW, HERE) == "First Q5 check due 14:34."


def test_a_lowered_interval_runs_from_the_last_check() -> None:
    who = patient(last_seen=ago(minutes=2))
    assert consequence(POLICY, who, Levels("Q30", None), NOW, HERE) == "Next Q30 check due 15:00."


def test_a_raise_past_its_new_time_is_due_now() -> None:
    who = patient(last_seen=ago(minutes=6))
    assert consequence(POLICY, who, Levels("Q5", None), NOW, HERE) == "First Q5 check due now."


def test_between_two_continuous_levels_the_observer_stays_and_lowered_from_them_he_is_free() -> None:
    held = patient(level="1:1", observer="R. Osei", last_seen=ago(minutes=2))
    assert consequence(POLICY, held, Levels("LOS", None), NOW, HERE) == "Next LOS check due 14:45. R. Osei keeps him."
    assert consequence(POLICY, held, Q15, NOW, HERE) == "Next Q15 check due 14:45. R. Osei is free."


def test_a_continuous_level_takes_an_observer() -> None:
    assert "named observer" in consequence(POLICY, patient(last_seen=ago(minutes=1)), Levels("LOS", None), NOW, HERE)


def test_a_sleeping_patient_goes_by_the_level_asleep() -> None:
    asleep = replace(patient(last_seen=ago(minutes=2)), asleep=True)
    assert "due 15:00" in consequence(POLICY, asleep, Levels("Q15", "Q30"), NOW, HERE)


def test_one_never_seen_keeps_his_first_check() -> None:
    new = patient(never_seen=True, owed_since=ago(seconds=30))
    assert consequence(POLICY, new, Levels("Q30", None), NOW, HERE) == "Next Q30 check due 14:33."


def test_off_the_unit_nothing_is_due_until_he_is_back() -> None:
    said = consequence(POLICY, patient(away=away()), Levels("1:1", None), NOW, HERE)
    assert said == (
        "1:1: checks stay suspended until he is back. "
        "A named observer holds him at all times: somebody has to take him over within 30 s."
    )


def test_back_and_not_seen_yet_nothing_runs_from_before_he_left() -> None:
    who = patient(last_seen=ago(hours=2), owed_since=ago(seconds=30), reason=OwedReason.RETURNED)
    assert consequence(POLICY, who, Levels("Q30", None), NOW, HERE) == "Next Q30 check due 14:33."


def test_nothing_changed_means_nothing() -> None:
    assert consequence(POLICY, patient(), Q15, NOW, HERE) == ""


def test_a_nurses_raise_owes_an_order() -> None:
    said = provider_order_note(POLICY, NOW, HERE)
    assert "within 60 min, by 15:32" in said
    assert POLICY.orders.provider_order_late == timedelta(hours=1)
