"""Assessments put right: the original stays, what is owed follows, one of another patient moves."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from station.models import Assessment, JournalEntry
from station.models.enums import AssessmentKind, EntryStatus, SetOutcome, TaskKind
from station.rules.assessments import SCALES
from station.services import stays
from station.services.assessing import AssessmentEntry, record_assessment
from station.services.assessment_corrections import (
    AmendedAssessment,
    amend_assessment,
    correct_assessment_patient,
)
from station.services.errors import Refused
from station.services.events import Event, VitalsRecorded
from station.services.patient_day import read_patient_day
from station.services.vital_orders import order_assessment
from station.services.vital_reading import read_assessments
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON
from tests.services.test_vitals import HOUR, assess, due

BVC, CIWA = AssessmentKind.BVC, AssessmentKind.CIWA
LATER = NOON + minutes(50)


def made(unit: BuiltUnit, stay_id: int) -> list[Assessment]:
    with unit.store.read() as session:
        wanted = select(Assessment).where(Assessment.stay_id == stay_id).order_by(Assessment.id)
        return list(session.scalars(wanted))


def filled(unit: BuiltUnit, stay_id: int, kind: AssessmentKind = BVC, **points: int) -> AssessmentEntry:
    items = {item.key: 0 for item in SCALES[kind].items} | points
    return AssessmentEntry(unit.request(), stay_id, kind, SetOutcome.WHOLE, tuple(items.items()))


def amend(unit: BuiltUnit, number: int, entry: AssessmentEntry, reason: str = "mistyped") -> list[Event]:
    return amend_assessment(unit.store, AmendedAssessment(number, reason, entry), actor=unit.who("A. Diaz"), now=LATER)


def move(unit: BuiltUnit, number: int, to: int, now: datetime = LATER, reason: str = "wrong card") -> list[Event]:
    return correct_assessment_patient(
        unit.store, number, to, unit.request(), reason, actor=unit.who("A. Diaz"), now=now
    )  # fmt: skip


def journalled(unit: BuiltUnit, kind: str) -> dict[str, Any]:
    with unit.store.read() as session:
        (body,) = session.scalars(select(JournalEntry.body).where(JournalEntry.kind == kind)).all()
    said: dict[str, Any] = json.loads(body)
    return said


def test_amended_the_original_stays_and_the_points_are_the_new_ones(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    assess(unit, stay_id, BVC, NOON + minutes(10), {"irritable": 1}, note="calm after")
    (original,) = made(unit, stay_id)
    assert amend(unit, original.id, filled(unit, stay_id, irritable=1, verbal=1)) == [VitalsRecorded(stay_id)]
    before, after = made(unit, stay_id)
    assert (before.status, before.total, before.note) == (EntryStatus.AMENDED, 1, "calm after")
    assert (after.status, after.total, after.note) == (EntryStatus.CURRENT, 2, "Amended: mistyped.")
    assert (after.observed_at, after.recorded_at, after.late_entry) == (NOON + minutes(10), LATER, True)
    assert after.by_id == unit.staff["A. Diaz"]
    said = journalled(unit, "assessment.amended")
    assert (said["original"], said["reason"], said["changes"]["verbal"]) == (original.id, "mistyped", [0, 1])


def test_what_is_owed_follows_the_new_points(unit: BuiltUnit) -> None:
    stay_id, nurse = unit.admit(), unit.who("N. Park")
    order_assessment(unit.store, stay_id, CIWA, "Dr. Hall", actor=nurse, now=NOON)
    assess(unit, stay_id, CIWA, NOON + minutes(10))
    assert due(unit, stay_id, TaskKind.CIWA) == NOON + minutes(10) + 8 * HOUR
    entry = filled(unit, stay_id, CIWA, tremor=7, sweats=7, anxiety=5)
    amend(unit, made(unit, stay_id)[0].id, entry)
    assert due(unit, stay_id, TaskKind.CIWA) == NOON + minutes(70)


def test_moved_it_is_owed_of_the_one_and_made_of_the_other(unit: BuiltUnit) -> None:
    wrong, right = unit.admit("1201"), unit.admit("1202")
    assess(unit, wrong, BVC, NOON + 2 * HOUR, {"irritable": 1}, note="calm after")
    assert due(unit, wrong, TaskKind.BVC) == NOON + 17 * HOUR
    (original,) = made(unit, wrong)
    events = move(unit, original.id, right, NOON + 3 * HOUR)
    assert events == [VitalsRecorded(wrong), VitalsRecorded(right)]
    assert made(unit, wrong)[0].status is EntryStatus.WRONG_PATIENT
    (moved,) = made(unit, right)
    assert (moved.total, moved.observed_at, moved.note) == (
        1, NOON + 2 * HOUR, "Recorded of another patient before: wrong card. calm after",
    )  # fmt: skip
    assert (due(unit, wrong, TaskKind.BVC), due(unit, right, TaskKind.BVC)) == (NOON + 9 * HOUR, NOON + 17 * HOUR)
    assert journalled(unit, "assessment.wrong patient")["original"] == original.id


def test_where_it_was_the_page_shows_it_no_more_and_the_list_still_does(unit: BuiltUnit) -> None:
    wrong, right = unit.admit("1201"), unit.admit("1202")
    assess(unit, wrong, BVC, NOON + minutes(10), {"irritable": 1})
    move(unit, made(unit, wrong)[0].id, right)
    assert read_patient_day(unit.store, wrong, None, LATER, LATER).assessments == ()
    assert len(read_patient_day(unit.store, right, None, LATER, LATER).assessments) == 1
    (row,) = read_assessments(unit.store, wrong)
    assert row.status is EntryStatus.WRONG_PATIENT


def test_the_same_tap_twice_is_one(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    assess(unit, stay_id, BVC, NOON + minutes(10))
    number, entry = made(unit, stay_id)[0].id, filled(unit, stay_id, verbal=1)
    amend(unit, number, entry)
    assert amend(unit, number, entry) == []
    assert len(made(unit, stay_id)) == 2


def test_what_cannot_be_corrected_says_why(unit: BuiltUnit) -> None:
    stay_id, late = unit.admit("1201"), unit.admit("1202", at=NOON + minutes(30))
    assess(unit, stay_id, BVC, NOON + minutes(10))
    number = made(unit, stay_id)[0].id
    with pytest.raises(Refused, match="Say why it is corrected"):
        amend(unit, number, filled(unit, stay_id, verbal=1), reason="  ")
    with pytest.raises(Refused, match="Nothing differs"):
        amend(unit, number, filled(unit, stay_id))
    with pytest.raises(Refused, match="cannot be given"):
        amend(unit, number, filled(unit, stay_id, verbal=2))
    with pytest.raises(Refused, match="This assessment was written down at 06:10: it cannot have been made after that"):
        amend(unit, number, replace(filled(unit, stay_id, verbal=1), observed_at=NOON + minutes(11)))
    with pytest.raises(Refused, match="not known here"):
        amend(unit, 999, filled(unit, stay_id))
    with pytest.raises(Refused, match="That is the patient it was recorded for"):
        move(unit, number, stay_id)
    with pytest.raises(Refused, match="before the patient was admitted"):
        move(unit, number, late)
    assert [one.status for one in made(unit, stay_id)] == [EntryStatus.CURRENT]
    amend(unit, number, filled(unit, stay_id, verbal=1))
    with pytest.raises(Refused, match="has already been corrected"):
        amend(unit, number, filled(unit, stay_id, physical=1))


def test_of_somebody_who_has_left_it_is_put_right_and_nothing_is_owed(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    assess(unit, stay_id, BVC, NOON + minutes(10))
    stays.discharge(unit.store, stay_id, "home", actor=STATION, now=NOON + minutes(20))
    amend(unit, made(unit, stay_id)[0].id, filled(unit, stay_id, verbal=1))
    assert made(unit, stay_id)[1].total == 1
    assert not unit.has_task(stay_id, TaskKind.BVC)


def test_refused_becomes_made(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    refused = AssessmentEntry(unit.request(), stay_id, BVC, SetOutcome.REFUSED, why="asleep")
    record_assessment(unit.store, refused, actor=unit.who(), now=NOON + minutes(10))
    amend(unit, made(unit, stay_id)[0].id, filled(unit, stay_id))
    assert [one.outcome for one in made(unit, stay_id)] == [SetOutcome.REFUSED, SetOutcome.WHOLE]
