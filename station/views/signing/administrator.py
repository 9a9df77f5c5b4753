"""The first person who can let others in: asked for once, before anything else."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.views.bridge import Bridge
from station.views.commands import Commands
from station.views.panel.controls import button, label
from station.views.panel.fields import Field, line
from station.views.panel.form import Notice, go_to_first_problem, is_missing
from station.views.signing.pin_pad import RULE, TOO_SHORT, pin_line, what_is_wrong

TITLE = "The first administrator"
TEXT = (
    "Nobody can sign in here yet. The administrator gives everybody else a PIN, on the People page. Name one person; "
    "more can follow."
)


class AdministratorFields(QWidget):
    """His name and a PIN of his own, typed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Field("Name", line(placeholder="M. Ruiz", name="Name of the administrator"))
        self.pin = Field("PIN", pin_line("PIN of the administrator"), hint=RULE)
        self.again = Field("PIN once more", pin_line("PIN of the administrator once more"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for one in (self.name, self.pin, self.again):
            column.addWidget(one)

    @property
    def who(self) -> str:
        return " ".join(self.name.editor.text().split())

    @property
    def digits(self) -> str:
        """The PIN typed. For the service alone."""
        return self.pin.editor.text()

    def forget_pin(self) -> None:
        self.pin.editor.clear()
        self.again.editor.clear()

    def check(self) -> bool:
        """Says beside the fields what is wrong, and whether all is well."""
        unnamed = is_missing(self.name, self.who, "Enter the administrator's name, for example M. Ruiz.")
        wrong = what_is_wrong(self.digits, self.again.editor.text())
        short = wrong == TOO_SHORT
        self.pin.show_problem(wrong if short else "")
        self.again.show_problem("" if short else wrong)
        if wrong:
            self.again.editor.clear()
        go_to_first_problem((self.name, self.pin, self.again))
        return not unnamed and not wrong


class AdministratorCard(QFrame):
    """The same on a locked desk, for a unit that was there before people signed in."""

    made = Signal(str)
    """His name: he can sign in now."""

    def __init__(self, commands: Commands, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName("doorcard")
        self._commands, self._bridge = commands, bridge
        self.fields = AdministratorFields()
        self.notice = Notice()
        self.create_button = button("Make this person the administrator", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        column.addWidget(label(TITLE, scale=1.35, weight=QFont.Weight.Bold))
        column.addWidget(label(TEXT, tone="muted"))
        column.addWidget(self.fields)
        column.addWidget(self.notice)
        row = QHBoxLayout()
        row.addWidget(self.create_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.create_button.clicked.connect(self.submit)
        self.fields.again.editor.returnPressed.connect(self.submit)

    @Slot()
    def submit(self) -> None:
        if not self.isEnabled() or not self.fields.check():
            return
        self.setEnabled(False)
        self.notice.say("Making the administrator…")
        self._bridge.run(self._command(self.fields.who, self.fields.digits), self._made, self._refused)

    def _command(self, name: str, pin: str) -> Callable[[], str]:
        commands = self._commands

        def make() -> str:
            commands.create_first_administrator(name, pin)
            return name

        return make

    @Slot(object)
    def _made(self, name: str) -> None:
        self.setEnabled(True)
        self.fields.forget_pin()
        self.notice.say("")
        self.made.emit(name)

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        self.setEnabled(True)
        self.notice.say(str(error), "refusal")
