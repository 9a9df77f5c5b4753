"""What is written around the panels of a chart: names, scores, figures at the right, what happened, the hours."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from station.reports.vital_panels import Panel
from station.store.rows.vitals import SpanRow
from station.views.panel.controls import scaled
from station.views.panel.level_words import marks
from station.views.patient.plots import Place
from station.views.theme import Theme, mixed
from station.views.widgets.paint import hatch, panel

_BOLD: Final = QFont.Weight.DemiBold
_APART: Final = 6.0
"""Pixels between two words on one line."""

_REPEATED: Final = 160.0
"""The same word is not written again so near to itself: its ticks say enough."""

Share = Callable[[datetime], float]
"""Where a moment lies in what is in sight, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a chart stand, in pixels."""

    left: float
    """Of the panels; names stand before it."""
    width: float
    names: float
    """Where the names begin."""
    scores_top: float
    scores_height: float
    marks_top: float
    lane: float
    """The height of a line of what happened."""
    axis_top: float

    def x(self, share: float) -> float:
        return self.left + share * self.width

    @property
    def right(self) -> float:
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class ScoreMark:
    """A score over the panels."""

    at: datetime
    words: str
    asks: bool


@dataclass(frozen=True, slots=True)
class EventMark:
    """A word under the panels, at the time it is about."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What stands at the right of a panel."""

    words: str
    value: float | None
    color: QColor


def paint_names(painter: QPainter, font: QFont, frame: Frame, panels: Sequence[Panel], places: Sequence[Place],
                theme: Theme) -> None:  # fmt: skip
    for one, place in zip(panels, places, strict=True):
        painter.setFont(scaled(font, 0.95, _BOLD))
        painter.setPen(theme.text)
        high = painter.fontMetrics().height()
        painter.drawText(QPointF(frame.names, place.top + high * 0.8), one.title)
        painter.setFont(scaled(font, 0.84))
        painter.setPen(theme.muted)
        painter.drawText(QPointF(frame.names, place.top + high * 1.75), one.unit)


def paint_scores(
    painter: QPainter, font: QFont, frame: Frame, scores: Sequence[ScoreMark], share: Share, theme: Theme
) -> None:
    """The latest first: where there is no room for all, the newest are to be seen. What asks for a nurse is filled."""
    painter.setFont(scaled(font, 0.95, _BOLD))
    painter.setPen(theme.text)
    lines = QRectF(frame.names, frame.scores_top, frame.left - frame.names, frame.scores_height)
    painter.drawText(lines, Qt.AlignmentFlag.AlignVCenter, "NEWS2")
    metrics, taken = painter.fontMetrics(), frame.right + frame.lane
    least = frame.scores_height * 0.9

    def middle(one: ScoreMark) -> float:
        return frame.x(share(one.at))

    end = bisect_right(scores, frame.right + 1, key=middle)
    while end > 0:
        one = scores[end - 1]
        wide = max(metrics.horizontalAdvance(one.words) + 10.0, least)
        at = middle(one)
        box = QRectF(at - wide / 2, frame.scores_top + 1, wide, frame.scores_height - 2)
        if at < frame.left - 1:
            break
        if box.right() > taken - 2:
            end = min(end - 1, bisect_right(scores, taken - 2 - least / 2, hi=end - 1, key=middle))
            continue
        end, taken = end - 1, box.left()
        fill = theme.medium.solid if one.asks else theme.track
        panel(painter, box, 4.0, fill=fill, edge=None, width=0)
        painter.setPen(theme.medium.on_solid if one.asks else theme.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, one.words)


def paint_figures(
    painter: QPainter, font: QFont, frame: Frame, figures: Sequence[Sequence[Figure]], places: Sequence[Place]
) -> None:
    """At the height of their values, pushed apart where they would lie on one another."""
    painter.setFont(scaled(font, 1.0, _BOLD))
    high = painter.fontMetrics().height()
    for ones, place in zip(figures, places, strict=True):
        edge = place.top - 2.0
        for one in sorted(ones, key=lambda figure: -(figure.value if figure.value is not None else -1e9)):
            middle = place.top + place.height / 2 if one.value is None else place.y(one.value)
            top = max(edge, min(middle - high / 2, place.top + place.height - high * 0.8))
            painter.setPen(one.color)
            painter.drawText(QRectF(frame.right + 10, top, 90, high), Qt.AlignmentFlag.AlignVCenter, one.words)
            edge = top + high * 0.9


def paint_spans(
    painter: QPainter, font: QFont, frame: Frame, spans: Sequence[SpanRow], share: Share, theme: Theme
) -> None:
    """In order of time. Off the unit is striped, an alert is a bar; each says what it was where there is room."""
    painter.setFont(scaled(font, 0.8))
    placed = [(one, box) for one in spans if (box := _span_box(one, frame, share)) is not None]
    for one, box in placed:
        _paint_span(painter, box, one.kind, theme)
    painter.setPen(theme.text)
    for words, rect, inside in _span_words(placed, painter.fontMetrics().horizontalAdvance, frame):
        if inside:
            painter.fillRect(rect.adjusted(-2, 0, 2, 0), theme.surface)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)


