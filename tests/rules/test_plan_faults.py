"""What is wrong with a plan: a whole sentence each, and whether it can be published."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from station.models.enums import BlockKind, Role
from station.rules.plan import Block, Plan, Worker
from station.rules.plan_faults import Fault, faults
from station.rules.policy import Policy, default_policy
from tests.rules import plans
from tests.rules.plans import EAST, NAMES, PATIENT, TERMS, at, block, holds, plan, rest, rounds, worker

BREAKS = tuple(rest(one, f"{17 + one}:00", f"{17 + one}:30") for one in NAMES)
"""So that nobody is said to have none."""


def found(drawn: Plan, *, forbids: bool = True) -> list[str]:
    return [one.words for one in _all(drawn) if one.forbids == forbids]


def _all(drawn: Plan) -> tuple[Fault, ...]:
    return faults(drawn, default_policy(), TERMS)


def only(*blocks: Block, people: tuple[Worker, ...] | None = None, forbids: bool = True) -> str:
    (words,) = found(plan(*blocks, people=people), forbids=forbids)
    return words


def test_nothing_is_wrong_with_a_good_evening() -> None:
    drawn = plan(rounds(1, "15:00", "18:00"), holds(3, "15:00", "17:00"), holds(4, "17:00", "19:00"), *BREAKS)
    assert _all(drawn) == ()


def test_two_things_at_once() -> None:
    assert only(rounds(2, "15:00", "17:00", EAST), holds(2, "16:00", "17:30")) == (
        "R. Osei has rounds of east hall 15:00–17:00 and 1:1 with 1309 16:00–17:30 at once, from 16:00. "
        "Shorten one of them, or give it to somebody else."
    )


def test_one_after_the_other_is_no_overlap() -> None:
    assert found(plan(rounds(2, "15:00", "17:00"), holds(2, "17:00", "19:00"))) == []


def test_somebody_who_is_not_on() -> None:
    assert only(rounds(5, "15:00", "17:00")) == (
        "P. Vega is not on this shift, but has rounds of west hall 15:00–17:00. "
        "Give it to somebody else, or put P. Vega on the shift."
    )


def test_somebody_who_goes_at_midnight() -> None:
    night = Plan(at("23:00"), at("31:00"), (worker(4, "23:00", "24:00"),), (rounds(4, "23:00", "24:30"),))
    assert found(night) == [
        "A. Park goes at 00:00, but has rounds of west hall 23:00–00:30. Shorten it, or give it to somebody else."
    ]


def test_somebody_who_comes_later() -> None:
    assert only(rounds(4, "15:00", "18:00"), people=(worker(4, "17:00"),)) == (
        "A. Park comes at 17:00, but has rounds of west hall 15:00–18:00. Shorten it, or give it to somebody else."
    )


@pytest.mark.parametrize("second", [PATIENT, PATIENT + 1], ids=["the same patient", "another"])
def test_holding_too_long_adds_up_without_a_pause(second: int) -> None:
    assert only(holds(3, "15:00", "16:30"), holds(3, "16:30", "17:30", second)) == (
        "D. Lin holds patients 15:00–17:30 without a pause, 2:30 h, and 2 h is the longest. Plan relief by 17:00."
    )


def test_two_hours_are_allowed_and_a_pause_begins_anew() -> None:
    assert found(plan(holds(3, "15:00", "17:00"), holds(3, "17:30", "19:30"))) == []


def test_two_people_for_one_patient() -> None:
    assert only(holds(1, "15:00", "17:00"), holds(2, "16:00", "18:00")) == (
        "J. Moore and R. Osei both have 1:1 with 1309 16:00–17:00. "
        "Only one can answer for a patient: take it from one of them."
    )


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (rounds(1, "15:00", "16:00"), "who may not make rounds, but has rounds of west hall 15:00–16:00"),
        (holds(1, "15:00", "16:00"), "who may not take over, offer and accept continuous patients"),
        (block(1, BlockKind.ESCORT, "15:00", "16:00", stay_id=3, words="Radiology"), "escort of 1303 (radiology)"),
    ],
)
def test_a_role_that_may_not(one: Block, words: str) -> None:
    said = only(one, people=(worker(1, role=Role.PROVIDER),))
    assert said.startswith("J. Moore is a provider, ")
    assert words in said
    assert said.endswith("Give it to a tech, a charge tech, a nurse or a charge nurse.")


def test_a_viewer_may_have_a_break() -> None:
    assert found(plan(rest(1, "18:00", "18:30"), people=(worker(1, role=Role.VIEWER),))) == []


def test_outside_the_shift_is_said_once() -> None:
    assert only(rounds(1, "14:00", "16:00")) == (
        "J. Moore: rounds of west hall 14:00–16:00 is not inside the shift, 15:00–23:30. Shorten or move it."
    )


def test_no_length() -> None:
    assert only(rest(1, "18:00", "18:00")) == "J. Moore: break at 18:00 has no length. Stretch it, or take it out."
    assert len(found(plan(rest(1, "18:00", "18:00"), rounds(1, "17:00", "19:00")))) == 1


def test_an_area_or_a_patient_that_is_gone() -> None:
    assert only(rounds(1, "15:00", "16:00", 99)) == (
        "J. Moore has rounds of an area that is not there any more 15:00–16:00. Choose another area, or take it out."
    )
    assert only(holds(1, "15:00", "16:00", 99)) == (
        "J. Moore has 1:1 with a patient who is not here any more 15:00–16:00. Take it out."
    )
    assert only(block(1, BlockKind.CONTINUOUS, "15:00", "16:00")) == (
        "J. Moore is to hold a patient 15:00–16:00, and it is not said whom. Choose the patient."
    )


def test_somebody_who_goes_before_coming() -> None:
    assert only(people=(worker(1, "17:00", "16:00"),)) == (
        "J. Moore would go at 16:00, before coming at 17:00. Mend the hours."
    )


def test_a_level_that_was_lowered_is_only_said() -> None:
    drawn = plan(holds(1, "15:00", "16:00", 3), *BREAKS)
    assert found(drawn) == []
    assert found(drawn, forbids=False) == [
        (
            "1303 is not on a continuous level, but J. Moore has 1:1 with 1303 15:00–16:00. "
            "Take it out, unless the level is about to be raised."
        )
    ]


def test_training_is_said_and_forbids_nothing() -> None:
    lacking = worker(3, warnings=("CPR expired on 3 Nov", "No crisis training on record"))
    drawn = plan(holds(3, "15:00", "17:00"), rest(3, "18:00", "18:30"), people=(lacking,))
    assert found(drawn) == []
    assert found(drawn, forbids=False) == [
        (
            "D. Lin: CPR expired on 3 Nov, no crisis training on record. "
            "If it can be, give 1:1 with 1309 15:00–17:00 to somebody else."
        )
    ]
    assert found(plan(rest(3, "18:00", "18:30"), people=(lacking,)), forbids=False) == [
        "D. Lin: CPR expired on 3 Nov, no crisis training on record. See that it is renewed."
    ]


def test_no_break_or_too_short_a_one() -> None:
    said = "J. Moore works 15:00–23:30 and has no break of 30 min. Plan one, and who covers it."
    assert only(people=(worker(1),), forbids=False) == said
    assert only(rest(1, "18:00", "18:20"), people=(worker(1),), forbids=False) == said
    assert found(plan(people=(worker(1, "15:00", "20:59"),)), forbids=False) == []


def test_what_forbids_comes_first_in_order_of_time() -> None:
    drawn = plan(rounds(5, "18:00", "19:00"), rounds(5, "15:00", "16:00"))
    said = _all(drawn)
    assert [one.forbids for one in said] == [True, True, False, False, False, False]
    assert [one.starts_at for one in said[:2]] == [at("15:00"), at("18:00")]


def test_in_the_repeated_hour_the_two_are_told_apart() -> None:
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    hour = timedelta(hours=1)
    one = Block("a", 1, BlockKind.ROUNDS, first, first + 2 * hour, area_id=1)
    night = Plan(
        first - hour, first + 6 * hour, (Worker(1, "J. Moore", Role.TECH, first - hour, first + hour),), (one,)
    )
    assert "goes at 01:30 EST" in found(night)[0]
    assert "01:30 EDT–02:30" in found(night)[0]


# Any shift


@given(drawn=plans.plans())
def test_each_is_a_sentence_about_somebody_and_a_block_of_the_plan(drawn: Plan) -> None:
    keys = {one.key for one in drawn.blocks}
    for one in _all(drawn):
        assert one.words.endswith(".")
        assert "None" not in one.words
        assert TERMS.person(one.staff_id) in one.words
        assert set(one.keys) <= keys


@given(drawn=plans.plans())
def test_what_can_be_published_has_everybody_at_one_thing_and_there(drawn: Plan) -> None:
    """The laws of a shift, checked the plain way on every plan that nothing forbids."""
    if found(drawn):
        drawn = _mended(drawn)
    longest = default_policy().assignments.longest_continuous
    for one in drawn.blocks:
        person = drawn.worker(one.staff_id)
        assert person is not None
        assert person.starts_at <= one.starts_at < one.ends_at <= person.ends_at
        for other in drawn.blocks:
            if other is not one and one.overlaps(other.starts_at, other.ends_at):
                assert one.staff_id != other.staff_id
                assert one.kind is not BlockKind.CONTINUOUS or (one.kind, one.stay_id) != (other.kind, other.stay_id)
        assert one.kind is not BlockKind.CONTINUOUS or one.lasts <= longest


def _mended(drawn: Plan) -> Plan:
    """Without the blocks that are said to be at fault, which mends all there is."""
    bad = {key for one in _all(drawn) if one.forbids for key in one.keys}
    left = replace(drawn, blocks=tuple(one for one in drawn.blocks if one.key not in bad))
    assert found(left) == []
    return left


def test_no_break_is_asked_of_a_unit_that_plans_none(policy: Policy) -> None:
    none = policy.assignments.model_copy(update={"break_for": timedelta(0)})
    assert faults(plan(), policy.model_copy(update={"assignments": none}), TERMS) == ()
