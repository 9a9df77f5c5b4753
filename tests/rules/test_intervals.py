"""The stage of an interval: every boundary to the microsecond, and what must hold everywhere between."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import Stage
from station.rules.intervals import Deadlines, Limits, limits_of, next_transition_of, run_from, stage, stage_of
from station.rules.policy import default_policy

SEEN = datetime(2026, 11, 23, 14, 10, tzinfo=UTC)
TICK = timedelta(microseconds=1)
# product.md: minutes to due soon, late, lapsed. A continuous level is documented as Q15 is.
TABLE = {
    "Q5": (4, 5, 7),
    "Q15": (12, 15, 20),
    "Q30": (25, 30, 37),
    "Q60": (52, 60, 70),
    "LOS": (12, 15, 20),
    "1:1": (12, 15, 20),
}
ORDER = (Stage.OK, Stage.DUE_SOON, Stage.LATE, Stage.LAPSED)

codes = st.sampled_from(sorted(TABLE))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(0), timedelta(hours=3))
zones = st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"]).map(ZoneInfo)


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    soon, late, lapsed = sorted(draw(st.tuples(spans, spans, spans)))
    return Limits(draw(st.sampled_from([soon, None])), late, lapsed)


@pytest.mark.parametrize(
    ("code", "boundary", "before", "at"),
    [(code, timedelta(minutes=TABLE[code][step]), ORDER[step], ORDER[step + 1]) for code in TABLE for step in range(3)],
)
def test_boundaries_are_inclusive_to_the_microsecond(code: str, boundary: timedelta, before: Stage, at: Stage) -> None:
    assert stage(code, SEEN, SEEN + boundary - TICK).stage is before
    assert stage(code, SEEN, SEEN + boundary).stage is at
    assert stage(code, SEEN, SEEN + boundary + TICK).stage is at


@pytest.mark.parametrize("code", TABLE)
def test_the_next_transition_is_each_boundary_in_turn(code: str) -> None:
    moment: datetime | None = SEEN
    for minutes in TABLE[code]:
        assert moment is not None
        moment = stage(code, SEEN, moment).next_transition
        assert moment == SEEN + timedelta(minutes=minutes)
    assert moment is not None
    assert stage(code, SEEN, moment).next_transition is None


def test_an_interval_says_since_when_and_until_when() -> None:
    found = stage("Q15", SEEN, SEEN + timedelta(minutes=1))
    assert (found.stage, found.since) == (Stage.OK, SEEN)
    assert found.due_at == SEEN + timedelta(minutes=15)
    assert found.lapsed_at == SEEN + timedelta(minutes=20)


@given(limits(), moments, st.lists(spans, min_size=2, max_size=8))
def test_the_stage_never_goes_back(limit: Limits, since: datetime, ages: list[timedelta]) -> None:
    ranks = [stage(limit, since, since + age).stage.rank for age in sorted(ages)]
    assert ranks == sorted(ranks)


@given(limits(), moments, spans)
def test_the_stage_holds_until_the_next_transition_and_changes_at_it(
    limit: Limits, since: datetime, age: timedelta
) -> None:
    now = since + age
    found = stage(limit, since, now)
    if found.next_transition is None:
        assert found.stage is Stage.LAPSED
        assert stage(limit, since, now + timedelta(days=365)).stage is Stage.LAPSED
        return
    assert found.next_transition > now
    assert stage(limit, since, found.next_transition - TICK).stage is found.stage
    assert stage(limit, since, found.next_transition).stage.rank > found.stage.rank


@given(limits(), moments, spans, zones, zones)
def test_daylight_saving_and_zones_do_not_matter(
    limit: Limits, since: datetime, age: timedelta, here: ZoneInfo, there: ZoneInfo
) -> None:
    now = since + age
    assert stage(limit, since.astimezone(here), now.astimezone(there)) == stage(limit, since, now)
    assert stage(limit, since.astimezone(here), now.astimezone(here)) == stage(limit, since, now)


@pytest.mark.parametrize("change", [datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2026, 3, 8, 7, tzinfo=UTC)])
def test_a_check_across_the_change_is_late_after_fifteen_minutes(change: datetime) -> None:
    seen = (change - timedelta(minutes=5)).astimezone(ZoneInfo("America/New_York"))
    assert stage("Q15", seen, change + timedelta(minutes=10) - TICK).stage is Stage.DUE_SOON
    assert stage("Q15", seen, change + timedelta(minutes=10)).stage is Stage.LATE
    assert run_from(limits_of(default_policy().level("Q15")), seen).lapsed_at == change + timedelta(minutes=15)


def test_without_a_warning_it_is_never_due_soon() -> None:
    limit = Limits(None, timedelta(seconds=30), timedelta(seconds=90))
    assert stage(limit, SEEN, SEEN + timedelta(seconds=30) - TICK).stage is Stage.OK
    assert stage(limit, SEEN, SEEN + timedelta(seconds=30)).stage is Stage.LATE
    assert stage(limit, SEEN, SEEN).next_transition == SEEN + timedelta(seconds=30)


def test_a_clock_before_the_last_check_shows_no_lapse() -> None:
    found = stage("Q15", SEEN, SEEN - timedelta(hours=1))
    assert (found.stage, found.next_transition) == (Stage.OK, SEEN + timedelta(minutes=12))


@given(limits(), limits(), moments, moments, spans)
def test_sooner_is_the_further_stage_of_the_two(
    one: Limits, other: Limits, since: datetime, later: datetime, age: timedelta
) -> None:
    first, second, now = run_from(one, since), run_from(other, later), max(since, later) + age
    both = first.sooner(second)
    assert stage_of(both, now) is max(stage_of(first, now), stage_of(second, now), key=lambda each: each.rank)
    assert both.since == first.since


def test_the_deadlines_of_a_moment_know_their_next() -> None:
    instant = Deadlines(SEEN, None, SEEN, SEEN)
    assert stage_of(instant, SEEN) is Stage.LAPSED
    assert next_transition_of(instant, SEEN) is None
    assert next_transition_of(instant, SEEN - TICK) == SEEN


@pytest.mark.parametrize(("soon", "late", "lapsed"), [(3, 2, 4), (1, 5, 4), (-1, 2, 3), (None, -2, 3), (None, 4, 3)])
def test_limits_that_do_not_follow_each_other_are_refused(soon: int | None, late: int, lapsed: int) -> None:
    with pytest.raises(ValueError, match="must follow each other"):
        Limits(None if soon is None else timedelta(minutes=soon), timedelta(minutes=late), timedelta(minutes=lapsed))


def test_naive_moments_and_unknown_levels_are_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        stage("Q15", SEEN.replace(tzinfo=None), SEEN)
    with pytest.raises(ValueError, match="no time zone"):
        stage("Q15", SEEN, SEEN.replace(tzinfo=None))
    with pytest.raises(KeyError, match="no observation level 'Q20'"):
        stage("Q20", SEEN, SEEN)
