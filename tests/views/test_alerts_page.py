"""The Alerts page: open ones by urgency, the history with its filters, what alerts ask of people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from station.models.enums import AlertState, Priority, Role
from station.services.errors import Refused
from station.services.events import AlertsChanged, ChangedElsewhere
from station.store.rows import StaffRow
from station.views import theme as themes
from station.views.accept_menu import AcceptMenu
from station.views.alerts.figures import UNKNOWN
from station.views.alerts.page import HISTORY, NONE_FITS, NONE_YET, NOTHING, OPEN, READING, AlertsPage
from station.views.alerts.rows import DOCUMENTED_LATE, REASON_OWED, past_row
from station.views.board.rail import DeskRail
from station.views.panel.alert import AlertForm
from station.views.panel.controls import TOUCH
from tests.views.alert_fakes import LOAD, past
from tests.views.desk_fakes import RUIZ, unit
from tests.views.look_alerts import AlertsDesk, history, made, many, open_ones
from tests.views.showing import dress
from tests.views.snapshots import NOW, ago

UNIT = unit()
VIEWER = StaffRow(8, "V. Ito", Role.VIEWER)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[AlertsDesk]:
    dress("light")
    found = made(themes.load("light"), history())
    qtbot.addWidget(found.shell)
    found.shell.resize(1366, 768)
    found.shell.show()
    qtbot.waitActive(found.shell)
    yield found
    found.shell._bridge.shutdown()


def titles(page: AlertsPage) -> list[str]:
    return [one.title for one in page.open.alerts.rows if not one.closed]


def point(desk: AlertsDesk, row: int, *, at_accept: bool = False) -> QPoint:
    rect = desk.page.open.visualRect(desk.page.open.alerts.index(row))
    return QPoint(rect.right() - 50, rect.center().y()) if at_accept else rect.center()


def choose_words(desk: AlertsDesk, words: str) -> None:
    (menu,) = desk.shell.findChildren(AcceptMenu)
    next(one for one in menu.actions() if one.text() == words).trigger()


# What is open


def test_open_ones_are_by_urgency_and_live(desk: AlertsDesk) -> None:
    assert titles(desk.page) == [
        "1210 · check lapsed",
        "1305 · check late",
        "1204 · check late",
        "1208 · LOS relief soon",
    ]
    desk.show(replace(UNIT, alerts=UNIT.alerts[:1]))
    assert len(titles(desk.page)) == 1
    assert desk.page.view.button_of(OPEN).text() == "Open · 1"


def test_fifteen_late_at_a_handover_are_one_row_and_fifteen_beneath_it(desk: AlertsDesk) -> None:
    many(desk)
    first, *others = [one for one in desk.page.open.alerts.rows if not one.closed]
    assert (first.title, len(first.alert_ids), first.within) == ("Late round · 15 patients", 15, False)
    assert len(others) == 15
    assert all(one.within and len(one.alert_ids) == 1 for one in others)
    assert len(desk.board.rail.cards) == 1
    assert desk.shell.strip.entry is not None
    assert desk.shell.strip.entry.title == "Late round · 15 patients"
    QTest.mouseClick(desk.page.open.viewport(), Qt.MouseButton.LeftButton, pos=point(desk, 0, at_accept=True))
    choose_words(desk, "Going now")
    assert [one[1][1] for one in desk.commands.calls] == list(first.alert_ids)


def test_a_tap_opens_an_alert_beside_the_list_and_the_place_to_accept_does_not(desk: AlertsDesk) -> None:
    QTest.mouseClick(desk.page.open.viewport(), Qt.MouseButton.LeftButton, pos=point(desk, 1))
    number = desk.page.open.alerts.rows[1].alert_ids[0]
    assert desk.shell.panel.subject == ("alert", number)
    desk.shell.panel.shut()
    QTest.mouseClick(desk.page.open.viewport(), Qt.MouseButton.LeftButton, pos=point(desk, 1, at_accept=True))
    assert desk.shell.panel.isHidden()
    (menu,) = desk.shell.findChildren(AcceptMenu)
    where = desk.page.open.mapFromGlobal(menu.pos())
    assert desk.page.open.visualRect(desk.page.open.alerts.index(1)).contains(where)
    choose_words(desk, "Asked the rounder")
    assert desk.commands.calls == [("accept_alert", (RUIZ.id, number, "Asked the rounder"))]


def test_by_keys_alone(desk: AlertsDesk) -> None:
    desk.page.open.setFocus()
    QTest.keyClick(desk.page.open, Qt.Key.Key_Down)
    chosen = desk.page.open.chosen
    assert chosen is not None
    desk.shell.actions_by_name["accept"].trigger()
    choose_words(desk, "Going now")
    assert desk.commands.last == ("accept_alert", (RUIZ.id, chosen.alert_ids[0], "Going now"))
    QTest.keyClick(desk.page.open, Qt.Key.Key_Return)
    assert desk.shell.panel.subject == ("alert", chosen.alert_ids[0])


def test_whatever_the_keys_would_open_or_accept_can_be_seen(desk: AlertsDesk) -> None:
    """Tab makes a row the current one and selects none: A would accept what nobody sees is chosen."""
    shown, look = desk.page.open, themes.load("light")
    before = shown.grab().toImage()
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    assert shown.chosen is not None
    assert not shown.selectedIndexes()
    rect = shown.visualRect(shown.currentIndex())
    place = shown.viewport().mapTo(shown, QPoint(rect.left(), rect.center().y()))
    after = shown.grab().toImage()
    assert before.pixelColor(place) != look.focus
    assert after.pixelColor(place) == look.focus
    other = shown.visualRect(shown.alerts.index(1))
    assert after.pixelColor(shown.viewport().mapTo(shown, QPoint(other.left(), other.center().y()))) != look.focus


def test_what_is_chosen_stays_chosen_while_others_come_and_go(desk: AlertsDesk) -> None:
    desk.page.open.setCurrentIndex(desk.page.open.alerts.index(2))
    chosen = desk.page.open.chosen
    assert chosen is not None
    desk.show(replace(UNIT, alerts=tuple(one for one in UNIT.alerts if one.priority is not Priority.HIGH)))
    assert desk.page.open.chosen == chosen


def test_one_that_somebody_has_runs_out_in_sight_and_is_not_accepted_from_here(desk: AlertsDesk) -> None:
    open_ones(desk)
    place, held = next((at, one) for at, one in enumerate(desk.page.open.alerts.rows) if one.held is not None)
    assert held.lines_at(NOW)[-1] == "R. Osei has it for 2:10 more: Going now · M. Ruiz asked"
    assert held.lines_at(NOW + timedelta(seconds=1))[-1].startswith("R. Osei has it for 2:09 more")
    desk.page.open.setCurrentIndex(desk.page.open.alerts.index(place))
    assert not desk.page.open.accept_chosen()


def test_what_owes_a_reason_stands_beneath_until_it_is_said(desk: AlertsDesk) -> None:
    owed = [one for one in desk.page.open.alerts.rows if one.closed]
    assert {one.mark for one in owed} == {REASON_OWED}
    desk.page.open.opened.emit(owed[0].alert_ids[0])
    shown = desk.shell.panel.past_alert()
    assert shown is not None
    assert shown.why is not None
    shown.why.phrases.buttons[1].click()
    assert desk.commands.last == ("explain_alert", (RUIZ.id, owed[0].alert_ids[0], "An emergency elsewhere"))
    desk.reads.history = tuple(replace(one, close_note="x") for one in desk.reads.history if one.owes_reason)
    desk.page.on_events([AlertsChanged((1,))])
    assert not [one for one in desk.page.open.alerts.rows if one.closed]
    shown.reload()
    assert shown.why is None


def test_nothing_open_says_so(desk: AlertsDesk) -> None:
    desk.reads.history = ()
    desk.page.on_events([ChangedElsewhere()])
    desk.show(replace(UNIT, alerts=()))
    assert desk.page.state == NOTHING
    assert desk.page.view.button_of(OPEN).text() == "Open"


def test_whoever_may_not_accept_has_no_place_to(desk: AlertsDesk) -> None:
    desk.shell.recorder.choose(VIEWER)
    QTest.mouseClick(desk.page.open.viewport(), Qt.MouseButton.LeftButton, pos=point(desk, 1, at_accept=True))
    assert not desk.page.open.accept_chosen()
    assert not desk.commands.calls
    assert desk.shell.panel.subject is not None


# Ways here


def test_every_way_to_the_page(desk: AlertsDesk) -> None:
    rail = desk.board.rail
    assert isinstance(rail, DeskRail)
    for wanted in (rail.all_button.click, rail.more_button.click, desk.shell.strip.all_wanted.emit):
        desk.shell.show_page("board")
        desk.page.show_view(HISTORY)
        wanted()
        assert desk.shell.stack.currentWidget() is desk.page
        assert desk.page.view.value == OPEN
    assert rail.all_button.height() >= TOUCH


def test_the_navigation_counts_what_is_open(desk: AlertsDesk) -> None:
    button, _ = desk.shell.navigation._pages["alerts"]
    assert (button.count.text(), button.count.property("tone")) == ("4", "high")
    assert button.accessibleName() == "Alerts, 4 open"
    desk.show(replace(UNIT, alerts=()))
    assert button.count.isHidden()
    assert button.accessibleName() == "Alerts"


def test_who_is_signed_in_is_never_cut_with_all_pages_and_something_of_his(desk: AlertsDesk) -> None:
    open_ones(desk)
    QApplication.processEvents()
    bar = desk.shell.navigation
    assert bar.height() <= 768
    assert bar.mine.isVisible()
    for one in (bar.who.switch, bar.who.lock, bar.mine.act):
        bottom = one.mapTo(bar, QPoint(0, one.height())).y()
        assert bottom <= bar.height()
        assert one.height() >= TOUCH
    buttons = [made_button for made_button, _ in bar._pages.values()]
    assert all(one.height() >= TOUCH for one in buttons)
    assert not bar._buttons.verticalScrollBar().isVisible()


def test_what_one_was_asked_to_take_stands_in_the_navigation(desk: AlertsDesk) -> None:
    open_ones(desk)
    assert desk.shell.navigation.mine.text.splitlines() == [
        "Asked of you 14:31",
        "1204 · check late",
        "R. Osei has it now",
    ]
    desk.shell.navigation.mine.act.click()
    (form,) = desk.shell.panel.findChildren(AlertForm)
    assert (form.accept.isEnabled(), form.accept.text()) == (True, "Accept")


# The history


def test_the_history_is_read_when_it_is_asked_for_and_goes_on_as_one_scrolls(desk: AlertsDesk) -> None:
    assert desk.reads.wanted == []
    desk.page.show_view(HISTORY)
    model = desk.page.past.alerts
    assert model.rowCount() == 60
    desk.page.past.scrollToBottom()
    QApplication.processEvents()
    while model.canFetchMore(model.index(-1)):
        model.fetchMore(model.index(-1))
    assert [one.alert_ids[0] for one in model.rows] == list(range(200, 0, -1))


@pytest.mark.parametrize("name", ["priority", "kind", "area", "person", "time"])
def test_each_picker_narrows(desk: AlertsDesk, name: str) -> None:
    desk.page.show_view(HISTORY)
    picker: QComboBox = getattr(desk.page.filters, name)
    picker.setCurrentIndex(1)
    wanted, before = desk.reads.wanted[-1]
    of = {"priority": wanted.priority, "kind": wanted.kind, "area": wanted.area_id, "person": wanted.staff_id}
    assert before is None
    assert of.get(name, wanted.since) is not None
    desk.page.filters.clear.click()
    assert desk.reads.wanted[-1][0] == replace(
        wanted, priority=None, kind=None, area_id=None, staff_id=None, since=None
    )


def test_a_filter_begins_at_the_top(desk: AlertsDesk) -> None:
    """Whoever has gone far back among all of them is not in the middle of those that are left."""
    desk.page.show_view(HISTORY)
    QApplication.processEvents()
    past = desk.page.past
    past.verticalScrollBar().setValue(past.verticalScrollBar().maximum())
    assert past.verticalScrollBar().value() > 0
    desk.page.filters.priority.setCurrentIndex(1)
    QApplication.processEvents()
    assert past.verticalScrollBar().value() == 0


def test_what_station_said_of_itself_has_a_title_and_the_rest_beneath_it() -> None:
    words = "Station did not watch on Desk 1 for 6 seconds. Everything that fell due has now been looked at."
    row = replace(past(1), kind="technical", priority=Priority.TECHNICAL, text=words, bed=None, initials=None)
    shown = past_row(row, ZoneInfo(UNIT.unit.zone), NOW)
    assert shown.title == "Station did not watch on Desk 1 for 6 seconds"
    assert shown.lines[0].endswith("Everything that fell due has now been looked at.")


def test_words_and_what_is_owed_narrow_too(desk: AlertsDesk) -> None:
    desk.page.show_view(HISTORY)
    desk.page.filters.words.setText("ames")
    QTest.keyClick(desk.page.filters.words, Qt.Key.Key_Return)
    desk.page.filters.owed.click()
    desk.page.filters.late.click()
    wanted, _ = desk.reads.wanted[-1]
    assert (wanted.words, wanted.owes_reason, wanted.documented_late) == ("ames", True, True)
    assert {one.mark for one in desk.page.past.alerts.rows} == {REASON_OWED}
    assert desk.page.back()
    assert not desk.page.filters.any_set
    assert not desk.page.back()


def test_an_older_answer_never_takes_the_place_of_a_newer(desk: AlertsDesk) -> None:
    desk.page.show_view(HISTORY)
    shown = desk.page.past.alerts.rows
    desk.page._show_past((desk.page._asked - 1, desk.reads.alert_page(desk.reads.wanted[0][0], 30)))
    assert desk.page.past.alerts.rows == shown


def test_one_documented_late_says_so_and_who_said_why(desk: AlertsDesk) -> None:
    desk.page.show_view(HISTORY)
    row = next(one for one in desk.page.past.alerts.rows if one.mark == DOCUMENTED_LATE)
    assert row.lines[1].endswith("closed by R. Osei: documented late · J. Moore: Seen in time, written down late")


def test_nothing_found_and_nothing_yet_are_said_apart(desk: AlertsDesk) -> None:
    desk.reads.history = ()
    desk.page.show_view(HISTORY)
    assert desk.page.state == NONE_YET
    desk.page.filters.priority.setCurrentIndex(1)
    assert desk.page.state == NONE_FITS


def test_a_history_that_cannot_be_read_says_why(desk: AlertsDesk) -> None:
    desk.reads.page_error = Refused("The record is away.")
    desk.page.show_view(HISTORY)
    assert desk.page.state is not None
    assert desk.page.state.text == "The record is away."
    desk.page.show_view(OPEN)
    assert desk.page.state is None


# What alerts ask of people


def test_the_figures_are_those_of_the_period(desk: AlertsDesk) -> None:
    shown = desk.page.figures
    assert (shown.person.text, shown.most.text, shown.longest.text) == ("0.07 alerts", "4", "6:18")
    assert (shown.longest.note, shown.causes.text) == ("1210 · check lapsed", "check late 15")
    before = desk.reads.asked.count("load")
    desk.page.period.button_of("week").click()
    assert desk.reads.asked.count("load") == before + 1


def test_a_sentence_of_station_itself_does_not_run_out_of_the_figures(desk: AlertsDesk) -> None:
    words = "No sound on Desk 1: the sound system does not answer. Alerts are shown there and not heard."
    desk.page.figures.show_load(replace(LOAD, longest_title=words))
    QApplication.processEvents()
    longest = desk.page.figures.longest
    assert longest.note.startswith("No sound on Desk 1: the sound system")
    assert longest.note.endswith("…")
    assert len(longest.note) <= 48


def test_a_flood_and_too_much_for_one_person_stand_out(desk: AlertsDesk) -> None:
    desk.page.figures.show_load(replace(LOAD, per_person=1.2, most_within=11))
    assert desk.page.figures.person.findChildren(QWidget)[1].property("tone") == "high"
    assert desk.page.figures.most.note == "a flood: over 10 in 10 min"


def test_what_is_not_known_is_not_shown_as_nothing(desk: AlertsDesk) -> None:
    desk.page.figures.show_load(replace(LOAD, people=None, per_person=None, longest=None, median_to_acceptance=None))
    shown = desk.page.figures
    assert {shown.person.text, shown.longest.text, shown.median.text} == {UNKNOWN}
    desk.reads.load = Refused("The record is away.")
    desk.page.period.button_of("day").click()
    assert (shown.person.text, shown.person.note) == (UNKNOWN, "The record is away.")


# The rest


def test_before_anything_is_read(qtbot: QtBot) -> None:
    page = AlertsPage(themes.load("light"))
    qtbot.addWidget(page)
    assert page.state == READING
    page.show_unread("The database cannot be reached.")
    assert page.state is not None
    assert page.state.text == "The database cannot be reached."


def test_old_data_says_how_old_it_is(desk: AlertsDesk) -> None:
    desk.page.tick(NOW + timedelta(minutes=3))
    assert desk.page._old.isVisible()
    assert "3:0" in desk.page._old.accessibleName()


def test_an_alert_that_closes_while_it_is_shown_leads_to_what_ended_it(desk: AlertsDesk) -> None:
    number = desk.page.open.alerts.rows[0].alert_ids[0]
    desk.shell.open_alert(number)
    desk.reads.history = (past(number, close_note="", close_reason="discharged"),)
    desk.show(replace(UNIT, alerts=()))
    shown = desk.shell.panel.past_alert()
    assert shown is not None
    assert shown.why is not None
    assert desk.shell.panel.notice.text == "This alert has been closed."


@pytest.mark.parametrize("view", [OPEN, HISTORY])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (820, 1180)])
def test_everything_has_a_name_and_room_for_a_finger(desk: AlertsDesk, view: str, size: tuple[int, int]) -> None:
    desk.shell.resize(*size)
    desk.page.show_view(view)
    QApplication.processEvents()
    shown = [one for one in desk.page.findChildren(QWidget) if one.isVisible()]
    operable = [one for one in shown if isinstance(one, QAbstractButton | QLineEdit | QComboBox)]
    own = [one for one in operable if not isinstance(one.parent(), QLineEdit)]
    assert not [one for one in own if not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))]
    assert not [one for one in own if one.height() < TOUCH and not isinstance(one.parent(), QComboBox)]
    lists = (desk.page.open, desk.page.past)
    assert all(
        one.drawn._accept_place(one.drawn._box(one.rect(), desk.page.open.alerts.rows[0])).height() >= TOUCH
        for one in lists
    )
    assert desk.page.width() <= size[0]


def test_the_models_are_sound(desk: AlertsDesk, qtmodeltester: ModelTester) -> None:
    desk.page.show_view(HISTORY)
    for one in (desk.page.open, desk.page.past):
        qtmodeltester.check(one.alerts)  # type: ignore[no-untyped-call]  # the plugin's


def test_rows_speak_whole_sentences(desk: AlertsDesk) -> None:
    index = desk.page.open.alerts.index(0)
    said = str(desk.page.open.alerts.data(index, Qt.ItemDataRole.AccessibleTextRole)).replace("\u00a0", " ")
    assert (
        said
        == "1210 · check lapsed. high. Q15 · last seen 14:10 Quiet room, J. Moore. Charge told 14:25 · not accepted"
    )


def test_only_rows_that_differ_are_drawn_anew(desk: AlertsDesk, qtbot: QtBot) -> None:
    first = UNIT.alerts[0]
    held = replace(first, state=AlertState.ACCEPTED, accepted_by="R. Osei", lease_until=NOW + timedelta(minutes=3))
    alone = replace(UNIT, alerts=(held,))
    desk.show(alone)
    with (
        qtbot.assertNotEmitted(desk.page.open.alerts.dataChanged),
        qtbot.assertNotEmitted(desk.page.open.alerts.modelReset),
    ):
        desk.show(alone)
    with qtbot.waitSignal(desk.page.open.alerts.dataChanged):
        desk.show(replace(UNIT, alerts=(replace(held, accepted_note="Going", accepted_at=ago(seconds=1)),)))
