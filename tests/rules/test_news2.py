"""NEWS2, exact to the chart: every value of every parameter, rounding, and what is not known."""

from itertools import product
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.news2 import PARAMETERS, Band, Score, celsius, score

WELL: Final[dict[str, Any]] = {
    "rr": 16, "spo2": 97, "scale": 1, "o2": False, "sbp": 120, "hr": 70, "acvpu": "A", "temp": 37.0,
}  # fmt: skip


def of(**changed: Any) -> Score:
    return score(**WELL | changed)


def chart(*bands: tuple[float, float, int]) -> list[tuple[float, float, int]]:
    """(from, to, points), as the chart is printed."""
    return list(bands)


RR = chart((0, 8, 3), (9, 11, 1), (12, 20, 0), (21, 24, 2), (25, 90, 3))
SPO2_1 = chart((40, 91, 3), (92, 93, 2), (94, 95, 1), (96, 100, 0))
SPO2_2_AIR = chart((40, 83, 3), (84, 85, 2), (86, 87, 1), (88, 92, 0), (93, 100, 0))
SPO2_2_O2 = chart((40, 83, 3), (84, 85, 2), (86, 87, 1), (88, 92, 0), (93, 94, 1), (95, 96, 2), (97, 100, 3))
SBP = chart((0, 90, 3), (91, 100, 2), (101, 110, 1), (111, 219, 0), (220, 310, 3))
HR = chart((0, 40, 3), (41, 50, 1), (51, 90, 0), (91, 110, 1), (111, 130, 2), (131, 310, 3))


@pytest.mark.parametrize(
    ("name", "bands", "more"),
    [
        ("rr", RR, {}), ("spo2", SPO2_1, {}), ("spo2", SPO2_1, {"scale": None}),
        ("spo2", SPO2_2_AIR, {"scale": 2}), ("spo2", SPO2_2_O2, {"scale": 2, "o2": True}),
        ("sbp", SBP, {}), ("hr", HR, {}),
    ],
)  # fmt: skip
def test_every_whole_number_has_the_points_of_its_band(name: str, bands: Any, more: dict[str, Any]) -> None:
    seen = 0
    for least, most, points in bands:
        for value in range(int(least), int(most) + 1):
            assert of(**{name: value}, **more).points[name] == points, value
            seen += 1
    assert seen == bands[-1][1] - bands[0][0] + 1


def test_every_tenth_of_a_degree_has_the_points_of_its_band() -> None:
    for tenths in range(250, 451):
        wanted = 3 if tenths <= 350 else 1 if tenths <= 360 else 0 if tenths <= 380 else 1 if tenths <= 390 else 2
        assert of(temp=tenths / 10).points["temp"] == wanted, tenths


@pytest.mark.parametrize(("state", "points"), [("A", 0), ("C", 3), ("V", 3), ("P", 3), ("U", 3)])
def test_consciousness(state: str, points: int) -> None:
    assert of(acvpu=state).points["acvpu"] == points


def test_oxygen_itself_counts_two() -> None:
    assert (of(o2=True).total, of(o2=False).total) == (2, 0)


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        ("rr", 20.49, 0), ("rr", 20.5, 2), ("rr", 8.5, 1), ("rr", 8.49, 3),
        ("spo2", 95.5, 0), ("spo2", 95.4999, 1), ("spo2", 91.5, 2), ("sbp", 110.5, 0), ("sbp", 219.5, 3),
        ("hr", 90.5, 1), ("hr", 130.5, 3), ("temp", 38.05, 1), ("temp", 38.04, 0), ("temp", 35.05, 1),
        ("temp", 35.04, 3), ("temp", 36.05, 0), ("temp", 39.05, 2), ("temp", celsius(100.4), 0),
        ("temp", celsius(102.2), 1), ("temp", celsius(95.0), 3),
    ],
)  # fmt: skip
def test_half_is_rounded_up_before_it_is_scored(name: str, value: float, points: int) -> None:
    assert of(**{name: value}).points[name] == points


def test_a_complete_set_has_a_total_and_a_band() -> None:
    found = of(rr=22, hr=118, temp=38.2)
    assert (found.total, found.at_least, found.band, found.complete, found.missing) == (5, 5, Band.MEDIUM, True, ())
    assert tuple(found.points) == PARAMETERS


