"""A patient's day in words, and what is worked out from its rows. Pure: no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import SetOutcome, Stage
from station.reports.vital_panels import Panel, Scored, scored
from station.rules.policy import Policy
from station.rules.schedule import next_due, parse
from station.rules.wording import clock_time, full_day, short
from station.store.rows.vitals import CardVitals, GapRow, PatientDay, VitalOrderRow, VitalRow

_DAY: Final = timedelta(hours=24)
_ACVPU: Final = {"A": "alert", "C": "new confusion", "V": "to voice", "P": "to pain", "U": "unresponsive"}
NOT_MEASURED: Final = "–"


@dataclass(frozen=True, slots=True)
class Checks:
    """Figures of the last 24 hours."""

    count: int
    on_time: float | None
    longest: timedelta | None
    late_entries: int

    @property
    def words(self) -> str:
        """94 checks · 97.9 % on time · longest gap 21:18 · 3 late entries"""
        if not self.count:
            return "No check in the last 24 hours"
        said = [f"{self.count} check{'' if self.count == 1 else 's'}"]
        said += [f"{_percent(self.on_time)} % on time"] if self.on_time is not None else []
        said += [f"longest gap {short(self.longest)}"] if self.longest is not None else []
        late = self.late_entries
        said += [f"{late} late entr{'y' if late == 1 else 'ies'}"] if late else []
        return " · ".join(said)


def _percent(share: float) -> str:
    """Rounded down: 99.96 % is not all of them."""
    return f"{int(share * 1000 + 1e-9) / 10:.1f}"


def last_day(gaps: Sequence[GapRow], until: datetime) -> tuple[GapRow, ...]:
    """Those that ended in the 24 hours before."""
    return tuple(one for one in gaps if until - _DAY <= one.observed_at <= until)


def checks_of(gaps: Sequence[GapRow]) -> Checks:
    told = [one for one in gaps if one.gap_s is not None]
    on_time = sum(one.stage.rank < Stage.LATE.rank for one in told) / len(told) if told else None
    longest = max((one.gap_s for one in told if one.gap_s is not None), default=None)
    return Checks(
        len(gaps),
        on_time,
        None if longest is None else timedelta(seconds=longest),
        sum(one.late_entry for one in gaps),
    )


def gap_words(one: GapRow, zone: ZoneInfo, now: datetime) -> str:
    """One bar: "21:18, lapsed, ended 13:52"."""
    at = clock_time(one.observed_at, zone, now)
    entered = ", late entry" if one.late_entry else ""
    if one.gap_s is None:
        return f"First check {at}{entered}"
    stage = f", {one.stage.value}" if one.stage.rank >= Stage.LATE.rank else ""
    return f"{short(timedelta(seconds=one.gap_s))}{stage}, ended {at}{entered}"


def about(day: PatientDay, zone: ZoneInfo, now: datetime) -> str:
    """MRN 40 118 · 34 y · admitted 20 Nov"""
    said = [f"MRN {day.mrn}"] if day.mrn else []
    if day.birth_date is not None:
        said.append(f"{years(day.birth_date, now.astimezone(zone).date())} y")
    words = clock_time(day.admitted_at, zone, now)
    admitted = f"today {words}" if len(words) == 5 else " ".join(words.split()[1:-1])
    return " · ".join([*said, f"admitted {admitted}"])


def years(birth: date, today: date) -> int:
    """Whole years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


class Owed:
    """Seconds until the next set was owed after one: by his own order or the unit's times, or sooner by its score."""

    def __init__(self, policy: Policy, zone: ZoneInfo) -> None:
        vitals = policy.vitals
        self._zone, self._unit = zone, vitals.schedule
        self._between = dict[str, float]()
        again = (vitals.again_after_0, vitals.again_after_1, vitals.again_after_5, vitals.again_after_7)
        self._again = tuple(one.total_seconds() for one in again)

    def after(self, row: VitalRow, orders: Sequence[VitalOrderRow] = ()) -> float:
        return self.of(scored(row), row.observed_at, orders)

    def of(self, said: Scored, at: datetime, orders: Sequence[VitalOrderRow] = ()) -> float:
        """The same of a set of that moment which has been scored already."""
        usual = self._usual(at, orders)
        if said.total is None:
            return usual
        place = 3 if said.total >= 7 else 2 if said.asks else 1 if said.total else 0
        return min(usual, self._again[place])

    def _usual(self, at: datetime, orders: Sequence[VitalOrderRow]) -> float:
        """By the order that was in force then."""
        ordered = [
            one.schedule for one in orders if one.starts_at <= at and (one.ended_at is None or at < one.ended_at)
        ]
        schedule = (ordered[-1] if ordered else "") or self._unit
        if schedule not in self._between:
            self._between[schedule] = _longest_between(schedule, self._zone)
        return self._between[schedule]


