"""The auditor's own time: two looks before it speaks, at once known here, and an off one is seen to be off."""

from collections.abc import Callable

import pytest

from station.models.enums import AlertState
from station.monitor.auditor import EVERY_S, Auditor
from station.monitor.logical_clock import LogicalClock
from station.monitor.patrol import RETRY_S
from station.services import Store
from tests.builders import BuiltUnit, build_unit
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import until


class Scene:
    def __init__(self, store: Store, speed: float = 1.0) -> None:
        self.base = FakeClock()
        self.clock = LogicalClock(self.base)
        self.unit: BuiltUnit = build_unit(store)
        self.auditor = Auditor(store, self.clock, self.base, "desk 1", speed=speed, again_s=0.0)
        self.unit.admit_seen()

    def between(self, deed: Callable[[], object], patch: pytest.MonkeyPatch) -> None:
        """Have `deed` done between the two looks."""

        def pause(_seconds: float) -> bool:
            deed()
            return False

        patch.setattr(self.auditor.patrol, "pause", pause)

    def told(self) -> list[str]:
        return [one.text for one in self.unit.all_alerts(kind="technical") if one.state is not AlertState.CLOSED]


@pytest.fixture
def scene(sqlite_store: Store) -> Scene:
    return Scene(sqlite_store)


def test_where_all_is_well_its_look_is_stamped_and_nothing_said(scene: Scene) -> None:
    scene.auditor.look()
    assert scene.auditor.last.at is not None
    assert (scene.auditor.last.at.at, scene.auditor.last.findings, scene.told()) == (NOON, (), [])


def test_what_was_missed_is_told_at_once_and_over_at_the_next_look(scene: Scene) -> None:
    scene.base.advance(16 * 60)
    scene.auditor.look()
    (sentence,) = scene.told()
    assert [one.text for one in scene.auditor.last.findings] == [sentence]
    scene.unit.sweep(scene.clock.now())
    scene.base.advance(EVERY_S)
    scene.auditor.look()
    assert (scene.told(), scene.auditor.last.findings) == ([], ())


def test_after_a_sleep_the_sweep_may_catch_up_first(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both wake at the same moment: what the sweep finds a second later has not been missed."""
    scene.base.sleep(3600)
    scene.between(lambda: scene.unit.sweep(scene.clock.now()), monkeypatch)
    scene.auditor.look()
    assert scene.told() == []


def test_asked_to_end_between_two_looks_it_says_nothing_and_takes_nothing_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.base.advance(16 * 60)
    scene.auditor.look()
    before = scene.auditor.last
    monkeypatch.setattr(scene.auditor.patrol, "pause", lambda _seconds: True)
    scene.base.advance(EVERY_S)
    scene.auditor.look()
    assert scene.auditor.last is before
    assert len(scene.told()) == 1


def test_what_cannot_be_stored_is_known_here(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.base.advance(16 * 60)
    monkeypatch.setattr(Store, "write", _full)
    with pytest.raises(OSError, match="full"):
        scene.auditor.look()
    assert len(scene.auditor.last.findings) == 1


def _full(*_args: object) -> None:
    raise OSError("the disk is full")


def test_one_that_fails_leaves_its_last_look_as_it_was(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.auditor.look()
    before = scene.auditor.last
    monkeypatch.setattr(Store, "read", _full)
    scene.base.advance(EVERY_S)
    with pytest.raises(OSError, match="full"):
        scene.auditor.look()
    assert scene.auditor.last is before


@pytest.mark.parametrize("away", [True, False])
def test_one_that_fails_is_excused_only_while_the_record_is_known_to_be_away(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, away: bool
) -> None:
    monkeypatch.setattr(Store, "read", _full)
    scene.auditor.is_known_away = lambda: away
    scene.base.advance(EVERY_S)
    with pytest.raises(OSError, match="full"):
        scene.auditor.look()
    assert scene.auditor.excused == (scene.base.elapsed() if away else None)


def test_one_that_failed_looks_again_within_seconds(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    patrol, waits = scene.auditor.patrol, list[float]()

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 1:
            monkeypatch.setattr(patrol, "_look", scene.auditor.look)
        else:
            patrol._stopping.set()
        return patrol._stopping.is_set()

    monkeypatch.setattr(patrol, "_look", _full)
    monkeypatch.setattr(patrol._stopping, "wait", wait)
    patrol._run()
    assert waits == [RETRY_S, EVERY_S]


def test_in_a_demo_that_runs_fast_the_sweep_has_as_long_in_real_seconds(sqlite_store: Store) -> None:
    scene = Scene(sqlite_store, speed=60.0)
    scene.base.advance(15 * 60 + 4 * 60)
    scene.auditor.look()
    assert scene.told() == []


def test_before_there_is_a_unit_it_looks_and_finds_nothing(sqlite_store: Store) -> None:
    base = FakeClock()
    auditor = Auditor(sqlite_store, LogicalClock(base), base, "desk 1")
    auditor.look()
    assert auditor.last.at is not None


def test_its_thread_begins_goes_on_after_a_failure_and_ends(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    patrol = scene.auditor.patrol
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 1:
            raise ValueError("nonsense")

    monkeypatch.setattr(patrol, "_look", look)
    monkeypatch.setattr(patrol, "_every_s", 0.0)
    patrol.start()
    try:
        assert until(lambda: len(looks) > 2)
    finally:
        assert patrol.stop()
    patrol.start()
    assert not patrol.alive
