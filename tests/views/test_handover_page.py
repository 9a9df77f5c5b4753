"""The Handover page: live, signed by one, by both; notes; an earlier one; printing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from station.rules import handover_page as words
from station.services.errors import NeedsPin, Refused
from station.services.events import CheckRecorded, HandoverChanged, MonitorHealth
from station.services.handover import LONGEST_NOTE
from station.views import printing
from station.views.handover.forms import SignIncoming, SignOutgoing
from station.views.handover.view import HandoverView
from station.views.panel.controls import TOUCH
from tests.reports.papers import empty, handover
from tests.views.desk_fakes import BELLO, MOORE, RUIZ
from tests.views.handover_fakes import EARLIER, SINCE, STARTS, Handover, note, sheet, signed, taken
from tests.views.showing import dress
from tests.views.snapshots import NOW


@pytest.fixture
def made(qtbot: QtBot) -> Handover:
    dress("light")
    made = Handover()
    qtbot.addWidget(made.page)
    made.page.resize(1400, 900)
    return made


def texts(root: QWidget) -> str:
    """All that can be read."""
    return "\n".join(one.text() for one in root.findChildren(QLabel) if one.isVisibleTo(root))


def outgoing(view: HandoverView) -> SignOutgoing:
    assert isinstance(view.sign, SignOutgoing)
    return view.sign


def incoming(view: HandoverView) -> SignIncoming:
    assert isinstance(view.sign, SignIncoming)
    return view.sign


# What it shows.


def test_before_anything_is_read_it_says_so(made: Handover) -> None:
    assert made.page.state is not None
    assert made.page.state.title == "Reading the handover"


def test_what_cannot_be_read_is_said_and_what_is_shown_stays(made: Handover) -> None:
    made.begin(Refused("The database cannot be reached."))
    assert made.page.state is not None
    assert made.page.state.text == "The database cannot be reached."
    made.reads.handing = sheet()
    made.bridge.publish([HandoverChanged()])
    assert made.page.state is None
    made.reads.handing = Refused("The database cannot be reached.")
    made.bridge.publish([HandoverChanged()])
    assert made.page.state is None
    assert made.page.view is not None
    assert "cannot be read again. The database cannot be reached." in made.page.view.notice.text


def test_every_line_of_the_page_is_on_the_screen(made: Handover) -> None:
    view = made.begin()
    said = texts(view)
    page = sheet().page
    for one in page.patients:
        assert one.name in said
    for section in page.sections:
        assert section.title in said
        for line in section.lines:
            assert line.text in said
            assert line.mark in said
    assert "Patients 24 · on the unit 22" in said
    assert "1 unaccounted for: 1204. Look for them now." in said


def test_it_is_made_in_many_turns_and_read_again_in_one(made: Handover, qtbot: QtBot) -> None:
    """What a window does at once it stands still for."""
    made.reads.handing = sheet()
    made.page.show()
    made.page.show_desk(made.desk())
    view = made.page.view
    assert view is not None
    assert made.page.state is None
    assert not view.body.is_whole
    assert view.body.patients.rows == ()
    qtbot.waitUntil(lambda: view.body.is_whole)
    assert len(view.body.patients.rows) == 1 + len(sheet().page.patients)
    assert list(view.body.sections) == [one.key for one in sheet().page.sections]
    made.page.show_desk(made.desk())
    view.show_sheet(sheet(page=empty()))
    assert view.body.is_whole
    assert view.body.patients.rows == ()


def test_an_empty_unit_says_what_there_is_none_of(made: Handover) -> None:
    said = texts(made.begin(sheet(page=empty())))
    for word in ("No patients on the unit.", "Nothing lapsed.", "None stands."):
        assert word in said
    assert "bed\n" not in said


def test_it_is_read_again_with_whatever_changes_and_each_minute(made: Handover) -> None:
    view = made.begin()
    made.reads.handing = sheet(page=handover(8))
    made.bridge.publish([MonitorHealth("")])
    assert len(view.body.patients.rows) == 25
    made.bridge.publish([CheckRecorded(1, 2)])
    assert len(view.body.patients.rows) == 9
    made.reads.handing = sheet(page=handover(12))
    made.page.tick(NOW + timedelta(seconds=1))
    assert len(view.body.patients.rows) == 9
    made.page.tick(NOW + timedelta(minutes=1))
    assert len(view.body.patients.rows) == 13


def test_a_page_that_is_not_shown_reads_as_it_is_shown(made: Handover) -> None:
    view = made.begin()
    made.page.hide()
    made.reads.handing = sheet(page=handover(8))
    made.bridge.publish([HandoverChanged()])
    assert len(view.body.patients.rows) == 25
    made.page.show()
    assert len(view.body.patients.rows) == 9


def test_what_stands_beneath_the_whole_page_is_one_tap_away(made: Handover, qtbot: QtBot) -> None:
    view = made.begin(sheet(page=handover(40)))
    for way, inside in ((view.to_note, view.notes), (view.to_sign, outgoing(view))):
        way.click()
        qtbot.waitUntil(lambda inside=inside: not inside.visibleRegion().isEmpty())  # type: ignore[misc]
    view.show_signed(taken())
    assert view.to_note.isHidden()
    assert view.to_sign.isHidden()


def test_beneath_one_another_where_it_is_narrow_and_nothing_is_cut_off(made: Handover, qtbot: QtBot) -> None:
    view = made.begin()
    made.page.resize(700, 900)
    patients, lapses = view.body.patients, view.body.sections[words.LAPSES]
    qtbot.waitUntil(lambda: _top(lapses, view) > _top(patients, view))


def _top(part: QWidget, view: QWidget) -> int:
    return part.mapTo(view, part.rect().topLeft()).y()


def test_everything_tapped_has_a_name_and_room_for_a_finger(made: Handover) -> None:
    view = made.begin(sheet(notes=(note(),)))
    buttons = [one for one in view.findChildren(QAbstractButton) if one.isVisibleTo(view)]
    assert len(buttons) >= 5
    for one in buttons:
        assert one.accessibleName()
        assert one.height() >= TOUCH
    assert made.page.accessibleName() == "Handover"


def test_a_level_asleep_stands_with_its_word(made: Handover) -> None:
    made.page.resize(900, 700)
    levels = [row[2].text for row in made.begin().body.patients.rows]
    assert "Q15, asleep\u00a0Q30" in levels


# Signing.


def test_the_outgoing_charge_signs_with_his_pin(made: Handover) -> None:
    view = made.begin()
    assert "Not signed: the unit as it is at 14:32." in texts(view)
    made.commands.errors = [NeedsPin("M. Ruiz: enter your PIN.", RUIZ.id)]
    outgoing(view).sign.click()
    ask = outgoing(view).pin_ask
    assert ask is not None
    made.reads.handing = signed()
    QTest.keyClicks(ask.pad, "2580")
    QTest.keyClick(ask.pad, Qt.Key.Key_Return)
    assert made.commands.calls[-2:] == [("prove", (RUIZ.id, "2580")), ("sign_outgoing", (RUIZ.id, STARTS))]
    assert isinstance(view.sign, SignIncoming)
    assert view.notice.text.startswith("Signed. The charge who comes reads it")


def test_what_has_changed_since_stands_above_and_goes_with_the_second_signature(made: Handover) -> None:
    view = made.begin(signed())
    assert "As K. Bello signed at 14:26. Nobody has taken it over yet." in texts(view)
    assert all(one in texts(view) for one in SINCE)
    incoming(view).sign.click()
    assert made.commands.last == ("sign_incoming", (RUIZ.id, RUIZ.id, STARTS, SINCE))


def test_only_another_person_in_charge_can_be_chosen_to_take_over(made: Handover) -> None:
    picker = incoming(made.begin(signed(), who=BELLO)).who.editor
    people = [picker.itemText(at) for at in range(1, picker.count())]
    assert people == ["M. Ruiz · charge nurse"]
    assert picker.staff_id is None


def test_nobody_chosen_is_said_and_nothing_is_signed(made: Handover) -> None:
    view = made.begin(signed(), who=BELLO)
    incoming(view).sign.click()
    assert incoming(view).who.problem == "Choose who takes the shift over."
    assert made.commands.calls == []


def test_a_refusal_is_said_and_what_is_new_is_shown(made: Handover) -> None:
    view = made.begin(signed(since=()))
    why = "Since it was signed at 14:26: 1210 lapsed. Read it on the page, then sign again."
    made.commands.errors = [Refused(why)]
    made.reads.handing = signed()
    incoming(view).sign.click()
    assert incoming(view).notice.text == why
    made.bridge.publish([HandoverChanged()])
    assert SINCE[0] in texts(view)
    assert incoming(view).notice.text == why
    incoming(view).sign.click()
    assert made.commands.last[1][-1] == SINCE


def test_handed_over_there_is_nothing_left_to_sign(made: Handover) -> None:
    view = made.begin(taken())
    assert "As K. Bello signed at 14:26; M. Ruiz took over at 14:31." in texts(view)
    assert view.sign is None


def test_who_may_not_is_told_whom_to_ask(made: Handover) -> None:
    view = made.begin(who=MOORE)
    assert not outgoing(view).sign.isEnabled()
    assert outgoing(view).sign.toolTip().startswith("A tech may not hand the shift over and take it over. Ask")
    assert view.notes.add.isEnabled()


# Notes.


def test_a_note_is_written_of_a_patient_once_and_the_next_is_another(made: Handover) -> None:
    view = made.begin(who=MOORE)
    form = view.notes
    form.about.editor.setCurrentIndex(1)
    stay = form.about.editor.currentData()
    form.words.editor.setPlainText("  calls his mother at 18:00 ")
    form.add.click()
    name, (staff_id, request, said, about) = made.commands.last
    assert (name, staff_id, said, about) == ("add_handover_note", MOORE.id, "calls his mother at 18:00", stay)
    assert form.words.editor.value == ""
    form.words.editor.setPlainText("another")
    form.add.click()
    assert made.commands.last[1][1] != request
    assert made.commands.last[1][3] is None


@pytest.mark.parametrize(("said", "why"), [("", "Write what the next"), ("x" * (LONGEST_NOTE + 1), "letters at most")])
def test_a_note_that_will_not_do_is_said_beside_it_and_stays(made: Handover, said: str, why: str) -> None:
    form = made.begin().notes
    form.words.editor.setPlainText(said)
    form.add.click()
    assert why in form.words.problem
    assert form.words.editor.value == said
    assert made.commands.calls == []


def test_what_is_half_written_stays_as_the_page_is_read_again(made: Handover) -> None:
    view = made.begin()
    view.notes.words.editor.setPlainText("half a")
    view.notes.about.editor.setCurrentIndex(2)
    made.reads.handing = signed()
    made.bridge.publish([HandoverChanged()])
    made.page.show_desk(made.desk())
    assert made.page.view is view
    assert view.notes.words.editor.value == "half a"
    assert view.notes.about.editor.currentIndex() == 2


def test_only_ones_own_note_can_be_taken_back(made: Handover) -> None:
    view = made.begin(sheet(notes=(note(1), note(2, MOORE, "not his"))))
    assert list(view.takes) == [1]
    view.takes[1].back.click()
    assert made.commands.last == ("withdraw_handover_note", (RUIZ.id, 1))
    made.reads.handing = sheet(notes=(replace(note(1), withdrawn_at=NOW),))
    made.bridge.publish([HandoverChanged()])
    assert view.takes == {}


# Earlier ones.


def test_an_earlier_one_is_opened_as_it_was_and_put_away_with_esc(made: Handover) -> None:
    before = taken(
        shift=replace(sheet().shift, name="Night", starts_at=EARLIER.starts_at),
        page=replace(handover(8), shift="Night"),
    )
    view = made.begin(earlier=[before])
    at = view.which.findData(EARLIER.starts_at)
    assert view.which.itemText(at).startswith("Night, ")
    view.which.setCurrentIndex(at)
    view.which.activated.emit(at)
    assert view.title.text() == "Handover of the Night shift"
    assert not view.notes.isVisible()
    made.bridge.publish([HandoverChanged()])
    assert view.title.text() == "Handover of the Night shift"
    assert view.shown == before
    assert made.page.back()
    assert view.title.text() == "Handover of the Day shift"
    assert view.notes.isVisible()
    assert not made.page.back()


# Printing.


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system was asked to show."""
    found: list[Path] = []

    def show(target: Path) -> bool:
        found.append(target)
        return True

    monkeypatch.setattr(printing, "open_file", show)
    return found


