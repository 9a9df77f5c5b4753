"""The first start, through the services and on the real file."""

from pathlib import Path

import pytest

from station.app.core import Core
from station.app.founding import Founder
from station.models.enums import Role
from station.services import Actor, reading, signing
from station.services.errors import Refused
from station.services.setup import AreaPlan, RoomPlan, UnitPlan
from station.views.commands import FirstAdministrator, FirstPerson, NewUnit

PLAN = UnitPlan("4 East", "America/Chicago", (AreaPlan("West hall", (RoomPlan("1201", ("1201", "1202")),)),))
PEOPLE = (FirstPerson("M. Ruiz", Role.CHARGE_NURSE), FirstPerson("J. Moore", Role.TECH))
HALL = FirstAdministrator("A. Hall", "2580")
DESK = Actor(None, "Station", "Desk 1")
CENSUS = "mrn,family,given,birth date,bed,level,precautions,admitted at\n{}\n"


def _id_of(core: Core, name: str) -> int:
    return next(one.id for one in reading.read_staff(core.store) if one.name == name)


@pytest.fixture
def founder(core: Core) -> Founder:
    return Founder(core, "Desk 1", lambda: None)


def test_a_unit_is_created_with_its_people(core: Core, founder: Founder) -> None:
    founder.create_unit(NewUnit(PLAN, PEOPLE, "M. Ruiz", HALL))
    assert [one.name for one in reading.read_staff(core.store)] == ["A. Hall", "J. Moore", "M. Ruiz"]
    assert not signing.needs_first_administrator(core.store)
    here = signing.sign_in(core.store, _id_of(core, "A. Hall"), HALL.pin, actor=DESK, now=core.now())
    assert (here.role, here.must_change) == (Role.ADMINISTRATOR, False)
    with pytest.raises(Refused, match="no PIN yet"):
        signing.sign_in(core.store, _id_of(core, "J. Moore"), HALL.pin, actor=DESK, now=core.now())
    assert reading.read_policy_signature(core.store).signed_by == "M. Ruiz"


def test_asked_again_it_goes_on_where_it_was(core: Core, founder: Founder) -> None:
    founder.create_unit(NewUnit(PLAN, PEOPLE[:1], "M. Ruiz", HALL))
    founder.create_unit(NewUnit(PLAN, PEOPLE, "M. Ruiz", HALL))
    assert len(reading.read_staff(core.store)) == 3


def test_the_unit_that_stood_already_still_gets_its_administrator(core: Core, founder: Founder) -> None:
    bad = FirstAdministrator("A. Hall", "1111")
    with pytest.raises(Refused, match="guessed at once"):
        founder.create_unit(NewUnit(PLAN, PEOPLE, "M. Ruiz", bad))
    founder.create_unit(NewUnit(PLAN, PEOPLE, "M. Ruiz", HALL))
    assert not signing.needs_first_administrator(core.store)


def test_a_census_is_checked_and_then_imported(core: Core, founder: Founder, tmp_path: Path) -> None:
    founder.create_unit(NewUnit(PLAN, PEOPLE, "M. Ruiz", HALL))
    file = tmp_path / "census.csv"
    file.write_text(CENSUS.format("40118,Hale,Tom,1990-01-02,1201,Q15,SI AWOL,2026-03-01 09:00"), encoding="utf-8")
    checked = founder.check_census(file)
    assert (checked.patients, checked.already_here, checked.problems) == (1, 0, ())
    assert founder.import_census(file, False) == 1
    assert founder.check_census(file).already_here == 1


def test_bad_lines_are_named_and_nothing_is_imported(core: Core, founder: Founder, tmp_path: Path) -> None:
    founder.create_unit(NewUnit(PLAN, PEOPLE, "M. Ruiz", HALL))
    file = tmp_path / "census.csv"
    lines = ("1,Hale,Tom,1990-01-02,1201,Q15,,2026-03-01 09:00", "2,Ames,May,1990-01-02,9999,Q15,,2026-03-01 09:00")
    file.write_text(CENSUS.format("\n".join(lines)), encoding="utf-8")
    (problem,) = founder.check_census(file).problems
    assert (problem.line, "9999" in problem.problem) == (3, True)
    with pytest.raises(Refused, match="Nothing has been imported"):
        founder.import_census(file, False)
    assert founder.import_census(file, True) == 1
    assert sum(1 for bed in reading.read_board(core.store, core.now()).beds if bed.patient) == 1
