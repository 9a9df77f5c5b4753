"""The card of a patient's vital signs: as a chart or as a table, over a day, three days or his whole stay."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from station.reports.patient_words import Owed, news_line, reduced_words, set_words
from station.reports.vital_panels import panels_of
from station.store.rows.vitals import PatientDay, VitalRow
from station.views.panel.controls import TOUCH, Segments, button, label, restyle
from station.views.panel.desk import Desk
from station.views.patient.sight import Sight
from station.views.patient.table import SetsModel, SetsTable
from station.views.patient.trends import Trends
from station.views.theme import Theme

RANGES: Final = (("24", "24 h"), ("72", "72 h"), ("stay", "Stay"))
_AS: Final = (("chart", "Chart"), ("table", "Table"))
NOTHING: Final = "No vital signs in this time. Record a set, or show more of his stay."
HINT: Final = "Shaded: scores nothing in NEWS2. Point at the chart, or use the arrow keys, to read a set."


class VitalsCard(QFrame):
    """What the crosshair stands on is said over the chart; with none, what the chart is."""

    range_wanted = Signal(str)
    """"24", "72" or "stay"."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk = desk
        self._day: PatientDay | None = None
        self._scale = 1
        self.sight = Sight(self)
        self.title = label("Vital signs", scale=1.1, weight=QFont.Weight.DemiBold)
        self.said = label(tone="muted")
        self.read = label()
        self.note = label(tone="muted", scale=0.93)
        self.range, self.form = Segments("Show", RANGES), Segments("Vital signs as", _AS)
        self.closer = button("+", "key", tip="Zoom in (+)", name="Zoom in")
        self.wider = button("−", "key", tip="Zoom out (-)", name="Zoom out")
        self._panels = panels_of(desk.facts.policy.vitals)
        owed = Owed(desk.facts.policy, desk.zone)
        self.trends = Trends(self._panels, self.sight, theme, desk.zone, owed)
        self.model = SetsModel(desk, self._panels, self)
        self.table = SetsTable(self.model)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.title)
        top.addWidget(self.said, 1)
        below.setSpacing(8)
        below.addWidget(self.read, 1)
        for one in (self.closer, self.wider):
            one.setFixedWidth(TOUCH)
            below.addWidget(one)
        for segments, value in ((self.range, "24"), (self.form, "chart")):
            segments.choose(value)
            for each in segments.buttons():
                each.setMinimumWidth(round(TOUCH * 1.3))
            below.addWidget(segments)
        self._stack.addWidget(self.trends)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(below)
        column.addWidget(self._stack, 1)
        column.addWidget(self.note)

    def _connect(self) -> None:
        self.range.chosen.connect(self.range_wanted)
        self.form.chosen.connect(self._form_chosen)
        self.closer.clicked.connect(self._zoom_in)
        self.wider.clicked.connect(self._zoom_out)
        self.sight.changed.connect(self._say_note)
        self.trends.read.connect(self._say)

    def set_theme(self, theme: Theme) -> None:
        self.trends.set_theme(theme)

    def show_day(self, day: PatientDay, *, keep: bool) -> None:
        """With `keep` what is in sight stays: it is the same patient and the same stretch, read again."""
        self._day = day
        self._wear(day.sets[-1].scale if day.sets else 1)
        self.sight.hold(day.since, day.until, keep=keep)
        self.trends.show_day(day)
        self.model.show_day(day)
        self.said.setText(news_line(day.vitals, day.sets, self._desk.zone, day.until))
        self._say(self.trends.row)
        self._say_note()

    def _wear(self, scale: int) -> None:
        """What is usual of SpO2 is another on scale 2."""
        if scale != self._scale:
            self._scale = scale
            self.trends.show_panels(panels_of(self._desk.facts.policy.vitals, scale))

    @Slot(object)
    def _say(self, row: VitalRow | None) -> None:
        day = self._day
        if day is None:
            return
        if row is None:
            words = HINT if day.sets else NOTHING
        else:
            no_score = bool(day.vitals.no_score)
            words = set_words(row, self._panels, self._desk.zone, day.until, no_score=no_score)
        self.read.setText(words)
        restyle(self.read, "tone", "muted" if row is None else "")
        self.trends.setAccessibleName("Vital signs over time" if row is None else f"Vital signs over time. {words}")

    @Slot()
    def _say_note(self) -> None:
        points, reduced = self.trends.plots.points_drawn()
        words = reduced_words(points, reduced=reduced, width=self.trends.plots.wide)
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.closer.setEnabled(self.form.value != "table")
        self.wider.setEnabled(self.form.value != "table" and not self.sight.is_whole)

    @Slot(str)
    def _form_chosen(self, wanted: str) -> None:
        self._stack.setCurrentWidget(self.table if wanted == "table" else self.trends)
        self._say_note()

    @Slot()
    def _zoom_in(self) -> None:
        self.sight.zoom(0.5, self.trends.about())

    @Slot()
    def _zoom_out(self) -> None:
        self.sight.zoom(2.0, self.trends.about())
