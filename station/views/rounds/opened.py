"""What opens beneath the line of a patient: what to look for, and his check in two taps."""

from datetime import datetime

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from station.store.rows import SeenRow
from station.views.dress import sheet
from station.views.panel.controls import label
from station.views.panel.desk import Desk
from station.views.panel.entry import Draft
from station.views.panel.focus import focus_first
from station.views.panel.form import Notice
from station.views.panel.record import RecordForm
from station.views.rounds.walked import Walked
from station.views.rounds.words import just_seen
from station.views.theme import Theme
from station.views.widgets.paint import panel

_COLUMN = 140
"""A choice is about so wide, in pixels."""


class Opened(QWidget):
    """One form for every patient of the round: it is made once and handed from one to the next."""

    shown = Signal(QWidget)

    def __init__(self, desk: Desk, first: Walked, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._seen: SeenRow | None = None
        self.look = label(weight=QFont.Weight.Medium)
        self.news = Notice()
        self.form = RecordForm(desk, first.patient)
        self.form.shown.connect(self.shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        for one in (self.look, self.news, self.form):
            column.addWidget(one)
        self.set_theme(theme)

    @property
    def stay_id(self) -> int:
        return self.form.stay_id

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(sheet(theme))
        self.update()

    def show_patient(self, walked: Walked, draft: Draft | None) -> None:
        """Begin, or go on with what was left half made."""
        self._seen = walked.patient.seen
        self.news.say("")
        self._show_look(walked)
        self.form.show_patient(walked.patient, walked.likely)
        if draft is not None:
            self.form.resume(draft)
        self.setAccessibleName(f"Check of {walked.placed.title}")

    def follow(self, walked: Walked, now: datetime) -> None:
        """Something about him has changed while this was open. What has been entered stays."""
        self._show_look(walked)
        seen = walked.patient.seen
        known = self._seen.observed_at if self._seen is not None else None
        if seen is not None and walked.saved is None and (known is None or seen.observed_at > known):
            self._seen = seen
            staff = self._desk.recorder.staff
            if staff is None or seen.observer != staff.name:
                self.news.say(just_seen(seen, self._desk.zone, now))

    def say_gone(self, sentence: str) -> None:
        """He is no longer one of the round's."""
        if self.news.text != sentence:
            self.news.say(sentence, "refusal")

    def begin(self) -> None:
        """The focus goes to the first place, or to where the entry was left."""
        choices = self.form.activities if self.form.places.value else self.form.places
        first = next(iter(choices.numbered()), None)
        if first is not None:
            first.setFocus()
        else:
            focus_first(self.form)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = max(3, min(6, self.width() // _COLUMN))
        self.form.set_columns(columns)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        panel(painter, box, 8.0, fill=self._theme.surface, edge=self._theme.action, width=2.0)
        painter.end()

    def _show_look(self, walked: Walked) -> None:
        self.look.setText("\n".join(walked.row.look_for))
        self.look.setVisible(bool(walked.row.look_for))
