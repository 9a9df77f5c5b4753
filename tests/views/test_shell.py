"""The desk's window and the wall's: pages, panel, look, who is recording, and what a wall cannot do."""

from dataclasses import replace
from datetime import timedelta
from inspect import signature

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.models.enums import Role
from station.services.events import AlertsChanged, CheckRecorded, Event, UnitChanged
from station.store.rows import StaffRow
from station.views import fonts
from station.views import theme as themes
from station.views.board.grid import Order
from station.views.board.page import WallPage
from station.views.bridge import DirectBridge
from station.views.commands import Events
from station.views.panel.alert import AlertForm
from station.views.panel.beds import DischargeForm
from station.views.shell import DeskShell
from station.views.wall_shell import WallShell
from tests.views.desk_fakes import FACTS, MOORE, RUIZ, FakeCommands, FakeReads
from tests.views.plain_desk import UNIT, Desk
from tests.views.snapshots import NOW, bed, patient, snapshot


def test_a_bed_opens_beside_the_board(desk: Desk) -> None:
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    assert panel.head.name.text() == "1204 · Nowak, Will"
    assert desk.shell.stack.isVisible()
    assert desk.shell.panel.isVisible()


def test_on_a_tablet_held_upright_the_panel_takes_the_place_of_the_page(desk: Desk) -> None:
    desk.shell.resize(800, 1200)
    desk.shell.open_bed(4)
    assert not desk.shell.stack.isVisible()
    assert desk.shell.panel.isVisible()
    desk.key("back")
    assert desk.shell.stack.isVisible()
    desk.shell.open_bed(4)
    desk.shell.resize(1366, 768)
    assert desk.shell.stack.isVisible()


def test_a_page_that_needs_the_room_sends_the_panel_away(desk: Desk) -> None:
    desk.shell.resize(1366, 768)
    desk.shell.add_page("wide", "Wide", "board", QWidget(), wide=True)
    desk.shell.open_bed(4)
    desk.shell.show_page("wide")
    assert desk.shell.panel.isHidden()
    desk.shell.open_bed(4)
    assert desk.shell.panel.isVisible(), "what is asked for there is shown there"
    desk.shell.show_page("unit")
    assert desk.shell.panel.isVisible()
    desk.shell.resize(1920, 1080)
    desk.shell.show_page("wide")
    assert desk.shell.panel.isVisible()


def test_what_is_half_written_is_there_again_when_the_panel_had_to_go(desk: Desk) -> None:
    desk.shell.resize(1366, 768)
    desk.shell.add_page("wide", "Wide", "board", QWidget(), wide=True)
    desk.shell.open_bed(24)
    QTest.keyClicks(desk.shell.panel.findChildren(QLineEdit)[0], "4711")
    desk.shell.show_page("wide")
    assert desk.shell.panel.isHidden()
    desk.shell.open_bed(24)
    assert desk.shell.panel.findChildren(QLineEdit)[0].text() == "4711"


def test_an_empty_bed_opens_an_admission(desk: Desk) -> None:
    desk.shell.open_bed(24)
    assert desk.shell.panel.subject == ("bed", 24)


def test_a_patient_without_a_bed_opens_by_his_stay(desk: Desk) -> None:
    desk.shell.show_snapshot(replace(UNIT, unplaced=(patient(77),)))
    desk.shell.open_bed(-77)
    assert desk.shell.panel.subject == ("patient", 77)


def test_nobody_accepts_an_alert_at_a_locked_desk(desk: Desk) -> None:
    desk.shell.recorder.choose(None)
    desk.key("accept")
    desk.shell.accept_alerts((3,))
    assert not [call for call in desk.commands.calls if call[0] != "sign_out"]
    assert desk.shell.entrance.view.is_open


