"""One room of a round: each thing of the checklist with its three answers."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from station.models.enums import FindingOutcome
from station.rules.permissions import Deed
from station.services.environment import Found
from station.services.hazards import NewHazard
from station.store.rows.environment import ChecklistItemRow, EnvironmentalRoundRow, FindingRow, HazardRow, RoomRow
from station.views.commands import Events
from station.views.environment.hazard_forms import HazardFields
from station.views.environment.words import OUTCOMES, REASONS, finding_words, known_hazard
from station.views.panel.controls import ChoiceGrid, button, heading, label, rule
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, line
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Form, is_missing

CHOICE_HEIGHT: Final = 52
_WIDE: Final = 620
"""Pixels: from here on the answers stand beside the words."""


class Answers(ChoiceGrid):
    """Fine, hazard, not checked. A key held down answers once, not the whole room."""

    def __init__(self, what: str) -> None:
        super().__init__(what, OUTCOMES, columns=3)
        for one in self.buttons():
            one.setMinimumHeight(CHOICE_HEIGHT)
            one.setAccessibleName(f"{what}: {one.text().rstrip('…').lower()}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            event.accept()
            return
        super().keyPressEvent(event)


class WhyNot(QWidget):
    """Why it was not checked: one of the usual reasons with one tap, or another."""

    given = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.usual = [button(reason, name=f"Not checked: {reason.lower()}") for reason in REASONS]
        self.other = Field("Or another reason", line())
        self.save = button("Save reason", "primary")
        self.cancel = button("Cancel", tip="Esc")
        flow, end = FlowLayout(spacing=6), FlowLayout(spacing=8)
        for one in self.usual:
            one.clicked.connect(self._take)
            flow.addWidget(one)
        for one in (self.save, self.cancel):
            end.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(heading("Why it was not checked"))
        column.addLayout(flow)
        column.addWidget(self.other)
        column.addLayout(end)
        self.save.clicked.connect(self.submit)
        self.other.editor.returnPressed.connect(self.submit)
        self.cancel.clicked.connect(self.closed)

    @Slot()
    def submit(self) -> None:
        reason = " ".join(self.other.editor.text().split())
        if is_missing(self.other, reason, "Say why, for example: patient asleep."):
            self.other.editor.setFocus()
        else:
            self.given.emit(reason)

    @Slot()
    def _take(self) -> None:
        tapped = self.sender()
        if isinstance(tapped, QPushButton):
            self.given.emit(tapped.text().lower())


class WhatHazard(QWidget):
    """What the hazard is; where one is known already, that one with one tap."""

    same = Signal()
    described = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, known: HazardRow | None) -> None:
        super().__init__()
        self.fields = HazardFields(desk)
        self.known = button("The same hazard", "primary")
        self.save = button("Save hazard", "primary")
        self.cancel = button("Cancel", tip="Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        if known is not None:
            words = f"Known already: {known.place}, severity {known.severity}. {known.note}"
            column.addWidget(label(words))
            column.addWidget(self.known, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(heading("Or another one"))
        column.addWidget(self.fields)
        end = FlowLayout(spacing=8)
        for one in (self.save, self.cancel):
            end.addWidget(one)
        column.addLayout(end)
        self.known.setVisible(known is not None)
        self.known.clicked.connect(self.same)
        self.save.clicked.connect(self.described)
        self.cancel.clicked.connect(self.closed)


class ItemRow(Form):
    """One thing in one room. What was typed stays until it is saved or cancelled, whatever is shown meanwhile."""

    said = Signal()
    """It has been said, and stored."""

    def __init__(self, desk: Desk, round_id: int, room: RoomRow, item: ChecklistItemRow) -> None:
        super().__init__(desk)
        self._round_id, self._room, self.item = round_id, room, item
        self._found: FindingRow | None = None
        self._known: HazardRow | None = None
        self._outcome: FindingOutcome | None = None
        self._sending: FindingOutcome | None = None
        self._requests: dict[object, str] = {}
        self._beneath: WhyNot | WhatHazard | None = None
        self.answers = Answers(item.words)
        self.answers.chosen.connect(self._chosen)
        self._who = label(tone="muted", scale=0.93)
        self.column.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(item.words, scale=1.1, weight=QFont.Weight.DemiBold))
        words.addWidget(label(item.hint, tone="muted", scale=0.93))
        words.addWidget(self._who)
        words.addStretch(1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(12)
        self._line.addLayout(words, 4)
        self._line.addWidget(self.answers, 5, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(self._line)
        for one in (self.notice, self.question):
            self.column.addWidget(one)
        self.setAccessibleName(f"{item.words}, {room.name}")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """The answers stand beside the words, or beneath them where it is narrow."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if direction != self._line.direction():
            self._line.setDirection(direction)

    @property
    def outcome(self) -> FindingOutcome | None:
        """What was said last; None: nothing yet."""
        return self._outcome

    @property
    def beneath(self) -> WhyNot | WhatHazard | None:
        """What is open beneath it."""
        return self._beneath

    @property
    def is_open(self) -> bool:
        return self._beneath is not None

    def show_found(self, found: FindingRow | None, hazards: Sequence[HazardRow], now: datetime) -> None:
        """What is stored. It does not touch what is open here."""
        self._known = known_hazard(hazards, self._room.room_id, self.item.key)
        if found is None and self._outcome is not None and self._found is None:
            return  # stored a moment ago, and this reading is older
        self._found = found
        self._outcome = None if found is None else found.outcome
        self._who.setText("" if found is None else finding_words(found, hazards, self.desk.zone, now))
        self._who.setVisible(found is not None)
        if self._beneath is None and not self.busy:
            self._show_chosen()

    def may(self, reason: str) -> None:
        """Whether the person here may say anything; `reason` why not."""
        self.answers.setEnabled(not reason)
        self.answers.setToolTip(reason)

    def take_focus(self) -> None:
        self.answers.button_of(FindingOutcome.FINE.value).setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """Close what is open; returns whether something was."""
        if self._beneath is None or self.busy:
            return False
        self._close()
        return True

    def _show_chosen(self) -> None:
        self.answers.choose(None if self._outcome is None else self._outcome.value)

    @Slot(str)
    def _chosen(self, value: str) -> None:
        outcome = FindingOutcome(value)
        self.notice.say("")
        if outcome is FindingOutcome.FINE:
            self._put_beneath(None)
            if self._outcome is not FindingOutcome.FINE:
                self._send(outcome)
        elif outcome is FindingOutcome.NOT_CHECKED:
            self._put_beneath(WhyNot())
        else:
            self._put_beneath(WhatHazard(self.desk, self._known))

    def _put_beneath(self, form: WhyNot | WhatHazard | None) -> None:
        before, self._beneath = self._beneath, form
        if before is not None:
            before.hide()
            before.deleteLater()
        if form is None:
            return
        form.closed.connect(self._close)
        if isinstance(form, WhyNot):
            form.given.connect(self._not_checked)
            first: QWidget = form.usual[0]
        else:
            form.same.connect(self._same)
            form.described.connect(self._described)
            first = form.known if self._known is not None else form.fields.place.editor
        self.column.insertWidget(self.column.indexOf(self.notice), form)
        form.show()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(form)

    @Slot()
    def _close(self) -> None:
        self._put_beneath(None)
        self._show_chosen()
        self.take_focus()

    @Slot(str)
    def _not_checked(self, reason: str) -> None:
        self._send(FindingOutcome.NOT_CHECKED, reason=reason)

    @Slot()
    def _same(self) -> None:
        self._send(FindingOutcome.HAZARD)

    @Slot()
    def _described(self) -> None:
        if isinstance(self._beneath, WhatHazard) and not self.busy:
            hazard = self._beneath.fields.read(self._request("hazard"), 0)
            if hazard is not None:
                self._send(FindingOutcome.HAZARD, hazard=hazard)

    def _send(self, outcome: FindingOutcome, *, reason: str = "", hazard: NewHazard | None = None) -> None:
        if self.busy:
            return
        found = Found(
            self._request((outcome, reason, hazard)),
            self._round_id,
            self._room.room_id,
            self.item.key,
            outcome,
            reason,
            hazard,
        )
        self._sending = outcome
        self.do(partial(_record, self.desk, found), "")

    def _request(self, what: object) -> str:
        """One for each thing said here: the same said again after a refusal is the same entry."""
        if what not in self._requests:
            self._requests[what] = self.desk.request_id()
        return self._requests[what]

    @override
    def succeeded(self, done: str) -> None:
        self._requests.clear()
        self._outcome, self._found = self._sending, None
        self._put_beneath(None)
        self._show_chosen()
        self._who.hide()
        self.said.emit()

    @override
    def refused(self) -> None:
        """What was chosen is not stored; what is open beneath stays as it was typed."""
        if self._beneath is None:
            self._show_chosen()


