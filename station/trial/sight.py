"""Eyes of their own on the file: after each commit they look at what stands there, with SQL of their own.

What must never be is found at the very step at which it comes to be; when each thing was done is stamped with the
machine's time, whatever the stations wrote.
"""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypedDict

from station.simulation.layout import ZONE
from station.simulation.truth import Understood
from station.simulation.verdict import Span
from station.trial.kept import Ledger
from station.trial.machine import Machine
from station.trial.retelling import digest_of
from station.trial.screens import Screens

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATE: Final = ("late", "lapsed")
_A_MOMENT: Final = timedelta(milliseconds=50)
_OURS: Final = ("technical", "canary")
"""Alerts about Station itself: nobody owes them to a patient."""
_NEVER_LOW: Final = ("check", "observer", "not found", "AWOL", "return")
"""An acceptance of these is never as long as one of what can wait."""

_JOURNAL = (
    "SELECT seq, prev, hash, actor != 'Station' AND json_extract(body, '$.while_away') IS NOT NULL "
    "FROM journal WHERE seq > ? ORDER BY seq"
)
_STEPS = "SELECT id, alert_id FROM alert_step WHERE id > ? ORDER BY id"
_TWICE = "SELECT subject FROM alert WHERE state != 'closed' GROUP BY subject HAVING count(*) > 1"
_TWICE_DUE = "SELECT task_id, due_at FROM alert WHERE task_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1"
_SILENT = "SELECT id FROM alert WHERE state != 'closed' AND next_at IS NULL"
_ALERTS = (
    "SELECT a.id, coalesce(a.stay_id, 0), a.kind, a.due_at, a.lapsed_at, a.policy, coalesce(t.about, ''), a.priority "
    "FROM alert a LEFT JOIN task t ON t.id = a.task_id ORDER BY a.id"
)
_SAID = "SELECT id, alert_id, kind, at, detail FROM alert_step ORDER BY id"
_MARK = "SELECT max(clock_mark) FROM station"
_LATEST = (
    "SELECT max(at) FROM (SELECT max(clock_mark) AS at FROM station UNION ALL SELECT max(at) FROM journal "
    "UNION ALL SELECT max(replayed_at) FROM spool_entry)"
)
_HERE = "SELECT id FROM stay WHERE discharged_at IS NULL AND absence_id IS NULL ORDER BY id"
_NEXT = "SELECT stay_id FROM task WHERE kind = 'check' AND next_at <= ? ORDER BY next_at LIMIT 1"
_OPEN = "SELECT id FROM alert WHERE state = 'open' AND kind NOT IN ('technical', 'canary') ORDER BY id"


def moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an alert, at the machine's time (in the frame of the record)."""

    kind: str
    at: datetime
    detail: str


@dataclass(slots=True)
class Standing:
    """An alert as it stands in the file at the end, with its steps."""

    id: int
    stay: int
    kind: str
    due: datetime
    lapsed: datetime | None
    ladder: str
    about: str
    priority: str
    steps: list[Step] = field(default_factory=list)


