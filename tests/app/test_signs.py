"""What the guard process is told of a Station, and what people are told of the guard's doings."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from station.app.guarded import Again
from station.app.signs import NAME, StationSigns
from station.guarding.lines import Signs
from station.monitor.health import Phase, Stamp, Status
from station.rules.watching import Trust
from tests.fakes import NOON

RUNNING = Status(phase=Phase.RUNNING, last_pass=Stamp(NOON, 5.0), last_try=5.0, passes=3)


class Here:
    """A Station as far as the guard is told of it."""

    def __init__(self, status: Status = RUNNING, again: Again | None = None) -> None:
        self.told: list[tuple[str, str]] = []
        self.sources: list[Any] = []
        self.beats: int | None = 5
        self.counted = 100.0
        self.monitor = SimpleNamespace(status=status, tell=lambda *words: self.told.append(words))
        self.standing = Standing(
            SimpleNamespace(monitor=self.monitor, now=lambda: NOON),
            SimpleNamespace(
                ticker=SimpleNamespace(pulse=lambda: self.beats),
                zone=ZoneInfo("America/Chicago"),
                watchers=SimpleNamespace(add=self.sources.append),
            ),
        )
        self.of = StationSigns(self.standing, "Desk 1", again, lambda: self.counted)


@dataclass
class Standing:
    core: Any
    living: Any
    waits_for_a_person: bool = False


def test_counts_and_times_as_people_read_them() -> None:
    assert Here().of.signs() == Signs(1, 5, "06:00:00", "06:00:00", tells=True)


def test_the_monitor_counts_while_it_begins_passes_and_stands_when_it_does_not() -> None:
    here = Here()
    assert [here.of.signs().monitor for _ in range(3)] == [1, 1, 1]
    here.monitor.status = Status(phase=Phase.RUNNING, last_try=6.0, passes=3)
    assert here.of.signs().monitor == 2


def test_a_pass_that_hangs_or_fails_is_no_dead_monitor() -> None:
    """It may be the database: a new start would not bring it back, and would lose what is known from memory."""
    here = Here(Status(phase=Phase.RUNNING, last_try=5.0, looking_since=5.0))
    assert [here.of.signs().monitor for _ in range(3)] == [1, 2, 3]


def test_the_board_tells_when_it_is_up_and_has_tried() -> None:
    here = Here(Status(phase=Phase.RUNNING, last_try=5.0))
    assert not here.of.signs().tells
    here.monitor.status = Status(phase=Phase.RUNNING, last_try=5.0, failures=1)
    assert here.of.signs().tells
    here.beats = 1
    assert not here.of.signs().tells


def test_a_monitor_that_cannot_be_started_is_told_by_the_board_after_a_while() -> None:
    here = Here(Status())
    here.beats = 6
    assert here.of.signs() == Signs(None, 6, "", "06:00:00", tells=False)
    here.beats = 7
    assert here.of.signs().tells


def test_before_there_is_a_board_whatever_stands_on_the_screen_tells() -> None:
    here = Here()
    here.standing.living = None
    assert here.of.signs() == Signs(tells=False)
    here.standing.waits_for_a_person = True
    assert here.of.signs() == Signs(tells=True)


def test_a_new_start_is_told_with_why_and_how_long_once_it_watches() -> None:
    here = Here(Status(phase=Phase.RUNNING), Again("stopped", 86.0))
    here.of.signs()
    assert here.told == []
    here.monitor.status = RUNNING
    here.of.signs()
    here.of.signs()
    ((subject, sentence),) = here.told
    assert subject == "started again"
    assert sentence.startswith("Station stopped answering on Desk 1 and was started again by itself.")
    assert "did not watch for 14 seconds" in sentence


def test_a_guard_that_was_replaced_is_told_as_soon_as_there_is_a_unit() -> None:
    here = Here()
    core, here.standing.core = here.standing.core, None
    here.of.guard_replaced("")
    here.of.guard_replaced("no such file")
    here.of.signs()
    assert here.told == []
    here.standing.core = core
    here.of.signs()
    assert ["was started again" in here.told[0][1], "(no such file)" in here.told[1][1]] == [True, True]


def test_the_guard_stands_among_those_who_watch() -> None:
    here = Here()
    here.of.signs()
    here.of.signs()
    (source,) = here.sources
    (fact,) = source()
    assert (fact.name, fact.trust) == (NAME, Trust.UNKNOWN)
    here.of.heard()
    assert source()[0].trust is Trust.GOOD
    here.counted += 11
    assert source()[0].trust is Trust.WRONG
