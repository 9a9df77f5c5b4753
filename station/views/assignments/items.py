"""What stands on the timeline and can be chosen: blocks, names, stretches nobody covers. Each is a real widget."""

from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from station.rules.plan import Gap
from station.views import fonts
from station.views.assignments.drags import Part
from station.views.theme import Theme, Tint
from station.views.widgets.label import wrapped
from station.views.widgets.paint import panel, stripes

GRIP: Final = 12.0
"""How far from an end of a block a finger pulls that end."""
_BAR: Final = 4.0
_ROUND: Final = 6.0
_SMALL: Final = 0.75
"""The type of a title that would not fit otherwise, against that of the body."""


@dataclass(frozen=True, slots=True)
class OfBlock:
    key: str


@dataclass(frozen=True, slots=True)
class OfPerson:
    staff_id: int


@dataclass(frozen=True, slots=True)
class OfGap:
    gap: Gap


Choice = OfBlock | OfPerson | OfGap
"""What on the timeline is chosen."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Words as they are drawn."""

    text: str
    font: QFont
    at: QPointF
    wide: float


class Hands(Protocol):
    """Who is told what is done to an item."""

    def key(self, item: "Item", event: QKeyEvent) -> bool:
        """Whether the key was for us."""
        ...

    def press(self, item: "Item", at: QPointF) -> None:
        """`at`: a place on the screen."""
        ...

    def drag(self, at: QPointF, *, fine: bool) -> None: ...

    def let_go(self, at: QPointF) -> None: ...


class Item(QAbstractButton):
    """Base of them all. One item of the timeline at a time is reached by Tab; the arrow keys go to the others."""

    def __init__(self, hands: Hands, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._hands, self._theme = hands, theme
        self._base = 14.0
        self._words = ("", "")
        self._fitted: tuple[tuple[str, ...], str] = ((), "")
        self._lines: list[_Line] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def choice(self) -> Choice:
        raise NotImplementedError

    @property
    def words(self) -> tuple[str, str]:
        """Title, and the line beneath it."""
        return self._words

    def say(self, title: str, line: str, sentence: str) -> None:
        """`sentence`: for a screen reader and the tooltip."""
        if sentence != self.accessibleName():
            self.setAccessibleName(sentence)
            self.setToolTip(sentence)
        if (title, line) != self._words:
            self._words = title, line
            self._fit()
            self.update()

    def set_look(self, theme: Theme, base: float) -> None:
        if theme is not self._theme or base != self._base:
            self._theme, self._base = theme, base
            self._fit()
            self.update()

    def show_reached(self, *, reached: bool) -> None:
        """Whether Tab comes here."""
        wanted = Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.ClickFocus
        if wanted != self.focusPolicy():
            self.setFocusPolicy(wanted)

    def _title_font(self) -> QFont:
        return fonts.pixels(self._base * (_SMALL if self._is_narrow else 0.9), fonts.Weight.DemiBold)

    def _line_font(self) -> QFont:
        return fonts.pixels(self._base * 0.8)

    def _room(self) -> QRectF:
        narrow = self._is_narrow
        return QRectF(self.rect()).adjusted(_BAR + (1 if narrow else 5), 5, 0 if narrow else -4, -5)

    @property
    def _is_narrow(self) -> bool:
        return self.width() < self._base * 4

    def _fit(self) -> None:
        """A title that is too long takes the line's place: its two parts beneath one another."""
        room, (title, line) = self._room().width(), self._words
        fonts_of = self._title_font(), self._line_font()
        title_is, line_is = (QFontMetricsF(one) for one in fonts_of)
        what, _, about = title.partition(" · ")
        right = Qt.TextElideMode.ElideRight
        if room < self._base:
            self._fitted = (), ""
        elif self._is_narrow and title_is.horizontalAdvance(title) <= room + _BAR:
            self._fitted = (title,), ""
        elif title_is.horizontalAdvance(title) <= room:
            self._fitted = (title,), line_is.elidedText(line, right, room)
        elif about:
            if max(map(title_is.horizontalAdvance, (what, about))) > room:
                fonts_of = fonts.pixels(self._base * _SMALL, fonts.Weight.DemiBold), fonts_of[1]
                title_is = QFontMetricsF(fonts_of[0])
            self._fitted = tuple(title_is.elidedText(one, right, room) for one in (what, about)), ""
        else:
            self._fitted = tuple(wrapped(title, title_is, round(room), 2)), ""
        self._stand(fonts_of)

    def _stand(self, fonts_of: tuple[QFont, QFont]) -> None:
        """Where each line stands: in the middle, one beneath the other. Measured once, drawn often."""
        titles, beneath = self._fitted
        wanted = [(one, fonts_of[0]) for one in titles] + ([(beneath, fonts_of[1])] if beneath else [])
        measured = [(text, font, QFontMetricsF(font)) for text, font in wanted]
        room = self._room()
        top = room.top() + (room.height() - sum(metrics.height() for *_, metrics in measured)) / 2
        self._lines = []
        for text, font, metrics in measured:
            at = QPointF(room.left(), top + metrics.ascent())
            self._lines.append(_Line(text, font, at, metrics.horizontalAdvance(text)))
            top += metrics.height()

    def _write(self, painter: QPainter, title: QColor, line: QColor) -> None:
        for place, one in enumerate(self._lines):
            painter.setFont(one.font)
            painter.setPen(title if place < len(self._fitted[0]) else line)
            painter.drawText(one.at, one.text)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._hands.key(self, event):
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._hands.press(self, event.globalPosition())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._hands.drag(event.globalPosition(), fine=fine)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._hands.let_go(event.globalPosition())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)


