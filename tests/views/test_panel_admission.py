"""What is owed after an admission, in the patient's panel: seen, tapped, recorded, refused; and what was recorded."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station.models.enums import DeedOutcome, Role, TaskKind
from station.services.admission import AdmissionEntry
from station.services.errors import NeedsConfirmation, Refused
from station.store.rows import StaffRow
from station.views import theme as themes
from station.views.bridge import DirectBridge
from station.views.panel.admission import AdmissionForm
from station.views.panel.after_admission import deed_lines, owed_words
from station.views.panel.alert import AlertForm
from station.views.panel.controls import TOUCH
from station.views.panel.patient import PatientPanel
from station.views.panel.vitals import VitalsForm
from station.views.shell import DeskShell
from tests.views.desk_fakes import MOORE, OSEI, FakeCommands, FakeReads, desk, twelve
from tests.views.look_admission import BED, DEEDS, admitted, owed_since_admission
from tests.views.snapshots import NOW, ZONE, ago, patient

HERE = ZoneInfo(ZONE)
SEARCH, VITALS, WEIGHT, ORIENTATION = (
    TaskKind.BELONGINGS,
    TaskKind.FIRST_VITALS,
    TaskKind.WEIGHT,
    TaskKind.ORIENTATION,
)


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


@pytest.fixture
def shell(qtbot: QtBot, commands: FakeCommands) -> DeskShell:
    reads = FakeReads(rows=twelve(), deeds=DEEDS)
    made = DeskShell(commands=commands, reads=reads, bridge=DirectBridge(), now=lambda: NOW, theme=themes.load("light"))
    qtbot.addWidget(made)
    made.recorder.choose(MOORE)
    made.show_snapshot(admitted(65))
    made.show()
    return made


def panel_of(shell: DeskShell) -> PatientPanel:
    shell.open_bed(BED)
    panel = shell.panel.patient_panel()
    assert panel is not None
    return panel


def form(qtbot: QtBot, commands: FakeCommands, kind: TaskKind, who: StaffRow = MOORE) -> AdmissionForm:
    made = AdmissionForm(desk(commands, who=who), patient(4), kind)
    qtbot.addWidget(made)
    made.show()
    return made


def tap(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def sent(commands: FakeCommands) -> AdmissionEntry:
    name, (_, entry, _) = commands.last
    assert name == "record_admission_task"
    assert isinstance(entry, AdmissionEntry)
    return entry


# In the panel


def test_what_is_late_stands_above_recording_and_the_rest_beneath(shell: DeskShell) -> None:
    panel = panel_of(shell)
    after = panel.after_admission
    late, early = after.button_of(SEARCH), after.button_of(WEIGHT)
    assert late.text() == "Belongings search: due 14:27, +5:00 overdue"
    assert early.text() == "Weight by Tue 24 Nov 13:27"
    assert after.urgent.isAncestorOf(late)
    assert after.isAncestorOf(early)
    assert late.height() >= TOUCH
    assert late.accessibleName().endswith("Record it")
    assert "Belongings" not in panel._owed.text()


def test_it_counts_each_second_and_moves_up_when_it_is_soon(shell: DeskShell) -> None:
    shell.show_snapshot(admitted(44))
    panel = panel_of(shell)
    assert panel.after_admission.isAncestorOf(panel.after_admission.button_of(SEARCH))
    panel.tick(NOW + timedelta(minutes=1))
    assert panel.after_admission.urgent.isAncestorOf(panel.after_admission.button_of(SEARCH))
    panel.tick(NOW + timedelta(minutes=17))
    assert panel.after_admission.button_of(SEARCH).text().endswith("+1:00 overdue")


def test_a_tap_opens_its_form(shell: DeskShell) -> None:
    panel = panel_of(shell)
    tap(panel.after_admission.button_of(ORIENTATION))
    assert isinstance(panel.form, AdmissionForm)


def test_first_vital_signs_are_recorded_where_vital_signs_are(shell: DeskShell) -> None:
    panel = panel_of(shell)
    tap(panel.after_admission.button_of(VITALS))
    assert isinstance(panel.form, VitalsForm)


def test_first_vital_signs_that_cannot_be_taken_say_why(shell: DeskShell, commands: FakeCommands) -> None:
    panel = panel_of(shell)
    panel.open_deed("no vitals")
    made = panel.form
    assert isinstance(made, AdmissionForm)
    assert [one.text() for one in made.outcome.buttons()] == ["Refused", "Not possible"]
    tap(made.save)
    assert made.note.problem == "Say why: it is not asked for again."
    made.note.editor.setPlainText("The cuff is broken")
    tap(made.save)
    assert (sent(commands).kind, sent(commands).outcome) == (VITALS, DeedOutcome.NOT_POSSIBLE)


def test_the_alert_leads_to_the_form(shell: DeskShell) -> None:
    shell.panel.show_alert(90)
    shown = shell.panel.findChild(AlertForm)
    assert shown is not None
    assert not shown.do_it.isHidden()
    tap(shown.do_it)
    panel = shell.panel.patient_panel()
    assert panel is not None
    assert isinstance(panel.form, AdmissionForm)
    assert panel.form.belongings is not None


def test_another_alert_has_no_such_button(shell: DeskShell) -> None:
    other = next(one for one in admitted(65).alerts if one.kind == "check")
    shell.panel.show_alert(other.id)
    shown = shell.panel.findChild(AlertForm)
    assert shown is not None
    assert shown.do_it.isHidden()


def test_nothing_owed_and_nothing_recorded_takes_no_room(qtbot: QtBot, commands: FakeCommands) -> None:
    made = DeskShell(
        commands=commands, reads=FakeReads(), bridge=DirectBridge(), now=lambda: NOW, theme=themes.load("light")
    )
    qtbot.addWidget(made)
    made.recorder.choose(MOORE)
    snapshot = admitted(65)
    beds = tuple(
        replace(one, patient=replace(one.patient, owed=())) if one.bed_id == BED and one.patient else one
        for one in snapshot.beds
    )
    made.show_snapshot(replace(snapshot, beds=beds))
    made.show()
    panel = panel_of(made)
    assert panel.after_admission.isHidden()
    assert panel.after_admission.urgent.isHidden()


def test_what_was_recorded_stands_there_late_entries_marked() -> None:
    assert deed_lines(DEEDS, NOW, HERE) == [
        ("14:12", "First vital signs refused, J. Moore. Wants to sleep first"),
        (
            "13:52",
            "Belongings searched, J. Moore with R. Osei. Belt: Locker 12; 42.00 in notes: Safe; Razor: Sharps cupboard",
        ),
        ("13:37", "Weight 74.0 kg, K. Bello. Late entry, recorded 13:57, 20:00 after"),
    ]


def test_nothing_found_is_said() -> None:
    empty = replace(DEEDS[0], items=(), second=None)
    assert deed_lines((empty,), NOW, HERE)[0][1] == "Belongings searched, J. Moore. Nothing was found"


def test_what_was_recorded_is_read_again_when_the_patient_changes(shell: DeskShell) -> None:
    panel = panel_of(shell)
    assert len(panel.after_admission.history.lines) == 3


def test_a_viewer_is_told_why_not(shell: DeskShell) -> None:
    panel = panel_of(shell)
    shell.recorder.choose(StaffRow(9, "V. Gast", Role.VIEWER))
    panel = shell.panel.patient_panel() or panel
    panel.bar.menu.aboutToShow.emit()
    actions = {str(one.data()): one for one in panel.bar.findChildren(QAction)}
    assert not actions["photo"].isEnabled()
    assert "A viewer may not set photos of patients" in actions["photo"].toolTip()
    assert not actions["weight"].isEnabled()


@pytest.mark.parametrize(("minutes", "says"), [(5, "Weight by Tue 24 Nov 14:27"), (1500, "due Mon 23 Nov 13:32")])
def test_the_words_of_what_is_owed(minutes: float, says: str) -> None:
    (one,) = owed_since_admission(minutes, WEIGHT)
    words = owed_words(one, NOW, HERE)
    assert says in words or "due 13:32" in words


# Belongings


def test_a_search_is_sent_item_by_item(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, SEARCH)
    found = made.belongings
    assert found is not None
    assert [found.second.editor.itemData(at) for at in range(found.second.editor.count())] == [None, 2, 3, 4]
    found.second.editor.choose(OSEI.id)
    QTest.keyClicks(found.rows[0].what, "Belt")
    QTest.keyClicks(found.rows[0].where, "Locker 12")
    assert len(found.rows) == 2
    assert not found.nothing.isEnabled()
    with qtbot.waitSignal(made.finished) as finished:
        tap(made.save)
    assert finished.args == ["Belongings search is recorded."]
    entry = sent(commands)
    assert (entry.items, entry.nothing_found, entry.second_id) == ((("Belt", "Locker 12"),), False, OSEI.id)
    assert (entry.outcome, entry.done_at, entry.stay_id) == (DeedOutcome.DONE, None, 4)


def test_nothing_found_is_an_answer(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, SEARCH)
    assert made.belongings is not None
    made.belongings.second.editor.choose(OSEI.id)
    tap(made.belongings.nothing)
    assert not made.belongings.rows[0].isEnabled()
    tap(made.save)
    assert (sent(commands).items, sent(commands).nothing_found) == ((), True)


def test_an_empty_search_says_what_is_missing(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, SEARCH)
    found = made.belongings
    assert found is not None
    tap(made.save)
    assert found.second.problem == "Two people search belongings. Choose who searched with you."
    assert found.problem.text() == "Say what was found and where it went, or that nothing was found."
    QTest.keyClicks(found.rows[0].what, "Belt")
    tap(made.save)
    assert found.problem.text() == "Say where it went: Belt."
    assert found.rows[0].where.property("wrong") == "true"
    found.rows[0].what.clear()
    QTest.keyClicks(found.rows[0].where, "Safe")
    tap(made.save)
    assert found.problem.text() == "Say what went to: Safe."
    assert commands.calls == []


# Weight


@pytest.mark.parametrize(
    ("typed", "kg"), [("72.5", 72.5), ("72,5", 72.5), ("72.5 kg", 72.5), ("80", 80.0), (" 64kg ", 64.0)]
)
def test_a_weight_as_people_type_it(qtbot: QtBot, commands: FakeCommands, typed: str, kg: float) -> None:
    made = form(qtbot, commands, WEIGHT)
    assert made.weight is not None
    made.weight.editor.setText(typed)
    tap(made.save)
    assert sent(commands).weight_kg == kg


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter the weight in kilograms"),
        ("heavy", "is not a weight"),
        ("180 lb", "These are pounds"),
        ("nan", "is not a weight"),
    ],
)
def test_what_is_no_weight_is_said_beside_it(qtbot: QtBot, commands: FakeCommands, typed: str, says: str) -> None:
    made = form(qtbot, commands, WEIGHT)
    assert made.weight is not None
    made.weight.editor.setText(typed)
    tap(made.save)
    assert says in made.weight.problem
    assert commands.calls == []


def test_asked_about_pounds_yes_sends_it_confirmed(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, WEIGHT)
    assert made.weight is not None
    made.weight.editor.setText("165")
    commands.errors.append(NeedsConfirmation("165.0 kg is 2.2 times the last weight. Is it in pounds?"))
    tap(made.save)
    assert "pounds" in made.question.text
    tap(made.question.yes)
    assert [one[1][2] for one in commands.calls] == [False, True]
    assert commands.calls[0][1][1] == commands.calls[1][1][1]


# Refused, not possible, earlier


def test_refused_asks_for_nothing_more(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, SEARCH)
    assert made.belongings is not None
    tap(made.outcome.button_of("refused"))
    assert made.belongings.isHidden()
    with qtbot.waitSignal(made.finished) as finished:
        tap(made.save)
    assert finished.args == ["Belongings search is recorded as refused. It is asked for again."]
    assert (sent(commands).outcome, sent(commands).items) == (DeedOutcome.REFUSED, ())


def test_not_possible_takes_a_reason(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, ORIENTATION)
    tap(made.outcome.button_of("not possible"))
    tap(made.save)
    assert made.note.problem == "Say why: it is not asked for again."
    assert commands.calls == []
    made.note.editor.setPlainText("Does not answer")
    tap(made.save)
    assert (sent(commands).outcome, sent(commands).note) == (DeedOutcome.NOT_POSSIBLE, "Does not answer")


def test_done_earlier_it_says_that_it_is_a_late_entry(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, ORIENTATION)
    made.when.editor.setText("14:31")
    assert made.late.isHidden()
    made.when.editor.setText("14:12")
    assert made.late.text == "At 14:12, 20:07 ago: it is kept as a late entry, marked with both times."
    made.when.editor.setText("half past")
    tap(made.save)
    assert "Type a time such as 14:21" in made.when.problem
    assert commands.calls == []
    made.when.editor.setText("20 min ago")
    tap(made.save)
    assert sent(commands).done_at == ago(minutes=20)


def test_a_refusal_stays_in_sight_and_nothing_typed_is_lost(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, WEIGHT)
    assert made.weight is not None
    made.weight.editor.setText("400")
    commands.errors.append(Refused("A weight is between 20 and 350 kg."))
    tap(made.save)
    assert (made.notice.text, made.weight.editor.text()) == ("A weight is between 20 and 350 kg.", "400")


def test_two_taps_are_one_entry(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, ORIENTATION)
    tap(made.save)
    tap(made.save)
    assert len({one[1][1].request_id for one in commands.calls}) == 1
