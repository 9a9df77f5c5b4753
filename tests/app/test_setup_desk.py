"""A policy changed, reviewed and signed at a real desk, over the real services, on a real file."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.app.core import Core
from station.app.windows import Desk
from station.models.enums import Priority, Role
from station.services import reading, setup
from station.views.bridge import Bridge
from station.views.setup.review import SignForm, VersionList
from station.views.setup.section import SectionView
from station.views.setup.table import TableEditor
from station.views.signing.pin_pad import PinPad
from tests.app.conftest import put_away
from tests.builders import PIN, STATION, BuiltUnit, minutes
from tests.fakes import NOON, FakeClock


@pytest.fixture
def unit_with_administrator(core: Core, unit: BuiltUnit) -> BuiltUnit:
    setup.add_staff(core.store, "M. Ruiz", Role.ADMINISTRATOR, actor=STATION, now=NOON)
    found = next(one.id for one in reading.read_staff(core.store) if one.name == "M. Ruiz")
    return BuiltUnit(core.store, {**unit.staff, "M. Ruiz": found}, unit.beds)


@pytest.fixture
def desk(
    qapp: QApplication,
    core: Core,
    bridge: Bridge,
    unit_with_administrator: BuiltUnit,
    clock: FakeClock,
    qtbot: QtBot,
) -> Iterator[Desk]:
    unit_with_administrator.admit_seen("1201", at=NOON)
    who = unit_with_administrator.give_pin("M. Ruiz")
    clock.advance(14 * 60)
    made = Desk(qapp, core, bridge, "light", "Desk 1")
    made.shell.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: made.shell.desk() is not None)
    made.shell.entrance.door.sign_in(who, PIN)
    qtbot.waitUntil(lambda: made.shell.recorder.staff is not None)
    made.shell.show_page("unit")
    qtbot.waitUntil(lambda: made.unit.draft is not None)
    yield made
    put_away(made)


def tap(one: QWidget) -> None:
    QApplication.processEvents()
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)


def retype(desk: Desk, column: str, text: str) -> None:
    """In the row of Q15."""
    view = desk.unit.shown
    assert isinstance(view, SectionView)
    table = view.fields["levels"].editor
    assert isinstance(table, TableEditor)
    if not table.cards[1].is_open:
        tap(table.cards[1].open_button)
    line = table.cards[1].editors[column].findChildren(QLineEdit)[0]
    line.selectAll()
    QTest.keyClicks(line, text)


def test_a_shorter_interval_signed_here_alerts_at_once(
    desk: Desk, core: Core, unit_with_administrator: BuiltUnit, qtbot: QtBot
) -> None:
    page = desk.unit
    tap(page.contents.buttons["levels"])
    retype(desk, "late", "13:00")
    retype(desk, "soon", "10 min")
    tap(page.review)
    form = page.shown
    assert isinstance(form, SignForm)
    tap(form.sign)
    qtbot.waitUntil(lambda: form.pin_ask is not None and form.pin_ask.isVisible())
    pad = form.findChild(PinPad)
    assert pad is not None
    QTest.keyClicks(pad, PIN)
    tap(pad.enter)
    qtbot.waitUntil(lambda: isinstance(page.shown, VersionList))
    assert page.notice.text == "Signed: 2 changes. The policy holds from now on."
    alert = unit_with_administrator.alert()
    assert (alert.priority, alert.due_at) == (Priority.MEDIUM, NOON + minutes(14))
    qtbot.waitUntil(lambda: page.draft is not None and page.draft.sheet.version == 2)
    assert reading.read_policy(core.store).level("Q15").late == minutes(13)
