"""Who holds a continuous patient, at the desk: taken over, offered with what has to be known, answered."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station.models.enums import HandingAnswer, OrderKind
from station.store.rows import PatientRow, StaffRow
from station.store.rows.custody import HandedOver, HandingRow
from station.store.rows.levels import LevelStretchRow
from station.views.panel.observer import ObserverForm
from tests.views.desk_fakes import BELLO, MOORE, OSEI, RUIZ, FakeCommands, FakeReads, desk
from tests.views.snapshots import ago, offer, patient

SAID = HandedOver("Self-harm", "Arm's length", "Door open, in sight", "Phone calls", "12:40 in his room, calm")


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


def handing(number: int = 1, **said: Any) -> HandingRow:
    base = HandingRow(
        number, "D. Lin", 2, "R. Osei", "D. Lin", ago(minutes=73), SAID, HandingAnswer.ACCEPTED, ago(minutes=72), ""
    )
    return replace(base, **said)


def order() -> LevelStretchRow:
    return LevelStretchRow(
        1, OrderKind.ADMISSION, "1:1", None, "Tore a sheet", "Dr Haas", "M. Ruiz", "", ago(days=1), None, None
    )


def form(
    qtbot: QtBot,
    commands: FakeCommands,
    one: PatientRow,
    *,
    who: StaffRow | None = MOORE,
    handed: tuple[HandingRow, ...] = (),
) -> ObserverForm:
    reads = FakeReads(handed=handed, stretches=(order(),))
    made = ObserverForm(desk(commands, who=who, reads=reads), one)
    qtbot.addWidget(made)
    made.show()
    return made


def tap(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def held(**said: Any) -> PatientRow:
    return patient(4, level="1:1", observer="R. Osei", **said)


def test_nobody_observing_can_be_taken_over(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, patient(4, level="1:1"))
    assert made.take.text() == "Take over as J. Moore"
    assert not made.offer.isVisible()
    assert not made.card.isVisible()
    tap(made.take)
    assert commands.calls == [("take_over", (MOORE.id, 4))]


def test_whoever_takes_over_from_nobody_reads_what_was_handed_over_last(qtbot: QtBot, commands: FakeCommands) -> None:
    declined = handing(2, answer=HandingAnswer.DECLINED, said=replace(SAID, reason="not this one"))
    made = form(qtbot, commands, patient(4, level="1:1"), handed=(declined, handing(1)))
    assert made.card.isVisible()
    assert made.card.text.startswith("Handed over last 13:20, D. Lin to R. Osei. Why observed: Self-harm.")


def test_an_offer_begins_with_what_was_said_last_and_with_where_he_was_seen(
    qtbot: QtBot, commands: FakeCommands
) -> None:
    made = form(qtbot, commands, held(), who=OSEI, handed=(handing(),))
    assert "R. Osei is observing since 13:20" in made.state.text()
    assert "Relief due in 48:00." in made.state.text()
    values = {name: one.editor.value for name, one in made.said.fields.items()}
    assert values == {
        "reason": "Self-harm",
        "distance": "Arm's length",
        "bathroom": "Door open, in sight",
        "triggers": "Phone calls",
        "last_contact": "14:26 hallway, talking",
    }
    tap(made.offer)
    assert made.to.problem == "Choose to whom."
    made.to.editor.choose(RUIZ.id)
    tap(made.offer)
    said = HandedOver(**values)
    assert commands.calls == [("offer_handover", (OSEI.id, 4, RUIZ.id, said))]


def test_the_first_offer_begins_with_the_orders_reason_and_asks_for_the_rest(
    qtbot: QtBot, commands: FakeCommands
) -> None:
    made = form(qtbot, commands, held(), who=OSEI)
    fields = made.said.fields
    assert fields["reason"].editor.value == "Tore a sheet"
    made.to.editor.choose(RUIZ.id)
    tap(made.offer)
    assert fields["distance"].problem == "Say how close the observer stays."
    assert not commands.calls
    tap(fields["distance"].editor.words.button_of("Two metres"))
    tap(fields["bathroom"].editor.words.button_of("Two staff"))
    tap(fields["triggers"].editor.words.button_of("None known"))
    fields["last_contact"].editor.line.setText("14:30 says he is tired")
    tap(made.offer)
    said = HandedOver("Tore a sheet", "Two metres", "Two staff", "None known", "14:30 says he is tired")
    assert commands.calls == [("offer_handover", (OSEI.id, 4, RUIZ.id, said))]


def test_what_a_person_wrote_is_not_written_over(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, held(), who=OSEI)
    line = made.said.fields["triggers"].editor.line
    line.setFocus()
    QTest.keyClicks(line, "Loud voices")
    made.said.suggest(held(), SAID, "", made.desk.zone)
    assert line.text() == "Loud voices"
    assert made.said.fields["distance"].editor.words.value == "Arm's length"


def test_who_neither_has_him_nor_is_charge_is_told_whom_to_ask(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, held(), who=MOORE)
    assert "R. Osei, or a charge, offers him" in made.state.text()
    assert not made.offer.isVisible()
    made.desk.recorder.choose(RUIZ)
    assert made.offer.isVisible()


def test_only_the_person_it_was_offered_to_reads_and_accepts(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, held(offered_to="K. Bello"), who=MOORE)
    assert not made.accept.isEnabled()
    assert "Only K. Bello can answer" in made.accept.toolTip()
    made.desk.recorder.choose(OSEI)
    assert made.take_back.isVisible()
    assert not made.accept.isVisible()
    made.show_patient(replace(held(), observer=replace(held().observer, offer=offer("K. Bello", BELLO.id))))  # type: ignore[type-var]  # he has one
    made.desk.recorder.choose(BELLO)
    assert made.card.text.startswith("What K. Bello is told. Why observed: Self-harm. Distance: Arm's length.")
    tap(made.accept)
    assert commands.calls == [("accept_handover", (BELLO.id, 9))]


def test_declining_takes_a_reason(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, held(offered_to="M. Ruiz"), who=RUIZ)
    assert not made.decline_now.isVisible()
    tap(made.decline)
    tap(made.decline_now)
    assert made.why_not.problem.startswith("Say why you do not take him")
    tap(made.why_not.editor.words.button_of("On a round"))
    tap(made.decline_now)
    assert commands.calls == [("decline_handover", (RUIZ.id, 9, "On a round"))]


def test_the_observer_takes_his_offer_back(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, held(offered_to="M. Ruiz"), who=OSEI)
    tap(made.take_back)
    assert commands.calls == [("take_back_offer", (OSEI.id, 9))]


def test_answered_meanwhile_the_form_shows_who_has_him_now(qtbot: QtBot, commands: FakeCommands) -> None:
    made = form(qtbot, commands, held(offered_to="M. Ruiz"), who=RUIZ)
    tap(made.decline)
    made.show_patient(patient(4, level="1:1", observer="M. Ruiz"))
    assert not made.accept.isVisible()
    assert not made.why_not.isVisible()
    assert "M. Ruiz is observing" in made.state.text()
