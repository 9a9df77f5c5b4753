"""Times and states in the words of a unit. The words of alerts are in `alert_words`.

Elapsed time is floored to whole seconds and remaining time ceiled, so that "due in 0:01" becomes "late" at the very
second it is due, and a time since never runs ahead of the clock.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from station.models.enums import AbsenceKind, OwedReason, Stage
from station.rules.intervals import Owed, stage_of
from station.rules.moments import utc

_NONE = timedelta(0)
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
# Our own names: those of strftime follow the locale of the process, which Qt sets.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST_CHECK = {
    OwedReason.ADMITTED: "first check",
    OwedReason.RAISED: "check after raised level",
    OwedReason.RETURNED: "check after return",
    OwedReason.NOT_WATCHED: "look owed, Station was off",
}


class Seen(Protocol):
    """The last time a patient was seen, as the store's row of it has it."""

    @property
    def observed_at(self) -> datetime: ...
    @property
    def location(self) -> str | None: ...
    @property
    def activity(self) -> str | None: ...
    @property
    def observer(self) -> str: ...
    @property
    def late_entry(self) -> bool: ...


class Away(Protocol):
    """An absence that has not ended, as the store's row of it has it."""

    @property
    def kind(self) -> AbsenceKind: ...
    @property
    def destination(self) -> str: ...
    @property
    def custodian(self) -> str: ...
    @property
    def left_at(self) -> datetime: ...


class Figure(NamedTuple):
    """A duration as figures, with its unit apart: ("5:15", "min") or ("1:47", "h")."""

    text: str
    unit: str


def duration(elapsed: timedelta) -> Figure:
    """Minutes and seconds under an hour, hours and minutes from there on. Floored; below nothing shows as nothing."""
    elapsed = max(elapsed, _NONE)
    if elapsed < _HOUR:
        return Figure(f"{elapsed // _MINUTE}:{elapsed // _SECOND % 60:02d}", "min")
    return Figure(f"{elapsed // _HOUR}:{elapsed // _MINUTE % 60:02d}", "h")


