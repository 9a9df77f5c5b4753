"""What a person of the trial enters, and what the ledger is told of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from typing_extensions import override

from station.models.base import to_micros
from station.models.enums import Role, SetOutcome
from station.services import Actor, Store
from station.services.checks import CheckEntry
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import CheckRecorded, Event
from station.services.vitals import VitalEntry
from station.simulation.entering import Entering
from station.simulation.hands import Hands
from station.simulation.said import Checked, Record, VitalsTaken
from station.simulation.vital_hands import VitalHands
from station.simulation.world import Patient, Person
from station.trial.entering import DeskEntering
from tests.simulation.alone import Alone

NOW = datetime(2026, 4, 4, 13, 55, tzinfo=UTC)
CHECK = CheckEntry("b6a8d457", 1, 26, "Room", "Asleep", life_sign="Breathing seen")


class Heard(list[tuple[str, str]]):
    """What the ledger was told of what became of it, in order."""

    def tries(self, what: Any, one: Any) -> None:
        pass

    def taken(self, request: str, *, anew: bool) -> None:
        self.append(("taken anew" if anew else "taken", request))

    def is_in(self, request: str) -> None:
        self.append(("is in", request))


def refused_at(desk: Any, *, unheard: bool = False) -> Any:
    """Somebody enters a check at this desk, which cannot keep it. What the ledger heard of it."""

    def do(*_: Any, **__: Any) -> list[Any]:
        desk.was_unheard = unheard
        raise Refused("The disk of this computer is full.")

    keeper = SimpleNamespace(eyes=SimpleNamespace(is_away=False, kept=tuple), do=do)
    desk.beside, desk.was_unheard = SimpleNamespace(keeper=keeper), False
    heard, person, nowhere = Heard(), Actor(26, "D. Hale", "Desk 2"), cast("Store", None)
    entering = DeskEntering(desk, cast("Any", heard), lambda: 1.0)
    with pytest.raises(Refused):
        entering.check(nowhere, CHECK, Role.TECH, confirmed=True, actor=person, now=NOW)
    return heard


@pytest.mark.parametrize("unheard", [True, False])
def test_refused_after_the_record_took_it_unheard_it_is_in_the_record_all_the_same(unheard: bool) -> None:
    """As where the answer to a commit is lost and the own disk is full (seed 21110)."""
    desk = SimpleNamespace(now=lambda: NOW)
    heard = refused_at(desk, unheard=unheard)
    assert heard == [("taken", "b6a8d457"), *([("is in", "b6a8d457")] if unheard else [])]
    assert not desk.was_unheard


STILL: Final = timedelta(seconds=30)


class Asking(Entering):
    """Each press comes half a minute after the one before; the first is asked about."""

    def __init__(self) -> None:
        self.presses = 0

    @override
    def pressed(self, now: datetime) -> datetime:
        self.presses += 1
        return now + self.presses * STILL

    @override
    def check(self, *_: Any, confirmed: bool, **__: Any) -> list[Event]:
        if not confirmed:
            raise NeedsConfirmation("This patient was recorded a moment ago.")
        return [CheckRecorded(1, 5)]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    begun = Alone(tmp_path / "t.db")
    yield begun
    begun.close()


def test_pressed_while_the_desk_stood_still_it_is_of_when_it_goes_on_in_the_record_and_to_the_truth(
    alone: Alone,
) -> None:
    """The clock of the hand stands at the time before (seed 11, sixty beds, after four minutes)."""
    record, desk = Record(), alone.desk
    hands = Hands(desk.store, record, Random(1), station=desk.name)
    hands.entering = DeskEntering(desk, alone.sight.kept, lambda: 1.0)
    began, patient = desk.now(), Patient(1, 1, 1, "Q15", None, NOW, NOW)
    person = Person(_somebody(alone), "D. Hale", Role.NURSE, "day")
    alone.machine.advance(alone.machine.true + STILL)
    hands.check(patient, person, ("Room", "Awake", None), now=began)
    hands.not_found(patient, person, began)
    refusal = VitalEntry("set", 1, SetOutcome.REFUSED, why="Asleep")
    told = VitalsTaken(began, 1, began, refused=True, complete=False, points=0, three=False)
    VitalHands(hands).take(person, refusal, told, began)
    assert [one.at for one in record.said] == [began + STILL] * 3
    seen, taken = record.said[0], record.said[2]
    assert isinstance(seen, Checked)
    assert isinstance(taken, VitalsTaken)
    assert seen.observed == taken.observed == began + STILL
    rows = [_observed(alone, table) for table in ("patient_check", "vital_set")]
    assert rows == [[to_micros(began + STILL)] * 2, [to_micros(began + STILL)]]


def test_asked_whether_it_is_meant_it_is_of_the_second_press() -> None:
    hands = Hands(cast("Store", None), Record(), Random(1), station="Desk 1")
    hands.entering = Asking()
    patient, person = Patient(1, 1, 1, "Q15", None, NOW, NOW), Person(5, "D. Hale", Role.NURSE, "day")
    assert hands.check(patient, person, ("Room", "Awake", None), now=NOW) == 5
    (one,) = hands.record.checks()
    assert (one.at, one.observed, one.late_entry) == (NOW + 2 * STILL, NOW + 2 * STILL, False)


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(seconds=3)])
def test_a_clock_behind_that_of_the_hand_takes_nothing_back(behind: timedelta) -> None:
    desk: Any = SimpleNamespace(now=lambda: NOW - behind)
    assert DeskEntering(desk, cast("Any", Heard()), lambda: 1.0).pressed(NOW) == NOW


def _observed(alone: Alone, table: str) -> list[int]:
    with closing(sqlite3.connect(alone.place)) as db:
        return [at for (at,) in db.execute(f"SELECT observed_at FROM {table} WHERE stay_id = 1 ORDER BY id")]


def _somebody(alone: Alone) -> int:
    with closing(sqlite3.connect(alone.place)) as db:
        return int(db.execute("SELECT id FROM staff WHERE role = 'nurse' ORDER BY id").fetchone()[0])