def _longest_between(schedule: str, zone: ZoneInfo) -> float:
    """Between two times of a schedule; half a day without one."""
    if not schedule:
        return 12 * 3600.0
    when, at = parse(schedule), datetime(2026, 1, 5, tzinfo=zone)
    found = list[float]()
    for _ in range(10):
        following = next_due(when, at, zone)
        found.append((following - at).total_seconds())
        at = following
    return max(found[1:])


def news_line(vitals: CardVitals, sets: Sequence[VitalRow], zone: ZoneInfo, now: datetime) -> str:
    """NEWS2 6, up from 2 in 3 h · next due 15:14"""
    said = [f"No NEWS2: {vitals.no_score}"] if vitals.no_score else [_score_words(vitals, sets, zone, now)]
    if vitals.due_at is not None:
        at = clock_time(vitals.due_at, zone, now)
        said.append(f"next due {at}" if vitals.due_at > now else f"was due {at}")
    return " · ".join(one for one in said if one)


def _score_words(vitals: CardVitals, sets: Sequence[VitalRow], zone: ZoneInfo, now: datetime) -> str:
    if vitals.total is None:
        if sets and sets[-1].outcome is SetOutcome.REFUSED:
            return f"Refused {clock_time(sets[-1].observed_at, zone, now)}"
        return f"NEWS2 at least {vitals.at_least}, incomplete" if vitals.at_least is not None else ""
    return f"NEWS2 {vitals.total}{_trend(vitals.scores)}"


def _trend(scores: Sequence[tuple[datetime, int]]) -> str:
    """Against the lowest, or where it fell the highest, of the six hours before the last."""
    if len(scores) < 2:
        return ""
    at, last = scores[-1]
    before = [one for one in scores[:-1] if at - one[0] <= timedelta(hours=6)] or [scores[-2]]
    low, high = min(before, key=lambda one: one[1]), max(before, key=lambda one: one[1])
    if low[1] < last:
        return f", up from {low[1]} in {_hours(at - low[0])}"
    if high[1] > last:
        return f", down from {high[1]} in {_hours(at - high[0])}"
    return ", as before"


def _hours(passed: timedelta) -> str:
    minutes = round(passed.total_seconds() / 60)
    return f"{minutes} min" if minutes < 90 else f"{round(minutes / 60)} h"


def set_mark(row: VitalRow) -> str:
    """What is to be said of a set beside its values; empty where it is whole."""
    if row.outcome is SetOutcome.REFUSED:
        return "refused"
    return "partial" if row.outcome is SetOutcome.PARTIAL else ""


def set_words(row: VitalRow, panels: Sequence[Panel], zone: ZoneInfo, now: datetime, *, no_score: bool) -> str:
    """A whole set on one line: "14:05 · NEWS2 6 · HR 118 /min · BP 106/66 mmHg · … · J. Moore"."""
    mark = set_mark(row)
    said = [clock_time(row.observed_at, zone, now)]
    said += [f"{mark}: {row.why}" if mark and row.why else mark] if mark else []
    score = scored(row).words
    said += [f"NEWS2 {score}"] if score and not no_score else []
    said += [words for one in panels if (words := panel_words(one, row))]
    said += [_ACVPU.get(row.acvpu, row.acvpu)] if row.acvpu and row.acvpu != "A" else []
    said += [f"pain {row.pain}"] if row.pain is not None else []
    said += [f"concern: {row.concern}"] if row.concern else []
    said += [row.note] if row.note else []
    said += [f"{row.by}{', late entry' if row.late_entry else ''}"]
    return " · ".join(said)


def set_also(row: VitalRow) -> str:
    """What stands beside the figures of a set in a table."""
    mark = set_mark(row)
    said = (
        f"{mark}: {row.why}" if mark and row.why else mark,
        "oxygen" if row.o2 else "",
        f"pain {row.pain}" if row.pain is not None else "",
        f"concern: {row.concern}" if row.concern else "",
        row.note or "",
        "late entry" if row.late_entry else "",
    )
    return ", ".join(one for one in said if one)


def panel_words(panel: Panel, row: VitalRow) -> str:
    """HR 118 /min; BP 106/66 mmHg; SpO₂ 95 % on air; empty where nothing of it was measured."""
    figures = [line.words(row) for line in panel.lines]
    if not any(figures):
        return ""
    after = (" on oxygen" if row.o2 else " on air") if panel.key == "spo2" and row.o2 is not None else ""
    return f"{panel.title} {'/'.join(one or NOT_MEASURED for one in figures)} {panel.unit}{after}"


def reduced_words(points: int, *, reduced: bool, width: int) -> str:
    """What is said of a chart that does not draw each point."""
    if not reduced:
        return ""
    return f"{points:,} values in sight: least and largest of every {-(-points // max(1, width)):,} are drawn"


def printed_day(at: datetime, zone: ZoneInfo) -> str:
    return f"{full_day(at.astimezone(zone).date())} {clock_time(at, zone)}"
