"""What needs action: by urgency, grouped, counted when there is no room, accepted on the desk alone."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station.models.enums import Priority
from station.rules.announce import announce
from station.store.rows import BoardSnapshot
from station.views.board.health import Health
from station.views.board.page import BoardPage
from station.views.board.rail import DeskRail
from station.views.board.rail_card import DeskRailCard, RailCard
from station.views.board.rail_words import entry_of, over_words
from tests.views import snapshots as made
from tests.views.showing import at, desk, later, wall


def test_entries_stand_by_urgency(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    assert _titles(page.rail.cards) == [
        "1210 · check lapsed",
        "1305 · check late",
        "1204 · check late",
        "1208 · LOS relief soon",
    ]


def test_late_checks_of_one_area_are_one_entry(qtbot: QtBot) -> None:
    late = tuple(made.bed(n, made.patient(n, last_seen=made.ago(minutes=15, seconds=n))) for n in (1, 2, 13))
    page = wall(qtbot, made.snapshot(late))
    assert _titles(page.rail.cards) == ["1301 · check late", "Late round · 2 patients"]
    entry = page.rail.cards[1].entry
    assert entry is not None
    assert entry.lines == ("1202, 1201 · West hall",)


def test_many_beds_of_one_round_are_counted(qtbot: QtBot) -> None:
    late = tuple(made.bed(n, made.patient(n, last_seen=made.ago(minutes=15, seconds=n))) for n in range(1, 13))
    entry = wall(qtbot, made.snapshot(late)).rail.cards[0].entry
    assert entry is not None
    assert entry.lines[1] == "and 4 more"


def test_what_does_not_fit_is_counted(qtbot: QtBot) -> None:
    board = made.snapshot(made.crowded(36))
    page = desk(qtbot, board, size=(1366, 768))
    shown = [card for card in page.rail.cards if card.isVisible()]
    hidden = len(board.alerts) - sum(len(card.entry.alert_ids) for card in shown if card.entry)
    assert page.rail.overflow == f"and {hidden} more"
    assert shown == page.rail.cards[: len(shown)]
    assert max(card.geometry().bottom() for card in shown) < page.rail.height()


def test_no_more_cards_are_made_than_could_have_room_and_more_as_soon_as_there_is(qtbot: QtBot) -> None:
    row = made.healthy(12)[0]
    many = tuple(replace(made.alert(row, number), kind="technical", task_id=None) for number in range(1, 501))
    page = wall(qtbot, made.snapshot(made.healthy(12), alerts=many), size=(1366, 768))
    few = len(page.rail.cards)
    shown = sum(card.isVisible() for card in page.rail.cards)
    assert shown < few < 40
    assert (page.rail.overflow, page.rail._title.text()) == (f"and {500 - shown} more", "Needs action (500)")
    page.resize(1366, 2400)
    QGuiApplication.processEvents()
    shown = sum(card.isVisible() for card in page.rail.cards)
    assert few < shown < len(page.rail.cards)
    page.show_snapshot(made.snapshot(made.healthy(12), alerts=many[:2]))
    assert [card.isVisible() for card in page.rail.cards] == [True, True]


def test_very_many_new_ones_are_made_in_turns_and_the_rest_is_counted_meanwhile(qtbot: QtBot) -> None:
    row = made.healthy(12)[0]
    many = tuple(replace(made.alert(row, number), kind="technical", task_id=None) for number in range(1, 501))
    page = wall(qtbot, made.snapshot(made.healthy(12), alerts=()), size=(1366, 1200))
    page.show_snapshot(made.snapshot(made.healthy(12), alerts=many))
    assert [card.isVisible() for card in page.rail.cards] == [True] * 6
    assert (page.rail.overflow, page.rail._title.text()) == ("and 494 more", "Needs action (500)")
    qtbot.waitUntil(lambda: not all(card.isVisible() for card in page.rail.cards))
    shown = sum(card.isVisible() for card in page.rail.cards)
    assert (shown > 6, page.rail.overflow) == (True, f"and {500 - shown} more")


def test_the_count_of_the_rest_opens_the_list_on_the_desk_alone(qtbot: QtBot) -> None:
    page = desk(qtbot, made.snapshot(made.crowded(36)), size=(1366, 768))
    rail = page.rail
    assert isinstance(rail, DeskRail)
    more = rail.more_button
    assert more.text() == rail.overflow
    assert more.accessibleName() == f"{rail.overflow}: show everything that needs action"
    assert more.geometry().bottom() < rail.height()
    assert more.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(page.alerts_requested):
        QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    page.show_snapshot(made.snapshot(made.healthy(24)))
    assert more.isHidden()


def test_nothing_needs_action_is_said(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.healthy(24)))
    assert page.rail.cards == []
    assert page.rail._nothing.isVisible()
    assert page.rail._nothing.text() == "Nothing needs action"
    assert page.rail.overflow == ""


def test_while_nobody_watches_nothing_is_no_good_news(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.healthy(24)))
    page.set_health(Health(monitoring=False, confirmed_at=made.NOW))
    assert page.rail._nothing.full_text == "Nothing needed action when last read"
    page.set_health(Health(monitoring=True, confirmed_at=made.NOW))
    assert page.rail._nothing.full_text == "Nothing needs action"


def test_time_over_counts(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    lapsed, relief = page.rail.cards[0], page.rail.cards[3]
    assert (lapsed._over.text(), relief._over.text()) == ("+6:18", "in 13:00")
    at(page, later(seconds=2))
    assert (lapsed._over.text(), relief._over.text()) == ("+6:20", "in 12:58")
    assert over_words(made.NOW, made.NOW) == "+0:00"


def test_the_desk_accepts(qtbot: QtBot) -> None:
    late = tuple(made.bed(n, made.patient(n, last_seen=made.ago(minutes=15, seconds=n))) for n in (1, 2))
    page = desk(qtbot, made.snapshot(late))
    card = page.rail.cards[0]
    assert isinstance(card, DeskRailCard)
    with qtbot.waitSignal(page.accept_requested) as asked:
        QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert asked.args == [(2, 1)]
    assert card.button.accessibleName() == "Accept: Late round · 2 patients"


def test_an_accepted_alert_stays_and_says_who_has_it(qtbot: QtBot) -> None:
    page = desk(qtbot, _accepted())
    card = page.rail.cards[0]
    assert isinstance(card, DeskRailCard)
    assert card.button.isHidden()
    assert not card.flashes
    assert card.entry is not None
    assert card.entry.lines[-1] == "R. Osei has it until 14:34: going to look"


@pytest.mark.parametrize(
    ("visitors", "wrote", "said"),
    [(True, "the knife from 1204", ""), (True, "Going now", ": Going now"), (False, "my own", ": my own")],
)
def test_what_somebody_wrote_himself_no_visitor_reads(qtbot: QtBot, visitors: bool, wrote: str, said: str) -> None:
    shown = _accepted()
    shown = replace(shown, alerts=(replace(shown.alerts[0], accepted_note=wrote),))
    page = wall(qtbot, replace(shown, show_precautions_on_wall=not visitors))
    card = page.rail.cards[0]
    at(page, later(seconds=1))
    assert card._said()[-1].text() == f"R. Osei has it for 1:59 more{said}"
    assert (wrote in card.accessibleName()) is bool(said)


def test_an_acceptance_runs_down_on_the_rail(qtbot: QtBot) -> None:
    """On the wall and at the desk, each second; a screen reader is told who and until when, not each second."""
    for page in (desk(qtbot, _accepted()), wall(qtbot, _accepted())):
        card = page.rail.cards[0]
        at(page, later(seconds=1))
        assert card._said()[-1].text() == "R. Osei has it for 1:59 more: going to look"
        at(page, later(seconds=119))
        assert card._said()[-1].text() == "R. Osei has it for 0:01 more: going to look"
        at(page, later(seconds=121))
        assert card._said()[-1].text() == "R. Osei has had it, and the time is over: going to look"
        assert "until 14:34" in card.accessibleName()
        assert not card.cut_texts()


def test_the_wall_cannot_accept(qtbot: QtBot) -> None:
    page = wall(qtbot, made.snapshot(made.busy(24)))
    assert page.findChildren(QPushButton) == []


def test_a_technical_alert_is_said_in_its_own_words(qtbot: QtBot) -> None:
    shown = made.snapshot(made.healthy(8), alerts=(made.technical(7, "The clock was set back 12 s"),))
    page = wall(qtbot, shown)
    assert _titles(page.rail.cards) == ["The clock was set back 12 s"]
    assert page.rail.cards[0].entry is not None
    assert page.rail.cards[0].entry.priority is Priority.TECHNICAL


SPEECHLESS = (
    "No sound on Desk 1: no loudspeaker was found. Alerts are shown there and not heard. Watch the screen; switch the "
    "loudspeaker on, or plug it in again. Station tries again by itself."
)


@pytest.mark.parametrize(("size", "board"), [((1920, 1080), wall), ((1366, 768), wall), ((788, 640), desk)])
def test_what_station_says_of_itself_can_be_read_to_its_end(
    qtbot: QtBot, size: tuple[int, int], board: Callable[..., BoardPage]
) -> None:
    """A wall has no other place for it; at a desk also beside an open side panel."""
    shown = made.snapshot(made.healthy(24), alerts=(made.technical(7, SPEECHLESS),))
    page = board(qtbot, shown, size=size)
    card = page.rail.cards[0]
    words = [one.text() for one in card._said()]
    assert words[:2] == [
        "No sound on Desk 1: no loudspeaker was found · since 14:26",
        SPEECHLESS.partition(". ")[2],
    ]
    assert card.cut_texts() == []
    assert card.accessibleName().startswith("No sound on Desk 1: no loudspeaker was found. since")


def test_what_to_do_about_station_gives_way_to_what_is_listed_beneath(qtbot: QtBot) -> None:
    shown = made.snapshot(made.healthy(24), alerts=(made.technical(7, SPEECHLESS),))
    page = wall(qtbot, shown)
    card = page.rail.cards[0]
    whole = card.arrange(300)
    assert card.arrange(300, brief=True) < whole
    assert next(one.text() for one in card._said()).startswith("No sound on Desk 1")


def test_the_title_of_old_data_leaves_the_way_to_all_alerts_free(qtbot: QtBot) -> None:
    """As narrow as beside an open side panel."""
    page = desk(qtbot, made.snapshot(made.healthy(24)), size=(788, 640))
    rail = page.rail
    assert isinstance(rail, DeskRail)
    page.tick(later(seconds=9))
    QGuiApplication.processEvents()
    assert "as last read" in rail._title.full_text
    assert not rail._title.geometry().intersects(rail.all_button.geometry())
    assert rail.cut_texts() == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_a_finger_accepts_beside_the_button_too(qtbot: QtBot, size: tuple[int, int]) -> None:
    late = tuple(made.bed(n, made.patient(n, last_seen=made.ago(minutes=15, seconds=n))) for n in (1, 2))
    page = desk(qtbot, made.snapshot(late), size=size)
    card = page.rail.cards[0]
    assert isinstance(card, DeskRailCard)
    area = card.touch_area()
    assert min(area.width(), area.height()) >= 44
    assert card.rect().contains(area)
    assert area.contains(card.button.geometry())
    with qtbot.waitSignal(page.accept_requested):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=area.topLeft())
    with qtbot.assertNotEmitted(page.accept_requested):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().topLeft())


def test_cards_are_kept_while_their_alert_is(qtbot: QtBot) -> None:
    beds = made.busy(24)
    shown = made.snapshot(beds)
    page = wall(qtbot, shown)
    before = page.rail.cards
    page.show_snapshot(replace(shown, alerts=shown.alerts[1:]))
    after = page.rail.cards
    assert all(card in before for card in after)
    assert len(after) == len(before) - 1


def test_a_name_is_never_broken_over_two_lines() -> None:
    shown = made.snapshot(made.busy(24))
    patients = {row.patient.stay_id: row.patient for row in shown.beds if row.patient}
    entry = entry_of(announce(shown.alerts)[0], patients, ZoneInfo(made.ZONE), made.NOW)
    assert entry.lines[0].endswith("J.\u00a0Moore")


def _accepted() -> BoardSnapshot:
    row = made.bed(10, made.patient(10, last_seen=made.ago(minutes=21)))
    return made.snapshot((row,), alerts=(made.alert(row, 1, accepted_by="R. Osei"),))


def _titles(cards: list[RailCard]) -> list[str]:
    return [card.entry.title for card in cards if card.entry]
