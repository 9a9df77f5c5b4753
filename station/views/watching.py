"""Who watches, in a desk's side panel: each with when it was last well, how it is now and, if it is not, what to do."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.rules.watching import Trust, WatcherFact
from station.rules.wording import clock_seconds, clock_time
from station.views.board.health import Health, watcher_name
from station.views.panel.controls import label, restyle
from station.views.panel.desk import Desk
from station.views.panel.scroll import FollowingScroll
from station.views.panel.side import SidePanel

HEADING: Final = "Who watches"
ABOUT: Final = (
    "Station watches itself in several ways that do not depend on each other. "
    "Beside each stands when it was last known to be well."
)
_TONES: Final = {Trust.GOOD: "muted", Trust.WRONG: "medium", Trust.UNKNOWN: "muted"}


def last_words(fact: WatcherFact, zone: ZoneInfo, now: datetime) -> str:
    """How it is, and when it was last well: "14:32:05", "not well, last 14:28:01", "not known"."""
    at, how = fact.last_good, fact.trust.value
    if at is None:
        return how
    today = at.astimezone(zone).date() == now.astimezone(zone).date()
    last = clock_seconds(at, zone) if today else clock_time(at, zone, now)
    return last if fact.trust is Trust.GOOD else f"{how}, last {last}"


class WatcherLine(QWidget):
    """One of them."""

    def __init__(self) -> None:
        super().__init__()
        self._name = label(weight=QFont.Weight.DemiBold)
        self._last = label(tone="muted")
        self._last.setWordWrap(False)
        self._last.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._said = label(tone="muted")
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(self._last)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._said)

    def show_fact(self, fact: WatcherFact, zone: ZoneInfo, now: datetime) -> None:
        last = last_words(fact, zone, now)
        name = watcher_name(fact)
        _say(self._name, name)
        _say(self._last, last)
        _say(self._said, fact.sentence)
        restyle(self._said, "tone", _TONES[fact.trust])
        self.setAccessibleName(f"{name}: {last}. {fact.sentence}")


def _say(words: QLabel, text: str) -> None:
    if words.text() != text:
        words.setText(text)


class WatcherList(FollowingScroll):
    """All of them, in the order they were told in."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(HEADING)
        self.lines: list[WatcherLine] = []
        self.body.addWidget(label(ABOUT, tone="muted"))

    def show_facts(self, facts: tuple[WatcherFact, ...], zone: ZoneInfo, now: datetime) -> None:
        """`now`: for whether a moment was today."""
        while len(self.lines) < len(facts):
            line = WatcherLine()
            self.lines.append(line)
            self.body.addWidget(line)
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(facts))
        for line, fact in zip(self.lines, facts, strict=False):
            line.show_fact(fact, zone, now)


class Watching(QObject):
    """Opens the list in the side panel, and keeps it as it is while it is open."""

    def __init__(self, panel: SidePanel, desk: Callable[[], Desk | None], parent: QObject) -> None:
        super().__init__(parent)
        self._panel = panel
        self._desk = desk
        self._health = Health()

    @Slot()
    def open(self) -> None:
        """Asked for again, it is there already."""
        if not isinstance(self._panel.content, WatcherList):
            self._panel.show_other(HEADING, WatcherList())
        self._show()

    @Slot(object)
    def set_health(self, health: Health) -> None:
        """What the program knows about itself now."""
        self._health = health
        self._show()

    def _show(self) -> None:
        shown, desk = self._panel.content, self._desk()
        if isinstance(shown, WatcherList) and desk is not None:
            shown.show_facts(self._health.facts, desk.zone, desk.now())
