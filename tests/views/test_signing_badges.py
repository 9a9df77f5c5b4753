"""Badges at a desk, wristbands, and switching from one person to the next."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.views.desk_fakes import BELLO, MOORE, RUIZ
from tests.views.signing_place import BADGE, Place


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Place]:
    made = Place(qtbot)
    yield made
    made.bridge.shutdown()


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
