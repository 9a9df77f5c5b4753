"""The store's frozen rows are what the rules ask for. The type checker holds the protocols; this holds the words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from station.models.enums import AlertState, Priority, Stage, TaskKind
from station.rules import alert_words, announce, wording
from station.store.rows import AlertRow, OwedRow, SeenRow

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
ROW = AlertRow(
    id=1,
    subject="check 1",
    task_id=1,
    stay_id=1,
    bed="1210",
    initials="GSE",
    area_id=1,
    area="West hall",
    level="Q15",
    kind=TaskKind.CHECK.value,
    priority=Priority.HIGH,
    stage=Stage.LAPSED,
    state=AlertState.OPEN,
    text="check lapsed",
    since=NOW - timedelta(minutes=22),
    due_at=NOW - timedelta(minutes=7),
    lapsed_at=NOW - timedelta(minutes=2),
    detected_at=NOW - timedelta(minutes=7),
    accepted_by=None,
    accepted_at=None,
    accepted_note=None,
    lease_until=None,
    told="charge",
    told_at=NOW - timedelta(minutes=2),
    version=1,
)


def test_an_open_alert_of_the_store_is_announced_and_worded() -> None:
    (entry,) = announce.announce([ROW])
    assert entry.alerts == (ROW,)
    seen = SeenRow(1, ROW.since, "Room", "Asleep", "J. Moore", late_entry=False, concern=False)
    assert alert_words.title(ROW) == "1210 · check lapsed"
    assert alert_words.about_line(ROW, ZoneInfo("UTC"), NOW, seen=seen) == "Q15 · last seen 14:10 Room, J. Moore"
    assert wording.seen_line(seen, ZoneInfo("UTC")) == "14:10 Room, asleep, J. Moore"


def test_an_owed_row_of_the_store_counts_down() -> None:
    due = NOW + timedelta(minutes=3)
    owed = OwedRow(1, TaskKind.CHECK, NOW - timedelta(minutes=12), NOW, due, due + timedelta(minutes=5))
    assert wording.countdown(owed, NOW) == "due in 3:00"
