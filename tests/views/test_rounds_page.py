"""A round on the page: two taps a patient, each at his own time; nothing lost, nothing doubled."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.models.enums import Role
from station.rules.permissions import Deed, refusal
from station.services.entering import CheckEntry
from station.services.errors import NeedsConfirmation, NeedsPin, Refused
from station.services.events import ChangedElsewhere, CheckRecorded, MonitorHealth
from station.store.rows import StaffRow
from station.views.bridge import Bridge
from station.views.rounds.opened import Opened
from station.views.rounds.page import LOCKED, NO_BEDS, READING
from station.views.rounds.walk import Walk
from station.views.rounds.walk_head import ALL_SEEN
from station.views.widgets.states import error
from tests.views.desk_fakes import MOORE, OSEI, RUIZ
from tests.views.rounds_fakes import OTHER, Floor, round_row, sheet_of, walked_unit, with_patient, without
from tests.views.showing import dress
from tests.views.snapshots import ago, busy, patient, seen

LEFT = Qt.MouseButton.LeftButton
BEDS = busy()


@pytest.fixture
def floor(qtbot: QtBot) -> Iterator[Floor]:
    dress("light")
    made = Floor()
    qtbot.addWidget(made.page)
    made.page.resize(1150, 700)
    made.page.show()
    yield made
    made.bridge.shutdown()


def tap(one: QWidget) -> None:
    QTest.mouseClick(one, LEFT)


def open_of(walk: Walk) -> Opened:
    assert walk.opened is not None
    return walk.opened


def order_of(walk: Walk) -> list[int]:
    return [line.stay_id for line in walk.list.lines]


def check(floor: Floor, walk: Walk, place: str = "Room", activity: str = "Talking") -> int:
    """A usual check of whoever is open, by two taps; the stay it is of."""
    form = open_of(walk).form
    stay_id = form.stay_id
    floor.commands.events = [CheckRecorded(stay_id, 900 + stay_id)]
    tap(form.places.button_of(place))
    tap(form.activities.button_of(activity))
    return stay_id


def entries(floor: Floor) -> list[CheckEntry]:
    return [arguments[1] for name, arguments in floor.commands.calls if name == "record_check"]


def test_whoever_is_nearest_his_time_is_on_top_and_open(floor: Floor) -> None:
    walk = floor.walking()
    assert order_of(walk)[:3] == [10, 4, 6]
    assert open_of(walk).stay_id == 10
    assert open_of(walk).isVisible()


def test_two_taps_save_a_check_and_the_next_patient_opens_in_the_same_place(floor: Floor, qtbot: QtBot) -> None:
    walk = floor.walking()
    QApplication.processEvents()
    before = open_of(walk).mapToGlobal(open_of(walk).rect().topLeft())
    assert check(floor, walk) == 10
    entry = entries(floor)[0]
    assert (entry.stay_id, entry.observer_id, entry.location, entry.activity) == (10, MOORE.id, "Room", "Talking")
    assert entry.observed_at is None
    assert open_of(walk).stay_id == 4
    QApplication.processEvents()
    assert open_of(walk).mapToGlobal(open_of(walk).rect().topLeft()).x() == before.x()
    assert abs(open_of(walk).mapToGlobal(open_of(walk).rect().topLeft()).y() - before.y()) <= 1


@pytest.mark.parametrize("height", [600, 700])
def test_whose_form_is_open_stays_in_sight_all_through_a_round(floor: Floor, qtbot: QtBot, height: int) -> None:
    """Also where the list had been scrolled down to something of the one before."""
    floor.page.resize(760, height)
    walk = floor.walking()
    for _ in range(6):
        line = walk.list.line_of(open_of(walk).stay_id)
        assert line is not None
        qtbot.waitUntil(partial(_is_in_sight, walk, line))
        bar = walk.list.verticalScrollBar()
        bar.setValue(bar.maximum())
        check(floor, walk)


def _is_in_sight(walk: Walk, line: QWidget) -> bool:
    top = line.mapTo(walk.list.viewport(), line.rect().topLeft()).y()
    return 0 <= top < walk.list.viewport().height()


def test_a_line_says_when_where_and_doing_what_once_he_was_seen(floor: Floor) -> None:
    walk = floor.walking()
    check(floor, walk, "Bathroom", "Talking")
    line = walk.list.line_of(10)
    assert line is not None
    assert line.line.full_text == "Seen 14:32 Bathroom, talking"
    assert order_of(walk)[-1] == 10
    assert line.since.text() == "0:00"
    assert line.due.text() == "due in 15:00"
    assert "On this round: seen 14:32 Bathroom, talking" in line.button.accessibleName()


def test_everybody_has_a_time_of_his_own(floor: Floor) -> None:
    walk = floor.walking()
    for _ in range(3):
        check(floor, walk)
        floor.later(seconds=20)
    said = [line.line.full_text for line in walk.list.lines if line.walked and line.walked.seen_at]
    assert said == ["Seen 14:32 Room, talking"] * 3
    assert [line.since.text() for line in walk.list.lines[-3:]] == ["0:20", "0:40", "1:00"]


def test_there_is_no_button_for_all(floor: Floor) -> None:
    walk = floor.walking()
    names = [
        f"{one.text()} {one.accessibleName()} {one.toolTip()}".casefold() for one in walk.findChildren(QPushButton)
    ]
    assert names
    assert not [one for one in names if any(word in one for word in ("all seen", "everybody", "everyone", "seen all"))]
    check(floor, walk)
    assert len({one.stay_id for one in entries(floor)}) == len(entries(floor)) == 1


def test_sleeping_asks_how_life_was_seen(floor: Floor) -> None:
    walk = floor.walking()
    form = open_of(walk).form
    tap(form.places.button_of("Room"))
    tap(form.activities.button_of("Asleep"))
    assert not entries(floor)
    tap(form.life_signs.button_of("Breathing seen"))
    assert entries(floor)[0].life_sign == "Breathing seen"


def test_the_likely_words_come_first(floor: Floor) -> None:
    walk = floor.walking()
    form = open_of(walk).form
    shown = [one.text() for one in form.places.buttons() if one.isVisible()]
    assert shown == ["Quiet room", "Room", "Day room"]
    assert form.activities.buttons()[0].text() == "Asleep"
    assert sum(one.isVisible() for one in form.activities.buttons()) == 10
    tap(form.places.more)
    assert form.places.button_of("Courtyard").isVisible()


def test_not_found_is_held_and_does_not_count_as_seen(floor: Floor, qtbot: QtBot) -> None:
    walk = floor.walking()
    form = open_of(walk).form
    floor.commands.events = [CheckRecorded(10, 910)]
    QApplication.processEvents()
    with qtbot.waitSignal(form.not_found.held, timeout=4000):
        QTest.mousePress(form.not_found, LEFT)
    QTest.mouseRelease(form.not_found, LEFT)
    assert floor.commands.last[0] == "record_not_found"
    line = walk.list.line_of(10)
    assert line is not None
    assert line.walked is not None
    assert line.walked.seen_at is None
    assert walk.just_saved.text.endswith("Recorded as not found. The charge is told at once.")
    assert open_of(walk).stay_id == 4


def test_undo_takes_the_check_back_within_its_seconds(floor: Floor) -> None:
    walk = floor.walking()
    check(floor, walk)
    line = walk.list.line_of(10)
    assert line is not None
    assert line.undo is not None
    assert line.undo.isVisible()
    assert walk.just_saved.text == "1210 · Seen 14:32 Room, talking"
    floor.later(seconds=4)
    assert walk.just_saved.undo.share == pytest.approx(0.6)
    tap(walk.just_saved.undo)
    assert floor.commands.last == ("take_back_check", (MOORE.id, 910))
    assert order_of(walk)[0] == 10
    assert not line.undo.isVisible()
    assert "taken back" in walk.just_saved.notice.text


def test_undo_of_an_earlier_one_is_on_his_line(floor: Floor) -> None:
    walk = floor.walking()
    check(floor, walk)
    check(floor, walk)
    line = walk.list.line_of(10)
    assert line is not None
    assert line.undo is not None
    line.undo.click()
    assert floor.commands.last == ("take_back_check", (MOORE.id, 910))
    assert walk.just_saved.text.startswith("1204")


def test_after_ten_seconds_nothing_can_be_undone(floor: Floor) -> None:
    walk = floor.walking()
    check(floor, walk)
    floor.later(seconds=10)
    line = walk.list.line_of(10)
    assert line is not None
    assert line.undo is not None
    assert not line.undo.isVisible()
    assert not walk.just_saved.undo.isVisible()
    assert walk.just_saved.text == "Targets vary between 80 % and 100 % of the interval: 11 % more checks."


def test_a_clock_set_back_gives_no_more_time_than_there_was(floor: Floor) -> None:
    walk = floor.walking()
    check(floor, walk)
    floor.later(seconds=-600)
    assert walk.just_saved.undo.share == 1.0
    assert walk.list.line_of(10).since.text() == "0:00"  # type: ignore[union-attr]
    floor.later(seconds=600 + 11)
    assert not walk.just_saved.undo.isVisible()


def test_an_undo_that_is_refused_says_why(floor: Floor) -> None:
    walk = floor.walking()
    check(floor, walk)
    floor.commands.errors = [Refused("A check can be taken back within 10 s of recording it. Correct it instead.")]
    tap(walk.just_saved.undo)
    assert "Correct it instead" in walk.just_saved.notice.text
    assert order_of(walk)[-1] == 10


def test_by_route_the_next_one_is_the_next_on_the_way(floor: Floor) -> None:
    walk = floor.walking()
    tap(walk.head.order.button_of("route"))
    assert order_of(walk) == list(range(1, 13))
    walk.open_patient(5)
    assert check(floor, walk) == 5
    assert open_of(walk).stay_id == 6


def test_the_next_patient_opens_only_where_that_is_wanted(floor: Floor) -> None:
    walk = floor.walking()
    tap(walk.head.auto)
    check(floor, walk)
    assert walk.opened is None
    assert floor.page.focusWidget() is walk.list.lines[0].button


def test_a_tap_on_a_line_opens_it_in_place_and_another_closes_it(floor: Floor) -> None:
    walk = floor.walking()
    line = walk.list.line_of(6)
    assert line is not None
    tap(line.button)
    assert open_of(walk).stay_id == 6
    tap(line.button)
    assert walk.opened is None


def test_what_was_half_made_of_one_is_there_when_he_is_opened_again(floor: Floor) -> None:
    walk = floor.walking()
    form = open_of(walk).form
    tap(form.noting)
    QTest.keyClicks(form.note.editor, "At the window")
    tap(form.places.button_of("Day room"))
    walk.open_patient(6)
    assert open_of(walk).form.places.value is None
    assert open_of(walk).form.is_quick
    walk.open_patient(10)
    assert (form.places.value, form.note.editor.value) == ("Day room", "At the window")


def test_a_double_tap_is_one_check_of_one_patient(floor: Floor) -> None:
    walk = floor.walking()
    form = open_of(walk).form
    floor.commands.events = [CheckRecorded(10, 910)]
    tap(form.places.button_of("Room"))
    talking = form.activities.button_of("Talking")
    tap(talking)
    QTest.mouseDClick(talking, LEFT)
    QTest.mouseDClick(form.places.button_of("Room"), LEFT)
    assert [one.stay_id for one in entries(floor)] == [10]


def test_the_second_press_of_a_double_tap_does_nothing_on_whoever_came_there(floor: Floor, qtbot: QtBot) -> None:
    walk = floor.walking()
    form = open_of(walk).form
    room = form.places.button_of("Room")
    QTest.mousePress(room, LEFT)
    QTest.mouseRelease(room, LEFT)
    assert room.isChecked()
    check(floor, walk)
    again = open_of(walk).form.places.button_of("Room")
    _double_press(again)
    assert not again.isChecked()


def _double_press(button: QPushButton) -> None:
    """Only the second half of a double click, as it arrives where the first half has changed what is there."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    where = QPointF(button.rect().center())
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        buttons = LEFT if kind is QEvent.Type.MouseButtonDblClick else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, where, button.mapToGlobal(where), LEFT, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(button, event)


