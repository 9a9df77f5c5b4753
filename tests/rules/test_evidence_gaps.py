"""From each sighting to the next, by the limit that then held; and what ticks in slots would have claimed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.evidence_gaps import (
    Away,
    Begins,
    Course,
    Ends,
    Gap,
    InForce,
    Ordered,
    Sighting,
    continuous,
    gaps_of,
    kept,
    uncovered,
    within,
)
from station.rules.policy import Policy, default_policy
from tests.fakes import NOON

POLICY = default_policy()
UTC_ZONE = ZoneInfo("UTC")


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def sightings(*minutes: float, activity: str = "Awake") -> list[Sighting]:
    return [Sighting(at(one), activity, number) for number, one in enumerate(minutes, 1)]


def course(*orders: Ordered, **more: object) -> Course:
    said: dict[str, object] = {"ended_at": None, "policies": [InForce(at(-9999), 1, POLICY)]}
    return Course(at(0), orders=orders or (ordered(0),), **said | more)  # type: ignore[arg-type]


def ordered(minutes: float, level: str = "Q15", asleep: str | None = None, *, raises: bool = False) -> Ordered:
    return Ordered(at(minutes), level, asleep, raises)


def lasted(gaps: Sequence[Gap]) -> list[float]:
    return [one.lasts / timedelta(minutes=1) for one in gaps]


def test_each_wait_runs_from_one_sighting_to_the_next() -> None:
    found = gaps_of(course(), sightings(1, 15, 31), [], at(40))
    assert lasted(found) == [1, 14, 16, 9]
    assert [one.begins for one in found] == [Begins.ADMITTED, Begins.SEEN, Begins.SEEN, Begins.SEEN]
    assert [one.ends for one in found] == [Ends.SEEN, Ends.SEEN, Ends.SEEN, Ends.OPEN]
    assert [one.check_id for one in found] == [1, 2, 3, None]
    assert [one.late_at for one in found] == [None, None, at(30), None]
    assert [one.limit / timedelta(minutes=1) for one in found] == [2, 15, 15, 15]


@pytest.mark.parametrize(("waits", "late", "lapsed"), [(14.99, False, False), (15, True, False), (20, True, True)])
def test_the_boundaries_are_inclusive(waits: float, late: bool, lapsed: bool) -> None:
    found = gaps_of(course(), sightings(0, waits), [], at(waits))
    assert [(one.late_at is not None, one.lapsed_at is not None) for one in found] == [(late, lapsed)]


def test_a_level_for_sleep_holds_after_a_sighting_asleep() -> None:
    here = course(ordered(0, "Q15", "Q30"))
    seen = [Sighting(at(0), "Asleep", 1), Sighting(at(29), "Awake", 2), Sighting(at(45), "Awake", 3)]
    found = gaps_of(here, seen, [], at(45))
    assert [(one.level, one.is_over) for one in found] == [("Q30", False), ("Q15", True)]


def test_raised_he_is_owed_a_look_within_two_minutes() -> None:
    here = course(ordered(0), ordered(10, "Q5", raises=True))
    (found,) = gaps_of(here, sightings(0, 14), [], at(14))
    assert (found.level, found.due_at, found.late_at) == ("Q5", at(5), at(10))


def test_lowered_the_new_interval_runs_from_the_last_sighting() -> None:
    here = course(ordered(0), ordered(10, "Q30"))
    (found,) = gaps_of(here, sightings(0, 29), [], at(29))
    assert (found.level, found.limit, found.is_over) == ("Q30", timedelta(minutes=30), False)


def test_what_was_late_before_it_was_lowered_stays_late() -> None:
    here = course(ordered(0), ordered(16, "Q30"))
    (found,) = gaps_of(here, sightings(0, 29), [], at(29))
    assert (found.level, found.late_at, found.limit) == ("Q15", at(15), timedelta(minutes=15))


def test_a_new_policy_binds_nobody_before_it_was_signed() -> None:
    body = POLICY.to_json()
    for level in body["levels"]:
        if level["code"] == "Q15":
            level |= {"soon": "6:00", "late": "8:00", "lapsed": "12:00"}
    shorter = Policy.model_validate(body)
    here = course(policies=[InForce(at(-9999), 1, POLICY), InForce(at(10), 2, shorter)])
    (found,) = gaps_of(here, sightings(0, 14), [], at(14))
    assert (found.policy, found.late_at) == (2, at(10))


def test_off_the_unit_no_wait_runs_and_back_a_check_is_owed() -> None:
    away = [Away(at(10), at(60), "with A. Park")]
    found = gaps_of(course(), sightings(0, 63), away, at(70))
    assert lasted(found) == [10, 3, 7]
    assert [one.ends for one in found] == [Ends.LEFT, Ends.SEEN, Ends.OPEN]
    assert (found[1].begins, found[1].limit, found[1].late_at) == (Begins.BACK, timedelta(minutes=2), at(62))


def test_whoever_left_late_waited_too_long_all_the_same() -> None:
    found = gaps_of(course(), sightings(0), [Away(at(22), None, "AWOL", awol=True)], at(70))
    assert [(one.ends, one.is_over, one.judged) for one in found] == [(Ends.LEFT, True, True)]


def test_a_stay_that_ended_ends_the_last_wait() -> None:
    found = gaps_of(course(ended_at=at(20)), sightings(0, 14), [], at(20))
    assert [(one.ends, one.judged) for one in found] == [(Ends.SEEN, True), (Ends.DISCHARGED, False)]


def test_nobody_ever_saw_him() -> None:
    (found,) = gaps_of(course(), [], [], at(60))
    assert (found.begins, found.ends, found.late_at, found.lapsed_at) == (
        Begins.ADMITTED, Ends.OPEN, at(2), at(5),
    )  # fmt: skip


def test_a_look_owed_because_nothing_was_watched_is_a_limit() -> None:
    (found,) = gaps_of(course(looks=(at(10),)), sightings(0, 13), [], at(13))
    assert (found.due_at, found.late_at) == (at(12), at(12))


def test_a_wait_that_reaches_beyond_the_stretch_is_whole() -> None:
    every = gaps_of(course(), sightings(0, 10, 41, 50), [], at(50))
    assert lasted(within(every, at(20), at(30))) == [31]
    assert lasted(within(every, at(10), at(41))) == [31]


def test_ticked_slots_hide_what_the_interval_shows() -> None:
    """Seen at the beginning of one quarter and at the end of the next: 28 minutes, and two ticks."""
    seen = sightings(0, 1, 29, 31, 59)
    found = gaps_of(course(), seen, [], at(60))
    figures = kept(found, course(), seen, [], at(0), at(60), UTC_ZONE)
    assert (figures.slots, figures.ticked, figures.claimed) == (4, 4, 1.0)
    assert (figures.judged, figures.over, figures.on_time) == (4, 2, 0.5)
    assert figures.longest is not None
    assert figures.longest.lasts == timedelta(minutes=28)


def test_slots_stand_on_the_marks_of_the_clock_and_leave_out_absences() -> None:
    seen = sightings(0)
    figures = kept([], course(), seen, [Away(at(20), at(40), "with A. Park")], at(-7), at(67), UTC_ZONE)
    assert (figures.slots, figures.ticked) == (2, 1)
    assert kept([], course(), [], [], at(1), at(14), UTC_ZONE).claimed is None


def test_nothing_to_judge_is_not_all_in_time() -> None:
    assert kept([], course(), [], [], at(0), at(1), UTC_ZONE).on_time is None


@given(st.lists(st.floats(0.1, 600), max_size=40, unique=True), st.floats(1, 700))
def test_waits_cover_the_whole_stay_without_a_hole(minutes: list[float], until: float) -> None:
    seen = sightings(*sorted(one for one in minutes if one <= until))
    found = gaps_of(course(), seen, [], at(until))
    assert found[0].starts_at == at(0)
    assert found[-1].ends_at == at(until)
    assert all(one.ends_at == after.starts_at for one, after in pairwise(found))
    for one in found:
        assert one.is_over is (one.ends_at >= one.due_at)


def test_a_continuous_level_asks_for_somebody_on_the_unit() -> None:
    here = course(ordered(0, "Q15"), ordered(10, "1:1", raises=True), ordered(90, "Q15"))
    away = [Away(at(30), at(40), "with A. Park")]
    assert list(continuous(here, sightings(0), away, at(0), at(120))) == [(at(10), at(30)), (at(40), at(90))]
    asleep = course(ordered(0, "1:1", "Q15"))
    seen = [*sightings(5), *sightings(20, activity="Asleep"), Sighting(at(50), "Awake", 9)]
    assert list(continuous(asleep, seen, [], at(0), at(60))) == [(at(0), at(20)), (at(50), at(60))]


def test_back_on_the_unit_he_is_awake_until_he_is_seen_asleep_again() -> None:
    here, away = course(ordered(0, "1:1", "Q15")), [Away(at(30), at(40), "with A. Park")]
    seen = [*sightings(5), *sightings(20, activity="Asleep"), Sighting(at(42), "Asleep", 9)]
    assert list(continuous(here, seen, away, at(0), at(60))) == [(at(0), at(20)), (at(40), at(42))]


def test_what_nobody_covers_is_left() -> None:
    covers = [(at(-5), at(10)), (at(12), at(20)), (at(15), at(30))]
    assert list(uncovered(at(0), at(40), covers)) == [(at(10), at(12)), (at(30), at(40))]
    assert list(uncovered(at(0), at(40), [(at(5), None)])) == [(at(0), at(5))]
    assert list(uncovered(at(0), at(40), [])) == [(at(0), at(40))]