@pytest.mark.parametrize("name", PARAMETERS)
def test_without_any_one_parameter_there_is_no_total(name: str) -> None:
    found = of(**{name: None})
    assert (found.total, found.band, found.missing) == (None, None, (name,))
    assert (found.at_least, found.band_at_least) == (0, Band.LOW)


def test_nothing_measured_asks_for_nothing() -> None:
    found = score(rr=None, spo2=None, scale=None, o2=None, sbp=None, hr=None, acvpu=None, temp=None)
    assert (found.total, found.at_least, found.band, found.band_at_least) == (None, 0, None, None)


@pytest.mark.parametrize(("spo2", "points"), [(83, 3), (87, 1), (92, 0), (93, None), (98, None)])
def test_scale_two_above_its_range_cannot_be_told_without_knowing_of_oxygen(spo2: int, points: int | None) -> None:
    found = of(spo2=spo2, scale=2, o2=None)
    assert found.points["spo2"] == points
    assert found.total is None


@pytest.mark.parametrize(
    ("changed", "total", "band"),
    [
        ({}, 0, Band.LOW),
        ({"hr": 118, "rr": 22}, 4, Band.LOW),
        ({"acvpu": "C"}, 3, Band.LOW_MEDIUM),
        ({"acvpu": "C", "hr": 95}, 4, Band.LOW_MEDIUM),
        ({"acvpu": "C", "hr": 118}, 5, Band.MEDIUM),
        ({"rr": 22, "hr": 118, "spo2": 93}, 6, Band.MEDIUM),
        ({"rr": 22, "hr": 118, "spo2": 93, "temp": 38.5}, 7, Band.HIGH),
    ],
)
def test_bands(changed: dict[str, Any], total: int, band: Band) -> None:
    found = of(**changed)
    assert (found.total, found.band, found.band_at_least) == (total, band, band)


def test_what_is_known_of_an_incomplete_set_still_asks_for_its_band() -> None:
    found = of(rr=26, hr=135, sbp=88, temp=None)
    assert (found.total, found.at_least, found.band_at_least) == (None, 9, Band.HIGH)


@pytest.mark.parametrize(
    ("name", "value"),
    [("rr", float("nan")), ("hr", float("inf")), ("acvpu", "X"), ("scale", 3)],
)
def test_what_is_no_value_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r"no measurement|consciousness is one of|scale 1 or 2"):
        of(**{name: value})


maybe = st.none()
SETS = st.fixed_dictionaries(
    {
        "rr": maybe | st.floats(2, 80), "spo2": maybe | st.floats(40, 100), "scale": st.sampled_from([None, 1, 2]),
        "o2": st.sampled_from([None, True, False]), "sbp": maybe | st.floats(40, 300), "hr": maybe | st.floats(20, 300),
        "acvpu": st.sampled_from([None, *"ACVPU"]), "temp": maybe | st.floats(25, 45),
    }
)  # fmt: skip


@given(SETS)
def test_the_points_add_up_and_measuring_more_never_asks_for_less(values: dict[str, Any]) -> None:
    found = score(**values)
    known = [one for one in found.points.values() if one is not None]
    assert found.at_least == sum(known)
    assert (found.total is not None) == (len(known) == len(PARAMETERS))
    for name in PARAMETERS:
        if values[name] is not None and name != "o2":
            less = score(**values | {name: None})
            assert less.at_least <= found.at_least
            assert less.band_at_least is None or found.band_at_least is not None


def test_every_total_is_in_its_band() -> None:
    values = {"rr": (16, 22, 26), "hr": (70, 95, 118, 135), "sbp": (120, 105, 95, 85), "temp": (37.0, 38.5, 39.5, 34.0)}
    for rr, hr, sbp, temp in product(*values.values()):
        found = of(rr=rr, hr=hr, sbp=sbp, temp=temp)
        assert found.total is not None
        single = 3 in found.points.values()
        low = Band.LOW_MEDIUM if single else Band.LOW
        assert found.band is (Band.HIGH if found.total >= 7 else Band.MEDIUM if found.total >= 5 else low)
