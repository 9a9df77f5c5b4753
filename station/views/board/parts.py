"""The widgets on a card and their places."""

from dataclasses import dataclass
from typing import Final, Self

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from station.store.rows import PatientRow
from station.views import fonts
from station.views.board.face import Face, score_on_card
from station.views.board.layout import Box, CardPlan
from station.views.widgets.badge import LevelBadge, shape_of
from station.views.widgets.gap_bar import GapBar
from station.views.widgets.label import FitText, Role, Text, WrappedText
from station.views.widgets.sparkline import ScoreLine
from station.views.widgets.tags import TagRow
from station.views.widgets.time_label import TimeLabel

LATE_ENTRY: Final = "late entry"
CONCERN: Final = "concern"

WORDS: Final = Role.ButtonText
TIME: Final = Role.BrightText
LINE: Final = Role.Text
MUTED: Final = Role.PlaceholderText


@dataclass(frozen=True, slots=True)
class CardType:
    """The type of every card of one layout, made once for all of them."""

    bed: QFont
    initials: QFont
    badge: QFont
    time: QFont
    words: QFont
    line: QFont
    tags: QFont

    @classmethod
    def of(cls, plan: CardPlan) -> Self:
        bold, semi = fonts.Weight.Bold, fonts.Weight.DemiBold
        return cls(
            bed=fonts.pixels(plan.bed_px, bold),
            initials=fonts.pixels(plan.initials_px),
            badge=fonts.pixels(plan.badge_px, bold),
            time=fonts.display(plan.time_px),
            words=fonts.pixels(plan.words_px, semi),
            line=fonts.pixels(plan.small_px),
            tags=fonts.pixels(plan.small_px * 0.92, semi),
        )


def marks_of(face: Face) -> tuple[str, ...]:
    """What is to be known beside the line of the last check; the most important first."""
    marks = (CONCERN if face.concern else "", face.owed, LATE_ENTRY if face.late_entry else "")
    return tuple(mark for mark in marks if mark)


_BESIDE_BED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
"""Also initials that are written from the right: they would touch the level."""

_COUNTED: Final = "+9"
"""The least that is shown of precautions: how many there are."""


