"""Having cover suggested: off the GUI thread, to be stopped, one step, and what could not be met is said."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.models.enums import BlockKind
from station.rules import plan_edits
from station.rules.plan import Plan
from station.rules.suggest import Suggestion, Told
from station.services.plan_sheet import PublishedPlan
from station.views.assignments.people_card import PeopleCard
from station.views.assignments.planner import Planner
from station.views.assignments.suggest_card import SuggestCard, SuggestedCard
from station.views.assignments.suggesting import Suggesting
from station.views.bridge import Bridge
from tests.views.plan_fakes import END, NOTHING, START, Planning, evening, sheet, worker
from tests.views.showing import dress

PEOPLE = tuple(worker(one) for one in (1, 2, 6, 7, 3))
BARE = PublishedPlan(1, "M. Ruiz", START, Plan(START, END, PEOPLE))


@pytest.fixture
def planning(qtbot: QtBot) -> Iterator[Planning]:
    dress("light")
    made = Planning(now=START)
    qtbot.addWidget(made.page)
    made.page.resize(1500, 900)
    made.page.show()
    yield made
    made.bridge.shutdown()


def choosing(planner: Planner) -> SuggestCard:
    planner.head.suggest.click()
    found = planner.side.content
    assert isinstance(found, SuggestCard)
    return found


def content(planner: Planner) -> QWidget | None:
    return planner.side.content


def test_what_is_open_is_filled_in_one_step(planning: Planning) -> None:
    planner = planning.begin(sheet(BARE))
    choosing(planner).fill.click()
    assert not planner.derived.gaps
    told = content(planner)
    assert isinstance(told, SuggestedCard)
    assert planner.side.undo.isEnabled()
    assert planning.drafts[-1] == planner.editor.plan
    told.undo.click()
    assert planner.editor.plan == BARE.plan


def test_what_is_drawn_stays_or_is_planned_anew(planning: Planning) -> None:
    published = PublishedPlan(1, "M. Ruiz", START, evening())
    planner = planning.begin(sheet(published))
    choosing(planner).fill.click()
    kept = {one.key for one in planner.editor.plan.blocks}
    assert kept >= {one.key for one in evening().blocks}
    planner.editor.undo()
    choosing(planner).anew.click()
    anew = {one.key for one in planner.editor.plan.blocks}
    stay = {one.key for one in evening().blocks if one.kind in (BlockKind.GROUP, BlockKind.ESCORT, BlockKind.OTHER)}
    assert anew >= stay
    assert "m1" not in anew


def test_what_cannot_be_met_is_said(planning: Planning) -> None:
    few = replace(BARE, plan=replace(BARE.plan, people=PEOPLE[:1]))
    planner = planning.begin(sheet(few))
    choosing(planner).fill.click()
    told = content(planner)
    assert isinstance(told, SuggestedCard)
    assert planner.derived.gaps
    from PySide6.QtWidgets import QLabel

    said = " ".join(one.text() for one in told.findChildren(QLabel))
    assert "What could not be met" in said
    assert "one person short" in said


def test_without_people_they_are_chosen_first(planning: Planning) -> None:
    planner = planning.begin(sheet(NOTHING))
    planner.begin.suggest.click()
    card = content(planner)
    assert isinstance(card, SuggestCard)
    assert card.fill.isHidden()
    card.people.click()
    assert isinstance(content(planner), PeopleCard)


class SlowAsk:
    """Works until it is told to stop or to go on."""

    def __init__(self) -> None:
        self.began, self.go = threading.Event(), threading.Event()
        self.stopped = False

    def __call__(self, told: Told, stop: object) -> Suggestion:
        found = Suggestion(BARE.plan, (), (), proven=False, hand_overs=0)
        told(0.5, found)
        self.began.set()
        while not self.go.wait(0.005):
            if callable(stop) and stop():
                self.stopped = True
                break
        return found


def test_it_says_how_far_it_is_and_stops_when_told(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QWidget()
    qtbot.addWidget(owner)
    suggesting, ask = Suggesting(bridge, owner), SlowAsk()
    with qtbot.waitSignal(suggesting.progressed) as told:
        suggesting.begin(ask)
    assert told.args == [0.5]
    with qtbot.waitSignal(suggesting.done):
        suggesting.stop()
    assert ask.stopped
    assert not suggesting.running
    bridge.shutdown()


def test_of_one_that_is_cancelled_nothing_is_heard(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QWidget()
    qtbot.addWidget(owner)
    suggesting, first, second = Suggesting(bridge, owner), SlowAsk(), SlowAsk()
    heard: list[object] = []
    suggesting.done.connect(heard.append)
    suggesting.begin(first)
    qtbot.waitUntil(first.began.is_set)
    suggesting.cancel()
    with qtbot.waitSignal(suggesting.done):
        suggesting.begin(second)
        second.go.set()
    assert len(heard) == 1
    bridge.shutdown()


def test_a_plan_changed_meanwhile_is_not_overwritten(planning: Planning) -> None:
    planner = planning.begin(sheet(BARE))
    choosing(planner)
    planner.cards.suggest._asked_for = BARE.plan
    planner.edit("take off", plan_edits.without_person(planner.editor.plan, 1))
    found = Suggestion(evening(), (), (), proven=True, hand_overs=0)
    planner.cards.suggest._done(found)
    assert planner.editor.plan == plan_edits.without_person(BARE.plan, 1)


def test_a_desk_that_is_locked_takes_no_suggestion(planning: Planning) -> None:
    planner = planning.begin(sheet(BARE))
    planner.cards.suggest._asked_for = BARE.plan
    planning.recorder.choose(None)
    planner.cards.suggest._done(Suggestion(evening(), (), (), proven=True, hand_overs=0))
    assert planner.editor.plan == BARE.plan
