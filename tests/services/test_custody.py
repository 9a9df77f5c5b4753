"""Who holds a continuous patient: always somebody, one at a time, handed over by two."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from station.models import JournalEntry, ObserverDuty
from station.models.enums import HandingAnswer, Priority, Stage, TaskKind
from station.services import custody, orders, reading, stays
from station.services.errors import Refused
from station.store.rows.custody import HandingRow
from tests.absent import gone, leave
from tests.builders import SAID, BuiltUnit, minutes, seconds
from tests.fakes import NOON


@pytest.fixture
def stay_id(unit: BuiltUnit) -> int:
    """A patient on 1:1, seen, held by nobody yet."""
    return unit.admit_seen("1201", "1:1")


def take(unit: BuiltUnit, stay_id: int, name: str, at: float = 0) -> None:
    unit.take(stay_id, name, NOON + minutes(at))


def last_offer(unit: BuiltUnit, stay_id: int) -> HandingRow:
    return custody.read_handings(unit.store, stay_id)[0]


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
    offer = unit.offer(stay_id, "A. Diaz", NOON + minutes(121))
    assert holder(unit, stay_id) == "R. Osei"
    assert unit.open_alerts(stay_id, "relief")
    with pytest.raises(Refused, match="not been offered to you"):
        unit.take_offer(offer, "J. Moore", NOON + minutes(122))
    unit.take_offer(offer, "A. Diaz", NOON + minutes(122))
    assert holder(unit, stay_id) == "A. Diaz"
    assert not unit.open_alerts(stay_id, "relief")
    assert unit.task(stay_id, TaskKind.RELIEF).due_at == NOON + minutes(242)
    with unit.store.read() as session:
        first, second = session.scalars(select(ObserverDuty).order_by(ObserverDuty.id)).all()
    assert first.ended_at == second.started_at == NOON + minutes(122)


def test_in_the_instant_it_is_accepted_the_other_is_free(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202", "LOS")
    take(unit, stay_id, "R. Osei")
    unit.take_offer(unit.offer(stay_id, "A. Diaz", NOON), "A. Diaz", NOON + minutes(5))
    take(unit, other, "R. Osei", 5)
    assert (holder(unit, stay_id), holder(unit, other)) == ("A. Diaz", "R. Osei")


def test_what_is_handed_over_is_kept_and_journalled_with_every_answer(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei")
    said = replace(SAID, last_contact=" 12:04 asked for water ")
    first = unit.offer(stay_id, "A. Diaz", NOON + minutes(5), said=said)
    unit.decline(first, "A. Diaz", NOON + minutes(6), "On a break until half past")
    second = unit.offer(stay_id, "J. Moore", NOON + minutes(7), by="C. Lindt")
    custody.take_back_offer(unit.store, second, actor=unit.who("R. Osei"), now=NOON + minutes(8))
    unit.take_offer(unit.offer(stay_id, "N. Park", NOON + minutes(9)), "N. Park", NOON + minutes(10))
    rows = custody.read_handings(unit.store, stay_id)
    assert [(one.to, one.by, one.holder, one.answer, one.answer_reason) for one in reversed(rows)] == [
        ("A. Diaz", "R. Osei", "R. Osei", HandingAnswer.DECLINED, "On a break until half past"),
        ("J. Moore", "C. Lindt", "R. Osei", HandingAnswer.TAKEN_BACK, ""),
        ("N. Park", "R. Osei", "R. Osei", HandingAnswer.ACCEPTED, ""),
    ]
    assert rows[-1].said == replace(SAID, last_contact="12:04 asked for water")
    assert [one.answered_at for one in rows] == [NOON + minutes(at) for at in (10, 8, 6)]
    with unit.store.read() as session:
        kinds = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq)).all()
    assert [kind.removeprefix("observer.") for kind in kinds if kind.startswith("observer.")] == [
        "took over", "offered", "declined", "offered", "offer taken back", "offered", "handed over",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ("reason", "why he is observed"),
        ("distance", "how close"),
        ("bathroom", "bathroom"),
        ("triggers", "where nothing is known, say so"),
        ("last_contact", "what he last said or did"),
    ],
)
def test_nobody_is_handed_a_patient_in_the_dark(sqlite_unit: BuiltUnit, left_out: str, says: str) -> None:
    unit = sqlite_unit
    stay_id = unit.admit_seen("1201", "1:1")
    take(unit, stay_id, "R. Osei")
    with pytest.raises(Refused, match=says):
        unit.offer(stay_id, "A. Diaz", NOON, said=replace(SAID, **{left_out: "  "}))
    with pytest.raises(Refused, match="at most 400"):
        unit.offer(stay_id, "A. Diaz", NOON, said=replace(SAID, **{left_out: "x" * 401}))
    assert not custody.read_handings(unit.store, stay_id)


def test_declined_or_taken_back_the_holder_keeps_him(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei")
    offer = unit.offer(stay_id, "A. Diaz", NOON + minutes(5))
    with pytest.raises(Refused, match="Say why"):
        unit.decline(offer, "A. Diaz", NOON + minutes(5), "  ")
    with pytest.raises(Refused, match="Ask R. Osei, or the charge"):
        custody.take_back_offer(unit.store, offer, actor=unit.who("A. Diaz"), now=NOON + minutes(5))
    unit.decline(offer, "A. Diaz", NOON + minutes(6))
    with pytest.raises(Refused, match="not open any more"):
        unit.take_offer(offer, "A. Diaz", NOON + minutes(7))
    again = unit.offer(stay_id, "A. Diaz", NOON + minutes(8))
    custody.take_back_offer(unit.store, again, actor=unit.who("C. Lindt"), now=NOON + minutes(9))
    for act in (unit.take_offer, unit.decline):
        with pytest.raises(Refused, match="not open any more"):
            act(again, "A. Diaz", NOON + minutes(10))
    assert holder(unit, stay_id) == "R. Osei"


def test_he_is_offered_to_one_at_a_time(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei")
    unit.offer(stay_id, "A. Diaz", NOON)
    with pytest.raises(Refused, match="offered to A. Diaz already"):
        unit.offer(stay_id, "J. Moore", NOON + minutes(1))
    assert last_offer(unit, stay_id).to == "A. Diaz"


def test_an_offer_ends_when_his_level_changes_and_not_when_it_is_reviewed(unit: BuiltUnit, stay_id: int) -> None:
    take(unit, stay_id, "R. Osei")
    offer = unit.offer(stay_id, "A. Diaz", NOON)
    at = NOON + minutes(5)
    orders.review_order(unit.store, stay_id, "Dr. Hall", "still at risk", actor=unit.charge(at), now=at)
    assert last_offer(unit, stay_id).answer is None
    unit.lower(stay_id, "LOS", NOON + minutes(10))
    ended = last_offer(unit, stay_id)
    assert (ended.answer, ended.answered_at) == (HandingAnswer.VOID, NOON + minutes(10))
    assert "level changed to LOS" in ended.answer_reason
    with pytest.raises(Refused, match="not open any more"):
        unit.take_offer(offer, "A. Diaz", NOON + minutes(11))
    assert holder(unit, stay_id) == "R. Osei"


def test_an_offer_ends_when_another_level_holds_while_he_sleeps(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1202", "1:1", level_asleep="LOS")
    take(unit, stay_id, "R. Osei")
    unit.offer(stay_id, "A. Diaz", NOON)
    unit.check(stay_id, NOON + minutes(5), by="R. Osei")
    assert last_offer(unit, stay_id).answer is None
    unit.check(stay_id, NOON + minutes(15), by="R. Osei", activity="Asleep", life_sign="Breathing seen")
    assert (last_offer(unit, stay_id).answer, holder(unit, stay_id)) == (HandingAnswer.VOID, "R. Osei")


@pytest.mark.parametrize("how", ["lowered", "off the unit", "AWOL", "discharged"])
def test_an_offer_ends_with_the_duty_it_was_made_of(unit: BuiltUnit, stay_id: int, how: str) -> None:
    take(unit, stay_id, "R. Osei")
    unit.offer(stay_id, "A. Diaz", NOON)
    at = NOON + minutes(10)
    if how == "lowered":
        unit.lower(stay_id, "Q15", at)
    elif how == "off the unit":
        leave(unit, stay_id, at, with_="R. Osei")
    elif how == "AWOL":
        gone(unit, stay_id, at)
    else:
        stays.discharge(unit.store, stay_id, "home", actor=unit.charge(at), now=at)
    assert (last_offer(unit, stay_id).answer, last_offer(unit, stay_id).answered_at) == (HandingAnswer.VOID, at)
    with unit.store.read() as session:
        assert session.scalars(select(ObserverDuty)).one().ended_at == at
        released = session.scalars(select(JournalEntry).where(JournalEntry.kind == "observer.released")).one()
    assert json.loads(released.body)["staff"] == unit.staff["R. Osei"]


def test_one_person_holds_one(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202", "LOS")
    take(unit, stay_id, "R. Osei")
    with pytest.raises(Refused, match="R. Osei observes the patient in 1201"):
        take(unit, other, "R. Osei")
    take(unit, other, "A. Diaz")
    with pytest.raises(Refused, match="A. Diaz observes the patient in 1202"):
        unit.offer(stay_id, "A. Diaz", NOON)


def test_offered_and_meanwhile_busy_cannot_accept(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202", "LOS")
    take(unit, stay_id, "R. Osei")
    offer = unit.offer(stay_id, "A. Diaz", NOON)
    take(unit, other, "A. Diaz")
    with pytest.raises(Refused, match="One person holds one"):
        unit.take_offer(offer, "A. Diaz", NOON)
    assert holder(unit, stay_id) == "R. Osei"


def test_what_custody_refuses(unit: BuiltUnit, stay_id: int) -> None:
    on_rounds = unit.admit_seen("1202", "Q15")
    with pytest.raises(Refused, match="no observer is ordered"):
        take(unit, on_rounds, "R. Osei")
    with pytest.raises(Refused, match="Nobody has this patient"):
        unit.offer(stay_id, "A. Diaz", NOON)
    take(unit, stay_id, "R. Osei")
    with pytest.raises(Refused, match="R. Osei has this patient"):
        take(unit, stay_id, "A. Diaz")
    with pytest.raises(Refused, match="R. Osei has this patient already"):
        unit.offer(stay_id, "R. Osei", NOON)
    with pytest.raises(Refused, match="Ask R. Osei, or the charge"):
        unit.offer(stay_id, "J. Moore", NOON, by="A. Diaz")


def test_whoever_observes_documents_every_quarter_of_an_hour(unit: BuiltUnit, stay_id: int) -> None:
    """Having an observer is no check: what he does not write down becomes late and lapses like any other."""
    take(unit, stay_id, "R. Osei")
    unit.sweep(NOON + minutes(15) - seconds(1))
    assert not unit.open_alerts(stay_id)
    unit.sweep(NOON + minutes(15))
    assert (unit.alert(stay_id).kind, unit.alert(stay_id).priority) == ("check", Priority.MEDIUM)
    unit.sweep(NOON + minutes(20))
    assert unit.alert(stay_id).priority is Priority.HIGH
    unit.check(stay_id, NOON + minutes(20), by="R. Osei")
    assert not unit.open_alerts(stay_id)
    assert unit.task(stay_id).due_at == NOON + minutes(35)


def test_the_charge_is_told_at_once_when_nobody_has_him(unit: BuiltUnit, stay_id: int) -> None:
    unit.sweep(NOON + seconds(30))
    (alert,) = [one for one in reading.read_board(unit.store, NOON).alerts if one.stay_id == stay_id]
    assert (alert.kind, alert.told, alert.told_at) == ("observer", "charge", NOON + seconds(30))


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
