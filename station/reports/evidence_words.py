"""Evidence in words: what each row says, for the tables and for paper. Pure: no Qt."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from station.models.enums import EntryStatus, Outcome, Stage, TaskKind
from station.rules.alert_words import happened
from station.rules.evidence_gaps import Ends, Gap, Kept
from station.rules.evidence_wall import Shown
from station.rules.wording import clock_seconds, full_day, in_sentence
from station.store.rows.evidence import (
    AlertTimelineRow,
    AwayStepRow,
    BedStretchRow,
    EvidenceCheckRow,
    EvidenceOrderRow,
    HandedRow,
    HeldRow,
    JournalHeadRow,
    JournalRow,
    PlannedRow,
    StationRunRow,
    StationSaidRow,
    SubjectRow,
    WalkedRow,
)

NOT_A_PHOTOGRAPH: Final = (
    "The wall cannot be photographed afterwards. What follows is what Station painted by its own record, and what its "
    "rules had a wall show from what had been entered by then. Whether a screen was switched on, and whether anybody "
    "looked at it, is not known."
)
NO_CHECKS: Final = "No check is on record in this time."
NOBODY: Final = "nobody"


class Evidence(Protocol):
    """What this needs to know; the sheet of the services has it."""

    @property
    def unit(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def subject(self) -> SubjectRow: ...
    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime: ...
    @property
    def as_of(self) -> datetime: ...
    @property
    def remarks(self) -> tuple[str, ...]: ...
    @property
    def orders(self) -> tuple[EvidenceOrderRow, ...]: ...
    @property
    def checks(self) -> tuple[EvidenceCheckRow, ...]: ...
    @property
    def missing(self) -> tuple[str, ...]: ...
    @property
    def gaps(self) -> tuple[Gap, ...]: ...
    @property
    def kept(self) -> Kept: ...
    @property
    def kept_at_once(self) -> Kept: ...
    @property
    def alerts(self) -> tuple[AlertTimelineRow, ...]: ...
    @property
    def faults(self) -> tuple[AlertTimelineRow, ...]: ...
    @property
    def beds(self) -> tuple[BedStretchRow, ...]: ...
    @property
    def planned(self) -> tuple[PlannedRow, ...]: ...
    @property
    def walked(self) -> tuple[WalkedRow, ...]: ...
    @property
    def held(self) -> tuple[HeldRow, ...]: ...
    @property
    def handed(self) -> tuple[HandedRow, ...]: ...
    @property
    def away(self) -> tuple[AwayStepRow, ...]: ...
    @property
    def stations(self) -> tuple[StationRunRow, ...]: ...
    @property
    def said(self) -> tuple[StationSaidRow, ...]: ...
    @property
    def looks(self) -> tuple[datetime, ...]: ...
    @property
    def shown(self) -> tuple[Shown, ...]: ...
    @property
    def journal(self) -> tuple[JournalRow, ...]: ...
    @property
    def head(self) -> JournalHeadRow: ...
    @property
    def policies(self) -> tuple[tuple[int, str, datetime], ...]: ...


def exact(at: datetime | None, zone: ZoneInfo) -> str:
    """ISO 8601 with the offset of the unit's clock, to the millisecond; empty for none."""
    return "" if at is None else at.astimezone(zone).isoformat(timespec="milliseconds")


def on_clock(at: datetime | None, zone: ZoneInfo) -> str:
    """As the unit's clock had it, fit for a spreadsheet: 2026-11-23 14:21:07."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Mon 23 Nov 2026 14:21:07, with the name of the zone where the clock shows this time twice."""
    local = at.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{full_day(local.date())} {local:%H:%M:%S}{f' {local.tzname()}' if twice else ''}"


def brief(at: datetime | None, zone: ZoneInfo, day: datetime | None) -> str:
    """The time alone on the same day of the unit's calendar, else with its date: "14:21:07", "24 Nov 06:10:00"."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    if day is not None and local.date() == day.astimezone(zone).date():
        return clock_seconds(at, zone)
    return f"{full_day(local.date())[4:-5]} {local:%H:%M:%S}"


def lasted(length: timedelta) -> str:
    """Minutes and seconds up to an hour, then hours, minutes and seconds: "31:02", "2:05:09". Nothing below nothing."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02d}"
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def share(part: float | None) -> str:
    """Rounded down: 99.96 % is not all of them."""
    return "none to count" if part is None else f"{int(part * 1000 + 1e-9) / 10:.1f} %"


def patient_title(evidence: Evidence) -> str:
    """1204 · Ames, Maria; with the beds he had, one after the other."""
    labels = list(dict.fromkeys(one.bed for one in evidence.beds)) or ["No bed"]
    return f"{', '.join(labels)} · {evidence.subject.family}, {evidence.subject.given}"