def test_who_is_signed_in_is_shown_with_the_role(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    who = desk.shell.navigation.who
    assert (who.name.text(), who.role.text()) == ("M. Ruiz", "charge nurse")
    assert who.name.accessibleName() == "Signed in: M. Ruiz, charge nurse"


def test_who_is_signed_in_stays_when_people_are_added_and_goes_when_he_has_gone(desk: Desk) -> None:
    desk.shell.recorder.choose(MOORE)
    desk.reads.held = replace(FACTS, staff=(*FACTS.staff, StaffRow(9, "A. Park", Role.TECH)))
    desk.bridge.publish([UnitChanged()])
    assert desk.shell.recorder.staff == MOORE
    desk.reads.held = replace(FACTS, staff=(RUIZ,))
    desk.bridge.publish([UnitChanged()])
    assert desk.shell.recorder.staff is None
    assert desk.shell.entrance.view.isVisible()


def test_the_panel_lives_while_it_is_open(desk: Desk) -> None:
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    assert panel.head.since.text() == "5:15"
    desk.shell.tick(NOW + timedelta(seconds=2))
    assert panel.head.since.text() == "5:17"
    assert len(panel.checks.model.lines) == 12


@pytest.mark.parametrize(("event", "again"), [(CheckRecorded(4, 99), 1), (CheckRecorded(5, 99), 0)])
def test_only_what_concerns_the_patient_is_read_again(desk: Desk, event: Event, again: int) -> None:
    desk.shell.open_bed(4)
    before = desk.reads.asked.count("checks of 4")
    desk.bridge.publish([event])
    assert desk.reads.asked.count("checks of 4") - before == again


def test_a_patient_discharged_elsewhere_is_said_to_be_gone(desk: Desk) -> None:
    desk.shell.open_bed(4)
    emptied = tuple(replace(one, patient=None) if one.bed_id == 4 else one for one in UNIT.beds)
    desk.shell.show_snapshot(replace(UNIT, beds=emptied))
    assert desk.shell.panel.content is None
    assert desk.shell.panel.notice.text == "1204 · Nowak, Will is no longer on the unit."


def test_an_alert_closed_elsewhere_is_said_to_be_closed(desk: Desk) -> None:
    desk.key("alert")
    form = desk.shell.panel.findChild(AlertForm)
    assert form is not None
    desk.bridge.publish([AlertsChanged((form.alert_id,))])
    desk.shell.show_snapshot(replace(UNIT, alerts=()))
    assert desk.shell.panel.notice.text == "This alert has been closed."


def test_a_form_keeps_what_was_typed_while_the_unit_changes(desk: Desk) -> None:
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    panel.open_deed("discharge")
    assert panel.form is not None
    panel.form.findChildren(QPlainTextEdit)[0].setPlainText("Home")
    desk.shell.show_snapshot(replace(UNIT, read_at=NOW + timedelta(seconds=3)))
    assert panel.form.findChildren(QPlainTextEdit)[0].toPlainText() == "Home"


def test_a_tap_on_a_check_offers_to_correct_it(desk: Desk) -> None:
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    panel.checks.view.clicked.emit(panel.checks.model.index(0))
    assert panel.checks.menu.isVisible()
    panel.checks.menu.hide()
    panel.checks.view.clicked.emit(panel.checks.model.index(3))
    assert not panel.checks.menu.isVisible()
    panel.checks.view.clicked.emit(panel.checks.model.index(1))
    panel.checks.menu.hide()
    panel.checks.amend.trigger()
    assert panel.form is not None


def test_stopped_monitoring_is_said_across_the_window_whatever_page_is_shown(desk: Desk) -> None:
    desk.shell.warn("NOT MONITORING SINCE 14:31:27", "Keep your own times.")
    for page in ("board", "unit"):
        desk.shell.show_page(page)
        assert desk.shell.banner.isVisible()
        assert desk.shell.banner.width() == desk.shell.width()
        assert "NOT MONITORING" in desk.shell.banner.says
    desk.shell.warn("")
    assert desk.shell.banner.isHidden()


def test_larger_text_is_larger_everywhere(desk: Desk, qapp: QApplication) -> None:
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    before, wide, font = panel.head.since.font().pointSizeF(), desk.shell.panel.width(), QFont(qapp.font())
    try:
        larger = QFont(font)
        larger.setPointSizeF(font.pointSizeF() * 1.5)
        qapp.setFont(larger)
        QApplication.sendPostedEvents()
        assert panel.head.since.font().pointSizeF() == pytest.approx(before * 1.5)
        assert desk.shell.panel.width() > wide
    finally:
        qapp.setFont(font)


@pytest.mark.parametrize("name", themes.THEME_NAMES)
def test_every_theme_fits(desk: Desk, name: themes.ThemeName) -> None:
    desk.shell.open_bed(4)
    desk.shell.set_theme(themes.load(name))
    checked = [one.data() for one in desk.shell.navigation.menu.actions() if one.isChecked()]
    assert checked == [name, "bed"]


def test_the_look_is_the_programs_to_change(desk: Desk, qtbot: QtBot) -> None:
    actions = {one.text(): one for one in desk.shell.navigation.menu.actions()}
    with qtbot.waitSignal(desk.shell.theme_wanted) as wanted:
        actions["Dark"].trigger()
    assert wanted.args == ["dark"]
    with qtbot.waitSignal(desk.shell.text_size_wanted) as size:
        actions["Larger text"].trigger()
    assert size.args == [12.0]
    with qtbot.waitSignal(desk.shell.order_wanted) as order:
        actions["By urgency\tO"].trigger()
    assert order.args == [Order.URGENCY]


def test_the_look_opens_over_its_button(desk: Desk) -> None:
    navigation = desk.shell.navigation
    QTest.keyClick(navigation.look, Qt.Key.Key_Space)
    assert navigation.menu.isVisible()
    navigation.menu.close()


def test_the_key_changes_to_the_other_order(desk: Desk, qtbot: QtBot) -> None:
    menu = desk.shell.navigation.menu
    for shown, wanted in ((Order.BED, Order.URGENCY), (Order.URGENCY, Order.BED)):
        desk.shell.navigation.show_order(shown)
        with qtbot.waitSignal(desk.shell.order_wanted) as asked:
            desk.key("order")
        assert asked.args == [wanted]
    assert [one.text() for one in menu.actions()][-2:] == ["In bed order\tO", "By urgency"]


def test_the_menu_shows_the_present_text_size(desk: Desk, qapp: QApplication) -> None:
    menu, font = desk.shell.navigation.menu, QFont(qapp.font())
    try:
        qapp.setFont(fonts.body(14.0))
        menu.aboutToShow.emit()
        assert [one.data() for one in menu.actions() if one.isChecked()][1] == 14.0
    finally:
        qapp.setFont(font)


@pytest.mark.parametrize("deed", [None, "level", "observer", "provider", "review", "move", "swap", "discharge"])
def test_everything_that_can_be_operated_has_a_name(desk: Desk, deed: str | None) -> None:
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    if deed:
        panel.open_deed(deed)
    operable = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    nameless = [
        one
        for one in desk.shell.findChildren(QWidget)
        if isinstance(one, operable) and one.isVisible() and not _name(one) and one.parent() is not None
    ]
    assert nameless == []


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


@pytest.fixture
def wall(qtbot: QtBot) -> WallShell:
    page = WallPage(themes.load("dark"))
    page.show_snapshot(snapshot((bed(1, patient()),)))
    made = WallShell(page)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_wall_is_given_nothing_it_could_change_anything_with() -> None:
    assert list(signature(WallShell.__init__).parameters) == ["self", "page"]


def test_a_wall_has_no_cursor_and_nothing_to_press(wall: WallShell) -> None:
    assert wall.cursor().shape() is Qt.CursorShape.BlankCursor
    assert wall.findChildren(QAbstractButton) == []


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Escape, "no"), (Qt.Key.Key_Q, "ctrl")])
def test_leaving_a_wall_is_asked_and_answered_by_keys(wall: WallShell, keys: tuple[Qt.Key, str], qtbot: QtBot) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if keys[1] == "ctrl" else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(wall, keys[0], modifier)
    assert wall.asking
    QTest.keyClick(wall, Qt.Key.Key_X)
    assert not wall.asking
    assert wall.isVisible()
    QTest.keyClick(wall, keys[0], modifier)
    with qtbot.waitSignal(wall.closing):
        QTest.keyClick(wall, Qt.Key.Key_Return)
    assert not wall.isVisible()


