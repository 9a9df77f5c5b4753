"""Measures how wide what must never be cut is, in type of 1 pixel."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtGui import QFontMetricsF

from station.store.rows import BedRow
from station.views import fonts
from station.views.board.face import score_on_card
from station.views.board.layout import Needs

_AT: Final = 100
"""The size measured at, in pixels; widths are divided by it."""


class Ruler:
    """Remembers what it measured: shaping a text costs more than all else in a refresh."""

    def __init__(self) -> None:
        self._bold = QFontMetricsF(fonts.pixels(_AT, fonts.Weight.Bold))
        self._normal = QFontMetricsF(fonts.pixels(_AT))
        self._time = QFontMetricsF(fonts.display(_AT)).horizontalAdvance("88:88") / _AT
        semi = QFontMetricsF(fonts.pixels(_AT, fonts.Weight.DemiBold))
        self._words = semi.horizontalAdvance("due in 88:88") / _AT
        self._heads: dict[tuple[str, str, str], float] = {}

    def measure(self, beds: Iterable[BedRow], *, precautions: bool) -> Needs:
        """What has to fit on the cards of these beds; `precautions`: whether the board shows any."""
        beds = tuple(beds)
        head = max((self._head(bed) for bed in beds), default=0.0)
        foot = precautions or any(score_on_card(bed.patient) for bed in beds)
        return Needs(time=self._time, words=self._words, head=head, foot=foot)

    def _head(self, bed: BedRow) -> float:
        """Of bed, initials and badge, at their shares of the time's size (see `layout`)."""
        initials, level = (bed.patient.initials, bed.patient.level) if bed.patient else ("empty", "")
        key = (bed.label, initials, level)
        if key not in self._heads:
            self._heads[key] = self._width(*key) / _AT
        return self._heads[key]

    def _width(self, label: str, initials: str, level: str) -> float:
        badge, cap = 0.0, self._bold.capHeight()
        if level:
            badge = max(self._bold.horizontalAdvance(level) + cap * 1.7, cap * 3.6) * 0.31
        return (
            self._bold.horizontalAdvance(label) * 0.46
            + self._normal.horizontalAdvance(initials) * 0.4
            + badge
            + _AT * 0.26
        )
