"""What the pages of a desk have in common: they are read again, and say what stands in the way and how old they are."""

from datetime import datetime

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from station.store.rows import BoardSnapshot
from station.views.board.health import Health, age_words, data_at, is_stale
from station.views.panel.controls import follow_font
from station.views.panel.desk import Desk
from station.views.theme import Theme
from station.views.widgets.banner import Banner, BannerTone
from station.views.widgets.states import State, StatePanel, error


class LivePage(QWidget):
    """Old data never looks live: a band above the page says how old it is, and what is missing since."""

    def __init__(self, theme: Theme, name: str, first: State, missing: str) -> None:
        """`first`: what is said before anything is read. `missing`: the sentence on what old data does not show."""
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(name)
        self._theme = theme
        self._missing = missing
        self._desk: Desk | None = None
        self._snapshot: BoardSnapshot | None = None
        self._health = Health()
        self._now: datetime | None = None
        self._old = Banner(theme, BannerTone.MEDIUM, self)
        self._state = StatePanel(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._old)
        self._fit_base()
        self._say(first)

    def _put_beneath(self, inside: QWidget) -> None:
        """The page itself, beneath what is said of its age: the stack, or what holds it."""
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addWidget(inside, 1)

    @property
    def state(self) -> State | None:
        """What is said instead; None while there is something to show."""
        return self._state.state if self._stack.currentWidget() is self._state else None

    @property
    def old_data(self) -> str:
        """What is said of data that is old; empty while it is not."""
        return "" if self._old.isHidden() else self._old.says

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._old.set_theme(theme)
        self._state.set_theme(theme)

    @Slot(str)
    def show_unread(self, why: str) -> None:
        """The unit cannot be read. What is shown stays and says how old it is."""
        if self._snapshot is None:
            self._say(error("The unit cannot be read", why))

    @Slot(object)
    def set_health(self, health: Health) -> None:
        self._health = health
        if self._now is not None:
            self._say_age(self._now)

    @Slot(object)
    def tick(self, now: datetime) -> None:
        self._now = now
        self._say_age(now)

    def _say(self, state: State) -> None:
        self._state.show_state(state)
        self._stack.setCurrentWidget(self._state)

    def _say_age(self, now: datetime) -> None:
        snapshot = self._snapshot
        if snapshot is None or not is_stale(snapshot, self._health, now):
            self._old.say("")
            return
        headline = age_words(now - data_at(snapshot, self._health)).upper().replace(" S ", " s ")
        self._old.say(headline, self._missing)

    def _fit_base(self) -> float:
        """Take the size the application's font asks for, in pixels."""
        base = float(QFontInfo(QApplication.font()).pixelSize())
        self._old.set_base(base)
        self._state.set_base(base)
        return base

    def _fit(self) -> None:
        """The font has changed."""
        self._fit_base()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange):
            self._fit()
            follow_font(self)
