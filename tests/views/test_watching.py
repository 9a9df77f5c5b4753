"""Who watches: opened from the footer by tap and by key, alive while it is open, unknown said as unknown."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.rules.watching import Trust, WatcherFact
from station.views import theme as themes
from station.views.board.health import Health, is_unwell, truth_words, watchers_words
from station.views.board.truth import TOUCH, TruthButton
from station.views.shell import DeskShell
from station.views.watching import WatcherList, last_words
from tests.views import snapshots as made
from tests.views.look_desk import shell
from tests.views.showing import WELL, desk, wall
from tests.views.snapshots import NOW, ago
from tests.views.watching_fakes import UNWELL_FACTS, WELL_FACTS

PLACE = ZoneInfo(made.ZONE)
GOOD = replace(WELL, facts=WELL_FACTS)
ILL = replace(WELL, facts=UNWELL_FACTS)


@pytest.fixture
def station(qtbot: QtBot) -> Iterator[DeskShell]:
    one = shell(themes.load("light"))
    qtbot.addWidget(one)
    one.resize(1366, 768)
    one.show()
    one.watching.set_health(GOOD)
    yield one
    one.close()


def listed(station: DeskShell) -> list[str]:
    shown = station.panel.content
    assert isinstance(shown, WatcherList)
    return [line.accessibleName() for line in shown.lines if not line.isHidden()]


def test_the_footer_says_when_canary_and_auditor_last_looked() -> None:
    assert watchers_words(GOOD, PLACE, NOW) == "Test alert 14:31, Second look 14:31"
    assert truth_words(GOOD, PLACE, NOW).endswith("Journal verified to 14:20 · Test alert 14:31, Second look 14:31")
    assert not is_unwell(GOOD)


def test_the_footer_says_who_does_not_watch_and_how_many_more() -> None:
    assert watchers_words(ILL, PLACE, NOW) == "Wall 1 not well and 2 more"
    assert is_unwell(ILL)


def test_what_is_not_known_is_said_to_be() -> None:
    facts = tuple(WatcherFact(name, None, "not yet", Trust.UNKNOWN) for name in ("Canary", "Auditor"))
    assert watchers_words(Health(facts=facts), PLACE, NOW) == "Test alert not known yet, Second look not known yet"
    assert last_words(facts[0], PLACE, NOW) == "not known"


def test_a_quiet_fact_is_said_only_where_somebody_asks() -> None:
    facts = (*WELL_FACTS, WatcherFact("Backup", ago(days=9), "Made 9 days ago.", Trust.WRONG, quiet=True))
    assert not is_unwell(Health(facts=facts))


def test_a_moment_of_another_day_has_its_date() -> None:
    assert last_words(WatcherFact("Journal", ago(days=2), ""), PLACE, NOW) == "Sat 21 Nov 14:32"
    assert last_words(WatcherFact("Canary", ago(seconds=3), ""), PLACE, NOW) == "14:32:04"
    wrong = WatcherFact("Canary", ago(minutes=4), "", Trust.WRONG)
    assert last_words(wrong, PLACE, NOW) == "not well, last 14:28:07"


def test_it_opens_by_its_key_and_names_everyone(station: DeskShell) -> None:
    station.actions_by_name["watchers"].trigger()
    station.watching.open()
    assert [line.split(":")[0] for line in listed(station)] == [
        "Sweep", "Scheduler", "Guard", "Wall 1", "Test alert", "Second look", "Journal", "Backup", "Clock",
    ]  # fmt: skip
    assert "Backup: not known. None is known beside the record." in " ".join(listed(station))


def test_it_lives_while_it_is_open(station: DeskShell) -> None:
    station.watching.open()
    station.watching.set_health(ILL)
    ill = "Second look: not well, last 14:30:07. Found nothing missed 2:10 ago."
    assert any(line.startswith(ill) for line in listed(station))
    station.watching.set_health(replace(GOOD, facts=WELL_FACTS[:3]))
    assert len(listed(station)) == 3


def test_asked_for_twice_it_is_the_same_list(station: DeskShell) -> None:
    station.watching.open()
    first = station.panel.content
    station.watching.open()
    assert station.panel.content is first


def test_closed_it_stays_closed_when_health_comes(station: DeskShell) -> None:
    station.watching.open()
    station.panel.shut()
    station.watching.set_health(ILL)
    assert station.panel.isHidden()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 768)])
def test_on_a_desk_the_footer_is_tapped_with_a_finger(qtbot: QtBot, size: tuple[int, int]) -> None:
    page = desk(qtbot, made.snapshot(made.busy(12)), size=size, health=GOOD)
    button = page.findChild(TruthButton)
    assert isinstance(button, TruthButton)
    assert button.height() >= TOUCH
    assert button.accessibleName().endswith("Test alert 14:31, Second look 14:31. Opens who watches")
    with qtbot.waitSignal(page.watchers_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus()
    with qtbot.waitSignal(page.watchers_requested):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert page.cut_texts() == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 768)])
@pytest.mark.parametrize("health", [GOOD, ILL])
def test_on_a_wall_it_is_one_line_that_nothing_opens(qtbot: QtBot, size: tuple[int, int], health: Health) -> None:
    page = wall(qtbot, made.snapshot(made.busy(36)), size=size, health=health)
    assert page.findChild(TruthButton) is None
    assert page.cut_texts() == []


def test_seconds_pass_without_another_list(station: DeskShell) -> None:
    station.watching.open()
    shown = station.panel.content
    assert isinstance(shown, WatcherList)
    before = list(shown.lines)
    for second in range(3):
        facts = tuple(replace(one, last_good=NOW - timedelta(seconds=second)) for one in WELL_FACTS)
        station.watching.set_health(replace(GOOD, facts=facts))
    assert shown.lines == before
