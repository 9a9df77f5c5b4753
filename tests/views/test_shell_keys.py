"""Keys of the desk's window, and finding a bed."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.views.actions import KEYS
from station.views.panel.controls import TOUCH
from station.views.panel.level import LevelForm
from tests.views.desk_fakes import RUIZ, unit
from tests.views.plain_desk import Desk


def test_pages_by_their_numbers(desk: Desk) -> None:
    for action in desk.shell.actions():
        if action.shortcut() == QKeySequence("Ctrl+2"):
            action.trigger()
    assert desk.shell.stack.currentIndex() == 1


def test_the_keys_do_what_the_list_says(desk: Desk) -> None:
    assert set(desk.shell.actions_by_name) == {key.name for key in KEYS}
    desk.shell.recorder.choose(RUIZ)
    desk.key("record")
    assert desk.shell.focusWidget() is desk.shell.navigation.finder
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    desk.key("level")
    assert isinstance(panel.form, LevelForm)
    desk.key("back")
    assert panel.form is None
    desk.key("level")
    desk.key("record")
    assert panel.form is None
    assert desk.shell.focusWidget() is panel.record.places.buttons()[0]
    desk.key("back")
    assert desk.shell.panel.isHidden()
    desk.key("help")
    assert desk.shell.panel.isVisible()
    desk.key("alert")
    desk.key("accept")
    assert desk.commands.last[0] == "accept_alert"


def test_typing_a_letter_into_a_field_is_no_command(desk: Desk) -> None:
    desk.shell.activateWindow()
    desk.shell.navigation.finder.setFocus()
    QTest.keyClicks(desk.shell.navigation.finder, "ar")
    assert desk.shell.navigation.finder.text() == "ar"
    assert not desk.commands.calls


@pytest.mark.parametrize(("typed", "bed_id"), [("1204", 4), ("gse", 10), ("okafor", 5), ("40 006", 6), ("40010", 10)])
def test_finding_a_bed_by_what_one_knows(desk: Desk, typed: str, bed_id: int) -> None:
    assert desk.shell.navigation.finder.first_match(typed) == bed_id


def test_finding_opens_and_a_miss_says_so(desk: Desk) -> None:
    finder = desk.shell.navigation.finder
    QTest.keyClicks(finder, "1206")
    QTest.keyClick(finder, Qt.Key.Key_Return)
    assert desk.shell.panel.subject == ("patient", 6)
    assert finder.text() == ""
    QTest.keyClicks(finder, "9999")
    QTest.keyClick(finder, Qt.Key.Key_Return)
    assert "fits what was typed" in finder.toolTip()
    assert finder.text() == "9999"


def test_a_miss_is_said_of_what_stands_there_and_of_nothing_else(desk: Desk) -> None:
    """A badge that was scanned into it is taken out again, and the field was marked for the rest of the shift."""
    finder = desk.shell.navigation.finder
    for changed in (finder.clear, partial(QTest.keyClick, finder, Qt.Key.Key_Backspace)):
        finder.setText("B-9999")
        QTest.keyClick(finder, Qt.Key.Key_Return)
        assert finder.property("wrong") == "true"
        changed()
        assert finder.property("wrong") == "false"
        assert "fits" not in finder.toolTip()


def find(desk: Desk, typed: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    finder = desk.shell.navigation.finder
    finder.setFocus()
    QTest.keyClicks(finder, typed)
    QTest.keyClick(QApplication.focusWidget() or finder, Qt.Key.Key_Return, keys)


def test_with_shift_his_page_is_found(desk: Desk) -> None:
    pages = list[int]()
    desk.shell.page_of_patient_wanted.connect(pages.append)
    find(desk, "1206", Qt.KeyboardModifier.ShiftModifier)
    assert (pages, desk.shell.panel.subject) == ([6], None)
    assert desk.shell.navigation.finder.text() == ""
    find(desk, "1206")
    assert (pages, desk.shell.panel.subject) == ([6], ("patient", 6))


def test_where_pages_of_patients_are_shown_a_bed_that_is_found_opens_one(desk: Desk) -> None:
    pages = list[int]()
    desk.shell.page_of_patient_wanted.connect(pages.append)
    desk.shell.navigation.finder.to_pages = True
    find(desk, "1206")
    assert pages == [6]
    empty = next(one.label for one in unit().beds if one.patient is None)
    find(desk, empty, Qt.KeyboardModifier.ShiftModifier)
    assert pages == [6]
    assert desk.shell.panel.subject is not None


def test_found_once_more_keys_go_to_the_patient_and_not_into_the_field(desk: Desk) -> None:
    """Else the letter that opens his level would be looked for."""
    shell = desk.shell
    for _ in range(2):
        shell.navigation.finder.setFocus()
        QTest.keyClicks(shell.navigation.finder, "1204")
        QTest.keyClick(shell.navigation.finder, Qt.Key.Key_Return)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert shell.panel.isAncestorOf(focused)


def test_whoever_comes_finds_keys_going_to_the_window(desk: Desk) -> None:
    """What whoever was here had open goes with him, and the focus with it."""
    shell = desk.shell
    shell.open_bed(4)
    shell.navigation.finder.setFocus()
    shell.panel.back()
    shell.recorder.choose(RUIZ)
    assert not shell.navigation.finder.hasFocus()


def test_the_beds_that_are_found_have_lines_for_a_finger(desk: Desk) -> None:
    finder = desk.shell.navigation.finder
    popup = finder.completer().popup()
    assert popup is not None
    QTest.keyClicks(finder, "12")
    assert popup.sizeHintForRow(0) >= TOUCH


def test_a_desk_begins_with_its_page_so_that_letters_are_keys(desk: Desk) -> None:
    assert desk.shell.focusWidget() is desk.shell.stack
