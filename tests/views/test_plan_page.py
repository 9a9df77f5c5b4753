"""The Assignments page: whose plan of which shift; drafts that are never lost; publishing once; two charges at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.models.enums import BlockKind, Role
from station.rules import plan_edits
from station.rules.plan import Plan
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import CheckRecorded, PlanChanged, StayChanged
from station.services.plan_sheet import DraftPlan, PublishedPlan
from station.store.rows import StaffRow
from station.views import fonts, printing
from station.views import theme as themes
from station.views.assignments import page
from station.views.assignments.items import OfBlock, OfGap, OfPerson
from station.views.assignments.overtaken_card import MergedCard, OvertakenCard
from station.views.assignments.overview import Overview
from station.views.assignments.page import LOCKED, NO_BEDS
from station.views.assignments.planner import Planner
from station.views.assignments.publish_card import PublishCard
from station.views.bridge import DirectBridge
from station.views.panel.controls import TOUCH
from station.views.theme import THEME_NAMES, ThemeName
from tests.views.desk_fakes import MOORE, RUIZ, unit
from tests.views.plan_fakes import (
    END,
    EVENING,
    IN_SHIFT,
    NIGHT,
    NOTHING,
    START,
    Planning,
    at,
    crowded,
    evening,
    sheet,
)
from tests.views.showing import dress

OTHER_CHARGE = StaffRow(12, "P. Shah", Role.CHARGE_TECH)


@dataclass
class Held:
    """What was asked for and has not been done yet."""

    waiting: list[Callable[[], None]] = field(default_factory=list)

    def go_on(self) -> None:
        waiting, self.waiting = self.waiting, []
        for one in waiting:
            one()


class SlowBridge(DirectBridge):
    """Does what it is asked when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.held: Held | None = None

    @override
    def run(self, op: Callable[[], Any], done: Any, failed: Any = None) -> None:
        if self.held is None:
            super().run(op, done, failed)
        else:
            self.held.waiting.append(partial(super().run, op, done, failed))


@pytest.fixture
def planning(qtbot: QtBot) -> Iterator[Planning]:
    dress("light")
    made = Planning(bridge=SlowBridge())
    qtbot.addWidget(made.page)
    made.page.resize(1500, 900)
    made.page.show()
    made.page.activateWindow()
    yield made
    made.bridge.shutdown()


def move(planner: Planner, key: str = "b1", to: float = 5) -> None:
    assert planner.edit("move it", plan_edits.moved(planner.editor.plan, key, at(to)))


def card(planner: Planner) -> PublishCard:
    found = planner.side.content
    assert isinstance(found, PublishCard)
    return found


def published_calls(planning: Planning) -> list[tuple[Any, ...]]:
    return [arguments for name, arguments in planning.commands.calls if name == "publish_plan"]


THEIRS = PublishedPlan(2, "K. Bello", IN_SHIFT, plan_edits.moved(evening(), "n1", at(6)))


# What is shown


def test_a_locked_desk_says_so_and_shows_no_plan(planning: Planning) -> None:
    planning.open(who=None)
    assert planning.page.state == LOCKED
    assert planning.page.planner is None


def test_a_locked_desk_changes_nothing(planning: Planning) -> None:
    planner = planning.begin()
    planning.recorder.choose(None)
    assert planning.page.state == LOCKED
    assert not planner.edit("move it", plan_edits.moved(evening(), "b1", at(5)))
    planner.deeds.copy_last()
    planner.deeds.add_block()
    planner.cards.show_publishing()
    planner.head.publish.click()
    assert planner.editor.plan == evening()
    assert not planning.commands.calls


def test_a_unit_without_beds_says_what_to_do_first(planning: Planning) -> None:
    planning.recorder.choose(RUIZ)
    planning.reads.plans[START] = sheet()
    planning.page.show_desk(planning.desk())
    planning.page.show_snapshot(replace(unit(()), unplaced=()))
    assert planning.page.state == NO_BEDS


def test_a_plan_that_cannot_be_read_says_why_and_comes_when_it_can(planning: Planning) -> None:
    planning.reads.refuses = "The database is away."
    planning.open()
    assert planning.page.state is not None
    assert planning.page.state.text == "The database is away."
    planning.reads.refuses = ""
    planning.read_again(sheet())
    assert planning.page.planner is not None


