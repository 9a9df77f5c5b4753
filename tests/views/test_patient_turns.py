"""What may happen to the Patients page while what its charts are drawn with is imported, turn by turn."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.views import theme as themes
from station.views.patient import page as pages
from station.views.patient.page import READING
from tests.views import look_desk
from tests.views.desk_fakes import FACTS, RUIZ, unit
from tests.views.patient_fakes import Ward
from tests.views.showing import dress

TURNS = 20


class Turns:
    """An import that takes some turns; how many have been taken, and how often it was begun."""

    def __init__(self) -> None:
        self.taken = 0
        self.fetched = 0

    def go_on(self) -> bool:
        self.taken += 1
        return self.taken > TURNS

    def fetch(self) -> None:
        self.fetched += 1


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    made = Turns()
    monkeypatch.setattr(pages, "go_on", made.go_on)
    monkeypatch.setattr(pages, "prefetch", made.fetch)
    return made


@pytest.fixture
def ward(qtbot: QtBot, turns: Turns) -> Iterator[Ward]:
    """Shown, half way through the turns."""
    dress("light")
    made = opened(turns)
    qtbot.addWidget(made.page)
    yield made
    made.bridge.shutdown()


def opened(turns: Turns) -> Ward:
    made = Ward()
    made.page.resize(1170, 820)
    made.page.show()
    made.recorder.choose(RUIZ)
    made.page.show_desk(made.desk())
    made.page.show_snapshot(unit())
    half_way(turns)
    return made


def half_way(turns: Turns) -> None:
    while turns.taken < TURNS // 2:
        QApplication.processEvents()


def days(ward: Ward) -> list[str]:
    return [one for one in ward.reads.asked if one.startswith("day of")]


class Painted(QObject):
    """How often something was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += isinstance(event, QPaintEvent)
        return False


def test_between_them_it_is_painted_and_says_that_he_is_being_read(ward: Ward, turns: Turns) -> None:
    painted = Painted()
    ward.page._state.installEventFilter(painted)
    ward.page._state.update()
    QApplication.processEvents()
    assert painted.times == 1
    assert turns.taken < TURNS
    assert (ward.page.view, ward.page.state, days(ward)) == (None, READING, [])
    ward.wait()
    assert (ward.page.state, days(ward)) == (None, ["day of 1, 24"])


def test_whoever_is_chosen_meanwhile_is_read_and_nobody_else(ward: Ward, turns: Turns) -> None:
    ward.page.open_patient(5)
    ward.page.open_patient(6)
    assert (ward.page.state, ward.page.view) == (READING, None)
    ward.wait()
    assert ward.page.view is not None
    assert ward.page.view.head.title.text().startswith("1206")
    assert (days(ward), turns.fetched) == (["day of 6, 24"], 1)


def test_on_a_page_that_was_left_meanwhile_nobody_is_read_until_it_is_shown_again(ward: Ward) -> None:
    ward.page.hide()
    ward.wait()
    assert days(ward) == []
    ward.page.show()
    assert (ward.page.state, days(ward)) == (None, ["day of 1, 24"])


def test_a_page_that_is_gone_takes_no_turn_and_the_next_one_goes_on(qtbot: QtBot, turns: Turns) -> None:
    dress("light")
    gone, other = opened(turns), Ward()
    gone.page.deleteLater()
    QCoreApplication.sendPostedEvents(gone.page, QEvent.Type.DeferredDelete)
    taken = turns.taken
    for _ in range(TURNS):
        QApplication.processEvents()
    assert (shiboken6.isValid(gone.page), turns.taken) == (False, taken)
    qtbot.addWidget(other.page)
    other.page.show()
    other.begin()
    assert (turns.taken, other.page.state) == (TURNS + 1, None)
    for one in (gone, other):
        one.bridge.shutdown()


def test_with_another_policy_meanwhile_it_is_made_of_that_one(ward: Ward) -> None:
    policy = FACTS.policy.model_copy(update={"precautions": FACTS.policy.precautions[:1]})
    ward.page.show_desk(replace(ward.desk(), facts=replace(FACTS, policy=policy)))
    ward.wait()
    made = ward.page.view
    assert made is not None
    assert made.head._desk.facts.policy == policy
    assert (ward.page.state, days(ward)) == (None, ["day of 1, 24"])


def test_one_who_signs_out_meanwhile_sees_none_of_it(qtbot: QtBot, turns: Turns) -> None:
    dress("light")
    ward = Ward()
    shell = look_desk.shell(themes.load("light"))
    qtbot.addWidget(shell)
    shell.add_page("patients", "Patients", "person", ward.page)
    shell.resize(1366, 900)
    shell.show()
    ward.page.show_desk(ward.desk())
    ward.page.show_snapshot(unit())
    shell.show_page("patients")
    half_way(turns)
    assert ward.page.isVisible()
    shell.entrance.lock()
    ward.wait()
    QApplication.processEvents()
    assert shell.entrance.view.isVisible()
    assert ward.page.view is not None
    assert not ward.page.isVisible()
    assert not ward.page.view.isVisible()
    assert days(ward) == []
    ward.bridge.shutdown()


def test_what_fails_is_told_and_tried_again(ward: Ward, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    def fail() -> bool:
        raise OSError("the disk cannot be read")

    with qtbot.captureExceptions() as caught, monkeypatch.context() as patched:
        patched.setattr(pages, "go_on", fail)
        QApplication.processEvents()
    assert [str(one[1]) for one in caught] == ["the disk cannot be read"]
    assert (ward.page.view, ward.page.state) == (None, READING)
    ward.page.open_patient(5)
    ward.wait()
    assert days(ward) == ["day of 5, 24"]
