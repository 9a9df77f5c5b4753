"""Tells a scanner from a person at the keyboard: it types faster than anybody can, and ends with Enter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor, QWindow
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from typing_extensions import override

GAP_S: Final = 0.035
"""Keys nearer to one another than this are a scanner's."""
STRAY_S: Final = 0.5
"""An Enter so soon after a scanner's keys is the scanner's, though late."""
LEAST: Final = 4
"""Characters; fewer are a person's, however fast."""
_SETTLED_MS: Final = 45

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SHIFTS: Final = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr})
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


@runtime_checkable
class GivesBack(Protocol):
    """A widget of ours that takes keys, and can be as it was before some of them."""

    def keep(self) -> Callable[[], None]: ...


@runtime_checkable
class TakesScan(Protocol):
    """A field that waits for what a scanner types: where somebody is given a badge."""

    def take_scan(self, scanned: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Held:
    """A key on its way to what had the focus, where keys are commands: not let through before it is a person's."""

    to: QWidget
    event: QKeyEvent


class Scanner(QObject):
    """Listens at a window, before any field or shortcut hears a key.

    Into a field a scanner types as anybody would; at its Enter, which nobody else hears, the field gets back the text
    and the cursor it had. Where keys are commands (letters that are shortcuts, digits that press choices) they wait the
    few hundredths of a second in which a scanner's next one would follow: no badge ever accepts an alert or records a
    check. `moment` gives the time of a key in seconds: the one the display server stamped on it, so that a screen that
    stood still for a moment makes no scan out of somebody's typing.
    """

    scanned = Signal(str)

    def __init__(self, moment: Callable[[QKeyEvent], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moment = moment
        self._typed = ""
        self._last = float("-inf")
        self._before: dict[QWidget, Callable[[], None]] = {}
        self._held: list[_Held] = []
        self._waiting: list[Callable[[], None]] = []
        self._swallow = 0
        self._stray_until = float("-inf")
        self._quiet = self._once(_SETTLED_MS, self._look_again)
        self._look = self._once(0, self._settle)

    def _once(self, after_ms: int, then: Callable[[], None]) -> QTimer:
        """Goes with the scanner: nothing is looked at in a window that is gone."""
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(after_ms)
        made.timeout.connect(then)
        return made

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits any more to be told from a scanner's."""
        return not (self._quiet.isActive() or self._look.isActive())

    def watch(self, window: QWindow) -> None:
        """Listen here too. Twice is once."""
        window.installEventFilter(self)

    def when_settled(self, act: Callable[[], None]) -> None:
        """Do what a letter stands for: at once, or where that letter has just been typed, once it is clear that it is
        no scanner's first."""
        if not self.is_settled:
            self._waiting.append(act)
        else:
            act()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            self._hear(event)
            return False
        if event.type() is QEvent.Type.KeyPress:
            return self._end(event) if event.key() in _ENTER else self._hold(event)
        return self._let_up(event)

    def _hear(self, event: QKeyEvent) -> None:
        """Every key that is pressed comes by here first, also one that is a shortcut."""
        if event.key() in _SHIFTS or event.key() in _ENTER:
            return
        if not _is_text(event) or event.isAutoRepeat():
            self._let_through()
            return
        at = self._moment(event)
        if at - self._last >= GAP_S:
            self._let_through()
        self._keep_focus()
        self._typed += event.text()
        self._last = at
        self._look.stop()
        self._quiet.start()

    def _hold(self, event: QKeyEvent) -> bool:
        """Whether this key waits."""
        focused = QApplication.focusWidget()
        if focused is None or not self._typed or not _is_text(event) or _takes_text(focused):
            return False
        self._held.append(_Held(focused, event.clone()))
        return True

    def _let_up(self, event: QKeyEvent) -> bool:
        if event.key() == self._swallow:
            self._swallow = 0
            return True
        pressed = next((one for one in self._held if one.event.key() == event.key()), None)
        if pressed is None:
            return False
        self._held.append(_Held(pressed.to, event.clone()))
        return True

    def _end(self, event: QKeyEvent) -> bool:
        """Whether this Enter is a scanner's."""
        typed, near = self._typed, self._moment(event) - self._last < GAP_S
        if len(typed) < LEAST or not near or event.isAutoRepeat():
            self._let_through()
            return self._is_stray(event)
        for widget, give_back in self._before.items():
            if shiboken6.isValid(widget):
                give_back()
        self._forget()
        self._swallow = event.key()
        self.scanned.emit(typed)
        return True

    def _is_stray(self, event: QKeyEvent) -> bool:
        """Whether this Enter comes too late after keys that were a scanner's: it would press what has the focus."""
        stray = self._moment(event) < self._stray_until
        self._swallow = event.key() if stray else self._swallow
        self._stray_until = float("-inf")
        return stray

    def _keep_focus(self) -> None:
        """As the field is before this key reaches it."""
        focused = QApplication.focusWidget()
        if focused is not None and focused not in self._before:
            self._before[focused] = kept(focused)

    def _let_through(self) -> None:
        """No scan: what waited happens now, in its order. What nobody can type so fast, and no Enter ended, does not:
        it is a scanner that is set up wrong, and its keys are no commands."""
        waiting, held, last, fast = self._waiting, self._held, self._last, len(self._typed) >= LEAST
        self._forget()
        if fast and (waiting or held):
            self._stray_until = last + STRAY_S
            return
        for act in waiting:
            act()
        for one in held:
            to = QApplication.focusWidget() or one.to  # the first of them may have moved the focus, to a field
            if shiboken6.isValid(to):
                QCoreApplication.sendEvent(to, one.event)

    def _forget(self) -> None:
        self._typed = ""
        self._last = float("-inf")
        self._before, self._held, self._waiting = {}, [], []

    @Slot()
    def _look_again(self) -> None:
        """Keys that came in while the screen stood still are heard before anything is made of their being late."""
        self._look.start()

    @Slot()
    def _settle(self) -> None:
        self._let_through()


def _is_text(event: QKeyEvent) -> bool:
    text = event.text()
    return bool(text) and text.isprintable() and not event.modifiers() & _COMMANDS


def _takes_text(widget: QWidget) -> bool:
    """Whether keys are letters here, not commands."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox | GivesBack)


def kept(widget: QWidget) -> Callable[[], None]:
    """What gives a widget back the text, the cursor or the choice it has now."""
    if isinstance(widget, GivesBack):
        return widget.keep()
    if isinstance(widget, QLineEdit):
        return _kept_line(widget)
    if isinstance(widget, QPlainTextEdit):
        return _kept_text(widget)
    if isinstance(widget, QComboBox):
        editor = widget.lineEdit()
        return _nothing if editor is None else _kept_line(editor)
    return _nothing


def _nothing() -> None:
    return None


def _kept_line(line: QLineEdit) -> Callable[[], None]:
    text, at, modified = line.text(), line.cursorPosition(), line.isModified()
    start, length = line.selectionStart(), len(line.selectedText())

    def give_back() -> None:
        line.setText(text)
        line.setCursorPosition(at)
        if start >= 0:
            line.setSelection(start, length)
        line.setModified(modified)
        completer: QCompleter | None = line.completer()
        popup: QWidget | None = completer.popup() if completer is not None else None
        if popup is not None:
            popup.hide()

    return give_back


def _kept_text(editor: QPlainTextEdit) -> Callable[[], None]:
    text, modified = editor.toPlainText(), editor.document().isModified()
    anchor, at = editor.textCursor().anchor(), editor.textCursor().position()

    def give_back() -> None:
        editor.setPlainText(text)  # and no step back to what was scanned
        cursor = editor.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        editor.document().setModified(modified)

    return give_back


def stamped(elapsed: Callable[[], float]) -> Callable[[QKeyEvent], float]:
    """The time of a key: the stamp of the display server where it gives one, else when it reached us."""

    def moment(event: QKeyEvent) -> float:
        return event.timestamp() / 1000 if event.timestamp() else elapsed()

    return moment
