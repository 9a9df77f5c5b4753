"""The strip above every page: what is most urgent, and how it is accepted there."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.models.enums import AlertState, Priority, Stage
from station.services.errors import Refused
from station.store.rows.kept import AwayRecord
from station.views import theme as themes
from station.views.accepting import AcceptForm
from station.views.board.health import NONE_OPEN, NONE_THEN, UNWATCHED, Health
from station.views.strip import UNKNOWN, AlertStrip, StripBox
from station.views.ticker import Flash
from tests.views.desk_fakes import RUIZ
from tests.views.painted import Painted
from tests.views.plain_desk import HERE, UNIT, Desk
from tests.views.snapshots import NOW, alert, healthy, snapshot, technical


def test_the_strip_says_the_most_urgent_and_accepts_it(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    entry = desk.shell.strip.entry
    assert entry is not None
    assert entry.title == "1210 · check lapsed"
    assert "+6:18" in desk.shell.strip.says
    QTest.mouseClick(desk.shell.strip.accept, Qt.MouseButton.LeftButton)
    assert desk.commands.calls == []
    assert [one.text() for one in desk.menu.actions() if one.isEnabled() and one.text()] == [
        "Going now", "Asked the rounder", "With the patient now", "In other words…",
    ]  # fmt: skip
    QTest.keyClick(desk.menu, Qt.Key.Key_Return)
    assert desk.commands.calls == [("accept_alert", (RUIZ.id, entry.alert_ids[0], "Going now"))]


def test_what_one_will_do_can_be_said_in_other_words(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    desk.shell.accept_alerts((3, 4))
    desk.say("In other words…")
    (form,) = desk.shell.panel.findChildren(AcceptForm)
    form.note.editor.setPlainText("D. Lin sees both")
    form.save.click()
    assert [one[1] for one in desk.commands.calls] == [
        (RUIZ.id, 3, "D. Lin sees both"), (RUIZ.id, 4, "D. Lin sees both"),
    ]  # fmt: skip


def test_once_said_in_other_words_keys_stay_in_the_side_panel(desk: Desk) -> None:
    """Its form is gone: whatever comes next in the window had them before, and Enter opened who watches."""
    desk.shell.recorder.choose(RUIZ)
    desk.shell.accept_alerts((3,))
    desk.say("In other words…")
    (form,) = desk.shell.panel.findChildren(AcceptForm)
    form.note.editor.setPlainText("D. Lin sees him")
    form.save.setFocus()
    QTest.keyClick(form.save, Qt.Key.Key_Space)
    panel = desk.shell.panel
    assert panel.content is None
    assert QApplication.focusWidget() is panel.close_button


def test_whoever_is_gone_accepts_nothing_by_a_menu_left_open(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    desk.shell.accept_alerts((3,))
    desk.shell.recorder.choose(None)
    assert not desk.menu.isVisible()


def test_a_long_sentence_of_station_itself_is_never_broken_off(desk: Desk) -> None:
    """What is wrong stands whole; what to do follows as far as there is room, and never ends within a letter."""
    words = (
        "Record was away 19:30 to 19:32 on Desk 1: 2 entries were kept there and are now in the record. Look at them."
    )
    desk.shell.show_snapshot(replace(UNIT, alerts=(technical(7, words),)))
    QApplication.processEvents()
    strip = desk.shell.strip
    assert strip._title.full_text == words.partition(". ")[0]
    assert strip._title.text() == strip._title.full_text
    desk.shell.show_snapshot(replace(UNIT, alerts=(technical(8, words[:-16] * 3),)))
    QApplication.processEvents()
    assert strip._title.text().endswith("…")
    assert "Look at them" not in strip._title.full_text


def test_after_a_flash_nothing_of_the_faded_edge_is_left(desk: Desk) -> None:
    """Only a frame is painted anew: over the faded one it must give the whole picture, in the corners too."""
    box = desk.shell.strip.findChild(StripBox)
    assert box is not None
    QApplication.processEvents()
    lit, painted = box.grab().toImage(), Painted(box)
    box.show_lit(lit=False)
    faded = box.grab().toImage()
    assert faded != lit
    QApplication.processEvents()
    box.show_lit(lit=True)
    QApplication.processEvents()
    painter = QPainter(faded)
    painter.setClipRegion(painted.region)
    painter.drawImage(0, 0, lit)
    painter.end()
    assert faded == lit


def test_the_strip_opens_the_alert(desk: Desk) -> None:
    QTest.mouseClick(desk.shell.strip, Qt.MouseButton.LeftButton, pos=desk.shell.strip.rect().center())
    assert desk.shell.strip.entry is not None
    assert desk.shell.panel.subject == ("alert", desk.shell.strip.entry.alert_ids[0])


def test_an_accepted_group_is_accepted_whole_and_the_first_refusal_is_said(desk: Desk) -> None:
    desk.shell.recorder.choose(RUIZ)
    desk.commands.errors = [Refused("R. Osei has accepted this alert already.")]
    desk.shell.accept_alerts((3, 4, 5))
    desk.say("Going now")
    assert [call[1][1] for call in desk.commands.calls] == [3, 4, 5]
    assert desk.shell.panel.notice.text == "R. Osei has accepted this alert already."


def test_the_strip_flashes_at_its_edge_until_somebody_has_accepted(desk: Desk, qtbot: QtBot) -> None:
    strip = desk.shell.strip
    assert strip.flashes
    lit = strip.grab().toImage()
    strip.flash(Flash(high=False, medium=True))
    dark = strip.grab().toImage()
    strip.flash(Flash(high=False, medium=False))
    changed = {(x, y) for x in range(lit.width()) for y in range(lit.height()) if lit.pixel(x, y) != dark.pixel(x, y)}
    box = strip.findChild(StripBox)
    assert box is not None
    assert changed
    assert not [at for at in changed if box.geometry().adjusted(6, 6, -6, -6).contains(*at)]
    accepted = tuple(replace(one, state=AlertState.ACCEPTED, accepted_by="R. Osei") for one in UNIT.alerts)
    with qtbot.waitSignal(strip.flash_wanted) as wanted:
        desk.shell.show_snapshot(replace(UNIT, alerts=accepted))
    assert wanted.args == [False]
    strip.flash(Flash(high=False, medium=False))
    assert box.lit


def test_a_relief_that_is_due_soon_does_not_flash_in_the_strip(desk: Desk) -> None:
    low = tuple(one for one in UNIT.alerts if one.priority is Priority.LOW)
    assert low
    desk.shell.show_snapshot(replace(UNIT, alerts=low))
    assert not desk.shell.strip.flashes


def test_the_strip_keeps_its_place_when_there_is_nothing_to_say(qtbot: QtBot) -> None:
    strip = AlertStrip(themes.load("light"))
    qtbot.addWidget(strip)
    strip.show()
    height = strip.sizeHint().height()
    assert strip.says == UNKNOWN
    strip.show_snapshot(snapshot(healthy()), NOW, HERE)
    assert (strip.says, strip.entry, strip.sizeHint().height()) == (NONE_OPEN, None, height)
    strip.accept_first()
    strip.show_snapshot(UNIT, NOW, HERE)
    assert strip.sizeHint().height() == height


@pytest.mark.parametrize(
    ("health", "later_s", "says"),
    [
        (Health(monitoring=True), 0, NONE_OPEN),
        (Health(), 0, NONE_OPEN),
        (Health(monitoring=False), 0, UNWATCHED),
        (Health(monitoring=True), 60, NONE_THEN),
        (Health(monitoring=False, away=AwayRecord(NOW, "It is locked.", 0)), 0, NONE_OPEN),
    ],
)
def test_that_nothing_is_open_is_said_only_while_it_is_known(
    desk: Desk, health: Health, later_s: int, says: str
) -> None:
    strip = desk.shell.strip
    desk.shell.show_health(health)
    assert strip.entry is not None
    desk.shell.show_snapshot(replace(UNIT, alerts=()))
    desk.shell.tick(NOW + timedelta(seconds=later_s))
    assert strip.says == says
    desk.shell.show_health(Health(monitoring=True))
    desk.shell.tick(NOW)
    assert strip.says == NONE_OPEN


def test_before_anything_is_read_the_strip_stays_at_that(qtbot: QtBot) -> None:
    strip = AlertStrip(themes.load("light"))
    qtbot.addWidget(strip)
    strip.say_none(UNWATCHED)
    assert strip.says == UNKNOWN
    strip.show_snapshot(snapshot(healthy()), NOW, HERE)
    assert strip.says == UNWATCHED


def test_an_open_alert_comes_before_an_accepted_one(qtbot: QtBot) -> None:
    strip = AlertStrip(themes.load("light"))
    qtbot.addWidget(strip)
    worse, other = UNIT.beds[9], UNIT.beds[3]
    accepted = replace(alert(worse, 1, accepted_by="R. Osei"), stage=Stage.LAPSED)
    strip.show_snapshot(replace(UNIT, alerts=(accepted, alert(other, 2))), NOW, HERE)
    assert strip.entry is not None
    assert strip.entry.alert_ids == (2,)
    strip.show_snapshot(replace(UNIT, alerts=(accepted,)), NOW, HERE)
    assert strip.accept.isHidden()
    assert "R. Osei has it until" in strip.says
