"""Canaries that do not come are told after 150 elapsed seconds, without the sweep; cleared when they come again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from station.models import Alert, Task
from station.models.enums import AlertState, TaskKind
from station.monitor.canary import SILENT_S, CanaryWatch
from station.monitor.logical_clock import LogicalClock
from station.services import Store
from station.services.alertbook import AlertBook
from station.services.stations import register_station
from tests.builders import STATION, BuiltUnit, build_unit
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import until


class Scene:
    """A canary watch with time in hand. `passing`: whether the sweep runs."""

    def __init__(self, store: Store, speed: float = 1.0) -> None:
        self.base = FakeClock()
        self.clock = LogicalClock(self.base)
        self.unit = build_unit(store)
        register_station(store, "desk 1", "desk", "1", actor=STATION, now=NOON)
        self.canary = CanaryWatch(store, self.clock, self.base, "desk 1", speed=speed)
        self.passing = True

    def live(self, seconds: int, each: float = 1.0) -> None:
        """Time passes: the sweep each second, a look each five. `each`: seconds of the wall in an elapsed one."""
        for number in range(seconds):
            self.base.counted += 1.0
            self.base.wall += timedelta(seconds=each)
            if self.passing:
                self.unit.sweep(self.clock.now())
            if number % 5 == 4:
                self.canary.look()


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


def told(unit: BuiltUnit) -> list[str]:
    with unit.store.read() as session:
        running = select(Alert.text).where(Alert.subject == "canary:desk 1", Alert.state != AlertState.CLOSED)
        return list(session.scalars(running))


def test_while_canaries_come_nothing_is_said(scene: Scene) -> None:
    scene.live(240)
    assert scene.canary.last is not None
    assert scene.base.elapsed() - scene.canary.last.elapsed < 65
    assert (scene.canary.sentence, told(scene.unit)) == ("", [])


def test_a_sweep_that_is_off_is_told_after_two_and_a_half_minutes(scene: Scene) -> None:
    scene.live(65)
    assert scene.canary.last is not None
    scene.passing = False
    heard = scene.canary.last.elapsed
    scene.live(int(SILENT_S - (scene.base.elapsed() - heard)) - 5)
    assert told(scene.unit) == []
    scene.live(5)
    (sentence,) = told(scene.unit)
    assert sentence == scene.canary.sentence
    assert sentence.startswith("No test alert has come through on desk 1 for two and a half minutes")


def test_a_sweep_that_moves_and_inserts_nothing_is_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs, stamps and says that all is well; only no alert comes of anything."""
    scene.live(65)
    monkeypatch.setattr(AlertBook, "attend", lambda _book, _task: None)
    scene.live(420)
    assert len(told(scene.unit)) == 1
    monkeypatch.undo()
    scene.live(200)
    assert told(scene.unit) == []


def test_it_is_over_when_one_comes_again(scene: Scene) -> None:
    scene.passing = False
    scene.live(200)
    assert told(scene.unit)
    scene.passing = True
    scene.live(10)
    assert (scene.canary.sentence, told(scene.unit)) == ("", [])


@pytest.mark.parametrize("each", [0.0, -1.0, 3600.0])
def test_its_silence_is_counted_in_elapsed_seconds_whatever_the_wall_does(scene: Scene, each: float) -> None:
    scene.passing = False
    scene.live(int(SILENT_S) - 5, each)
    assert told(scene.unit) == []
    scene.live(15, each)
    assert told(scene.unit)


def test_a_clock_that_was_far_ahead_keeps_no_canary_away(scene: Scene) -> None:
    scene.live(65, each=86_400.0)
    scene.live(120)
    assert told(scene.unit) == []


def test_a_sleep_of_this_computer_is_no_silence(scene: Scene) -> None:
    scene.live(65)
    scene.base.sleep(3600)
    scene.canary.look()
    assert told(scene.unit) == []
    scene.live(10)
    assert scene.canary.last is not None
    assert scene.base.elapsed() - scene.canary.last.elapsed < 10


def test_before_there_is_a_unit_nothing_is_said(sqlite_store: Store) -> None:
    base = FakeClock()
    watch = CanaryWatch(sqlite_store, LogicalClock(base), base, "desk 1")
    for _ in range(50):
        base.advance(5)
        watch.look()
    assert watch.sentence == ""


def test_a_record_that_is_away_does_not_hide_the_silence(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.live(65)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "read", _away)
        for _ in range(40):
            scene.base.advance(5)
            with pytest.raises(ConnectionError):
                scene.canary.look()
    assert scene.canary.sentence


def _away(_store: Store) -> Iterator[None]:
    raise ConnectionError("gone")


def test_in_a_demo_that_runs_fast_it_comes_each_real_minute(sqlite_store: Store) -> None:
    scene = Scene(sqlite_store, speed=20.0)
    scene.live(60, each=20.0)
    assert scene.canary.last is None
    scene.live(10, each=20.0)
    assert scene.canary.last is not None
    scene.live(300, each=20.0)
    assert scene.canary.sentence == ""


def test_its_thread_begins_looks_and_ends(scene: Scene) -> None:
    scene.canary.patrol.start()
    try:
        assert until(lambda: _is_set(scene.unit))
    finally:
        assert scene.canary.patrol.stop()


def _is_set(unit: BuiltUnit) -> bool:
    with unit.store.read() as session:
        return session.scalar(select(Task.id).where(Task.kind == TaskKind.CANARY)) is not None
