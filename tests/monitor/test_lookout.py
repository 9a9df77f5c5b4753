"""One pass: in order, one at a time, never raising, and never claiming more than was done."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event as Flag
from threading import Thread

import pytest
from typing_extensions import override

from station.monitor.duties import Note
from station.monitor.health import Phase
from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import HEARTBEAT_S, NOTES_KEPT, SWEEPS, TICK_S, Lookout
from station.services.errors import Refused
from station.services.events import Event, MonitorHealth
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import FakeDuties, until


class Bench:
    """A lookout with everything around it in hand."""

    def __init__(self, speed: float = 1.0) -> None:
        self.base = FakeClock()
        self.duties = FakeDuties()
        self.events: list[Event] = []
        self.syncs = 0
        self.lookout = Lookout(
            self.duties, LogicalClock(self.base), self.base, publish=self.publish, sync=self.sync, speed=speed
        )

    def publish(self, events: Sequence[Event]) -> None:
        self.events.extend(events)

    def sync(self) -> None:
        self.syncs += 1


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_whole_pass_leaves_its_stamp(bench: Bench) -> None:
    bench.base.advance(7)
    assert bench.lookout.pass_now()
    status = bench.lookout.status
    assert bench.duties.sweeps == [NOON + timedelta(seconds=7)]
    assert status.last_pass is not None
    assert (status.last_pass.at, status.last_pass.elapsed) == (NOON + timedelta(seconds=7), 1007.0)
    assert (status.passes, status.failures, status.error, status.looking_since) == (1, 0, "", None)
    assert bench.syncs == 1


def test_the_heartbeat_is_stored_every_five_seconds_only(bench: Bench) -> None:
    for _ in range(11):
        bench.lookout.pass_now()
        bench.base.advance(1)
    assert [(at - NOON).total_seconds() for at, _mark in bench.duties.beats] == [0.0, HEARTBEAT_S, 2 * HEARTBEAT_S]
    assert all(mark == at for at, mark in bench.duties.beats)


def test_a_failed_pass_is_told_in_words_and_the_next_one_tries_again(bench: Bench) -> None:
    bench.lookout.pass_now()
    bench.duties.fault = sqlite3.OperationalError("database or disk is full")
    bench.duties.fault.sqlite_errorcode = sqlite3.SQLITE_FULL
    bench.base.advance(1)
    assert not bench.lookout.pass_now()
    status = bench.lookout.status
    assert status.last_pass is not None
    assert status.last_pass.at == NOON
    assert "is full" in status.error
    assert bench.events == [MonitorHealth(status.error)]
    bench.duties.fault = None
    assert bench.lookout.pass_now()
    assert bench.lookout.status.error == ""
    assert bench.events[-1] == MonitorHealth("")


def test_the_same_failure_again_is_published_once(bench: Bench) -> None:
    bench.duties.fault = ValueError("nonsense")
    for _ in range(5):
        bench.lookout.pass_now()
    assert len(bench.events) == 1
    assert bench.lookout.status.failures == 5


def test_a_fault_of_ours_is_called_that(bench: Bench) -> None:
    bench.duties.fault = ValueError("nonsense")
    bench.lookout.pass_now()
    assert bench.lookout.status.error.startswith("A fault in Station itself (ValueError: nonsense).")


def test_a_listener_that_fails_does_not_fail_the_pass(bench: Bench) -> None:
    def broken(_events: Sequence[Event]) -> None:
        raise RuntimeError("no listener")

    lookout = Lookout(bench.duties, LogicalClock(bench.base), bench.base, publish=broken)
    bench.duties.fault = ValueError("nonsense")
    assert not lookout.pass_now()
    bench.duties.fault = None
    assert lookout.pass_now()


def test_a_sync_that_fails_is_a_failed_pass(bench: Bench) -> None:
    def away() -> None:
        raise ConnectionError("gone")

    lookout = Lookout(bench.duties, LogicalClock(bench.base), bench.base, publish=bench.publish, sync=away)
    assert not lookout.pass_now()
    assert bench.duties.sweeps == []


def test_passes_never_overlap(bench: Bench) -> None:
    bench.duties.hold = Flag()
    first = Thread(target=bench.lookout.pass_now)
    first.start()
    assert until(lambda: bench.lookout.status.looking_since is not None)
    assert not bench.lookout.pass_now(wait_s=0.0)
    bench.duties.hold.set()
    first.join()
    assert len(bench.duties.sweeps) == 1
    assert bench.lookout.pass_now()


def test_a_clock_set_back_is_told(bench: Bench) -> None:
    bench.lookout.pass_now()
    bench.base.advance(1)
    bench.base.step_wall(-3600)
    bench.lookout.pass_now()
    (note,) = bench.duties.told
    assert note.subject == "clock"
    assert note.text.startswith("The clock of Desk 1 was set back by 1 hour.")
    assert bench.duties.sweeps[-1] == NOON + timedelta(seconds=1)


def test_every_kind_of_finding_has_a_sentence_and_a_subject() -> None:
    told: list[Note] = []
    for mark, step in ((3600.0, 0.0), (-7200.0, 0.0), (0.0, 86_400.0 * 30), (0.0, -60.0)):
        base, duties = FakeClock(), FakeDuties()
        lookout = Lookout(duties, LogicalClock(base, NOON + timedelta(seconds=mark)), base, publish=lambda _: None)
        base.step_wall(step)
        lookout.pass_now()
        told += duties.told
    assert [note.subject for note in told] == ["clock", "monitoring", "clock", "clock"]
    assert "stood 1 hour before" in told[0].text
    assert "not running on Desk 1 for 2 hours" in told[1].text
    assert "jumped forward by 30 days" in told[2].text
    assert "set back by 1 minute." in told[3].text


def test_a_time_without_monitoring_is_told_afterwards(bench: Bench) -> None:
    bench.lookout.pass_now()
    bench.base.sleep(600)
    bench.lookout.pass_now()
    assert bench.duties.told == [
        Note(
            "monitoring",
            "Station did not watch on Desk 1 for 10 minutes. Everything that fell due in that time has now been "
            "looked at and is shown with its true times.",
        )
    ]


@pytest.mark.parametrize(("unwatched_s", "told"), [(None, "40 seconds"), (4.0, ""), (30.0, "30 seconds")])
def test_a_pass_that_stands_still_at_its_end_is_told_of_unless_it_was_watched_over_from_memory(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, unwatched_s: float | None, told: str
) -> None:
    """After it has asked how long nobody looked, and before its stamp, which says that somebody has."""
    if unwatched_s is not None:
        bench.lookout.covered_by(lambda: unwatched_s)
    bench.lookout.pass_now()
    bench.base.advance(HEARTBEAT_S)
    with monkeypatch.context() as frozen:
        frozen.setattr(bench.duties, "heartbeat", lambda *_: bench.base.sleep(40))
        assert bench.lookout.pass_now()
    for _ in range(2):
        bench.base.advance(1)
        bench.lookout.pass_now()
    assert [one.text.partition(" for ")[2].partition(".")[0] for one in bench.duties.told] == ([told] if told else [])


def test_a_note_is_kept_until_it_is_stored(bench: Bench) -> None:
    note = Note("scheduler", "It stopped.")
    bench.lookout.tell(note)
    bench.lookout.tell(note)
    bench.duties.telling_fault = ConnectionError("gone")
    assert not bench.lookout.pass_now()
    bench.duties.telling_fault = None
    assert bench.lookout.pass_now()
    assert bench.lookout.pass_now()
    assert bench.duties.told == [note]


def test_before_there_is_a_unit_notes_wait_and_the_pass_is_whole(bench: Bench) -> None:
    note = Note("clock", "Set back.")
    bench.lookout.tell(note)
    bench.duties.telling_fault = Refused("This unit has no signed policy yet.")
    assert bench.lookout.pass_now()
    bench.duties.telling_fault = None
    bench.lookout.pass_now()
    assert bench.duties.told == [note]


def test_notes_do_not_pile_up_without_end(bench: Bench) -> None:
    for number in range(NOTES_KEPT + 10):
        bench.lookout.tell(Note("clock", str(number)))
    bench.lookout.pass_now()
    assert [note.text for note in bench.duties.told] == [str(number) for number in range(10, NOTES_KEPT + 10)]


def test_the_delay_is_a_second_or_the_nearer_deadline(bench: Bench) -> None:
    assert bench.lookout.delay() == TICK_S
    bench.duties.pending = [NOON + timedelta(seconds=90)]
    bench.lookout.pass_now()
    assert bench.lookout.delay() == TICK_S
    bench.base.advance(89.75)
    bench.lookout.pass_now()
    assert bench.lookout.delay() == pytest.approx(0.25)
    bench.base.advance(0.5)
    assert bench.lookout.delay() == 0.0


def test_the_delay_is_in_real_seconds_where_time_runs_faster() -> None:
    bench = Bench(speed=20.0)
    bench.duties.pending = [NOON + timedelta(seconds=10)]
    bench.lookout.pass_now()
    assert bench.lookout.delay() == pytest.approx(0.5)


def test_a_failing_pass_is_not_run_after(bench: Bench) -> None:
    bench.duties.pending = [NOON + timedelta(milliseconds=10)]
    bench.lookout.pass_now()
    bench.duties.fault = ValueError("nonsense")
    bench.base.advance(1)
    bench.lookout.pass_now()
    assert bench.lookout.delay() == TICK_S


class _NeverDone(FakeDuties):
    """A sweep that always leaves the same thing due."""

    @override
    def sweep(self, now: datetime) -> datetime | None:
        super().sweep(now)
        return NOON


def test_what_a_sweep_leaves_due_is_swept_again_but_not_without_rest() -> None:
    base, duties = FakeClock(), _NeverDone()
    lookout = Lookout(duties, LogicalClock(base), base, publish=lambda _: None)
    assert lookout.pass_now()
    assert len(duties.sweeps) == SWEEPS
    assert lookout.delay() == TICK_S


def test_the_end_is_stored_once(bench: Bench) -> None:
    bench.lookout.end()
    assert bench.duties.stopped == []
    bench.lookout.begin()
    bench.base.advance(5)
    bench.lookout.end()
    bench.lookout.end()
    assert bench.duties.stopped == [NOON + timedelta(seconds=5)]
    assert bench.lookout.status.phase is Phase.STOPPED
