"""The card while nothing is chosen: what is to be seen to, and how to begin."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot

from station.rules.plan_faults import Fault
from station.views.assignments.parts import Beside, act, bullets
from station.views.panel.controls import label

FINE = "Nothing is wrong with this plan."
HOW = (
    "Choose a block to change it, or draw one out in an empty stretch. Drag to move, pull an end to stretch. "
    "F1 lists the keys."
)


class Overview(Beside):
    """Made anew after each change."""

    back_wanted = Signal()
    """To what is published."""

    def __init__(self, faults: Sequence[Fault], uncovered: Sequence[str], whom_to_ask: str, *, empty: bool) -> None:
        """`whom_to_ask`: why the person here may not plan; empty while he may. `empty`: nothing is planned yet."""
        super().__init__()
        self.say_title("This shift", whom_to_ask or ("" if empty else HOW))
        forbidding, said = ([one.words for one in faults if one.forbids is forbids] for forbids in (True, False))
        if uncovered:
            self.column.addWidget(bullets("Not covered", uncovered))
        if forbidding:
            self.column.addWidget(bullets("Cannot be so", forbidding))
        if said:
            self.column.addWidget(bullets("To know", said))
        if not uncovered and not forbidding and not said:
            self.column.addWidget(label(FINE))
        self.back = act("Go back to what is published", self._back)
        self.column.addWidget(self.back)

    def let_go_back(self, *, can: bool) -> None:
        self.back.setVisible(can)

    @Slot()
    def _back(self) -> None:
        self.back_wanted.emit()
