"""Evidence as tables, and each table as a CSV file: UTF-8 with a byte order mark, so that every spreadsheet shows names
as they are; commas, quoted where needed, lines ended as RFC 4180 has them."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from station.reports.evidence_words import (
    NOBODY,
    Evidence,
    alert_title,
    check_state,
    exact,
    gap_state,
    lasted,
    on_clock,
    said_later,
    shown_words,
)
from station.rules.evidence_gaps import Gap
from station.store.rows.evidence import AlertTimelineRow, EvidenceCheckRow

_FORMULA: Final = ("=", "+", "-", "@", "\t")
IN_IT: Final = "yes"
"""In the last column of a check that was made in the stretch."""
MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Table:
    """`soft`: columns whose words may rightly differ when they are read again later."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    soft: frozenset[str] = frozenset()


def csv_bytes(table: Table) -> bytes:
    """The file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return (MARK + text.getvalue()).encode()


def read_csv(data: bytes) -> tuple[tuple[str, ...], ...]:
    """The lines of such a file, headings first. Raises UnicodeDecodeError or csv.Error for what is none."""
    return tuple(tuple(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _plain(cell: str) -> str:
    """What a spreadsheet would take for a formula is text, said by an apostrophe before it."""
    if cell.startswith(_FORMULA) and not cell.lstrip("-").replace(".", "", 1).isdigit():
        return f"'{cell}"
    return cell


def tables_of(evidence: Evidence) -> tuple[Table, ...]:
    """All of them, in the order of the paper."""
    return tuple(make(evidence, ZoneInfo(evidence.zone)) for make in _MAKERS)


def _times(*names: str) -> tuple[str, ...]:
    """Two columns a time: with its offset, and as the unit's clock had it."""
    return tuple(column for name in names for column in (name, f"{name}, unit's clock"))


def _both(zone: ZoneInfo, *moments: datetime | None) -> tuple[str, ...]:
    return tuple(cell for at in moments for cell in (exact(at, zone), on_clock(at, zone)))


def _seconds(length: float) -> str:
    return f"{length:.1f}"


