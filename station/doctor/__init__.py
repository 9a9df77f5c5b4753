"""`station doctor`: what this machine has and lacks. Each finding is a sentence, and says what to do where one can.

Nothing is changed: the database is opened for reading only, and Qt is tried in a process of its own, because a broken
Qt can end the process that loads it.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from station import __version__
from station.clock import Clock
from station.config import Settings
from station.doctor.database import look_at_database
from station.doctor.finding import Finding, Status
from station.doctor.machine import look_at_clock, look_at_resources, look_at_settings, look_at_versions
from station.doctor.screen import look_at_fonts, look_at_qt, look_at_sound
from station.doctor.spool import look_at_spools

__all__ = ["Finding", "Status", "answer", "examine", "lines", "worst"]


def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Look at everything, in a fixed order. A look that fails by itself becomes a finding; nothing is raised."""
    looks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("versions", look_at_versions),
        ("settings", lambda: look_at_settings(settings)),
        ("resources", look_at_resources),
        ("qt", look_at_qt),
        ("fonts", look_at_fonts),
        ("sound", look_at_sound),
        ("database", lambda: look_at_database(settings)),
        ("spool", lambda: look_at_spools(settings)),
        ("clock", lambda: look_at_clock(clock)),
    ]
    return [finding for name, look in looks for finding in _guarded(name, look)]


def answer(findings: list[Finding]) -> dict[str, Any]:
    """The findings as one JSON object: `status` is the worst of them."""
    return {
        "status": worst(findings),
        "version": __version__,
        "findings": [asdict(finding) for finding in findings],
    }


def worst(findings: list[Finding]) -> Status:
    return max((finding.status for finding in findings), key=list(Status).index, default=Status.OK)


def lines(findings: list[Finding]) -> Iterator[str]:
    """The findings as text for a person."""
    for finding in findings:
        yield f"{finding.status.value:<5} {finding.name:<10} {finding.text}"


def _guarded(name: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:  # noqa: BLE001  (one look that fails must not hide the others)
        return [Finding(name, Status.FAIL, f"This could not be examined ({type(error).__name__}: {error}). Report it.")]
