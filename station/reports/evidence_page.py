"""Goes down the pages of a long paper: headings, sentences, and tables whose head is said again on each page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from station.reports.canvas import LEADING, MARGIN, Canvas, Placed, Run, Stopped

TEXT: Final = 8.4
SMALL: Final = 6.7
_HEADING: Final = 10.5
_FOOT: Final = 36.0
_AGAIN: Final = 20.0
_AGAIN_TYPE: Final = 9.0
_GAP: Final = 4.0
_SHADED: Final = 226
_EVERY_OTHER: Final = 246
"""Grounds, from 0 black to 255 white."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    cells: tuple[str, ...]
    bold: bool = False
    struck: bool = False
    """All but its last cell, which says why."""
    shaded: bool = False


class Pages:
    """Begins with a page. `again`: what stands at the head of every other; `foot`: two lines under each."""

    def __init__(self, canvas: Canvas, again: str, foot: tuple[str, str], cancelled: Callable[[], bool]) -> None:
        self._canvas, self._again, self._foot, self._cancelled = canvas, again, foot, cancelled
        self._y, self._count = MARGIN, 0
        self._head: tuple[Line, Sequence[float]] | None = None
        self._group: Line | None = None
        """The shaded line that the lines of a table stand under: a day, an alert."""
        self._turn()

    @property
    def room(self) -> float:
        """What is left of this page, in points."""
        return self._canvas.height - MARGIN - _FOOT - self._y

    def title(self, words: str, size: float) -> None:
        self.words(words, size, bold=True)

    def heading(self, words: str, needs: float = 44.0) -> None:
        """Never the last on a page."""
        if self.room < needs:
            self._turn()
        self._y += 6
        self._canvas.rule(MARGIN, self._y, self._canvas.inner, 0.8)
        self._y += 3
        self.words(words, _HEADING, bold=True)

    def words(self, words: str, size: float = TEXT, *, bold: bool = False, indent: float = 0.0) -> None:
        placed = self._canvas.wrap((Run(words, bold),), size, self._canvas.inner - indent)
        height = max(1, len(placed)) * size * LEADING
        if height > self.room:
            self._turn()
        self._canvas.lines(MARGIN + indent, self._y, placed, size)
        self._y += height + 1.6

    def boxed(self, lines: Iterable[str]) -> None:
        """What is to be read first."""
        canvas = self._canvas
        wide = canvas.inner - 14
        set_out = [canvas.wrap((Run(one, bold=place == 0),), TEXT, wide) for place, one in enumerate(lines)]
        height = sum(len(one) * TEXT * LEADING + 1.6 for one in set_out) + 8
        if height > self.room:
            self._turn()
        canvas.box(MARGIN, self._y, canvas.inner, height, weight=1.1)
        self._y += 4
        for placed in set_out:
            canvas.lines(MARGIN + 7, self._y, placed, TEXT)
            self._y += len(placed) * TEXT * LEADING + 1.6
        self._y += 8

    def table(self, head: Sequence[str], shares: Sequence[float], lines: Iterable[Line]) -> None:
        """`shares`: of the width, of each column."""
        self._head = (Line(tuple(head), bold=True), shares)
        if self.room < 3 * SMALL * LEADING:
            self._turn()
        else:
            self._draw(*self._head, rule=0.6)
        for place, line in enumerate(lines):
            self._draw(line, shares, ground=_EVERY_OTHER if place % 2 else None)
        self._head = self._group = None
        self._y += 3

    def _draw(
        self, line: Line, shares: Sequence[float], *, rule: float | None = None, ground: int | None = None
    ) -> None:
        """A line with fewer cells than there are columns goes on with its last to the end."""
        canvas = self._canvas
        taken = len(line.cells)
        wide = [*shares[: taken - 1], sum(shares[taken - 1 :])]
        cells = [
            self._set(cell, share * canvas.inner - _GAP, bold=line.bold)
            for cell, share in zip(line.cells, wide, strict=True)
        ]
        height = max(1, *(len(cell) for cell in cells)) * SMALL * LEADING + 1.2
        if line.shaded:
            self._group = None
        if height > self.room:
            self._turn()
        if line.shaded or ground is not None:
            canvas.shade(MARGIN, self._y, canvas.inner, height, _SHADED if line.shaded else ground or _EVERY_OTHER)
        left = MARGIN
        for cell, share in zip(cells, wide, strict=True):
            last = cell is cells[-1]
            canvas.lines(left, self._y, cell, SMALL, struck=line.struck and not last)
            left += share * canvas.inner
        self._y += height
        if line.shaded:
            self._group = line
        if rule is not None:
            canvas.rule(MARGIN, self._y - 0.4, canvas.inner, rule)

    def _set(self, cell: str, width: float, *, bold: bool) -> list[list[Placed]]:
        """Most cells fit as they are: they are not taken apart."""
        if not cell:
            return []
        if self._canvas.measure(cell, SMALL, bold=bold) <= width:
            return [[Placed(0.0, cell, bold)]]
        return self._canvas.wrap((Run(cell, bold),), SMALL, width)

    def _turn(self) -> None:
        if self._cancelled():
            raise Stopped("Making the evidence was stopped. Nothing was written.")
        canvas = self._canvas
        canvas.new_page()
        self._count += 1
        self._y = MARGIN
        if self._count > 1:
            canvas.text(MARGIN, MARGIN, self._fitting(self._again), _AGAIN_TYPE, bold=True)
            canvas.rule(MARGIN, MARGIN + 13.5, canvas.inner, 0.9)
            self._y += _AGAIN
            if self._head is not None:
                self._draw(*self._head, rule=0.6)
                if self._group is not None:
                    self._draw(self._group, self._head[1])

    def _fitting(self, words: str) -> str:
        """On one line; what is too long ends in dots, and stands whole on the first page."""
        measure, wide = self._canvas.measure, self._canvas.inner
        if measure(words, _AGAIN_TYPE, bold=True) <= wide:
            return words
        while words and measure(f"{words}…", _AGAIN_TYPE, bold=True) > wide:
            words = words[:-1]
        return f"{words}…"

    def close(self) -> None:
        """Number the pages: how many there are is known only now."""
        canvas = self._canvas
        top = canvas.height - MARGIN - _FOOT + 12
        for number in range(1, self._count + 1):
            canvas.go_to(number)
            canvas.rule(MARGIN, top, canvas.inner, 0.7)
            canvas.text(MARGIN, top + 3, self._foot[0], 7.0)
            canvas.text(canvas.width - MARGIN, top + 3, f"page {number} of {self._count}", 7.0, bold=True, right=True)
            canvas.text(MARGIN, top + 13, self._foot[1], 6.4)