def _record(desk: Desk, found: Found, staff_id: int) -> Events:
    return desk.commands.record_finding(staff_id, found)


class RoomPanel(QFrame):
    """The things of one room, one beneath the other."""

    said = Signal(str)
    """The key of the thing that has been said."""
    shown = Signal(QWidget)

    def __init__(self, desk: Desk, row: EnvironmentalRoundRow, room: RoomRow) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(room.name)
        self.room = room
        self.items = {one.key: ItemRow(desk, row.round_id, room, one) for one in row.items}
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 18)
        column.setSpacing(12)
        column.addWidget(label(room.name, scale=1.3, weight=QFont.Weight.Bold))
        section = ""
        for one in self.items.values():
            column.addWidget(rule())
            if one.item.section != section:
                section = one.item.section
                column.addWidget(heading(section))
            one.said.connect(self._said)
            one.shown.connect(self.shown)
            column.addWidget(one)
        self._recorder = desk.recorder
        desk.recorder.changed.connect(self.show_who)
        self.show_who()

    def show_found(self, row: EnvironmentalRoundRow, hazards: Sequence[HazardRow], now: datetime) -> None:
        found = {one.item: one for one in row.findings if one.room_id == self.room.room_id}
        for key, item in self.items.items():
            item.show_found(found.get(key), hazards, now)

    def unsaid(self) -> list[str]:
        """What has not been said here, in order."""
        return [key for key, one in self.items.items() if one.outcome is None]

    def back(self) -> bool:
        return any(one.back() for one in self.items.values())

    @Slot()
    def show_who(self) -> None:
        reason = self._recorder.why_not(Deed.ENVIRONMENT)
        for one in self.items.values():
            one.may(reason)

    @Slot()
    def _said(self) -> None:
        row = self.sender()
        if isinstance(row, ItemRow):
            self.said.emit(row.item.key)
