"""The bottom of the board: who rounds, observes or is planned for what, and what the board can prove about itself."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from station.store.rows import BoardSnapshot
from station.views import fonts
from station.views.board import health as words
from station.views.board.health import Health
from station.views.board.sound_mark import SoundMark
from station.views.board.truth import TOUCH, Truth, TruthButton
from station.views.board.who import Who, observer_words, planned_words, round_words
from station.views.theme import Theme
from station.views.widgets.label import ElidedText, Role, Text, text_width

_GAP: Final = 5
_SLACK: Final = 4
"""Pixels that `FooterItem.needed` adds for rounding."""


class FooterItem(QWidget):
    """A name in bold and what is said of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Text(parent=self)
        self._rest = ElidedText(role=Role.PlaceholderText, parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.addWidget(self._name)
        self._row.addWidget(self._rest, 1)

    @property
    def has_room(self) -> bool:
        """Whether both stand there whole."""
        return self.width() >= self.needed(self._name.full_text, self._rest.full_text) - _SLACK

    def say(self, name: str, rest: str) -> None:
        self._name.say(name)
        self._rest.say(rest)
        self._rest.updateGeometry()
        self._row.invalidate()
        self._row.activate()  # at once: a longer name would stand cut off until the window comes to it
        self.updateGeometry()  # else what is around it goes by the room that its last words took

    def needed(self, name: str, rest: str) -> float:
        """The width in which both can be read whole, in pixels."""
        return text_width(self._name.font(), name) + _GAP + text_width(self._rest.font(), rest) + 2

    def set_base(self, pixels: float) -> None:
        self._name.setFont(fonts.pixels(pixels * 0.9, fonts.Weight.DemiBold))
        self._rest.set_font(fonts.pixels(pixels * 0.9))


class Footer(QWidget):
    """Everything in it is read; nothing can be operated."""

    SHOWN = 4
    """People named; the rest are counted."""
    LEAST = 0
    """Pixels in height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._snapshot: BoardSnapshot | None = None
        self._zone = ZoneInfo("UTC")
        self._health = Health()
        self._who: list[Who] = []
        self._observing: list[Who] = []
        self._items = [FooterItem(self) for _ in range(self.SHOWN + 1)]
        self._sound = SoundMark(theme, self)
        self._truth = self._make_truth()
        self._row = QHBoxLayout(self)
        for item in self._items:
            self._row.addWidget(item)
            item.hide()
        self._row.addStretch(1)
        self._row.addWidget(self._sound)
        self._row.addWidget(self._truth)

    def _make_truth(self) -> Truth | TruthButton:
        return Truth(self._theme, self)

    def show_snapshot(self, snapshot: BoardSnapshot, zone: ZoneInfo, now: datetime) -> None:
        self._snapshot, self._zone = snapshot, zone
        self._observing = observer_words(snapshot.beds)
        self._who = self._on_their_feet(snapshot, now)
        self.tick(now)
        self._fit()

    def set_health(self, health: Health, now: datetime | None) -> None:
        """`now` None: nothing has ticked yet."""
        self._health = health
        if health.sounds is not None and self._sound.show_sound(health.sounds):
            self._fit()
        if now is not None:
            self.tick(now)

    def tick(self, now: datetime) -> None:
        if self._snapshot is not None and (self._snapshot.rounds or self._snapshot.on_duty):
            self._follow(self._snapshot, now)
        said = words.truth_words(self._health, self._zone, now)
        longer = len(said) != len(self._truth.full_text)
        self._truth.say(said)
        self._truth.set_unwell(unwell=words.is_unwell(self._health))
        if longer:
            self._fit()

    def _follow(self, snapshot: BoardSnapshot, now: datetime) -> None:
        """How long a round has been open grows, and what is planned ends, while nothing else changes."""
        who = self._on_their_feet(snapshot, now)
        if who != self._who:
            self._who = who
            self._fit()

    def _on_their_feet(self, snapshot: BoardSnapshot, now: datetime) -> list[Who]:
        planned = snapshot.on_duty
        walking = round_words(snapshot.rounds, snapshot.unit_tasks, self._zone, now, planned)
        others = planned_words(planned, snapshot.rounds, snapshot.beds, self._zone, now) if planned else []
        return [*walking, *self._observing, *others]

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._truth.set_theme(theme)
        self._sound.set_theme(theme)
        self.update()

    def set_base(self, pixels: float) -> None:
        self.setFixedHeight(max(self.LEAST, round(pixels * 2.9)))
        self._truth.setFont(fonts.pixels(pixels * 0.9))
        self._sound.set_base(pixels)
        for item in self._items:
            item.set_base(pixels)
        self._row.setContentsMargins(round(pixels * 1.4), 0, round(pixels * 1.4), 0)
        self._row.setSpacing(round(pixels * 1.9))
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Name as many as have room beside the truth, which is never cut; count the rest."""
        most = len(self._who) if len(self._who) <= len(self._items) else self.SHOWN
        for count in range(most, -1, -1):
            said = self._said(count)
            if count == 0 or self._width_of(said) <= self.width():
                break
        for place, item in enumerate(self._items):
            item.setVisible(place < len(said))
            if place < len(said):
                item.say(*said[place])
        self._row.invalidate()
        self._row.activate()  # in its place at once: a picture taken in this moment would show it in the corner

    def _said(self, count: int) -> list[Who]:
        """The first so many, and how many there are beside them."""
        rest = len(self._who) - count
        if rest == 0:
            return self._who
        return [*self._who[:count], ("and" if count else "", f"{rest} {'more' if count else 'at work'}")]

    def _width_of(self, said: list[Who]) -> float:
        margins = self._row.contentsMargins()
        items = sum(item.needed(*one) + self._row.spacing() for item, one in zip(self._items, said, strict=False))
        mark = 0 if self._sound.isHidden() else self._sound.sizeHint().width() + self._row.spacing()
        return margins.left() + margins.right() + items + mark + self._truth.sizeHint().width()

    def cut_texts(self) -> list[str]:
        mark = [self._sound.says] if self._sound.is_cut() else []
        return [*mark, self._truth.full_text] if self._truth.is_cut() else mark

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.line)
        painter.end()


class DeskFooter(Footer):
    """What it says of the board itself can be pressed: it opens who watches."""

    LEAST = TOUCH

    watchers_requested = Signal()

    @override
    def _make_truth(self) -> Truth | TruthButton:
        made = TruthButton(self._theme, self)
        made.clicked.connect(self.watchers_requested)
        return made