def _span_words(
    placed: Sequence[tuple[SpanRow, QRectF]], width: Callable[[str], int], frame: Frame
) -> Iterator[tuple[str, QRectF, bool]]:
    """What is written where, and whether within its box. Off the unit comes first: nothing else tells where he was."""
    boxes = [box for _, box in placed]
    wide = [float(width(one.words)) for one, _ in placed]
    lefts = dict[int, float]()
    for kind in ("away", "alert"):
        some = [at for at, (one, _) in enumerate(placed) if one.kind == kind]
        lefts |= _lefts(some, boxes, wide, lefts, frame)
    for at, left in lefts.items():
        box = boxes[at]
        yield placed[at][0].words, QRectF(left, box.top(), wide[at] + 2, box.height()), box.left() < left < box.right()


def _lefts(
    some: Iterable[int], boxes: Sequence[QRectF], wide: Sequence[float], there: Mapping[int, float], frame: Frame
) -> dict[int, float]:
    """Where the words of some begin: clear of every box and of the words that are there already."""
    nothing, found = float("inf"), dict[int, float]()
    ends = [frame.right]
    for at in reversed(range(len(boxes))):
        ends.append(min(ends[-1], boxes[at].left() - _APART, there.get(at, nothing) - _APART))
    ends.reverse()
    taken, wanted = frame.left, set(some)
    for at, box in enumerate(boxes):
        left = _words_at(box, wide[at], taken, ends[at + 1]) if at in wanted else there.get(at)
        if left is not None:
            taken = max(taken, left + wide[at] + _APART)
            if at in wanted:
                found[at] = left
        taken = max(taken, box.right() + _APART)
    return found


def _span_box(one: SpanRow, frame: Frame, share: Share) -> QRectF | None:
    """Where it stands; None: out of sight."""
    begins = max(frame.x(share(one.starts_at)), frame.left)
    ends = min(frame.x(share(one.ends_at)) if one.ends_at is not None else frame.right, frame.right)
    if ends < frame.left or begins > frame.right:
        return None
    return QRectF(begins, frame.marks_top + 2, max(3.0, ends - begins), frame.lane - 4)


def _words_at(box: QRectF, wide: float, taken: float, end: float) -> float | None:
    """Where words about it begin: within it, else after it, else before it; None where all that is taken."""
    places = [box.right() + 4, box.left() - 4 - wide]
    if box.width() >= wide + 8:
        places = [box.left() + 4]
    return next((left for left in places if left >= taken and left + wide <= end), None)


def _paint_span(painter: QPainter, box: QRectF, kind: str, theme: Theme) -> None:
    if kind == "away":
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, mixed(theme.surface, theme.ground, 0.6))
        hatch(painter, box, mixed(theme.surface, theme.muted, 0.45), 6.0)
        painter.restore()
        return
    panel(
        painter, QRectF(box.left(), box.center().y() - 3, box.width(), 6), 2.0, fill=theme.outline, edge=None, width=0
    )


def paint_events(
    painter: QPainter, font: QFont, frame: Frame, events: Sequence[EventMark], share: Share, theme: Theme
) -> None:
    """A tick at its time and, where there is room, its word; the latest first."""
    painter.setFont(scaled(font, 0.8))
    metrics, top, taken = painter.fontMetrics(), frame.marks_top + frame.lane, float("inf")
    last: tuple[str, float] | None = None

    def place(one: EventMark) -> float:
        return frame.x(share(one.at))

    begin, end = bisect_left(events, frame.left - 1, key=place), bisect_right(events, frame.right + 1, key=place)
    for one in reversed(events[begin:end]):
        at = place(one)
        painter.setPen(QPen(theme.text, 2))
        painter.drawLine(QPointF(at, top + 1), QPointF(at, top + 6))
        wide = metrics.horizontalAdvance(one.words)
        left = min(max(frame.left, at - wide / 2), frame.right - wide)
        again = last is not None and one.words == last[0] and last[1] - at < _REPEATED
        if left + wide + _APART <= taken and not again:
            painter.setPen(theme.muted)
            painter.drawText(QRectF(left, top + 5, wide + 2, frame.lane), Qt.AlignmentFlag.AlignTop, one.words)
            taken, last = left, (one.words, at)


def paint_hours(
    painter: QPainter, font: QFont, frame: Frame, span: tuple[datetime, datetime], zone: ZoneInfo, theme: Theme
) -> None:
    painter.setFont(scaled(font, 0.84))
    painter.setPen(theme.muted)
    metrics, edge = painter.fontMetrics(), float("-inf")
    for mark in marks(*span, zone, most=max(3, int(frame.width / 110))):
        wide = metrics.horizontalAdvance(mark.words)
        left = min(max(frame.left, frame.x(mark.share) - wide / 2), frame.right - wide)
        if left >= edge:
            painter.drawText(QRectF(left, frame.axis_top, wide + 2, metrics.height()), mark.words)
            edge = left + wide + 10
