"""A sheet of paper to write on: text measured and placed, rules, boxes. Black on white; lengths are points."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from station.reports.inter import known

MARGIN: Final = 34.0
LEADING: Final = 1.32
"""The height of a line, against the size of its type."""


_PRESSING: Final = ("HIGH", "TECHNICAL", "AWOL", "NOBODY", "SEVERITY 5")
_LOW: Final = "LOW"
_MEASURED_AT: Final = 100.0


class Stopped(Exception):
    """The printing was called off; nothing has been written."""


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


SIZES: Final[Mapping[Paper, tuple[float, float]]] = {Paper.A4: (595.28, 841.89), Paper.LETTER: (612.0, 792.0)}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Words on a line, so far from its beginning."""

    x: float
    text: str
    bold: bool


class Canvas:
    """Begun without a page. What stands on a page is drawn from its top left corner."""

    def __init__(self, paper: Paper, fonts: Mapping[str, Path], *, title: str, author: str, at: datetime) -> None:
        from fpdf import FPDF

        self.paper = paper
        self.width, self.height = SIZES[paper]
        self._pdf: FPDF = FPDF(unit="pt", format=SIZES[paper])
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        for style, file in fonts.items():
            self._pdf.add_font("Inter", style, file)
        self._pdf.set_title(known(title))
        self._pdf.set_author(known(author))
        self._pdf.set_lang("en")
        self._pdf.set_creation_date(at)
        self._widths: dict[tuple[str, bool], float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """The font files are held open until then, and could not be taken away on every system."""
        for font in self._pdf.fonts.values():
            close = getattr(getattr(font, "ttfont", None), "close", None)
            if close is not None:
                close()

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    def new_page(self) -> None:
        self._pdf.add_page()

    def go_to(self, number: int) -> None:
        """Write on a page that was left before, counted from 1."""
        self._pdf.page = number
        self._set(_MEASURED_AT, bold=False)  # what is written next sets its type anew, on this page

    def bytes(self) -> bytes:
        return bytes(self._pdf.output())

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """The same words are measured for every size of type that is tried: once is enough, it grows with the size."""
        key = text, bold
        if key not in self._widths:
            self._set(_MEASURED_AT, bold)
            self._widths[key] = float(self._pdf.get_string_width(text)) / _MEASURED_AT
        return self._widths[key] * size

    def text(self, x: float, y: float, text: str, size: float, *, bold: bool = False, right: bool = False) -> None:
        """`y`: of the top of the line. `right`: `x` is where it ends."""
        said = known(text)
        left = x - self.measure(said, size, bold=bold) if right else x
        self._set(size, bold)
        self._pdf.text(left, y + size * 0.97, said)

    def rule(self, x: float, y: float, width: float, weight: float = 0.5) -> None:
        self._pdf.set_line_width(weight)
        self._pdf.set_draw_color(0)
        self._pdf.line(x, y, x + width, y)

    def path(self, points: Sequence[tuple[float, float]], weight: float = 0.8) -> None:
        """From point to point; one point alone is a dot."""
        self._pdf.set_line_width(weight)
        self._pdf.set_draw_color(0)
        if len(points) > 1:
            self._pdf.polyline(list(points))
        for x, y in points[:1] if len(points) == 1 else ():
            self.dot(x, y)

    def dot(self, x: float, y: float, size: float = 2.0) -> None:
        self._pdf.set_fill_color(0)
        self._pdf.ellipse(x - size / 2, y - size / 2, size, size, style="F")

    def shade(self, x: float, y: float, width: float, height: float, grey: int) -> None:
        """A ground, from 0 black to 255 white."""
        self._pdf.set_fill_color(grey)
        self._pdf.rect(x, y, width, height, style="F")

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        weight: float = 0.7,
        filled: bool = False,
        shade: int | None = None,
    ) -> None:
        """`filled`: black; `shade`: a grey, 0 black to 255 white."""
        grey = 0 if filled else shade
        self._pdf.set_line_width(weight)
        self._pdf.set_draw_color(0)
        self._pdf.set_fill_color(grey or 0)
        self._pdf.rect(x, y, width, height, style="D" if grey is None else "FD")

    def white_text(self, *, on: bool) -> None:
        """What is written from now on is white on black, or black again."""
        self._pdf.set_text_color(255 if on else 0)

    def mark(self, x: float, y: float, word: str, size: float) -> None:
        """A word in a box: what presses white on black, medium black on white, low with a line beneath."""
        small, width = size * 0.82, self.mark_width(word, size) - 3
        if word in _PRESSING:
            self.box(x, y + size * 0.13, width, size * 1.06, filled=True)
            self._pdf.set_text_color(255)
        elif word == _LOW:
            self.rule(x, y + size * 1.19, width, 0.6)
        else:
            self.box(x, y + size * 0.13, width, size * 1.06)
        self.text(x + 2.4, y + size * 0.24, word, small, bold=True)
        self._pdf.set_text_color(0)

    def mark_width(self, word: str, size: float) -> float:
        """With the room after it."""
        return self.measure(word, size * 0.82, bold=True) + 4.8 + 3

    def wrap(self, runs: tuple[Run, ...], size: float, width: float, indent: float = 0.0) -> list[list[Placed]]:
        """Lines of words no wider than `width`; the first begins at `indent`. A word too long for a line is broken."""
        lines, line, x = list[list[Placed]](), list[Placed](), indent
        blank = self.measure(" ", size)
        for run in runs:
            for word in filter(None, known(run.text).split(" ")):
                wide = self.measure(word, size, bold=run.bold)
                if x + wide > width and line:
                    lines.append(line)
                    line, x = [], 0.0
                for part in self._parts(word, size, width, bold=run.bold):
                    if line and x > 0 and part is not word and x + self.measure(part, size, bold=run.bold) > width:
                        lines.append(line)
                        line, x = [], 0.0
                    line.append(Placed(x, part, run.bold))
                    x += self.measure(part, size, bold=run.bold) + blank
        return [*lines, line] if line else lines

    def _parts(self, word: str, size: float, width: float, *, bold: bool) -> list[str]:
        if self.measure(word, size, bold=bold) <= width:
            return [word]
        parts = [""]
        for piece in re.split(r"(?<=-)", word):
            if parts[-1] and self.measure(parts[-1] + piece, size, bold=bold) > width:
                parts.append("")
            for letter in piece:
                if parts[-1] and self.measure(parts[-1] + letter, size, bold=bold) > width:
                    parts.append("")
                parts[-1] += letter
        return parts

    def lines(self, x: float, y: float, placed: list[list[Placed]], size: float, *, struck: bool = False) -> None:
        """Draw lines that were wrapped."""
        for number, line in enumerate(placed):
            top = y + number * size * LEADING
            for one in line:
                self.text(x + one.x, top, one.text, size, bold=one.bold)
            if struck and line:
                last = line[-1]
                end = last.x + self.measure(last.text, size, bold=last.bold)
                self.rule(x + line[0].x, top + size * 0.66, end - line[0].x, 0.6)

    def _set(self, size: float, bold: bool) -> None:
        self._pdf.set_font("Inter", "B" if bold else "", size)
