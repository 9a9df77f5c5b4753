"""Checking a PIN: mostly Argon2, slow on purpose. Beside it what the database alone would take."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from station.clock import SystemClock
from station.models.enums import Role
from station.services import Actor, Store, reading, setup, signing
from station.services.pin_hashes import PIN_HASHES, matches
from station.services.setup import AreaPlan, RoomPlan, UnitPlan
from station.store.engine import close_store, open_store

Benchmark = Callable[..., Any]
_ACTOR = Actor(None, "Station", "Desk 1")
_PIN = "2580"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Store]:
    """One person with a PIN of the real cost, the number 1."""
    store, now = open_store(tmp_path / "signing.db"), SystemClock().now()
    plan = UnitPlan("3 West", "UTC", (AreaPlan("West", (RoomPlan("1", ("1201",)),)),))
    setup.create_unit(store, plan, signed_by="M. Reyes", actor=_ACTOR, now=now)
    setup.add_staff(store, "J. Moore", Role.TECH, actor=_ACTOR, now=now)
    signing.set_pin(store, 1, _PIN, actor=_ACTOR, now=now)
    yield store
    close_store(store)


def test_sign_in(benchmark: Benchmark, desk: Store) -> None:
    now = SystemClock().now()
    here = benchmark(signing.sign_in, desk, reading.read_staff(desk)[0].id, _PIN, actor=_ACTOR, now=now)
    assert here.name == "J. Moore"


def test_argon2_alone(benchmark: Benchmark) -> None:
    assert benchmark(matches, PIN_HASHES, PIN_HASHES.hash(_PIN), _PIN)


def test_a_bare_look_at_the_credential(benchmark: Benchmark, desk: Store) -> None:
    """What signing in would take if the PIN stood there to be read."""
    bare = sqlite3.connect(str(desk.engine.url.database))
    question = "SELECT s.name, c.pin_hash FROM staff s JOIN credential c ON c.staff_id = s.id WHERE s.id = ?"
    found = benchmark(lambda: bare.execute(question, (1,)).fetchone())
    bare.close()
    assert found[0] == "J. Moore"
