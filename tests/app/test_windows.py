"""The main job, end to end: a check lapses and is seen, a recorded check clears it, and a restart shows the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from station.app.core import Core, identity_of, open_core
from station.app.windows import Desk, Wall
from station.models.enums import AlertState, Priority, Role
from station.store.rows import StaffRow
from station.views.bridge import Bridge
from tests.app.conftest import put_away
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON, FakeClock


@pytest.fixture
def desk(qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit) -> Iterator[Desk]:
    del unit
    made = Desk(qapp, core, bridge, "light", "Desk 1")
    made.shell.resize(1366, 768)
    yield made
    put_away(made)


@pytest.fixture
def wall(qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit) -> Iterator[Wall]:
    del unit
    made = Wall(qapp, core, bridge, "dark")
    made.shell.resize(1366, 768)
    yield made
    put_away(made)


def _alerts(window: Desk | Wall) -> list[tuple[Priority, AlertState]]:
    last = window.living.last
    return [] if last is None else [(one.priority, one.state) for one in last.alerts]


def _is_taken(desk: Desk, label: str) -> bool:
    beds = () if desk.living.last is None else desk.living.last.beds
    return any(one.label == label and one.patient is not None for one in beds)


def test_a_lapse_is_seen_on_the_wall_and_a_check_clears_it(
    wall: Wall, core: Core, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot
) -> None:
    stay = unit.admit_seen("1201", at=NOON)
    wall.show(full_screen=False)
    qtbot.waitUntil(lambda: wall.page.snapshot is not None)
    clock.advance(15 * 60)
    assert core.monitor.pass_now()
    qtbot.waitUntil(lambda: _alerts(wall) == [(Priority.MEDIUM, AlertState.OPEN)])
    clock.advance(5 * 60)
    assert core.monitor.pass_now()
    qtbot.waitUntil(lambda: _alerts(wall) == [(Priority.HIGH, AlertState.OPEN)])
    unit.check(stay, NOON + minutes(21))
    qtbot.waitUntil(lambda: _alerts(wall) == [])


def test_a_restart_shows_the_same(
    wall: Wall, core: Core, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot, qapp: QApplication, sqlite_path: Path
) -> None:
    unit.admit_seen("1201", at=NOON)
    clock.advance(16 * 60)
    assert core.monitor.pass_now()
    wall.show(full_screen=False)
    qtbot.waitUntil(lambda: _alerts(wall) == [(Priority.MEDIUM, AlertState.OPEN)])
    before = wall.page.snapshot
    again_bridge = Bridge()
    again = open_core(str(sqlite_path), identity_of("Wall 2", "wall"), again_bridge.publish, base=clock)
    second = Wall(qapp, again, again_bridge, "dark")
    second.show(full_screen=False)
    qtbot.waitUntil(lambda: second.page.snapshot is not None)
    after = second.page.snapshot
    put_away(second)
    again_bridge.shutdown()
    again.close()
    assert before is not None
    assert after is not None
    assert (after.beds, after.alerts) == (before.beds, before.alerts)


def test_a_lapse_while_station_was_off_is_raised_at_start_with_its_true_time(
    wall: Wall, core: Core, unit: BuiltUnit, clock: FakeClock, qtbot: QtBot
) -> None:
    unit.admit_seen("1201", at=NOON)
    clock.advance(19 * 60)
    wall.show(full_screen=False)
    core.start()
    qtbot.waitUntil(lambda: any(one[0] is Priority.MEDIUM for one in _alerts(wall)))
    assert wall.page.snapshot is not None
    (late,) = [one for one in wall.page.snapshot.alerts if one.kind == "check"]
    assert late.due_at == NOON + minutes(15)
    assert late.detected_at == NOON + minutes(19)


def test_the_wall_holds_nothing_that_could_change_anything(wall: Wall) -> None:
    assert not wall.shell.findChildren(QAbstractButton)
    assert not wall.shell.findChildren(QLineEdit)


def test_a_monitor_that_is_not_started_is_shown(
    wall: Wall, unit: BuiltUnit, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit.admit_seen("1201", at=NOON)
    monkeypatch.setattr("station.app.living.START_S", -1.0)
    wall.show(full_screen=False)
    qtbot.waitUntil(lambda: any("NOT MONITORING" in one for one in wall.page.banners))


def test_something_unexpected_stands_on_the_wall_while_it_goes_on(wall: Wall, unit: BuiltUnit, qtbot: QtBot) -> None:
    unit.admit_seen("1201", at=NOON)
    wall.show(full_screen=False)
    qtbot.waitUntil(lambda: wall.page.snapshot is not None)
    wall.say("Something unexpected happened. It is in the log; the board goes on.")
    assert wall.living.health_now().sentence.startswith("Something unexpected")


def test_the_desk_reads_its_board_and_offers_its_forms(desk: Desk, unit: BuiltUnit, qtbot: QtBot) -> None:
    unit.admit_seen("1201", at=NOON)
    desk.show()
    qtbot.waitUntil(lambda: desk.shell.desk() is not None and bool(desk.people.model.lines))
    qtbot.waitUntil(lambda: _is_taken(desk, "1201"))  # what was read first may be from before the admission
    desk.shell.recorder.choose(StaffRow(unit.staff["C. Lindt"], "C. Lindt", Role.CHARGE_NURSE))
    desk.shell.open_bed(unit.beds["1201"])
    assert desk.shell.panel.patient_panel() is not None


def test_every_look_can_be_worn(desk: Desk, unit: BuiltUnit, qtbot: QtBot) -> None:
    unit.admit_seen("1201", at=NOON)
    desk.show()
    qtbot.waitUntil(lambda: desk.board.snapshot is not None)
    for name in ("dark", "contrast", "light"):
        desk.shell.theme_wanted.emit(name)
        desk.shell.grab()
