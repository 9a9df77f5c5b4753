"""The facts of the unit, as Unit setup begins with them."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from station.rules.wording import clock_time
from station.store.rows import BedRow, BoardSnapshot
from station.views.commands import DeskFacts
from station.views.panel.controls import heading, label


class FactsCard(QFrame):
    """What a unit is called, its beds, its policy and where its record is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(10)
        self._facts.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 18)
        column.setSpacing(10)
        column.addWidget(label("This unit", scale=1.35, weight=QFont.Weight.Bold))
        column.addLayout(self._facts)
        self._snapshot: BoardSnapshot | None = None
        self._known: DeskFacts | None = None
        self._show_facts()

    def show_facts(self, facts: DeskFacts) -> None:
        if facts != self._known:
            self._known = facts
            self._show_facts()

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        before = self._snapshot
        self._snapshot = snapshot
        if before is None or before.unit != snapshot.unit or beds_by_area(before.beds) != beds_by_area(snapshot.beds):
            self._show_facts()

    def _show_facts(self) -> None:
        _clear(self._facts)
        for row, (name, value) in enumerate(unit_facts(self._snapshot, self._known)):
            shown = label(value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(heading(name), row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(shown, row, 1)


def unit_facts(snapshot: BoardSnapshot | None, facts: DeskFacts | None) -> list[tuple[str, str]]:
    """(name, value) of everything the page says of the unit; what has not been read is said to be unknown."""
    if snapshot is None or facts is None:
        return [("Unit", "Reading…")]
    unit = snapshot.unit
    lines = [("Name", unit.name), ("Time zone", unit.zone), ("Beds", f"{len(snapshot.beds)}")]
    lines += [(area, beds) for area, beds in beds_by_area(snapshot.beds)]
    lines += [
        ("Policy signed", signed_words(facts.policy_signed_by, facts.policy_signed_at, snapshot)),
        ("Record kept in", facts.database),
    ]
    return [*lines, ("Demo", "These patients are made up.")] if unit.is_demo else lines


def signed_words(by: str, at: datetime | None, snapshot: BoardSnapshot) -> str:
    """By M. Ruiz, Mon 23 Nov 09:00"""
    if at is None:
        return "not known"
    return f"by {by}, {clock_time(at, ZoneInfo(snapshot.unit.zone), snapshot.read_at)}"


def beds_by_area(beds: Sequence[BedRow]) -> list[tuple[str, str]]:
    """West hall: 12 beds, 1201 to 1212"""
    found = []
    for area, group in groupby(beds, key=_area_of):
        labels = [bed.label for bed in group]
        found.append((area, f"{len(labels)} {'bed' if len(labels) == 1 else 'beds'}, {labels[0]} to {labels[-1]}"))
    return found


def _area_of(bed: BedRow) -> str:
    return bed.area


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
