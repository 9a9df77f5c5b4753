"""Recording a check: by mouse, by keys, twice, late, asleep, refused, asked about."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station.services.entering import CheckEntry
from station.services.errors import NeedsConfirmation, Refused
from station.store.rows import StaffRow
from station.views.bridge import Bridge
from station.views.panel.controls import TOUCH
from station.views.panel.record import RecordForm
from station.views.recorder import ASK
from tests.views.desk_fakes import MOORE, FakeCommands, desk
from tests.views.snapshots import ago, patient

Make = Callable[..., RecordForm]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


@pytest.fixture
def make(qtbot: QtBot, commands: FakeCommands) -> Make:
    def made(who: StaffRow | None = MOORE, bridge: Bridge | None = None) -> RecordForm:
        form = RecordForm(desk(commands, who=who, bridge=bridge), patient(4))
        qtbot.addWidget(form)
        form.resize(360, 760)
        form.show()
        return form

    return made


def tap(button: QPushButton) -> None:
    QTest.mouseClick(button, LEFT)


def entry_of(commands: FakeCommands) -> CheckEntry:
    entry = commands.last[1][1]
    assert isinstance(entry, CheckEntry)
    return entry


def test_a_usual_check_takes_two_taps(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    tap(form.places.button_of("Hallway"))
    assert not commands.calls
    tap(form.activities.button_of("Talking"))
    name, (staff_id, entry, confirmed) = commands.last
    assert (name, staff_id, confirmed) == ("record_check", MOORE.id, False)
    assert replace(entry, request_id="") == CheckEntry("", 4, MOORE.id, "Hallway", "Talking")
    assert entry.request_id
    assert form.notice.text == "Saved: seen 14:32, Hallway, talking."


def test_the_same_by_keys_alone(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    form.places.button_of("Day room").setFocus()
    QTest.keyClick(form.places.button_of("Day room"), Qt.Key.Key_Return)
    form.activities.button_of("Reading").setFocus()
    QTest.keyClick(form.activities.button_of("Reading"), Qt.Key.Key_Space)
    assert (entry_of(commands).location, entry_of(commands).activity) == ("Day room", "Reading")


def test_a_double_tap_is_one_check(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    tap(form.places.button_of("Room"))
    talking = form.activities.button_of("Talking")
    tap(talking)
    tap(talking)
    QTest.mouseDClick(talking, LEFT)
    assert len(commands.calls) == 1


def test_while_it_is_being_saved_nothing_else_is(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    bridge = Bridge()
    form = make(bridge=bridge)
    tap(form.places.button_of("Room"))
    tap(form.activities.button_of("Talking"))
    assert form.busy
    form.submit()
    tap(form.activities.button_of("Talking"))
    qtbot.waitUntil(lambda: not form.busy)
    bridge.shutdown()
    assert len(commands.calls) == 1


def test_each_check_has_a_request_id_of_its_own(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    for _ in range(2):
        tap(form.places.button_of("Room"))
        tap(form.activities.button_of("Talking"))
    first, second = (call[1][1].request_id for call in commands.calls)
    assert first != second


def test_a_refused_check_is_sent_again_under_the_same_id(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    commands.errors = [Refused("The database is busy. Try again.")]
    tap(form.places.button_of("Room"))
    tap(form.activities.button_of("Talking"))
    assert form.notice.text == "The database is busy. Try again."
    assert form.places.value == "Room"
    tap(form.activities.button_of("Talking"))
    first, second = (call[1][1].request_id for call in commands.calls)
    assert first == second


def test_a_sleeping_patient_takes_a_third_tap(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    tap(form.places.button_of("Room"))
    tap(form.activities.button_of("Asleep"))
    assert not commands.calls
    assert form.life_signs.isVisible()
    tap(form.life_signs.button_of("Breathing seen"))
    assert entry_of(commands).life_sign == "Breathing seen"
    assert not form.life_signs.isVisible()


def test_the_place_comes_first(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    assert not form.activities.isEnabled()
    tap(form.activities.button_of("Talking"))
    tap(form.places.button_of("Room"))
    assert not commands.calls
    assert form.activities.isEnabled()


def test_three_places_first_the_rest_behind_more(make: Make, qtbot: QtBot) -> None:
    form = make()
    assert [one.text() for one in form.places.buttons() if one.isVisible()] == ["Room", "Day room", "Hallway"]
    assert sum(one.isVisible() for one in form.activities.buttons()) == 10
    tap(form.places.more)
    assert form.places.button_of("Bathroom").isVisible()
    assert form.focusWidget() is form.places.button_of("Bathroom")


def test_seen_earlier_says_it_is_a_late_entry_before_it_is_saved(
    make: Make, commands: FakeCommands, qtbot: QtBot
) -> None:
    form = make()
    tap(form.earlier)
    assert form.focusWidget() is form.when.editor
    QTest.keyClicks(form.when.editor, "12 min ago")
    assert form.late.text == "Seen at 14:20, 12:00 ago: it is kept as a late entry, marked with both times."
    tap(form.places.button_of("Room"))
    tap(form.activities.button_of("Talking"))
    assert not commands.calls
    tap(form.save)
    assert entry_of(commands).observed_at == ago(minutes=12)
    assert form.notice.text == "Saved: seen 14:20, Room, talking."


def test_two_minutes_ago_is_not_yet_late(make: Make, qtbot: QtBot) -> None:
    form = make()
    tap(form.earlier)
    QTest.keyClicks(form.when.editor, "2")
    assert not form.late.isVisible()


def test_a_time_that_is_none_is_said_beside_it_and_nothing_is_lost(
    make: Make, commands: FakeCommands, qtbot: QtBot
) -> None:
    form = make()
    tap(form.earlier)
    QTest.keyClicks(form.when.editor, "25:00")
    tap(form.places.button_of("Room"))
    tap(form.activities.button_of("Talking"))
    tap(form.save)
    assert "25:00 is not a time of day" in form.when.problem
    assert not commands.calls
    assert (form.when.editor.text(), form.places.value, form.activities.value) == ("25:00", "Room", "Talking")


def test_a_concern_and_a_note_go_with_it(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    tap(form.concern)
    tap(form.noting)
    QTest.keyClicks(form.note.editor, "Pacing at the door")
    tap(form.places.button_of("Hallway"))
    tap(form.activities.button_of("Pacing"))
    assert not commands.calls
    tap(form.save)
    assert (entry_of(commands).concern, entry_of(commands).note) == (True, "Pacing at the door")
    assert form.is_quick


def test_a_question_is_asked_in_place_and_yes_saves(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    commands.errors = [NeedsConfirmation("Your last check of this patient is only 0:40 from this one. Record both?")]
    tap(form.places.button_of("Room"))
    tap(form.activities.button_of("Talking"))
    assert "Record both?" in form.question.text
    tap(form.question.yes)
    assert [call[1][2] for call in commands.calls] == [False, True]
    assert commands.calls[0][1][1] == commands.calls[1][1][1]
    assert not form.question.isVisible()


def test_no_saves_nothing(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    commands.errors = [NeedsConfirmation("Record both?")]
    tap(form.places.button_of("Room"))
    tap(form.activities.button_of("Talking"))
    assert form.focusWidget() is form.question.no
    tap(form.question.no)
    assert len(commands.calls) == 1
    assert form.notice.text == "Not saved."


def test_nobody_chosen_asks_who_first(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make(None)
    tap(form.places.button_of("Room"))
    with qtbot.waitSignal(form.desk.recorder.wanted):
        tap(form.activities.button_of("Talking"))
    assert not commands.calls
    assert form.notice.text == ASK
    form.desk.recorder.choose(MOORE)
    tap(form.activities.button_of("Talking"))
    assert entry_of(commands).observer_id == MOORE.id


def test_not_found_takes_a_hold_of_one_second(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    QTest.mouseClick(form.not_found, LEFT)
    assert not commands.calls
    with qtbot.waitSignal(form.not_found.held, timeout=4000):
        QTest.mousePress(form.not_found, LEFT)
    QTest.mouseRelease(form.not_found, LEFT)
    name, (staff_id, _, stay_id, _) = commands.last
    assert (name, staff_id, stay_id) == ("record_not_found", 1, 4)
    assert "not found" in form.notice.text


def test_not_found_by_holding_enter(make: Make, commands: FakeCommands, qtbot: QtBot) -> None:
    form = make()
    QTest.keyPress(form.not_found, Qt.Key.Key_Return)
    QTest.keyRelease(form.not_found, Qt.Key.Key_Return)
    assert not commands.calls
    with qtbot.waitSignal(form.not_found.held, timeout=4000):
        QTest.keyPress(form.not_found, Qt.Key.Key_Return)
    QTest.keyRelease(form.not_found, Qt.Key.Key_Return)
    assert commands.last[0] == "record_not_found"


def test_everything_tapped_is_as_large_as_a_finger(make: Make, qtbot: QtBot) -> None:
    form = make()
    small = [one.text() for one in form.findChildren(QPushButton) if one.isVisible() and one.height() < TOUCH]
    assert small == []
