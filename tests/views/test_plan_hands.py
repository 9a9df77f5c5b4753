"""Hands on the timeline: each deed by mouse and by key, and back again."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.models.enums import BlockKind
from station.rules.plan import Block, Plan
from station.views.assignments.block_form import BlockForm
from station.views.assignments.gap_card import GapCard
from station.views.assignments.items import Choice, Item, OfBlock, OfGap, OfPerson
from station.views.assignments.people_card import PeopleCard
from station.views.assignments.person_form import PersonForm
from station.views.assignments.planner import Planner
from tests.rules.test_plan_edits import Edit, any_edit
from tests.views.plan_fakes import Planning, at, block, evening, sheet
from tests.views.showing import dress

LEFT = Qt.MouseButton.LeftButton
NONE, ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Key = Qt.Key


@pytest.fixture
def planning(qtbot: QtBot) -> Iterator[Planning]:
    dress("light")
    made = Planning()
    qtbot.addWidget(made.page)
    made.page.resize(1500, 900)
    made.page.show()
    made.page.activateWindow()
    yield made
    made.bridge.shutdown()


def of(plan: Plan, key: str) -> Block:
    found = plan.block(key)
    assert found is not None
    return found


def chosen(planner: Planner) -> Choice | None:
    return planner.timeline.chosen


def hours(plan: Plan, key: str) -> tuple[datetime, datetime]:
    found = of(plan, key)
    return found.starts_at, found.ends_at


def span(since: float, until: float) -> tuple[datetime, datetime]:
    return at(since), at(until)


def item(planner: Planner, key: str) -> Item:
    QApplication.processEvents()
    return planner.timeline.canvas.blocks[key]


def pixels(planner: Planner, by: float) -> int:
    scale = planner.timeline.canvas.scale
    assert scale is not None
    return round(scale.per_hour * by)


def drag(widget: QWidget, start: QPoint, by: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    """In several steps, as a hand does; places are told on the screen, for what is held moves with the hand."""
    begin = widget.mapToGlobal(start)
    QTest.mousePress(widget, LEFT, held, start)
    for step in (0.3, 0.7, 1.0):
        _move(widget, begin + QPoint(round(by.x() * step), round(by.y() * step)), held)
    QTest.mouseRelease(widget, LEFT, held, widget.mapFromGlobal(begin + by))
    QApplication.processEvents()


def _move(widget: QWidget, to: QPoint, held: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(widget.mapFromGlobal(to)), QPointF(to), Qt.MouseButton.NoButton, LEFT, held
    )
    QApplication.sendEvent(widget, event)


def middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, held)
    QApplication.processEvents()


# By mouse


def test_a_block_is_dragged_to_another_time(planning: Planning) -> None:
    planner = planning.begin()
    held = item(planner, "m1")
    drag(held, middle(held), QPoint(pixels(planner, 0.5), 0))
    assert hours(planner.editor.plan, "m1") == span(0.5, 3.5)
    assert planner.timeline.chosen == OfBlock("m1")
    assert of(planning.drafts[-1], "m1") == of(planner.editor.plan, "m1")


def test_a_hand_lands_on_quarter_hours_and_with_alt_on_five_minutes(planning: Planning) -> None:
    planner = planning.begin()
    held = item(planner, "n1")
    drag(held, middle(held), QPoint(pixels(planner, 0.4), 0))
    assert hours(planner.editor.plan, "n1") == span(5.5, 6.5)
    held = item(planner, "n1")
    drag(held, middle(held), QPoint(pixels(planner, 0.34), 0), ALT)
    assert hours(planner.editor.plan, "n1") == span(5.5 + 1 / 3, 6.5 + 1 / 3)


def test_a_block_is_dragged_to_another_person(planning: Planning) -> None:
    planner = planning.begin()
    held, below = item(planner, "b1"), planner.timeline.canvas.names[8]
    down = below.geometry().center().y() - held.geometry().center().y()
    drag(held, middle(held), QPoint(0, down))
    assert of(planner.editor.plan, "b1").staff_id == 8
    assert hours(planner.editor.plan, "b1") == span(1, 2)


@pytest.mark.parametrize(
    ("start", "by", "then"), [(True, 0.5, (1.5, 2)), (False, 0.5, (1, 2.5)), (False, -0.25, (1, 1.75))]
)
def test_either_end_is_pulled(planning: Planning, start: bool, by: float, then: tuple[float, float]) -> None:
    planner = planning.begin()
    held = item(planner, "b1")
    grip = QPoint(3 if start else held.width() - 3, held.height() // 2)
    drag(held, grip, QPoint(pixels(planner, by), 0))
    assert hours(planner.editor.plan, "b1") == span(*then)


def test_what_a_drag_would_uncover_is_seen_while_it_is_held(planning: Planning) -> None:
    planner = planning.begin()
    held = item(planner, "m4")
    before, rows_at = planner.timeline.gaps.items[0].gap, planner.timeline.canvas.mapToGlobal(QPoint(0, 0))
    begin = held.mapToGlobal(middle(held))
    QTest.mousePress(held, LEFT, NONE, middle(held))
    _move(held, begin + QPoint(-30, 0), NONE)
    _move(held, begin + QPoint(-pixels(planner, 2), 0), NONE)
    assert planner.timeline.gaps.items[-1].gap.need.title == "West hall"
    assert len(planner.timeline.gaps.lanes) == 2
    QApplication.processEvents()
    assert planner.timeline.canvas.mapToGlobal(QPoint(0, 0)) == rows_at
    assert planner.editor.plan == evening()
    assert planning.page.back()
    QTest.mouseRelease(held, LEFT, NONE, middle(held))
    assert planner.editor.plan == evening()
    assert [one.gap for one in planner.timeline.gaps.items] == [before]


def test_a_drag_that_comes_back_changes_nothing(planning: Planning) -> None:
    planner = planning.begin()
    held = item(planner, "m1")
    drag(held, middle(held), QPoint(2, 1))
    assert planner.editor.plan == evening()
    assert not planning.drafts
    assert isinstance(planner.side.content, BlockForm)


def test_an_empty_stretch_is_drawn_out_for_what_is_lacking_there(planning: Planning) -> None:
    planner = planning.begin()
    canvas, scale = planner.timeline.canvas, planner.timeline.canvas.scale
    assert scale is not None
    row = next(one for one in canvas.rows if one.worker.staff_id == 3)
    begin = QPoint(round(scale.x(at(4))), round(row.top + row.height / 2))
    drag(canvas, begin, QPoint(pixels(planner, 1), 0))
    made = planner.editor.plan.blocks[-1]
    assert (made.staff_id, made.kind, made.area_id) == (3, BlockKind.ROUNDS, 2)
    assert (made.starts_at, made.ends_at) == span(4, 5)
    assert not planner.derived.gaps


def test_a_tap_beside_a_narrow_block_means_it(planning: Planning) -> None:
    planning.page.resize(1000, 700)
    planner = planning.begin()
    narrow, canvas = item(planner, "o3"), planner.timeline.canvas
    assert narrow.width() < 44
    QTest.mouseClick(canvas, LEFT, NONE, QPoint(narrow.geometry().right() + 6, narrow.geometry().center().y()))
    assert planner.timeline.chosen == narrow.choice


def test_one_press_gives_a_stretch_to_somebody(planning: Planning) -> None:
    planner = planning.begin()
    gap = planner.timeline.gaps.items[0]
    QTest.mouseClick(gap, LEFT)
    card = planner.side.content
    assert isinstance(card, GapCard)
    assert [one.text().splitlines()[0] for one in card.offers] == [
        "M. Ruiz",
        "K. Bello",
        "S. Novak",
        "D. Lin",
        "R. Osei",
    ]
    card.offers[0].click()
    assert not planner.derived.gaps
    assert planner.editor.plan.blocks[-1].staff_id == 3


def test_a_block_chosen_twice_is_still_changed_from_its_card(planning: Planning) -> None:
    """Taken hold of, or tapped once more, its card stays as good as it was."""
    planner = planning.begin()
    drag(item(planner, "m1"), middle(item(planner, "m1")), QPoint(pixels(planner, 0.5), 0))
    QTest.mouseClick(item(planner, "m1"), LEFT, NONE, middle(item(planner, "m1")))
    form = planner.side.content
    assert isinstance(form, BlockForm)
    before = len(planner.editor.plan.blocks)
    form.split.click()
    assert len(planner.editor.plan.blocks) == before + 1


def test_keys_stay_in_the_plan_when_the_card_with_the_focus_goes(planning: Planning) -> None:
    """Else a letter would be typed into whatever stands first in the window."""
    planner = planning.begin()
    planner.choose(OfBlock("m2"))
    form = planner.side.content
    assert isinstance(form, BlockForm)
    form.remove.setFocus()
    form.remove.click()
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert isinstance(focused, Item)


# By keys


def test_arrows_go_from_block_to_block_and_person_to_person(planning: Planning) -> None:
    planner = planning.begin()
    planner.timeline.choose(OfBlock("m1"), focus=True)
    press(Key.Key_Right)
    assert planner.timeline.chosen == OfBlock("m2")
    press(Key.Key_Down)
    assert planner.timeline.chosen in (OfBlock("o2"), OfBlock("o3"))
    for _ in range(5):
        press(Key.Key_Left)
    assert chosen(planner) == OfPerson(2)
    for _ in range(9):
        press(Key.Key_Up)
    assert isinstance(chosen(planner), OfGap)


def test_enter_opens_and_escape_comes_back(planning: Planning) -> None:
    planner = planning.begin()
    planner.timeline.choose(OfBlock("m1"), focus=True)
    press(Key.Key_Return)
    assert planner.side.has_focus()
    assert planning.page.back()
    assert QApplication.focusWidget() is item(planner, "m1")
    assert planning.page.back()
    assert planner.timeline.chosen is None
    assert not planning.page.back()


@pytest.mark.parametrize(
    ("key", "held", "then"),
    [
        (Key.Key_Right, CTRL, (1.25, 2.25)),
        (Key.Key_Left, CTRL, (0.75, 1.75)),
        (Key.Key_Right, CTRL | ALT, (1 + 1 / 12, 2 + 1 / 12)),
        (Key.Key_Right, SHIFT, (1, 2.25)),
        (Key.Key_Left, SHIFT, (1, 1.75)),
        (Key.Key_Left, SHIFT | CTRL, (0.75, 2)),
        (Key.Key_Right, SHIFT | ALT, (1, 2 + 1 / 12)),
    ],
)
def test_keys_move_and_stretch(
    planning: Planning, key: Qt.Key, held: Qt.KeyboardModifier, then: tuple[float, float]
) -> None:
    planner = planning.begin()
    planner.timeline.choose(OfBlock("b1"), focus=True)
    press(key, held)
    assert hours(planner.editor.plan, "b1") == span(*then)
    assert QApplication.focusWidget() is item(planner, "b1")


def test_keys_split_copy_delete_give_and_make(planning: Planning) -> None:
    planner = planning.begin()
    planner.timeline.choose(OfBlock("b1"), focus=True)
    press(Key.Key_S)
    assert [hours(planner.editor.plan, one.key) for one in planner.editor.plan.blocks_of(4)] == [
        span(1, 1.5),
        span(1.5, 2),
    ]
    press(Key.Key_C)
    assert len(planner.editor.plan.blocks_of(4)) == 3
    press(Key.Key_Down, CTRL)
    assert len(planner.editor.plan.blocks_of(8)) == 2
    press(Key.Key_Delete)
    assert len(planner.editor.plan.blocks_of(8)) == 1
    assert QApplication.focusWidget() is planner.timeline.canvas.names[8]
    press(Key.Key_N)
    made = planner.editor.plan.blocks[-1]
    assert made.staff_id == 8
    assert made.starts_at == at(0.5)
    for _ in range(5):
        press(Key.Key_Z, CTRL)
    assert planner.editor.plan == evening()
    press(Key.Key_Y, CTRL)
    press(Key.Key_Z, CTRL | SHIFT)
    assert len(planner.editor.plan.blocks_of(4)) == 3


# In the card


def field(planner: Planner, name: str) -> QLineEdit:
    content = planner.side.content
    assert isinstance(content, QWidget)
    return next(one for one in content.findChildren(QLineEdit) if one.accessibleName() == name)


def type_into(planner: Planner, name: str, text: str) -> None:
    editor = field(planner, name)
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Key.Key_Return)


def test_times_are_typed_and_what_is_wrong_is_said_beside_them(planning: Planning) -> None:
    planner = planning.begin()
    planner.choose(OfBlock("b1"))
    type_into(planner, "To", "1745")
    assert hours(planner.editor.plan, "b1") == span(1, 2.75)
    form = planner.side.content
    assert isinstance(form, BlockForm)
    for typed, problem in (("14:00", "14:00 is not within 15:00 to 23:30."), ("noon", "Type a time such as 19:30.")):
        type_into(planner, "From", typed)
        assert form.since.problem == problem
    type_into(planner, "From", "18:30")
    assert form.since.problem == "It must begin before it ends."
    assert hours(planner.editor.plan, "b1") == span(1, 2.75)


def test_kind_subject_and_person_are_chosen(planning: Planning) -> None:
    planner = planning.begin()
    planner.choose(OfBlock("b1"))
    form = planner.side.content
    assert isinstance(form, BlockForm)
    pick(form.kind.editor, BlockKind.ROUNDS)
    form = planner.side.content
    assert isinstance(form, BlockForm)
    assert form.subject is not None
    assert of(planner.editor.plan, "b1").area_id == 1
    pick(form.subject.editor, None)
    assert of(planner.editor.plan, "b1").area_id is None
    pick(form.whom.editor, 3)
    assert of(planner.editor.plan, "b1").staff_id == 3
    assert item(planner, "b1").words[0] == "Rounds · whole unit"


def test_an_escort_is_of_a_patient_and_to_a_place(planning: Planning) -> None:
    planner = planning.begin()
    planner.choose(OfBlock("p1"))
    form = planner.side.content
    assert isinstance(form, BlockForm)
    assert form.subject is not None
    assert form.subject.editor.currentText() == "Not said yet"
    bed, stay_id = form.subject.editor.itemText(1), form.subject.editor.itemData(1)
    pick(form.subject.editor, stay_id)
    assert of(planner.editor.plan, "p1").stay_id == stay_id
    type_into(planner, "Where to", "Court")
    assert item(planner, "p1").words[0] == f"Escort · {bed} Court"


def pick(picker: object, value: object) -> None:
    from station.views.panel.fields import Picker

    assert isinstance(picker, Picker)
    place = next(at for at in range(picker.count()) if picker.itemData(at) == value)
    picker.setCurrentIndex(place)
    picker.activated.emit(place)


def test_what_is_said_against_a_block_stands_in_its_card(planning: Planning) -> None:
    planner = planning.begin()
    planner.choose(OfBlock("b1"))
    form = planner.side.content
    assert isinstance(form, BlockForm)
    pick(form.whom.editor, 1)
    form = planner.side.content
    assert isinstance(form, BlockForm)
    assert "J. Moore has" in form.notice.text
    assert "at once" in form.notice.text
    assert planner.timeline.canvas.blocks["b1"].faulty


def test_a_sick_call_uncovers_what_was_planned_and_can_be_taken_back(planning: Planning) -> None:
    planner = planning.begin()
    planner.choose(OfPerson(1))
    form = planner.side.content
    assert isinstance(form, PersonForm)
    form.off.click()
    assert "5 blocks" not in form.question.text
    assert "4 blocks" in form.question.text
    form.question.yes.click()
    assert planner.editor.plan.worker(1) is None
    assert {one.need.title for one in planner.derived.gaps} == {"West hall", "East hall", "1:1 with 1309"}
    planner.editor.undo()
    assert planner.editor.plan == evening()


def test_somebody_goes_home_and_comes_later(planning: Planning) -> None:
    planner = planning.begin()
    planner.choose(OfPerson(1))
    form = planner.side.content
    assert isinstance(form, PersonForm)
    form.home.click()
    assert hours(planner.editor.plan, "m1") == (at(0), planning.now.replace(second=0))
    assert planner.editor.plan.block("m3") is None
    type_into(planner, "Comes", "15:15")
    assert hours(planner.editor.plan, "m1")[0] == at(0.25)
    type_into(planner, "Goes", "15:00")
    assert isinstance(planner.side.content, PersonForm)
    assert planner.side.content.until.problem == "He must go after he comes."


def test_people_are_put_on_the_shift(planning: Planning) -> None:
    planner = planning.begin()
    planner.side.people.click()
    card = planner.side.content
    assert isinstance(card, PeopleCard)
    assert not card.add.isEnabled()
    next(iter(card.buttons)).click()
    assert card.add.text() == "Add 1 person"
    card.add.click()
    assert planner.editor.plan.people[-1].name == "T. Quinn"
    assert 9 in planner.timeline.canvas.names


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(any_edit(), min_size=1, max_size=10))
def test_undo_back_to_the_start_restores_exactly_what_was(planning: Planning, done: list[Edit]) -> None:
    from station.views.assignments.editor import PlanEditor, Working
    from tests.rules.test_plan_edits import PLAN

    editor, seen = PlanEditor(Working(PLAN, 3)), [PLAN]
    for edit in done:
        if editor.do("edit", edit(editor.plan)):
            seen += [editor.plan]
    for plan in reversed(seen):
        assert editor.plan == plan
        editor.undo()
    assert editor.working == Working(PLAN, 3)
    for plan in seen[1:]:
        editor.redo()
        assert editor.plan == plan


def test_the_plan_read_only_is_not_moved(planning: Planning) -> None:
    from tests.views.desk_fakes import MOORE

    planner = planning.begin(sheet(), who=MOORE)
    held = item(planner, "m1")
    drag(held, middle(held), QPoint(pixels(planner, 1), 0))
    planner.timeline.choose(OfBlock("m1"), focus=True)
    for key in (Key.Key_S, Key.Key_N, Key.Key_Delete):
        press(key)
    assert planner.editor.plan == evening()
    assert block("m1", 1, BlockKind.ROUNDS, 0, 3, area_id=1) == planner.editor.plan.block("m1")
    assert not planning.commands.calls
