"""A round that is open: its patients in order, one of them open, the check just made with its Undo."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from station.services.events import Event
from station.store.rows import BoardSnapshot
from station.store.rows.rounds import RoundRow, RoundSheet
from station.views.bridge import Refresh
from station.views.dress import sheet
from station.views.panel.controls import rule
from station.views.panel.desk import Desk, placed
from station.views.panel.entry import Draft, Saved
from station.views.rounds.line_list import LineList
from station.views.rounds.opened import Opened
from station.views.rounds.photos import Photos
from station.views.rounds.undo import JustSaved, can_undo, time_left
from station.views.rounds.walk_head import WalkHead
from station.views.rounds.walked import Order, Walked, in_order, next_after, still_new, walked_of
from station.views.rounds.words import Summary, gone_words, small_print, summary_of
from station.views.theme import Theme

_TRY_AGAIN = timedelta(seconds=5)


class Walk(QWidget):
    """One person's round. Nothing of it is lost while somebody else works here: it is only not shown."""

    ended = Signal(object)
    """Summary: the round is over."""
    read = Signal()
    """For the first time, or not: `is_read` and `trouble` say which."""

    def __init__(self, desk: Desk, row: RoundRow, snapshot: BoardSnapshot, photos: Photos, theme: Theme) -> None:
        super().__init__()
        self._desk, self._row, self._snapshot, self._theme = desk, row, snapshot, theme
        self._sheet: RoundSheet | None = None
        self._opened: Opened | None = None
        self._open: Walked | None = None
        self._then: int | None = None
        self._order = Order.TIME
        self._to_see: tuple[Walked, ...] = ()
        self._walked: tuple[Walked, ...] = ()
        self._drafts: dict[int, Draft] = {}
        self._saved: dict[int, Saved] = {}
        self._undo: dict[int, tuple[Saved, datetime]] = {}
        self._failed_at: datetime | None = None
        self._trouble = ""
        self.head = WalkHead(desk, theme)
        self.list = LineList(photos, theme)
        self.just_saved = JustSaved(desk, theme)
        self._lay_out()
        self._connect(photos)
        self.set_theme(theme)
        read = partial(desk.reads.round_sheet, row.round_id)
        self._refresh = Refresh(desk.bridge, read, self._show_sheet, self._not_read, self)

    def _lay_out(self) -> None:
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 0, 16, 6)
        foot.setSpacing(5)
        foot.addWidget(rule())
        foot.addWidget(self.just_saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)

    def _connect(self, photos: Photos) -> None:
        self.list.opened.connect(self.open_patient)
        self.list.undo_wanted.connect(self._take_back)
        self.head.order_chosen.connect(self._order_chosen)
        self.head.end_wanted.connect(self.end)
        self.head.ending.finished.connect(self._ended)
        self.just_saved.taken_back.connect(self._taken_back)
        photos.arrived.connect(self.list.show_photo)
        undo = QShortcut(QKeySequence("Ctrl+Z"), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.just_saved.undo.click)

    @property
    def round_id(self) -> int:
        return self._row.round_id

    @property
    def is_read(self) -> bool:
        return self._sheet is not None

    @property
    def trouble(self) -> str:
        """Why it cannot be read."""
        return self._trouble

    @property
    def opened(self) -> Opened | None:
        """What is open; None: nothing is."""
        return self._opened if self._open is not None else None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._foot.setStyleSheet(sheet(theme))
        for one in (self.head, self.list, self.just_saved):
            one.set_theme(theme)
        if self._opened is not None:
            self._opened.set_theme(theme)

    # What is read

    def show_snapshot(self, snapshot: BoardSnapshot, row: RoundRow) -> None:
        self._snapshot, self._row = snapshot, row
        self._forget_read()
        self._arrange()

    def reload(self) -> None:
        """Read the round again."""
        self._refresh.request()

    def on_events(self, events: Sequence[Event]) -> None:
        """Any of what is stored may be about a patient of the round; readings are one at a time.

        What a tap has stored is drawn first, and only then read again.
        """
        if events:
            self._refresh.request_later()

    @Slot(object)
    def _show_sheet(self, sheet: RoundSheet) -> None:
        first, self._sheet = self._sheet is None, sheet
        self._failed_at, self._trouble = None, ""
        self.head.unread.say("")
        self.just_saved.say_idle(small_print(sheet, self._desk.facts.policy))
        self._forget_read()
        self._arrange()
        if first:
            self._begin()
            self.read.emit()

    @Slot(object)
    def _not_read(self, error: Exception) -> None:
        """What is shown stays, and says that it is old."""
        self._failed_at, self._trouble = self._desk.now(), str(error)
        if self._sheet is None:
            self.read.emit()
        else:
            self.head.unread.say(f"The round cannot be read again. {error}", "refusal")

    def _begin(self) -> None:
        """The first patient is open already: a whole round needs no tap that records nothing."""
        if self.head.auto.isChecked():
            self._go_to(next_after(self._to_see, None, self._order))

    def _forget_read(self) -> None:
        if self._sheet is not None:
            self._saved = still_new(self._saved, self._sheet, self._snapshot)

    # What is shown

    def _arrange(self) -> None:
        if self._sheet is None:
            return
        now, desk = self._desk.now(), self._desk
        who = desk.recorder.staff.name if desk.recorder.staff is not None else self._row.name
        self._walked = walked_of(self._sheet, self._snapshot, self._saved, desk.facts.policy, who)
        self._to_see, done = in_order(self._walked, self._order, self._sheet, now)
        kept = self._follow_open(now)
        self.list.show_patients((*kept, *self._to_see), done, desk.zone, now, opened=self.opened)
        self._show_undo(now)
        seen = sum(one.seen_at is not None for one in self._walked)
        self.head.show_round(self._row, seen, len(self._walked), now)

    def _follow_open(self, now: datetime) -> tuple[Walked, ...]:
        """Tell what is open of what has changed; it stays even when its patient has left the round."""
        if self._open is None or self._opened is None:
            return ()
        found = next((one for one in self._walked if one.stay_id == self._opened.stay_id), None)
        if found is not None:
            self._open = found
            self._opened.follow(found, now)
            return ()
        here = placed(self._snapshot, self._open.stay_id)
        self._open = replace(self._open, placed=here) if here is not None else self._open
        self._opened.say_gone(gone_words(self._open, here, self._desk.zone, now))
        return (self._open,)

    def try_again(self, now: datetime) -> None:
        """What could not be read a while ago is read again."""
        if self._failed_at is not None and abs(now - self._failed_at) >= _TRY_AGAIN:
            self._failed_at = None
            self._refresh.request()

    def tick(self, now: datetime) -> None:
        self.list.tick(now)
        self.head.tick(now)
        self.just_saved.tick(now)
        self._show_undo(now)
        if self._opened is not None and self._opened.form.busy:
            self._opened.form.notice.say("Saving…")
        if self._stands_otherwise(now):
            self._arrange()

    def _stands_otherwise(self, now: datetime) -> bool:
        """Whether time alone has put somebody elsewhere: late, due soon, past his target."""
        if self._sheet is None:
            return False
        to_see, _ = in_order(self._walked, self._order, self._sheet, now)
        return [one.stay_id for one in to_see] != [one.stay_id for one in self._to_see]

    def _show_undo(self, now: datetime) -> None:
        within = self._desk.facts.policy.entries.undo_within
        for stay_id, (_, at) in list(self._undo.items()):
            left = time_left(at, now, within)
            line = self.list.line_of(stay_id)
            if line is not None:
                line.show_undo(left)
            if left <= 0:
                del self._undo[stay_id]

    # One patient after the other

    @Slot(int)
    def open_patient(self, stay_id: int) -> None:
        """Open him in place, or close him where he is open. What was half made of another is kept."""
        if self._opened is not None and self._opened.form.busy:
            self._then = stay_id
            return
        if self._open is not None and self._open.stay_id == stay_id:
            self.close_patient()
        else:
            self._go_to(stay_id)

    def _go_to(self, stay_id: int | None) -> None:
        self._keep_draft()
        self._open = next((one for one in self._walked if one.stay_id == stay_id), None)
        if self._open is not None:
            if self._opened is None:
                self._opened = self._make_opened(self._open)
            self._opened.show_patient(self._open, self._drafts.get(self._open.stay_id))
        self._arrange()
        self._take_focus()
        self.list.bring_up()

    def _take_focus(self) -> None:
        if self._open is not None and self._opened is not None and self.isVisible():
            self._opened.begin()

    def _make_opened(self, first: Walked) -> Opened:
        made = Opened(self._desk, first, self._theme, self.list.inside)
        made.form.saved.connect(self._check_saved)
        made.shown.connect(self.list.reveal)
        return made

    def close_patient(self) -> None:
        """Back to his line. Nothing is saved, nothing is lost."""
        here = None if self._open is None else self._open.stay_id
        self._go_to(None)
        self.list.focus_line(here)

    def back(self) -> bool:
        """Esc. Returns whether there was something to close."""
        if self._open is None or (self._opened is not None and self._opened.form.busy):
            return False
        self.close_patient()
        return True

    def _keep_draft(self) -> None:
        if self._open is not None and self._opened is not None:
            draft = self._opened.form.draft
            self._drafts.pop(self._open.stay_id, None)
            if draft.is_begun:
                self._drafts[self._open.stay_id] = draft

    @Slot(object)
    def _check_saved(self, saved: Saved) -> None:
        """It is stored. His line says so at once; the next patient opens."""
        one = next((one for one in self._walked if one.stay_id == saved.stay_id), self._open)
        self._drafts.pop(saved.stay_id, None)
        if one is not None:
            self.just_saved.show_saved(saved, one.placed.place)
        if saved.is_found:
            self._saved[saved.stay_id] = saved
        if can_undo(saved):
            self._undo[saved.stay_id] = saved, self._desk.now()
        wanted, self._then = self._then, None
        if wanted is None and self.head.auto.isChecked():
            wanted = next_after(self._to_see, saved.stay_id, self._order)
        self._open = None
        self._go_to(wanted)
        if self.opened is None and self.isVisible():
            self._rest_focus()

    def _rest_focus(self) -> None:
        """Nothing is open: the end of the round, or the first line."""
        if self._is_all_seen():
            self.head.end.setFocus()
        else:
            self.list.focus_line(None)

    def _is_all_seen(self) -> bool:
        return all(one.seen_at is not None for one in self._walked)

    @Slot(int)
    def _take_back(self, stay_id: int) -> None:
        asked = self._undo.get(stay_id)
        one = next((one for one in self._walked if one.stay_id == stay_id), None)
        if asked is not None and one is not None:
            self.just_saved.take_back(asked[0], one.placed.place)

    @Slot(int)
    def _taken_back(self, stay_id: int) -> None:
        self._saved.pop(stay_id, None)
        self._undo.pop(stay_id, None)
        line = self.list.line_of(stay_id)
        if line is not None:
            line.show_undo(0.0)
        self._arrange()
        self._refresh.request()

    @Slot(object)
    def _order_chosen(self, order: Order) -> None:
        self._order = order
        self._arrange()
        self.list.bring_up()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_focus()

    # The end

    @Slot()
    def end(self) -> None:
        """End the round; asked about first when patients were not seen."""
        self.head.ending.end(self._row)

    @Slot(str)
    def _ended(self, _: str) -> None:
        self.ended.emit(self.summary())

    def summary(self) -> Summary:
        """What would be said if the round ended now."""
        return summary_of(self._row, self._walked, self._desk.now())
