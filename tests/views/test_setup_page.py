"""Unit setup: every field explained and edited by its kind, changes marked, reviewed, signed; nothing typed is lost."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station.rules.policy_shape import by_path, shapes
from station.rules.policy_words import sections
from station.services.errors import NeedsPin, Refused
from station.services.events import UnitChanged
from station.store.rows import StaffRow
from station.views import theme as themes
from station.views.panel.controls import TOUCH
from station.views.panel.desk import Desk
from station.views.setup.editors import (
    ChoicesEditor,
    Editor,
    LadderEditor,
    LengthsEditor,
    LineEditor,
    WordsEditor,
    YesNoEditor,
    editor_of,
)
from station.views.setup.page import NOT_YOURS, UnitPage
from station.views.setup.places import room_words
from station.views.setup.places_view import NOT_YOURS as NOT_YOUR_PLACES
from station.views.setup.review import SignForm
from station.views.setup.section import SectionView
from station.views.setup.table import TableEditor
from station.views.signing.pin_pad import PinPad
from tests.views.desk_fakes import FACTS, HALL, MOORE, FakeCommands, FakeReads, desk, unit
from tests.views.look_desk import shell
from tests.views.setup_fakes import SHEET, changed, signed_by
from tests.views.showing import dress
from tests.views.snapshots import POLICY


class Office:
    """The page, with an administrator at it."""

    def __init__(self, qtbot: QtBot, who: StaffRow = HALL) -> None:
        self.commands, self.reads = FakeCommands(), FakeReads()
        self.desk: Desk = desk(self.commands, who=who, reads=self.reads)
        self.page = UnitPage(themes.load("light"))
        qtbot.addWidget(self.page)
        self.page.resize(1150, 640)
        self.page.show_snapshot(unit())
        self.page.show_facts(FACTS)
        self.page.show_desk(self.desk)
        self.page.show()

    def section(self, key: str) -> SectionView:
        self.page.contents.buttons[key].click()
        view = self.page.shown
        assert isinstance(view, SectionView)
        return view

    def editor(self, path: str) -> Editor:
        key = next(one.key for one in sections() if path in {field.path for field in one.fields})
        return self.section(key).fields[path].editor

    def type(self, path: str, text: str) -> QLineEdit:
        """In place of what stands there."""
        editor = self.editor(path)
        assert isinstance(editor, LineEditor)
        retype(editor.line, text)
        return editor.line

    def sign(self) -> SignForm:
        self.page.review.click()
        form = self.page.shown
        assert isinstance(form, SignForm)
        return form

    @property
    def mine(self) -> dict[str, Any]:
        assert self.page.draft is not None
        return dict(self.page.draft.mine)

    def said(self) -> str:
        return "\n".join(one.text() for one in self.page.findChildren(QLabel) if one.isVisible())


def retype(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[Office]:
    made = Office(qtbot)
    yield made
    made.desk.bridge.shutdown()


def test_it_begins_with_the_facts_of_the_unit(office: Office) -> None:
    said = office.said()
    for words in ("12 beds, 1201 to 1212", "by M. Ruiz, Fri 20 Nov 14:32", "station.db"):
        assert words in said


def test_every_field_of_the_policy_stands_in_its_section_with_its_explanation(office: Office) -> None:
    shown: set[str] = set()
    for section in sections():
        if section.key == "versions":
            continue
        view = office.section(section.key)
        shown |= set(view.fields)
        said = office.said()
        assert all(one.text in said for one in section.shown)
    assert shown == {one.path for one in shapes()} - {"version_of_format"}


def test_what_is_changed_is_marked_with_what_it_was_and_counted(office: Office) -> None:
    office.type("signing.lock_after", "5 min")
    assert office.mine == {"signing.lock_after": "5:00"}
    assert "Changed. It was 3:00." in office.said()
    assert office.page.count.text() == "1 change, not signed."
    assert office.page.contents.buttons["signing"].text() == "Signing in · 1"
    office.type("orders.review_every", "12 h")
    assert office.page.count.text() == "2 changes, not signed."


def test_typed_back_to_what_it_was_it_is_no_change(office: Office) -> None:
    office.type("signing.lock_after", "5 min")
    office.type("signing.lock_after", "180 s")
    assert office.mine == {}
    assert not office.page.bar.isVisible()


def test_a_change_is_put_back_by_itself_or_with_all(office: Office) -> None:
    office.type("signing.wrong_pins", "4")
    line = office.type("signing.lock_after", "5:00")
    view = office.section("signing")
    view.fields["signing.wrong_pins"].back.click()
    assert office.mine == {"signing.lock_after": "5:00"}
    office.page.clear.click()
    assert office.mine == {}
    assert line is not None
    line_now = office.editor("signing.lock_after").findChildren(QLineEdit)[0]
    assert line_now.text() == "3:00"


def test_what_cannot_be_read_stays_as_typed_with_a_sentence(office: Office) -> None:
    line = office.type("signing.wrong_pins", "many")
    said = "Wrong PINs: “many” is not a whole number. Write one from 3 to 10."
    assert said in office.said()
    assert line.text() == "many"
    assert not office.page.review.isEnabled()
    assert said in office.page.count.text()
    office.section("orders")
    again = office.editor("signing.wrong_pins").findChildren(QLineEdit)[0]
    assert again.text() == "many"


def test_a_length_being_typed_is_not_touched_and_is_written_plainly_afterwards(office: Office) -> None:
    table = office.editor("levels")
    assert isinstance(table, TableEditor)
    table.cards[1].toggle()
    line = table.cards[1].editors["late"].findChildren(QLineEdit)[0]
    retype(line, "14 min")
    assert line.text() == "14 min"
    line.editingFinished.emit()
    assert line.text() == "14:00"
    assert "Q15 · Late: 15:00 → 14:00" in office.said()


def test_a_contradiction_is_said_at_its_row(office: Office) -> None:
    table = office.editor("levels")
    assert isinstance(table, TableEditor)
    table.cards[1].toggle()
    retype(table.cards[1].editors["late"].findChildren(QLineEdit)[0], "11:00")
    said = "Q15 · Late (11:00) cannot come before due soon (12:00). Change one of the two."
    assert table.cards[1].problem.text() == said
    assert not table.cards[0].problem.isVisible()
    assert not office.page.review.isEnabled()


def test_rows_are_added_ordered_and_taken_out(office: Office) -> None:
    table = office.editor("shifts")
    assert isinstance(table, TableEditor)
    table.cards[0].down.click()
    assert [one["name"] for one in office.mine["shifts"]] == ["Evening", "Day", "Night"]
    table.cards[2].remove.click()
    table.add.click()
    assert len(table.cards) == 3
    new = table.cards[2]
    assert new.is_open
    retype(new.editors["name"].findChildren(QLineEdit)[0], "Late")
    retype(new.editors["starts"].findChildren(QLineEdit)[0], "22:30")
    assert office.mine["shifts"][-1] == {"name": "Late", "starts": "22:30:00", "overlap": "0:00"}
    assert office.page.review.isEnabled()


def test_each_kind_of_thing_is_changed_by_its_own_editor(office: Office) -> None:
    yes_no = office.editor("wall.show_precautions")
    assert isinstance(yes_no, YesNoEditor)
    yes_no.choice.button_of("yes").click()
    places = office.editor("checks.places")
    assert isinstance(places, WordsEditor)
    places.lines.setPlainText("Room\n\n  Day   room \nHallway")
    ladder = office.editor("escalation.awol")
    assert isinstance(ladder, LadderEditor)
    ladder.rungs[0].remove.click()
    ladder.add.click()
    retype(ladder.rungs[1].after.line, "4:00")
    fix = office.editor("environment.fix_within")
    assert isinstance(fix, LengthsEditor)
    retype(fix.each[2].line, "10 h")
    share = office.type("rounds.vary_from", "0,9")
    assert share.text() == "0,9"
    assert office.mine["wall.show_precautions"] is True
    assert office.mine["checks.places"] == ["Room", "Day room", "Hallway"]
    assert office.mine["escalation.awol"] == [
        {"role": "manager", "after": "2:00"}, {"role": "manager", "after": "4:00"},
    ]  # fmt: skip
    assert office.mine["environment.fix_within"][2] == "600:00"
    assert office.mine["rounds.vary_from"] == 0.9


def test_roles_are_chosen_and_shown_without_saying_so(qtbot: QtBot) -> None:
    editor = editor_of(by_path()["qualifications.required.*.roles"])
    qtbot.addWidget(editor)
    assert isinstance(editor, ChoicesEditor)
    said: list[Any] = []
    editor.changed.connect(said.append)
    editor.show_value(["tech", "nurse"])
    assert said == []
    editor.tags.button_of("nurse").click()
    assert said == [["tech"]]


@pytest.mark.parametrize(
    "shape", [one for one in shapes() if one.path != "version_of_format"], ids=lambda one: one.path
)
def test_what_holds_is_shown_without_a_change(office: Office, shape: Any) -> None:
    office.editor(shape.path)
    assert office.mine == {}


def test_a_field_is_found_wherever_it_stands(office: Office) -> None:
    QTest.keyClicks(office.page.finder, "relief")
    view = office.page.shown
    assert isinstance(view, SectionView)
    assert {"continuous.relief_late", "escalation.relief"} <= set(view.fields)
    retype(view.fields["continuous.relief_late"].editor.findChildren(QLineEdit)[0], "1 h 50 min")
    assert office.mine == {"continuous.relief_late": "110:00"}
    assert office.page.back()
    assert office.page.finder.text() == ""


def test_nothing_found_says_what_to_try(office: Office) -> None:
    office.page.finder.setText("helicopter")
    assert "Nothing here says “helicopter”. Try another word" in office.said()


def test_reviewed_and_signed_with_the_pin(office: Office) -> None:
    office.type("signing.lock_after", "5 min")
    office.commands.errors = [NeedsPin("A. Hall: enter your PIN to change the policy.", HALL.id)]
    form = office.sign()
    said = office.said()
    for words in ("Review 1 change", "Lock after", "3:00", "5:00", "what is late now stays late until it is done"):
        assert words in said
    form.sign.click()
    pad = form.findChild(PinPad)
    assert pad is not None
    QTest.keyClicks(pad, "2580")
    pad.enter.click()
    name, (staff_id, body, based_on) = office.commands.calls[-1]
    assert (name, staff_id, based_on) == ("sign_policy", HALL.id, SHEET.version)
    assert body["signing"]["lock_after"] == "5:00"
    assert {**body, "signing": None} == {**POLICY.to_json(), "signing": None}
    assert office.mine == {}
    assert "Signed: 1 change. The policy holds from now on." in office.page.notice.text
    assert "Version 3, signed by M. Ruiz" in office.said()


def test_a_refusal_leaves_everything_as_typed(office: Office) -> None:
    office.type("signing.lock_after", "5 min")
    office.commands.errors = [Refused("Q30 is ordered for 1204, so it cannot be taken out.")]
    form = office.sign()
    form.sign.click()
    assert form.notice.text == "Q30 is ordered for 1204, so it cannot be taken out."
    assert office.mine == {"signing.lock_after": "5:00"}
    assert office.page.back()
    assert isinstance(office.page.shown, SectionView)


def test_somebody_else_signed_meanwhile_stands_beside_what_is_typed(office: Office) -> None:
    office.type("signing.lock_after", "5 min")
    office.reads.sheet = signed_by(SHEET, "M. Ruiz", changed(POLICY, signing={"wrong_pins": 4}))
    office.desk.bridge.publish([UnitChanged()])
    assert "M. Ruiz has signed another policy meanwhile: Wrong PINs: 5 tries → 4 tries." in office.page.notice.text
    assert office.mine == {"signing.lock_after": "5:00"}
    office.sign().sign.click()
    _, (_, body, based_on) = office.commands.calls[-1]
    assert based_on == SHEET.version + 1
    assert (body["signing"]["wrong_pins"], body["signing"]["lock_after"]) == (4, "5:00")


def test_somebody_elses_row_is_not_undone_by_mine(office: Office) -> None:
    table = office.editor("shifts")
    assert isinstance(table, TableEditor)
    table.cards[0].toggle()
    retype(table.cards[0].editors["overlap"].findChildren(QLineEdit)[0], "20:00")
    shifts = [one.model_copy(update={"overlap": one.overlap * 2}) for one in POLICY.shifts[1:]]
    theirs = POLICY.model_copy(update={"shifts": (POLICY.shifts[0], *shifts)})
    office.reads.sheet = signed_by(SHEET, "M. Ruiz", theirs)
    office.desk.bridge.publish([UnitChanged()])
    assert [one["overlap"] for one in office.mine["shifts"]] == ["20:00", "60:00", "60:00"]


def test_a_draft_survives_the_lock_and_is_nobody_elses(office: Office) -> None:
    office.type("signing.lock_after", "5 min")
    bring_back = office.page.put_away()
    assert office.mine == {}
    assert not office.page.bar.isVisible()
    bring_back()
    assert office.mine == {"signing.lock_after": "5:00"}
    line = office.editor("signing.lock_after").findChildren(QLineEdit)[0]
    assert line.text() == "5:00"


def test_a_draft_is_taken_up_beside_what_was_signed_while_it_was_away(office: Office) -> None:
    office.type("signing.lock_after", "5 min")
    bring_back = office.page.put_away()
    office.reads.sheet = signed_by(SHEET, "M. Ruiz", changed(POLICY, signing={"wrong_pins": 4}))
    office.desk.bridge.publish([UnitChanged()])
    bring_back()
    assert office.page.draft is not None
    assert office.mine == {"signing.lock_after": "5:00"}
    assert office.page.draft.body["signing"]["wrong_pins"] == 4


def test_through_the_locked_desk_and_back(qtbot: QtBot) -> None:
    made = shell(dress("light"))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.recorder.choose(HALL)
    made.show_page("unit")
    page = made.stack.currentWidget()
    assert isinstance(page, UnitPage)
    page.contents.buttons["signing"].click()
    assert isinstance(page.shown, SectionView)
    retype(page.shown.fields["signing.lock_after"].editor.findChildren(QLineEdit)[0], "5 min")
    made.recorder.choose(None)
    made.recorder.choose(MOORE)
    assert page.draft is not None
    assert dict(page.draft.mine) == {}
    made.recorder.choose(HALL)
    assert dict(page.draft.mine) == {"signing.lock_after": "5:00"}


def test_whoever_may_not_reads_with_a_sentence(qtbot: QtBot) -> None:
    made = Office(qtbot, MOORE)
    view = made.section("continuous")
    assert NOT_YOURS in made.said()
    assert not any(field.editor.isEnabled() for field in view.fields.values())
    made.page.contents.buttons["places"].click()
    assert made.page.places is not None
    made.page.places.choose("bed", 103)
    made.page.places.choose("bed", 103)
    assert not made.page.places.forms[0].findChildren(QPushButton)[0].isEnabled()
    made.page.places.list.setCurrentRow(-1)
    assert NOT_YOUR_PLACES in made.said()
    made.desk.bridge.shutdown()


# Places


def places(office: Office) -> Any:
    office.page.contents.buttons["places"].click()
    return office.page.places


def test_every_place_is_listed_in_board_order(office: Office) -> None:
    listed = places(office).list
    assert [listed.item(row).text().strip() for row in range(listed.count())] == [
        "West hall · 3 rooms, 2 beds", "Room 1201", "Bed 1201A · taken", "Bed 1201B", "Room 1202",
        "Bed 1202 · out of use", "Room Day room", "East hall · 1 room, 1 bed", "Room 1301", "Bed 1301 · taken",
    ]  # fmt: skip


def test_a_place_is_renamed_added_to_moved_and_ordered(office: Office) -> None:
    view = places(office)
    view.choose("area", 1)
    rename, add = view.forms
    retype(rename.field.editor, "North hall")
    rename.button.click()
    view.choose("area", 1)
    retype(view.forms[1].field.editor, "1203")
    QTest.keyClick(view.forms[1].field.editor, Qt.Key.Key_Return)
    view.choose("bed", 102)
    view.forms[1].field.editor.setCurrentText("1301 · East hall")
    view.forms[1].button.click()
    view.beside.up.click()
    view.choose("bed", 103)
    view.forms[2].button.click()
    assert office.commands.calls == [
        ("rename_area", (HALL.id, 1, "North hall")),
        ("add_room", (HALL.id, 1, "1203")),
        ("move_bed", (HALL.id, 102, 21)),
        ("reorder", (HALL.id, "bed", 11, (102, 101))),
        ("set_bed_in_use", (HALL.id, 103, True)),
    ]
    assert add is not None
    assert view.notice.text == "Bed 1202 is in use again."


def test_an_area_is_added(office: Office) -> None:
    view = places(office)
    view.adding.button.click()
    assert view.adding.field.problem == "Type the name first."
    retype(view.adding.field.editor, "  South   hall ")
    view.adding.button.click()
    assert office.commands.calls == [("add_area", (HALL.id, "South hall"))]
    assert view.adding.field.editor.text() == ""


def test_a_place_that_is_refused_keeps_what_was_typed(office: Office) -> None:
    view = places(office)
    view.choose("room", 11)
    office.commands.errors = [Refused("There is a room 1202 in West hall already. Give this one another name.")]
    retype(view.forms[0].field.editor, "1202")
    view.forms[0].button.click()
    assert "another name" in view.forms[0].notice.text
    assert view.forms[0].field.editor.text() == "1202"


def test_what_is_half_typed_of_a_place_survives_a_reading_and_the_lock(office: Office) -> None:
    view = places(office)
    view.choose("room", 11)
    retype(view.forms[0].field.editor, "1201 quiet")
    west = replace(SHEET.places[0], name="North hall")
    office.reads.sheet = replace(SHEET, places=(west, *SHEET.places[1:]))
    office.desk.bridge.publish([UnitChanged()])
    assert view.forms[0].field.editor.text() == "1201 quiet"
    bring_back = office.page.put_away()
    assert view.beside is None
    bring_back()
    assert view.forms[0].field.editor.text() == "1201 quiet"


def test_a_hidden_page_reads_itself_only_when_it_is_seen_again(office: Office) -> None:
    office.page.hide()
    office.reads.sheet = signed_by(SHEET, "M. Ruiz", changed(POLICY, signing={"wrong_pins": 4}))
    office.desk.bridge.publish([UnitChanged()])
    assert office.page.draft is not None
    assert office.page.draft.sheet == SHEET
    office.page.show()
    assert office.page.draft.sheet.version == SHEET.version + 1


# For everybody


@pytest.mark.parametrize("key", ["places", *(one.key for one in sections())])
def test_everything_has_a_name_and_room_for_a_finger(office: Office, key: str) -> None:
    office.page.contents.buttons[key].click()
    if isinstance(office.page.shown, SectionView):
        for field in office.page.shown.fields.values():
            if isinstance(field.editor, TableEditor):
                field.editor.cards[0].toggle()
    operable = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QListWidget)
    inside = [one for one in office.page.findChildren(QWidget) if isinstance(one, operable) and one.isVisible()]
    own = [one for one in inside if not one.objectName().startswith("qt_")]
    assert [type(one) for one in own if not one.accessibleName()] == []
    assert [one.accessibleName() for one in own if one.height() < TOUCH] == []


def test_the_sections_are_walked_with_the_arrow_keys(office: Office) -> None:
    buttons = office.page.contents.buttons
    office.page.activateWindow()
    buttons["levels"].setFocus()
    QTest.keyClick(buttons["levels"], Qt.Key.Key_Down)
    assert office.page.focusWidget() is buttons["checks"]
    QTest.keyClick(buttons["checks"], Qt.Key.Key_Space)
    assert isinstance(office.page.shown, SectionView)
    assert "checks.places" in office.page.shown.fields


def test_a_room_that_is_called_one_is_not_called_so_twice() -> None:
    assert [room_words(one) for one in ("1201", "Room 1201", "Day room")] == ["Room 1201", "Room 1201", "Room Day room"]
