"""What people were told is kept on their computer, and what became of it: each once, with its own time, or seen to.

What goes into the record counts from then on as said to Station, with the time at which it was entered.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from station.models.base import to_micros as micros
from station.simulation.said import Checked, NotFound, OfUnit, Said, VitalsTaken
from station.trial.machine import Machine
from station.trial.receipts import Entered, Receipts, Told

_DEALT_WITH = "SELECT rowid, id, outcome, body FROM spool_entry WHERE rowid > ? ORDER BY rowid"
_CHECK = "SELECT id FROM patient_check WHERE request_id = ?"
_HAPPENED = (
    "SELECT at FROM journal WHERE kind = 'check.recorded' AND json_extract(body, '$.check') = ? "
    "ORDER BY seq DESC LIMIT 1"
)
_FAULT: Final = "A fault in Station itself"

Tell = Callable[[Said], None]


class Ledger:
    """Of all desks of a trial. `tell` is given what has come to be said to the record."""

    def __init__(self, machine: Machine, db: sqlite3.Connection) -> None:
        self.tell: Tell = lambda _: None
        self.counts: Counter[str] = Counter()
        self._machine = machine
        self._db = db
        self._last = 0
        self._tried: list[Entered] = []
        self._told: list[Told] = []
        self._taken: set[str] = set()
        self._means: dict[str, Said] = {}
        """By request: what it says, from before it is tried until it is said to the record."""
        self._outcomes: dict[str, str] = {}
        self._entered: dict[int, datetime] = {}
        """By number, when a check that had been kept was entered."""
        self._stood_still: dict[Said | OfUnit, datetime] = {}
        """When that was entered whose process stood still before it was saved."""

    def tries(self, what: Entered, one: Said | None) -> None:
        """Somebody is about to enter this, and does not know yet what will become of it. `one`: what it says."""
        self._tried.append(what)
        if one is not None:
            self._means.setdefault(what.request, one)

    def taken(self, request: str, *, anew: bool) -> None:
        """It went straight into the record, or was refused. `anew`: by this try of it, of which whoever entered it
        speaks himself; another try of the same, elsewhere, may still be kept."""
        self._taken.add(request)
        if anew:
            self._means.pop(request, None)

    def told(self, entry: str, what: Entered, until: datetime) -> None:
        """He reads that it is kept."""
        self._told.append(Told(entry, what, until))
        self.counts["kept"] += 1
        self.counts[f"kept: {what.kind}{', under an unproven name' if what.is_unproven else ''}"] += 1

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
            found = self._db.execute(_CHECK, (request,)).fetchone()
            if found is None:
                return
            one = replace(one, check=found[0])
            self._entered[one.check] = one.at
        if isinstance(one, Checked):
            one = replace(one, kept=self._as_of(one))
        if isinstance(one, NotFound | VitalsTaken):
            one = replace(one, since=one.at)
        self.tell(replace(one, at=now))

    def stood_still(self, one: Said | OfUnit, entered: datetime) -> None:
        """It was saved much later than it was entered; the record has it as of then."""
        self._stood_still[one] = entered

    def _as_of(self, one: Checked) -> datetime | None:
        """When it happened to the record, where that was before now: nobody else had gone on without it."""
        row = self._db.execute(_HAPPENED, (one.check,)).fetchone()
        return one.at if row is not None and row[0] <= micros(one.at) else None

    @property
    def dealt_with(self) -> int:
        """Entries of people that are marked as put in, or as what cannot be."""
        return self.counts["put in"] + self.counts["not put in"]

    def as_entered(self, said: Iterable[Said | OfUnit]) -> list[Said | OfUnit]:
        """What was said to the record, in the order in which people said it to a desk."""
        return sorted((self._when_entered(one) for one in said), key=lambda one: one.at)

    def _when_entered(self, one: Said | OfUnit) -> Said | OfUnit:
        if one in self._stood_still:
            return replace(one, at=self._stood_still[one])
        if isinstance(one, Checked):
            return replace(one, at=self._entered.get(one.check, one.at), kept=None)
        if isinstance(one, NotFound | VitalsTaken):
            return replace(one, at=one.since or one.at)
        return one

    # At the end

    def lost(self) -> list[str]:
        """What somebody was told is kept and is not there, or not as he entered it."""
        return self._receipts().lost(self._told)

    def twice(self) -> list[str]:
        """What stands twice in the record."""
        return self._receipts().twice(self._told, self._tried)

    def invented(self) -> list[str]:
        """What has gone in and nobody entered."""
        return self._receipts().invented(self._tried)

    def broken(self) -> list[str]:
        """What could not be put in for a fault of Station's own."""
        return [f"{entry} was refused: {why}" for entry, why in self._outcomes.items() if why.startswith(_FAULT)]

    def _receipts(self) -> Receipts:
        return Receipts(self._db, self._outcomes, self._taken)
