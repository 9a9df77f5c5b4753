"""What those who watch within this process say of themselves, as a screen can show it. Read from memory alone."""

import math
from datetime import datetime
from typing import Final

from station.monitor.auditor import Auditor
from station.monitor.canary import SILENT_S as CANARY_SILENT_S
from station.monitor.canary import CanaryWatch
from station.monitor.health import GUARD_SILENT_S, SILENT_S, Stamp, Status
from station.monitor.proof import EVERY_S, Proof
from station.monitor.start_up import StationClock
from station.rules.watching import Trust, WatcherFact, apart, by_age
from station.store.rows.kept import AwayRecord

SCHEDULER_SILENT_S: Final = 10.0
AUDIT_SILENT_S: Final = 90.0
"""Two audits that did not come."""

PROOF_OLD_S: Final = 2 * EVERY_S
BACKUP_OLD_S: Final = 48 * 3600.0
CLOCK_APART_S: Final = 2.0

_RESTART: Final = "Restart Station."
_TELL: Final = "Restart Station and tell whoever looks after it."


def _age(stamp: Stamp | None, elapsed: float) -> float | None:
    return None if stamp is None else max(0.0, elapsed - stamp.elapsed)


def _at(stamp: Stamp | None) -> datetime | None:
    return None if stamp is None else stamp.at


def of_record(away: AwayRecord | None) -> tuple[WatcherFact, ...]:
    """Why it cannot be reached, and what to do; nothing while it is there. That it is away stands across the window."""
    return () if away is None else (WatcherFact("Record", away.since, away.why, Trust.WRONG),)


def of_monitor(status: Status, elapsed: float) -> tuple[WatcherFact, ...]:
    """The sweep, what wakes it, and the guard over both. That the sweep is off stands across the window in any case."""
    return (
        by_age(
            "Sweep",
            _at(status.last_pass),
            _age(status.last_pass, elapsed),
            SILENT_S,
            did="looked at the unit",
            unknown="The first look is not over yet.",
            wrong="Nobody is told of lapses: keep your own times and restart Station.",
        ),
        by_age(
            "Scheduler",
            _at(status.scheduler_seen),
            _age(status.scheduler_seen, elapsed),
            SCHEDULER_SILENT_S,
            did="woke the sweep",
            unknown="It has not woken the sweep yet.",
            wrong="The guard takes its looks meanwhile. If this stays, restart Station.",
        ),
        by_age(
            "Guard",
            _at(status.guard_seen),
            _age(status.guard_seen, elapsed),
            GUARD_SILENT_S,
            did="looked round",
            unknown="It has not looked round yet.",
            wrong=f"Nobody would take the sweep's place if that stopped. {_RESTART}",
        ),
    )


def of_canary(canary: CanaryWatch, elapsed: float) -> WatcherFact:
    """The end-to-end probe: also silent where none has ever come."""
    age, at = _age(canary.last, elapsed), _at(canary.last)
    if canary.sentence:
        return WatcherFact("Canary", at, canary.sentence, Trust.WRONG, across=True)
    return by_age(
        "Canary",
        at,
        age,
        CANARY_SILENT_S,
        did="came through",
        unknown="The first comes through about a minute after the start.",
        wrong=f"The next one is waited for: this computer was asleep. If none comes, {_TELL[0].lower()}{_TELL[1:]}",
    )


def of_auditor(auditor: Auditor, elapsed: float) -> WatcherFact:
    """That it looks, and what it found: one that is off looks like one that finds nothing."""
    last = auditor.last
    if last.findings:
        more = "" if len(last.findings) == 1 else f" And {len(last.findings) - 1} more."
        return WatcherFact("Auditor", _at(last.at), f"{last.findings[0].text}{more}", Trust.WRONG, across=True)
    excused = auditor.excused is not None and elapsed - auditor.excused <= AUDIT_SILENT_S
    return by_age(
        "Auditor",
        _at(last.at),
        _age(last.at, elapsed),
        math.inf if excused else AUDIT_SILENT_S,
        did="found nothing missed",
        unknown="The first audit is not over yet.",
        wrong=f"Nobody checks since then that nothing is missed. {_TELL}",
        across=True,
    )


def of_proof(proof: Proof, now: datetime, speed: float) -> WatcherFact:
    """The journal, as it was last recalculated."""
    if proof.broken:
        return WatcherFact("Journal", proof.proven_until, proof.broken, Trust.WRONG)
    until = proof.proven_until
    return by_age(
        "Journal",
        until,
        None if until is None else (now - until).total_seconds() / speed,
        PROOF_OLD_S,
        did="proven",
        unknown="It has not been proven yet since the start.",
        wrong="It is proven each hour. Run station verify, and restart Station.",
    )


def of_backup(taken_at: datetime | None, now: datetime, *, on_server: bool) -> WatcherFact:
    """The newest backup that Station can see. Those kept elsewhere it does not know of, and says so."""
    if on_server:
        said = "The database server keeps the record: its own tool makes the backups, and Station does not see them."
        return WatcherFact("Backup", None, said, Trust.UNKNOWN)
    return by_age(
        "Backup",
        taken_at,
        None if taken_at is None else (now - taken_at).total_seconds(),
        BACKUP_OLD_S,
        did="made",
        unknown="None is known beside the record. Make one with station backup; one kept elsewhere is not seen here.",
        wrong="Make one with station backup; one kept elsewhere is not seen here.",
        quiet=True,
    )


def of_clock(time: StationClock) -> WatcherFact:
    """This computer's clock against the time that Station goes by."""
    now, ahead, off = time.clock.now(), time.clock.ahead_s, time.machine_off_s()
    if ahead > CLOCK_APART_S:
        whose = "The database server's clock" if time.server is not None else "The clock of this computer"
        said = f"{whose} stands {apart(ahead)} behind Station's, which counts on. Put that clock right."
        return WatcherFact("Clock", None, said, Trust.WRONG)
    if abs(off) > CLOCK_APART_S:
        way = "ahead of" if off > 0 else "behind"
        said = f"This computer's clock is {apart(off)} {way} the server's, by which Station goes. Put it right."
        return WatcherFact("Clock", now, said, Trust.WRONG)
    return WatcherFact("Clock", now, "agrees with the time that Station goes by")