def test_while_one_is_being_saved_another_can_be_asked_for(qtbot: QtBot) -> None:
    dress("light")
    floor = Floor()
    qtbot.addWidget(floor.page)
    floor.page.show()
    walk = floor.walking()
    bridge = Bridge()
    open_of(walk).form.desk = replace(floor.desk(), bridge=bridge)
    check(floor, walk)
    assert open_of(walk).form.busy
    walk.open_patient(6)
    assert open_of(walk).stay_id == 10
    floor.later(seconds=1)
    assert open_of(walk).form.notice.text == "Saving…"
    qtbot.waitUntil(lambda: not open_of(walk).form.busy)
    assert open_of(walk).stay_id == 6
    bridge.shutdown()


def test_a_refused_check_is_said_in_place_and_can_be_sent_again(floor: Floor) -> None:
    walk = floor.walking()
    floor.commands.errors = [Refused("The database is busy. Try again.")]
    check(floor, walk)
    form = open_of(walk).form
    assert form.stay_id == 10
    assert form.notice.text == "The database is busy. Try again."
    assert form.places.value == "Room"
    floor.commands.events = [CheckRecorded(10, 910)]
    tap(form.activities.button_of("Talking"))
    first, second = entries(floor)
    assert first.request_id == second.request_id
    assert open_of(walk).stay_id == 4


