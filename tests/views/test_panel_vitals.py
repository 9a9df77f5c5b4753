"""Recording vital signs in the side panel: by keys and taps, limits in place, the score as one types, what is owed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.models.enums import Role, SetOutcome, TaskKind
from station.rules.intervals import Deadlines
from station.services.errors import NeedsConfirmation, Refused
from station.store.rows import StaffRow
from station.views.panel.controls import TOUCH, Segments
from station.views.panel.deeds import DEEDS, VITALS
from station.views.panel.vital_orders import AnswerForm
from station.views.panel.vitals import VitalsForm
from tests.views.desk_fakes import MOORE, unit
from tests.views.patient_fakes import vital
from tests.views.snapshots import NOW, ago, ahead, owed
from tests.views.vitals_panel import BEFORE, Panel, assessed, entry, fill, leave, opened


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Panel]:
    yield from opened(qtbot)


def test_a_whole_set_is_recorded_as_one(made: Panel) -> None:
    form = made.form()
    fill(form)
    form.save.click()
    said = entry(made)
    values = said.values
    assert said.outcome is SetOutcome.WHOLE
    assert (values.hr, values.sbp, values.dbp, values.rr, values.spo2, values.o2, values.temp, values.acvpu) == (
        76, 122, 78, 16, 97, False, 36.8, "A",
    )  # fmt: skip
    assert (said.stay_id, said.why, said.observed_at, said.units) == (4, "", None, (("temp", "Cel"),))
    assert made.panel.form is None
    assert made.panel.record.notice.text == "Vital signs are recorded: NEWS2 0."


def test_opened_it_waits_for_the_heart_rate(made: Panel) -> None:
    form = made.form()
    QTest.keyClicks(_focused(), "76")
    assert form.fields.hr.text == "76"


def test_tab_goes_as_a_person_takes_them(made: Panel) -> None:
    made.form()
    seen = []
    for _ in range(14):
        QTest.keyClick(_focused(), Qt.Key.Key_Tab)
        seen.append(_name(_focused()))
    assert seen == [
        "Blood pressure, mmHg", "Position", "Arm", "Breathing rate, /min", "SpO₂, %", "Breathing",
        "Temperature, °C", "Unit of temperature", "Route", "Consciousness", "Weight, kg", "Unit of weight",
        "Height, cm", "Unit of height",
    ]  # fmt: skip


def _focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def _name(one: QWidget) -> str:
    parent = one.parentWidget()
    return parent.accessibleName() if isinstance(parent, Segments) else one.accessibleName()


def test_what_each_was_last_stands_beside_it(made: Panel) -> None:
    fields = made.form().fields
    assert fields.hr.last == "last 76, 12:32"
    assert fields.bp.last == "last 122/78, 12:32"
    assert fields.temp.last == "last 36.8, 12:32"
    assert fields.weight.last == "last 71.2, Sun 22 Nov 14:32"
    assert fields.rr.last == ""
    assert fields.hr.editor.accessibleDescription() == "last 76, 12:32"


def test_the_score_appears_as_one_types(made: Panel) -> None:
    form = made.form()
    assert not form.score.isVisible()
    QTest.keyClicks(form.fields.hr.editor, "118")
    assert form.score.text() == "NEWS2 at least 2, not complete"
    fill(form, hr="118", rr="22", spo2="95")
    assert form.score.text() == "NEWS2 5 · a nurse is asked"
    form.fields.acvpu.button_of("C").click()
    assert form.score.text() == "NEWS2 8 · a nurse is asked at once"


def test_what_cannot_be_one_is_not_scored(made: Panel) -> None:
    form = made.form()
    fill(form, temp="101")
    assert form.score.text() == "NEWS2 at least 0, not complete"


def test_no_score_says_why(made: Panel) -> None:
    made.reads.before = replace(BEFORE, no_score="pregnant")
    form = made.form()
    fill(form)
    assert form.score.text() == "No NEWS2: pregnant"


def test_scale_2_is_scored_by_order(made: Panel) -> None:
    made.reads.before = replace(BEFORE, scale=2)
    form = made.form()
    fill(form, spo2="90")
    assert form.score.text() == "NEWS2 0"


@pytest.mark.parametrize(("typed", "kept"), [("37,2", 37.2), ("37.2", 37.2), (" 37 ", 37.0)])
def test_comma_and_point(made: Panel, typed: str, kept: float) -> None:
    form = made.form()
    fill(form, temp=typed)
    form.save.click()
    assert entry(made).values.temp == kept


@pytest.mark.parametrize(
    ("typed", "pressure"), [("120/80", (120, 80)), ("120 / 80", (120, 80)), ("120\\80", (120, 80))]
)
def test_a_pressure_is_typed_into_one_field(made: Panel, typed: str, pressure: tuple[int, int]) -> None:
    form = made.form()
    fill(form, bp=typed)
    form.save.click()
    assert (entry(made).values.sbp, entry(made).values.dbp) == pressure


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("hr", "19", "Heart rate is between 20 and 300"),
        ("hr", "301", "Heart rate is between 20 and 300"),
        ("bp", "80/120", "must be below the systolic"),
        ("bp", "abc", "is not a number"),
        ("temp", "101", "looks like Fahrenheit"),
        ("spo2", "101", "between 40 and 100"),
        ("rr", "81", "between 2 and 80"),
        ("pain", "11", "between 0 and 10"),
        ("height", "70", "looks like inches"),
    ],
)
def test_limits_are_said_beside_the_field_as_it_is_left(made: Panel, name: str, typed: str, said: str) -> None:
    form = made.form()
    fill(form, **{name: typed})
    one = form.fields.measure(name)
    leave(one)
    assert said in one.problem
    form.save.click()
    assert made.sent("record_set") == []
    assert QApplication.focusWidget() is one.editor
    QTest.keyClicks(one.editor, "1")
    assert one.problem == ""


def test_a_pressure_in_another_field_is_noticed(made: Panel) -> None:
    one = made.form().fields.hr
    QTest.keyClicks(one.editor, "120/80")
    leave(one)
    assert one.problem == "“120/80” is a blood pressure. Type it into the field for it."


def test_what_is_unusual_is_said_and_asked_about(made: Panel) -> None:
    form = made.form()
    fill(form, hr="160")
    one = form.fields.hr
    leave(one)
    assert "is unusual" in one.said
    assert one.problem == ""
    made.commands.errors = [NeedsConfirmation("Heart rate 160 is unusual. Record 160?")]
    form.save.click()
    assert form.question.text.startswith("Heart rate 160")
    form.question.no.click()
    assert form.notice.text == VitalsForm.not_done
    assert form.fields.hr.text == "160"
    made.commands.errors = [NeedsConfirmation("Heart rate 160 is unusual. Record 160?")]
    form.save.click()
    form.question.yes.click()
    assert [confirmed for _, _, confirmed in made.sent("record_set")] == [False, False, True]
    assert len({said.request_id for _, said, _ in made.sent("record_set")}) == 1


def test_a_weight_in_pounds(made: Panel) -> None:
    form = made.form()
    fill(form)
    QTest.keyClicks(form.fields.weight.editor, "157")
    leave(form.fields.weight)
    assert "pounds" in form.fields.weight.said
    form.fields.weight.unit.button_of("[lb_av]").click()
    leave(form.fields.weight)
    assert form.fields.weight.said == ""
    form.save.click()
    assert (entry(made).values.weight, entry(made).units) == (157, (("temp", "Cel"), ("weight", "[lb_av]")))


def test_what_is_missing_asks_why(made: Panel) -> None:
    form = made.form()
    fill(form, bp="")
    assert form.why.isVisible()
    form.save.click()
    assert form.why.problem == "Say why: the reason stays on record."
    assert made.sent("record_set") == []
    next(one for one in form.reasons.buttons if one.text() == "Agitated").click()
    form.save.click()
    assert (entry(made).outcome, entry(made).why, entry(made).values.sbp) == (SetOutcome.PARTIAL, "Agitated", None)


def test_a_weight_alone_asks_nothing(made: Panel) -> None:
    form = made.form()
    QTest.keyClicks(form.fields.weight.editor, "71.5")
    assert not form.why.isVisible()
    form.save.click()
    assert (entry(made).outcome, entry(made).values.weight, entry(made).why) == (SetOutcome.PARTIAL, 71.5, "")


def test_refused_keeps_no_values_and_says_why(made: Panel) -> None:
    form = made.form()
    fill(form)
    form.outcome.button_of("refused").click()
    assert not form.fields.isVisible()
    form.save.click()
    assert form.why.problem
    QTest.keyClicks(form.why.editor, "wants to sleep")
    form.save.click()
    assert (entry(made).outcome, entry(made).why) == (SetOutcome.REFUSED, "wants to sleep")
    assert entry(made).values.measured == ()
    said = made.panel.record.notice.text
    assert said.startswith("Recorded as refused")
    assert "owed" not in said, "it was the set that was owed, and the list of a vitals round has him no more"


def test_nothing_entered_is_said(made: Panel) -> None:
    form = made.form()
    form.save.click()
    assert form.notice.text.startswith("Nothing has been entered yet")


def test_a_refusal_of_station_keeps_what_was_typed(made: Panel) -> None:
    form = made.form()
    fill(form)
    made.commands.errors = [Refused("The disk is full.")]
    form.save.click()
    assert form.notice.text == "The disk is full."
    assert form.fields.bp.text == "122/78"


def test_a_late_entry_is_said_before_it_is_saved(made: Panel) -> None:
    form = made.form()
    fill(form)
    QTest.keyClicks(form.when.editor, "14:10")
    assert "kept as a late entry" in form.late.text
    form.save.click()
    assert entry(made).observed_at == NOW - timedelta(minutes=22, seconds=7)


def test_a_time_to_come_is_refused_beside_the_field(made: Panel) -> None:
    form = made.form()
    fill(form)
    QTest.keyClicks(form.when.editor, "2026-11-24 09:00")
    form.save.click()
    assert form.when.problem
    assert made.sent("record_set") == []


def test_oxygen_asks_how_much(made: Panel) -> None:
    form = made.form()
    fill(form)
    assert not form.fields.flow.isVisible()
    form.fields.o2.button_of("oxygen").click()
    QTest.keyClicks(form.fields.flow.editor, "2")
    form.save.click()
    assert (entry(made).values.o2, entry(made).values.o2_flow) == (True, 2)


def test_a_flow_typed_before_air_was_chosen_is_not_kept(made: Panel) -> None:
    form = made.form()
    fill(form)
    form.fields.o2.button_of("oxygen").click()
    QTest.keyClicks(form.fields.flow.editor, "2")
    form.fields.o2.button_of("air").click()
    form.save.click()
    assert entry(made).values.o2_flow is None


def test_concern_is_a_nurses(made: Panel) -> None:
    form = made.form()
    fill(form)
    QTest.keyClicks(form.concern.editor, "looks grey")
    form.desk.recorder.choose(MOORE)
    assert not form.concern.isVisible()
    form.save.click()
    assert entry(made).concern == ""


def test_who_may_not_sees_why(made: Panel) -> None:
    form = made.form()
    form.desk.recorder.choose(StaffRow(8, "V. Ito", Role.VIEWER))
    assert not form.save.isEnabled()


# What is owed.


def test_what_is_due_stands_over_recording_with_its_button(made: Panel) -> None:
    shown = unit()
    due = owed(TaskKind.VITALS, Deadlines(ago(hours=8), ago(minutes=2), ahead(minutes=28), ahead(minutes=88)), 70)
    asks = owed(TaskKind.SCORE, Deadlines(ago(minutes=1), None, ago(minutes=1), ahead(minutes=14)), 71)
    beds = tuple(
        replace(bed, patient=replace(bed.patient, owed=(due, asks))) if bed.bed_id == 4 and bed.patient else bed
        for bed in shown.beds
    )
    assert made.panel.vitals_owed.isHidden()
    made.panel.show_snapshot(replace(shown, beds=beds))
    lines = made.panel.vitals_owed.lines
    assert lines[TaskKind.VITALS].words.text() == "Vital signs, due in 28:00"
    assert lines[TaskKind.SCORE].words.text() == "Score asks for a nurse, late"
    lines[TaskKind.SCORE].go.click()
    assert isinstance(made.panel.form, AnswerForm)
    made.panel.back()
    lines[TaskKind.VITALS].go.click()
    assert isinstance(made.panel.form, VitalsForm)


@pytest.mark.parametrize("key", VITALS)
def test_everything_is_large_enough_and_has_a_name(made: Panel, key: str) -> None:
    made.reads.sets, made.reads.assessed = (vital(ago(hours=1), 31),), (assessed(),)
    made.panel.open_deed(key)
    QApplication.processEvents()
    form = made.panel.form
    assert form is not None
    assert DEEDS[key].title
    shown = [*form.findChildren(QAbstractButton), *form.findChildren(QLineEdit)]
    visible = [one for one in shown if one.isVisible()]
    assert visible
    assert [(one.accessibleName(), one.height()) for one in visible if one.height() < TOUCH] == []
    assert [one for one in visible if not one.accessibleName()] == []
