"""One run of a desk or a wall, from the database through the first start to the board, and its end."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station.app import running
from station.app.core import Core
from station.app.running import Kind, Session
from station.app.windows import Desk, Wall
from station.clock import SystemClock
from station.config import load_settings
from station.models import JournalEntry
from station.services.reading import read_unit, unit_exists
from station.store.engine import close_store, open_store
from station.views.setup.first_start import FirstStart, Way
from station.views.widgets.states import StatePanel
from tests.app.conftest import put_away
from tests.builders import build_unit


def _session(qapp: QApplication, path: Path, kind: Kind, painted: list[bool] | None = None) -> Session:
    told = None if painted is None else (lambda: painted.append(True))
    return Session(qapp, load_settings(database=str(path), station="Here"), kind, told)


def _end(session: Session) -> None:
    if session.window is not None:
        put_away(session.window)
    session.end()


@pytest.fixture
def desk(qapp: QApplication, sqlite_path: Path) -> Iterator[Session]:
    made = _session(qapp, sqlite_path, "desk")
    yield made
    _end(made)


def test_an_empty_database_leads_through_the_first_start_to_the_board(desk: Session, qtbot: QtBot) -> None:
    desk.begin()
    first = desk.first
    assert isinstance(first, FirstStart)
    first.begin(Way.SET_UP)
    first.unit.name.editor.setText("4 East")
    first.unit.zone.editor.setCurrentText("America/Chicago")
    first.unit.signed_by.editor.setText("M. Ruiz")
    first.forward.click()
    first.beds.rows[0].name.editor.setText("West hall")
    first.beds.rows[0].beds.editor.setPlainText("1201-1204")
    first.forward.click()
    first.forward.click()
    for one, words in zip(first.administrator.fields.findChildren(QLineEdit), ("A. Hall", "2580", "2580"), strict=True):
        one.setText(words)
    first.forward.click()
    qtbot.waitUntil(lambda: isinstance(desk.window, Desk) and desk.window.board.snapshot is not None)
    assert isinstance(desk.window, Desk)
    snapshot = desk.window.board.snapshot
    assert snapshot is not None
    assert (snapshot.unit.name, len(snapshot.beds)) == ("4 East", 4)
    assert not first.isVisible()


def test_the_demo_leaves_the_units_own_database_empty(desk: Session, qtbot: QtBot, sqlite_path: Path) -> None:
    desk.begin()
    assert isinstance(desk.first, FirstStart)
    desk.first.begin(Way.DEMO)
    qtbot.waitUntil(lambda: isinstance(desk.window, Desk) and desk.window.board.snapshot is not None, timeout=120_000)
    assert isinstance(desk.window, Desk)
    assert desk.window.board.snapshot is not None
    assert desk.window.board.snapshot.unit.is_demo
    store = open_store(sqlite_path)
    assert not unit_exists(store)
    close_store(store)


def test_a_wall_without_a_unit_says_what_to_do(qapp: QApplication, qtbot: QtBot, sqlite_path: Path) -> None:
    wall = _session(qapp, sqlite_path, "wall")
    wall.begin()
    shown = wall.window
    assert isinstance(shown, Wall)
    panel = shown.page.findChild(StatePanel)
    assert isinstance(panel, StatePanel)
    qtbot.waitUntil(lambda: "name the unit" in panel.state.text)
    _end(wall)


def test_the_first_live_picture_is_told_once(qapp: QApplication, qtbot: QtBot, new_sqlite: Path) -> None:
    store = open_store(new_sqlite)
    build_unit(store)
    close_store(store)
    painted: list[bool] = []
    wall = _session(qapp, new_sqlite, "wall", painted)
    wall.begin()
    assert isinstance(wall.window, Wall)
    qtbot.waitUntil(lambda: painted == [True])
    wall.window.living.snapshot.emit(wall.window.page.snapshot)
    assert painted == [True]
    _end(wall)


def test_the_end_is_said_in_the_database(qapp: QApplication, qtbot: QtBot, new_sqlite: Path) -> None:
    store = open_store(new_sqlite)
    build_unit(store)
    wall = _session(qapp, new_sqlite, "wall")
    wall.begin()
    shown = wall.window
    assert isinstance(shown, Wall)
    qtbot.waitUntil(lambda: shown.page.snapshot is not None and bool(shown.page.snapshot.stations))
    _end(wall)
    assert read_unit(store).name == "3 West"
    close_store(store)


def _known(qapp: QApplication, path: Path, kind: Kind, qtbot: QtBot) -> None:
    """A unit that a station of this kind has shown, and that has been closed."""
    store = open_store(path)
    build_unit(store).admit_seen("1201", at=SystemClock().now() - timedelta(minutes=14))
    close_store(store)
    before = _session(qapp, path, kind)
    before.begin()
    shown = before.window
    assert shown is not None
    qtbot.waitUntil(lambda: shown.living.last is not None and before.core is not None and _is_known(before.core))
    _end(before)


def _is_known(core: Core) -> bool:
    return core.kept.eyes.knowledge() is not None


@pytest.mark.parametrize("kind", ["desk", "wall"])
def test_started_without_its_record_it_shows_what_it_knew_until_that_is_back(
    qapp: QApplication, qtbot: QtBot, sqlite_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    monkeypatch.setattr(running, "RETRY_S", 0.2)
    _known(qapp, sqlite_path, kind, qtbot)
    away = sqlite_path.with_name("moved")
    sqlite_path.rename(away)
    late = _session(qapp, sqlite_path, kind)
    late.begin()
    shown = late.window
    assert shown is not None
    page = shown.page if isinstance(shown, Wall) else shown.shell.entrance.view.board
    assert page.snapshot is not None, "at once, not at the next second"
    assert page.snapshot.away is not None
    assert [one.label for one in page.snapshot.beds if one.patient is not None] == ["1201"]
    qtbot.waitUntil(lambda: "STARTED WITHOUT THE RECORD" in _across(shown), timeout=20_000)
    assert not late.waits_for_a_person
    away.rename(sqlite_path)
    qtbot.waitUntil(lambda: page.snapshot is not None and page.snapshot.away is None, timeout=30_000)
    qtbot.waitUntil(lambda: "RECORD" not in _across(shown), timeout=20_000)
    store = open_store(sqlite_path)
    with store.read() as session:
        kinds = session.scalars(select(JournalEntry.kind)).all()
    assert kinds.count("station.started") == 2
    close_store(store)
    _end(late)


def _across(window: Desk | Wall) -> str:
    return str(window.page.banners) if isinstance(window, Wall) else window.shell.banner.accessibleName()


def test_with_nothing_remembered_it_says_so_and_waits(qapp: QApplication, qtbot: QtBot, sqlite_path: Path) -> None:
    sqlite_path.write_bytes(b"no database at all" * 100)
    late = _session(qapp, sqlite_path, "desk")
    late.begin()
    assert late.window is None
    assert late.waits_for_a_person
    opening = late._opening
    assert opening is not None
    qtbot.addWidget(opening.window)
    assert "is damaged from its first bytes on" in opening.says
    assert "This computer remembers nothing of the unit." in opening.says
    late.end()
