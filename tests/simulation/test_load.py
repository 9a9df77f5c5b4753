"""What alerts ask of people: measured on a unit whose staff are late as often as on a bad one."""

from datetime import timedelta

import pytest

from station.models.enums import AlertState
from station.rules.announce import announce
from station.services import Store, reading
from station.simulation.habits import Habits
from station.simulation.load import load_figures
from station.simulation.run import START, Tools, simulate
from tests.builders import build_unit, minutes
from tests.fakes import NOON

ONE_IN_TEN = Habits(pulled_away_every_s=2000.0, covered=0.5)
"""Late as often as one check in ten."""
FIFTEEN = [str(1201 + number) for number in range(15)]


@pytest.mark.slow
def test_a_unit_with_one_check_in_ten_late_announces_less_than_once_a_person_and_ten_minutes(tools: Tools) -> None:
    result = simulate(tools, days=0.25, beds=24, seed=11, habits=ONE_IN_TEN)
    assert 86 <= result["on_time_percent"] <= 92
    load = result["load"]
    assert load["announcements"] > 20
    assert load["per_person_10_min"]["mean"] < 1
    assert load["per_person_10_min"]["p95"] < 1
    assert load["per_person_10_min"]["mean"] <= load["per_person_10_min"]["p95"] <= load["per_person_10_min"]["max"]


def test_fifteen_late_at_a_handover_are_one_announcement_and_fifteen_rows(sqlite_store: Store) -> None:
    unit = build_unit(sqlite_store, beds=FIFTEEN)
    for bed in FIFTEEN:
        unit.admit_seen(bed, "Q15")
    unit.sweep(NOON + minutes(15))
    alerts = [one for one in reading.read_board(unit.store, NOON + minutes(15)).alerts if one.kind == "check"]
    assert {one.state for one in alerts} == {AlertState.OPEN}
    (one,) = announce(alerts)
    assert (one.grouped, len(one.alerts)) == (True, 15)
    load = load_figures(unit.store, NOON, NOON + minutes(20), lambda _: 5)
    assert (load["announcements"], load["most_in_10_min"], load["floods"]) == (1, 1, 0)
    assert load["per_person_10_min"]["max"] == pytest.approx(0.2)


def test_a_stretch_in_which_nothing_happened_asks_nothing(sqlite_store: Store) -> None:
    load = load_figures(build_unit(sqlite_store).store, START, START + timedelta(hours=1), lambda _: 0)
    assert load["per_person_10_min"] == {"mean": 0.0, "p95": 0.0, "max": 0.0}
