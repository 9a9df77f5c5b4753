"""Which alerts of the history: by words, urgency, kind, area, person, time, and what is to be seen to."""

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from station.models.enums import Priority, TaskKind
from station.rules.shifts import running
from station.store.rows import BoardSnapshot
from station.store.rows.alerts import AlertWanted
from station.views.panel.alert import WORD
from station.views.panel.controls import button
from station.views.panel.desk import Desk
from station.views.panel.fields import Picker, line
from station.views.panel.flow import FlowLayout

_PAUSE_MS: Final = 250
"""After the last letter typed."""
SHIFT: Final = "shift"
_TIMES: Final = (
    ("Any time", None),
    ("This shift", SHIFT),
    ("Last 24 h", timedelta(hours=24)),
    ("Last 7 days", timedelta(days=7)),
    ("Last 30 days", timedelta(days=30)),
)
_KINDS: Final = tuple(kind for kind in TaskKind if kind is not TaskKind.CANARY)
_WIDE, _LIST_WIDE = 148, 230
"""Pixels of a picker, and of the list that drops down from it."""


class Filters(QWidget):
    """Each narrows what the others leave."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Which alerts")
        self.words = line(placeholder="Patient, bed, words", name="Patient, bed or words")
        self.words.setClearButtonEnabled(True)
        self.words.setFixedWidth(200)
        self.priority, self.kind = _picker("Urgency"), _picker("What happened")
        self.area, self.person, self.time = _picker("Area"), _picker("Person"), _picker("When")
        self.owed = button("Reason owed", "tag", choice=True)
        self.late = button("Documented late", "tag", choice=True)
        self.clear = button("Clear", "quiet", name="Clear all filters")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._changed)
        self._lay_out()
        self._fill()
        self._connect()

    def _lay_out(self) -> None:
        flow = FlowLayout(self, spacing=8)
        for one in (
            self.words, self.priority, self.kind, self.area, self.person, self.time, self.owed, self.late, self.clear,
        ):  # fmt: skip
            flow.addWidget(one)
        self.clear.hide()

    def _fill(self) -> None:
        _offer(self.priority, "Any urgency", [(WORD[one], one) for one in Priority])
        kinds = [(_named(kind), kind.value) for kind in _KINDS]
        _offer(self.kind, "Anything", [*kinds, ("Station itself", "technical")])
        for words, value in _TIMES:
            self.time.addItem(words, value)
        _offer(self.area, "Every area", [])
        _offer(self.person, "Everybody", [])

    def _connect(self) -> None:
        for one in self._pickers:
            one.currentIndexChanged.connect(self._changed)
        for two in (self.owed, self.late):
            two.setCheckable(True)
            two.toggled.connect(self._changed)
        self.words.textChanged.connect(self._typed)
        self.words.returnPressed.connect(self._changed)
        self.clear.clicked.connect(self.clear_all)

    @property
    def _pickers(self) -> tuple[Picker, ...]:
        return (self.priority, self.kind, self.area, self.person, self.time)

    def show_desk(self, desk: Desk) -> None:
        _offer(self.person, "Everybody", [(one.name, one.id) for one in desk.facts.staff])

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        areas = {bed.area_id: bed.area for bed in snapshot.beds}
        _offer(self.area, "Every area", [(name, number) for number, name in areas.items()])

    def wanted(self, desk: Desk) -> AlertWanted:
        return AlertWanted(
            since=self._since(desk),
            priority=self.priority.currentData(),
            kind=self.kind.currentData(),
            area_id=self.area.currentData(),
            staff_id=self.person.currentData(),
            owes_reason=self.owed.isChecked(),
            documented_late=self.late.isChecked(),
            words=self.words.text().strip(),
        )

    def _since(self, desk: Desk) -> datetime | None:
        back = self.time.currentData()
        if back == SHIFT:
            return running(desk.facts.policy.shifts, desk.now(), desk.zone).starts_at
        return desk.now() - back if isinstance(back, timedelta) else None

    @property
    def any_set(self) -> bool:
        picked = any(one.currentIndex() > 0 for one in self._pickers)
        return picked or self.owed.isChecked() or self.late.isChecked() or bool(self.words.text().strip())

    @Slot()
    def clear_all(self) -> None:
        self.blockSignals(True)
        for one in self._pickers:
            one.setCurrentIndex(0)
        for two in (self.owed, self.late):
            two.setChecked(False)
        self.words.clear()
        self.blockSignals(False)
        self._changed()

    @Slot()
    def _typed(self) -> None:
        self._pause.start()

    @Slot()
    def _changed(self) -> None:
        self._pause.stop()
        self.clear.setVisible(self.any_set)
        self.changed.emit()


def _named(kind: TaskKind) -> str:
    return f"{kind.value[:1].upper()}{kind.value[1:]}"


def _picker(name: str) -> Picker:
    made = Picker(name)
    made.setFixedWidth(_WIDE)
    made.view().setMinimumWidth(_LIST_WIDE)
    return made


def _offer(picker: Picker, nothing: str, choices: list[tuple[str, object]]) -> None:
    """Anew, if they differ; what was chosen stays chosen, and nobody is told."""
    before = [picker.itemText(place) for place in range(picker.count())]
    if before == [nothing, *(words for words, _ in choices)]:
        return
    chosen = picker.currentData()
    picker.blockSignals(True)
    picker.clear()
    picker.addItem(nothing, None)
    for words, value in choices:
        picker.addItem(words, value)
    picker.setCurrentIndex(max(0, picker.findData(chosen)) if chosen is not None else 0)
    picker.blockSignals(False)
