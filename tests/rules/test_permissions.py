"""The table itself: what product.md says of who does what."""

import pytest

from station.models.enums import Role
from station.rules.permissions import ALLOWED, BY_STATION, CHARGES, PIN_AGAIN, Deed, a_role, may, refusal, who_may

BEDSIDE = {Deed.RECORD_CHECK, Deed.ROUND, Deed.OBSERVE, Deed.OFF_UNIT, Deed.ENVIRONMENT, Deed.ADMISSION_TASK}


def test_every_deed_is_somebodys() -> None:
    assert set(ALLOWED) == set(Deed)
    assert all(ALLOWED.values())


@pytest.mark.parametrize("deed", list(Deed))
def test_a_viewer_only_looks(deed: Deed) -> None:
    assert not may(Role.VIEWER, deed)


def test_a_technician_does_the_round_and_decides_no_level() -> None:
    assert all(may(Role.TECH, deed) for deed in BEDSIDE | {Deed.ACCEPT_ALERT, Deed.CORRECT_CHECK})
    decisions = {
        Deed.RAISE_LEVEL,
        Deed.LOWER_LEVEL,
        Deed.AGREE_TO_LOWER,
        Deed.PROVIDER_ORDER,
        Deed.ADMIT,
        Deed.DISCHARGE,
    }
    assert not any(may(Role.TECH, deed) for deed in decisions)


def test_a_nurse_raises_at_once_and_is_the_second_person() -> None:
    for role in (Role.NURSE, Role.CHARGE_NURSE):
        assert may(role, Deed.RAISE_LEVEL)
        assert may(role, Deed.AGREE_TO_LOWER)


def test_the_second_person_is_a_nurse_or_a_provider() -> None:
    assert {role for role in Role if may(role, Deed.AGREE_TO_LOWER)} == {Role.NURSE, Role.CHARGE_NURSE, Role.PROVIDER}


def test_a_provider_orders_and_lowers() -> None:
    assert all(may(Role.PROVIDER, deed) for deed in (Deed.PROVIDER_ORDER, Deed.RAISE_LEVEL, Deed.LOWER_LEVEL))


def test_whoever_sees_to_people_does_not_see_to_patients() -> None:
    assert {role for role in Role if may(role, Deed.PEOPLE)} == {Role.ADMINISTRATOR}
    unit = {Deed.PEOPLE, Deed.TRAINING, Deed.POLICY, Deed.PLACES, Deed.SET_UP}
    patients = set(Deed) - unit - {Deed.ENVIRONMENT, Deed.CLOSE_TECHNICAL, Deed.TEST_SOUND, Deed.EVIDENCE}
    assert not any(may(Role.ADMINISTRATOR, deed) for deed in patients)


def test_training_is_recorded_by_whoever_puts_people_on_shifts_or_keeps_them() -> None:
    assert {role for role in Role if may(role, Deed.TRAINING)} == CHARGES | {Role.ADMINISTRATOR}


def test_what_cannot_be_taken_back_asks_for_the_pin_again() -> None:
    assert {Deed.LOWER_LEVEL, Deed.AGREE_TO_LOWER, Deed.DISCHARGE, Deed.PEOPLE} <= PIN_AGAIN
    assert not PIN_AGAIN & {Deed.RECORD_CHECK, Deed.RAISE_LEVEL, Deed.ACCEPT_ALERT}


def test_a_program_never_sees_a_patient_nor_decides_a_level() -> None:
    assert not BY_STATION & (BEDSIDE | {Deed.RAISE_LEVEL, Deed.LOWER_LEVEL, Deed.AGREE_TO_LOWER, Deed.ACCEPT_ALERT})


def test_a_refusal_says_whom_to_ask() -> None:
    assert refusal(Role.TECH, Deed.DISCHARGE) == (
        "A tech may not discharge patients. Ask a charge tech, a nurse or a charge nurse. Nothing has been changed."
    )
    assert refusal(Role.ADMINISTRATOR, Deed.RECORD_CHECK).startswith("An administrator may not record checks.")
    assert who_may(Deed.PEOPLE) == "an administrator"
    assert {a_role(role).split()[0] for role in Role} == {"a", "an"}
