"""No thread but the window's own makes a Python type of Qt, or a class of one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import station
from station.views.qt_types import MODULES
from tests.own_process import run_apart

_SETTING = """
import threading
import shiboken6
from PySide6 import QtCore, QtGui, QtSvg, QtWidgets
from PySide6.QtWidgets import QApplication
from station.views.bridge import Bridge

modules = (QtCore, QtGui, QtSvg, QtWidgets)

def beneath(kind):
    return {kind}.union(*(beneath(one) for one in type.__subclasses__(kind)))

def made():
    names = {f"{module.__name__}.{name}" for module in modules for name in vars(module)}
    return names | {f"{one.__module__}.{one.__qualname__}" for one in beneath(shiboken6.Object)}

app = QApplication([])
bridge = Bridge()
before = made()
"""

_EMITTING = "work = lambda: bridge.publish([1])"
_CHARTS = "from station.views.patient.plots import prefetch\nbefore, work = made(), prefetch"

_ELSEWHERE = """
worker = threading.Thread(target=work)
worker.start()
worker.join()
bridge.shutdown()
assert made() == before, sorted(made() - before)
"""


@pytest.mark.parametrize("story", [_EMITTING, _CHARTS], ids=["an answer", "what charts are drawn with"])
def test_a_thread_of_the_bridge_makes_no_type(story: str) -> None:
    done = run_apart(f"{_SETTING}{story}{_ELSEWHERE}")
    assert (done.returncode, done.stderr) == (0, "")


def test_all_of_qt_that_its_windows_import_is_made() -> None:
    assert set(_imported()) == {module.__name__ for module in MODULES}


def _imported() -> Iterator[str]:
    root = Path(station.__file__).parent
    for path in (*root.glob("views/**/*.py"), *root.glob("app/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("PySide6."):
                yield node.module
            elif isinstance(node, ast.ImportFrom) and node.module == "PySide6":
                yield from (f"PySide6.{one.name}" for one in node.names)
            elif isinstance(node, ast.Import):
                yield from (one.name for one in node.names if one.name.startswith("PySide6"))


_MAKING = """
import threading
import station.views
from PySide6.QtCore import QObject

said = []

def work():
    try:
        class Made(QObject):
            pass
    except RuntimeError as error:
        said.append(str(error))

worker = threading.Thread(target=work)
worker.start()
worker.join()
assert said == ["Made is one of Qt's: import its module on the window's own thread."], said

class Here(QObject):
    pass
"""


def test_a_class_of_qts_that_another_thread_makes_is_refused() -> None:
    done = run_apart(_MAKING)
    assert (done.returncode, done.stderr) == (0, "")


_READING = """
import sys
from pathlib import Path
from station.views.patient.plots import load, prefetch

def compiled():
    return sorted(str(one) for one in Path(sys.pycache_prefix).rglob("pyqtgraph/**/*.pyc"))

prefetch()
before = compiled()
load()
assert before and compiled() == before, sorted({*compiled()} - {*before})
"""


def test_nothing_of_what_charts_are_drawn_with_is_compiled_on_the_windows_own_thread(tmp_path: Path) -> None:
    done = run_apart(_READING, PYTHONPYCACHEPREFIX=str(tmp_path), PYTHONDONTWRITEBYTECODE="")
    assert (done.returncode, done.stderr) == (0, "")
