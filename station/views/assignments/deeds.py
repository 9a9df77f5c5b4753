"""What is done to a plan beside the timeline's own: blocks added, what was dragged put down, the last shift copied."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from station.rules.plan import Plan
from station.rules.plan_edits import opening, snapped, with_block
from station.views.assignments.derived import new_block
from station.views.assignments.drags import Drawn
from station.views.assignments.items import Choice, OfBlock, OfGap, OfPerson
from station.views.assignments.words import said

if TYPE_CHECKING:
    from station.views.assignments.planner import Planner


class Deeds(QObject):
    """Each of them is one step of the plan."""

    def __init__(self, planner: "Planner") -> None:
        super().__init__(planner)
        self._planner = planner

    @Slot(object, object)
    def dropped(self, choice: Choice, plan: Plan) -> None:
        """A block was let go of, and the plan is this one then."""
        planner = self._planner
        block = planner.editor.plan.block(choice.key) if isinstance(choice, OfBlock) else None
        if block is not None:
            name = planner.names.name_of(block.staff_id, planner.editor.plan)
            planner.edit(f"move {name}'s {said(block, planner.names)}", plan)
            planner.choose(choice)

    @Slot(object)
    def drawn_out(self, drawn: Drawn) -> None:
        """A new block is wanted there."""
        planner = self._planner
        block = new_block(drawn, planner.derived.gaps, planner.names, planner.desk.request_id())
        name = planner.names.name_of(drawn.staff_id, planner.editor.plan)
        after = with_block(planner.editor.plan, block)
        if planner.edit(f"add {said(block, planner.names)} for {name}", after):
            planner.choose(OfBlock(block.key))
            planner.timeline.choose(OfBlock(block.key), focus=True)

    @Slot()
    def add_block(self) -> None:
        """For whoever is chosen, else the first; where there is room."""
        planner = self._planner
        choice, plan, rows = planner.timeline.chosen, planner.editor.plan, planner.timeline.canvas.rows
        block = plan.block(choice.key) if isinstance(choice, OfBlock) else None
        first = rows[0].worker.staff_id if rows else None
        who = choice.staff_id if isinstance(choice, OfPerson) else block.staff_id if block else first
        if who is None:
            planner.cards.show_people()
            return
        after = block.ends_at if block else max(plan.starts_at, min(snapped(planner.now), plan.ends_at))
        if isinstance(choice, OfGap):
            after = choice.gap.starts_at
        self.drawn_out(Drawn(who, *opening(plan, who, after)))

    @Slot()
    def copy_last(self) -> None:
        """The last plan of a shift like this one, in the place of what is here."""
        if self._planner.may_edit:
            read = partial(self._planner.desk.reads.plan_before, self._planner.sheet.shift.starts_at)
            self._planner.desk.bridge.run(read, self._copied, self._not_copied)

    @Slot(object)
    def _copied(self, plan: Plan | None) -> None:
        name = self._planner.sheet.shift.name
        if plan is None:
            self._planner.side.say(f"No {name} shift before this one has a published plan.")
        elif self._planner.edit("copy from last shift", plan):
            self._planner.side.say(f"Copied from the last {name} shift. Look at who is here, then publish.", "done")

    @Slot(object)
    def _not_copied(self, error: Exception) -> None:
        self._planner.side.say(str(error), "refusal")
