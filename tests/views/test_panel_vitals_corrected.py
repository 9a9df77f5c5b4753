"""Sets and assessments of before, in the side panel: read in words, amended, moved to the right patient."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station.models.enums import EntryStatus, SetOutcome
from station.store.rows.vitals import AssessmentRow
from station.views.panel.assessment import AssessmentForm
from station.views.panel.assessments_list import AssessmentsList
from station.views.panel.moving import WrongPatientForm
from station.views.panel.sets_list import NONE, SetsList
from station.views.panel.vitals import VitalsForm
from tests.views.patient_fakes import vital
from tests.views.snapshots import ago
from tests.views.vitals_panel import Panel, assessed, opened


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Panel]:
    yield from opened(qtbot)


def test_a_set_is_amended_with_a_reason(made: Panel) -> None:
    made.reads.sets = (vital(ago(hours=1), 31, hr=70), vital(ago(hours=9), 30))
    made.panel.open_deed("sets")
    listed = made.panel.form
    assert isinstance(listed, SetsList)
    assert len(listed.amend_buttons) == 2
    listed.amend_buttons[0].click()
    form = made.panel.form
    assert isinstance(form, VitalsForm)
    assert (form.fields.hr.text, form.fields.bp.text, form.fields.temp.text) == ("70", "122/78", "36.8")
    form.fields.hr.editor.setText("107")
    form.save.click()
    assert form.reason.problem
    form.reason.editor.setPlainText("Digits swapped")
    form.save.click()
    ((_, amended, confirmed),) = made.sent("amend_set")
    assert (amended.set_id, amended.reason, amended.entry.values.hr, confirmed) == (31, "Digits swapped", 107, False)
    assert amended.entry.observed_at is None


def test_a_set_of_another_patient_moves_to_the_right_one(made: Panel) -> None:
    made.reads.sets = (vital(ago(hours=1), 31, hr=70), vital(ago(hours=9), 30))
    made.panel.open_deed("sets")
    listed = made.panel.form
    assert isinstance(listed, SetsList)
    assert listed.move_buttons[0].accessibleName() == "The set of 13:32 was of another patient"
    listed.move_buttons[1].click()
    form = made.panel.form
    assert isinstance(form, WrongPatientForm)
    names = [form.right.editor.itemText(at) for at in range(form.right.editor.count())]
    assert not any(name.startswith("1204") for name in names)
    form.save.click()
    assert form.right.problem == "Choose the patient of whom they were taken."
    form.right.editor.setCurrentIndex(2)
    form.reason.editor.setPlainText("The card beside it")
    form.save.click()
    ((_, set_id, right, _, reason),) = made.sent("correct_set_patient")
    assert (set_id, right, reason) == (30, form.right.editor.itemData(2), "The card beside it")


def test_one_that_was_corrected_stays_readable_and_is_not_corrected_again(made: Panel) -> None:
    made.reads.sets = (replace(vital(ago(hours=1), 31), status=EntryStatus.WRONG_PATIENT),)
    made.panel.open_deed("sets")
    listed = made.panel.form
    assert isinstance(listed, SetsList)
    assert (listed.amend_buttons, listed.move_buttons) == ((), ())
    assert "Wrong patient" in [one.text() for one in listed.findChildren(QLabel)]


def listed_assessments(made: Panel, *rows: AssessmentRow) -> AssessmentsList:
    made.reads.assessed = rows
    made.panel.open_deed("assessments")
    listed = made.panel.form
    assert isinstance(listed, AssessmentsList)
    return listed


def test_the_last_assessments_are_listed_in_words(made: Panel) -> None:
    listed = listed_assessments(
        made,
        assessed(note="Amended: mistyped."),
        assessed(total=None, items=(("confused", 1),), outcome=SetOutcome.PARTIAL, why="ran off", late_entry=True),
        assessed(total=None, items=(), outcome=SetOutcome.REFUSED, why="asleep"),
    )
    said = [one.text() for one in listed.findChildren(QLabel) if one.text()]
    assert said == [
        "13:32 · Violence checklist 2 of 6, moderate · J. Moore",
        "Amended: mistyped.",
        "13:32 · Violence checklist 1 so far, 1 of 6 items: ran off · J. Moore, late entry",
        "13:32 · Violence checklist refused: asleep · J. Moore",
    ]


def test_an_assessment_is_amended_with_a_reason(made: Panel) -> None:
    listed_assessments(made, assessed()).amend_buttons[0].click()
    form = made.panel.form
    assert isinstance(form, AssessmentForm)
    assert form.total.text() == "2 of 6, moderate"
    form.items["confused"].button_of("0").click()
    form.save.click()
    assert form.reason.problem
    form.reason.editor.setPlainText("Another's answers")
    form.save.click()
    ((_, amended),) = made.sent("amend_assessment")
    assert (amended.assessment_id, amended.reason) == (5, "Another's answers")
    assert (amended.entry.outcome, dict(amended.entry.items)["confused"]) == (SetOutcome.WHOLE, 0)
    assert amended.entry.observed_at is None
    assert made.panel.record.notice.text == "Amended. The original stays beside it."


def test_an_assessment_of_another_patient_moves(made: Panel) -> None:
    listed_assessments(made, assessed()).move_buttons[0].click()
    form = made.panel.form
    assert isinstance(form, WrongPatientForm)
    form.right.editor.setCurrentIndex(1)
    form.reason.editor.setPlainText("The card beside it")
    form.save.click()
    ((_, number, right, _, _),) = made.sent("correct_assessment_patient")
    assert (number, right) == (5, form.right.editor.itemData(1))


def test_an_assessment_said_for_earlier_is_said_to_be_a_late_entry(made: Panel) -> None:
    made.panel.open_deed("BVC")
    form = made.panel.form
    assert isinstance(form, AssessmentForm)
    QTest.keyClicks(form.when.editor, "20 min ago")
    assert form.late.text.endswith("it is kept as a late entry, marked with both times.")


def test_none_yet(made: Panel) -> None:
    made.panel.open_deed("sets")
    assert isinstance(made.panel.form, SetsList)
    assert made.panel.form.state.text() == NONE
