"""A whole Station on a real SQLite file, with a clock set by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.app.core import Core, identity_of, open_core
from station.app.windows import Desk, Wall
from station.views.bridge import Bridge
from tests.builders import BuiltUnit, build_unit
from tests.databases import open_knowing
from tests.fakes import FakeClock


def put_away(window: Desk | Wall) -> None:
    """As closing the program does it: first nothing more comes in, then the window goes."""
    window.living.stop()
    window.living.blockSignals(True)
    window.shell.close()
    window.shell.deleteLater()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bridge(qapp: object) -> Iterator[Bridge]:
    del qapp
    made = Bridge()
    yield made
    made.shutdown()


@pytest.fixture
def core(new_sqlite: Path, clock: FakeClock, bridge: Bridge) -> Iterator[Core]:
    """Open, its monitor not yet started."""
    who = identity_of("Desk 1", "desk")
    made = open_core(str(new_sqlite), who, bridge.publish, base=clock, opening=open_knowing)
    yield made
    bridge.shutdown()  # as at the end of a session: nobody reads any more when the store is closed
    made.close()


@pytest.fixture
def unit(core: Core) -> BuiltUnit:
    """Four empty beds."""
    return build_unit(core.store)
