"""One bed on the board, of real widgets; on a tick only the texts that changed are drawn again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QRegion
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.models.enums import Stage
from station.store.rows import BedRow, PatientRow
from station.views import fonts
from station.views.board.face import Face, empty_sentence, face_of
from station.views.board.layout import Box, CardPlan
from station.views.theme import Theme, mixed, palette
from station.views.ticker import STEADY, Flash
from station.views.widgets.badge import LevelBadge, Shape, shape_of
from station.views.widgets.gap_bar import GapBar
from station.views.widgets.label import FitText, Role, Text, WrappedText
from station.views.widgets.paint import hatch, panel
from station.views.widgets.tags import TagRow
from station.views.widgets.time_label import TimeLabel

_EDGE: Final = {Stage.OK: 0.02, Stage.DUE_SOON: 0.035, Stage.LATE: 0.045, Stage.LAPSED: 0.07}
"""Width of the edge as a share of the time's size: weight says how urgent, beside colour."""

LATE_ENTRY: Final = "late entry"

WORDS: Final = Role.ButtonText
TIME: Final = Role.BrightText
LINE: Final = Role.Text
MUTED: Final = Role.PlaceholderText


@dataclass(frozen=True, slots=True)
class CardLook:
    """What all cards of a board share."""

    theme: Theme
    precautions: bool
    """Whether precautions are shown here."""
    stale: bool = False


