"""A recorded check as a person reads it: prepared once, so that the list only looks it up. Pure: no Qt."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from station.models.enums import EntryStatus, Outcome
from station.rules.wording import clock_time, in_sentence
from station.store.rows import AmendmentRow, CheckRow


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the list of checks, in words."""

    check_id: int
    seen: str
    """When it happened."""
    recorded: str
    """"recorded 14:31" when that differs by a minute or more; else empty."""
    what: str
    detail: str
    """By whom, the sign of life, a note."""
    marks: tuple[str, ...]
    """"late entry", "amended", "wrong patient", "concern"."""
    struck: bool
    """What is said here no longer holds; it stays readable."""
    corrections: tuple[str, ...]
    can_correct: bool

    @property
    def spoken(self) -> str:
        """The whole line as a sentence, for a screen reader."""
        parts = [f"{self.seen}, {self.what}", self.detail, self.recorded, *self.marks, *self.corrections]
        return ". ".join(part for part in parts if part)


def check_line(row: CheckRow, now: datetime, zone: ZoneInfo) -> CheckLine:
    """Everything the list shows of one check."""
    return CheckLine(
        check_id=row.id,
        seen=clock_time(row.observed_at, zone, now),
        recorded=_recorded(row, zone),
        what=_what(row),
        detail=" · ".join(part for part in (row.life_sign, row.observer, row.note) if part),
        marks=_marks(row),
        struck=row.status is not EntryStatus.CURRENT,
        corrections=tuple(_correction(one, now, zone) for one in row.amendments),
        can_correct=row.status is EntryStatus.CURRENT and row.outcome is Outcome.SEEN,
    )


def check_lines(rows: tuple[CheckRow, ...], now: datetime, zone: ZoneInfo) -> tuple[CheckLine, ...]:
    return tuple(check_line(row, now, zone) for row in rows)


def _recorded(row: CheckRow, zone: ZoneInfo) -> str:
    apart = abs((row.recorded_at - row.observed_at).total_seconds())
    return f"recorded {clock_time(row.recorded_at, zone, row.observed_at)}" if apart >= 60 else ""


def _what(row: CheckRow) -> str:
    if row.outcome is Outcome.NOT_FOUND:
        return "Not found"
    return ", ".join(part for part in (row.location, in_sentence(row.activity or "")) if part)


def _marks(row: CheckRow) -> tuple[str, ...]:
    marks = (
        ("late entry", row.late_entry),
        ("concern", row.concern),
        ("amended", row.status is EntryStatus.AMENDED),
        ("wrong patient", row.status is EntryStatus.WRONG_PATIENT),
    )
    return tuple(word for word, holds in marks if holds)


def _correction(one: AmendmentRow, now: datetime, zone: ZoneInfo) -> str:
    when = clock_time(one.at, zone, now)
    who = f"{one.by} {when}: {one.reason}"
    if one.kind is EntryStatus.WRONG_PATIENT:
        return f"Was another patient · {who}"
    said = "; ".join(
        f"{field} now {after or 'empty'}, before {before or 'empty'}" for field, before, after in one.changes
    )
    return f"{said} · {who}" if said else who
