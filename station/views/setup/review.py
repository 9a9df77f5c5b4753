"""Old against new, and the signature. And what was signed before."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from station.rules.permissions import Deed
from station.rules.policy_changes import Change
from station.rules.wording import clock_time
from station.services.unit_sheet import PolicyVersionRow
from station.views.panel.controls import heading, label, rule
from station.views.panel.desk import Desk
from station.views.panel.form import Form
from station.views.permit import Permit
from station.views.setup.draft import Draft

FOLLOWS = (
    "It holds from the moment it is signed. Everything owed follows it: what is past already by a shorter time is "
    "alerted at once, and what is late now stays late until it is done. Alerts that run keep who is told and when."
)


def count_words(count: int) -> str:
    """1 change, 3 changes"""
    return f"{count} change" if count == 1 else f"{count} changes"


class ChangeList(QWidget):
    """What it was, and what it will be."""

    def __init__(self, changes: Sequence[Change]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column, stretch in enumerate((3, 4, 4)):
            grid.setColumnStretch(column, stretch)
        for column, text in enumerate(("", "Was", "Is to be")):
            grid.addWidget(heading(text), 0, column)
        for section, inside in groupby(changes, key=lambda one: one.section):
            grid.addWidget(label(section, weight=QFont.Weight.DemiBold), grid.rowCount(), 0, 1, 3)
            for one in inside:
                row = grid.rowCount()
                for column, text in enumerate((one.place, one.before, one.after)):
                    shown = label(text, tone="muted" if column == 1 else "")
                    grid.addWidget(shown, row, column, Qt.AlignmentFlag.AlignTop)


class SignForm(Form):
    """Signs what the draft says; the PIN is asked for here."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        super().__init__(desk)
        self._draft = draft
        changes = draft.changes()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column.setContentsMargins(18, 14, 18, 18)
        self.column.addWidget(label(f"Review {count_words(len(changes))}", scale=1.35, weight=QFont.Weight.Bold))
        self.column.addWidget(ChangeList(changes))
        self.column.addWidget(rule())
        self.column.addWidget(label(FOLLOWS, tone="muted"))
        self.sign = self.ending("Sign with PIN", self.submit)
        self.sign.setAccessibleName(f"Sign {count_words(len(changes))} with your PIN")
        Permit(self.sign, desk.recorder, Deed.POLICY)

    @Slot()
    def submit(self) -> None:
        wrong = self._draft.faults()
        if wrong:
            self.notice.say(" ".join(one.sentence for one in wrong[:3]), "refusal")
            return
        changes = count_words(len(self._draft.changes()))
        command = partial(
            self.desk.commands.sign_policy, body=self._draft.body, based_on=self._draft.sheet.version
        )  # fmt: skip
        self.do(command, f"Signed: {changes}. The policy holds from now on.")


class VersionList(QWidget):
    """The newest first."""

    def __init__(self, versions: Sequence[PolicyVersionRow], zone: ZoneInfo, now: Callable[[], datetime]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for place, one in enumerate(versions):
            column.addWidget(_version(one, zone, now(), holds=place == 0))


def version_words(one: PolicyVersionRow, zone: ZoneInfo, now: datetime) -> str:
    """Version 2, signed by A. Hall, Mon 23 Nov 09:00"""
    return f"Version {one.number}, signed by {one.signed_by}, {clock_time(one.signed_at, zone, now)}"


def _version(one: PolicyVersionRow, zone: ZoneInfo, now: datetime, *, holds: bool) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(18, 12, 18, 12)
    inside.setSpacing(6)
    inside.addWidget(label(version_words(one, zone, now), weight=QFont.Weight.DemiBold))
    if holds:
        inside.addWidget(label("This one holds.", tone="muted"))
    if not one.changes:
        inside.addWidget(label("The policy the unit began with.", tone="muted"))
    for change in one.changes:
        inside.addWidget(label(f"{change.section} · {change.sentence}"))
    return card
