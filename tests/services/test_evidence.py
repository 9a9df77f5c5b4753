"""Everything on record of one patient in a stretch of time: who is meant, what is read, how it is borne out."""

from datetime import timedelta
from pathlib import Path

import pytest

from station.models.enums import AbsenceStepKind, BlockKind, EntryStatus, Priority, Role
from station.rules.evidence_gaps import Ends
from station.services import Store, alerts, corrections, keeping, sounds, stations, stays
from station.services.checks import CheckEntry
from station.services.errors import Refused
from station.services.evidence import Asked, meant
from station.services.evidence_stations import CLOSED, CRASHED, SILENT
from station.services.evidence_who import bed_stretches
from station.services.putting_in import put_in
from station.store.rows.evidence import RUNNING
from station.store.spool import Spool
from tests.builders import PEOPLE, STATION, BuiltUnit, build_unit, minutes, seconds
from tests.evidence import FROM, NOW, TO, WALL, Morning, latest, live
from tests.fakes import NOON


@pytest.fixture
def morning(unit: BuiltUnit) -> Morning:
    """On each database."""
    return live(unit)


@pytest.fixture
def sqlite_morning(sqlite_unit: BuiltUnit) -> Morning:
    return live(sqlite_unit)


def test_the_whole_morning_is_there_and_borne_out(morning: Morning) -> None:
    found = morning.evidence()
    assert (found.subject.mrn, found.subject.family) == ("M1201", "Fam1201")
    assert [one.order.level for one in found.orders] == ["Q15", "Q5"]
    assert len(found.checks) == 28
    assert found.missing == ()
    assert {one.backing.words for one in found.orders} | {one.backing.words for one in found.checks} == {""}
    assert {one.backing.words for one in found.alerts if one.backing is not None} == {""}
    assert (found.journal[-1].seq <= found.head.seq, found.journal[0].kind) == (True, "stay.admitted")


def test_admitted_at_a_moment_at_which_much_was_entered_he_is_borne_out(sqlite_store: Store) -> None:
    unit = build_unit(sqlite_store, people=PEOPLE | {f"T. No{number}": Role.TECH for number in range(120)})
    unit.check(unit.admit("1201"), NOON + minutes(61))
    found = Morning(unit, 0).evidence(since="2026-03-02T07:00")
    assert [one.backing.words for one in found.orders] == [one.backing.words for one in found.checks] == [""]


def test_each_wait_has_the_limit_that_held(morning: Morning) -> None:
    found = morning.evidence()
    over = [one for one in found.gaps if one.is_over]
    assert [(one.lasts, one.level, one.limit) for one in over] == [
        (minutes(22), "Q15", minutes(15)),
        (minutes(10), "Q5", minutes(5)),
        (minutes(7), "Q5", minutes(5)),
    ]
    assert (found.kept.judged, found.kept.over) == (26, 3)
    assert found.kept.longest is not None
    assert found.kept.longest.lasts == minutes(22)
    assert found.kept.claimed is not None
    assert found.kept.on_time is not None
    assert found.kept.claimed > found.kept.on_time
    left = next(one for one in found.gaps if one.ends is Ends.LEFT)
    assert left.ends_at == NOON + minutes(68)


def test_without_late_entries_less_was_in_time(morning: Morning) -> None:
    found = morning.evidence()
    assert (found.kept_at_once.judged, found.kept_at_once.over) == (26, 4)


def test_an_alert_has_its_whole_story(morning: Morning) -> None:
    lapsed = next(one for one in morning.evidence().alerts if one.lapsed_at is not None and one.kind == "check")
    said = [(one.what, one.who) for one in lapsed.moments]
    assert said[:3] == [("fell due", ""), ("found by Station", ""), ("opened, told", "tech")]
    assert ("painted", "wall 1") in said
    assert ("sounded", "wall 1") in said
    assert ("accepted", "J. Moore") in said
    assert said.index(("lapsed", "")) < said.index(("raised", ""))
    assert said[-1] == ("closed", "J. Moore")
    assert (lapsed.priority, lapsed.documented_late, lapsed.detection_s) == (Priority.HIGH, False, 0.0)


def test_who_was_assigned_who_walked_and_where_he_was(morning: Morning) -> None:
    found = morning.evidence()
    assert [(one.bed, one.starts_at, one.ends_at) for one in found.beds] == [
        ("1201", NOON, NOON + minutes(50)),
        ("1203", NOON + minutes(50), None),
    ]
    assert [(one.staff, one.kind, one.words, one.number) for one in found.planned] == [
        ("J. Moore", BlockKind.ROUNDS, "rounds, the whole unit", 1)
    ]
    assert [(one.staff, one.seen_at) for one in found.walked] == [("J. Moore", NOON + minutes(47))]
    assert [one.kind for one in found.away] == [AbsenceStepKind.LEFT, AbsenceStepKind.BACK]


