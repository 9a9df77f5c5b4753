"""What was entered while the record was away and could not go in: each with its reason, until it has been seen to."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.permissions import Deed
from station.rules.wording import clock_time
from station.services.events import Event, PutIntoRecord
from station.store.rows.kept import NotPutInRow
from station.views.panel.controls import button, label, rule
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines
from station.views.panel.form import Form, is_missing
from station.views.panel.scroll import FollowingScroll
from station.views.permit import Permit

TITLE: Final = "Not in the record"
_ABOUT: Final = (
    "These were entered while the record was away and could not be put in. Nothing is lost: each stays here, word for "
    "word, until somebody says what was done about it."
)
_NONE: Final = "Everything that was entered while the record was away is in it, or has been seen to."


def count_words(count: int) -> str:
    """3 entries are not in the record"""
    return f"{count} {'entry is' if count == 1 else 'entries are'} not in the record"


class NotPutInForm(Form):
    """One of them."""

    def __init__(self, desk: Desk, row: NotPutInRow) -> None:
        super().__init__(desk)
        self.row = row
        now, zone = desk.now(), desk.zone
        parts = (row.kind, row.about, f"{clock_time(row.written_at, zone, now)} {row.by}", row.station)
        self.column.setSpacing(6)
        self.column.addWidget(label(" · ".join(filter(None, parts)), weight=QFont.Weight.DemiBold))
        if row.said:
            self.column.addWidget(label(", ".join(row.said)))
        self.column.addWidget(label(f"Why not: {row.why}"))
        self.done = Field("What was done about it", Lines(rows=2, placeholder="Entered by hand; or why not needed"))
        self.resolve = button("Seen to", "primary", name=f"Seen to: {row.kind} {row.about}")
        self.resolve.clicked.connect(self.submit)
        Permit(self.resolve, desk.recorder, Deed.CORRECT_CHECK)
        if row.resolved_at is None:
            for one in (self.done, self.notice, self.resolve):
                self.column.addWidget(one)
        else:
            when = clock_time(row.resolved_at, zone, now)
            self.column.addWidget(label(f"{row.resolved_by} saw to it {when}: {row.resolution}", tone="muted"))
        self.column.addWidget(rule())

    @Slot()
    def submit(self) -> None:
        words = self.done.editor.value
        if not is_missing(self.done, words, "Say what was done about it: entered by hand, or why it is not needed."):
            self.do(partial(self.desk.commands.resolve_not_put_in, entry_id=self.row.id, words=words), "Seen to.")

    @override
    def succeeded(self, done: str) -> None:
        self.notice.say(done, "done")


class NotPutInList(FollowingScroll):
    """All of them: first those nobody has seen to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: tuple[NotPutInRow, ...] = ()
        self.forms: list[NotPutInForm] = []
        self.state = label("Reading what is not in the record…", tone="muted")
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(14)
        self.body.addWidget(self.state)
        self.body.addWidget(self._list)
        desk.bridge.changed.connect(self._on_events)
        self._read()

    def _read(self) -> None:
        self._desk.bridge.run(self._desk.reads.not_put_in, self._show, self._failed)

    @Slot(list)
    def _on_events(self, events: Sequence[Event]) -> None:
        if any(isinstance(one, PutIntoRecord) for one in events):
            self._read()

    @Slot(object)
    def _show(self, rows: Sequence[NotPutInRow]) -> None:
        if tuple(rows) == self._rows and self.forms:
            return
        self._rows = tuple(rows)
        self.state.setText(_ABOUT if any(row.resolved_at is None for row in rows) else _NONE)
        typed = {one.row.id: one.done.editor.toPlainText() for one in self.forms}
        for one in self.forms:
            self._column.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.forms = [NotPutInForm(self._desk, row) for row in rows]
        for one in self.forms:
            one.done.editor.setPlainText(typed.get(one.row.id, ""))
            self._column.addWidget(one)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.state.setText(f"What is not in the record cannot be read. {error}")