def check_state(one: EvidenceCheckRow) -> str:
    """What is to be said of an entry besides what it says: a late entry, corrected, in whose place it stands."""
    check = one.check
    said = ["late entry"] if check.late_entry else []
    said += ["concern"] if check.concern else []
    if one.void_at is not None or check.status is not EntryStatus.CURRENT:
        said.append(_VOID[check.status])
    said += ["correction"] if one.instead_of is not None else []
    said += ["kept on its station while the record was away"] if one.put_in_at is not None else []
    return ", ".join(said)


_VOID: Final = {
    EntryStatus.CURRENT: "corrected",
    EntryStatus.AMENDED: "amended: counts no more",
    EntryStatus.WRONG_PATIENT: "was of another patient: counts no more",
    EntryStatus.TAKEN_BACK: "taken back: counts for nothing",
}


def said_later(one: EvidenceCheckRow, zone: ZoneInfo) -> str:
    """What was said about an entry afterwards: when, by whom, why, and what it had said before."""
    return "; ".join(
        f"{row.kind.value} {moment(row.at, zone)} by {row.by}: {row.reason}{_changes(row.changes, zone)}"
        for row in (*one.check.amendments, *one.check.stands_for)
    )


def corrected(one: EvidenceCheckRow, zone: ZoneInfo) -> str:
    """The same for paper, where it stands beside the original alone."""
    return "; ".join(
        f"{brief(row.at, zone, one.check.observed_at)} by {row.by}: {row.reason}{_changes(row.changes, zone)}"
        for row in one.check.amendments
    )


def _changes(changes: Sequence[tuple[str, str, str]], zone: ZoneInfo) -> str:
    said = [f"{_field(name)} {_value(was, zone)} → {_value(now, zone)}" for name, was, now in changes]
    return f" ({', '.join(said)})" if said else ""


def _field(name: str) -> str:
    return {"observed_at": "seen at", "life_sign": "life seen by"}.get(name, name)


def _value(text: str, zone: ZoneInfo) -> str:
    """A moment in a correction is told by the unit's clock."""
    if len(text) > len("2026-11-23") and text[4:5] == "-" and "T" in text:
        try:
            return on_clock(datetime.fromisoformat(text), zone)
        except ValueError:
            return text
    return text or "nothing"


def seen_doing(one: EvidenceCheckRow) -> str:
    """awake; asleep, breathing seen; not found."""
    check = one.check
    if check.outcome is Outcome.NOT_FOUND:
        return "NOT FOUND"
    return ", ".join(in_sentence(word) for word in (check.activity, check.life_sign) if word)


def alert_title(one: AlertTimelineRow) -> str:
    """What it was: "check lapsed", or the sentence of a technical one."""
    if one.text:
        return one.text
    try:
        return happened(TaskKind(one.kind), one.stage)
    except ValueError:
        return one.kind


def gap_state(one: Gap) -> str:
    """In time; late from 14:17:00 on is told beside it."""
    if one.lapsed_at is not None:
        return "lapsed"
    if one.is_over:
        return "late"
    return "in time" if one.judged else "within its limit so far" if one.ends is Ends.OPEN else "within its limit"


def shown_words(one: Shown) -> str:
    """What stood on the card."""
    return one.away or one.stage.value.upper() if one.stage is Stage.LAPSED else one.away or one.stage.value


def kept_lines(evidence: Evidence) -> list[str]:
    """The figures, as sentences."""
    kept, zone = evidence.kept, ZoneInfo(evidence.zone)
    if not evidence.gaps:
        return ["He was not on the unit at any time of this."]
    longest = kept.longest
    said = []
    if longest is not None:
        ends = "" if longest.ends is Ends.SEEN else f" ({longest.ends.value})"
        said.append(
            f"Longest time unseen on the unit {lasted(longest.lasts)}{ends}, "
            f"from {moment(longest.starts_at, zone)} to {brief(longest.ends_at, zone, longest.starts_at)}; "
            f"the limit then was {lasted(longest.limit)}."
        )
    said.append(f"{kept.over} of {kept.judged} waits went over their limit.")
    said.append(f"By the time between sightings, {share(kept.on_time)} were in time.{_without_late(evidence)}")
    said.append(
        f"Ticking slots would have claimed {share(kept.claimed)}: he was seen at some time in {kept.ticked} of "
        f"{kept.slots} whole slots of the clock. A ticked slot does not tell how long nobody looked."
    )
    return said


def _without_late(evidence: Evidence) -> str:
    """Late entries count for the time at which he is said to have been seen; how much hangs on them is said."""
    late = sum(one.check.late_entry and one.void_at is None for one in evidence.checks)
    if not late:
        return ""
    at_once = evidence.kept_at_once
    return f" Without {many(late, 'late entry', 'late entries')}: {share(at_once.on_time)}, {at_once.over} over."


def many(count: int, one: str, more: str) -> str:
    """1 alert, 12 alerts."""
    return f"{count:,} {one if count == 1 else more}"


def joined(*words: str | bool) -> str:
    """What there is of these, with commas."""
    return ", ".join(one for one in words if isinstance(one, str) and one)
