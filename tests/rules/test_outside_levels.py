"""Our levels against the rules and rows of others; where ours differ, the difference is written down."""

import json
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from station.models.enums import Stage
from station.rules.intervals import Limits, limits_of, run_from, stage
from station.rules.owed import nobody_observing
from station.rules.policy import Policy

pytestmark = pytest.mark.outside

SEEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)


@pytest.fixture
def lateness(outside: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((outside / "levels" / "lateness_vectors.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def levels(outside: Path) -> dict[str, Any]:
    text = (outside / "levels" / "observation_level_vectors.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_due_rolls_from_the_last_check_as_in_wards_worked_example(lateness: dict[str, Any]) -> None:
    example = lateness["on_time_threshold"][0]["worked_example"]
    for seen, due in (("observed", "due"), ("observed_next", "due_next")):
        at = datetime.combine(SEEN, time.fromisoformat(example[seen]), UTC)
        assert f"{stage('Q15', at, at).due_at:%H:%M}" == example[due]
    assert example["interval"] * MINUTE == stage("Q15", SEEN, SEEN).due_at - SEEN


def test_their_on_time_limit_of_one_and_a_half_is_late_or_lapsed_with_us(
    lateness: dict[str, Any], policy: Policy
) -> None:
    """DIFFERS: Ward calls a check on time until 1.5 times its interval; with us it is late at the interval itself.

    Q15, Q30 and Q60 have lapsed by then, with a high alert; Q5 has too, half a minute before.
    """
    cases = [case for case in lateness["on_time_threshold"][0]["cases"] if "late_after_min" in case]
    assert {case["level"] for case in cases} == {"Q5", "Q15", "Q30", "Q60"}
    for case in cases:
        late = policy.level(case["level"]).late
        theirs = SEEN + case["late_after_min"] * MINUTE
        assert late == case["interval"] * MINUTE
        assert theirs - SEEN == 1.5 * late
        assert stage(case["level"], SEEN, SEEN + late).stage is Stage.LATE
        assert stage(case["level"], SEEN, theirs).stage is Stage.LAPSED


def test_a_held_patient_alerts_sooner_than_theirs(lateness: dict[str, Any], policy: Policy) -> None:
    """DIFFERS: Ward counts minutes since the last 1:1 observation (late at 1.5, critical over 5).

    Ours asks whether somebody holds the patient at all: late 0:30 without an observer, lapsed at their 1:30.
    """
    (case,) = (case for case in lateness["on_time_threshold"][0]["cases"] if case["level"] == "1:1")
    assert "late after 1.5 min" in case["note"]
    found = nobody_observing(policy, SEEN)
    assert found.due_at - SEEN < 1.5 * MINUTE
    assert found.lapsed_at - SEEN == 1.5 * MINUTE


def test_a_gap_of_almost_two_intervals_cannot_hide_in_slots(policy: Policy) -> None:
    """BIDMC: paper slots allow almost twice the interval. Real times do not: such a gap has lapsed at every level."""
    for level in policy.levels:
        assert stage(level, SEEN, SEEN + 2 * level.late - MINUTE).stage is Stage.LAPSED


def test_overdue_counts_from_the_due_time_without_grace_as_in_openeobs(lateness: dict[str, Any]) -> None:
    rules = [entry["rule"] for entry in lateness["on_time_threshold"]]
    assert any("overdue minutes = now(UTC)" in rule and "no grace" in rule for rule in rules)
    found = stage("Q15", SEEN, SEEN + 21 * MINUTE)
    assert SEEN + 21 * MINUTE - found.due_at == 6 * MINUTE


def test_minutes_late_of_polaris_are_recorded_minus_due(lateness: dict[str, Any]) -> None:
    """Each set is late by its time less the due time of the one before; the first by nothing."""
    used = 0
    for block in lateness["mins_late"]:
        sets = block.get("sets", [])
        for before, after in pairwise(sets):
            since, due = (datetime.fromisoformat(before[key]) for key in ("record", "next_due"))
            recorded = datetime.fromisoformat(after["record"])
            deadlines = run_from(Limits(None, due - since, due - since + 20 * MINUTE), since)
            assert (recorded - deadlines.due_at) / MINUTE == after["mins_late"]
            late = stage(Limits(None, due - since, due - since), since, recorded).stage is not Stage.OK
            assert late == (after["mins_late"] >= 0)
            used += 1
    assert used >= 10


def test_over_a_day_late_is_counted_whole(lateness: dict[str, Any]) -> None:
    """Their query drops whole days (26 h becomes 120 minutes); ours is one subtraction."""
    assert any("drops whole days" in block.get("defect", "") for block in lateness["mins_late"])
    found = stage("Q15", SEEN, SEEN + timedelta(hours=26))
    assert (SEEN + timedelta(hours=26) - found.due_at) / MINUTE == 1560 - 15


def test_escalation_of_ward_runs_on_acceptance_ours_on_the_interval(lateness: dict[str, Any], policy: Policy) -> None:
    """DIFFERS: theirs adds delays after an unanswered alert (0, 5, 15, 30 min); ours are times since last seen.

    The steps go up in both, and ours tell the charge no later than theirs do after a Q15 is late.
    """
    theirs = [delay for _, delay in lateness["escalation"][0]["levels"]]
    assert theirs == sorted(theirs)
    for level in policy.levels:
        charge = next(step.after for step in level.escalation if step.role == "charge")
        assert charge - level.late <= (theirs[0] + theirs[1]) * MINUTE + 2 * MINUTE


def test_every_frequency_of_liveobs_that_we_name_is_the_same_interval(levels: dict[str, Any], policy: Policy) -> None:
    """DIFFERS: theirs offers 10, 20 and 25 minutes too; a unit adds such a level to its policy. No boundary changes."""
    ours = {int(level.late / MINUTE): level.code for level in policy.levels if not level.continuous}
    offered = {int(text.split()[1]) for text in levels["frequency_options_level2"]}
    assert offered - ours.keys() == {10, 20, 25}
    assert offered & ours.keys() == {5, 15, 30}
    for minutes in sorted(offered):
        limits = Limits(None, minutes * MINUTE, (minutes + 5) * MINUTE)
        assert stage(limits, SEEN, SEEN + minutes * MINUTE - TICK).stage is Stage.OK
        assert stage(limits, SEEN, SEEN + minutes * MINUTE).stage is Stage.LATE


def test_the_hour_of_liveobs_is_our_longest_interval(levels: dict[str, Any], policy: Policy) -> None:
    assert set(levels["fixed_frequency"].values()) == {"Every Hour"}
    assert max(limits_of(level).late for level in policy.levels) == 60 * MINUTE


def test_their_one_to_one_is_a_level_of_ours(levels: dict[str, Any], policy: Policy) -> None:
    """DIFFERS: 2:1 and 3:1 are not levels of ours yet. Theirs is an hourly form; ours a named observer, always."""
    codes = {level.code for level in policy.levels if level.continuous}
    assert set(levels["ratio_options_level3"]) & codes == {"1:1"}
