"""At no instant of any week has a continuous patient no named observer without one being owed to him, and from half a
minute on an alert; and no level is lowered but by an order with two people.

What people do is drawn, the watch sweeps whenever something falls due, and between two of these nothing stored changes:
so what holds at both ends of a stretch, and of its last instant, holds at every instant of it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from station.models import Alert, Handing, ObservationOrder, ObserverDuty, Task
from station.models.enums import AlertState, OrderKind, TaskKind, TaskState
from station.services import custody, orders, reading, stays
from station.services.errors import Refused
from station.store.rows import PatientRow
from tests.absent import back, gone, leave
from tests.builders import BuiltUnit, seconds
from tests.fakes import NOON
from tests.units import fresh_unit

WEEK: Final = timedelta(days=7)
LATE: Final = seconds(30)
LAPSED: Final = seconds(90)
BEDS: Final = ("1201", "1202")
CODES: Final = ("Q60", "Q30", "Q15", "Q5", "LOS", "1:1")
"""From the least to the most watched."""
CONTINUOUS: Final = ("LOS", "1:1")
PEOPLE: Final = ("R. Osei", "A. Diaz", "J. Moore")


@dataclass(slots=True)
class Week:
    """The unit, its clock, and what the test has seen of it so far."""

    unit: BuiltUnit
    now: datetime = NOON
    alone: dict[int, datetime] = field(default_factory=dict)
    """Stay: since when nobody has him."""
    levels: dict[int, tuple[str, str]] = field(default_factory=dict)
    holders: dict[int, int | None] = field(default_factory=dict)

    def stay(self, number: int) -> int:
        found = sorted(self.levels)
        return found[number % len(found)] if found else 999_999

    def offer(self, number: int) -> int:
        found = custody.read_handings(self.unit.store, self.stay(number), 1)
        return found[0].handing_id if found else 999_999


Deed = Callable[[Week, int, int], object]


def _admit(week: Week, number: int, level: int) -> object:
    pair = CODES[level % 6], (None, None, *CODES)[level % 8]
    return week.unit.admit(BEDS[number % 2], pair[0], week.now, level_asleep=pair[1], mrn=week.unit.request())


def _raise(week: Week, number: int, level: int) -> object:
    asleep = (None, None, *CODES)[level % 8]
    return week.unit.set_level(week.stay(number), CODES[level % 6], week.now, level_asleep=asleep)


def _lower(week: Week, number: int, level: int) -> object:
    asleep = (None, None, *CODES)[level % 8]
    return week.unit.lower(week.stay(number), CODES[level % 6], week.now, level_asleep=asleep)


def _lower_alone(week: Week, number: int, level: int) -> object:
    """Not done: the second is nobody, or the same person."""
    second = (None, week.unit.staff["N. Park"])[level % 2]
    return week.unit.lower(week.stay(number), CODES[level % 6], week.now, second_person_id=second)


def _see(week: Week, number: int, who: int) -> object:
    asleep = who % 2 == 1
    activity, life = ("Asleep", "Sound heard") if asleep else ("Awake", None)
    return week.unit.check(
        week.stay(number), week.now, by=PEOPLE[who % 3], activity=activity, life_sign=life, confirmed=True
    )


def _take_back(week: Week, number: int, who: int) -> object:
    actor = week.unit.who((*PEOPLE, "C. Lindt")[who % 4])
    return custody.take_back_offer(week.unit.store, week.offer(number), actor=actor, now=week.now)


def _review(week: Week, number: int, _: int) -> object:
    actor = week.unit.charge(week.now)
    return orders.review_order(week.unit.store, week.stay(number), "Dr. Hall", "same", actor=actor, now=week.now)


def _discharge(week: Week, number: int, _: int) -> object:
    actor = week.unit.charge(week.now)
    return stays.discharge(week.unit.store, week.stay(number), "home", actor=actor, now=week.now)


DEEDS: Final[dict[str, Deed]] = {
    "admit": _admit,
    "raise": _raise,
    "lower": _lower,
    "lower alone": _lower_alone,
    "review": _review,
    "see": _see,
    "see again": _see,
    "take over": lambda week, number, who: week.unit.take(week.stay(number), PEOPLE[who % 3], week.now),
    "offer": lambda week, number, who: week.unit.offer(
        week.stay(number), PEOPLE[who % 3], week.now, by=("C. Lindt", "R. Osei")[who % 2]
    ),
    "accept": lambda week, number, who: week.unit.take_offer(week.offer(number), PEOPLE[who % 3], week.now),
    "decline": lambda week, number, who: week.unit.decline(week.offer(number), PEOPLE[who % 3], week.now),
    "take back": _take_back,
    "leave": lambda week, number, who: leave(week.unit, week.stay(number), week.now, with_=PEOPLE[who % 3]),
    "gone": lambda week, number, _: gone(week.unit, week.stay(number), week.now),
    "back": lambda week, number, _: back(week.unit, week.stay(number), week.now),
    "discharge": _discharge,
    "wait": lambda _week, _number, _other: None,
}

STEPS: Final = st.lists(
    st.tuples(
        st.sampled_from(sorted(DEEDS)),
        st.integers(0, 1),
        st.integers(0, 47),
        st.sampled_from((0, 1, 29, 30, 31, 89, 90, 600, 7200, 30_000)),
    ),
    min_size=8,
    max_size=24,
)


@contextmanager
def a_week() -> Iterator[Week]:
    with fresh_unit(*BEDS) as unit:
        yield Week(unit)


def pass_time(week: Week, until: datetime) -> None:
    """The watch sweeps at each moment at which something falls due; what must hold is looked at each time."""
    while (due := _next_due(week)) is not None and due <= until:
        week.now = max(week.now, due)
        week.unit.sweep(week.now)
        look(week, "the clock")
    week.now = until


def _next_due(week: Week) -> datetime | None:
    with week.unit.store.read() as session:
        return session.scalar(select(func.min(Task.next_at)))


def look(week: Week, deed: str) -> None:
    """Everything that must hold now, and until the watch sweeps again or somebody does something."""
    here = {one.stay_id: one for one in _patients(week)}
    for stay_id in set(week.levels) - set(here):
        for known in (week.alone, week.levels, week.holders):
            known.pop(stay_id, None)
    for patient in here.values():
        _levels_lower_only_by_two(week, patient, deed)
        _held_or_owed(week, patient)
        _keeps_him_until_another_accepts(week, patient, deed)
    _nobody_holds_two(week)


def _patients(week: Week) -> list[PatientRow]:
    board = reading.read_board(week.unit.store, week.now)
    return [bed.patient for bed in board.beds if bed.patient is not None]


def _held_or_owed(week: Week, patient: PatientRow) -> None:
    stay_id = patient.stay_id
    if patient.away is not None or not _continuous(patient):
        assert patient.observer is None
        week.alone.pop(stay_id, None)
        return
    if patient.observer is not None:
        week.alone.pop(stay_id, None)
        return
    since = week.alone.setdefault(stay_id, week.now)
    with week.unit.store.read() as session:
        owed = session.scalars(
            select(Task).where(Task.stay_id == stay_id, Task.kind == TaskKind.OBSERVER, Task.state == TaskState.OPEN)
        ).all()
        alerts = session.scalars(
            select(Alert).where(Alert.stay_id == stay_id, Alert.kind == "observer", Alert.state != AlertState.CLOSED)
        ).all()
    (task,) = owed
    assert (task.due_at, task.lapsed_at) == (since + LATE, since + LAPSED)
    if week.now >= since + LATE:
        (alert,) = alerts
        assert alert.priority.value == ("high" if week.now >= since + LAPSED else "medium")
    else:
        assert task.next_at == since + LATE


def _continuous(patient: PatientRow) -> bool:
    """As the test reads the order: asleep only while the last check found him so."""
    code = patient.level_asleep if patient.asleep and patient.level_asleep else patient.level_ordered
    return code in CONTINUOUS


def _levels_lower_only_by_two(week: Week, patient: PatientRow, deed: str) -> None:
    pair = patient.level_ordered, patient.level_asleep or patient.level_ordered
    before = week.levels.get(patient.stay_id, pair)
    week.levels[patient.stay_id] = pair
    if all(CODES.index(now) >= CODES.index(was) for now, was in zip(pair, before, strict=True)):
        return
    assert deed == "lower"
    with week.unit.store.read() as session:
        order = session.scalars(
            select(ObservationOrder).where(
                ObservationOrder.stay_id == patient.stay_id, ObservationOrder.ended_at.is_(None)
            )
        ).one()
    assert order.kind is OrderKind.LOWER
    assert order.ordered_by == "Dr. Hall"
    assert None not in (order.entered_by_id, order.second_person_id)
    assert order.entered_by_id != order.second_person_id


def _keeps_him_until_another_accepts(week: Week, patient: PatientRow, deed: str) -> None:
    holder = None if patient.observer is None else patient.observer.staff_id
    before = week.holders.get(patient.stay_id)
    week.holders[patient.stay_id] = holder
    if before is not None and holder not in (None, before):
        assert deed == "accept"


def _nobody_holds_two(week: Week) -> None:
    with week.unit.store.read() as session:
        held = session.scalars(select(ObserverDuty.staff_id).where(ObserverDuty.ended_at.is_(None))).all()
        loose = session.scalars(
            select(Handing.id)
            .join(ObserverDuty, ObserverDuty.id == Handing.duty_id)
            .where(Handing.answered_at.is_(None), ObserverDuty.ended_at.is_not(None))
        ).all()
    assert len(set(held)) == len(held)
    assert not loose


@pytest.mark.slow
@pytest.mark.timeout(600)
@example(steps=[("take over", 0, 0, 1), ("offer", 0, 1, 29), ("leave", 0, 2, 30), ("back", 0, 0, 90)], first="1:1")
@example(steps=[("take over", 0, 0, 1), ("offer", 0, 1, 29), ("lower", 0, 2, 30), ("raise", 0, 5, 90)], first="LOS")
@given(steps=STEPS, first=st.sampled_from((*CONTINUOUS, "Q15")))
@settings(max_examples=10)
def test_no_instant_without_an_observer_or_an_alert(steps: list[tuple[str, int, int, int]], first: str) -> None:
    with a_week() as week:
        week.unit.admit("1201", first, week.now)
        look(week, "admit")
        for name, number, other, wait in steps:
            pass_time(week, min(week.now + seconds(wait), NOON + WEEK))
            with suppress(Refused):
                DEEDS[name](week, number, other)
            look(week, name)
        pass_time(week, max(week.now, NOON + WEEK))
        look(week, "the clock")


def test_a_week_in_which_nobody_comes() -> None:
    """Reviews fall due day after day, nobody takes him over: the alert stands all the while, and his level with it."""
    with a_week() as week:
        week.unit.admit("1201", "1:1", week.now)
        look(week, "admit")
        pass_time(week, NOON + WEEK)
        look(week, "the clock")
        (patient,) = _patients(week)
        assert (patient.level, patient.observer) == ("1:1", None)
        assert week.alone[patient.stay_id] == NOON