def test_a_question_is_asked_in_place(floor: Floor) -> None:
    walk = floor.walking()
    floor.commands.errors = [
        NeedsConfirmation("Your last check of this patient is only 0:40 from this one. Record both?")
    ]
    check(floor, walk)
    form = open_of(walk).form
    assert "Record both?" in form.question.text
    tap(form.question.yes)
    assert [arguments[2] for name, arguments in floor.commands.calls if name == "record_check"] == [False, True]
    assert open_of(walk).stay_id == 4


def test_seen_by_somebody_else_meanwhile_is_said_and_the_entry_stays(floor: Floor) -> None:
    walk = floor.walking()
    form = open_of(walk).form
    tap(form.places.button_of("Day room"))
    other = seen(ago(seconds=20), observer="R. Osei")
    floor.read_again(with_patient(BEDS, 10, seen=other, check=patient(10, last_seen=ago(seconds=20)).check))
    assert open_of(walk).stay_id == 10
    assert open_of(walk).news.text.startswith("Just seen by R. Osei 14:31, Hallway, talking.")
    assert form.places.value == "Day room"
    line = walk.list.line_of(10)
    assert line is not None
    assert line.since.text() == "0:20"
    assert line.walked is not None
    assert line.walked.seen_at is None


def test_discharged_while_his_line_is_open(floor: Floor) -> None:
    walk = floor.walking()
    form = open_of(walk).form
    tap(form.places.button_of("Day room"))
    floor.read_again(without(BEDS, 10))
    assert open_of(walk).stay_id == 10
    assert open_of(walk).isVisible()
    assert order_of(walk)[0] == 10
    assert "is no longer on the unit" in open_of(walk).news.text
    assert form.places.value == "Day room"
    floor.commands.errors = [Refused("Evans, Grace has been discharged. Nothing has been recorded.")]
    tap(form.activities.button_of("Talking"))
    assert form.notice.text == "Evans, Grace has been discharged. Nothing has been recorded."
    walk.back()
    assert 10 not in order_of(walk)


