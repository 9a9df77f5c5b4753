"""Those who have left: their checks can still be put right, and one that was made and not recorded added."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.wording import clock_time
from station.services.entering import CheckEntry
from station.store.rows import LeftRow
from station.views.panel.checks_section import ChecksSection
from station.views.panel.controls import button, label
from station.views.panel.correct import picker
from station.views.panel.desk import Desk, Placed
from station.views.panel.fields import Field, Lines, Picker, line
from station.views.panel.form import Form, Notice, is_missing
from station.views.panel.level_band import LevelsSection
from station.views.panel.scroll import FollowingScroll
from station.views.panel.times import NotATime, parse_moment, parse_past


class LeftList(FollowingScroll):
    """Who left in the last two days, the latest first."""

    chosen = Signal(object)
    """A LeftRow: show his checks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: tuple[LeftRow, ...] = ()
        self.state = label("Reading who has left…", tone="muted")
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.body.addWidget(self.state)
        self.body.addWidget(self._list)
        desk.bridge.run(desk.reads.left, self._show, self._failed)

    @Slot(object)
    def _show(self, rows: Sequence[LeftRow]) -> None:
        self._rows = tuple(rows)
        said = "Choose one to see his checks." if rows else "Nobody has left in the last two days."
        self.state.setText(said)
        for at, row in enumerate(rows):
            made = button(left_words(row, self._desk.now(), self._desk.zone), "choice")
            made.setProperty("place", at)
            made.clicked.connect(self._clicked)
            self._column.addWidget(made)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.state.setText(f"Who has left cannot be read. {error}")

    @Slot()
    def _clicked(self) -> None:
        self.chosen.emit(self._rows[int(self.sender().property("place"))])


def left_words(row: LeftRow, now: datetime, zone: ZoneInfo) -> str:
    """Nowak, Will · 1204 · left 13:05"""
    place = row.bed or "no bed"
    return f"{row.family}, {row.given} · {place} · left {clock_time(row.discharged_at, zone, now)}"


class LeftPanel(FollowingScroll):
    """The levels and the checks of somebody who has left. Nothing is owed of him any more."""

    def __init__(self, desk: Desk, row: LeftRow, here: tuple[Placed, ...]) -> None:
        super().__init__()
        self._desk = desk
        self._row = row
        self._here = here
        self.form: Form | None = None
        self.notice = Notice()
        self.levels = LevelsSection(desk, row.stay_id)
        self.checks = ChecksSection(desk, row.stay_id, self._others)
        self.body.addWidget(label(left_words(row, desk.now(), desk.zone), scale=1.15, weight=QFont.Weight.DemiBold))
        said = "He has left: nothing is owed of him. What is entered now is a late entry, for as long as the record."
        self.body.addWidget(label(said, tone="muted"))
        self.body.addWidget(self.notice)
        self.body.addWidget(self.levels)
        self.body.addWidget(self.checks)
        self.checks.form_wanted.connect(self._open)
        self.checks.late_wanted.connect(self._add)
        self.notice.shown.connect(self.reveal)
        self.checks.reload()
        self.levels.reload()

    def _others(self) -> tuple[Placed, ...]:
        return self._here

    @Slot()
    def _add(self) -> None:
        self._open("Add a late entry", LateEntryForm(self._desk, self._row))

    @Slot(str, object)
    def _open(self, _: str, form: Form) -> None:
        self._close()
        self.notice.say("")
        self.checks.hide()
        self.levels.hide()
        self.form = form
        form.finished.connect(self._finished)
        form.cancelled.connect(self._cancelled)
        form.shown.connect(self.reveal)
        self.body.insertWidget(2, form)
        form.show()
        self.to_top()

    def _close(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.checks.show()
        self.levels.show()

    @Slot(str)
    def _finished(self, said: str) -> None:
        self._close()
        self.notice.say(said, "done")
        self.checks.reload()

    @Slot()
    def _cancelled(self) -> None:
        self._close()


class LateEntryForm(Form):
    """A check that was made before he left and was not recorded then. Its time must be given."""

    def __init__(self, desk: Desk, row: LeftRow) -> None:
        super().__init__(desk)
        self._row = row
        self._request_id = desk.request_id()
        checks = desk.facts.policy.checks
        hint = f"Between his admission and {clock_time(row.discharged_at, desk.zone, desk.now())}."
        self.when = Field("Seen at", line(placeholder="14:21, or 2026-11-23 14:21"), hint=hint)
        self.place: Field[Picker] = Field("Where", picker("Where", checks.places, None))
        self.activity: Field[Picker] = Field(
            "Doing", picker("Doing", tuple(one.word for one in checks.activities), None)
        )
        self.life: Field[Picker] = Field("How life was seen", picker("How life was seen", checks.life_signs, None))
        self.note = Field("Note", Lines(rows=2))
        for one in (self.when, self.place, self.activity, self.life, self.note):
            self.column.addWidget(one)
        self.save = self.ending("Save late entry", self.submit)
        self.activity.editor.currentIndexChanged.connect(self._show_state)
        self._show_state()

    @property
    def _sleeping(self) -> bool:
        return self.desk.facts.policy.checks.is_sleeping(self.activity.editor.currentData())

    @Slot()
    def _show_state(self) -> None:
        self.life.setVisible(self._sleeping)

    @Slot()
    def submit(self) -> None:
        at = self._observed_at()
        life = self.life.editor.currentData() if self._sleeping else None
        missing = [
            is_missing(self.place, self.place.editor.currentData(), "Choose where he was."),
            is_missing(self.activity, self.activity.editor.currentData(), "Choose what he was doing."),
            self._sleeping and is_missing(self.life, life, "A sleeping patient needs a sign of life."),
        ]
        staff = self.desk.recorder.staff
        if at is None or any(missing):
            return
        entry = CheckEntry(
            request_id=self._request_id,
            stay_id=self._row.stay_id,
            observer_id=0 if staff is None else staff.id,
            location=self.place.editor.currentData(),
            activity=self.activity.editor.currentData(),
            observed_at=at,
            life_sign=life,
            note=self.note.editor.value or None,
        )
        record = self.desk.commands.record_check
        confirmed = partial(record, entry=entry, confirmed=True)
        self.do(partial(record, entry=entry, confirmed=False), self.done_words(), once_confirmed=confirmed)

    def _observed_at(self) -> datetime | None:
        """None, and said beside the field, when it is none."""
        typed, now, zone = self.when.editor.text().strip(), self.desk.now(), self.desk.zone
        try:
            at = parse_moment(typed, now, zone) if "-" in typed else parse_past(typed, now, zone)
        except NotATime as problem:
            self.when.show_problem(str(problem))
            return None
        left = at > self._row.discharged_at
        self.when.show_problem("He had left by then. Correct the time." if left else "")
        return None if left else at

    @override
    def done_words(self) -> str:
        return "Saved as a late entry, marked with both times."
