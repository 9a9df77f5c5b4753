"""What people say of a hazard: what it is, who sees to it, that it is fixed, that it is or is not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.environment import WORST
from station.rules.environment_words import SEVERITIES, lasted, severity_words
from station.rules.permissions import Deed
from station.services.hazards import NewHazard
from station.store.rows.environment import HazardRow, RoomRow
from station.views.commands import Events
from station.views.environment.words import OWNERS
from station.views.panel.controls import Segments, button, heading, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines, Picker, line
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Form, go_to_first_problem, is_missing
from station.views.permit import Permit

AreaRooms = tuple[int, str, tuple[RoomRow, ...]]
"""An area: id, name, its rooms."""

_NO_ROOM: Final = "In no room: hall, common area"


class OwnerField(QWidget):
    """Who sees to it: typed, or one of the usual ones with one tap."""

    def __init__(self, desk: Desk, title: str = "Who sees to it") -> None:
        super().__init__()
        self.field = Field(title, line(placeholder="Maintenance, or a person"))
        names = [*OWNERS, *(one.name for one in desk.facts.staff)]
        self.field.editor.setCompleter(QCompleter(names, self.field.editor))
        self.usual = [button(name, name=f"{title}: {name}") for name in OWNERS]
        flow = FlowLayout(spacing=6)
        for one in self.usual:
            one.clicked.connect(self._take)
            flow.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addLayout(flow)

    @property
    def value(self) -> str:
        return " ".join(self.field.editor.text().split())

    @Slot()
    def _take(self) -> None:
        tapped = self.sender()
        if isinstance(tapped, QPushButton):
            self.field.editor.setText(tapped.text())
            self.field.show_problem("")


class SeverityField(QWidget):
    """Five steps, and in words what the chosen one means and how soon it is to be fixed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._within = desk.facts.policy.environment.fix_within
        self.steps = Segments("How severe", [(str(one), str(one)) for one in SEVERITIES])
        for step, words in zip(self.steps.buttons(), SEVERITIES.values(), strict=True):
            step.setAccessibleName(f"Severity {step.text()}, {words}")
            step.setToolTip(words)
        self.meaning = label("1 is cosmetic; of 5 somebody could die.", tone="muted", scale=0.93)
        self.steps.chosen.connect(self._explain)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for one in (heading("How severe"), self.steps, self.meaning):
            column.addWidget(one)

    @property
    def value(self) -> int | None:
        return None if self.steps.value is None else int(self.steps.value)

    @property
    def problem(self) -> str:
        return self._problem

    _problem = ""

    def show_problem(self, sentence: str) -> None:
        self._problem = sentence
        if sentence:
            self.meaning.setText(sentence)
            self.steps.buttons()[2].setFocus()

    @Slot(str)
    def _explain(self, chosen: str) -> None:
        severity = int(chosen)
        soon = "an alert at once" if severity == WORST else f"to be fixed within {lasted(self._within[severity - 1])}"
        self._problem = ""
        self.meaning.setText(f"{severity_words(severity)}: {soon}.")


