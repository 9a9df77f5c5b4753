"""The People page: who works here, their PINs and badges; and what a role may not do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from station.models.enums import Role
from station.rules.permissions import Deed
from station.services.errors import NeedsPin, Refused
from station.services.events import SignedInOrOut, UnitChanged
from station.store.rows import StaffRow
from station.views import theme as themes
from station.views.board.page import DeskPage
from station.views.board.rail import DeskRail
from station.views.board.rail_card import DeskRailCard
from station.views.panel.desk import Desk
from station.views.panel.form import Form
from station.views.people.forms import AddPersonForm, BadgeForm, NameForm, PinForm, StandingForm
from station.views.people.page import CHOOSE, NOT_YOURS, PeoplePage
from station.views.permit import Permit
from station.views.recorder import Recorder
from station.views.signing.pin_pad import TOO_SHORT
from tests.views.desk_fakes import EVERYBODY, HALL, MOORE, RUIZ, FakeCommands, FakeReads, desk
from tests.views.look_desk import shell
from tests.views.showing import dress

MOORE_ID, OSEI_ID, RUIZ_ID, BELLO_ID, GRAY_ID = 1, 2, 3, 4, 9


class Office:
    """The page, with an administrator at it."""

    def __init__(self, qtbot: QtBot, who: StaffRow = HALL) -> None:
        self.commands, self.reads = FakeCommands(), FakeReads(everybody=EVERYBODY)
        self.desk: Desk = desk(self.commands, who=who, reads=self.reads)
        self.page = PeoplePage(themes.load("light"))
        qtbot.addWidget(self.page)
        self.page.resize(1100, 680)
        self.page.show_desk(self.desk)
        self.page.show()

    def form(self, kind: type[Form]) -> Form:
        return next(one for one in self.page.forms if isinstance(one, kind))

    def publish(self, *events: object) -> None:
        self.desk.bridge.publish(list(events))


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[Office]:
    made = Office(qtbot)
    yield made
    made.desk.bridge.shutdown()


def _lines(page: PeoplePage) -> list[tuple[str, ...]]:
    model = page.model
    return [
        tuple(str(model.data(model.index(row, column))) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_everybody_is_listed_with_how_he_signs_in(office: Office) -> None:
    assert _lines(office.page) == [
        ("A. Hall", "administrator", "", "has a PIN", "B-1005"),
        ("J. Moore", "tech", "CPI to 03/27", "has a PIN", "B-1001"),
        ("K. Bello", "nurse", "CPR expires in 12 days", "PIN to be changed", "none"),
        ("M. Ruiz", "charge nurse", "CPR expired", "locked until 14:36", "B-1003"),
        ("R. Osei", "tech", "no CPR on record", "no PIN yet", "none"),
        ("S. Gray", "tech", "", "has left", "none"),
    ]


def test_the_table_is_a_sound_model(office: Office, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(office.page.model)  # type: ignore[no-untyped-call]  # pytest-qt's


def test_a_row_is_a_sentence_to_a_screen_reader(office: Office) -> None:
    first = office.page.model.index(3, 0)
    said = office.page.model.data(first, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "M. Ruiz, charge nurse, CPR expired, locked until 14:36, badge B-1003"


def test_a_person_is_added_and_said_to_need_a_pin(office: Office) -> None:
    office.page.add.click()
    form = office.form(AddPersonForm)
    assert isinstance(form, AddPersonForm)
    form.submit()
    assert form.name.problem
    QTest.keyClicks(form.name.editor, " A.  Park ")
    form.role.editor.setCurrentText("nurse")
    form.add.click()
    assert office.commands.calls == [("add_staff", (HALL.id, "A. Park", Role.NURSE))]
    assert office.page.notice.text.startswith("A. Park is added.")
    assert "without one nobody can sign in" in office.page.notice.text
    assert form.name.editor.text() == ""


def test_a_name_that_is_taken_is_refused_in_place(office: Office) -> None:
    office.commands.errors = [Refused("There is a J. Moore here already. Add a letter.")]
    office.page.add.click()
    form = office.form(AddPersonForm)
    assert isinstance(form, AddPersonForm)
    QTest.keyClicks(form.name.editor, "J. Moore")
    QTest.keyClick(form.name.editor, Qt.Key.Key_Return)
    assert "already" in form.notice.text
    assert form.name.editor.text() == "J. Moore"


def test_a_name_and_a_role_are_changed(office: Office) -> None:
    office.page.choose(OSEI_ID)
    form = office.form(NameForm)
    assert isinstance(form, NameForm)
    form.save.click()
    assert form.notice.text == "Nothing has been changed yet."
    form.role.editor.setCurrentText("charge tech")
    form.save.click()
    assert office.commands.last == ("change_person", (HALL.id, OSEI_ID, None, Role.CHARGE_TECH, None))
    assert office.page.notice.text == "R. Osei is charge tech from now on."


def test_a_pin_is_given_twice_typed_and_not_kept(office: Office) -> None:
    office.page.choose(OSEI_ID)
    form = office.form(PinForm)
    assert isinstance(form, PinForm)
    for first, again, said in (("25", "25", TOO_SHORT), ("2580", "2581", "")):
        form.pin.editor.setText(first)
        form.again.editor.setText(again)
        form.save.click()
        assert form.pin.problem == said
        assert form.again.editor.text() == ""
    QTest.keyClicks(form.again.editor, "2580x")
    form.save.click()
    assert office.commands.calls == [("set_pin", (HALL.id, OSEI_ID, "2580"))]
    assert [one.editor.text() for one in (form.pin, form.again)] == ["", ""]
    assert "R. Osei has a new PIN" in office.page.notice.text
    assert form.pin.editor.echoMode() is QLineEdit.EchoMode.Password


def test_the_administrators_own_pin_is_asked_for_first(office: Office) -> None:
    office.commands.errors = [NeedsPin("A. Hall: enter your PIN to add people and set their PINs and badges.", HALL.id)]
    office.page.choose(OSEI_ID)
    form = office.form(PinForm)
    assert isinstance(form, PinForm)
    for one in (form.pin, form.again):
        one.editor.setText("2580")
    form.save.click()
    assert form.pin_ask is not None
    assert form.pin_ask.isVisible()
    QTest.keyClicks(form.pin_ask.pad, "1357")
    QTest.keyClick(form.pin_ask.pad, Qt.Key.Key_Return)
    assert [name for name, _ in office.commands.calls] == ["set_pin", "prove", "set_pin"]
    assert office.commands.last == ("set_pin", (HALL.id, OSEI_ID, "2580"))


def test_a_badge_is_scanned_into_its_field_and_taken_away(office: Office) -> None:
    office.page.choose(RUIZ_ID)
    form = office.form(BadgeForm)
    assert isinstance(form, BadgeForm)
    form.badge.editor.take_scan("B-2001")
    form.save.click()
    form.take.click()
    assert office.commands.calls == [
        ("set_badge", (HALL.id, RUIZ_ID, "B-2001")),
        ("set_badge", (HALL.id, RUIZ_ID, None)),
    ]


def test_a_locked_person_is_unlocked(office: Office) -> None:
    office.page.choose(OSEI_ID)
    form = office.form(StandingForm)
    assert isinstance(form, StandingForm)
    assert not form.unlock.isVisible()
    office.page.choose(RUIZ_ID)
    form = office.form(StandingForm)
    assert isinstance(form, StandingForm)
    form.unlock.click()
    assert office.commands.last == ("unlock_person", (HALL.id, RUIZ_ID))
    assert office.page.notice.text == "M. Ruiz can sign in again."


def test_who_leaves_is_asked_about_and_can_come_back(office: Office) -> None:
    office.page.choose(OSEI_ID)
    form = office.form(StandingForm)
    assert isinstance(form, StandingForm)
    form.leave.click()
    assert "does not work here any more?" in form.question.text
    form.question.no.click()
    assert office.commands.calls == []
    form.leave.click()
    form.question.yes.click()
    assert office.commands.last == ("change_person", (HALL.id, OSEI_ID, None, None, False))
    office.page.choose(GRAY_ID)
    (form,) = office.page.forms
    assert isinstance(form, StandingForm)
    assert form.leave.text() == "Works here again"
    form.leave.click()
    assert office.commands.last == ("change_person", (HALL.id, GRAY_ID, None, None, True))


def test_what_changes_elsewhere_is_read_again_and_typing_is_kept(office: Office) -> None:
    office.page.choose(OSEI_ID)
    form = office.form(NameForm)
    assert isinstance(form, NameForm)
    QTest.keyClicks(form.name.editor, "x")
    with_pin = tuple(replace(one, has_pin=True) if one.id == OSEI_ID else one for one in EVERYBODY)
    office.reads.everybody = with_pin
    office.publish(UnitChanged())
    assert _lines(office.page)[4][3] == "has a PIN"
    assert form in office.page.forms
    assert form.name.editor.text() == "R. Oseix"
    form.name.editor.setModified(False)
    office.reads.everybody = EVERYBODY
    office.publish(SignedInOrOut(OSEI_ID))
    office.reads.everybody = with_pin
    office.publish(SignedInOrOut(OSEI_ID))
    assert form not in office.page.forms


def test_others_read_and_are_told_whom_to_ask(qtbot: QtBot) -> None:
    office = Office(qtbot, who=MOORE)
    assert _lines(office.page)
    assert not office.page.add.isEnabled()
    assert "Ask an administrator" in office.page.add.toolTip()
    assert office.page._hint.text() == NOT_YOURS
    office.page.choose(RUIZ_ID)
    buttons = [one for form in office.page.forms for one in form.findChildren(QPushButton) if one.isVisible()]
    assert buttons
    assert all(not one.isEnabled() and "A tech may not " in one.accessibleDescription() for one in buttons)
    office.desk.recorder.choose(HALL)
    assert office.page.add.isEnabled()
    assert office.page._hint.text() == CHOOSE
    office.desk.bridge.shutdown()


def test_what_is_half_typed_waits_for_the_one_who_typed_it(office: Office) -> None:
    office.page.choose(OSEI_ID)
    form = office.form(NameForm)
    assert isinstance(form, NameForm)
    QTest.keyClicks(form.name.editor, "x")
    bring_back = office.page.put_away()
    assert office.page.forms == ()
    office.page.choose(RUIZ_ID)
    office.page.put_away()
    bring_back()
    assert form in office.page.forms
    assert form.isVisible()
    assert form.name.editor.text() == "R. Oseix"


@pytest.mark.parametrize("staff_id", [OSEI_ID, RUIZ_ID, GRAY_ID])
def test_everything_on_the_page_has_a_name(office: Office, staff_id: int) -> None:
    office.page.choose(staff_id)
    operable = (QAbstractButton, QLineEdit, QComboBox)
    inside = [one for one in office.page.findChildren(QWidget) if isinstance(one, operable) and one.isVisible()]
    assert [one for one in inside if not one.accessibleName() and not one.objectName().startswith("qt_")] == []


def test_a_permit_holds_against_whatever_else_enables_the_control(qtbot: QtBot) -> None:
    recorder, press = Recorder(), QPushButton("Discharge")
    qtbot.addWidget(press)
    press.setToolTip("Ends the stay")
    recorder.choose(MOORE)
    permit = Permit(press, recorder, Deed.DISCHARGE)
    assert not press.isEnabled()
    assert permit.reason == press.toolTip() == press.accessibleDescription()
    assert press.toolTip().startswith("A tech may not discharge patients. Ask ")
    press.setEnabled(True)
    press.setToolTip("")
    assert not press.isEnabled()
    assert press.toolTip() == permit.reason
    recorder.choose(RUIZ)
    assert press.isEnabled()
    assert press.toolTip() == ""


def test_a_viewer_sees_why_he_may_not(qtbot: QtBot) -> None:
    made = shell(dress("light"))
    qtbot.addWidget(made)
    made.recorder.choose(StaffRow(7, "V. Lane", Role.VIEWER))
    made.open_bed(4)
    panel = made.panel.patient_panel()
    assert panel is not None
    assert panel.record.notice.text.startswith("A viewer may not record checks. Ask ")
    held = {
        panel.record: "record checks",
        panel.bar.change_level: "raise observation levels",
        panel.bar.observer: "take over, offer and accept continuous patients",
        made.strip.accept: "accept alerts",
    }
    for control, words in held.items():
        assert not control.isEnabled()
        assert words in control.toolTip()
        assert words in control.accessibleDescription()
    board = made.stack.widget(0)
    assert isinstance(board, DeskPage)
    assert isinstance(board.rail, DeskRail)
    buttons = [one.button for one in board.rail.findChildren(DeskRailCard)]
    assert buttons
    assert all(not one.isEnabled() and "accept alerts" in one.toolTip() for one in buttons)
    made.recorder.choose(MOORE)
    assert all(one.isEnabled() for one in buttons)
    assert made.strip.accept.isEnabled()
