"""A window that stands still is found by the sweep, told once, and over when it moves."""

from datetime import timedelta

from station.models.enums import AlertState
from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import Lookout
from station.monitor.screen import STILL_S, Found, ScreenWatch
from station.services import Store
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import FakeDuties
from tests.monitor.test_on_a_database import alerts, monitor_at, set_up


class Beats:
    """Of a window."""

    def __init__(self, count: int | None = 1) -> None:
        self.count = count

    def __call__(self) -> int | None:
        return self.count


def looks(watch: ScreenWatch, beats: Beats, since: float, seconds: int, *, moving: bool) -> list[Found]:
    found = []
    for second in range(1, seconds + 1):
        if moving and beats.count is not None:
            beats.count += 1
        found.append(watch.look(since + second))
    return found


def test_over_five_seconds_and_said_once() -> None:
    beats = Beats()
    watch = ScreenWatch(beats)
    looks(watch, beats, 100, 3, moving=True)
    found = looks(watch, beats, 103, 20, moving=False)
    assert found.index(Found.STILL) + 1 == STILL_S + 1
    assert found.count(Found.STILL) == 1


def test_it_moves_again_is_said_once() -> None:
    beats = Beats()
    watch = ScreenWatch(beats)
    looks(watch, beats, 100, 3, moving=True)
    looks(watch, beats, 103, 10, moving=False)
    assert looks(watch, beats, 113, 5, moving=True).count(Found.MOVES) == 1


def test_the_first_beat_of_a_run_ends_what_an_earlier_run_left() -> None:
    beats = Beats()
    assert Found.MOVES in looks(ScreenWatch(beats), beats, 100, 3, moving=True)


def test_no_board_is_no_screen_that_stands_still() -> None:
    beats = Beats(None)
    assert set(looks(ScreenWatch(beats), beats, 100, 60, moving=False)) == {Found.NOTHING}


def test_after_a_sleep_it_is_looked_at_afresh() -> None:
    beats = Beats()
    watch = ScreenWatch(beats)
    looks(watch, beats, 100, 3, moving=True)
    assert watch.look(30_000) is Found.NOTHING
    assert looks(watch, beats, 30_000, 5, moving=False) == [Found.NOTHING] * 5


def watched(duties: FakeDuties, base: FakeClock, beats: Beats) -> Lookout:
    lookout = Lookout(duties, LogicalClock(base), base, publish=lambda _: None)
    lookout.watch_screen(beats)
    return lookout


def test_what_is_over_is_said_over_also_when_the_database_was_away() -> None:
    base, duties, beats = FakeClock(), FakeDuties(), Beats()
    lookout = watched(duties, base, beats)
    lookout.pass_now()
    for _ in range(7):
        base.advance(1)
        lookout.pass_now()
    assert [note.subject for note in duties.told] == ["screen"]
    duties.telling_fault = OSError("away")
    lookout.tell(duties.told[0])
    base.advance(1)
    beats.count = 2
    assert not lookout.pass_now()
    assert duties.cleared == []
    duties.telling_fault = None
    base.advance(1)
    assert lookout.pass_now()
    assert duties.cleared == ["screen"]


def test_one_that_is_told_again_before_its_end_was_stored_is_not_closed() -> None:
    base, duties, beats = FakeClock(), FakeDuties(), Beats()
    lookout = watched(duties, base, beats)
    lookout.pass_now()
    for _ in range(7):
        base.advance(1)
        lookout.pass_now()
    (note,) = duties.told
    duties.telling_fault = OSError("away")
    lookout.tell(note)
    base.advance(1)
    beats.count = 2
    assert not lookout.pass_now()
    duties.telling_fault = None
    lookout.tell(note)
    base.advance(1)
    assert lookout.pass_now()
    assert duties.told == [note, note]
    assert duties.cleared == []


def test_the_other_stations_see_it_with_the_units_time(store: Store) -> None:
    base, beats = FakeClock(), Beats()
    set_up(store, NOON)
    monitor, _ = monitor_at(store, base)
    monitor.watch_screen(beats)
    for _ in range(3):
        beats.count = (beats.count or 0) + 1
        base.advance(1)
        assert monitor.pass_now()
    for _ in range(7):
        base.advance(1)
        assert monitor.pass_now()
    (alert,) = [one for one in alerts(store, "technical") if one.subject == "screen:Desk 1"]
    stood = (NOON + timedelta(seconds=3)).strftime("06:%M:%S")  # Chicago
    assert alert.text.startswith(f"The screen of Desk 1 has stood still since {stood}.")
    beats.count = 100
    base.advance(1)
    assert monitor.pass_now()
    (alert,) = [one for one in alerts(store, "technical") if one.subject == "screen:Desk 1"]
    assert alert.state is AlertState.CLOSED
