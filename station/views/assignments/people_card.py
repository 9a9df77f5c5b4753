"""The card to put people on the shift: everybody who could, each with what is said of his training."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from station.rules.plan import Plan, Worker
from station.services import plan_sheet
from station.store.rows.plan import PlannableRow
from station.views.assignments.parts import Beside, act
from station.views.assignments.words import counted
from station.views.panel.controls import button

EVERYBODY = "Everybody who can be planned is on this shift already."


class PeopleCard(Beside):
    """Made anew each time it is opened."""

    def __init__(self, plan: Plan, staff: Sequence[PlannableRow]) -> None:
        super().__init__()
        self._plan = plan
        here = {one.staff_id for one in plan.people}
        self._rows = [one for one in staff if one.staff_id not in here]
        self.say_title("Who works this shift", "Tap everybody who comes, then add them." if self._rows else EVERYBODY)
        self.add = act("Add", self._add, "primary")
        self.buttons: dict[QPushButton, PlannableRow] = {}
        for row in self._rows:
            self.column.addWidget(self._button(row))
        self.column.addWidget(self.add)
        self.add.setVisible(bool(self._rows))
        self._count()

    def _button(self, row: PlannableRow) -> QPushButton:
        under = " · ".join(filter(None, (row.role.value, row.training)))
        made = button(f"{row.name}\n{under}", "choice", name=", ".join(filter(None, (row.name, under, *row.warnings))))
        made.setCheckable(True)
        made.setMinimumHeight(56)
        made.setToolTip("\n".join(row.warnings))
        made.toggled.connect(self._count)
        self.buttons[made] = row
        return made

    @property
    def chosen(self) -> list[PlannableRow]:
        return [row for made, row in self.buttons.items() if made.isChecked()]

    @Slot()
    def _count(self) -> None:
        count = len(self.chosen)
        self.add.setText(f"Add {counted(count, 'person').replace('persons', 'people')}" if count else "Add")
        self.add.setAccessibleName(self.add.text())
        self.add.setEnabled(bool(count))

    @Slot()
    def _add(self) -> None:
        chosen = self.chosen
        new = tuple(worker_of(row, self._plan) for row in chosen)
        who = chosen[0].name if len(chosen) == 1 else f"{len(chosen)} people"
        self.edit(f"put {who} on the shift", replace(self._plan, people=(*self._plan.people, *new)))
        self.closed.emit()


def worker_of(row: PlannableRow, plan: Plan) -> Worker:
    """For the whole of the shift."""
    return plan_sheet.worker_of(row, plan.starts_at, plan.ends_at)
