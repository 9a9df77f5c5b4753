"""What cards, forms and the page of a patient read of vital signs."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from station.models.enums import AssessmentKind, EntryStatus, SetOutcome, Stage, TaskKind
from station.services import vital_reading
from station.services.patient_day import read_patient_day
from station.services.reading import read_board
from station.services.vital_corrections import AmendedSet, amend_set
from station.services.vital_orders import OrderedVitals, order_vitals
from station.services.vitals import VitalEntry
from station.store.rows.vitals import CardVitals
from tests.absent import back, leave
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON
from tests.services.test_vitals import FIVE, HOUR, answer, assess, record, refuse, sets, take, whole


def card(unit: BuiltUnit, stay_id: int, at: timedelta) -> CardVitals:
    board = read_board(unit.store, NOON + at)
    (found,) = (bed.patient.vitals for bed in board.beds if bed.patient is not None and bed.patient.stay_id == stay_id)
    assert found is not None
    return found


def test_a_card_shows_the_scores_of_a_day_and_when_the_next_is_owed(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    assert card(unit, stay_id, minutes(1)) == CardVitals((), None, None, False, "", NOON + 8 * HOUR)
    take(unit, stay_id, NOON + minutes(20), hr=100.0)
    take(unit, stay_id, NOON + minutes(40), **FIVE)
    assert card(unit, stay_id, HOUR) == CardVitals(
        ((NOON + minutes(20), 1), (NOON + minutes(40), 5)), 5, 5, True, "", NOON + minutes(100)
    )
    assert card(unit, stay_id, 24 * HOUR + minutes(30)).scores == ((NOON + minutes(40), 5),)
    assert card(unit, stay_id, 25 * HOUR).total is None


def test_of_a_refusal_or_a_part_no_total_is_invented(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20))
    refuse(unit, stay_id, NOON + minutes(40))
    found = card(unit, stay_id, HOUR)
    assert (found.total, found.at_least, found.asks, len(found.scores)) == (None, None, False, 1)
    take(unit, stay_id, NOON + HOUR, outcome=SetOutcome.PARTIAL, why="Agitated", temp=None, rr=26.0)
    found = card(unit, stay_id, 2 * HOUR)
    assert (found.total, found.at_least, found.asks) == (None, 3, True)


def test_the_page_holds_the_orders_that_were_in_force_in_what_it_shows(unit: BuiltUnit) -> None:
    stay_id, nurse = unit.admit(), unit.who("N. Park")
    for at, schedule in ((minutes(5), "every 4h"), (HOUR, "every 2h"), (3 * HOUR, "at 06:00 18:00")):
        order = OrderedVitals(stay_id, schedule, "Dr. Hall")
        order_vitals(unit.store, order, actor=nurse, now=NOON + at)
    now = NOON + 4 * HOUR
    shown = read_patient_day(unit.store, stay_id, NOON + 2 * HOUR, now, now).orders
    assert [(one.schedule, one.ended_at) for one in shown] == [
        ("every 2h", NOON + 3 * HOUR), ("at 06:00 18:00", None),
    ]  # fmt: skip
    earlier = read_patient_day(unit.store, stay_id, None, NOON + minutes(30), now).orders
    assert [one.schedule for one in earlier] == ["every 4h"]


def test_a_weight_by_itself_hides_no_score(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), **FIVE)
    from station.rules.vital_limits import Vitals

    entry = VitalEntry(unit.request(), stay_id, SetOutcome.PARTIAL, Vitals(weight=80.0))
    record(unit, entry, NOON + minutes(30))
    assert card(unit, stay_id, HOUR).total == 5


def test_the_board_asks_two_questions_for_all_cards(sqlite_unit: BuiltUnit) -> None:
    def asked() -> int:
        with sqlite_unit.store.read():
            pass
        statements: list[str] = []

        def count(_c: object, _cur: object, statement: str, *_rest: object) -> None:
            if "vital_" in statement:
                statements.append(statement)

        event.listen(sqlite_unit.store.engine, "before_cursor_execute", count)
        read_board(sqlite_unit.store, NOON + HOUR)
        event.remove(sqlite_unit.store.engine, "before_cursor_execute", count)
        return len(statements)

    for bed in ("1201", "1202", "1203", "1204"):
        take(sqlite_unit, sqlite_unit.admit(bed), NOON + minutes(20))
    assert asked() == 2


def test_the_last_sets_with_what_was_said_about_them(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), note="after lunch")
    original = sets(unit, stay_id)[0].id
    amended = AmendedSet(original, "mistyped", whole(unit, stay_id, hr=82.0))
    amend_set(unit.store, amended, actor=unit.who("R. Osei"), now=NOON + minutes(30))
    newer, older = vital_reading.read_vitals(unit.store, stay_id)
    assert (newer.hr, newer.by, newer.status, newer.amendments) == (82.0, "R. Osei", EntryStatus.CURRENT, ())
    assert (older.hr, older.note, older.status) == (72.0, "after lunch", EntryStatus.AMENDED)
    (said,) = older.amendments
    assert (said.by, said.reason, said.replacement_id) == ("R. Osei", "mistyped", newer.id)
    assert ("hr", "72", "82") in said.changes
    assert vital_reading.read_vitals(unit.store, stay_id, 1) == (newer,)


def test_what_a_form_shows_beside_its_fields(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    before = vital_reading.read_vitals_before(unit.store, stay_id, NOON)
    assert (before.last, before.weight, before.score_waits) == ((), None, False)
    assert before.assessments == (AssessmentKind.BVC,)
    take(unit, stay_id, NOON + minutes(20), weight=80.0, height=172.0, **FIVE)
    before = vital_reading.read_vitals_before(unit.store, stay_id, NOON + HOUR)
    assert ("hr", 115.0, NOON + minutes(20)) in before.last
    assert (before.weight, before.height, before.scale, before.no_score) == ((80.0, NOON + minutes(20)), 172.0, 1, "")
    assert before.score_waits


def test_who_of_an_area_is_owed_vital_signs(unit: BuiltUnit) -> None:
    one, other, gone = (unit.admit_seen(bed) for bed in ("1201", "1202", "1203"))
    take(unit, one, NOON + minutes(1))
    take(unit, gone, NOON + minutes(1))
    leave(unit, gone, NOON + minutes(5))
    board = read_board(unit.store, NOON + minutes(6))
    area = board.beds[0].area_id
    owed = vital_reading.owed_vitals(board, area)
    assert [(row.stay_id, row.due_at) for row in owed] == [(other, NOON + HOUR), (one, NOON + 8 * HOUR)]
    assert vital_reading.owed_vitals(board, area + 1) == ()


def test_the_day_of_a_patient(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(14), note="paced")
    unit.sweep(NOON + minutes(29))
    unit.check(stay_id, NOON + minutes(31))
    unit.sweep(NOON + minutes(52))
    unit.check(stay_id, NOON + minutes(53))
    leave(unit, stay_id, NOON + HOUR)
    back(unit, stay_id, NOON + 2 * HOUR)
    take(unit, stay_id, NOON + minutes(121), **FIVE)
    answer(unit, stay_id, NOON + minutes(123))
    assess(unit, stay_id, AssessmentKind.BVC, NOON + minutes(125), {"irritable": 1})
    refuse(unit, stay_id, NOON + minutes(130))
    unit.set_level(stay_id, "Q5", NOON + minutes(140))
    now = NOON + minutes(150)
    day = read_patient_day(unit.store, stay_id, NOON - 24 * HOUR, now, now)
    assert (day.since, day.bed, day.initials, day.level) == (NOON, "1201", "AF", "Q5")
    assert [(one.gap_s, one.stage) for one in day.gaps] == [
        (0.0, Stage.OK), (840.0, Stage.OK), (1020.0, Stage.LATE), (1320.0, Stage.LAPSED),
    ]  # fmt: skip
    assert day.longest_gap_s == 1320.0
    assert day.on_time == pytest.approx(0.5)
    assert [(one.level, one.ends_at) for one in day.bands] == [("Q15", NOON + minutes(140)), ("Q5", None)]
    assert [one.outcome for one in day.sets] == [SetOutcome.WHOLE, SetOutcome.REFUSED]
    assert ("Radiology with A. Diaz (escort)", "away") in [(one.words, one.kind) for one in day.spans]
    assert {one.words for one in day.spans if one.kind == "alert"} >= {"check lapsed", "score, nurse asked"}
    assert [one.words for one in day.marks] == [
        "paced", "Score answered: seen, provider called", "Violence checklist (BVC) 1",
    ]  # fmt: skip
    assert [one.total for one in day.assessments] == [1]
    assert day.vitals.due_at == unit.task(stay_id, TaskKind.VITALS).due_at


def test_a_part_of_a_day_holds_what_overlaps_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    take(unit, stay_id, NOON + minutes(5))
    take(unit, stay_id, NOON + minutes(90))
    now = NOON + 2 * HOUR
    day = read_patient_day(unit.store, stay_id, NOON + HOUR, now, now)
    assert [one.observed_at for one in day.sets] == [NOON + minutes(90)]
    assert [one.level for one in day.bands] == ["Q15"]
    assert read_patient_day(unit.store, stay_id, None, now, now).since == NOON
