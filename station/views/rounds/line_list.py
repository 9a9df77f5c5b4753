"""The patients of a round, one beneath the other: those to see, then quietly those seen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import shiboken6
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFontInfo, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from station.views.dress import sheet
from station.views.panel.controls import heading
from station.views.panel.scroll import FollowingScroll
from station.views.rounds.line import Marks, RoundLine
from station.views.rounds.opened import Opened
from station.views.rounds.photos import Photos
from station.views.rounds.walked import Walked
from station.views.theme import Theme

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LineList(FollowingScroll):
    """Lines are kept and moved, never made anew; what is open stands still when others move."""

    opened = Signal(int)
    """A stay's id: his line was tapped."""
    undo_wanted = Signal(int)

    def __init__(self, photos: Photos, theme: Theme) -> None:
        super().__init__()
        self._photos, self._theme = photos, theme
        self._lines: dict[int, RoundLine] = {}
        self._marks: Marks = {}
        self._standing: list[QWidget] = []
        self._opened: Opened | None = None
        self._open_stay: int | None = None
        self._inside = self.viewport().findChild(QWidget) or QWidget()
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.body.addLayout(self._column)
        self._done_heading = heading("")
        self._done_heading.setParent(self._inside)
        self._done_heading.hide()
        for one in (self.viewport(), self._inside):
            one.setAutoFillBackground(False)
        self._base = _base()
        self.set_theme(theme)

    @property
    def inside(self) -> QWidget:
        """What scrolls: the parent of all that stands in it."""
        return self._inside

    @property
    def lines(self) -> tuple[RoundLine, ...]:
        """From the top."""
        return tuple(one for one in self._standing if isinstance(one, RoundLine))

    def line_of(self, stay_id: int) -> RoundLine | None:
        return self._lines.get(stay_id)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._done_heading.setStyleSheet(sheet(theme))
        self.verticalScrollBar().setStyleSheet(sheet(theme))
        for line in self._lines.values():
            line.set_theme(theme)

    def follow_font(self) -> None:
        """The application's font has changed."""
        self._base = _base()
        for line in self._lines.values():
            line.set_base(self._base)

    def show_patients(
        self,
        to_see: Sequence[Walked],
        done: Sequence[Walked],
        zone: ZoneInfo,
        now: datetime,
        *,
        opened: Opened | None = None,
    ) -> None:
        """`opened` stands beneath the line of its patient; None: nothing is open."""
        before = self._place_of(self._open_stay)
        for one in (*to_see, *done):
            line = self._lines.get(one.stay_id) or self._new_line(one.stay_id)
            line.show_patient(one, self._photos.get(one.row.photo_id), zone, now)
            line.show_open(is_open=opened is not None and opened.stay_id == one.stay_id)
        self._opened = opened
        self._done_heading.setText(f"Seen on this round ({len(done)})")
        wanted: list[QWidget] = []
        for one in to_see:
            wanted += self._standing_for(one.stay_id)
        wanted += [self._done_heading] if done else []
        for one in done:
            wanted += self._standing_for(one.stay_id)
        self._stand(wanted)
        self._drop({one.stay_id for one in (*to_see, *done)})
        same = opened is not None and opened.stay_id == self._open_stay
        self._open_stay = None if opened is None else opened.stay_id
        if same and before is not None:
            self._stay_at(before)

    def _standing_for(self, stay_id: int) -> list[QWidget]:
        line: list[QWidget] = [self._lines[stay_id]]
        return [*line, self._opened] if self._opened is not None and self._opened.stay_id == stay_id else line

    def _new_line(self, stay_id: int) -> RoundLine:
        made = RoundLine(self._theme, self._marks, self._inside)
        made.set_base(self._base)
        made.opened.connect(self.opened)
        made.undo_wanted.connect(self.undo_wanted)
        self._lines[stay_id] = made
        return made

    def _stand(self, wanted: list[QWidget]) -> None:
        """Bring them into this order; what stands right already is not touched."""
        if wanted == self._standing:
            return
        for one in self._standing:
            if one not in wanted:
                self._column.removeWidget(one)
                one.hide()
        for place, one in enumerate(wanted):
            item = self._column.itemAt(place)
            if item is None or item.widget() is not one:
                self._column.insertWidget(place, one)
            if one.isHidden():
                one.show()
        lines = [one.button for one in wanted if isinstance(one, RoundLine)]
        for at, one in enumerate(lines[1:]):
            QWidget.setTabOrder(lines[at], one)
        self._standing = wanted

    def _drop(self, stays: set[int]) -> None:
        for stay in [one for one in self._lines if one not in stays]:
            gone = self._lines.pop(stay)
            gone.hide()
            gone.deleteLater()

    def _place_of(self, stay_id: int | None) -> int | None:
        """How far from the top of what is in sight a line stands."""
        line = self._lines.get(stay_id) if stay_id is not None else None
        return None if line is None else line.mapTo(self.viewport(), QPoint(0, 0)).y()

    def _stay_at(self, before: int) -> None:
        """What is open stands where it stood, whatever came or went above it."""
        inside = self._inside.layout()
        if inside is not None:
            inside.activate()
        after = self._place_of(self._open_stay)
        if after is not None and after != before:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + after - before)

    def bring_up(self) -> None:
        """What is open comes into sight, its line above it."""
        if self._opened is not None:
            self.reveal(self._opened)

    @override
    @Slot()
    def _reveal_now(self) -> None:
        """Whose form it is stays in sight, as far as what was asked for leaves room for it."""
        wanted = self._wanted() if self._wanted is not None else None
        super()._reveal_now()
        above = self._place_of(self._open_stay)
        if above is None or above >= 0 or wanted is None or not shiboken6.isValid(wanted):
            return
        lowest = 0 if wanted is self._opened else wanted.mapTo(self.viewport(), QPoint(0, wanted.height())).y()
        if lowest - above <= self.viewport().height():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + above)

    def tick(self, now: datetime) -> None:
        for line in self._lines.values():
            line.tick(now)

    @Slot(int)
    def show_photo(self, photo_id: int) -> None:
        """A photo has arrived."""
        for line in self._lines.values():
            if line.walked is not None and line.walked.row.photo_id == photo_id:
                line.portrait.show_face(line.walked.patient.initials, self._photos.get(photo_id))

    def focus_line(self, stay_id: int | None) -> None:
        line = self._lines.get(stay_id) if stay_id is not None else None
        if line is None and self.lines:
            line = self.lines[0]
        if line is not None:
            line.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_focus(self, key: int) -> bool:
        """Up and down, from line to line; out of an open form too. Returns whether there was somewhere to go."""
        lines = self.lines
        focused = QApplication.focusWidget()
        here = next((at for at, one in enumerate(lines) if one.button is focused), None)
        if here is None and self._opened is not None and focused is not None and self._opened.isAncestorOf(focused):
            here = next((at for at, one in enumerate(lines) if one.stay_id == self._open_stay), None)
            here = None if here is None else here + (1 if key == Qt.Key.Key_Up else 0)
        place = 0 if here is None else here + _STEPS[Qt.Key(key)]
        if not 0 <= place < len(lines):
            return False
        lines[place].button.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _STEPS or not self.move_focus(event.key()):
            event.ignore()


def _base() -> float:
    """Body type in pixels, as the application's font has it."""
    return float(QFontInfo(QApplication.font()).pixelSize())
