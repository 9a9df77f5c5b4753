"""What the forms of an absence ask alike: a word or another, who has him, when he is back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from station.rules.wording import clock_time, short_left
from station.store.rows import StaffRow
from station.views.panel.controls import Segments, button, heading
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, PersonPicker, line
from station.views.panel.flow import FlowLayout
from station.views.panel.times import NotATime, parse_coming, parse_past, typed_coming

_QUICK: Final = (15, 30, 60)
"""Minutes from now."""
_STAFF: Final = "staff"
_OTHER: Final = "other"


class WordField(QWidget):
    """A line to write in, and words that are often written there, a tap each."""

    def __init__(self, title: str, words: Sequence[str], *, placeholder: str = "", text: str = "") -> None:
        super().__init__()
        self.field = Field(title, line(text=text, placeholder=placeholder))
        self.words: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        offered = QWidget()
        offered.setAccessibleName(f"{title}: often used")
        flow = FlowLayout(offered, spacing=6)
        for word in words:
            made = self.words[word] = button(word, "tag", name=f"{title}: {word}")
            made.clicked.connect(self._chosen)
            flow.addWidget(made)
        column.addWidget(offered)

    @property
    def value(self) -> str:
        return self.field.editor.text().strip()

    @Slot()
    def _chosen(self) -> None:
        one = self.sender()
        if isinstance(one, QPushButton):
            write(self.field.editor, one.text())
            self.field.show_problem("")


class CustodianField(QWidget):
    """One of the staff, or a name. `staff_only` says why nobody else may have him; empty: anybody may."""

    def __init__(self, staff: Sequence[StaffRow], *, staff_only: str = "") -> None:
        super().__init__()
        self.who = Segments("Who has him", ((_STAFF, "Staff"), (_OTHER, "Somebody else")))
        self.person = Field("Of the staff", PersonPicker("Of the staff who has him", staff))
        self.name = Field("Name", line(placeholder="His sister, J. Ames"), hint="Who answers for him, by name.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Field("Who has him", self.who, hint=staff_only))
        column.addWidget(self.person)
        column.addWidget(self.name)
        if staff_only:
            self.who.allow((_STAFF,), staff_only)
        self._staff_only = bool(staff_only)
        self.who.chosen.connect(self._show_state)
        self.offer(of_staff=True)

    def offer(self, *, of_staff: bool) -> None:
        """Start from staff, or from somebody else."""
        self.who.choose(_STAFF if of_staff or self._staff_only else _OTHER)
        self._show_state("")

    @Slot(str)
    def _show_state(self, _: str) -> None:
        of_staff = self.who.value == _STAFF
        self.person.setVisible(of_staff)
        self.name.setVisible(not of_staff)

    @property
    def value(self) -> tuple[str, int | None]:
        """His name and, where he is of the staff, his id; an empty name when nobody is named."""
        if self.who.value == _STAFF:
            return self.person.editor.closed_name, self.person.editor.staff_id
        return self.name.editor.text().strip(), None

    def is_missing(self) -> bool:
        """Say so beside the field."""
        named = self.value[0]
        asked = self.person if self.who.value == _STAFF else self.name
        asked.show_problem("" if named else "Name who has him: somebody answers for him all the time.")
        return not named

    @property
    def fields(self) -> tuple[Field[PersonPicker], Field[QLineEdit]]:
        return self.person, self.name


class ReturnField(QWidget):
    """When he is expected back: so many minutes by one tap, or typed. Says beneath what is meant."""

    changed = Signal()

    def __init__(self, desk: Desk, *, since: datetime | None = None) -> None:
        """`since`: from when the quick minutes count; None: from now."""
        super().__init__()
        self._desk = desk
        self._since = since
        self.field = Field("Back by", line(placeholder="14:55, or 45 min"))
        self.quick: dict[int, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(6)
        for minutes in _QUICK:
            made = self.quick[minutes] = button(f"+{minutes} min", "choice", name=f"Back in {minutes} minutes")
            made.setProperty("minutes", minutes)
            made.clicked.connect(self._quick_chosen)
            row.addWidget(made, 1)
        column.addWidget(heading("Expected back"))
        column.addLayout(row)
        column.addWidget(self.field)
        self.field.editor.textChanged.connect(self._typed)

    @Slot()
    def _quick_chosen(self) -> None:
        one = self.sender()
        if isinstance(one, QPushButton):
            now = self._desk.now()
            at = max(now, self._since or now) + timedelta(minutes=int(one.property("minutes")))
            write(self.field.editor, typed_coming(at, now, self._desk.zone))

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.field.show_problem("")
        at = self._moment()
        if at is not None and text.strip():
            self.field.show_hint(self._meaning(at))
        else:
            self.field.show_hint("")
        self.changed.emit()

    def _meaning(self, at: datetime) -> str:
        now = self._desk.now()
        return f"Back by {clock_time(at, self._desk.zone, now)}, in {short_left(at - now)}."

    def _moment(self) -> datetime | None:
        try:
            return parse_coming(self.field.editor.text(), self._desk.now(), self._desk.zone)
        except NotATime:
            return None

    def at(self) -> datetime | None:
        """The moment; None when it is none, which is then said beside the field."""
        try:
            return parse_coming(self.field.editor.text(), self._desk.now(), self._desk.zone)
        except NotATime as problem:
            self.field.show_problem(str(problem))
            return None


class EarlierField(QWidget):
    """A time that has passed, where it was not just now. Closed, it means now."""

    def __init__(self, desk: Desk, toggle: str, title: str) -> None:
        super().__init__()
        self._desk = desk
        self.toggle = button(toggle, "choice")
        self.toggle.setCheckable(True)
        self.field = Field(title, line(placeholder="14:21, or 12 min ago"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.toggle)
        column.addWidget(self.field)
        self.field.hide()
        self.toggle.toggled.connect(self._toggled)

    @Slot(bool)
    def _toggled(self, opened: bool) -> None:
        self.field.setVisible(opened)
        self.field.show_problem("")
        if opened:
            self.field.editor.setFocus()

    def at(self) -> tuple[bool, datetime | None]:
        """Whether it can be used, and the moment; None means now."""
        if not self.toggle.isChecked():
            return True, None
        try:
            at = parse_past(self.field.editor.text(), self._desk.now(), self._desk.zone)
        except NotATime as problem:
            self.field.show_problem(str(problem))
            return False, None
        self.field.show_problem("")
        return True, at


def write(editor: QLineEdit, text: str) -> None:
    """Put words into a line as if they had been typed, so that they are not lost when another bed is opened."""
    editor.setText(text)
    editor.setModified(True)