def test_a_correction_stands_beside_the_original(morning: Morning) -> None:
    found = morning.evidence()
    was, now = [one for one in found.checks if one.check.observed_at == NOON + minutes(55)]
    assert (was.check.status, was.void_at, was.check.late_entry) == (EntryStatus.AMENDED, NOON + minutes(62), True)
    assert (now.check.status, now.instead_of, now.check.location) == (EntryStatus.CURRENT, was.check.id, "Day room")


def test_what_was_entered_later_is_not_in_what_was_known_before(morning: Morning) -> None:
    before = morning.evidence(until="2026-03-02T07:01", now=NOON + minutes(61))
    (check,) = [one for one in before.checks if one.check.observed_at == NOON + minutes(55)]
    assert (check.check.status, check.void_at) == (EntryStatus.CURRENT, None)
    assert before.orders[0].order.ended_at is None
    assert check.backing.words == ""


def test_before_he_was_entered_nothing_is_claimed(sqlite_unit: BuiltUnit) -> None:
    """As from a census: here since yesterday, known to Station since noon."""
    stay_id = sqlite_unit.admit("1202", at=NOON, admitted_at=NOON - minutes(600))
    sqlite_unit.check(stay_id, NOON + minutes(1))
    found = Morning(sqlite_unit, stay_id).evidence(
        "1202", since="2026-03-02T04:00", until="2026-03-02T06:10", now=NOON + minutes(10)
    )
    assert found.remarks == ("He was entered here on Mon 2 Mar 2026 at 06:00: what was before is not on record.",)
    assert (found.gaps[0].starts_at, found.gaps[0].limit) == (NOON, minutes(2))
    assert (found.shown[0].since, found.kept.slots) == (NOON, 0)


def test_what_was_taken_back_or_was_of_another_is_no_sighting(sqlite_unit: BuiltUnit) -> None:
    unit = sqlite_unit
    stay_id, other = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.check(stay_id, NOON + minutes(10))
    taken = latest(unit, stay_id)
    corrections.take_back_check(unit.store, taken, actor=unit.who("J. Moore"), now=NOON + minutes(10) + seconds(5))
    unit.check(stay_id, NOON + minutes(12), by="A. Diaz")
    unit.correct(latest(unit, stay_id), other, NOON + minutes(13))
    unit.check(stay_id, NOON + minutes(16))
    until, now = "2026-03-02T06:20", NOON + minutes(20)
    found = Morning(unit, stay_id).evidence("1201", until=until, now=now)
    assert [one.lasts for one in found.gaps] == [minutes(16), minutes(4)]
    assert [one.check.status for one in found.checks] == [
        EntryStatus.CURRENT, EntryStatus.TAKEN_BACK, EntryStatus.WRONG_PATIENT, EntryStatus.CURRENT,
    ]  # fmt: skip
    assert {one.backing.words for one in found.checks} == {""}
    moved = Morning(unit, other).evidence("1202", until=until, now=now)
    assert [one.lasts for one in moved.gaps] == [minutes(12), minutes(8)]
    assert [one.instead_of for one in moved.checks] == [None, found.checks[2].check.id]
    assert {one.backing.words for one in moved.checks} == {""}


