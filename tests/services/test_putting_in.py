"""What was kept while the record was away goes into it: once, in order, with its own times; what cannot is not lost."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import select

from station.models import Alert, Check, VitalSet
from station.models.enums import AlertState, Outcome, SetOutcome, TaskKind
from station.rules.vital_limits import Vitals
from station.services import keeping
from station.services.checks import CheckEntry
from station.services.errors import Refused
from station.services.not_put_in import read_not_put_in, resolve
from station.services.putting_in import Returned, put_in, say_returned
from station.services.vital_entering import VitalEntry
from station.store.errors import StoreError
from station.store.spool import Spool
from station.store.verify import verify_journal
from tests.builders import STATION, BuiltUnit, minutes, seconds
from tests.fakes import NOON
from tests.services.kept_entries import (
    BACK,
    before,
    check_of,
    checks_of,
    discharge,
    journal,
    keep,
    look,
    spool_of,
    spooled,
)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    yield from spool_of(tmp_path)


def test_a_check_keeps_both_its_times_and_is_no_late_entry(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    at = NOON + minutes(10)
    keep(spool, unit, check_of(unit, stay), at)
    assert put_in(unit.store, spool.entries, now=BACK) == Returned(None, 1, 0)
    (_, check) = checks_of(unit, stay)
    assert (check.observed_at, check.recorded_at, check.late_entry) == (at, at, False)
    assert unit.task(stay).since == at
    assert unit.all_alerts(stay) == []
    told = journal(unit.store, "check.recorded")[-1].body
    assert '"while_away"' in told
    assert spool.entries[0].id in told


def test_one_that_was_late_when_it_was_entered_is_a_late_entry(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    seen = NOON + minutes(5)
    keep(spool, unit, check_of(unit, stay, observed_at=seen), NOON + minutes(10))
    put_in(unit.store, spool.entries, now=BACK)
    (_, check) = checks_of(unit, stay)
    assert (check.observed_at, check.recorded_at, check.late_entry) == (seen, NOON + minutes(10), True)


def test_a_lapse_healed_while_the_record_was_away_has_its_true_times(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    late, lapsed, seen = NOON + minutes(15), NOON + minutes(20), NOON + minutes(22)
    look(spool, late)
    look(spool, lapsed)
    keep(spool, unit, check_of(unit, stay), seen)
    put_in(unit.store, spool.entries, now=BACK)
    unit.sweep(BACK)
    first, second = unit.all_alerts(stay)
    assert (first.due_at, first.detected_at, first.lapsed_at) == (late, late, lapsed)
    assert (first.state, first.closed_at, first.documented_late) == (AlertState.CLOSED, seen, False)
    assert (second.due_at, second.detected_at) == (seen + minutes(15), BACK)


def test_everything_is_as_if_the_record_had_been_there(unit: BuiltUnit, spool: Spool) -> None:
    """The same story twice: by the services at its own times, and kept and put in."""
    direct, kept = unit.admit_seen("1201"), unit.admit_seen("1202")
    for at in (15, 20):
        unit.sweep(NOON + minutes(at))
        look(spool, NOON + minutes(at))
    with unit.store.read() as session:
        alert = session.scalars(select(Alert).where(Alert.stay_id == direct)).one()
        subject = session.scalars(select(Alert.subject).where(Alert.stay_id == kept)).one()
    unit.accept(alert.id, NOON + minutes(21))
    keep(spool, unit, keeping.Accepted(subject, kept, "going"), NOON + minutes(21))
    unit.check(direct, NOON + minutes(22), concern=True, note="quiet")
    keep(spool, unit, check_of(unit, kept, concern=True, note="quiet"), NOON + minutes(22))
    unit.not_found(direct, NOON + minutes(30))
    keep(spool, unit, keeping.NotFound(unit.request(), kept, "not in his room"), NOON + minutes(30))
    assert put_in(unit.store, spool.entries, now=BACK).refused == 0
    unit.sweep(BACK)
    assert [story(one) for one in checks_of(unit, direct)] == [story(one) for one in checks_of(unit, kept)]
    assert [times(one) for one in unit.all_alerts(direct)] == [times(one) for one in unit.all_alerts(kept)]
    assert verify_journal(unit.store).journal == "ok"


def story(check: Check) -> tuple[object, ...]:
    return (
        check.outcome,
        check.observed_at,
        check.recorded_at,
        check.late_entry,
        check.concern,
        check.note,
        check.since,
        check.due_at,
    )


def times(alert: Alert) -> tuple[object, ...]:
    return (
        alert.kind,
        alert.due_at,
        alert.detected_at,
        alert.lapsed_at,
        alert.accepted_by_id,
        alert.accepted_at,
        alert.state,
        alert.closed_at,
    )


def test_each_goes_in_once_however_often_it_is_given(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    for minute in (5, 10, 15):
        keep(spool, unit, check_of(unit, stay), NOON + minutes(minute))
    assert put_in(unit.store, spool.entries[:2], now=BACK).put_in == 2
    assert put_in(unit.store, spool.entries, now=BACK).put_in == 3
    assert put_in(unit.store, spool.entries, now=BACK) == Returned(None, 3, 0)
    assert [one.observed_at for one in checks_of(unit, stay)] == [NOON + minutes(each) for each in (0, 5, 10, 15)]
    assert [one.outcome for one in spooled(unit.store)] == ["", "", ""]


def test_what_had_gone_in_after_all_is_not_doubled(unit: BuiltUnit, spool: Spool) -> None:
    """The record was slow: it answered after the entry had been kept here."""
    stay = unit.admit_seen("1201")
    entry = check_of(unit, stay)
    keep(spool, unit, entry, NOON + minutes(10))
    unit.check(stay, NOON + minutes(10), request_id=entry.request_id)
    put_in(unit.store, spool.entries, now=BACK)
    assert len(checks_of(unit, stay)) == 2
    assert [one.id for one in spooled(unit.store)] == [one.id for one in spool.entries]


def test_vital_signs_go_in(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    values = Vitals(hr=72, sbp=120, dbp=80, rr=14, spo2=98, o2=False, temp=98.6, acvpu="A")
    at = NOON + minutes(10)
    entry = VitalEntry(unit.request(), stay, SetOutcome.WHOLE, values, (("temp", "[degF]"),), position="sitting")
    keep(spool, unit, entry, at)
    assert put_in(unit.store, spool.entries, now=BACK).put_in == 1
    with unit.store.read() as session:
        one = session.scalars(select(VitalSet)).one()
    assert (one.observed_at, one.recorded_at, one.late_entry, one.hr) == (at, at, False, 72)
    assert one.temp == pytest.approx(37.0)


def test_one_whose_patient_has_left_is_not_dropped(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    entry = check_of(unit, stay, note="at the window")
    keep(spool, unit, entry, NOON + minutes(30))
    discharge(unit, stay, NOON + minutes(20))
    assert put_in(unit.store, spool.entries, now=BACK) == Returned(None, 0, 1)
    assert put_in(unit.store, spool.entries, now=BACK) == Returned(None, 0, 1)
    (row,) = read_not_put_in(unit.store)
    assert "after the patient was discharged" in row.why
    assert (row.kind, row.by, row.station, row.resolved_at) == ("Check", "J. Moore", "desk 1", None)
    assert "at the window" in row.said
    assert "Room" in row.said
    assert '"note":"at the window"' in journal(unit.store, "kept.not put in")[0].body
    assert len(checks_of(unit, stay)) == 1


def test_one_seen_before_he_left_goes_in(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    keep(spool, unit, check_of(unit, stay), NOON + minutes(10))
    discharge(unit, stay, NOON + minutes(20))
    assert put_in(unit.store, spool.entries, now=BACK) == Returned(None, 1, 0)


def test_a_named_person_sees_to_it_once(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    keep(spool, unit, check_of(unit, stay), NOON + minutes(30))
    discharge(unit, stay, NOON + minutes(20))
    put_in(unit.store, spool.entries, now=BACK)
    (row,) = read_not_put_in(unit.store)
    with pytest.raises(Refused, match="Say what was done"):
        resolve(unit.store, row.id, "  ", actor=unit.who("C. Lindt"), now=BACK)
    resolve(unit.store, row.id, "He had left; not needed", actor=unit.who("C. Lindt"), now=BACK)
    with pytest.raises(Refused, match="C. Lindt has seen to it already"):
        resolve(unit.store, row.id, "again", actor=unit.who("N. Park"), now=BACK)
    (row,) = read_not_put_in(unit.store)
    assert (row.resolved_by, row.resolution) == ("C. Lindt", "He had left; not needed")
    assert len(journal(unit.store, "kept.seen to")) == 1


def test_a_fault_of_ours_does_not_stand_in_the_way_of_the_others(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    spool.append("check", {"nonsense": 1}, staff_id=1, name="J. Moore", at=NOON + minutes(5))
    spool.append("of a newer Station", {}, staff_id=1, name="J. Moore", at=NOON + minutes(6))
    keep(spool, unit, check_of(unit, stay), NOON + minutes(10))
    assert put_in(unit.store, spool.entries, now=BACK) == Returned(None, 1, 2)
    assert len(read_not_put_in(unit.store)) == 2


def test_when_the_record_goes_away_again_the_rest_waits(
    unit: BuiltUnit, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stay = unit.admit_seen("1201")
    for minute in (5, 10, 15):
        keep(spool, unit, check_of(unit, stay), NOON + minutes(minute))
    fail_at(monkeypatch, 2)
    with pytest.raises(StoreError):
        put_in(unit.store, spool.entries, now=BACK)
    monkeypatch.undo()
    assert len(checks_of(unit, stay)) == 2
    assert put_in(unit.store, spool.entries, now=BACK).put_in == 3
    assert len(checks_of(unit, stay)) == 4


def fail_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def goes_away() -> None:
        raise StoreError("gone")

    before(monkeypatch, number, goes_away)


def test_not_found_is_raised_with_the_time_it_was_said(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    at = NOON + minutes(5)
    keep(spool, unit, keeping.NotFound(unit.request(), stay, "searched everywhere"), at)
    put_in(unit.store, spool.entries, now=NOON + minutes(9))
    (alert,) = unit.all_alerts(stay, TaskKind.NOT_FOUND.value)
    assert (alert.since, alert.detected_at, alert.state) == (at, at, AlertState.OPEN)
    assert checks_of(unit, stay)[-1].outcome is Outcome.NOT_FOUND


def test_everyone_is_told_what_came_of_it(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    since = NOON + minutes(4)
    spool.append(
        keeping.AWAY, {"since": since.isoformat(), "why": "locked"}, staff_id=None, name="Station", at=NOON + minutes(5)
    )
    for minute in (6, 12):
        keep(spool, unit, check_of(unit, stay), NOON + minutes(minute))
    returned = put_in(unit.store, spool.entries, now=NOON + minutes(18))
    assert returned == Returned(since, 2, 0)
    say_returned(unit.store, "desk 1", returned, now=NOON + minutes(18), head=spool.head)
    (alert,) = [one for one in unit.all_alerts() if one.kind == "technical"]
    assert alert.text == (
        "Record was away 06:04 to 06:18 on desk 1: 2 entries were kept there and are now in the record."
    )
    assert spool.head in journal(unit.store, "record.back")[0].body
    assert "locked" in journal(unit.store, "record.away")[0].body


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        (Returned(NOON, 0, 0), "nothing was entered there meanwhile."),
        (Returned(NOON, 1, 0), "1 entry was kept there and is now in the record."),
        (Returned(NOON, 0, 1), "1 entry was kept there and could not be put in: see to it."),
        (Returned(NOON, 2, 3), "2 entries were kept there and put in; 3 could not be put in: see to them."),
    ],
)
def test_the_sentence(returned: Returned, words: str) -> None:
    from zoneinfo import ZoneInfo

    from station.services.putting_in import returned_words

    assert returned_words("Desk 1", returned, NOON + seconds(90), ZoneInfo("UTC")) == (
        f"Record was away 12:00 to 12:01 on Desk 1: {words}"
    )


def test_what_a_file_holds_is_what_was_entered(unit: BuiltUnit) -> None:
    at = NOON + minutes(3)
    check = CheckEntry("r", 1, 2, "Room", "Asleep", at, "Breathing seen", True, "note")
    assert keeping.check_of(json_of(keeping.body_of(check, NOON))) == check
    one = VitalEntry("r", 1, SetOutcome.REFUSED, why="asleep", observed_at=at)
    assert keeping.vitals_of(json_of(keeping.body_of(one, NOON))) == one
    missing = keeping.NotFound("r", 1, "note")
    assert keeping.not_found_of(json_of(keeping.body_of(missing, NOON))) == missing
    assert asdict(missing) == keeping.body_of(missing, NOON)


def json_of(body: dict[str, object]) -> dict[str, object]:
    import json

    from station.store.journal import canonical

    read: dict[str, object] = json.loads(canonical(body))
    return read


def test_station_notes_are_no_entries_of_people(unit: BuiltUnit, spool: Spool) -> None:
    unit.admit_seen("1201")
    look(spool, NOON + minutes(15))
    assert put_in(unit.store, spool.entries, now=BACK) == Returned()
    assert STATION.station == journal(unit.store, "record.watched from memory")[0].station


def test_vital_signs_that_could_not_go_in_can_be_read(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    values = Vitals(hr=72, sbp=120, dbp=80, rr=14, spo2=98, o2=False, temp=37.5, acvpu="A")
    keep(spool, unit, VitalEntry(unit.request(), stay, SetOutcome.WHOLE, values), NOON + minutes(30))
    discharge(unit, stay, NOON + minutes(20))
    put_in(unit.store, spool.entries, now=BACK)
    (row,) = read_not_put_in(unit.store)
    assert row.kind == "Vital signs"
    assert {"temperature 37.5", "heart rate 72"} <= set(row.said)


def test_an_answer_that_the_record_took_and_could_not_say_so_stands_once(unit: BuiltUnit, spool: Spool) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    alert = unit.alert(kind="check")
    unit.accept(alert.id, NOON + minutes(16), note="going")
    said = keeping.Accepted(alert.subject, alert.stay_id, "going")
    body = keeping.body_of(said, NOON + minutes(16))
    heard = spool.append(
        keeping.ACCEPT, body, staff_id=unit.staff["J. Moore"], name="J. Moore", at=NOON + minutes(16) + seconds(4)
    )
    again = keep(spool, unit, said, NOON + minutes(17))
    assert put_in(unit.store, (heard, again), now=BACK) == Returned(None, 2, 0)
    assert len(journal(unit.store, "alert.accepted")) == 2, "once then, and once more a minute later"
    assert [one.outcome for one in spooled(unit.store)] == ["", ""]
