"""Signing in at a desk: locked, by name or badge and PIN, switching, and locking again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.services.errors import Refused
from station.services.events import UnitChanged
from station.store.rows.people import SignedIn
from station.views import theme as themes
from station.views.bridge import Bridge, DirectBridge
from station.views.idle import USUAL
from station.views.panel.controls import TOUCH
from station.views.shell import DeskShell
from station.views.signing.card import AWAY, CHECKING, NO_PIN, OWN
from station.views.signing.entrance import NO_WAY_BACK, Entrance
from station.views.signing.locked import LOCKED, LOCKED_AWAY, LOCKED_BY_NAME
from station.views.signing.pin_pad import TOO_SHORT
from tests.views.desk_fakes import BELLO, FACTS, HALL, MOORE, RUIZ, FakeCommands, FakeReads, steps, twelve, unit
from tests.views.hands import Hands, KeyClock
from tests.views.snapshots import NOW

UNIT = unit()
BADGE = "B-1003"


class OwnPin(FakeCommands):
    """Whoever signs in here must choose a PIN of his own."""

    @override
    def sign_in(self, staff_id: int, pin: str) -> SignedIn:
        return replace(super().sign_in(staff_id, pin), must_change=True)


class Slow(FakeCommands):
    """Checks a PIN until it is told to have done."""

    def __init__(self) -> None:
        super().__init__()
        self.enough = Event()

    @override
    def sign_in(self, staff_id: int, pin: str) -> SignedIn:
        assert self.enough.wait(5)
        return super().sign_in(staff_id, pin)


class Place:
    """A desk, locked, with a board and a page that has a field."""

    def __init__(self, qtbot: QtBot, bridge: Bridge | None = None, commands: FakeCommands | None = None) -> None:
        self.commands = commands or FakeCommands()
        self.reads = FakeReads(rows=twelve(), steps=steps(), badges={BADGE: RUIZ, "B-1001": MOORE})
        self.bridge = bridge or DirectBridge()
        self.clock = KeyClock()
        self.shell = DeskShell(
            commands=self.commands,
            reads=self.reads,
            bridge=self.bridge,
            now=lambda: NOW,
            theme=themes.load("light"),
            elapsed=self.clock.elapsed,
        )
        self.shell.scanner._moment = self.clock.moment
        qtbot.addWidget(self.shell)
        self.board, self.page = QWidget(), QLineEdit()
        self.shell.add_page("board", "Board", "board", self.board)
        self.shell.add_page("unit", "Unit", "people", _around(self.page))
        self.shell.show_snapshot(UNIT)
        self.shell.entrance.view.show_snapshot(UNIT)
        self.shell.resize(1366, 768)
        self.hands = Hands(qtbot, self.shell, self.shell.scanner, self.clock)

    @property
    def entrance(self) -> Entrance:
        return self.shell.entrance

    @property
    def said(self) -> str:
        return self.entrance.view.card.said.text()

    def key(self, name: str) -> None:
        self.shell.actions_by_name[name].trigger()

    def calls(self, name: str) -> list[tuple[Any, ...]]:
        return [arguments for called, arguments in self.commands.calls if called == name]

    def wait(self, **parts: float) -> None:
        """Time passes at the desk, a second at a time."""
        for _ in range(round(timedelta(**parts).total_seconds())):
            self.clock.at += 1
            self.shell.tick(NOW)


def _around(field: QWidget) -> QWidget:
    made = QWidget()
    field.setParent(made)
    return made


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


# Badges and switching


def test_a_badge_leads_to_the_pin(place: Place) -> None:
    place.hands.scan(BADGE)
    card = place.entrance.view.card
    assert card.isVisible()
    assert card.person == RUIZ
    place.hands.type("2580")
    place.hands.key(Qt.Key.Key_Return)
    assert place.shell.recorder.staff == RUIZ


def test_an_unknown_badge_is_a_sentence(place: Place) -> None:
    place.hands.scan("B-9999")
    assert place.entrance.view.says.text().startswith("This badge is not known here.")
    place.entrance.sign_in()
    place.hands.scan("B-9999")
    assert place.said.startswith("This badge is not known here.")
    place.entrance.view.shut()
    place.shell.recorder.choose(MOORE)
    place.hands.scan("B-9999")
    assert place.shell.panel.notice.text.startswith("This badge is not known here.")
    assert place.shell.recorder.staff == MOORE


def test_anothers_badge_goes_straight_to_his_pin_and_he_who_is_in_stays_until_then(place: Place) -> None:
    place.shell.recorder.choose(MOORE)
    place.hands.scan(BADGE)
    assert place.entrance.view.card.person == RUIZ
    assert not place.shell.navigation.isVisible()
    place.hands.key(Qt.Key.Key_Escape)
    assert place.shell.recorder.staff == MOORE
    assert place.shell.navigation.isVisible()
    place.hands.scan(BADGE)
    place.hands.type("2580")
    place.hands.key(Qt.Key.Key_Return)
    assert place.shell.recorder.staff == RUIZ
    assert place.shell.navigation.isVisible()


def test_ones_own_badge_changes_nothing(place: Place) -> None:
    place.shell.recorder.choose(RUIZ)
    place.hands.scan(BADGE)
    assert place.shell.panel.notice.text == "M. Ruiz is signed in here already."
    assert place.shell.navigation.isVisible()


def test_switching_from_the_name(place: Place) -> None:
    place.shell.recorder.choose(MOORE)
    place.shell.navigation.who.switch.click()
    assert place.entrance.view.card.isVisible()
    place.entrance.view.card.choose(BELLO)
    place.hands.type("2580")
    place.hands.key(Qt.Key.Key_Return)
    assert place.shell.recorder.staff == BELLO


def test_a_wristband_opens_its_patient_and_a_badge_in_the_same_field_does_not(place: Place) -> None:
    place.shell.recorder.choose(MOORE)
    place.shell.navigation.finder.setFocus()
    place.hands.scan("40004")
    assert place.shell.panel.subject == ("patient", 4)
    place.shell.navigation.finder.setFocus()
    place.hands.scan(BADGE)
    assert place.entrance.view.card.person == RUIZ
    assert place.shell.navigation.finder.text() == ""


def test_a_wristband_opens_nobody_on_a_locked_desk(place: Place) -> None:
    place.hands.scan("40004")
    assert place.shell.panel.subject is None
    assert place.entrance.view.says.text().startswith("This badge is not known here.")


# Locking


def test_a_desk_left_alone_locks_itself(place: Place) -> None:
    place.entrance.door.sign_in(MOORE.id, "2580")
    place.wait(minutes=2, seconds=59)
    assert place.shell.recorder.staff == MOORE
    place.wait(seconds=1)
    assert place.shell.recorder.staff is None
    assert place.entrance.view.isVisible()
    assert place.calls("sign_out") == [("nobody touched the desk for 3:00",)]


@pytest.mark.parametrize("sign", ["key", "click", "move"])
def test_anybody_at_the_desk_keeps_it_open(place: Place, sign: str) -> None:
    place.entrance.door.sign_in(MOORE.id, "2580")
    handle = place.shell.windowHandle()
    signs: dict[str, Callable[[], object]] = {
        "key": lambda: place.hands.key(Qt.Key.Key_Down),
        "click": lambda: QTest.mouseClick(handle, Qt.MouseButton.LeftButton),
        "move": lambda: [QTest.mouseMove(handle, QPoint(at, at)) for at in (90, 120)],
    }
    place.wait(minutes=2)
    signs[sign]()
    place.wait(minutes=2)
    assert place.shell.recorder.staff == MOORE


def test_how_long_is_policy(place: Place) -> None:
    signing = FACTS.policy.signing.model_copy(update={"lock_after": timedelta(minutes=1)})
    place.reads.held = replace(FACTS, policy=FACTS.policy.model_copy(update={"signing": signing}))
    place.bridge.publish([UnitChanged()])
    place.entrance.door.sign_in(MOORE.id, "2580")
    place.wait(seconds=60)
    assert place.shell.recorder.staff is None
    assert timedelta(minutes=3) == USUAL == FACTS.policy.signing.lock_after


def test_a_clock_that_runs_fast_locks_nobody_out(place: Place) -> None:
    place.entrance.door.sign_in(MOORE.id, "2580")
    for minute in range(60):
        place.shell.tick(NOW + timedelta(minutes=minute))
    assert place.shell.recorder.staff == MOORE


def test_half_a_pin_does_not_wait_for_the_next_one(place: Place) -> None:
    place.entrance.view.ask_pin(RUIZ)
    place.hands.type("25")
    place.wait(minutes=3)
    assert not place.entrance.view.card.isVisible()
    place.entrance.view.ask_pin(RUIZ)
    assert place.entrance.view.card.pad.typed == 0


def test_by_hand_with_the_button_and_the_key(place: Place) -> None:
    place.entrance.door.sign_in(MOORE.id, "2580")
    place.shell.navigation.who.lock.click()
    assert place.entrance.view.isVisible()
    place.entrance.door.sign_in(MOORE.id, "2580")
    place.key("lock")
    assert place.calls("sign_out") == [("locked by hand",)] * 2


def test_while_the_record_is_away_a_lock_is_told_what_it_means(place: Place) -> None:
    """A desk that is locked then can be opened by nobody, and what is seen cannot be kept anywhere."""
    place.entrance.door.sign_in(MOORE.id, "2580")
    place.entrance.set_away(away=True)
    place.key("lock")
    assert place.shell.recorder.staff == MOORE
    assert place.shell.panel.notice.text == NO_WAY_BACK
    place.key("lock")
    assert place.shell.recorder.staff is None
    assert place.entrance.view.says.text() == LOCKED_AWAY
    place.entrance.set_away(away=False)
    assert place.entrance.view.says.text() == LOCKED


def test_while_the_record_is_away_whoever_would_sign_in_is_told_before_he_tries(place: Place) -> None:
    place.entrance.door.sign_in(MOORE.id, "2580")
    place.entrance.set_away(away=True)
    place.key("who")
    card = place.entrance.view.card
    assert card.asks.text() == AWAY
    card.choose(RUIZ)
    assert card.asks.text() == AWAY
    card.close_card()
    assert place.shell.recorder.staff == MOORE
    assert place.entrance.is_open


def test_at_a_desk_started_without_its_record_a_name_is_chosen_and_no_pin_asked(place: Place) -> None:
    place.entrance.set_away(away=True, by_name=True)
    assert place.entrance.view.says.text() == LOCKED_BY_NAME
    place.key("who")
    card = place.entrance.view.card
    assert (card.asks.text(), card.pad.isHidden(), card.without.isEnabled()) == (NO_PIN, True, False)
    assert card.title.text() == "Choose your name"
    card.choose(MOORE)
    assert card.without.height() >= 44
    card.without.click()
    assert place.calls("sign_in") == [(MOORE.id, "")]
    assert place.shell.recorder.staff == MOORE
    place.key("lock")
    assert place.shell.recorder.staff is None, "he can come back in, so nothing is asked"
    place.entrance.set_away(away=False)
    place.key("who")
    assert (card.pad.isHidden(), card.without.isHidden()) == (False, True)


def test_somebody_who_has_left_the_unit_is_signed_out(place: Place) -> None:
    place.entrance.door.sign_in(MOORE.id, "2580")
    place.reads.held = replace(FACTS, staff=(RUIZ,))
    place.bridge.publish([UnitChanged()])
    assert place.shell.recorder.staff is None
    assert place.calls("sign_out") == [("does not work here any more",)]


# What is half done


def _note(place: Place) -> QLineEdit:
    place.shell.open_bed(24)
    return place.shell.panel.findChildren(QLineEdit)[0]


def test_what_is_half_written_waits_for_whoever_wrote_it(place: Place) -> None:
    place.shell.recorder.choose(RUIZ)
    field = _note(place)
    field.setFocus()
    place.hands.type("40 118")
    place.key("lock")
    assert place.shell.panel.content is None
    place.entrance.door.sign_in(BELLO.id, "2580")
    assert place.shell.panel.content is None
    assert not field.isVisible()
    place.shell.open_bed(24)
    assert place.shell.panel.findChildren(QLineEdit)[-1].text() == ""
    place.entrance.door.sign_in(RUIZ.id, "2580")
    assert place.shell.panel.subject == ("bed", 24)
    assert field.isVisible()
    assert field.text() == "40 118"


def test_what_is_set_aside_is_kept_too(place: Place) -> None:
    place.shell.recorder.choose(RUIZ)
    field = _note(place)
    field.setFocus()
    place.hands.type("40 118")
    place.shell.open_bed(4)
    place.key("lock")
    place.entrance.door.sign_in(RUIZ.id, "2580")
    assert place.shell.panel.subject == ("patient", 4)
    place.shell.open_bed(24)
    assert field.isVisible()


def test_fields_of_the_pages_are_emptied_for_the_next_one(place: Place) -> None:
    place.shell.recorder.choose(RUIZ)
    place.shell.show_page("unit")
    place.page.setFocus()
    place.hands.type("half a word")
    place.entrance.door.sign_in(BELLO.id, "2580")
    assert place.page.text() == ""
    place.entrance.door.sign_in(RUIZ.id, "2580")
    assert place.page.text() == "half a word"


def test_a_patient_who_left_meanwhile_is_said_to_be_gone(place: Place) -> None:
    place.shell.recorder.choose(RUIZ)
    place.shell.open_bed(4)
    place.key("lock")
    emptied = tuple(replace(one, patient=None) if one.bed_id == 4 else one for one in UNIT.beds)
    place.shell.show_snapshot(replace(UNIT, beds=emptied))
    assert place.shell.panel.notice.text == ""
    place.entrance.door.sign_in(RUIZ.id, "2580")
    assert place.shell.panel.notice.text == "1204 · Nowak, Will is no longer on the unit."


def test_a_sentence_said_to_one_is_not_read_by_the_next(place: Place) -> None:
    place.shell.recorder.choose(RUIZ)
    place.shell.say("Will Nowak is discharged.")
    place.entrance.door.sign_in(BELLO.id, "2580")
    assert place.shell.panel.isHidden()
    assert place.shell.panel.notice.text == ""


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
