"""The disk of a desk's own computer: what was not synced is lost with the power, a long line may be written in two."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from typing_extensions import override

from station.store.spool import Disk

_IN_TWO: Final = 0.3
"""How often a line goes down in two pieces."""
_STAFF: Final = b'"staff":'
_NOBODY: Final = b'"staff":null'


class OwnDisk(Disk):
    """Stops before and after each write and each sync, where a kill, or another station, may come."""

    def __init__(self, stop: Callable[[], None], rng: Random) -> None:
        self.is_full = False
        self.is_of_person = False
        """What goes down, or went down last, is what somebody entered, and no note of Station's own."""
        self._stop = stop
        self._rng = rng
        self._safe = 0
        """Bytes of the file that outlive a loss of power."""

    @override
    def write(self, file: int, line: bytes) -> int:
        if _STAFF in line:
            self.is_of_person = _NOBODY not in line
        self._stop()
        if not os.fstat(file).st_size:
            self._safe = 0
        parted = self._rng.random() < _IN_TWO and len(line) > 1
        piece = line[: self._rng.randrange(1, len(line))] if parted else line
        if self.is_full:
            os.write(file, piece[: len(piece) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = os.write(file, piece)
        self._stop()
        return written

    @override
    def sync(self, file: int) -> None:
        self._safe = os.fstat(file).st_size
        self._stop()

    def lose_power(self, file: Path) -> bool:
        """Whatever was not safe is gone, or cut in the middle. Whether anything was."""
        size = file.stat().st_size if file.exists() else 0
        if size <= self._safe:
            return False
        os.truncate(file, self._safe + self._rng.randrange(size - self._safe))
        return True
