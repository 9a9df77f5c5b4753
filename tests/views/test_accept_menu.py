"""What one will do about an alert is asked with the alert's name over it: a key opens it, and no place says which."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QWidgetAction
from pytestqt.qtbot import QtBot

from station.views import fonts
from station.views.accept_which import Which, which_of
from station.views.accepting import AcceptForm
from station.views.menu_words import headline
from tests.views.desk_fakes import RUIZ
from tests.views.plain_desk import UNIT, Desk
from tests.views.snapshots import technical

LAPSED = next(one for one in UNIT.alerts if one.bed == "1210")
LATE = tuple(one for one in UNIT.alerts if one.kind == "check" and one.bed != "1210")
WHO = next(bed.patient for bed in UNIT.beds if bed.label == "1210")


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk(qtbot)
    made.shell.recorder.choose(RUIZ)
    return made


def stands_over(menu: QMenu) -> list[str]:
    """The words above the first that can be chosen."""
    first = menu.actions()[0]
    box = first.defaultWidget() if isinstance(first, QWidgetAction) else None
    return [] if box is None else [one.text() for one in box.findChildren(QLabel)]


def test_by_the_key_the_menu_says_whose_alert_and_what(desk: Desk) -> None:
    assert WHO is not None
    desk.key("accept")
    assert stands_over(desk.menu) == ["1210 · check lapsed", f"{WHO.family}, {WHO.given}"]
    assert desk.menu.accessibleName() == (f"Accept 1210 · check lapsed, {WHO.family}, {WHO.given}: what will you do?")


def test_what_stands_over_it_is_no_stop_and_enter_takes_the_first_words(desk: Desk) -> None:
    desk.key("accept")
    QTest.keyClick(desk.menu, Qt.Key.Key_Up)
    assert desk.menu.activeAction().text() == "In other words…"
    QTest.keyClick(desk.menu, Qt.Key.Key_Down)
    QTest.keyClick(desk.menu, Qt.Key.Key_Return)
    assert desk.commands.calls == [("accept_alert", (RUIZ.id, LAPSED.id, "Going now"))]


def test_of_a_round_it_says_the_beds_and_in_other_words_too(desk: Desk) -> None:
    desk.shell.accept_alerts(tuple(one.id for one in LATE))
    title, about = stands_over(desk.menu)
    assert title == f"Late round · {len(LATE)} patients"
    assert all(one.bed is not None and one.bed in about for one in LATE)
    desk.say("In other words…")
    (form,) = desk.shell.panel.findChildren(AcceptForm)
    assert (form.which.text(), form.about.text()) == (title, about)
    assert not form.which.isHidden()


def test_the_next_one_has_its_own_words(desk: Desk) -> None:
    desk.key("accept")
    desk.menu.close()
    desk.shell.accept_alerts((LATE[0].id,))
    assert stands_over(desk.menu)[0] == f"{LATE[0].bed} · check late"


def test_of_station_itself_it_says_what_is_wrong_and_names_nobody() -> None:
    words = "No sound on Desk 1. Plug the loudspeaker in."
    snapshot = replace(UNIT, alerts=(technical(7, words),))
    assert which_of((7,), snapshot) == Which("No sound on Desk 1", "")
    assert which_of((8,), snapshot) == which_of((7,), None) == Which("", "")


def test_a_long_line_goes_on_beneath_and_is_not_cut(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.setFont(fonts.body(10.5))
    box = headline("Record was away 19:30 to 19:32 on Desk 1: " * 3, "1204, 1305 · West hall", menu).defaultWidget()
    first, second = box.findChildren(QLabel)
    assert first.height() >= 2 * first.fontMetrics().height()
    assert second.height() < 2 * second.fontMetrics().height()
    assert first.heightForWidth(first.width()) <= first.height()
