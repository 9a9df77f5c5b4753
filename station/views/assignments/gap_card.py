"""The card of a stretch that nobody covers: who could take it, each with one press."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from station.rules.plan import Gap, Plan
from station.rules.plan_edits import with_block
from station.views.assignments.offers import Offer, busy_words, taken
from station.views.assignments.parts import Beside
from station.views.assignments.words import Names, gap_sentence, gap_title
from station.views.panel.controls import TOUCH, button, heading, label

NOBODY = "Nobody on this shift is free then. Shorten or move somebody's block, or add a person to the shift."


class GapCard(Beside):
    """Made anew for every stretch."""

    def __init__(self, plan: Plan, gap: Gap, found: Sequence[Offer], names: Names, key: str) -> None:
        """`key`: of the block that is made."""
        super().__init__()
        self.gap, self.plan, self._key, self._names = gap, plan, key, names
        self.say_title(gap_title(gap), f"{gap_sentence(gap, names)}.")
        self._of: dict[QPushButton, Offer] = {}
        self.offers = [self._offer(one) for one in found]
        self.column.addWidget(heading("Who could take it") if found else label(NOBODY))
        for made, one in zip(self.offers, found, strict=True):
            self.column.addWidget(made)
            if one.warnings:
                self.column.addWidget(label(", ".join(one.warnings), tone="muted"))

    def _offer(self, one: Offer) -> QPushButton:
        name = self._names.name_of(one.staff_id, self.plan)
        span = self._names.span(one.starts_at, one.ends_at)
        said = f"{name}, {'all of it' if one.whole else span}"
        made = button(f"{name}\n{'All of it' if one.whole else span} · {busy_words(one)}", "choice")
        made.setAccessibleName(f"Give it to {said}, {busy_words(one)}")
        made.setMinimumHeight(TOUCH + 12)
        made.clicked.connect(self._take)
        self._of[made] = one
        return made

    @Slot()
    def _take(self) -> None:
        one = next(offer for pressed, offer in self._of.items() if pressed is self.sender())
        words = f"give {self.gap.need.title} to {self._names.name_of(one.staff_id, self.plan)}"
        self.edit(words, with_block(self.plan, taken(self.gap.need, one, self._key)))
