"""What is said when a continuous patient is handed over: to be written, and to be read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.rules.policy import Policy
from station.rules.wording import clock_time, in_sentence
from station.store.rows import PatientRow
from station.store.rows.custody import HandedOver, HandingRow
from station.views.panel.controls import ChoiceGrid, heading, label
from station.views.panel.fields import Field, line

_COLUMNS: Final = 2
_TITLES: Final = {
    "reason": "Why observed",
    "distance": "Distance",
    "bathroom": "Bathroom",
    "triggers": "Triggers",
    "last_contact": "Last contact",
}
_MISSING: Final = {
    "reason": "Say why he is observed.",
    "distance": "Say how close the observer stays.",
    "bathroom": "Say how he is observed in the bathroom.",
    "triggers": "Say what upsets him or what to watch for; where nothing is known, say so.",
    "last_contact": "Say what he last said or did, and when.",
}
NONE_KNOWN: Final = "None known"


class Worded(QWidget):
    """A line to write in, and beneath it words that a tap puts there."""

    def __init__(self, what: str, offered: Sequence[str], *, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(what)
        self.line = line(placeholder=placeholder, name=what)
        self.words = ChoiceGrid(f"{what}, words to choose", [(one, one) for one in offered], columns=_COLUMNS)
        self.words.setVisible(bool(offered))
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addWidget(self.words)
        self.words.chosen.connect(self._chosen)
        self.line.textChanged.connect(self._show_chosen)

    @property
    def value(self) -> str:
        return self.line.text().strip()

    def suggest(self, words: str) -> None:
        """Put this there unless a person has written something."""
        if words and not self.line.isModified():
            self.line.setText(words)

    @Slot(str)
    def _chosen(self, words: str) -> None:
        self.line.setText(words)
        self.line.setModified(True)

    @Slot(str)
    def _show_chosen(self, text: str) -> None:
        offered = [self.words.value_of(one) for one in self.words.buttons()]
        self.words.choose(text.strip() if text.strip() in offered else None)


class HandingFields(QWidget):
    """The five things whoever takes over has to know, filled in from what was said last."""

    def __init__(self, policy: Policy) -> None:
        super().__init__()
        words = policy.continuous.handing
        offered = {"distance": words.distances, "bathroom": words.bathroom, "triggers": (NONE_KNOWN,)}
        self.fields: dict[str, Field[Worded]] = {
            name: Field(title, Worded(title, offered.get(name, ()))) for name, title in _TITLES.items()
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for one in self.fields.values():
            column.addWidget(one)

    def suggest(self, patient: PatientRow, last: HandedOver | None, reason: str, zone: ZoneInfo) -> None:
        """From the last handing over, or the order's reason; what he last did is what he was last seen doing."""
        for name, one in self.fields.items():
            one.editor.suggest(getattr(last, name) if last is not None and name != "last_contact" else "")
        self.fields["reason"].editor.suggest(reason if last is None else "")
        self.fields["last_contact"].editor.suggest(last_contact(patient, zone))

    def said(self) -> HandedOver | None:
        """What was written; None when something is missing, which is then said beside its field."""
        said = {name: one.editor.value for name, one in self.fields.items()}
        for name, one in self.fields.items():
            one.show_problem("" if said[name] else _MISSING[name])
        return HandedOver(**said) if all(said.values()) else None


def last_contact(patient: PatientRow, zone: ZoneInfo) -> str:
    """14:21 day room, talking"""
    seen = patient.seen
    if seen is None:
        return ""
    said = ", ".join(in_sentence(one) for one in (seen.location, seen.activity) if one)
    return f"{clock_time(seen.observed_at, zone)} {said}".strip()


class HandedCard(QWidget):
    """What was said with an offer, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("box", "note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = heading("")
        self._values = {name: label() for name in _TITLES}
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 9, 12, 11)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._title, 0, 0, 1, 2)
        for at, (name, title) in enumerate(_TITLES.items(), 1):
            caption = label(title, tone="muted")
            caption.setWordWrap(False)
            grid.addWidget(caption, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._values[name], at, 1)
        self.hide()

    @property
    def text(self) -> str:
        return self.accessibleName()

    def show_said(self, title: str, said: HandedOver) -> None:
        self._title.setText(title)
        for name, one in self._values.items():
            one.setText(getattr(said, name) or "not said")
        lines = [f"{_TITLES[name]}: {one.text()}" for name, one in self._values.items()]
        self.setAccessibleName(". ".join((title, *lines)))
        self.show()


def handing_words(row: HandingRow, zone: ZoneInfo, now: datetime) -> str:
    """Handed over last 14:20, R. Osei to A. Diaz"""
    return f"Handed over last {clock_time(row.answered_at or row.at, zone, now)}, {row.holder} to {row.to}"
