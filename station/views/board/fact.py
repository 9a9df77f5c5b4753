"""A caption over its value in the header; of the census, in the words of an alert while somebody is unaccounted for."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.store.rows.absences import CensusRow
from station.views import fonts
from station.views.board.figures import NOT_YET, census_spoken, census_words, unaccounted_words
from station.views.theme import Theme, Tone
from station.views.widgets.label import Role, Text, text_width

UNKNOWN = "–"


class Fact(QWidget):
    """A small caption over its value."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = Text(caption, Role.PlaceholderText, self)
        self.value = Text(UNKNOWN, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.caption)
        column.addWidget(self.value)
        column.addStretch(1)

    def say(self, value: str) -> None:
        self.value.say(value)
        self.setAccessibleName(f"{self.caption.text()}: {value}")

    def set_base(self, pixels: float) -> None:
        self.caption.setFont(fonts.pixels(pixels * 0.86))
        self.value.setFont(fonts.pixels(pixels * 1.4, fonts.Weight.DemiBold))


class CensusFact(Fact):
    """How many are on the unit and off it; large, and in colour, who of them nobody can vouch for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Census", parent)
        self._theme = theme
        self._urgent: bool | None = None
        self._full = self._short = ("Census", NOT_YET)

    @property
    def alarming(self) -> bool:
        """Whether it must be read: somebody is unaccounted for."""
        return self._urgent is not None

    def show_census(self, census: CensusRow | None, labels: Mapping[int, str], *, urgent: bool) -> None:
        """`labels`: places by stay. `urgent`: one of them was looked for and not found."""
        lost = "" if census is None else unaccounted_words(census, labels)
        counts = NOT_YET if census is None else census_words(census)
        if lost and census is not None:
            self._full = (f"Census: {counts}", lost)
            self._short = ("Census", f"{len(census.unaccounted)} unaccounted")
        else:
            self._full, self._short = ("Census", counts), ("Census", counts.replace(" on unit", " on"))
        if (worn := urgent if lost else None) is not self._urgent:
            self._urgent = worn
            self._wear()
        spoken = counts if census is None else census_spoken(census)
        self.setAccessibleName(f"Census: {spoken}{f', {lost}' if lost else ''}")

    def fit(self, room: int) -> int:
        """Say it as fully as has room; returns the width taken."""
        chosen = self._full if self._needed(self._full) <= room else self._short
        if chosen != (self.caption.text(), self.value.text()):
            self.caption.say(chosen[0])
            self.value.say(chosen[1])
            self.updateGeometry()
        return self._needed(chosen)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._wear()

    def _needed(self, said: tuple[str, str]) -> int:
        caption, value = said
        return round(max(text_width(self.caption.font(), caption), text_width(self.value.font(), value)) + 1)

    def _wear(self) -> None:
        tone: Tone | None = None if self._urgent is None else self._theme.high if self._urgent else self._theme.medium
        colours = self.value.palette()
        colours.setColor(Role.WindowText, tone.text if tone else self._theme.text)
        self.value.setPalette(colours)
