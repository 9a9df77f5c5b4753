"""Tells a scanner from a person at the keyboard: it types faster than anybody can, and ends with Enter."""

from collections.abc import Callable
from typing import Final, Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor, QWindow
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

GAP_S: Final = 0.035
"""Keys nearer to one another than this are a scanner's."""
LEAST: Final = 4
"""Characters; fewer are a person's, however fast."""
_SETTLED_MS: Final = 60

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


class Scanner(QObject):
    """Listens at a window, before any field or shortcut hears a key.

    What a scanner types goes where the focus is, as anybody's typing would; at its Enter, which nobody else hears, the
    field gets back the text and the cursor it had. `moment` gives the time of a key in seconds: the one the display
    server stamped on it, so that a screen that stood still for a moment makes no scan out of somebody's typing.
    """

    scanned = Signal(str)
    _settled = Signal(int)

    def __init__(self, moment: Callable[[QKeyEvent], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moment = moment
        self._typed = ""
        self._last = float("-inf")
        self._before: dict[QWidget, Callable[[], None]] = {}
        self._swallow = 0
        self._fresh = 0
        self._waiting: list[Callable[[], None]] = []

    def watch(self, window: QWindow) -> None:
        """Listen here too. Twice is once."""
        window.installEventFilter(self)

    def when_settled(self, act: Callable[[], None]) -> None:
        """Do what a letter stands for: at once, or where that letter has just been typed, once it is clear that it is
        no scanner's first."""
        if self._fresh:
            self._waiting.append(act)
        else:
            act()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            self._hear(event)
        elif event.type() is QEvent.Type.KeyPress and event.key() in _ENTER:
            return self._end(event)
        elif event.type() is QEvent.Type.KeyRelease and event.key() == self._swallow:
            self._swallow = 0
            return True
        return False

    def _hear(self, event: QKeyEvent) -> None:
        """Every key that is pressed comes by here first, also one that is a shortcut."""
        if event.key() in _SHIFTS or event.key() in _ENTER:
            return
        text = event.text()
        if not (text and text.isprintable()) or event.modifiers() & _COMMANDS or event.isAutoRepeat():
            self._forget()
            return
        at = self._moment(event)
        if at - self._last >= GAP_S:
            self._forget()
        self._keep_focus()
        self._typed += text
        self._last = at
        if len(self._typed) > 1:
            self._waiting.clear()
        self._fresh += 1
        QTimer.singleShot(_SETTLED_MS, self._settle)

    def _end(self, event: QKeyEvent) -> bool:
        typed, near = self._typed, self._moment(event) - self._last < GAP_S
        if len(typed) < LEAST or not near or event.isAutoRepeat():
            self._forget()
            return False
        for widget, give_back in self._before.items():
            if shiboken6.isValid(widget):
                give_back()
        self._forget()
        self._waiting.clear()
        self._swallow = event.key()
        self.scanned.emit(typed)
        return True

    def _keep_focus(self) -> None:
        """As the field is before this key reaches it."""
        focused = QApplication.focusWidget()
        if focused is not None and focused not in self._before:
            self._before[focused] = kept(focused)

    def _forget(self) -> None:
        self._typed = ""
        self._last = float("-inf")
        self._before = {}

    @Slot()
    def _settle(self) -> None:
        self._fresh -= 1
        if self._fresh == 0:
            waiting, self._waiting = self._waiting, []
            for act in waiting:
                act()


def kept(widget: QWidget) -> Callable[[], None]:
    """What gives a widget back the text, the cursor or the choice it has now."""
    if isinstance(widget, GivesBack):
        return widget.keep()
    if isinstance(widget, QLineEdit):
        return _kept_line(widget)
    if isinstance(widget, QPlainTextEdit):
        return _kept_text(widget)
    if isinstance(widget, QComboBox):
        return _kept_choice(widget)
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


def _kept_choice(box: QComboBox) -> Callable[[], None]:
    editor = box.lineEdit()
    if editor is not None:
        return _kept_line(editor)
    chosen = box.currentIndex()

    def give_back() -> None:
        box.setCurrentIndex(chosen)

    return give_back


def stamped(elapsed: Callable[[], float]) -> Callable[[QKeyEvent], float]:
    """The time of a key: the stamp of the display server where it gives one, else when it reached us."""

    def moment(event: QKeyEvent) -> float:
        return event.timestamp() / 1000 if event.timestamp() else elapsed()

    return moment
