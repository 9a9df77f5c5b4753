"""Once the side panel is closed, letters are commands again: the focus is where it was on the page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.views.desk_fakes import RUIZ
from tests.views.plain_desk import Desk


@pytest.fixture
def button(desk: Desk, qtbot: QtBot) -> QPushButton:
    """Something on the page that takes the focus."""
    desk.shell.recorder.choose(RUIZ)
    made, page = QPushButton("1204"), desk.shell.stack.currentWidget()
    assert page is not None
    QVBoxLayout(page).addWidget(made)
    with qtbot.waitActive(desk.shell):
        desk.shell.activateWindow()
    return made


def focused() -> QWidget | None:
    return QApplication.focusWidget()


def test_it_goes_back_to_what_asked(desk: Desk, button: QPushButton) -> None:
    button.setFocus()
    desk.shell.open_bed(4)
    here = focused()
    assert here is not None
    assert desk.shell.panel.isAncestorOf(here)
    desk.key("back")
    assert focused() is button


def test_one_patient_after_the_other_and_it_still_goes_back(desk: Desk, button: QPushButton) -> None:
    button.setFocus()
    desk.shell.open_bed(4)
    desk.shell.open_bed(5)
    desk.key("watchers")
    desk.key("back")
    assert focused() is button


def test_found_by_number_it_goes_to_the_page_and_not_back_into_the_field(desk: Desk, button: QPushButton) -> None:
    finder = desk.shell.navigation.finder
    desk.key("find")
    QTest.keyClicks(finder, "1204")
    finder.returnPressed.emit()
    desk.key("back")
    assert focused() is desk.shell.stack.currentWidget()
    assert not finder.hasFocus()


def test_what_asked_has_gone_meanwhile(desk: Desk, button: QPushButton) -> None:
    button.setFocus()
    desk.shell.open_bed(4)
    button.hide()
    desk.key("back")
    assert focused() is desk.shell.stack.currentWidget()


def test_another_page_is_shown_meanwhile(desk: Desk, button: QPushButton) -> None:
    button.setFocus()
    desk.shell.open_bed(4)
    desk.shell.show_page("unit")
    desk.shell.panel.shut()
    assert focused() is desk.shell.stack.currentWidget()
    assert not desk.shell.navigation.finder.hasFocus()


def test_what_has_nothing_to_focus_leaves_it_on_the_page(desk: Desk, button: QPushButton) -> None:
    button.setFocus()
    desk.shell.open_bed(4)
    desk.key("help")
    assert focused() is button


def test_a_form_of_a_patient_that_is_done_leaves_it_in_his_panel(desk: Desk, button: QPushButton, qtbot: QtBot) -> None:
    button.setFocus()
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    desk.key("level")
    form = panel.form
    assert form is not None
    form.show()  # as the next turn of the loop does
    desk.key("back")
    here = focused()
    assert here is not None
    assert panel.isAncestorOf(here)
    assert here.isVisible()


def test_what_hides_itself_on_a_page_leaves_it_on_the_page(desk: Desk, button: QPushButton) -> None:
    button.setFocus()
    button.hide()
    assert focused() is desk.shell.stack.currentWidget()


def test_tab_goes_on_as_ever(desk: Desk, button: QPushButton) -> None:
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert focused() not in (None, button)
    QTest.keyClick(focused() or button, Qt.Key.Key_Backtab)
    assert focused() is button
