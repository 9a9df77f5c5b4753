"""The card of a patient's observation: his levels, and the gap before each check, of the last 24 hours."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.reports.patient_words import checks_of, gap_words, last_day
from station.store.rows.levels import LevelStretchRow
from station.store.rows.vitals import GapRow, PatientDay
from station.views.panel.controls import label
from station.views.panel.desk import Desk
from station.views.panel.level_band import LevelBand
from station.views.panel.level_words import stretch_words
from station.views.patient.gaps import GapChart
from station.views.patient.trends import FIGURES_WIDE, NAMES_WIDE
from station.views.theme import Theme

NO_LEVEL: Final = "No level has been ordered."


class ObservationCard(QFrame):
    """What the chosen bar or stretch was stands at the right of its title; with none chosen, the day's figures do."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk = desk
        self._day: PatientDay | None = None
        self.title = label("Observation, last 24 h", scale=1.1, weight=QFont.Weight.DemiBold)
        self.said = label(tone="muted")
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.band = LevelBand(desk.facts.policy, axis=False)
        self.gaps = GapChart(theme)
        self._lay_out()
        self.gaps.chosen.connect(self._gap_chosen)
        self.band.chosen.connect(self._level_chosen)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addWidget(self.said, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(4)
        self._grid.addWidget(label("Level", weight=QFont.Weight.DemiBold), 0, 0)
        self._grid.addWidget(self.band, 0, 1)
        self._grid.addWidget(self._gap_name(), 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.gaps, 1, 1, 1, 2)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 6)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(self._grid)

    def _gap_name(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label("Gap", weight=QFont.Weight.DemiBold))
        column.addWidget(label("min since", tone="muted", scale=0.84))
        column.addWidget(label("last check", tone="muted", scale=0.84))
        return made

    def set_theme(self, theme: Theme) -> None:
        self.gaps.set_theme(theme)

    def show_day(self, day: PatientDay, levels: Sequence[LevelStretchRow]) -> None:
        self._day = day
        self.band.show_levels(levels, day.until, self._desk.zone, whole_stay=False)
        self.gaps.show_gaps(
            last_day(day.gaps, day.until),
            day.until,
            self._desk.zone,
            late_s=day.late_after_s,
            lapsed_s=day.lapsed_after_s,
        )
        self._gap_chosen(self.gaps.row)

    @Slot(object)
    def _gap_chosen(self, row: GapRow | None) -> None:
        day = self._day
        if day is None:
            return
        if row is not None:
            self.said.setText(gap_words(row, self._desk.zone, day.until))
        else:
            self.said.setText(checks_of(last_day(day.gaps, day.until)).words)
        name = "Gap before each check"
        self.gaps.setAccessibleName(f"{name}. {self.said.text()}")

    @Slot(object)
    def _level_chosen(self, row: LevelStretchRow) -> None:
        if self._day is not None:
            what, when, who = stretch_words(row, self._day.until, self._desk.zone)
            self.said.setText(f"{what} · {when}")
            self.band.setAccessibleName(f"Levels over time. {what}. {when}. {who}")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The band and the bars lie above one another, and above the panels of the other card."""
        letter = self.fontMetrics().lineSpacing()
        left, right = round(letter * NAMES_WIDE), round(letter * FIGURES_WIDE)
        self._grid.setColumnMinimumWidth(0, left)
        self._grid.setColumnMinimumWidth(2, right)
        self.gaps.margins = (0.0, float(right))
