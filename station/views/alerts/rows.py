"""What the lists of the Alerts page say, worked out without Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import AlertState, Priority
from station.rules.alert_words import sentences, title
from station.rules.announce import Announcement, announce
from station.rules.wording import clock_time, short
from station.store.rows import AlertRow, BoardSnapshot, PatientRow
from station.store.rows.alerts import PastAlertRow
from station.views.board.places import places_of
from station.views.board.rail_words import Entry, entry_of, held_line, over_words

REASON_OWED: Final = "Reason owed"
DOCUMENTED_LATE: Final = "Documented late"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: an announcement, one alert of a late round, or one that has closed."""

    key: str
    alert_ids: tuple[int, ...]
    priority: Priority
    title: str
    lines: tuple[str, ...]
    closed: bool = False
    can_accept: bool = False
    """Somebody still has to."""
    within: bool = False
    """It is part of the row above it."""
    mark: str = ""
    """What stands out: a reason owed, documented late."""
    right: str = ""
    """Of one that has closed: when."""
    due_at: datetime | None = None
    """Of an open one: from when its time is counted."""
    held: AlertRow | None = None
    """Somebody has it: the last line runs out in sight."""

    def over(self, now: datetime) -> str:
        """At the right of the title: "+6:18", or when it closed."""
        return over_words(self.due_at, now) if self.due_at is not None else self.right

    def lines_at(self, now: datetime) -> tuple[str, ...]:
        return self.lines if self.held is None else (*self.lines[:-1], held_line(self.held, now))

    @property
    def sentence(self) -> str:
        """For a screen reader."""
        return ". ".join(part for part in (self.title, self.priority.value, self.mark, *self.lines, self.right) if part)


def open_rows(snapshot: BoardSnapshot, zone: ZoneInfo, now: datetime) -> tuple[Row, ...]:
    """By urgency, as on the rail; the late checks of one area are one row, and each of them one beneath it."""
    patients = {bed.patient.stay_id: bed.patient for bed in places_of(snapshot) if bed.patient is not None}
    return tuple(row for one in announce(snapshot.alerts) for row in _rows_of(one, patients, zone, now))


def _rows_of(
    one: Announcement[AlertRow], patients: Mapping[int, PatientRow], zone: ZoneInfo, now: datetime
) -> list[Row]:
    entry = entry_of(one, patients, zone, now)
    held = one.alerts[0] if one.alerts[0].state is AlertState.ACCEPTED else None
    first = Row(
        one.key, entry.alert_ids, one.priority, entry.title, _two_lines(entry), can_accept=entry.open,
        due_at=one.due_at, held=held,
    )  # fmt: skip
    if not one.grouped:
        return [first]
    return [first, *(_within(alert, patients, zone, now) for alert in one.alerts)]


def _two_lines(entry: Entry) -> tuple[str, ...]:
    """What there is room for: what to do about Station itself begins on the line of since when."""
    if not entry.more:
        return entry.lines
    about, more, answer = entry.lines
    return f"{about} · {more}", answer


def _within(alert: AlertRow, patients: Mapping[int, PatientRow], zone: ZoneInfo, now: datetime) -> Row:
    alone = announce([alert])[0]
    entry = entry_of(alone, patients, zone, now)
    return Row(
        alone.key, entry.alert_ids, alert.priority, entry.title, entry.lines,
        can_accept=True, within=True, due_at=alert.due_at,
    )  # fmt: skip


def past_rows(rows: Iterable[PastAlertRow], zone: ZoneInfo, now: datetime) -> tuple[Row, ...]:
    return tuple(past_row(one, zone, now) for one in rows)


def past_row(one: PastAlertRow, zone: ZoneInfo, now: datetime) -> Row:
    """1204 · check lapsed / Ames, Maria · West hall · 14:25 to 14:36, stood for 11:00 / R. Osei accepted …"""
    words, more = sentences(title(one)) if one.priority is Priority.TECHNICAL else (title(one), "")
    return Row(
        key=f"past {one.id}",
        alert_ids=(one.id,),
        priority=one.priority,
        title=words,
        lines=(" · ".join(filter(None, (_where_and_when(one), more))), _who(one)),
        closed=one.closed_at is not None,
        mark=REASON_OWED if one.owes_reason else DOCUMENTED_LATE if one.documented_late else "",
        right=clock_time(one.detected_at, zone, now),
    )


def _where_and_when(one: PastAlertRow) -> str:
    ended = "open still" if one.closed_at is None else f"stood for {short(one.closed_at - one.detected_at)}"
    late = one.detected_at - one.due_at
    found = f"found {short(late)} late" if late.total_seconds() >= 60 else ""
    return " · ".join(part for part in (one.patient, one.area, ended, found) if part)


def _who(one: PastAlertRow) -> str:
    """Who had it, and what ended it."""
    had = f"{one.accepted_by} had it" if one.accepted_by else "Nobody had it"
    if one.accepted_by and one.accepted_note:
        had = f"{had}: {one.accepted_note}"
    if one.closed_at is None:
        return had
    why = f" · {one.close_note_by}: {one.close_note}" if one.close_note else ""
    return f"{had} · closed by {one.closed_by or 'Station'}: {one.close_reason}{why}"


def count_words(open_alerts: int) -> str:
    return f"Open · {open_alerts}" if open_alerts else "Open"


def still_there(rows: Sequence[Row], key: str) -> int | None:
    """The place of the row of this key."""
    return next((place for place, row in enumerate(rows) if row.key == key), None)
