"""The simulated charge says the reasons owed: in time, once each, in his own name, and not for those at the desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from station.models import Alert, Staff
from station.models.enums import Role
from station.rules.alert_phrases import WHY
from station.services import Actor, Store, stays
from station.services.alert_reading import read_reasons_owed
from station.services.sweeping import sweep
from station.simulation.run import START
from station.simulation.unit import Unit
from station.simulation.ward import CHARGES
from tests.builders import minutes

CLOSED = START + minutes(30)


@pytest.fixture
def unit(sqlite_store: Store) -> Unit:
    """Three patients have gone home with a lapsed check; of all that people had planned nothing is left."""
    unit = Unit(sqlite_store, beds=8, seed=3)
    unit.found(START)
    for minute in (15, 20, 29):
        sweep(sqlite_store, actor=Actor(None, "Station", "Desk 1"), now=START + minutes(minute))
    charge = unit.ward.charge(CLOSED)
    for stay_id in sorted(unit.world.patients)[:3]:
        actor = unit.hands.proven(charge, CLOSED)
        stays.discharge(sqlite_store, stay_id, "home", actor=actor, now=CLOSED)
    unit.ward.agenda.clear()
    unit.behaviour.explaining.begin(CLOSED)
    return unit


def said(store: Store) -> list[tuple[Alert, Staff | None]]:
    with store.read() as session:
        found = session.execute(
            select(Alert, Staff)
            .outerjoin(Staff, Staff.id == Alert.close_note_by_id)
            .where(Alert.close_note.is_not(None))
            .order_by(Alert.id)
        )
        return [(alert, person) for alert, person in found]


def test_they_are_said_after_a_while_each_in_the_name_of_a_charge(unit: Unit, sqlite_store: Store) -> None:
    owed = len(read_reasons_owed(sqlite_store))
    assert owed >= 3
    unit.run_until(CLOSED + minutes(19))
    assert len(read_reasons_owed(sqlite_store)) == owed
    unit.run_until(CLOSED + timedelta(hours=6))
    assert read_reasons_owed(sqlite_store) == ()
    for alert, person in said(sqlite_store):
        assert alert.close_note in WHY
        assert person is not None
        assert person.role in CHARGES
        assert alert.close_note_at is not None
        assert alert.closed_at is not None
        assert alert.close_note_at - alert.closed_at >= minutes(20)
    assert unit.hands.refused == 0


def test_nobody_says_them_for_an_area_that_somebody_at_the_desk_rounds(unit: Unit, sqlite_store: Store) -> None:
    areas = {one.area_id for one in read_reasons_owed(sqlite_store)}
    unit.world.left_areas.update(area for area in areas if area is not None)
    unit.run_until(CLOSED + timedelta(hours=6))
    assert {one.area_id for one in read_reasons_owed(sqlite_store)} == areas


def test_without_a_charge_a_nurse_says_them(unit: Unit, sqlite_store: Store) -> None:
    people = unit.world.people.values()
    unit.world.left_people.update(one.id for one in people if one.role is not Role.NURSE)
    unit.run_until(CLOSED + timedelta(hours=6))
    assert {person.role for _, person in said(sqlite_store) if person is not None} == {Role.NURSE}


def test_with_neither_they_wait(unit: Unit, sqlite_store: Store) -> None:
    owed = read_reasons_owed(sqlite_store)
    unit.world.left_people.update(unit.world.people)
    unit.run_until(CLOSED + timedelta(hours=6))
    assert read_reasons_owed(sqlite_store) == owed
