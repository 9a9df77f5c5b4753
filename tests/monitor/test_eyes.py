"""Whether the record is away, judged by what the monitor leaves behind and by errors that others meet."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import cast

import pytest
from typing_extensions import override

from station.models.enums import Stage
from station.monitor.aside import Aside
from station.monitor.eyes import AWAY_AFTER_S, COVERED_S, HANGS_AFTER_S, LOOK_S, SLOW, Eyes, RecordAway
from station.monitor.health import Phase, Stamp, Status
from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import HEARTBEAT_S, Lookout
from station.services.events import Event, SeenFromMemory
from station.services.reading import read_board
from station.store.errors import StoreError
from station.store.spool import Disk, Spool, Spools
from station.store.work import Store
from tests.builders import BuiltUnit, build_unit, minutes
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import FakeDuties

WELL = Status(phase=Phase.RUNNING, last_pass=Stamp(NOON, 1000.0), passes=1)


class HangingDisk(Disk):
    """One that hangs where it is told to, until it is let go."""

    def __init__(self) -> None:
        self.goes_on, self.hangs = Flag(), Flag()
        self.goes_on.set()

    @override
    def sync(self, file: int) -> None:
        if not self.goes_on.is_set():
            self.hangs.set()
            assert self.goes_on.wait(30)
        super().sync(file)


class Watched:
    """Eyes, and a monitor that stands as it is told."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.status, self.told = FakeClock(), WELL, list[Event]()
        self.disk, self.aside = HangingDisk(), Aside("notes", 60.0)
        self.spools = Spools(Spool.of(folder, "Desk 1", disk=self.disk), folder)
        self.eyes = Eyes(
            self.spools,
            self.clock,
            status=lambda: self.status,
            elapsed=self.clock.elapsed,
            publish=self.told.extend,
            aside=self.aside,
        )

    def hang(self) -> None:
        """The disk of what is kept, from now on; nobody waits long for it."""
        self.aside._patience_s = 0.05
        self.disk.goes_on.clear()

    def after(self, seconds: float, **status: object) -> bool:
        self.clock.advance(seconds)
        self.status = replace(self.status, **status)  # type: ignore[arg-type]
        self.eyes.look()
        return self.eyes.is_away

    def whole_pass(self) -> bool:
        return self.after(
            0.1, error="", looking_since=None, last_pass=Stamp(self.clock.now(), self.clock.elapsed() + 0.1)
        )


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.disk.goes_on.set()
    assert made.aside.end(30)
    made.spools.close()


def test_one_that_does_not_answer_is_away_until_a_whole_pass(watched: Watched) -> None:
    began = watched.clock.elapsed()
    assert not watched.after(HANGS_AFTER_S, looking_since=began)
    assert watched.after(0.1)
    assert watched.eyes.view is not None
    assert watched.eyes.view.away.why == SLOW
    with pytest.raises(RecordAway):
        watched.eyes.gate_of_readers()
    assert watched.after(60, looking_since=None), "an end without a whole pass is no return"
    assert not watched.whole_pass()
    assert watched.eyes.view is None
    watched.eyes.gate()
    assert [type(one) for one in watched.told] == [SeenFromMemory, SeenFromMemory]


def test_passes_that_fail_mean_it_after_a_while(watched: Watched) -> None:
    assert not watched.after(AWAY_AFTER_S, error="locked", record_failed=True)
    assert watched.after(0.1)
    watched.eyes.gate_of_readers()  # what fails at once may be tried
    with pytest.raises(RecordAway, match="locked"):
        watched.eyes.gate()


def test_a_fault_of_our_own_is_no_record_that_is_away(watched: Watched) -> None:
    assert not watched.after(60, error="A fault in Station itself", record_failed=False)


def test_an_error_that_somebody_meets_means_it_at_once(watched: Watched) -> None:
    watched.eyes.lost(StoreError("the disk is full"))
    assert watched.eyes.is_away
    watched.clock.advance(1)
    watched.eyes.look()
    assert watched.eyes.is_away, "until a pass has begun and ended since"
    assert not watched.whole_pass()


def test_what_was_known_is_carried_on_and_its_changes_are_noted(watched: Watched, sqlite_store: Store) -> None:
    unit: BuiltUnit = build_unit(sqlite_store)
    unit.admit_seen("1201")
    watched.eyes.remember(read_board(sqlite_store, NOON))
    watched.eyes.lost(StoreError("gone"))
    for _ in range(4):
        watched.clock.advance(minutes(5).total_seconds())
        watched.eyes.look()
    noted = [(one.kind, len(one.body.get("raised", ()))) for one in watched.spools.own.entries]
    assert noted == [("away", 0), ("looked", 1), ("looked", 1)], "late, then lapsed, and nothing twice"
    assert watched.eyes.was_covering()
    watched.clock.advance(COVERED_S + 1)
    assert not watched.eyes.was_covering(), "eyes that do not look do not cover"


