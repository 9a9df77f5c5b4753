"""Off the unit, in the patient's panel: leaving, who has him, later, AWOL, who was told, back."""

import gc
import weakref
from datetime import timedelta

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.models.enums import AbsenceKind, AbsenceStepKind, Role, TaskKind
from station.rules.alert_words import about_line
from station.services.absences import Awol, Leaving
from station.services.errors import Refused
from station.services.events import StayChanged
from station.store.rows import StaffRow
from station.views import theme as themes
from station.views.bridge import DirectBridge
from station.views.panel.absence_forms import AwolForm, BackForm, ExpectForm, HandOnForm, LeaveForm, TellForm
from station.views.panel.alert import AlertForm
from station.views.panel.away import step_words
from station.views.panel.controls import TOUCH
from station.views.panel.patient import PatientPanel
from station.views.shell import DeskShell
from tests.views.absence_fakes import AWAY, AWOL, BED, NOBODY_HAS_HIM, OUT, OVERDUE, alert_of, step, with_away
from tests.views.desk_fakes import MOORE, OSEI, FakeCommands, FakeReads, desk, twelve
from tests.views.snapshots import NOW, ago, ahead, patient

VIEWER = StaffRow(9, "V. Iyer", Role.VIEWER)


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


@pytest.fixture
def reads() -> FakeReads:
    return FakeReads(rows=twelve(), away_steps=OUT)


@pytest.fixture
def shell(qtbot: QtBot, commands: FakeCommands, reads: FakeReads) -> DeskShell:
    made = DeskShell(commands=commands, reads=reads, bridge=DirectBridge(), now=lambda: NOW, theme=themes.load("light"))
    qtbot.addWidget(made)
    made.recorder.choose(MOORE)
    made.show_snapshot(with_away(None))
    made.show()
    return made


def panel_of(shell: DeskShell) -> PatientPanel:
    shell.open_bed(BED)
    panel = shell.panel.patient_panel()
    assert panel is not None
    return panel


