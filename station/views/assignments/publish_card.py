"""The card that publishes: what changes, in words; then one press."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from typing_extensions import override

from station.rules.plan_faults import Fault
from station.views.assignments.editor import Working
from station.views.assignments.parts import bullets
from station.views.panel.controls import label
from station.views.panel.desk import Desk
from station.views.panel.form import Form

FIRST = "This is the first plan of the shift. The wall and everybody on duty go by it from now on."
LATER = "The wall and everybody on duty go by it at once."
MEND = "This has to be mended before it can be published:"


@dataclass(frozen=True, slots=True)
class Before:
    """What a charge is told before he publishes."""

    working: Working
    changes: Sequence[str]
    faults: Sequence[Fault]
    uncovered: Sequence[str]


class PublishCard(Form):
    """Made anew for every plan: it publishes that one and no other, and once."""

    refusing = Signal()
    """It was refused: what is stored may differ from what is shown."""

    yes, no, not_done = "Publish all the same", "Not yet", "Nothing has been published."

    def __init__(self, desk: Desk, before: Before) -> None:
        super().__init__(desk)
        self.before = before
        self._request_id = desk.request_id()
        self.column.addWidget(label("Publish this plan", scale=1.25, weight=QFont.Weight.Bold))
        self.column.addWidget(label(LATER if before.working.based_on else FIRST, tone="muted"))
        forbidding = [one.words for one in before.faults if one.forbids]
        if forbidding:
            self.column.addWidget(bullets(MEND, forbidding))
        if before.changes:
            self.column.addWidget(bullets("What changes", before.changes, most=24))
        if before.uncovered:
            self.column.addWidget(bullets("Not covered", before.uncovered))
        said = [one.words for one in before.faults if not one.forbids]
        if said:
            self.column.addWidget(bullets("To know", said))
        self._told = bool(before.uncovered or said)
        self.publish = self.ending(self.yes if self._told else "Publish", self.submit)
        self.publish.setEnabled(not forbidding)
        self.publish.setToolTip("\n".join(forbidding))

    @Slot()
    def submit(self) -> None:
        """Double taps publish once: the request has one name, and while it runs nothing else does.

        What the card says of gaps is not asked again; only what nobody here was told is.
        """
        working = self.before.working
        publish = partial(
            self.desk.commands.publish_plan,
            request_id=self._request_id,
            starts_at=working.plan.starts_at,
            based_on=working.based_on,
            plan=working.plan,
        )
        once_more = partial(publish, confirmed=True)
        self.do(partial(publish, confirmed=self._told), self.done_words(), once_confirmed=once_more)

    @override
    def done_words(self) -> str:
        return "The plan is published."

    @override
    def refused(self) -> None:
        self.refusing.emit()
