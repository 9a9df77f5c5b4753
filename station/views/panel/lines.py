"""A recorded check as a person reads it: prepared once, so that the list only looks it up. Pure: no Qt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import EntryStatus, Outcome
from station.rules.wording import clock_time, in_sentence, late_entry_line, short
from station.store.rows import AmendmentRow, CheckRow

_MARKS: Final = {
    EntryStatus.AMENDED: "amended",
    EntryStatus.WRONG_PATIENT: "wrong patient",
    EntryStatus.TAKEN_BACK: "taken back",
}
_FIELDS: Final = {"observed_at": "time", "location": "place", "life_sign": "sign of life"}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the list of checks, in words."""

    check_id: int
    seen: str
    """When it happened."""
    recorded: str
    """"recorded 14:31" when that differs by a minute or more; else empty. A late entry says it in its own words."""
    what: str
    detail: str
    """By whom, the sign of life, a note."""
    owed: str
    """What it answered: "was due 14:15, 6:02 late"; empty where it was in time or ended no interval."""
    marks: tuple[str, ...]
    """"late entry, recorded 14:40, 9:12 after", "concern", "amended", "wrong patient", "taken back"."""
    late_entry: bool
    """It never looks like one recorded at the time."""
    struck: bool
    """What is said here no longer holds; it stays readable."""
    corrections: tuple[str, ...]
    can_correct: bool
    why_not: str = ""
    """Why it cannot be corrected, and what to do instead."""

    @property
    def spoken(self) -> str:
        """The whole line as a sentence, for a screen reader."""
        first = f"{self.seen}, {self.what}"
        parts = [first, self.detail, self.owed, self.recorded, *self.marks, *self.corrections]
        return ". ".join(part for part in parts if part)


def check_line(row: CheckRow, now: datetime, zone: ZoneInfo) -> CheckLine:
    """Everything the list shows of one check."""
    why_not = _why_not(row)
    return CheckLine(
        check_id=row.id,
        seen=clock_time(row.observed_at, zone, now),
        recorded="" if row.late_entry else _recorded(row, zone),
        what=_what(row),
        detail=" · ".join(part for part in (row.life_sign, row.observer, row.note) if part),
        owed=_owed(row, zone),
        marks=_marks(row, zone),
        late_entry=row.late_entry,
        struck=row.status is not EntryStatus.CURRENT,
        corrections=(
            *(_stands_for(one, now, zone) for one in row.stands_for),
            *(_correction(one, now, zone) for one in row.amendments),
        ),
        can_correct=not why_not,
        why_not=why_not,
    )


def check_lines(rows: tuple[CheckRow, ...], now: datetime, zone: ZoneInfo) -> tuple[CheckLine, ...]:
    return tuple(check_line(row, now, zone) for row in rows)


def _why_not(row: CheckRow) -> str:
    if row.status is not EntryStatus.CURRENT:
        return f"This entry was corrected already ({_MARKS[row.status]}). Correct the newer one."
    if row.outcome is Outcome.NOT_FOUND:
        return "A patient not found cannot be corrected. Record the check when he is seen; both stay on record."
    return ""


def _recorded(row: CheckRow, zone: ZoneInfo) -> str:
    apart = abs((row.recorded_at - row.observed_at).total_seconds())
    return f"recorded {clock_time(row.recorded_at, zone, row.observed_at)}" if apart >= 60 else ""


def _what(row: CheckRow) -> str:
    if row.outcome is Outcome.NOT_FOUND:
        return "Not found"
    return ", ".join(part for part in (row.location, in_sentence(row.activity or "")) if part)


def _owed(row: CheckRow, zone: ZoneInfo) -> str:
    """A late entry keeps what it was late by in the record: it was not there when it was due."""
    if row.due_at is None or row.outcome is Outcome.NOT_FOUND:
        return ""
    due = clock_time(row.due_at, zone, row.observed_at)
    if row.observed_at >= row.due_at:
        return f"was due {due}, {short(row.observed_at - row.due_at)} late"
    if row.late_entry and row.recorded_at >= row.due_at:
        return f"was due {due}, not recorded by then"
    return ""


def _marks(row: CheckRow, zone: ZoneInfo) -> tuple[str, ...]:
    marks = (
        late_entry_line(row.observed_at, row.recorded_at, zone) if row.late_entry else "",
        "concern" if row.concern else "",
        _MARKS.get(row.status, ""),
    )
    return tuple(word for word in marks if word)


def _correction(one: AmendmentRow, now: datetime, zone: ZoneInfo) -> str:
    """What was said about it later."""
    who = _who(one, now, zone)
    if one.kind is EntryStatus.TAKEN_BACK:
        return f"Taken back · {who}"
    if one.kind is EntryStatus.WRONG_PATIENT:
        moved = next((after for field, _, after in one.changes if field == "patient"), "")
        return f"Was another patient{f', in {moved}' if moved else ''} · {who}"
    said = "; ".join(
        f"{_FIELDS.get(field, field)} now {_said(after, now, zone)}, before {_said(before, now, zone)}"
        for field, before, after in one.changes
    )
    return f"{said} · {who}" if said else who


def _stands_for(one: AmendmentRow, now: datetime, zone: ZoneInfo) -> str:
    """Of an entry that stands in place of another."""
    if one.kind is EntryStatus.WRONG_PATIENT:
        from_bed = next((before for field, before, _ in one.changes if field == "patient"), "")
        return f"Moved here from {f'the patient in {from_bed}' if from_bed else 'another'} · {_who(one, now, zone)}"
    return f"In place of an amended entry · {_who(one, now, zone)}"


def _who(one: AmendmentRow, now: datetime, zone: ZoneInfo) -> str:
    return f"{one.by} {clock_time(one.at, zone, now)}: {one.reason}"


def _said(value: str, now: datetime, zone: ZoneInfo) -> str:
    """A value as it is stored, in words: a moment is a time of the unit's clock."""
    if not value:
        return "empty"
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return value if at.tzinfo is None else clock_time(at, zone, now)