def test_other_keys_do_nothing_on_a_wall(wall: WallShell) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Q, Qt.Key.Key_F4):
        QTest.keyClick(wall, key)
    assert wall.isVisible()
    assert not wall.asking


def test_what_is_half_written_is_set_aside_and_there_again(desk: Desk) -> None:
    desk.shell.open_bed(24)
    first = desk.shell.panel.findChildren(QLineEdit)[0]
    QTest.keyClicks(first, "40 118")
    desk.shell.open_bed(4)
    assert desk.shell.panel.subject == ("patient", 4)
    desk.shell.open_bed(24)
    assert desk.shell.panel.subject == ("bed", 24)
    assert first.isVisible()
    assert first.text() == "40 118"
    desk.key("back")
    desk.shell.open_bed(24)
    assert desk.shell.panel.content is not None
    assert desk.shell.panel.content.findChildren(QLineEdit)[0].text() == ""


def test_a_patient_set_aside_who_has_gone_is_said_to_be_gone(desk: Desk) -> None:
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    panel.record.noting.click()
    QTest.keyClicks(panel.record.note.editor, "Pacing")
    desk.shell.open_bed(6)
    emptied = tuple(replace(one, patient=None) if one.bed_id == 4 else one for one in UNIT.beds)
    desk.shell.show_snapshot(replace(UNIT, beds=emptied))
    desk.shell.open_patient(4)
    assert desk.shell.panel.subject == ("patient", 6)


