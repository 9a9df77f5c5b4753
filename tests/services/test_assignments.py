"""Planning a shift: drafts of one's own, publishing, being overtaken, what comes of it in the record."""

import json
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select, update

from station.models import JournalEntry, PlanDraft, Qualification, ShiftPlan, Staff
from station.models.enums import BlockKind, Role
from station.rules.plan import Plan, to_json
from station.services import Store, assignments, plan_reading, reading, stays
from station.services.assignments import Overtaken, Publishing
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import PlanChanged
from tests.builders import STATION, BuiltUnit, build_unit, minutes
from tests.fakes import NOON
from tests.services.planning import EVENING, block, publish, sheet, with_blocks, worker

NIGHT = EVENING + minutes(480)
AT = NOON + minutes(1)


@pytest.fixture
def trained(unit: BuiltUnit) -> BuiltUnit:
    """J. Moore has all the training there is to have; the others have none on record."""
    with unit.store.write(STATION, NOON) as work:
        for code in ("CPR", "CPI"):
            work.session.add(
                Qualification(
                    staff_id=unit.staff["J. Moore"], code=code, expires_on=date(2027, 3, 31), recorded_at=NOON
                )
            )
    return unit


def empty(starts_at: datetime = EVENING) -> Plan:
    return Plan(starts_at, starts_at + minutes(510))


def staffed(unit: BuiltUnit, *names: str) -> Plan:
    plan = empty()
    return replace(plan, people=tuple(worker(unit, name, plan) for name in sorted(names)))


def walked(unit: BuiltUnit, plan: Plan, name: str = "J. Moore", lasts: float = 480) -> Plan:
    return with_blocks(plan, block(unit, name, EVENING, minutes(lasts)))


def draft(unit: BuiltUnit, plan: Plan, at: datetime = AT, *, by: str = "C. Lindt", based_on: int = 0) -> None:
    assignments.save_draft(unit.store, plan.starts_at, based_on, plan, actor=unit.who(by), now=at)


def leaves(unit: BuiltUnit, name: str) -> None:
    """He does not work here any more."""
    with unit.store.engine.begin() as connection:
        connection.execute(update(Staff).where(Staff.name == name).values(active=False))


def journal(unit: BuiltUnit, kind: str) -> list[dict[str, Any]]:
    with unit.store.read() as session:
        found = session.scalars(select(JournalEntry.body).where(JournalEntry.kind == kind).order_by(JournalEntry.seq))
        return [json.loads(one) for one in found]


def test_the_shifts_to_choose_from_begin_with_the_one_before(unit: BuiltUnit) -> None:
    found = plan_reading.read_shifts(unit.store, NOON)
    assert [one.name for one in found][:4] == ["Evening", "Night", "Day", "Evening"]
    assert found[1].starts_at <= NOON < found[1].next_at
    assert all(before.next_at == after.starts_at for before, after in pairwise(found))
    assert found[-1].next_at >= NOON + minutes(48 * 60)


def test_people_stay_half_an_hour_into_the_next_shift(unit: BuiltUnit) -> None:
    shift = sheet(unit, NOON).shift
    assert (shift.name, shift.starts_at) == ("Evening", EVENING)
    assert (shift.next_at, shift.ends_at) == (NIGHT, NIGHT + minutes(30))


def test_a_shift_that_begins_at_no_such_time_is_refused(unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="No shift begins at this time any more"):
        sheet(unit, NOON, starts_at=EVENING + minutes(1))


def test_nothing_is_published_at_first(unit: BuiltUnit) -> None:
    found = sheet(unit, NOON)
    assert (found.published.number, found.published.plan, found.draft) == (0, empty(), None)


def test_a_draft_is_there_again_for_whoever_made_it_and_for_nobody_else(unit: BuiltUnit) -> None:
    plan = walked(unit, staffed(unit, "J. Moore", "A. Diaz"))
    draft(unit, plan)
    found = sheet(unit, AT).draft
    assert found is not None
    assert (found.based_on, found.saved_at, found.plan.blocks) == (0, AT, plan.blocks)
    assert {one.name for one in found.plan.people} == {"A. Diaz", "J. Moore"}
    assert sheet(unit, AT, by="N. Park").draft is None
    assert sheet(unit, AT).published.number == 0


def test_a_draft_saved_again_takes_the_place_of_the_one_before(unit: BuiltUnit) -> None:
    draft(unit, staffed(unit, "J. Moore"))
    draft(unit, walked(unit, staffed(unit, "J. Moore")), AT + minutes(1))
    found = sheet(unit, AT).draft
    assert found is not None
    assert len(found.plan.blocks) == 1