class CardParts:
    """Bed, initials, level, time, words, bar, line, precautions; all children of one card."""

    def __init__(self, card: QWidget) -> None:
        self._plan: CardPlan | None = None
        self._occupied = False
        self.label = Text(role=Role.WindowText, parent=card)
        self.initials = Text(role=MUTED, parent=card)
        self.initials.setAlignment(_BESIDE_BED)
        self.badge = LevelBadge(card)
        self.time = TimeLabel(card)
        self.words = FitText(role=WORDS, parent=card)
        self.bar = GapBar(card)
        self.line = WrappedText(LINE, card)
        self.marks = TagRow("Entry", card)
        self.precautions = TagRow("Precautions", card)
        self.score = ScoreLine(card)

    def show_patient(self, label: str, patient: PatientRow | None, *, precautions: bool) -> None:
        """What does not change with time."""
        self._occupied = patient is not None
        self.label.say(label)
        self.initials.say(patient.initials if patient else "empty")
        if patient is not None:
            self.badge.show_level(patient.level, shape_of(patient.level, continuous=patient.continuous))
        self.precautions.show_words(patient.precautions if patient and precautions else ())
        vitals = patient.vitals if patient is not None else None
        points = vitals.scores if vitals is not None else ()
        self.score.show_score(score_on_card(patient), points, asks=vitals is not None and vitals.asks)
        for part in (self.time, self.words, self.bar, self.badge):
            part.setVisible(self._occupied)
        self._place()

    def show_line(self, face: Face) -> None:
        """The last check; how it is marked stands in the foot, or where that has no room, before the line."""
        marks = marks_of(face)
        has_room = self._has_room(marks, yields=not face.concern)
        self.line.say(face.line if has_room or not marks else f"{', '.join(marks).capitalize()}, {face.line}")
        marks = marks if has_room else ()
        if marks != self.marks.words:
            self.marks.show_words(marks)
            self._place_foot()

    def _has_room(self, marks: tuple[str, ...], *, yields: bool) -> bool:
        """Whether the foot holds the first and a count of the rest; what yields leaves room to count precautions."""
        foot = self._plan.foot if self._plan else None
        if foot is None or not marks:
            return foot is not None
        first = marks[:1] + ((f"+{len(marks) - 1}",) if len(marks) > 1 else ())
        beside = self.precautions.needed((_COUNTED,)) * 1.5 if yields and self.precautions.words else 0.0
        return self.marks.needed(first) + beside <= foot.width

    def fill(self, *, filled: bool) -> None:
        """Whether changing parts fill their ground, so that a new text does not draw the card beneath it again."""
        self.time.set_filled(filled=filled)
        for part in (self.words, self.bar, self.line):
            part.setAutoFillBackground(filled)

    def show_bar(self, face: Face, share: float, color: QColor) -> None:
        self.bar.show_gap(share, face.bar.limits, color)

    def set_plan(self, plan: CardPlan, kind: CardType) -> None:
        self._plan = plan
        self.label.setFont(kind.bed)
        self.initials.setFont(kind.initials)
        self.badge.setFont(kind.badge)
        self.time.set_font(kind.time)
        self.words.set_font(kind.words)
        self.line.set_font(kind.line)
        self.marks.setFont(kind.tags)
        self.precautions.setFont(kind.tags)
        self.score.setFont(kind.tags)
        self._place()

    def _place(self) -> None:
        plan = self._plan
        if plan is None:
            return
        self.time.setGeometry(_rect(plan.time))
        self.words.setFixedSize(plan.words.width, plan.words.height)
        self.words.move(plan.words.x, plan.words.y)
        self.bar.setGeometry(_rect(plan.bar))
        self.line.setVisible(plan.line is not None and self._occupied)
        if plan.line is not None:
            self.line.setGeometry(_rect(plan.line))
        self._place_head(plan)
        self._place_foot()

    def _place_head(self, plan: CardPlan) -> None:
        head, gap = plan.head, max(2, plan.bed_px // 4)
        right = head.right
        if self._occupied:
            badge = self.badge.sizeHint()
            right -= badge.width()
            self.badge.setGeometry(right, head.y, badge.width(), min(badge.height(), head.height))
        wide = min(self.label.sizeHint().width(), right - head.x)
        self.label.setGeometry(head.x, head.y, wide, head.height)
        left = head.x + wide + gap
        self.initials.setGeometry(left, head.y, max(0, right - gap // 2 - left), head.height)

    def _place_foot(self) -> None:
        """Precautions at the left, the score at the right, before it the marks of the last check: of those the first
        is never lost. The line of scores goes first, then the score; precautions are counted instead of shown. Only a
        concern, or a score that asks for a nurse, stays where precautions cannot even be counted: no piece of one is
        drawn."""
        foot = self._plan.foot if self._plan else None
        self.precautions.setVisible(foot is not None and bool(self.precautions.words))
        self.marks.setVisible(foot is not None and bool(self.marks.words))
        if foot is None:
            self.score.hide()
            return
        height = self.precautions.sizeHint().height()
        gap = height // 2
        marks = min(self.marks.sizeHint().width(), foot.width) if self.marks.words else 0
        score = self._score_width(foot.width - (marks + gap if marks else 0), gap)
        self.score.setVisible(bool(score))
        top, right = foot.bottom - height, foot.right
        self.score.setGeometry(right - score, top, score, height)
        right -= score + gap if score else 0
        self.marks.setGeometry(right - marks, top, marks, height)
        right -= marks + gap if marks else 0
        if right - foot.x < self.precautions.needed((_COUNTED,)):
            self.precautions.hide()
        self.precautions.setGeometry(foot.x, top, max(0, right - foot.x), height)

    def _score_width(self, room: int, gap: int) -> int:
        """With its line where precautions have room beside it, without it where they can still be counted."""
        counted = round(self.precautions.needed((_COUNTED,))) + gap if self.precautions.words else 0
        whole = round(self.precautions.needed()) + gap if self.precautions.words else 0
        for line, beside in ((True, whole), (False, counted)):
            wide = round(self.score.needed(line=line) + 1)
            if self.score.words and wide + beside <= room:
                return wide
        narrow = round(self.score.needed(line=False) + 1)
        return narrow if self.score.asks and narrow <= room else 0


def _rect(box: Box) -> QRect:
    return QRect(box.x, box.y, box.width, box.height)
