"""What may be recorded, is asked about and is refused: both sides of every limit."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.vital_limits import LIMITS, Before, Vitals, is_a_reading, missing, questions, refusals
from station.rules.weights import LastWeight
from tests.fakes import NOON

STEP = {"temp": 0.1, "weight": 0.1, "o2_flow": 0.1}
REFUSED = {
    "sbp": (40, 300), "dbp": (20, 200), "hr": (20, 300), "rr": (2, 80), "temp": (25, 45), "spo2": (40, 100),
    "weight": (20, 350), "height": (90, 240), "pain": (0, 10),
}  # fmt: skip
ASKED = {"sbp": (70, 220), "dbp": (40, 130), "hr": (40, 150), "rr": (8, 30), "temp": (34.0, 40.0), "spo2": (88, None)}


def vitals(**said: Any) -> Vitals:
    """A diastolic has a systolic above it, a flow has oxygen."""
    if "dbp" in said and "sbp" not in said:
        said["sbp"] = min(300, said["dbp"] + 40) if said["dbp"] < 300 else 300
    return Vitals(**said)


def refused(**said: Any) -> list[str]:
    return [one.name for one in refusals(vitals(**said))]


def asked(before: Before = Before(), /, **said: Any) -> list[str]:  # noqa: B008  # frozen
    return [one.name for one in questions(vitals(**said), NOON, before)]


@pytest.mark.parametrize(("name", "limits"), REFUSED.items())
def test_the_limit_itself_may_be_recorded_and_a_step_beyond_may_not(name: str, limits: tuple[float, float]) -> None:
    step = STEP.get(name, 1)
    for value, beyond in ((limits[0], limits[0] - step), (limits[1], limits[1] + step)):
        assert name not in refused(**{name: value})
        assert name in refused(**{name: beyond})


@pytest.mark.parametrize(("name", "limits"), ASKED.items())
def test_the_limit_itself_is_usual_and_a_step_beyond_is_asked_about(
    name: str, limits: tuple[float, float | None]
) -> None:
    step = STEP.get(name, 1)
    assert name not in asked(**{name: limits[0]})
    assert name in asked(**{name: limits[0] - step})
    if limits[1] is not None:
        assert name not in asked(**{name: limits[1]})
        assert name in asked(**{name: limits[1] + step})


def test_diastolic_is_below_systolic() -> None:
    assert refused(sbp=80, dbp=79) == []
    assert refused(sbp=80, dbp=80) == ["dbp"]
    assert refused(sbp=80, dbp=95) == ["dbp"]
    assert refused(sbp=120) == []
    assert [one.name for one in refusals(Vitals(dbp=70))] == ["sbp"]


def test_a_pulse_pressure_under_15_is_asked_about() -> None:
    assert asked(sbp=120, dbp=105) == []
    (one,) = questions(Vitals(sbp=120, dbp=106), NOON, Before())
    assert one.sentence == "120/106 are only 14 apart. Record them?"


@pytest.mark.parametrize("fahrenheit", [80, 98.6, 113])
def test_fahrenheit_is_noticed(fahrenheit: float) -> None:
    (one,) = refusals(Vitals(temp=fahrenheit))
    assert "looks like Fahrenheit: that would be" in one.sentence
    assert "Choose °F" in one.sentence


@pytest.mark.parametrize("other", [79.9, 113.1, 46, 24.9])
def test_what_is_no_temperature_at_all_is_not_called_fahrenheit(other: float) -> None:
    (one,) = refusals(Vitals(temp=other))
    assert "Fahrenheit" not in one.sentence


def test_pounds_are_noticed() -> None:
    last = Before(LastWeight(80.0, NOON - timedelta(days=30)))
    (one,) = questions(Vitals(weight=176.4), NOON, last)
    assert "Is it in pounds?" in one.sentence
    assert "pounds would be" in refusals(Vitals(weight=400.0))[0].sentence


@pytest.mark.parametrize(("kg", "days", "asks"), [(83.0, 1, False), (83.1, 1, True), (83.1, 7, True), (83.1, 8, False)])
def test_a_weight_unlike_the_last_is_asked_about(kg: float, days: int, asks: bool) -> None:
    before = Before(LastWeight(80.0, NOON - timedelta(days=days)))
    assert asked(before, weight=kg) == (["weight"] if asks else [])


def test_a_height_3_cm_from_the_last_is_asked_about() -> None:
    assert asked(Before(height=172.0), height=175) == []
    assert asked(Before(height=172.0), height=175.1) == ["height"]
    assert asked(Before(height=172.0), height=168.9) == ["height"]
    assert "looks like inches" in refusals(Vitals(height=68))[0].sentence


def test_a_flow_without_oxygen_contradicts_itself() -> None:
    assert refused(o2=True, o2_flow=2.0) == []
    assert refused(o2=False, o2_flow=2.0) == ["o2_flow"]
    assert refused(o2_flow=2.0) == ["o2_flow"]


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_refused(name: str, value: float) -> None:
    assert name in [one.name for one in refusals(vitals(**{name: value}))]


def test_consciousness_is_one_of_five() -> None:
    assert [state for state in "ACVPUacx" if not refused(acvpu=state)] == list("ACVPU")


@given(st.builds(Vitals, hr=st.none() | st.floats(), temp=st.none() | st.floats(), weight=st.none() | st.floats()))
def test_whatever_is_said_each_problem_is_a_sentence(said: Vitals) -> None:
    for one in refusals(said):
        assert one.sentence[0].isupper()
        assert one.sentence.endswith((".", "?"))
        assert "!" not in one.sentence


def test_what_a_whole_set_has() -> None:
    assert missing(Vitals()) == ("hr", "sbp", "dbp", "rr", "spo2", "o2", "temp", "acvpu")
    assert not is_a_reading(Vitals(weight=80, height=170, pain=3, o2=True))
    assert is_a_reading(Vitals(hr=70))
