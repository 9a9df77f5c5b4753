"""An alert beside the page: what one will do, asking somebody else to take it, why it closed without its deed."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.models.enums import AlertState, Role
from station.services.errors import Refused
from station.services.events import AlertsChanged
from station.store.rows import AlertRow, StaffRow
from station.store.rows.plan import OnDutyRow
from station.views.panel.alert import AlertForm
from station.views.panel.desk import Placed, placed
from station.views.panel.past_alert import PastAlert
from station.views.panel.patient import PatientPanel
from station.views.panel.why import WhyForm
from station.views.permit import Permit
from tests.views.alert_fakes import past
from tests.views.desk_fakes import BELLO, MOORE, OSEI, RUIZ, FakeCommands, FakeReads, desk, unit
from tests.views.snapshots import NOW

UNIT = unit()
OPEN = UNIT.alerts[0]
HELD = replace(
    OPEN,
    state=AlertState.ACCEPTED,
    accepted_by="R. Osei",
    accepted_by_id=OSEI.id,
    lease_until=NOW + timedelta(minutes=2),
)
OWED = past(7, stay_id=4, close_note="", close_reason="documented late", documented_late=True)
VIEWER = StaffRow(8, "V. Ito", Role.VIEWER)


WidgetT = TypeVar("WidgetT", bound=QWidget)


def shown(qtbot: QtBot, widget: WidgetT) -> WidgetT:
    qtbot.addWidget(widget)
    widget.resize(380, 900)
    widget.show()
    return widget


def tap(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


def form(qtbot: QtBot, commands: FakeCommands, alert: AlertRow, who: StaffRow, *on_duty: OnDutyRow) -> AlertForm:
    return shown(qtbot, AlertForm(desk(commands, who=who), alert, None, on_duty))


def on_duty(one: StaffRow) -> OnDutyRow:
    return OnDutyRow(one.id, one.name, one.role, NOW + timedelta(hours=4), None, "", None)


def offered(made: AlertForm) -> list[str]:
    picker = made.ask.to.editor
    return [picker.itemText(place).split(" · ")[0] for place in range(1, picker.count())]


def test_ready_words_accept_with_one_tap(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, OPEN, MOORE)
    tap(made.phrases.buttons[1])
    assert commands.calls == [("accept_alert", (MOORE.id, OPEN.id, "Asked the rounder"))]
    assert made.phrases.buttons[1].accessibleName() == "Accept: Asked the rounder"


def test_the_time_of_whoever_has_it_runs_down(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, HELD, MOORE)
    assert made._answer.text() == "R. Osei has it for 2:00 more"
    assert not any(one.isEnabled() for one in (made.accept, *made.phrases.buttons))


def test_whoever_has_it_asks_somebody_on_duty(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, HELD, OSEI, on_duty(OSEI), on_duty(MOORE))
    assert made.ask.isVisible()
    assert offered(made) == ["J. Moore"]
    tap(made.ask.ask)
    assert made.ask.to.problem == "Choose whom to ask."
    made.ask.to.editor.choose(MOORE.id)
    tap(made.ask.ask)
    assert commands.calls == [("delegate_alert", (OSEI.id, HELD.id, MOORE.id))]
    assert made.ask.notice.text.startswith("J. Moore is asked")
    assert made.ask.to.editor.staff_id is None


def test_where_nothing_is_planned_everybody_who_may_is_offered(qtbot: QtBot, commands: FakeCommands) -> None:
    assert offered(form(qtbot, commands, HELD, OSEI)) == ["J. Moore", "M. Ruiz", "K. Bello"]


def test_a_charge_asks_about_what_nobody_has_and_others_do_not(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, OPEN, RUIZ)
    assert made.ask.isVisible()
    made.desk.recorder.choose(BELLO)
    assert not made.ask.isVisible()


def test_whom_one_has_chosen_stays_chosen_when_the_alert_changes(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, HELD, OSEI, on_duty(MOORE))
    made.ask.to.editor.choose(MOORE.id)
    made.show_alert(replace(HELD, told="manager"), None, (on_duty(MOORE), on_duty(BELLO)))
    assert made.ask.to.editor.staff_id == MOORE.id


def test_a_refusal_stands_where_it_was_asked(qtbot: QtBot, commands: FakeCommands) -> None:
    commands.errors = [Refused("J. Moore is not on duty by the published plan. Ask somebody who is.")]
    made = form(qtbot, commands, HELD, OSEI)
    made.ask.to.editor.choose(MOORE.id)
    tap(made.ask.ask)
    assert "not on duty" in made.ask.notice.text
    assert made.ask.to.editor.staff_id == MOORE.id


def test_whoever_was_asked_may_accept_though_another_has_it(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, replace(HELD, delegated_to="J. Moore", delegated_to_id=MOORE.id), MOORE)
    assert (made.accept.isEnabled(), made.accept.text()) == (True, "Accept")
    made.desk.recorder.choose(BELLO)
    assert not made.accept.isEnabled()


def test_a_reason_owed_is_asked_in_the_patients_panel_until_it_is_said(qtbot: QtBot, commands: FakeCommands) -> None:
    reads = FakeReads(history=(OWED,))
    made = desk(commands, reads=reads)
    panel = shown(qtbot, PatientPanel(made, UNIT, _placed()))
    (asked,) = panel.findChildren(WhyForm)
    tap(asked.save)
    assert asked.why.problem == "Say why, in a few words."
    asked.why.editor.setPlainText("with his family")
    reads.history = ()
    tap(asked.save)
    assert commands.last == ("explain_alert", (MOORE.id, 7, "with his family"))
    assert panel.why_owed.isHidden()
    reads.history = (replace(OWED, id=8),)
    panel.on_events([AlertsChanged((8,))])
    assert list(panel.why_owed.forms) == [8]


def test_what_is_being_written_stays_though_another_has_said_why(qtbot: QtBot, commands: FakeCommands) -> None:
    reads = FakeReads(history=(OWED,))
    panel = PatientPanel(desk(commands, reads=reads), UNIT, _placed())
    shown(qtbot, panel)
    (asked,) = panel.findChildren(WhyForm)
    asked.why.editor.insertPlainText("half a")
    reads.history = ()
    panel.why_owed.reload()
    assert list(panel.why_owed.forms) == [7]
    commands.errors = [Refused("A. Diaz has said why already: on the phone. Nothing has been changed.")]
    tap(asked.save)
    assert "said why already" in asked.notice.text


def _placed() -> Placed:
    found = placed(UNIT, 4)
    assert found is not None
    return found


def test_whoever_may_not_say_why_sees_that_he_may_not(qtbot: QtBot, commands: FakeCommands) -> None:
    made = shown(qtbot, WhyForm(desk(commands, who=VIEWER), OWED))
    assert not made.save.isEnabled()
    assert made.findChildren(Permit)[0].reason == (
        "A viewer may not say why alerts closed. Ask a tech, a charge tech, a nurse, a charge nurse or a provider."
    )


def test_a_closed_alert_says_what_ended_it_and_who_said_why(qtbot: QtBot, commands: FakeCommands) -> None:
    said = replace(OWED, close_note="Nobody was free", close_note_by="R. Osei")
    made = shown(qtbot, PastAlert(desk(commands, reads=FakeReads(history=(said,))), 7))
    words = [one.text() for one in (made._urgency, made._who, made._ended, made._reason)]
    assert words == [
        "High · stood for 7:00", "Ames, Maria · West hall", "Closed 13:32 by R. Osei: documented late",
        "R. Osei said why: Nobody was free",
    ]  # fmt: skip
    assert made.why is None
    assert made.to_patient.isHidden()
