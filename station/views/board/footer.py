"""The bottom of the board: who observes whom, and what the board can prove about itself."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from station.store.rows import BoardSnapshot
from station.views import fonts
from station.views.board import health as words
from station.views.board.health import Health
from station.views.theme import Theme
from station.views.widgets.label import ElidedText, Role, Text


class FooterItem(QWidget):
    """A name in bold and what is said of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Text(parent=self)
        self._rest = ElidedText(role=Role.PlaceholderText, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._name)
        row.addWidget(self._rest, 1)

    def say(self, name: str, rest: str) -> None:
        self._name.say(name)
        self._rest.say(rest)
        self._rest.updateGeometry()

    def set_base(self, pixels: float) -> None:
        self._name.setFont(fonts.pixels(pixels * 0.9, fonts.Weight.DemiBold))
        self._rest.set_font(fonts.pixels(pixels * 0.9))


class Footer(QWidget):
    """Everything in it is read; nothing can be operated."""

    SHOWN = 4
    """Observers named; the rest are counted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._snapshot: BoardSnapshot | None = None
        self._zone = ZoneInfo("UTC")
        self._health = Health()
        self._items = [FooterItem(self) for _ in range(self.SHOWN + 1)]
        self._truth = Text(role=Role.PlaceholderText, parent=self)
        self._row = QHBoxLayout(self)
        for item in self._items:
            self._row.addWidget(item)
            item.hide()
        self._row.addStretch(1)
        self._row.addWidget(self._truth)

    def show_snapshot(self, snapshot: BoardSnapshot, zone: ZoneInfo, now: datetime) -> None:
        self._snapshot, self._zone = snapshot, zone
        held = words.observer_words(snapshot.beds)
        said = held if len(held) <= len(self._items) else held[: self.SHOWN]
        if len(said) < len(held):
            said = [*said, ("and", f"{len(held) - len(said)} more observed")]
        for place, item in enumerate(self._items):
            item.setVisible(place < len(said))
            if place < len(said):
                item.say(*said[place])
        self.tick(now)

    def set_health(self, health: Health, now: datetime | None) -> None:
        """`now` None: nothing has ticked yet."""
        self._health = health
        if now is not None:
            self.tick(now)

    def tick(self, now: datetime) -> None:
        self._truth.say(words.truth_words(self._health, self._zone, now))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_base(self, pixels: float) -> None:
        self.setFixedHeight(round(pixels * 2.9))
        self._truth.setFont(fonts.pixels(pixels * 0.9))
        for item in self._items:
            item.set_base(pixels)
        self._row.setContentsMargins(round(pixels * 1.4), 0, round(pixels * 1.4), 0)
        self._row.setSpacing(round(pixels * 1.9))

    def cut_texts(self) -> list[str]:
        return [self._truth.full_text] if self._truth.is_cut() else []

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.line)
        painter.end()
