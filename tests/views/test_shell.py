"""The desk's window and the wall's: pages, keys, strip, who is recording, and what a wall cannot do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from inspect import signature
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QFont, QKeySequence, QPainter, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.models.enums import AlertState, Priority, Role, Stage
from station.services.errors import Refused
from station.services.events import AlertsChanged, CheckRecorded, Event, UnitChanged
from station.store.rows import StaffRow
from station.views import fonts
from station.views import theme as themes
from station.views.accept_menu import AcceptMenu
from station.views.accepting import AcceptForm
from station.views.actions import KEYS
from station.views.board.grid import Order
from station.views.board.page import WallPage
from station.views.bridge import DirectBridge
from station.views.commands import Events
from station.views.panel.alert import AlertForm
from station.views.panel.beds import DischargeForm
from station.views.panel.controls import TOUCH
from station.views.panel.level import LevelForm
from station.views.shell import DeskShell
from station.views.strip import NONE_OPEN, UNKNOWN, AlertStrip, StripBox
from station.views.ticker import Flash
from station.views.wall_shell import WallShell
from tests.views.desk_fakes import FACTS, MOORE, RUIZ, FakeCommands, FakeReads, steps, twelve, unit
from tests.views.snapshots import NOW, alert, bed, healthy, patient, snapshot, technical

UNIT = unit()
"""1210 has lapsed; 1204 and 1305 are late; a relief is soon in 1208; 1312 is empty."""
HERE = ZoneInfo(UNIT.unit.zone)


class Desk:
    """A desk with two plain pages, and what it was asked."""

    def __init__(self, qtbot: QtBot) -> None:
        self.commands = FakeCommands()
        self.reads = FakeReads(rows=twelve(), steps=steps())
        self.bridge = DirectBridge()
        look = themes.load("light")
        self.shell = DeskShell(
            commands=self.commands, reads=self.reads, bridge=self.bridge, now=lambda: NOW, theme=look
        )
        qtbot.addWidget(self.shell)
        self.shell.add_page("board", "Board", "board", QWidget())
        self.shell.add_page("unit", "Unit", "people", QWidget())
        self.shell.show_snapshot(UNIT)
        self.shell.recorder.choose(MOORE)
        self.shell.resize(1366, 768)
        self.shell.show()

    def key(self, name: str) -> None:
        self.shell.actions_by_name[name].trigger()

    @property
    def menu(self) -> AcceptMenu:
        (one,) = self.shell.findChildren(AcceptMenu)
        return one

    def say(self, words: str) -> None:
        """Choose what one will do about what is accepted."""
        next(one for one in self.menu.actions() if one.text() == words).trigger()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.bridge.shutdown()


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


def test_the_strip_says_the_most_urgent_and_accepts_it(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    entry = desk.shell.strip.entry
    assert entry is not None
    assert entry.title == "1210 · check lapsed"
    assert "+6:18" in desk.shell.strip.says
    QTest.mouseClick(desk.shell.strip.accept, Qt.MouseButton.LeftButton)
    assert desk.commands.calls == []
    assert [one.text() for one in desk.menu.actions() if one.text()] == [
        "Going now", "Asked the rounder", "With the patient now", "In other words…",
    ]  # fmt: skip
    QTest.keyClick(desk.menu, Qt.Key.Key_Return)
    assert desk.commands.calls == [("accept_alert", (RUIZ.id, entry.alert_ids[0], "Going now"))]


def test_what_one_will_do_can_be_said_in_other_words(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    desk.shell.accept_alerts((3, 4))
    desk.say("In other words…")
    (form,) = desk.shell.panel.findChildren(AcceptForm)
    form.note.editor.setPlainText("D. Lin sees both")
    form.save.click()
    assert [one[1] for one in desk.commands.calls] == [
        (RUIZ.id, 3, "D. Lin sees both"), (RUIZ.id, 4, "D. Lin sees both"),
    ]  # fmt: skip


def test_whoever_is_gone_accepts_nothing_by_a_menu_left_open(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    desk.shell.accept_alerts((3,))
    desk.shell.recorder.choose(None)
    assert not desk.menu.isVisible()


def test_a_long_sentence_of_station_itself_is_never_broken_off(desk: Desk) -> None:
    """What is wrong stands whole; what to do follows as far as there is room, and never ends within a letter."""
    words = (
        "Record was away 19:30 to 19:32 on Desk 1: 2 entries were kept there and are now in the record. Look at them."
    )
    desk.shell.show_snapshot(replace(UNIT, alerts=(technical(7, words),)))
    QApplication.processEvents()
    strip = desk.shell.strip
    assert strip._title.full_text == words.partition(". ")[0]
    assert strip._title.text() == strip._title.full_text
    desk.shell.show_snapshot(replace(UNIT, alerts=(technical(8, words[:-16] * 3),)))
    QApplication.processEvents()
    assert strip._title.text().endswith("…")
    assert "Look at them" not in strip._title.full_text


class Painted(QObject):
    """What a widget was asked to paint."""

    def __init__(self, of: QWidget) -> None:
        super().__init__(of)
        self.region = QRegion()
        of.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region = event.region()
        return super().eventFilter(watched, event)


def test_after_a_flash_nothing_of_the_faded_edge_is_left(desk: Desk) -> None:
    """Only a frame is painted anew: over the faded one it must give the whole picture, in the corners too."""
    box = desk.shell.strip.findChild(StripBox)
    assert box is not None
    QApplication.processEvents()
    lit, painted = box.grab().toImage(), Painted(box)
    box.show_lit(lit=False)
    faded = box.grab().toImage()
    assert faded != lit
    QApplication.processEvents()
    box.show_lit(lit=True)
    QApplication.processEvents()
    painter = QPainter(faded)
    painter.setClipRegion(painted.region)
    painter.drawImage(0, 0, lit)
    painter.end()
    assert faded == lit


def test_the_strip_opens_the_alert(desk: Desk) -> None:
    QTest.mouseClick(desk.shell.strip, Qt.MouseButton.LeftButton, pos=desk.shell.strip.rect().center())
    assert desk.shell.strip.entry is not None
    assert desk.shell.panel.subject == ("alert", desk.shell.strip.entry.alert_ids[0])


def test_an_accepted_group_is_accepted_whole_and_the_first_refusal_is_said(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    desk.commands.errors = [Refused("R. Osei has accepted this alert already.")]
    desk.shell.accept_alerts((3, 4, 5))
    desk.say("Going now")
    assert [call[1][1] for call in desk.commands.calls] == [3, 4, 5]
    assert desk.shell.panel.notice.text == "R. Osei has accepted this alert already."


def test_pages_by_their_numbers(desk: Desk) -> None:
    for action in desk.shell.actions():
        if action.shortcut() == QKeySequence("Ctrl+2"):
            action.trigger()
    assert desk.shell.stack.currentIndex() == 1


def test_the_keys_do_what_the_list_says(desk: Desk) -> None:
    assert set(desk.shell.actions_by_name) == {key.name for key in KEYS}
    desk.shell.recorder.choose(RUIZ)
    desk.key("record")
    assert desk.shell.focusWidget() is desk.shell.navigation.finder
    desk.shell.open_bed(4)
    panel = desk.shell.panel.patient_panel()
    assert panel is not None
    desk.key("level")
    assert isinstance(panel.form, LevelForm)
    desk.key("back")
    assert panel.form is None
    desk.key("level")
    desk.key("record")
    assert panel.form is None
    assert desk.shell.focusWidget() is panel.record.places.buttons()[0]
    desk.key("back")
    assert desk.shell.panel.isHidden()
    desk.key("help")
    assert desk.shell.panel.isVisible()
    desk.key("alert")
    desk.key("accept")
    assert desk.commands.last[0] == "accept_alert"


def test_typing_a_letter_into_a_field_is_no_command(desk: Desk) -> None:
    desk.shell.activateWindow()
    desk.shell.navigation.finder.setFocus()
    QTest.keyClicks(desk.shell.navigation.finder, "ar")
    assert desk.shell.navigation.finder.text() == "ar"
    assert not desk.commands.calls


@pytest.mark.parametrize(("typed", "bed_id"), [("1204", 4), ("gse", 10), ("okafor", 5), ("40 006", 6), ("40010", 10)])
def test_finding_a_bed_by_what_one_knows(desk: Desk, typed: str, bed_id: int) -> None:
    assert desk.shell.navigation.finder.first_match(typed) == bed_id


def test_finding_opens_and_a_miss_says_so(desk: Desk) -> None:
    finder = desk.shell.navigation.finder
    QTest.keyClicks(finder, "1206")
    QTest.keyClick(finder, Qt.Key.Key_Return)
    assert desk.shell.panel.subject == ("patient", 6)
    assert finder.text() == ""
    QTest.keyClicks(finder, "9999")
    QTest.keyClick(finder, Qt.Key.Key_Return)
    assert "fits what was typed" in finder.toolTip()
    assert finder.text() == "9999"


def find(desk: Desk, typed: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    finder = desk.shell.navigation.finder
    finder.setFocus()
    QTest.keyClicks(finder, typed)
    QTest.keyClick(QApplication.focusWidget() or finder, Qt.Key.Key_Return, keys)


def test_with_shift_his_page_is_found(desk: Desk) -> None:
    pages = list[int]()
    desk.shell.page_of_patient_wanted.connect(pages.append)
    find(desk, "1206", Qt.KeyboardModifier.ShiftModifier)
    assert (pages, desk.shell.panel.subject) == ([6], None)
    assert desk.shell.navigation.finder.text() == ""
    find(desk, "1206")
    assert (pages, desk.shell.panel.subject) == ([6], ("patient", 6))


def test_where_pages_of_patients_are_shown_a_bed_that_is_found_opens_one(desk: Desk) -> None:
    pages = list[int]()
    desk.shell.page_of_patient_wanted.connect(pages.append)
    desk.shell.navigation.finder.to_pages = True
    find(desk, "1206")
    assert pages == [6]
    empty = next(one.label for one in unit().beds if one.patient is None)
    find(desk, empty, Qt.KeyboardModifier.ShiftModifier)
    assert pages == [6]
    assert desk.shell.panel.subject is not None


def test_found_once_more_keys_go_to_the_patient_and_not_into_the_field(desk: Desk) -> None:
    """Else the letter that opens his level would be looked for."""
    shell = desk.shell
    for _ in range(2):
        shell.navigation.finder.setFocus()
        QTest.keyClicks(shell.navigation.finder, "1204")
        QTest.keyClick(shell.navigation.finder, Qt.Key.Key_Return)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert shell.panel.isAncestorOf(focused)


def test_whoever_comes_finds_keys_going_to_the_window(desk: Desk) -> None:
    """What whoever was here had open goes with him, and the focus with it."""
    shell = desk.shell
    shell.open_bed(4)
    shell.navigation.finder.setFocus()
    shell.panel.back()
    shell.recorder.choose(RUIZ)
    assert not shell.navigation.finder.hasFocus()


def test_the_beds_that_are_found_have_lines_for_a_finger(desk: Desk) -> None:
    finder = desk.shell.navigation.finder
    popup = finder.completer().popup()
    assert popup is not None
    QTest.keyClicks(finder, "12")
    assert popup.sizeHintForRow(0) >= TOUCH


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


def test_the_strip_flashes_at_its_edge_until_somebody_has_accepted(desk: Desk, qtbot: QtBot) -> None:
    strip = desk.shell.strip
    assert strip.flashes
    lit = strip.grab().toImage()
    strip.flash(Flash(high=False, medium=True))
    dark = strip.grab().toImage()
    strip.flash(Flash(high=False, medium=False))
    changed = {(x, y) for x in range(lit.width()) for y in range(lit.height()) if lit.pixel(x, y) != dark.pixel(x, y)}
    box = strip.findChild(StripBox)
    assert box is not None
    assert changed
    assert not [at for at in changed if box.geometry().adjusted(6, 6, -6, -6).contains(*at)]
    accepted = tuple(replace(one, state=AlertState.ACCEPTED, accepted_by="R. Osei") for one in UNIT.alerts)
    with qtbot.waitSignal(strip.flash_wanted) as wanted:
        desk.shell.show_snapshot(replace(UNIT, alerts=accepted))
    assert wanted.args == [False]
    strip.flash(Flash(high=False, medium=False))
    assert box.lit


def test_a_relief_that_is_due_soon_does_not_flash_in_the_strip(desk: Desk) -> None:
    low = tuple(one for one in UNIT.alerts if one.priority is Priority.LOW)
    assert low
    desk.shell.show_snapshot(replace(UNIT, alerts=low))
    assert not desk.shell.strip.flashes


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


def test_the_strip_keeps_its_place_when_there_is_nothing_to_say(qtbot: QtBot) -> None:
    strip = AlertStrip(themes.load("light"))
    qtbot.addWidget(strip)
    strip.show()
    height = strip.sizeHint().height()
    assert strip.says == UNKNOWN
    strip.show_snapshot(snapshot(healthy()), NOW, HERE)
    assert (strip.says, strip.entry, strip.sizeHint().height()) == (NONE_OPEN, None, height)
    strip.accept_first()
    strip.show_snapshot(UNIT, NOW, HERE)
    assert strip.sizeHint().height() == height
    strip.show_unknown()
    assert strip.says == UNKNOWN


def test_an_open_alert_comes_before_an_accepted_one(qtbot: QtBot) -> None:
    strip = AlertStrip(themes.load("light"))
    qtbot.addWidget(strip)
    worse, other = UNIT.beds[9], UNIT.beds[3]
    accepted = replace(alert(worse, 1, accepted_by="R. Osei"), stage=Stage.LAPSED)
    strip.show_snapshot(replace(UNIT, alerts=(accepted, alert(other, 2))), NOW, HERE)
    assert strip.entry is not None
    assert strip.entry.alert_ids == (2,)
    strip.show_snapshot(replace(UNIT, alerts=(accepted,)), NOW, HERE)
    assert strip.accept.isHidden()
    assert "R. Osei has it until" in strip.says


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


def test_a_desk_begins_with_its_page_so_that_letters_are_keys(desk: Desk) -> None:
    assert desk.shell.focusWidget() is desk.shell.stack


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
