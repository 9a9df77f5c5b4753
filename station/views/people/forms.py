"""What an administrator does for one person. Each is a form of its own, so that one refusal leaves the others alone."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton
from typing_extensions import override

from station.models.enums import Role
from station.rules.permissions import Deed
from station.store.rows.people import PersonRow
from station.views.panel.controls import TOUCH, button, dress_font
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Picker, line
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Form, go_to_first_problem, is_missing
from station.views.permit import Permit
from station.views.signing.pin_pad import RULE, TOO_SHORT, pin_line, what_is_wrong

ROLES = tuple(Role)


def role_picker() -> Picker:
    made = Picker("Role")
    for role in ROLES:
        made.addItem(role.value, role.value)
    made.setCurrentIndex(made.findData(Role.TECH.value))
    return made


def side_by_side(*buttons: QPushButton) -> FlowLayout:
    """One beside the other, or beneath it where the text is large."""
    made = FlowLayout(spacing=8)
    for one in buttons:
        made.addWidget(one)
    return made


def _tidy(name: str) -> str:
    return " ".join(name.split())


class PersonForm(Form):
    """Stays open once it is done: more may be to do for the same person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.column.setSpacing(8)

    @override
    def succeeded(self, done: str) -> None:
        """The page says it: this form may be gone with the next reading."""
        for one in self.findChildren(QLineEdit):
            one.setModified(False)
        self.finished.emit(done)


class AddPersonForm(PersonForm):
    """A name as it is to stand on the board, and a role. The PIN comes next, on the card of the new person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.name = Field("Name on the board", line(placeholder="J. Moore"))
        self.role = Field("Role", role_picker())
        self.add = button("Add person", "primary")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.name, 3)
        row.addWidget(self.role, 2)
        self.column.addLayout(row)
        self.column.addWidget(self.notice)
        self.column.addLayout(side_by_side(self.add))
        self.permit = Permit(self.add, desk.recorder, Deed.PEOPLE)
        self.add.clicked.connect(self.submit)
        self.name.editor.returnPressed.connect(self.submit)

    @Slot()
    def submit(self) -> None:
        name = _tidy(self.name.editor.text())
        if self.permit.reason or is_missing(self.name, name, "Enter the name as it is to stand on the board."):
            return
        role = Role(self.role.editor.currentData())
        done = f"{name} is added. Choose {name} in the list and give a PIN: without one nobody can sign in."
        self.do(partial(self.desk.commands.add_staff, name=name, role=role), done)

    @override
    def succeeded(self, done: str) -> None:
        self.name.editor.clear()
        super().succeeded(done)
        self.name.editor.setFocus()


class NameForm(PersonForm):
    """His name and role."""

    def __init__(self, desk: Desk, person: PersonRow) -> None:
        super().__init__(desk)
        self._person = person
        self.name = Field("Name on the board", line(text=person.name))
        self.role = Field("Role", role_picker())
        self.role.editor.setCurrentIndex(self.role.editor.findData(person.role.value))
        self.save = button("Save name and role")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.name, 3)
        row.addWidget(self.role, 2)
        self.column.addLayout(row)
        self.column.addWidget(self.notice)
        self.column.addLayout(side_by_side(self.save))
        Permit(self.save, desk.recorder, Deed.PEOPLE)
        self.save.clicked.connect(self.submit)

    @Slot()
    def submit(self) -> None:
        name, role = _tidy(self.name.editor.text()), Role(self.role.editor.currentData())
        if is_missing(self.name, name, "Enter the name as it is to stand on the board."):
            return
        new_name = name if name != self._person.name else None
        new_role = role if role is not self._person.role else None
        if new_name is None and new_role is None:
            self.notice.say("Nothing has been changed yet.")
            return
        change = partial(
            self.desk.commands.change_person, of_staff_id=self._person.id, name=new_name, role=new_role, active=None
        )
        self.do(change, f"{name} is {role.value} from now on." if new_role else f"The name is {name} from now on.")


class PinForm(PersonForm):
    """A first PIN, or a new one for a lost one. Whoever gets it chooses one of his own."""

    def __init__(self, desk: Desk, person: PersonRow) -> None:
        super().__init__(desk)
        self._person = person
        self.pin = Field("New PIN", pin_line("New PIN"), hint=RULE)
        self.again = Field("Once more", pin_line("New PIN once more"), hint="To be changed at signing in.")
        self.save = button("Give this PIN")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.pin, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.again, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self.column.addWidget(self.notice)
        self.column.addLayout(side_by_side(self.save))
        Permit(self.save, desk.recorder, Deed.PEOPLE)
        self.save.clicked.connect(self.submit)
        self.again.editor.returnPressed.connect(self.save.click)

    @Slot()
    def submit(self) -> None:
        pin = self.pin.editor.text()
        wrong = what_is_wrong(pin, self.again.editor.text())
        self.pin.show_problem(wrong if wrong == TOO_SHORT else "")
        self.again.show_problem("" if wrong == TOO_SHORT else wrong)
        if wrong:
            self.again.editor.clear()
            go_to_first_problem((self.pin, self.again))
            return
        give = partial(self.desk.commands.set_pin, of_staff_id=self._person.id, pin=pin)
        self.do(give, f"{self._person.name} has a new PIN. Say it to {self._person.name}, and to nobody else.")

    @override
    def succeeded(self, done: str) -> None:
        self.refused()
        super().succeeded(done)

    @override
    def refused(self) -> None:
        for one in (self.pin, self.again):
            one.editor.clear()


class BadgeLine(QLineEdit):
    """Takes what a scanner types, instead of letting it sign somebody in."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Scan the badge now")
        self.setMinimumHeight(TOUCH)
        dress_font(self)

    def take_scan(self, scanned: str) -> None:
        self.setText(scanned)
        self.setModified(True)