class HazardFields(QWidget):
    """Everything a hazard needs. What is missing is said beside the field; nothing typed is lost."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.place = Field("Where exactly", line(placeholder="Door closer"))
        self.note = Field("What is wrong", Lines(rows=2, placeholder="Hangs loose, a cord holds on it"))
        self.severity = SeverityField(desk)
        self.owner = OwnerField(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for one in (self.place, self.note, self.severity, self.owner):
            column.addWidget(one)

    def read(self, request_id: str, area_id: int) -> NewHazard | None:
        """What was said; None, and said where, when something is missing."""
        place, note = " ".join(self.place.editor.text().split()), self.note.editor.value
        severity, owner = self.severity.value, self.owner.value
        is_missing(self.place, place, "Say where it is, for example: door closer.")
        is_missing(self.note, note, "Say what is wrong, so that whoever sees to it knows what to bring.")
        is_missing(self.owner.field, owner, "Say who is to see to it: a person, or a service such as Maintenance.")
        fields: list[Field] = [self.place, self.note, self.owner.field]  # type: ignore[type-arg]  # any editors
        if severity is None:
            self.severity.show_problem("Choose how severe it is, from 1 (cosmetic) to 5 (somebody could die of it).")
        if severity is None or any(one.problem for one in fields):
            go_to_first_problem(fields)
            return None
        return NewHazard(request_id, area_id, place, severity, note, owner)


class ReportForm(Form):
    """A hazard found apart from a round."""

    def __init__(self, desk: Desk, areas: Sequence[AreaRooms]) -> None:
        super().__init__(desk)
        self._areas = {area_id: rooms for area_id, _, rooms in areas}
        self._request = desk.request_id()
        self.area = Field("Area", Picker("Area"))
        self.room = Field("Room", Picker("Room"))
        self.hazard = HazardFields(desk)
        for area_id, name, _ in areas:
            self.area.editor.addItem(name, area_id)
        self.area.editor.currentIndexChanged.connect(self._show_rooms)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.area, 1)
        row.addWidget(self.room, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.hazard)
        self.save = self.ending("Report hazard", self.submit)
        self.permit = Permit(self.save, desk.recorder, Deed.ENVIRONMENT)
        self._show_rooms()

    @Slot()
    def submit(self) -> None:
        new = self.hazard.read(self._request, int(self.area.editor.currentData()))
        if new is not None:
            whole = replace(new, room_id=self.room.editor.currentData())
            self.do(partial(_report, self.desk, whole), f"{whole.place} is reported. {whole.owner} sees to it.")

    @Slot()
    def _show_rooms(self) -> None:
        self.room.editor.clear()
        self.room.editor.addItem(_NO_ROOM, None)
        for room in self._areas.get(self.area.editor.currentData(), ()):
            self.room.editor.addItem(room.name, room.room_id)


def _report(desk: Desk, hazard: NewHazard, staff_id: int) -> Events:
    return desk.commands.report_hazard(staff_id, hazard)


class OneHazardForm(Form):
    """Something that is said of one hazard."""

    def __init__(self, desk: Desk, hazard: HazardRow) -> None:
        super().__init__(desk)
        self.hazard = hazard
        self.column.setSpacing(8)

    def _end_with(self, words: str, submit: Callable[[], None]) -> None:
        self.save = self.ending(words, submit)
        self.permit = Permit(self.save, self.desk.recorder, Deed.ENVIRONMENT)


class GiveForm(OneHazardForm):
    """Somebody else is to see to it."""

    def __init__(self, desk: Desk, hazard: HazardRow) -> None:
        super().__init__(desk, hazard)
        self.owner = OwnerField(desk, "Who sees to it from now on")
        self.column.addWidget(self.owner)
        self._end_with("Give", self.submit)
        self.owner.field.editor.returnPressed.connect(self.submit)

    @Slot()
    def submit(self) -> None:
        owner = self.owner.value
        if is_missing(self.owner.field, owner, "Say who is to see to it now."):
            self.owner.field.editor.setFocus()
            return
        give = partial(self.desk.commands.give_hazard, hazard_id=self.hazard.hazard_id, owner=owner)
        self.do(give, f"{owner} sees to {self.hazard.place} from now on.")


class _SayForm(OneHazardForm):
    """One sentence, and one button."""

    title, ask, save_words = "", "", ""

    def __init__(self, desk: Desk, hazard: HazardRow) -> None:
        super().__init__(desk, hazard)
        self.said: Field[QLineEdit] = Field(self.title, line())
        self.column.addWidget(self.said)
        self._end_with(self.save_words, self.submit)
        self.said.editor.returnPressed.connect(self.submit)

    @Slot()
    def submit(self) -> None:
        said = " ".join(self.said.editor.text().split())
        if self.ask and is_missing(self.said, said, self.ask):
            self.said.editor.setFocus()
            return
        self.send(said)

    def send(self, said: str) -> None:
        """Say it to Station."""
        raise NotImplementedError


class FixForm(_SayForm):
    """It is fixed, says whoever is signed in."""

    title = "How it was fixed"
    ask = "Say how it was fixed, so that whoever verifies it knows what to look at."
    save_words = "It is fixed"

    @override
    def send(self, said: str) -> None:
        fix = partial(self.desk.commands.fix_hazard, hazard_id=self.hazard.hazard_id, how=said)
        self.do(fix, f"{self.hazard.place}: said to be fixed. Another person has to look and verify it.")


class VerifyForm(_SayForm):
    """Another person has looked: it is fixed."""

    title = "What you saw (if anything is to be said)"
    save_words = "I have looked: it is fixed"

    @override
    def send(self, said: str) -> None:
        verify = partial(self.desk.commands.verify_hazard, hazard_id=self.hazard.hazard_id, note=said, is_fixed=True)
        self.do(verify, f"{self.hazard.place} is verified as fixed.")


class RejectForm(_SayForm):
    """Another person has looked: it is not fixed."""

    title = "What is still wrong"
    ask = "Say what is still wrong, so that it can be fixed."
    save_words = "I have looked: it is not fixed"

    @override
    def send(self, said: str) -> None:
        reject = partial(self.desk.commands.verify_hazard, hazard_id=self.hazard.hazard_id, note=said, is_fixed=False)
        self.do(reject, f"{self.hazard.place} is open again, owed by the same time as before.")
