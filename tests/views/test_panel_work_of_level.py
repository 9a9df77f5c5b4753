"""What a change of level asks of those who round."""

from dataclasses import replace

import pytest

from station.models.enums import BlockKind
from station.rules.workload import checks_per_hour
from station.store.rows import BedRow, BoardSnapshot, PatientRow
from station.views.panel.desk import Placed
from station.views.panel.work_of_level import work_words
from tests.views.floors import on_duty, walk
from tests.views.snapshots import POLICY, ago, away, patient, snapshot

WEST, EAST = (1, "West hall"), (2, "East hall")


def beds(west: list[PatientRow], east: list[PatientRow]) -> tuple[BedRow, ...]:
    placed = [(WEST, one) for one in west] + [(EAST, one) for one in east]
    return tuple(BedRow(at, f"12{at:02d}", *area, "", at, one) for at, (area, one) in enumerate(placed, 1))


def unit(**said: object) -> BoardSnapshot:
    """Ten on Q15 in the west hall, and five in the east hall: 44 and 22 checks an hour."""
    west = [patient(number, level="Q15") for number in range(1, 11)]
    east = [patient(number, level="Q15") for number in range(11, 16)]
    return replace(snapshot(beds(west, east)), **said)  # type: ignore[arg-type]  # fields by name


def words(made: BoardSnapshot, awake: str, asleep: str | None = None, stay_id: int = 1) -> str:
    bed = next(one for one in made.beds if one.patient is not None and one.patient.stay_id == stay_id)
    assert bed.patient is not None
    return work_words(POLICY, made, Placed(bed.patient, bed), (awake, asleep or awake))


def test_the_figures_are_those_the_shift_is_planned_by() -> None:
    assert [round(checks_per_hour(POLICY, code), 1) for code in ("Q15", "Q5")] == [4.4, 13.3]


def test_whoever_walks_there_now_is_named() -> None:
    made = unit(rounds=(walk(1, "J. Moore", 1, "West hall", ago(minutes=5)),))
    assert words(made, "Q5") == "Adds 9 checks an hour to the west hall: J. Moore goes from 44 to 53."
    assert words(made, "Q60") == "Takes 3 checks an hour from the west hall: J. Moore goes from 44 to 41."


def test_where_nobody_walks_whoever_is_planned_to() -> None:
    plan = (
        on_duty(1, "D. Lin", BlockKind.ROUNDS, area_id=1),
        on_duty(2, "R. Osei", BlockKind.BREAK),
        on_duty(3, "A. Park", BlockKind.ROUNDS, area_id=2),
    )
    assert words(unit(on_duty=plan), "Q5") == "Adds 9 checks an hour to the west hall: D. Lin goes from 44 to 53."
    walked = unit(on_duty=plan, rounds=(walk(1, "J. Moore", 1, "West hall", ago(minutes=5)),))
    assert "J. Moore goes from 44 to 53." in words(walked, "Q5")
    assert "A. Park goes from 22 to 31." in words(walked, "Q5", stay_id=12)


def test_nobody_named_is_said() -> None:
    said = "Adds 9 checks an hour to the west hall: nobody is named for its rounds, from 44 to 53."
    assert words(unit(), "Q5") == said


def test_two_who_walk_it_share_it_and_the_whole_unit_counts_with_it() -> None:
    west, both = walk(1, "J. Moore", 1, "West hall", ago(minutes=5)), walk(2, "D. Lin", None, "unit", ago(minutes=5))
    said = words(unit(rounds=(west, both)), "Q5")
    assert said.endswith("J. Moore goes from 22 to 27, D. Lin goes from 44 to 49.")


@pytest.mark.parametrize(("awake", "asleep"), [("1:1", None), ("LOS", "Q15"), ("Q15", "1:1")])
def test_who_is_to_be_held_awake_or_asleep_leaves_the_rounds(awake: str, asleep: str | None) -> None:
    made = unit(rounds=(walk(1, "J. Moore", 1, "West hall", ago(minutes=5)),))
    assert words(made, awake, asleep) == "Takes 4 checks an hour from the west hall: J. Moore goes from 44 to 40."


def test_of_awake_and_asleep_the_closer_one_counts() -> None:
    assert words(unit(), "Q15", "Q30") == ""
    assert words(unit(), "Q30", "Q5").startswith("Adds 9 checks an hour")


def test_off_the_unit_or_without_a_bed_no_round_changes() -> None:
    made = unit()
    (bed, *_) = made.beds
    assert bed.patient is not None
    assert work_words(POLICY, made, Placed(replace(bed.patient, away=away()), bed), ("Q5", "Q5")) == ""
    assert work_words(POLICY, made, Placed(bed.patient, None), ("Q5", "Q5")) == ""