class BadgeForm(PersonForm):
    """Click into the field and scan. A badge says who somebody is; the PIN proves it."""

    def __init__(self, desk: Desk, person: PersonRow) -> None:
        super().__init__(desk)
        self._person = person
        self.badge = Field("Badge", BadgeLine(), hint="Click here, then scan it.")
        self.badge.editor.setText(person.badge or "")
        self.save, self.take = button("Save badge"), button("Take the badge away")
        self.column.addWidget(self.badge)
        self.column.addWidget(self.notice)
        self.column.addLayout(side_by_side(self.save, self.take))
        self.take.setVisible(person.badge is not None)
        for one in (self.save, self.take):
            Permit(one, desk.recorder, Deed.PEOPLE)
        self.save.clicked.connect(self.submit)
        self.take.clicked.connect(self._take_away)

    @Slot()
    def submit(self) -> None:
        badge = self.badge.editor.text().strip()
        if is_missing(self.badge, badge, "Scan the badge first."):
            return
        give = partial(self.desk.commands.set_badge, of_staff_id=self._person.id, badge=badge)
        self.do(give, f"This badge is {self._person.name}'s.")

    @Slot()
    def _take_away(self) -> None:
        take = partial(self.desk.commands.set_badge, of_staff_id=self._person.id, badge=None)
        self.do(take, f"{self._person.name} has no badge any more.")


class StandingForm(PersonForm):
    """Unlocking, and whether he works here."""

    def __init__(self, desk: Desk, person: PersonRow) -> None:
        super().__init__(desk)
        self._person = person
        locked = person.active and person.locked_until is not None and person.locked_until > desk.now()
        self.unlock = button("Unlock now")
        self.leave = button("Does not work here any more…" if person.active else "Works here again")
        self.column.addWidget(self.notice)
        self.column.addWidget(self.question)
        self.column.addLayout(side_by_side(self.unlock, self.leave))
        self.unlock.setVisible(locked)
        for one in (self.unlock, self.leave):
            Permit(one, desk.recorder, Deed.PEOPLE)
        self.unlock.clicked.connect(self._unlock)
        self.leave.clicked.connect(self._leave)

    @Slot()
    def _unlock(self) -> None:
        unlock = partial(self.desk.commands.unlock_person, of_staff_id=self._person.id)
        self.do(unlock, f"{self._person.name} can sign in again.")

    @Slot()
    def _leave(self) -> None:
        if not self._person.active:
            self._set_active(active=True)
            return
        self.question.ask(
            f"{self._person.name} does not work here any more? Nobody can sign in as {self._person.name} then. "
            "What was recorded stays.",
            yes="Does not work here",
            no="Keep",
        )

    @Slot(bool)
    @override
    def _answered(self, yes: bool) -> None:
        if yes:
            self._set_active(active=False)
        else:
            self.notice.say("Nothing has been changed.")

    def _set_active(self, *, active: bool) -> None:
        change = partial(
            self.desk.commands.change_person, of_staff_id=self._person.id, name=None, role=None, active=active
        )
        said = "works here again" if active else "does not work here any more"
        self.do(change, f"{self._person.name} {said}.")
