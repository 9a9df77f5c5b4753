"""How large cards can be: columns, rows and type for a number of beds in a given room. Pure arithmetic, no Qt.

The time since a patient was seen is made as large as it can be. Cards shrink, then drop their last line, then the
line above it; never the time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LINES_WRAPPED: Final = 3
"""As `LINES_ALL`, with room for the last check on two lines."""
LINES_ALL: Final = 2
"""Head, time, words, bar, the line of the last check, precautions."""
LINES_SEEN: Final = 1
LINES_NONE: Final = 0

_SMALL_SHARE: Final = 0.27
"""Size of lines as a share of the time's, where they wrap."""
_SMALLER_SHARE: Final = 0.215
"""Where they do not: on one line, more words are worth more than larger ones."""
_WORTH_DROPPING: Final = 1.9
"""A line is dropped when the time would otherwise be less than this many times the smallest type."""
_WORTH_WRAPPING: Final = 0.84
"""Two lines are worth this share of the time that one line would allow."""
_TALLEST_SHARE: Final = 0.105
"""Of the room's height: with few beds, times grow no larger than this."""
_NEARLY: Final = 0.93
"""A time this share of the largest is as good, if lines are longer for it."""
_MOST_GROWTH: Final = 1.25
"""Words and lines grow up to so much where the width keeps the time from growing."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What has to fit, measured in type of 1 pixel, so that it scales."""

    time: float
    """Width of the widest usual time, "88:88", in its own type."""
    words: float
    """Width of the widest usual words, "due in 88:88", in theirs."""
    head: float
    """Width of bed, initials and badge at their shares of the time's size."""
    foot: bool
    """Whether any card has something for its last line: precautions, a score."""


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


def plan_grid(
    count: int, width: int, height: int, needs: Needs, *, smallest: float, full_height: int | None = None
) -> GridPlan:
    """The layout of `count` cards in `width` by `height` pixels that gives the largest time.

    `smallest` is the smallest type anyone should have to read, in pixels. `full_height` is the height there is while
    no banner takes any: the columns are chosen for it, so that a banner never moves a card to another place. Sizes
    below one card's worth still give a layout; it only becomes small.
    """
    count, room = max(1, count), (max(1, width), max(1, height))
    gap = max(4, round(min(width, full_height or height) * 0.008))
    columns: Iterable[int] = range(1, count + 1)
    if full_height is not None and full_height > height:
        full = _best(_attempts(count, columns, (room[0], full_height), gap, needs, smallest), smallest)
        columns = (full.columns,)
    best = _best(_attempts(count, columns, room, gap, needs, smallest), smallest)
    return GridPlan(best.columns, best.rows, gap, _place(best, needs))


def _attempts(
    count: int, columns: Iterable[int], room: tuple[int, int], gap: int, needs: Needs, smallest: float
) -> list[_Try]:
    return [
        _attempt(count, across, room, gap, needs, beside=beside, lines=lines, smallest=smallest)
        for across in columns
        for beside in (False, True)
        for lines in (LINES_WRAPPED, LINES_ALL, LINES_SEEN, LINES_NONE)
    ]


def _best(tries: list[_Try], smallest: float) -> _Try:
    """The fullest cards whose time is large enough; among those nearly the largest time, with room for words."""
    best = {lines: _roomiest([one for one in tries if one.lines == lines]) for lines in range(LINES_WRAPPED + 1)}
    if best[LINES_WRAPPED].time >= max(best[LINES_ALL].time * _WORTH_WRAPPING, smallest * _WORTH_DROPPING):
        return best[LINES_WRAPPED]
    for lines in (LINES_ALL, LINES_SEEN):
        if best[lines].time >= smallest * _WORTH_DROPPING:
            return best[lines]
    return best[LINES_NONE]


def _roomiest(tries: list[_Try]) -> _Try:
    """Of those whose time is nearly the largest, the one with the longest lines for its type."""
    enough = max(one.time for one in tries) * _NEARLY
    return max((one for one in tries if one.time >= enough), key=lambda one: (one.width / one.small, one.time))


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
    small, share = smallest, _SMALL_SHARE if lines == LINES_WRAPPED else _SMALLER_SHARE
    time = room[1] * _TALLEST_SHARE
    for _ in range(3):  # the small type follows the time, and the time has what the small type leaves
        time = min(time, _by_width(width, needs, beside=beside), _by_height(height, small, needs, beside, lines))
        small = max(smallest, time * share)
    time = min(time, _by_height(height, small, needs, beside, lines))
    return _Try(columns, rows, width, height, beside, lines, max(1.0, time), small)


