"""Who can be put on a shift, and what is said of his training."""

from datetime import date

import pytest

from station.models import Qualification, Staff
from station.models.enums import Role
from station.rules.policy import default_policy
from station.services import Store
from station.services.plannable import plannable_rows
from station.store.rows.plan import PlannableRow
from tests.builders import PEOPLE, STATION, BuiltUnit, build_unit
from tests.fakes import NOON

DAY = date(2026, 11, 23)
OTHERS = {
    "Dr. Hall": Role.PROVIDER,
    "M. Reyes": Role.ADMINISTRATOR,
    "V. Iewer": Role.VIEWER,
    "B. Ruiz": Role.CHARGE_TECH,
}


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    return build_unit(store, people=PEOPLE | OTHERS)


def trained(unit: BuiltUnit, name: str, **expires: date) -> None:
    with unit.store.write(STATION, NOON) as work:
        for code, day in expires.items():
            work.session.add(
                Qualification(staff_id=unit.staff[name], code=code, expires_on=day, recorded_at=NOON)
            )  # fmt: skip


def rows(unit: BuiltUnit) -> dict[str, PlannableRow]:
    with unit.store.read() as session:
        return {one.name: one for one in plannable_rows(session, default_policy(), DAY)}


def test_whoever_works_on_the_floor_can_be_planned_techs_first(unit: BuiltUnit) -> None:
    assert list(rows(unit)) == ["A. Diaz", "J. Moore", "R. Osei", "B. Ruiz", "N. Park", "C. Lindt"]


def test_whoever_left_cannot(unit: BuiltUnit) -> None:
    with unit.store.write(STATION, NOON) as work:
        work.session.get_one(Staff, unit.staff["R. Osei"]).active = False
    assert "R. Osei" not in rows(unit)


def test_each_with_his_own_training(unit: BuiltUnit) -> None:
    trained(unit, "J. Moore", CPR=date(2027, 6, 30), CPI=date(2027, 3, 31))
    trained(unit, "R. Osei", CPR=date(2026, 11, 22), CPI=date(2026, 12, 5))
    found = rows(unit)
    assert (found["J. Moore"].training, found["J. Moore"].warnings) == ("CPI to 03/27", ())
    assert found["R. Osei"].training == "CPR expired · CPI to 5 Dec"
    assert found["R. Osei"].warnings == ("CPR expired on 22 Nov", "Crisis training expires on 5 Dec")
    assert found["A. Diaz"].warnings == ("No CPR on record", "No crisis training on record")


def test_a_row_that_was_renewed_counts_no_more(unit: BuiltUnit) -> None:
    trained(unit, "J. Moore", CPI=date(2027, 3, 31))
    with unit.store.write(STATION, NOON) as work:
        work.session.add(
            Qualification(
                staff_id=unit.staff["J. Moore"],
                code="CPR",
                expires_on=date(2030, 1, 1),
                recorded_at=NOON,
                ended_at=NOON,
            )
        )
    assert rows(unit)["J. Moore"].training == "no CPR"
