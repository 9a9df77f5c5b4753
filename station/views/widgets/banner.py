"""One sentence across the window that nobody can overlook: the monitor has stopped, the data is old."""

from enum import Enum

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.views import fonts, icons
from station.views.theme import Theme, Tone
from station.views.widgets.label import FitText, Role


class BannerTone(Enum):
    HIGH = "high"
    MEDIUM = "medium"


class Banner(QWidget):
    """A strip in the solid colour of a tone, with an icon, a headline and what to do. Hidden when it says nothing."""

    def __init__(self, theme: Theme, tone: BannerTone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self._base = 17.0
        self._headline = FitText(role=Role.ButtonText, parent=self)
        self._detail = FitText(role=Role.ButtonText, parent=self)
        self.set_theme(theme)
        self.hide()

    @property
    def says(self) -> str:
        return " ".join(part for part in (self._headline.full_text, self._detail.full_text) if part)

    def say(self, headline: str, detail: str = "") -> None:
        """Show these words; an empty headline hides the banner."""
        self._headline.say(headline)
        self._detail.say(detail)
        self.setAccessibleName(self.says)
        self._place()
        self.setVisible(bool(headline))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        colours = self.palette()
        colours.setColor(Role.ButtonText, self._colours().on_solid)
        self.setPalette(colours)
        self.update()

    def set_base(self, pixels: float) -> None:
        """The size of body type; the banner's height follows it."""
        self._base = pixels
        self._headline.set_font(fonts.pixels(pixels * 1.25, fonts.Weight.Bold))
        self._detail.set_font(fonts.pixels(pixels * 1.05, fonts.Weight.Medium))
        self.setFixedHeight(round(pixels * 2.7))
        self._place()

    def cut_texts(self) -> list[str]:
        return [one.full_text for one in (self._headline, self._detail) if one.is_cut()]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tone = self._colours()
        painter.fillRect(self.rect(), tone.solid)
        side = round(self._base * 1.5)
        mark = icons.pixmap("alert", tone.on_solid, side, ratio=self.devicePixelRatioF())
        painter.drawPixmap(QRect(round(self._base), (self.height() - side) // 2, side, side), mark)
        painter.end()

    def _colours(self) -> Tone:
        return self._theme.high if self._tone is BannerTone.HIGH else self._theme.medium

    def _place(self) -> None:
        left, right = round(self._base * 3), self.width() - round(self._base)
        wide = min(round(self._headline.needed() + 2), max(0, right - left))
        self._headline.setGeometry(left, 0, wide, self.height())
        start = left + wide + round(self._base)
        self._detail.setGeometry(start, 0, max(0, right - start), self.height())