def duration_left(remaining: timedelta) -> Figure:
    """The same for time that remains. Ceiled, so that it says nothing only when nothing is left."""
    seconds = -(-max(remaining, _NONE) // _SECOND) * _SECOND
    return duration(seconds if seconds < _HOUR else -(-seconds // _MINUTE) * _MINUTE)


def short(elapsed: timedelta) -> str:
    """For a line of text: "5:15", or "1:47 h"."""
    return _inline(duration(elapsed))


def short_left(remaining: timedelta) -> str:
    """For a line of text, ceiled: "3:27", or "1:20 h"."""
    return _inline(duration_left(remaining))


def spoken(elapsed: timedelta) -> str:
    """For a screen reader: "5 minutes 15 seconds", "1 hour 47 minutes". Floored."""
    elapsed = max(elapsed, _NONE)
    hours, minutes, seconds = elapsed // _HOUR, elapsed // _MINUTE % 60, elapsed // _SECOND % 60
    parts = [(hours, "hour"), (minutes, "minute")] if hours else [(minutes, "minute"), (seconds, "second")]
    said = " ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count)
    return said or "0 seconds"


def countdown(owed: Owed, now: datetime) -> str:
    """What stands beside the time since: "due in 3:27", "late" or "lapsed"."""
    stage = stage_of(owed, now)
    if stage in (Stage.LATE, Stage.LAPSED):
        return stage.value
    return f"due in {short_left(owed.due_at - now)}"


def over(due_at: datetime, now: datetime) -> str:
    """How long past its time, for a narrow place: "+6:18"."""
    return f"+{short(now - due_at)}"


def overdue(due_at: datetime, now: datetime) -> str:
    """How long past its time, late and lapsed alike: "+6:18 overdue"."""
    return f"{over(due_at, now)} overdue"


def clock_time(moment: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """The unit's clock, 24 h: "14:21".

    With `now`, a moment of another day has its date ("Sat 21 Nov 09:10"), of another year that too. A time that the
    autumn change repeats says which of the two it is ("01:30 EDT").
    """
    local = moment.astimezone(zone)
    text = f"{local:%H:%M}"
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        text = f"{text} {local.tzname()}"
    if now is None or local.date() == now.astimezone(zone).date():
        return text
    day = calendar_day(local.date(), now.astimezone(zone).date())
    return f"{_DAYS[local.weekday()]} {day} {text}"


def calendar_day(day: date, today: date) -> str:
    """A day of the calendar: "12 Dec"; of another year than today's, "12 Jan 2027"."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def full_day(day: date) -> str:
    """For paper that is read years later: "Mon 23 Nov 2026"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_seconds(moment: datetime, zone: ZoneInfo) -> str:
    """The unit's clock with seconds: "14:32:07"."""
    return f"{moment.astimezone(zone):%H:%M:%S}"


def seen_line(seen: Seen, zone: ZoneInfo, now: datetime | None = None) -> str:
    """When, where, doing what, and by whom: "14:21 Bathroom, talking, J. Moore"; a late entry says so at the end."""
    doing = in_sentence(seen.activity) if seen.activity else ""
    marked = "late entry" if seen.late_entry else ""
    said = ", ".join(part for part in (seen.location, doing, seen.observer, marked) if part)
    return f"{clock_time(seen.observed_at, zone, now)} {said}"


def late_entry_line(observed_at: datetime, recorded_at: datetime, zone: ZoneInfo) -> str:
    """The mark of a late entry: "late entry, recorded 14:40, 9:12 after"."""
    after = short(utc(recorded_at) - utc(observed_at))
    return f"late entry, recorded {clock_time(recorded_at, zone, observed_at)}, {after} after"


def first_check(reason: OwedReason, owed: Owed, now: datetime) -> str:
    """The check owed after an admission, a raised level or a return: "first check, due in 1:20"."""
    return f"{_FIRST_CHECK[reason]}, {countdown(owed, now)}"


def observer_line(observer: str | None) -> str:
    """Who holds a continuous patient: "with R. Osei", or "nobody observing"."""
    return f"with {observer}" if observer else "nobody observing"


def relief_line(owed: Owed, now: datetime) -> str:
    """When the observer is to be relieved: "relief due in 13:00", "relief late", "relief lapsed"."""
    return f"relief {countdown(owed, now)}"


def away_line(away: Away) -> str:
    """Where he is and with whom: "Radiology with A. Park (escort)"; of somebody gone, "gone from Courtyard".

    A destination or a custodian may tell who the patient is: not for a wall that shows no names, see `away_kind`.
    """
    if away.kind is AbsenceKind.AWOL:
        return f"gone from {away.destination}" if away.destination else "nobody has him"
    return f"{away.destination} with {away.custodian} ({away.kind.value})"


def away_kind(away: Away) -> str:
    """The same with no place and no name in it: "off the unit (pass)", "AWOL"."""
    return away.kind.value if away.kind is AbsenceKind.AWOL else f"off the unit ({away.kind.value})"


def away_state(away: Away, back: Owed, zone: ZoneInfo, now: datetime) -> str:
    """What stands beside the time since he left: "back by 14:55"; "not back, +5:10"; "AWOL since 14:10".

    `back` is what is owed instead of a check: his return, or finding him.
    """
    if away.kind is AbsenceKind.AWOL:
        return f"AWOL since {clock_time(away_since(away, back), zone, now)}"
    if stage_of(back, now) in (Stage.LATE, Stage.LAPSED):
        return f"not back, {over(back.due_at, now)}"
    return f"back by {clock_time(back.due_at, zone, now)}"


def away_since(away: Away, back: Owed) -> datetime:
    """From when his time is counted: since he left the unit; AWOL, since he is gone, which may be later."""
    return back.due_at if away.kind is AbsenceKind.AWOL else away.left_at


def away_sentence(
    bed: str, initials: str, level: str, away: Away, back: Owed, zone: ZoneInfo, now: datetime, *, named: bool = True
) -> str:
    """The card of somebody off the unit, for a screen reader: "1303, N.S., Q15, off the unit, Radiology with A. Park
    (escort), left 23 seconds ago, back by 14:55". Without `named`, no place and no custodian."""
    since = spoken(utc(now) - utc(away_since(away, back)))
    where = away_line(away) if named else ""
    if away.kind is AbsenceKind.AWOL:
        said = [f"AWOL since {clock_time(away_since(away, back), zone, now)}", f"{since} ago", where]
    else:
        kind = "off the unit" if named else away_kind(away)
        said = [kind, where, f"left {since} ago", _back(back, zone, now)]
    return ", ".join(part for part in (bed, dotted(initials), level, *said) if part)


def _back(back: Owed, zone: ZoneInfo, now: datetime) -> str:
    stage, by = stage_of(back, now), f"back by {clock_time(back.due_at, zone, now)}"
    if stage not in (Stage.LATE, Stage.LAPSED):
        return by
    return f"not {by}, {spoken(utc(now) - utc(back.due_at))} overdue"


def card_sentence(
    bed: str,
    initials: str,
    level: str,
    check: Owed,
    now: datetime,
    *,
    last_seen: datetime | None,
    reason: OwedReason | None = None,
    observer: str | None = None,
    continuous: bool = False,
) -> str:
    """A patient's card for a screen reader: "1204, M.A., Q5, last seen 5 minutes 15 seconds ago, late".

    `reason` is why a first check is owed, `observer` who holds a continuous patient.
    """
    seen = f"last seen {spoken(utc(now) - utc(last_seen))} ago" if last_seen else "not seen yet"
    held = observer_line(observer) if continuous else ""
    owed = _FIRST_CHECK[reason] if reason else ""
    return ", ".join(part for part in (bed, dotted(initials), level, held, seen, owed, _state(check, now)) if part)


def empty_bed_sentence(bed: str) -> str:
    """An empty bed for a screen reader: "1312, empty"."""
    return f"{bed}, empty"


def dotted(initials: str) -> str:
    """Initials so that they are spelt out: "M.A."."""
    return "".join(f"{letter}." for letter in initials)


def in_sentence(word: str) -> str:
    """A word of the policy inside a sentence: "Watching TV" is "watching TV", "TV" stays."""
    return word[:1].lower() + word[1:] if word[1:2].islower() else word


def _state(check: Owed, now: datetime) -> str:
    stage = stage_of(check, now)
    if stage in (Stage.LATE, Stage.LAPSED):
        return stage.value
    left = -(-(utc(check.due_at) - utc(now)) // _SECOND) * _SECOND
    return f"due in {spoken(left)}"


def _inline(figure: Figure) -> str:
    return figure.text if figure.unit == "min" else f"{figure.text} {figure.unit}"
