"""Recording vital signs in the side panel: by keys and taps, limits in place, the score as one types, amendments."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.models.enums import AssessmentKind, EntryStatus, Role, SetOutcome, TaskKind
from station.rules.intervals import Deadlines
from station.services.errors import NeedsConfirmation, Refused
from station.services.scores import Answer
from station.services.vital_orders import OrderedVitals
from station.services.vitals import VitalEntry
from station.store.rows import StaffRow
from station.store.rows.vitals import AssessmentRow, VitalOrderRow, VitalRow, VitalsBefore
from station.views.panel.assessment import AssessmentForm, AssessmentOrderForm
from station.views.panel.assessments_list import AssessmentsList
from station.views.panel.controls import TOUCH, Segments
from station.views.panel.deeds import DEEDS, VITALS
from station.views.panel.desk import placed
from station.views.panel.measures import Measure
from station.views.panel.moving import WrongPatientForm
from station.views.panel.patient import PatientPanel
from station.views.panel.sets_list import NONE, SetsList
from station.views.panel.vital_orders import AnswerForm, VitalOrderForm
from station.views.panel.vitals import VitalsForm
from tests.views.desk_fakes import BELLO, MOORE, FakeCommands, FakeReads, desk, unit
from tests.views.patient_fakes import vital
from tests.views.showing import dress
from tests.views.snapshots import NOW, ago, ahead, owed

BEFORE = VitalsBefore(
    (("hr", 76.0, ago(hours=2)), ("sbp", 122.0, ago(hours=2)), ("dbp", 78.0, ago(hours=2)),
     ("temp", 36.8, ago(hours=2)), ("weight", 71.2, ago(days=1)), ("acvpu", "A", ago(hours=2))),
    1, "", (71.2, ago(days=1)), 178.0, False, (),
)  # fmt: skip
WHOLE = {"hr": "76", "bp": "122/78", "rr": "16", "spo2": "97", "temp": "36.8"}


@dataclass
class Reads(FakeReads):
    before: VitalsBefore = BEFORE
    sets: tuple[VitalRow, ...] = ()
    ordered: tuple[VitalOrderRow, ...] = ()
    assessed: tuple[AssessmentRow, ...] = ()
    asked_before: list[int] = field(default_factory=list)

    @override
    def vitals_before(self, stay_id: int) -> VitalsBefore:
        self.asked_before.append(stay_id)
        return self.before

    @override
    def vitals(self, stay_id: int, limit: int = 24) -> tuple[VitalRow, ...]:
        return self.sets[:limit]

    @override
    def assessments(self, stay_id: int, limit: int = 60) -> tuple[AssessmentRow, ...]:
        return self.assessed[:limit]

    @override
    def vital_orders(self, stay_id: int) -> tuple[VitalOrderRow, ...]:
        return self.ordered


@dataclass
class Panel:
    commands: FakeCommands
    reads: Reads
    panel: PatientPanel

    def form(self) -> VitalsForm:
        self.panel.open_deed("vitals")
        made = self.panel.form
        assert isinstance(made, VitalsForm)
        QApplication.processEvents()
        return made

    def sent(self, name: str) -> list[Any]:
        return [arguments for called, arguments in self.commands.calls if called == name]


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Panel]:
    dress("light")
    commands, reads = FakeCommands(), Reads()
    at = desk(commands=commands, reads=reads)
    at.recorder.choose(BELLO)
    shown = unit()
    one = placed(shown, 4)
    assert one is not None
    panel = PatientPanel(at, shown, one)
    qtbot.addWidget(panel)
    panel.resize(400, 900)
    panel.show()
    qtbot.waitActive(panel)
    yield Panel(commands, reads, panel)
    at.bridge.shutdown()


def fill(form: VitalsForm, **typed: str) -> None:
    for name, text in (WHOLE | typed).items():
        one = form.fields.measure(name)
        one.editor.clear()
        QTest.keyClicks(one.editor, text)
    form.fields.o2.button_of("air").click()
    form.fields.acvpu.button_of("A").click()


def entry(made: Panel) -> VitalEntry:
    (_, said, _) = made.sent("record_set")[-1]
    assert isinstance(said, VitalEntry)
    return said


def leave(one: Measure) -> None:
    one.left.emit(one.name)


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


# Putting one right.


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


def assessed(**more: Any) -> AssessmentRow:
    items = (("confused", 1), ("irritable", 1), ("boisterous", 0), ("verbal", 0), ("physical", 0), ("objects", 0))
    row = AssessmentRow(
        5, AssessmentKind.BVC, "J. Moore", SetOutcome.WHOLE, "", items, 2, ago(hours=1), False, EntryStatus.CURRENT
    )
    return replace(row, **more)


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


# Assessments, orders, answers.


def test_a_total_grows_as_items_are_filled_in(made: Panel) -> None:
    made.panel.open_deed("BVC")
    form = made.panel.form
    assert isinstance(form, AssessmentForm)
    keys = list(form.items)
    for key in keys[:3]:
        form.items[key].button_of("1").click()
    assert form.total.text() == "3 so far, 3 of 6 items"
    form.save.click()
    assert form.why.problem
    for key in keys[3:]:
        form.items[key].button_of("0").click()
    assert form.total.text() == "3 of 6, high"
    form.save.click()
    ((_, said),) = made.sent("record_assessment")
    assert (said.kind, said.outcome, sum(points for _, points in said.items)) == (
        AssessmentKind.BVC,
        SetOutcome.WHOLE,
        3,
    )


@pytest.mark.parametrize(("kind", "items"), [("CIWA-Ar", 10), ("COWS", 11)])
def test_every_item_offers_its_own_points(made: Panel, kind: str, items: int) -> None:
    made.panel.open_deed(kind)
    form = made.panel.form
    assert isinstance(form, AssessmentForm)
    assert len(form.items) == items
    form.outcome.button_of("refused").click()
    QTest.keyClicks(form.why.editor, "asleep")
    form.save.click()
    ((_, said),) = made.sent("record_assessment")
    assert (said.outcome, said.items, said.why) == (SetOutcome.REFUSED, (), "asleep")


def test_an_assessment_is_ordered_and_ended(made: Panel) -> None:
    for what, command in (("begin", "order_assessment"), ("end", "end_assessment_order")):
        made.panel.open_deed("assessment order")
        form = made.panel.form
        assert isinstance(form, AssessmentOrderForm)
        form.what.button_of(what).click()
        form.save.click()
        assert made.sent(command) == []
        form.ordered_by.editor.setText("Dr Haas")
        form.reason.editor.setPlainText("No withdrawal any more")
        form.save.click()
        assert made.sent(command)[0][1:3] == (4, AssessmentKind.CIWA)


def test_an_order_of_vitals_begins_with_what_is_ordered(made: Panel) -> None:
    made.reads.ordered = (VitalOrderRow("every 4h", 2, False, "COPD", "Dr Haas", ago(days=1), None),)
    made.panel.open_deed("vital order")
    form = made.panel.form
    assert isinstance(form, VitalOrderForm)
    assert form.now.text() == "Ordered now: every 4h, SpO₂ on scale 2, by Dr Haas."
    form.schedule.editor.setText("every 2h")
    form.ordered_by.editor.setText("Dr Li")
    form.save.click()
    assert form.reason.problem
    form.reason.editor.setPlainText("COPD")
    form.save.click()
    assert made.sent("order_vitals") == [(BELLO.id, OrderedVitals(4, "every 2h", "Dr Li", 2, False, "COPD"))]


def test_a_score_is_answered_in_words(made: Panel) -> None:
    form = AnswerForm(made.form().desk, unit().beds[3].patient)  # type: ignore[arg-type]  # somebody is in bed 4
    form.save.click()
    assert form.words.problem
    form.words.editor.setPlainText("Seen, fluids given")
    form.save.click()
    ((_, answer),) = made.sent("answer_score")
    assert (answer.stay_id, answer.words) == (4, "Seen, fluids given")
    assert isinstance(answer, Answer)
    form.deleteLater()


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
