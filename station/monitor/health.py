"""Is anyone watching? Judged from what the monitor last left behind; pure, so a frozen monitor cannot prevent it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from station.rules.wording import clock_seconds

SILENT_S: Final = 5.0
"""Older than this, the last whole pass no longer counts as monitoring."""

GUARD_SILENT_S: Final = 10.0
"""Older than this, the guard's last look means that the guard itself has stopped."""


class Phase(StrEnum):
    NOT_STARTED = "not started"
    RUNNING = "running"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Stamp:
    """One moment twice: as people read it, and as elapsed seconds, which nobody can set."""

    at: datetime
    elapsed: float


@dataclass(frozen=True, slots=True)
class Status:
    """What the monitor last left behind. Frozen: read it at any time, from any thread, without waiting."""

    phase: Phase = Phase.NOT_STARTED
    started: Stamp | None = None
    last_pass: Stamp | None = None
    """The end of the last whole pass."""
    last_try: float | None = None
    """Elapsed seconds when a pass last began, whole or not."""
    looking_since: float | None = None
    """Elapsed seconds when the running pass began; None between passes."""
    scheduler_seen: Stamp | None = None
    """When the scheduler last woke a pass."""
    guard_seen: Stamp | None = None
    error: str = ""
    """Why the last pass failed, in words; empty when it was whole."""
    record_failed: bool = False
    """Whether the last pass failed for what is wrong around the record, and not for a fault of ours."""
    next_at: datetime | None = None
    """The earliest deadline that the last whole pass left pending."""
    passes: int = 0
    failures: int = 0
    guard_passes: int = 0
    restarts: int = 0
    """How often the guard put a new scheduler in place of one that had stopped."""


@dataclass(frozen=True, slots=True)
class Health:
    """The answer for the screen. `sentence` is empty when all is well."""

    monitoring: bool
    sentence: str
    detail: str
    """What is known of the reason, in words; may be empty."""
    since: datetime | None
    """When monitoring ended (UTC); None while it goes on, and before it ever began."""
    age_s: float | None
    """Seconds since the last whole pass; None before the first."""


def judge(status: Status, *, elapsed: float, zone: ZoneInfo) -> Health:
    """Judge `status` at `elapsed` seconds, the asker's own reading of the same count. `zone`: for the time shown."""
    age = _age(status.last_pass, elapsed)
    if status.phase is Phase.RUNNING and status.last_pass is not None and age is not None and age <= SILENT_S:
        return Health(True, _trouble(status, elapsed), status.error, None, age)
    since = status.last_pass or status.started
    if since is None:
        return Health(False, "NOT MONITORING", "Monitoring has not been started.", None, None)
    if status.phase is Phase.RUNNING and status.last_pass is None and elapsed - since.elapsed <= SILENT_S:
        return Health(False, "NOT MONITORING YET", status.error or "The first look is being taken.", since.at, None)
    sentence = f"NOT MONITORING SINCE {clock_seconds(since.at, zone)}"
    return Health(False, sentence, _reason(status, elapsed), since.at, age)


def _age(stamp: Stamp | None, elapsed: float) -> float | None:
    return None if stamp is None else max(0.0, elapsed - stamp.elapsed)


def _trouble(status: Status, elapsed: float) -> str:
    """Still monitoring, but a person should know."""
    if status.error:
        return "The last look at the unit failed. Station tries again each second."
    guard_age = _age(status.guard_seen or status.started, elapsed)
    if guard_age is not None and guard_age > GUARD_SILENT_S:
        return "The guard over the monitor has stopped. Restart Station."
    return ""


def _reason(status: Status, elapsed: float) -> str:
    if status.phase is Phase.STOPPED:
        return "Monitoring was stopped."
    if status.error:
        return status.error
    if status.looking_since is not None and elapsed - status.looking_since > SILENT_S:
        return f"The present look has not come to an end for {elapsed - status.looking_since:.0f} s."
    return "No look at the unit has been taken."
