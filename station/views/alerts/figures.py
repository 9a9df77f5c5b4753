"""What alerts asked of people in a stretch of time: five figures, and what the target is."""

from typing import Final

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station.rules.wording import short
from station.store.rows.alerts import AlertLoad
from station.views.panel.controls import label, restyle
from station.views.panel.flow import FlowLayout

SHIFT, DAY, WEEK = "shift", "day", "week"
PERIODS: Final = ((SHIFT, "This shift"), (DAY, "24 h"), (WEEK, "7 days"))
UNKNOWN: Final = "–"
TARGET: Final = 1.0
"""Announcements a person and 10 min: under it people can answer them."""
_CAUSES: Final = 3
_LETTERS: Final = 48


class Figure(QWidget):
    """A name, a number, and beneath it what it means."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._heading = label(name, tone="muted", scale=0.9)
        self._value = label(UNKNOWN, scale=1.15, weight=QFont.Weight.DemiBold)
        self._note = label("", tone="muted", scale=0.9)
        for one in (self._heading, self._value, self._note):
            one.setWordWrap(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 18, 0)
        column.setSpacing(1)
        for one in (self._heading, self._value, self._note):
            column.addWidget(one)

    @property
    def text(self) -> str:
        return self._value.text()

    @property
    def note(self) -> str:
        return self._note.text()

    def say(self, value: str, note: str, tone: str = "") -> None:
        self._value.setText(value)
        self._note.setText(note)
        restyle(self._value, "tone", tone)
        self.setAccessibleName(f"{self._name}: {value}. {note}")


class Figures(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("What alerts ask of people")
        self.person = Figure("For one person, in 10 min")
        self.most = Figure("Most in 10 min")
        self.longest = Figure("Longest without an answer")
        self.median = Figure("Until accepted, usually")
        self.causes = Figure("Most often")
        figures = QWidget()
        flow = FlowLayout(figures, spacing=8)
        for one in (self.person, self.most, self.longest, self.median, self.causes):
            flow.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 10)
        column.addWidget(figures)

    def show_load(self, load: AlertLoad) -> None:
        self._say_person(load)
        within = f"{load.flood_within.total_seconds() / 60:.0f} min"
        over = load.flood_count
        flood = f"a flood: over {over} in {within}" if load.is_flooded else f"a flood is over {over}"
        self.most.say(f"{load.most_within}", flood, "high" if load.is_flooded else "")
        if load.longest is None:
            self.longest.say(UNKNOWN, "no alert in this time")
        else:
            self.longest.say(short(load.longest), _in_short(load.longest_title))
        took = load.median_to_acceptance
        self.median.say(UNKNOWN if took is None else short(took), f"{load.accepted} of {load.alerts} accepted")
        first, *others = load.causes or (("nothing", 0),)
        rest = ", ".join(f"{words} {count}" for words, count in others[: _CAUSES - 1])
        self.causes.say(f"{first[0]} {first[1] or ''}".strip(), rest or " ")

    def _say_person(self, load: AlertLoad) -> None:
        if load.per_person is None or load.people is None:
            said = f"{load.announcements} on the unit, nobody is planned"
            self.person.say(UNKNOWN, said)
            return
        over = load.per_person >= TARGET
        note = f"{load.announcements} for {_plainly(load.people)} people, target under 1"
        self.person.say(f"{load.per_person:.2f} alerts", note, "high" if over else "")

    def show_failure(self, why: str) -> None:
        """They cannot be read; what they said is true no longer."""
        for one in (self.person, self.most, self.longest, self.median, self.causes):
            one.say(UNKNOWN, " ")
        self.person.say(UNKNOWN, why)


def _in_short(title: str) -> str:
    """What Station says of itself is sentences: as much of them as a figure has room for."""
    return title if len(title) <= _LETTERS else f"{title[: _LETTERS - 1].rstrip()}…"


def _plainly(count: float) -> str:
    """11, and 10.5: nobody counts people in tenths who are whole."""
    return f"{count:.1f}".removesuffix(".0")
