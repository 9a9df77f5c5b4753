"""Rounds: who walks, what he is shown, what counts as seen on it, and what the board says of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select

from station.models import Area, Bed, Check, Room, Round, Staff
from station.models.enums import AbsenceKind, EntryStatus, Role, Stage, TaskKind
from station.rules.intervals import stage_of
from station.services import Actor, absences, corrections, custody, photos, reading, rounds, setup, stays
from station.services.checks import CheckEntry, record_check
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, RoundsChanged
from station.store.rows.absences import CensusRow
from station.store.rows.rounds import RoundPatientRow, RoundRow, RoundSheet
from tests.builders import STATION, BuiltUnit, minutes, seconds
from tests.databases import another
from tests.fakes import NOON
from tests.services.test_photos import JPEG


def two_areas(unit: BuiltUnit) -> dict[str, int]:
    """The last two beds stand in a second area. Area ids by name."""
    with unit.store.write(STATION, NOON) as work:
        west = work.session.scalars(select(Area)).one()
        east = Area(unit_id=west.unit_id, name="East hall", position=1)
        work.session.add(east)
        work.session.flush()
        for label in ("1203", "1204"):
            bed = work.session.scalars(select(Bed).where(Bed.label == label)).one()
            work.session.get_one(Room, bed.room_id).area_id = east.id
        return {"West hall": west.id, "East hall": east.id}


def start(
    unit: BuiltUnit, area_id: int | None = None, at: datetime = NOON, *, by: str = "J. Moore", confirmed: bool = False
) -> int:
    """The new round's id."""
    rounds.start_round(unit.store, area_id, confirmed=confirmed, actor=unit.who(by), now=at)
    with unit.store.read() as session:
        return session.scalars(select(func.max(Round.id))).one()


def end(unit: BuiltUnit, round_id: int, at: datetime, *, by: str = "J. Moore", confirmed: bool = False) -> list[Event]:
    return rounds.end_round(unit.store, round_id, confirmed=confirmed, actor=unit.who(by), now=at)


def sheet(unit: BuiltUnit, round_id: int, at: datetime) -> RoundSheet:
    return rounds.read_round_sheet(unit.store, round_id, at)


def of(unit: BuiltUnit, round_id: int, stay_id: int, at: datetime) -> RoundPatientRow:
    return next(one for one in sheet(unit, round_id, at).patients if one.stay_id == stay_id)


def shown(unit: BuiltUnit, round_id: int, at: datetime) -> set[int]:
    return {one.stay_id for one in sheet(unit, round_id, at).patients}


def on_board(unit: BuiltUnit, at: datetime) -> tuple[RoundRow, ...]:
    return reading.read_board(unit.store, at).rounds


def census(unit: BuiltUnit, at: datetime) -> CensusRow:
    found = reading.read_board(unit.store, at).census
    assert found is not None
    return found


def last_check(unit: BuiltUnit, stay_id: int) -> Check:
    with unit.store.read() as session:
        return (
            session.scalars(select(Check).where(Check.stay_id == stay_id).order_by(Check.id.desc())).first() or Check()
        )


def leave(unit: BuiltUnit, stay_id: int, at: datetime) -> None:
    leaving = absences.Leaving(
        request_id=unit.request(),
        stay_id=stay_id,
        kind=AbsenceKind.PASS,
        destination="Chapel",
        custodian="Mr. Ames",
        expected_at=at + minutes(60),
    )
    absences.leave_unit(unit.store, leaving, actor=unit.who("C. Lindt"), now=at)


# Begun and ended


def test_begun_it_is_on_the_board_with_who_walks_where(unit: BuiltUnit) -> None:
    areas = two_areas(unit)
    unit.admit_seen("1201"), unit.admit_seen("1202"), unit.admit_seen("1203")
    round_id = start(unit, areas["West hall"], NOON + minutes(1))
    (row,) = on_board(unit, NOON + minutes(2))
    assert row == RoundRow(
        round_id, unit.staff["J. Moore"], "J. Moore", areas["West hall"], "West hall", NOON + minutes(1), 0, 2
    )
    assert sheet(unit, round_id, NOON + minutes(2)).round == row


