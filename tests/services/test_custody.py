"""Who holds a continuous patient: always somebody, one at a time, handed over by two."""

import pytest
from sqlalchemy import select

from station.models import ObserverDuty
from station.models.enums import Priority, Stage, TaskKind
from station.services import custody, reading
from station.services.errors import Refused
from tests.builders import BuiltUnit, minutes, seconds
from tests.fakes import NOON


@pytest.fixture
def stay_id(unit: BuiltUnit) -> int:
    """A patient on 1:1, seen, held by nobody yet."""
    return unit.admit_seen("1201", "1:1")


def take(unit: BuiltUnit, stay_id: int, name: str, at: float = 0) -> None:
    custody.take_over(unit.store, stay_id, unit.staff[name], actor=unit.who(name), now=NOON + minutes(at))


def offer(unit: BuiltUnit, stay_id: int, to: str, at: float = 0, *, by: str = "R. Osei") -> None:
    custody.offer_handover(unit.store, stay_id, unit.staff[to], actor=unit.who(by), now=NOON + minutes(at))


def accept(unit: BuiltUnit, stay_id: int, name: str, at: float = 0) -> None:
    custody.accept_handover(unit.store, stay_id, unit.staff[name], actor=unit.who(name), now=NOON + minutes(at))


def holder(unit: BuiltUnit, stay_id: int) -> str | None:
    (row,) = [bed.patient for bed in reading.read_board(unit.store, NOON).beds if bed.patient is not None
              and bed.patient.stay_id == stay_id]  # fmt: skip
    return None if row.observer is None else row.observer.name


def test_nobody_observing_is_late_at_half_a_minute_and_lapses_at_one_and_a_half(unit: BuiltUnit, stay_id: int) -> None:
    unit.sweep(NOON + seconds(29))
    assert not unit.open_alerts(stay_id)
    unit.sweep(NOON + seconds(30))
    assert unit.alert(stay_id, "observer").priority is Priority.MEDIUM
    unit.sweep(NOON + seconds(90))
    assert unit.alert(stay_id, "observer").priority is Priority.HIGH
    take(unit, stay_id, "R. Osei", 2)
    assert not unit.open_alerts(stay_id, "observer")
    assert unit.all_alerts(stay_id)[0].close_reason == "R. Osei observing"


