"""Looking for what takes the focus: Qt and Python see differently whose child a widget is."""

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.views.panel.focus import focus_first, next_by_tab
from tests.views.plain_desk import Desk


def taken_down(one: QWidget) -> None:
    one.hide()
    one.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Words, and two fields."""
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    for one in (QLineEdit(), QLineEdit(), QLabel("Station watches itself")):
        column.addWidget(one)
    made.show()
    return made


def test_looking_for_the_first_to_have_the_focus_ties_nothing_to_what_is_taken_down(window: QWidget) -> None:
    menu = QMenu(window)
    line = menu.addAction("Pause sound")
    (words,) = window.findChildren(QLabel)
    focus_first(words)
    taken_down(words)
    assert shiboken6.isValid(line)
    line.setText("End the pause")


def test_by_tab_goes_round_through_all_and_leaves_each_where_it_is(window: QWidget) -> None:
    beneath, seen = window.findChildren(QWidget), [next_by_tab(window)]
    while seen[-1] is not window:
        seen.append(next_by_tab(seen[-1]))
    assert seen == [*beneath, window]
    assert all(one.parentWidget() is window for one in beneath)
    assert all(one.isVisible() for one in seen)


def test_after_who_watches_has_been_closed_the_menus_of_the_desk_are_whole(desk: Desk) -> None:
    """It has nothing that takes the focus: the window itself came next."""
    sound = desk.shell.navigation.sound
    desk.key("watchers")
    desk.key("back")
    desk.key("help")
    desk.key("back")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [one.text() for one in sound.menu.actions() if shiboken6.isValid(one)]
    assert shiboken6.isValid(sound.menu.pause)
