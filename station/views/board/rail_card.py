"""One entry of the rail: a bar at its left, what happened, how long over, and who answers for it."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from typing_extensions import override

from station.models.enums import Priority
from station.views import fonts
from station.views.board.rail_words import Entry, over_words
from station.views.theme import Theme, mixed, palette
from station.views.ticker import STEADY, Flash
from station.views.widgets.label import FitText, Role, Text

FLASHING: Final = (Priority.HIGH, Priority.TECHNICAL, Priority.MEDIUM)
"""What flashes until somebody has accepted it."""
UNLIT: Final = 0.8
"""How far what flashes fades into its ground between flashes."""
TOUCH: Final = 44
_SHRUNK: Final = 0.85
"""A title is set so much smaller before the time over gives way to it."""


class RailCard(QWidget):
    """An entry that shows; nothing on it can be operated."""

    painted = Signal(object)
    """tuple[tuple[int, ...], Priority]: these alerts have just been drawn, first or at another priority."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: tuple[tuple[int, ...], Priority] | None = None
        self._entry: Entry | None = None
        self._due_at: datetime | None = None
        self._flash = STEADY
        self._stacked = False
        """Whether the time over stands beneath the title: where both on one line would be too small to read."""
        self._base = 17.0
        self._title = FitText(parent=self)
        self._over = Text(parent=self)
        self._over.setAutoFillBackground(True)  # it changes each second; the card beneath need not be drawn again
        self._lines: list[QLabel] = []

    @property
    def entry(self) -> Entry | None:
        return self._entry

    @property
    def flashes(self) -> bool:
        return self._entry is not None and self._entry.open and self._entry.priority in FLASHING

    def show_entry(self, entry: Entry, due_at: datetime, now: datetime) -> None:
        self._due_at = due_at
        if entry != self._entry:
            self._entry = entry
            self._recolour()
            self._title.say(entry.brief or entry.title)
            self._show_lines((f"{entry.where} · {entry.lines[0]}", *entry.lines[1:]) if entry.where else entry.lines)
            self.setAccessibleName(". ".join((entry.title, *entry.lines)))
        self.tick(now)

    def tick(self, now: datetime) -> None:
        if self._entry is None or self._due_at is None:
            return
        if self._entry.held is not None:
            self._say_held(self._entry.lines_at(now)[-1])
        over = over_words(self._due_at, now)
        longer = len(over) != len(self._over.text())
        self._over.say(over)
        if longer:
            self._place_title()

    def _say_held(self, words: str) -> None:
        """Who has it and for how long still, in the room that was given to it."""
        said = self._said()
        if said and said[-1].text() != words:
            said[-1].setText(words)

    def flash(self, phase: Flash) -> None:
        if phase != self._flash:
            self._flash = phase
            if self.flashes:
                self.update(0, 0, self._bar_width(), self.height())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._recolour()

    def set_base(self, pixels: float) -> None:
        self._base = pixels
        self._title.set_font(fonts.pixels(pixels * 1.08, fonts.Weight.DemiBold))
        self._over.setFont(fonts.pixels(pixels * 1.08, fonts.Weight.DemiBold))
        for label in self._lines:
            label.setFont(self._line_font())

    def arrange(self, width: int, *, brief: bool = False) -> int:
        """Lay out for this width; returns the height needed. `brief`: without what can be left out."""
        self._be_brief(brief=brief)
        pad = self._pad()
        self.resize(width, self.height())
        inner = width - pad - self._left()
        self._stacked = self._title.needed() * _SHRUNK > inner - pad // 2 - self._over.sizeHint().width()
        self._place_title()
        top = pad + round(self._base * (2.9 if self._stacked else 1.5))
        said = self._said()
        for label in said:
            room = inner - (self._taken(label, inner) if label is said[-1] else 0)
            height = label.heightForWidth(room)
            label.setGeometry(self._left(), top, room, height)
            top += height
        return max(top, self._arrange_more(width - pad, top)) + pad

    def cut_texts(self) -> list[str]:
        lines = [one.text() for one in self._said() if not has_room(one, one.width(), one.height())]
        return [one.full_text for one in (self._title, self._over) if one.is_cut()] + lines

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._entry is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone, radius = self._theme.tone_for(self._entry.priority), self._base * 0.45
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), tone.ground)
        lit = self._flash.medium if self._entry.priority is Priority.MEDIUM else self._flash.high
        edge = tone.edge if lit or not self.flashes else mixed(tone.edge, tone.ground, UNLIT)
        painter.fillRect(0, 0, self._bar_width(), self.height(), edge)
        painter.end()
        drawn = self._entry.named, self._entry.priority
        if drawn != self._drawn:
            self._drawn = drawn
            self.painted.emit(drawn)

    def _said(self) -> list[QLabel]:
        return [label for label in self._lines if label.text() and not label.isHidden()]

    def _be_brief(self, *, brief: bool) -> None:
        """Who was told of what is not high, and what to do about Station itself, give way to what is listed beneath."""
        for label in self._lines:
            left_out = brief and self._entry is not None and label.text() in (self._entry.answer, self._entry.more)
            label.setVisible(bool(label.text()) and not left_out)

    def _taken(self, last: QLabel, inner: int) -> int:  # noqa: ARG002 -- for those that have more
        """How much of `inner`, the width of its last line, something else takes."""
        return 0

    def _arrange_more(self, right: int, bottom: int) -> int:  # noqa: ARG002 -- for those that have more
        """For entries with more than words: lay it out at the lower right, return its bottom."""
        return bottom

    def _show_lines(self, lines: tuple[str, ...]) -> None:
        while len(self._lines) < len(lines):
            label = QLabel(self)
            label.setTextFormat(self._title.textFormat())
            label.setWordWrap(True)
            label.setFont(self._line_font())
            label.show()
            self._lines.append(label)
        for place, label in enumerate(self._lines):
            label.setText(lines[place] if place < len(lines) else "")
            label.setVisible(place < len(lines))

    def _recolour(self) -> None:
        self.setPalette(self._colours())
        self.update()

    def _colours(self) -> QPalette:
        found = palette(self._theme)
        if self._entry is not None:
            found.setColor(Role.Window, self._theme.tone_for(self._entry.priority).ground)
        return found

    def _place_title(self) -> None:
        pad, height = self._pad(), round(self._base * 1.45)
        over = self._over.sizeHint().width()
        right = self.width() - pad - (0 if self._stacked else over)
        top = pad + (round(self._base * 1.4) if self._stacked else 0)
        self._over.setGeometry(self._left() if self._stacked else right, top, over, height)
        gap = 0 if self._stacked else pad // 2
        self._title.setGeometry(self._left(), pad, max(0, right - self._left() - gap), height)

    def _line_font(self) -> QFont:
        return fonts.pixels(self._base * 0.92)

    def _pad(self) -> int:
        return round(self._base * 0.7)

    def _left(self) -> int:
        return self._bar_width() + self._pad()

    def _bar_width(self) -> int:
        return max(4, round(self._base * 0.36))


