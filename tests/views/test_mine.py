"""What is mine: an offer that waits for whoever is signed in, or the patient he holds, seen at once on the desk."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.store.rows import BedRow, BoardSnapshot, StaffRow
from station.views import theme as themes
from station.views.bridge import DirectBridge
from station.views.panel.observer import ObserverForm
from station.views.shell import DeskShell
from tests.views.desk_fakes import BELLO, MOORE, OSEI, RUIZ, FakeCommands, FakeReads, unit
from tests.views.snapshots import NOW, ahead, offer


def held_by(who: StaffRow, to: StaffRow | None = None) -> BoardSnapshot:
    """The busy unit, where this person has the patient of 1208 and has offered him."""
    made = unit()
    return replace(made, beds=tuple(_held(one, who, to) for one in made.beds))


def _held(bed: BedRow, who: StaffRow, to: StaffRow | None) -> BedRow:
    patient = bed.patient
    if bed.label != "1208" or patient is None or patient.observer is None:
        return bed
    made = offer(to.name, to.id) if to else None
    observer = replace(patient.observer, staff_id=who.id, name=who.name, offer=made)
    return replace(bed, patient=replace(patient, observer=observer))


@pytest.fixture
def shell(qtbot: QtBot) -> DeskShell:
    made = DeskShell(
        commands=FakeCommands(), reads=FakeReads(), bridge=DirectBridge(), now=lambda: NOW, theme=themes.load("light")
    )
    qtbot.addWidget(made)
    made.show_snapshot(held_by(OSEI))
    made.recorder.choose(BELLO)
    made.show()
    return made


def test_an_offer_is_seen_at_once_by_whom_it_was_made_to(shell: DeskShell) -> None:
    mine = shell.navigation.mine
    assert not mine.isVisible()
    shell.show_snapshot(held_by(OSEI, BELLO))
    assert mine.isVisible()
    assert mine.text.splitlines() == ["Offered to you", "1208 · CJ · LOS", "by R. Osei at 14:31"]
    assert mine.act.accessibleName().startswith("Read and answer: Offered to you, 1208")
    mine.act.click()
    panel = shell.panel.patient_panel()
    assert panel is not None
    assert isinstance(panel.form, ObserverForm)
    assert panel.form.accept.isEnabled()


def test_the_next_person_at_the_desk_sees_what_is_his(shell: DeskShell) -> None:
    mine = shell.navigation.mine
    shell.show_snapshot(held_by(OSEI, RUIZ))
    assert not mine.isVisible()
    shell.recorder.choose(RUIZ)
    assert mine.text.startswith("Offered to you")
    shell.recorder.choose(MOORE)
    assert not mine.isVisible()


def test_who_has_a_patient_sees_relief_and_note_and_opens_him_by_a_key(shell: DeskShell) -> None:
    shell.recorder.choose(OSEI)
    mine = shell.navigation.mine
    assert mine.text.splitlines() == ["You have 1208 · CJ", "relief due in 13:00", "note due in 9:45"]
    mine.tick(ahead(minutes=14))
    assert "relief late" in mine.text
    QTest.keyClick(shell, Qt.Key.Key_M)
    panel = shell.panel.patient_panel()
    assert panel is not None
    assert panel.form is None
    panel.record.places.buttons()[0].click()
    panel.record.activities.buttons()[0].click()
    assert isinstance(shell._commands, FakeCommands)
    assert [name for name, _ in shell._commands.calls if name == "record_check"] == ["record_check"]


def test_who_has_offered_sees_that_it_is_not_accepted_yet(shell: DeskShell) -> None:
    shell.recorder.choose(OSEI)
    shell.show_snapshot(held_by(OSEI, BELLO))
    assert shell.navigation.mine.text.splitlines()[:2] == ["You have 1208 · CJ", "offered to K. Bello"]
    assert shell.navigation.mine.act.accessibleName().startswith("Record a check: ")