def _orders(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = (
        "order", "kind", "level", "level asleep", *_times("from", "to", "review by"), "ordered by", "entered by",
        "second person", "reason", "journal entry", "against the journal",
    )  # fmt: skip
    rows = [
        (
            str(one.order.order_id), one.order.kind.value, one.order.level, one.order.level_asleep or "",
            *_both(zone, one.order.starts_at, one.order.ended_at, one.order.review_by), one.order.ordered_by,
            one.order.entered_by, one.order.second_person, one.order.reason, _entry(one.backing.seq), one.backing.words,
        )
        for one in evidence.orders
    ]  # fmt: skip
    return Table("1-orders.csv", columns, tuple(rows), frozenset(_times("review by")))


def _entry(seq: int | None) -> str:
    return "" if seq is None else str(seq)


def _checks(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = (
        "check", *_times("observed", "recorded"), "seconds from one to the other", "late entry", "by", "outcome",
        "location", "activity", "how life was seen", "concern", "note", "status", "in place of", "said later",
        *_times("due", "kept, put in"), "round", "station",
        "journal entry", "against the journal", "in this time",
    )  # fmt: skip
    rows = [_check(one, evidence, zone) for one in evidence.checks]
    return Table("2-checks.csv", columns, tuple(rows), frozenset(_times("due")))


def _check(one: EvidenceCheckRow, evidence: Evidence, zone: ZoneInfo) -> tuple[str, ...]:
    check = one.check
    inside = evidence.since <= check.observed_at <= evidence.until
    return (
        str(check.id), *_both(zone, check.observed_at, check.recorded_at),
        _seconds((check.recorded_at - check.observed_at).total_seconds()), _yes(check.late_entry), check.observer,
        check.outcome.value, check.location or "", check.activity or "", check.life_sign or "", _yes(check.concern),
        check.note or "", check_state(one) or check.status.value, _entry(one.instead_of), said_later(one, zone),
        *_both(zone, check.due_at, one.put_in_at), _entry(check.round_id), check.station,
        _entry(one.backing.seq), one.backing.words, IN_IT if inside else "no, it begins or ends a wait",
    )  # fmt: skip


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _gaps(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = (
        "from", "from, unit's clock", "began with", *_times("to"), "ended with", "lasted", "seconds", "level", "limit",
        "limit in seconds", *_times("due"), "state", *_times("over from", "lapsed from"), "policy version",
        "check that ended it",
    )  # fmt: skip
    return Table("3-gaps.csv", columns, tuple(_gap(one, zone) for one in evidence.gaps))


def _gap(one: Gap, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        *_both(zone, one.starts_at), one.begins.value, *_both(zone, one.ends_at), one.ends.value, lasted(one.lasts),
        _seconds(one.lasts.total_seconds()), one.level, lasted(one.limit), _seconds(one.limit.total_seconds()),
        *_both(zone, one.due_at), gap_state(one), *_both(zone, one.late_at, one.lapsed_at), str(one.policy),
        _entry(one.check_id),
    )  # fmt: skip


def _alerts(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = (
        "alert", "what", "priority", *_times("due", "lapsed", "found"), "seconds from due to found", *_times("closed"),
        "closed by", "closed with", "documented late", "reason given later", "journal entry", "against the journal",
    )  # fmt: skip
    soft = {"what", "priority", "closed by", "closed with", "documented late", "reason given later"}
    soft |= {*_times("lapsed", "closed")}
    return Table("4-alerts.csv", columns, tuple(_alert(one, zone) for one in evidence.alerts), frozenset(soft))


def _alert(one: AlertTimelineRow, zone: ZoneInfo) -> tuple[str, ...]:
    backing = one.backing
    return (
        str(one.alert_id), alert_title(one), one.priority.value,
        *_both(zone, one.due_at, one.lapsed_at, one.detected_at), _seconds(one.detection_s),
        *_both(zone, one.closed_at), one.closed_by, one.close_reason, _yes(one.documented_late), one.close_note,
        _entry(backing.seq if backing else None), backing.words if backing else "",
    )  # fmt: skip


def _timeline(evidence: Evidence, zone: ZoneInfo) -> Table:
    """Named by its place: the same alert, told twice at one moment, has two lines."""
    columns = ("line", "alert", *_times("at"), "what happened", "who or where", "detail")
    rows = [
        (f"{one.alert_id}.{place}", str(one.alert_id), *_both(zone, said.at), said.what, said.who, said.detail)
        for one in evidence.alerts
        for place, said in enumerate(one.moments, 1)
    ]
    return Table("4-alert-timelines.csv", columns, tuple(rows), frozenset({"line"}))


def _assigned(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = (
        "from", "from, unit's clock", *_times("to"), "who", "to do", "shift", "plan", *_times("published"),
        "published by",
    )  # fmt: skip
    rows = [
        (
            *_both(zone, one.starts_at, one.ends_at), one.staff or NOBODY, one.words or "no plan was published",
            one.shift, str(one.number or ""), *_both(zone, one.published_at), one.published_by,
        )
        for one in evidence.planned
    ]  # fmt: skip
    return Table("5-assigned.csv", columns, tuple(rows))


def _rounds(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("round", "by", "over", *_times("begun", "ended"), "ended by", *_times("he was seen on it"))
    rows = [
        (
            str(one.round_id), one.staff, one.area, *_both(zone, one.started_at, one.ended_at), one.ended_by,
            *_both(zone, one.seen_at),
        )
        for one in evidence.walked
    ]  # fmt: skip
    return Table("5-rounds.csv", columns, tuple(rows), frozenset(_times("he was seen on it")))


def _observers(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("from", "from, unit's clock", *_times("to"), "who held him")
    rows = [(*_both(zone, one.starts_at, one.ends_at), one.staff or NOBODY) for one in evidence.held]
    return Table("5-observers.csv", columns, tuple(rows))


def _handings(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("offer", *_times("offered"), "who had him", "to", "offered by", "answer", *_times("answered"), "reason")
    rows = [
        (
            str(one.handing_id), *_both(zone, one.offered_at), one.holder, one.to, one.by, one.answer or "not answered",
            *_both(zone, one.answered_at), one.reason,
        )
        for one in evidence.handed
    ]  # fmt: skip
    return Table("5-handings.csv", columns, tuple(rows))


def _away(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("step", "absence", "what", *_times("at", "recorded"), "late entry", "by", "who has him", "said")
    rows = [
        (
            str(one.step_id), str(one.absence_id), one.kind.value, *_both(zone, one.at, one.recorded_at),
            _yes(one.late_entry), one.by, one.who, one.said,
        )
        for one in evidence.away
    ]  # fmt: skip
    return Table("5-off-unit.csv", columns, tuple(rows))


def _beds(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("from", "from, unit's clock", *_times("to"), "bed", "area, as it is now")
    rows = [(*_both(zone, one.starts_at, one.ends_at), one.bed, one.area) for one in evidence.beds]
    return Table("5-beds.csv", columns, tuple(rows), frozenset({"area, as it is now"}))


def _stations(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("line", "station", "kind", *_times("started", "ended"), "what is known of it")
    rows = [
        (str(place), one.name, one.kind, *_both(zone, one.started_at, one.ended_at), one.how)
        for place, one in enumerate(evidence.stations, 1)
    ]
    return Table("6-stations.csv", columns, tuple(rows), frozenset(columns))


def _said(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("at", "at, unit's clock", "station", "what it said")
    return Table(
        "6-stations-said.csv", columns, tuple((*_both(zone, one.at), one.station, one.what) for one in evidence.said)
    )


def _faults(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("alert", "what did not work", *_times("from", "to"), "ended with")
    rows = [
        (str(one.alert_id), alert_title(one), *_both(zone, one.due_at, one.closed_at), one.close_reason)
        for one in evidence.faults
    ]
    soft = frozenset({"what did not work", *_times("to"), "ended with"})
    return Table("6-not-watched.csv", columns, tuple(rows), soft)


def _shown(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("from", "from, unit's clock", *_times("to"), "level", "shown", *_times("time counted from"))
    rows = [
        (*_both(zone, one.since, one.until), one.level, shown_words(one), *_both(zone, one.counted_from))
        for one in evidence.shown
    ]
    return Table("6-shown.csv", columns, tuple(rows))


def _painted(evidence: Evidence, zone: ZoneInfo) -> Table:
    columns = ("line", "alert", "what", "station", "priority", *_times("painted or sounded"), "seconds after due")
    rows = [
        (
            f"{one.alert_id}.{said.what}.{said.who}.{said.detail}", str(one.alert_id), said.what, said.who, said.detail,
            *_both(zone, said.at), _seconds((said.at - one.due_at).total_seconds()),
        )
        for one in evidence.alerts
        for said in one.moments
        if said.what in ("painted", "sounded")
    ]  # fmt: skip
    return Table("6-painted.csv", columns, tuple(rows))


JOURNAL: Final = "7-journal.csv"
_JOURNAL_COLUMNS: Final = (
    "seq", "at", "at, unit's clock", "microseconds since 1970 UTC", "actor", "station", "kind", "body", "hash before",
    "hash",
)  # fmt: skip


def _journal(evidence: Evidence, zone: ZoneInfo) -> Table:
    rows = [
        (
            str(one.seq), *_both(zone, one.at), str(one.at_micros), one.actor, one.station, one.kind, one.body,
            one.prev, one.hash,
        )
        for one in evidence.journal
    ]  # fmt: skip
    return Table(JOURNAL, _JOURNAL_COLUMNS, tuple(rows))


def journal_lines(rows: Sequence[Sequence[str]]) -> Iterable[tuple[int, int, str, str, str, str, str, str]]:
    """(seq, at, actor, station, kind, body, prev, hash) of the lines of that file. Raises ValueError, IndexError."""
    for row in rows:
        plain = [cell.removeprefix("'") for cell in row]
        yield int(plain[0]), int(plain[3]), plain[4], plain[5], plain[6], plain[7], plain[8], plain[9]


_MAKERS: Final[tuple[Callable[[Evidence, ZoneInfo], Table], ...]] = (
    _orders, _checks, _gaps, _alerts, _timeline, _beds, _assigned, _rounds, _observers, _handings, _away, _stations,
    _said, _faults, _painted, _shown, _journal,
)  # fmt: skip
