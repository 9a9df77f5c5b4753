"""The sound on record: how it stands, tests, pauses."""

import pytest
from sqlalchemy import select

from station.models import JournalEntry, Station
from station.services import sounds
from station.services.errors import Refused
from station.services.stations import register_station
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON


@pytest.fixture
def running(unit: BuiltUnit) -> BuiltUnit:
    """A unit at whose desk 1 Station runs."""
    register_station(unit.store, "desk 1", "desk", "1", actor=STATION, now=NOON)
    return unit


def _kinds(unit: BuiltUnit) -> list[str]:
    with unit.store.read() as session:
        kinds = select(JournalEntry.kind).where(JournalEntry.kind.startswith("sound.")).order_by(JournalEntry.seq)
        return list(session.scalars(kinds))


def _row(unit: BuiltUnit) -> Station:
    with unit.store.read() as session:
        return session.scalars(select(Station)).one()


def test_a_test_that_passed_is_kept_with_its_time(running: BuiltUnit) -> None:
    sounds.note_test(running.store, "", "", actor=STATION, now=NOON + minutes(1))
    assert _row(running).sound_tested_at == NOON + minutes(1)
    assert sounds.read_tested(running.store, "desk 1") == NOON + minutes(1)
    assert _kinds(running) == ["sound.tested"]


def test_a_test_that_failed_is_journalled_and_the_last_good_one_stays(running: BuiltUnit) -> None:
    sounds.note_test(running.store, "", "", actor=STATION, now=NOON + minutes(1))
    sounds.note_test(running.store, "", "no loudspeaker was found", actor=STATION, now=NOON + minutes(2))
    assert _row(running).sound_tested_at == NOON + minutes(1)
    assert _kinds(running) == ["sound.tested", "sound.tested"]


def test_how_it_stands_is_journalled_when_it_changes(running: BuiltUnit) -> None:
    for at, words in enumerate(("Sound on", "Sound on", "NO SOUND", "Sound on")):
        sounds.note_state(running.store, words, actor=STATION, now=NOON + minutes(at))
    assert _row(running).sound == "Sound on"
    assert _kinds(running) == ["sound.state"] * 3


def test_a_pause_and_its_end_stand_in_the_name_of_whoever_pressed(running: BuiltUnit) -> None:
    moore = running.who()
    sounds.note_pause(running.store, NOON + minutes(2), actor=moore, now=NOON)
    sounds.note_pause(running.store, NOON, actor=moore, now=NOON + minutes(1))
    assert _kinds(running) == ["sound.paused", "sound.resumed"]


def test_nobody_pauses_or_tests_without_a_name(running: BuiltUnit) -> None:
    with pytest.raises(Refused):
        sounds.note_pause(running.store, NOON + minutes(2), actor=STATION, now=NOON)
    with pytest.raises(Refused):
        sounds.may_test(running.store, actor=STATION, now=NOON)
    assert _kinds(running) == []
