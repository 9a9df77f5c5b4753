"""Who is on duty by the plans published, at each moment, and in which words."""

from datetime import datetime

import pytest
from sqlalchemy import event, select

from station.models import Area, Staff
from station.models.enums import BlockKind, Role
from station.services import reading, stays
from station.services.on_duty import on_duty_rows
from station.store.rows.plan import OnDutyRow
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON
from tests.plans import Stretch, publish

START = NOON - minutes(60)
GROUP = Stretch("A. Diaz", BlockKind.GROUP, NOON, NOON + minutes(60), words="Skills group")


def on_duty(unit: BuiltUnit, at: datetime = NOON) -> dict[str, OnDutyRow]:
    with unit.store.read() as session:
        rows = on_duty_rows(session, at)
    assert [one.name for one in rows] == sorted({one.name for one in rows})
    return {one.name: one for one in rows}


def area(unit: BuiltUnit) -> int:
    with unit.store.read() as session:
        return session.scalars(select(Area.id)).one()


def doing(unit: BuiltUnit, kind: BlockKind, at: datetime = NOON, **what: object) -> OnDutyRow:
    """J. Moore, planned for this from noon for an hour."""
    publish(unit, START, ["J. Moore"], [Stretch("J. Moore", kind, NOON, NOON + minutes(60), **what)])  # type: ignore[arg-type]  # fields of it
    return on_duty(unit, at)["J. Moore"]


def test_nobody_is_on_where_nothing_is_published(unit: BuiltUnit) -> None:
    assert on_duty(unit) == {}
    assert reading.read_board(unit.store, NOON).on_duty == ()


def test_who_is_on_and_what_each_is_to_be_doing(unit: BuiltUnit) -> None:
    publish(unit, START, ["J. Moore", "A. Diaz", "N. Park"], [GROUP])
    found = on_duty(unit)
    assert list(found) == ["A. Diaz", "J. Moore", "N. Park"]
    ends = START + minutes(510)
    assert found["A. Diaz"] == OnDutyRow(
        unit.staff["A. Diaz"], "A. Diaz", Role.TECH, ends, BlockKind.GROUP, "Skills group", NOON + minutes(60)
    )
    assert found["J. Moore"] == OnDutyRow(unit.staff["J. Moore"], "J. Moore", Role.TECH, ends, None, "", None)
    assert reading.read_board(unit.store, NOON).on_duty == tuple(found.values())


def test_a_stretch_begins_at_its_first_moment_and_ends_before_its_last(unit: BuiltUnit) -> None:
    publish(unit, START, ["A. Diaz"], [GROUP])
    tick = minutes(1) / 60_000_000
    for at, kind in (
        (NOON - tick, None),
        (NOON, BlockKind.GROUP),
        (NOON + minutes(60) - tick, BlockKind.GROUP),
        (NOON + minutes(60), None),
    ):
        assert on_duty(unit, at)["A. Diaz"].kind is kind
    ends = START + minutes(510)
    assert list(on_duty(unit, ends - tick)) == ["A. Diaz"]
    assert on_duty(unit, ends) == {}
    assert on_duty(unit, START - tick) == {}


def test_the_words_of_each_kind(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "1:1")
    for kind, what, words in (
        (BlockKind.ROUNDS, {"area_id": area(unit)}, "rounds West hall"),
        (BlockKind.ROUNDS, {}, "rounds the whole unit"),
        (BlockKind.CONTINUOUS, {"stay_id": stay_id}, "1:1 with 1201"),
        (BlockKind.ESCORT, {"stay_id": stay_id, "words": "ECT"}, "escort with 1201"),
        (BlockKind.ESCORT, {}, "escort"),
        (BlockKind.BREAK, {}, "break"),
        (BlockKind.ADMISSION, {}, "admission"),
        (BlockKind.OTHER, {"words": "Med pass"}, "Med pass"),
        (BlockKind.OTHER, {"words": "CIWA of 1201"}, "other work"),
        (BlockKind.GROUP, {"words": "Withdrawal group"}, "group"),
    ):
        found = doing(unit, kind, **what)
        assert (found.kind, found.words) == (kind, words)
        assert (found.area_id, found.stay_id) == (what.get("area_id"), what.get("stay_id"))


