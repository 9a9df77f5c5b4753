"""Whatever people do, in whatever order and at whatever times, these things hold after every sweep."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from station.models import Alert, ObservationOrder, Stay, Task
from station.models.enums import AbsenceKind, AlertState, Stage, TaskKind, TaskState
from station.rules.escalation import priority_of
from station.rules.intervals import stage_of
from station.services import custody, orders, reading, stays
from station.services.errors import Refused
from station.store.rows.custody import HandingRow
from station.store.verify import verify_journal
from tests.absent import STANDING, back, expect, gone, hand_on, leave, tell
from tests.builders import BuiltUnit, minutes, seconds
from tests.fakes import NOON
from tests.units import fresh_unit

LEVELS = ("Q5", "Q15", "Q30", "1:1")
BEDS = ("1201", "1202")

Deed = Callable[[BuiltUnit, int, int, datetime], object]


def _stay(unit: BuiltUnit, number: int) -> int:
    """One of the stays, ended ones among them."""
    with unit.store.read() as session:
        ids = session.scalars(select(Stay.id).order_by(Stay.id.desc())).all()
    return ids[number % len(ids)] if ids else 999_999


def _admit(unit: BuiltUnit, number: int, level: int, at: datetime) -> object:
    bed = BEDS[number % 2]
    return unit.admit(
        bed, LEVELS[level % 4], at, admitted_at=at - minutes(number), level_asleep=(None, "Q30")[level % 2]
    )


def _check(unit: BuiltUnit, number: int, ago: int, at: datetime) -> object:
    activity = ("Awake", "Asleep")[ago % 2]
    return unit.check(
        _stay(unit, number), at, observed_at=at - minutes(ago), confirmed=True, activity=activity,
        life_sign="Sound heard",
    )  # fmt: skip


def _correct(unit: BuiltUnit, number: int, which: int, at: datetime) -> object:
    checks = reading.read_checks(unit.store, _stay(unit, number))
    return unit.correct(checks[which % len(checks)].id, _stay(unit, number + 1), at) if checks else None


def _amend(unit: BuiltUnit, number: int, ago: int, at: datetime) -> object:
    checks = reading.read_checks(unit.store, _stay(unit, number))
    return unit.amend(checks[ago % len(checks)].id, at, observed_at=at - minutes(ago)) if checks else None


def _accept(unit: BuiltUnit, number: int, who: int, at: datetime) -> object:
    alerts = unit.open_alerts()
    by = ("J. Moore", "A. Diaz")[who % 2]
    return unit.accept(alerts[number % len(alerts)].id, at, by=by) if alerts else None


def _observer(unit: BuiltUnit, number: int, who: int, at: datetime) -> object:
    name = ("R. Osei", "A. Diaz")[who % 2]
    stay_id = _stay(unit, number)
    offer: HandingRow | None = next(iter(custody.read_handings(unit.store, stay_id, 1)), None)
    match who % 5:
        case 0:
            return unit.take(stay_id, name, at)
        case 1:
            return unit.offer(stay_id, name, at, by="C. Lindt")
        case 2:
            return unit.take_offer(offer.handing_id, name, at) if offer else None
        case 3:
            return unit.decline(offer.handing_id, name, at) if offer else None
        case _:
            actor = unit.who("C. Lindt")
            return custody.take_back_offer(unit.store, offer.handing_id, actor=actor, now=at) if offer else None


def _leave(unit: BuiltUnit, number: int, who: int, at: datetime) -> object:
    name = ("R. Osei", "A. Diaz", "his sister")[who % 3]
    left_at, kind = at - minutes(who % 4), (AbsenceKind.ESCORT, AbsenceKind.PASS)[who % 2]
    return leave(unit, _stay(unit, number), at, with_=name, kind=kind, left_at=left_at)


def _back(unit: BuiltUnit, number: int, ago: int, at: datetime) -> object:
    return back(unit, _stay(unit, number), at, at=at - minutes(ago % 3))


DEEDS: dict[str, Deed] = {
    "leave": _leave,
    "leave again": _leave,
    "back": _back,
    "AWOL": lambda unit, number, ago, at: gone(unit, _stay(unit, number), at, noticed_at=at - minutes(ago % 3)),
    "hand on": lambda unit, number, who, at: hand_on(
        unit, _stay(unit, number), ("R. Osei", "A. Diaz", "his sister")[who % 3], at
    ),
    "expect": lambda unit, number, later, at: expect(unit, _stay(unit, number), at + minutes(later), at),
    "tell": lambda unit, number, _, at: tell(unit, _stay(unit, number), "Police", at),
    "admit": _admit,
    "check": _check,
    "check again": _check,
    "not found": lambda unit, number, _, at: unit.not_found(_stay(unit, number), at),
    "correct": _correct,
    "amend": _amend,
    "accept": _accept,
    "observer": _observer,
    "raise": lambda unit, number, level, at: unit.set_level(_stay(unit, number), LEVELS[level % 4], at),
    "lower": lambda unit, number, level, at: unit.lower(_stay(unit, number), LEVELS[level % 4], at),
    "review": lambda unit, number, _, at: orders.review_order(
        unit.store, _stay(unit, number), "Dr. Hall", "same", actor=unit.charge(at), now=at
    ),
    "swap": lambda unit, number, _, at: stays.swap_beds(
        unit.store, _stay(unit, number), _stay(unit, number + 1), actor=unit.charge(at), now=at
    ),
    "discharge": lambda unit, number, _, at: stays.discharge(
        unit.store, _stay(unit, number), "home", actor=unit.charge(at), now=at
    ),
    "wait": lambda _unit, _number, _other, _at: None,
}

WAITS = st.sampled_from((1, 40, 125, 420, 4000))
"""Seconds between two deeds."""
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 3), st.integers(0, 25), WAITS),
    min_size=4,
    max_size=20,
)  # fmt: skip


def hold(unit: BuiltUnit, now: datetime) -> None:
    """Everything that must be true just after a sweep at `now`."""
    with unit.store.read() as session:
        here = session.scalars(select(Stay).where(Stay.discharged_at.is_(None))).all()
        tasks = session.scalars(select(Task).where(Task.state == TaskState.OPEN)).all()
        alerts = session.scalars(select(Alert).where(Alert.state != AlertState.CLOSED)).all()
        in_force = {one.id: one for one in session.scalars(select(ObservationOrder))}
    _one_thing_stands_for_each(here, tasks)
    assert {task.stay_id for task in tasks if task.stay_id is not None} <= {stay.id for stay in here}
    _alerts_are_as_the_tasks_ask(tasks, alerts, now)
    _levels_are_as_ordered(unit, {stay.id: in_force[stay.order_id or 0] for stay in here}, now)


def _one_thing_stands_for_each(here: Sequence[Stay], tasks: Sequence[Task]) -> None:
    """A check of somebody on the unit; off it his return, or finding him. Never two, never none."""
    standing = sorted((task.stay_id or 0, task.kind) for task in tasks if task.kind in STANDING)
    assert [stay_id for stay_id, _ in standing] == sorted(stay.id for stay in here)
    away = {stay.id for stay in here if stay.absence_id is not None}
    assert {stay_id for stay_id, kind in standing if kind is not TaskKind.CHECK} == away
    suspended = (TaskKind.OBSERVER, TaskKind.RELIEF, TaskKind.NOT_FOUND)
    assert not [task.kind for task in tasks if task.stay_id in away and task.kind in suspended]


def _alerts_are_as_the_tasks_ask(tasks: object, alerts: object, now: datetime) -> None:
    assert isinstance(tasks, list)
    assert isinstance(alerts, list)
    standing = {alert.task_id: alert for alert in alerts}
    assert len(standing) == len(alerts)
    for task in tasks:
        wanted = priority_of(task.kind, stage_of(task, now))
        alert = standing.pop(task.id, None)
        assert (wanted is not None) == (alert is not None), (task.kind, stage_of(task, now), alert)
        if alert is not None and wanted is not None:
            assert alert.priority.rank <= wanted.rank
            assert alert.next_at is not None
            assert alert.next_at > now
        if task.kind not in (TaskKind.NOT_FOUND, TaskKind.AWOL) and stage_of(task, now) is not Stage.LAPSED:
            assert task.next_at is not None
            assert task.next_at > now
    assert not standing


def _levels_are_as_ordered(unit: BuiltUnit, ordered: dict[int, ObservationOrder], now: datetime) -> None:
    board = reading.read_board(unit.store, now)
    shown = {bed.patient.stay_id: bed.patient for bed in board.beds if bed.patient is not None}
    assert shown.keys() == ordered.keys()
    for stay_id, patient in shown.items():
        order = ordered[stay_id]
        asleep = patient.asleep and order.level_asleep
        assert (patient.level_ordered, patient.level) == (order.level, asleep or order.level)
        seen = patient.seen.observed_at if patient.seen else None
        if patient.check.kind is TaskKind.CHECK:
            since = max(filter(None, (seen, patient.check.since)), default=now)
            assert patient.check.due_at <= since + minutes(60)


@pytest.mark.slow
@given(steps=STEPS)
@settings(max_examples=12)
def test_whatever_people_do(steps: list[tuple[str, int, int, int]]) -> None:
    with fresh_unit(*BEDS) as unit:
        now = NOON
        unit.admit("1201", "Q15", now)
        for name, number, other, wait in steps:
            now += seconds(wait)
            with suppress(Refused):
                DEEDS[name](unit, number, other, now)
            unit.sweep(now)
            hold(unit, now)
        assert verify_journal(unit.store).journal == "ok"


@pytest.mark.slow
@given(first=st.sampled_from(LEVELS), second=st.sampled_from(LEVELS), wait=st.integers(0, 3600), seen=st.booleans())
@settings(max_examples=20)
def test_raising_a_level_never_gives_more_time(first: str, second: str, wait: int, seen: bool) -> None:
    with fresh_unit(*BEDS) as unit:
        stay_id = unit.admit_seen("1201", first) if seen else unit.admit("1201", first)
        before = unit.task(stay_id)
        with suppress(Refused):
            unit.set_level(stay_id, second, NOON + timedelta(seconds=wait))
        after = unit.task(stay_id)
        assert after.due_at <= before.due_at
        assert after.lapsed_at <= before.lapsed_at
