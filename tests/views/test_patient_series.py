"""Series of a chart: broken where something is missing, reduced without losing a spike."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.reports.vital_panels import Values
from station.views.patient.series import Series, nearest, series_of, shown
from station.views.patient.sight import LEAST_S, Sight
from tests.views.patient_fakes import refused, vital
from tests.views.snapshots import NOW, ago

HR, WEIGHT = Values("hr", "HR"), Values("weight", "Weight", 1)
HOUR = 3600.0


def made(hours: list[float], values: list[float | None]) -> Series:
    rows = [vital(NOW + timedelta(hours=at), hr=value) for at, value in zip(hours, values, strict=True)]
    return series_of(rows, HR, NOW, [4 * HOUR] * len(rows), expected=True)


def test_a_value_that_is_missing_breaks_the_line() -> None:
    found = made([0, 1, 2], [70, None, 72])
    assert np.isnan(found.y[1])
    assert found.points == 2


def test_a_refused_set_breaks_every_line() -> None:
    rows = [vital(ago(hours=2)), refused(ago(hours=1)), vital(NOW)]
    found = series_of(rows, HR, ago(hours=3), [HOUR] * 3, expected=True)
    assert np.isnan(found.y).tolist() == [False, True, False]


@pytest.mark.parametrize(("apart", "broken"), [(8.0, False), (8.01, True)])
def test_a_line_ends_where_twice_what_was_owed_has_passed(apart: float, broken: bool) -> None:
    assert bool(np.isnan(made([0, apart], [70, 72]).y).any()) is broken


def test_a_weight_is_not_expected_in_every_set() -> None:
    rows = [vital(ago(hours=9), weight=70), vital(ago(hours=5)), vital(NOW, weight=71)]
    found = series_of(rows, WEIGHT, ago(hours=9), [HOUR] * 3, expected=False)
    assert found.y.tolist() == [70.0, 71.0]


def test_few_points_are_all_drawn_and_all_marked() -> None:
    one = shown(made([0, 1, 2], [70, 71, 72]), 0, 2 * HOUR, 800)
    assert not one.reduced
    assert (one.of, one.low, one.high, len(one.alone[0])) == (3, 70, 72, 3)


def test_what_leads_into_sight_is_drawn_and_not_counted() -> None:
    one = shown(made([0, 1, 2, 3], [70, 71, 72, 73]), 0.5 * HOUR, 1.5 * HOUR, 800)
    assert one.x.tolist() == [0, HOUR, 2 * HOUR]
    assert one.of == 1


def test_nothing_in_sight_has_no_extremes() -> None:
    one = shown(made([0], [70]), 5 * HOUR, 6 * HOUR, 800)
    assert one.of == 0
    assert np.isnan(one.low)


@given(st.integers(0, 10_000), st.integers(20, 400), st.floats(0, 1))
def test_reducing_loses_no_extreme_and_fills_no_hole(seed: int, width: int, missing: float) -> None:
    rng = np.random.default_rng(seed)
    y = np.where(rng.random(3000) < missing, np.nan, rng.uniform(30, 200, 3000))
    one = shown(Series(np.arange(3000.0), y), 0, 2999, width)
    assert one.reduced
    assert len(one.x) <= 2 * width + 2
    assert one.of == np.count_nonzero(np.isfinite(y))
    drawn = one.y[np.isfinite(one.y)]
    if one.of:
        assert (drawn.min(), drawn.max()) == (np.nanmin(y), np.nanmax(y))
    else:
        assert not len(drawn)


def test_one_spike_of_a_million_is_drawn() -> None:
    y = np.full(1_000_000, 70.0)
    y[123_456] = 300.0
    y[800_000:803_000] = np.nan
    one = shown(Series(np.arange(1_000_000.0), y), 0, 1e6, 1000)
    assert np.nanmax(one.y) == 300.0
    assert np.isnan(one.y).any()


def test_the_nearest() -> None:
    x = np.array([0.0, 10.0, 20.0])
    assert [nearest(x, at) for at in (-5, 4, 6, 15, 99)] == [0, 0, 1, 1, 2]
    assert nearest(np.array([]), 3) == -1


def sight(hours: float = 24) -> Sight:
    one = Sight()
    one.hold(NOW - timedelta(hours=hours), NOW, keep=False)
    return one


@given(st.lists(st.tuples(st.floats(0.01, 50), st.floats(0, 1), st.floats(-3, 3)), max_size=12))
def test_what_is_in_sight_is_never_beyond_what_was_read(moves: list[tuple[float, float, float]]) -> None:
    one = sight()
    for factor, about, pan in moves:
        one.zoom(factor, about)
        one.pan(pan)
        assert -1e-6 <= one.left < one.right <= one.whole + 1e-6
        assert one.length >= LEAST_S - 1e-6


def test_zooming_keeps_what_is_pointed_at() -> None:
    one = sight()
    one.zoom(0.25, 0.75)
    assert one.left + 0.75 * one.length == pytest.approx(18 * HOUR)


def test_reading_again_keeps_what_is_in_sight() -> None:
    one = sight()
    one.zoom(0.25, 0.5)
    before = one.span()
    one.hold(NOW - timedelta(hours=23), NOW + timedelta(hours=1), keep=True)
    assert one.span() == before


def test_what_is_read_is_brought_into_sight() -> None:
    one = sight()
    one.zoom(0.1, 0.0)
    one.bring(20 * HOUR)
    assert one.left < 20 * HOUR < one.right
