"""A large running time, with a small unit where it would be misread without one."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.views.widgets.label import Role, Text, text_width

_UNIT_SHARE: Final = 0.5
_UNIT_GAP: Final = 0.1


class TimeLabel(QWidget):
    """Figures on one base line, left aligned; shrinks rather than being cut. Colour: BrightText.

    Two plain labels, so that a second passing costs no Python painting.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = QFont()
        self._figures = Text(role=Role.BrightText, parent=self)
        self._unit = Text(role=Role.BrightText, parent=self)
        self._unit.hide()
        self._unit.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)

    @property
    def text(self) -> str:
        """As shown: "7:23", "1:07 h"."""
        return f"{self._figures.text()} {self._unit.text()}" if self._unit.text() else self._figures.text()

    def show_time(self, figures: str, unit: str = "") -> None:
        same_shape = len(figures) == len(self._figures.text()) and unit == self._unit.text()
        self._figures.say(figures)
        if not same_shape:
            self._unit.say(unit)
            self._unit.setVisible(bool(unit))
            self._fit()

    def set_font(self, font: QFont) -> None:
        """The type of the figures where there is room (pixel size set)."""
        self._wanted = font
        self._fit()

    def set_filled(self, *, filled: bool) -> None:
        """Fill the ground behind the figures, so that what lies beneath need not be drawn again."""
        self.setAutoFillBackground(filled)
        self._figures.setAutoFillBackground(filled)

    def is_cut(self) -> bool:
        return self._needed(self._figures.font()) > self.width() + 1 or self._figures.is_cut()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        font = QFont(self._wanted)
        needed = self._needed(font)
        if needed > self.width() > 0 and font.pixelSize() > 0:
            font.setPixelSize(max(1, int(font.pixelSize() * self.width() / needed)))
        if font != self._figures.font():
            self._figures.setFont(font)
        wide = self.width() if self._unit.isHidden() else int(text_width(font, self._figures.text()))
        self._figures.setFixedSize(wide, self.height())
        if not self._unit.isHidden():
            self._place_unit(font, wide)

    def _place_unit(self, font: QFont, left: int) -> None:
        """On the figures' base line."""
        unit = _unit_font(font)
        self._unit.setFont(unit)
        large, small = QFontMetricsF(font), QFontMetricsF(unit)
        base = (self.height() + large.ascent() - large.descent()) / 2
        bottom = round(base + small.descent())
        start = left + round(font.pixelSize() * _UNIT_GAP)
        self._unit.setGeometry(start, 0, max(0, self.width() - start), min(bottom, self.height()))

    def _needed(self, font: QFont) -> float:
        figures = text_width(font, self._figures.text())
        if self._unit.isHidden():
            return figures
        return figures + font.pixelSize() * _UNIT_GAP + text_width(_unit_font(font), self._unit.text())


def _unit_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(max(1, round(font.pixelSize() * _UNIT_SHARE)))
    return small