class DeskRailCard(RailCard):
    """An entry of the desk's rail, with a button to accept it."""

    accept_requested = Signal(object)
    """tuple[int, ...]: the alerts' ids."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._beside = False
        self._pressed_beside = False
        self.button = QPushButton("Accept", self)
        self.button.clicked.connect(self._accept)

    @override
    def show_entry(self, entry: Entry, due_at: datetime, now: datetime) -> None:
        super().show_entry(entry, due_at, now)
        self.button.setVisible(entry.open)
        self.button.setAccessibleName(f"Accept: {entry.title}")

    @override
    def set_base(self, pixels: float) -> None:
        super().set_base(pixels)
        self.button.setFont(fonts.pixels(pixels * 0.94, fonts.Weight.DemiBold))

    @override
    def _taken(self, last: QLabel, inner: int) -> int:
        """The button stands beside the last line, unless the line would be cut, or grow more than by the button."""
        self._beside = False
        if self.button.isHidden():
            return 0
        taken = self._button_width() + self._pad() // 2
        most = last.heightForWidth(inner) + self._button_height()
        self._beside = has_room(last, inner - taken, most)
        return taken if self._beside else 0

    @override
    def _arrange_more(self, right: int, bottom: int) -> int:
        if self.button.isHidden():
            return bottom
        last = self._said()[-1:]
        top = (last[0].y() if last and self._beside else bottom) + round(self._base * 0.2)
        width, height = self._button_width(), self._button_height()
        self.button.setGeometry(right - width, top, width, height)
        return top + height

    def touch_area(self) -> QRect:
        """Where a finger accepts: the button, and as much around it as a fingertip needs."""
        button = self.button.geometry()
        wide, high = max(TOUCH, button.width()), max(TOUCH, button.height())
        area = QRect(button.right() + 1 - wide, button.bottom() + 1 - high, wide, high)
        area.translate(min(self.width() - button.right() - 1, (wide - button.width()) // 2), 0)
        return area.translated(0, min(self.height() - button.bottom() - 1, (high - button.height()) // 2))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Beside the button, where a finger falls."""
        usable = self.button.isVisible() and self.button.isEnabled()
        if usable and event.button() is Qt.MouseButton.LeftButton and self._is_beside(event) and self._pressed_beside:
            self._accept()
        self._pressed_beside = False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_beside = self._is_beside(event)

    def _is_beside(self, event: QMouseEvent) -> bool:
        return self.touch_area().contains(event.position().toPoint())

    def _button_height(self) -> int:
        return max(self.button.sizeHint().height(), round(self._base * 1.8))

    def _button_width(self) -> int:
        return max(self.button.fontMetrics().horizontalAdvance("Accept") + round(self._base * 1.1), 44)

    @Slot()
    def _accept(self) -> None:
        if self.entry is not None:
            self.accept_requested.emit(self.entry.alert_ids)


def has_room(words: QLabel, width: int, height: int) -> bool:
    """Whether all its words can be read in `width` by `height` pixels: no word is wider, no line is lost."""
    metrics = words.fontMetrics()
    widest = max(metrics.horizontalAdvance(word) for word in words.text().split(" "))
    return widest <= width and words.heightForWidth(width) <= height
