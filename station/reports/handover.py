"""The handover of a shift as a PDF, for A4 and Letter: one page where it fits, else more with the head repeated.

Black and white: what is urgent is told by its word and its box, so that any printer of a ward will do.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from station.reports.blocks import Blocks
from station.reports.canvas import MARGIN, Canvas, Paper, Stopped
from station.reports.columns import Block, Column, two_columns
from station.reports.handover_head import Sheet, head_blocks
from station.reports.inter import cut_for
from station.rules.wording import clock_time, full_day
from station.store.rows.handover import HeadRow

_SIZES: Final = (8.8, 8.4, 8.0, 7.6, 7.2)
"""Of the type, in points: the largest with which all stands on one page; on more than one the middle one."""
_FOOT: Final = 44.0
_GUTTER: Final = 18.0
_AGAIN_H: Final = 22.0
"""The head of every page but the first."""
_DISPLAY: Final = 15.0


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class _Set:
    """A block in its place."""

    block: Block
    x: float
    y: float


def handover_pdf(
    sheet: Sheet, paper: Paper, *, printed_at: datetime, printed_by: str, cancelled: Callable[[], bool] = _never
) -> bytes:
    """The whole document. Takes about half a second: not on the GUI thread. Raises Stopped."""
    page = sheet.page
    title = f"Handover of the {page.shift} shift, {page.day}, {page.unit}"
    with (
        cut_for("".join(_everything(sheet)) + printed_by + title) as fonts,
        Canvas(paper, fonts, title=title, author=printed_by, at=printed_at) as canvas,
    ):
        made = _best(canvas, sheet, cancelled)
        printed = f"Printed {_moment(printed_at, ZoneInfo(sheet.zone))} by {printed_by}"
        for number in range(len(made.pages)):
            _stop_if(cancelled)
            made.draw(number, printed)
        return canvas.bytes()


def _best(canvas: Canvas, sheet: Sheet, cancelled: Callable[[], bool]) -> "_Pages":
    for size in _SIZES:
        _stop_if(cancelled)
        tried = _Pages(canvas, sheet, size)
        if len(tried.pages) == 1:
            return tried
    return _Pages(canvas, sheet, _SIZES[2])


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Stopped("Printing was stopped. No file was written.")


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{full_day(moment.astimezone(zone).date())} {clock_time(moment, zone)}"


def _everything(sheet: Sheet) -> Iterator[str]:
    """All words, for the letters in them."""
    page = sheet.page
    yield from (
        page.unit,
        page.shift,
        page.day,
        page.hours,
        page.following,
        page.accounted,
        *page.remarks,
        *sheet.since,
    )
    yield from (word for pair in page.figures for word in pair)
    for one in page.patients:
        yield from (one.bed, one.name, one.level, one.precautions, one.now)
    for section in page.sections:
        yield from (section.title, section.empty, section.more, *(line.said for line in section.lines))
    yield from (one.name for one in (sheet.outgoing, sheet.incoming) if one is not None)


class _Pages:
    """Everything in its place, on as many pages as it takes in this size of type."""

    def __init__(self, canvas: Canvas, sheet: Sheet, size: float) -> None:
        self._canvas, self._sheet, self._size = canvas, sheet, size
        self._zone = ZoneInfo(sheet.zone)
        self._column = (canvas.inner - _GUTTER) / 2
        self.pages: list[list[_Set]] = [[]]
        self._y = MARGIN
        self._lay_out()

    @property
    def _bottom(self) -> float:
        return self._canvas.height - MARGIN - _FOOT

    def _lay_out(self) -> None:
        page = self._sheet.page
        for block in head_blocks(self._canvas, self._sheet, self._size):
            self._put(block)
        blocks = Blocks(self._canvas, page, self._column, self._size)
        self._flow(blocks.patients(), blocks.captions)
        self._y += 4
        self._flow(blocks.sections(), blocks.again)

    def _put(self, block: Block) -> None:
        """Over the whole width."""
        if self._y + block.height > self._bottom and self.pages[-1]:
            self._new_page()
        self.pages[-1].append(_Set(block, MARGIN, self._y))
        self._y += block.height

    def _flow(self, blocks: Sequence[Block], again: Callable[[int], Block]) -> None:
        left = list(blocks)
        while left:
            pair, count = two_columns(left, self._bottom - self._y, again)
            if self._must_turn(pair):
                self._new_page()
                continue
            for side, column in enumerate(pair):
                self._put_column(column, MARGIN + side * (self._column + _GUTTER))
            self._y += max(column.height for column in pair)
            left = left[count:]
            if left:
                self._new_page()

    def _must_turn(self, pair: tuple[Column, Column]) -> bool:
        """Nothing has room here, and a new page has more."""
        too_tall = max(column.height for column in pair) > self._bottom - self._y
        return too_tall and self._y > MARGIN + _AGAIN_H

    def _put_column(self, column: Column, x: float) -> None:
        y = self._y
        for block in column.blocks:
            self.pages[-1].append(_Set(block, x, y))
            y += block.height

    def _new_page(self) -> None:
        self.pages.append([])
        self._y = MARGIN + _AGAIN_H

    def draw(self, number: int, printed: str) -> None:
        canvas = self._canvas
        canvas.new_page()
        if number:
            self._draw_again()
        for one in self.pages[number]:
            one.block.draw(canvas, one.x, one.y)
        self._draw_foot(number, printed)

    def _draw_again(self) -> None:
        """So that a page that was lost from the others is known by itself."""
        page, canvas = self._sheet.page, self._canvas
        canvas.text(MARGIN, MARGIN, f"{page.unit} · {page.shift} shift of {page.day} · handover", 9.5, bold=True)
        canvas.rule(MARGIN, MARGIN + 14, canvas.inner, 0.9)

    def _draw_foot(self, number: int, printed: str) -> None:
        canvas, page, head = self._canvas, self._sheet.page, self._sheet.head
        y = self._canvas.height - MARGIN - _FOOT + 12
        canvas.rule(MARGIN, y, canvas.inner, 0.7)
        where = f"{page.unit} · {page.shift} shift, {page.day} · {printed}"
        canvas.text(MARGIN, y + 3, where, 7.4)
        canvas.text(canvas.width - MARGIN, y + 3, f"page {number + 1} of {len(self.pages)}", 7.4, bold=True, right=True)
        canvas.text(MARGIN, y + 13, verify_line(head), 6.6)
        canvas.text(MARGIN, y + 22, "Contains names of patients: keep it with the record, or shred it.", 6.6)


def verify_line(head: HeadRow) -> str:
    """How to hold the paper against the record: the last entry of the journal before it was signed, and its hash."""
    return f"Is the record still the one this was printed from?  station verify --head {head.seq}:{head.hash}"
