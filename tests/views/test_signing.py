"""Signing in at a desk: locked, by name and PIN, and the first administrator."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from station.services.errors import Refused
from station.views import theme as themes
from station.views.bridge import Bridge, DirectBridge
from station.views.panel.controls import TOUCH
from station.views.shell import DeskShell
from station.views.signing.card import CHECKING, OWN
from station.views.signing.locked import LOCKED
from station.views.signing.pin_pad import TOO_SHORT
from tests.views.desk_fakes import BELLO, FACTS, HALL, MOORE, RUIZ, FakeCommands, FakeReads
from tests.views.signing_place import UNIT, OwnPin, Place, Slow
from tests.views.snapshots import NOW


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Place]:
    made = Place(qtbot)
    yield made
    made.bridge.shutdown()


# The locked desk


def test_a_desk_begins_locked_and_shows_the_board_of_the_wall(place: Place) -> None:
    view = place.entrance.view
    assert view.isVisible()
    assert not place.shell.navigation.isVisible()
    assert not place.shell.strip.isVisible()
    assert set(view.board.grid.cards) == {bed.bed_id for bed in UNIT.beds}
    assert view.says.text() == LOCKED
    words = " ".join(one.text() for one in view.findChildren(QLabel) if one.isVisible())
    assert "Nowak" not in words
    assert "Will" not in words


def test_a_locked_desk_has_one_thing_to_press(place: Place) -> None:
    shown = [one for one in place.shell.findChildren(QAbstractButton) if one.isVisible()]
    assert shown == [place.entrance.view.sign_in]


def test_no_key_but_those_for_signing_in_works_on_a_locked_desk(place: Place) -> None:
    working = [one.shortcut().toString() for one in place.shell.actions() if one.isEnabled()]
    assert working == ["Ctrl+P"]
    for key in ("a", "r", "l", "o"):
        place.hands.key(key)
        place.hands.rest()
        QTest.keyClick(place.shell, Qt.Key.Key_Escape)
        place.entrance.view.shut()
    assert place.commands.calls == []
    assert place.shell.panel.isHidden()


def test_alerts_go_on_being_shown_and_flashing_on_a_locked_desk(place: Place, qtbot: QtBot) -> None:
    view = place.entrance.view
    assert len(UNIT.alerts) > 0
    assert view.board.flashing
    with qtbot.waitSignal(view.flash_wanted) as wanted:
        view.show_snapshot(replace(UNIT, alerts=(), beds=()))
    assert wanted.args == [False]
    place.entrance.sign_in()
    card, rail = view.card.geometry(), view.board.rail.geometry()
    assert not card.intersects(rail)


def test_menus_that_stand_open_close_when_the_desk_locks(place: Place) -> None:
    place.shell.recorder.choose(MOORE)
    menu = QMenu(place.shell)
    menu.addAction("Something")
    menu.popup(place.shell.pos())
    assert menu.isVisible()
    place.key("lock")
    assert not menu.isVisible()


# Signing in


def test_a_name_is_typed_and_a_pin(place: Place) -> None:
    place.hands.key(Qt.Key.Key_Return)
    place.hands.type("ruiz")
    assert place.entrance.view.card.people.names() == ["M. Ruiz · charge nurse"]
    place.hands.key(Qt.Key.Key_Return)
    place.hands.type("2580")
    place.hands.key(Qt.Key.Key_Return)
    assert place.commands.calls == [("sign_in", (RUIZ.id, "2580"))]
    assert place.shell.recorder.staff == RUIZ
    assert place.shell.navigation.isVisible()
    assert place.shell.navigation.who.name.text() == "M. Ruiz"


def test_a_letter_on_the_locked_board_begins_the_name(place: Place) -> None:
    place.hands.type("b")
    card = place.entrance.view.card
    assert card.isVisible()
    assert card.people.search.text() == "b"
    assert card.people.search.hasFocus()
    place.hands.type("ello")
    assert card.people.names() == ["K. Bello · nurse"]


def test_by_finger_alone(place: Place) -> None:
    place.entrance.view.sign_in.click()
    card = place.entrance.view.card
    item = card.people.list.item(0)
    QTest.mouseClick(
        card.people.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=card.people.list.visualItemRect(item).center(),
    )
    assert card.person == MOORE
    for digit in "1357":
        card.pad.digits[digit].click()
    card.pad.enter.click()
    assert place.calls("sign_in") == [(MOORE.id, "1357")]


def test_everything_to_tap_is_large_enough(place: Place) -> None:
    place.entrance.view.ask_pin(RUIZ)
    QApplication.processEvents()
    card = place.entrance.view.card
    small = [
        one.accessibleName()
        for one in card.findChildren(QAbstractButton)
        if one.isVisible() and min(one.width(), one.height()) < TOUCH and one.parent() is not card.people.search
    ]
    assert small == []
    assert card.people.list.visualItemRect(card.people.list.item(0)).height() >= TOUCH


def test_the_pin_is_never_text(place: Place) -> None:
    place.entrance.view.ask_pin(RUIZ)
    place.hands.type("2580")
    card = place.entrance.view.card
    assert card.pad.dots.text() == "● ● ● ●"
    shown = [one.text() for one in place.shell.findChildren(QLabel)] + [card.pad.accessibleName()]
    assert not any("2580" in one for one in shown)
    assert card.pad.dots.accessibleName() == "PIN, 4 digits typed"
    place.hands.key(Qt.Key.Key_Backspace)
    assert card.pad.typed == 3
    place.hands.type("123456789")
    assert card.pad.typed == 8


def test_a_wrong_pin_is_said_and_gone_at_once(place: Place) -> None:
    sentence = "This is not the PIN of M. Ruiz. 4 tries are left; then nobody signs in as M. Ruiz for 5:00."
    place.commands.errors = [Refused(sentence)]
    place.entrance.view.ask_pin(RUIZ)
    place.hands.type("1111")
    place.hands.key(Qt.Key.Key_Return)
    assert place.said == sentence
    assert place.entrance.view.card.pad.typed == 0
    assert place.shell.recorder.staff is None
    place.hands.type("2580")
    place.hands.key(Qt.Key.Key_Return)
    assert place.shell.recorder.staff == RUIZ


def test_a_pin_that_can_be_none_is_not_tried(place: Place) -> None:
    place.entrance.view.ask_pin(RUIZ)
    place.hands.type("25")
    place.hands.key(Qt.Key.Key_Return)
    assert place.said == TOO_SHORT
    assert place.commands.calls == []


def test_while_a_pin_is_checked_nothing_else_is_tried(qtbot: QtBot) -> None:
    slow = Slow()
    place = Place(qtbot, bridge=Bridge(), commands=slow)
    qtbot.waitUntil(lambda: place.shell.desk() is not None)
    place.entrance.view.ask_pin(RUIZ)
    card = place.entrance.view.card
    place.hands.type("2580")
    place.hands.key(Qt.Key.Key_Return)
    assert place.said == CHECKING
    assert not card.pad.isEnabled()
    assert not card.close_button.isEnabled()
    card.choose(BELLO)
    assert card.person == RUIZ
    card.close_card()
    assert card.isVisible()
    slow.enough.set()
    qtbot.waitUntil(lambda: place.shell.recorder.staff == RUIZ)
    place.bridge.shutdown()


def test_locked_while_the_pin_was_checked_nobody_is_in(qtbot: QtBot) -> None:
    slow = Slow()
    place = Place(qtbot, bridge=Bridge(), commands=slow)
    qtbot.waitUntil(lambda: place.shell.desk() is not None)
    place.entrance.door.sign_in(RUIZ.id, "2580")
    place.entrance.door.lock("locked by hand")
    slow.enough.set()
    qtbot.waitUntil(lambda: len(place.calls("sign_out")) == 2)
    assert place.shell.recorder.staff is None
    assert place.entrance.view.isVisible()
    place.bridge.shutdown()


def test_a_pin_set_by_another_is_changed_at_once(qtbot: QtBot) -> None:
    place = Place(qtbot, commands=OwnPin())
    place.entrance.view.ask_pin(RUIZ)
    place.hands.type("1357")
    place.hands.key(Qt.Key.Key_Return)
    card = place.entrance.view.card
    assert card.asks.text() == OWN
    assert place.shell.recorder.staff is None
    for pin in ("2580", "2581"):
        place.hands.type(pin)
        place.hands.key(Qt.Key.Key_Return)
    assert place.said == "The two are not the same. Type both again."
    for _ in range(2):
        place.hands.type("2580")
        place.hands.key(Qt.Key.Key_Return)
    assert place.calls("change_pin") == [(RUIZ.id, "1357", "2580")]
    assert place.shell.recorder.staff == RUIZ
    assert place.entrance.door._first_pin == ""
    place.bridge.shutdown()


def test_who_does_not_choose_a_pin_of_his_own_is_out_again(qtbot: QtBot) -> None:
    place = Place(qtbot, commands=OwnPin())
    place.entrance.view.ask_pin(RUIZ)
    place.hands.type("1357")
    place.hands.key(Qt.Key.Key_Return)
    place.hands.key(Qt.Key.Key_Escape)
    assert place.calls("sign_out") == [("did not choose a PIN of his own",)]
    assert place.shell.recorder.staff is None
    assert not place.entrance.view.card.isVisible()
    place.bridge.shutdown()


def test_those_who_signed_in_last_stand_first(place: Place, qtbot: QtBot) -> None:
    card = place.entrance.view.card
    assert card.people.names()[0] == "J. Moore · tech"
    with qtbot.waitSignal(place.entrance.lately_changed) as lately:
        place.entrance.door.sign_in(RUIZ.id, "2580")
    assert lately.args == [(RUIZ.id,)]
    place.key("lock")
    place.entrance.sign_in()
    assert card.people.names()[:2] == ["M. Ruiz · charge nurse", "J. Moore · tech"]


# The first administrator


def test_a_unit_without_an_administrator_asks_for_one_before_anything_else(qtbot: QtBot) -> None:
    bridge = DirectBridge()
    reads = FakeReads(first_needed=True)
    commands = FakeCommands(errors=[Refused("A PIN of one digit over and over is guessed at once. Choose another.")])
    shell = DeskShell(commands=commands, reads=reads, bridge=bridge, now=lambda: NOW, theme=themes.load("light"))
    qtbot.addWidget(shell)
    shell.show()
    first = shell.entrance.view.first
    assert first.isVisible()
    shell.entrance.sign_in()
    assert not shell.entrance.view.card.isVisible()
    first.submit()
    assert first.fields.name.problem
    first.fields.name.editor.setText("A. Hall")
    for pin in ("1111", "2580"):
        for one in (first.fields.pin, first.fields.again):
            one.editor.setText(pin)
        reads.held = replace(FACTS, staff=(*FACTS.staff, HALL))
        first.submit()
    assert commands.calls == [("create_first_administrator", ("A. Hall", pin)) for pin in ("1111", "2580")]
    assert not first.isVisible()
    assert shell.entrance.view.card.person == HALL
    bridge.shutdown()
