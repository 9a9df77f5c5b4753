"""Handing a shift over: what the page says, two signatures, and nothing taken over unread."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from station.models import HandoverNote, JournalEntry, Shift, ShiftHandover, Task
from station.models.enums import AbsenceKind, Priority, Role, Stage, TaskKind, TaskState
from station.rules import handover_page as page
from station.services import Store, absences, custody
from station.services.absences import Awol, Leaving
from station.services.errors import NeedsPin, Refused
from station.services.events import HandoverChanged
from station.services.handover import add_note, sign_incoming, sign_outgoing, withdraw_note
from station.services.handover_planning import plan_handover
from station.services.handover_reading import read_handover, read_handovers, read_signed_handover
from station.services.handover_sheet import HandoverSheet
from station.services.hazards import NewHazard, report_hazard
from station.store.verify import Anchor, check_anchor, head_of, verify_journal
from tests.builders import PEOPLE, STATION, BuiltUnit, build_unit, minutes
from tests.fakes import NOON
from tests.services.test_vitals import take as take_vitals

NIGHT = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""The night shift that runs at NOON (06:00 in Chicago): from 23:00 to 07:00, its people until 07:30."""
DAY = NIGHT + timedelta(hours=8)
EVENING = DAY + timedelta(hours=8)
LATE = DAY + minutes(45)
LAPSED = DAY + minutes(75)
LINDT, PARK, RUIZ = "C. Lindt", "N. Park", "M. Ruiz"


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    """On both databases, with a charge tech besides."""
    built = build_unit(store, people=PEOPLE | {RUIZ: Role.CHARGE_TECH})
    plan_handover(store, actor=STATION, now=NOON)
    return built


def sheet(unit: BuiltUnit, at: datetime = NOON) -> HandoverSheet:
    return read_handover(unit.store, at)


def lines(shown: HandoverSheet | page.HandoverPage, key: str) -> list[str]:
    """What a section says, a sentence a line."""
    of = shown.page if isinstance(shown, HandoverSheet) else shown
    return [one.said for one in of.section(key).lines]


def note(unit: BuiltUnit, words: str, at: datetime = NOON, *, by: str = "J. Moore", **more: Any) -> Sequence[Any]:
    request = more.pop("request", None) or unit.request()
    return add_note(unit.store, request, words, more.pop("stay", None), actor=unit.who(by), now=at)


def leave(unit: BuiltUnit, by: str = LINDT, at: datetime = NOON, starts_at: datetime = NIGHT) -> Sequence[Any]:
    """Sign for the shift that goes."""
    return sign_outgoing(unit.store, starts_at, actor=unit.who(by, at), now=at)


def take(
    unit: BuiltUnit, by: str = RUIZ, at: datetime = NOON, starts_at: datetime = NIGHT, *, read: bool = True
) -> Sequence[Any]:
    """Sign for the shift that comes, having read what has changed."""
    since = read_signed_or_live(unit, at).since if read else ()
    return sign_incoming(unit.store, starts_at, since, actor=unit.who(by, at), now=at)


def read_signed_or_live(unit: BuiltUnit, at: datetime) -> HandoverSheet:
    return read_handover(unit.store, at)


def owed(unit: BuiltUnit) -> Task:
    with unit.store.read() as session:
        return session.scalars(select(Task).where(Task.kind == TaskKind.HANDOVER, Task.state == TaskState.OPEN)).one()


def journalled(unit: BuiltUnit, kind: str) -> list[dict[str, Any]]:
    with unit.store.read() as session:
        found = session.scalars(select(JournalEntry.body).where(JournalEntry.kind == kind))
        return [json.loads(body) for body in found]


# What is owed, and when.


def test_the_handover_of_the_running_shift_is_owed_once(unit: BuiltUnit) -> None:
    task = owed(unit)
    assert (task.label, task.since, task.due_at, task.lapsed_at) == (
        "Handover of the Night shift",
        NIGHT,
        LATE,
        LAPSED,
    )
    assert task.soon_at == DAY
    for later in (1, 600):
        assert plan_handover(unit.store, actor=STATION, now=NOON + minutes(later)) == []


