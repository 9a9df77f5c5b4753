"""Changing one's own PIN."""

from functools import partial

from PySide6.QtCore import Slot
from typing_extensions import override

from station.views.commands import Commands, Events
from station.views.panel.controls import label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field
from station.views.panel.form import Form, go_to_first_problem, is_missing
from station.views.signing.pin_pad import RULE, TOO_SHORT, pin_line, what_is_wrong


class ChangePinForm(Form):
    """The old one, and a new one twice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.old = Field("PIN you have now", pin_line("PIN you have now"))
        self.new = Field("New PIN", pin_line("New PIN"), hint=RULE)
        self.again = Field("New PIN once more", pin_line("New PIN once more"))
        staff = desk.recorder.staff
        if staff is not None:
            self.column.addWidget(label(staff.name, tone="muted"))
        for one in (self.old, self.new, self.again):
            self.column.addWidget(one)
            one.editor.returnPressed.connect(self.submit)
        self.save = self.ending("Change the PIN", self.submit)

    @Slot()
    def submit(self) -> None:
        old, new = self.old.editor.text(), self.new.editor.text()
        wrong = what_is_wrong(new, self.again.editor.text())
        short = wrong == TOO_SHORT
        self.new.show_problem(wrong if short else "")
        self.again.show_problem("" if short else wrong)
        if is_missing(self.old, old, "Type the PIN you have now.") or wrong:
            go_to_first_problem((self.old, self.new, self.again))
            return
        self.do(partial(_change, commands=self.desk.commands, old=old, new=new), "Your PIN is changed.")

    @override
    def refused(self) -> None:
        """A PIN that has been tried does not stay on the screen, not even as dots."""
        for one in (self.old, self.new, self.again):
            one.editor.clear()
        self.old.editor.setFocus()


def _change(staff_id: int, *, commands: Commands, old: str, new: str) -> Events:
    return commands.change_pin(staff_id, old, new)
