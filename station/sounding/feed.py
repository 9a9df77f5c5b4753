"""What the device is fed: a pattern where one is to be heard, silence otherwise; and what it is known to have taken."""

import wave
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from sys import byteorder
from threading import Lock
from typing import Final

from station import assets
from station.rules.sounding import Pattern
from station.sounding.device import NoSound

NO_FILES: Final = "the sounds are missing from this installation"
_WIDTH: Final = 2
"""Bytes a frame."""


@dataclass(slots=True)
class Playing:
    """One pattern on its way to the device. `begun`, `ended`: elapsed seconds of its first and last samples, taken."""

    pattern: Pattern
    begun: float | None = None
    ended: float | None = None


class Feed:
    """`pull` is called by the device's thread, everything else by the one that decides."""

    def __init__(self, elapsed: Callable[[], float], notify: Callable[[], None]) -> None:
        """`notify`: a pattern has begun or ended. Must not wait."""
        self._elapsed = elapsed
        self._notify = notify
        self._lock = Lock()
        self._data = memoryview(b"")
        self._at = 0
        self._playing: Playing | None = None
        self._pulls = 0
        self._last_pull: float | None = None

    @property
    def playing(self) -> Playing | None:
        """What has not been taken whole yet."""
        return self._playing

    @property
    def pulls(self) -> int:
        """How often the device has asked since `reset`."""
        return self._pulls

    @property
    def last_pull(self) -> float | None:
        """Elapsed seconds when it last did; None since `reset`."""
        return self._last_pull

    def play(self, pattern: Pattern, volume: int) -> Playing:
        """From now on this, whatever was being played. `volume`: per cent of full."""
        data, playing = memoryview(at_volume(pattern, volume)), Playing(pattern)
        with self._lock:
            self._data, self._at, self._playing = data, 0, playing
        return playing

    def silence(self) -> None:
        """Break off what is being played."""
        with self._lock:
            self._data, self._at, self._playing = memoryview(b""), 0, None

    def reset(self) -> None:
        """A device is about to be opened, or has gone."""
        self.silence()
        self._pulls, self._last_pull = 0, None

    def pull(self, frames: int) -> bytes:
        """The next frames for the device."""
        now = self._elapsed()
        self._pulls += 1
        self._last_pull = now
        wanted = frames * _WIDTH
        with self._lock:
            part = self._data[self._at : self._at + wanted]
            self._at += len(part)
            told = self._mark(now)
        if told:
            self._notify()
        return bytes(part).ljust(wanted, b"\0")

    def _mark(self, now: float) -> bool:
        """Note what the device has just taken; whether that is news."""
        playing = self._playing
        if playing is None:
            return False
        begins = playing.begun is None
        if begins:
            playing.begun = now
        ends = self._at >= len(self._data)
        if ends:
            playing.ended, self._playing = now, None
        return begins or ends


def prepare(volume: int) -> None:
    """Have all patterns at hand in this volume. Raises NoSound when the installation is incomplete."""
    try:
        for pattern in Pattern:
            at_volume(pattern, volume)
    except (OSError, wave.Error) as error:
        raise NoSound(NO_FILES) from error


@lru_cache(maxsize=16)
def at_volume(pattern: Pattern, volume: int) -> bytes:
    """The samples of a pattern at so many per cent of full, in the machine's byte order."""
    loud = array("h", _samples(pattern))
    return array("h", (one * volume // 100 for one in loud)).tobytes()


@lru_cache(maxsize=len(Pattern))
def _samples(pattern: Pattern) -> bytes:
    """Raises FileNotFoundError when the installation is incomplete."""
    with wave.open(str(assets.path("sounds", f"{pattern.value}.wav")), "rb") as file:
        data = array("h", file.readframes(file.getnframes()))
    if byteorder == "big":
        data.byteswap()
    return data.tobytes()
