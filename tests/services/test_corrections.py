"""What was said is amended beside the original; an entry for the wrong patient is put right."""

from datetime import datetime

import pytest
from sqlalchemy import select

from station.models import Amendment, Check, JournalEntry
from station.models.enums import AlertState, EntryStatus, Stage
from station.services import reading, stays
from station.services.errors import Refused
from tests.absent import back, leave
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON


def last_check(unit: BuiltUnit, stay_id: int) -> Check:
    with unit.store.read() as session:
        return (
            session.scalars(select(Check).where(Check.stay_id == stay_id).order_by(Check.id.desc())).first() or Check()
        )


def check_of(unit: BuiltUnit, check_id: int) -> Check:
    with unit.store.read() as session:
        return session.get_one(Check, check_id)


def test_amended_both_can_be_read(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    original = last_check(unit, stay_id)
    unit.amend(original.id, NOON + minutes(5), location="Hallway", note="by the window", reason="wrong place")
    newer, older = reading.read_checks(unit.store, stay_id)
    assert (older.status, older.location, older.note) == (EntryStatus.AMENDED, "Room", None)
    assert (newer.status, newer.location, newer.note) == (EntryStatus.CURRENT, "Hallway", "by the window")
    (said,) = older.amendments
    assert set(said.changes) == {("location", "Room", "Hallway"), ("note", "", "by the window")}
    assert (said.reason, said.by, said.replacement_id) == ("wrong place", "J. Moore", newer.id)


def test_an_amendment_made_later_is_a_late_entry_of_its_own_time(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.amend(last_check(unit, stay_id).id, NOON + minutes(5), location="Hallway")
    newer = last_check(unit, stay_id)
    assert (newer.observed_at, newer.recorded_at, newer.late_entry) == (NOON, NOON + minutes(5), True)


def test_an_amendment_keeps_the_interval_that_the_original_ended(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(18))
    unit.amend(last_check(unit, stay_id).id, NOON + minutes(19), location="Hallway")
    newer = last_check(unit, stay_id)
    assert (newer.since, newer.due_at) == (NOON, NOON + minutes(15))


def test_amended_to_an_earlier_time_the_timer_goes_back_and_the_alert_comes(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(12))
    unit.amend(last_check(unit, stay_id).id, NOON + minutes(20), observed_at=NOON + minutes(2))
    assert unit.task(stay_id).due_at == NOON + minutes(17)
    unit.sweep(NOON + minutes(20))
    alert = unit.alert(stay_id)
    assert (alert.due_at, alert.detected_at, alert.stage) == (NOON + minutes(17), NOON + minutes(20), Stage.LATE)


def test_amended_to_asleep_needs_the_sign_of_life_and_changes_the_level_in_force(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15", level_asleep="Q30")
    check = last_check(unit, stay_id)
    with pytest.raises(Refused, match="sign of life"):
        unit.amend(check.id, NOON + minutes(1), activity="Asleep")
    unit.amend(check.id, NOON + minutes(1), activity="Asleep", life_sign="Sound heard")
    assert unit.task(stay_id).due_at == NOON + minutes(30)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"reason": " ", "location": "Hallway"}, "Say why"),
        ({}, "Nothing differs"),
        ({"location": "Room"}, "Nothing differs"),
        ({"observed_at": NOON + minutes(9)}, "future"),
        ({"observed_at": NOON - minutes(9)}, "before the patient was admitted"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(sqlite_unit: BuiltUnit, changed: dict[str, object], says: str) -> None:
    stay_id = sqlite_unit.admit_seen()
    check = last_check(sqlite_unit, stay_id)
    with pytest.raises(Refused, match=says):
        sqlite_unit.amend(check.id, NOON + minutes(1), **changed)  # type: ignore[arg-type]  # the table holds the types
    assert check_of(sqlite_unit, check.id).status is EntryStatus.CURRENT


def test_a_corrected_check_is_not_corrected_again(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    check = last_check(unit, stay_id)
    unit.amend(check.id, NOON + minutes(1), location="Hallway")
    with pytest.raises(Refused, match=r"already been corrected \(amended\)"):
        unit.amend(check.id, NOON + minutes(1), location="Dining")
    with pytest.raises(Refused, match="not known"):
        unit.amend(999_999, NOON + minutes(1), location="Dining")


def test_the_same_amendment_twice_is_one(unit: BuiltUnit) -> None:
    from station.services import corrections

    stay_id = unit.admit_seen()
    amended = corrections.Amended(last_check(unit, stay_id).id, "once", "mistyped", location="Hallway")
    for _ in range(2):
        corrections.amend_check(unit.store, amended, actor=unit.who(), now=NOON + minutes(1))
    with unit.store.read() as session:
        assert len(session.scalars(select(Amendment)).all()) == 1


def test_a_search_is_neither_amended_nor_moved(unit: BuiltUnit) -> None:
    stay_id, other = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.not_found(stay_id, NOON + minutes(1))
    search = last_check(unit, stay_id)
    with pytest.raises(Refused, match="not found cannot be amended"):
        unit.amend(search.id, NOON + minutes(2), note="x")
    with pytest.raises(Refused, match="not found cannot be moved"):
        unit.correct(search.id, other, NOON + minutes(2))


def test_an_entry_for_the_wrong_patient_is_moved_and_both_timers_with_it(unit: BuiltUnit) -> None:
    wrong, right = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.check(wrong, NOON + minutes(10))
    mistaken = last_check(unit, wrong)
    unit.correct(mistaken.id, right, NOON + minutes(11))
    moved = last_check(unit, right)
    assert check_of(unit, mistaken.id).status is EntryStatus.WRONG_PATIENT
    assert (moved.observed_at, moved.recorded_at) == (NOON + minutes(10), NOON + minutes(11))
    assert unit.task(wrong).due_at == NOON + minutes(15)
    assert unit.task(right).due_at == NOON + minutes(25)
    (said,) = reading.read_checks(unit.store, wrong)[0].amendments
    assert said.changes == (("patient", "1201", "1202"),)


def test_the_wrong_patients_alert_is_opened_again_with_its_true_times(unit: BuiltUnit) -> None:
    wrong, right = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.sweep(NOON + minutes(15))
    unit.check(wrong, NOON + minutes(16))
    (before,) = unit.all_alerts(wrong)
    unit.correct(last_check(unit, wrong).id, right, NOON + minutes(21))
    unit.sweep(NOON + minutes(21))
    alert = unit.alert(wrong)
    assert alert.id == before.id
    assert (alert.state, alert.stage, alert.due_at, alert.lapsed_at) == (
        AlertState.OPEN, Stage.LAPSED, NOON + minutes(15), NOON + minutes(20),
    )  # fmt: skip
    assert (alert.closed_at, alert.check_id, alert.documented_late) == (None, None, False)
    kinds = [step.kind.value for step in reading.read_alert_steps(unit.store, alert.id)]
    assert kinds == ["opened", "closed", "reopened"]


def test_the_wrong_patients_lapse_never_seen_before_is_found_by_the_next_sweep(unit: BuiltUnit) -> None:
    wrong, right = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.check(wrong, NOON + minutes(10))
    unit.sweep(NOON + minutes(21))
    assert not unit.all_alerts(wrong)
    unit.correct(last_check(unit, wrong).id, right, NOON + minutes(22))
    swept = unit.sweep(NOON + minutes(22))
    assert swept.alerts >= 1
    alert = unit.alert(wrong)
    assert (alert.due_at, alert.lapsed_at, alert.detected_at) == (
        NOON + minutes(15), NOON + minutes(20), NOON + minutes(22),
    )  # fmt: skip


def test_the_right_patients_lapse_is_closed_as_documented_late(unit: BuiltUnit) -> None:
    wrong, right = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.check(wrong, NOON + minutes(14))
    unit.sweep(NOON + minutes(21))
    unit.correct(last_check(unit, wrong).id, right, NOON + minutes(22))
    (alert,) = unit.all_alerts(right)
    assert (alert.state, alert.documented_late) == (AlertState.CLOSED, True)


def test_the_only_check_taken_back_the_first_check_is_owed_as_it_was(unit: BuiltUnit) -> None:
    wrong, right = unit.admit("1201"), unit.admit("1202")
    unit.check(wrong, NOON + minutes(1))
    unit.correct(last_check(unit, wrong).id, right, NOON + minutes(3))
    assert unit.stay(wrong).last_seen_at is None
    assert unit.task(wrong).due_at == NOON + minutes(2)
    unit.sweep(NOON + minutes(3))
    assert unit.alert(wrong).due_at == NOON + minutes(2)


def test_moved_to_somebody_who_was_not_here_then_is_refused_and_changes_nothing(unit: BuiltUnit) -> None:
    wrong = unit.admit_seen("1201")
    later = unit.admit_seen("1202", at=NOON + minutes(5))
    check = last_check(unit, wrong)
    with pytest.raises(Refused, match="before the patient was admitted"):
        unit.correct(check.id, later, NOON + minutes(6))
    with pytest.raises(Refused, match="Choose the patient who was really seen"):
        unit.correct(check.id, wrong, NOON + minutes(6))
    assert check_of(unit, check.id).status is EntryStatus.CURRENT
    assert unit.task(wrong).due_at == NOON + minutes(15)


def test_a_discharged_patients_check_can_still_be_put_right(unit: BuiltUnit) -> None:
    wrong, right = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.check(wrong, NOON + minutes(3))
    stays.discharge(unit.store, wrong, "home", actor=unit.charge(NOON + minutes(4)), now=NOON + minutes(4))
    unit.correct(last_check(unit, wrong).id, right, NOON + minutes(5))
    unit.sweep(NOON + minutes(5))
    assert unit.task(right).due_at == NOON + minutes(18)
    assert not unit.open_alerts(wrong)


def gap_of(unit: BuiltUnit, check_id: int) -> tuple[datetime | None, datetime | None]:
    with unit.store.read() as session:
        check = session.get_one(Check, check_id)
        return check.since, check.due_at


def test_the_gap_that_a_wrong_entry_covered_is_counted_once_it_is_put_right(unit: BuiltUnit) -> None:
    stay_id, other = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.check(stay_id, NOON + minutes(14))
    wrong = last_check(unit, stay_id)
    unit.check(stay_id, NOON + minutes(28))
    later = last_check(unit, stay_id)
    unit.correct(wrong.id, other, NOON + minutes(29))
    assert gap_of(unit, later.id) == (NOON, NOON + minutes(15))
    figures = reading.read_board(unit.store, NOON + minutes(30)).figures
    assert (figures.checks, figures.on_time, figures.longest_gap_s) == (4, 3, 28 * 60)
    with unit.store.read() as session:
        said = session.scalars(select(JournalEntry.body).where(JournalEntry.kind == "check.counted anew")).one()
    assert f'"check":{later.id}' in said


def test_the_next_check_counts_from_the_amended_time(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(14))
    wrong = last_check(unit, stay_id)
    unit.check(stay_id, NOON + minutes(28))
    later = last_check(unit, stay_id)
    unit.amend(wrong.id, NOON + minutes(29), location="Hallway")
    assert gap_of(unit, later.id) == (NOON + minutes(14), NOON + minutes(29))
    (amended,) = [one for one in reading.read_checks(unit.store, stay_id) if one.location == "Hallway"]
    unit.amend(amended.id, NOON + minutes(30), observed_at=NOON + minutes(5))
    assert gap_of(unit, later.id) == (NOON + minutes(5), NOON + minutes(20))


def test_back_on_the_unit_since_no_gap_reaches_to_before_he_left(unit: BuiltUnit) -> None:
    stay_id, other = unit.admit_seen("1201"), unit.admit_seen("1202")
    leave(unit, stay_id, NOON + minutes(5))
    back(unit, stay_id, NOON + minutes(20))
    unit.check(stay_id, NOON + minutes(21))
    wrong = last_check(unit, stay_id)
    unit.check(stay_id, NOON + minutes(30))
    later = last_check(unit, stay_id)
    unit.correct(wrong.id, other, NOON + minutes(31))
    assert gap_of(unit, later.id) == (NOON + minutes(20), NOON + minutes(22))


def test_no_amendment_says_that_he_was_seen_after_it_was_written_down(unit: BuiltUnit) -> None:
    """Else the timer would move on without anybody having seen him, and without the mark of a late entry."""
    stay_id = unit.admit_seen()
    first = last_check(unit, stay_id)
    said = "was written down at 06:00: it cannot have been made after that. Record a check of its own"
    with pytest.raises(Refused, match=said):
        unit.amend(first.id, NOON + minutes(16), observed_at=NOON + minutes(15))
    unit.amend(first.id, NOON + minutes(16), location="Hallway")
    with pytest.raises(Refused, match=said):
        unit.amend(last_check(unit, stay_id).id, NOON + minutes(17), observed_at=NOON + minutes(15))
    assert unit.task(stay_id).due_at == NOON + minutes(15)
