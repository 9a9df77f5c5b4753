"""The head of a printed handover: which shift, who signed, how many patients, what has changed since."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from station.reports.canvas import LEADING, Canvas, Placed, Run
from station.reports.columns import Block
from station.rules.handover_page import HandoverPage
from station.rules.wording import clock_time
from station.store.rows.handover import HeadRow, SignatureRow

_TITLE: Final = 15.0
_FIGURE: Final = 13.0
_SMALL: Final = 7.6
_SIGNED_H: Final = 31.0
_CALM: Final = "Everybody"


class Sheet(Protocol):
    """What this needs to know of a handover."""

    @property
    def page(self) -> HandoverPage: ...
    @property
    def zone(self) -> str: ...
    @property
    def head(self) -> HeadRow: ...
    @property
    def outgoing(self) -> SignatureRow | None: ...
    @property
    def incoming(self) -> SignatureRow | None: ...
    @property
    def since(self) -> tuple[str, ...]: ...
    @property
    def read_at(self) -> datetime: ...


def head_blocks(canvas: Canvas, sheet: Sheet, size: float) -> Iterator[Block]:
    """Over the whole width, one beneath the other."""
    page = sheet.page
    zone = ZoneInfo(sheet.zone)
    title = canvas.wrap((Run(f"{page.unit} · Handover of the {page.shift} shift", bold=True),), _TITLE, canvas.inner)
    yield Block(len(title) * _TITLE * LEADING + 19, partial(_draw_title, page, title))
    if sheet.outgoing is None:
        yield _boxed(canvas, size, f"NOT SIGNED. As the unit was at {clock_time(sheet.read_at, zone)}.")
    yield Block(_SIGNED_H + 7, partial(_draw_signatures, sheet, zone))
    yield Block(_FIGURE * LEADING + _SMALL * LEADING + 3, partial(_draw_figures, page))
    if page.accounted.startswith(_CALM) or not page.patients:
        yield _words(canvas, size, page.accounted, bold=False)
    else:
        yield _boxed(canvas, size, page.accounted)
    for remark in page.remarks:
        yield _words(canvas, size, remark, bold=True)
    yield from _since(canvas, sheet, size, zone)


def _since(canvas: Canvas, sheet: Sheet, size: float, zone: ZoneInfo) -> Iterator[Block]:
    """Between the two signatures."""
    if sheet.outgoing is None or not sheet.since:
        return
    shown = "" if sheet.incoming is None else f", shown to {sheet.incoming.name}"
    yield _words(canvas, size, f"Since it was signed at {clock_time(sheet.outgoing.at, zone)}{shown}:", bold=True)
    for one in sheet.since:
        yield _words(canvas, size, f"– {one}", bold=False)


def _words(canvas: Canvas, size: float, words: str, *, bold: bool) -> Block:
    placed = canvas.wrap((Run(words, bold),), size, canvas.inner)
    return Block(max(1, len(placed)) * size * LEADING + 2, partial(_draw_words, placed, size))


def _draw_words(placed: list[list[Placed]], size: float, canvas: Canvas, x: float, y: float) -> None:
    canvas.lines(x, y, placed, size)


def _boxed(canvas: Canvas, size: float, words: str) -> Block:
    placed = canvas.wrap((Run(words, bold=True),), size, canvas.inner - 12)
    height = max(1, len(placed)) * size * LEADING + 6
    return Block(height + 5, partial(_draw_boxed, placed, size, height))


def _draw_boxed(placed: list[list[Placed]], size: float, height: float, canvas: Canvas, x: float, y: float) -> None:
    canvas.box(x, y, canvas.inner, height, weight=1.2)
    canvas.lines(x + 6, y + 3, placed, size)


def _draw_title(page: HandoverPage, title: list[list[Placed]], canvas: Canvas, x: float, y: float) -> None:
    canvas.lines(x, y, title, _TITLE)
    under = y + len(title) * _TITLE * LEADING
    canvas.text(x, under, f"{page.day}, {page.hours}. Next: {page.following}.", 9.0)


def _draw_signatures(sheet: Sheet, zone: ZoneInfo, canvas: Canvas, x: float, y: float) -> None:
    wide = (canvas.inner - 10) / 2
    for side, (who, signed) in enumerate((("Hands over", sheet.outgoing), ("Takes over", sheet.incoming))):
        left = x + side * (wide + 10)
        canvas.box(left, y, wide, _SIGNED_H, weight=0.6)
        canvas.text(left + 6, y + 3, who, _SMALL)
        if signed is None:
            canvas.text(left + wide - 6, y + 3, "not signed", _SMALL, right=True)
            canvas.rule(left + 6, y + _SIGNED_H - 7, wide - 12, 0.3)
        else:
            canvas.text(left + 6, y + 14, _fitting(canvas, signed.name, wide - 12), 10.0, bold=True)
            said = f"signed with PIN {clock_time(signed.at, zone, sheet.read_at)}"
            canvas.text(left + wide - 6, y + 3, said, _SMALL, right=True)


def _fitting(canvas: Canvas, name: str, width: float) -> str:
    """A name that is longer than its box ends in dots; it stands whole in the record."""
    if canvas.measure(name, 10.0, bold=True) <= width:
        return name
    while name and canvas.measure(f"{name}…", 10.0, bold=True) > width:
        name = name[:-1]
    return f"{name}…"


def _draw_figures(page: HandoverPage, canvas: Canvas, x: float, y: float) -> None:
    left = x
    for word, figure in page.figures:
        canvas.text(left, y, figure, _FIGURE, bold=True)
        canvas.text(left, y + _FIGURE * LEADING - 2, word, _SMALL)
        left += max(canvas.measure(figure, _FIGURE, bold=True), canvas.measure(word, _SMALL)) + 15
