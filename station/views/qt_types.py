"""Makes Qt's Python types while there is one thread: in two at once that ends the program (docs/decisions/0039)."""

from functools import cache
from types import ModuleType
from typing import Final

from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

from station.collecting import collector_at_rest

MODULES: Final[tuple[ModuleType, ...]] = (QtCore, QtGui, QtSvg, QtWidgets)
"""All of Qt that the windows import."""


@cache
def make_types() -> None:
    """Before there is a thread that could ask for one. Takes 0.15 s of processor time, once in a process.

    WORKAROUND: PySide 6.11 makes a type when it is first asked for, and runs Python on the way; whoever asks for it
    meanwhile in another thread is given half a type.
    """
    with collector_at_rest():
        for module in MODULES:
            for name in dir(module):
                getattr(module, name)
