"""What is owed to no patient, on timelines made by hand."""

from datetime import datetime, timedelta

import pytest

from station.models.enums import TaskKind
from station.rules.handover import COUNTED_FROM
from station.rules.policy import default_policy
from station.rules.schedule import next_due, parse
from station.simulation import unit_truth
from station.simulation.lateness import Episode, late_episodes
from station.simulation.said import (
    EnvironmentOwed,
    EnvironmentWalked,
    HandedOver,
    HandoverOwed,
    HazardFound,
    HazardVerified,
    OfUnit,
    RoundBegun,
    RoundEnded,
)
from station.simulation.unit_truth import Thing, next_walk
from tests.fakes import NOON

ZONE = "America/Chicago"


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text + "+00:00")


def episodes(*said: OfUnit, until: float = 24 * 60) -> list[tuple[str, datetime, datetime | None, datetime | None]]:
    return [(one.kind, one.began, one.lapsed, one.ended) for one in late_episodes(said, at(until))]


def test_the_figures_are_those_of_the_default_policy() -> None:
    policy = default_policy()
    (walk,) = policy.environment.rounds
    assert policy.rounds.open_late.total_seconds() == unit_truth.ROUND_OPEN_S
    assert [one.total_seconds() for one in policy.environment.fix_within[:4]] == [
        unit_truth.HAZARD_S[severity] for severity in (1, 2, 3, 4)
    ]
    assert policy.environment.hazard_lapsed.total_seconds() == unit_truth.HAZARD_LAPSED_S
    assert walk.lapsed.total_seconds() == unit_truth.WALK_S[1]
    assert walk.schedule == "at " + " ".join(
        f"{hour:02d}:{minute:02d}" for hour, minute in (*unit_truth.WALKED_AT[1:], (0, 0))
    )


def test_the_changes_of_shift_are_those_of_the_policy() -> None:
    policy = default_policy()
    assert [(one.starts.hour, one.starts.minute) for one in policy.shifts] == list(unit_truth.SHIFTS_AT)
    (overlap,) = {one.overlap for one in policy.shifts}
    counted = overlap - COUNTED_FROM
    limits = (counted + policy.handover.late, counted + policy.handover.lapsed)
    assert tuple(one.total_seconds() for one in limits) == unit_truth.HANDOVER_S


def test_the_kinds_are_those_of_station() -> None:
    kinds = set()
    told = (
        RoundBegun(NOON, "x"),
        EnvironmentOwed(NOON, "x", ZONE),
        HazardFound(NOON, "x", 3),
        HandoverOwed(NOON, "x", ZONE),
    )
    for said in told:
        thing = Thing()
        thing.take(said)
        kinds |= {kind for kind, _ in thing.owed()}
    assert kinds == {
        TaskKind.ROUND_OPEN.value,
        TaskKind.ENVIRONMENTAL.value,
        TaskKind.HAZARD.value,
        TaskKind.HANDOVER.value,
    }


@pytest.mark.parametrize("zone", [ZONE, "Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Asia/Beirut", "UTC"])
@pytest.mark.parametrize("start", ["2026-03-05T00:00", "2026-03-27T00:00", "2026-10-03T00:00", "2026-10-30T00:00"])
def test_two_ways_along_the_clock_come_to_the_same_times(zone: str, start: str) -> None:
    """Over the days on which clocks are changed: ours walks by the minute, Station's reckons."""
    schedule, one = parse("at 08:00 16:00 00:00"), moment(start)
    for _ in range(18):
        one, expected = next_walk(one, zone), next_due(schedule, one, zone)
        assert one == expected


def test_a_time_that_spring_skips_and_one_that_autumn_repeats() -> None:
    assert next_walk(moment("2026-03-08T04:30"), "America/Havana") == moment("2026-03-08T05:00")
    assert next_walk(moment("2026-11-01T03:30"), "America/Havana") == moment("2026-11-01T04:00")
    assert next_walk(moment("2026-11-01T04:30"), "America/Havana") == moment("2026-11-01T13:00")


def test_a_round_left_open_is_late_until_it_is_ended_and_never_high() -> None:
    begun = RoundBegun(at(0), "round:1")
    assert episodes(begun, RoundEnded(at(19), "round:1")) == []
    assert episodes(begun, RoundEnded(at(90), "round:1")) == [("round open", at(20), None, at(90))]


def test_a_hazard_is_owed_until_another_has_verified_it() -> None:
    found, verified = HazardFound(at(0), "hazard:1", 4), HazardVerified(at(330), "hazard:1")
    assert episodes(found, verified) == [("hazard", at(240), at(300), at(330))]
    assert episodes(found, HazardVerified(at(239), "hazard:1")) == []


def test_what_somebody_could_die_of_is_high_at_once() -> None:
    found, verified = HazardFound(at(0), "hazard:1", 5), HazardVerified(at(4), "hazard:1")
    assert episodes(found, verified) == [("hazard", at(0), at(0), at(4))]


WALK = "area:1:safety"
OWED = EnvironmentOwed(moment("2026-06-01T12:00"), WALK, ZONE)
"""Seven in the morning there; owed by eight."""


def _walks(*said: OfUnit, until: str) -> list[Episode]:
    return late_episodes([OWED, *said], moment(until))


def _walked(text: str, *, looked: bool = True) -> EnvironmentWalked:
    return EnvironmentWalked(moment(text), WALK, looked)


def test_a_walk_before_its_time_answers_it_and_the_next_is_owed() -> None:
    (late,) = _walks(_walked("2026-06-01T12:40"), until="2026-06-01T22:30")
    assert (late.began, late.lapsed) == (moment("2026-06-01T21:00"), moment("2026-06-01T22:00"))


def test_a_walk_in_the_first_half_of_the_wait_is_an_extra_one() -> None:
    (late,) = _walks(_walked("2026-06-01T12:29"), until="2026-06-01T13:10")
    assert late.began == moment("2026-06-01T13:00")


def test_a_walk_on_which_nobody_looked_answers_nothing() -> None:
    assert len(_walks(_walked("2026-06-01T12:50", looked=False), until="2026-06-01T13:10")) == 1


def test_a_late_walk_ends_the_lateness_and_the_next_runs_from_the_clock() -> None:
    late, next_late = _walks(_walked("2026-06-01T13:30"), until="2026-06-01T21:01")
    assert (late.began, late.ended) == (moment("2026-06-01T13:00"), moment("2026-06-01T13:30"))
    assert next_late.began == moment("2026-06-01T21:00")


def test_what_it_was_not_taught_is_refused() -> None:
    with pytest.raises(TypeError, match="has not been taught"):
        Thing().take(OfUnit(NOON, "x"))


def test_each_shift_is_handed_over_and_then_the_next_is_owed() -> None:
    owed = HandoverOwed(moment("2026-06-01T12:30"), "shift", ZONE)
    first = HandedOver(moment("2026-06-01T20:50"), "shift", moment("2026-06-01T20:00"))
    late, next_late = late_episodes([owed, first], moment("2026-06-02T05:30"))
    assert (late.began, late.lapsed, late.ended) == (moment("2026-06-01T20:45"), None, first.at)
    assert (next_late.began, next_late.lapsed) == (moment("2026-06-02T04:45"), moment("2026-06-02T05:15"))