def test_facts_are_told_again_once_a_form_can_be_made(qtbot: QtBot) -> None:
    bridge = DirectBridge()
    shell = DeskShell(
        commands=FakeCommands(), reads=FakeReads(), bridge=bridge, now=lambda: NOW, theme=themes.load("light")
    )
    qtbot.addWidget(shell)
    assert shell.desk() is None
    with qtbot.waitSignal(shell.facts_changed):
        shell.show_snapshot(UNIT)
    assert shell.desk() is not None
    bridge.shutdown()


def test_a_discharge_from_here_is_said_in_its_own_words(desk: Desk, qtbot: QtBot) -> None:
    class Discharging(FakeCommands):
        """The screens hear of it before the one who asked does."""

        @override
        def discharge(self, staff_id: int, stay_id: int, reason: str) -> Events:
            emptied = tuple(replace(one, patient=None) if one.bed_id == 4 else one for one in UNIT.beds)
            desk.shell.show_snapshot(replace(UNIT, beds=emptied))
            return super().discharge(staff_id, stay_id, reason)

    desk.shell._commands = Discharging()
    desk.shell.recorder.choose(RUIZ)
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    panel.open_deed("discharge")
    form = panel.form
    assert isinstance(form, DischargeForm)
    form.reason.editor.setPlainText("Home")
    form.save.click()
    form.question.yes.click()
    assert desk.shell.panel.notice.text == "Will Nowak is discharged."


def test_a_question_on_the_wall_goes_away_by_itself_and_hides_no_card(wall: WallShell) -> None:
    wall.resize(1366, 768)
    QTest.keyClick(wall, Qt.Key.Key_Escape)
    for seconds in (1, 5, 10):
        wall.tick(NOW + timedelta(seconds=seconds))
        assert wall.asking
    wall.tick(NOW + timedelta(seconds=11))
    assert not wall.asking
    wall.tick(NOW + timedelta(seconds=12))
    QTest.keyClick(wall, Qt.Key.Key_Escape)
    wall.tick(NOW + timedelta(seconds=13))
    assert wall.asking
