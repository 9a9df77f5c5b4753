"""From the moment a check falls due to the first sample of its sound, at a desk with everything running."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from station.bench.figures import Figure, percentile
from station.bench.lapsing import Lapse, fall_due_in_turn, reached
from station.bench.loudspeaker import INSTALLED, recording, server
from station.bench.reaching import station
from station.models.enums import ShownKind
from station.store.engine import close_store, open_store

TARGET_S: Final = 1.5
_APART_S: Final = (1.3, 1.8)
"""Pause is pressed between two: nearer together, a slow one would have it pressed over the next."""
_DESK: Final = "Bench sounded"
_SOUNDING: Final = {"STATION_SOUND": "yes"}


def figure(database: Path, folder: Path, *, lapses: int) -> Figure:
    """`lapses` checks fall due one after the other, each while the sound of those before is paused.

    Where PulseAudio is installed, what a loudspeaker of it is given is recorded and counts; elsewhere the moment when a
    device that plays nothing took the first samples.
    """
    store = open_store(database, create=False)
    try:
        if not INSTALLED:
            with station(database, folder, "desk", _DESK, environment=_SOUNDING, pausing=True, nowhere=True):
                owed = fall_due_in_turn(store, lapses, _APART_S)
            return _told(reached(store, _DESK, ShownKind.SOUNDED, owed), [])
        with server(folder) as pulse, recording(pulse) as recorder:
            around = {**pulse.environment, **_SOUNDING}
            with station(database, folder, "desk", _DESK, environment=around, pausing=True):
                owed = fall_due_in_turn(store, lapses, _APART_S)
            return _told(reached(store, _DESK, ShownKind.SOUNDED, owed), heard(recorder.beginnings(), owed))
    finally:
        close_store(store)


def heard(beginnings: Sequence[datetime], owed: Sequence[Lapse]) -> list[float]:
    """Seconds from each deadline to the first sound that began after it."""
    delays = []
    for lapse in owed:
        after = [at for at in beginnings if at >= lapse.due_at]
        if not after:
            raise AssertionError(f"nothing sounded after {lapse.due_at}: the figure would mean nothing")
        delays.append(round((min(after) - lapse.due_at).total_seconds(), 4))
    return delays


def _told(handed: list[float], recorded: list[float]) -> Figure:
    taken = recorded or handed
    more: dict[str, Any] = {
        "p50": percentile(taken, 50),
        "max": max(taken),
        "times": len(taken),
        "by": "a recording of the loudspeaker" if recorded else "a device that plays nothing",
        "handed_to_device_p50": percentile(handed, 50),
        "handed_to_device_p99": percentile(handed, 99),
    }
    what = "from falling due to the first sample of its sound at a desk, 99 of 100"
    return Figure("sounded", what, percentile(taken, 99), "s", TARGET_S, more=more)
