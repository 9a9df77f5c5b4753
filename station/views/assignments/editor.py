"""The plan one charge works on, with every step he can take back."""

import weakref
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack
from typing_extensions import override

from station.rules.plan import Plan, to_json


@dataclass(frozen=True, slots=True)
class Working:
    """A plan, and the number of the published one it was made from (0: from none)."""

    plan: Plan
    based_on: int

    @property
    def kept(self) -> tuple[int, dict[str, Any]]:
        """What of it is stored: names and roles are not, they may change meanwhile."""
        return self.based_on, to_json(self.plan)


class _Step(QUndoCommand):
    def __init__(self, words: str, editor: "PlanEditor", before: Working, after: Working) -> None:
        super().__init__(words)
        self._editor = weakref.ref(editor)
        self._before, self._after = before, after

    @override
    def undo(self) -> None:
        self._set(self._before)

    @override
    def redo(self) -> None:
        self._set(self._after)

    def _set(self, working: Working) -> None:
        editor = self._editor()
        if editor is not None:
            editor.put(working)


class PlanEditor(QObject):
    """Each step is a whole plan, so that taking it back restores exactly what was."""

    changed = Signal()
    """By a step, or by one taken back."""
    begun = Signal()
    """From another plan."""

    def __init__(self, working: Working, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._working = working
        self.stack = QUndoStack(self)

    @property
    def working(self) -> Working:
        return self._working

    @property
    def plan(self) -> Plan:
        return self._working.plan

    @property
    def based_on(self) -> int:
        return self._working.based_on

    def do(self, words: str, plan: Plan, based_on: int | None = None) -> bool:
        """One step; returns whether it changed anything. `words`: what was done ("move J. Moore's break")."""
        after = Working(plan, self.based_on if based_on is None else based_on)
        if after == self._working:
            return False
        self.stack.push(_Step(words, self, self._working, after))
        return True

    def begin(self, working: Working) -> None:
        """From here on: nothing before it can be taken back."""
        self.stack.clear()
        self._working = working
        self.begun.emit()

    def put(self, working: Working) -> None:
        """For steps alone."""
        if working != self._working:
            self._working = working
            self.changed.emit()

    @Slot()
    def undo(self) -> None:
        self.stack.undo()

    @Slot()
    def redo(self) -> None:
        self.stack.redo()
