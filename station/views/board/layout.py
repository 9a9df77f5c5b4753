"""How large cards can be: columns, rows and type for a number of beds in a given room. Pure arithmetic, no Qt.

The time since a patient was seen is made as large as it can be. Cards shrink, then drop their last line, then the
line above it; never the time.
"""

from dataclasses import dataclass
from typing import Final

LINES_ALL: Final = 2
"""Head, time, words, bar, the line of the last check, precautions."""
LINES_SEEN: Final = 1
LINES_NONE: Final = 0

_SMALL_SHARE: Final = 0.27
_WORTH_DROPPING: Final = 1.9
"""A line is dropped when the time would otherwise be less than this many times the smallest type."""
_TALLEST_SHARE: Final = 0.105
"""Of the room's height: with few beds, times grow no larger than this."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What has to fit, measured in type of 1 pixel, so that it scales."""

    time: float
    """Width of the widest usual time, "88:88", in its own type."""
    words: float
    """Width of the widest usual words, "due in 88:88", in theirs."""
    head: float
    """Width of bed, initials and badge at their shares of the time's size."""
    precautions: bool
    """Whether any card shows precautions at all."""


@dataclass(frozen=True, slots=True)
class Box:
    """Whole pixels inside a card."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class CardPlan:
    """Type sizes and places inside every card of one layout, in pixels."""

    width: int
    height: int
    pad: int
    time_px: int
    bed_px: int
    initials_px: int
    badge_px: int
    words_px: int
    small_px: int
    beside: bool
    """The words stand beside the time, not beneath it."""
    head: Box
    time: Box
    words: Box
    bar: Box
    line: Box | None
    foot: Box | None


@dataclass(frozen=True, slots=True)
class GridPlan:
    columns: int
    rows: int
    gap: int
    card: CardPlan


@dataclass(frozen=True, slots=True)
class _Try:
    columns: int
    rows: int
    width: int
    height: int
    beside: bool
    lines: int
    time: float
    small: float


def plan_grid(count: int, width: int, height: int, needs: Needs, *, smallest: float) -> GridPlan:
    """The layout of `count` cards in `width` by `height` pixels that gives the largest time.

    `smallest` is the smallest type anyone should have to read, in pixels. Sizes below one card's worth still give a
    layout; it only becomes small.
    """
    count, width, height = max(1, count), max(1, width), max(1, height)
    gap = max(4, round(min(width, height) * 0.008))
    tries = [
        _attempt(count, columns, (width, height), gap, needs, beside=beside, lines=lines, smallest=smallest)
        for columns in range(1, count + 1)
        for beside in (False, True)
        for lines in (LINES_ALL, LINES_SEEN, LINES_NONE)
    ]
    best = _best(tries, smallest)
    return GridPlan(best.columns, best.rows, gap, _place(best, needs))


def _best(tries: list[_Try], smallest: float) -> _Try:
    """The fullest cards whose time is large enough; among those the largest time, then the fewest holes."""
    for lines in (LINES_ALL, LINES_SEEN):
        fitting = [one for one in tries if one.lines == lines and one.time >= smallest * _WORTH_DROPPING]
        if fitting:
            return max(fitting, key=_merit)
    return max((one for one in tries if one.lines == LINES_NONE), key=_merit)


def _merit(one: _Try) -> tuple[int, float]:
    return round(one.time), -abs(one.width / one.height - 1.15)


def _attempt(
    count: int,
    columns: int,
    room: tuple[int, int],
    gap: int,
    needs: Needs,
    *,
    beside: bool,
    lines: int,
    smallest: float,
) -> _Try:
    rows = -(-count // columns)
    width = max(1, (room[0] - gap * (columns - 1)) // columns)
    height = max(1, (room[1] - gap * (rows - 1)) // rows)
    small = smallest
    time = room[1] * _TALLEST_SHARE
    for _ in range(3):  # the small type follows the time, and the time has what the small type leaves
        time = min(time, _by_width(width, needs, beside=beside), _by_height(height, small, needs, beside, lines))
        small = max(smallest, time * _SMALL_SHARE)
    time = min(time, _by_height(height, small, needs, beside, lines))
    return _Try(columns, rows, width, height, beside, lines, max(1.0, time), small)


_PAD: Final = 0.2
_WORDS: Final = 0.36
_HEAD: Final = 0.62
_TIME: Final = 0.92
_BAR: Final = 0.3
_BESIDE_GAP: Final = 0.25


def _by_width(width: int, needs: Needs, *, beside: bool) -> float:
    figures = needs.time + (_BESIDE_GAP + needs.words * _WORDS if beside else 0.0)
    return width / (2 * _PAD + max(figures, 0.0 if beside else needs.words * _WORDS))


def _by_height(height: int, small: float, needs: Needs, beside: bool, lines: int) -> float:
    fixed = small * _lines_height(lines, needs)
    return (height - fixed) / (2 * _PAD + _HEAD + _TIME + (0.0 if beside else _WORDS * 1.3) + _BAR)


def _lines_height(lines: int, needs: Needs) -> float:
    """Of the lines beneath the bar, in multiples of their type."""
    seen = 1.5 if lines >= LINES_SEEN else 0.0
    return seen + (2.0 if lines >= LINES_ALL and needs.precautions else 0.0)


def _place(one: _Try, needs: Needs) -> CardPlan:
    time, small = one.time, one.small
    pad = max(3, round(time * _PAD))
    inner = one.width - 2 * pad
    head_share = min(1.0, inner / (time * needs.head)) if needs.head > 0 else 1.0
    spare = max(0.0, one.height - _used(one, needs)) * 0.18
    head = Box(pad, pad, inner, round(time * _HEAD))
    figures = Box(pad, round(head.bottom + spare), inner, round(time * _TIME))
    words_px = time * _WORDS
    if one.beside:
        start = pad + round(time * (needs.time + _BESIDE_GAP))
        lower = round(figures.y + figures.height * 0.87 - words_px * 1.02)
        words = Box(start, lower, one.width - pad - start, round(words_px * 1.3))
        figures = Box(pad, figures.y, start - pad - round(time * 0.1), figures.height)
        under = figures.bottom
    else:
        words = Box(pad, figures.bottom, inner, round(words_px * 1.3))
        under = words.bottom
    bar = Box(pad, round(under + time * 0.06 + spare * 0.6), inner, max(5, round(time * 0.19)))
    return CardPlan(
        width=one.width,
        height=one.height,
        pad=pad,
        time_px=int(time),
        bed_px=_type(time * 0.46 * head_share),
        initials_px=_type(time * 0.4 * head_share),
        badge_px=_type(time * 0.31 * head_share),
        words_px=_type(words_px),
        small_px=_type(small),
        beside=one.beside,
        head=head,
        time=figures,
        words=words,
        bar=bar,
        line=_line(one, bar, spare),
        foot=_foot(one, needs, pad),
    )


def _type(size: float) -> int:
    return max(6, int(size))


def _used(one: _Try, needs: Needs) -> float:
    """The height the contents take, in pixels."""
    words = 0.0 if one.beside else _WORDS * 1.3
    return one.time * (2 * _PAD + _HEAD + _TIME + words + _BAR) + one.small * _lines_height(one.lines, needs)


def _line(one: _Try, bar: Box, spare: float) -> Box | None:
    if one.lines < LINES_SEEN:
        return None
    return Box(bar.x, round(bar.bottom + one.time * 0.05 + spare * 0.5), bar.width, round(one.small * 1.4))


def _foot(one: _Try, needs: Needs, pad: int) -> Box | None:
    if one.lines < LINES_ALL or not needs.precautions:
        return None
    height = round(one.small * 1.6)
    return Box(pad, one.height - pad - height, one.width - 2 * pad, height)
