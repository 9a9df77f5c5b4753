"""The other forms of the side panel: what they ask, what they refuse, what they send."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from station.models.enums import Role, StepKind
from station.rules.alert_story import step_words
from station.services.corrections import Amended
from station.services.errors import Refused
from station.services.orders import LevelChange
from station.services.stays import Admission
from station.store.rows import AlertStepRow, StaffRow
from station.views.panel.admit import AdmitForm
from station.views.panel.alert import AlertForm
from station.views.panel.beds import DischargeForm, MoveForm, SwapForm
from station.views.panel.controls import TOUCH
from station.views.panel.correct import AmendForm
from station.views.panel.desk import Placed, empty_beds, everyone, placed
from station.views.panel.fields import PersonPicker
from station.views.panel.form import Form
from station.views.panel.level import LevelForm
from station.views.panel.moving import CHECK, WrongPatientForm
from station.views.panel.orders import ProviderOrderForm, ReviewForm
from station.views.panel.scroll import FollowingScroll
from tests.views.desk_fakes import BELLO, MOORE, OSEI, RUIZ, FakeCommands, FakeReads, check_row, desk, steps, unit
from tests.views.snapshots import NOW, ago, alert, patient, technical

FormT = TypeVar("FormT", bound=Form)
UNIT = unit()
_WHO = placed(UNIT, 4)
assert _WHO is not None
WHO: Placed = _WHO
"""In bed 1204, on Q5, SI and AWOL."""


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


def shown(qtbot: QtBot, form: FormT) -> FormT:
    qtbot.addWidget(form)
    form.show()
    return form


def tap(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


CHARGE = replace(MOORE, role=Role.CHARGE_TECH)
DOCTOR = StaffRow(7, "Dr Haas", Role.PROVIDER)


def level_form(qtbot: QtBot, commands: FakeCommands, who: StaffRow | None = CHARGE, **changes: object) -> LevelForm:
    one = replace(patient(4, level="Q5", precautions=("SI", "AWOL")), **changes)  # type: ignore[arg-type]  # fields by name
    return shown(qtbot, LevelForm(desk(commands, who=who), UNIT, replace(WHO, patient=one)))


def test_raising_says_what_follows_and_sends_it(qtbot: QtBot, commands: FakeCommands) -> None:
    form = level_form(qtbot, commands)
    tap(form.level.button_of("1:1"))
    assert form.save.text() == "Raise to 1:1"
    assert "named observer" in form.follows.text
    assert not form.second.isVisible()
    form.reason.editor.setPlainText("Voiced a plan to leave")
    tap(form.source.button_of("provider"))
    form.ordered_by.editor.setText("Dr Haas")
    with qtbot.waitSignal(form.finished) as finished:
        tap(form.save)
    assert finished.args == ["Level 1:1 is in force."]
    tomorrow = (NOW + timedelta(hours=24)).replace(second=0)
    change = LevelChange(4, "1:1", "Voiced a plan to leave", "Dr Haas", True, review_by=tomorrow)
    assert commands.calls == [("set_level", (MOORE.id, change))]


def test_lowering_takes_a_second_person(qtbot: QtBot, commands: FakeCommands) -> None:
    form = level_form(qtbot, commands)
    tap(form.level.button_of("Q15"))
    assert form.save.text() == "Lower to Q15"
    assert form.second.isVisible()
    form.reason.editor.setPlainText("Settled for two days")
    form.ordered_by.editor.setText("Dr Haas")
    tap(form.save)
    assert "Choose who, other than yourself" in form.second.problem
    form.second.editor.choose(MOORE.id)
    assert form.second.editor.staff_id is None
    form.desk.recorder.choose(RUIZ)
    form.second.editor.choose(RUIZ.id)
    tap(form.save)
    assert "somebody other than who records" in form.second.problem
    assert not commands.calls
    form.desk.recorder.choose(CHARGE)
    tap(form.save)
    change = commands.last[1][1]
    assert (change.level, change.second_person_id, change.provider_order) == ("Q15", RUIZ.id, True)


@pytest.mark.parametrize("who", [BELLO, RUIZ, CHARGE], ids=["nurse", "charge nurse", "charge tech"])
def test_nurses_and_charge_raise_at_once_and_owe_an_order(qtbot: QtBot, commands: FakeCommands, who: StaffRow) -> None:
    form = level_form(qtbot, commands, who)
    tap(form.level.button_of("LOS"))
    assert form.source.value == "at once"
    assert "order is owed within 60 min, by 15:32" in form.follows.text
    assert form.ordered_by.editor.text() == who.name
    form.reason.editor.setPlainText("Found with a cord")
    tap(form.save)
    change = commands.last[1][1]
    assert (change.provider_order, change.ordered_by) == (False, who.name)


def test_only_nurses_and_charge_raise_before_the_order_and_nobody_lowers_so(
    qtbot: QtBot, commands: FakeCommands
) -> None:
    provider = level_form(qtbot, commands, DOCTOR)
    tap(provider.level.button_of("LOS"))
    assert not provider.source.button_of("at once").isEnabled()
    assert "Only a nurse or a charge" in provider.source.button_of("at once").toolTip()
    assert (provider.source.value, provider.ordered_by.editor.text()) == ("provider", "Dr Haas")
    nurse = level_form(qtbot, commands, BELLO)
    tap(nurse.level.button_of("Q30"))
    assert not nurse.source.button_of("at once").isEnabled()
    assert nurse.source.value == "provider"
    assert nurse.ordered_by.editor.text() == ""


def test_it_says_what_the_change_does_to_the_work_of_whoever_rounds(qtbot: QtBot, commands: FakeCommands) -> None:
    form = level_form(qtbot, commands, BELLO)
    tap(form.level.button_of("1:1"))
    assert form.follows.text.startswith("Takes 13 checks an hour from the west hall: nobody is named for its rounds")


def test_a_level_changed_meanwhile_by_somebody_else_is_said_and_what_was_written_stays(
    qtbot: QtBot, commands: FakeCommands
) -> None:
    form = level_form(qtbot, commands, BELLO)
    tap(form.level.button_of("1:1"))
    form.reason.editor.setPlainText("Found with a cord")
    meanwhile = replace(WHO, patient=patient(4, level="LOS"))
    form.show_patient(UNIT, meanwhile)
    assert form.notice.text == "The level has become LOS meanwhile."
    assert (form.save.text(), form.reason.editor.value) == ("Raise to 1:1", "Found with a cord")
    form.show_patient(UNIT, replace(WHO, patient=patient(4, level="1:1", precautions=("FALL",))))
    assert not form.save.isEnabled()


def test_a_form_in_which_nothing_was_chosen_follows_what_somebody_else_does(
    qtbot: QtBot, commands: FakeCommands
) -> None:
    form = level_form(qtbot, commands, BELLO)
    form.show_patient(UNIT, replace(WHO, patient=patient(4, level="LOS", precautions=("FALL",))))
    assert (form.level.value, form.precautions.value, form.save.isEnabled()) == ("LOS", ("FALL",), False)


def test_a_level_of_its_own_while_asleep(qtbot: QtBot, commands: FakeCommands) -> None:
    form = level_form(qtbot, commands, level="Q15", level_ordered="Q15")
    tap(form.applies.button_of("asleep"))
    tap(form.level.button_of("Q5"))
    form.reason.editor.setPlainText("Sleep apnoea")
    form.ordered_by.editor.setText("Dr Haas")
    tap(form.save)
    assert (commands.last[1][1].level, commands.last[1][1].level_asleep) == ("Q15", "Q5")


def test_precautions_alone_need_no_order(qtbot: QtBot, commands: FakeCommands) -> None:
    form = level_form(qtbot, commands)
    assert not form.save.isEnabled()
    assert form.save.toolTip() == "Nothing has been changed yet"
    tap(form.precautions.button_of("FALL"))
    assert form.save.text() == "Save precautions"
    tap(form.save)
    assert commands.calls == [("set_precautions", (MOORE.id, 4, ("SI", "AWOL", "FALL")))]


def test_level_and_precautions_go_together_level_first(qtbot: QtBot, commands: FakeCommands) -> None:
    form = level_form(qtbot, commands)
    tap(form.precautions.button_of("AWOL"))
    tap(form.level.button_of("1:1"))
    form.reason.editor.setPlainText("Voiced a plan")
    form.ordered_by.editor.setText("Dr Haas")
    tap(form.save)
    assert [name for name, _ in commands.calls] == ["set_level", "set_precautions"]


@pytest.mark.parametrize("typed", ["tomorrow", "2026-11-23 10:00"])
def test_a_review_time_that_cannot_be_is_said_beside_it(qtbot: QtBot, commands: FakeCommands, typed: str) -> None:
    form = level_form(qtbot, commands)
    tap(form.level.button_of("1:1"))
    form.reason.editor.setPlainText("Voiced a plan")
    form.ordered_by.editor.setText("Dr Haas")
    form.review_by.editor.setText(typed)
    tap(form.save)
    assert form.review_by.problem
    assert form.review_by.editor.text() == typed
    assert not commands.calls


def test_a_refusal_is_shown_in_place_and_the_entry_kept(qtbot: QtBot, commands: FakeCommands) -> None:
    form = level_form(qtbot, commands)
    commands.errors = [Refused("Maria Ames has been discharged. Nothing has been changed.")]
    tap(form.level.button_of("1:1"))
    form.reason.editor.setPlainText("Voiced a plan")
    form.ordered_by.editor.setText("Dr Haas")
    with qtbot.assertNotEmitted(form.finished):
        tap(form.save)
    assert "has been discharged" in form.notice.text
    assert (form.reason.editor.value, form.level.value, form.isEnabled()) == ("Voiced a plan", "1:1", True)


def test_moving_to_an_empty_bed(qtbot: QtBot, commands: FakeCommands) -> None:
    form = shown(qtbot, MoveForm(desk(commands), WHO, empty_beds(UNIT)))
    assert not form.save.isEnabled()
    tap(form.beds.buttons()[0])
    assert form.save.text() == "Move to 1312"
    tap(form.save)
    assert commands.calls == [("transfer", (MOORE.id, 4, 24))]


def test_no_empty_bed_says_what_to_do_instead(qtbot: QtBot, commands: FakeCommands) -> None:
    form = shown(qtbot, MoveForm(desk(commands), WHO, ()))
    assert not form.save.isEnabled()
    assert form.beds.buttons() == ()


def test_swapping_says_who_goes_where(qtbot: QtBot, commands: FakeCommands) -> None:
    others = tuple(one for one in everyone(UNIT) if one.patient.stay_id != 4)
    form = shown(qtbot, SwapForm(desk(commands), WHO, others))
    tap(form.others.button_of("1"))
    assert "to 1201" in form.notice.text
    assert "to 1204" in form.notice.text
    tap(form.save)
    assert commands.calls == [("swap_beds", (MOORE.id, 4, 1))]


def test_discharging_takes_a_reason_and_a_yes(qtbot: QtBot, commands: FakeCommands) -> None:
    form = shown(qtbot, DischargeForm(desk(commands), WHO))
    tap(form.save)
    assert form.reason.problem
    form.reason.editor.setPlainText("Home")
    tap(form.save)
    assert not commands.calls
    tap(form.question.no)
    assert (form.notice.text, form.save.isEnabled()) == ("Not discharged.", True)
    tap(form.save)
    tap(form.question.yes)
    assert commands.calls == [("discharge", (MOORE.id, 4, "Home"))]


def test_the_providers_order_has_come(qtbot: QtBot, commands: FakeCommands) -> None:
    form = shown(qtbot, ProviderOrderForm(desk(commands), patient(4)))
    tap(form.save)
    assert form.ordered_by.problem
    form.ordered_by.editor.setText(" Dr Haas ")
    tap(form.save)
    assert commands.calls == [("enter_provider_order", (MOORE.id, 4, "Dr Haas"))]


def test_reviewing_an_order_keeps_its_level(qtbot: QtBot, commands: FakeCommands) -> None:
    form = shown(qtbot, ReviewForm(desk(commands), patient(4)))
    assert form.save.text() == "Keep Q15"
    tap(form.save)
    assert form.reason.problem
    assert form.ordered_by.problem
    form.ordered_by.editor.setText("Dr Haas")
    form.reason.editor.setPlainText("Still at risk")
    form.review_by.editor.setText("2026-11-25 09:00")
    tap(form.save)
    name, (_, stay_id, by, reason, review_by) = commands.last
    assert (name, stay_id, by, reason) == ("review_order", 4, "Dr Haas", "Still at risk")
    assert review_by.isoformat() == "2026-11-25T14:00:00+00:00"


def test_the_wheel_turns_the_page_and_changes_no_choice(qtbot: QtBot, commands: FakeCommands) -> None:
    """Somebody scrolls the panel while the pointer happens to lie over a list that drops down."""
    form = shown(qtbot, AmendForm(desk(commands), check_row(7, 11)))
    picker = form.activity.editor
    picker.setFocus()
    before, middle = picker.currentIndex(), QPointF(picker.rect().center())
    here = QPointF(picker.mapToGlobal(picker.rect().center()))
    for step in (-120, 120):
        turned = QWheelEvent(
            middle,
            here,
            QPoint(),
            QPoint(0, step),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # inverted
        )
        QApplication.sendEvent(picker, turned)
        assert picker.currentIndex() == before
        assert not turned.isAccepted()


def test_amending_sends_only_what_differs(qtbot: QtBot, commands: FakeCommands) -> None:
    form = shown(qtbot, AmendForm(desk(commands), check_row(7, 11.5, note="At the door")))
    form.reason.editor.setPlainText("Wrong room tapped")
    tap(form.save)
    assert form.notice.text == "Nothing has been changed yet."
    form.place.editor.setCurrentText("Hallway")
    tap(form.save)
    assert commands.calls == [("amend_check", (1, Amended(7, "request-1", "Wrong room tapped", location="Hallway")))]


def test_amending_to_asleep_takes_a_sign_of_life_and_a_time_takes_words(qtbot: QtBot, commands: FakeCommands) -> None:
    form = shown(qtbot, AmendForm(desk(commands), check_row(7, 11)))
    form.activity.editor.setCurrentText("Asleep")
    tap(form.save)
    assert form.life.problem
    assert form.reason.problem
    form.life.editor.setCurrentText("Sound heard")
    form.reason.editor.setPlainText("He was asleep")
    form.when.editor.setText("noon")
    tap(form.save)
    assert "such as 14:21" in form.when.problem
    form.when.editor.setText("14:19")
    tap(form.save)
    amended = commands.last[1][1]
    assert (amended.activity, amended.life_sign) == ("Asleep", "Sound heard")
    assert amended.observed_at == ago(minutes=13, seconds=7)


def test_a_check_of_the_wrong_patient_moves_to_the_right_one(qtbot: QtBot, commands: FakeCommands) -> None:
    move = partial(commands.correct_patient, check_id=7)
    form = shown(qtbot, WrongPatientForm(desk(commands), CHECK, move, everyone(UNIT)[:3]))
    tap(form.save)
    assert form.right.problem
    form.right.editor.setCurrentIndex(2)
    form.reason.editor.setPlainText("Two in the hall")
    tap(form.save)
    assert commands.calls == [("correct_patient", (1, 7, 2, "request-1", "Two in the hall"))]


def admit_form(qtbot: QtBot, commands: FakeCommands) -> AdmitForm:
    form = shown(qtbot, AdmitForm(desk(commands, who=CHARGE), empty_beds(UNIT)[0]))
    form.mrn.editor.setText("40 118")
    form.family.editor.setText("  Hale ")
    form.given.editor.setText("Tom")
    form.ordered_by.editor.setText("Dr Haas")
    return form


def test_admitting_a_patient(qtbot: QtBot, commands: FakeCommands) -> None:
    form = admit_form(qtbot, commands)
    form.birth.editor.setText("1992-04-30")
    form.level.editor.choose("Q15")
    tap(form.precautions.button_of("FALL"))
    form.admitted.editor.setText("14:05")
    tap(form.save)
    admission = commands.last[1][1]
    assert isinstance(admission, Admission)
    assert (admission.family, admission.bed, admission.level) == ("Hale", "1312", "Q15")
    assert admission.precautions == ("FALL",)
    assert str(admission.birth_date) == "1992-04-30"
    assert admission.admitted_at == ago(minutes=27, seconds=7)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("birth", "30.4.92", "year-month-day"),
        ("birth", "2031-01-01", "in the future"),
        ("admitted", "15:00", "in the future"),
        ("admitted", "yesterday", "such as"),
        ("mrn", "", "record number"),
        ("ordered_by", " ", "who ordered"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    qtbot: QtBot, commands: FakeCommands, field: str, typed: str, said: str
) -> None:
    form = admit_form(qtbot, commands)
    form.level.editor.choose("Q15")
    getattr(form, field).editor.setText(typed)
    tap(form.save)
    assert said in getattr(form, field).problem
    assert getattr(form, field).editor.text() == typed
    assert form.focusWidget() is getattr(form, field).editor
    assert form.family.editor.text() == "  Hale "
    assert not commands.calls


def test_a_level_must_be_chosen(qtbot: QtBot, commands: FakeCommands) -> None:
    form = admit_form(qtbot, commands)
    tap(form.save)
    assert form.level.problem == "Choose the ordered level."


def alert_form(qtbot: QtBot, commands: FakeCommands, place: int = 0) -> AlertForm:
    row = sorted(UNIT.alerts, key=lambda one: one.due_at)[place]
    made = desk(commands, reads=FakeReads(steps=steps()))
    return shown(qtbot, AlertForm(made, row, placed(UNIT, row.stay_id or 0)))


def test_an_alert_is_accepted_with_what_one_will_do(qtbot: QtBot, commands: FakeCommands) -> None:
    form = alert_form(qtbot, commands)
    form.note.editor.setPlainText("Going to look")
    with qtbot.assertNotEmitted(form.finished):
        tap(form.accept)
    assert commands.calls == [("accept_alert", (1, form.alert_id, "Going to look"))]
    assert "stays until" in form.notice.text


def test_only_the_deed_closes_a_clinical_alert(qtbot: QtBot, commands: FakeCommands) -> None:
    form = alert_form(qtbot, commands)
    assert not form.close_alert.isVisible()
    assert form.to_patient.isVisible()
    with qtbot.waitSignal(form.patient_wanted):
        tap(form.to_patient)


def test_a_technical_alert_is_closed_with_words(qtbot: QtBot, commands: FakeCommands) -> None:
    form = shown(qtbot, AlertForm(desk(commands), technical(9, "The clock was set back by 1:00:00."), None))
    assert not form.to_patient.isVisible()
    tap(form.close_alert)
    assert form.reason.problem
    form.reason.editor.setPlainText("Clock put right")
    tap(form.close_alert)
    assert commands.calls == [("close_alert", (1, 9, "Clock put right"))]


def test_what_has_happened_is_told_in_words(qtbot: QtBot, commands: FakeCommands) -> None:
    form = alert_form(qtbot, commands)
    assert ("14:25", "Found by Station, at once. Tech told") in form.steps.lines
    assert ("14:29", "R. Osei accepted: going to look") in form.steps.lines
    assert [one[0] for one in form.steps.lines] == sorted(one[0] for one in form.steps.lines)
    said = partial(AlertStepRow, at=NOW)
    assert step_words(said(StepKind.CLOSED, who="R. Osei", detail="seen 14:36")) == "Closed by R. Osei: seen 14:36"
    assert step_words(said(StepKind.REOPENED, who="", detail="taken back")) == "Open again: taken back"


def test_an_alert_that_another_has_waits_for_him(qtbot: QtBot, commands: FakeCommands) -> None:
    bed = UNIT.beds[9]
    held = alert(bed, 5, accepted_by="R. Osei")
    form = shown(qtbot, AlertForm(desk(commands, who=MOORE), held, WHO))
    assert not form.accept.isEnabled()
    assert "R. Osei has it" in form.accept.toolTip()
    form.desk.recorder.choose(OSEI)
    assert (form.accept.isEnabled(), form.accept.text()) == (True, "Accept again")


def test_a_list_that_drops_down_has_lines_for_a_finger(qtbot: QtBot) -> None:
    picker = PersonPicker("Second person", [MOORE, RUIZ])
    qtbot.addWidget(picker)
    picker.show()
    picker.showPopup()
    assert picker.view().sizeHintForRow(0) >= TOUCH
    picker.hidePopup()


def test_what_is_tapped_is_not_pulled_from_beneath_the_finger(qtbot: QtBot) -> None:
    """Half in sight: the tap counts, and nothing moves until the finger is up."""
    scroll = FollowingScroll()
    buttons = [QPushButton(f"{one}") for one in range(12)]
    for one in buttons:
        one.setFixedHeight(60)
        scroll.body.addWidget(one)
    qtbot.addWidget(scroll)
    scroll.resize(300, 400)
    scroll.show()
    scroll.activateWindow()
    qtbot.waitUntil(scroll.isActiveWindow)
    low = next(one for one in buttons if one.mapTo(scroll, one.rect().bottomLeft()).y() > scroll.height())
    before = scroll.verticalScrollBar().value()
    window, none = scroll.windowHandle(), Qt.KeyboardModifier.NoModifier
    place = low.mapTo(scroll, QPoint(20, 5))
    QTest.mousePress(window, Qt.MouseButton.LeftButton, none, place)
    QApplication.processEvents()
    assert low.hasFocus()
    assert scroll.verticalScrollBar().value() == before
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, none, place)
    buttons[0].setFocus()
    buttons[-1].setFocus()
    QApplication.processEvents()
    assert scroll.verticalScrollBar().value() > before
