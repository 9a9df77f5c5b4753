"""A check undone within seconds: it counts for nothing, what was owed is owed again, and everything stays readable."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from typing_extensions import override

from station.models import Alert, Amendment, Check, JournalEntry, ObserverDuty, Staff, Task
from station.models.enums import AlertState, EntryStatus, Outcome, Role, TaskKind, TaskState
from station.rules import owed
from station.rules.policy import default_policy
from station.services import Actor, corrections, custody, reading, rounds, setup, stays
from station.services.errors import Refused
from station.services.events import CheckRecorded, Event
from station.store.verify import verify_journal
from tests.builders import STATION, BuiltUnit, minutes, seconds
from tests.fakes import NOON
from tests.units import fresh_unit

AT_ONCE = seconds(5)


def last(unit: BuiltUnit, stay_id: int) -> Check:
    with unit.store.read() as session:
        return session.scalars(select(Check).where(Check.stay_id == stay_id).order_by(Check.id.desc()).limit(1)).one()


def take_back(unit: BuiltUnit, check_id: int, at: datetime, *, by: str = "J. Moore") -> list[Event]:
    return corrections.take_back_check(unit.store, check_id, actor=unit.who(by), now=at)


def take_last_back(unit: BuiltUnit, stay_id: int, at: datetime, *, by: str = "J. Moore") -> int:
    check_id = last(unit, stay_id).id
    assert take_back(unit, check_id, at, by=by)
    return check_id


def test_taken_back_the_timer_is_where_it_was_and_the_entry_is_readable(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    before = unit.stay(stay_id)
    unit.check(stay_id, NOON + minutes(10), location="Dining", note="ate well")
    check_id = take_last_back(unit, stay_id, NOON + minutes(10) + AT_ONCE)
    now = unit.stay(stay_id)
    assert (now.last_seen_at, now.last_check_id) == (before.last_seen_at, before.last_check_id)
    assert unit.task(stay_id).due_at == NOON + minutes(15)
    row = reading.read_checks(unit.store, stay_id)[0]
    assert (row.id, row.status, row.note) == (check_id, EntryStatus.TAKEN_BACK, "ate well")
    (said,) = row.amendments
    assert (said.kind, said.by, said.at, said.replacement_id, said.changes) == (
        EntryStatus.TAKEN_BACK, "J. Moore", NOON + minutes(10) + AT_ONCE, None, (),
    )  # fmt: skip


def test_it_is_journalled_and_screens_are_told(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    published: list[object] = []
    unit.store.publish = published.extend
    check_id = take_last_back(unit, stay_id, NOON + AT_ONCE)
    assert published[-1] == CheckRecorded(stay_id, check_id)
    with unit.store.read() as session:
        kinds = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq.desc())).all()
    assert "check.taken back" in kinds[:2]
    assert verify_journal(unit.store).journal == "ok"


def test_ten_seconds_and_not_longer(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(5))
    check_id = last(unit, stay_id).id
    with pytest.raises(Refused, match=r"within 10 s of recording it. Correct it instead."):
        take_back(unit, check_id, NOON + minutes(5) + timedelta(seconds=10, microseconds=1))
    assert take_back(unit, check_id, NOON + minutes(5) + seconds(10))


def test_the_clock_set_back_does_not_give_more_time(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(5))
    with pytest.raises(Refused, match="within 10 s"):
        take_back(unit, last(unit, stay_id).id, NOON)


def test_a_late_entry_counts_from_when_it_was_recorded(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(12), observed_at=NOON + minutes(4))
    take_last_back(unit, stay_id, NOON + minutes(12) + AT_ONCE)
    assert unit.task(stay_id).due_at == NOON + minutes(15)


def test_only_whoever_recorded_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    with pytest.raises(Refused, match=r"Only J. Moore, who recorded this, can take it back. Correct it instead"):
        take_back(unit, last(unit, stay_id).id, NOON + AT_ONCE, by="C. Lindt")
    with pytest.raises(Refused, match="not known here"):
        take_back(unit, 999_999, NOON)
    with pytest.raises(Refused, match="Only a person can correct"):
        corrections.take_back_check(unit.store, last(unit, stay_id).id, actor=STATION, now=NOON)


def test_twice_is_once(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    check_id = take_last_back(unit, stay_id, NOON + AT_ONCE)
    assert take_back(unit, check_id, NOON + AT_ONCE) == []
    assert take_back(unit, check_id, NOON + minutes(60)) == []
    with unit.store.read() as session:
        assert session.scalar(select(func.count(Amendment.id))) == 1


def test_the_same_entry_is_not_stored_again_once_it_was_taken_back(unit: BuiltUnit) -> None:
    """A tap that was sent again late must not bring back what its maker has undone."""
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(3), request_id="tap")
    take_last_back(unit, stay_id, NOON + minutes(3) + AT_ONCE)
    assert unit.check(stay_id, NOON + minutes(3) + AT_ONCE, request_id="tap") == []
    assert unit.stay(stay_id).last_seen_at == NOON


def test_taken_back_and_made_again_nobody_is_asked_about_a_repeat(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(5), location="Dining")
    take_last_back(unit, stay_id, NOON + minutes(5) + AT_ONCE)
    assert unit.check(stay_id, NOON + minutes(5) + seconds(8), location="Hallway")


# What it had answered


def test_the_lapse_that_it_closed_stands_again_with_its_true_times(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(20))
    unit.check(stay_id, NOON + minutes(21))
    (before,) = unit.all_alerts(stay_id, "check")
    assert before.state is AlertState.CLOSED
    take_last_back(unit, stay_id, NOON + minutes(21) + AT_ONCE)
    unit.sweep(NOON + minutes(21) + seconds(6))
    alert = unit.alert(stay_id, "check")
    assert (alert.id, alert.due_at, alert.lapsed_at, alert.detected_at) == (
        before.id, NOON + minutes(15), NOON + minutes(20), NOON + minutes(20),
    )  # fmt: skip
    assert (alert.closed_at, alert.check_id, alert.close_reason) == (None, None, None)
    kinds = [step.kind.value for step in reading.read_alert_steps(unit.store, alert.id)]
    assert kinds == ["opened", "closed", "reopened"]


def test_seen_again_it_closes_for_good(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    unit.check(stay_id, NOON + minutes(16))
    take_last_back(unit, stay_id, NOON + minutes(16) + AT_ONCE)
    unit.sweep(NOON + minutes(16) + seconds(6))
    unit.check(stay_id, NOON + minutes(17))
    (alert,) = unit.all_alerts(stay_id, "check")
    assert (alert.state, alert.check_id) == (AlertState.CLOSED, last(unit, stay_id).id)


def test_a_lapse_that_fell_due_meanwhile_is_found_by_the_next_sweep(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(15) - seconds(2))
    unit.sweep(NOON + minutes(15) + seconds(2))
    assert not unit.open_alerts(stay_id)
    take_last_back(unit, stay_id, NOON + minutes(15) + seconds(3))
    unit.sweep(NOON + minutes(15) + seconds(4))
    assert unit.alert(stay_id).due_at == NOON + minutes(15)


def test_the_first_check_taken_back_is_owed_as_it_was(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    unit.check(stay_id, NOON + minutes(1))
    take_last_back(unit, stay_id, NOON + minutes(1) + AT_ONCE)
    assert unit.stay(stay_id).last_seen_at is None
    assert unit.task(stay_id).due_at == NOON + minutes(2)
    unit.sweep(NOON + minutes(2))
    assert unit.alert(stay_id).due_at == NOON + minutes(2)


def test_one_that_was_not_the_last_moves_nothing(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(10))
    unit.check(stay_id, NOON + minutes(11), by="A. Diaz", observed_at=NOON + minutes(5))
    take_last_back(unit, stay_id, NOON + minutes(11) + AT_ONCE, by="A. Diaz")
    assert unit.task(stay_id).due_at == NOON + minutes(25)


def test_said_to_be_asleep_by_mistake_the_level_awake_is_in_force_again(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15", level_asleep="Q30")
    unit.check(stay_id, NOON + minutes(10), activity="Asleep", life_sign="Breathing seen")
    assert unit.task(stay_id).due_at == NOON + minutes(40)
    take_last_back(unit, stay_id, NOON + minutes(10) + AT_ONCE)
    assert not unit.stay(stay_id).asleep
    assert unit.task(stay_id).due_at == NOON + minutes(15)


# A later check that counts from it


def test_not_once_another_has_seen_him_counted_from_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(14))
    check_id = last(unit, stay_id).id
    unit.check(stay_id, NOON + minutes(14) + seconds(3), by="A. Diaz")
    with pytest.raises(Refused, match=r"A. Diaz has seen this patient since, counted from your check. Correct yours"):
        take_back(unit, check_id, NOON + minutes(14) + AT_ONCE)
    take_last_back(unit, stay_id, NOON + minutes(14) + AT_ONCE, by="A. Diaz")
    assert take_back(unit, check_id, NOON + minutes(14) + seconds(8))
    assert unit.task(stay_id).due_at == NOON + minutes(15)


def test_his_own_later_one_first(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(14))
    check_id = last(unit, stay_id).id
    unit.check(stay_id, NOON + minutes(14) + seconds(3), confirmed=True)
    with pytest.raises(Refused, match="recorded this patient again since. Take that entry back first"):
        take_back(unit, check_id, NOON + minutes(14) + AT_ONCE)


def test_a_later_entry_of_an_earlier_time_does_not_hinder(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(14))
    check_id = last(unit, stay_id).id
    unit.check(stay_id, NOON + minutes(14) + seconds(3), by="A. Diaz", observed_at=NOON + minutes(9))
    assert take_back(unit, check_id, NOON + minutes(14) + AT_ONCE)
    assert unit.task(stay_id).due_at == NOON + minutes(24)


# Corrected, or correcting


def test_one_corrected_already_is_not_taken_back_nor_one_that_corrects(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    original = last(unit, stay_id).id
    unit.amend(original, NOON + seconds(3), location="Hallway")
    with pytest.raises(Refused, match=r"already been corrected \(amended\)"):
        take_back(unit, original, NOON + AT_ONCE)
    with pytest.raises(Refused, match="corrects another and cannot be taken back by itself"):
        take_back(unit, last(unit, stay_id).id, NOON + AT_ONCE)
    assert unit.stay(stay_id).last_seen_at == NOON


def test_what_was_taken_back_is_not_corrected(unit: BuiltUnit) -> None:
    stay_id, other = unit.admit_seen("1201"), unit.admit_seen("1202")
    check_id = take_last_back(unit, stay_id, NOON + AT_ONCE)
    with pytest.raises(Refused, match="was taken back and counts for nothing. Record the patient anew"):
        unit.amend(check_id, NOON + minutes(1), location="Hallway")
    with pytest.raises(Refused, match="was taken back and counts for nothing. Record the patient anew"):
        unit.correct(check_id, other, NOON + minutes(1))


# A search that found nobody


def test_not_found_by_mistake_the_alert_closes_with_that_reason(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(3))
    assert unit.alert(stay_id).kind == "not found"
    take_last_back(unit, stay_id, NOON + minutes(3) + AT_ONCE)
    (alert,) = unit.all_alerts(stay_id)
    assert (alert.state, alert.close_reason, alert.check_id) == (AlertState.CLOSED, "the entry was taken back", None)
    assert not unit.has_task(stay_id, TaskKind.NOT_FOUND)
    assert unit.task(stay_id).due_at == NOON + minutes(15)
    unit.sweep(NOON + minutes(4))
    assert not unit.open_alerts(stay_id)


def test_he_is_looked_for_still_where_another_did_not_find_him_either(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(3))
    first = last(unit, stay_id).id
    unit.not_found(stay_id, NOON + minutes(3) + seconds(2), by="A. Diaz")
    take_back(unit, first, NOON + minutes(3) + AT_ONCE)
    assert unit.alert(stay_id).kind == "not found"
    take_last_back(unit, stay_id, NOON + minutes(3) + seconds(9), by="A. Diaz")
    assert not unit.open_alerts(stay_id)


def test_found_by_mistake_the_search_goes_on(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(3))
    unit.check(stay_id, NOON + minutes(5), by="A. Diaz")
    assert not unit.open_alerts(stay_id)
    take_last_back(unit, stay_id, NOON + minutes(5) + AT_ONCE, by="A. Diaz")
    unit.sweep(NOON + minutes(5) + seconds(6))
    alert = unit.alert(stay_id)
    assert (alert.kind, alert.since) == ("not found", NOON + minutes(3))


def test_neither_lost_nor_found_nothing_goes_on(unit: BuiltUnit) -> None:
    """Not found by mistake, found by mistake, both taken back."""
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(3))
    search = last(unit, stay_id).id
    unit.check(stay_id, NOON + minutes(3) + seconds(2), by="A. Diaz")
    take_back(unit, search, NOON + minutes(3) + seconds(4))
    take_last_back(unit, stay_id, NOON + minutes(3) + seconds(6), by="A. Diaz")
    unit.sweep(NOON + minutes(3) + seconds(7))
    assert not unit.open_alerts(stay_id)
    assert unit.task(stay_id).due_at == NOON + minutes(15)


def test_an_accepted_search_is_closed_too(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(3))
    unit.accept(unit.alert(stay_id).id, NOON + minutes(3) + seconds(1), by="C. Lindt")
    take_last_back(unit, stay_id, NOON + minutes(3) + AT_ONCE)
    assert not unit.open_alerts(stay_id)


# The observer


def with_observer(unit: BuiltUnit) -> int:
    """Held awake, on interval checks asleep."""
    stay_id = unit.admit_seen("1201", "1:1", level_asleep="Q15")
    custody.take_over(unit.store, stay_id, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=NOON)
    return stay_id


def test_said_to_be_asleep_by_mistake_his_observer_has_him_as_before(unit: BuiltUnit) -> None:
    stay_id = with_observer(unit)
    unit.check(stay_id, NOON + minutes(30), activity="Asleep", life_sign="Sound heard")
    assert not unit.has_task(stay_id, TaskKind.RELIEF)
    take_last_back(unit, stay_id, NOON + minutes(30) + AT_ONCE)
    with unit.store.read() as session:
        (duty,) = session.scalars(select(ObserverDuty)).all()
    assert (duty.staff_id, duty.started_at, duty.ended_at) == (unit.staff["R. Osei"], NOON, None)
    assert not unit.has_task(stay_id, TaskKind.OBSERVER)
    assert unit.task(stay_id, TaskKind.RELIEF).since == NOON


def test_an_observer_who_has_gone_to_another_is_not_given_two(unit: BuiltUnit) -> None:
    stay_id = with_observer(unit)
    other = unit.admit_seen("1202", "1:1")
    at = NOON + minutes(30)
    unit.check(stay_id, at, activity="Asleep", life_sign="Sound heard")
    custody.take_over(unit.store, other, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=at + seconds(2))
    take_last_back(unit, stay_id, at + AT_ONCE)
    assert unit.task(stay_id, TaskKind.OBSERVER).since == at + AT_ONCE


def test_an_observer_on_a_round_by_now_walks_on(unit: BuiltUnit) -> None:
    stay_id = with_observer(unit)
    at = NOON + minutes(30)
    unit.check(stay_id, at, activity="Asleep", life_sign="Sound heard")
    rounds.start_round(unit.store, None, actor=unit.who("R. Osei"), now=at + seconds(2))
    take_last_back(unit, stay_id, at + AT_ONCE)
    assert unit.has_task(stay_id, TaskKind.OBSERVER)


# The round, the stay


def test_on_a_round_he_is_to_see_again(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    rounds.start_round(unit.store, None, actor=unit.who(), now=NOON + minutes(1))
    unit.check(stay_id, NOON + minutes(2))
    (row,) = reading.read_board(unit.store, NOON + minutes(2)).rounds
    assert row.seen == 1
    take_last_back(unit, stay_id, NOON + minutes(2) + AT_ONCE)
    (row,) = reading.read_board(unit.store, NOON + minutes(2)).rounds
    assert row.seen == 0
    (shown,) = rounds.read_round_sheet(unit.store, row.round_id, NOON + minutes(3)).patients
    assert (shown.seen_at, shown.check_id) == (None, None)


def test_the_figures_of_the_shift_do_not_count_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    before = reading.read_board(unit.store, NOON + minutes(12)).figures
    unit.check(stay_id, NOON + minutes(12))
    take_last_back(unit, stay_id, NOON + minutes(12) + AT_ONCE)
    assert reading.read_board(unit.store, NOON + minutes(13)).figures == before


def test_after_the_discharge_it_is_taken_back_and_nothing_is_owed(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(3))
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(NOON + minutes(3)), now=NOON + minutes(3))
    take_last_back(unit, stay_id, NOON + minutes(3) + AT_ONCE)
    unit.sweep(NOON + minutes(60))
    assert not unit.open_alerts(stay_id)
    assert unit.stay(stay_id).last_seen_at == NOON


def test_somebody_who_is_no_staff_here_any_more_takes_nothing_back(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    setup.add_staff(unit.store, "V. Lane", Role.VIEWER, actor=STATION, now=NOON)
    with unit.store.read() as session:
        viewer = session.scalars(select(Staff.id).where(Staff.name == "V. Lane")).one()
    with pytest.raises(Refused, match="A viewer may not correct"):
        corrections.take_back_check(
            unit.store, last(unit, stay_id).id, actor=Actor(viewer, "V. Lane", "desk 1"), now=NOON
        )


# In any order

PEOPLE = st.sampled_from(("J. Moore", "A. Diaz"))
WHICH = st.integers(0, 30)


class Entries(RuleBasedStateMachine):
    """Two patients; checks, searches, corrections and undoing in any order. What is stored of each stay is always
    what the entries that count say, worked out here anew."""

    @initialize()
    def begin(self) -> None:
        self._open = fresh_unit("1201", "1202")
        self.unit = self._open.__enter__()
        self.now = NOON
        self.stays = (
            self.unit.admit("1201", "Q15", level_asleep="Q30"),
            self.unit.admit("1202", "Q5", level_asleep=None),
        )

    def _entries(self) -> list[Check]:
        with self.unit.store.read() as session:
            return list(session.scalars(select(Check).order_by(Check.id.desc())))

    @rule(wait=st.sampled_from((1, 4, 9, 11, 130, 700)))
    def wait(self, wait: int) -> None:
        self.now += seconds(wait)
        self.unit.sweep(self.now)

    @rule(which=WHICH, by=PEOPLE, ago=st.sampled_from((0, 0, 3, 90, 400)), asleep=st.booleans())
    def check(self, which: int, by: str, ago: int, *, asleep: bool) -> None:
        with suppress(Refused):
            self.unit.check(
                self.stays[which % 2], self.now, by=by, confirmed=True, observed_at=self.now - seconds(ago),
                activity="Asleep" if asleep else "Awake", life_sign="Sound heard" if asleep else None,
            )  # fmt: skip

    @rule(which=WHICH, by=PEOPLE)
    def not_found(self, which: int, by: str) -> None:
        self.unit.not_found(self.stays[which % 2], self.now, by=by)

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        entries = self._entries()
        if entries:
            entry = entries[which % min(4, len(entries))]
            by = next(name for name, staff_id in self.unit.staff.items() if staff_id == entry.observer_id)
            with suppress(Refused):
                take_back(self.unit, entry.id, self.now, by=by)

    @rule(which=WHICH, ago=st.sampled_from((0, 60, 500)))
    def amend(self, which: int, ago: int) -> None:
        entries = self._entries()
        if entries:
            with suppress(Refused):
                self.unit.amend(
                    entries[which % len(entries)].id, self.now, observed_at=self.now - seconds(ago), activity="Reading"
                )

    @rule(which=WHICH)
    def correct(self, which: int) -> None:
        entries = self._entries()
        if entries:
            entry = entries[which % len(entries)]
            other = self.stays[1 - self.stays.index(entry.stay_id)]
            with suppress(Refused):
                self.unit.correct(entry.id, other, self.now)

    @rule(which=WHICH)
    def raise_level(self, which: int) -> None:
        with suppress(Refused):
            self.unit.set_level(self.stays[which % 2], "Q5", self.now)

    @invariant()
    def what_is_stored_is_what_the_entries_say(self) -> None:
        if not hasattr(self, "unit"):
            return
        for stay_id in self.stays:
            self._holds(stay_id)

    def _holds(self, stay_id: int) -> None:
        counting = [one for one in self._entries() if one.stay_id == stay_id and one.status is EntryStatus.CURRENT]
        seen = [one for one in counting if one.outcome is Outcome.SEEN]
        last_seen = max(seen, key=lambda one: (one.observed_at, one.id), default=None)
        stay, task = self.unit.stay(stay_id), self.unit.task(stay_id)
        seen_at = None if last_seen is None else last_seen.observed_at
        asleep = last_seen is not None and last_seen.activity == "Asleep"
        assert (stay.last_seen_at, stay.asleep) == (seen_at, asleep)
        assert stay.last_check_id == (None if last_seen is None else last_seen.id)
        level = default_policy().level(task.level or "")
        due = owed.next_check(default_policy(), level, last_seen=seen_at, owed_since=stay.owed_since)
        assert (task.since, task.due_at, task.lapsed_at) == (due.since, due.due_at, due.lapsed_at)
        missed = [
            one
            for one in counting
            if one.outcome is Outcome.NOT_FOUND
            and (last_seen is None or (one.observed_at, one.id) > (last_seen.observed_at, last_seen.id))
        ]
        assert self.unit.has_task(stay_id, TaskKind.NOT_FOUND) == bool(missed)

    @override
    def teardown(self) -> None:
        if hasattr(self, "unit"):
            self.unit.sweep(self.now)
            self._nothing_is_doubled()
            assert verify_journal(self.unit.store).journal == "ok"
            self._open.__exit__(None, None, None)

    def _nothing_is_doubled(self) -> None:
        with self.unit.store.read() as session:
            standing = session.scalars(select(Alert).where(Alert.state != AlertState.CLOSED)).all()
            opened = session.scalars(select(Task.id).where(Task.state == TaskState.OPEN)).all()
        assert len({alert.task_id for alert in standing}) == len(standing)
        assert {alert.task_id for alert in standing} <= set(opened)


@pytest.mark.slow
def test_entries_in_any_order() -> None:
    run_state_machine_as_test(
        Entries,
        settings=settings(
            max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
