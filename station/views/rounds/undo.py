"""Taking back the check just made: a button with the time left along its foot, and the place where it always is."""

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from station.rules.wording import clock_time
from station.views.dress import sheet
from station.views.panel.controls import TOUCH, dress_font, label, restyle
from station.views.panel.desk import Desk
from station.views.panel.entry import Saved
from station.views.panel.form import CHARGE_TOLD, KEPT_HERE, KEPT_UNPROVEN, Form, kept_words
from station.views.theme import Theme


class UndoButton(QPushButton):
    """A quiet bar along its foot grows shorter as the time to press it runs out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Undo", parent)
        self.setMinimumSize(92, TOUCH)
        self.setAutoDefault(False)
        self.setToolTip("Take this check back (Ctrl+Z takes back the last)")
        dress_font(self)
        self._share = 0.0

    @property
    def share(self) -> float:
        """How much of the time is left, 0 to 1."""
        return self._share

    def show_left(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._share <= 0:
            return
        painter = QPainter(self)
        painter.fillRect(QRectF(8, self.height() - 7, (self.width() - 16) * self._share, 3), self.palette().link())
        painter.end()


def time_left(recorded_at: datetime, now: datetime, within: timedelta) -> float:
    """The share of the time in which a check may still be taken back, 0 to 1. A clock set back gives no more."""
    if now >= recorded_at + within or not within:
        return 0.0
    return min(1.0, (recorded_at + within - now) / within)


class JustSaved(Form):
    """The last check made here and its Undo, always in the same place, so that nothing jumps when it comes and goes."""

    taken_back = Signal(int)
    """A stay's id: his last check is taken back."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__(desk)
        self.setAccessibleName("The last check made here")
        self._saved: Saved | None = None
        self._asked: Saved | None = None
        self._place = self._idle = ""
        self._at = desk.now()
        self._words = label()
        self.undo = UndoButton()
        self.undo.clicked.connect(self._undo)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._words, 1)
        row.addWidget(self.undo)
        self.column.setSpacing(4)
        self.column.addLayout(row)
        self.column.addWidget(self.notice)
        self.setMinimumHeight(TOUCH + 4)
        self.set_theme(theme)
        self._clear()

    @property
    def text(self) -> str:
        return self._words.text()

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def show_saved(self, saved: Saved, place: str) -> None:
        """A check has just been stored."""
        self._saved, self._place, self._at = saved, place, self.desk.now()
        self.notice.say("")
        self.undo.setVisible(can_undo(saved))
        self.undo.setAccessibleName(f"Undo: {place}, {saved.said}")
        self._words.setText(self._said(saved))
        restyle(self._words, "tone", "")
        self.tick(self._at)

    def _said(self, saved: Saved) -> str:
        if not saved.is_found:
            words = f"Recorded as not found. {CHARGE_TOLD}"
            return f"{self._place} · {kept_words(words, unproven=saved.is_unproven) if saved.is_kept else words}"
        at = clock_time(saved.at, self.desk.zone, self._at)
        where = KEPT_UNPROVEN if saved.is_unproven else KEPT_HERE
        late, kept = ", late entry" if saved.is_late else "", f". {where}" if saved.is_kept else ""
        return f"{self._place} · Seen {at} {saved.said}{late}{kept}"

    def tick(self, now: datetime) -> None:
        """A second has gone by."""
        if self._saved is None or self.busy:
            return
        left = time_left(self._at, now, self.desk.facts.policy.entries.undo_within)
        self.undo.show_left(left)
        if left <= 0:
            self._clear()

    def _clear(self) -> None:
        self._saved = None
        self._show_idle()
        self.undo.hide()

    def say_idle(self, sentence: str) -> None:
        """What stands here while there is nothing to take back."""
        self._idle = sentence
        if self._saved is None:
            self._show_idle()

    def _show_idle(self) -> None:
        self._words.setText(self._idle)
        restyle(self._words, "tone", "muted")

    @Slot()
    def _undo(self) -> None:
        if self._saved is not None:
            self.take_back(self._saved, self._place)

    def take_back(self, saved: Saved, place: str) -> None:
        """Take this check back, whether or not it is the last one."""
        if self.busy or saved.check_id is None:
            return
        self._asked = saved
        self.do(
            partial(self.desk.commands.take_back_check, check_id=saved.check_id),
            f"{place}: the check is taken back. He is owed what he was owed before.",
        )

    @override
    def succeeded(self, done: str) -> None:
        asked, self._asked = self._asked, None
        if asked == self._saved:
            self._clear()
        self.notice.say(done)
        if asked is not None:
            self.taken_back.emit(asked.stay_id)


def can_undo(saved: Saved) -> bool:
    """Whether there is a check to take back."""
    return saved.check_id is not None
