"""A scanner types like a keyboard, only faster: it is told from a person, and leaves every field as it was."""

import pytest
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.views.actions import Letter
from station.views.scanner import GAP_S, Scanner, stamped
from station.views.signing.pin_pad import PinPad
from tests.views.hands import Hands, KeyClock

BADGE = "B-1004"


class Plain(QWidget):
    """Something that is no field: keys are commands to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.keys: list[str] = []
        self.moves_to: QWidget | None = None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.text())
        if self.moves_to is not None:
            self.moves_to.setFocus()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.text() != "B":  # Qt lets the release of a shortcut's key through
            self.keys.append(f"{event.text()} up")


class Room(QWidget):
    """A window with one of everything a scan could hit."""

    def __init__(self, clock: KeyClock) -> None:
        super().__init__()
        self.scans: list[str] = []
        self.done: list[str] = []
        self.line, self.note, self.choice = QLineEdit(), QPlainTextEdit(), QComboBox()
        self.choice.addItems(["Antechamber", "Bathroom", "Bedroom"])
        self.plain, self.press, self.pad = Plain(), QPushButton("B"), PinPad()
        column = QVBoxLayout(self)
        for one in (self.line, self.note, self.choice, self.plain, self.press, self.pad):
            column.addWidget(one)
        self.scanner = Scanner(clock.moment, self)
        self.scanner.scanned.connect(self._scanned)
        self.line.returnPressed.connect(self._entered)
        self.press.clicked.connect(self._entered)
        self.pad.entered.connect(self._pin)
        accept = QAction("Accept", self)
        accept.setShortcut("B")
        self.addAction(accept)
        self.letter = Letter(accept, self._accept, self.scanner.when_settled)

    def _accept(self) -> None:
        self.done.append("accepted")

    @Slot()
    def _entered(self) -> None:
        self.done.append("entered")

    @Slot(str)
    def _pin(self, pin: str) -> None:
        self.done.append(f"PIN of {len(pin)}")

    @Slot(str)
    def _scanned(self, text: str) -> None:
        self.scans.append(text)


@pytest.fixture
def clock() -> KeyClock:
    return KeyClock()


@pytest.fixture
def room(qtbot: QtBot, clock: KeyClock) -> Room:
    made = Room(clock)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def hands(qtbot: QtBot, room: Room, clock: KeyClock) -> Hands:
    made = Hands(qtbot, room, room.scanner, clock)
    room.scanner.watch(room.windowHandle())
    return made


def test_a_scan_is_heard_wherever_the_focus_is(room: Room, hands: Hands) -> None:
    for one in (room.line, room.note, room.choice, room.plain, room.press, room.pad):
        one.setFocus()
        hands.scan(BADGE)
    hands.rest()
    assert room.scans == [BADGE] * 6
    assert room.done == []


def test_a_scan_in_the_middle_of_a_note_leaves_the_note_as_it_was(room: Room, hands: Hands) -> None:
    room.note.setFocus()
    hands.type("paces the hall")
    cursor = room.note.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(9, QTextCursor.MoveMode.KeepAnchor)
    room.note.setTextCursor(cursor)
    hands.scan(BADGE)
    assert room.note.toPlainText() == "paces the hall"
    after = room.note.textCursor()
    assert (after.anchor(), after.position()) == (5, 9)
    assert room.note.document().isModified()
    room.note.undo()
    assert BADGE not in room.note.toPlainText()
    hands.type("r")
    assert room.note.toPlainText() == "pacesr hall"


def test_a_scan_in_the_middle_of_a_line_leaves_it_as_it_was(room: Room, hands: Hands) -> None:
    room.line.setFocus()
    hands.type("1204")
    room.line.setCursorPosition(2)
    hands.scan(BADGE)
    assert (room.line.text(), room.line.cursorPosition(), room.line.isModified()) == ("1204", 2, True)
    assert room.done == []
    hands.key(Qt.Key.Key_Return)
    assert room.done == ["entered"]


def test_a_selection_that_a_scan_would_have_replaced_is_there_again(room: Room, hands: Hands) -> None:
    room.line.setText("Maria Ames")
    room.line.setFocus()
    room.line.setSelection(6, 4)
    hands.scan(BADGE)
    assert (room.line.text(), room.line.selectedText(), room.line.isModified()) == ("Maria Ames", "Ames", False)


def test_slow_typing_is_never_a_scan(room: Room, hands: Hands) -> None:
    room.line.setFocus()
    for gap in (0.036, 0.060, 0.120, 0.400):
        room.line.clear()
        hands.type(BADGE, gap=gap)
        hands.key(Qt.Key.Key_Return, after=gap)
        assert room.line.text() == BADGE
    assert room.scans == []
    assert room.done == ["entered"] * 4


@pytest.mark.parametrize("gaps", [(0.01, 0.01, 0.01, 0.036, 0.01), (0.01, 0.01, 0.01, 0.01, 0.036)])
def test_one_slow_key_makes_it_typing(room: Room, hands: Hands, gaps: tuple[float, ...]) -> None:
    room.line.setFocus()
    hands.key("1")
    for letter, gap in zip("204", gaps, strict=False):
        hands.key(letter, after=gap)
    hands.key("9", after=gaps[3])
    hands.key(Qt.Key.Key_Return, after=gaps[4])
    assert room.scans == []
    assert room.line.text() == "12049"


def test_three_fast_keys_are_a_persons(room: Room, hands: Hands) -> None:
    room.line.setFocus()
    hands.scan("123")
    assert (room.scans, room.line.text(), room.done) == ([], "123", ["entered"])


def test_words_typed_before_a_scan_are_kept(room: Room, hands: Hands) -> None:
    room.line.setFocus()
    hands.type("Going to loo")
    hands.key("k", after=GAP_S + 0.001)
    hands.scan(BADGE)
    assert (room.line.text(), room.scans) == ("Going to look", [BADGE])


def test_keys_that_are_commands_are_no_commands_in_a_scan(room: Room, hands: Hands) -> None:
    room.plain.setFocus()
    hands.scan("B123")
    hands.rest()
    assert (room.scans, room.done, room.plain.keys) == (["B123"], [], [])


def test_a_letter_that_is_a_shortcut_does_its_deed_when_a_person_types_it(room: Room, hands: Hands) -> None:
    room.plain.setFocus()
    hands.key("b")
    assert room.done == []
    hands.rest()
    assert room.done == ["accepted"]


def test_keys_that_wait_come_through_once_and_in_order(room: Room, hands: Hands) -> None:
    room.plain.setFocus()
    for letter in "12":
        hands.key(letter, after=0.01)
    hands.rest()
    assert room.plain.keys == ["1", "1 up", "2", "2 up"]
    hands.key("3")
    hands.key(Qt.Key.Key_Return)
    assert [one for one in room.plain.keys if not one.endswith("up")] == ["1", "2", "3", "\r"]


def test_keys_that_wait_follow_the_focus_to_a_field(room: Room, hands: Hands) -> None:
    room.plain.moves_to = room.line
    room.plain.setFocus()
    hands.type("xy", gap=0.030)
    hands.rest()
    assert (room.plain.keys, room.line.text()) == (["x"], "y")


def test_a_scanner_that_ends_without_enter_does_no_deeds(room: Room, hands: Hands) -> None:
    room.plain.setFocus()
    hands.type("B1234", gap=Hands.FAST)
    hands.rest()
    assert (room.scans, room.done, room.plain.keys) == ([], [], [])


def test_an_enter_that_a_scanner_sends_late_presses_nothing(room: Room, hands: Hands) -> None:
    room.plain.setFocus()
    hands.type("B1234", gap=Hands.FAST)
    hands.rest()
    hands.key(Qt.Key.Key_Return, after=0.080)
    assert (room.done, room.plain.keys) == ([], [])
    hands.key(Qt.Key.Key_Return)
    assert room.plain.keys == ["\r", "\r up"]


def test_a_scan_in_the_middle_of_a_pin_is_no_part_of_it(room: Room, hands: Hands) -> None:
    room.pad.setFocus()
    hands.type("25")
    hands.scan("1004")
    assert room.pad.typed == 2
    hands.type("80")
    hands.key(Qt.Key.Key_Return)
    assert room.done == ["PIN of 4"]


def test_a_choice_does_not_jump_to_what_a_badge_begins_with(room: Room, hands: Hands) -> None:
    room.choice.setFocus()
    hands.scan("BEDR77")
    hands.rest()
    assert room.choice.currentText() == "Antechamber"


def test_two_scans_one_after_the_other_are_two(room: Room, hands: Hands) -> None:
    room.line.setFocus()
    hands.scan(BADGE)
    hands.scan("B-1005")
    assert (room.scans, room.line.text()) == ([BADGE, "B-1005"], "")


def test_the_display_servers_stamp_counts_where_there_is_one() -> None:
    moment = stamped(lambda: 7.0)
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1")
    assert moment(event) == 7.0
    event.setTimestamp(2500)
    assert moment(event) == 2.5