def test_it_is_journalled_and_screens_are_told(unit: BuiltUnit) -> None:
    published: list[object] = []
    unit.store.publish = published.extend
    round_id = start(unit)
    end(unit, round_id, NOON + minutes(1))
    assert [one for one in published if isinstance(one, RoundsChanged)] == [
        RoundsChanged(begun=round_id),
        RoundsChanged(),
    ]
    assert on_board(unit, NOON + minutes(1)) == ()


def test_one_person_walks_one_round(unit: BuiltUnit) -> None:
    start(unit, at=NOON)
    with pytest.raises(Refused, match="You walk a round of the whole unit since 06:00. End that round first"):
        start(unit, at=NOON + minutes(3), confirmed=True)
    assert len(on_board(unit, NOON + minutes(3))) == 1


def test_an_area_that_is_not_there_is_refused(unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="not part of the unit"):
        start(unit, 999)


def test_two_on_one_area_are_asked_and_two_on_two_are_not(unit: BuiltUnit) -> None:
    areas = two_areas(unit)
    start(unit, areas["West hall"])
    start(unit, areas["East hall"], by="A. Diaz")
    with pytest.raises(NeedsConfirmation, match="J. Moore walks a round of West hall since 06:00. Walk there as well?"):
        start(unit, areas["West hall"], by="R. Osei")
    with pytest.raises(NeedsConfirmation, match="West hall"):
        start(unit, None, by="R. Osei")
    start(unit, areas["West hall"], NOON + minutes(1), by="R. Osei", confirmed=True)
    assert [row.name for row in on_board(unit, NOON + minutes(1))] == ["J. Moore", "A. Diaz", "R. Osei"]


def test_somebody_on_the_whole_unit_is_on_every_area(unit: BuiltUnit) -> None:
    areas = two_areas(unit)
    start(unit, None)
    with pytest.raises(NeedsConfirmation, match="the whole unit"):
        start(unit, areas["East hall"], by="A. Diaz")


def test_nobody_with_a_continuous_patient_walks_a_round(unit: BuiltUnit) -> None:
    held = unit.admit_seen("1201", "1:1")
    custody.take_over(unit.store, held, unit.staff["J. Moore"], actor=unit.who(), now=NOON)
    with pytest.raises(Refused, match="You observe the patient in 1201. Hand him over first"):
        start(unit)


def test_who_walks_a_round_takes_no_continuous_patient(unit: BuiltUnit) -> None:
    held = unit.admit_seen("1201", "1:1")
    round_id = start(unit)
    with pytest.raises(Refused, match="J. Moore walks a round of the whole unit. End that round first"):
        custody.take_over(unit.store, held, unit.staff["J. Moore"], actor=unit.who(), now=NOON + minutes(1))
    custody.take_over(unit.store, held, unit.staff["A. Diaz"], actor=unit.who("A. Diaz"), now=NOON + minutes(1))
    end(unit, round_id, NOON + minutes(2))
    offer = unit.offer(held, "J. Moore", NOON + minutes(2), by="A. Diaz")
    again = start(unit, at=NOON + minutes(3))
    with pytest.raises(Refused, match="End that round first"):
        unit.take_offer(offer, "J. Moore", NOON + minutes(4))
    end(unit, again, NOON + minutes(5))
    unit.take_offer(offer, "J. Moore", NOON + minutes(5))


def test_ended_with_patients_not_seen_is_asked_naming_their_beds(unit: BuiltUnit) -> None:
    first, second, third = (unit.admit_seen(bed) for bed in ("1201", "1202", "1204"))
    round_id = start(unit)
    unit.check(second, NOON + minutes(2))
    with pytest.raises(NeedsConfirmation, match=r"^Not seen on this round: 1201, 1204\. End the round\?$"):
        end(unit, round_id, NOON + minutes(3))
    unit.check(first, NOON + minutes(3))
    unit.check(third, NOON + minutes(3))
    end(unit, round_id, NOON + minutes(4))
    assert on_board(unit, NOON + minutes(4)) == ()


def test_ended_all_the_same(unit: BuiltUnit) -> None:
    unit.admit_seen()
    round_id = start(unit)
    end(unit, round_id, NOON + minutes(3), confirmed=True)
    with pytest.raises(Refused, match="This round has ended"):
        sheet(unit, round_id, NOON + minutes(4))