def test_nobody_held_him_is_said(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1202", "1:1")
    unit.take(stay_id, "R. Osei", NOON + minutes(3))
    found = Morning(unit, stay_id).evidence("1202", until="2026-03-02T06:30", now=NOON + minutes(30))
    assert [(one.staff, one.starts_at, one.ends_at) for one in found.held] == [
        ("", NOON, NOON + minutes(3)),
        ("R. Osei", NOON + minutes(3), None),
    ]


def test_the_day_of_nobody_seen_says_so(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1202")
    found = Morning(unit, stay_id).evidence("1202", until="2026-03-02T06:30", now=NOON + minutes(30))
    assert found.checks == ()
    assert [(one.ends, one.is_over) for one in found.gaps] == [(Ends.OPEN, True)]


@pytest.mark.parametrize("who", ["M1201", "m 1201", "1203", "stay:1", "stay: 1"])
def test_a_patient_is_named_as_people_know_him(sqlite_morning: Morning, who: str) -> None:
    assert meant(sqlite_morning.store, Asked(who, "2026-03-02T06:55", TO), NOW)[0] == sqlite_morning.stay_id


@pytest.mark.parametrize(
    ("who", "since", "until", "why"),
    [
        ("", FROM, TO, "Say of whom"),
        ("M9999", FROM, TO, "Nobody is known here by 'M9999'"),
        ("stay:99", FROM, TO, "Nobody is known here by '99'"),
        ("1204", FROM, TO, "Nobody was in bed 1204 in this time"),
        ("1201", "2026-03-02T07:00", TO, "Nobody was in bed 1201 in this time"),
        ("M1201", TO, FROM, "The end is not after the beginning"),
        ("M1201", FROM, "2026-03-02T19:00", "is still to come"),
        ("M1201", "2026-03-01", "2026-03-01", "He was admitted on Mon 2 Mar 2026 at 06:00, after this time"),
        ("M1201", "noon", TO, "'noon' is no moment"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(
    sqlite_morning: Morning, who: str, since: str, until: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        meant(sqlite_morning.store, Asked(who, since, until), NOW)


def test_two_in_one_bed_one_after_the_other_are_told_apart(sqlite_morning: Morning) -> None:
    unit = sqlite_morning.unit
    unit.admit("1201", at=NOON + minutes(55), mrn="M77")
    with pytest.raises(Refused, match=r"1201 can mean more than one stay in this time: stay:1, MRN M1201, 1203, .*M77"):
        meant(unit.store, Asked("1201", FROM, TO), NOW)
    assert meant(unit.store, Asked("1201", "2026-03-02T06:55", TO), NOW)[0] == 2


def test_two_stays_of_one_patient_are_told_apart(sqlite_morning: Morning) -> None:
    unit = sqlite_morning.unit
    stays.discharge(unit.store, 1, "home", actor=unit.charge(NOON + minutes(190)), now=NOON + minutes(190))
    unit.admit("1201", at=NOON + minutes(195))
    with pytest.raises(Refused, match="M1201 can mean more than one stay"):
        meant(unit.store, Asked("M1201", FROM, "2026-03-02T09:20"), NOW)
    assert meant(unit.store, Asked("M1201", FROM, TO), NOW)[0] == 1
    assert meant(unit.store, Asked("stay:2", FROM, "2026-03-02T09:20"), NOW)[1].remarks
    with pytest.raises(Refused, match="M1201 was not here in this time, but: stay:1"):
        meant(unit.store, Asked("M1201", "2026-03-02T09:11", "2026-03-02T09:14"), NOW)


def test_beds_that_were_swapped_are_followed(sqlite_morning: Morning) -> None:
    unit = sqlite_morning.unit
    other = unit.admit("1202", at=NOON + minutes(185))
    stays.swap_beds(unit.store, 1, other, actor=unit.who("N. Park"), now=NOON + minutes(190))
    with unit.store.read() as session:
        for stay_id, beds in ((1, ["1201", "1203", "1202"]), (other, ["1202", "1203"])):
            found = bed_stretches(session, unit.stay(stay_id), NOW)
            assert [one.bed for one in found] == beds


def test_what_is_not_known_of_a_station_is_said(sqlite_morning: Morning) -> None:
    store = sqlite_morning.store
    assert sqlite_morning.evidence().stations == ()
    stations.heartbeat(store, actor=WALL, now=NOON + minutes(20), clock_mark=NOW)
    (run,) = sqlite_morning.evidence().stations
    assert (run.name, run.ended_at, run.how) == ("wall 1", NOON + minutes(20), SILENT)
    stations.heartbeat(store, actor=WALL, now=NOW, clock_mark=NOW)
    (run,) = sqlite_morning.evidence().stations
    assert (run.ended_at, run.how) == (None, RUNNING)


def test_how_long_a_station_was_off_that_was_not_closed_is_told_to_the_second(sqlite_morning: Morning) -> None:
    store = sqlite_morning.store
    stations.heartbeat(store, actor=WALL, now=NOON + minutes(20) + seconds(7), clock_mark=NOW)
    stations.register_station(store, "wall 1", "wall", "1", actor=WALL, now=NOON + minutes(30))
    stations.stop_station(store, actor=WALL, now=NOON + minutes(120))
    runs = sqlite_morning.evidence().stations
    assert [(one.ended_at, one.how) for one in runs] == [
        (
            NOON + minutes(20) + seconds(7),
            "not closed; off from its last heartbeat at 06:20:07 to 06:30:00, when it was started again",
        ),
        (NOON + minutes(120), CLOSED),
    ]
    within = sqlite_morning.evidence(since="2026-03-02T06:22", until="2026-03-02T06:28").stations
    assert [one.off_until for one in within] == [NOON + minutes(30)], "off all this time, and that is said"


def test_of_a_start_without_its_heartbeat_the_end_before_it_is_unknown(
    sqlite_morning: Morning,
) -> None:
    """As starts were journalled before."""
    store = sqlite_morning.store
    with store.write(WALL, NOON + minutes(30)) as work:
        work.journal("station.started", {"name": "wall 1", "kind": "wall", "version": "1", "after_crash": True})
    stations.stop_station(store, actor=WALL, now=NOON + minutes(120))
    first, second = sqlite_morning.evidence().stations
    assert (first.ended_at, first.how) == (NOON + minutes(30), CRASHED)
    assert second.how == CLOSED


def test_what_did_not_work_is_said(sqlite_morning: Morning) -> None:
    store = sqlite_morning.store
    alerts.raise_technical(store, "sound", "There is no sound.", actor=STATION, now=NOON + minutes(40))
    alerts.clear_technical(store, "sound", actor=STATION, now=NOON + minutes(50))
    (fault,) = sqlite_morning.evidence().faults
    assert (fault.text, fault.closed_at) == ("There is no sound.", NOON + minutes(50))
    assert sqlite_morning.evidence(until="2026-03-02T06:30").faults == ()


def test_what_stations_said_of_their_sound_is_in_it(sqlite_morning: Morning) -> None:
    store = sqlite_morning.store
    sounds.note_state(store, "no device", actor=WALL, now=NOON - minutes(30))
    sounds.note_test(store, "", "", actor=WALL, now=NOON + minutes(20))
    moore = sqlite_morning.unit.who("J. Moore")
    sounds.note_pause(store, NOON + minutes(42), actor=moore, now=NOON + minutes(40))
    said = [(one.station, one.what) for one in sqlite_morning.evidence().said]
    assert said == [
        ("wall 1", "sound: no device"),
        ("wall 1", "sound tested, passed"),
        ("desk 1", "sound paused by a person until 06:42:00"),
    ]


def test_what_was_kept_while_the_record_was_away_is_told_and_borne_out(sqlite_morning: Morning, tmp_path: Path) -> None:
    """It bears the time at which it was kept; other walls learnt of it when the record was back."""
    unit, at = sqlite_morning.unit, NOON + minutes(191)
    spool = Spool.of(tmp_path, "desk 1")
    entry = CheckEntry(unit.request(), 1, unit.staff["J. Moore"], "Room", "Awake")
    body = keeping.body_of(entry, at)
    spool.append(keeping.kind_of(entry), body, staff_id=unit.staff["J. Moore"], name="J. Moore", at=at)
    unit.admit("1202", at=NOON + minutes(195))
    with unit.store.write(STATION, NOON + minutes(196)) as work:  # what other stations wrote meanwhile
        for number in range(1500):
            work.journal("said", {"number": number})
    put_in(unit.store, spool.entries, now=NOON + minutes(198))
    spool.close()
    assert sqlite_morning.evidence(until="2026-03-02T09:12").checks[-1].backing.words == ""
    found = sqlite_morning.evidence(until="2026-03-02T09:20")
    last = found.checks[-1]
    assert (last.check.recorded_at, last.put_in_at) == (at, NOON + minutes(198))
    assert last.backing.words == ""
    assert found.missing == ()
    (learnt,) = [one.since for one in found.shown if one.counted_from == at][:1]
    assert learnt == NOON + minutes(198)


def test_the_night_the_clock_goes_back_is_an_hour_longer(sqlite_store: Store) -> None:
    begin = NOON.replace(month=11, day=1, hour=5)
    unit = build_unit(sqlite_store, now=begin)
    stay_id = unit.admit_seen("1201", at=begin)
    for hour in range(14, 180, 14):
        unit.check(stay_id, begin + minutes(hour))
    found = Morning(unit, stay_id).evidence(
        since="2026-11-01T00:00", until="2026-11-01T01:59", now=begin + timedelta(hours=4)
    )
    assert found.until - found.since == timedelta(hours=2, minutes=59)
    assert found.remarks == ("01:59 on Sun 1 Nov 2026 came twice: the second is meant, 01:59 CST.",)
    assert found.kept.over == 1


def test_a_search_in_vain_is_no_sighting(sqlite_unit: BuiltUnit) -> None:
    stay_id = sqlite_unit.admit_seen("1201")
    sqlite_unit.not_found(stay_id, NOON + minutes(10))
    sqlite_unit.check(stay_id, NOON + minutes(16) + seconds(1))
    found = Morning(sqlite_unit, stay_id).evidence(until="2026-03-02T06:20", now=NOON + minutes(20))
    assert [one.is_over for one in found.gaps] == [True, False]
    assert [one.backing.words for one in found.checks] == ["", "", ""]
