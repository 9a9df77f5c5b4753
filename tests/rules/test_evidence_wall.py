"""What a wall had to show, by what had been entered by then and not later."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import Stage
from station.rules.evidence_gaps import Away, Course, InForce, Ordered, Sighting
from station.rules.evidence_wall import Shown, Told, shown
from station.rules.policy import default_policy
from tests.fakes import NOON


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


COURSE = Course(at(0), None, (Ordered(at(0), "Q15", None, raises=False),), (InForce(at(-99), 1, default_policy()),))


def told(seen: float, entered: float | None = None, void: float | None = None) -> Told:
    return Told(
        Sighting(at(seen), "Awake", 1), at(seen if entered is None else entered), None if void is None else at(void)
    )


def stages(rows: list[Shown]) -> list[tuple[float, Stage]]:
    return [((one.since - NOON) / timedelta(minutes=1), one.stage) for one in rows]


def test_between_two_sightings_the_card_goes_through_its_stages() -> None:
    found = shown(COURSE, [told(0), told(21)], [], at(0), at(22))
    assert stages(found) == [
        (0, Stage.OK), (12, Stage.DUE_SOON), (15, Stage.LATE), (20, Stage.LAPSED), (21, Stage.OK),
    ]  # fmt: skip
    assert [one.counted_from for one in found] == [at(0)] * 4 + [at(21)]


def test_a_late_entry_does_not_change_what_had_hung_there() -> None:
    found = shown(COURSE, [told(0), told(14, entered=18)], [], at(0), at(20))
    assert stages(found) == [(0, Stage.OK), (12, Stage.DUE_SOON), (15, Stage.LATE), (18, Stage.OK)]
    assert found[-1].counted_from == at(14)


def test_nor_does_it_when_something_else_changes_before_it_is_entered() -> None:
    renewed = Ordered(at(16), "Q15", None, raises=False)
    course = Course(at(0), None, (*COURSE.orders, renewed), COURSE.policies)
    found = shown(course, [told(0), told(14, entered=18)], [], at(15), at(19))
    assert stages(found) == [(15, Stage.LATE), (18, Stage.OK)]


def test_what_was_taken_back_had_been_believed_until_then() -> None:
    found = shown(COURSE, [told(0), told(14, void=14.1)], [], at(13), at(16))
    assert [(one.stage, one.counted_from) for one in found] == [
        (Stage.DUE_SOON, at(0)), (Stage.OK, at(14)), (Stage.DUE_SOON, at(0)), (Stage.LATE, at(0)),
    ]  # fmt: skip


def test_not_seen_yet_runs_from_the_admission() -> None:
    assert stages(shown(COURSE, [], [], at(0), at(6))) == [
        (0, Stage.DUE_SOON), (2, Stage.LATE), (5, Stage.LAPSED),
    ]  # fmt: skip


def test_off_the_unit_no_time_runs_and_gone_it_is_red() -> None:
    away = [Away(at(5), at(8), "off the unit with A. Park"), Away(at(8), at(9), "AWOL, nobody had him", awol=True)]
    found = shown(COURSE, [told(0)], away, at(4), at(10))
    assert [(one.away, one.stage, one.counted_from) for one in found] == [
        ("", Stage.OK, at(0)),
        ("off the unit with A. Park", Stage.OK, None),
        ("AWOL, nobody had him", Stage.LAPSED, None),
        ("", Stage.DUE_SOON, at(9)),
    ]


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 30)), max_size=25), st.floats(1, 300))
def test_every_moment_is_shown_once(entries: list[tuple[float, float]], until: float) -> None:
    found = shown(COURSE, [told(seen, seen + after) for seen, after in entries], [], at(0), at(until))
    assert found[0].since == at(0)
    assert found[-1].until == at(until)
    assert all(one.until == after.since for one, after in pairwise(found))
