"""What Qt calls never hands an error back to Qt: it is reported, and Qt gets an answer (docs/decisions/0040)."""

import sys
import traceback
from collections.abc import Callable
from functools import wraps
from threading import current_thread, main_thread
from types import FunctionType
from typing import Any, Final

import shiboken6

_ROOT: Final[Any] = shiboken6.Object
_INSTEAD: Final[dict[str, Any]] = {"event": False, "eventFilter": False, "rowCount": 0, "columnCount": 0, "count": 0}
"""What Qt is told where its own class has no answer, or one that would do a thing twice."""
_SIZES: Final = ("sizeHint", "minimumSizeHint", "minimumSize", "heightForWidth", "hasHeightForWidth")
"""Asked of Qt's own class instead."""


def hold_errors() -> None:
    """From now on, of every class that is made from one of Qt's: each method that takes the place of one of Qt's. Made
    in a thread other than the first, such a class raises RuntimeError.

    WORKAROUND: PySide 6.11 on Python 3.11 ends the program over most errors that leave such a method
    (PepException_GetArgs), and releases the method once too often over others. What is no
    `Exception` is left alone.
    """
    _ROOT.__init_subclass__ = classmethod(_held)


def _held(cls: Any, /, **named: Any) -> None:
    super(_ROOT, cls).__init_subclass__(**named)
    _refuse_elsewhere(cls)
    for name, made in list(vars(cls).items()):
        if isinstance(made, FunctionType) and not name.startswith("__") and _of_qt(cls, name) is not None:
            setattr(cls, name, _holding(name, made))


def _refuse_elsewhere(cls: type) -> None:
    """An error that is seen in every test, where it would be a crash on some night (docs/decisions/0039)."""
    if current_thread() is not main_thread():
        raise RuntimeError(f"{cls.__name__} is one of Qt's: import its module on the window's own thread.")


def _of_qt(cls: type, name: str) -> Callable[..., Any] | None:
    """The method of Qt's own class that this one takes the place of."""
    qts = (vars(one) for one in cls.__mro__ if one.__module__.startswith("PySide6"))
    return next((methods[name] for methods in qts if name in methods), None)


def _holding(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def held(self: Any, *args: Any, **named: Any) -> Any:
        try:
            return method(self, *args, **named)
        except Exception as error:  # noqa: BLE001  # whatever it is, Qt must not see it
            _report(error)
        return _instead(self, name, args)

    return held


def _report(error: Exception) -> None:
    sys.excepthook(type(error), error, error.__traceback__)
    traceback.clear_frames(error.__traceback__)  # a painter that is left open ends with its frame, not some time later


def _instead(self: Any, name: str, args: tuple[Any, ...]) -> Any:
    own = _of_qt(type(self), name) if name in _SIZES else None
    if own is None or not shiboken6.isValid(self):
        return _INSTEAD.get(name)
    return own(self, *args)
