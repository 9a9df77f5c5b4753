"""The head of the Assignments page: which shift, what has become of its plan, and what to do with it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.store.rows.plan import ShiftRow
from station.views.assignments.words import shift_choice
from station.views.dress import sheet
from station.views.panel.controls import button, label
from station.views.panel.fields import Picker
from station.views.theme import Theme

_NARROWEST = 440
"""Pixels it can be squeezed into."""
_ONE_LINE = 60
"""Sizes of body type in which all of it stands on one line."""


class Head(QWidget):
    """Says what is wanted; whoever holds the plan does it."""

    shift_chosen = Signal(object)
    """datetime: when it begins."""
    copy_wanted = Signal()
    suggest_wanted = Signal()
    publish_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shifts: tuple[tuple[str, datetime], ...] = ()
        self.title = label("Assignments", scale=1.7, weight=QFont.Weight.Bold)
        self.title.setWordWrap(False)
        self.state = label(tone="muted")
        self.shifts = Picker("Shift")
        self.shifts.setMinimumContentsLength(24)
        self.copy = button("Copy from last shift")
        self.suggest = button("Suggest cover")
        self.publish = button("Publish", "primary")
        self._lay_out()
        self.shifts.activated.connect(self._chosen)
        self.copy.clicked.connect(self.copy_wanted)
        self.suggest.clicked.connect(self.suggest_wanted)
        self.publish.clicked.connect(self.publish_wanted)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.title)
        said.addWidget(self.state)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for one in (self.copy, self.suggest, self.publish):
            buttons.addWidget(one)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(16)
        first = QHBoxLayout()
        first.setSpacing(16)
        first.addLayout(said, 1)
        first.addWidget(self.shifts)
        self._rows.addLayout(first, 1)
        self._rows.addLayout(buttons)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))
        self.fit()

    def fit(self) -> None:
        """On one line where there is room for all of it; then the buttons stay where they are, whatever they say."""
        metrics = self.publish.fontMetrics()
        one_line = self.width() >= metrics.height() * _ONE_LINE
        wanted = QBoxLayout.Direction.LeftToRight if one_line else QBoxLayout.Direction.TopToBottom
        if wanted != self._rows.direction():
            self._rows.setDirection(wanted)
        widest = metrics.horizontalAdvance("Publish changes (00)") + 32
        self.publish.setMinimumWidth(widest if one_line else 0)

    def show_shifts(self, shifts: Sequence[ShiftRow], chosen: datetime, zone: ZoneInfo, now: datetime) -> None:
        options = tuple((shift_choice(one, zone, now), one.starts_at) for one in shifts)
        if options != self._shifts:
            self._shifts = options
            self.shifts.clear()
            for words, starts_at in options:
                self.shifts.addItem(words, starts_at)
        at = next((place for place, one in enumerate(options) if one[1] == chosen), -1)
        if at != self.shifts.currentIndex():
            self.shifts.setCurrentIndex(at)

    def say_state(self, words: str) -> None:
        if words != self.state.text():
            self.state.setText(words)

    def show_publish(self, changes: int, why_not: str) -> None:
        """`why_not`: what stands in the way; empty: nothing."""
        text = f"Publish changes ({changes})" if changes else "Publish"
        if text != self.publish.text():
            self.publish.setText(text)
            self.publish.setAccessibleName(text)
        self.publish.setEnabled(not why_not)
        self.publish.setToolTip(why_not)
        self.publish.setAccessibleDescription(why_not)

    def let_edit(self, why_not: str) -> None:
        """What the person here may do."""
        for one in (self.copy, self.suggest):
            one.setEnabled(not why_not)
            one.setToolTip(why_not)
            one.setAccessibleDescription(why_not)

    @Slot(int)
    def _chosen(self, at: int) -> None:
        if 0 <= at < len(self._shifts):
            self.shift_chosen.emit(self._shifts[at][1])

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