def test_ended_twice_is_ended_once(unit: BuiltUnit) -> None:
    round_id = start(unit)
    end(unit, round_id, NOON + minutes(1))
    assert end(unit, round_id, NOON + minutes(2)) == []
    with unit.store.read() as session:
        assert session.get_one(Round, round_id).ended_at == NOON + minutes(1)


def test_a_round_left_open_is_said_so_at_twenty_minutes_and_not_before(unit: BuiltUnit) -> None:
    areas = two_areas(unit)
    round_id = start(unit, areas["West hall"])
    unit.sweep(NOON + minutes(20) - seconds(1))
    assert not unit.open_alerts(kind="round open")
    unit.sweep(NOON + minutes(20))
    alert = unit.alert(kind="round open")
    assert (alert.text, alert.stage, alert.due_at, alert.area_id, alert.stay_id) == (
        "Round of West hall, J. Moore", Stage.LATE, NOON + minutes(20), areas["West hall"], None,
    )  # fmt: skip
    end(unit, round_id, NOON + minutes(21))
    (closed,) = unit.all_alerts(kind="round open")
    assert (closed.state.value, closed.close_reason) == ("closed", "the round was ended")


def test_a_charge_ends_a_round_left_open_and_is_asked(unit: BuiltUnit) -> None:
    unit.admit_seen()
    round_id = start(unit)
    unit.sweep(NOON + minutes(20))
    with pytest.raises(NeedsConfirmation, match="J. Moore walks this round since 06:00. Not seen on this round: 1201"):
        end(unit, round_id, NOON + minutes(25), by="C. Lindt")
    end(unit, round_id, NOON + minutes(25), by="C. Lindt", confirmed=True)
    assert unit.all_alerts(kind="round open")[0].close_reason == "ended by C. Lindt"
    with pytest.raises(Refused, match=r"C. Lindt ended this round of the whole unit at 06:25. Every check"):
        end(unit, round_id, NOON + minutes(26))


def test_nobody_else_ends_it(unit: BuiltUnit) -> None:
    round_id = start(unit)
    with pytest.raises(Refused, match="This is J. Moore's round. Only J. Moore, or the charge, ends it"):
        end(unit, round_id, NOON + minutes(25), by="A. Diaz", confirmed=True)
    with pytest.raises(Refused, match="not known"):
        end(unit, 999, NOON + minutes(25))
    with pytest.raises(Refused, match="not known"):
        sheet(unit, 999, NOON)


# The sheet


def test_everybody_of_the_area_is_on_the_sheet_once(unit: BuiltUnit) -> None:
    areas = two_areas(unit)
    first, second, east = (unit.admit_seen(bed) for bed in ("1201", "1202", "1203"))
    west = sheet(unit, start(unit, areas["West hall"]), NOON)
    assert sorted(one.stay_id for one in west.patients) == sorted(west.route) == [first, second]
    whole = sheet(unit, start(unit, None, by="A. Diaz", confirmed=True), NOON)
    assert sorted(one.stay_id for one in whole.patients) == sorted(whole.route) == [first, second, east]
    assert whole.route in ((first, second, east), (east, second, first))
    assert west.extra_work == pytest.approx(0.111, abs=0.001)


