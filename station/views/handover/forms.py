"""What is done on the Handover page: the two signatures, and notes for whoever comes."""

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from station.rules.permissions import Deed, may
from station.rules.wording import clock_time
from station.services.handover import LONGEST_NOTE
from station.services.handover_sheet import HandoverSheet
from station.store.rows import BoardSnapshot
from station.store.rows.handover import NoteRow
from station.views.panel.controls import button, label
from station.views.panel.desk import Desk, everyone
from station.views.panel.fields import Field, Lines, PersonPicker, Picker
from station.views.panel.form import Form, go_to_first_problem, is_missing
from station.views.permit import Permit

UNIT: Final = "The unit"


class SignOutgoing(Form):
    """Of the charge whose shift goes."""

    def __init__(self, desk: Desk, sheet: HandoverSheet) -> None:
        super().__init__(desk)
        self._sheet = sheet
        self.why = label(tone="muted")
        self.sign = button(f"Sign and hand over the {sheet.shift.name} shift…", "primary")
        self.sign.clicked.connect(self.submit)
        Permit(self.sign, desk.recorder, Deed.HANDOVER)
        self.column.addWidget(self.why)
        self.column.addWidget(self.notice)
        row = QHBoxLayout()
        row.addWidget(self.sign)
        row.addStretch(1)
        self.column.addLayout(row)
        opens = clock_time(sheet.signed_from, desk.zone, desk.now())
        self.why.setText(
            f"Read the page, then sign it with your PIN. It stays as it is then. It can be signed from {opens} on."
        )

    @Slot()
    def submit(self) -> None:
        sign = partial(self.desk.commands.sign_outgoing, starts_at=self._sheet.shift.starts_at)
        self.do(sign, "Signed. The charge who comes reads it and signs here, or at another desk.")


class SignIncoming(Form):
    """Of the charge who comes, with his own PIN; whoever is signed in at this desk stays so."""

    def __init__(self, desk: Desk, sheet: HandoverSheet) -> None:
        super().__init__(desk)
        self._sheet = sheet
        here = desk.recorder.staff
        people = [one for one in desk.facts.staff if may(one.role, Deed.HANDOVER) and one.id != sheet.outgoing_id]
        self.who = Field("Takes over", PersonPicker("Who takes over", people))
        if here is not None and any(one.id == here.id for one in people):
            self.who.editor.choose(here.id)
        self.sign = button("Sign and take over…", "primary")
        self.sign.clicked.connect(self.submit)
        words = "You have read the page and what has changed since it was signed. Your own PIN signs; nobody signs out."
        self.column.addWidget(label(words, tone="muted"))
        self.column.addWidget(self.who)
        self.column.addWidget(self.notice)
        row = QHBoxLayout()
        row.addWidget(self.sign)
        row.addStretch(1)
        self.column.addLayout(row)

    def show_sheet(self, sheet: HandoverSheet) -> None:
        """What has been read is what stands on the page now."""
        self._sheet = sheet

    @Slot()
    def submit(self) -> None:
        incoming_id = self.who.editor.staff_id
        is_missing(self.who, incoming_id, "Choose who takes the shift over.")
        if incoming_id is None:
            go_to_first_problem((self.who,))
            return
        sign = partial(
            self.desk.commands.sign_incoming,
            incoming_id=incoming_id,
            starts_at=self._sheet.shift.starts_at,
            read=self._sheet.since,
        )
        self.do(sign, f"{self.who.editor.closed_name} has taken the {self._sheet.shift.name} shift over.")


class NoteForm(Form):
    """A line for the next shift, of a patient or of the unit. Stays open: there may be more to say."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.about = Field("About", Picker("About"))
        self.words = Field("Note for the next shift", Lines(rows=2, placeholder="What they are to know"))
        self.add = button("Add note", "primary")
        self._request = desk.request_id()
        for one in (self.about, self.words, self.notice):
            self.column.addWidget(one)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        self.column.addLayout(row)
        self.add.clicked.connect(self.submit)
        Permit(self.add, desk.recorder, Deed.HANDOVER_NOTE)
        self.about.editor.addItem(UNIT, None)

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        """Who can be written about; whoever was chosen stays so while he is here."""
        wanted = [(UNIT, None), *((one.title, one.patient.stay_id) for one in everyone(snapshot))]
        picker = self.about.editor
        if [(picker.itemText(at), picker.itemData(at)) for at in range(picker.count())] == wanted:
            return
        chosen = picker.currentData()
        picker.clear()
        for text, stay_id in wanted:
            picker.addItem(text, stay_id)
        picker.setCurrentIndex(max(0, picker.findData(chosen)))

    @Slot()
    def submit(self) -> None:
        words = self.words.editor.value
        if is_missing(self.words, words, "Write what the next shift is to know."):
            go_to_first_problem((self.words,))
            return
        if len(words) > LONGEST_NOTE:
            self.words.show_problem(f"{LONGEST_NOTE} letters at most; this note has {len(words)}.")
            go_to_first_problem((self.words,))
            return
        add = partial(
            self.desk.commands.add_handover_note,
            request_id=self._request,
            words=words,
            stay_id=self.about.editor.currentData(),
        )
        self.do(add, "The note is on the page.")

    @override
    def succeeded(self, done: str) -> None:
        self.words.editor.clear()
        self.about.editor.setCurrentIndex(0)
        self._request = self.desk.request_id()
        self.notice.say(done, "done")
        self.finished.emit(done)


class TakeBack(Form):
    """Takes one's own notes back, one line each."""

    def __init__(self, desk: Desk, note: NoteRow) -> None:
        super().__init__(desk)
        self.note = note
        self.column.setSpacing(4)
        short = note.words if len(note.words) <= 40 else f"{note.words[:39]}…"
        self.back = button(f"Take back: {short}", "quiet", name=f"Take back the note: {note.words}")
        self.back.clicked.connect(self.submit)
        self.column.addWidget(self.back)
        self.column.addWidget(self.notice)

    @Slot()
    def submit(self) -> None:
        take_back = partial(self.desk.commands.withdraw_handover_note, note_id=self.note.note_id)
        self.do(take_back, "The note is struck out.")
