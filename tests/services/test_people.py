"""The people who work here, as an administrator keeps them."""

from typing import Any

import pytest
from sqlalchemy import select

from station.models import Area, EnvironmentalRound, Round
from station.models.enums import Role
from station.services import custody, people, setup
from station.services.errors import Refused
from station.services.events import UnitChanged
from station.store.rows import StaffRow
from tests.builders import PIN, STATION, BuiltUnit, minutes
from tests.fakes import NOON

ADMINISTRATOR = "M. Reyes"


@pytest.fixture
def desk(unit: BuiltUnit) -> BuiltUnit:
    setup.add_staff(unit.store, ADMINISTRATOR, Role.ADMINISTRATOR, actor=STATION, now=NOON)
    known = BuiltUnit(unit.store, {one.name: one.id for one in people.read_people(unit.store)}, unit.beds)
    known.give_pin(ADMINISTRATOR)
    return known


def boss(desk: BuiltUnit) -> dict[str, Any]:
    return {"actor": desk.who(ADMINISTRATOR, NOON), "now": NOON}


def change(desk: BuiltUnit, who: str, **to: Any) -> object:
    return people.change_person(desk.store, desk.staff[who], **to, **boss(desk))


def leave(desk: BuiltUnit, name: str) -> object:
    return change(desk, name, active=False)


def badge(desk: BuiltUnit, name: str, number: str | None) -> object:
    return people.set_badge(desk.store, desk.staff[name], number, **boss(desk))


def test_a_badge_is_found_however_it_is_scanned(desk: BuiltUnit) -> None:
    badge(desk, "J. Moore", " b-77\n")
    found = people.person_of_badge(desk.store, "B-77\r")
    assert found == StaffRow(desk.staff["J. Moore"], "J. Moore", Role.TECH)


def test_a_badge_is_one_persons(desk: BuiltUnit) -> None:
    badge(desk, "J. Moore", "B-77")
    badge(desk, "J. Moore", "b-77")
    with pytest.raises(Refused, match="This badge is J. Moore's. Scan A. Diaz's own"):
        badge(desk, "A. Diaz", "b-77")
    badge(desk, "J. Moore", None)
    badge(desk, "A. Diaz", "b-77")
    assert people.person_of_badge(desk.store, "B-77").name == "A. Diaz"


@pytest.mark.parametrize(
    ("scanned", "said"),
    [("B-404", "not known here"), ("2580 2580", "one badge"), ("", "No badge"), ("abc", "4 to 64")],
)
def test_an_unknown_badge_is_said_and_not_repeated(desk: BuiltUnit, scanned: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        people.person_of_badge(desk.store, scanned)
    assert not scanned or scanned not in str(refused.value)


def test_the_badge_of_somebody_who_left_lets_nobody_in(desk: BuiltUnit) -> None:
    badge(desk, "J. Moore", "B-77")
    leave(desk, "J. Moore")
    with pytest.raises(Refused, match="J. Moore does not work here any more"):
        people.person_of_badge(desk.store, "B-77")
    badge(desk, "J. Moore", None)
    with pytest.raises(Refused, match="does not work here any more"):
        badge(desk, "J. Moore", "B-78")


def test_a_person_gets_another_name_and_role_and_comes_back(desk: BuiltUnit) -> None:
    assert change(desk, "J. Moore", name=" J.  Moore-Hall ", role=Role.CHARGE_TECH) == [UnitChanged()]
    leave(desk, "A. Diaz")
    change(desk, "A. Diaz", active=True)
    rows = {one.name: one for one in people.read_people(desk.store)}
    assert rows["J. Moore-Hall"].role is Role.CHARGE_TECH
    assert rows["A. Diaz"].active


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ({"name": "A. Diaz"}, "There is a A. Diaz here already"),
        ({"name": " "}, "Enter the person's name"),
        ({}, "Nothing differs"),
        ({"name": "J. Moore", "role": Role.TECH, "active": True}, "Nothing differs"),
    ],
)
def test_what_cannot_be_changed_is_said(desk: BuiltUnit, to: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        change(desk, "J. Moore", **to)
    with pytest.raises(Refused, match="not known here"):
        people.change_person(desk.store, 999_999, active=False, **boss(desk))


def test_the_last_administrator_stays_one(desk: BuiltUnit) -> None:
    change(desk, "N. Park", role=Role.ADMINISTRATOR)
    for to in ({"active": False}, {"role": Role.NURSE}):
        with pytest.raises(Refused, match="last administrator who can sign in. Give another administrator a PIN"):
            change(desk, ADMINISTRATOR, **to)
    desk.give_pin("N. Park")
    change(desk, ADMINISTRATOR, role=Role.NURSE)
    assert desk.staff[ADMINISTRATOR]


def test_who_holds_a_patient_hands_him_over_before_he_leaves(desk: BuiltUnit) -> None:
    stay_id = desk.admit_seen("1201", "1:1")
    custody.take_over(desk.store, stay_id, desk.staff["R. Osei"], actor=desk.who("R. Osei"), now=NOON)
    with pytest.raises(Refused, match="R. Osei observes the patient in 1201.*See to that"):
        leave(desk, "R. Osei")
    with pytest.raises(Refused, match="See to that"):
        change(desk, "R. Osei", role=Role.VIEWER)
    change(desk, "R. Osei", role=Role.NURSE)


def test_who_is_on_a_round_ends_it_before_he_leaves(desk: BuiltUnit) -> None:
    with desk.store.write(STATION, NOON) as work:
        walk = Round(area_id=None, staff_id=desk.staff["R. Osei"], started_at=NOON, started_at_station="desk 1")
        work.session.add(walk)
    with pytest.raises(Refused, match="walks a round of the whole unit. End that round first.*See to that"):
        leave(desk, "R. Osei")
    with desk.store.write(STATION, NOON) as work:
        work.session.get_one(Round, walk.id).ended_at = NOON + minutes(1)
        area = work.session.scalars(select(Area.id)).one()
        hazards = EnvironmentalRound(
            area_id=area, checklist="shift", items={}, staff_id=desk.staff["R. Osei"], started_at=NOON,
            started_at_station="desk 1",
        )  # fmt: skip
        work.session.add(hazards)
    with pytest.raises(Refused, match="is on an environmental round. See to that"):
        leave(desk, "R. Osei")
    with desk.store.write(STATION, NOON) as work:
        work.session.get_one(EnvironmentalRound, hazards.id).ended_at = NOON + minutes(1)
    leave(desk, "R. Osei")


def test_everybody_is_listed_without_pin_or_hash(desk: BuiltUnit) -> None:
    leave(desk, "J. Moore")
    rows = people.read_people(desk.store)
    assert [one.name for one in rows] == sorted(one.name for one in rows)
    assert {one.name for one in rows if not one.active} == {"J. Moore"}
    assert {one.name for one in rows if one.has_pin} == {ADMINISTRATOR}
    assert "argon2" not in repr(rows)
    assert PIN not in repr(rows)