class Sight:
    """Looks after each commit of anybody. `doubled`, `silent`, `broken`: what must not be, in words."""

    def __init__(self, place: Path, machine: Machine, zone: str = ZONE) -> None:
        self.doubled: set[str] = set()
        self.silent: set[int] = set()
        self.broken: list[str] = []
        self.seq = 0
        self.commits = 0
        self._head = "0" * 64
        self.understood = Understood(zone)
        """What is owed by all that people were told is saved."""
        self._machine = machine
        self._place = place
        self._db = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA query_only = ON")
        self.kept = Ledger(machine, self._db)
        self.screens = Screens(self._about)
        self._went_in = 0
        self._last_step = 0
        self._stamps: dict[int, datetime] = {}
        self._acknowledged: dict[int, str] = {}
        self._checks: dict[int, int] = {}
        self._ladders: dict[int, str] = {}

    def close(self) -> None:
        self._db.close()

    def _about(self, task: int) -> str:
        found = self._db.execute("SELECT coalesce(about, '') FROM task WHERE id = ?", (task,)).fetchone()
        return "" if found is None else str(found[0])

    def look(self) -> None:
        """What has come to be with the last commit."""
        self.commits += 1
        self._follow_journal()
        self.kept.look()
        new = self._db.execute(_STEPS, (self._last_step,)).fetchall()
        if not new:
            return
        self._last_step = new[-1][0]
        at = self._machine.record()
        self._stamps.update((step, at) for step, _ in new)
        self.doubled |= {f"{subject} has two open alerts" for (subject,) in self._db.execute(_TWICE)}
        self.silent |= {alert for (alert,) in self._db.execute(_SILENT)}

    def _follow_journal(self) -> None:
        for seq, prev, digest, was_kept in self._db.execute(_JOURNAL, (self.seq,)):
            self._went_in += was_kept
            if seq != self.seq + 1 or prev != self._head:
                self.broken.append(f"journal entry {seq} does not follow {self.seq}")
            self.seq, self._head = seq, digest

    @property
    def put_in(self) -> int:
        return self._went_in + self.kept.dealt_with

    def acknowledge(self) -> None:
        """Somebody was told that what he did is saved: from now on the journal must contain its head."""
        self._acknowledged[self.seq] = self._head

    def acknowledge_check(self, check: int, stay: int) -> None:
        self._checks[check] = stay

    def lost(self) -> list[str]:
        """What was acknowledged and is not there."""
        stored = dict(self._db.execute("SELECT seq, hash FROM journal"))
        gone = [
            f"journal entry {seq} is not the one acknowledged"
            for seq, digest in self._acknowledged.items()
            if seq and stored.get(seq) != digest
        ]
        checks = dict(self._db.execute("SELECT id, stay_id FROM patient_check"))
        return (
            gone
            + self.kept.lost()
            + [
                f"check {check} of stay {stay} is gone"
                for check, stay in self._checks.items()
                if checks.get(check) != stay
            ]
        )

    @property
    def acknowledged(self) -> int:
        return len(self._acknowledged)

    def twice(self) -> list[str]:
        """Alerts that stand twice for one thing that was due once."""
        twice = [f"task {task} has two alerts of one due time" for task, _ in self._db.execute(_TWICE_DUE)]
        return twice + self.kept.twice()

    def mark(self) -> datetime | None:
        """The latest time that any station has watched through; None when none ever ran."""
        (at,) = self._db.execute(_MARK).fetchone()
        return None if at is None else moment(at)

    def latest(self) -> datetime | None:
        """The latest time that the file knows of."""
        (at,) = self._db.execute(_LATEST).fetchone()
        return None if at is None else moment(at)

    def here(self) -> list[int]:
        """The stays on the unit."""
        return [stay for (stay,) in self._db.execute(_HERE)]

    def next_seen_to(self) -> int | None:
        """The stay whose check a sweep at this moment finds due."""
        micros = (self._machine.record() + _A_MOMENT - _EPOCH) // timedelta(microseconds=1)
        found = self._db.execute(_NEXT, (micros,)).fetchone()
        return None if found is None else int(found[0])

    def open_alerts(self) -> list[int]:
        return [alert for (alert,) in self._db.execute(_OPEN)]

    def alerts(self) -> list[Standing]:
        """Every alert of lateness, as it stands in the file now."""
        found = {
            row[0]: Standing(
                row[0],
                row[1],
                row[2],
                moment(row[3]),
                None if row[4] is None else moment(row[4]),
                row[5],
                row[6],
                row[7],
            )
            for row in self._db.execute(_ALERTS)
            if row[2] not in _OURS
        }
        for step, alert, kind, at, detail in self._db.execute(_SAID):
            if alert in found:
                found[alert].steps.append(Step(kind, self._stamps.get(step, moment(at)), detail))
        return list(found.values())

    def digest(self) -> str:
        """The story until now."""
        return digest_of(self._db, self._place)

    def count(self, kind: str) -> int:
        """Journal entries of this kind."""
        (found,) = self._db.execute("SELECT count(*) FROM journal WHERE kind = ?", (kind,)).fetchone()
        return int(found)


def spans_of(alerts: Sequence[Standing]) -> Iterator[Span]:
    """Every time that an alert of lateness stood on the screens."""
    for alert in alerts:
        opened: datetime | None = None
        high: datetime | None = None
        for step in alert.steps:
            if step.kind == "closed":
                if opened is not None:
                    yield Span(alert.id, alert.stay, alert.kind, alert.due, opened, step.at, high, alert.about)
                opened = high = None
            elif step.kind == "reopened" or (step.kind in ("opened", "raised") and step.detail in _LATE):
                opened = opened or step.at
                if high is None and (step.detail == "lapsed" or (alert.lapsed is not None and alert.lapsed <= step.at)):
                    high = step.at
        if opened is not None:
            yield Span(alert.id, alert.stay, alert.kind, alert.due, opened, None, high, alert.about)


class _Rung(TypedDict):
    after_s: float


class _Ladder(TypedDict):
    rungs: list[_Rung]
    repeat_s: float
    leases_s: dict[str, float]


class Silences:
    """Whether an alert that stands is ever left without its next step, by the ladder it was given as it opened."""

    def __init__(self, outages: Sequence[tuple[datetime, datetime]], promise: timedelta) -> None:
        self._outages = sorted(outages)
        self._starts = [start for start, _ in self._outages]
        self._promise = promise

    def of(self, alert: Standing, until: datetime) -> str | None:
        """The first silence, in words; None when there is none."""
        ladder: _Ladder = json.loads(alert.ladder)
        accepted = False
        for step, after in zip(alert.steps, [*alert.steps[1:], None], strict=True):
            if step.kind in ("closed", "explained"):
                continue
            accepted = step.kind == "accepted" or (accepted and step.kind not in ("lease ended", "reopened"))
            due = self._next(alert, ladder, step.at, accepted=accepted)
            if (until if after is None else after.at) > self._knowable(due) + self._promise:
                told = "nothing more" if after is None else f"{after.kind} at {after.at}"
                return f"alert {alert.id} ({alert.kind}): {step.kind} at {step.at}, a step was due {due}, came {told}"
        return None

    def _next(self, alert: Standing, ladder: _Ladder, at: datetime, *, accepted: bool) -> datetime:
        """The latest moment at which the next step is due after one at `at`."""
        if accepted:
            may_be = (alert.priority, "medium") if alert.kind in _NEVER_LOW else tuple(ladder["leases_s"])
            return at + timedelta(seconds=max(ladder["leases_s"][name] for name in may_be))
        ahead = [alert.due + timedelta(seconds=rung["after_s"]) for rung in ladder["rungs"]]
        return min((one for one in ahead if one > at), default=at + timedelta(seconds=ladder["repeat_s"]))

    def _knowable(self, due: datetime) -> datetime:
        place = bisect_right(self._starts, due) - 1
        return max(due, self._outages[place][1]) if place >= 0 else due