def test_a_database_without_a_unit_owes_none(store: Store) -> None:
    assert plan_handover(store, actor=STATION, now=NOON) == []


def test_one_that_nobody_signs_is_said_on_the_board(unit: BuiltUnit) -> None:
    unit.sweep(LATE - minutes(0.01))
    assert unit.open_alerts(kind="shift handover") == []
    unit.sweep(LATE)
    alert = unit.alert(kind="shift handover")
    assert (alert.text, alert.priority, alert.stage) == ("Handover of the Night shift", Priority.LOW, Stage.LATE)
    unit.sweep(LAPSED)
    assert unit.alert(kind="shift handover").priority is Priority.MEDIUM


def test_two_signatures_answer_it_and_the_next_is_owed(unit: BuiltUnit) -> None:
    unit.sweep(LATE)
    leave(unit, at=LATE)
    assert len(unit.open_alerts(kind="shift handover")) == 1
    assert HandoverChanged() in take(unit, at=LATE + minutes(2))
    assert unit.open_alerts(kind="shift handover") == []
    assert (owed(unit).label, owed(unit).since, owed(unit).due_at) == (
        "Handover of the Day shift",
        DAY,
        EVENING + minutes(45),
    )


def test_signed_before_the_next_begins_it_is_done_and_the_page_waits_for_the_next(unit: BuiltUnit) -> None:
    leave(unit, at=DAY - minutes(4))
    take(unit, at=DAY - minutes(2))
    assert sheet(unit, DAY - minutes(1)).is_handed_over
    after = sheet(unit, DAY)
    assert (after.shift.name, after.is_live) == ("Day", True)


def test_a_shift_nobody_handed_over_is_named_by_the_next_and_answered_by_it(unit: BuiltUnit) -> None:
    at = EVENING - minutes(10)
    unit.sweep(at)
    shown = sheet(unit, at)
    assert shown.shift.name == "Day"
    assert shown.page.remarks == ("Never handed over: Night of Sun 1 Mar 23:00.",)
    leave(unit, at=at, starts_at=DAY)
    take(unit, at=at, starts_at=DAY)
    assert unit.open_alerts(kind="shift handover") == []
    assert journalled(unit, "handover.taken over")[0]["never_handed_over"] == ["2026-03-02T05:00:00Z"]
    assert owed(unit).since == EVENING


def test_the_shift_before_can_be_handed_over_until_the_running_one_can(unit: BuiltUnit) -> None:
    assert sheet(unit, EVENING - minutes(60.1)).shift.starts_at == NIGHT
    assert sheet(unit, EVENING - minutes(60)).shift.starts_at == DAY


# What the page says.


def test_an_empty_unit_says_so_and_nothing_looks_forgotten(unit: BuiltUnit) -> None:
    shown = sheet(unit).page
    assert (shown.unit, shown.shift, shown.day, shown.hours, shown.following) == (
        "3 West",
        "Night",
        "Sun 1 Mar 2026",
        "23:00 to 07:00",
        "Day, from 07:00",
    )
    assert shown.figures == (("Patients", "0"), ("on the unit", "0"), ("off the unit", "0"), ("beds", "4"))
    assert shown.accounted == "No patients on the unit."
    assert [one.title for one in shown.sections if one.lines] == []
    assert all(one.empty or one.more for one in shown.sections)


def test_the_census_names_level_precautions_and_place(unit: BuiltUnit) -> None:
    unit.admit_seen("1201", "Q15", level_asleep="Q30", precautions=("SI", "FALL"))
    unit.admit("1203", "Q5")
    shown = sheet(unit).page
    assert shown.figures[-2:] == (("Q5", "1"), ("Q15", "1"))
    first, second = shown.patients
    assert (first.bed, first.name, first.level, first.precautions, first.now) == (
        "1201",
        "Fam1201, Ada",
        "Q15, asleep Q30",
        "SI FALL",
        "room",
    )
    assert (second.bed, second.now) == ("1203", "not seen yet")
    assert lines(sheet(unit), page.COMINGS) == ["1201 Fam1201, A. admitted 06:00", "1203 Fam1203, A. admitted 06:00"]


