"""What a handover is made of on paper: its patients and its sections, each as blocks to be set into columns."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from station.reports.canvas import LEADING, Canvas, Placed, Run
from station.reports.columns import Block
from station.rules.handover_page import HandoverPage, Line, PatientLine, Section

_CELLS: Final = (0.115, 0.3, 0.235, 0.165, 0.185)
"""The shares of bed, patient, level, precautions and where he is in the width."""
_CAPTIONS: Final = ("bed", "patient", "level", "precautions", "now")
_GAP: Final = 4.0
_AFTER_LINE: Final = 1.6
_CONTINUED: Final = "(continued)"


_Cell = list[list[Placed]]


class Blocks:
    """Makes the blocks for a column of this width, in this size of type."""

    def __init__(self, canvas: Canvas, page: HandoverPage, width: float, size: float) -> None:
        self._canvas, self._page = canvas, page
        self._width, self._size = width, size

    @property
    def _leading(self) -> float:
        return self._size * LEADING

    def patients(self) -> list[Block]:
        """A line for each, beneath captions; nothing where there is nobody."""
        if not self._page.patients:
            return []
        return [self.captions(0), *(self._patient(one) for one in self._page.patients)]

    def captions(self, _: int) -> Block:
        """Over each column of patients."""
        return Block(self._leading + 5, self._draw_captions, 0, opens=True)

    def sections(self) -> list[Block]:
        """One after the other: a heading, its lines, and what is said where there are none."""
        return [block for number, one in enumerate(self._page.sections) for block in self._section(number, one)]

    def again(self, number: int) -> Block:
        """The heading of a section that goes on in another column."""
        return self._heading(number, self._page.sections[number], f" {_CONTINUED}")

    def _cell(self, at: int) -> float:
        return self._width * _CELLS[at] - _GAP

    def _patient(self, one: PatientLine) -> Block:
        level = one.level.replace("asleep ", "asleep\u00a0")
        said = (
            (one.bed, True),
            (one.name, False),
            (level, True),
            (one.precautions, False),
            (one.now, False),
        )
        cells = [
            self._canvas.wrap((Run(text, bold),), self._size, self._cell(at)) for at, (text, bold) in enumerate(said)
        ]
        lines = max(1, *(len(cell) for cell in cells))
        return Block(lines * self._leading + 2.4, partial(self._draw_patient, cells, lines), 0)

    def _draw_captions(self, canvas: Canvas, x: float, y: float) -> None:
        left = x
        for at, caption in enumerate(_CAPTIONS):
            canvas.text(left, y + 3, caption, self._size * 0.84)
            left += self._width * _CELLS[at]
        canvas.rule(x, y + self._leading + 3, self._width, 0.7)

    def _draw_patient(self, cells: Sequence[_Cell], lines: int, canvas: Canvas, x: float, y: float) -> None:
        left = x
        for at, cell in enumerate(cells):
            canvas.lines(left, y + 0.8, cell, self._size)
            left += self._width * _CELLS[at]
        canvas.rule(x, y + lines * self._leading + 1.6, self._width, 0.25)

    def _section(self, number: int, one: Section) -> Iterator[Block]:
        yield self._heading(number, one, "" if one.lines or not one.empty else f"  {one.empty}")
        for line in one.lines:
            yield self._line(number, line)
        if one.more:
            yield self._more(number, one.more)

    def _heading(self, number: int, one: Section, after: str) -> Block:
        title = f"{one.title} · {len(one.lines)}" if one.lines else one.title
        return Block(self._leading + 7, partial(self._draw_heading, title, after), number, opens=True)

    def _draw_heading(self, title: str, after: str, canvas: Canvas, x: float, y: float) -> None:
        canvas.rule(x, y + 3, self._width, 0.7)
        top = y + 5
        canvas.text(x, top, title, self._size, bold=True)
        if after:
            canvas.text(x + canvas.measure(title, self._size, bold=True), top, after, self._size)

    def _line(self, number: int, one: Line) -> Block:
        indent = self._canvas.mark_width(one.mark, self._size) if one.mark else 0.0
        runs = (Run(one.lead, bold=True), Run(one.text), *((Run("(taken back)"),) if one.struck else ()))
        placed = self._canvas.wrap(runs, self._size, self._width, indent)
        height = max(1, len(placed)) * self._leading + _AFTER_LINE
        return Block(height, partial(self._draw_line, one, placed), number)

    def _draw_line(self, one: Line, placed: list[list[Placed]], canvas: Canvas, x: float, y: float) -> None:
        if one.mark:
            canvas.mark(x, y, one.mark, self._size)
        canvas.lines(x, y, placed, self._size, struck=one.struck)

    def _more(self, number: int, words: str) -> Block:
        placed = self._canvas.wrap((Run(words),), self._size, self._width)
        return Block(len(placed) * self._leading + _AFTER_LINE, partial(self._draw_more, placed), number)

    def _draw_more(self, placed: list[list[Placed]], canvas: Canvas, x: float, y: float) -> None:
        canvas.lines(x, y, placed, self._size)
