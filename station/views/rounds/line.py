"""One patient of a round, in a line to tap: who, how long since he was seen, what to look for."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from station.models.enums import Stage
from station.views import fonts, icons
from station.views.board.desk_card import CardButton
from station.views.dress import sheet
from station.views.panel.controls import TOUCH
from station.views.rounds.portrait import Portrait
from station.views.rounds.undo import UndoButton
from station.views.rounds.walked import Walked
from station.views.rounds.words import due_words, line_words, row_sentence, since_words
from station.views.theme import Theme, palette
from station.views.widgets.badge import LevelBadge, shape_of
from station.views.widgets.label import ElidedText, Role, Text
from station.views.widgets.paint import panel
from station.views.widgets.tags import TagRow

_TIME: Final = Role.BrightText
_WORDS: Final = Role.Text
_LINE: Final = Role.PlaceholderText


Marks = dict[tuple[int, str, float], QPixmap]
"""The tick of those seen, by side, colour and pixel ratio."""


class LineButton(CardButton):
    """The whole line. The second press of a double tap is no tap of its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class RoundLine(QWidget):
    """A line opens its patient. Real widgets: a second changes two words of it."""

    opened = Signal(int)
    """A stay's id."""
    undo_wanted = Signal(int)
    """A stay's id: take back the check just made of him."""

    def __init__(self, theme: Theme, marks: Marks, parent: QWidget | None = None) -> None:
        """`marks`: drawn once for all lines."""
        super().__init__(parent)
        self._theme, self._marks = theme, marks
        self._walked: Walked | None = None
        self._stage = Stage.OK
        self._is_open = False
        self._coloured: tuple[Stage, bool] | None = None
        self._minute: datetime | None = None
        self._undo_share = 0.0
        self.portrait = Portrait(self)
        self.title, self.line = ElidedText(parent=self), ElidedText(role=_LINE, parent=self)
        self.tags, self.badge = TagRow("Precautions", self), LevelBadge(self)
        self.mark = QLabel(self)
        self.since, self.due = Text(role=_TIME, parent=self), Text(role=_WORDS, parent=self)
        self._undo: UndoButton | None = None
        self._lay_out()
        self.button = LineButton(self)
        self.button.lower()
        for part in self.findChildren(QWidget):
            if part is not self.button:
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.button.clicked.connect(self._open)

    def _lay_out(self) -> None:
        right = Qt.AlignmentFlag.AlignRight
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 14, 8)
        self._row.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.title, 3)
        top.addWidget(self.tags, 2)
        self._level = QWidget(self)
        level = QHBoxLayout(self._level)
        level.setContentsMargins(0, 0, 0, 0)
        level.addStretch(1)
        level.addWidget(self.badge)
        top.addWidget(self._level)
        middle = QVBoxLayout()
        middle.setSpacing(4)
        middle.addLayout(top)
        middle.addWidget(self.line)
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addWidget(self.since, 0, right)
        times.addWidget(self.due, 0, right)
        self._times = QWidget(self)
        self._times.setLayout(times)
        times.setContentsMargins(0, 0, 0, 0)
        for one, stretch in ((self.portrait, 0), (self.mark, 0), (self._times, 0)):
            self._row.addWidget(one, stretch)
        self._row.insertLayout(1, middle, 1)

    @property
    def walked(self) -> Walked | None:
        return self._walked

    @property
    def stay_id(self) -> int:
        return self._walked.stay_id if self._walked is not None else 0

    @property
    def stage(self) -> Stage:
        return self._stage

    @property
    def undo(self) -> UndoButton | None:
        """Made when it is first needed."""
        return self._undo

    def set_base(self, base: float) -> None:
        """The size of body type, in pixels."""
        self.title.set_font(fonts.pixels(base * 1.14, fonts.Weight.DemiBold))
        self.line.set_font(fonts.pixels(base * 0.95))
        self.tags.setFont(fonts.pixels(base * 0.82, fonts.Weight.DemiBold))
        self.badge.setFont(fonts.pixels(base * 0.95, fonts.Weight.Bold))
        self.since.setFont(fonts.pixels(base * 1.65, fonts.Weight.Bold))
        self.due.setFont(fonts.pixels(base * 0.92, fonts.Weight.Medium))
        side = max(TOUCH, round(base * 3.1))
        self.portrait.setFixedSize(side, side)
        self.mark.setFixedSize(QSize(round(base * 1.6), round(base * 1.6)))
        self._times.setFixedWidth(round(QFontMetricsF(self.due.font()).horizontalAdvance("see now, due in 00:00") + 2))
        self.tags.setFixedHeight(self.tags.sizeHint().height())
        self._level.setFixedWidth(round(base * 3.4))
        if self._walked is not None:
            self.badge.setFixedSize(self.badge.sizeHint())
        self._show_mark()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._undo is not None:
            self._undo.setStyleSheet(sheet(theme))
        self._recolour()
        self._show_mark()

    def show_patient(self, walked: Walked, photo: QPixmap | None, zone: ZoneInfo, now: datetime) -> None:
        """What is as it was is left alone within a minute: `tick` counts its seconds."""
        patient = walked.patient
        before, self._walked, self._zone = self._walked, walked, zone
        if before == walked and self._minute == now.replace(second=0, microsecond=0):
            return
        self._minute = now.replace(second=0, microsecond=0)
        self.portrait.show_face(patient.initials, photo)
        self.title.say(walked.placed.title)
        self.tags.show_words(patient.precautions)
        self.line.say(line_words(walked, zone, now))
        if before is None or before.patient.level != patient.level:
            self.badge.show_level(patient.level, shape_of(patient.level, continuous=patient.continuous))
            self.badge.setFixedSize(self.badge.sizeHint())
        if before is None or (before.seen_at is None) != (walked.seen_at is None):
            self._show_mark()
        self._show_stage(walked.stage(now))
        self._count(walked, now)
        self.button.setAccessibleName(row_sentence(walked, zone, now))

    def tick(self, now: datetime) -> None:
        """A second has gone by."""
        if self._walked is None:
            return
        self._show_stage(self._walked.stage(now))
        self._count(self._walked, now)
        if QAccessible.isActive():
            self.button.setAccessibleName(row_sentence(self._walked, self._zone, now))

    def show_open(self, *, is_open: bool) -> None:
        """Whether his form stands beneath."""
        if is_open != self._is_open:
            self._is_open = is_open
            self.button.setAccessibleDescription("Open" if is_open else "")
            self.update()

    def show_undo(self, share: float) -> None:
        """How much of the time to take his check back is left; 0: none."""
        if share == self._undo_share:
            return
        self._undo_share = share
        if share > 0 and self._undo is None:
            self._undo = UndoButton(self)
            self._undo.setStyleSheet(sheet(self._theme))
            self._undo.clicked.connect(self._undo_clicked)
            self._row.insertWidget(self._row.count() - 1, self._undo)
        if self._undo is not None:
            if self._undo.isHidden() == (share > 0):
                self._undo.setVisible(share > 0)
            self._undo.show_left(share)
            self._undo.setAccessibleName(f"Undo: {self.title.full_text}")

    def _count(self, walked: Walked, now: datetime) -> None:
        self.since.say(since_words(walked, now))
        self.due.say(due_words(walked, now))

    def _show_mark(self) -> None:
        seen = self._walked is not None and self._walked.seen_at is not None
        self.mark.setVisible(seen)
        if seen:
            side, color = self.mark.width(), self._theme.muted
            key = (side, color.name(), self.devicePixelRatioF())
            if key not in self._marks:
                self._marks[key] = icons.pixmap("check", color, side, ratio=self.devicePixelRatioF())
            self.mark.setPixmap(self._marks[key])
            self.mark.setAccessibleName("Seen on this round")

    @property
    def _is_quiet(self) -> bool:
        return self._walked is not None and self._walked.seen_at is not None and self._stage is Stage.OK

    def _show_stage(self, stage: Stage) -> None:
        self._stage = stage
        if (stage, self._is_quiet) != self._coloured:
            self._coloured = (stage, self._is_quiet)
            self._recolour()

    def _recolour(self) -> None:
        self.setPalette(self._colours())
        self.update()

    def _colours(self) -> QPalette:
        theme, tone = self._theme, self._theme.tone_of(self._stage)
        found = palette(theme)
        done = self._is_quiet
        urgent = tone is not None and self._stage is not Stage.DUE_SOON
        found.setColor(
            Role.Window, tone.ground if tone is not None and urgent else theme.ground if done else theme.surface
        )
        found.setColor(Role.WindowText, theme.muted if done else theme.text)
        found.setColor(_TIME, tone.text if tone is not None and urgent else theme.muted if done else theme.text)
        found.setColor(_WORDS, theme.muted if tone is None else tone.text)
        found.setColor(_LINE, theme.text if urgent else theme.muted)
        return found

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tone = self._theme.tone_of(self._stage)
        edge = self._theme.action if self._is_open else tone.edge if tone is not None else self._theme.line
        width = 2.0 if self._is_open or tone is not None else 1.0
        panel(painter, QRectF(self.rect()), 8.0, fill=self.palette().color(Role.Window), edge=edge, width=width)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.button.setGeometry(self.rect())

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self.stay_id)

    @Slot()
    def _undo_clicked(self) -> None:
        self.undo_wanted.emit(self.stay_id)
