"""Units and numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import HeightIn, TemperatureIn, WeightIn
from station.rules.units import CODES, UNITS, NotANumber, canonical, read_number, read_pressure, shown


@pytest.mark.parametrize(
    ("name", "value", "unit", "kept"),
    [
        ("temp", 98.6, "[degF]", 37.0), ("temp", 100.4, "[degF]", 38.0), ("temp", 37.2, "Cel", 37.2),
        ("weight", 176.4, "[lb_av]", 80.0137), ("height", 68, "[in_i]", 172.72), ("hr", 72, "/min", 72),
    ],
)  # fmt: skip
def test_what_is_kept(name: str, value: float, unit: str, kept: float) -> None:
    assert canonical(name, value, unit) == kept


@given(st.sampled_from(sorted(UNITS)), st.integers(200, 3500))
def test_there_and_back_is_the_same(name: str, tenths: int) -> None:
    for unit in UNITS[name]:
        assert canonical(name, round(shown(name, tenths / 10, unit), 4), unit) == pytest.approx(tenths / 10, abs=2e-4)


def test_a_unit_that_it_does_not_have() -> None:
    with pytest.raises(ValueError, match="temp is measured in Cel or"):
        canonical("temp", 37, "kg")


@pytest.mark.parametrize(
    ("text", "value"), [("37,2", 37.2), (" 37.2 ", 37.2), ("72", 72.0), (",5", 0.5), ("+1.5", 1.5), ("-3", -3.0)]
)
def test_point_and_comma(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "1,234.5", "72 bpm", "1e3", "nan", "12345678"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(NotANumber, match="is not a number"):
        read_number(text)


def test_a_pressure_typed_into_one_field() -> None:
    assert read_pressure("120/80") == (120.0, 80.0)
    assert read_pressure(" 120 / 80 ") == (120.0, 80.0)
    assert read_pressure("120") is None
    assert read_pressure("120/80/60") is None


def test_the_units_of_the_policy_have_their_codes() -> None:
    for words, name in ((TemperatureIn, "temp"), (WeightIn, "weight"), (HeightIn, "height")):
        assert tuple(CODES[one.value] for one in words) == UNITS[name]