def test_it_is_saved_where_it_was_asked_and_opened(made: Handover, tmp_path: Path, opened: list[Path]) -> None:
    view = made.begin(taken())
    view.printing.go.click()
    dialog = view.printing.dialog
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("handover 2026-11-23 Day.pdf")
    dialog.close()
    target = tmp_path / "paper.pdf"
    view.printing.save(str(target))
    assert target.read_bytes().startswith(b"%PDF-")
    assert opened == [target]
    assert view.printing.notice.text == f"Saved as {target}, and opened to be printed."
    assert view.printing.go.isEnabled()
    assert view.window().focusWidget() is view.printing.go


def test_a_place_that_cannot_be_written_to_is_said(made: Handover, tmp_path: Path, opened: list[Path]) -> None:
    view = made.begin()
    view.printing.save(str(tmp_path / "nowhere" / "paper.pdf"))
    assert "could not be written (No such file or directory). Choose another place" in view.printing.notice.text
    assert opened == []
    assert view.printing.go.isEnabled()


def test_it_can_be_stopped_and_no_file_is_left(made: Handover, tmp_path: Path, opened: list[Path]) -> None:
    view = made.begin()

    class Stopped(type(view.printing._stop)):  # type: ignore[misc]  # an Event that is set already
        def clear(self) -> None:
            self.set()

    view.printing._stop = Stopped()
    target = tmp_path / "paper.pdf"
    view.printing.save(str(target))
    assert view.printing.notice.text == "Printing was stopped. No file was written."
    assert not target.exists()
    assert opened == []


def test_a_computer_without_a_program_for_it_says_so(
    made: Handover, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = made.begin()
    monkeypatch.setattr(printing, "open_file", lambda target: False)
    view.printing.save(str(tmp_path / "paper.pdf"))
    assert "Nothing here shows a PDF" in view.printing.notice.text


def test_nobody_signed_in_prints_nothing(made: Handover, tmp_path: Path) -> None:
    view = made.begin(who=None)
    target = tmp_path / "paper.pdf"
    view.printing.save(str(target))
    assert not target.exists()
    assert "locked" in view.printing.notice.text
