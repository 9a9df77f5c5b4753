"""At the end: what became of each thing that somebody was told is kept, and whether anything is there that nobody did.

Each is there once, as it was entered and with its own time; or it stands, whole and in sight, as what could not go in.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from station.models.base import to_micros as micros
from station.services import keeping

_CHECK: Final = (
    "SELECT stay_id, observer_id, location, activity, life_sign, concern, coalesce(note, ''), outcome, "
    "observed_at, recorded_at FROM patient_check WHERE request_id = ?"
)
_VITALS: Final = (
    "SELECT stay_id, by_id, outcome, hr, sbp, dbp, rr, spo2, o2, temp, acvpu, weight, height, pain, "
    "observed_at, recorded_at FROM vital_set WHERE request_id = ?"
)
_VALUES: Final = ("hr", "sbp", "dbp", "rr", "spo2", "o2", "temp", "acvpu", "weight", "height", "pain")
_ROWS: Final = {keeping.CHECK: _CHECK, keeping.NOT_FOUND: _CHECK, keeping.VITALS: _VITALS}
_SAME_CHECK: Final = (
    "SELECT request_id FROM patient_check WHERE stay_id = ? AND observer_id = ? AND observed_at = ? "
    "AND NOT EXISTS (SELECT 1 FROM amendment WHERE replacement_id = patient_check.id)"
)
_SAME: Final = {
    keeping.CHECK: _SAME_CHECK,
    keeping.NOT_FOUND: _SAME_CHECK,
    keeping.VITALS: "SELECT request_id FROM vital_set WHERE stay_id = ? AND by_id = ? AND observed_at = ?",
}
_JOURNAL: Final = (
    "SELECT kind, actor, at, body FROM journal WHERE json_extract(body, '$.while_away.entry') = ? "
    "AND kind IN ('alert.accepted', 'sound.paused', 'sound.resumed')"
)
_ALERT: Final = "SELECT subject, kind, coalesce(stay_id, 0) FROM alert WHERE id = ?"
_TAKEN: Final = (
    "SELECT count(*) FROM alert_step s JOIN alert a ON a.id = s.alert_id WHERE s.kind = 'accepted' AND a.subject = ? "
    "AND s.who = ? AND s.detail = ? AND s.at BETWEEN ? AND ?"
)
_STANDS: Final = "SELECT body FROM spool_entry WHERE id = ? AND outcome != '' AND resolved_at IS NULL"
_DEALT_WITH: Final = "SELECT id, kind, body FROM spool_entry ORDER BY rowid"
_PUT_IN: Final = (
    "SELECT DISTINCT json_extract(body, '$.while_away.entry') FROM journal "
    "WHERE json_extract(body, '$.while_away') IS NOT NULL"
)
_OWN: Final = ("staff", "name", keeping.UNPROVEN, keeping.PRESSED)
"""What the file says beside what was entered."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody pressed save for. `body`: what stood in his form; a time he left open is None there."""

    kind: str
    body: Mapping[str, Any]
    staff: int
    name: str
    at: datetime
    """When, by the clock of his desk."""
    is_unproven: bool = False

    @property
    def request(self) -> str:
        return str(self.body.get("request_id", ""))

    @property
    def stay(self) -> int:
        return int(self.body.get("stay_id") or 0)

    @property
    def observed(self) -> datetime:
        return self.body.get("observed_at") or self.at

    def is_what(self, kind: str, body: Mapping[str, Any]) -> bool:
        """Whether a line of the file says just this, and of him."""
        said = {name: value for name, value in body.items() if name not in _OWN}
        mine = dict(self.body) | ({"observed_at": self.observed} if "observed_at" in self.body else {})
        who = body.get("staff"), body.get("name"), bool(body.get(keeping.UNPROVEN))
        return (kind, said, who) == (self.kind, _as_json(mine), (self.staff, self.name, self.is_unproven))


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told that this is kept. `until`: when he was, by the clock of his desk."""

    entry: str
    what: Entered
    until: datetime

    @property
    def words(self) -> str:
        return f"{self.what.kind} of stay {self.what.stay}, kept at {self.what.at:%H:%M:%S}"


class Receipts:
    """Asks the file with SQL of its own. `outcomes`: by entry, what Station says became of it; empty: it is in.
    `taken`: requests that went straight into the record as well, at another desk: it stands as it was entered there.
    """

    def __init__(self, db: sqlite3.Connection, outcomes: Mapping[str, str], taken: Container[str]) -> None:
        self._db = db
        self._outcomes = outcomes
        self._taken = taken

    def lost(self, told: Sequence[Told]) -> list[str]:
        """What is not there, or not as it was entered. Of the same request kept twice one must be right."""
        words: dict[str, str] = {}
        for one in told:
            key = one.what.request or one.entry
            words[key] = words.get(key, "?") and ((said := self._of(one)) and f"{one.words}, {said}")
        return [said for said in words.values() if said]

    def twice(self, told: Sequence[Told], tried: Sequence[Entered]) -> list[str]:
        """What stands twice in the record. Whoever was not told, and entered it anew elsewhere, said it twice."""
        each = {one.what.request or one.entry: one for one in told}
        said = {one.request for one in tried}
        return [f"{one.words}, stands {times} times" for one in each.values() if (times := self._times(one, said)) > 1]

    def invented(self, tried: Sequence[Entered]) -> list[str]:
        """What has gone in, or stands as what could not, and nobody entered; or more often than he did."""
        left: defaultdict[str, list[Entered]] = defaultdict(list)
        for one in tried:
            left[one.request].append(one)
        known, words = set(), []
        for entry, kind, body in self._db.execute(_DEALT_WITH):
            known.add(entry)
            said = json.loads(body)
            if said.get("staff") is None:
                continue  # Station's own
            of = left[str(said.get("request_id", ""))]
            mine = next((one for one in of if one.is_what(kind, said)), None)
            if mine is not None:
                of.remove(mine)
            else:
                words.append(f"{kind} {said} was put in, and nobody entered it")
        return words + [f"{one} is said to have been kept" for (one,) in self._db.execute(_PUT_IN) if one not in known]

    def _of(self, one: Told) -> str:
        outcome = self._outcomes.get(one.entry)
        if outcome is None:
            return "is not in the record"
        if outcome:
            return self._stands(one)
        if one.what.is_unproven:
            return "went in, though nobody proved to be whom it names"
        if one.what.kind in _ROWS:
            return self._row(one)
        return self._journalled(one)

    def _stands(self, one: Told) -> str:
        found = self._db.execute(_STANDS, (one.entry,)).fetchone()
        whole = found is not None and one.what.is_what(one.what.kind, json.loads(found[0]))
        return "" if whole else "could not go in and stands nowhere as it was entered"

    def _row(self, one: Told) -> str:
        found = self._db.execute(_ROWS[one.what.kind], (one.what.request,)).fetchone()
        if found is None:
            return "was marked as put in and is not there"
        *said, observed, recorded = found
        wanted = [*_fields(one.what)]
        if one.what.request in self._taken:
            return ""
        if said != wanted or observed != micros(one.what.observed):
            return f"stands with {said} of {observed} for {wanted} of {micros(one.what.observed)}"
        return "" if self._is_of_then(one, recorded) else f"stands as recorded at {recorded}"

    def _journalled(self, one: Told) -> str:
        found = self._db.execute(_JOURNAL, (one.entry,)).fetchall()
        if not found and self._taken_by_him(one):
            return ""
        if not found:
            return "was marked as put in and is not there"
        kind, actor, at, body = found[0]
        said = json.loads(body)
        if actor != one.what.name:
            return f"stands as done by {actor}"
        if one.what.kind == keeping.PAUSE:
            return self._paused(one, kind, at, said)
        return self._accepted(one, at, said)

    def _paused(self, one: Told, kind: str, at: int, said: Mapping[str, Any]) -> str:
        until: datetime = one.what.body["until"]
        ended = until <= one.what.at
        then = self._is_of_then(one, at)
        right = kind == ("sound.resumed" if ended else "sound.paused") and (ended or said["until"] == _as_json(until))
        return "" if then and right else f"stands as {kind} until {said['until']} at {at}"

    def _accepted(self, one: Told, at: int, said: Mapping[str, Any]) -> str:
        """Of the alert he meant, with his words; not before he did. Later, where others had gone on meanwhile."""
        subject, kind, stay = self._db.execute(_ALERT, (said["alert"],)).fetchone()
        meant = one.what.body["subject"]
        it_is_that = meant in (subject, f"{kind}:{stay}")
        right = it_is_that and said["doing"] == one.what.body["note"] and at >= micros(one.what.at)
        return "" if right else f"stands as {said} of {subject} at {at}"

    @staticmethod
    def _is_of_then(one: Told, at: int) -> bool:
        return micros(one.what.at) <= at <= micros(one.until)

    def _times(self, one: Told, said: Container[str]) -> int:
        """`said`: requests that people made, each of which may stand once of its own."""
        if one.what.kind in _SAME:
            which = one.what.stay, one.what.staff, micros(one.what.observed)
            found = self._db.execute(_SAME[one.what.kind], which)
            return sum(request == one.what.request or request not in said for (request,) in found)
        times = len(self._db.execute(_JOURNAL, (one.entry,)).fetchall())
        return max(times, self._taken_by_him(one))

    def _taken_by_him(self, one: Told) -> int:
        """How often he took an alert just when he did: also where the record took it, and could not say so."""
        if one.what.kind != keeping.ACCEPT:
            return 0
        said, between = one.what.body, (micros(one.what.at), micros(one.until))
        (times,) = self._db.execute(_TAKEN, (said["subject"], one.what.name, said["note"], *between)).fetchone()
        return int(times)


def _fields(what: Entered) -> Iterator[Any]:
    """What the row of a check or a set must say, in the order in which it is asked for."""
    said = what.body
    yield from (what.stay, what.staff)
    match what.kind:
        case keeping.CHECK:
            yield from (said["location"], said["activity"], said["life_sign"], int(said["concern"]))
            yield from (said["note"] or "", "seen")
        case keeping.NOT_FOUND:
            yield from (None, None, None, 0, said["note"] or "", "not found")
        case _:
            yield str(said["outcome"])
            yield from (said["values"][name] for name in _VALUES)


def _as_json(said: Any) -> Any:
    """As a file has it that knows no moments and no tuples."""
    return json.loads(json.dumps(said, default=_in_utc))


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
