"""Holds the rows of the record against what the journal said when they were written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from station.models.enums import EntryStatus, OrderKind, Outcome, ShownKind
from station.rules.wording import clock_time, full_day
from station.services.evidence_journal import SHOWN, Found
from station.store.journal import canonical
from station.store.rows import CheckRow
from station.store.rows.evidence import AlertTimelineRow, BackingRow, EvidenceCheckRow
from station.store.rows.levels import LevelStretchRow

_ENTERED: Final = ("check.recorded", "check.not found", "check.amended", "check.wrong patient")
_SAID: Final = {
    "observer": "who saw him",
    "stay": "whom it is of",
    "observed": "when it was made",
    "recorded": "when it was entered",
    "late_entry": "the mark of a late entry",
    "location": "where",
    "activity": "doing what",
    "life_sign": "how life was seen",
    "concern": "the concern",
    "note": "the note",
}
_WAYS: Final = frozenset(one.value for one in ShownKind)
_VOID: Final = {
    EntryStatus.AMENDED: "check.amended",
    EntryStatus.WRONG_PATIENT: "check.wrong patient",
    EntryStatus.TAKEN_BACK: "check.taken back",
}


class Backing:
    """What the journal said of checks, orders and alerts, by their numbers."""

    def __init__(self, entries: Sequence[Found]) -> None:
        self._checks: dict[int, Found] = {}
        self._voids: set[tuple[str, int]] = set()
        self._orders: dict[int, Found] = {}
        self._admitted: dict[int, Found] = {}
        self._alerts: dict[int, Found] = {}
        self._shown: set[tuple[Any, ...]] = set()
        for one in entries:
            self._take(one)

    def _take(self, one: Found) -> None:
        kind, body = one.row.kind, one.body
        if kind in _ENTERED:
            self._checks.setdefault(body.get("check", 0), one)
            self._voids.add((kind, body.get("original", 0)))
        elif kind == "check.taken back":
            self._voids.add((kind, body.get("check", 0)))
        elif kind == "order.level":
            self._orders[body.get("order", 0)] = one
        elif kind == "stay.admitted":
            self._admitted[body.get("stay", 0)] = one
        elif kind == SHOWN:
            self._shown |= {
                (said["alert"], said["kind"], one.row.station, said["priority"], said["at"]) for said in body["shown"]
            }
        elif kind == "alert.opened":
            self._alerts.setdefault(body.get("alert", 0), one)

    def check(self, row: EvidenceCheckRow) -> EvidenceCheckRow:
        """The same row, with how it is borne out."""
        found = self._checks.get(row.check.id)
        if found is None:
            return replace(row, backing=BackingRow(None))
        differs = _differs(_as_said(row.check), found.body)
        searched = found.row.kind == "check.not found"
        if searched is not (row.check.outcome is Outcome.NOT_FOUND):
            differs.append("whether he was seen")
        if not self._bears_out_correction(row):
            differs.append("that it was corrected")
        return replace(row, backing=BackingRow(found.row.seq, tuple(differs)))

    def _bears_out_correction(self, row: EvidenceCheckRow) -> bool:
        status = row.check.status
        if row.void_at is None or status is EntryStatus.CURRENT:
            return row.void_at is None and status is EntryStatus.CURRENT
        return (_VOID[status], row.check.id) in self._voids

    def order(self, row: LevelStretchRow, stay_id: int) -> BackingRow:
        if row.kind is OrderKind.ADMISSION:
            found = self._admitted.get(stay_id)
            said = {} if found is None else {"level": found.body.get("level"), "at": found.row.at_micros}
            mine: dict[str, Any] = {"level": row.level}
        else:
            found = self._orders.get(row.order_id)
            now = [] if found is None else list(found.body.get("now") or ())
            said = {"level": now}
            mine = {"level": [row.level, row.level_asleep or row.level]}
        if found is None:
            return BackingRow(None)
        differs = ["the level"] if canonical(said["level"]) != canonical(mine["level"]) else []
        differs += ["when it began"] if found.row.at != row.starts_at else []
        return BackingRow(found.row.seq, tuple(differs))

    def alert(self, row: AlertTimelineRow) -> AlertTimelineRow:
        found = self._alerts.get(row.alert_id)
        if found is None:
            return replace(row, backing=BackingRow(None))
        differs = ["when it fell due"] if _other(row.due_at, found.body, "due") else []
        differs += ["when it was found"] if found.row.at != row.detected_at else []
        differs += [] if self._bears_out_showing(row) else ["when it was painted or sounded"]
        return replace(row, backing=BackingRow(found.row.seq, tuple(differs)))

    def _bears_out_showing(self, row: AlertTimelineRow) -> bool:
        said = [one for one in row.moments if one.what in _WAYS]
        return all((row.alert_id, one.what, one.who, one.detail, moment_said(one.at)) in self._shown for one in said)


def moment_said(at: datetime) -> str:
    """As the journal writes a moment."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _as_said(check: CheckRow) -> Mapping[str, Any]:
    return {
        "observer": check.observer_id,
        "stay": check.stay_id,
        "observed": check.observed_at,
        "recorded": check.recorded_at,
        "late_entry": check.late_entry,
        "location": check.location,
        "activity": check.activity,
        "life_sign": check.life_sign,
        "concern": check.concern,
        "note": check.note,
    }


def _differs(mine: Mapping[str, Any], said: Mapping[str, Any]) -> list[str]:
    return [words for name, words in _SAID.items() if _other(mine[name], said, name)]


def _other(mine: Any, said: Mapping[str, Any], name: str) -> bool:
    """What an older entry did not say is not held against the row."""
    return name in said and canonical(mine) != canonical(said[name])


def missing_checks(
    entries: Iterable[Found], stay_id: int, checks: Sequence[EvidenceCheckRow], zone: ZoneInfo, since: datetime,
    until: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """A sentence for every check that the journal has in the stretch and the record has not."""
    here = {one.check.id for one in checks}
    found = []
    for one in entries:
        if one.row.kind not in _ENTERED or one.body.get("stay") != stay_id or one.body.get("check") in here:
            continue
        at = _moment(one.body.get("observed"))
        if at is not None and since <= at <= until:
            when = f"{full_day(at.astimezone(zone).date())} {clock_time(at, zone)}"
            found.append(
                f"A check of {when} is entry {one.row.seq:,} of the journal, by {one.row.actor}, and not in the record."
            )
    return tuple(found)


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
