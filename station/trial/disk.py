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
_BUT_ITS_END: Final = 0.1
"""How often what is cut lacks no more than its last byte."""
_ALL: Final = 0.2
"""How often everything that was not safe is lost with the power."""
_NOBODY: Final = b'"staff":null'


class OwnDisk(Disk):
    """Stops before and after each write and each sync, where a kill, or another station, may come.

    No chance hangs on how long a line is: it says where the database lies, which is another folder in each run.
    """

    def __init__(self, stop: Callable[[], None], rng: Random) -> None:
        self.is_full = False
        self.is_of_person = False
        """What goes down, or went down last, is what somebody entered, and no note of Station's own."""
        self._stop = stop
        self._rng = rng
        self._is_rest = False
        """What comes next is the second piece of a line."""
        self._safe = 0
        """Bytes of the file that outlive a loss of power."""

    @override
    def write(self, file: int, line: bytes) -> int:
        is_rest, self._is_rest = self._is_rest, False
        if not is_rest:
            self.is_of_person = _NOBODY not in line
        self._stop()
        if not os.fstat(file).st_size:
            self._safe = 0
        parted = not is_rest and self._rng.random() < _IN_TWO
        piece = line[: self._cut(len(line))] if parted else line
        if self.is_full:
            os.write(file, piece[: len(piece) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = os.write(file, piece)
        self._stop()
        self._is_rest = parted
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
        left = 0 if self._rng.random() < _ALL else self._cut(size - self._safe)
        os.truncate(file, self._safe + left)
        return True

    def _cut(self, size: int) -> int:
        """After how many of so many bytes: at least two where it can be, and not all."""
        but_its_end, share = self._rng.random() < _BUT_ITS_END, self._rng.random()
        return size - 1 if but_its_end else min(size - 1, 2 + int(share * (size - 3)))