_PAD: Final = 0.2
_WORDS: Final = 0.36
_HEAD: Final = 0.62
_TIME: Final = 0.92
_BAR: Final = 0.3
_ROW: Final = 1.3
"""Height of the words in their type."""
_FIXED: Final = 2 * _PAD + _HEAD + _TIME
_BESIDE_GAP: Final = 0.25
_LINE: Final = 1.26
"""Height of a line in its type."""


def _by_width(width: int, needs: Needs, *, beside: bool) -> float:
    figures = needs.time + (_BESIDE_GAP + needs.words * _WORDS if beside else 0.0)
    return width / (2 * _PAD + max(figures, 0.0 if beside else needs.words * _WORDS))


def _by_height(height: int, small: float, needs: Needs, beside: bool, lines: int) -> float:
    fixed = small * _lines_height(lines, needs)
    if beside:
        return (height - fixed) / (_FIXED + _BAR)
    growing = (height - fixed) / (_FIXED + _BAR + _WORDS * _ROW)
    if growing * _WORDS >= small:
        return growing
    return (height - fixed - small * _ROW) / (_FIXED + _BAR)  # words are never smaller than the lines


def _lines_height(lines: int, needs: Needs) -> float:
    """Of the lines beneath the bar, in multiples of their type."""
    seen = 0.0 if lines < LINES_SEEN else _LINE * 2 + 0.2 if lines == LINES_WRAPPED else _LINE + 0.2
    return seen + (2.0 if lines >= LINES_ALL and needs.foot else 0.0)


def _place(one: _Try, needs: Needs) -> CardPlan:
    time = one.time
    pad = max(3, round(time * _PAD))
    inner = max(1, one.width - 2 * pad)
    growth = _growth(one, needs)
    small = one.small * (growth if one.lines == LINES_WRAPPED else 1.0)
    words_px = _words_size(one)
    if not one.beside:
        words_px = max(1.0, min(words_px * growth, inner / needs.words))
    head_share = min(1.0, inner / (time * needs.head)) if needs.head > 0 else 1.0
    spare = max(0.0, one.height - _used(one, needs, growth))
    head = Box(pad, pad, inner, round(time * _HEAD))
    figures = Box(pad, round(head.bottom + spare * 0.15), inner, round(time * _TIME))
    if one.beside:
        figures, words = _beside(one, needs, figures, words_px)
        under = figures.bottom
    else:
        words = Box(pad, figures.bottom, inner, round(words_px * _ROW))
        under = words.bottom
    bar = Box(pad, round(under + time * 0.06 + spare * 0.1), inner, max(5, round(time * 0.19)))
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
        line=_line(one, bar, small, spare),
        foot=_foot(one, needs, pad, small),
    )


def _beside(one: _Try, needs: Needs, figures: Box, words_px: float) -> tuple[Box, Box]:
    """The places of time and words side by side, on one base line."""
    start = figures.x + round(one.time * (needs.time + _BESIDE_GAP))
    top = round(figures.y + figures.height * 0.87 - words_px * 1.02)
    words = Box(start, top, max(1, figures.right - start), round(words_px * _ROW))
    return Box(figures.x, figures.y, max(1, start - figures.x - round(one.time * 0.1)), figures.height), words


def _growth(one: _Try, needs: Needs) -> float:
    """How much larger words and lines can be before the card is full, 1 to `_MOST_GROWTH`."""
    elastic = one.small * _lines_height(one.lines, needs) + (0.0 if one.beside else _words_size(one) * _ROW)
    spare = one.height - _used(one, needs, 1.0)
    return max(1.0, min(_MOST_GROWTH, 1.0 + spare / elastic)) if elastic > 0 else 1.0


def _type(size: float) -> int:
    return max(6, int(size))


def _used(one: _Try, needs: Needs, growth: float) -> float:
    """The height the contents take, in pixels."""
    words = 0.0 if one.beside else _words_size(one) * _ROW * growth
    return one.time * (_FIXED + _BAR) + words + one.small * growth * _lines_height(one.lines, needs)


def _words_size(one: _Try) -> float:
    return one.time * _WORDS if one.beside else max(one.time * _WORDS, one.small)


def _line(one: _Try, bar: Box, small: float, spare: float) -> Box | None:
    if one.lines < LINES_SEEN:
        return None
    lines = 2 if one.lines == LINES_WRAPPED else 1
    return Box(bar.x, round(bar.bottom + one.time * 0.05 + spare * 0.1), bar.width, round(small * _LINE * lines))


def _foot(one: _Try, needs: Needs, pad: int, small: float) -> Box | None:
    if one.lines < LINES_ALL or not needs.foot:
        return None
    height = round(small * 1.6)
    return Box(pad, one.height - pad - height, max(1, one.width - 2 * pad), height)
