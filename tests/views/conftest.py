"""What many tests of screens begin with."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.views.plain_desk import Desk


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.bridge.shutdown()