def test_a_draft_thrown_away_is_kept_by_the_journal(unit: BuiltUnit) -> None:
    draft(unit, walked(unit, staffed(unit, "J. Moore")))
    assignments.discard_draft(unit.store, EVENING, actor=unit.who("C. Lindt"), now=AT)
    assert sheet(unit, AT).draft is None
    (said,) = journal(unit, "plan.draft thrown away")
    assert said["draft"]["blocks"][0]["staff"] == unit.staff["J. Moore"]
    assignments.discard_draft(unit.store, EVENING, actor=unit.who("C. Lindt"), now=AT)
    assert len(journal(unit, "plan.draft thrown away")) == 1


def test_publishing_puts_the_plan_in_force_and_ends_the_draft(unit: BuiltUnit) -> None:
    plan = walked(unit, staffed(unit, "J. Moore"))
    draft(unit, plan)
    events = publish(unit, plan, AT)
    found = sheet(unit, AT)
    assert events == [PlanChanged(EVENING)]
    assert (found.published.number, found.published.by, found.published.at) == (1, "C. Lindt", AT)
    assert to_json(found.published.plan) == to_json(plan)
    assert found.draft is None
    (said,) = journal(unit, "plan.published")
    assert (said["number"], len(said["plan"]["blocks"])) == (1, 1)


def test_every_plan_published_can_be_read_again(unit: BuiltUnit) -> None:
    first, second = staffed(unit, "J. Moore"), walked(unit, staffed(unit, "J. Moore"))
    publish(unit, first, AT)
    publish(unit, second, AT + minutes(1), based_on=1)
    assert plan_reading.read_published_plan(unit.store, EVENING, 0).plan == empty()
    assert to_json(plan_reading.read_published_plan(unit.store, EVENING, 1).plan) == to_json(first)
    assert to_json(plan_reading.read_published_plan(unit.store, EVENING, 2).plan) == to_json(second)
    with pytest.raises(Refused, match="No plan number 3"):
        plan_reading.read_published_plan(unit.store, EVENING, 3)


def test_the_same_request_publishes_once(unit: BuiltUnit) -> None:
    publishing = Publishing("tapped twice", EVENING, 0, walked(unit, staffed(unit, "J. Moore")))
    for _ in range(2):
        assignments.publish_plan(unit.store, publishing, confirmed=True, actor=unit.who("C. Lindt"), now=AT)
    with unit.store.read() as session:
        assert len(session.scalars(select(ShiftPlan)).all()) == 1
    assert len(journal(unit, "plan.published")) == 1


def test_what_does_not_differ_is_not_published_again(unit: BuiltUnit) -> None:
    plan = walked(unit, staffed(unit, "J. Moore", "A. Diaz"))
    publish(unit, plan, AT)
    again = replace(plan, people=tuple(reversed(plan.people)))
    with pytest.raises(Refused, match="Nothing differs from what is published"):
        publish(unit, again, AT, based_on=1)


def test_whoever_publishes_second_is_told_who_was_first_and_keeps_his_draft(store: Store) -> None:
    people = {"C. Lindt": Role.CHARGE_NURSE, "D. Ames": Role.CHARGE_TECH, "J. Moore": Role.TECH}
    unit = build_unit(store, people=people)
    mine = walked(unit, staffed(unit, "J. Moore"))
    draft(unit, mine, by="D. Ames")
    publish(unit, staffed(unit, "J. Moore"), AT)
    with pytest.raises(Overtaken, match=r"C\. Lindt published another plan of this shift at 06:01"):
        publish(unit, mine, AT + minutes(1), by="D. Ames")
    kept = sheet(unit, AT, by="D. Ames").draft
    assert kept is not None
    assert kept.plan.blocks == mine.blocks
    assert sheet(unit, AT).published.number == 1


def test_what_stays_uncovered_is_asked_first(unit: BuiltUnit) -> None:
    unit.admit_seen("1201", "Q15")
    plan = walked(unit, staffed(unit, "J. Moore"), lasts=420)
    with pytest.raises(NeedsConfirmation, match=r"Not covered: west hall 22:00.23:00 \(nobody\)"):
        publish(unit, plan, AT, confirmed=False)
    publish(unit, plan, AT)
    assert sheet(unit, AT).published.number == 1


def test_a_plan_that_covers_everything_is_published_at_once(trained: BuiltUnit) -> None:
    trained.admit_seen("1201", "Q15")
    rests = block(trained, "J. Moore", EVENING + minutes(480), minutes(30), BlockKind.BREAK)
    publish(trained, with_blocks(walked(trained, staffed(trained, "J. Moore")), rests), AT, confirmed=False)
    assert sheet(trained, AT).published.number == 1


def test_training_that_has_expired_is_said_when_somebody_is_assigned(trained: BuiltUnit) -> None:
    rests = block(trained, "A. Diaz", EVENING + minutes(480), minutes(30), BlockKind.BREAK)
    with pytest.raises(NeedsConfirmation, match=r"A\. Diaz: No CPR on record, no crisis training on record"):
        publish(trained, with_blocks(staffed(trained, "A. Diaz"), rests), AT, confirmed=False)


