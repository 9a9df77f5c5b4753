"""Cards in their places: one change touches one card, keys move about, places stay."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.models.enums import Stage
from station.store.rows import BedRow
from station.views.board.card import Card
from station.views.board.desk_card import CardButton, DeskCard
from station.views.board.grid import DeskGrid, Order
from station.views.ticker import STEADY, Flash
from tests.views import snapshots as made
from tests.views.showing import at, desk, later, wall

ZONE = ZoneInfo(made.ZONE)


def test_one_change_touches_one_card(qtbot: QtBot) -> None:
    beds = made.busy(36)
    page = wall(qtbot, made.snapshot(beds))
    before = dict(page.grid.cards)
    changed = _seen_now(beds, 10)
    touched = page.grid.show_beds(changed, ZONE, made.NOW, accepted=frozenset())
    assert [card.bed.label for card in touched if card.bed] == ["1210"]
    assert dict(page.grid.cards) == before


def test_the_same_again_touches_nothing(qtbot: QtBot) -> None:
    beds = made.busy(24)
    page = wall(qtbot, made.snapshot(beds))
    assert page.grid.show_beds(beds, ZONE, made.NOW, accepted=frozenset()) == []


def test_a_check_clears_the_card(qtbot: QtBot) -> None:
    beds = made.busy(24)
    page = wall(qtbot, made.snapshot(beds))
    card = page.grid.cards[10]
    assert (card.stage, card.parts.words.text(), card.flashes) == (Stage.LAPSED, "LAPSED", True)
    page.grid.show_beds(_seen_now(beds, 10), ZONE, made.NOW, accepted=frozenset())
    assert (card.stage, card.parts.words.text(), card.flashes) == (Stage.OK, "due in 15:00", False)


def test_very_many_at_once_are_shown_in_turns_and_none_is_left_out(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(_all_seen(made.NOW)))
    late = _all_seen(made.ago(minutes=21))
    page.show_snapshot(made.snapshot(late))
    stages = [card.stage for card in page.grid.in_place()]
    assert stages == [Stage.LAPSED] * 20 + [Stage.OK] * 40
    page.show_snapshot(made.snapshot((*late[:-1], made.bed(60, made.patient(60, last_seen=made.NOW)))))
    qtbot.waitUntil(lambda: page.grid.cards[59].stage is Stage.LAPSED)
    assert [card.stage for card in page.grid.in_place()] == [Stage.LAPSED] * 59 + [Stage.OK]


def test_alerts_alone_change_the_cards_in_turns_too(qtbot: QtBot) -> None:
    """What lapses in the same second as it is read: the rows are as they were, only the alerts are new."""
    beds = _all_seen(made.ago(minutes=19, seconds=59))
    page = wall(qtbot, made.snapshot(beds, alerts=()))
    now = later(seconds=2)
    alerts = tuple(made.alert(row, row.bed_id, now=now) for row in beds)
    page.show_snapshot(made.snapshot(beds, alerts=alerts, read_at=now))
    assert sum(card.stage is Stage.LAPSED for card in page.grid.in_place()) == 20
    qtbot.waitUntil(lambda: all(card.stage is Stage.LAPSED for card in page.grid.in_place()))


def test_nobody_waits_for_what_is_not_on_a_screen(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(_all_seen(made.NOW)))
    page.hide()
    page.show_snapshot(made.snapshot(_all_seen(made.ago(minutes=21))))
    assert {card.stage for card in page.grid.in_place()} == {Stage.LAPSED}


def test_time_passes_on_every_card(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    card = page.grid.cards[6]
    assert (card.parts.time.text, card.parts.words.text(), card.stage) == ("12:54", "due in 2:06", Stage.DUE_SOON)
    at(page, later(seconds=1))
    assert (card.parts.time.text, card.parts.words.text()) == ("12:55", "due in 2:05")
    at(page, later(minutes=2, seconds=6))
    assert (card.parts.time.text, card.parts.words.text(), card.stage) == ("15:00", "LATE", Stage.LATE)
    at(page, later(minutes=7, seconds=6))
    assert (card.parts.words.text(), card.stage) == ("LAPSED", Stage.LAPSED)
    assert "lapsed" in card.accessibleName()


def test_an_emptied_bed_and_a_filled_one(qtbot: QtBot) -> None:
    beds = made.healthy(8)
    page = wall(qtbot, made.snapshot(beds))
    emptied = tuple(replace(row, patient=None if row.bed_id == 3 else row.patient) for row in beds)
    emptied = (*emptied[:-1], replace(emptied[-1], patient=made.patient(77, initials="QQ")))
    page.grid.show_beds(emptied, ZONE, made.NOW, accepted=frozenset())
    gone, come = page.grid.cards[3], page.grid.cards[8]
    assert (gone.accessibleName(), gone.parts.time.isVisible()) == ("1203, empty", False)
    assert gone.parts.initials.text() == "empty"
    assert (come.parts.initials.text(), come.parts.time.text, come.parts.line.isVisible()) == ("QQ", "5:15", True)


def test_beds_that_go_take_their_cards(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.healthy(8)))
    page.grid.show_beds(made.healthy(6), ZONE, made.NOW, accepted=frozenset())
    assert set(page.grid.cards) == {1, 2, 3, 4, 5, 6}


def test_bed_order_is_the_default_and_urgency_a_choice(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    assert _labels(page.grid.in_place())[:3] == ["1201", "1202", "1203"]
    page.set_order(Order.URGENCY)
    assert _labels(page.grid.in_place())[:3] == ["1210", "1305", "1204"]
    assert _labels(page.grid.in_place())[-1] == "1312"
    page.set_order(Order.BED)
    assert _labels(page.grid.in_place())[:3] == ["1201", "1202", "1203"]


def test_an_accepted_alert_does_not_flash(qtbot: QtBot) -> None:
    beds = made.busy(24)
    page = wall(qtbot, made.snapshot(beds))
    page.grid.show_beds(beds, ZONE, made.NOW, accepted=frozenset({10}))
    assert page.grid.cards[10].stage is Stage.LAPSED
    assert not page.grid.cards[10].flashes


def test_only_edges_flash(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    card, quiet = page.grid.cards[10], page.grid.cards[1]
    lit = card.grab().toImage()
    calm = quiet.grab().toImage()
    page.flash(Flash(high=False, medium=True))
    unlit = card.grab().toImage()
    plan = card.parts._plan
    assert plan is not None
    assert lit != unlit
    inner = card.rect().adjusted(plan.pad, plan.pad, -plan.pad, -plan.pad)
    assert lit.copy(inner) == unlit.copy(inner)
    assert quiet.grab().toImage() == calm
    page.flash(STEADY)
    assert card.grab().toImage() == lit


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_open_a_card(qtbot: QtBot, key: Qt.Key) -> None:
    page = desk(qtbot, made.snapshot(made.busy(24)))
    page.focus_bed(10)
    with qtbot.waitSignal(page.bed_activated) as opened:
        QTest.keyClick(_button(page.grid.cards[10]), key)
    assert opened.args == [10]


def test_a_click_opens_a_card_wherever_it_falls(qtbot: QtBot) -> None:
    page = desk(qtbot, made.snapshot(made.busy(24)))
    card = page.grid.cards[4]
    for place in (card.parts.time.geometry().center(), card.parts.line.geometry().center(), card.rect().center()):
        under = page.childAt(card.mapTo(page, place))
        assert under is _button(card)
        with qtbot.waitSignal(page.bed_activated) as opened:
            QTest.mouseClick(_button(card), Qt.MouseButton.LeftButton, pos=place)
        assert opened.args == [4]


def test_arrows_move_between_cards(qtbot: QtBot) -> None:
    page = desk(qtbot, made.snapshot(made.busy(24)))
    grid = page.grid
    assert isinstance(grid, DeskGrid)
    assert grid.plan is not None
    columns = grid.plan.columns
    page.focus_bed(1)
    for key, expected in (
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Down, 2 + columns),
        (Qt.Key.Key_Left, 1 + columns),
        (Qt.Key.Key_Left, 1 + columns),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_Up, 1),
    ):
        QTest.keyClick(_button(grid.cards[_focused(grid)]), key)
        assert _focused(grid) == expected


def test_one_card_is_a_stop_of_tab(qtbot: QtBot) -> None:
    page = desk(qtbot, made.snapshot(made.busy(24)))
    page.focus_bed(7)
    stops = [
        bed_id for bed_id, card in page.grid.cards.items() if _button(card).focusPolicy() == Qt.FocusPolicy.StrongFocus
    ]
    assert stops == [7]


def test_the_focus_ring_is_visible(qtbot: QtBot) -> None:
    page = desk(qtbot, made.snapshot(made.busy(24)))
    page.activateWindow()
    page.focus_bed(2)
    with_focus = page.grid.cards[2].grab().toImage()
    page.focus_bed(3)
    assert page.grid.cards[2].grab().toImage() != with_focus


def _seen_now(beds: tuple[BedRow, ...], bed_id: int) -> tuple[BedRow, ...]:
    fresh = made.patient(bed_id, initials="GSE", last_seen=made.NOW)
    return tuple(replace(row, patient=fresh) if row.bed_id == bed_id else row for row in beds)


def _all_seen(when: datetime) -> tuple[BedRow, ...]:
    return tuple(made.bed(at, made.patient(at, last_seen=when)) for at in range(1, 61))


def _labels(cards: list[Card]) -> list[str]:
    return [card.bed.label for card in cards if card.bed]


def _button(card: Card) -> CardButton:
    assert isinstance(card, DeskCard)
    return card.button


def _focused(grid: DeskGrid) -> int:
    return next(bed_id for bed_id, card in grid.cards.items() if _button(card).hasFocus())
