"""Rows of words in columns. Read again, only what reads otherwise is written anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from station.rules.handover_page import Line, PatientLine
from station.views.panel.controls import dress_font, label, restyle

TONES: Final = {
    "HIGH": "high", "TECHNICAL": "high", "AWOL": "high", "NOBODY": "high", "SEVERITY 5": "high", "MEDIUM": "medium",
    "LOW": "low",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    bold: bool = False
    tone: str = ""
    struck: bool = False


Row = tuple[Cell, ...]


def line_row(line: Line) -> Row:
    """Its mark and its place, then what is said."""
    text = f"{line.text} (taken back)" if line.struck else line.text
    return (
        Cell(line.mark, bold=True, tone=TONES.get(line.mark, "")),
        Cell(line.lead, bold=True),
        Cell(text, struck=line.struck),
    )


def patient_row(one: PatientLine) -> Row:
    """The level asleep is never broken from its word: on a line of its own it would be read as his level."""
    level = one.level.replace("asleep ", "asleep\u00a0")
    return (
        Cell(one.bed, bold=True),
        Cell(one.name),
        Cell(level, bold=True),
        Cell(one.precautions),
        Cell(one.now, tone="muted"),
    )


class Rows(QWidget):
    """`stretch`: the shares of the columns in the width; 0 is as wide as its words."""

    def __init__(self, stretch: Sequence[int]) -> None:
        super().__init__()
        self._labels: list[list[QLabel]] = []
        self._rows: tuple[Row, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        for column, share in enumerate(stretch):
            self._grid.setColumnStretch(column, share)
        self._narrow = tuple(not share for share in stretch)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        rows = tuple(rows)
        if rows == self._rows:
            return
        hidden = self.isHidden()
        if len(rows) > len(self._labels):
            self.hide()  # else each new label has the whole page laid out anew as it is shown
        self._write_rows(rows)
        self.setVisible(not hidden)
        self._rows = rows

    def _write_rows(self, rows: tuple[Row, ...]) -> None:
        for number, row in enumerate(rows):
            if number == len(self._labels):
                self._add()
            elif row == self._rows[number]:
                continue
            for made, cell in zip(self._labels[number], row, strict=True):
                _write(made, cell)
        for old in self._labels[len(rows) :]:
            for made in old:
                self._grid.removeWidget(made)
                made.hide()
                made.deleteLater()
        del self._labels[len(rows) :]

    def _add(self) -> None:
        number, made = len(self._labels), [label() for _ in self._narrow]
        for column, one in enumerate(made):
            one.setWordWrap(not self._narrow[column])
            self._grid.addWidget(one, number, column, Qt.AlignmentFlag.AlignTop)
        self._labels.append(made)


def _write(made: QLabel, cell: Cell) -> None:
    made.setText(cell.text)
    made.setVisible(bool(cell.text))
    restyle(made, "tone", cell.tone)
    dress_font(made, weight=QFont.Weight.DemiBold if cell.bold else QFont.Weight.Normal)
    if cell.struck:
        font = made.font()
        font.setStrikeOut(True)
        made.setFont(font)
