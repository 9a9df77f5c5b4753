"""Alerts at a real desk on a real file: accepted with words, passed on, closed by paperwork, and asked about."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.app.core import Core
from station.app.windows import Desk
from station.services import reading, stays
from station.store.rows import AlertRow
from station.store.verify import verify_journal
from station.views.accept_menu import AcceptMenu
from station.views.alerts.page import HISTORY
from station.views.alerts.rows import REASON_OWED
from station.views.bridge import Bridge
from station.views.panel.alert import AlertForm
from tests.app.conftest import put_away
from tests.builders import PIN, BuiltUnit
from tests.fakes import NOON, FakeClock


@pytest.fixture
def desk(
    qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot
) -> Iterator[Desk]:
    """One patient has lapsed; the charge is signed in, on the Alerts page."""
    unit.give_pin("C. Lindt")
    unit.admit_seen("1201", at=NOON)
    clock.advance(20 * 60)
    unit.sweep(clock.now())
    made = Desk(qapp, core, bridge, "light", "Desk 1")
    made.shell.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: made.shell.desk() is not None)
    made.shell.entrance.door.sign_in(unit.staff["C. Lindt"], PIN)
    qtbot.waitUntil(lambda: made.shell.recorder.staff is not None)
    made.shell.strip.all_wanted.emit()
    qtbot.waitUntil(lambda: bool(made.alerts.open.alerts.rows))
    yield made
    put_away(made)


def row(core: Core, now: datetime) -> AlertRow:
    (one,) = reading.read_board(core.store, now).alerts
    return one


def test_an_alert_from_its_acceptance_to_its_reason(
    desk: Desk, core: Core, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot
) -> None:
    shown = desk.alerts.open
    place = shown.visualRect(shown.alerts.index(0))
    QApplication.processEvents()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.right() - 50, place.center().y()))
    (menu,) = desk.shell.findChildren(AcceptMenu)
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row(core, clock.now()).accepted_by == "C. Lindt")
    assert row(core, clock.now()).accepted_note == "Going now"

    desk.shell.open_alert(row(core, clock.now()).id)
    (form,) = desk.shell.panel.findChildren(AlertForm)
    qtbot.waitUntil(form.ask.isVisible)
    form.ask.to.editor.choose(unit.staff["A. Diaz"])
    form.ask.ask.click()
    qtbot.waitUntil(lambda: row(core, clock.now()).delegated_to == "A. Diaz")

    stay_id = unit.stay_in("1201").id
    stays.discharge(core.store, stay_id, "home", actor=unit.charge(clock.now()), now=clock.now())
    qtbot.waitUntil(lambda: desk.shell.panel.past_alert() is not None)
    past = desk.shell.panel.past_alert()
    assert past is not None
    qtbot.waitUntil(lambda: past.why is not None)
    qtbot.waitUntil(lambda: [one.mark for one in shown.alerts.rows] == [REASON_OWED])
    assert past.why is not None
    past.why.phrases.buttons[2].click()
    qtbot.waitUntil(lambda: past.why is None)
    assert "C. Lindt said why: Nobody was free" in past._reason.text()
    desk.alerts.show_view(HISTORY)
    qtbot.waitUntil(lambda: [one.mark for one in desk.alerts.past.alerts.rows] == [""])
    told = [words for _, words in past.steps.lines]
    assert "C. Lindt accepted: Going now" in told
    assert "A. Diaz asked to take it, by C. Lindt" in told
    assert verify_journal(core.store).journal == "ok"


def test_the_figures_are_read_for_the_shift(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.alerts.figures.most.text == "1")
    assert desk.alerts.figures.causes.text == "check lapsed 1"
