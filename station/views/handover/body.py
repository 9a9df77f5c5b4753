"""The page itself: census and patients, then section by section what is handed over."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules import handover_page as page
from station.rules.handover_page import HandoverPage, Section
from station.views.handover.rows import Cell, Row, Rows, line_row, patient_row
from station.views.panel.controls import label
from station.views.panel.form import Notice

CALM: Final = "Everybody"
_WIDE: Final = 1000
_LEFT: Final = (page.COMINGS, page.LEVELS, page.OBSERVERS, page.AWAY)
"""Beside the patients; what went wrong and what is open stand at the right."""
_LOT: Final = 12
"""Rows written in one turn."""
_CAPTIONS: Final = ("bed", "patient", "level", "precautions", "now")


class SectionCard(QFrame):
    """One section, as long as the page is shown."""

    def __init__(self, section: Section, upto: int) -> None:
        super().__init__()
        self.setObjectName("card")
        self.section = section
        self.upto = upto
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
        self.show_section(section, upto)

    def show_section(self, section: Section, upto: int) -> None:
        """`upto`: how many of its lines."""
        self.section, self.upto = section, upto
        count = len(section.lines)
        self._title.setText(f"{section.title} · {count}" if count else section.title)
        self._empty.setText("" if count else section.empty)
        self.rows.show_rows([line_row(one) for one in section.lines[:upto]])
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
        self._card.hide()
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
        self._steps: list[Callable[[], None]] = []
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._take_step)

    @property
    def is_whole(self) -> bool:
        """Whether all that is to be shown stands there."""
        return not self._steps

    def show_page(self, shown: HandoverPage) -> None:
        """The first time in many turns of the event loop: to make it all at once takes a fifth of a second."""
        self.census.setText(" · ".join(f"{word} {figure}" for word, figure in shown.figures))
        calm = shown.accounted.startswith(CALM) or not shown.patients
        self._calm.setText(shown.accounted if calm else "")
        self._calm.setVisible(calm)
        self.accounted.say("" if calm else shown.accounted, "refusal")
        self.remarks.say(" ".join(shown.remarks))
        is_first = bool(self._steps) or not self.sections
        captions = tuple(Cell(one, tone="muted") for one in _CAPTIONS)
        rows = [captions, *map(patient_row, shown.patients)] if shown.patients else []
        lot = _LOT if is_first else len(rows) + sum(len(one.lines) for one in shown.sections) + 1
        self._steps = [partial(self._show_patients, rows[:end]) for end in _lots(len(rows), lot)]
        for one in shown.sections:
            self._steps += [partial(self._show_section, one, end) for end in _lots(len(one.lines), lot)]
        while self._steps and not is_first:
            self._steps.pop(0)()
        if self._steps:
            self._next.start(0)

    @Slot()
    def _take_step(self) -> None:
        if self._steps:
            self._next.start(0)
            self._steps.pop(0)()

    def _show_patients(self, rows: Sequence[Row]) -> None:
        self.patients.show_rows(rows)
        self._card.setVisible(bool(rows))

    def _show_section(self, section: Section, upto: int) -> None:
        card = self.sections.get(section.key)
        if card is None:
            card = self.sections[section.key] = SectionCard(section, upto)
            (self._left if section.key in _LEFT else self._right).addWidget(card)
            card.show()
        elif (card.section, card.upto) != (section, upto):
            card.show_section(section, upto)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _lots(count: int, lot: int) -> tuple[int, ...]:
    """Where each lot ends, at least one."""
    return (*range(lot, count, lot), count)


def _side() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(10)
    return made
