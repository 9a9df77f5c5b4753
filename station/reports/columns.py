"""Blocks set into two columns, and on to the next page: a heading stays with what it heads, and is said again where
its section goes on elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from station.reports.canvas import Canvas

Draw = Callable[[Canvas, float, float], None]
"""Draws at this left and top."""
_STEP: Final = 3.0


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is not broken."""

    height: float
    draw: Draw
    section: int = -1
    """Blocks of one section have one number."""
    opens: bool = False
    """The heading of its section."""


@dataclass(frozen=True, slots=True)
class Column:
    blocks: tuple[Block, ...]

    @property
    def height(self) -> float:
        return sum(one.height for one in self.blocks)


def fill(blocks: Sequence[Block], room: float, again: Callable[[int], Block]) -> tuple[Column, int]:
    """As many blocks from the first on as have room, and how many. One at least, however tall.

    `again`: the heading for a section that goes on.
    """
    placed, used, count = list[Block](), 0.0, 0
    if blocks and not blocks[0].opens and blocks[0].section >= 0:
        placed.append(again(blocks[0].section))
        used = placed[0].height
    while count < len(blocks):
        one = blocks[count]
        needs = one.height
        if one.opens and count + 1 < len(blocks) and blocks[count + 1].section == one.section:
            needs += blocks[count + 1].height
        if used + needs > room and count:
            break
        placed.append(one)
        used += one.height
        count += 1
    return Column(tuple(placed)), count


def two_columns(
    blocks: Sequence[Block], room: float, again: Callable[[int], Block]
) -> tuple[tuple[Column, Column], int]:
    """Two columns within `room`, and how many blocks they took; as short as they can be where they take all."""
    height = min(room, sum(one.height for one in blocks) / 2)
    while height < room:
        pair, count = _pair(blocks, height, again)
        if count == len(blocks) and max(one.height for one in pair) <= room:
            return pair, count
        height += _STEP
    return _pair(blocks, room, again)


def _pair(blocks: Sequence[Block], room: float, again: Callable[[int], Block]) -> tuple[tuple[Column, Column], int]:
    left, first = fill(blocks, room, again)
    right, second = fill(blocks[first:], room, again)
    return (left, right), first + second
