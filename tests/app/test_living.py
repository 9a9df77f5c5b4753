"""What keeps a board alive: it reads again although nobody said that something changed."""

import pytest
from pytestqt.qtbot import QtBot

from station.app.core import Core
from station.app.living import LOOK_S, Living
from station.store.rows import BoardSnapshot
from station.views.bridge import Bridge
from tests.builders import BuiltUnit
from tests.fakes import NOON


@pytest.fixture
def living(core: Core, bridge: Bridge, unit: BuiltUnit) -> Living:
    del unit
    return Living(core, bridge)


def test_a_lost_hint_heals_itself(living: Living, core: Core, unit: BuiltUnit, qtbot: QtBot) -> None:
    seen: list[BoardSnapshot] = []
    living.snapshot.connect(seen.append)
    qtbot.waitUntil(lambda: len(seen) == 1)  # what setting the unit up had published
    core.store.publish = lambda _events: None
    unit.admit("1201")
    for _ in range(LOOK_S):
        assert len(seen) == 1
        living.ticker.tick.emit(NOON)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert [bed.label for bed in seen[1].beds if bed.patient is not None] == ["1201"]