def test_a_look_that_stood_still_shows_what_was_so_before_and_does_not_cover(
    watched: Watched, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Frozen in the midst of it, what it shows when it goes on would look live."""
    build_unit(sqlite_store).admit_seen("1201")
    watched.eyes.remember(read_board(sqlite_store, NOON))
    watched.eyes.lost(StoreError("gone"))
    watched.clock.advance(minutes(16).total_seconds())
    monkeypatch.setattr(watched.eyes, "_aside", lambda _: watched.clock.advance(COVERED_S + 1))
    watched.eyes.look()
    assert not watched.eyes.was_covering()
    watched.eyes.look()
    assert watched.eyes.was_covering(), "the next one does"


def test_looking_goes_on_where_not_even_its_notes_can_be_kept(
    watched: Watched, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit: BuiltUnit = build_unit(sqlite_store)
    unit.admit_seen("1201")
    watched.eyes.remember(read_board(sqlite_store, NOON))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    watched.eyes.lost(StoreError("gone"))
    watched.clock.advance(minutes(20).total_seconds())
    watched.eyes.look()
    assert watched.eyes.view is not None
    assert watched.eyes.view.board is not None
    assert [one.bed for one in watched.eyes.view.board.alerts] == ["1201"]


def test_a_disk_that_hangs_with_the_record_hides_nothing(watched: Watched, sqlite_store: Store) -> None:
    """The record and what is kept lie on one disk, as they do unless somebody sets it otherwise."""
    unit: BuiltUnit = build_unit(sqlite_store)
    unit.admit_seen("1201")
    watched.eyes.remember(read_board(sqlite_store, NOON))
    watched.hang()
    began = watched.clock.elapsed()
    assert watched.after(HANGS_AFTER_S + 1, looking_since=began)
    assert watched.disk.hangs.wait(10)
    for stage, later in ((Stage.LATE, minutes(16)), (Stage.LAPSED, minutes(5))):
        watched.after(later.total_seconds())
        assert watched.eyes.view is not None
        assert watched.eyes.view.board is not None
        assert [one.stage for one in watched.eyes.view.board.alerts] == [stage]
    assert watched.eyes.was_covering()
    watched.disk.goes_on.set()
    assert watched.aside.end(30)
    assert [one.kind for one in watched.spools.own.entries] == ["away", "looked", "looked"], "nothing is left out"


def test_a_file_whose_disk_hangs_is_not_waited_for_at_the_end(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.store.spool._CLOSE_WAIT_S", 0.05)
    watched.hang()
    watched.eyes.lost(StoreError("gone"))
    assert watched.disk.hangs.wait(10)
    closing = Thread(target=watched.spools.close, daemon=True)
    closing.start()
    closing.join(10)
    assert not closing.is_alive()


@pytest.fixture
def lookout(watched: Watched, sqlite_store: Store) -> Lookout:
    """What the eyes judge by, after its first pass over a unit that they know."""
    build_unit(sqlite_store).admit_seen("1201")
    watched.eyes.remember(read_board(sqlite_store, NOON))
    made = Lookout(FakeDuties(), LogicalClock(watched.clock), watched.clock, publish=lambda _: None)
    made.covered_by(watched.eyes.unwatched_s)
    watched.eyes._status = lambda: made.status
    made.begin()
    assert made.pass_now()
    return made


def _told(lookout: Lookout, watched: Watched, during: str, stands_still: Callable[[], None]) -> list[str]:
    """What is told after a pass in which this happened `during` one of its duties."""
    duties = cast("FakeDuties", lookout._duties)
    for _ in range(int(HEARTBEAT_S) - 1):
        watched.clock.advance(1)
        assert lookout.pass_now()
    watched.clock.advance(1)

    def at_this(*_: object) -> None:
        stands_still()
        watched.clock.advance(0.1)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(duties, during, at_this)
        assert lookout.pass_now()
    watched.eyes.look()
    assert not watched.eyes.is_away
    watched.clock.advance(1)
    assert lookout.pass_now()
    return [one.text for one in duties.told]


AT = pytest.mark.parametrize("during", ["sweep", "heartbeat"])


@AT
def test_a_pass_that_hangs_is_watched_over_from_memory_and_no_gap(
    watched: Watched, lookout: Lookout, during: str
) -> None:
    def hang() -> None:
        for _ in range(80):
            watched.clock.advance(LOOK_S)
            watched.eyes.look()

    assert _told(lookout, watched, during, hang) == []


@AT
def test_a_station_that_stood_still_in_a_pass_did_not_watch_whichever_of_it_goes_on_first(
    watched: Watched, lookout: Lookout, during: str
) -> None:
    """Its eyes look before the pass is at its end: they see what is so now, and nothing of the time before."""

    def freeze() -> None:
        watched.clock.sleep(40)
        watched.eyes.look()
        assert watched.eyes.was_covering()

    (told,) = _told(lookout, watched, during, freeze)
    assert "did not watch on Desk 1 for 4" in told


@AT
def test_a_station_that_stood_still_while_the_record_was_away_did_not_watch_so_long(
    watched: Watched, lookout: Lookout, during: str
) -> None:
    def hang_and_freeze() -> None:
        for stood_still in (*[0.0] * 40, 30.0, *[0.0] * 40):
            watched.clock.advance(LOOK_S)
            watched.clock.sleep(stood_still)
            watched.eyes.look()

    (told,) = _told(lookout, watched, during, hang_and_freeze)
    assert "did not watch on Desk 1 for 30 seconds" in told or "for 31 seconds" in told
