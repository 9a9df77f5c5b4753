"""PySide6 6.12.0 loses references to None and aborts Python 3.11 after some thousand calls; the pin keeps it out."""

import sys

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

_CALLS = 10_000
_TOLERATED = 200


def test_qt_calls_keep_the_references_to_none(qtbot: QtBot) -> None:
    thing, timer = QObject(), QTimer()
    before = sys.getrefcount(None)
    for _ in range(_CALLS // 4):
        thing.setObjectName("card")
        thing.setProperty("level", None)
        thing.property("level")
        timer.setInterval(1000)
    assert abs(sys.getrefcount(None) - before) < _TOLERATED
