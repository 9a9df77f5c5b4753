"""What people leave half done at a desk: each finds his own again, and nobody another's."""

import weakref
from collections.abc import Callable, Iterable
from typing import Final, Protocol, runtime_checkable

import shiboken6
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from station.views.panel.holder import Kept
from station.views.panel.side import SidePanel

_MOST: Final = 12
"""People whose things are kept; more do not share one desk in one shift."""

BringBack = Callable[[], None]


@runtime_checkable
class PutsAway(Protocol):
    """A page with more on it than fields that are typed into puts itself in order, and says how it was."""

    def put_away(self) -> BringBack: ...


class Belongings:
    """One person's things go before another's come."""

    def __init__(self, panel: SidePanel) -> None:
        self._panel = panel
        self._kept: dict[int, tuple[Kept, list[BringBack]]] = {}

    def put_away(self, staff_id: int, pages: Iterable[QWidget]) -> None:
        """He goes: the panel is empty and no page holds a word of his."""
        self._drop(staff_id)
        ways = [page.put_away() if isinstance(page, PutsAway) else put_fields_away(page) for page in pages]
        self._kept[staff_id] = self._panel.put_away(), ways
        while len(self._kept) > _MOST:
            self._drop(next(iter(self._kept)))

    def bring_back(self, staff_id: int) -> None:
        """He is here again."""
        kept, ways = self._kept.pop(staff_id, (None, []))
        for way in ways:
            way()
        if kept is not None:
            self._panel.bring_back(kept)

    def _drop(self, staff_id: int) -> None:
        kept, _ = self._kept.pop(staff_id, (None, []))
        if kept is not None:
            self._panel.free(kept)


def put_fields_away(root: QWidget) -> BringBack:
    """Empty every field somebody has typed into. A PIN is not kept for anybody."""
    ways = [_line_away(one) for one in root.findChildren(QLineEdit) if not one.isReadOnly()]
    ways += [_note_away(one) for one in root.findChildren(QPlainTextEdit) if not one.isReadOnly()]

    def bring_back() -> None:
        for way in ways:
            way()

    return bring_back


def _line_away(line: QLineEdit) -> BringBack:
    text, there = line.text(), weakref.ref(line)
    secret = line.echoMode() is not QLineEdit.EchoMode.Normal
    if not secret and not line.isModified():
        return _nothing
    line.clear()

    def bring_back() -> None:
        field = there()
        if field is not None and shiboken6.isValid(field):
            field.setText(text)
            field.setModified(True)

    return _nothing if secret else bring_back


def _note_away(editor: QPlainTextEdit) -> BringBack:
    if not editor.document().isModified():
        return _nothing
    text, there = editor.toPlainText(), weakref.ref(editor)
    editor.clear()

    def bring_back() -> None:
        field = there()
        if field is not None and shiboken6.isValid(field):
            field.setPlainText(text)
            field.document().setModified(True)

    return bring_back


def _nothing() -> None:
    return None
