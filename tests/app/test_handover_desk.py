"""A shift handed over at a real desk: two charges, two PINs, one desk, a real file."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.app.core import Core
from station.app.windows import Desk
from station.models.enums import Role
from station.services import setup
from station.services.handover_planning import plan_handover
from station.services.handover_reading import read_handover
from station.store.verify import Anchor, verify_journal
from station.views import printing
from station.views.bridge import Bridge
from station.views.handover.forms import SignIncoming, SignOutgoing
from station.views.handover.view import HandoverView
from station.views.panel.form import Form
from tests.app.conftest import put_away
from tests.builders import PIN, STATION, BuiltUnit
from tests.fakes import NOON, FakeClock

RUIZ_PIN = "1379"


@pytest.fixture
def people(core: Core, unit: BuiltUnit) -> BuiltUnit:
    """With a second charge, who has a PIN as well; the night shift ends at 07:00, in an hour."""
    setup.add_staff(core.store, "M. Ruiz", Role.CHARGE_TECH, actor=STATION, now=NOON)
    both = BuiltUnit(core.store, {**unit.staff, "M. Ruiz": max(unit.staff.values()) + 1}, unit.beds)
    for name, pin in (("C. Lindt", PIN), ("M. Ruiz", RUIZ_PIN)):
        both.give_pin(name, pin)
    plan_handover(core.store, actor=STATION, now=NOON)
    return both


@pytest.fixture
def desk(
    qapp: QApplication, core: Core, bridge: Bridge, people: BuiltUnit, clock: FakeClock, qtbot: QtBot
) -> Iterator[Desk]:
    people.admit_seen("1201", at=NOON)
    clock.advance(60)
    made = Desk(qapp, core, bridge, "light", "Desk 1")
    made.shell.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: made.shell.desk() is not None)
    made.shell.entrance.door.sign_in(people.staff["C. Lindt"], PIN)
    qtbot.waitUntil(lambda: made.shell.recorder.staff is not None)
    made.shell.show_page("handover")
    yield made
    put_away(made)


def tap(one: QWidget) -> None:
    QApplication.processEvents()
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)


def shown(desk: Desk, qtbot: QtBot) -> HandoverView:
    qtbot.waitUntil(lambda: desk.handover.view is not None and desk.handover.view.sheet is not None)
    assert desk.handover.view is not None
    return desk.handover.view


def type_pin(form: Form, pin: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: form.pin_ask is not None and form.pin_ask.isVisible())
    assert form.pin_ask is not None
    QTest.keyClicks(form.pin_ask.pad, pin)
    QTest.keyClick(form.pin_ask.pad, Qt.Key.Key_Return)


def test_two_charges_hand_over_at_one_desk(
    desk: Desk, core: Core, people: BuiltUnit, clock: FakeClock, qtbot: QtBot
) -> None:
    view = shown(desk, qtbot)
    assert isinstance(view.sign, SignOutgoing)
    tap(view.sign.sign)
    type_pin(view.sign, PIN, qtbot)
    qtbot.waitUntil(lambda: isinstance(view.sign, SignIncoming))
    people.set_level(people.stay_in("1201").id, "Q5", clock.now())
    qtbot.waitUntil(lambda: bool(view.sheet and view.sheet.since))
    assert isinstance(view.sign, SignIncoming)
    view.sign.who.editor.choose(people.staff["M. Ruiz"])
    tap(view.sign.sign)
    type_pin(view.sign, RUIZ_PIN, qtbot)
    qtbot.waitUntil(lambda: bool(view.sheet and view.sheet.is_handed_over))
    sheet = read_handover(core.store, clock.now())
    assert sheet.outgoing is not None
    assert sheet.incoming is not None
    assert (sheet.outgoing.name, sheet.incoming.name) == ("C. Lindt", "M. Ruiz")
    assert "raised 06:01 from Q15 to Q5" in sheet.since[0]
    assert desk.shell.recorder.staff is not None
    assert desk.shell.recorder.staff.name == "C. Lindt"


def test_the_wrong_pin_signs_nothing(desk: Desk, core: Core, clock: FakeClock, qtbot: QtBot) -> None:
    view = shown(desk, qtbot)
    assert isinstance(view.sign, SignOutgoing)
    tap(view.sign.sign)
    type_pin(view.sign, "9517", qtbot)
    qtbot.waitUntil(
        lambda: view.sign is not None and view.sign.pin_ask is not None and bool(view.sign.pin_ask.said.text())
    )
    assert read_handover(core.store, clock.now()).is_live


def test_what_is_printed_is_held_by_the_journal(
    desk: Desk, core: Core, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the window to the paper, and from the paper back to the record."""
    monkeypatch.setattr(printing, "open_file", lambda target: True)
    view, target = shown(desk, qtbot), tmp_path / "paper.pdf"
    view.printing.save(str(target))
    qtbot.waitUntil(lambda: view.printing.notice.text.startswith("Saved as"), timeout=20_000)
    text = "".join(PdfReader(BytesIO(target.read_bytes())).pages[0].extract_text().split())
    seq, _, rest = text.partition("stationverify--head")[2].partition(":")
    assert verify_journal(core.store, anchor=Anchor(int(seq), rest[:64])).journal == "ok"
    assert verify_journal(core.store, anchor=Anchor(int(seq), "0" * 64)).journal == "broken"
    assert "C.Lindt" in text