def test_read_again_in_vain_what_is_shown_stays(planning: Planning) -> None:
    planner = planning.begin()
    planning.reads.refuses = "The database is away."
    planning.page.on_events([PlanChanged(START)])
    assert planning.page.planner is planner
    assert "cannot be read again" in planner.side.notice.text


def test_old_data_is_said_to_be_old(planning: Planning) -> None:
    planning.begin()
    planning.now += timedelta(seconds=9)
    planning.page.tick(planning.now)
    assert "DATA 9 s OLD" in planning.page.old_data
    planning.later(seconds=1)
    assert planning.page.old_data == ""


def test_whoever_may_not_plan_reads_it_and_is_told_whom_to_ask(planning: Planning) -> None:
    planner = planning.begin(who=MOORE)
    content = planner.side.content
    assert isinstance(content, Overview)
    assert content.line.text() == "A tech may not plan and publish assignments. Ask a charge tech or a charge nurse."
    for one in (planner.head.copy, planner.head.suggest, planner.head.publish, planner.side.new, planner.side.people):
        assert not one.isEnabled()
    planner.choose(OfBlock("m1"))
    assert isinstance(planner.side.content, QWidget)
    assert not planner.side.content.isEnabled()


def test_another_shift_is_chosen_and_comes_back_as_it_was(planning: Planning) -> None:
    evening_planner = planning.begin()
    planning.reads.plans[NIGHT.starts_at] = replace(
        sheet(NOTHING), shift=NIGHT, published=PublishedPlan(0, "", None, Plan(NIGHT.starts_at, NIGHT.ends_at))
    )
    head = evening_planner.head
    assert head.shifts.currentText() == "Evening, Mon 23 Nov 15:00 · now"
    head.shifts.activated.emit(2)
    night = planning.page.planner
    assert night is not None
    assert night is not evening_planner
    assert night.head.state.text() == "Not published yet"
    night.head.shifts.activated.emit(1)
    assert planning.page.planner is evening_planner


def test_events_that_are_not_about_it_read_nothing(planning: Planning) -> None:
    planning.begin()
    before = planning.reads.asked.count("plan")
    planning.page.on_events([CheckRecorded(1, 2), PlanChanged(NIGHT.starts_at)])
    assert planning.reads.asked.count("plan") == before
    planning.page.on_events([StayChanged(1)])
    assert planning.reads.asked.count("plan") == before + 1


def test_what_nobody_looks_at_is_read_when_somebody_does(planning: Planning) -> None:
    planning.begin()
    before = planning.reads.asked.count("plan")
    planning.page.hide()
    planning.read_again(sheet(THEIRS))
    assert planning.reads.asked.count("plan") == before
    planning.page.show()
    assert planning.reads.asked.count("plan") == before + 1
    assert planning.page.planner is not None
    assert planning.page.planner.editor.plan == THEIRS.plan


def test_whoever_signs_in_elsewhere_does_not_wait_for_it_and_finds_it_later(
    planning: Planning, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "_IDLE_MS", 0)
    planning.page.hide()
    planning.open()
    assert "plan" not in planning.reads.asked
    qtbot.waitUntil(lambda: planning.page.planner is not None)
    planning.page.show()
    assert planning.reads.asked.count("plan") == 1


def test_opened_before_that_it_is_read_at_once(planning: Planning) -> None:
    planning.page.hide()
    planning.open()
    planning.page.show()
    assert planning.page.planner is not None
    planning.page._read_ahead()
    assert planning.reads.asked.count("plan") == 1


def test_what_is_as_it_was_is_not_drawn_anew(planning: Planning, monkeypatch: pytest.MonkeyPatch) -> None:
    planner, drawn = planning.begin(), list[object]()
    monkeypatch.setattr(planner.timeline, "show_plan", lambda *given: drawn.append(given))
    planning.read_again(replace(sheet(), read_at=IN_SHIFT + timedelta(seconds=9)), StayChanged(1))
    assert not drawn
    planning.read_again(sheet(needs=()), StayChanged(1))
    assert len(drawn) == 1


