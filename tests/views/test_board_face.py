"""What a card says, without a screen."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from station.models.enums import OwedReason, Stage
from station.store.rows import PatientRow
from station.views.board.face import LAPSE_AT, Face, face_of, sentence_of
from tests.views.snapshots import NOW, ZONE, ago, bed, patient

PLACE = ZoneInfo(ZONE)


def face(who: PatientRow) -> Face:
    return face_of(who, PLACE, NOW)


def test_the_time_since_he_was_seen_is_what_counts() -> None:
    shown = face(patient(last_seen=ago(minutes=7, seconds=23)))
    assert shown.figure(NOW) == ("7:23", "")
    assert shown.said(NOW) == ("due in 7:37", "due in 7:37")
    assert shown.line == "14:24 Hallway, talking, J.\u00a0Moore"
    assert shown.stage is Stage.OK


def test_from_an_hour_on_it_says_h() -> None:
    assert face(patient(level="Q60", last_seen=ago(minutes=59, seconds=59))).figure(NOW) == ("59:59", "")
    assert face(patient(level="Q60", last_seen=ago(minutes=67))).figure(NOW) == ("1:07", "h")


@pytest.mark.parametrize(
    ("seconds", "stage", "words"),
    [
        (719, Stage.OK, "due in 3:01"),
        (720, Stage.DUE_SOON, "due in 3:00"),
        (899, Stage.DUE_SOON, "due in 0:01"),
        (900, Stage.LATE, "LATE"),
        (1199, Stage.LATE, "LATE"),
        (1200, Stage.LAPSED, "LAPSED"),
    ],
)
def test_stages_are_inclusive(seconds: int, stage: Stage, words: str) -> None:
    shown = face(patient(last_seen=ago(seconds=seconds)))
    assert (shown.stage, shown.said(NOW)[0]) == (stage, words)


def test_a_face_holds_until_its_next_stage() -> None:
    shown = face(patient(last_seen=ago(seconds=715)))
    assert shown.until == NOW + timedelta(seconds=5)
    assert shown.holds(NOW + timedelta(seconds=4))
    assert not shown.holds(NOW + timedelta(seconds=5))
    assert not shown.holds(NOW - timedelta(seconds=1))
    assert shown.said(NOW + timedelta(seconds=4))[0] == "due in 3:01"


def test_the_bar_lapses_at_its_mark() -> None:
    lapsed = face(patient(last_seen=ago(minutes=20)))
    assert lapsed.bar.share(NOW) == pytest.approx(LAPSE_AT)
    assert lapsed.bar.limits == pytest.approx((0.6, LAPSE_AT))
    assert face(patient(last_seen=ago(hours=3))).bar.share(NOW) == 1.0


def test_one_never_seen_is_said_to_be() -> None:
    who = patient(never_seen=True, owed_since=ago(seconds=40), reason=OwedReason.ADMITTED)
    shown = face(who)
    assert shown.figure(NOW) == ("0:40", "")
    assert shown.said(NOW) == ("first check in 1:20", "due in 1:20")
    assert shown.line == "Not seen yet, admitted 14:31"
    assert (
        sentence_of(bed(1, who), PLACE, NOW) == "1201, M.A., Q15, not seen yet, first check, due in 1 minute 20 seconds"
    )


def test_a_raised_level_says_why_and_keeps_the_time_since_seen() -> None:
    who = patient(level="Q5", last_seen=ago(minutes=3), owed_since=ago(seconds=50), reason=OwedReason.RAISED)
    shown = face(who)
    assert shown.figure(NOW) == ("3:00", "")
    assert shown.said(NOW)[0] == "due in 1:10"
    assert shown.line.startswith("Level raised, seen 14:29")


def test_with_an_observer_it_says_who_and_until_when() -> None:
    shown = face(patient(level="1:1", observer="R. Osei", since=ago(minutes=72)))
    assert shown.figure(NOW) == ("1:12", "h")
    assert shown.said(NOW) == ("with R. Osei since 13:20", "with R. Osei")
    assert shown.line.replace("\u00a0", " ") == "Relief in 48 min, note in 10 min"
    assert shown.stage is Stage.OK


def test_relief_soon_late_and_lapsed() -> None:
    soon = face(patient(level="LOS", observer="R. Osei", since=ago(minutes=107)))
    late = face(patient(level="LOS", observer="R. Osei", since=ago(hours=2)))
    assert (soon.stage, soon.said(NOW)[0]) == (Stage.DUE_SOON, "with R. Osei since 12:45")
    assert (late.stage, late.said(NOW)[0]) == (Stage.LATE, "RELIEF LATE")
    assert late.line.replace("\u00a0", " ") == "With R. Osei, note in 10 min"


def test_a_note_that_is_late_is_said() -> None:
    shown = face(patient(level="1:1", observer="R. Osei", since=ago(minutes=30), last_seen=ago(minutes=16)))
    assert (shown.stage, shown.said(NOW)[0]) == (Stage.LATE, "NOTE LATE")
    assert "With R. Osei" in shown.line.replace("\u00a0", " ")
    assert shown.line.endswith("relief in 90\u00a0min".replace("90\u00a0min", "1:30 h"))


def test_an_offer_is_shown() -> None:
    shown = face(patient(level="1:1", observer="R. Osei", since=ago(minutes=9), offered_to="D. Lin"))
    assert shown.line.startswith("Offered to D.\u00a0Lin, relief in")


@pytest.mark.parametrize(("seconds", "stage"), [(29, Stage.OK), (30, Stage.LATE), (90, Stage.LAPSED)])
def test_nobody_observing(seconds: int, stage: Stage) -> None:
    shown = face(patient(level="1:1", since=ago(seconds=seconds)))
    assert shown.stage is stage
    assert shown.said(NOW) == ("NOBODY OBSERVING", "NO OBSERVER")
    assert shown.figure(NOW) == (f"{seconds // 60}:{seconds % 60:02d}", "")


def test_what_is_not_known_about_an_observer_is_not_shown_as_well() -> None:
    who = replace(patient(level="1:1"), owed=())
    shown = face(who)
    assert shown.stage is Stage.LATE
    assert shown.figure(NOW) == ("–", "")
    assert shown.said(NOW)[0] == "NOBODY OBSERVING"


def test_not_found_is_lapsed_at_once_and_keeps_counting() -> None:
    who = patient(missing=ago(minutes=4), last_seen=ago(minutes=9))
    shown = face(who)
    assert (shown.stage, shown.said(NOW)[0]) == (Stage.LAPSED, "NOT FOUND")
    assert shown.figure(NOW) == ("9:00", "")
    assert shown.line.startswith("Looked for at 14:28, last seen 14:23 Hallway")
    assert sentence_of(bed(4, who), PLACE, NOW).endswith("not found")


def test_a_late_entry_is_marked() -> None:
    assert face(patient(late_entry=True)).late_entry
    assert "late entry" not in face(patient(late_entry=True)).line


def test_yesterday_has_its_date() -> None:
    assert face(patient(last_seen=ago(hours=20))).line.startswith("Sun 22 Nov 18:32")


def test_the_sentence_of_a_card() -> None:
    who = patient(level="Q5", last_seen=ago(minutes=5, seconds=15))
    assert sentence_of(bed(4, who), PLACE, NOW) == "1204, M.A., Q5, last seen 5 minutes 15 seconds ago, late"
    assert sentence_of(bed(12), PLACE, NOW) == "1212, empty"