def test_the_bed_is_where_he_is_now(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "LOS")
    stays.transfer(unit.store, stay_id, unit.beds["1203"], actor=unit.charge(NOON), now=NOON)
    assert doing(unit, BlockKind.CONTINUOUS, stay_id=stay_id).words == "LOS with 1203"


def test_nobody_is_with_a_patient_who_needs_no_observer_any_more_or_has_left(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "1:1")
    assert doing(unit, BlockKind.CONTINUOUS, stay_id=stay_id).words == "1:1 with 1201"
    at = NOON + minutes(5)
    unit.lower(stay_id, "Q15", at)
    lowered = on_duty(unit, at)["J. Moore"]
    assert (lowered.kind, lowered.words, lowered.block_until, lowered.stay_id) == (None, "", None, None)
    other = unit.admit_seen("1202", "1:1", at)
    stays.discharge(unit.store, other, "home", actor=unit.charge(at), now=at)
    assert doing(unit, BlockKind.ESCORT, at, stay_id=other).kind is None


def test_the_plan_published_last_is_in_force(unit: BuiltUnit) -> None:
    publish(unit, START, ["J. Moore", "A. Diaz"], [GROUP])
    publish(unit, START, ["A. Diaz"])
    assert {name: one.words for name, one in on_duty(unit).items()} == {"A. Diaz": ""}


def test_while_shifts_overlap_the_people_of_both_are_on(unit: BuiltUnit) -> None:
    publish(unit, NOON - minutes(480), ["J. Moore", "R. Osei"], hours=8.5, name="Day")
    late = Stretch("R. Osei", BlockKind.ROUNDS, NOON, NOON + minutes(60))
    publish(unit, NOON, ["A. Diaz", "R. Osei"], [late], name="Evening")
    found = on_duty(unit)
    assert list(found) == ["A. Diaz", "J. Moore", "R. Osei"]
    assert (found["R. Osei"].words, found["R. Osei"].until) == ("rounds the whole unit", NOON + minutes(510))
    assert list(on_duty(unit, NOON + minutes(30))) == ["A. Diaz", "R. Osei"]


def test_what_the_shift_that_goes_still_has_somebody_do_is_not_lost(unit: BuiltUnit) -> None:
    last = Stretch("R. Osei", BlockKind.ROUNDS, NOON - minutes(60), NOON + minutes(30))
    publish(unit, NOON - minutes(480), ["R. Osei"], [last], name="Day")
    publish(unit, NOON, ["R. Osei"], name="Evening")
    assert on_duty(unit)["R. Osei"].words == "rounds the whole unit"


def test_whoever_left_the_unit_for_good_is_not_on(unit: BuiltUnit) -> None:
    publish(unit, START, ["J. Moore"])
    with unit.store.write(STATION, NOON) as work:
        work.session.get_one(Staff, unit.staff["J. Moore"]).active = False
    assert on_duty(unit) == {}


@pytest.mark.parametrize("published", [False, True])
def test_it_costs_the_board_one_question(sqlite_unit: BuiltUnit, *, published: bool) -> None:
    if published:
        stay_id = sqlite_unit.admit_seen("1201", "1:1")
        publish(sqlite_unit, START, ["A. Diaz"], [GROUP])
        doing(sqlite_unit, BlockKind.CONTINUOUS, stay_id=stay_id)
    asked: list[str] = []
    with sqlite_unit.store.read() as session:
        policy = reading.read_policy(sqlite_unit.store)
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda _c, _u, said, *_: asked.append(said))
        rows = on_duty_rows(session, NOON, policy)
    assert bool(rows) == published
    assert len(asked) == 1
