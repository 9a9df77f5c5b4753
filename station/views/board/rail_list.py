"""Rounds, hazards, tasks and who is off the unit, as lines beneath the alerts; what has no room is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.models.enums import Stage
from station.views import fonts
from station.views.board.away import NO_BREAK
from station.views.board.duties import Line, Section
from station.views.theme import Theme
from station.views.widgets.label import FitText, Role, wrapped

_TYPE: Final = 0.92
"""Size of its type beside body type, as of the lines of an alert."""
_ROW: Final = 1.65
"""Height of a line in body type."""
_WRAP: Final = 1.15
"""Of each further line of its words."""
_GAP: Final = 0.5
"""Between sections."""
_SIDE: Final = 0.5
"""Between the words and the time at their right."""
_LEFT_LEAST: Final = 0.48
"""The words keep this share of the width; else the time stands beneath them."""
_MOST_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class _Set:
    """A line as it is set."""

    words: tuple[str, ...]
    when: str
    beneath: bool
    """The time stands on a line of its own."""
    stage: Stage
    height: int


@dataclass(frozen=True, slots=True)
class _Block:
    title: str
    rows: tuple[_Set, ...]
    more: str


class RailList(QWidget):
    """Painted, since nothing on it is operated. Colours: as the theme has them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sections: tuple[Section, ...] = ()
        self._blocks: tuple[_Block, ...] = ()
        self._width = 0
        self._known: dict[tuple[str, str, Stage], _Set] = {}
        self._set_base(17.0)
        self.hide()

    @property
    def sections(self) -> tuple[Section, ...]:
        return self._sections

    @property
    def says(self) -> tuple[str, ...]:
        """What is to be read, from the top."""
        return tuple(text for block in self._blocks for text in _texts(block))

    def show_sections(self, sections: tuple[Section, ...]) -> bool:
        """True when it differs from what was shown: then it is to be given its room again."""
        if sections == self._sections:
            return False
        self._sections = sections
        self.setAccessibleName(". ".join(map(_sentence, sections)))
        return True

    def until(self) -> datetime | None:
        """When the first of its lines reads otherwise."""
        return min((line.until for section in self._sections for line in section.lines), default=None)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_base(self, pixels: float) -> None:
        self._set_base(pixels)
        self.update()

    def least(self) -> int:
        """The height in which it can say anything at all."""
        return self._row if self._sections else 0

    def wanted(self, width: int) -> int:
        """The height in which all of it can be said."""
        if not self._sections:
            return 0
        rows = sum(one.height for lines in self._set_lines(width) for one in lines)
        return rows + len(self._sections) * (self._row + self._gap) - self._gap

    def arrange(self, width: int, room: int) -> int:
        """Set its lines for this width and as many pixels of height at most; returns the height taken."""
        sets = self._set_lines(width)
        heights = [[one.height for one in rows] for rows in sets]
        shown = fit(heights, heading=self._row, more=self._row, gap=self._gap, room=room)
        blocks = _in_one_line(self._sections) if shown is None else tuple(map(_block, self._sections, sets, shown))
        if blocks != self._blocks:
            self._blocks = blocks
            self.update()
        return min(self._height(), max(room, 0))

    def cut_texts(self) -> list[str]:
        """Words that do not fit their width."""
        if self.isHidden():
            return []
        metrics, heading = QFontMetricsF(self._type), QFontMetricsF(self._heading)
        rows = [text for block in self._blocks for row in block.rows for text in row.words]
        wide = [text for text in rows if text.endswith("…") or metrics.horizontalAdvance(text) > self.width() + 1]
        least = self.width() / FitText.SMALLEST + 1
        heads = [block.title for block in self._blocks if heading.horizontalAdvance(block.title) > least]
        return [*wide, *heads, *(self.says if self._height() > self.height() else ())]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0
        for place, block in enumerate(self._blocks):
            top += self._gap if place else 0
            top = self._paint_block(painter, block, top)
        painter.end()

    def _paint_block(self, painter: QPainter, block: _Block, top: int) -> int:
        painter.setFont(self._heading_for(block.title))
        painter.setPen(self._theme.muted)
        painter.drawText(QRectF(0, top, self.width(), self._row), Qt.AlignmentFlag.AlignVCenter, block.title)
        top += self._row
        for row in block.rows:
            self._paint_row(painter, row, top)
            top += row.height
        if block.more:
            painter.setFont(self._type)
            painter.setPen(self._theme.muted)
            painter.drawText(QRectF(0, top, self.width(), self._row), Qt.AlignmentFlag.AlignVCenter, block.more)
            top += self._row
        return top

    def _heading_for(self, title: str) -> QFont:
        """Its type, smaller where it would not fit."""
        needed = QFontMetricsF(self._heading).horizontalAdvance(title)
        if needed <= self.width():
            return self._heading
        font = QFont(self._heading)
        font.setPixelSize(max(1, int(font.pixelSize() * max(FitText.SMALLEST, self.width() / needed))))
        return font

    def _paint_row(self, painter: QPainter, row: _Set, top: int) -> None:
        painter.setFont(self._type)
        painter.setPen(self._theme.text)
        line = self._line_box(top)
        for words in row.words:
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
            line.translate(0, self._wrap)
        painter.setFont(self._when_font(row.stage))
        painter.setPen(self._when_colour(row.stage))
        beside = line if row.beneath else self._line_box(top)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.when)
        painter.fillRect(QRectF(0, top + row.height - 1, self.width(), 1), self.palette().color(Role.Mid))

    def _line_box(self, top: int) -> QRectF:
        return QRectF(0, top, self.width(), self._row)

    def _when_font(self, stage: Stage) -> QFont:
        return self._strong if stage.rank >= Stage.LATE.rank else self._type

    def _when_colour(self, stage: Stage) -> QColor:
        tone = self._theme.tone_of(stage)
        return tone.text if tone else self._theme.muted

    def _set_lines(self, width: int) -> list[tuple[_Set, ...]]:
        """Measuring words costs more than all else here: each line is set once for a width."""
        if width != self._width:
            self._width, self._known = width, {}
        before, self._known = self._known, {}
        for section in self._sections:
            for line in section.lines:
                key = (line.what, line.when, line.stage)
                self._known[key] = before.get(key) or self._set(line, width)
        return [tuple(self._known[one.what, one.when, one.stage] for one in each.lines) for each in self._sections]

    def _set(self, line: Line, width: int) -> _Set:
        metrics = QFontMetricsF(self._type)
        when = QFontMetricsF(self._when_font(line.stage)).horizontalAdvance(line.when) + self._row * _SIDE / _ROW
        widest = max(map(metrics.horizontalAdvance, line.what.split(" ")))
        beneath = width - when < max(width * _LEFT_LEAST, widest)
        room = width if beneath else width - when
        words = tuple(wrapped(_by_commas(line.what, metrics, room), metrics, room, _MOST_LINES))
        height = self._row + (len(words) - 1 + beneath) * self._wrap
        return _Set(words, line.when, beneath, line.stage, height)

    def _height(self) -> int:
        rows = sum(row.height for block in self._blocks for row in block.rows)
        lines = sum(1 + bool(block.more) for block in self._blocks)
        return rows + lines * self._row + max(0, len(self._blocks) - 1) * self._gap

    def _set_base(self, pixels: float) -> None:
        self._known = {}
        self._heading = fonts.pixels(pixels * 0.94, fonts.Weight.DemiBold)
        size = pixels * _TYPE
        self._type, self._strong = fonts.pixels(size), fonts.pixels(size, fonts.Weight.DemiBold)
        self._row, self._wrap, self._gap = round(pixels * _ROW), round(pixels * _WRAP), round(pixels * _GAP)