def test_taking_over_begins_two_hours(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei", 1)
    relief = unit.task(stay_id, TaskKind.RELIEF)
    assert (relief.soon_at, relief.due_at) == (NOON + minutes(106), NOON + minutes(121))
    assert relief.lapsed_at == NOON + minutes(131)
    assert holder(unit, stay_id) == "R. Osei"


def test_relief_is_soon_then_late_then_lapsed_in_one_alert(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei")
    seen = []
    for minute in (104, 105, 120, 130):
        unit.sweep(NOON + minutes(minute))
        seen += [(minute, one.id, one.priority, one.stage) for one in unit.open_alerts(stay_id, "relief")]
    ids = {one[1] for one in seen}
    assert len(ids) == 1
    assert [(one[0], *one[2:]) for one in seen] == [
        (105, Priority.LOW, Stage.DUE_SOON),
        (120, Priority.MEDIUM, Stage.LATE),
        (130, Priority.HIGH, Stage.LAPSED),
    ]


def test_handing_over_takes_two(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei")
    unit.sweep(NOON + minutes(121))
    offer(unit, stay_id, "A. Diaz", 121)
    assert holder(unit, stay_id) == "R. Osei"
    assert unit.open_alerts(stay_id, "relief")
    with pytest.raises(Refused, match="not been offered to you"):
        accept(unit, stay_id, "J. Moore", 122)
    accept(unit, stay_id, "A. Diaz", 122)
    assert holder(unit, stay_id) == "A. Diaz"
    assert not unit.open_alerts(stay_id, "relief")
    assert unit.task(stay_id, TaskKind.RELIEF).due_at == NOON + minutes(242)
    with unit.store.read() as session:
        first, second = session.scalars(select(ObserverDuty).order_by(ObserverDuty.id)).all()
    assert first.ended_at == second.started_at == NOON + minutes(122)


def test_declined_or_taken_back_the_holder_keeps_him(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei")
    for who in ("A. Diaz", "R. Osei"):
        offer(unit, stay_id, "A. Diaz", 5)
        custody.decline_handover(unit.store, stay_id, unit.staff[who], actor=unit.who(who), now=NOON + minutes(6))
        with pytest.raises(Refused, match="not been offered"):
            accept(unit, stay_id, "A. Diaz", 7)
    assert holder(unit, stay_id) == "R. Osei"
    with pytest.raises(Refused, match="not been offered"):
        custody.decline_handover(
            unit.store, stay_id, unit.staff["A. Diaz"], actor=unit.who("A. Diaz"), now=NOON + minutes(8)
        )


def test_one_person_holds_one(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202", "LOS")
    take(unit, stay_id, "R. Osei")
    with pytest.raises(Refused, match="R. Osei observes the patient in 1201"):
        take(unit, other, "R. Osei")
    take(unit, other, "A. Diaz")
    with pytest.raises(Refused, match="A. Diaz observes the patient in 1202"):
        offer(unit, stay_id, "A. Diaz")


def test_offered_and_meanwhile_busy_cannot_accept(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202", "LOS")
    take(unit, stay_id, "R. Osei")
    offer(unit, stay_id, "A. Diaz")
    take(unit, other, "A. Diaz")
    with pytest.raises(Refused, match="One person holds one"):
        accept(unit, stay_id, "A. Diaz")
    assert holder(unit, stay_id) == "R. Osei"


def test_what_custody_refuses(unit: BuiltUnit, stay_id: int) -> None:
    on_rounds = unit.admit_seen("1202", "Q15")
    with pytest.raises(Refused, match="no observer is ordered"):
        take(unit, on_rounds, "R. Osei")
    with pytest.raises(Refused, match="Nobody has this patient"):
        offer(unit, stay_id, "A. Diaz")
    take(unit, stay_id, "R. Osei")
    with pytest.raises(Refused, match="R. Osei has this patient"):
        take(unit, stay_id, "A. Diaz")
    with pytest.raises(Refused, match="R. Osei has this patient already"):
        offer(unit, stay_id, "R. Osei")


def test_lowered_to_an_interval_nobody_need_hold_him(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei")
    unit.lower(stay_id, "Q15", NOON + minutes(10))
    assert holder(unit, stay_id) is None
    assert not unit.has_task(stay_id, TaskKind.RELIEF)
    assert not unit.has_task(stay_id, TaskKind.OBSERVER)


def test_from_one_continuous_level_to_another_the_observer_stays(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei")
    unit.lower(stay_id, "LOS", NOON + minutes(10))
    assert holder(unit, stay_id) == "R. Osei"
    assert unit.task(stay_id, TaskKind.RELIEF).due_at == NOON + minutes(120)


def test_raised_to_continuous_somebody_is_needed_from_now(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1202", "Q15")
    unit.set_level(stay_id, "LOS", NOON + minutes(5))
    assert unit.task(stay_id, TaskKind.OBSERVER).due_at == NOON + minutes(5.5)


def test_continuous_asleep_only_is_held_only_while_asleep(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1202", "Q15", level_asleep="LOS")
    with pytest.raises(Refused, match="no observer is ordered"):
        take(unit, stay_id, "R. Osei", 1)
    unit.check(stay_id, NOON + minutes(5), activity="Asleep", life_sign="Breathing seen")
    take(unit, stay_id, "R. Osei", 6)
    assert holder(unit, stay_id) == "R. Osei"
    unit.check(stay_id, NOON + minutes(20))
    assert holder(unit, stay_id) is None
