from collections import Counter
from datetime import date
from random import Random

import pytest

from station.models.enums import Role
from station.rules import qualifications
from station.rules.policy import default_policy
from station.rules.qualifications import Standing
from station.services.setup import UnitPlan
from station.simulation.layout import area_sizes, plan_unit
from station.simulation.people import SHIFTS, PatientMaker, plan_staff, plan_training


def _labels(plan: UnitPlan) -> list[str]:
    return [bed for area in plan.areas for room in area.rooms for bed in room.beds]


@pytest.mark.parametrize("beds", range(8, 61))
def test_a_unit_of_any_size_has_all_its_beds_in_two_areas_at_least(beds: int) -> None:
    plan = plan_unit(beds, Random(1))
    assert len(_labels(plan)) == len(set(_labels(plan))) == beds
    assert 2 <= len(plan.areas) <= 5
    assert max(area_sizes(beds)) - min(area_sizes(beds)) <= 1


def test_rooms_have_one_or_two_beds_labelled_along_the_halls() -> None:
    plan = plan_unit(24, Random(1))
    assert {len(room.beds) for area in plan.areas for room in area.rooms} == {1, 2}
    assert _labels(plan) == [str(1201 + n) for n in range(12)] + [str(1301 + n) for n in range(12)]


@pytest.mark.parametrize("beds", [7, 61, 0])
def test_other_sizes_are_refused(beds: int) -> None:
    with pytest.raises(ValueError, match="8 to 60"):
        plan_unit(beds, Random(1))


def test_every_shift_has_its_people_and_nobody_shares_a_name() -> None:
    staff = plan_staff(3, Random(1))
    assert len({one.name for one in staff}) == len(staff)
    for shift in SHIFTS:
        roles = Counter(one.role for one in staff if one.shift == shift)
        assert roles[Role.TECH] >= 3
        assert roles[Role.CHARGE_TECH] == 1
        assert roles[Role.NURSE] >= 1


@pytest.mark.parametrize("today", [date(2026, 1, 31), date(2026, 11, 23), date(2028, 2, 29)])
def test_everybody_on_the_floor_is_trained_but_one_whose_card_expired_and_one_whose_soon_does(today: date) -> None:
    staff, policy = plan_staff(3, Random(1)), default_policy().qualifications
    cards = plan_training(staff, policy.required, Random(2), today)
    assert plan_training(staff, policy.required, Random(2), today) == cards
    standing = Counter[tuple[str, Standing]]()
    for one in staff:
        held = {card.code: card.expires_on for card in cards if card.name == one.name}
        for training in qualifications.trainings(policy, one.role, held, today):
            standing[training.code, training.standing] += 1
    floor = len(staff) - 1
    assert standing == {
        ("CPR", Standing.EXPIRED): 1,
        ("CPR", Standing.SOON): 1,
        ("CPR", Standing.FINE): floor - 2,
        ("CPI", Standing.FINE): floor,
    }
    assert all(one.expires_on > today for one in cards if one.code == "CPI")


def test_patients_are_all_different_and_some_have_the_same_initials() -> None:
    maker = PatientMaker(Random(1), date(2026, 1, 1))
    patients = [maker.make() for _ in range(60)]
    assert len({one.mrn for one in patients}) == 60
    assert len({(one.given, one.family) for one in patients}) == 60
    assert Counter(one.given[0] + one.family[0] for one in patients).most_common(1)[0][1] > 1


def test_most_patients_are_on_fifteen_minutes() -> None:
    maker = PatientMaker(Random(2), date(2026, 1, 1))
    levels = Counter(maker.make().level for _ in range(400))
    assert levels["Q15"] > 280
    assert min(levels[code] for code in ("Q5", "Q30", "Q60")) >= 5


def test_a_patient_is_an_adult_with_known_precautions() -> None:
    maker = PatientMaker(Random(3), date(2026, 1, 1))
    for one in (maker.make() for _ in range(100)):
        assert one.birth_date < date(2008, 1, 3)
        assert set(one.precautions) <= {"SI", "AWOL", "ASLT", "FALL", "SZ", "SAO", "FIRE", "MED"}
