"""A widget that only a cycle holds is not deleted while it is painted, nor in another thread."""

import gc

import pytest
from pytestqt.qtbot import QtBot

from station.app.tidying import EVERY_MS
from station.collecting import collect_what_is_due, collector_at_rest
from tests.own_process import run_apart

_SETTING = """
import gc, threading
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from station.app.running import application

GARBAGE = 200_000
begun_in = set()
gc.callbacks.append(lambda phase, about: begun_in.add((threading.get_ident(), doing)))
doing = "nothing"

def make_garbage():
    for _ in range(GARBAGE):
        cycle = []
        cycle.append(cycle)

app = application()
"""

_PAINT = """
class Card(QWidget):
    def paintEvent(self, event):
        global doing
        painter = QPainter(self)
        doing = "painting"
        make_garbage()
        doing = "nothing"
        painter.fillRect(self.rect(), self.palette().window())
        painter.end()

window = QWidget()
window.card = Card(window)
window.itself = window
gone = []
window.destroyed.connect(lambda: gone.append(doing))
window.show()
del window
app.processEvents()
assert not gone
"""

_THREAD = """
widget = QWidget()
widget.itself = widget
gone = []
widget.destroyed.connect(lambda: gone.append(threading.current_thread()))
del widget
worker = threading.Thread(target=make_garbage)
worker.start()
worker.join()
assert not gone
"""

_AFTERWARDS = """
seen = QTimer(interval=50)
seen.timeout.connect(lambda: gone and app.quit())
seen.start()
QTimer.singleShot(PATIENCE_MS, app.quit)
app.exec()
assert begun_in == {(threading.get_ident(), "nothing")}, begun_in
assert gone in (["nothing"], [threading.main_thread()]), gone
"""


@pytest.mark.parametrize("story", [_PAINT, _THREAD], ids=["painted", "in a thread"])
def test_nothing_is_collected_but_between_events(story: str) -> None:
    script = f"PATIENCE_MS = {20 * EVERY_MS}\n{_SETTING}{story}{_AFTERWARDS}"
    done = run_apart(script)
    assert (done.returncode, done.stderr) == (0, "")


def test_these_tests_are_no_better_off_than_station(qtbot: QtBot) -> None:
    del qtbot
    assert not gc.isenabled()


def test_a_rest_leaves_the_collector_as_it_was(qtbot: QtBot) -> None:
    del qtbot
    with collector_at_rest():
        pass
    assert not gc.isenabled()
    gc.unfreeze()


def test_what_is_due_is_what_the_counts_say(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(gc, "collect", asked.append)
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    for counts in ((700, 10, 10), (701, 10, 10), (701, 11, 10), (3, 2, 11)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        collect_what_is_due()
    assert asked == [0, 1, 2]
