"""The alert strip: on every page of a desk, in the same place, the most urgent thing that needs a person."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QStyleOption, QVBoxLayout, QWidget
from typing_extensions import override

from station.models.enums import Priority
from station.rules.announce import Announcement, announce
from station.store.rows import AlertRow, BoardSnapshot
from station.views.board.health import NONE_OPEN
from station.views.board.rail_card import FLASHING, UNLIT
from station.views.board.rail_words import STYLE, Entry, entry_of, is_open, over_words
from station.views.dress import sheet
from station.views.panel.controls import TOUCH, button, dress_font, restyle
from station.views.theme import Theme, mixed
from station.views.ticker import Flash
from station.views.widgets.label import ElidedText, Text
from station.views.widgets.paint import panel

_EDGE: Final = 4
"""Width of the edge that flashes, in pixels."""
_ROUND: Final = 7
"""Its radius: within the corners the edge reaches so far inwards."""

UNKNOWN = "Alerts are not known yet"


class StripBox(QWidget):
    """The ground of the strip, as the style sheet has it; unlit, its edge fades and the words stay as they are."""

    drawn = Signal()
    """Just now, from within the paint event."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.unlit = QColor()
        self._lit = True

    @property
    def lit(self) -> bool:
        return self._lit

    def show_lit(self, *, lit: bool) -> None:
        if lit != self._lit:
            self._lit = lit
            inner = self.rect().adjusted(_ROUND, _ROUND, -_ROUND, -_ROUND)
            self.update(QRegion(self.rect()).subtracted(QRegion(inner)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        if not self._lit:
            panel(painter, QRectF(self.rect()), float(_ROUND), fill=None, edge=self.unlit, width=_EDGE)
        painter.end()
        self.drawn.emit()


class AlertStrip(QWidget):
    """Its place is kept even when there is nothing to say, so that nothing on the page ever jumps."""

    accept_wanted = Signal(object)
    """tuple[int, ...]: the alerts' ids."""
    opened = Signal(int)
    """An alert's id: show it in the side panel."""
    all_wanted = Signal()
    """Show every alert."""
    flash_wanted = Signal(bool)
    """It must flash, or no more: for the ticker."""

    painted = Signal(object)
    """tuple[tuple[int, ...], Priority]: these alerts have just been drawn, first or at another priority."""

    def __init__(self, theme: Theme, beside: QWidget | None = None) -> None:
        """`beside`: what stands before the button to accept, and shows itself when it has something to say."""
        super().__init__()
        self._beside = beside
        self._drawn: tuple[tuple[int, ...], Priority] | None = None
        self._first: Announcement[AlertRow] | None = None
        self._entry: Entry | None = None
        self._theme = theme
        self._flashes = False
        self._none, self._is_read = NONE_OPEN, False
        self._box = StripBox()
        self._box.drawn.connect(self._say_drawn)
        self._title, self._line, self._over = ElidedText(), ElidedText(), Text()
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # it gives way to the title
        for one in (self._title, self._over):
            dress_font(one, weight=QFont.Weight.DemiBold)
        dress_font(self._line)
        self._more = button("", "quiet", tip="All alerts")
        self._more.clicked.connect(self.all_wanted)
        self.accept = button("Accept", tip="A")
        self.accept.setMinimumHeight(TOUCH)
        self.accept.clicked.connect(self._accept)
        self._lay_out()
        self.set_theme(theme)
        self._show_nothing(UNKNOWN)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._box)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._line, 1)
        for one in (self._more, self._over):
            row.addWidget(one)
        if self._beside is not None:
            row.addWidget(self._beside)
        row.addWidget(self.accept)
        self._box.setFixedHeight(TOUCH + 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 0)
        column.addWidget(self._box)

    @property
    def entry(self) -> Entry | None:
        """What the strip says; None when nothing needs a person or nothing is known."""
        return self._entry

    @property
    def says(self) -> str:
        return self.accessibleName()

    @property
    def flashes(self) -> bool:
        """High and medium flash until somebody has accepted them."""
        return self._flashes

    @Slot(object)
    def flash(self, phase: Flash) -> None:
        """The ticker's step for what flashes."""
        medium = self._entry is not None and self._entry.priority is Priority.MEDIUM
        self._box.show_lit(lit=(phase.medium if medium else phase.high) or not self._flashes)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(sheet(theme))
        self._fade()

    def show_snapshot(self, snapshot: BoardSnapshot, now: datetime, zone: ZoneInfo) -> None:
        announced = announce(snapshot.alerts)
        patients = {bed.patient.stay_id: bed.patient for bed in snapshot.beds if bed.patient is not None}
        patients |= {one.stay_id: one for one in snapshot.unplaced}
        first = next((one for one in announced if is_open(one)), announced[0] if announced else None)
        self._is_read = True
        if first is None:
            self._show_nothing(self._none)
            return
        self._first, self._entry = first, entry_of(first, patients, zone, now)
        rest = len(announced) - 1
        self._title.say(self._entry.title)
        self._more.setText(f"and {rest} more" if rest else "")
        self._more.setAccessibleName(f"and {rest} more: show all alerts")
        self._more.setVisible(bool(rest))
        self._over.show()
        self.accept.setVisible(self._entry.open)
        self.accept.setAccessibleName(f"Accept: {self._entry.title}")
        self._box.setCursor(Qt.CursorShape.PointingHandCursor)
        state = "open" if self._entry.open else "accepted"
        restyle(self._box, "state", f"{STYLE[self._entry.priority]} {state}")
        self._fade()
        self._say_flashing()
        self.tick(now)

    def say_none(self, words: str) -> None:
        """What it says while none is open: that may not be known, or mean nothing."""
        if words != self._none:
            self._none = words
            if self._is_read and self._entry is None:
                self._show_nothing(words)

    def _show_nothing(self, words: str) -> None:
        self._first = self._entry = None
        self._title.say(words)
        self._line.say("")
        for one in (self._more, self._over, self.accept):
            one.hide()
        self._box.unsetCursor()
        restyle(self._box, "state", "")
        self._say_flashing()
        self.setAccessibleName(words)

    def _fade(self) -> None:
        """The colour of the edge between two flashes."""
        if self._entry is not None:
            tone = self._theme.tone_for(self._entry.priority)
            self._box.unlit = mixed(tone.solid, tone.ground, UNLIT)

    def _say_flashing(self) -> None:
        wanted = self._entry is not None and self._entry.open and self._entry.priority in FLASHING
        if not wanted:
            self._box.show_lit(lit=True)
        if wanted != self._flashes:
            self._flashes = wanted
            self.flash_wanted.emit(wanted)

    def tick(self, now: datetime) -> None:
        if self._first is None or self._entry is None:
            return
        over = over_words(self._first.due_at, now)
        self._over.say(over)
        self._line.say(" · ".join(self._entry.lines_at(now)))
        self.setAccessibleName(". ".join((f"{self._entry.title}, {over}", *self._entry.lines)))

    @Slot()
    def _say_drawn(self) -> None:
        """The strip names one alert; of a round that is late it names the round, which proves nothing of each."""
        entry = self._entry
        drawn = None if entry is None or len(entry.alert_ids) > 1 else (entry.alert_ids, entry.priority)
        if drawn is not None and drawn != self._drawn:
            self.painted.emit(drawn)
        self._drawn = drawn

    @Slot()
    def _accept(self) -> None:
        if self._entry is not None:
            self.accept_wanted.emit(self._entry.alert_ids)

    def accept_first(self) -> None:
        """Accept what the strip says, if somebody still has to."""
        if self._entry is not None and self._entry.open:
            self._accept()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._entry is not None and self._box.geometry().contains(event.position().toPoint()):
            self.opened.emit(self._entry.alert_ids[0])
