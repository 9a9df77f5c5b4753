"""An error in what Qt calls is reported, and the program lives."""

import subprocess

import pytest

from tests.own_process import run_apart

_SETTING = """
import sys
import station.views
from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QVBoxLayout, QWidget

told = []
sys.excepthook = lambda kind, error, trace: told.append(kind.__name__)
app = QApplication([])

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
assert told and set(told) == {{{kind!r}}}, told
print("lived")
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


def ended(method: str, error: str, kind: str) -> subprocess.CompletedProcess[str]:
    script = _SETTING.format(method=method, error=error, kind=kind, begin=_METHODS[method])
    return run_apart(script)


@pytest.mark.parametrize("method", _METHODS)
def test_wherever_it_is_raised(method: str) -> None:
    done = ended(method, "len(3)", "TypeError")
    assert (done.returncode, done.stdout) == (0, "lived\n"), done.stderr


@pytest.mark.parametrize(("error", "kind"), _ERRORS.items())
def test_whatever_it_is(error: str, kind: str) -> None:
    done = ended("def event(self, event): fail()", error, kind)
    assert (done.returncode, done.stdout) == (0, "lived\n"), done.stderr
