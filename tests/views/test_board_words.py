"""What the board says about itself, and its figures: nothing unknown looks well."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from station.store.rows import ShiftFigures, StationRow
from station.store.rows.absences import CensusRow
from station.views.board import figures, health, who
from station.views.board.health import Health
from station.views.board.places import places_of
from tests.views.snapshots import NOW, ZONE, ago, bed, healthy, patient, snapshot

PLACE = ZoneInfo(ZONE)
SHIFT = ShiftFigures(ago(hours=7), "Day", checks=250, on_time=241, longest_gap_s=1102.0)


def test_data_is_as_old_as_when_it_was_last_known_to_be_true() -> None:
    shown = snapshot(healthy(8), read_at=ago(minutes=10))
    assert health.data_at(shown, Health()) == ago(minutes=10)
    assert health.data_at(shown, Health(confirmed_at=ago(seconds=2))) == ago(seconds=2)
    assert health.is_stale(shown, Health(), NOW)
    assert not health.is_stale(shown, Health(confirmed_at=ago(seconds=5)), NOW)
    assert health.is_stale(shown, Health(confirmed_at=ago(seconds=5.1)), NOW)


@pytest.mark.parametrize(
    ("age", "says"), [(-1, "data 0 s old"), (0.9, "data 0 s old"), (12, "data 12 s old"), (185, "data 3:05 old")]
)
def test_age_in_words(age: float, says: str) -> None:
    assert health.age_words(timedelta(seconds=age)) == says


def test_monitoring_in_words() -> None:
    assert health.monitoring_words(Health()) == "Monitoring not yet known"
    assert health.monitoring_words(Health(monitoring=True)) == "Monitoring"
    assert health.monitoring_words(Health(monitoring=False)) == "NOT MONITORING"


def test_stopped_says_since_when() -> None:
    stopped = Health(monitoring=False, stopped_since=ago(seconds=40))
    assert health.stopped_headline(stopped, PLACE) == "NOT MONITORING SINCE 14:31:27"
    assert health.stopped_headline(Health(monitoring=False), PLACE) == "NOT MONITORING"
    assert health.stopped_headline(Health(), PLACE) == ""


def test_stations_in_words() -> None:
    one = StationRow("Desk 1", "desk", ago(seconds=1), None)
    silent = StationRow("Desk 2", "desk", ago(seconds=15), None)
    shut = StationRow("Desk 3", "desk", ago(hours=9), ago(hours=9))
    assert health.station_words([one], NOW) == "1 station"
    assert health.station_words([one, silent, shut], NOW) == "1 station, Desk 2 silent 15 s"
    assert health.station_words([silent], NOW, speed=20.0) == "1 station"
    long = replace(silent, seen_at=ago(seconds=300))
    assert health.station_words([long], NOW, speed=20.0) == "0 stations, Desk 2 silent 5:00"
    longer = StationRow("Wall", "wall", ago(minutes=2), None)
    assert health.station_words([silent, longer], NOW) == "0 stations, Wall silent 2:00 and 1 more"


def test_the_truth_is_not_rounded_up() -> None:
    assert health.truth_words(Health(), PLACE, NOW) == "Sound not known · Journal not yet verified"
    known = Health(sound="Sound off", verified_until=ago(minutes=12))
    assert health.truth_words(known, PLACE, NOW) == "Sound off · Journal verified to 14:20"
    assert "DOES NOT VERIFY" in health.truth_words(replace(known, journal_broken=True), PLACE, NOW)


def test_observers_in_words() -> None:
    beds = (bed(1, patient(1, level="1:1", observer="R. Osei")), bed(2, patient(2, level="LOS")), bed(3, patient(3)))
    assert who.observer_words(beds) == [("R. Osei", "1:1 with 1201"), ("Nobody", "with 1202 (LOS)")]


@pytest.mark.parametrize(
    ("checks", "on_time", "says"),
    [(0, 0, "not yet"), (250, 241, "96.4 %"), (3000, 2999, "99.9 %"), (7, 7, "100.0 %"), (3, 0, "0.0 %")],
)
def test_on_time_is_floored_and_unknown_at_first(checks: int, on_time: int, says: str) -> None:
    assert figures.on_time_words(replace(SHIFT, checks=checks, on_time=on_time)) == says


def test_the_longest_gap_counts_open_ones() -> None:
    seen = patient(last_seen=ago(minutes=31))
    assert figures.longest_gap_words(SHIFT, [patient()], NOW) == "18:22"
    assert figures.longest_gap_words(SHIFT, [patient(), seen], NOW) == "31:00"
    assert figures.longest_gap_words(replace(SHIFT, longest_gap_s=None), [], NOW) == "not yet"
    held = patient(level="1:1", observer="R. Osei", last_seen=ago(minutes=40))
    assert figures.longest_gap_words(SHIFT, [held], NOW) == "18:22"


def test_census() -> None:
    assert figures.census_words(CensusRow(23, 0, 0, ())) == "23 on unit"
    assert figures.census_words(CensusRow(21, 2, 0, ())) == "21 on unit · 2 off · 23"
    assert figures.census_words(CensusRow(20, 2, 1, ())) == "20 on unit · 2 off · 1 AWOL · 23"
    assert figures.census_words(CensusRow(22, 0, 1, ())) == "22 on unit · 1 AWOL · 23"
    assert figures.census_spoken(CensusRow(21, 2, 0, ())) == "21 on unit, 2 off unit, total 23"
    assert figures.census_spoken(CensusRow(20, 2, 1, ())) == "20 on unit, 2 off unit, 1 AWOL, total 23"


def test_who_is_unaccounted_for() -> None:
    labels = {10: "1210", 11: "1211", 12: "1212", 13: "1301", 14: "1302"}
    assert figures.unaccounted_words(CensusRow(21, 2, 0, ()), labels) == ""
    assert figures.unaccounted_words(CensusRow(21, 2, 0, (10,)), labels) == "1 unaccounted for: 1210"
    many = CensusRow(21, 2, 0, (10, 11, 12, 13, 14))
    assert figures.unaccounted_words(many, labels) == "5 unaccounted for: 1210, 1211, 1212 and 2 more"


def test_patients_without_a_bed_have_a_place() -> None:
    shown = snapshot(tuple(reversed(healthy(8))), unplaced=(patient(99),))
    places = places_of(shown)
    assert [place.label for place in places] == [*(f"12{at:02d}" for at in range(1, 9)), "No bed"]
    assert places[-1].bed_id == -99