def fit(heights: Sequence[Sequence[int]], *, heading: int, more: int, gap: int, room: int) -> list[int] | None:
    """How many lines of each section are shown in `room`: the longest gives way first, from its end.

    Each section keeps its heading, and a line to count the rest unless the heading counts all of it. None when not
    even the headings have room.
    """
    shown = [len(rows) for rows in heights]
    while _taken(heights, shown, heading=heading, more=more, gap=gap) > room:
        longest = max(range(len(shown)), key=lambda at: (shown[at], at), default=None)
        if longest is None or not shown[longest]:
            return None
        shown[longest] -= 1
    return shown


def _taken(heights: Sequence[Sequence[int]], shown: Sequence[int], *, heading: int, more: int, gap: int) -> int:
    rows = sum(sum(one[:count]) for one, count in zip(heights, shown, strict=True))
    counted = sum(more for one, count in zip(heights, shown, strict=True) if 0 < count < len(one))
    return rows + counted + len(heights) * heading + max(0, len(heights) - 1) * gap


def _by_commas(words: str, metrics: QFontMetricsF, room: float) -> str:
    """Broken after a comma rather than within a name, where the parts have room."""
    parts = [part.replace(" ", NO_BREAK) for part in words.split(", ")]
    return ", ".join(parts) if all(metrics.horizontalAdvance(f"{part},") <= room for part in parts) else words


def _in_one_line(sections: Sequence[Section]) -> tuple[_Block, ...]:
    return (_Block(" · ".join(section.count for section in sections), (), ""),)


def _block(section: Section, rows: tuple[_Set, ...], shown: int) -> _Block:
    if not shown:
        return _Block(section.count, (), "")
    rest = len(rows) - shown
    return _Block(section.title, rows[:shown], f"and {rest} more" if rest else "")


def _texts(block: _Block) -> list[str]:
    rows = [f"{' '.join(row.words)} {row.when}" for row in block.rows]
    return [text for text in (block.title, *rows, block.more) if text]


def _sentence(section: Section) -> str:
    return f"{section.title}: " + "; ".join(f"{line.what}, {line.when}" for line in section.lines)