def test_three_ways_to_begin(planning: Planning) -> None:
    planner = planning.begin(sheet(NOTHING))
    assert planner.begin.isVisible()
    planner.begin.copy.click()
    assert planner.side.notice.text == "No Evening shift before this one has a published plan."
    planning.reads.last = evening()
    planner.begin.copy.click()
    assert planner.editor.plan == evening()
    assert planner.timeline.isVisible()
    assert planner.head.state.text() == "Draft, not published yet"
    planner.editor.undo()
    assert planner.begin.isVisible()


# Drafts


def test_every_change_is_kept_at_once(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    assert planning.commands.last == ("save_draft", (RUIZ.id, START, 1, planner.editor.plan))
    assert planner.head.state.text() == "Draft, 1 change not published"
    assert planner.head.publish.text() == "Publish changes (1)"
    planner.editor.undo()
    assert planning.drafts[-1] == evening()
    assert planner.head.state.text() == "Published 14:52 by M. Ruiz"
    assert not planner.head.publish.isEnabled()


def test_while_one_is_being_kept_the_latest_waits(planning: Planning) -> None:
    planner, held = planning.begin(), Held()
    assert isinstance(planning.bridge, SlowBridge)
    planning.bridge.held = held
    for to in (5, 6, 7):
        move(planner, to=to)
    assert not planning.drafts
    planning.bridge.held = None
    held.go_on()
    assert [plan.block("b1").starts_at for plan in planning.drafts] == [at(5), at(7)]  # type: ignore[union-attr]


def test_what_could_not_be_kept_is_tried_again(planning: Planning) -> None:
    planner = planning.begin()
    planning.commands.errors = [Refused("The database is busy.")]
    move(planner)
    assert planner.head.state.text() == "Draft not stored yet: The database is busy."
    planning.later(seconds=1)
    assert len(planning.drafts) == 1
    planning.later(seconds=5)
    assert len(planning.drafts) == 2
    assert planner.head.state.text() == "Draft, 1 change not published"


def test_what_was_left_unkept_at_a_lock_is_kept_when_its_charge_is_back(planning: Planning) -> None:
    planner = planning.begin()
    planning.commands.errors = [Refused("This desk is locked.")]
    move(planner)
    planning.recorder.choose(None)
    planning.later(seconds=30)
    planning.recorder.choose(OTHER_CHARGE)
    planning.later(seconds=30)
    assert len(planning.drafts) == 1
    other = planning.page.planner
    assert other is not None
    assert other is not planner
    assert other.editor.plan == evening()
    planning.recorder.choose(RUIZ)
    assert planning.page.planner is planner
    assert planning.drafts[-1] == planner.editor.plan
    planner.editor.undo()
    assert planner.editor.plan == evening()


def test_a_draft_is_found_again(planning: Planning) -> None:
    mine = plan_edits.without_block(evening(), "b1")
    planner = planning.begin(sheet(draft=DraftPlan(1, IN_SHIFT, mine)))
    assert planner.editor.plan == mine
    assert planner.head.state.text() == "Draft, 1 change not published"
    assert not planning.commands.calls


def test_a_draft_made_from_an_earlier_plan_is_overtaken(planning: Planning) -> None:
    mine = plan_edits.without_block(evening(), "b1")
    planner = planning.begin(sheet(THEIRS, DraftPlan(1, IN_SHIFT, mine)))
    assert isinstance(planner.side.content, OvertakenCard)
    assert planner.editor.plan == mine
    assert not planning.commands.calls


def test_a_draft_without_changes_goes_by_the_new_plan(planning: Planning) -> None:
    planner = planning.begin(sheet(THEIRS, DraftPlan(1, IN_SHIFT, evening())))
    assert (planner.editor.plan, planner.editor.based_on) == (THEIRS.plan, 2)
    assert not planning.commands.calls


def test_our_own_draft_read_late_changes_nothing(planning: Planning) -> None:
    planner = planning.begin()
    move(planner, to=5)
    first = planner.editor.plan
    move(planner, to=6)
    planning.read_again(sheet(draft=DraftPlan(1, IN_SHIFT, first)))
    assert planner.editor.plan.block("b1").starts_at == at(6)  # type: ignore[union-attr]


def test_what_the_same_charge_did_at_another_desk_comes_and_can_be_taken_back(planning: Planning) -> None:
    planner = planning.begin()
    elsewhere = plan_edits.without_block(evening(), "p2")
    planning.read_again(sheet(draft=DraftPlan(1, IN_SHIFT, elsewhere)))
    assert planner.editor.plan == elsewhere
    planner.editor.undo()
    assert planner.editor.plan == evening()


def test_back_to_what_is_published_throws_the_draft_away_and_can_be_undone(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    moved = planner.editor.plan
    content = planner.side.content
    assert isinstance(content, Overview)
    content.back.click()
    assert planner.editor.plan == evening()
    assert planning.commands.last[0] == "discard_draft"
    planner.editor.undo()
    assert planner.editor.plan == moved
    assert planning.drafts[-1] == moved


# Publishing


def test_what_changes_is_listed_and_one_press_publishes(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    planner.head.publish.click()
    assert card(planner).before.changes == ("K. Bello: med pass from 16:00–17:00 to 20:00–21:00",)
    QTest.mouseClick(card(planner).publish, Qt.MouseButton.LeftButton)
    plan = planner.editor.plan
    assert published_calls(planning) == [(RUIZ.id, "request-1", START, 1, plan, True)]
    assert planner.side.notice.text == "The plan is published."
    assert planner.editor.based_on == 2
    assert not planner.changed


def test_a_double_tap_publishes_once(planning: Planning) -> None:
    planner, held = planning.begin(), Held()
    move(planner)
    planner.head.publish.click()
    assert isinstance(planning.bridge, SlowBridge)
    planning.bridge.held = held
    publish = card(planner).publish
    QTest.mouseDClick(publish, Qt.MouseButton.LeftButton)
    QTest.mouseClick(publish, Qt.MouseButton.LeftButton)
    planner.head.publish.click()
    planning.bridge.held = None
    held.go_on()
    assert len(published_calls(planning)) == 1


def test_the_same_is_asked_for_again_after_a_question(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    planner.head.publish.click()
    planning.commands.errors = [NeedsConfirmation("Not covered: East hall 19:00–20:00. Publish all the same?")]
    card(planner).publish.click()
    assert card(planner).question.text.startswith("Not covered")
    card(planner).question.yes.click()
    (_, first, *_), (_, second, *_, confirmed) = published_calls(planning)
    assert first == second
    assert confirmed


def test_what_the_card_says_is_not_asked_again(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    planner.head.publish.click()
    assert card(planner).before.uncovered
    assert card(planner).publish.text() == "Publish all the same"
    card(planner).publish.click()
    ((*_, confirmed),) = published_calls(planning)
    assert confirmed


def test_lanes_are_only_of_what_can_still_be_covered(planning: Planning) -> None:
    planner = planning.begin()
    before = planner.timeline.gaps.items
    assert before
    planner.tick(max(one.gap.ends_at for one in before))
    assert not planner.timeline.gaps.items
    planner.tick(END)
    assert len(planner.timeline.gaps.items) == len(before), "a shift that is over shows what was"


def test_what_nobody_covers_leaves_the_people_their_rows(planning: Planning) -> None:
    planner = planning.begin()
    planning.page.resize(900, 420)
    nobody = replace(planner.editor.plan, blocks=())
    planner.edit("take all away", nobody)
    assert len(planner.timeline.gaps.lanes) >= 3
    scroll = planner.timeline.findChildren(QScrollArea)[1]
    assert scroll.height() >= TOUCH


def test_what_cannot_be_so_is_not_published(planning: Planning) -> None:
    planner = planning.begin()
    move(planner, "m1", 1)
    planner.head.publish.click()
    assert not card(planner).publish.isEnabled()
    assert "at once" in card(planner).publish.toolTip()


def test_a_plan_changed_while_its_list_is_open_is_listed_anew(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    planner.head.publish.click()
    planner.editor.undo()
    assert isinstance(planner.side.content, Overview)


def test_a_reading_that_was_under_way_does_not_bring_the_old_plan_back(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    planner.head.publish.click()
    card(planner).publish.click()
    plan = planner.editor.plan
    planning.read_again(sheet())
    assert planner.editor.plan == plan
    planning.read_again(sheet(PublishedPlan(2, "M. Ruiz", IN_SHIFT, plan)))
    assert planner.head.state.text() == "Published 15:32 by M. Ruiz"
    assert planner.editor.plan == plan


# Two charges at once


def test_without_changes_of_ones_own_the_new_plan_is_simply_there(planning: Planning) -> None:
    planner = planning.begin()
    planning.read_again(sheet(THEIRS))
    assert planner.editor.plan == THEIRS.plan
    assert planner.side.notice.text == "Published 15:32 by K. Bello. You see that plan now."


def test_the_second_sees_what_changed_merges_and_publishes(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    mine = planner.editor.plan
    planning.read_again(sheet(THEIRS))
    told = planner.side.content
    assert isinstance(told, OvertakenCard)
    assert planner.head.state.text() == "Published 15:32 by K. Bello meanwhile"
    planner.choose(OfBlock("b1"))
    planner.head.publish.click()
    told = planner.side.content
    assert isinstance(told, OvertakenCard)
    assert not published_calls(planning)
    told.merge.click()
    assert isinstance(planner.side.content, MergedCard)
    assert planner.editor.plan == plan_edits.moved(THEIRS.plan, "b1", at(5))
    assert planner.editor.based_on == 2
    planner.editor.undo()
    assert (planner.editor.plan, planner.editor.based_on) == (mine, 1)
    planner.editor.redo()
    planner.head.publish.click()
    card(planner).publish.click()
    assert published_calls(planning)[0][3] == 2


def test_conflicts_are_listed_in_words(planning: Planning) -> None:
    planner = planning.begin()
    move(planner, "n1", 4)
    planning.read_again(sheet(THEIRS))
    told = planner.side.content
    assert isinstance(told, OvertakenCard)
    told.merge.click()
    said = planner.side.content
    assert isinstance(said, MergedCard)
    assert said.title.text() == "Merged. Look at these"
    assert planner.editor.plan == THEIRS.plan


def test_theirs_is_taken_and_can_be_given_back(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    mine = planner.editor.plan
    planning.read_again(sheet(THEIRS))
    told = planner.side.content
    assert isinstance(told, OvertakenCard)
    told.theirs.click()
    assert planner.editor.plan == THEIRS.plan
    assert not planner.changed
    planner.editor.undo()
    assert planner.editor.plan == mine


def test_overtaken_at_the_very_press_the_plan_is_read_again(planning: Planning) -> None:
    planner = planning.begin()
    move(planner)
    planner.head.publish.click()
    planning.reads.plans[START] = sheet(THEIRS)
    planning.commands.errors = [Refused("K. Bello published another plan of this shift at 15:32.")]
    card(planner).publish.click()
    assert planner.overtaken
    assert isinstance(planner.side.content, OvertakenCard)


# For everybody


def _tree(page: QWidget) -> Iterator[QAccessibleInterface]:
    waiting = [QAccessible.queryAccessibleInterface(page)]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += [item.child(place) for place in range(item.childCount())]


def test_everything_that_can_be_operated_has_a_name(planning: Planning) -> None:
    planner = planning.begin()
    for choice in (OfBlock("p2"), OfPerson(6), OfGap(planner.derived.gaps[0]), None):
        planner.choose(choice)
        nameless = [
            str(one.object())
            for one in _tree(planning.page)
            if one.isValid()
            and one.role() in (QAccessible.Role.Button, QAccessible.Role.EditableText, QAccessible.Role.ComboBox)
            and not one.text(QAccessible.Text.Name)
        ]
        assert nameless == []


def test_blocks_people_and_gaps_are_sentences(planning: Planning) -> None:
    planner = planning.begin()
    canvas = planner.timeline.canvas
    assert canvas.blocks["m1"].accessibleName() == "J. Moore, rounds West hall, 15:00 to 18:00, 12 patients"
    assert canvas.blocks["o2"].accessibleName() == "R. Osei, 1:1 bed 1309, 17:00 to 19:00"
    assert canvas.names[6].accessibleName() == "D. Lin, tech, CPR expired on 2 Nov, 15:00 to 23:30, 4 blocks"
    assert planner.timeline.gaps.items[0].accessibleName() == "East hall, not covered 19:00 to 20:00: nobody"


@pytest.mark.parametrize("size", [(1150, 700), (1700, 1000), (640, 1100)])
@pytest.mark.parametrize("points", [10.5, 14.0])
def test_everything_tapped_is_as_large_as_a_finger_and_nothing_stands_out(
    planning: Planning, size: tuple[int, int], points: float
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    planning.page.resize(*size)
    planner = planning.begin(crowded())
    app.setFont(fonts.body(points))
    planner.choose(OfBlock("k0"))
    for _ in range(4):
        QApplication.processEvents()
    try:
        tapped = [one for one in planning.page.findChildren(QAbstractButton) if one.isVisible()]
        assert [one.accessibleName() for one in tapped if one.height() < TOUCH] == []
        for one in tapped:
            left = one.mapTo(planning.page, one.rect().topLeft()).x()
            right = one.mapTo(planning.page, one.rect().bottomRight()).x()
            assert left >= 0, one.accessibleName()
            assert right <= planning.page.width(), one.accessibleName()
    finally:
        app.setFont(fonts.body(10.5))


@pytest.mark.parametrize("name", THEME_NAMES)
def test_a_theme_can_be_changed_in_place(planning: Planning, name: ThemeName) -> None:
    planner = planning.begin()
    planner.choose(OfBlock("m1"))
    planning.page.set_theme(themes.load(name))
    picture = planner.timeline.canvas.blocks["b1"].grab().toImage()
    assert picture.pixelColor(picture.width() - 8, 4) == themes.load(name).plan.other.ground


def test_a_shift_over_the_repeated_hour_shows_it_twice(planning: Planning) -> None:
    starts = datetime(2026, 11, 1, 3, tzinfo=UTC)
    shift = replace(
        EVENING,
        name="Night",
        starts_at=starts,
        ends_at=starts + timedelta(hours=9),
        next_at=starts + timedelta(hours=9),
    )
    planning.reads.all_shifts = (shift,)
    planning.now = starts + timedelta(hours=1)
    empty = PublishedPlan(0, "", None, Plan(shift.starts_at, shift.ends_at))
    planner = planning.begin(sheet(empty, shift=shift, needs=()))
    scale_hours = [text for _, text in _scale(planner).hours(planner.names.zone)]
    assert scale_hours[:4] == ["23:00", "00:00", "01:00 EDT", "01:00 EST"]


def _scale(planner: Planner) -> Any:
    from station.views.assignments.scale import Scale

    plan = planner.editor.plan
    return Scale(plan.starts_at, plan.ends_at, 0, 900)


def test_blocks_are_kept_and_not_made_anew(planning: Planning) -> None:
    planner = planning.begin(crowded())
    before = dict(planner.timeline.canvas.blocks)
    assert len(before) == 200
    move(planner, "k0", 1)
    assert planner.timeline.canvas.blocks == before


def test_the_needs_of_a_raised_level_are_there_at_once(planning: Planning) -> None:
    planner = planning.begin()
    raised = replace(sheet().needs[2], title="LOS with 1204", stay_id=4)
    planning.read_again(sheet(needs=(*sheet().needs, raised)), StayChanged(4))
    assert "LOS with 1204" in {one.need.title for one in planner.derived.gaps}
    assert {one.need.kind for one in planner.derived.gaps} == {BlockKind.CONTINUOUS, BlockKind.ROUNDS}


def test_the_published_plan_is_printed(planning: Planning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "open_file", lambda target: True)
    planner = planning.begin()
    printed = planner.side.printing
    printed.go.click()
    dialog = printed.dialog
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("assignments 2026-11-23 Evening.pdf")
    dialog.close()
    target = tmp_path / "plan.pdf"
    printed.save(str(target))
    assert target.read_bytes().startswith(b"%PDF-")
    assert printed.notice.text == f"Saved as {target}, and opened to be printed."
