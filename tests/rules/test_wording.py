"""Times and states as a unit says them; the second at which they change."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import OwedReason, Stage
from station.rules import wording
from station.rules.intervals import Deadlines, Limits, limits_of, run_from, stage_of
from station.rules.policy import default_policy

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 14, 32, 7, tzinfo=NEW_YORK).astimezone(UTC)
TICK = timedelta(microseconds=1)
spans = st.timedeltas(timedelta(0), timedelta(days=3))


@dataclass(frozen=True)
class Seen:
    observed_at: datetime
    location: str | None = "Bathroom"
    activity: str | None = "Talking"
    observer: str = "J. Moore"
    late_entry: bool = False


def _time(minutes: float = 0, seconds: float = 0, microseconds: int = 0) -> timedelta:
    return timedelta(minutes=minutes, seconds=seconds, microseconds=microseconds)


def _check(code: str, last_seen: datetime) -> Deadlines:
    return run_from(limits_of(default_policy().level(code)), last_seen)


@pytest.mark.parametrize(
    ("elapsed", "figure", "line"),
    [
        (_time(), ("0:00", "min"), "0:00"),
        (_time(seconds=59.999999), ("0:59", "min"), "0:59"),
        (_time(5, 15), ("5:15", "min"), "5:15"),
        (_time(59, 59.999999), ("59:59", "min"), "59:59"),
        (_time(60), ("1:00", "h"), "1:00 h"),
        (_time(107, 59), ("1:47", "h"), "1:47 h"),
        (_time(26 * 60 + 10), ("26:10", "h"), "26:10 h"),
        (_time(-1), ("0:00", "min"), "0:00"),
    ],
)
def test_elapsed_time_is_floored(elapsed: timedelta, figure: tuple[str, str], line: str) -> None:
    assert wording.duration(elapsed) == figure
    assert wording.short(elapsed) == line


@pytest.mark.parametrize(
    ("left", "figure"),
    [
        (_time(), ("0:00", "min")),
        (_time(microseconds=1), ("0:01", "min")),
        (_time(3, 26.000001), ("3:27", "min")),
        (_time(3, 27), ("3:27", "min")),
        (_time(59, 59.5), ("1:00", "h")),
        (_time(60), ("1:00", "h")),
        (_time(60, 1), ("1:01", "h")),
        (_time(79, 30), ("1:20", "h")),
        (_time(-5), ("0:00", "min")),
    ],
)
def test_remaining_time_is_ceiled(left: timedelta, figure: tuple[str, str]) -> None:
    assert wording.duration_left(left) == figure


@given(spans)
def test_elapsed_is_never_ahead_and_remaining_never_behind(span: timedelta) -> None:
    assert _read(wording.duration(span)) <= span <= _read(wording.duration_left(span))


@given(st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)))
def test_a_whole_second_under_an_hour_reads_the_same_both_ways(span: timedelta) -> None:
    if span < timedelta(hours=1):
        assert wording.duration(span) == wording.duration_left(span)


def test_the_countdown_turns_at_the_very_moment() -> None:
    check = _check("Q15", NOW)
    assert wording.countdown(check, NOW) == "due in 15:00"
    assert wording.countdown(check, NOW + _time(11, 33)) == "due in 3:27"
    assert wording.countdown(check, check.due_at - _time(seconds=1)) == "due in 0:01"
    assert wording.countdown(check, check.due_at - TICK) == "due in 0:01"
    assert wording.countdown(check, check.due_at) == "late"
    assert wording.countdown(check, check.lapsed_at - TICK) == "late"
    assert wording.countdown(check, check.lapsed_at) == "lapsed"


@given(spans)
def test_the_countdown_says_due_in_exactly_while_it_is_not_late(age: timedelta) -> None:
    check = _check("Q60", NOW)
    said = wording.countdown(check, NOW + age)
    assert said.startswith("due in ") == (stage_of(check, NOW + age) in {Stage.OK, Stage.DUE_SOON})
    assert said != "due in 0:00"


def test_how_long_overdue() -> None:
    assert wording.over(NOW - _time(6, 18.9), NOW) == "+6:18"
    assert wording.overdue(NOW - _time(6, 18), NOW) == "+6:18 overdue"
    assert wording.overdue(NOW - _time(107), NOW) == "+1:47 h overdue"


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-11-23T14:21", "14:21"),
        ("2026-11-23T00:00", "00:00"),
        ("2026-11-21T09:10", "Sat 21 Nov 09:10"),
        ("2026-11-22T23:59:59", "Sun 22 Nov 23:59"),
        ("2026-11-24T07:05", "Tue 24 Nov 07:05"),
        ("2025-11-23T14:21", "Sun 23 Nov 2025 14:21"),
    ],
)
def test_a_time_of_another_day_has_its_date(local: str, expected: str) -> None:
    moment = datetime.fromisoformat(local).replace(tzinfo=NEW_YORK)
    assert wording.clock_time(moment.astimezone(UTC), NEW_YORK, NOW) == expected


def test_today_is_the_units_day_not_that_of_utc() -> None:
    evening = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert wording.clock_time(NOW, NEW_YORK, evening) == "14:32"
    assert wording.clock_time(evening, NEW_YORK, NOW) == "20:30"


def test_the_clock_is_the_units_and_floored() -> None:
    moment = datetime(2026, 11, 23, 19, 21, 59, 999999, tzinfo=UTC)
    assert wording.clock_time(moment, NEW_YORK) == "14:21"
    assert wording.clock_time(moment, ZoneInfo("Asia/Kolkata")) == "00:51"
    assert wording.clock_seconds(moment, NEW_YORK) == "14:21:59"


def test_a_repeated_hour_says_which_of_the_two_it_is() -> None:
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert wording.clock_time(first, NEW_YORK) == "01:30 EDT"
    assert wording.clock_time(first + timedelta(hours=1), NEW_YORK) == "01:30 EST"
    assert wording.clock_time(first + timedelta(hours=2), NEW_YORK) == "02:30"
    assert wording.clock_time(datetime(2026, 3, 8, 7, tzinfo=UTC), NEW_YORK) == "03:00"


def test_where_and_with_whom_a_patient_was_seen() -> None:
    at = datetime(2026, 11, 23, 19, 21, tzinfo=UTC)
    assert wording.seen_line(Seen(at), NEW_YORK, NOW) == "14:21 Bathroom, talking, J. Moore"
    assert wording.seen_line(Seen(at, late_entry=True), NEW_YORK) == "14:21 Bathroom, talking, J. Moore, late entry"
    assert wording.seen_line(Seen(at, None, None), NEW_YORK) == "14:21 J. Moore"
    yesterday = Seen(at - timedelta(days=1), "Day room", "Watching TV")
    assert wording.seen_line(yesterday, NEW_YORK, NOW) == "Sun 22 Nov 14:21 Day room, watching TV, J. Moore"


def test_a_late_entry_says_when_it_was_written() -> None:
    at = datetime(2026, 11, 23, 19, 30, 48, tzinfo=UTC)
    said = wording.late_entry_line(at, at + _time(9, 12), NEW_YORK)
    assert said == "late entry, recorded 14:40, 9:12 after"


def test_words_inside_a_sentence_keep_their_capitals_where_they_are_names() -> None:
    assert [wording.in_sentence(word) for word in ("Watching TV", "TV room", "A", "")] == [
        "watching TV",
        "TV room",
        "A",
        "",
    ]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (OwedReason.ADMITTED, "first check, due in 1:20"),
        (OwedReason.RAISED, "check after raised level, due in 1:20"),
        (OwedReason.RETURNED, "check after return, due in 1:20"),
    ],
)
def test_a_first_check_says_why_it_is_owed(reason: OwedReason, expected: str) -> None:
    owed = run_from(Limits(timedelta(0), _time(2), _time(5)), NOW - _time(seconds=40))
    assert wording.first_check(reason, owed, NOW) == expected
    assert wording.first_check(reason, owed, NOW + _time(2)).endswith(", late")
    assert wording.first_check(reason, owed, NOW + _time(5)).endswith(", lapsed")


def test_who_holds_a_continuous_patient_and_until_when() -> None:
    relief = run_from(Limits(_time(105), _time(120), _time(130)), NOW - _time(107))
    assert wording.observer_line("R. Osei") == "with R. Osei"
    assert wording.observer_line(None) == "nobody observing"
    assert wording.relief_line(relief, NOW) == "relief due in 13:00"
    assert wording.relief_line(relief, NOW + _time(13)) == "relief late"


@pytest.mark.parametrize(
    ("elapsed", "expected"),
    [
        (_time(), "0 seconds"),
        (_time(seconds=1), "1 second"),
        (_time(1), "1 minute"),
        (_time(5, 15.9), "5 minutes 15 seconds"),
        (_time(60, 59), "1 hour"),
        (_time(107), "1 hour 47 minutes"),
        (_time(-3), "0 seconds"),
    ],
)
def test_durations_are_spoken_in_full(elapsed: timedelta, expected: str) -> None:
    assert wording.spoken(elapsed) == expected


def test_a_card_is_one_sentence() -> None:
    seen = NOW - _time(5, 15)
    said = wording.card_sentence("1204", "MA", "Q5", _check("Q5", seen), NOW, last_seen=seen)
    assert said == "1204, M.A., Q5, last seen 5 minutes 15 seconds ago, late"


def test_a_card_in_time_and_one_never_seen() -> None:
    seen = NOW - _time(7, 23)
    assert wording.card_sentence("1201", "HBR", "Q15", _check("Q15", seen), NOW, last_seen=seen) == (
        "1201, H.B.R., Q15, last seen 7 minutes 23 seconds ago, due in 7 minutes 37 seconds"
    )
    first = run_from(Limits(timedelta(0), _time(2), _time(5)), NOW)
    said = wording.card_sentence("1202", "GS", "Q15", first, NOW, last_seen=None, reason=OwedReason.ADMITTED)
    assert said == "1202, G.S., Q15, not seen yet, first check, due in 2 minutes"
    almost = wording.card_sentence("1202", "GS", "Q15", first, first.due_at - TICK, last_seen=None)
    assert almost == "1202, G.S., Q15, not seen yet, due in 1 second"


def test_a_continuous_card_says_who_holds_the_patient() -> None:
    seen = NOW - _time(1)
    check = _check("1:1", seen)
    held = wording.card_sentence("1309", "AC", "1:1", check, NOW, last_seen=seen, observer="R. Osei", continuous=True)
    assert held == "1309, A.C., 1:1, with R. Osei, last seen 1 minute ago, due in 14 minutes"
    alone = wording.card_sentence("1309", "AC", "1:1", check, NOW, last_seen=seen, continuous=True)
    assert ", nobody observing, " in alone


def test_an_empty_bed_is_said_to_be_empty() -> None:
    assert wording.empty_bed_sentence("1312") == "1312, empty"


def _read(figure: wording.Figure) -> timedelta:
    big, small = (int(part) for part in figure.text.split(":"))
    return timedelta(minutes=big, seconds=small) if figure.unit == "min" else timedelta(hours=big, minutes=small)
