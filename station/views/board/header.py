"""The top of the board: which unit, how it stands this shift, the clock, and whether anyone is watching."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.models.enums import TaskKind
from station.rules import wording
from station.store.rows import BoardSnapshot
from station.views import fonts
from station.views.board import health as words
from station.views.board.duties import labels_of
from station.views.board.fact import UNKNOWN, CensusFact, Fact
from station.views.board.figures import longest_gap_words, on_time_words
from station.views.board.health import Health
from station.views.board.places import places_of
from station.views.board.who import on_duty_words
from station.views.theme import Theme, Tone
from station.views.widgets.label import ElidedText, Role, Text, text_width
from station.views.widgets.tags import TagRow

_DOT_GAP: Final = 6
_NAME_LEAST: Final = 8
"""The unit's name keeps so much width, in heights of the body type, before a fact goes for it."""


class Dot(QWidget):
    """A filled circle: well, or a hollow one when not."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._well = False
        self._tone: Tone | None = None

    def show_dot(self, *, well: bool, tone: Tone | None) -> None:
        """Filled in the colour of all well; else a ring in the tone, or a grey one when nothing is known."""
        if (well, tone) != (self._well, self._tone):
            self._well, self._tone = well, tone
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) * 0.9
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        if self._well:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.well)
        else:
            pen = painter.pen()
            pen.setColor(self._tone.edge if self._tone else self._theme.outline)
            pen.setWidthF(side / 4)
            painter.setPen(pen)
            box = box.adjusted(side / 8, side / 8, -side / 8, -side / 8)
        painter.drawEllipse(box)
        painter.end()


class Header(QWidget):
    """Everything in it is read; nothing can be operated."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._snapshot: BoardSnapshot | None = None
        self._zone = ZoneInfo("UTC")
        self._health = Health()
        self._base = 17.0
        self._is_planned = False
        self._make_parts(theme)
        self._lay_out()
        self._say_monitoring(None)

    def show_snapshot(self, snapshot: BoardSnapshot, zone: ZoneInfo, now: datetime) -> None:
        self._snapshot, self._zone = snapshot, zone
        self._name.say(snapshot.unit.name)
        self._demo.show_words(("DEMO, not real patients",) if snapshot.unit.is_demo else ())
        self._demo.setVisible(snapshot.unit.is_demo)
        self._demo.setFixedSize(self._demo.sizeHint())
        self._show_census(snapshot)
        self._on_time.say(on_time_words(snapshot.figures))
        self.tick(now)
        self._fit()

    def set_health(self, health: Health, now: datetime | None) -> None:
        """`now` None: nothing has ticked yet."""
        self._health = health
        self._say_monitoring(now)

    def tick(self, now: datetime) -> None:
        self._clock.say(wording.clock_seconds(now, self._zone) if self._snapshot else UNKNOWN)
        self._say_monitoring(now)
        if self._snapshot is not None:
            patients = [bed.patient for bed in self._snapshot.beds if bed.patient is not None]
            patients += self._snapshot.unplaced
            self._gap.say(longest_gap_words(self._snapshot.figures, patients, now))
            self._say_on_duty(self._snapshot, now)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._dot.set_theme(theme)
        self._census.set_theme(theme)
        self.update()

    def set_base(self, pixels: float) -> None:
        """The size of body type; everything follows it."""
        self.setFixedHeight(round(pixels * 4.5))
        self._name.set_font(fonts.pixels(pixels * 1.65, fonts.Weight.DemiBold))
        self._demo.setFont(fonts.pixels(pixels * 0.86, fonts.Weight.Bold))
        self._demo.setFixedSize(self._demo.sizeHint())
        for fact in self._facts:
            fact.set_base(pixels)
        clock = fonts.pixels(pixels * 2.05, fonts.Weight.DemiBold)
        self._clock.setFont(clock)
        # Of one size, so that a second passing does not lay out the header again.
        self._clock.setFixedSize(round(text_width(clock, "00:00:00") + 1), round(QFontMetricsF(clock).height()))
        self._monitoring.setFont(fonts.pixels(pixels * 0.86))
        self._dot.setFixedSize(round(pixels * 0.6), round(pixels * 0.6))
        self._row.setContentsMargins(round(pixels * 1.4), 0, round(pixels * 1.4), 0)
        self._row.setSpacing(round(pixels * 1.9))
        self._base = pixels
        self._fit()

    def cut_texts(self) -> list[str]:
        shown = [fact for fact in self._facts if not fact.isHidden()]
        facts = [label for fact in shown for label in (fact.caption, fact.value)]
        return [one.full_text for one in (*facts, self._clock, self._monitoring) if one.is_cut()]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.line)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In too little room the facts go, the last first: never the clock, nor what is said of monitoring."""
        margins, gap = self._row.contentsMargins(), self._row.spacing()
        right = max(self._clock.width(), self._dot.width() + _DOT_GAP + self._monitoring.sizeHint().width())
        room = self.width() - margins.left() - margins.right() - right - gap
        least = min(self._name.sizeHint().width(), round(self._base * _NAME_LEAST))
        room -= least + gap
        room -= 0 if self._demo.isHidden() else self._demo.width() + gap
        # Who is unaccounted for is said before the unit's name.
        room -= self._census.fit(room + (least if self._census.alarming else 0)) + gap
        self._census.setVisible(room >= 0 or self._census.alarming)
        for fact in (self._on_time, self._gap):
            room -= fact.sizeHint().width() + gap
            fact.setVisible(room >= 0)
        room -= self._on_duty.sizeHint().width() + gap
        self._on_duty.setVisible(room >= 0 and self._is_planned)
        self._row.activate()  # at once, so that no longer words are drawn in the old room

    def _say_on_duty(self, snapshot: BoardSnapshot, now: datetime) -> None:
        """Absent where nobody is planned: that says nothing of who is there."""
        words = on_duty_words(snapshot.on_duty, now)
        if words != (self._on_duty.value.text() if self._is_planned else ""):
            self._is_planned = bool(words)
            self._on_duty.say(words or UNKNOWN)
            self._fit()

    def _show_census(self, snapshot: BoardSnapshot) -> None:
        lost = snapshot.census is not None and bool(snapshot.census.unaccounted)
        places = places_of(snapshot) if lost else ()
        patients = (bed.patient for bed in places if bed.patient is not None)
        missing = any(one.kind is TaskKind.NOT_FOUND for patient in patients for one in patient.owed)
        self._census.show_census(snapshot.census, labels_of(places), urgent=missing)

    def _make_parts(self, theme: Theme) -> None:
        self._name = ElidedText(parent=self)
        self._demo = TagRow("Marked", self)
        self._demo.hide()
        self._census = CensusFact(theme, self)
        self._on_time = Fact("On time, this shift", self)
        self._gap = Fact("Longest gap, this shift", self)
        self._on_duty = Fact("On duty", self)
        self._on_duty.hide()
        self._facts = (self._census, self._on_time, self._gap, self._on_duty)
        self._clock = Text(UNKNOWN, parent=self)
        self._clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._dot = Dot(theme, self)
        self._monitoring = Text(role=Role.PlaceholderText, parent=self)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(_DOT_GAP)
        below.addStretch(1)
        below.addWidget(self._dot)
        below.addWidget(self._monitoring)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addStretch(1)
        right.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignRight)
        right.addLayout(below)
        right.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._name)
        for part in (self._demo, self._census, self._on_time, self._gap, self._on_duty):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addLayout(right)

    def _say_monitoring(self, now: datetime | None) -> None:
        parts = [words.monitoring_words(self._health)]
        stale = self._snapshot is None
        if self._snapshot is not None and now is not None:
            parts.append(words.age_words(now - words.data_at(self._snapshot, self._health)))
            stations, read_at = self._snapshot.stations, self._snapshot.read_at
            if self._health.away is None:  # else nobody could be heard, this station itself included
                parts.append(words.station_words(stations, read_at, self._health.speed))
            stale = words.is_stale(self._snapshot, self._health, now)
        said = " · ".join(parts)
        longer = len(said) != len(self._monitoring.full_text)
        self._monitoring.say(said)
        if longer:
            self._fit()
        unsaved = self._health.monitoring is False or self._health.away is not None
        tone = self._theme.high if unsaved else self._theme.medium if stale else None
        self._dot.show_dot(well=not unsaved and bool(self._health.monitoring) and not stale, tone=tone)
