"""What people were told is kept on their computer, and what became of it: each once, with its own time, or seen to.

What goes into the record counts from then on as said to Station, with the time at which it was entered.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from station.models.base import to_micros as micros
from station.services import keeping
from station.simulation.said import Checked, NotFound, Said, VitalsTaken
from station.store.spool import Kept
from station.trial.machine import Machine

_DEALT_WITH = "SELECT rowid, id, outcome, body FROM spool_entry WHERE rowid > ? ORDER BY rowid"
_ROWS: Final = {
    keeping.CHECK: "SELECT id, stay_id, observer_id, observed_at, recorded_at FROM patient_check WHERE request_id = ?",
    keeping.VITALS: "SELECT id, stay_id, by_id, observed_at, recorded_at FROM vital_set WHERE request_id = ?",
}
_ROWS[keeping.NOT_FOUND] = _ROWS[keeping.CHECK]
_SAME: Final = {
    keeping.CHECK: (
        "SELECT count(*) FROM patient_check WHERE stay_id = ? AND observer_id = ? AND observed_at = ? "
        "AND NOT EXISTS (SELECT 1 FROM amendment WHERE replacement_id = patient_check.id)"
    ),
    keeping.VITALS: "SELECT count(*) FROM vital_set WHERE stay_id = ? AND by_id = ? AND observed_at = ?",
}
_SAME[keeping.NOT_FOUND] = _SAME[keeping.CHECK]
_ACCEPTED = (
    "SELECT count(*) FROM journal WHERE kind = 'alert.accepted' AND json_extract(body, '$.while_away.entry') = ?"
)
_HAPPENED = (
    "SELECT at FROM journal WHERE kind = 'check.recorded' AND json_extract(body, '$.check') = ? "
    "ORDER BY seq DESC LIMIT 1"
)
_STANDS = "SELECT outcome, json_extract(body, '$.name'), resolved_at FROM spool_entry WHERE id = ? AND outcome != ''"
_FAULT: Final = "A fault in Station itself"

Tell = Callable[[Said], None]


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told that this is kept. `at`: when, by the clock of his desk; `observed`: when he says it was."""

    entry: str
    kind: str
    request: str
    stay: int
    staff: int
    name: str
    observed: datetime
    at: datetime


class Ledger:
    """Of all desks of a trial. `tell` is given what has come to be said to the record."""

    def __init__(self, machine: Machine, db: sqlite3.Connection) -> None:
        self.tell: Tell = lambda _: None
        self.counts: Counter[str] = Counter()
        self._machine = machine
        self._db = db
        self._last = 0
        self._told: list[Told] = []
        self._means: dict[str, Said] = {}
        """By request: what it says, from before it is tried until it is said to the record."""
        self._outcomes: dict[str, str] = {}

    def means(self, request: str, one: Said) -> None:
        """Somebody is about to enter this, and does not know yet what will become of it."""
        self._means.setdefault(request, one)

    def taken(self, request: str) -> None:
        """It went straight into the record, or was refused: whoever entered it sees to it himself."""
        self._means.pop(request, None)

    def told(self, kept: Kept, one: Said | None, observed: datetime, at: datetime, stay: int) -> None:
        """He reads that it is kept."""
        request = str(kept.body.get("request_id", ""))
        self._told.append(
            Told(kept.id, kept.kind, request, stay, kept.staff_id or 0, kept.name, observed, at)
        )  # fmt: skip
        self.counts["kept"] += 1
        if one is not None:
            self.means(request, one)

    def look(self) -> None:
        """After a commit: what of it has been dealt with."""
        for row, entry, outcome, body in self._db.execute(_DEALT_WITH, (self._last,)).fetchall():
            self._last = row
            self._outcomes[entry] = outcome
            said = json.loads(body)
            if said.get("staff") is not None:
                self.counts["not put in" if outcome else "put in"] += 1
                self.is_in(str(said.get("request_id", "")), refused=bool(outcome))

    def is_in(self, request: str, *, refused: bool = False) -> None:
        """Said to the record now, whoever knows of it."""
        one = self._means.pop(request, None)
        if one is None or refused:
            return
        now = self._machine.record()
        if isinstance(one, Checked | NotFound):
            found = self._db.execute(_ROWS[keeping.CHECK], (request,)).fetchone()
            if found is None:
                return
            one = replace(one, check=found[0])
        if isinstance(one, Checked):
            one = replace(one, kept=self._as_of(one))
        if isinstance(one, NotFound | VitalsTaken):
            one = replace(one, since=one.at)
        self.tell(replace(one, at=now))

    def _as_of(self, one: Checked) -> datetime | None:
        """When it happened to the record, where that was before now: nobody else had gone on without it."""
        row = self._db.execute(_HAPPENED, (one.check,)).fetchone()
        return one.at if row is not None and row[0] <= micros(one.at) else None

    @property
    def dealt_with(self) -> int:
        """Entries of people that are marked as put in, or as what cannot be."""
        return self.counts["put in"] + self.counts["not put in"]

    # At the end

    def lost(self) -> list[str]:
        """What somebody was told is kept and is not there, or not as he entered it."""
        return [words for one in self._told if (words := self._of(one))]

    def twice(self) -> list[str]:
        """What stands twice in the record."""
        return [words for one in {told.request or told.entry: told for told in self._told}.values()
                if (words := self._twice(one))]  # fmt: skip

    def broken(self) -> list[str]:
        """What could not be put in for a fault of Station's own."""
        return [f"{entry} was refused: {why}" for entry, why in self._outcomes.items() if why.startswith(_FAULT)]

    def _of(self, one: Told) -> str:
        outcome = self._outcomes.get(one.entry)
        words = f"{one.kind} of stay {one.stay}, kept at {one.at:%H:%M:%S}"
        if outcome is None:
            return f"{words}, is not in the record"
        if outcome:
            stands = self._db.execute(_STANDS, (one.entry,)).fetchone()
            return "" if stands == (outcome, one.name, None) else f"{words}, could not go in and stands nowhere"
        if one.kind not in _ROWS:
            return ""
        found = self._db.execute(_ROWS[one.kind], (one.request,)).fetchone()
        if found is None:
            return f"{words}, was marked as put in and is not there"
        return self._as_entered(one, found, words)

    @staticmethod
    def _as_entered(one: Told, found: tuple[int, int, int, int, int], words: str) -> str:
        wanted = one.stay, one.staff, micros(one.observed)
        if found[1:4] != wanted:
            return f"{words}, stands with {found[1:4]} for {wanted}"
        return ""

    def _twice(self, one: Told) -> str:
        words = f"{one.kind} of stay {one.stay}, kept at {one.at:%H:%M:%S}"
        if one.kind in _SAME:
            (count,) = self._db.execute(_SAME[one.kind], (one.stay, one.staff, micros(one.observed))).fetchone()
        else:
            (count,) = self._db.execute(_ACCEPTED, (one.entry,)).fetchone()
        return f"{words}, stands {count} times" if count > 1 else ""
