"""The page as a whole: never silently reassuring, nothing to operate on the wall, a name for everything on the desk."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station.models.enums import Priority, Stage
from station.views import fonts
from station.views.board.grid import Order
from station.views.board.health import Health
from station.views.board.page import BoardPage
from station.views.theme import THEME_NAMES, ThemeName, load
from station.views.widgets.label import Role
from station.views.widgets.states import error
from tests.views import snapshots as made
from tests.views.showing import WELL, at, desk, later, wall

SPEECHLESS = (
    "No sound on Desk 1: no loudspeaker was found. Alerts are shown there and not heard. Watch the screen; switch the "
    "loudspeaker on, or plug it in again. Station tries again by itself."
)
_OPERATED = (QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QLineEdit)


def test_a_healthy_board_has_no_banner_and_does_not_flash(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.healthy(24)))
    assert page.banners == ()
    assert not page.flashing
    assert page._header._monitoring.text() == "Monitoring · data 0 s old · 3 stations"


def test_not_monitoring_stands_across_the_window(qtbot: QtBot) -> None:
    stopped = replace(WELL, monitoring=False, stopped_since=made.ago(seconds=40))
    page = wall(qtbot, made.snapshot(made.healthy(24)), health=stopped)
    assert page.banners[0].startswith("NOT MONITORING SINCE 14:31:27")
    assert page._stopped.width() == page.width()
    assert page._stopped.geometry().top() == 0
    assert page._header._monitoring.text().startswith("NOT MONITORING")
    page.set_health(WELL)
    assert page.banners == ()


def test_not_monitoring_says_what_to_do_beside_why(qtbot: QtBot) -> None:
    """A reason alone tells nobody to go round."""
    why = "The present look has not come to an end for 12 s."
    stopped = replace(WELL, monitoring=False, stopped_since=made.ago(seconds=40), sentence=why)
    page = wall(qtbot, made.snapshot(made.healthy(24)), health=stopped)
    assert page.banners[0].endswith(f"{why} Nobody is told of lapses. Keep your own times and restart Station.")
    assert page.cut_texts() == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("points", [10.5, 14.0])
def test_what_is_wrong_with_a_station_stands_across_the_board_to_its_end(
    qtbot: QtBot, size: tuple[int, int], points: float
) -> None:
    """Also at a desk, beside its navigation. In the largest text what to do may be shortened, not what is wrong."""
    wide, high = size
    page = desk(qtbot, made.snapshot(made.healthy(24)), size=(wide - 200, high - 80))
    page.setFont(fonts.body(points))
    page.set_health(replace(WELL, sentence=SPEECHLESS))
    page.resize(wide - 199, high - 80)
    QApplication.processEvents()
    assert page.banners == (SPEECHLESS,)
    assert page._old.cut_texts() == [] or points == 14.0
    assert not page._old._headline.is_cut()
    assert page._old._headline.geometry().right() < page._old.width()


def test_old_data_never_looks_live(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    live = page.grid.cards[1].grab().toImage()
    page.tick(later(seconds=5))
    assert not page.banners
    page.tick(later(seconds=6))
    assert page.banners == ("DATA 6 s OLD Last read 14:32:07. Checks made since then are not shown here.",)
    assert "data 6 s old" in page._header._monitoring.text()
    card = page.grid.cards[1]
    assert card.palette().color(Role.BrightText) == load("dark").muted
    assert "as last read" in page.rail._title.text()
    at(page, made.NOW)
    assert not page._old.isVisible()
    assert card.grab().toImage() == live


def test_old_data_still_becomes_late(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    page.tick(later(minutes=30))
    assert page.grid.cards[1].parts.words.text() == "LAPSED"


def test_a_sentence_about_itself_is_shown(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.healthy(8)), health=replace(WELL, sentence="There is no sound device."))
    assert page.banners == ("There is no sound device.",)


def test_unknown_is_shown_as_unknown(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.healthy(8), checks=0, on_time=0), health=Health())
    assert page._header._on_time.value.text() == "not yet"
    assert page._header._monitoring.text().startswith("Monitoring not yet known")
    assert page._footer._truth.text() == "Sound not known · Journal not yet verified"


def test_the_longest_gap_is_live(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    assert page._header._gap.value.text() == "21:18"
    at(page, later(seconds=3))
    assert page._header._gap.value.text() == "21:21"


def test_a_demo_says_so(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.healthy(8), is_demo=True))
    assert page._header._demo.isVisible()
    assert page._header._demo.words == ("DEMO, not real patients",)


def test_before_anything_is_read_nothing_looks_well(qtbot: QtBot) -> None:
    page = wall(qtbot, None, health=Health())
    assert page.rail._nothing.text() == "Not known yet"
    assert page._header._monitoring.text() == "Monitoring not yet known"
    assert page._header._clock.text() == "–"
    page.set_health(replace(WELL, monitoring=False, stopped_since=made.NOW))
    assert page.banners[0].startswith("NOT MONITORING SINCE")


def test_states_are_designed(qtbot: QtBot) -> None:
    page = wall(qtbot, None)
    assert page._state.isVisible()
    assert page._state.state.title == "Reading the board"
    page.show_state(error("The database does not answer", "Trying again every 5 seconds."))
    assert page._state.accessibleName() == "The database does not answer. Trying again every 5 seconds."
    page.show_snapshot(made.snapshot(()))
    assert page._state.state.title == "No beds yet"
    page.show_snapshot(made.snapshot(made.healthy(8)))
    assert not page._state.isVisible()
    assert page.grid.isVisible()


def test_flashing_is_asked_for_while_needed(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.healthy(24)))
    with qtbot.waitSignal(page.flash_wanted) as asked:
        page.show_snapshot(made.snapshot(made.busy(24)))
    assert asked.args == [True]
    with qtbot.waitSignal(page.flash_wanted) as asked:
        page.show_snapshot(made.snapshot(made.healthy(24)))
    assert asked.args == [False]


def test_what_falls_due_between_two_seconds_is_shown_late_as_soon_as_its_alert_is_read(qtbot: QtBot) -> None:
    row = made.bed(1, made.patient(1, last_seen=made.ago(minutes=14, seconds=59.7)))
    page = wall(qtbot, made.snapshot((row, *made.healthy(12)[1:])))
    card = page.grid.cards[1]
    assert (card.stage, page.flashing) == (Stage.DUE_SOON, False)
    read_at = later(seconds=0.35)
    found = made.alert(row, 7, now=read_at)
    with qtbot.waitSignal(page.painted, check_params_cb=lambda what: what == ((7,), Priority.MEDIUM)):
        page.show_snapshot(made.snapshot((row, *made.healthy(12)[1:]), alerts=(found,), read_at=read_at))
    assert (card.stage, page.flashing) == (Stage.LATE, True)


def test_precautions_show_on_the_wall_only_by_policy(qtbot: QtBot) -> None:
    hidden = wall(qtbot, made.snapshot(made.busy(24), precautions_on_wall=False))
    assert hidden.grid.cards[4].parts.precautions.words == ()
    shown = wall(qtbot, made.snapshot(made.busy(24), precautions_on_wall=True))
    assert shown.grid.cards[4].parts.precautions.words == ("SI", "AWOL")
    always = desk(qtbot, made.snapshot(made.busy(24), precautions_on_wall=False))
    assert always.grid.cards[4].parts.precautions.words == ("SI", "AWOL")


def test_a_late_entry_is_marked_with_and_without_a_foot(qtbot: QtBot) -> None:
    with_foot = wall(qtbot, made.snapshot(made.busy(24)))
    assert with_foot.grid.cards[17].parts.marks.isVisible()
    without = wall(qtbot, made.snapshot(made.busy(24), precautions_on_wall=False))
    assert without.grid.cards[17].parts.line.full_text.startswith("Late entry, 14:16")


def test_a_concern_is_marked_before_a_late_entry(qtbot: QtBot) -> None:
    row = made.bed(1, made.patient(1, concern=True, late_entry=True, precautions=("SI",)))
    with_foot = wall(qtbot, made.snapshot((row, *made.healthy(12)[1:])))
    card = with_foot.grid.cards[1]
    assert card.parts.marks.words == ("concern", "late entry")
    assert card.accessibleName().endswith("concern at the last check")
    without = wall(qtbot, made.snapshot((row, *made.healthy(12)[1:]), precautions_on_wall=False))
    assert without.grid.cards[1].parts.line.full_text.startswith("Concern, late entry, 14:26")


@pytest.mark.parametrize("name", THEME_NAMES)
def test_a_concern_wears_no_colour_of_an_alert(qtbot: QtBot, name: ThemeName) -> None:
    row = made.bed(1, made.patient(1, concern=True, precautions=("SI",)))
    page = desk(qtbot, made.snapshot((row, *made.healthy(12)[1:])), theme=name)
    marks = page.grid.cards[1].parts.marks
    drawn = marks.palette()
    assert drawn.color(Role.WindowText) == load(name).text
    assert drawn.color(Role.Dark) == load(name).outline


def test_an_order_chosen_before_anything_is_read_holds(qtbot: QtBot) -> None:
    page = wall(qtbot, None)
    page.set_order(Order.URGENCY)
    page.show_snapshot(made.snapshot(made.busy(24)))
    assert [card.bed.label for card in page.grid.in_place()[:3] if card.bed] == ["1210", "1305", "1204"]


def test_the_wall_has_nothing_to_operate(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    widgets = [page, *page.findChildren(QWidget)]
    assert [one for one in widgets if isinstance(one, _OPERATED)] == []
    assert [one for one in widgets if one.focusPolicy() != Qt.FocusPolicy.NoFocus] == []
    assert page.cursor().shape() == Qt.CursorShape.BlankCursor
    assert not hasattr(page, "bed_activated")


@pytest.mark.parametrize("name", THEME_NAMES)
def test_a_theme_can_be_changed_in_place(qtbot: QtBot, name: str) -> None:
    page = desk(qtbot, made.snapshot(made.busy(24)))
    look = next(load(one) for one in THEME_NAMES if one == name)
    page.set_theme(look)
    card = page.grid.cards[10]
    assert card.palette().color(Role.Window) == look.high.ground
    assert page.rail.cards[0].palette().color(Role.Window) == look.high.ground


def test_everything_interactive_has_a_name(qtbot: QtBot) -> None:
    page = desk(qtbot, made.snapshot(made.crowded(24)))
    nameless = [
        f"{item.object().metaObject().className()} ({item.role()})"
        for item in _tree(page)
        if item.isValid() and _is_interactive(item) and not item.text(QAccessible.Text.Name)
    ]
    assert nameless == []
    buttons = [item for item in _tree(page) if item.role() == QAccessible.Role.Button]
    assert len(buttons) >= 24


def test_every_card_is_a_sentence(qtbot: QtBot) -> None:
    page = desk(qtbot, made.snapshot(made.busy(24)))
    names = {item.text(QAccessible.Text.Name) for item in _tree(page) if item.role() == QAccessible.Role.Button}
    assert "1204, M.A., Q5, last seen 5 minutes 15 seconds ago, late" in names
    assert "1312, empty" in names


def _tree(page: BoardPage) -> Iterator[QAccessibleInterface]:
    """Everything a screen reader meets, from the page down."""
    waiting = [QAccessible.queryAccessibleInterface(page)]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += [item.child(at) for at in range(item.childCount())]


def _is_interactive(item: QAccessibleInterface) -> bool:
    return bool(item.state().focusable) or item.role() in (QAccessible.Role.Button, QAccessible.Role.EditableText)
