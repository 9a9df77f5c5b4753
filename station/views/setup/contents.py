"""The sections of Unit setup, in a list at the left."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout
from typing_extensions import override

from station.rules.policy_words import sections
from station.views.panel.controls import button
from station.views.panel.scroll import FollowingScroll

THIS_UNIT: Final = "unit"
PLACES: Final = "places"
VERSIONS: Final = "versions"
_BEFORE: Final = ((THIS_UNIT, "This unit"), (PLACES, "Areas, rooms and beds"))


class Contents(QFrame):
    """One button for each section; Up and Down go to the next. Each says how many changes are in it."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("Sections")
        self.buttons: dict[str, QPushButton] = {}
        self._titles: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self._scroll = FollowingScroll(margin=4)
        self._scroll.body.setSpacing(2)
        for key, title in (*_BEFORE, *((one.key, one.title) for one in sections())):
            self._add(key, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 4, 8)
        column.addWidget(self._scroll)
        self.fit()

    def _add(self, key: str, title: str) -> None:
        made = button(title, "page")
        made.setCheckable(True)
        made.clicked.connect(self._clicked)
        self._group.addButton(made)
        self.buttons[key], self._titles[key] = made, title
        self._scroll.body.addWidget(made)

    def fit(self) -> None:
        """As wide as its longest word, with room for a count."""
        metrics = next(iter(self.buttons.values())).fontMetrics()
        widest = max(metrics.horizontalAdvance(f"{one} · 00") for one in self._titles.values())
        self.setFixedWidth(widest + 62)

    def choose(self, key: str) -> None:
        """Show which is open; one that is none of these: none."""
        self._group.setExclusive(False)
        for of, one in self.buttons.items():
            one.setChecked(of == key)
        self._group.setExclusive(True)

    def show_counts(self, changes: Mapping[str, int]) -> None:
        """How many changes each section has, by its title."""
        for key, title in self._titles.items():
            count = changes.get(title, 0)
            self.buttons[key].setText(f"{title} · {count}" if count else title)
            said = f", {count} changed" if count else ""
            self.buttons[key].setAccessibleName(f"{title}{said}")

    @Slot()
    def _clicked(self) -> None:
        self.chosen.emit(next(key for key, one in self.buttons.items() if one is self.sender()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        every = list(self.buttons.values())
        focused = next((place for place, one in enumerate(every) if one.hasFocus()), None)
        by = steps.get(Qt.Key(event.key()))
        if by is None or focused is None:
            super().keyPressEvent(event)
        elif 0 <= focused + by < len(every):
            every[focused + by].setFocus(Qt.FocusReason.TabFocusReason)
