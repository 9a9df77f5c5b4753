"""A look owed at everyone after a time in which Station did not watch."""

from datetime import timedelta

from station.models.enums import OwedReason
from station.services.looks import owe_everyone_a_look
from station.services.reading import read_board
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON


def test_a_check_of_everyone_is_owed_within_two_minutes(unit: BuiltUnit) -> None:
    stays = [unit.admit("1201"), unit.admit("1202", level="Q60")]
    for stay in stays:
        unit.check(stay, at=NOON + minutes(1))
    at = NOON + minutes(4)
    owe_everyone_a_look(unit.store, actor=STATION, now=at)
    for bed in read_board(unit.store, at).beds[:2]:
        assert bed.patient is not None
        assert bed.patient.check.due_at == at + timedelta(minutes=2)
        assert bed.patient.owed_reason is OwedReason.NOT_WATCHED


def test_what_was_owed_sooner_stays_owed_sooner(unit: BuiltUnit) -> None:
    stay = unit.admit("1201")
    unit.check(stay, at=NOON + minutes(1))
    at = NOON + minutes(15)
    owe_everyone_a_look(unit.store, actor=STATION, now=at)
    bed = read_board(unit.store, at).beds[0]
    assert bed.patient is not None
    assert bed.patient.check.due_at == NOON + minutes(16)


def test_nothing_happens_on_an_empty_unit(unit: BuiltUnit) -> None:
    assert owe_everyone_a_look(unit.store, actor=STATION, now=NOON) == []
