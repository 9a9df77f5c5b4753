"""What is owed when a policy is signed: what is past by a shorter time alerts at once, a longer one hides nothing."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from station.models import Alert, JournalEntry, Task
from station.models.enums import AlertState, DeedOutcome, Priority, Role, SetOutcome, TaskKind, TaskState
from station.rules.vital_limits import Vitals
from station.services import Store, admission, custody, looks, reading, setup
from station.services.admission import AdmissionEntry
from station.services.errors import Refused
from station.services.handover_planning import plan_handover
from station.services.hazards import NewHazard, report_hazard
from station.services.replanning import ANEW
from station.services.rounds import start_round
from station.services.vital_orders import OrderedVitals, order_vitals
from station.services.vitals import VitalEntry, record_set
from tests.absent import leave
from tests.builders import STATION, BuiltUnit, minutes, seconds
from tests.fakes import NOON
from tests.services.test_invariants import hold
from tests.signed import ADMINISTRATOR, administered, level, set_at, sign
from tests.units import fresh_unit


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    return administered(store)


def tasks(unit: BuiltUnit, kind: TaskKind) -> Task:
    with unit.store.read() as session:
        return session.scalars(select(Task).where(Task.kind == kind, Task.state == TaskState.OPEN)).one()


def test_every_kind_of_task_is_planned_anew() -> None:
    assert set(ANEW) == set(TaskKind)


# Checks


def test_a_shorter_interval_that_is_not_past_moves_the_check(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    sign(unit, NOON + minutes(5), level("Q15", soon="8:00", late="10:00", lapsed="13:00"))
    task = unit.task(stay_id)
    assert (task.due_at, task.lapsed_at) == (NOON + minutes(10), NOON + minutes(13))
    assert not unit.open_alerts()
    unit.sweep(NOON + minutes(10))
    assert unit.alert(stay_id).due_at == NOON + minutes(10)


@pytest.mark.parametrize(
    ("unseen", "priority"),
    [(9.99, None), (10, Priority.MEDIUM), (12.9, Priority.MEDIUM), (13, Priority.HIGH), (14, Priority.HIGH)],
)
def test_a_shorter_interval_that_is_past_alerts_at_once(
    unit: BuiltUnit, unseen: float, priority: Priority | None
) -> None:
    stay_id, at = unit.admit_seen(), NOON + minutes(unseen)
    sign(unit, at, level("Q15", soon="8:00", late="10:00", lapsed="13:00"))
    found = unit.open_alerts(stay_id)
    assert [one.priority for one in found] == ([] if priority is None else [priority])
    for one in found:
        assert one.due_at == at
        assert (one.lapsed_at == at) is (priority is Priority.HIGH)
        assert one.detected_at == at
        assert one.since == NOON


def test_it_has_not_fallen_due_before_the_policy_was_signed(unit: BuiltUnit) -> None:
    """Nobody was bound by it until then: the record blames nobody for minutes that nobody owed."""
    stay_id, at = unit.admit_seen(), NOON + minutes(14)
    sign(unit, at, level("Q15", soon="3:00", late="4:00", lapsed="5:00"))
    task = unit.task(stay_id)
    assert (task.due_at, task.lapsed_at) == (at, at)
    unit.sweep(at)
    assert len(unit.open_alerts(stay_id)) == 1


def test_the_check_closes_what_was_raised_and_the_next_runs_by_the_new_policy(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    sign(unit, NOON + minutes(12), level("Q15", soon="8:00", late="10:00", lapsed="13:00"))
    unit.check(stay_id, NOON + minutes(13))
    assert not unit.open_alerts(stay_id)
    assert unit.task(stay_id).due_at == NOON + minutes(23)


def test_a_longer_interval_moves_a_check_that_is_not_late(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    sign(unit, NOON + minutes(14.9), level("Q15", late="25:00", lapsed="30:00"))
    unit.sweep_through(NOON + minutes(15), NOON + minutes(24), minutes(1))
    assert not unit.open_alerts(stay_id)
    unit.sweep(NOON + minutes(25))
    assert unit.alert(stay_id).priority is Priority.MEDIUM


@pytest.mark.parametrize("swept", [True, False])
def test_a_longer_interval_hides_nothing_that_is_late(unit: BuiltUnit, swept: bool) -> None:
    """At exactly its time it is late, whether or not a sweep has seen it yet."""
    stay_id, late = unit.admit_seen(), NOON + minutes(15)
    if swept:
        unit.sweep(late)
    sign(unit, late, level("Q15", late="25:00", lapsed="30:00"))
    unit.sweep(late)
    alert = unit.alert(stay_id)
    assert (alert.priority, alert.due_at) == (Priority.MEDIUM, late)
    unit.sweep(NOON + minutes(20))
    assert unit.alert(stay_id).priority is Priority.HIGH
    unit.check(stay_id, NOON + minutes(21))
    assert not unit.open_alerts(stay_id)
    assert unit.task(stay_id).due_at == NOON + minutes(46)


def test_an_alert_that_runs_keeps_its_own_ladder_and_leases(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    before = unit.alert(stay_id).policy
    nobody = level("Q15", late="25:00", lapsed="30:00", escalation=[{"role": "manager", "after": "29:00"}])
    sign(unit, NOON + minutes(16), nobody)
    assert unit.alert(stay_id).policy == before
    unit.sweep_through(NOON + minutes(16), NOON + minutes(25), seconds(30))
    steps = reading.read_alert_steps(unit.store, unit.alert(stay_id).id)
    assert [one.who for one in steps if one.kind.value == "escalated"] == ["charge", "manager"]


def test_an_acceptance_holds_over_a_new_policy(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    unit.accept(unit.alert(stay_id).id, NOON + minutes(15))
    sign(unit, NOON + minutes(16), level("Q15", late="25:00", lapsed="30:00"))
    alert = unit.alert(stay_id)
    assert (alert.state, alert.lease_until) == (AlertState.ACCEPTED, NOON + minutes(25))


def test_a_late_alert_lapses_sooner_where_the_new_policy_says_so(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    sign(unit, NOON + minutes(16), level("Q15", soon="10:00", late="14:00", lapsed="17:00"))
    assert unit.alert(stay_id).priority is Priority.MEDIUM
    unit.sweep(NOON + minutes(17))
    assert unit.alert(stay_id).priority is Priority.HIGH
    assert unit.alert(stay_id).due_at == NOON + minutes(15)


def test_a_second_longer_policy_hides_it_no_more_than_the_first(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    for wait, late in ((16, "25:00"), (17, "40:00"), (18, "55:00")):
        sign(unit, NOON + minutes(wait), level("Q15", late=late, lapsed="60:00"))
    unit.sweep(NOON + minutes(20))
    assert unit.alert(stay_id).priority is Priority.HIGH


def test_shortened_and_lengthened_again_what_was_raised_stays(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    sign(unit, NOON + minutes(8), level("Q15", soon="4:00", late="5:00", lapsed="7:00"))
    sign(unit, NOON + minutes(9), level("Q15", soon="12:00", late="15:00", lapsed="20:00"))
    assert unit.alert(stay_id).priority is Priority.HIGH


@pytest.mark.parametrize("deed", ["observer", "look", "late entry"])
def test_what_is_planned_anew_later_does_not_forgive_it(unit: BuiltUnit, deed: str) -> None:
    """Only the check closes it: not an observer who takes over, not a look owed to all, not an earlier sighting."""
    code = "1:1" if deed == "observer" else "Q15"
    stay_id, later = unit.admit_seen("1201", code), NOON + minutes(17)
    unit.sweep(NOON + minutes(15))
    sign(unit, NOON + minutes(16), level(code, late="25:00", lapsed="30:00"))
    if deed == "observer":
        custody.take_over(unit.store, stay_id, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=later)
    elif deed == "look":
        looks.owe_everyone_a_look(unit.store, actor=STATION, now=later)
    else:
        unit.check(stay_id, later, observed_at=NOON, confirmed=True)
    assert unit.alert(stay_id, "check").priority is Priority.MEDIUM
    unit.sweep(NOON + minutes(20))
    assert unit.alert(stay_id, "check").priority is Priority.HIGH


def test_a_first_check_follows_its_own_times(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    sign(unit, NOON + minutes(1), set_at({"first_check.late": "1:00", "first_check.lapsed": "3:00"}))
    alert = unit.alert(stay_id)
    assert (alert.due_at, unit.task(stay_id).first_check) == (NOON + minutes(1), True)
    unit.sweep(NOON + minutes(3))
    assert unit.alert(stay_id).priority is Priority.HIGH


def test_the_level_asleep_is_the_one_that_counts_for_who_sleeps(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1201", "Q15", level_asleep="Q30")
    unit.check(stay_id, NOON, activity="Asleep", life_sign="Sound heard")
    sign(unit, NOON + minutes(12), level("Q15", soon="4:00", late="5:00", lapsed="7:00"))
    assert not unit.open_alerts(stay_id)
    assert unit.task(stay_id).due_at == NOON + minutes(30)


# Whatever else is owed


def test_an_observer_and_his_relief_follow(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "1:1")
    sign(unit, NOON + seconds(20), set_at({"continuous.nobody_late": "0:15", "continuous.nobody_lapsed": "1:00"}))
    assert unit.alert(stay_id, "observer").due_at == NOON + seconds(20)
    custody.take_over(unit.store, stay_id, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=NOON + minutes(1))
    times = {"relief_soon": "20:00", "relief_late": "30:00", "relief_lapsed": "40:00"}
    unit.check(stay_id, NOON + minutes(15))
    sign(unit, NOON + minutes(25), set_at({f"continuous.{name}": value for name, value in times.items()}))
    assert unit.alert(stay_id, "relief").priority is Priority.LOW
    assert unit.task(stay_id, TaskKind.RELIEF).due_at == NOON + minutes(31)


def test_a_relief_said_to_be_soon_is_not_put_off(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "1:1")
    custody.take_over(unit.store, stay_id, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=NOON)
    unit.sweep(NOON + minutes(105))
    longer = {"relief_soon": "180:00", "relief_late": "240:00", "relief_lapsed": "250:00"}
    sign(unit, NOON + minutes(106), set_at({f"continuous.{name}": value for name, value in longer.items()}))
    assert unit.alert(stay_id, "relief").priority is Priority.LOW
    unit.sweep(NOON + minutes(120))
    assert unit.alert(stay_id, "relief").priority is Priority.MEDIUM


def test_a_review_stays_due_when_it_was_ordered_to_be(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    before = unit.task(stay_id, TaskKind.REVIEW)
    sign(unit, NOON + minutes(1), set_at({"orders.review_every": "720:00", "orders.review_lapsed": "30:00"}))
    after = unit.task(stay_id, TaskKind.REVIEW)
    assert (after.due_at, after.lapsed_at) == (before.due_at, before.due_at + minutes(30))


def test_a_provider_order_follows(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.set_level(stay_id, "Q5", NOON + minutes(1))
    sign(unit, NOON + minutes(2), set_at({"orders.provider_order_late": "50:00"}))
    assert unit.task(stay_id, TaskKind.PROVIDER_ORDER).due_at == NOON + minutes(51)


def test_a_return_stays_expected_when_it_was(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    leave(unit, stay_id, NOON + minutes(1))
    before = unit.task(stay_id, TaskKind.RETURN)
    sign(unit, NOON + minutes(2), set_at({"absence.return_lapsed": "4:00"}))
    after = unit.task(stay_id, TaskKind.RETURN)
    assert (after.due_at, after.lapsed_at) == (before.due_at, before.due_at + minutes(4))


def test_an_open_round_and_what_is_owed_after_an_admission_follow(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    start_round(unit.store, 1, actor=unit.who(), now=NOON)
    sign(
        unit,
        NOON + minutes(12),
        set_at({"rounds.open_soon": "5:00", "rounds.open_late": "10:00", "admission.belongings.soon": "9:00",
                "admission.belongings.late": "10:00"}),
    )  # fmt: skip
    assert tasks(unit, TaskKind.ROUND_OPEN).due_at == NOON + minutes(12)
    assert unit.alert(kind="round open").priority is Priority.LOW
    assert unit.alert(stay_id, "belongings search").due_at == NOON + minutes(12)


def test_what_was_refused_stays_put_off_from_the_refusal(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    at = NOON + minutes(30)
    entry = AdmissionEntry(
        request_id="r1", stay_id=stay_id, kind=TaskKind.FIRST_VITALS, outcome=DeedOutcome.REFUSED, note="not now"
    )
    admission.record_admission_task(unit.store, entry, confirmed=True, actor=unit.who("N. Park"), now=at)
    assert unit.task(stay_id, TaskKind.FIRST_VITALS).due_at == at + minutes(120)
    sign(unit, at + minutes(1), set_at({"admission.refused_again_after": "60:00"}))
    assert unit.task(stay_id, TaskKind.FIRST_VITALS).due_at == at + minutes(60)


def test_a_hazard_is_to_be_fixed_by_the_new_time_and_the_worst_is_as_it_was(unit: BuiltUnit) -> None:
    for severity, key in ((4, "h4"), (5, "h5")):
        new = NewHazard(key, 1, f"Door {severity}", severity, "loose", "Maintenance")
        report_hazard(unit.store, new, actor=unit.who(), now=NOON)
    unit.sweep(NOON)
    fix = ["10080:00", "4320:00", "1440:00", "60:00", "15:00"]
    sign(unit, NOON + minutes(1), set_at({"environment.fix_within": fix}))
    due = {one.severity: one.due_at for one in reading.read_board(unit.store, NOON).hazards}
    assert due == {4: NOON + minutes(60), 5: NOON + minutes(15)}
    unit.sweep(NOON + minutes(60))
    assert sorted(one.priority.value for one in unit.open_alerts(kind="hazard")) == ["high", "medium"]


def handover_of(unit: BuiltUnit, at: datetime) -> Task:
    plan_handover(unit.store, actor=STATION, now=at)
    return tasks(unit, TaskKind.HANDOVER)


def shifts(*starts: str) -> Any:
    """The same three shifts, beginning at other times."""
    names = ("Day", "Evening", "Night")
    rows = [{"name": name, "starts": f"{at}:00", "overlap": "30:00"} for name, at in zip(names, starts, strict=True)]
    return set_at({"shifts": rows})


def test_a_handover_follows_its_times(unit: BuiltUnit) -> None:
    before = handover_of(unit, NOON)
    sign(unit, NOON + minutes(1), set_at({"handover.late": "50:00"}))
    after = tasks(unit, TaskKind.HANDOVER)
    assert (after.since, after.due_at) == (before.since, before.due_at + minutes(5))


def test_a_handover_is_of_the_shift_that_runs_where_its_own_begins_no_more(unit: BuiltUnit) -> None:
    """At 06:00 in Chicago the night runs, from 23:00; then from 22:00."""
    before = handover_of(unit, NOON)
    sign(unit, NOON + minutes(1), shifts("06:30", "14:00", "22:00"))
    after = tasks(unit, TaskKind.HANDOVER)
    assert (after.since, after.label) == (before.since - minutes(60), "Handover of the Night shift")
    assert after.due_at == before.due_at - minutes(30)


def test_a_handover_that_is_late_stays_so_whatever_the_shifts(unit: BuiltUnit) -> None:
    before = handover_of(unit, NOON)
    unit.sweep(before.due_at)
    sign(unit, before.due_at + minutes(1), shifts("06:30", "14:00", "22:00"))
    after = tasks(unit, TaskKind.HANDOVER)
    assert (after.since, after.due_at) == (before.since, before.due_at)
    assert len(unit.open_alerts(kind="shift handover")) == 1


CHICAGO_EIGHT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
"""The environmental round that NOON (06:00 in Chicago) leaves owed."""


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        ("at 08:00 16:00 00:00", CHICAGO_EIGHT),
        ("at 07:00 19:00", CHICAGO_EIGHT - minutes(60)),
        ("at 05:00 06:00", CHICAGO_EIGHT + minutes(21 * 60)),
        ("every 3h", NOON + minutes(180)),
        ("every 15 min", NOON + minutes(30)),
    ],
)
def test_an_environmental_round_follows_its_schedule(unit: BuiltUnit, schedule: str, due: datetime) -> None:
    """By the clock the next time to come; by elapsed time from the one before, past or not."""
    rounds = [{"checklist": "safety", "schedule": schedule, "soon": "10:00", "lapsed": "45:00"}]
    sign(unit, NOON + minutes(30), set_at({"environment.rounds": rounds}))
    task = tasks(unit, TaskKind.ENVIRONMENTAL)
    assert task.due_at == due
    assert task.since == NOON
    assert (len(unit.open_alerts(kind="environmental round")) == 1) is (due == NOON + minutes(30))


def test_an_environmental_round_that_is_late_stays_so(unit: BuiltUnit) -> None:
    at = CHICAGO_EIGHT + minutes(1)
    unit.sweep(at)
    rounds = [{"checklist": "safety", "schedule": "at 20:00", "soon": "10:00", "lapsed": "45:00"}]
    sign(unit, at, set_at({"environment.rounds": rounds}))
    assert tasks(unit, TaskKind.ENVIRONMENTAL).due_at == CHICAGO_EIGHT
    assert len(unit.open_alerts(kind="environmental round")) == 1


def test_the_journal_says_what_moved(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    sign(unit, NOON + minutes(5), level("Q15", soon="8:00", late="10:00", lapsed="13:00"))
    with unit.store.read() as session:
        (body,) = session.scalars(select(JournalEntry.body).where(JournalEntry.kind == "policy.followed"))
    (moved,) = json.loads(body)["tasks"]
    assert (moved["stay"], moved["kind"]) == (stay_id, "check")
    assert moved["due"] == ["2026-03-02T12:15:00Z", "2026-03-02T12:10:00Z"]


# Whatever is signed, and whenever


@pytest.mark.slow
@given(
    signings=st.lists(st.tuples(st.integers(1, 1500), st.integers(2, 40), st.integers(1, 20)), min_size=1, max_size=4),
    seen_after=st.integers(0, 1200),
)
@settings(max_examples=12)
def test_no_alert_is_ever_lost_to_a_policy(signings: list[tuple[int, int, int]], seen_after: int) -> None:
    """At every moment: lapsed by any policy that held since he was seen, and not seen since, means an alert."""
    with fresh_unit("1201", "1202") as fresh:
        setup.add_staff(fresh.store, ADMINISTRATOR, Role.ADMINISTRATOR, actor=STATION, now=NOON)
        unit = BuiltUnit(fresh.store, {**fresh.staff, ADMINISTRATOR: len(fresh.staff) + 1}, fresh.beds)
        stay_id, now, limit = unit.admit_seen("1201", "Q15"), NOON, minutes(15)
        for wait, late, more in signings:
            until = now + seconds(wait)
            while now < until:
                now = min(until, now + seconds(97))
                unit.sweep(now)
                hold(unit, now)
            was = {one.id: one.priority.rank for one in unit.open_alerts(stay_id)}
            shown = {"soon": "0:30", "late": f"{late}:00", "lapsed": f"{late + more}:00"}
            with suppress(Refused):  # the same once more
                sign(unit, now, level("Q15", **shown))
            limit = timedelta(minutes=late)
            after = {one.id: one.priority.rank for one in unit.open_alerts(stay_id)}
            assert was.keys() <= after.keys()
            assert all(after[one] <= rank for one, rank in was.items())
            assert (now - NOON >= limit or bool(was)) is bool(after)
            hold(unit, now)
        unit.check(stay_id, now + seconds(seen_after), confirmed=True)
        assert not unit.open_alerts(stay_id)
        assert unit.task(stay_id).due_at == now + seconds(seen_after) + limit


def test_alerts_are_counted_once_each(unit: BuiltUnit) -> None:
    for bed in ("1201", "1202", "1203", "1204"):
        unit.admit_seen(bed)
    at = NOON + minutes(11)
    sign(unit, at, level("Q15", soon="8:00", late="10:00", lapsed="13:00"))
    unit.sweep(at)
    with unit.store.read() as session:
        assert len(session.scalars(select(Alert)).all()) == 4


# Vital signs


NO_SCHEDULE = {"vitals.schedule": ""}


def take(unit: BuiltUnit, stay_id: int, at: datetime, **more: Any) -> None:
    values = Vitals(72.0, 121.0, 78.0, 15.0, 98.0, False, None, 36.8, "A")
    entry = VitalEntry(unit.request(), stay_id, SetOutcome.WHOLE, replace(values, **more))
    record_set(unit.store, entry, confirmed=True, actor=unit.who(), now=at)


def test_a_policy_that_asks_for_no_vital_signs_owes_none_and_one_that_does_owes_them_again(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    take(unit, stay_id, NOON + minutes(5))
    sign(unit, NOON + minutes(10), set_at(NO_SCHEDULE))
    assert unit.task(stay_id, TaskKind.VITALS).due_at == NOON + minutes(5 + 720)  # the score of 0 asks in 12 h
    other = unit.admit_seen("1202", at=NOON + minutes(11))
    assert not unit.has_task(other, TaskKind.VITALS)
    sign(unit, NOON + minutes(20), set_at({"vitals.schedule": "every 4h"}))
    assert unit.has_task(other, TaskKind.VITALS)
    sign(unit, NOON + minutes(21), set_at(NO_SCHEDULE))
    assert not unit.has_task(other, TaskKind.VITALS)
    unit.sweep(NOON + minutes(900))
    assert "vital signs" not in {one.kind for one in unit.open_alerts(other)}


def test_what_a_score_or_his_own_order_asks_for_stays_owed(unit: BuiltUnit) -> None:
    scored, ordered = unit.admit_seen("1201"), unit.admit_seen("1202")
    take(unit, scored, NOON + minutes(5), rr=26.0)
    order = OrderedVitals(ordered, "every 4h", "Dr. Hall", reason="fever")
    order_vitals(unit.store, order, actor=unit.who("N. Park"), now=NOON + minutes(6))
    sign(unit, NOON + minutes(10), set_at(NO_SCHEDULE))
    assert unit.task(scored, TaskKind.VITALS).due_at == NOON + minutes(65)
    assert unit.has_task(ordered, TaskKind.VITALS)


def test_a_set_that_is_late_is_not_forgiven_by_a_policy_without_a_schedule(unit: BuiltUnit) -> None:
    stay_id, late = unit.admit_seen(), NOON + minutes(481)
    unit.sweep(late)
    alert = unit.alert(stay_id, "vital signs")
    sign(unit, late, set_at(NO_SCHEDULE))
    assert unit.alert(stay_id, "vital signs").id == alert.id
    refused = VitalEntry(unit.request(), stay_id, SetOutcome.REFUSED, why="Asleep")
    record_set(unit.store, refused, actor=unit.who(), now=late + minutes(5))
    assert not unit.has_task(stay_id, TaskKind.VITALS)
    assert "vital signs" not in {one.kind for one in unit.open_alerts(stay_id)}
