"""One bed on the board, of real widgets; on a tick only the texts that changed are drawn again."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QRegion
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.models.enums import Priority, Stage
from station.store.rows import BedRow
from station.views.board.face import Face, face_of, sentence_of
from station.views.board.layout import CardPlan
from station.views.board.parts import LINE, TIME, WORDS, CardParts, CardType
from station.views.theme import Theme, mixed, palette
from station.views.ticker import STEADY, Flash
from station.views.widgets.label import Role
from station.views.widgets.paint import hatch, panel
from station.views.widgets.sparkline import ScoreInk

_EDGE: Final = {Stage.OK: 0.02, Stage.DUE_SOON: 0.035, Stage.LATE: 0.045, Stage.LAPSED: 0.07}
"""Width of the edge as a share of the time's size: weight says how urgent, beside colour."""
_HATCH: Final = 0.4
_HATCH_URGENT: Final = 0.2
"""How far stripes go from the ground to the colour of lines; under the words of an alert they are fainter."""
_UNLIT: Final = 0.8
"""How far a flashing edge fades into its ground between flashes."""


@dataclass(frozen=True, slots=True)
class CardLook:
    """What all cards of a board share."""

    theme: Theme
    precautions: bool
    """Whether precautions are shown here, and where somebody off the unit is: either may tell why he is a patient."""
    stale: bool = False
    """Whether the data is old, which a card must not hide."""


Marks = tuple[tuple[int, Priority], ...]
"""Alerts by id, each with its priority."""

_WORN_AS: Final = {Priority.HIGH: Stage.LAPSED, Priority.MEDIUM: Stage.LATE}
"""A card shows the alert of its check by its stage."""


