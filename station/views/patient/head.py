"""The head of a patient's page: who, at what level, since when not seen; and the three usual things to do."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.reports.patient_words import about
from station.rules.permissions import Deed
from station.rules.wording import away_line, in_sentence, short
from station.store.rows.vitals import PatientDay
from station.views import fonts
from station.views.panel.controls import TOUCH, button, label
from station.views.panel.desk import Desk, Placed
from station.views.panel.flow import FlowLayout
from station.views.permit import Permit
from station.views.widgets.badge import LevelBadge, shape_of

LEVEL: Final = "level"
VITALS: Final = "vitals"
CHECK: Final = ""
"""What is wanted of the side panel: the key of a deed; with none, recording a check."""
_GAP: Final = 10


class PageHead(QWidget):
    """Everything about him that a person asks first, in two lines."""

    deed_wanted = Signal(str)
    before_wanted = Signal()
    after_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._placed: Placed | None = None
        self._day: PatientDay | None = None
        self.title = label(scale=1.7, weight=QFont.Weight.Bold)
        self.title.setWordWrap(False)
        self.badge = LevelBadge()
        self.badge.setFont(fonts.body(QApplication.font().pointSizeF() * 1.05, fonts.Weight.Bold))
        self.tags = QWidget()
        self.tags.setAccessibleName("Precautions")
        self._tags = FlowLayout(self.tags, spacing=6)
        self.about = label(tone="muted")
        self.before = button("‹", "key", tip="Page Up", name="Patient before")
        self.after = button("›", "key", tip="Page Down", name="Next patient")
        self.print = button("Print…", tip="Ctrl+Shift+P")
        self.level = button("Change level", tip="L")
        self.vitals = button("Record vitals", tip="V")
        self.check = button("Record check", "primary", tip="R")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._who, self._deeds = QHBoxLayout(), QHBoxLayout()
        for row in (self._who, self._deeds):
            row.setSpacing(_GAP)
        for one in (self.before, self.after):
            one.setFixedWidth(TOUCH)
            self._who.addWidget(one)
        self._who.addWidget(self.title)
        self._who.addWidget(self.badge)
        self._who.addWidget(self.tags, 1, Qt.AlignmentFlag.AlignVCenter)
        for one in (self.print, self.level, self.vitals, self.check):
            self._deeds.addWidget(one)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(_GAP)
        self._line.addLayout(self._who, 1)
        self._line.addLayout(self._deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._line)
        column.addWidget(self.about)

    @override
    def minimumSizeHint(self) -> QSize:
        """Of the narrow form, however it stands now: else a window that has been wide could not be made narrow."""
        height = super().minimumSizeHint().height()
        return QSize(max(one.minimumSize().width() for one in (self._who, self._deeds)), height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where one line has no room for both, what to do stands beneath who it is."""
        needed = self._who.minimumSize().width() + _GAP + self._deeds.minimumSize().width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wanted = across if self.width() >= needed else down
        if wanted != self._line.direction():
            self._line.setDirection(wanted)

    def _connect(self) -> None:
        self.before.clicked.connect(self.before_wanted)
        self.after.clicked.connect(self.after_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.level.clicked.connect(self._want_level)
        self.vitals.clicked.connect(self._want_vitals)
        self.check.clicked.connect(self._want_check)
        who = self._desk.recorder
        Permit(self.level, who, Deed.RAISE_LEVEL, Deed.LOWER_LEVEL, Deed.PRECAUTIONS)
        Permit(self.vitals, who, Deed.VITALS)
        Permit(self.check, who, Deed.RECORD_CHECK)

    def show_patient(self, one: Placed, day: PatientDay | None, now: datetime) -> None:
        patient = one.patient
        self._placed, self._day = one, day
        self.title.setText(f"{one.place} · {patient.given[:1]}. {patient.family}" if patient.given else one.title)
        self.title.setAccessibleName(one.title)
        self.title.setToolTip(one.title)
        self.badge.show_level(patient.level, shape_of(patient.level, continuous=patient.continuous))
        self.badge.setFixedSize(self.badge.sizeHint())
        self._show_tags(patient.precautions)
        self._fit()
        self.tick(now)

    def _show_tags(self, words: tuple[str, ...]) -> None:
        if words == self.tags.property("words"):
            return
        self.tags.setProperty("words", words)
        while (item := self._tags.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for word in words:
            made = label(word, scale=0.9, weight=QFont.Weight.DemiBold)
            made.setWordWrap(False)
            made.setProperty("tag", "true")
            self._tags.addWidget(made)

    def tick(self, now: datetime) -> None:
        if self._placed is not None:
            self.about.setText(self._words(self._placed, now))

    def _words(self, one: Placed, now: datetime) -> str:
        """MRN 40 118 · 34 y · admitted 20 Nov · seen 8:37 ago, Hallway, awake, R. Osei"""
        patient, said = one.patient, []
        if self._day is not None:
            said.append(about(self._day, self._desk.zone, now))
        if patient.away is not None:
            said.append(away_line(patient.away))
        if patient.seen is None:
            said.append("not seen yet")
        else:
            seen = patient.seen
            doing = in_sentence(seen.activity) if seen.activity else ""
            parts = (f"seen {short(now - seen.observed_at)} ago", seen.location or "", doing, seen.observer)
            said.append(", ".join(part for part in parts if part))
        return " · ".join(said)

    @Slot()
    def _want_level(self) -> None:
        self.deed_wanted.emit(LEVEL)

    @Slot()
    def _want_vitals(self) -> None:
        self.deed_wanted.emit(VITALS)

    @Slot()
    def _want_check(self) -> None:
        self.deed_wanted.emit(CHECK)
