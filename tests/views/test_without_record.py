"""What stands on the screen while the record is away, and what afterwards of what could not go in."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.services.events import KeptHere, PutIntoRecord, SeenFromMemory
from station.store.rows import BoardSnapshot
from station.store.rows.kept import AwayRecord, NotPutInRow
from station.views import theme as themes
from station.views.board import health as words
from station.views.board.face import face_of, sentence_of
from station.views.board.health import Health
from station.views.bridge import DirectBridge
from station.views.panel.form import (
    AWAITS_SOMEBODY,
    CHARGE_TOLD,
    IN_RECORD,
    KEPT_HERE,
    KEPT_UNPROVEN,
    SOME_LEFT_OUT,
    Notice,
    kept_words,
)
from station.views.panel.not_put_in import NotPutInList
from station.views.panel.record import RecordForm
from station.views.shell import DeskShell
from tests.views.desk_fakes import MOORE, FakeCommands, FakeReads, desk, unit
from tests.views.showing import wall
from tests.views.snapshots import NOW, ZONE, ago, bed, busy, healthy, patient, snapshot

PLACE = ZoneInfo(ZONE)
AWAY = AwayRecord(ago(minutes=5), "locked", 0)
FROM_MEMORY = Health(monitoring=True, confirmed_at=ago(minutes=5), away=AWAY)
LEFT_OUT = NotPutInRow(
    id="one",
    station="Desk 1",
    kind="Check",
    by="J. Moore",
    written_at=ago(minutes=20),
    about="1204 AB",
    said=("at 14:12", "Room", "Awake"),
    why="This time is after the patient was discharged.",
    resolved_by=None,
    resolved_at=None,
    resolution="",
)


def from_memory() -> BoardSnapshot:
    shown = snapshot(busy(8))
    return replace(
        shown, read_at=ago(minutes=5), away=AWAY, alerts=tuple(replace(one, unsaved=True) for one in shown.alerts)
    )


@pytest.mark.parametrize(
    ("away", "says"),
    [
        (AWAY, "What is entered here is kept on this computer."),
        (replace(AWAY, kept=1), "1 entry is kept on this computer."),
        (replace(AWAY, kept=4), "4 entries are kept on this computer."),
        (replace(AWAY, cannot="its disk is full"), "cannot keep what is entered, its disk is full: write it on paper"),
        (replace(AWAY, keeps=False, cannot="its file cannot be used"), "cannot keep what is entered"),
        (replace(AWAY, keeps=False), "What is entered meanwhile is not shown here."),
        (replace(AWAY, keeps=False, sees_beside=True), "only what a desk of this computer keeps is shown."),
    ],
)
def test_what_goes_on_and_what_does_not_in_words(away: AwayRecord, says: str) -> None:
    assert words.away_detail(away).startswith("Alerts go on from memory. ")
    assert says in words.away_detail(away)
    assert words.stopped_headline(Health(monitoring=True, away=away), PLACE) == (
        "NOT SAVED: THE RECORD IS AWAY SINCE 14:27"
    )


def test_started_without_its_record_it_says_as_of_when() -> None:
    late = replace(AWAY, as_of=ago(minutes=40))
    assert words.stopped_headline(Health(away=late), PLACE) == "NOT SAVED: STARTED WITHOUT THE RECORD, AS OF 13:52"
    assert words.away_detail(late) == (
        "Alerts go on from what this screen knew then: ask what has happened since. "
        "What is entered here is kept on this computer."
    )
    of_yesterday = replace(AWAY, as_of=ago(hours=20))
    assert "AS OF" in words.stopped_headline(Health(away=of_yesterday), PLACE)
    assert not words.stopped_headline(Health(away=of_yesterday), PLACE).endswith("AS OF 18:32"), "the day is said too"


def test_the_wall_never_looks_live_without_its_record(qtbot: QtBot) -> None:
    page = wall(qtbot, from_memory(), health=FROM_MEMORY)
    assert page.banners[0].startswith("NOT SAVED: THE RECORD IS AWAY SINCE 14:27")
    assert any("5:00 OLD" in one for one in page.banners), "old data is old as ever"
    alerts = [card.entry for card in page.rail.cards if card.entry is not None]
    assert alerts
    assert all("not saved" in " ".join(one.lines) for one in alerts)
    assert page.cut_texts() == []


def test_back_it_says_so_no_more(qtbot: QtBot) -> None:
    page = wall(qtbot, from_memory(), health=FROM_MEMORY)
    page.show_snapshot(snapshot(healthy(8)))
    page.set_health(Health(monitoring=True, confirmed_at=NOW))
    assert page.banners == ()


def test_a_card_says_what_is_not_saved_yet() -> None:
    shown = patient(1)
    assert shown.seen is not None
    unsaved = replace(shown, seen=replace(shown.seen, unsaved=True))
    assert face_of(unsaved, PLACE, NOW).line.startswith("Not saved yet: ")
    assert "not saved yet" in sentence_of(bed(1, unsaved), PLACE, NOW)
    assert "ot saved" not in face_of(shown, PLACE, NOW).line


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("Saved.", KEPT_HERE),
        ("Saved: seen 14:32, Room, awake.", f"Seen 14:32, Room, awake. {KEPT_HERE}"),
        (
            "Recorded as not found. The charge is told at once.",
            f"Recorded as not found. Tell the charge yourself: no other station hears of it. {KEPT_HERE}",
        ),
    ],
)
def test_kept_is_never_called_saved(done: str, said: str) -> None:
    assert kept_words(done) == said


def test_kept_without_a_pin_says_that_it_waits_for_somebody() -> None:
    assert kept_words("Saved.", unproven=True) == KEPT_UNPROVEN


def test_a_check_that_is_kept_says_so_in_its_form(qtbot: QtBot) -> None:
    commands = FakeCommands(events=[KeptHere()])
    shown = next(one.patient for one in unit().beds if one.patient is not None)
    form = RecordForm(desk(commands), shown)
    qtbot.addWidget(form)
    form.places.buttons()[0].click()
    form.activities.button_of("Awake").click()
    assert form.notice.text.endswith(KEPT_HERE)
    assert not form.notice.text.startswith("Saved:")


@pytest.mark.parametrize(
    ("said", "left_out", "becomes"),
    [
        (kept_words("Saved."), 0, IN_RECORD),
        (kept_words("Saved: seen 14:32, Room, awake."), 0, f"Seen 14:32, Room, awake. {IN_RECORD}"),
        (kept_words("Saved: seen 14:32, Room, awake."), 1, f"Seen 14:32, Room, awake. {SOME_LEFT_OUT}"),
        (kept_words(f"Recorded as not found. {CHARGE_TOLD}"), 0, f"Recorded as not found. {IN_RECORD}"),
        (kept_words("Saved.", unproven=True), 1, AWAITS_SOMEBODY),
        ("This time has not come yet.", 0, "This time has not come yet."),
    ],
)
def test_what_was_on_this_computer_only_is_said_to_be_so_no_longer_than_it_is(
    shell: DeskShell, said: str, left_out: int, becomes: str
) -> None:
    notice = Notice()
    notice.setParent(shell.panel)
    notice.say(said, "done")
    shell.on_events([SeenFromMemory(), PutIntoRecord()])
    assert notice.text == said, "the record is back, and nobody has said yet that this is in it"
    shell.on_events([PutIntoRecord(), PutIntoRecord(left_out=left_out)])
    assert notice.text == becomes


def test_a_check_kept_in_the_panel_follows_the_truth(shell: DeskShell) -> None:
    commands = shell._commands
    assert isinstance(commands, FakeCommands)
    commands.events = [KeptHere()]
    shell.open_bed(next(one.bed_id for one in unit().beds if one.patient is not None))
    panel = shell.panel.patient_panel()
    assert panel is not None
    panel.record.places.buttons()[0].click()
    panel.record.activities.button_of("Awake").click()
    assert panel.record.notice.text.endswith(KEPT_HERE)
    shell.on_events([PutIntoRecord(left_out=0)])
    assert panel.record.notice.text.endswith(IN_RECORD)
    assert "this computer only" not in panel.record.notice.text


@pytest.fixture
def shell(qtbot: QtBot) -> DeskShell:
    reads = FakeReads(not_in_record=(LEFT_OUT, replace(LEFT_OUT, id="two", about="1301 CD")))
    made = DeskShell(
        commands=FakeCommands(), reads=reads, bridge=DirectBridge(), now=lambda: NOW, theme=themes.load("light")
    )
    qtbot.addWidget(made)
    made.recorder.choose(MOORE)
    made.show_snapshot(replace(unit(), not_put_in=2))
    made.show()
    return made


def test_what_could_not_go_in_is_a_tap_away_and_asks_what_was_done(shell: DeskShell) -> None:
    offered = shell.navigation.not_put_in
    assert offered.accessibleName() == "2 entries are not in the record"
    assert offered.height() >= 44
    QTest.mouseClick(offered, Qt.MouseButton.LeftButton)
    shown = shell.panel.content
    assert isinstance(shown, NotPutInList)
    first = shown.forms[0]
    first.resolve.click()
    assert "Say what was done" in first.done.problem
    first.done.editor.setPlainText("Entered by hand")
    first.resolve.click()
    commands = shell._commands
    assert isinstance(commands, FakeCommands)
    assert commands.calls[-1] == ("resolve_not_put_in", (MOORE.id, "one", "Entered by hand"))


def test_with_nothing_left_out_nothing_is_offered(shell: DeskShell) -> None:
    shell.show_snapshot(unit())
    assert shell.navigation.not_put_in.isHidden()
