"""Those who have left: their checks, corrections, and a late entry with its time."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station.services.entering import CheckEntry
from station.store.rows import LeftRow
from station.views import theme as themes
from station.views.bridge import DirectBridge
from station.views.panel.admit import AdmitForm
from station.views.panel.correct import AmendForm
from station.views.panel.desk import everyone
from station.views.panel.left import LateEntryForm, LeftList, LeftPanel
from station.views.panel.moving import WrongPatientForm
from station.views.shell import DeskShell
from tests.views.desk_fakes import MOORE, FakeCommands, FakeReads, desk, twelve, unit
from tests.views.snapshots import NOW, ago

GONE = LeftRow(77, "Rossi", "Ada", "1312", ago(days=3), ago(minutes=30))


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


@pytest.fixture
def shell(qtbot: QtBot, commands: FakeCommands) -> DeskShell:
    reads = FakeReads(rows=twelve(), gone=(GONE, replace(GONE, stay_id=78, bed=None)))
    made = DeskShell(commands=commands, reads=reads, bridge=DirectBridge(), now=lambda: NOW, theme=themes.load("light"))
    qtbot.addWidget(made)
    made.recorder.choose(MOORE)
    made.show_snapshot(unit())
    made.show()
    return made


def tap(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_from_an_empty_bed_to_the_checks_of_one_who_left(shell: DeskShell) -> None:
    empty = next(one.bed_id for one in unit().beds if one.patient is None)
    shell.open_bed(empty)
    form = shell.panel.findChild(AdmitForm)
    assert form is not None
    form.left.click()
    listed = shell.panel.content
    assert isinstance(listed, LeftList)
    words = [one.text() for one in listed.findChildren(QPushButton)]
    assert words == ["Rossi, Ada · 1312 · left 14:02", "Rossi, Ada · no bed · left 14:02"]
    listed.findChildren(QPushButton)[0].click()
    shown = shell.panel.content
    assert isinstance(shown, LeftPanel)
    assert len(shown.checks.model.lines) == 12


def test_nobody_has_left(qtbot: QtBot, commands: FakeCommands) -> None:
    made = LeftList(desk(commands))
    qtbot.addWidget(made)
    assert made.state.text() == "Nobody has left in the last two days."


def panel(qtbot: QtBot, commands: FakeCommands) -> LeftPanel:
    made = LeftPanel(desk(commands, reads=FakeReads(rows=twelve())), GONE, everyone(unit()))
    qtbot.addWidget(made)
    made.resize(380, 900)
    made.show()
    return made


def test_his_checks_are_amended_and_moved(qtbot: QtBot, commands: FakeCommands) -> None:
    made = panel(qtbot, commands)
    made.checks.choose(made.checks.model.index(1))
    made.checks.menu.hide()
    made.checks.amend.trigger()
    assert isinstance(made.form, AmendForm)
    made.form.cancelled.emit()
    assert made.form is None
    made.checks.wrong.trigger()
    form = made.form
    assert isinstance(form, WrongPatientForm)
    form.right.editor.setCurrentIndex(1)
    form.reason.editor.setPlainText("Two beds, one name")
    tap(form.save)
    assert commands.last[0] == "correct_patient"
    assert made.form is None
    assert made.notice.text.startswith("Moved to")


def late(qtbot: QtBot, commands: FakeCommands, typed: str) -> tuple[LeftPanel, LateEntryForm]:
    """The panel too: its form goes with it."""
    made = panel(qtbot, commands)
    made.checks.late.click()
    form = made.form
    assert isinstance(form, LateEntryForm)
    form.when.editor.setText(typed)
    form.place.editor.setCurrentText("Hallway")
    form.activity.editor.setCurrentText("Talking")
    return made, form


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("13:50", NOW.replace(minute=50, second=0) - timedelta(hours=1)),
        ("2026-11-22 09:00", NOW.replace(minute=0, second=0, hour=14) - timedelta(days=1)),
    ],
)
def test_a_late_entry_is_saved_with_its_time(qtbot: QtBot, commands: FakeCommands, typed: str, at: datetime) -> None:
    _panel, form = late(qtbot, commands, typed)
    tap(form.save)
    name, (staff_id, entry, confirmed) = commands.last
    assert isinstance(entry, CheckEntry)
    assert (name, staff_id, entry.observer_id, confirmed) == ("record_check", MOORE.id, MOORE.id, False)
    assert (entry.stay_id, entry.observed_at, entry.location, entry.activity) == (77, at, "Hallway", "Talking")


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "Type a time such as 14:21"), ("14:20", "He had left by then"), ("25:00", "is not a time of day")],
)
def test_a_time_that_cannot_be_is_said(qtbot: QtBot, commands: FakeCommands, typed: str, says: str) -> None:
    _panel, form = late(qtbot, commands, typed)
    tap(form.save)
    assert says in form.when.problem
    assert commands.calls == []


def test_asleep_asks_how_life_was_seen(qtbot: QtBot, commands: FakeCommands) -> None:
    _panel, form = late(qtbot, commands, "13:50")
    assert form.life.isHidden()
    form.activity.editor.setCurrentText("Asleep")
    tap(form.save)
    assert form.life.problem == "A sleeping patient needs a sign of life."
    form.life.editor.setCurrentText("Breathing seen")
    tap(form.save)
    assert commands.last[1][1].life_sign == "Breathing seen"