def test_moved_out_of_the_area_while_his_line_is_open(floor: Floor) -> None:
    walk = floor.walking()
    row = next(one for one in BEDS if one.bed_id == 10)
    moved = tuple(replace(one, patient=row.patient if one.bed_id == 24 else one.patient) for one in without(BEDS, 10))
    floor.read_again(moved)
    assert open_of(walk).news.text.startswith("1312 · ")
    assert "is outside this round now" in open_of(walk).news.text
    line = walk.list.line_of(10)
    assert line is not None
    assert line.title.full_text.startswith("1312")


def test_moved_within_the_area_his_line_follows(floor: Floor) -> None:
    walk = floor.walking()
    rows = {one.bed_id: one for one in BEDS}
    swapped = tuple(replace(one, patient=rows[{10: 11, 11: 10}.get(one.bed_id, one.bed_id)].patient) for one in BEDS)
    floor.read_again(swapped)
    line = walk.list.line_of(10)
    assert line is not None
    assert line.title.full_text.startswith("1211")
    assert open_of(walk).stay_id == 10
    assert open_of(walk).news.text == ""


def test_signing_out_in_the_middle_loses_nothing(floor: Floor) -> None:
    walk = floor.walking()
    form = open_of(walk).form
    tap(form.places.button_of("Day room"))
    tap(form.concern)
    floor.recorder.choose(None)
    assert floor.page.state == LOCKED
    assert not walk.isVisible()
    floor.recorder.choose(OSEI)
    assert floor.page.walk is not walk
    floor.recorder.choose(MOORE)
    assert floor.page.walk is walk
    assert (form.places.value, form.concern.isChecked()) == ("Day room", True)


def test_somebody_late_rises_by_himself_and_what_is_open_stands_still(floor: Floor) -> None:
    walk = floor.walking()
    for _ in range(2):
        check(floor, walk)
    assert open_of(walk).stay_id == 6
    QApplication.processEvents()
    before = open_of(walk).mapToGlobal(open_of(walk).rect().topLeft()).y()
    floor.later(minutes=2.05)
    assert order_of(walk)[0] == 5
    QApplication.processEvents()
    assert open_of(walk).mapToGlobal(open_of(walk).rect().topLeft()).y() == before


