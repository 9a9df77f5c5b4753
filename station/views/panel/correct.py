"""Putting a recorded check right. The original stays readable beside the correction"""

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Slot

from station.rules.wording import clock_time
from station.services.corrections import Amended
from station.store.rows import CheckRow
from station.views.panel.controls import button, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines, Picker, line
from station.views.panel.form import Form, is_missing
from station.views.panel.times import NotATime, parse_moment, parse_past, typed_moment


class AmendForm(Form):
    """The check as it was said, open to change."""

    def __init__(self, desk: Desk, check: CheckRow) -> None:
        super().__init__(desk)
        self._check = check
        self._request_id = desk.request_id()
        checks = desk.facts.policy.checks
        self._typed_at = _as_typed(check.observed_at, desk)
        self.when = Field("Seen at", line(text=self._typed_at))
        self.place = Field("Where", picker("Where", checks.places, check.location))
        self.activity = Field("Doing", picker("Doing", tuple(one.word for one in checks.activities), check.activity))
        self.life = Field("How life was seen", picker("How life was seen", checks.life_signs, check.life_sign))
        self.concern = button("Concern", "choice")
        self.concern.setCheckable(True)
        self.concern.setChecked(check.concern)
        self.note = Field("Note", Lines(rows=2))
        self.note.editor.setPlainText(check.note or "")
        self.reason = Field("Why it is amended", Lines(rows=2))
        self._lay_out()

    def _lay_out(self) -> None:
        who = f"Recorded by {self._check.observer}. What was said first stays in the record, beside the correction."
        self.column.addWidget(label(who, tone="muted"))
        for one in (self.when, self.place, self.activity, self.life, self.concern, self.note, self.reason):
            self.column.addWidget(one)
        self.save = self.ending("Amend", self.submit)
        self.activity.editor.currentIndexChanged.connect(self._show_state)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        self.life.setVisible(self._sleeping)

    @property
    def _sleeping(self) -> bool:
        return self.desk.facts.policy.checks.is_sleeping(self.activity.editor.currentText())

    @Slot()
    def submit(self) -> None:
        try:
            at = self._observed_at()
        except NotATime as problem:
            self.when.show_problem(str(problem))
            return
        self.when.show_problem("")
        life = self.life.editor.currentData() if self._sleeping else None
        missing = [
            is_missing(self.reason, self.reason.editor.value, "Say why: it stays with the record."),
            self._sleeping and is_missing(self.life, life, "A sleeping patient needs a sign of life."),
        ]
        changes = self._changes(at, life)
        if any(missing):
            return
        if not changes:
            self.notice.say("Nothing has been changed yet.", "refusal")
            return
        amended = Amended(self._check.id, self._request_id, self.reason.editor.value, **changes)
        self.do(partial(self.desk.commands.amend_check, amended=amended), "Amended. The original stays beside it.")

    def _observed_at(self) -> datetime | None:
        """The time typed; None when it has not been touched, so that its seconds are kept. Raises NotATime."""
        typed, now, zone = self.when.editor.text().strip(), self.desk.now(), self.desk.zone
        if typed == self._typed_at:
            return None
        if " " not in typed or "-" not in typed:
            return parse_past(typed, now, zone)
        at = parse_moment(typed, now, zone)
        if at > now:
            raise NotATime("This time has not come yet. Correct the time.")
        return at

    def _changes(self, at: datetime | None, life: str | None) -> dict[str, Any]:
        """Only what differs from what was said."""
        check = self._check
        note = self.note.editor.value
        said: tuple[tuple[str, Any, Any], ...] = (
            ("location", self.place.editor.currentData(), check.location),
            ("activity", self.activity.editor.currentData(), check.activity),
            ("life_sign", life, check.life_sign if life else None),
            ("concern", self.concern.isChecked(), check.concern),
            ("note", note, check.note or ""),
        )
        changes = {name: now for name, now, before in said if now != before}
        return changes | ({"observed_at": at} if at is not None else {})


def _as_typed(at: datetime, desk: Desk) -> str:
    """The time alone for one of today, which is what `parse_past` reads; with its day for an older one."""
    today = at.astimezone(desk.zone).date() == desk.now().astimezone(desk.zone).date()
    return clock_time(at, desk.zone) if today else typed_moment(at, desk.zone)


def picker(what: str, words: tuple[str, ...], chosen: str | None) -> Picker:
    """A list of words; a word the policy no longer has stays choosable while it is what was said."""
    made = Picker(what)
    if chosen is None:
        made.addItem("Choose", None)
    for word in (*words, *((chosen,) if chosen is not None and chosen not in words else ())):
        made.addItem(word, word)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made
