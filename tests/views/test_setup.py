"""The first start on an empty database, and the Unit page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from station.models.enums import Role
from station.services.errors import Refused
from station.services.setup import AreaPlan, UnitPlan
from station.views import theme as themes
from station.views.bridge import Bridge, DirectBridge
from station.views.commands import FirstAdministrator, FirstPerson, NewUnit
from station.views.setup.beds import plan_area
from station.views.setup.census import found_words
from station.views.setup.facts import FactsCard, unit_facts
from station.views.setup.first_start import FirstStart, Way
from station.views.signing.pin_pad import TOO_SHORT
from tests.views.desk_fakes import BAD_CENSUS, FACTS, GOOD_CENSUS, FakeFounding, unit

LIGHT = themes.load("light")


@pytest.fixture
def founding() -> FakeFounding:
    return FakeFounding(found=GOOD_CENSUS)


@pytest.fixture
def start(qtbot: QtBot, founding: FakeFounding) -> Iterator[FirstStart]:
    bridge = DirectBridge()
    made = FirstStart(bridge, founding, LIGHT)
    qtbot.addWidget(made)
    made.show()
    yield made
    bridge.shutdown()


def tap(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def describe(start: FirstStart) -> None:
    """Walk through the four steps, typing a small unit."""
    QTest.keyClicks(start.unit.name.editor, "3 West")
    start.unit.zone.editor.setCurrentText("America/Chicago")
    QTest.keyClicks(start.unit.signed_by.editor, "M. Ruiz")
    tap(start.forward)
    start.beds.rows[0].name.editor.setText("West hall")
    start.beds.rows[0].beds.editor.setPlainText("1201-1203, 1214A, 1214B")
    tap(start.forward)
    start.people.rows[1][0].setText("J. Moore")
    tap(start.forward)
    name_administrator(start)


def name_administrator(start: FirstStart, name: str = "A. Hall") -> None:
    fields = start.administrator.fields
    fields.name.editor.setText(name)
    for one in (fields.pin, fields.again):
        one.editor.clear()
        QTest.keyClicks(one.editor, "2580")


def test_the_demo_is_one_tap_away(start: FirstStart, founding: FakeFounding, qtbot: QtBot) -> None:
    with qtbot.waitSignal(start.ready):
        tap(start.ways[Way.DEMO])
    assert founding.calls == [("start_demo", None)]


def test_a_demo_that_fails_says_why_and_can_be_tried_again(start: FirstStart, founding: FakeFounding) -> None:
    founding.errors = [Refused("The disk is full. Free some space and try again.")]
    tap(start.ways[Way.DEMO])
    assert start.notice.text == "The disk is full. Free some space and try again."
    tap(start.ways[Way.DEMO])
    assert len(founding.calls) == 2


def test_setting_a_unit_up(start: FirstStart, founding: FakeFounding, qtbot: QtBot) -> None:
    tap(start.ways[Way.SET_UP])
    describe(start)
    assert not founding.calls
    assert start.people.rows[0][0].text() == "M. Ruiz"
    with qtbot.waitSignal(start.ready):
        tap(start.forward)
    plan = UnitPlan("3 West", "America/Chicago", (plan_area("West hall", "1201-1203, 1214A, 1214B"),))
    people = (FirstPerson("M. Ruiz", Role.CHARGE_NURSE), FirstPerson("J. Moore", Role.TECH))
    administrator = FirstAdministrator("A. Hall", "2580")
    assert founding.calls == [("create_unit", NewUnit(plan, people, "M. Ruiz", administrator))]
    assert "2580" not in repr(founding.calls)
    assert start.administrator.fields.digits == ""


def test_the_administrator_has_a_name_of_his_own_and_a_pin_typed_twice(
    start: FirstStart, founding: FakeFounding
) -> None:
    tap(start.ways[Way.SET_UP])
    describe(start)
    fields = start.administrator.fields
    name_administrator(start, "J. Moore")
    tap(start.forward)
    assert "J. Moore is named before, in another role" in fields.name.problem
    name_administrator(start)
    fields.again.editor.setText("2581")
    tap(start.forward)
    assert fields.again.problem == "The two are not the same. Type both again."
    for one in (fields.pin, fields.again):
        one.editor.setText("258")
    tap(start.forward)
    assert fields.pin.problem == TOO_SHORT
    assert not founding.calls
    assert "no PIN yet" in start.administrator.text


def test_each_step_says_what_is_missing_and_keeps_the_rest(start: FirstStart, founding: FakeFounding) -> None:
    tap(start.ways[Way.SET_UP])
    QTest.keyClicks(start.unit.name.editor, "3 West")
    start.unit.zone.editor.setCurrentText("Chicago time")
    tap(start.forward)
    assert start.unit.signed_by.problem == "Say who signs the policy."
    assert "not a time zone" in start.unit.zone.problem
    assert start.unit.name.editor.text() == "3 West"
    start.unit.zone.editor.setCurrentText("America/Chicago")
    start.unit.signed_by.editor.setText("M. Ruiz")
    tap(start.forward)
    tap(start.forward)
    assert start.beds.problem.text() == "Enter at least one area with its beds."
    assert not founding.calls


def test_beds_are_previewed_as_they_are_typed(start: FirstStart) -> None:
    tap(start.ways[Way.SET_UP])
    row = start.beds.rows[0]
    row.name.editor.setText("West hall")
    row.beds.editor.setPlainText("1201-1203, 1214A, 1214B")
    assert start.beds.preview.text() == "West hall: 5 beds in 4 rooms: 1201, 1202, 1203, 1214A, 1214B"
    row.beds.editor.setPlainText("1203-1201")
    assert "runs backwards" in start.beds.preview.text()


@pytest.mark.parametrize(
    ("names", "beds", "said"),
    [
        (("West", "East"), ("1201-1203", "1203-1205"), "1203 stands in two areas. Each bed has one place."),
        (("West", "west"), ("1201", "1202"), "Two areas have the same name. Give each its own."),
    ],
)
def test_areas_must_agree(start: FirstStart, names: tuple[str, str], beds: tuple[str, str], said: str) -> None:
    tap(start.beds.more)
    for row, name, typed in zip(start.beds.rows, names, beds, strict=True):
        row.name.editor.setText(name)
        row.beds.editor.setPlainText(typed)
    assert not start.beds.check()
    assert start.beds.problem.text() == said


def test_an_area_needs_a_name_and_beds(start: FirstStart) -> None:
    row = start.beds.rows[0]
    row.name.editor.setText("West hall")
    assert not start.beds.check()
    assert row.beds.problem == "Type the beds, such as 1201-1212."
    row.beds.editor.setPlainText("1201")
    row.name.editor.clear()
    assert not start.beds.check()
    assert row.name.problem == "Name the area."


def test_people_need_names_of_their_own(start: FirstStart) -> None:
    assert not start.people.check()
    assert "at least one person" in start.people.problem.text()
    for editor, _ in start.people.rows[:2]:
        editor.setText("J. Moore")
    assert not start.people.check()
    assert "J. Moore is there twice" in start.people.problem.text()
    tap(start.people.more)
    assert len(start.people.rows) == 4


def test_going_back_loses_nothing(start: FirstStart) -> None:
    tap(start.ways[Way.SET_UP])
    describe(start)
    for _ in range(4):
        tap(start.back)
    assert start.ways[Way.SET_UP].isVisible()
    tap(start.ways[Way.IMPORT])
    assert start.unit.name.editor.text() == "3 West"


def test_a_unit_that_is_refused_keeps_everything(start: FirstStart, founding: FakeFounding) -> None:
    founding.errors = [Refused("This database holds a unit already. Use another database for another unit.")]
    tap(start.ways[Way.SET_UP])
    describe(start)
    tap(start.forward)
    assert "holds a unit already" in start.notice.text
    assert start.isEnabled()
    assert start.unit.name.editor.text() == "3 West"


def import_census(start: FirstStart) -> None:
    tap(start.ways[Way.IMPORT])
    describe(start)
    tap(start.forward)
    start.census.check_file("census.csv")


def test_a_good_census_is_checked_then_imported(start: FirstStart, founding: FakeFounding, qtbot: QtBot) -> None:
    import_census(start)
    assert founding.named("check_census") == [Path("census.csv")]
    assert "22 patients can be imported" in start.census.notice.text
    assert not start.census.take_good.isVisible()
    tap(start.census.take)
    assert founding.named("import_census") == [(Path("census.csv"), False)]
    assert start.forward.text() == "Open the board"
    with qtbot.waitSignal(start.ready):
        tap(start.forward)


def test_every_bad_line_is_shown_with_its_reason(start: FirstStart, founding: FakeFounding) -> None:
    founding.found = BAD_CENSUS
    import_census(start)
    assert start.census.problems.problems() == [one.problem for one in BAD_CENSUS.problems]
    assert not start.census.take.isEnabled()
    assert "bad lines" in start.census.take.toolTip()
    tap(start.census.take_good)
    assert founding.named("import_census") == [(Path("census.csv"), True)]


def test_a_file_that_cannot_be_read_says_why(start: FirstStart, founding: FakeFounding) -> None:
    tap(start.ways[Way.IMPORT])
    describe(start)
    tap(start.forward)
    founding.errors = [Refused("The file has no column bed. Add it to the heading line.")]
    start.census.check_file("census.csv")
    assert start.census.notice.text == "The file has no column bed. Add it to the heading line."
    assert start.census.isEnabled()


def test_what_was_found_in_words() -> None:
    assert found_words(GOOD_CENSUS) == "22 patients can be imported. Nothing has been changed yet."
    assert "3 of them already here" in found_words(BAD_CENSUS)
    assert "1 line is wrong" in found_words(replace(BAD_CENSUS, problems=BAD_CENSUS.problems[:1]))


def test_while_the_demo_is_built_nothing_else_begins(qtbot: QtBot, founding: FakeFounding) -> None:
    bridge = Bridge()
    start = FirstStart(bridge, founding, LIGHT)
    qtbot.addWidget(start)
    start.show()
    with qtbot.waitSignal(start.ready):
        start.begin(Way.DEMO)
        assert not start.isEnabled()
        tap(start.ways[Way.DEMO])
    bridge.shutdown()
    assert len(founding.calls) == 1


def test_everything_in_the_first_start_has_a_name(start: FirstStart) -> None:
    operable = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    inside = [one for one in start.findChildren(QWidget) if isinstance(one, operable)]
    own = [one for one in inside if not one.objectName().startswith("qt_") and not isinstance(one.parent(), QComboBox)]
    assert [one for one in own if not one.accessibleName()] == []


@pytest.fixture
def page(qtbot: QtBot) -> FactsCard:
    made = FactsCard()
    qtbot.addWidget(made)
    made.show()
    return made


def said(page: FactsCard) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_the_unit_page_says_what_it_knows(page: FactsCard, qtbot: QtBot) -> None:
    assert "Reading…" in said(page)
    page.show_snapshot(unit())
    page.show_facts(FACTS)
    qtbot.waitUntil(lambda: "station.db" in said(page))
    shown = said(page)
    for words in ("12 beds, 1201 to 1212", "by M. Ruiz, Fri 20 Nov 14:32", "station.db"):
        assert words in shown
    assert "Reading…" not in shown


def test_a_policy_of_unknown_date_is_said_to_be_unknown() -> None:
    facts = dict(unit_facts(unit(), replace(FACTS, policy_signed_at=None)))
    assert facts["Policy signed"] == "not known"
    assert "Demo" in dict(unit_facts(replace(unit(), unit=replace(unit().unit, is_demo=True)), FACTS))


def test_a_census_proposes_the_beds_and_is_checked_at_the_end(qtbot: QtBot, founding: FakeFounding) -> None:
    bridge = DirectBridge()
    areas = (plan_area("Area 12", "1201-1203"), plan_area("Area 13", "1301A, 1301B"))
    start = FirstStart(bridge, founding, LIGHT, propose=lambda _: areas)
    qtbot.addWidget(start)
    start.show()
    start.begin(Way.IMPORT)
    for dialog in start.findChildren(QFileDialog):
        dialog.reject()
    start.propose_from("census.csv")
    assert "names 5 beds" in start.notice.text
    assert start.beds.areas == areas
    start.unit.name.editor.setText("3 West")
    start.unit.zone.editor.setCurrentText("America/Chicago")
    start.unit.signed_by.editor.setText("M. Ruiz")
    for _ in range(3):
        tap(start.forward)
    name_administrator(start)
    tap(start.forward)
    assert founding.named("check_census") == [Path("census.csv")]
    bridge.shutdown()


def test_a_file_without_beds_leaves_them_to_be_typed(qtbot: QtBot, founding: FakeFounding) -> None:
    def refuse(_: Path) -> tuple[AreaPlan, ...]:
        raise Refused("No line of this file names a bed. Choose the census of this unit.")

    bridge = DirectBridge()
    start = FirstStart(bridge, founding, LIGHT, propose=refuse)
    qtbot.addWidget(start)
    start.show()
    start.propose_from("census.csv")
    assert "names a bed" in start.notice.text
    assert len(start.beds.rows) == 1
    bridge.shutdown()