def tap(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def leave_form(qtbot: QtBot, commands: FakeCommands, **of: object) -> LeaveForm:
    form = LeaveForm(desk(commands), patient(BED, **of))  # type: ignore[arg-type]  # fields by name
    qtbot.addWidget(form)
    form.show()
    return form


# Leaving


def test_an_escort_is_a_few_taps(qtbot: QtBot, commands: FakeCommands) -> None:
    form = leave_form(qtbot, commands)
    tap(form.where.words["Radiology"])
    form.who.person.editor.choose(OSEI.id)
    tap(form.back_by.quick[30])
    assert form.back_by.field.editor.text() == "15:02"
    with qtbot.waitSignal(form.finished) as finished:
        tap(form.save)
    assert finished.args == ["Off the unit with R. Osei, back by 15:02. Checks are suspended until he is back."]
    back_by = (NOW + timedelta(minutes=30)).replace(second=0, microsecond=0)
    leaving = Leaving("request-1", BED, AbsenceKind.ESCORT, "Radiology", "R. Osei", back_by, OSEI.id)
    assert commands.calls == [("leave_unit", (MOORE.id, leaving))]


def test_a_pass_is_with_somebody_named_and_may_have_begun_earlier(qtbot: QtBot, commands: FakeCommands) -> None:
    form = leave_form(qtbot, commands)
    tap(form.kind.button_of("pass"))
    form.where.field.editor.setText("Home")
    form.who.name.editor.setText("his sister, J. Ames")
    form.back_by.field.editor.setText("18:30")
    tap(form.earlier.toggle)
    form.earlier.field.editor.setText("12 min ago")
    form.note.editor.setPlainText("Keys taken")
    tap(form.save)
    (said,) = [call[1][1] for call in commands.calls]
    assert (said.kind, said.destination, said.custodian, said.custodian_id) == (
        AbsenceKind.PASS, "Home", "his sister, J. Ames", None,
    )  # fmt: skip
    assert (said.left_at, said.note) == (ago(minutes=12), "Keys taken")
    assert form.back_by.field.problem == ""


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_sent(qtbot: QtBot, commands: FakeCommands) -> None:
    form = leave_form(qtbot, commands)
    tap(form.earlier.toggle)
    tap(form.save)
    assert form.where.field.problem == "Say where he goes."
    assert form.who.person.problem.startswith("Name who has him")
    assert "14:55" in form.back_by.field.problem
    assert form.earlier.field.problem
    assert not commands.calls
    form.back_by.field.editor.setText("2026-11-23 14:00")
    tap(form.save)
    assert form.back_by.field.problem == "This time has passed already. Choose a later one."


def test_what_was_typed_is_said_as_it_is_meant(qtbot: QtBot, commands: FakeCommands) -> None:
    form = leave_form(qtbot, commands)
    field = form.back_by.field
    field.editor.setText("00:30")
    assert field._message.text() == "Back by Tue 24 Nov 00:30, in 9:58 h."
    field.editor.setText("45 min")
    assert field._message.text() == "Back by 15:17, in 45:00."
    field.editor.setText("4")
    assert field._message.text() == ""


def test_a_continuous_patient_is_offered_staff_alone(qtbot: QtBot, commands: FakeCommands) -> None:
    form = leave_form(qtbot, commands, level="1:1")
    assert not form.who.who.button_of("other").isEnabled()
    assert form.who.who.button_of("other").toolTip() == "On 1:1 only staff take him off the unit."
    tap(form.kind.button_of("pass"))
    assert form.who.who.value == "staff"


def test_a_refusal_stays_beside_what_was_typed(qtbot: QtBot, commands: FakeCommands) -> None:
    form = leave_form(qtbot, commands)
    commands.errors.append(Refused("R. Osei observes the patient in 1208."))
    tap(form.where.words["Court"])
    form.who.person.editor.choose(OSEI.id)
    tap(form.back_by.quick[60])
    tap(form.save)
    assert form.notice.text == "R. Osei observes the patient in 1208."
    assert form.where.value == "Court"


def test_a_viewer_is_told_why_not(qtbot: QtBot, commands: FakeCommands) -> None:
    form = LeaveForm(desk(commands, who=VIEWER), patient(BED))
    qtbot.addWidget(form)
    assert not form.save.isEnabled()
    assert form.save.toolTip().startswith("A viewer may not take patients off the unit and back.")


# In the panel


def test_away_nothing_is_recorded_and_it_says_where_with_whom_and_until_when(shell: DeskShell) -> None:
    panel = panel_of(shell)
    assert panel.away.isHidden()
    assert panel.record.isVisible()
    shell.show_snapshot(with_away(AWAY))
    assert not panel.record.isVisible()
    assert panel.away.isVisible()
    assert panel.head.state.text() == "back by 14:55"
    said = panel.head.seen.text()
    assert said == "Radiology with R. Osei (escort) since 13:44\nLast seen here 13:41 Hallway, talking, J. Moore"
    shell.show_snapshot(with_away(None))
    assert panel.record.isVisible()
    assert panel.away.isHidden()


def test_the_menu_offers_what_fits(shell: DeskShell) -> None:
    panel = panel_of(shell)
    offered = {action.data(): action.isVisible() for action in panel.bar.menu.actions()}
    assert (offered["leave"], offered["AWOL"]) == (True, True)
    shell.show_snapshot(with_away(AWOL))
    offered = {action.data(): action.isVisible() for action in panel.bar.menu.actions()}
    assert (offered["leave"], offered["AWOL"]) == (False, False)


def test_back_is_one_tap(shell: DeskShell, commands: FakeCommands) -> None:
    shell.show_snapshot(with_away(AWAY))
    panel = panel_of(shell)
    tap(panel.away.is_back)
    name, said = commands.last
    assert (name, said[0], said[2:]) == ("come_back", MOORE.id, (BED, "", None))
    shell.show_snapshot(with_away(None))
    assert panel.record.notice.text == "Back on the unit. A check is owed within 2 minutes."


def test_what_was_done_is_said_where_he_is_now(shell: DeskShell) -> None:
    panel = panel_of(shell)
    panel.open_deed("leave")
    form = panel.form
    assert isinstance(form, LeaveForm)
    form.where.field.editor.setText("Dentist")
    form.who.person.editor.choose(OSEI.id)
    tap(form.back_by.quick[15])
    tap(form.save)
    shell.show_snapshot(with_away(AWAY))
    assert panel.away.notice.text.startswith("Off the unit with R. Osei, back by 14:47.")


def test_a_late_entry_may_still_be_made(shell: DeskShell, commands: FakeCommands) -> None:
    shell.show_snapshot(with_away(AWAY))
    panel = panel_of(shell)
    tap(panel.checks.late)
    assert panel.record.isVisible()
    assert not panel.record.not_found.isVisible()
    panel.record.when.editor.setText("14:20")
    tap(panel.record.places.button_of("Hallway"))
    tap(panel.record.activities.button_of("Talking"))
    tap(panel.record.save)
    assert commands.last[0] == "record_check"
    assert not panel.record.isVisible()
    assert panel.away.notice.text == "Saved: seen 14:20, Hallway, talking."


def test_a_late_entry_given_up_goes_away(shell: DeskShell) -> None:
    shell.show_snapshot(with_away(AWAY))
    panel = panel_of(shell)
    tap(panel.checks.late)
    tap(panel.record.earlier)
    assert not panel.record.isVisible()


def test_his_history_is_read_again_when_something_happens(shell: DeskShell, reads: FakeReads) -> None:
    shell.show_snapshot(with_away(AWAY))
    panel = panel_of(shell)
    assert [one[0] for one in panel.away.steps.lines] == ["13:44", "14:12", "14:14"]
    reads.away_steps = OUT[:1]
    shell.panel.on_events([StayChanged(BED)])
    assert len(panel.away.steps.lines) == 1


def test_each_deed_opens_its_form(shell: DeskShell) -> None:
    shell.show_snapshot(with_away(AWAY))
    panel = panel_of(shell)
    forms = {"back": BackForm, "hand on": HandOnForm, "expect": ExpectForm, "AWOL": AwolForm}
    for key, form in forms.items():
        tap(panel.away.deeds[key])
        assert isinstance(panel.form, form)
        panel.back()


def test_a_deed_that_no_longer_fits_does_nothing(shell: DeskShell) -> None:
    panel = panel_of(shell)
    panel.open_deed("hand on")
    assert panel.form is None


# Handing on, later, back


def test_handing_on(shell: DeskShell, commands: FakeCommands) -> None:
    shell.show_snapshot(with_away(AWAY))
    panel = panel_of(shell)
    panel.open_deed("hand on")
    form = panel.form
    assert isinstance(form, HandOnForm)
    tap(form.save)
    assert form.who.person.problem
    assert form.who.person.editor.findData(OSEI.id) == -1
    tap(form.who.who.button_of("other"))
    form.who.name.editor.setText("Deputy Ortiz")
    tap(form.save)
    assert commands.last[1][2:] == (BED, "Deputy Ortiz", None)
    assert panel.away.notice.text == "Deputy Ortiz has him now."


def test_expecting_him_later_counts_from_now_where_he_is_overdue(shell: DeskShell, commands: FakeCommands) -> None:
    shell.show_snapshot(with_away(OVERDUE))
    panel = panel_of(shell)
    panel.open_deed("expect")
    form = panel.form
    assert isinstance(form, ExpectForm)
    tap(form.back_by.quick[15])
    tap(form.save)
    assert form.reason.problem == "Say why."
    form.reason.editor.setPlainText("scan delayed")
    tap(form.save)
    expected = ahead(minutes=15).replace(second=0, microsecond=0)
    assert commands.last[1][2:] == (BED, expected, "scan delayed")
    assert panel.away.notice.text == "Now expected back by 14:47."


def test_otherwise_it_counts_from_when_he_is_expected(shell: DeskShell) -> None:
    shell.show_snapshot(with_away(AWAY))
    panel = panel_of(shell)
    panel.open_deed("expect")
    form = panel.form
    assert isinstance(form, ExpectForm)
    tap(form.back_by.quick[30])
    assert form.back_by.field.editor.text() == "15:25"


def test_back_earlier_with_a_note(shell: DeskShell, commands: FakeCommands) -> None:
    shell.show_snapshot(with_away(AWAY))
    panel = panel_of(shell)
    panel.open_deed("back")
    form = panel.form
    assert isinstance(form, BackForm)
    tap(form.earlier.toggle)
    form.earlier.field.editor.setText("soon")
    tap(form.save)
    assert form.earlier.field.problem
    assert not commands.calls
    form.earlier.field.editor.setText("5")
    form.note.editor.setPlainText("tired")
    tap(form.save)
    assert commands.last[1][2:] == (BED, "tired", ago(minutes=5))


# AWOL


def test_awol_starts_from_where_he_was_last_seen(shell: DeskShell, commands: FakeCommands) -> None:
    panel = panel_of(shell)
    panel.open_deed("AWOL")
    form = panel.form
    assert isinstance(form, AwolForm)
    assert form.place.value == "Hallway"
    tap(form.place.words["Courtyard"])
    form.note.editor.setPlainText("grey hoodie")
    tap(form.save)
    said = commands.last[1][1]
    assert said == Awol(said.request_id, BED, "Courtyard", None, "grey hoodie")


def test_awol_who_was_told_stands_in_the_panel_and_can_be_added_to(
    shell: DeskShell, commands: FakeCommands, reads: FakeReads
) -> None:
    reads.away_steps = NOBODY_HAS_HIM
    shell.show_snapshot(with_away(AWOL))
    panel = panel_of(shell)
    assert [one[1] for one in panel.away.told.lines] == [
        "Security told: description · J. Moore",
        "Police told: case 4711 · J. Moore · late entry, recorded 14:24, 9:00 after",
    ]
    visible = [key for key, one in panel.away.deeds.items() if one.isVisible()]
    assert visible == ["back"]
    tell = panel.away.tell
    tap(tell.save)
    assert tell.who.field.problem == "Say who was told."
    tap(tell.who.words["Family"])
    tell.said.editor.setPlainText("mother")
    tap(tell.save)
    assert commands.last[1][2:] == (BED, "Family", "mother", None)
    assert (tell.who.value, tell.said.editor.value, tell.notice.text) == ("", "", "Family told.")
    first = commands.last[1][1]
    tap(tell.who.words["Police"])
    tap(tell.save)
    assert commands.last[1][1] != first


def test_telling_from_the_alert(shell: DeskShell) -> None:
    shell.show_snapshot(with_away(AWOL))
    panel = panel_of(shell)
    panel.open_deed("tell")
    assert isinstance(panel.form, TellForm)


def test_steps_in_words() -> None:
    zone = desk(FakeCommands()).zone
    gone = step(AbsenceStepKind.AWOL, 9, "", "was at Radiology with R. Osei. Grey hoodie")
    said = [step_words(one, zone) for one in (*OUT[1:], gone)]
    assert said == [
        "Handed on to R. Osei by K. Bello · J. Moore",
        "Expected at another time: back by 14:55: the scan is delayed · J. Moore",
        "Reported AWOL: was at Radiology with R. Osei. Grey hoodie · J. Moore",
    ]
    assert step_words(step(AbsenceStepKind.BACK, 3), zone) == "Back on the unit · J. Moore"
    assert step_words(step(AbsenceStepKind.ENDED, 3, said="home"), zone) == "The stay ended: home · J. Moore"


# The alert


@pytest.mark.parametrize(
    ("absence", "kind", "keys"),
    [
        (OVERDUE, TaskKind.RETURN, ["back", "expect", "hand on", "AWOL"]),
        (AWOL, TaskKind.AWOL, ["back", "tell"]),
    ],
)
def test_an_alert_offers_what_it_asks_for(shell: DeskShell, absence: object, kind: TaskKind, keys: list[str]) -> None:
    made = alert_of(absence)  # type: ignore[arg-type]  # an AwayRow
    assert made.kind == kind
    shell.show_snapshot(with_away(absence, made))  # type: ignore[arg-type]
    shell.panel.show_alert(made.id)
    form = shell.panel.content.findChild(AlertForm) if shell.panel.content else None
    assert form is not None
    assert list(form.deeds) == keys
    tap(form.deeds["back"])
    panel = shell.panel.patient_panel()
    assert panel is not None
    assert isinstance(panel.form, BackForm)


def test_an_alert_says_who_has_him() -> None:
    zone = desk(FakeCommands()).zone
    assert about_line(alert_of(OVERDUE), zone, NOW, away=OVERDUE) == (
        "Q5 · expected back at 14:25 · Radiology with R. Osei (escort)"
    )
    assert about_line(alert_of(AWOL), zone, NOW, away=AWOL) == "Q5 · gone since 14:10 from Courtyard"
    assert about_line(alert_of(AWOL), zone, NOW) == "Q5 · gone since 14:10"


# By touch, by ear, and gone again


@pytest.mark.parametrize("key", ["leave", "hand on", "expect", "back", "AWOL", "tell", ""])
def test_everything_has_a_name_and_the_size_of_a_finger(qtbot: QtBot, shell: DeskShell, key: str) -> None:
    absence = {"leave": None, "tell": AWOL}.get(key, AWAY)
    shell.show_snapshot(with_away(absence))
    panel = panel_of(shell)
    if key:
        panel.open_deed(key)
    root: QWidget = panel.form if panel.form is not None else panel.away
    qtbot.waitUntil(root.isVisible)
    controls = [
        one for kind in (QPushButton, QLineEdit, QPlainTextEdit) for one in root.findChildren(kind) if one.isVisible()
    ]
    assert controls
    assert [one for one in controls if not one.accessibleName()] == []
    assert [one.accessibleName() for one in controls if one.height() < TOUCH] == []


def collect() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
        gc.collect()


@pytest.mark.parametrize("key", ["leave", "hand on", "expect", "back", "AWOL", "tell"])
def test_a_form_is_freed_when_it_closes(shell: DeskShell, key: str) -> None:
    shell.show_snapshot(with_away({"leave": None, "tell": AWOL}.get(key, AWAY)))
    panel = panel_of(shell)
    panel.open_deed(key)
    assert panel.form is not None
    form = weakref.ref(panel.form)
    panel.back()
    collect()
    left = form()
    assert left is None or not shiboken6.isValid(left)
