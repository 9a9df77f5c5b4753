"""The card when somebody else has published meanwhile: who, when, what; and how to go on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot

from station.views.assignments.parts import Beside, act, bullets
from station.views.panel.controls import label

HOW = "Merge brings their changes into your plan. Either way can be taken back with Undo."


class OvertakenCard(Beside):
    """Made anew for every plan that overtakes."""

    merge_wanted = Signal()
    theirs_wanted = Signal()

    def __init__(self, published: str, changed: Sequence[str]) -> None:
        """`published`: "Published 15:12 by K. Bello"."""
        super().__init__()
        self.say_title("The plan has changed meanwhile", f"{published}. You have changes that are not published.")
        self.column.addWidget(bullets("What they changed", changed or ["Nothing that is seen here."]))
        self.column.addWidget(label(HOW))
        self.merge = act("Merge", self._merge, "primary", name="Merge their changes into mine")
        self.theirs = act("Take theirs", self._theirs, name="Take theirs, and leave my changes")
        for one in (self.merge, self.theirs):
            self.column.addWidget(one)

    @Slot()
    def _merge(self) -> None:
        self.merge_wanted.emit()

    @Slot()
    def _theirs(self) -> None:
        self.theirs_wanted.emit()


class MergedCard(Beside):
    """What could not be brought together, for the charge to decide."""

    def __init__(self, conflicts: Sequence[str]) -> None:
        super().__init__()
        if conflicts:
            self.say_title("Merged. Look at these", "Both of you changed the same. Theirs is in the plan.")
            self.column.addWidget(bullets("Not taken over", conflicts, most=20))
        else:
            self.say_title("Merged", "Your changes and theirs fit together. Look at the timeline, then publish.")
        self.close_button = act("Close", self._close)
        self.column.addWidget(self.close_button)

    @Slot()
    def _close(self) -> None:
        self.closed.emit()
