"""A desk locks itself, or is locked; what is half done waits for whoever did it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from station.services.events import UnitChanged
from station.views.idle import USUAL
from station.views.signing.card import AWAY, NO_PIN
from station.views.signing.entrance import NO_WAY_BACK
from station.views.signing.locked import LOCKED, LOCKED_AWAY, LOCKED_BY_NAME
from tests.views.desk_fakes import BELLO, FACTS, MOORE, RUIZ
from tests.views.signing_place import UNIT, Place
from tests.views.snapshots import NOW


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Place]:
    made = Place(qtbot)
    yield made
    made.bridge.shutdown()


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