class Card(QWidget):
    """A card that shows; nothing on it can be operated."""

    painted = Signal(object)
    """tuple[tuple[int, ...], Priority]: the alert that it wears has just been drawn for the first time."""

    def __init__(self, look: CardLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._bed: BedRow | None = None
        self._alerts: Marks = ()
        self._drawn: Marks = ()
        self._accepted = False
        self._zone = ZoneInfo("UTC")
        self._plan: CardPlan | None = None
        self._face: Face | None = None
        self._flash = STEADY
        self._hatched = False
        self._bar_colour = look.theme.bar
        self.parts = CardParts(self)
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
        self._show_bed(bed, now)
        return True

    def wear(self, alerts: Marks, now: datetime) -> bool:
        """The alerts of this patient's check, which its stage shows: at once, and not at the next second. True when
        they are others than before."""
        if alerts == self._alerts:
            return False
        self._alerts = alerts
        if self._face is not None and not self._face.holds(now):
            self._show_face(now)
        self.update()
        return True

    def tick(self, now: datetime) -> None:
        """The clock's second has changed."""
        if self._face is None or self._bed is None:
            return
        if not self._face.holds(now):
            self._show_face(now)
            return
        self._count(self._face, now)
        if QAccessible.isActive():
            self._name(self._sentence(self._bed, now))

    def flash(self, phase: Flash) -> None:
        """Draw the edge as this step has it; only a card that flashes is touched."""
        if phase != self._flash:
            self._flash = phase
            if self.flashes:
                self.update(self._edge_region())

    def set_plan(self, plan: CardPlan, kind: CardType) -> None:
        """Take the type sizes and places of a layout. The card's own size is set by whoever lays it out."""
        if plan != self._plan:
            self._plan = plan
            self.parts.set_plan(plan, kind)
            if self._face is not None:
                self.parts.show_line(self._face)

    def set_look(self, look: CardLook, now: datetime) -> None:
        if look != self._look:
            self._look = look
            self._recolour()
            if self._bed is not None:
                self._show_bed(self._bed, now)

    def cut_texts(self) -> list[str]:
        """What is lost for want of room. Long names and the line of the last check may be elided and do not count."""
        parts = self.parts
        cut = [one.full_text for one in (parts.label, parts.initials) if one.is_cut()]
        if parts.time.isVisible() and parts.time.is_cut():
            cut.append(parts.time.text)
        named = self._bed and self._bed.patient and self._bed.patient.observer
        if parts.words.is_cut() and not (named and named.name in parts.words.full_text):
            cut.append(parts.words.full_text)
        return cut

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box, radius = QRectF(self.rect()), self._radius()
        if self._hatched:
            self._paint_hatched(painter, box, radius)
        fill = None if self._hatched else self.palette().color(Role.Window)
        panel(painter, box, radius, fill=fill, edge=self._edge_colour(), width=self._edge_width())
        painter.end()
        self._say_drawn()

    def _say_drawn(self) -> None:
        """Of each alert that the card wears, once for each priority."""
        worn = tuple(one for one in self._alerts if self.stage is _WORN_AS.get(one[1]))
        for alert_id, priority in worn:
            if (alert_id, priority) not in self._drawn:
                self.painted.emit(((alert_id,), priority))
        self._drawn = worn

    def _show_bed(self, bed: BedRow, now: datetime) -> None:
        self.parts.show_patient(bed.label, bed.patient, precautions=self._look.precautions)
        if bed.patient is None:
            self._face = None
            self._recolour()
            self._name(self._sentence(bed, now))
        else:
            self._show_face(now)
        self.update()

    def _show_face(self, now: datetime) -> None:
        """The whole face, worked out anew."""
        if self._bed is None or self._bed.patient is None:
            return
        before = self._face
        self._face = face_of(self._bed.patient, self._zone, now, places=self._look.precautions)
        if before is None or before.stage is not self._face.stage or self._hatched != self._is_hatched():
            self._recolour()
        self.parts.show_line(self._face)
        self._count(self._face, now)
        self._name(self._sentence(self._bed, now))

    def _sentence(self, bed: BedRow, now: datetime) -> str:
        return sentence_of(bed, self._zone, now, places=self._look.precautions)

    def _count(self, face: Face, now: datetime) -> None:
        """The figures that change each second."""
        self.parts.time.show_time(*face.figure(now))
        self.parts.words.say(*face.said(now))
        self.parts.show_bar(face, face.bar.share(now), self._bar_colour)

    def _name(self, sentence: str) -> None:
        self.setAccessibleName(sentence)

    def _recolour(self) -> None:
        theme, tone = self._look.theme, self._look.theme.tone_of(self.stage)
        self._hatched = self._is_hatched()
        self._bar_colour = theme.outline if self._look.stale else tone.edge if tone else theme.bar
        self.setPalette(_colours(self._look, self.stage, away=self._is_away()))
        self.parts.fill(filled=not self._hatched)
        self.parts.score.set_ink(self._score_ink())
        self.update()

    def _score_ink(self) -> ScoreInk:
        theme, stale = self._look.theme, self._look.stale
        solid, on_solid = (theme.track, theme.muted) if stale else (theme.medium.solid, theme.medium.on_solid)
        return ScoreInk(theme.muted if stale else theme.text, theme.muted, solid, on_solid)

    def _is_away(self) -> bool:
        return self._bed is not None and self._bed.patient is not None and self._bed.patient.away is not None

    def _is_hatched(self) -> bool:
        """Nobody is in the bed, or what is said of him is old."""
        empty = self._bed is not None and self._bed.patient is None
        return self._look.stale or empty or self._is_away()

    def _edge_colour(self) -> QColor:
        tone = self._look.theme.tone_of(self.stage)
        if tone is None:
            return self._look.theme.line
        lit = self._flash.high if self.stage is Stage.LAPSED else self._flash.medium
        return tone.edge if lit or not self.flashes else mixed(tone.edge, tone.ground, _UNLIT)

    def _paint_hatched(self, painter: QPainter, box: QRectF, radius: float) -> None:
        theme = self._look.theme
        ground = self.palette().color(Role.Window)
        path = QPainterPath()
        path.addRoundedRect(box, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.fillRect(box, mixed(ground, theme.ground, 0.5) if self.stage is Stage.OK else ground)
        share = _HATCH if self.stage.rank < Stage.LATE.rank else _HATCH_URGENT
        hatch(painter, box, mixed(ground, theme.line, share), max(8.0, radius * 1.6))
        painter.setClipping(False)

    def _edge_width(self) -> float:
        return max(1.0 if self.stage is Stage.OK else 2.0, round(self._time_px() * _EDGE[self.stage]))

    def _radius(self) -> float:
        return max(4.0, self._time_px() * 0.18)

    def _time_px(self) -> int:
        return self._plan.time_px if self._plan else 40

    def _edge_region(self) -> QRegion:
        """The frame that flashes: the edge, and the corners it rounds."""
        inset = int(max(self._radius(), self._edge_width())) // 2 + 2
        return QRegion(self.rect()).subtracted(QRegion(self.rect().adjusted(inset, inset, -inset, -inset)))


@lru_cache(maxsize=64)
def _colours(look: CardLook, stage: Stage, *, away: bool) -> QPalette:
    """Shared by all cards that look alike: made for each of sixty that change at once it would keep the window."""
    theme, tone = look.theme, look.theme.tone_of(stage)
    found = palette(theme)
    urgent = stage.rank >= Stage.LATE.rank
    found.setColor(Role.Window, tone.ground if tone and urgent else theme.surface)
    found.setColor(Role.Mid, theme.track_of(stage))
    found.setColor(WORDS, theme.muted if tone is None else tone.text)
    found.setColor(TIME, tone.text if tone and stage is Stage.LATE else theme.text)
    found.setColor(LINE, theme.text if urgent else theme.muted)
    if away and not urgent:
        found.setColor(TIME, theme.muted)
    if look.stale:
        for role in (Role.WindowText, TIME, LINE):
            found.setColor(role, theme.muted)
    return found
