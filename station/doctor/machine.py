"""The machine and the installation: versions, settings, resources, clock."""

import platform
import sqlite3
import time
from collections.abc import Iterator
from importlib import metadata
from typing import Final

from station import __version__, assets
from station.clock import Clock
from station.config import Settings, config_file
from station.doctor.finding import Finding, Status
from station.logs import log_file

_DRIFT_S: Final = 0.5
_OLDEST_YEAR: Final = 2026
_LIBRARIES: Final = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "APScheduler",
    "pydantic",
    "typer",
    "miniaudio",
    "tzdata",
)


def look_at_versions() -> Iterator[Finding]:
    found = {name: _version(name) for name in _LIBRARIES}
    details = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "sqlite": sqlite3.sqlite_version,
        **found,
    }
    missing = [name for name, version in found.items() if version is None]
    if missing:
        yield Finding("versions", Status.FAIL, f"Not installed: {', '.join(missing)}. Install Station again.", details)
        return
    yield Finding("versions", Status.OK, f"Station {__version__} on Python {platform.python_version()}.", details)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def look_at_settings(settings: Settings) -> Iterator[Finding]:
    file = config_file()
    source = f"{file} is read." if file.is_file() else f"There is no {file}; the defaults hold."
    details = {"file": str(file), "station": settings.station, "log": str(log_file(settings.log_folder))}
    yield Finding("settings", Status.OK, f"This station is {settings.station}. {source}", details)


def look_at_resources() -> Iterator[Finding]:
    try:
        folder = assets.root()
        for needed in (("policy", "default.toml"), ("theme",), ("icons",)):
            assets.path(*needed)
    except FileNotFoundError as error:
        yield Finding("resources", Status.FAIL, str(error))
        return
    yield Finding("resources", Status.OK, f"Found in {folder}.", {"folder": str(folder)})


def look_at_clock(clock: Clock) -> Iterator[Finding]:
    drift = _drift(clock)
    now = clock.now()
    offset = now.astimezone().utcoffset()
    details = {
        "utc": now.isoformat(),
        "utc_offset_s": offset.total_seconds() if offset else 0.0,
        "drift_s": round(drift, 3),
    }
    if now.year < _OLDEST_YEAR:
        yield Finding(
            "clock", Status.FAIL, f"The clock says {now:%Y-%m-%d}. Set it, and keep it set by a time server.", details
        )
    elif abs(drift) > _DRIFT_S:
        yield Finding(
            "clock", Status.WARN, f"The clock moved by {drift:+.1f} s while looked at. Use a time server.", details
        )
    else:
        yield Finding("clock", Status.OK, f"It is {now:%Y-%m-%d %H:%M:%S} UTC; the clock runs evenly.", details)


def _drift(clock: Clock) -> float:
    """How far the wall clock moves away from elapsed time in a fifth of a second, in seconds."""
    wall, elapsed = clock.now(), clock.elapsed()
    time.sleep(0.2)
    return (clock.now() - wall).total_seconds() - (clock.elapsed() - elapsed)
