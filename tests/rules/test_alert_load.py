"""How much alerts ask of people, replayed from what happened to them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import Priority, Stage, StepKind
from station.rules import alert_load
from station.rules.alert_load import Happened, Subject
from tests.fakes import NOON

MINUTE = timedelta(minutes=1)


def at(minutes: float) -> datetime:
    return NOON + minutes * MINUTE


def subject(number: int, area: int | None = 1, kind: str = "check", priority: Priority = Priority.MEDIUM) -> Subject:
    return Subject(number, kind, area, NOON, NOON, Stage.LATE, priority)


def subjects(*some: Subject) -> dict[int, Subject]:
    return {one.id: one for one in some}


def opened(number: int, minutes: float = 0, stage: str = "late") -> Happened:
    return Happened(number, StepKind.OPENED, at(minutes), stage)


def step(number: int, kind: StepKind, minutes: float, detail: str = "") -> Happened:
    return Happened(number, kind, at(minutes), detail)


def test_fifteen_late_at_once_in_one_area_are_one_announcement() -> None:
    many = [opened(number) for number in range(1, 16)]
    assert alert_load.announcements(subjects(*map(subject, range(1, 16))), many) == (NOON,)


def test_late_ones_of_two_areas_are_two() -> None:
    who = subjects(subject(1, 1), subject(2, 2), subject(3, 2))
    assert alert_load.announcements(who, [opened(1), opened(2), opened(3)]) == (NOON, NOON)


def test_one_that_joins_a_late_round_begins_none() -> None:
    who = subjects(subject(1), subject(2), subject(3))
    assert alert_load.announcements(who, [opened(1), opened(2, 1), opened(3, 2)]) == (NOON,)


def test_one_that_lapses_is_announced_again_and_alone() -> None:
    who = subjects(subject(1), subject(2))
    happened = [opened(1), opened(2), step(1, StepKind.RAISED, 5, "lapsed")]
    assert alert_load.announcements(who, happened) == (NOON, at(5))


def test_accepting_and_running_out_begin_none() -> None:
    who = subjects(subject(1), subject(2))
    happened = [
        opened(1), opened(2), step(1, StepKind.ACCEPTED, 1, "going"), step(1, StepKind.LEASE_ENDED, 11),
        step(1, StepKind.ESCALATED, 12),
    ]  # fmt: skip
    assert alert_load.announcements(who, happened) == (NOON,)


def test_the_next_one_after_all_have_closed_is_another() -> None:
    who = subjects(subject(1), subject(2))
    happened = [opened(1), step(1, StepKind.CLOSED, 2, "seen"), opened(2, 3), step(2, StepKind.CLOSED, 4)]
    assert alert_load.announcements(who, happened) == (NOON, at(3))
    again = [*happened, step(2, StepKind.REOPENED, 5)]
    assert alert_load.announcements(who, again) == (NOON, at(3), at(5))


def test_technical_ones_are_announced_once_whatever_they_say() -> None:
    who = subjects(subject(1, None, "technical", Priority.TECHNICAL))
    happened = [opened(1, stage="The disk is full."), step(1, StepKind.RAISED, 1, "The disk is quite full.")]
    assert alert_load.announcements(who, happened) == (NOON,)


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(StepKind), st.integers(0, 20)), max_size=30))
def test_never_more_announcements_than_openings_and_rises(steps: list[tuple[int, StepKind, int]]) -> None:
    happened = [step(number, kind, minute, "late") for number, kind, minute in sorted(steps, key=lambda one: one[2])]
    who = subjects(*(subject(number, number % 2) for number in range(1, 7)))
    began = alert_load.announcements(who, happened)
    begun = [one for one in happened if one.kind in (StepKind.OPENED, StepKind.RAISED, StepKind.REOPENED)]
    assert len(began) <= len(begun)
    assert set(began) <= {one.at for one in begun}


def test_what_stood_unanswered_and_how_long() -> None:
    happened = [
        opened(1), opened(2), step(1, StepKind.ACCEPTED, 2), step(1, StepKind.LEASE_ENDED, 12),
        step(1, StepKind.CLOSED, 15),
    ]  # fmt: skip
    waits = {(one.alert_id, one.length / MINUTE) for one in alert_load.unanswered(happened, at(20))}
    assert waits == {(1, 2), (1, 3), (2, 20)}


def test_time_to_acceptance_is_to_the_first_one_and_in_the_middle() -> None:
    happened = [
        opened(1), opened(2), opened(3), step(1, StepKind.ACCEPTED, 1), step(2, StepKind.ACCEPTED, 4),
        step(1, StepKind.ACCEPTED, 5), step(3, StepKind.CLOSED, 6),
    ]  # fmt: skip
    took = alert_load.times_to_acceptance(happened)
    assert took == (MINUTE, 4 * MINUTE)
    assert alert_load.middle(took) == 2.5 * MINUTE
    assert alert_load.middle(()) is None


@pytest.mark.parametrize(("moments", "most"), [([], 0), ([0, 1, 2], 3), ([0, 9.99, 10, 10.1], 3), ([0, 10, 20], 1)])
def test_the_most_in_ten_minutes(moments: list[float], most: int) -> None:
    assert alert_load.most_within([at(one) for one in moments], 10 * MINUTE) == most


def test_people_count_once_and_only_while_they_are_on() -> None:
    spells = [(1, at(-60), at(30)), (1, at(10), at(40)), (2, at(50), at(200)), (3, at(-50), at(-10))]
    worked = alert_load.time_on_duty(spells, NOON, at(60))
    assert worked == 50 * MINUTE
    assert alert_load.per_person(10, worked) == pytest.approx(2.0)
    assert alert_load.per_person(10, timedelta(0)) is None


def test_the_commonest_first_and_equals_by_name() -> None:
    assert alert_load.commonest(["b", "a", "b", "c", "a", "d"], 3) == (("a", 2), ("b", 2), ("c", 1))
