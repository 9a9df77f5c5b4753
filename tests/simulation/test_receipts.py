"""The record is held against what people entered, and when: what Station doubled, and what they said twice."""

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import pytest

from station.services import Actor, checks, keeping
from station.simulation.lateness import Episode, late_episodes
from station.simulation.said import Admitted, Checked, OfUnit, Said
from station.trial.machine import NOTHING
from station.trial.people import SKEW, Acknowledged
from station.trial.receipts import Entered
from station.trial.zones import START
from tests.simulation.alone import MINUTE, Alone

_OBSERVER = "SELECT id FROM staff ORDER BY id LIMIT 1"
STAY = 1


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    one = Alone(tmp_path / "trial.db")
    yield one
    one.desk.die()
    one.sight.close()


@pytest.fixture
def seen(alone: Alone) -> checks.CheckEntry:
    """By one person at one moment."""
    with sqlite3.connect(alone.place) as db:
        (observer,) = db.execute(_OBSERVER).fetchone()
    return checks.CheckEntry("his", STAY, observer, "Room", "Awake", alone.machine.record() - MINUTE)


def _record(one: Alone, entry: checks.CheckEntry) -> None:
    actor = Actor(entry.observer_id, "Somebody", "Desk 1")
    checks.record_check(one.desk.store, entry, confirmed=True, actor=actor, now=one.desk.now())


def _tries(one: Alone, entry: checks.CheckEntry) -> Entered:
    what = Entered(keeping.CHECK, asdict(entry), entry.observer_id, "Somebody", one.desk.now())
    one.sight.kept.tries(what, None)
    return what


def test_who_was_not_told_and_entered_it_anew_elsewhere_said_it_twice(alone: Alone, seen: checks.CheckEntry) -> None:
    untold = replace(seen, request_id="not told")
    _tries(alone, untold)
    alone.sight.kept.told("entry", _tries(alone, seen), alone.desk.now())
    for entry in (untold, seen):
        _record(alone, entry)
    assert alone.sight.kept.twice() == []


def test_what_stands_under_a_request_that_nobody_made_too_is_doubled(alone: Alone, seen: checks.CheckEntry) -> None:
    alone.sight.kept.told("entry", _tries(alone, seen), alone.desk.now())
    for entry in (seen, replace(seen, request_id="nobody's")):
        _record(alone, entry)
    (words,) = alone.sight.kept.twice()
    assert words.endswith("stands 2 times")


def _late(said: list[Said | OfUnit]) -> list[Episode]:
    return [one for one in late_episodes(said, START + 8 * MINUTE) if one.kind == "check"]


def test_seen_in_time_and_saved_late_he_was_not_late_in_hindsight(alone: Alone) -> None:
    """The process stood still in between: until it went on nobody could know."""
    record = Acknowledged(alone.machine, alone.sight, lambda: SKEW)
    record.said.append(Admitted(START + 2 * MINUTE, STAY, "Q5", None))
    entered = START + 3 * MINUTE
    alone.machine.advance(START + 5 * MINUTE)
    record.add(Checked(entered, STAY, 1, entered, sleeping=False))
    assert [one.stood_still for one in record.checks()] == [entered]
    (late,) = _late(record.said)
    assert late.ended == alone.machine.record()
    assert _late(alone.sight.kept.as_entered(record.said)) == []


@pytest.mark.parametrize("apart", [NOTHING, SKEW])
@pytest.mark.parametrize("seconds", [0, 0.9, 5, 58])
def test_in_hindsight_it_was_said_when_it_was_entered(alone: Alone, seconds: float, apart: timedelta) -> None:
    record = Acknowledged(alone.machine, alone.sight, lambda: apart)
    entered = alone.machine.record() - timedelta(seconds=seconds)
    record.add(Checked(entered, STAY, 1, entered, sleeping=False))
    assert [one.at for one in alone.sight.kept.as_entered(record.said)] == [entered]


@pytest.mark.parametrize(("apart", "is_then"), [(NOTHING, True), (SKEW, False)])
def test_where_clocks_agree_what_was_saved_seconds_later_was_said_then(
    alone: Alone, apart: timedelta, is_then: bool
) -> None:
    """The trial ended four seconds after a desk was frozen, and its check was saved then (seed 60011)."""
    record, entered = Acknowledged(alone.machine, alone.sight, lambda: apart), alone.machine.record()
    alone.machine.advance(alone.machine.true + timedelta(seconds=4))
    record.add(Checked(entered, STAY, 1, entered, sleeping=False))
    assert [one.at for one in record.said] == [alone.machine.record() if is_then else entered]
