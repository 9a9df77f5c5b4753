"""The list of a patient's checks: every kind of entry, further back, and who may correct what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.models.enums import Role
from station.store.rows import CheckRow, StaffRow
from station.views import theme as themes
from station.views.board.page import DeskPage
from station.views.bridge import DirectBridge
from station.views.panel.checks_section import ChecksSection
from station.views.panel.correct import AmendForm
from station.views.panel.lines import CheckLine, check_line
from station.views.panel.moving import WrongPatientForm
from station.views.panel.times import NotATime
from station.views.shell import DeskShell
from tests.views.desk_fakes import MOORE, FakeCommands, FakeReads, check_row, desk
from tests.views.look_admission import BED, admitted, every_kind
from tests.views.snapshots import NOW, ZONE, ago

HERE = ZoneInfo(ZONE)


def lines() -> dict[int, CheckLine]:
    return {row.id: check_line(row, NOW, HERE) for row in every_kind()}


@pytest.fixture
def commands() -> FakeCommands:
    return FakeCommands()


def section(qtbot: QtBot, rows: tuple[CheckRow, ...], who: StaffRow | None = MOORE) -> ChecksSection:
    made = ChecksSection(desk(FakeCommands(), who=who, reads=FakeReads(rows=rows)), 4, tuple)
    qtbot.addWidget(made)
    made.resize(380, 900)
    made.show()
    made.reload()
    return made


def choose(made: ChecksSection, row: int) -> None:
    made.choose(made.model.index(row))
    made.menu.hide()


# What a line says


def test_one_taken_back_is_struck_and_says_by_whom() -> None:
    line = lines()[1]
    assert (line.struck, line.can_correct, line.marks) == (True, False, ("taken back",))
    assert line.corrections == ("Taken back · J. Moore 14:29: taken back at once",)
    assert line.why_not == "This entry was corrected already (taken back). Correct the newer one."


def test_what_was_owed_and_how_late_it_was() -> None:
    assert lines()[2].owed == "was due 14:17, 9:45 late"
    assert lines()[10].owed == ""


def test_a_late_entry_that_was_seen_in_time_was_not_recorded_in_time() -> None:
    line = lines()[4]
    assert (line.late_entry, line.owed) == (True, "was due 14:02, not recorded by then")
    assert line.marks == ("late entry, recorded 14:11, 12:00 after",)


def test_one_moved_here_says_from_where_by_whom_and_why() -> None:
    line = lines()[3]
    assert line.corrections == ("Moved here from the patient in 1206 · R. Osei 14:32: Tapped the card beside",)
    assert line.late_entry
    assert line.can_correct


def test_an_amendment_and_what_stands_in_its_place_point_at_each_other() -> None:
    before, after = lines()[5], lines()[6]
    assert before.struck
    assert before.corrections == ("time now 13:39, before 13:42 · K. Bello 13:47: Wrong time tapped",)
    assert after.corrections == ("In place of an amended entry · K. Bello 13:47: Wrong time tapped",)
    assert after.late_entry


def test_the_last_word_of_an_amendment_of_another_day_has_its_date() -> None:
    old = replace(every_kind()[4].amendments[0], at=ago(days=2))
    row = replace(every_kind()[4], amendments=(old,))
    assert "Sat 21 Nov 14:32: Wrong time tapped" in check_line(row, NOW, HERE).corrections[0]


def test_a_late_entry_never_looks_like_one_on_time(qtbot: QtBot) -> None:
    on_time = check_row(1, 5)
    late = replace(on_time, late_entry=True, recorded_at=ago(minutes=1))
    pictures = []
    for row in (on_time, replace(late, recorded_at=on_time.recorded_at)):
        made = section(qtbot, (row,))
        QApplication.processEvents()
        pictures.append(made.view.grab().toImage())
        assert not any(_green(pictures[-1]))
    assert pictures[0] != pictures[1]
    plain, broken = (_changes_down_the_edge(one) for one in pictures)
    assert plain <= 1
    assert broken > 4


def _changes_down_the_edge(image: object) -> int:
    """How often the colour changes along the left edge, where nothing is written: the hairline at the foot is one."""
    colours = [image.pixelColor(2, y).name() for y in range(image.height())]  # type: ignore[attr-defined]  # a QImage
    return sum(one != other for one, other in pairwise(colours))


def _green(image: object) -> Iterator[bool]:
    for x in range(0, image.width(), 2):  # type: ignore[attr-defined]  # a QImage
        for y in range(image.height()):  # type: ignore[attr-defined]
            colour = image.pixelColor(x, y)  # type: ignore[attr-defined]
            yield colour.green() > colour.red() + 40 and colour.green() > colour.blue() + 40


# The list


def test_it_goes_further_back_than_twelve(qtbot: QtBot) -> None:
    made = section(qtbot, every_kind())
    assert (len(made.model.lines), made.earlier.isVisible()) == (12, True)
    made.earlier.click()
    assert (len(made.model.lines), made.earlier.isVisible()) == (26, False)
    assert made.view.height() >= 26 * 30


def test_exactly_twelve_offer_no_more(qtbot: QtBot) -> None:
    made = section(qtbot, every_kind()[:12])
    assert made.earlier.isHidden()


def test_none_yet(qtbot: QtBot) -> None:
    assert section(qtbot, ()).state.text() == "No check has been recorded yet."


def test_what_cannot_be_corrected_says_why(qtbot: QtBot) -> None:
    made = section(qtbot, every_kind())
    choose(made, 0)
    assert "corrected already (taken back)" in made.state.text()
    choose(made, 1)
    assert made.state.text() == "Choose one to correct it."
    assert made.chosen_row() == every_kind()[1]


def test_who_may_not_is_told_whom_to_ask(qtbot: QtBot) -> None:
    made = section(qtbot, every_kind(), StaffRow(9, "V. Gast", Role.VIEWER))
    made.choose(made.model.index(1))
    assert not made.menu.isVisible()
    assert made.state.text().startswith("A viewer may not correct what was recorded. Ask a tech")


def test_the_menu_leads_to_the_forms(qtbot: QtBot) -> None:
    made = section(qtbot, every_kind())
    choose(made, 1)
    wanted: list[tuple[str, object]] = []
    made.form_wanted.connect(lambda title, form: wanted.append((title, form)))
    made.amend.trigger()
    made.wrong.trigger()
    assert [title for title, _ in wanted] == ["Amend a check", "Recorded for the wrong patient"]
    assert isinstance(wanted[0][1], AmendForm)
    assert isinstance(wanted[1][1], WrongPatientForm)
    for _, one in wanted:
        one.deleteLater()  # type: ignore[attr-defined]  # forms


# In the panel


@pytest.fixture
def shell(qtbot: QtBot) -> DeskShell:
    made = DeskShell(
        commands=FakeCommands(),
        reads=FakeReads(rows=every_kind()),
        bridge=DirectBridge(),
        now=lambda: NOW,
        theme=themes.load("light"),
    )
    qtbot.addWidget(made)
    made.add_page("board", "Board", "board", DeskPage(themes.load("light")))
    made.recorder.choose(MOORE)
    made.show_snapshot(admitted(65))
    made.show()
    made.open_bed(BED)
    return made


def test_a_late_entry_is_added_from_the_list(shell: DeskShell) -> None:
    panel = shell.panel.patient_panel()
    assert panel is not None
    panel.checks.late.click()
    assert panel.record.earlier.isChecked()
    assert panel.record.when.isVisible()


def test_discharged_while_something_is_written_it_is_kept_and_said(shell: DeskShell) -> None:
    panel = shell.panel.patient_panel()
    assert panel is not None
    choose(panel.checks, 1)
    panel.checks.amend.trigger()
    form = panel.form
    assert isinstance(form, AmendForm)
    form.reason.editor.insertPlainText("Wrong")
    snapshot = admitted(65)
    emptied = tuple(replace(one, patient=None) if one.bed_id == BED else one for one in snapshot.beds)
    shell.show_snapshot(replace(snapshot, beds=emptied))
    assert shell.panel.patient_panel() is panel
    assert panel.form is form
    assert "is no longer on the unit. What you have begun is still here" in form.notice.text
    assert form.reason.editor.value == "Wrong"


def test_discharged_while_a_check_is_begun_it_is_kept(shell: DeskShell) -> None:
    panel = shell.panel.patient_panel()
    assert panel is not None
    panel.record.places.button_of("Hallway").click()
    snapshot = admitted(65)
    emptied = tuple(replace(one, patient=None) if one.bed_id == BED else one for one in snapshot.beds)
    shell.show_snapshot(replace(snapshot, beds=emptied))
    assert shell.panel.patient_panel() is panel
    assert "no longer on the unit" in panel.record.notice.text
    assert panel.record.places.value == "Hallway"


# Amending one of another day


def amending(qtbot: QtBot, commands: FakeCommands, row: CheckRow) -> AmendForm:
    made = AmendForm(desk(commands), row)
    qtbot.addWidget(made)
    made.show()
    made.reason.editor.setPlainText("Wrong day")
    return made


def test_one_of_another_day_has_its_day_and_can_be_given_another_time(qtbot: QtBot, commands: FakeCommands) -> None:
    made = amending(qtbot, commands, check_row(1, 60 * 48))
    assert made.when.editor.text() == "2026-11-21 14:32"
    made.when.editor.setText("2026-11-21 14:20")
    made.submit()
    assert commands.last[1][1].observed_at == NOW.replace(minute=20, second=0) - timedelta(days=2)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2026-11-23 15:00", "has not come yet"),
        ("2026-13-01 10:00", "not a day of the calendar"),
        ("yesterday", "Type a time such as 14:21"),
    ],
)
def test_a_time_that_cannot_be_is_said_beside_it(qtbot: QtBot, commands: FakeCommands, typed: str, says: str) -> None:
    made = amending(qtbot, commands, check_row(1, 60 * 48))
    made.when.editor.setText(typed)
    made.submit()
    assert says in made.when.problem
    assert commands.calls == []
    assert issubclass(NotATime, ValueError)
