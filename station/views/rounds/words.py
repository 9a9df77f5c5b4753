"""What the Rounds page says. Without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from station.models.enums import Stage
from station.rules.policy import Policy
from station.rules.wording import clock_time, countdown, in_sentence, observer_line, short, spoken
from station.store.rows import BoardSnapshot, SeenRow
from station.store.rows.rounds import RoundRow, RoundSheet
from station.views.board.face import last_moment, sentence_of
from station.views.panel.desk import Placed, everyone
from station.views.rounds.walked import Walked, gap_before

_MINUTE = timedelta(minutes=1)


def due_words(one: Walked, now: datetime) -> str:
    """Beside the time since: "due in 3:27", "see now, due in 2:10", "late", "not found"."""
    if one.is_missing:
        return "not found"
    said = countdown(one.patient.check, now)
    if one.stage(now) in (Stage.LATE, Stage.LAPSED) or one.seen_at is not None or now < one.row.target_at:
        return said
    return f"see now, {said}"


def since_words(one: Walked, now: datetime) -> str:
    """7:23, or 1:07 h"""
    return short(now - last_moment(one.patient))


def line_words(one: Walked, zone: ZoneInfo, now: datetime) -> str:
    """The second line of a row: what to look for, or once he was seen on this round when, where and doing what."""
    if one.seen_at is not None:
        return seen_words(one, zone, now)
    held = observer_line(one.patient.observer.name if one.patient.observer else None) if one.patient.continuous else ""
    return " · ".join(part for part in (held, *one.row.look_for) if part)


def seen_words(one: Walked, zone: ZoneInfo, now: datetime) -> str:
    """Seen 14:21 Bathroom, talking"""
    if one.seen_at is None:
        return ""
    seen = one.patient.seen
    at = clock_time(one.seen_at, zone, now)
    if seen is None or seen.observed_at != one.seen_at:
        return f"Seen {at}"
    late, unsaved = ", late entry" if seen.late_entry else "", ", not saved yet" if seen.unsaved else ""
    return f"Seen {at} {_where(seen)}{late}{unsaved}"


def _where(seen: SeenRow) -> str:
    doing = in_sentence(seen.activity) if seen.activity else ""
    return ", ".join(part for part in (seen.location, doing) if part)


def row_sentence(one: Walked, zone: ZoneInfo, now: datetime) -> str:
    """A row for a screen reader."""
    patient = one.patient
    if one.placed.bed is not None:
        said = sentence_of(one.placed.bed, zone, now)
    else:
        said = f"No bed, {patient.family}, {patient.level}, last seen {spoken(now - last_moment(patient))} ago"
    if one.seen_at is not None:
        return f"{said}. On this round: {in_sentence(seen_words(one, zone, now))}"
    looks = " ".join(one.row.look_for)
    return f"{said}, not seen on this round yet{f'. Look for: {looks}' if looks else ''}"


def just_seen(seen: SeenRow, zone: ZoneInfo, now: datetime) -> str:
    """Somebody else saw him while his row was open."""
    when = clock_time(seen.observed_at, zone, now)
    return f"Just seen by {seen.observer} {when}, {_where(seen)}. What you have entered is still here."


def gone_words(one: Walked, here: Placed | None, zone: ZoneInfo, now: datetime) -> str:
    """Why somebody whose row is open is no longer of the round, and what can still be done."""
    if here is None:
        return (
            f"{one.placed.title} is no longer on the unit. If you saw him before he left, "
            'choose "Seen earlier…" and say when; else close his row.'
        )
    away = here.patient.away
    if away is not None:
        left = f"left the unit at {clock_time(away.left_at, zone, now)}"
        return f"{here.title} {left}. Nothing can be recorded for the time he is away; he is owed a check when back."
    if here.patient.continuous and here.patient.observer is not None:
        return f"{here.patient.observer.name} observes {here.title} now and answers for him. A check still counts."
    return f"{here.title} is outside this round now. A check still counts; it does not count for the round."


def census_words(snapshot: BoardSnapshot) -> tuple[str, str]:
    """On unit 21, off unit 2, total 23; and who is unaccounted for, by bed, with what to do."""
    census = snapshot.census
    if census is None:
        return "How many are on the unit is not known yet", ""
    awol = f", AWOL {census.awol}" if census.awol else ""
    line = f"On unit {census.on_unit}, off unit {census.off_unit}{awol}, total {census.total}"
    if not census.unaccounted:
        return line, "Everybody on the unit is accounted for."
    beds = ", ".join(beds_of(snapshot, census.unaccounted))
    return line, f"Unaccounted for since the last round: {beds}. Go and see them, or record where they are."


def beds_of(snapshot: BoardSnapshot, stays: Sequence[int]) -> tuple[str, ...]:
    """Where these patients are, in board order."""
    return tuple(one.place for one in everyone(snapshot) if one.patient.stay_id in stays)


def round_title(row: RoundRow) -> str:
    return f"Round of {row.area}"


def minutes(elapsed: timedelta) -> str:
    """23 minutes, floored; "under a minute"."""
    whole = elapsed // _MINUTE
    return "under a minute" if whole < 1 else f"{whole} minute{'' if whole == 1 else 's'}"


def progress_words(row: RoundRow, seen: int, to_see: int, zone: ZoneInfo, now: datetime) -> str:
    """Since 14:12 · 5 of 12 seen"""
    return f"Since {clock_time(row.started_at, zone, now)} · {seen} of {to_see} seen"


def open_too_long(row: RoundRow, policy: Policy, now: datetime, *, may_end: bool = True) -> str:
    """That a round has been left open; empty while it has not."""
    if now - row.started_at < policy.rounds.open_late:
        return ""
    what = "Has it been walked? Then end it." if may_end else f"{row.name}, or the charge, ends it."
    return f"Open for {minutes(now - row.started_at)}. {what}"


def walker_words(row: RoundRow, zone: ZoneInfo, now: datetime) -> str:
    """R. Osei walks East hall since 14:12, 5 of 12 seen"""
    return f"{row.name} walks {row.area} since {clock_time(row.started_at, zone, now)}, {row.seen} of {row.to_see} seen"


def small_print(sheet: RoundSheet, policy: Policy) -> str:
    """How targets vary, and what it costs."""
    share = policy.rounds.vary_from
    if share >= 1.0:
        return "Targets do not vary: everybody is to be seen at the end of his interval."
    cost = f"{round(sheet.extra_work * 100)} % more checks"
    return f"Targets vary between {round(share * 100)} % and 100 % of the interval: {cost}."


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a round."""

    title: str
    lines: tuple[str, ...]


def summary_of(row: RoundRow, walked: Sequence[Walked], now: datetime) -> Summary:
    """Seen, not seen, longest gap, minutes taken, of a round that ends at `now`."""
    missed = [one.placed.place for one in walked if one.seen_at is None]
    lines = [f"{minutes(now - row.started_at).capitalize()}, {len(walked) - len(missed)} of {len(walked)} seen"]
    lines.append(f"Not seen: {', '.join(missed)}" if missed else "Everybody was seen")
    if walked:
        longest = max(walked, key=lambda one: gap_before(one, now))
        gap = short(timedelta(seconds=gap_before(longest, now)))
        open_still = " and still open" if longest.seen_at is None else ""
        lines.append(f"Longest gap {gap}{open_still}, {longest.placed.place}")
    return Summary(f"{round_title(row)} ended", tuple(lines))