class Card(QWidget):
    """A card that shows; nothing on it can be operated."""

    def __init__(self, look: CardLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._bed: BedRow | None = None
        self._accepted = False
        self._zone = ZoneInfo("UTC")
        self._plan: CardPlan | None = None
        self._face: Face | None = None
        self._flash = STEADY
        self._make_parts()
        self._recolour()

    @property
    def bed(self) -> BedRow | None:
        return self._bed

    @property
    def stage(self) -> Stage:
        return self._face.stage if self._face else Stage.OK

    @property
    def flashes(self) -> bool:
        """Whether it should flash: late or lapsed, and nobody has accepted it."""
        return self.stage.rank >= Stage.LATE.rank and not self._accepted

    def show_bed(self, bed: BedRow, zone: ZoneInfo, now: datetime, *, accepted: bool) -> bool:
        """Show this bed. True when anything about it differs from what was shown, False when nothing was done."""
        if (bed, zone, accepted) == (self._bed, self._zone, self._accepted):
            return False
        self._bed, self._zone, self._accepted = bed, zone, accepted
        self._show_still(bed)
        self._show_face(now)
        if self._plan is not None:
            self._place_parts(self._plan)
        self.update()
        return True

    def tick(self, now: datetime) -> None:
        """The clock's second has changed."""
        if self._bed is not None and self._bed.patient is not None:
            self._show_face(now)

    def flash(self, phase: Flash) -> None:
        """Draw the edge as this step has it; only a card that flashes is touched."""
        if phase == self._flash:
            return
        self._flash = phase
        if self.flashes:
            self.update(self._edge_region())

    def set_plan(self, plan: CardPlan) -> None:
        """Take the type sizes and places of a layout. The card's own size is set by whoever lays it out."""
        if plan != self._plan:
            self._plan = plan
            self._set_type(plan)
            self._place_parts(plan)
            if self._face is not None:
                self._show_line(self._face)

    def set_look(self, look: CardLook) -> None:
        if look != self._look:
            self._look = look
            self._recolour()
            if self._bed is not None:
                self._show_still(self._bed)
            if self._plan is not None:
                self._place_parts(self._plan)
            self._show_bar()
            self.update()

    def cut_texts(self) -> list[str]:
        """What is lost for want of room. Long names and the line of the last check may be elided and do not count."""
        texts: list[tuple[Callable[[], bool], str]] = [
            (self._label.is_cut, self._label.full_text),
            (self._initials.is_cut, self._initials.full_text),
            (self._words_cut, self._words.full_text),
            (self._time.is_cut, self._time.text),
        ]
        return [text for is_cut, text in texts if is_cut()]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box, radius = QRectF(self.rect()), self._radius()
        ground = self.palette().color(Role.Window)
        edge_width = self._edge_width()
        if self._is_hatched():
            self._paint_hatched(painter, box, radius)
            ground_fill: QColor | None = None
        else:
            ground_fill = ground
        panel(painter, box, radius, fill=ground_fill, edge=self._edge_colour(), width=edge_width)
        painter.end()

    def _make_parts(self) -> None:
        self._label = Text(role=Role.WindowText, parent=self)
        self._initials = Text(role=MUTED, parent=self)
        self._badge = LevelBadge(self)
        self._time = TimeLabel(self)
        self._words = FitText(role=WORDS, parent=self)
        self._bar = GapBar(self)
        self._line = WrappedText(LINE, self)
        self._marks = TagRow("Entry", self)
        self._precautions = TagRow("Precautions", self)

    def _filled(self) -> tuple[QWidget, ...]:
        return self._time, self._words, self._bar, self._line

    def _show_still(self, bed: BedRow) -> None:
        """What does not change with time."""
        patient = bed.patient
        self._label.say(bed.label)
        self._initials.say(patient.initials if patient else "empty")
        self._badge.show_level(*_badge_of(patient))
        self._precautions.show_words(patient.precautions if patient and self._look.precautions else ())
        for part in (self._time, self._words, self._bar, self._line, self._badge):
            part.setVisible(patient is not None)
        if patient is None:
            self._face = None
            self._marks.show_words(())
            self._name(empty_sentence(bed))
            self._recolour()

    def _show_face(self, now: datetime) -> None:
        if self._bed is None or self._bed.patient is None:
            return
        before, face = self._face, face_of(self._bed.label, self._bed.patient, self._zone, now)
        self._face = face
        if before is None or before.stage is not face.stage:
            self._recolour()
        self._time.show_time(face.figures, face.unit)
        self._words.say(face.words, face.words_short)
        self._show_bar()
        self._show_line(face)
        self._name(face.sentence)

    def _show_line(self, face: Face) -> None:
        """The last check; that it was entered late stands in the foot, or where there is none, before the line."""
        has_foot = self._plan is not None and self._plan.foot is not None
        self._line.say(f"Late entry, {face.line}" if face.late_entry and not has_foot else face.line)
        marks = (LATE_ENTRY,) if face.late_entry and has_foot else ()
        if marks != self._marks.words:
            self._marks.show_words(marks)
            self._place_foot()

    def _name(self, sentence: str) -> None:
        self.setAccessibleName(sentence)

    def _show_bar(self) -> None:
        if self._face is not None:
            tone = self._look.theme.tone_of(self._face.stage)
            color = tone.edge if tone else self._look.theme.bar
            self._bar.show_gap(
                self._face.share, self._face.limits, self._look.theme.outline if self._look.stale else color
            )

    def _words_cut(self) -> bool:
        named = self._bed and self._bed.patient and self._bed.patient.observer
        return self._words.is_cut() and not (named and named.name in self._words.full_text)

    # Colours

    def _recolour(self) -> None:
        self.setPalette(self._colours())
        for part in self._filled():
            part.setAutoFillBackground(not self._look.stale)  # opaque: a new text does not draw the card beneath it
        self.update()

    def _colours(self) -> QPalette:
        theme, tone = self._look.theme, self._look.theme.tone_of(self.stage)
        found = palette(theme)
        urgent = self.stage.rank >= Stage.LATE.rank
        found.setColor(Role.Window, tone.ground if tone and urgent else theme.surface)
        found.setColor(Role.Mid, mixed(theme.track, tone.edge, 0.2) if tone and urgent else theme.track)
        found.setColor(WORDS, theme.muted if tone is None else tone.text)
        found.setColor(TIME, tone.text if tone and self.stage is Stage.LATE else theme.text)
        found.setColor(LINE, theme.text if urgent else theme.muted)
        if self._look.stale:
            for role in (Role.WindowText, TIME, LINE):
                found.setColor(role, theme.muted)
        return found

    def _edge_colour(self) -> QColor:
        theme = self._look.theme
        tone = theme.tone_of(self.stage)
        if tone is None:
            return theme.line
        lit = self._flash.high if self.stage is Stage.LAPSED else self._flash.medium
        return tone.edge if lit or not self.flashes else mixed(tone.edge, tone.ground, 0.8)

    def _is_hatched(self) -> bool:
        return self._look.stale or (self._bed is not None and self._bed.patient is None)

    def _paint_hatched(self, painter: QPainter, box: QRectF, radius: float) -> None:
        theme = self._look.theme
        ground = self.palette().color(Role.Window)
        path = QPainterPath()
        path.addRoundedRect(box, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.fillRect(box, mixed(ground, theme.ground, 0.5) if self.stage is Stage.OK else ground)
        hatch(painter, box, mixed(ground, theme.line, 0.4), max(8.0, self._radius() * 1.6))
        painter.setClipping(False)

    # Places

    def _edge_width(self) -> float:
        time_px = self._plan.time_px if self._plan else 40
        return max(1.0 if self.stage is Stage.OK else 2.0, round(time_px * _EDGE[self.stage]))

    def _radius(self) -> float:
        return max(4.0, (self._plan.time_px if self._plan else 40) * 0.18)

    def _edge_region(self) -> QRegion:
        inset = int(max(self._radius(), self._edge_width())) // 2 + 2
        return QRegion(self.rect()).subtracted(QRegion(self.rect().adjusted(inset, inset, -inset, -inset)))

    def _set_type(self, plan: CardPlan) -> None:
        bold, semi, normal = fonts.Weight.Bold, fonts.Weight.DemiBold, fonts.Weight.Normal
        self._label.setFont(fonts.pixels(plan.bed_px, bold))
        self._initials.setFont(fonts.pixels(plan.initials_px, normal))
        self._badge.setFont(fonts.pixels(plan.badge_px, bold))
        self._time.setFont(fonts.display(plan.time_px))
        self._words.set_font(fonts.pixels(plan.words_px, semi))
        self._line.set_font(fonts.pixels(plan.small_px, normal))
        self._marks.setFont(fonts.pixels(plan.small_px * 0.92, semi))
        self._precautions.setFont(fonts.pixels(plan.small_px * 0.92, semi))

    def _place_parts(self, plan: CardPlan) -> None:
        self._time.setGeometry(_rect(plan.time))
        self._words.setGeometry(_rect(plan.words))
        self._bar.setGeometry(_rect(plan.bar))
        self._place_head()
        self._place_line()
        self._place_foot()

    def _place_head(self) -> None:
        if self._plan is None:
            return
        head, gap = self._plan.head, max(2, self._plan.bed_px // 4)
        badge = self._badge.sizeHint() if self._bed and self._bed.patient else None
        right = head.right - (badge.width() if badge else 0)
        if badge is not None:
            self._badge.setGeometry(right, head.y, badge.width(), min(badge.height(), head.height))
        label_width = min(self._label.sizeHint().width(), right - head.x)
        self._label.setGeometry(head.x, head.y, label_width, head.height)
        left = head.x + label_width + gap
        self._initials.setGeometry(left, head.y, max(0, right - gap // 2 - left), head.height)

    def _place_line(self) -> None:
        line = self._plan.line if self._plan else None
        self._line.setVisible(line is not None and self._face is not None)
        if line is not None:
            self._line.setGeometry(_rect(line))

    def _place_foot(self) -> None:
        """Precautions at the left, the mark of a late entry at the right."""
        foot = self._plan.foot if self._plan else None
        self._precautions.setVisible(foot is not None and self._face is not None)
        self._marks.setVisible(foot is not None and bool(self._marks.words))
        if foot is None:
            return
        height = self._precautions.sizeHint().height()
        wide = self._marks.sizeHint().width() if self._marks.words else 0
        gap = height // 2 if wide else 0
        self._precautions.setGeometry(foot.x, foot.bottom - height, max(0, foot.width - wide - gap), height)
        self._marks.setGeometry(foot.right - wide, foot.bottom - height, wide, height)


def _badge_of(patient: PatientRow | None) -> tuple[str, Shape]:
    if patient is None:
        return "", "outlined"
    return patient.level, shape_of(patient.level, continuous=patient.continuous)


def _rect(box: Box) -> QRect:
    return QRect(box.x, box.y, box.width, box.height)