def test_targets_are_inside_the_interval_and_alike_on_two_stations(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201")
    never = unit.admit("1202")
    round_id = start(unit)
    target = of(unit, round_id, stay_id, NOON).target_at
    assert NOON + minutes(12) <= target <= NOON + minutes(15)
    assert of(unit, round_id, never, NOON).target_at == NOON + minutes(2)
    elsewhere = another(unit.store)
    try:
        found = rounds.read_round_sheet(elsewhere, round_id, NOON + minutes(5)).patients
        assert {one.stay_id: one.target_at for one in found}[stay_id] == target
    finally:
        elsewhere.engine.dispose()


def test_raised_the_target_is_the_first_check(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q30")
    round_id = start(unit)
    unit.set_level(stay_id, "Q15", NOON + minutes(1))
    assert of(unit, round_id, stay_id, NOON + minutes(1)).target_at == NOON + minutes(3)


def test_who_is_late_is_suggested_first_whatever_the_round(unit: BuiltUnit) -> None:
    for bed in ("1201", "1202", "1203"):
        unit.admit_seen(bed)
    late = unit.admit_seen("1204", "Q5")
    for turn in range(4):
        at = NOON + minutes(5 + turn / 2)
        round_id = start(unit, at=at)
        assert sheet(unit, round_id, at).patients[0].stay_id == late
        end(unit, round_id, at, confirmed=True)


def test_what_he_did_is_offered_first_and_what_was_taken_back_is_not(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(10), location="Dining", activity="Eating")
    round_id = start(unit, at=NOON + minutes(11))
    found = of(unit, round_id, stay_id, NOON + minutes(12))
    assert (found.likely_places[:2], found.likely_activities[:2]) == (("Dining", "Room"), ("Eating", "Awake"))
    unit.check(stay_id, NOON + minutes(20), location="Courtyard", activity="Pacing")
    assert of(unit, round_id, stay_id, NOON + minutes(20)).likely_places[0] == "Courtyard"
    taken_back = last_check(unit, stay_id).id
    corrections.take_back_check(unit.store, taken_back, actor=unit.who(), now=NOON + minutes(20))
    assert "Courtyard" not in of(unit, round_id, stay_id, NOON + minutes(20)).likely_places[:2]


def test_yesterday_at_this_hour_is_remembered(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    for quarter in range(4):
        unit.check(stay_id, NOON + minutes(60 + 15 * quarter), location="Group room", activity="In group")
    round_id = start(unit, at=NOON + minutes(24 * 60 + 70))
    found = of(unit, round_id, stay_id, NOON + minutes(24 * 60 + 70))
    assert (found.likely_places[0], found.likely_activities[0]) == ("Group room", "In group")


def test_what_to_look_for_a_nurses_words_before_what_precautions_ask(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", precautions=("FALL", "SI"))
    stays.set_look_for(unit.store, stay_id, " Hides under the blanket. ", actor=unit.who("N. Park"), now=NOON)
    found = of(unit, start(unit), stay_id, NOON).look_for
    assert found[0] == "Hides under the blanket."
    assert [line.split()[0] for line in found[1:]] == ["Hands,", "Call"]
    stays.set_look_for(unit.store, stay_id, "", actor=unit.who("N. Park"), now=NOON)
    stays.set_precautions(unit.store, stay_id, (), actor=unit.who("N. Park"), now=NOON)
    board = reading.read_board(unit.store, NOON)
    assert [bed.patient.look_for for bed in board.beds if bed.patient] == [""]


def test_what_to_look_for_is_short_and_set_once(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    nurse = unit.who("N. Park")
    with pytest.raises(Refused, match="These are 241 letters. Say it in at most 240"):
        stays.set_look_for(unit.store, stay_id, "x" * 241, actor=nurse, now=NOON)
    assert stays.set_look_for(unit.store, stay_id, "Cords.", actor=nurse, now=NOON)
    assert not stays.set_look_for(unit.store, stay_id, "Cords. ", actor=nurse, now=NOON)
    with pytest.raises(Refused, match="A tech may not set precautions"):
        stays.set_look_for(unit.store, stay_id, "", actor=unit.who(), now=NOON)
    board = reading.read_board(unit.store, NOON)
    assert [bed.patient.look_for for bed in board.beds if bed.patient] == ["Cords."]


def test_a_photo_is_on_the_sheet_and_the_board(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    photos.set_photo(unit.store, stay_id, JPEG, actor=unit.who(), now=NOON)
    photo_id = of(unit, start(unit), stay_id, NOON).photo_id
    assert photo_id is not None
    assert [bed.patient.photo_id for bed in reading.read_board(unit.store, NOON).beds if bed.patient] == [photo_id]


# Checks made on it


def test_a_check_by_the_walker_is_of_his_round_and_one_by_another_is_not(unit: BuiltUnit) -> None:
    first, second = unit.admit_seen("1201"), unit.admit_seen("1202")
    round_id = start(unit, at=NOON + minutes(1))
    unit.check(first, NOON + minutes(2))
    unit.check(second, NOON + minutes(2), by="A. Diaz")
    assert (last_check(unit, first).round_id, last_check(unit, second).round_id) == (round_id, None)
    found = of(unit, round_id, first, NOON + minutes(3))
    assert (found.seen_at, found.check_id) == (NOON + minutes(2), last_check(unit, first).id)
    assert of(unit, round_id, second, NOON + minutes(3)).seen_at is None
    assert on_board(unit, NOON + minutes(3))[0].seen == 1
    assert reading.read_checks(unit.store, first)[0].round_id == round_id


def test_nor_is_one_of_another_area_or_of_before_it_began_or_after_it_ended(unit: BuiltUnit) -> None:
    areas = two_areas(unit)
    west, east = unit.admit_seen("1201"), unit.admit_seen("1203")
    round_id = start(unit, areas["West hall"], NOON + minutes(5))
    unit.check(east, NOON + minutes(6))
    assert last_check(unit, east).round_id is None
    unit.check(west, NOON + minutes(6), observed_at=NOON + minutes(4))
    assert last_check(unit, west).round_id is None
    unit.check(west, NOON + minutes(9), observed_at=NOON + minutes(6))
    assert last_check(unit, west).round_id == round_id
    end(unit, round_id, NOON + minutes(10))
    unit.check(west, NOON + minutes(11))
    assert last_check(unit, west).round_id is None


def test_not_found_is_of_the_round_and_is_not_seen(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    round_id = start(unit)
    unit.not_found(stay_id, NOON + minutes(1))
    assert last_check(unit, stay_id).round_id == round_id
    assert of(unit, round_id, stay_id, NOON + minutes(2)).seen_at is None
    with pytest.raises(NeedsConfirmation, match="Not seen on this round: 1201"):
        end(unit, round_id, NOON + minutes(2))


def test_amended_it_stays_on_the_round_and_amended_to_before_it_does_not(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    round_id = start(unit, at=NOON + minutes(5))
    unit.check(stay_id, NOON + minutes(6))
    unit.amend(last_check(unit, stay_id).id, NOON + minutes(7), location="Hallway")
    assert last_check(unit, stay_id).round_id == round_id
    assert on_board(unit, NOON + minutes(7))[0].seen == 1
    unit.amend(last_check(unit, stay_id).id, NOON + minutes(8), observed_at=NOON + minutes(4))
    assert last_check(unit, stay_id).round_id is None
    assert on_board(unit, NOON + minutes(8))[0].seen == 0


def test_corrected_to_another_patient_it_is_of_the_round_where_that_covers_him(unit: BuiltUnit) -> None:
    areas = two_areas(unit)
    wrong, right, east = unit.admit_seen("1201"), unit.admit_seen("1202"), unit.admit_seen("1203")
    round_id = start(unit, areas["West hall"], NOON + minutes(5))
    unit.check(wrong, NOON + minutes(6))
    unit.correct(last_check(unit, wrong).id, right, NOON + minutes(7))
    assert last_check(unit, right).round_id == round_id
    unit.correct(last_check(unit, right).id, east, NOON + minutes(8))
    assert last_check(unit, east).round_id is None


# The sheet follows


def test_admitted_while_the_round_is_open_he_is_on_the_sheet(unit: BuiltUnit) -> None:
    unit.admit_seen()
    round_id = start(unit)
    new = unit.admit("1202", at=NOON + minutes(1))
    assert new in shown(unit, round_id, NOON + minutes(1))
    assert sheet(unit, round_id, NOON + minutes(1)).round.to_see == 2
    with pytest.raises(NeedsConfirmation, match="1201, 1202"):
        end(unit, round_id, NOON + minutes(2))


def test_discharged_he_is_not_asked_for_and_a_tap_on_him_says_so(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    round_id = start(unit)
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(NOON + minutes(1)), now=NOON + minutes(1))
    assert shown(unit, round_id, NOON + minutes(1)) == set()
    with pytest.raises(Refused, match=r"Ada Fam1201 has been discharged. Nothing has been recorded."):
        unit.check(stay_id, NOON + minutes(2))
    end(unit, round_id, NOON + minutes(2))


def test_moved_while_his_check_is_open_it_is_his_wherever_he_lies(unit: BuiltUnit) -> None:
    areas = two_areas(unit)
    stay_id = unit.admit_seen("1201")
    west = start(unit, areas["West hall"])
    east = start(unit, areas["East hall"], by="A. Diaz")
    stays.transfer(unit.store, stay_id, unit.beds["1203"], actor=unit.charge(NOON), now=NOON + minutes(1))
    assert (shown(unit, west, NOON + minutes(1)), shown(unit, east, NOON + minutes(1))) == (set(), {stay_id})
    unit.check(stay_id, NOON + minutes(2))
    assert last_check(unit, stay_id).round_id is None
    assert unit.stay(stay_id).last_seen_at == NOON + minutes(2)
    unit.check(stay_id, NOON + minutes(3), by="A. Diaz")
    assert last_check(unit, stay_id).round_id == east
    assert [row.seen for row in on_board(unit, NOON + minutes(3))] == [0, 1]


def test_off_the_unit_he_is_not_missed_and_back_he_is(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    round_id = start(unit)
    leave(unit, stay_id, NOON + minutes(1))
    assert shown(unit, round_id, NOON + minutes(2)) == set()
    assert on_board(unit, NOON + minutes(2))[0].to_see == 0
    absences.come_back(unit.store, unit.request(), stay_id, actor=unit.who(), now=NOON + minutes(3))
    assert shown(unit, round_id, NOON + minutes(3)) == {stay_id}
    with pytest.raises(NeedsConfirmation, match="1201"):
        end(unit, round_id, NOON + minutes(4))


def test_whom_an_observer_holds_is_not_the_walkers_to_see(unit: BuiltUnit) -> None:
    held = unit.admit_seen("1201", "1:1")
    round_id = start(unit)
    assert shown(unit, round_id, NOON) == {held}
    custody.take_over(unit.store, held, unit.staff["A. Diaz"], actor=unit.who("A. Diaz"), now=NOON)
    assert shown(unit, round_id, NOON) == set()
    assert on_board(unit, NOON)[0].to_see == 0
    end(unit, round_id, NOON + minutes(1))


# The census


def test_the_census_agrees_with_the_round_or_says_who_is_unaccounted_for(unit: BuiltUnit) -> None:
    first, second = unit.admit_seen("1201", at=NOON - minutes(30)), unit.admit_seen("1202", at=NOON - minutes(30))
    away = unit.admit_seen("1203", at=NOON - minutes(30))
    leave(unit, away, NOON - minutes(5))
    assert census(unit, NOON) == CensusRow(2, 1, 0, ())
    round_id = start(unit)
    unit.check(first, NOON + minutes(1))
    end(unit, round_id, NOON + minutes(2), confirmed=True)
    assert census(unit, NOON + minutes(3)) == CensusRow(2, 1, 0, (second,))
    assert census(unit, NOON + minutes(3)).total == 3
    unit.admit("1204", at=NOON + minutes(3))
    unit.check(second, NOON + minutes(4), by="A. Diaz")
    assert census(unit, NOON + minutes(4)).unaccounted == ()


def test_a_round_begun_by_mistake_and_ended_again_makes_nobody_unaccounted_for(unit: BuiltUnit) -> None:
    unit.admit_seen(at=NOON - minutes(5))
    end(unit, start(unit), NOON + seconds(4), confirmed=True)
    assert census(unit, NOON + minutes(1)).unaccounted == ()


def test_not_found_is_unaccounted_for_until_he_is_found(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(1))
    assert census(unit, NOON + minutes(1)).unaccounted == (stay_id,)
    unit.check(stay_id, NOON + minutes(2))
    assert census(unit, NOON + minutes(2)).unaccounted == ()


# What goes wrong


def test_a_double_tap_is_one_check_of_the_round(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    round_id = start(unit)
    assert unit.check(stay_id, NOON + minutes(2), request_id="tap")
    assert unit.check(stay_id, NOON + minutes(2), request_id="tap") == []
    with unit.store.read() as session:
        made = select(func.count(Check.id)).where(Check.round_id == round_id)
        assert session.scalars(made).one() == 1


def both(unit: BuiltUnit, acts: tuple[Callable[[], object], Callable[[], object]]) -> list[object]:
    """Both at the same time."""
    ready = Barrier(2)

    def one(act: Callable[[], object]) -> object:
        ready.wait(10)
        return act()

    with ThreadPoolExecutor(2) as pool:
        return [each.result(30) for each in [pool.submit(one, act) for act in acts]]


def test_two_people_checking_one_patient_at_once_are_both_on_record(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    start(unit, by="J. Moore")
    unit.sweep(NOON + minutes(16))

    def check(by: str, at: datetime) -> Callable[[], object]:
        entry = CheckEntry(f"by {by}", stay_id, unit.staff[by], "Room", "Awake")
        return lambda: record_check(unit.store, entry, actor=unit.who(by), now=at)

    both(unit, (check("J. Moore", NOON + minutes(17)), check("A. Diaz", NOON + minutes(17) + seconds(1))))
    with unit.store.read() as session:
        stored = session.scalars(select(Check).where(Check.stay_id == stay_id).order_by(Check.observed_at)).all()
    assert [one.request_id for one in stored[1:]] == ["by J. Moore", "by A. Diaz"]
    assert {one.status for one in stored} == {EntryStatus.CURRENT}
    assert unit.stay(stay_id).last_seen_at == NOON + minutes(17) + seconds(1)
    assert unit.task(stay_id).due_at == NOON + minutes(32) + seconds(1)
    assert [alert.state.value for alert in unit.all_alerts(stay_id, "check")] == ["closed"]
    assert sum(1 for one in stored[1:] if one.since == NOON) == 1


def test_the_same_tap_sent_twice_at_once_is_one_check(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    entry = CheckEntry("once", stay_id, unit.staff["A. Diaz"], "Room", "Awake")

    def tap() -> object:
        return record_check(unit.store, entry, actor=unit.who("A. Diaz"), now=NOON + minutes(3))

    found = both(unit, (tap, tap))
    assert sorted(bool(events) for events in found) == [False, True]


def test_two_starts_of_one_person_at_once_are_one_round(unit: BuiltUnit) -> None:
    def begin() -> object:
        try:
            return rounds.start_round(unit.store, None, actor=unit.who(), now=NOON)
        except Refused as refused:
            return str(refused)

    found = both(unit, (begin, begin))
    assert sorted(isinstance(one, str) for one in found) == [False, True]
    assert len(on_board(unit, NOON)) == 1


def test_the_clock_set_back_during_a_round_loses_and_doubles_nothing(unit: BuiltUnit) -> None:
    first, second = unit.admit_seen("1201", at=NOON - minutes(20)), unit.admit_seen("1202", at=NOON - minutes(20))
    round_id = start(unit, at=NOON)
    unit.check(first, NOON + minutes(1))
    due_at = unit.task(first).due_at
    back = NOON - minutes(9)
    unit.check(first, back, confirmed=True)
    unit.check(second, back)
    assert unit.task(first).due_at == due_at
    assert [last_check(unit, one).round_id for one in (first, second)] == [round_id, round_id]
    assert sheet(unit, round_id, back).round.seen == 2
    end(unit, round_id, back + minutes(1))
    with unit.store.read() as session:
        walk = session.get_one(Round, round_id)
        assert (walk.started_at, walk.ended_at) == (NOON, NOON)
    assert not unit.open_alerts(kind="round open")
    board = reading.read_board(unit.store, back + minutes(1))
    assert board.rounds == ()
    assert all(stage_of(bed.patient.check, back) is Stage.OK for bed in board.beds if bed.patient)


def test_provider_and_viewer_walk_no_rounds(unit: BuiltUnit) -> None:
    setup.add_staff(unit.store, "Dr. Hall", Role.PROVIDER, actor=STATION, now=NOON)
    with unit.store.read() as session:
        doctor = session.scalars(select(Staff).where(Staff.name == "Dr. Hall")).one()
    with pytest.raises(Refused, match="A provider may not make rounds"):
        rounds.start_round(unit.store, None, actor=Actor(doctor.id, "Dr. Hall", "desk 1"), now=NOON)
    with pytest.raises(Refused, match="Only a person can make rounds"):
        rounds.start_round(unit.store, None, actor=STATION, now=NOON)


def test_a_round_owes_its_end_and_nothing_else(unit: BuiltUnit) -> None:
    unit.admit_seen()
    start(unit)
    tasks = reading.read_board(unit.store, NOON).unit_tasks
    owed = [task.label for task in tasks if task.kind == TaskKind.ROUND_OPEN.value]
    assert owed == ["Round of the whole unit, J. Moore"]
