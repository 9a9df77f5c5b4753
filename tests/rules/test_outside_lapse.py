"""Our stages and schedules against 900 cases produced by running healthchecks at a fixed clock."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from station.models.enums import Stage
from station.rules.intervals import Deadlines, Limits, stage, stage_of
from station.rules.schedule import At, Every, Schedule, next_due

pytestmark = pytest.mark.outside

Row = dict[str, Any]
Rows = Callable[[str], list[Row]]

_THEIRS = {Stage.OK: "up", Stage.LATE: "grace", Stage.LAPSED: "down"}

# States of theirs that we do not have: a check of a patient is never paused or new, and what is due follows from the
# times alone, not from a stored status.
_STATES_WE_LACK = {
    "stored down, not overdue": "they keep a stored 'down' until the next ping; we reckon from the times alone",
    "stored paused, started not expired": "a pause has no stage with us: our pauses end",
    "stored paused, started and expired": "they time a run from its start; a check of a patient has no duration",
    "stored new, not overdue": "a patient never seen is owed a first check; there is no 'new'",
}

_EVEN_HOURS = "times every second hour jump over the spring gap with them; ours fall at the first instant that exists"
_SKIPS = "after Lord Howe's half-hour fold they skip a time altogether, the scheduler defect that reliability.md names"
_TWICE = "they fire again in the second pass of the fold; ours once, at the first pass"
# (schedule, zone, day of the last ping, theirs, ours): why.
_DIFFERENCES = {
    ("0 */2 * * *", "America/New_York", "2026-03-08T08:00:00Z", "2026-03-08T07:00:00Z"): _EVEN_HOURS,
    ("0 */2 * * *", "Europe/Berlin", "2026-03-29T02:00:00Z", "2026-03-29T01:00:00Z"): _EVEN_HOURS,
    ("0 */2 * * *", "Australia/Lord_Howe", "2026-04-04T17:30:00Z", "2026-04-04T15:30:00Z"): _SKIPS,
    ("0 */4 * * *", "Australia/Lord_Howe", "2026-04-04T21:30:00Z", "2026-04-04T17:30:00Z"): _SKIPS,
    ("0 */2 * * *", "Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T03:00:00Z"): _TWICE,
}
_ROWS_THAT_DIFFER = 29


def test_simple_rows_are_our_interval(lapse_rows: Rows) -> None:
    used = 0
    for row in lapse_rows("simple"):
        if row["case"] in _STATES_WE_LACK:
            continue
        timeout, grace = timedelta(seconds=row["timeout_s"]), timedelta(seconds=row["grace_s"])
        found = stage(Limits(None, timeout, timeout + grace), _moment(row["last_ping"]), _moment(row["now"]))
        assert _THEIRS[found.stage] == row["expected_status"], row["case"]
        if row["grace_start"] is not None:
            assert found.due_at == _moment(row["grace_start"]), row["case"]
            assert found.lapsed_at == _moment(row["going_down_after"]), row["case"]
        used += 1
    assert used >= 84


def test_their_boundaries_are_inclusive_as_ours_are(lapse_rows: Rows) -> None:
    boundaries = Counter(
        row["expected_status"]
        for row in lapse_rows("simple")
        if row["now"] in {row["grace_start"], row["going_down_after"]} and row["grace_s"]
    )
    assert boundaries["grace"] >= 1
    assert boundaries["down"] >= 1
    assert not boundaries["up"]


def test_the_states_we_lack_are_all_there(lapse_rows: Rows) -> None:
    assert _STATES_WE_LACK.keys() <= {row["case"] for row in lapse_rows("simple")}


def test_cron_rows_are_our_schedules(lapse_rows: Rows) -> None:
    used, differ = 0, 0
    for row in lapse_rows("cron"):
        ours = next_due(_schedule(row), _moment(row["last_ping"]), row["tz"])
        if ours != _moment(row["grace_start"]):
            assert _as_difference(row, ours) in _DIFFERENCES, row
            differ += 1
            continue
        lapsed_at = ours + timedelta(seconds=row["grace_s"])
        assert lapsed_at == _moment(row["going_down_after"]), row["case"]
        found = stage_of(Deadlines(_moment(row["last_ping"]), None, ours, lapsed_at), _moment(row["now"]))
        assert _THEIRS[found] == row["expected_status"], row["case"]
        used += 1
    assert used >= 781
    assert differ == _ROWS_THAT_DIFFER


def test_each_named_difference_still_occurs(lapse_rows: Rows) -> None:
    seen = {
        _as_difference(row, next_due(_schedule(row), _moment(row["last_ping"]), row["tz"]))
        for row in lapse_rows("cron")
    }
    assert seen >= _DIFFERENCES.keys()


def test_fixed_clock_times_agree_without_exception(lapse_rows: Rows) -> None:
    """Named hours only ("30 2 * * *"), which is what our fixed times are: gap and fold included."""
    fixed = [row for row in lapse_rows("cron") if "*" not in row["schedule"].split()[1]]
    for row in fixed:
        assert next_due(_schedule(row), _moment(row["last_ping"]), row["tz"]) == _moment(row["grace_start"]), row[
            "case"
        ]
    assert len(fixed) >= 330


def test_the_daily_calendar_row_is_a_fixed_time(lapse_rows: Rows) -> None:
    (row,) = (row for row in lapse_rows("oncalendar") if row["schedule"] == "00:00")
    assert next_due(At((time(0),)), _moment(row["last_ping"]), row["tz"]) == _moment(row["grace_start"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _as_difference(row: Row, ours: datetime) -> tuple[str, str, str, str]:
    return row["schedule"], row["tz"], row["grace_start"], f"{ours.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _schedule(row: Row) -> Schedule:
    """Theirs as ours: every hour or part of it is elapsed time, named hours are clock times.

    Where the clock moves by half an hour, "on the hour" is a clock time too, because elapsed hours leave it.
    """
    minute, hour, *rest = row["schedule"].split()
    assert rest == ["*", "*", "*"], row["schedule"]
    minutes = _field(minute, 60)
    if hour == "*" and not (row["tz"] == "Australia/Lord_Howe" and len(minutes) == 1):
        anchor = datetime(2020, 1, 1, 0, minutes[0], tzinfo=ZoneInfo(row["tz"]))
        return Every(timedelta(hours=1) / len(minutes), anchor)
    return At(tuple(time(h, m) for h in _field(hour, 24) for m in minutes))


def _field(text: str, size: int) -> list[int]:
    if text == "*":
        return list(range(size))
    if text.startswith("*/"):
        return list(range(0, size, int(text[2:])))
    return [int(one) for one in text.split(",")]
