"""An error in what Qt calls is reported, and the program lives."""

import json
import subprocess

import pytest

from tests.own_process import run_apart

_SETTING = """
import gc, json, sys
import shiboken6
import station.views
from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QVBoxLayout, QWidget

told = []
sys.excepthook = lambda kind, error, trace: told.append(kind.__name__)
app = QApplication([])
"""

_CASE = """
def fail():
    {error}

class Column(QVBoxLayout):
    def minimumSize(self):
        fail()

class Card(QWidget):
    {method}

class Lines(QAbstractListModel):
    def rowCount(self, parent=None):
        return 3

    def data(self, index, role=0):
        fail()

class Unknown(QAbstractListModel):
    def rowCount(self, parent=None):
        fail()

    def data(self, index, role=0):
        return None

card = Card()
{begin}
card.show()
card.adjustSize()
QTimer.singleShot(50, app.quit)
app.exec()
card.grab()
print(json.dumps([{name!r}, sorted(set(told))]), flush=True)
app.removeEventFilter(card)
shiboken6.delete(card)
gc.collect()
told.clear()
"""

_ERRORS = {
    "len(3)": "TypeError",
    "[][0]": "IndexError",
    "{}['x']": "KeyError",
    "None.x": "AttributeError",
    "raise ValueError('x')": "ValueError",
    "import shiboken6; gone = QObject(); shiboken6.delete(gone); gone.objectName()": "RuntimeError",
}
_METHODS = {
    "def paintEvent(self, event): painter = QPainter(self); fail()": "",
    "def sizeHint(self): return fail()": "",
    "def event(self, event): fail()": "",
    "def eventFilter(self, watched, event): fail()": "app.installEventFilter(card)",
    "def resizeEvent(self, event): fail()": "",
    "pass  # a layout": "QWidget(card).setLayout(Column()); Column(card)",
    "pass  # lines": "view = QListView(card); view.setModel(Lines(view))",
    "pass  # how many": "view = QListView(card); view.setModel(Unknown(view))",
}
_EVENT = "def event(self, event): fail()"


@pytest.fixture(scope="module")
def done() -> subprocess.CompletedProcess[str]:
    """All of them one after the other, in one process: what one of them had broken, a later one would meet."""
    cases = [(method, "len(3)") for method in _METHODS] + [(_EVENT, error) for error in _ERRORS if error != "len(3)"]
    scripts = [
        _CASE.format(method=method, error=error, name=f"{method}: {error}", begin=_METHODS[method])
        for method, error in cases
    ]
    return run_apart(_SETTING + "".join(scripts))


def told(done: subprocess.CompletedProcess[str], method: str, error: str) -> list[str]:
    """Nothing where the program had died by then."""
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return next((kinds for name, kinds in lines if name == f"{method}: {error}"), [])


@pytest.mark.parametrize("method", _METHODS)
def test_wherever_it_is_raised(done: subprocess.CompletedProcess[str], method: str) -> None:
    assert told(done, method, "len(3)") == ["TypeError"], done.stderr


@pytest.mark.parametrize(("error", "kind"), _ERRORS.items())
def test_whatever_it_is(done: subprocess.CompletedProcess[str], error: str, kind: str) -> None:
    assert told(done, _EVENT, error) == [kind], done.stderr


def test_the_program_ends_as_it_should(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr
