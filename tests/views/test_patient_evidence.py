"""Evidence for a surveyor, asked for on a patient's page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from station.models.enums import Role
from station.reports.canvas import Paper
from station.services.errors import Refused
from station.services.evidence import Asked
from station.store.rows import StaffRow
from station.views.panel.controls import TOUCH
from station.views.patient import evidence
from station.views.patient.evidence import EvidenceAsked
from tests.views.patient_fakes import Ward
from tests.views.showing import dress

TECH = StaffRow(7, "J. Moore", Role.TECH)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was shown with the system's own program."""
    shown: list[Path] = []

    def show(place: Path) -> bool:
        shown.append(place)
        return True

    monkeypatch.setattr(evidence, "open_file", show)
    return shown


@pytest.fixture
def ward(qtbot: QtBot) -> Iterator[Ward]:
    dress("light")
    made = Ward()
    qtbot.addWidget(made.page)
    made.page.resize(1170, 820)
    made.page.show()
    qtbot.waitActive(made.page)
    yield made
    made.bridge.shutdown()


def asked(ward: Ward, **begin: Any) -> EvidenceAsked:
    """As it stands once Print… was pressed."""
    ward.begin(**begin)
    assert ward.page.view is not None
    ward.page.view.head.print.click()
    QApplication.processEvents()
    return ward.page.view.evidence


def test_it_begins_with_what_the_page_shows(ward: Ward) -> None:
    found = asked(ward)
    assert found.isVisible()
    assert (found.since.text(), found.until.text()) == ("2026-11-22 14:32", "2026-11-23 14:32")
    assert ward.page.view is not None
    ward.page.view.head.print.click()
    assert found.isHidden()


def test_it_is_made_in_the_folder_that_is_chosen(ward: Ward, opened: list[Path], tmp_path: Path) -> None:
    found = asked(ward)
    found.since.setText("2026-11-23 07:00")
    found.paper.choose("letter")
    found.go.click()
    assert isinstance(found.dialog, QFileDialog)
    assert found.dialog.fileMode() is QFileDialog.FileMode.Directory
    found.dialog.reject()
    found.save(str(tmp_path))
    name, (staff_id, wanted, folder, paper, cancelled) = ward.commands.last
    assert (name, staff_id, folder, paper) == ("make_evidence", 3, tmp_path, Paper.LETTER)
    assert wanted == Asked("stay:4", "2026-11-23 07:00", "2026-11-23 14:32")
    assert not cancelled()
    assert opened == [tmp_path / "evidence"]
    assert "holds the evidence of MRN 40 004. That you made it is in the journal." in found.notice.text
    assert found.cancel.isHidden()


def test_what_is_no_time_is_said_before_a_folder_is_asked_for(ward: Ward) -> None:
    found = asked(ward)
    found.until.setText("soon")
    found.go.click()
    assert found.dialog is None
    assert found.notice.text == "'soon' is no moment. Write it like 2026-11-23T14:00, by the unit's clock."
    assert found.until.text() == "soon"


def test_a_refusal_is_said_and_nothing_typed_is_lost(ward: Ward, opened: list[Path], tmp_path: Path) -> None:
    found = asked(ward)
    found.since.setText("2026-11-01 07:00")
    found.go.click()
    assert found.dialog is not None
    found.dialog.reject()
    ward.commands.errors.append(Refused("He was admitted on Fri 20 Nov 2026. Nothing has been made."))
    found.save(str(tmp_path))
    assert found.notice.text.startswith("He was admitted on Fri 20 Nov 2026")
    assert (found.since.text(), opened, found.go.isEnabled()) == ("2026-11-01 07:00", [], True)


def test_for_another_patient_it_begins_anew(ward: Ward) -> None:
    found = asked(ward)
    found.since.setText("2026-11-23 07:00")
    ward.page.tick(ward.now)
    assert found.since.text() == "2026-11-23 07:00"
    ward.page.show_after()
    assert found.since.text() == "2026-11-22 14:32"


def test_it_can_be_stopped(ward: Ward) -> None:
    found = asked(ward)
    found.go.click()
    assert found.dialog is not None
    found.dialog.reject()
    found.save("/nowhere")
    cancelled = ward.commands.last[1][4]
    found.stop()
    assert cancelled()


def test_whoever_may_not_sees_why(ward: Ward) -> None:
    found = asked(ward, who=TECH)
    assert not found.go.isEnabled()
    assert found.go.toolTip().startswith("A tech may not make evidence for a surveyor. Ask ")


def test_on_a_locked_desk_nothing_is_made(ward: Ward) -> None:
    found = asked(ward)
    found.go.click()
    assert found.dialog is not None
    found.dialog.reject()
    ward.recorder.choose(None)
    found.save("/nowhere")
    assert found.notice.text.startswith("This desk is locked")
    assert ward.commands.calls == []


def test_everything_has_a_name_and_can_be_hit(ward: Ward) -> None:
    found = asked(ward)
    for one in (found.since, found.until, found.go):
        assert one.height() >= TOUCH
        assert one.accessibleName() or one.text()
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert found.since.accessibleName() != found.until.accessibleName()


@pytest.mark.parametrize("width", [600, 830, 1170, 1720])
def test_nothing_is_cut_off(ward: Ward, width: int) -> None:
    ward.page.resize(width, 820)
    found = asked(ward)
    QApplication.processEvents()
    for one in (found.since, found.until, found.go):
        assert one.geometry().right() <= found.width()
        assert one.width() >= one.minimumSizeHint().width()
