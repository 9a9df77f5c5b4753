"""A PIN asked for by something that has no form of its own."""

from station.services.errors import NeedsPin
from station.views.panel.desk import Desk
from station.views.panel.form import Command, Form


class ProveForm(Form):
    """Nothing but the question for the PIN; then `command` is done."""

    def __init__(self, desk: Desk, command: Command, done: str, needed: NeedsPin) -> None:
        super().__init__(desk)
        self.column.addWidget(self.notice)
        self.column.addWidget(self.question)
        self.ask_for(command, done, needed)