def test_who_is_unaccounted_for_is_named(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1202")
    unit.not_found(stay, NOON + minutes(1))
    assert sheet(unit, NOON + minutes(1)).page.accounted == "1 unaccounted for: 1202. Look for them now."


def test_level_changes_say_who_why_and_the_order_owed(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201")
    unit.set_level(stay, "Q5", NOON + minutes(3))
    other = unit.admit_seen("1202")
    unit.lower(other, "Q60", NOON + minutes(4), reason="calm for two days")
    assert lines(sheet(unit, NOON + minutes(5)), page.LEVELS) == [
        "1201 Fam1201, A. raised 06:03 from Q15 to Q5: restless. N. Park",
        (
            "1202 Fam1202, A. lowered 06:04 from Q15 to Q60: calm for two days. Dr. Hall, entered by N. Park, "
            "agreed by C. Lindt"
        ),
        "1201 Fam1201, A.: provider's order owed by 07:03",
    ]


def test_a_lapse_says_how_long_who_answered_and_what_ended_it(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201")
    unit.sweep_through(NOON + minutes(14), NOON + minutes(21), minutes(1))
    unit.accept(unit.alert(stay).id, NOON + minutes(22), by="R. Osei", note="going to look")
    still = sheet(unit, NOON + minutes(22))
    assert lines(still, page.LAPSES) == [
        "1201 Fam1201, A.: check lapsed 06:20, last seen 06:00; accepted by R. Osei 06:22 (going to look); still open"
    ]
    assert lines(still, page.ALERTS) == ["HIGH 1201 check lapsed since 06:15; R. Osei has it"]
    unit.check(stay, NOON + minutes(31), observed_at=NOON + minutes(24))
    over = sheet(unit, NOON + minutes(32))
    assert lines(over, page.LAPSES) == [
        (
            "1201 Fam1201, A.: check lapsed 06:20, last seen 06:00; accepted by R. Osei 06:22 (going to look); "
            "seen 06:24 by J. Moore, unseen for 24:00; documented late"
        )
    ]
    assert over.page.section(page.LAPSES).more == "Longest time unseen that ended: 24:00, 1201 Fam1201, A., 06:24."
    assert lines(over, page.ALERTS) == []


def test_of_many_acceptances_the_first_and_the_last_are_named(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201")
    unit.sweep_through(NOON + minutes(14), NOON + minutes(21), minutes(1))
    for turn in range(5):
        at = NOON + minutes(22 + 4 * turn)
        unit.accept(unit.alert(stay).id, at, by="R. Osei", note="going to look" if turn < 4 else "still looking")
        unit.sweep(at + minutes(3.5))
    (said,) = lines(sheet(unit, NOON + minutes(45)), page.LAPSES)
    assert said == (
        "1201 Fam1201, A.: check lapsed 06:20, last seen 06:00; accepted 5 times, first by R. Osei 06:22 "
        "(going to look), last by R. Osei 06:38 (still looking); still open"
    )


def test_late_checks_that_did_not_lapse_are_counted(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201")
    unit.sweep(NOON + minutes(15))
    assert "Late, and done" not in sheet(unit, NOON + minutes(15)).page.section(page.LAPSES).more
    unit.check(stay, NOON + minutes(16))
    shown = sheet(unit, NOON + minutes(17)).page.section(page.LAPSES)
    assert shown.lines == ()
    assert shown.more.startswith("Late, and done before they lapsed: 1 check. Longest time unseen that ended: 16:00")


def test_a_lapse_of_the_shift_before_that_is_over_is_not_this_shifts(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201")
    unit.sweep(NOON + minutes(20))
    unit.check(stay, NOON + minutes(21))
    leave(unit, at=NOON + minutes(30))
    take(unit, at=NOON + minutes(30))
    assert lines(sheet(unit, DAY), page.LAPSES) == []


def test_a_lapse_that_began_on_the_shift_before_and_stood_into_this_one_is_on_both(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201", at=DAY - minutes(30))
    unit.sweep(DAY - minutes(9))
    leave(unit, at=DAY - minutes(5))
    take(unit, at=DAY - minutes(5))
    unit.check(stay, DAY + minutes(3))
    (line,) = lines(sheet(unit, DAY + minutes(4)), page.LAPSES)
    assert line.startswith("1201 Fam1201, A.: check lapsed 06:50, last seen 06:30; nobody accepted it; seen 07:03")


def test_off_the_unit_and_awol_and_observers(unit: BuiltUnit) -> None:
    gone, away, held = unit.admit_seen("1201"), unit.admit_seen("1202"), unit.admit_seen("1203", "1:1")
    leaving = Leaving(unit.request(), away, AbsenceKind.PASS, "Home", "his sister", NOON + timedelta(hours=3))
    absences.leave_unit(unit.store, leaving, actor=unit.who(), now=NOON + minutes(1))
    awol = Awol(unit.request(), gone, "Courtyard", NOON + minutes(1))
    absences.report_awol(unit.store, awol, actor=unit.who(), now=NOON + minutes(1))
    before = sheet(unit, NOON + minutes(2))
    assert lines(before, page.AWAY) == [
        "AWOL 1201 Fam1201, A. from Courtyard since 06:01",
        "1202 Fam1202, A. Home with his sister (pass) since 06:01, back by 09:00",
    ]
    assert lines(before, page.OBSERVERS) == ["NOBODY 1203 Fam1203, A., 1:1: nobody is observing"]
    custody.take_over(unit.store, held, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=NOON + minutes(3))
    after = sheet(unit, NOON + minutes(3))
    assert lines(after, page.OBSERVERS) == ["1203 Fam1203, A., 1:1: R. Osei since 06:03, relief by 08:03"]
    assert [one.now for one in after.page.patients] == ["AWOL", "off the unit", "with R. Osei"]


def test_hazards_reviews_and_what_is_owed_after_an_admission(unit: BuiltUnit) -> None:
    review_by = NOON + timedelta(hours=8)
    unit.admit_seen("1201", review_by=review_by)
    unit.admit_seen("1202")
    hazard = NewHazard(unit.request(), 1, "Shower rail", 5, "a cord holds on it", "Maintenance")
    report_hazard(unit.store, hazard, actor=unit.who(), now=NOON)
    shown = sheet(unit)
    assert lines(shown, page.HAZARDS) == [
        "SEVERITY 5 Shower rail, West hall Maintenance has it, to be fixed by Mon 2 Mar 06:15"
    ]
    assert lines(shown, page.REVIEWS) == ["1201 Fam1201, A., Q15: review by 14:00, the level stays"]
    assert [one for one in lines(shown, page.OWED) if "1201" in one] == [
        "1201 Fam1201, A.: belongings search by 07:00",
        "1201 Fam1201, A.: orientation by Tue 3 Mar 06:00",
    ]
    assert lines(shown, page.VITALS)[0] == "1201 Fam1201, A.: first vitals by 07:00"


def test_a_score_that_asks_for_a_nurse_is_among_the_vitals_that_worry(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201")
    take_vitals(unit, stay_id, NOON + minutes(1))
    take_vitals(unit, stay_id, NOON + minutes(20), hr=118, rr=22, temp=38.2)
    (said,) = (one for one in lines(sheet(unit, NOON + minutes(21)), page.VITALS) if "NEWS2" in one)
    assert said.startswith("1201 Fam1201, A.: NEWS2 5, before it 0; next set by ")


def test_what_is_overdue_before_the_monitor_has_said_so_is_listed(unit: BuiltUnit) -> None:
    unit.admit_seen("1201")
    late = NOON + minutes(16)
    assert lines(sheet(unit, late), page.OVERDUE) == ["1201 Fam1201, A.: check late, due 06:15"]
    unit.sweep(late)
    assert lines(sheet(unit, late), page.OVERDUE) == []


def test_the_words_do_not_change_at_midnight(unit: BuiltUnit) -> None:
    """Else everything would seem new to whoever signs a minute after it."""
    unit.admit_seen("1201")
    at = datetime(2026, 3, 3, 4, 55, tzinfo=UTC)
    first, later = sheet(unit, at), sheet(unit, at)
    assert first.page == later.page
    before, after = (read_handover(unit.store, at + minutes(more)).page for more in (64, 66))
    assert page.since_signed(before, after) == ()


# Notes.


def test_a_note_is_of_a_patient_or_of_the_unit_and_a_double_tap_is_one(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201")
    for _ in range(2):
        note(unit, "  Ice machine is\nbroken ", request="once")
    note(unit, "wants to call his mother", stay=stay)
    assert lines(sheet(unit), page.NOTES) == [
        "Unit Ice machine is broken (J. Moore, 06:00)",
        "1201 Fam1201, A.: wants to call his mother (J. Moore, 06:00)",
    ]


def test_a_note_taken_back_stays_readable(unit: BuiltUnit) -> None:
    note(unit, "wrong")
    (row,) = sheet(unit).notes
    with pytest.raises(Refused, match="J. Moore wrote this note, and only J. Moore takes it back"):
        withdraw_note(unit.store, row.note_id, actor=unit.who(LINDT), now=NOON)
    for _ in range(2):
        withdraw_note(unit.store, row.note_id, actor=unit.who(), now=NOON + minutes(1))
    assert lines(sheet(unit), page.NOTES) == ["Unit wrong (J. Moore, 06:00) (taken back)"]
    assert len(journalled(unit, "handover.note taken back")) == 1
    with unit.store.read() as session:
        assert session.scalars(select(HandoverNote.words)).all() == ["wrong"]


@pytest.mark.parametrize(("words", "why"), [(" \n ", "Write what the next shift"), ("x" * 401, "400 letters at most")])
def test_a_note_that_says_nothing_or_too_much_is_refused(unit: BuiltUnit, words: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        note(unit, words)
    assert sheet(unit).notes == ()


def test_a_note_after_the_shift_was_taken_over_is_for_the_next(unit: BuiltUnit) -> None:
    leave(unit)
    note(unit, "between the two")
    assert sheet(unit).since == ("note: Unit between the two (J. Moore, 06:00)",)
    take(unit)
    note(unit, "for the day")
    assert lines(sheet(unit, DAY), page.NOTES) == ["Unit for the day (J. Moore, 06:00)"]


# Signatures.


def test_both_sign_each_with_his_pin(unit: BuiltUnit) -> None:
    with pytest.raises(NeedsPin, match="C. Lindt: enter your PIN to hand the shift over"):
        sign_outgoing(unit.store, NIGHT, actor=unit.who(LINDT), now=NOON)
    leave(unit)
    with pytest.raises(NeedsPin, match="M. Ruiz: enter your PIN"):
        sign_incoming(unit.store, NIGHT, (), actor=unit.who(RUIZ), now=NOON)
    take(unit, at=NOON + minutes(1))
    shown = sheet(unit, NOON + minutes(1))
    assert shown.outgoing is not None
    assert shown.incoming is not None
    assert (shown.outgoing.name, shown.outgoing.at) == (LINDT, NOON)
    assert (shown.incoming.name, shown.incoming.at) == (RUIZ, NOON + minutes(1))


def test_two_different_people(unit: BuiltUnit) -> None:
    leave(unit)
    with pytest.raises(Refused, match="C. Lindt has signed for the shift that goes. Another person takes it over"):
        take(unit, LINDT)
    with pytest.raises(Refused, match="C. Lindt has signed it at 06:00 for the shift that goes"):
        leave(unit, RUIZ)
    take(unit)
    with pytest.raises(Refused, match="M. Ruiz has taken this shift over already"):
        take(unit, PARK)


def test_a_double_tap_signs_once(unit: BuiltUnit) -> None:
    for _ in range(2):
        leave(unit)
    for _ in range(2):
        take(unit)
    assert len(journalled(unit, "handover.signed")) == len(journalled(unit, "handover.taken over")) == 1


def test_nobody_takes_over_what_has_not_been_signed(unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="The charge of the shift that goes signs first"):
        take(unit)


def test_it_is_not_signed_hours_before_its_end(unit: BuiltUnit) -> None:
    leave(unit)
    take(unit)
    with pytest.raises(Refused, match="The Day shift can be handed over from 14:00 on"):
        leave(unit, RUIZ, at=DAY + minutes(30), starts_at=DAY)
    leave(unit, RUIZ, at=EVENING - minutes(60), starts_at=DAY)


def test_another_shift_than_the_one_at_hand_is_refused(unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="The Night shift is not the one to be handed over now; the Day shift is"):
        leave(unit, at=EVENING - minutes(5))
    with pytest.raises(Refused, match="No shift begins at this time"):
        leave(unit, starts_at=NIGHT + minutes(1))


def test_what_is_signed_is_frozen_and_what_changed_is_said(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201")
    leave(unit, at=NOON + minutes(2))
    unit.set_level(stay, "Q5", NOON + minutes(3))
    unit.sweep_through(NOON + minutes(4), NOON + minutes(8), minutes(1))
    shown = sheet(unit, NOON + minutes(9))
    assert lines(shown, page.LEVELS) == []
    assert shown.since == (
        "1201 Fam1201, A. raised 06:03 from Q15 to Q5: restless. N. Park",
        "1201 Fam1201, A.: provider's order owed by 07:03",
        "1201 Fam1201, A.: check lapsed 06:07, last seen 06:00; nobody accepted it; still open",
    )


def test_nobody_takes_over_what_he_has_not_read(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201")
    leave(unit, at=NOON + minutes(2))
    unit.set_level(stay, "Q5", NOON + minutes(3))
    with pytest.raises(Refused, match="Since it was signed at 06:02: 1201 .* Read it on the page, then sign") as why:
        take(unit, at=NOON + minutes(4), read=False)
    assert "Nothing has been signed" in str(why.value)
    assert not sheet(unit, NOON + minutes(4)).is_handed_over
    take(unit, at=NOON + minutes(4))
    kept = sheet(unit, NOON + minutes(20))
    assert len(kept.since) == 2
    assert journalled(unit, "handover.taken over")[0]["since"] == list(kept.since)


def test_an_earlier_one_reads_as_it_was_signed(unit: BuiltUnit) -> None:
    stay = unit.admit_seen("1201")
    leave(unit)
    signed = sheet(unit).page
    take(unit, at=NOON + minutes(1))
    unit.set_level(stay, "Q5", NOON + minutes(2))
    note(unit, "later")
    again = read_signed_handover(unit.store, NIGHT, EVENING)
    assert again.page == signed
    assert (again.shift.name, again.shift.next_at) == ("Night", DAY)
    (row,) = read_handovers(unit.store)
    assert (row.shift, row.starts_at, row.outgoing.name, row.incoming) == ("Night", NIGHT, LINDT, again.incoming)
    with pytest.raises(Refused, match="has not been handed over"):
        read_signed_handover(unit.store, DAY, EVENING)


def test_the_head_of_the_journal_is_kept_with_it(unit: BuiltUnit) -> None:
    """What had been written before the signature cannot be cut off afterwards without the paper telling."""
    unit.admit_seen("1201")
    before = head_of(unit.store)
    leave(unit)
    head = sheet(unit).head
    assert (head.seq, head.hash) == (before.seq, before.hash)
    assert check_anchor(unit.store, Anchor(head.seq, head.hash)) is None
    assert "written anew" in (check_anchor(unit.store, Anchor(head.seq, "0" * 64)) or "")
    assert verify_journal(unit.store).journal == "ok"


def test_the_journal_holds_the_hash_of_the_page(unit: BuiltUnit) -> None:
    leave(unit)
    take(unit)
    (signed,), (taken,) = journalled(unit, "handover.signed"), journalled(unit, "handover.taken over")
    assert signed["page"] == taken["page"]
    assert len(signed["page"]) == 64


def test_one_row_a_shift_is_kept(unit: BuiltUnit) -> None:
    note(unit, "first")
    leave(unit)
    take(unit)
    with unit.store.read() as session:
        (shift,) = session.scalars(select(Shift)).all()
        (signed,) = session.scalars(select(ShiftHandover)).all()
    assert (shift.name, shift.starts_at, shift.ends_at) == ("Night", NIGHT, DAY + minutes(30))
    assert signed.shift_id == shift.id
