"""The unit of the demo: the first screen, a person at the desk beside it, its thread."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from station.models import JournalEntry, ScoreAnswer, Task
from station.models.enums import AbsenceKind, HazardState, Priority, Role, Stage, TaskKind
from station.rules.intervals import stage_of
from station.services import Actor, Store, absences, checks, plan_reading, reading, rounds, stays
from station.services.absences import Leaving
from station.services.errors import Refused
from station.simulation.clocks import FastClock, VirtualClock
from station.simulation.demo import DemoDriver, DemoUnit, prepare
from station.simulation.run import Tools
from station.store.rows import BedRow, BoardSnapshot
from tests.fakes import FakeClock

NOW = datetime.fromisoformat("2026-11-23T20:32:07+00:00")
HALF_AN_HOUR = timedelta(minutes=40)


@pytest.fixture
def store(tools: Tools, tmp_path: Path) -> Iterator[Store]:
    opened = tools.open(tmp_path / "demo.db")
    yield opened
    tools.close(opened)


@pytest.fixture
def unit(store: Store) -> DemoUnit:
    return prepare(store, beds=12, seed=7, now=NOW, history=HALF_AN_HOUR)


def _taken(board: BoardSnapshot) -> list[BedRow]:
    return [bed for bed in board.beds if bed.patient is not None]


def _stages(board: BoardSnapshot, now: datetime) -> Counter[Stage]:
    return Counter(stage_of(bed.patient.check, now) for bed in board.beds if bed.patient is not None)


@pytest.mark.slow
@pytest.mark.parametrize(("beds", "seed"), [(24, 7), (8, 1)])
def test_the_first_screen_shows_something_of_everything_and_is_mostly_quiet(store: Store, beds: int, seed: int) -> None:
    prepare(store, beds=beds, seed=seed, now=NOW)
    board = reading.read_board(store, NOW)
    stages = _stages(board, NOW)
    assert stages[Stage.LATE] == 2
    assert stages[Stage.DUE_SOON] >= 1
    assert stages[Stage.LAPSED] == 0
    assert stages[Stage.OK] >= len(_taken(board)) // 2
    assert _stages(board, NOW + timedelta(minutes=1))[Stage.LAPSED] == 1
    assert board.unit.is_demo
    checks, others = ([one for one in board.alerts if (one.kind == "check") is is_check] for is_check in (True, False))
    assert len(checks) == 2
    assert {(one.kind, one.priority) for one in others} <= {("vital signs", Priority.LOW)}
    assert len(others) <= 2
    (away,) = [bed.patient.away for bed in _taken(board) if bed.patient is not None and bed.patient.away is not None]
    assert (away.destination, away.kind) == ("Radiology", AbsenceKind.ESCORT)
    assert away.expected_at is not None
    assert timedelta(minutes=15) < away.expected_at - NOW < timedelta(minutes=30)
    assert board.rounds
    assert board.census is not None
    assert beds < 20 or board.census.unaccounted == ()
    owed = {one.kind: stage_of(one, NOW) for one in reversed(board.unit_tasks)}
    assert owed["environmental round"] is Stage.DUE_SOON
    assert {HazardState.OPEN, HazardState.FIXED} <= {one.state for one in board.hazards}
    tasks = [one for bed in _taken(board) if bed.patient is not None for one in bed.patient.owed]
    assert beds < 20 or Stage.DUE_SOON in {stage_of(one, NOW) for one in tasks if one.kind is TaskKind.BELONGINGS}


def test_everybody_has_been_seen_and_continuous_patients_are_held(store: Store, unit: DemoUnit) -> None:
    patients = [bed.patient for bed in reading.read_board(store, NOW).beds if bed.patient is not None]
    assert all(one.seen is not None for one in patients)
    assert all(one.observer is not None for one in patients if one.continuous)
    assert any(one.continuous for one in patients)


def test_the_same_seed_gives_the_same_first_screen(tools: Tools, tmp_path: Path) -> None:
    boards = []
    for name in ("one.db", "two.db"):
        store = tools.open(tmp_path / name)
        prepare(store, beds=8, seed=4, now=NOW, history=HALF_AN_HOUR)
        boards.append(reading.read_board(store, NOW))
        tools.close(store)
    assert boards[0] == boards[1]


def test_a_database_that_holds_a_unit_is_refused(store: Store, unit: DemoUnit) -> None:
    with pytest.raises(Refused, match="holds a unit already"):
        prepare(store, beds=8, seed=1, now=NOW, history=HALF_AN_HOUR)


def test_it_wants_some_history(store: Store) -> None:
    with pytest.raises(ValueError, match="30 minutes"):
        prepare(store, beds=8, seed=1, now=NOW, history=timedelta(minutes=5))


def test_progress_runs_to_one(store: Store) -> None:
    shares: list[float] = []
    prepare(store, beds=8, seed=1, now=NOW, history=HALF_AN_HOUR, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_those_late_on_the_first_screen_are_seen_soon(store: Store, unit: DemoUnit) -> None:
    later = NOW + timedelta(minutes=8)
    _live(unit, later)
    board = reading.read_board(store, later)
    assert _stages(board, later)[Stage.LAPSED] == 0


def _live(unit: DemoUnit, until: datetime) -> None:
    now = NOW
    while now < until:
        now = min(until, now + timedelta(seconds=1))
        if now.second % 5 == 0:
            unit.look(now)
        unit.run_until(now)


def _actor(store: Store) -> Actor:
    """A charge nurse who types his PIN for whatever he does."""
    person = next(one for one in reading.read_staff(store) if one.role is Role.CHARGE_NURSE)
    return Actor(person.id, person.name, "Desk 2", ((person.id, NOW),))


def test_a_person_and_the_simulation_work_the_same_unit(store: Store, unit: DemoUnit) -> None:
    """Discharged, moved, checked and admitted by a person: the staff go on, and learn of it from the board."""
    actor, beds = _actor(store), _taken(reading.read_board(store, NOW))
    gone, moved, seen = (bed.patient for bed in beds[:3])
    assert gone is not None
    assert moved is not None
    assert seen is not None
    empty = reading.read_empty_beds(store)[0]
    now = NOW + timedelta(seconds=1)
    stays.discharge(store, gone.stay_id, "home", actor=actor, now=now)
    stays.transfer(store, moved.stay_id, empty[0], actor=actor, now=now)
    entry = checks.CheckEntry("by-hand", seen.stay_id, actor.staff_id or 0, "Room", "Awake")
    checks.record_check(store, entry, actor=actor, now=now)
    new = stays.Admission("M-77", "Newcomer", "Ada", None, beds[0].label, "Q15")
    stays.admit(store, new, actor=actor, now=now + timedelta(seconds=1))

    later = NOW + timedelta(minutes=30)
    _live(unit, later)

    board = reading.read_board(store, later)
    by_stay = {bed.patient.stay_id: bed for bed in board.beds if bed.patient is not None}
    assert gone.stay_id not in by_stay
    assert by_stay[moved.stay_id].patient is not None
    newcomer = next(bed.patient for bed in board.beds if bed.patient is not None and bed.patient.mrn == "M-77")
    assert newcomer.seen is not None
    assert _stages(board, later)[Stage.LAPSED] <= 1


def _left(store: Store, unit: DemoUnit) -> tuple[int, list[str]]:
    """The area with a round under way is left to the desk, with one of each role; that area, and their names."""
    area = reading.read_board(store, NOW).rounds[0].area_id
    here, people = set(unit.on_shift(NOW)), {one.role: one for one in reading.read_staff(store)}
    people |= {one.role: one for one in reading.read_staff(store) if one.id in here}
    mine = [people[role] for role in (Role.TECH, Role.NURSE, Role.CHARGE_TECH)]
    assert area is not None
    unit.leave(area, [one.id for one in mine], NOW)
    return area, [one.name for one in mine]


def _said_since(store: Store, since: datetime) -> set[str]:
    """Who has done anything after that."""
    with store.read() as session:
        after = JournalEntry.at > round(since.timestamp() * 1e6)
        return set(session.scalars(select(JournalEntry.actor).where(after)))


@pytest.mark.parametrize("begins_again", [False, True])
def test_an_area_and_people_left_to_the_desk_are_left_alone(
    store: Store, unit: DemoUnit, *, begins_again: bool
) -> None:
    area, names = _left(store, unit)
    assert [one for one in reading.read_board(store, NOW).rounds if one.area_id == area] == []
    if begins_again:
        unit.begin_again(NOW)
    later = NOW + timedelta(minutes=25)
    _live(unit, later)
    board = reading.read_board(store, later)
    here = [bed for bed in _taken(board) if bed.patient and not bed.patient.continuous and bed.patient.away is None]
    unseen = [bed for bed in here if bed.patient and (not bed.patient.seen or bed.patient.seen.observed_at < NOW)]
    assert {bed.area_id for bed in unseen} == {area}
    assert len(unseen) >= 3
    assert [one for one in board.rounds if one.area_id == area] == []
    assert _said_since(store, NOW).isdisjoint(names)


def test_whom_the_desk_takes_off_an_area_left_to_it_the_desk_brings_back(store: Store, unit: DemoUnit) -> None:
    area, _ = _left(store, unit)
    gone = next(bed.patient for bed in _taken(reading.read_board(store, NOW)) if bed.area_id == area)
    assert gone is not None
    leaving = Leaving("by-hand", gone.stay_id, AbsenceKind.PASS, "Home", "His sister", NOW + timedelta(minutes=5))
    absences.leave_unit(store, leaving, actor=_actor(store), now=NOW)
    later = NOW + timedelta(minutes=12)
    _live(unit, later)
    rows = [bed.patient for bed in _taken(reading.read_board(store, later)) if bed.patient is not None]
    assert next(one.away for one in rows if one.stay_id == gone.stay_id) is not None


def test_a_patient_discharged_in_the_middle_of_a_round_is_simply_not_there(store: Store, unit: DemoUnit) -> None:
    for bed in _taken(reading.read_board(store, NOW)):
        assert bed.patient is not None
        stays.discharge(store, bed.patient.stay_id, "fire drill", actor=_actor(store), now=NOW)
    unit.run_until(NOW + timedelta(seconds=4))
    _live(unit, NOW + timedelta(minutes=5))
    assert [
        bed for bed in _taken(reading.read_board(store, NOW)) if bed.patient and bed.patient.admitted_at < NOW
    ] == []


@contextmanager
def _driving(driver: DemoDriver) -> Iterator[None]:
    driver.start()
    try:
        yield
    finally:
        assert driver.stop()


def _wait_for(condition: Callable[[], bool], moved: threading.Event) -> None:
    for _ in range(200):
        if condition():
            return
        moved.wait(0.05)
        moved.clear()
    raise AssertionError("it did not come about within ten seconds")


class _Watched:
    """A demo unit that tells when it lived."""

    def __init__(self, unit: DemoUnit) -> None:
        self.unit = unit
        self.lived = threading.Event()
        self.times: list[datetime] = []
        self.begun_again = self.looks = 0

    def next_at(self) -> datetime | None:
        return self.unit.next_at()

    def run_until(self, now: datetime) -> None:
        self.unit.run_until(now)
        self.times.append(now)
        self.lived.set()

    def look(self, now: datetime) -> None:
        self.looks += 1
        self.unit.look(now)

    def begin_again(self, now: datetime) -> None:
        self.begun_again += 1
        self.unit.begin_again(now)


def test_the_driver_lives_by_its_clock_and_stops(store: Store, unit: DemoUnit) -> None:
    watched, clock = _Watched(unit), VirtualClock(NOW)
    before = _checks(store)
    with _driving(DemoDriver(watched, clock, speed=60)):
        clock.advance(240)
        _wait_for(lambda: bool(watched.times) and watched.times[-1] == clock.now(), watched.lived)
        clock.advance(240)
        _wait_for(lambda: bool(watched.times) and watched.times[-1] == clock.now(), watched.lived)
    assert _checks(store) > before
    assert watched.looks >= 1
    assert watched.begun_again == 0


def test_after_the_machine_has_slept_nobody_lives_through_the_night_afterwards(store: Store, unit: DemoUnit) -> None:
    watched, clock, before = _Watched(unit), VirtualClock(NOW), _checks(store)
    clock.advance(timedelta(hours=8))
    with _driving(DemoDriver(watched, clock)):
        _wait_for(lambda: bool(watched.times), watched.lived)
    assert watched.begun_again == 1
    assert _checks(store) - before < 12


def test_it_goes_on_through_another_door_to_the_same_database(tools: Tools, tmp_path: Path) -> None:
    first = tools.open(tmp_path / "demo.db")
    unit = prepare(first, beds=8, seed=7, now=NOW, history=HALF_AN_HOUR)
    tools.close(first)
    second = tools.open(tmp_path / "demo.db")
    unit.reopened(second)
    before = _checks(second)
    _live(unit, NOW + timedelta(minutes=4))
    assert _checks(second) > before
    tools.close(second)


def _checks(store: Store) -> int:
    return reading.read_board(store, NOW + timedelta(minutes=5)).figures.checks


def test_beginning_again_leaves_no_round_of_its_own_open_for_ever(store: Store, unit: DemoUnit) -> None:
    before = {one.round_id for one in reading.read_board(store, NOW).rounds}
    assert before
    mine = _actor(store)
    rounds.start_round(store, None, confirmed=True, actor=mine, now=NOW)
    unit.begin_again(NOW + timedelta(seconds=2))
    board = reading.read_board(store, NOW + timedelta(seconds=2))
    assert [one.staff_id for one in board.rounds] == [mine.staff_id]


def test_a_driver_that_never_began_stops_too(unit: DemoUnit) -> None:
    assert DemoDriver(unit, VirtualClock(NOW)).stop()


def test_an_unexpected_error_is_told_and_the_unit_goes_on() -> None:
    class Faulty:
        tries = 0
        again = 0

        def look(self, now: datetime) -> None:
            raise AssertionError(f"it was not time to look at {now}")

        def next_at(self) -> datetime | None:
            return NOW

        def run_until(self, now: datetime) -> None:
            assert now == NOW
            self.tries += 1
            if self.tries == 1:
                raise OSError("the disk is away")
            went_on.set()

        def begin_again(self, now: datetime) -> None:
            assert now == NOW
            self.again += 1
            if self.again == 1:
                raise OSError("the disk is away still")

    went_on, told, unit = threading.Event(), list[Exception](), Faulty()
    driver = DemoDriver(unit, FastClock(FakeClock(), 60, NOW), failed=told.append)
    with _driving(driver):
        assert went_on.wait(5)
    assert [str(one) for one in told] == ["the disk is away", "the disk is away still"]


def test_a_shift_that_is_left_to_the_desk_is_not_planned_and_goes_on(store: Store, unit: DemoUnit) -> None:
    """Its charge sits at the desk; whoever was left to himself for the first screen is gone to all the same."""
    shifts = plan_reading.read_shifts(store, NOW)
    following = next(one for one in shifts if one.starts_at > NOW)
    charge = unit.charge_nurse(NOW)
    unit.leave_charge([charge], following.starts_at)
    unit.begin_again(NOW)
    later = following.starts_at + timedelta(minutes=10)
    _live(unit, later)
    assert plan_reading.read_plan_sheet(store, following.starts_at, None, later).published.number == 0
    names = {one.id: one.name for one in reading.read_staff(store)}
    assert names[charge] not in _said_since(store, NOW)
    board = reading.read_board(store, later)
    here = [bed.patient for bed in _taken(board) if bed.patient and bed.patient.away is None]
    assert all(one.seen is not None and one.seen.observed_at > NOW for one in here)


def test_somebody_falls_ill_between_the_hours_and_is_found(store: Store, unit: DemoUnit) -> None:
    """Whoever sees him takes his vital signs: the score asks for a nurse, and she answers."""
    unit.run_until(NOW + timedelta(hours=10))
    with store.read() as session:
        asked = session.scalars(select(Task).where(Task.kind == TaskKind.SCORE)).all()
        answered = session.scalars(select(ScoreAnswer)).all()
    assert asked
    assert answered
