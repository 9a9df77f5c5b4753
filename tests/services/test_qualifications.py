"""People's training as it is recorded: renewed, taken back, refused; nothing is lost of what was said before."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from station.models import JournalEntry, Qualification
from station.models.enums import Role
from station.rules.permissions import Deed, refusal
from station.services import Store, people, qualifications
from station.services.errors import Refused
from station.services.events import UnitChanged
from station.store.rows.people import QualificationRow
from tests.builders import PEOPLE, STATION, BuiltUnit, build_unit, minutes
from tests.fakes import NOON

MARCH = date(2027, 3, 31)


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    return build_unit(store, people=PEOPLE | {"B. Ruiz": Role.CHARGE_TECH})


def record(unit: BuiltUnit, name: str = "J. Moore", code: str = "CPR", day: date | None = MARCH, **more: Any) -> Any:
    named: dict[str, Any] = {"actor": unit.who("B. Ruiz"), "now": NOON} | more
    return qualifications.set_qualification(unit.store, unit.staff[name], code, day, **named)


def training(unit: BuiltUnit, name: str = "J. Moore") -> tuple[QualificationRow, ...]:
    return next(one.training for one in people.read_people(unit.store) if one.name == name)


def stored(unit: BuiltUnit) -> list[tuple[date, Any, Any]]:
    with unit.store.read() as session:
        rows = session.scalars(select(Qualification).order_by(Qualification.id))
        return [(one.expires_on, one.recorded_at, one.ended_at) for one in rows]


def journal(unit: BuiltUnit) -> list[dict[str, Any]]:
    with unit.store.read() as session:
        return [json.loads(one.body) for one in session.scalars(
            select(JournalEntry).where(JournalEntry.kind == "person.training").order_by(JournalEntry.seq)
        )]  # fmt: skip


def test_what_is_recorded_says_by_whom_and_when(unit: BuiltUnit) -> None:
    assert record(unit) == [UnitChanged()]
    record(unit, code="CPI", day=date(2026, 12, 5), actor=unit.who("C. Lindt"))
    assert training(unit) == (
        QualificationRow("CPR", MARCH, "B. Ruiz", NOON),
        QualificationRow("CPI", date(2026, 12, 5), "C. Lindt", NOON),
    )
    assert training(unit, "A. Diaz") == ()


def test_renewing_ends_the_row_and_adds_another(unit: BuiltUnit) -> None:
    record(unit)
    later = NOON + minutes(5)
    record(unit, day=date(2029, 3, 31), now=later)
    assert stored(unit) == [(MARCH, NOON, later), (date(2029, 3, 31), later, None)]
    assert [one.expires_on for one in training(unit)] == [date(2029, 3, 31)]
    assert [(one["before"], one["now"]) for one in journal(unit)] == [
        (None, "2027-03-31"), ("2027-03-31", "2029-03-31"),
    ]  # fmt: skip
    assert journal(unit)[0] == {"staff": unit.staff["J. Moore"], "code": "CPR", "before": None, "now": "2027-03-31"}


def test_what_should_not_have_been_recorded_is_taken_back_and_stays_readable(unit: BuiltUnit) -> None:
    record(unit)
    record(unit, day=None, now=NOON + minutes(1))
    assert training(unit) == ()
    assert stored(unit) == [(MARCH, NOON, NOON + minutes(1))]
    assert journal(unit)[-1]["now"] is None
    record(unit, now=NOON + minutes(2))
    assert len(stored(unit)) == 2


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"code": "CRP"}, "The unit's policy asks for no training 'CRP'. It asks for CPR, Crisis training."),
        ({"day": MARCH}, "CPR of J. Moore is on record to that day already"),
        ({"code": "CPI", "day": None}, "No Crisis training of J. Moore is on record"),
        ({"day": date(2072, 3, 31)}, "No training ends on 31 Mar 2072. Look at the year"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_changes_nothing(unit: BuiltUnit, what: dict[str, Any], said: str) -> None:
    record(unit)
    with pytest.raises(Refused, match=said):
        record(unit, now=NOON + minutes(1), **what)
    assert stored(unit) == [(MARCH, NOON, None)]
    assert len(journal(unit)) == 1


def test_of_whoever_left_or_is_not_known_nothing_is_recorded(unit: BuiltUnit) -> None:
    people.change_person(unit.store, unit.staff["J. Moore"], active=False, actor=STATION, now=NOON)
    with pytest.raises(Refused, match="J. Moore does not work here any more"):
        record(unit)
    with pytest.raises(Refused, match="not known here"):
        qualifications.set_qualification(unit.store, 999_999, "CPR", MARCH, actor=unit.who("B. Ruiz"), now=NOON)


def test_a_tech_does_not_record_his_own(unit: BuiltUnit) -> None:
    with pytest.raises(Refused) as refused:
        record(unit, actor=unit.who("J. Moore"))
    assert str(refused.value) == refusal(Role.TECH, Deed.TRAINING)


def test_what_a_program_recorded_says_station(unit: BuiltUnit) -> None:
    record(unit, actor=STATION)
    assert training(unit)[0].recorded_by == "Station"
