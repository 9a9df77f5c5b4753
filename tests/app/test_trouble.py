"""A database that cannot be opened: said on screen, tried again, and gone from the screen when it opens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.app import trouble
from station.app.core import Core, identity_of, open_core
from station.app.trouble import Opening
from station.store.errors import StoreError
from station.views import theme as themes
from station.views.bridge import Bridge


class Attempts:
    """Fails as often as told, then opens."""

    def __init__(self, path: Path, failures: int) -> None:
        self.path = path
        self.failures = failures

    def __call__(self) -> Core:
        if self.failures:
            self.failures -= 1
            raise StoreError("The disk is full. Free some space.")
        return open_core(str(self.path), identity_of("Wall 1", "wall"), lambda _: None)


@pytest.fixture
def worded(qapp: object) -> Iterator[Bridge]:
    del qapp
    made = Bridge(sentences=(StoreError,))
    yield made
    made.shutdown()


def test_it_is_said_and_tried_again_until_it_opens(
    worded: Bridge, qtbot: QtBot, sqlite_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "RETRY_S", 0.01)
    opening = Opening(Attempts(sqlite_path, 3), worded, themes.load("dark"))
    qtbot.addWidget(opening.window)
    with qtbot.waitSignal(opening.opened) as opened:
        opening.show(StoreError("The disk is full. Free some space."), full_screen=False)
        assert "The disk is full" in opening.says
    core = opened.args[0]
    core.close()
    assert opening.window.isHidden()


def test_closing_ends_the_trying(worded: Bridge, qtbot: QtBot, sqlite_path: Path) -> None:
    opening = Opening(Attempts(sqlite_path, 10), worded, themes.load("dark"))
    qtbot.addWidget(opening.window)
    opening.show(StoreError("The server is away."), full_screen=False)
    opening.stop()
    worded.shutdown()
    assert not sqlite_path.exists()
