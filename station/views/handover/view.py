"""The handover of one shift on the screen: its head, the page, what has changed, notes, signatures."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.reports.canvas import Paper
from station.reports.handover import handover_pdf
from station.rules.wording import clock_time
from station.services.handover_reading import file_name
from station.services.handover_sheet import HandoverSheet
from station.store.rows import BoardSnapshot
from station.store.rows.handover import HandedOverRow, NoteRow
from station.views.handover.body import Body
from station.views.handover.forms import NoteForm, SignIncoming, SignOutgoing, TakeBack
from station.views.handover.rows import Cell, Rows
from station.views.panel.controls import button, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Picker
from station.views.panel.focus import focus_first
from station.views.panel.form import Form, Notice
from station.views.panel.scroll import FollowingScroll
from station.views.printing import Printable, Printing

NOW: Final = "This shift, now"
_Step = tuple[datetime, bool, bool]
"""Which shift, and who of the two has signed."""


class HandoverView(QWidget):
    """What is half typed stays while the page is read again."""

    earlier_wanted = Signal(object)
    """The start of a shift that was handed over."""
    live_wanted = Signal()
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.sheet: HandoverSheet | None = None
        self._earlier: HandoverSheet | None = None
        self._listed: tuple[HandedOverRow, ...] = ()
        self._step: _Step | None = None
        self.sign: SignOutgoing | SignIncoming | None = None
        self.takes: dict[int, TakeBack] = {}
        self.title = label(scale=1.7, weight=QFont.Weight.Bold)
        self.when, self.state = label(tone="muted"), label(weight=QFont.Weight.DemiBold)
        self.which = Picker("Which handover")
        self.which.addItem(NOW, None)
        self.which.setMinimumWidth(260)
        self.printing = Printing(desk)
        self.notice = Notice()
        self.body = Body()
        self.notes = NoteForm(desk)
        self._scroll = FollowingScroll()
        self._since, self.since = _card("Since it was signed"), Rows((1,))
        self._writing, self._signing = _card("Write a note"), _card("Signatures")
        self.to_note, self.to_sign = button("Write a note…"), button("Sign…")
        self.to_note.clicked.connect(self._go_to_note)
        self.to_sign.clicked.connect(self._go_to_sign)
        self._lay_out()
        self.which.activated.connect(self._chosen)
        self.notes.finished.connect(self._done)
        for one in (self.notes, self.printing):
            one.shown.connect(self._scroll.reveal)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        for one in (self.title, self.when, self.state):
            names.addWidget(one)
        ways = QHBoxLayout()
        ways.setContentsMargins(0, 6, 0, 0)
        ways.setSpacing(8)
        for way in (self.to_note, self.to_sign):
            ways.addWidget(way)
        ways.addStretch(1)
        names.addLayout(ways)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 0)
        head.setSpacing(14)
        head.addLayout(names, 1)
        right = QVBoxLayout()
        right.addWidget(self.which)
        right.addWidget(self.printing)
        right.addStretch(1)
        head.addLayout(right)
        self._inside(self._since).addWidget(self.since)
        self._inside(self._writing).addWidget(self.notes)
        low = QHBoxLayout()
        low.setSpacing(14)
        for card in (self._writing, self._signing):
            low.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        for part in (self.notice, self._since, self.body):
            self._scroll.body.addWidget(part)
        self._scroll.body.addLayout(low)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)

    @property
    def busy(self) -> bool:
        """Something is being done here, or typed."""
        forms: list[Form] = [self.notes, *filter(None, (self.sign,)), *self.takes.values()]
        return any(one.busy for one in forms) or bool(self.notes.words.editor.value)

    @property
    def shown(self) -> HandoverSheet | None:
        return self._earlier or self.sheet

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self.notes.show_snapshot(snapshot)

    def show_sheet(self, sheet: HandoverSheet) -> None:
        """The shift that is to be handed over, as it is now."""
        self.sheet = sheet
        if self._earlier is None:
            self._show(sheet)
        self._follow(sheet)

    def show_signed(self, sheet: HandoverSheet) -> None:
        """An earlier one, until it is put away."""
        self._earlier = sheet
        self._show(sheet)
        self._scroll.to_top()

    def show_list(self, rows: Sequence[HandedOverRow]) -> None:
        """Those that can be opened again."""
        if tuple(rows) == self._listed:
            return
        self._listed = tuple(rows)
        chosen = self.which.currentData()
        self.which.clear()
        self.which.addItem(NOW, None)
        for one in rows:
            begun = clock_time(one.starts_at, self._desk.zone, self._desk.now())
            self.which.addItem(f"{one.shift}, {begun}: {one.outgoing.name} to {_name(one)}", one.starts_at)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))

    def back(self) -> bool:
        """Put an earlier one away; returns whether one was shown."""
        if self._earlier is None:
            return False
        self.which.setCurrentIndex(0)
        self._chosen(0)
        return True

    @Slot(int)
    def _chosen(self, at: int) -> None:
        starts_at = self.which.itemData(at)
        self.notice.say("")
        if starts_at is not None:
            self.earlier_wanted.emit(starts_at)
            return
        self._earlier = None
        if self.sheet is not None:
            self._show(self.sheet)
        self.live_wanted.emit()

    def _show(self, sheet: HandoverSheet) -> None:
        page, earlier = sheet.page, self._earlier is not None
        self.title.setText(f"Handover of the {page.shift} shift")
        self.when.setText(f"{page.day}, {page.hours} · next: {page.following}")
        self.state.setText(self._state_words(sheet))
        self.body.show_page(page)
        self.printing.offer(Printable("Save the handover as a PDF", file_name(sheet), partial(_pdf, sheet)))
        self._since.setVisible(sheet.outgoing is not None and bool(sheet.since))
        self.since.show_rows([(Cell(one),) for one in sheet.since])
        for one in (self._writing, self.to_note):
            one.setVisible(not earlier)
        self._show_signing()
        self.setAccessibleName(f"{self.title.text()}. {self.state.text()}")

    def _state_words(self, sheet: HandoverSheet) -> str:
        zone, now = self._desk.zone, self._desk.now()
        if sheet.outgoing is None:
            return f"Not signed: the unit as it is at {clock_time(sheet.read_at, zone)}."
        signed = f"{sheet.outgoing.name} signed at {clock_time(sheet.outgoing.at, zone, now)}"
        if sheet.incoming is None:
            return f"As {signed}. Nobody has taken it over yet."
        return f"As {signed}; {sheet.incoming.name} took over at {clock_time(sheet.incoming.at, zone, now)}."

    def _follow(self, sheet: HandoverSheet) -> None:
        """The form that is next, made anew only as the handover goes a step on."""
        step = (sheet.shift.starts_at, sheet.outgoing is not None, sheet.incoming is not None)
        if step != self._step and (self.sign is None or not self.sign.busy):
            self._step = step
            self._put_sign(sheet)
        if isinstance(self.sign, SignIncoming) and not self.sign.busy:
            self.sign.show_sheet(sheet)
        self._follow_notes(sheet.notes)

    def _put_sign(self, sheet: HandoverSheet) -> None:
        before, self.sign = self.sign, None
        if before is not None:
            _drop(before)
        inside = self._inside(self._signing)
        if sheet.outgoing is None:
            self.sign = SignOutgoing(self._desk, sheet)
        elif sheet.incoming is None:
            self.sign = SignIncoming(self._desk, sheet)
        if self.sign is not None:
            self.sign.shown.connect(self._scroll.reveal)
            self.sign.finished.connect(self._signed)
            inside.addWidget(self.sign)
        self._show_signing()

    def _show_signing(self) -> None:
        for one in (self._signing, self.to_sign):
            one.setVisible(self.sign is not None and self._earlier is None)

    @Slot()
    def _go_to_note(self) -> None:
        self._go_to(self._writing)

    @Slot()
    def _go_to_sign(self) -> None:
        self._go_to(self._signing)

    def _go_to(self, card: QFrame) -> None:
        """What stands beneath the whole page; keys go there too."""
        focus_first(card)
        self._scroll.reveal(card)

    def _follow_notes(self, notes: Sequence[NoteRow]) -> None:
        """One's own can be taken back."""
        here = self._desk.recorder.staff
        mine = {one.note_id: one for one in notes if here is not None and one.by_id == here.id and not one.withdrawn_at}
        for note_id in [one for one, form in self.takes.items() if one not in mine and not form.busy]:
            _drop(self.takes.pop(note_id))
        for note_id, note in mine.items():
            if note_id not in self.takes:
                form = self.takes[note_id] = TakeBack(self._desk, note)
                form.finished.connect(self._done)
                self._inside(self._writing).addWidget(form)

    @Slot(str)
    def _signed(self, said: str) -> None:
        self.notice.say(said, "done")
        self._scroll.to_top()
        self.changed.emit()

    @Slot(str)
    def _done(self, _: str) -> None:
        self.changed.emit()

    def _inside(self, card: QFrame) -> QVBoxLayout:
        layout = card.layout()
        if not isinstance(layout, QVBoxLayout):
            raise TypeError("a card has one column")
        return layout


def _name(one: HandedOverRow) -> str:
    return "nobody yet" if one.incoming is None else one.incoming.name


def _drop(form: Form) -> None:
    form.hide()
    form.deleteLater()


def _card(title: str) -> QFrame:
    made = QFrame()
    made.setObjectName("card")
    made.setAccessibleName(title)
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 11, 16, 14)
    column.setSpacing(8)
    column.addWidget(label(title, weight=QFont.Weight.DemiBold))
    return made


def _pdf(sheet: HandoverSheet, paper: Paper, at: datetime, by: str, cancelled: Callable[[], bool]) -> bytes:
    return handover_pdf(sheet, paper, printed_at=at, printed_by=by, cancelled=cancelled)