class BlockItem(Item):
    """A stretch of somebody's shift."""

    def __init__(self, key: str, hands: Hands, theme: Theme, tint: Tint, parent: QWidget) -> None:
        super().__init__(hands, theme, parent)
        self.key = key
        self._tint, self._chosen, self._faulty = tint, False, False
        self.setMouseTracking(True)

    @property
    @override
    def choice(self) -> Choice:
        return OfBlock(self.key)

    @property
    def faulty(self) -> bool:
        """Something is said against it."""
        return self._faulty

    def show_tint(self, tint: Tint) -> None:
        if tint is not self._tint:
            self._tint = tint
            self.update()

    def show_state(self, *, chosen: bool, faulty: bool) -> None:
        if (chosen, faulty) != (self._chosen, self._faulty):
            self._chosen, self._faulty = chosen, faulty
            self.update()

    def part_at(self, x: float) -> Part:
        """What a press `x` pixels from its left edge holds. A block too short for three is held as a whole."""
        grip = min(GRIP, self.width() / 4)
        if x < grip and self.width() >= 3 * GRIP:
            return Part.START
        return Part.END if x > self.width() - grip and self.width() >= 3 * GRIP else Part.WHOLE

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pulls = self.part_at(event.position().x()) is not Part.WHOLE and self.isEnabled()
        if not event.buttons():
            self.setCursor(Qt.CursorShape.SizeHorCursor if pulls else Qt.CursorShape.PointingHandCursor)
        super().mouseMoveEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        panel(painter, box, _ROUND, fill=self._tint.ground, edge=None, width=0)
        path = QPainterPath()
        path.addRoundedRect(box, _ROUND, _ROUND)
        painter.setClipPath(path)
        painter.fillRect(QRectF(0, 0, _BAR, box.height()), self._tint.edge)
        painter.setClipping(False)
        self._write(painter, self._tint.text, self._tint.text)
        if self._faulty:
            painter.setPen(QPen(self._theme.text, 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), _ROUND - 1, _ROUND - 1)
        if self._chosen or self.hasFocus():
            edge = self._theme.focus if self.hasFocus() else self._theme.text
            panel(painter, box, _ROUND, fill=None, edge=edge, width=3 if self.hasFocus() else 2)
        painter.end()


class NameItem(Item):
    """Somebody on the shift: his name, his role and his training."""

    def __init__(self, staff_id: int, hands: Hands, theme: Theme, parent: QWidget) -> None:
        super().__init__(hands, theme, parent)
        self.staff_id = staff_id
        self._chosen, self._expired = False, False

    @property
    @override
    def choice(self) -> Choice:
        return OfPerson(self.staff_id)

    def show_state(self, *, chosen: bool, expired: bool) -> None:
        """`expired`: something of his training has, or he never had it."""
        if (chosen, expired) != (self._chosen, self._expired):
            self._chosen, self._expired = chosen, expired
            self.update()

    @override
    def _title_font(self) -> QFont:
        return fonts.pixels(self._base * 0.98, fonts.Weight.DemiBold)

    @override
    def _line_font(self) -> QFont:
        return fonts.pixels(self._base * 0.8, fonts.Weight.DemiBold if self._expired else fonts.Weight.Normal)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        if self._chosen or self.hasFocus():
            box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            edge = theme.focus if self.hasFocus() else theme.outline
            panel(painter, box, _ROUND, fill=None, edge=edge, width=2)
        self._write(painter, theme.text, theme.text if self._expired else theme.muted)
        painter.end()


class GapItem(Item):
    """A stretch in which somebody is needed and nobody is named."""

    def __init__(self, gap: Gap, hands: Hands, theme: Theme, parent: QWidget) -> None:
        super().__init__(hands, theme, parent)
        self.gap = gap
        self._soon = False

    @property
    @override
    def choice(self) -> Choice:
        return OfGap(self.gap)

    def show_gap(self, gap: Gap, *, soon: bool) -> None:
        """`soon`: it has begun, or does within the hour."""
        self.gap = gap
        if soon != self._soon:
            self._soon = soon
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tone = self._theme.high if self._soon else self._theme.medium
        box = QRectF(self.rect())
        lines = QColor(tone.edge)
        lines.setAlphaF(0.22)
        panel(painter, box, _ROUND, fill=tone.ground, edge=None, width=0)
        painter.setBrush(stripes(lines.rgba(), 9))
        painter.drawRoundedRect(box, _ROUND, _ROUND)
        self._ground_words(painter, tone.ground)
        self._write(painter, tone.text, tone.text)
        panel(
            painter, box, _ROUND, fill=None, edge=self._theme.focus if self.hasFocus() else tone.edge,
            width=3 if self.hasFocus() else 1.5,
        )  # fmt: skip
        painter.end()

    @override
    def _fit(self) -> None:
        """Of a narrow one its lane says what it is."""
        super()._fit()
        if self._is_narrow:
            self._fitted, self._lines = ((), ""), []

    def _ground_words(self, painter: QPainter, ground: QColor) -> None:
        """Words are never read over stripes."""
        if not self._lines:
            return
        wide = max(one.wide for one in self._lines)
        room = self._room()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(room.left() - 4, room.top(), wide + 8, room.height()), 3, 3)
