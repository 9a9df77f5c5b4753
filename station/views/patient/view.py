"""One patient's page: head, observation, vital signs; or why there is none."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.store.rows.levels import LevelStretchRow
from station.store.rows.vitals import PatientDay
from station.views.panel.desk import Desk, Placed
from station.views.panel.scroll import FollowingScroll
from station.views.patient.evidence import EvidenceAsked
from station.views.patient.head import PageHead
from station.views.patient.observation import ObservationCard
from station.views.patient.vitals_card import VitalsCard
from station.views.printing import Printing
from station.views.theme import Theme


class PatientView(QWidget):
    """Made once: another patient only brings other rows."""

    deed_wanted = Signal(str)

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.head = PageHead(desk)
        self.observation = ObservationCard(desk, theme)
        self.vitals = VitalsCard(desk, theme)
        self.printing = Printing(desk)
        self.evidence = EvidenceAsked(desk, self.printing.paper)
        for one in (self.printing, self.evidence):
            one.hide()
        self._shown: tuple[int, datetime] | None = None
        self.head.deed_wanted.connect(self.deed_wanted)
        scroll = FollowingScroll(margin=0)
        scroll.body.addWidget(self.observation, 2)
        scroll.body.addWidget(self.vitals, 5)
        scroll.fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.printing)
        column.addWidget(self.evidence)
        column.addWidget(scroll, 1)

    def set_theme(self, theme: Theme) -> None:
        self.observation.set_theme(theme)
        self.vitals.set_theme(theme)

    def show_day(self, one: Placed, day: PatientDay, levels: Sequence[LevelStretchRow], now: datetime) -> None:
        same = self._shown is not None and self._shown[0] == day.stay_id
        self._shown = (day.stay_id, day.since)
        self.head.show_patient(one, day, now)
        self.observation.show_day(day, levels)
        self.vitals.show_day(day, keep=same)
        self.evidence.offer(day.stay_id, day.since, now)

    @Slot()
    def toggle_printing(self) -> None:
        """The page on which paper and where to, and evidence from when to when; or none of it again."""
        hidden = self.printing.isHidden()
        for one in (self.printing, self.evidence):
            one.setVisible(hidden)
        if self.printing.isVisible():
            self.printing.go.setFocus()

    @Slot(object)
    def tick(self, now: datetime) -> None:
        self.head.tick(now)

    def back(self) -> bool:
        """Esc: the crosshair goes; returns whether it was there."""
        return self.vitals.trends.leave()