def test_somebody_seen_on_the_round_comes_back_when_he_is_due_again(floor: Floor) -> None:
    walk = floor.walking(seen={4: 5.25})
    assert order_of(walk)[1] == 4
    walk = floor.walking(beds=with_patient(BEDS, 4, **_seen_now()), seen={4: 0.5})
    assert order_of(walk)[-1] == 4


def _seen_now() -> dict[str, object]:
    fresh = patient(4, level="Q5", last_seen=ago(seconds=30))
    return {"seen": fresh.seen, "check": fresh.check}


def test_what_was_stored_is_read_again_and_health_is_not(floor: Floor, qtbot: QtBot) -> None:
    floor.walking()
    before = floor.reads.times
    floor.page.on_events([MonitorHealth("")])
    assert floor.reads.times == before
    floor.page.on_events([ChangedElsewhere()])
    qtbot.waitUntil(lambda: floor.reads.times == before + 1)


def test_end_asks_and_then_sums_up(floor: Floor) -> None:
    walk = floor.walking(seen={1: 3, 2: 4})
    check(floor, walk)
    floor.commands.errors = [NeedsConfirmation("Not seen on this round: 1203, 1204. End the round?")]
    tap(walk.head.end)
    question = walk.head.ending.question
    assert question.isVisible()
    assert (question.yes.text(), question.no.text()) == ("End the round", "Go on walking")
    tap(question.no)
    assert walk.head.ending.notice.text == "The round goes on."
    assert floor.page.walk is walk
    floor.commands.errors = [NeedsConfirmation("Not seen on this round: 1203, 1204. End the round?")]
    tap(walk.head.end)
    tap(walk.head.ending.question.yes)
    assert [arguments for name, arguments in floor.commands.calls if name == "end_round"][-1] == (MOORE.id, 7, True)
    assert floor.page.start is not None
    assert floor.page.start.isVisible()
    lines = floor.page.start.summary_text.splitlines()
    assert lines[0] == "6 minutes, 3 of 12 seen"
    assert lines[1] == "Not seen: 1203, 1204, 1205, 1206, 1207, 1208, 1209, 1211, 1212"
    assert lines[2].startswith("Longest gap 12:54 and still open, 1206")
    floor.show(walked_unit(rounds=(OTHER,)))
    assert floor.page.start.summary_text.splitlines() == lines
    tap(floor.page.start.close_summary)
    assert floor.page.start.summary_text == ""


def test_when_everybody_has_been_seen_the_page_says_so(floor: Floor) -> None:
    seen_now = dict.fromkeys(range(1, 12), 1.0)
    beds = BEDS
    for bed_id in range(1, 12):
        fresh = patient(bed_id, last_seen=ago(minutes=1))
        beds = with_patient(beds, bed_id, seen=fresh.seen, check=fresh.check, owed=())
    walk = floor.walking(beds=beds, seen=seen_now)
    assert check(floor, walk) == 12
    assert walk.opened is None
    assert walk.head.said.text == ALL_SEEN
    assert floor.page.focusWidget() is walk.head.end


def test_a_round_ended_by_somebody_else_is_summed_up_too(floor: Floor) -> None:
    floor.walking(seen={1: 3})
    floor.show(walked_unit(rounds=(OTHER,)))
    assert floor.page.start is not None
    assert floor.page.start.summary_text.startswith("6 minutes, 1 of 12 seen")


def test_left_open_for_twenty_minutes_is_said(floor: Floor) -> None:
    walk = floor.walking(round_row(minutes=19.99))
    assert walk.head.said.text == ""
    floor.later(seconds=1)
    assert walk.head.said.text == "Open for 20 minutes. Has it been walked? Then end it."


# No round open


def test_an_area_and_start(floor: Floor) -> None:
    floor.begin()
    start = floor.page.start
    assert start is not None
    assert [one.text() for one in start.form.areas.buttons()] == [
        "West hall\n12 patients",
        "East hall\n11 patients",
        "Whole unit\n23 patients",
    ]
    assert not start.form.start.isEnabled()
    tap(start.form.areas.button_of("1"))
    tap(start.form.start)
    assert floor.commands.last == ("start_round", (MOORE.id, 1, False))
    tap(start.form.areas.button_of("0"))
    floor.commands.errors = [NeedsConfirmation("R. Osei walks a round of East hall since 14:09. Walk there as well?")]
    tap(start.form.start)
    tap(start.form.question.yes)
    assert floor.commands.calls[-1] == ("start_round", (MOORE.id, None, True))


