"""Other walls and desks: silent they are told, back or put away they are not; our own sleep is not their silence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from station.models import Alert, JournalEntry, Station
from station.models.enums import AlertState
from station.monitor.logical_clock import LogicalClock
from station.monitor.neighbours import LOOK_S, TOLD_S, Neighbours
from station.services import Actor, Store, alerts
from station.services.stations import heartbeat, register_station, stop_station
from tests.builders import BuiltUnit, build_unit
from tests.fakes import FakeClock

NAMES = ("Desk 1", "Desk 2", "Wall 1")


def actor(name: str) -> Actor:
    return Actor(None, "Station", name)


class Scene:
    """Three stations with time in hand; each that is in `alive` sends its heartbeat."""

    def __init__(self, store: Store, speed: float = 1.0) -> None:
        self.base = FakeClock()
        self.clock = LogicalClock(self.base)
        self.speed = speed
        self.unit: BuiltUnit = build_unit(store)
        self.alive = set(NAMES)
        for name in NAMES:
            self.start(name)
        self.here = Neighbours(store, self.clock, self.base, "Desk 1", speed=speed)
        self.wall = Neighbours(store, self.clock, self.base, "Wall 1", speed=speed)

    def start(self, name: str, kind: str = "desk") -> None:
        register_station(self.unit.store, name, kind, "1", actor=actor(name), now=self.clock.now())
        self.alive.add(name)

    def live(self, seconds: float) -> None:
        for _ in range(round(seconds / LOOK_S)):
            self.base.counted += LOOK_S
            self.base.wall += timedelta(seconds=LOOK_S * self.speed)
            for name in self.alive:
                heartbeat(self.unit.store, actor=actor(name), now=self.clock.now(), clock_mark=self.clock.mark)
            self.here.look()

    def told(self) -> list[str]:
        with self.unit.store.read() as session:
            running = select(Alert.text).where(Alert.subject.like("silent:%"), Alert.state != AlertState.CLOSED)
            return sorted(session.scalars(running))

    def times_told(self) -> int:
        with self.unit.store.read() as session:
            return len(session.scalars(select(Alert.id).where(Alert.subject.like("silent:%"))).all())


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


def test_who_is_heard_is_not_told(scene: Scene) -> None:
    scene.live(300)
    assert scene.told() == []


def test_a_desk_that_stays_silent_is_told_at_sixty_seconds_and_once(scene: Scene) -> None:
    scene.live(10)
    scene.alive.remove("Desk 2")
    scene.live(TOLD_S - LOOK_S)
    assert scene.told() == []
    scene.live(LOOK_S)
    (sentence,) = scene.told()
    assert sentence.startswith("Desk 2 is silent: nobody can rely on what it shows.")
    scene.live(120)
    scene.wall.look()
    assert scene.times_told() == 1


def test_back_it_is_over(scene: Scene) -> None:
    scene.alive.remove("Desk 2")
    scene.live(90)
    assert scene.told()
    scene.alive.add("Desk 2")
    scene.live(LOOK_S)
    assert scene.told() == []


def test_closed_in_good_order_it_is_not_silent(scene: Scene) -> None:
    scene.alive.remove("Desk 2")
    stop_station(scene.unit.store, actor=actor("Desk 2"), now=scene.clock.now())
    scene.live(300)
    assert scene.told() == []


def test_silent_first_and_then_closed_in_good_order_it_is_over(scene: Scene) -> None:
    scene.alive.remove("Desk 2")
    scene.live(90)
    stop_station(scene.unit.store, actor=actor("Desk 2"), now=scene.clock.now())
    scene.live(LOOK_S)
    assert scene.told() == []


def test_put_away_in_a_persons_words_it_is_not_told_again_until_it_was_back(scene: Scene) -> None:
    unit = scene.unit
    scene.alive.remove("Desk 2")
    scene.live(90)
    charge = unit.staff["C. Lindt"]
    alerts.close(
        unit.store, unit.alert().id, charge, "put away for the night", actor=unit.who("C. Lindt"), now=scene.clock.now()
    )
    scene.live(300)
    assert scene.told() == []
    with unit.store.read() as session:
        assert session.scalars(select(Station.stopped_at).where(Station.name == "Desk 2")).one() is not None
        assert len(session.scalars(select(JournalEntry).where(JournalEntry.kind == "station.put away")).all()) == 1
    scene.start("Desk 2")
    scene.live(30)
    scene.alive.remove("Desk 2")
    scene.live(90)
    assert len(scene.told()) == 1


def test_a_sleep_of_this_computer_is_not_their_silence(scene: Scene) -> None:
    """Whoever woke up reads an old heartbeat before anybody can have sent a new one."""
    scene.live(30)
    scene.base.sleep(3600)
    scene.here.look()
    assert scene.told() == []
    scene.live(30)
    assert scene.told() == []


def test_of_two_that_were_away_only_the_one_that_stays_away_is_told(scene: Scene) -> None:
    scene.base.sleep(3600)
    scene.alive -= {"Desk 2", "Wall 1"}
    scene.live(20)
    scene.alive.add("Wall 1")
    scene.live(20)
    assert [text.split(" is ")[0] for text in scene.told()] == ["Desk 2"]


def test_one_that_nobody_looks_at_is_not_told(scene: Scene) -> None:
    scene.start("Import", "headless")
    scene.alive.remove("Import")
    scene.live(120)
    assert scene.told() == []


def test_a_demo_that_runs_fast_counts_real_seconds(sqlite_store: Store) -> None:
    scene = Scene(sqlite_store, speed=60.0)
    scene.alive.remove("Desk 2")
    scene.live(50)
    assert scene.told() == []
    scene.live(15)
    assert len(scene.told()) == 1


def test_before_there_is_a_unit_nobody_is_told(sqlite_store: Store) -> None:
    base = FakeClock()
    for name in NAMES:
        register_station(sqlite_store, name, "desk", "1", actor=actor(name), now=base.now())
    here = Neighbours(sqlite_store, LogicalClock(base), base, "Desk 1")
    for _ in range(30):
        base.advance(LOOK_S)
        here.look()
