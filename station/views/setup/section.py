"""The fields of one section of the policy, or those that were found, beneath each other."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station.rules.policy_faults import Fault
from station.rules.policy_words import Words, section_of
from station.views.panel.controls import label, rule
from station.views.setup.draft import Draft
from station.views.setup.field import PolicyField


class SectionView(QWidget):
    """`fields` in the order given, under the title and the explanation of each section they are of."""

    changed = Signal(str, object)
    undone = Signal(str)

    def __init__(self, fields: Sequence[Words], draft: Draft) -> None:
        super().__init__()
        self.fields: dict[str, PolicyField] = {}
        choices = {"environment.rounds.*.checklist": draft.sheet.checklists}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for section, inside in groupby(fields, key=lambda one: section_of()[one.path]):
            card = QFrame()
            card.setObjectName("card")
            column.addWidget(card)
            self._fill(card, section.title, section.text, list(inside), choices)
        self.show_draft(draft)

    def _fill(
        self, card: QFrame, title: str, text: str, fields: Sequence[Words], choices: Mapping[str, Sequence[str]]
    ) -> None:
        inside = QVBoxLayout(card)
        inside.setContentsMargins(18, 14, 18, 14)
        inside.setSpacing(4)
        inside.addWidget(label(title, scale=1.35, weight=QFont.Weight.Bold))
        inside.addWidget(label(text, tone="muted"))
        for of in fields:
            made = PolicyField(of, choices)
            made.changed.connect(self.changed)
            made.undone.connect(self.undone)
            self.fields[of.path] = made
            inside.addWidget(rule())
            inside.addWidget(made)

    def show_draft(self, draft: Draft) -> None:
        """All of it anew: another policy holds, or a change was put back."""
        for path, field in self.fields.items():
            field.show_value(draft.value(path))
        self.show_marks(draft)

    def show_marks(self, draft: Draft, faults: Sequence[Fault] | None = None) -> None:
        """What is changed and what is wrong; what is typed is left alone."""
        changes, wrong = draft.changes(), draft.faults() if faults is None else faults
        for path, field in self.fields.items():
            field.show_changes(draft.base(path), [one for one in changes if one.path == path])
            field.show_faults([one for one in wrong if one.path == path])

    def set_locked(self, *, locked: bool) -> None:
        """Only to be read."""
        for field in self.fields.values():
            field.editor.setEnabled(not locked)
