"""The look of a desk outlives a restart, and a file that cannot be used stops nothing."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.app.core import Core
from station.app.kept_look import KeptLook, Look, look_file
from station.app.windows import Desk, Wall
from station.config import config_file
from station.models.enums import Role
from station.store.rows import StaffRow
from station.views.board.grid import Order
from station.views.bridge import Bridge, DirectBridge
from tests.app.conftest import put_away
from tests.builders import BuiltUnit
from tests.fakes import NOON


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "station-look.json"


@pytest.fixture
def direct(qapp: QApplication) -> Iterator[Bridge]:
    del qapp
    made = DirectBridge()
    yield made
    made.shutdown()


@pytest.fixture
def _font(qapp: QApplication) -> Iterator[None]:
    before = QFont(qapp.font())
    yield
    qapp.setFont(before)


def test_it_lies_beside_the_settings() -> None:
    assert look_file() == config_file().parent / "station-look.json"


def test_what_was_chosen_is_there_again(direct: Bridge, file: Path) -> None:
    KeptLook(direct, "light", file).keep(Look("dark", 14.0))
    assert KeptLook(direct, "light", file).look == Look("dark", 14.0)
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_settings_that_say_something_else_since_then_are_meant(direct: Bridge, file: Path) -> None:
    KeptLook(direct, "light", file).keep(Look("dark", 14.0))
    assert KeptLook(direct, "contrast", file).look == Look("contrast", 14.0)


def test_without_a_file_nothing_is_said(direct: Bridge, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert KeptLook(direct, "dark", file).look == Look("dark")
    assert not caplog.records


def test_a_desk_of_a_demo_keeps_nothing(direct: Bridge, tmp_path: Path) -> None:
    kept = KeptLook(direct, "light", None)
    kept.keep(Look("dark", 12.0))
    assert kept.look == Look("dark", 12.0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"theme": "dark"}',
        '{"theme": "dark", "text_size": "large"}',
        '{"theme": "pink", "text_size": 12}',
        '{"theme": ["dark"], "text_size": 12}',
        '{"theme": "dark", "text_size": 400}',
        '{"theme": "dark", "text_size": NaN}',
        '{"theme": "dark", "text_size": null}',
    ],
)
def test_what_cannot_be_used_is_ignored_with_a_line_in_the_log(
    direct: Bridge, file: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    assert KeptLook(direct, "light", file).look == Look("light")
    assert [one.levelno for one in caplog.records] == [logging.WARNING]
    assert str(file) in caplog.text


def test_bytes_that_are_no_text_are_ignored(direct: Bridge, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe\x00")
    assert KeptLook(direct, "light", file).look == Look("light")


def test_a_place_that_cannot_be_written_stops_nothing(
    direct: Bridge, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "here").write_text("a file where a folder should be", encoding="utf-8")
    kept = KeptLook(direct, "light", tmp_path / "here" / "look.json")
    kept.keep(Look("dark"))
    assert kept.look == Look("dark")
    assert "is not kept" in caplog.text


@pytest.mark.usefixtures("_font")
def test_a_desk_wears_it_after_a_restart(
    qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit, qtbot: QtBot, file: Path
) -> None:
    unit.admit_seen("1201", at=NOON)
    first = Desk(qapp, core, bridge, "light", "Desk 1", look_file=file)
    first.shell.theme_wanted.emit("contrast")
    first.shell.text_size_wanted.emit(14.0)
    qtbot.waitUntil(lambda: file.exists() and json.loads(file.read_text(encoding="utf-8"))["text_size"] == 14.0)
    put_away(first)
    again = Desk(qapp, core, bridge, "light", "Desk 1", look_file=file)
    assert qapp.font().pointSizeF() == 14.0
    assert next(one.data() for one in again.shell.navigation.menu.actions() if one.isChecked()) == "contrast"
    put_away(again)


def test_the_order_of_cards_is_a_start_and_a_choice(
    qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit, qtbot: QtBot
) -> None:
    unit.admit_seen("1203", at=NOON)
    wall = Wall(qapp, core, bridge, "dark", order=Order.URGENCY)
    desk = Desk(qapp, core, bridge, "light", "Desk 1", order=Order.URGENCY)
    for window in (wall, desk):
        window.show(full_screen=False)
    boards = (wall.page, desk.board)
    qtbot.waitUntil(lambda: all(one.snapshot and any(bed.patient for bed in one.snapshot.beds) for one in boards))
    for board in boards:
        assert next(one.bed.label for one in board.grid.in_place() if one.bed) == "1203"
    desk.shell.recorder.choose(StaffRow(unit.staff["C. Lindt"], "C. Lindt", Role.CHARGE_NURSE))
    desk.shell.actions_by_name["order"].trigger()
    assert desk.board.grid.order is Order.BED
    assert next(one.bed.label for one in desk.board.grid.in_place() if one.bed) == "1201"
    for window in (wall, desk):
        put_away(window)


def test_a_demo_that_runs_fast_says_so_to_its_board(
    qapp: QApplication, core: Core, bridge: Bridge, unit: BuiltUnit
) -> None:
    del unit
    wall = Wall(qapp, core, bridge, "dark", speed=20.0)
    assert wall.living.health_now().speed == 20.0
    put_away(wall)