def test_two_things_at_once_are_not_published(unit: BuiltUnit) -> None:
    plan = walked(unit, staffed(unit, "J. Moore"))
    twice = with_blocks(plan, block(unit, "J. Moore", EVENING + minutes(60), minutes(30), BlockKind.BREAK))
    with pytest.raises(Refused, match=r"J\. Moore has .* at once, from 16:00.*Nothing has been published"):
        publish(unit, twice, AT)
    assert sheet(unit, AT).published.number == 0


def test_somebody_who_has_gone_by_then_is_not_published(unit: BuiltUnit) -> None:
    plan = staffed(unit, "J. Moore")
    early = replace(plan, people=(replace(plan.people[0], ends_at=EVENING + minutes(60)),))
    with pytest.raises(Refused, match=r"J\. Moore"):
        publish(unit, walked(unit, early), AT)


def test_roles_are_those_on_record_whatever_the_page_says(unit: BuiltUnit) -> None:
    plan = staffed(unit, "J. Moore")
    stranger = replace(plan.people[0], staff_id=999_999, name="Nobody")
    with pytest.raises(Refused, match="Nobody does not work on shifts here any more"):
        publish(unit, replace(plan, people=(stranger,)), AT)


def test_somebody_not_on_the_shift_is_not_published(unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match=r"R\. Osei"):
        publish(unit, walked(unit, staffed(unit, "J. Moore"), "R. Osei"), AT)


def test_the_plan_of_the_last_evening_moves_to_this_one(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "1:1")
    plan = staffed(unit, "J. Moore", "A. Diaz")
    held = block(unit, "A. Diaz", EVENING, minutes(120), BlockKind.CONTINUOUS, stay_id=stay_id)
    publish(unit, with_blocks(walked(unit, plan), held), AT)
    day = minutes(24 * 60)
    moved = plan_reading.read_plan_before(unit.store, EVENING + day)
    assert moved is not None
    assert (moved.starts_at, moved.ends_at) == (EVENING + day, NIGHT + minutes(30) + day)
    assert {(one.staff_id, one.starts_at) for one in moved.blocks} == {
        (unit.staff["J. Moore"], EVENING + day), (unit.staff["A. Diaz"], EVENING + day),
    }  # fmt: skip
    assert plan_reading.read_plan_before(unit.store, NIGHT) is None


def test_whoever_left_and_whatever_cannot_be_any_more_is_not_copied(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "1:1")
    held = block(unit, "A. Diaz", EVENING, minutes(120), BlockKind.CONTINUOUS, stay_id=stay_id)
    publish(unit, with_blocks(walked(unit, staffed(unit, "J. Moore", "A. Diaz")), held), AT)
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(AT), now=AT)
    leaves(unit, "J. Moore")
    moved = plan_reading.read_plan_before(unit.store, EVENING + minutes(24 * 60))
    assert moved is not None
    assert [one.name for one in moved.people] == ["A. Diaz"]
    assert moved.blocks == ()


def test_a_draft_forgets_nobody_s_blocks_when_he_has_left(unit: BuiltUnit) -> None:
    draft(unit, walked(unit, staffed(unit, "J. Moore")))
    leaves(unit, "J. Moore")
    found = sheet(unit, AT).draft
    assert found is not None
    assert found.plan.people == ()
    assert len(found.plan.blocks) == 1


def test_drafts_are_not_journalled(unit: BuiltUnit) -> None:
    before = reading.read_head(unit.store)
    draft(unit, staffed(unit, "J. Moore"))
    with unit.store.read() as session:
        assert session.scalars(select(PlanDraft)).one().staff_id == unit.staff["C. Lindt"]
    assert reading.read_head(unit.store) == before


def test_what_somebody_was_asked_about_is_not_asked_again(trained: BuiltUnit) -> None:
    rests = block(trained, "A. Diaz", EVENING + minutes(480), minutes(30), BlockKind.BREAK)
    plan = with_blocks(staffed(trained, "A. Diaz"), rests)
    publish(trained, plan, AT)
    later = with_blocks(plan, block(trained, "A. Diaz", EVENING + minutes(420), minutes(30), BlockKind.BREAK))
    publish(trained, later, AT + minutes(1), based_on=1, confirmed=False)
    assert sheet(trained, AT).published.number == 2


def test_of_what_is_uncovered_only_the_rest_of_the_shift_is_asked_about(unit: BuiltUnit) -> None:
    unit.admit_seen("1201", "Q15")
    begun = EVENING + minutes(90.6)
    with pytest.raises(NeedsConfirmation, match=r"Not covered: west hall 16:30.23:00 \(nobody\)"):
        publish(unit, staffed(unit, "J. Moore"), begun, confirmed=False)
