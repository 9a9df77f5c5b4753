"""The page itself: census and patients, then section by section what is handed over."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules import handover_page as page
from station.rules.handover_page import HandoverPage, Section
from station.views.handover.rows import Cell, Rows, line_row, patient_row
from station.views.panel.controls import label
from station.views.panel.form import Notice

CALM: Final = "Everybody"
_WIDE: Final = 1000
_LEFT: Final = (page.COMINGS, page.LEVELS, page.OBSERVERS, page.AWAY)
"""Beside the patients; what went wrong and what is open stand at the right."""
_CAPTIONS: Final = ("bed", "patient", "level", "precautions", "now")


class SectionCard(QFrame):
    """One section, as long as the page is shown."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.setObjectName("card")
        self.section = section
        self._title = label(weight=QFont.Weight.DemiBold)
        self._empty, self._more = label(tone="muted"), label(tone="muted", scale=0.93)
        self.rows = Rows((0, 0, 1))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 11, 16, 11)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(10)
        self._title.setWordWrap(False)
        top.addWidget(self._title)
        top.addWidget(self._empty, 1)
        column.addLayout(top)
        column.addWidget(self.rows)
        column.addWidget(self._more)
        self.show_section(section)

    def show_section(self, section: Section) -> None:
        self.section = section
        count = len(section.lines)
        self._title.setText(f"{section.title} · {count}" if count else section.title)
        self._empty.setText("" if count else section.empty)
        self.rows.show_rows([line_row(one) for one in section.lines])
        self.rows.setVisible(bool(count))
        self._more.setText(section.more)
        self._more.setVisible(bool(section.more))
        self.setAccessibleName(f"{section.title}: {count or section.empty.rstrip('.') or section.more}")


class Body(QWidget):
    """Patients at the left, what happened and what is open at the right; one beneath the other where it is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: dict[str, SectionCard] = {}
        self.census = label(scale=1.1, weight=QFont.Weight.DemiBold)
        self.accounted, self.remarks = Notice(), Notice()
        self._calm = label(tone="muted")
        self.patients = Rows((0, 5, 4, 3, 4))
        self._card = QFrame()
        self._card.setObjectName("card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(16, 11, 16, 11)
        inside.setSpacing(6)
        inside.addWidget(label("Patients and levels", weight=QFont.Weight.DemiBold))
        inside.addWidget(self.patients)
        self._left, self._right = _side(), _side()
        self._left.addWidget(self._card)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(14)
        for side in (self._left, self._right):
            whole = QVBoxLayout()
            whole.addLayout(side)
            whole.addStretch(1)
            self._sides.addLayout(whole, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for one in (self.census, self._calm, self.accounted, self.remarks):
            column.addWidget(one)
        column.addLayout(self._sides)

    def show_page(self, shown: HandoverPage) -> None:
        self.census.setText(" · ".join(f"{word} {figure}" for word, figure in shown.figures))
        calm = shown.accounted.startswith(CALM) or not shown.patients
        self._calm.setText(shown.accounted if calm else "")
        self._calm.setVisible(calm)
        self.accounted.say("" if calm else shown.accounted, "refusal")
        self.remarks.say(" ".join(shown.remarks))
        captions = tuple(Cell(one, tone="muted") for one in _CAPTIONS)
        self.patients.show_rows([captions, *map(patient_row, shown.patients)] if shown.patients else [])
        self._card.setVisible(bool(shown.patients))
        self._show_sections(shown.sections)

    def _show_sections(self, sections: Sequence[Section]) -> None:
        for one in sections:
            if one.key in self.sections:
                if self.sections[one.key].section != one:
                    self.sections[one.key].show_section(one)
                continue
            card = self.sections[one.key] = SectionCard(one)
            (self._left if one.key in _LEFT else self._right).addWidget(card)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _side() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(10)
    return made