def test_a_refused_start_is_said_in_place(floor: Floor) -> None:
    floor.begin()
    start = floor.page.start
    assert start is not None
    tap(start.form.areas.button_of("1"))
    floor.commands.errors = [Refused("You observe the patient in 1208. Hand him over first, then walk a round.")]
    tap(start.form.start)
    assert start.form.notice.text.startswith("You observe the patient in 1208.")
    assert start.form.areas.value == "1"


def test_who_walks_where_and_who_may_end_a_round_left_open(floor: Floor) -> None:
    floor.begin(who=RUIZ)
    start = floor.page.start
    assert start is not None
    row = start.walkers[OTHER.round_id]
    assert row.words.text() == "R. Osei walks East hall since 14:09, 5 of 11 seen"
    assert row.open_for.text() == "Open for 23 minutes. Has it been walked? Then end it."
    floor.commands.errors = [NeedsConfirmation("R. Osei walks this round since 14:09. End the round?")]
    tap(row.end)
    tap(row.ending.question.yes)
    assert floor.commands.last == ("end_round", (RUIZ.id, OTHER.round_id, True))
    assert row.ending.notice.text == ""
    floor.recorder.choose(MOORE)
    assert not row.end.isVisible()
    assert row.open_for.text() == "Open for 23 minutes. R. Osei, or the charge, ends it."


def test_census_and_who_is_unaccounted_for(floor: Floor) -> None:
    unit = walked_unit()
    assert unit.census is not None
    floor.begin(replace(unit, census=replace(unit.census, on_unit=21, off_unit=2, unaccounted=(4, 5))))
    start = floor.page.start
    assert start is not None
    assert start.census.text() == "On unit 21, off unit 2, total 23"
    assert start.unaccounted.text().startswith("Unaccounted for since the last round: 1204, 1205.")
    floor.show(replace(unit, census=None))
    assert start.census.text() == "How many are on the unit is not known yet"


def test_somebody_who_may_not_walk_is_told_why(floor: Floor) -> None:
    viewer = StaffRow(9, "V. Iewer", Role.VIEWER)
    floor.begin(who=viewer)
    start = floor.page.start
    assert start is not None
    tap(start.form.areas.button_of("1"))
    assert not start.form.start.isEnabled()
    assert start.form.why.text() in refusal(Role.VIEWER, Deed.ROUND)


# States


def test_states_are_designed(floor: Floor) -> None:
    assert floor.page.state == READING
    floor.page.show_unread("The database does not answer.")
    assert floor.page.state is not None
    assert floor.page.state.title == "The unit cannot be read"
    floor.begin(who=None)
    assert floor.page.state == LOCKED
    floor.recorder.choose(MOORE)
    assert floor.page.state is None
    floor.show(walked_unit(beds=()))
    assert floor.page.state == NO_BEDS


def test_a_round_that_cannot_be_read_says_so_and_is_tried_again(floor: Floor) -> None:
    floor.reads.refuses = "The database does not answer."
    floor.reads.sheets[7] = sheet_of(walked_unit(), round_row())
    floor.begin(walked_unit(rounds=(round_row(),)))
    assert floor.page.state == error("The round cannot be read", "The database does not answer.")
    floor.reads.refuses = ""
    floor.later(seconds=5)
    assert floor.page.walk is not None


def test_a_round_that_can_no_longer_be_read_stays_and_says_so(floor: Floor) -> None:
    walk = floor.walking()
    floor.reads.refuses = "The database does not answer."
    walk.reload()
    assert walk.head.unread.text == "The round cannot be read again. The database does not answer."
    assert len(walk.list.lines) == 12
    floor.later(seconds=4)
    floor.reads.refuses = ""
    floor.later(seconds=1)
    assert walk.head.unread.text == ""


def test_old_data_never_looks_live(floor: Floor) -> None:
    floor.walking()
    floor.later(seconds=4, confirmed=False)
    assert floor.page.old_data == ""
    floor.later(seconds=3, confirmed=False)
    assert floor.page.old_data == "DATA 7 s OLD Checks made since then are not shown here."


def test_a_pin_that_is_asked_for_is_asked_in_the_form(floor: Floor) -> None:
    walk = floor.walking()
    floor.commands.errors = [NeedsPin("J. Moore: enter your PIN to record checks.", MOORE.id)]
    check(floor, walk)
    said = [one.text() for one in open_of(walk).form.findChildren(QWidget) if hasattr(one, "text") and one.isVisible()]
    assert any("enter your PIN" in str(one) for one in said)
    assert open_of(walk).stay_id == 10
