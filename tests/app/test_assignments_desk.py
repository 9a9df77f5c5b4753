"""A shift planned at a real desk, over the real services, on a real file; and by two charges at once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.app.binding import BoundCommands, BoundReads
from station.app.core import Core
from station.app.windows import Desk
from station.models import PlanDraft, ShiftPlan
from station.models.enums import Role
from station.rules import plan_edits
from station.services import reading, setup
from station.services.plan_sheet import PlanSheet
from station.views.assignments.overtaken_card import OvertakenCard
from station.views.assignments.people_card import PeopleCard
from station.views.assignments.planner import Planner
from station.views.assignments.publish_card import PublishCard
from station.views.assignments.suggest_card import SuggestCard, SuggestedCard
from station.views.bridge import Bridge
from tests.app.conftest import put_away
from tests.builders import PIN, STATION, BuiltUnit
from tests.fakes import NOON, FakeClock


@pytest.fixture
def charges(unit: BuiltUnit) -> tuple[int, int]:
    """Two who may plan."""
    setup.add_staff(unit.store, "P. Shah", Role.CHARGE_TECH, actor=STATION, now=NOON)
    other = next(one.id for one in reading.read_staff(unit.store) if one.name == "P. Shah")
    both = replace(unit, staff={**unit.staff, "P. Shah": other})
    return both.give_pin("C. Lindt"), both.give_pin("P. Shah")


@pytest.fixture
def desk(
    qapp: QApplication,
    core: Core,
    bridge: Bridge,
    unit: BuiltUnit,
    charges: tuple[int, int],
    clock: FakeClock,
    qtbot: QtBot,
) -> Iterator[Desk]:
    for bed in ("1201", "1202", "1203"):
        unit.admit_seen(bed, at=NOON)
    clock.advance(60)
    made = Desk(qapp, core, bridge, "light", "Desk 1")
    made.shell.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: made.shell.desk() is not None)
    made.shell.entrance.door.sign_in(charges[0], PIN)
    qtbot.waitUntil(lambda: made.shell.recorder.staff is not None)
    made.shell.show_page("assignments")
    yield made
    put_away(made)


def tap(one: QWidget) -> None:
    QApplication.processEvents()
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)


def planner_of(desk: Desk, qtbot: QtBot) -> Planner:
    qtbot.waitUntil(lambda: desk.assignments.planner is not None)
    found = desk.assignments.planner
    assert found is not None
    return found


def plan_it(desk: Desk, qtbot: QtBot) -> Planner:
    """Everybody is put on the shift and cover is suggested."""
    planner = planner_of(desk, qtbot)
    tap(planner.begin.people)
    people = planner.side.content
    assert isinstance(people, PeopleCard)
    for one in people.buttons:
        tap(one)
    tap(people.add)
    tap(planner.head.suggest)
    card = planner.side.content
    assert isinstance(card, SuggestCard)
    tap(card.fill)
    qtbot.waitUntil(lambda: isinstance(planner.side.content, SuggestedCard))
    qtbot.waitUntil(lambda: not planner.keeper.waiting)
    return planner


def publish(planner: Planner, qtbot: QtBot) -> None:
    number = planner.editor.based_on
    tap(planner.head.publish)
    card = planner.side.content
    assert isinstance(card, PublishCard)
    tap(card.publish)
    qtbot.waitUntil(lambda: planner.editor.based_on > number or card.question.isVisible())
    if planner.editor.based_on == number:
        tap(card.question.yes)
    qtbot.waitUntil(lambda: planner.editor.based_on > number)
    qtbot.waitUntil(lambda: planner.sheet.published.number == planner.editor.based_on)


def stored(core: Core, model: type) -> int:
    with core.store.read() as session:
        return session.query(model).count()


def test_a_shift_is_planned_and_published(desk: Desk, core: Core, qtbot: QtBot) -> None:
    planner = plan_it(desk, qtbot)
    assert stored(core, PlanDraft) == 1
    publish(planner, qtbot)
    assert stored(core, ShiftPlan) == 1
    assert stored(core, PlanDraft) == 0
    assert planner.head.state.text().startswith("Published")
    assert not planner.head.publish.isEnabled()


def test_each_charge_finds_his_own_draft_again(desk: Desk, charges: tuple[int, int], qtbot: QtBot) -> None:
    planner = plan_it(desk, qtbot)
    plan = planner.editor.plan
    desk.shell.entrance.lock()
    qtbot.waitUntil(lambda: desk.shell.recorder.staff is None)
    desk.shell.entrance.door.sign_in(charges[1], PIN)
    qtbot.waitUntil(lambda: desk.assignments.planner is not None and desk.assignments.planner is not planner)
    other = planner_of(desk, qtbot)
    assert not other.editor.plan.people
    desk.shell.entrance.lock()
    desk.shell.entrance.door.sign_in(charges[0], PIN)
    qtbot.waitUntil(lambda: desk.assignments.planner is planner)
    assert planner.editor.plan == plan


def test_a_desk_that_was_closed_finds_the_draft_again(
    desk: Desk, core: Core, bridge: Bridge, qapp: QApplication, charges: tuple[int, int], qtbot: QtBot
) -> None:
    plan = plan_it(desk, qtbot).editor.plan
    again = Desk(qapp, core, bridge, "light", "Desk 1")
    again.show()
    qtbot.waitUntil(lambda: again.shell.desk() is not None)
    again.shell.entrance.door.sign_in(charges[0], PIN)
    found = planner_of(again, qtbot)
    assert {one.key for one in found.editor.plan.blocks} == {one.key for one in plan.blocks}
    put_away(again)


def test_the_second_of_two_charges_merges(
    desk: Desk, core: Core, charges: tuple[int, int], clock: FakeClock, bridge: Bridge, qtbot: QtBot
) -> None:
    planner = plan_it(desk, qtbot)
    publish(planner, qtbot)
    block = planner.editor.plan.blocks[0]
    planner.edit("delete", plan_edits.without_block(planner.editor.plan, block.key))
    qtbot.waitUntil(lambda: not planner.keeper.waiting)
    _publish_elsewhere(core, clock, bridge, charges[1], planner.sheet)
    qtbot.waitUntil(lambda: isinstance(planner.side.content, OvertakenCard))
    card = planner.side.content
    assert isinstance(card, OvertakenCard)
    assert [one.text() for one in card.findChildren(QPushButton)] == ["Merge", "Take theirs"]
    tap(card.merge)
    assert planner.editor.plan.block(block.key) is None
    assert len(planner.editor.plan.people) == len(planner.sheet.published.plan.people)
    publish(planner, qtbot)
    assert stored(core, ShiftPlan) == 3


def _publish_elsewhere(core: Core, clock: FakeClock, bridge: Bridge, who: int, sheet: PlanSheet) -> None:
    other = BoundCommands(core.store, clock, "Desk 2")
    other.sign_in(who, PIN)
    read = BoundReads(core.store, clock).plan_sheet(sheet.shift.starts_at, who)
    last = read.published.plan.people[-1]
    theirs = plan_edits.without_person(read.published.plan, last.staff_id)
    bridge.publish(other.publish_plan(who, "theirs", sheet.shift.starts_at, read.published.number, theirs, True))
