"""A form that asks for a PIN: whose, what for, and then the same thing once more."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from station.services.errors import NeedsConfirmation, NeedsPin, Refused
from station.views.commands import Events
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, line
from station.views.panel.form import Form
from station.views.panel.proving import ProveForm
from tests.views.desk_fakes import BELLO, RUIZ, FakeCommands, desk

OWN = NeedsPin("M. Ruiz: enter your PIN to lower observation levels.", RUIZ.id)
SECOND = NeedsPin("K. Bello: enter your PIN to agree as the second person to a lower level.", BELLO.id)


class Plain(Form):
    """Sends what is in its one field."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.reason = Field("Reason", line(text="calm"))
        self.column.addWidget(self.reason)
        self.save = self.ending("Save", self.submit)
        self.done: list[str] = []
        self.refusals = 0

    def submit(self) -> None:
        command = partial(self._send, reason=self.reason.editor.text())
        self.do(command, "Saved.", once_confirmed=command)

    def _send(self, staff_id: int, *, reason: str) -> Events:
        return self.desk.commands.discharge(staff_id, 4, reason)

    @override
    def succeeded(self, done: str) -> None:
        self.done.append(done)

    @override
    def refused(self) -> None:
        self.refusals += 1


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


@pytest.fixture
def form(qtbot: QtBot, commands: FakeCommands) -> Plain:
    made = Plain(desk(commands, who=RUIZ))
    qtbot.addWidget(made)
    made.show()
    return made


def _type(form: Form, pin: str) -> None:
    assert form.pin_ask is not None
    QTest.keyClicks(form.pin_ask.pad, pin)
    QTest.keyClick(form.pin_ask.pad, Qt.Key.Key_Return)


def test_the_pin_is_asked_for_and_the_same_is_done_again(form: Plain, commands: FakeCommands) -> None:
    commands.errors = [OWN]
    form.submit()
    assert form.pin_ask is not None
    assert form.pin_ask.isVisible()
    assert form.pin_ask.asks.text() == str(OWN)
    assert form.pin_ask.pad.hasFocus()
    assert not form.reason.isEnabled()
    form.submit()
    _type(form, "2580")
    assert commands.calls == [
        ("discharge", (RUIZ.id, 4, "calm")),
        ("prove", (RUIZ.id, "2580")),
        ("discharge", (RUIZ.id, 4, "calm")),
    ]
    assert form.done == ["Saved."]
    assert not form.pin_ask.isVisible()
    assert form.reason.isEnabled()
    assert not form.busy


def test_two_people_one_after_the_other(form: Plain, commands: FakeCommands) -> None:
    commands.errors = [OWN]
    form.submit()
    original = commands.discharge
    answers: list[Exception | None] = [SECOND, None]

    def twice(staff_id: int, stay_id: int, reason: str) -> Events:
        original(staff_id, stay_id, reason)
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        return []

    commands.discharge = twice  # type: ignore[method-assign]  # asks for the second person once
    _type(form, "2580")
    assert form.pin_ask is not None
    assert form.pin_ask.asks.text() == str(SECOND)
    assert form.pin_ask.pad.typed == 0
    _type(form, "1357")
    assert [arguments for name, arguments in commands.calls if name == "prove"] == [
        (RUIZ.id, "2580"),
        (BELLO.id, "1357"),
    ]
    assert form.done == ["Saved."]


def test_a_wrong_pin_is_said_at_the_pad_and_can_be_tried_again(form: Plain, commands: FakeCommands) -> None:
    commands.errors = [OWN]
    form.submit()
    commands.errors = [Refused("This is not the PIN of M. Ruiz. 4 tries are left.")]
    _type(form, "1111")
    assert form.pin_ask is not None
    assert form.pin_ask.said.text().startswith("This is not the PIN of M. Ruiz.")
    assert form.pin_ask.pad.typed == 0
    assert form.done == []
    _type(form, "2580")
    assert form.done == ["Saved."]


def test_giving_up_changes_nothing_and_loses_nothing(form: Plain, commands: FakeCommands) -> None:
    commands.errors = [OWN]
    form.submit()
    assert form.pin_ask is not None
    form.pin_ask.stop.click()
    assert form.notice.text == "Not saved."
    assert (form.reason.editor.text(), form.reason.isEnabled(), form.busy) == ("calm", True, False)
    assert form.refusals == 1
    assert len(commands.calls) == 1


def test_what_is_refused_after_the_pin_is_said_as_always(form: Plain, commands: FakeCommands) -> None:
    commands.errors = [OWN]
    form.submit()
    answers = [Refused("He has been discharged already.")]

    def refuse(staff_id: int, stay_id: int, reason: str) -> Events:
        raise answers.pop(0)

    commands.discharge = refuse  # type: ignore[method-assign]  # only after the proof
    _type(form, "2580")
    assert form.notice.text == "He has been discharged already."
    assert form.reason.isEnabled()


def test_a_question_answered_yes_may_ask_for_a_pin_too(form: Plain, commands: FakeCommands) -> None:
    commands.errors = [NeedsConfirmation("Record both?"), OWN]
    form.submit()
    form.question.yes.click()
    assert form.pin_ask is not None
    assert form.pin_ask.isVisible()
    _type(form, "2580")
    assert [name for name, _ in commands.calls] == ["discharge", "discharge", "prove", "discharge"]


def test_half_a_pin_is_gone_when_the_form_is_put_away(form: Plain, commands: FakeCommands) -> None:
    commands.errors = [OWN]
    form.submit()
    assert form.pin_ask is not None
    QTest.keyClicks(form.pin_ask.pad, "25")
    form.hide()
    form.show()
    assert form.pin_ask.isVisible()
    assert form.pin_ask.pad.typed == 0


def test_what_has_no_form_of_its_own_asks_in_one(qtbot: QtBot, commands: FakeCommands) -> None:
    made = ProveForm(desk(commands, who=RUIZ), partial(commands.accept_alert, alert_id=3, note=""), "Accepted.", OWN)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.finished) as finished:
        _type(made, "2580")
    assert finished.args == ["Accepted."]
    assert commands.calls == [("prove", (RUIZ.id, "2580")), ("accept_alert", (RUIZ.id, 3, ""))]
