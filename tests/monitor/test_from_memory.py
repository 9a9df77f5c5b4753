"""What is carried on from memory is what the record would have said, had it been there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from station.models.enums import AlertState, Priority, SetOutcome, TaskKind
from station.monitor.from_memory import carried_on, next_change
from station.rules.policy import default_policy
from station.rules.vital_limits import Vitals
from station.services import keeping, vitals
from station.services.checks import CheckEntry
from station.services.reading import read_board
from station.services.vital_entering import VitalEntry
from station.store.engine import close_store
from station.store.rows import BoardSnapshot, PatientRow
from station.store.spool import Kept
from station.store.work import Store
from tests.absent import back, leave
from tests.builders import BEDS, build_unit, minutes
from tests.databases import fresh_sqlite
from tests.fakes import NOON

POLICY = default_policy()
LEVELS = ("Q5", "Q15", "Q30", "Q15")


class Both:
    """A unit whose record is there, and the same from memory."""

    def __init__(self, store: Store, before: int = 0) -> None:
        """`before`: minutes that nobody is seen before the record goes away."""
        self.unit = build_unit(store)
        self.stays = [self.unit.admit_seen(bed, level) for bed, level in zip(BEDS, LEVELS, strict=True)]
        self.now = NOON
        self.unit.sweep_through(NOON, NOON + minutes(before), timedelta(seconds=30))
        self.now += minutes(before)
        self.last = read_board(store, self.now)
        self.kept: list[Kept] = []
        self.raised: dict[tuple[str, datetime], datetime] = {}

    def pass_time(self, by: timedelta) -> None:
        """Both look each half minute."""
        until = self.now + by
        while self.now < until:
            self.now = min(until, self.now + timedelta(seconds=30))
            self.unit.sweep(self.now)
            self.look()

    def look(self) -> BoardSnapshot:
        seen = carried_on(self.last, self.kept, self.now, policy=POLICY, raised=self.raised)
        for one in seen.alerts:
            if one.unsaved and one.id < 0:
                self.raised.setdefault((one.subject, one.due_at), self.now)
        return seen

    def keep(self, entry: keeping.Kind) -> None:
        said = keeping.body_of(entry, self.now)
        body = {name: one.isoformat() if isinstance(one, datetime) else one for name, one in said.items()}
        staff = self.unit.staff["J. Moore"]
        number = len(self.kept) + 1
        self.kept.append(Kept(str(number), "desk 1", number, keeping.kind_of(entry), staff, "J. Moore", self.now, body))

    def check(self, place: int, ago: int, activity: str) -> None:
        sign = "Breathing seen" if activity == "Asleep" else None
        at, staff = self.now - timedelta(seconds=ago), self.unit.staff["J. Moore"]
        self.unit.check(
            self.stays[place], self.now, confirmed=True, observed_at=at, activity=activity, life_sign=sign
        )  # fmt: skip
        self.keep(CheckEntry("r", self.stays[place], staff, "Room", activity, at, sign))

    def miss(self, place: int) -> None:
        self.unit.not_found(self.stays[place], self.now)
        self.keep(keeping.NotFound("n", self.stays[place], ""))

    def accept(self, place: int) -> None:
        alerts = self.unit.all_alerts(self.stays[place])
        running = [one for one in alerts if one.state is AlertState.OPEN and one.kind == TaskKind.CHECK]
        if running:
            self.unit.accept(running[0].id, self.now)
            self.keep(keeping.Accepted(running[0].subject, self.stays[place], "going"))


Step = tuple[str, int, int, str, int]
STEPS = some.lists(
    some.tuples(
        some.sampled_from(["check", "check", "miss", "accept"]),
        some.integers(0, 3),
        some.sampled_from([0, 0, 30]),
        some.sampled_from(["Awake", "Asleep"]),
        some.integers(1, 900),
    ),
    max_size=6,
)


@settings(max_examples=25)
@given(STEPS, some.sampled_from([0, 6, 16, 21]))
def test_from_memory_is_what_the_record_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], before: int
) -> None:
    store = fresh_sqlite(tmp_path_factory.mktemp("both") / "station.db", synchronous="OFF")
    try:
        both = Both(store, before)
        for deed, place, ago, activity, seconds in steps:
            both.pass_time(timedelta(seconds=seconds))
            if deed == "check":
                both.check(place, ago, activity)
            elif deed == "miss":
                both.miss(place)
            else:
                both.accept(place)
        both.pass_time(timedelta(minutes=3))
        stored = read_board(store, both.now)
        assert told(both.look()) == told(stored)
        assert owed(both.look()) == owed(stored)
    finally:
        close_store(store)


def told(board: BoardSnapshot) -> set[tuple[object, ...]]:
    return {
        (one.bed, one.kind, one.priority, one.stage, one.due_at, one.state, one.accepted_by, one.level)
        for one in board.alerts
    }


def owed(board: BoardSnapshot) -> list[tuple[object, ...]]:
    return [
        (one.level, one.check.since, one.check.due_at, one.check.lapsed_at, one.seen.observed_at if one.seen else None)
        for one in people(board)
    ]


def people(board: BoardSnapshot) -> Iterable[PatientRow]:
    return (bed.patient for bed in board.beds if bed.patient is not None)


@pytest.fixture
def both(sqlite_store: Store) -> Both:
    return Both(sqlite_store)


def test_back_on_the_unit_no_interval_runs_from_a_check_of_before_he_left(both: Both) -> None:
    stay_id = both.stays[1]
    leave(both.unit, stay_id, NOON + minutes(5))
    back(both.unit, stay_id, NOON + minutes(16))
    both.now = NOON + minutes(17)
    both.last = read_board(both.unit.store, both.now)
    both.check(1, 13 * 60, "Asleep")
    stored = read_board(both.unit.store, both.now)
    assert owed(both.look()) == owed(stored)
    (row,) = [one for one in people(both.look()) if one.stay_id == stay_id]
    assert (row.check.due_at, row.asleep) == (NOON + minutes(18), False)


def test_nothing_is_reassuring_that_is_not_known(both: Both) -> None:
    """Without anything entered here every gap grows, and every lapse is raised, wall or desk."""
    board = carried_on(both.last, (), NOON + minutes(40))
    assert {one.bed for one in board.alerts} == set(BEDS)
    assert all(one.unsaved and one.priority is Priority.HIGH for one in board.alerts)
    assert owed(board) == owed(both.last)


def test_a_level_that_the_policy_does_not_have_hides_nobody(both: Both) -> None:
    strange, *others = both.last.beds
    assert strange.patient is not None
    last = replace(both.last, beds=(replace(strange, patient=replace(strange.patient, level="Q99")), *others))
    board = carried_on(last, (), NOON + minutes(40), policy=POLICY)
    assert {one.bed for one in board.alerts} == set(BEDS)


def test_what_makes_no_sense_moves_nothing(both: Both) -> None:
    kept = [
        Kept("1", "desk 1", 1, "check", 1, "J. Moore", NOON, {"stay_id": both.stays[0]}),
        Kept("2", "desk 1", 2, "check", 1, "J. Moore", NOON, {}),
        Kept("3", "desk 1", 3, "of a newer Station", 1, "J. Moore", NOON, {}),
    ]
    at = NOON + minutes(20)
    assert carried_on(both.last, kept, at, policy=POLICY) == carried_on(both.last, (), at, policy=POLICY)


def test_when_it_looks_again(both: Both) -> None:
    assert next_change(both.last, NOON) == NOON + minutes(4)
    assert next_change(both.last, NOON + minutes(4)) == NOON + minutes(5)


@pytest.mark.parametrize(("hr", "asks"), [(72, False), (135, True)])
def test_vital_signs_are_owed_again_and_a_score_asks_for_a_nurse(both: Both, hr: int, asks: bool) -> None:
    stay = both.stays[0]
    values = Vitals(hr=hr, sbp=120, dbp=80, rr=14, spo2=98, o2=False, temp=37.0, acvpu="A")
    entry = VitalEntry("v", stay, SetOutcome.WHOLE, values)
    both.now = NOON + minutes(1)
    vitals.record_set(both.unit.store, entry, actor=both.unit.who(), now=both.now, confirmed=True)
    body = keeping.body_of(entry, both.now)
    plain = {**body, "observed_at": both.now.isoformat()}
    both.kept.append(Kept("1", "desk 1", 1, keeping.VITALS, 1, "J. Moore", both.now, plain))
    both.unit.sweep(both.now)
    local, stored = both.look(), read_board(both.unit.store, both.now)
    assert asked(local) == asked(stored) == asks
    (here,) = (one for one in people(local) if one.stay_id == stay)
    (there,) = (one for one in people(stored) if one.stay_id == stay)
    assert not any(one.kind is TaskKind.FIRST_VITALS for one in here.owed)
    known = {one.kind for one in here.owed} - {TaskKind.SCORE}
    assert known <= {one.kind for one in there.owed}


def asked(board: BoardSnapshot) -> bool:
    return any(one.kind == TaskKind.SCORE for one in board.alerts)


def test_an_alert_of_what_is_not_a_task_stays(both: Both) -> None:
    from station.services.alerts import raise_technical
    from tests.builders import STATION

    raise_technical(both.unit.store, "disk", "The disk is nearly full.", actor=STATION, now=NOON)
    last = read_board(both.unit.store, NOON)
    board = carried_on(last, (), NOON + minutes(1))
    assert [one.text for one in board.alerts if one.kind == "technical"] == ["The disk is nearly full."]
