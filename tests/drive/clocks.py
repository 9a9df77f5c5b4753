"""One pace for two programs: what the desk goes by, a wall in a process of its own goes by too."""

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from typing_extensions import override

from station.clock import SystemClock
from tests.drive.stage import PacedClock

_FORMAT = "=4d"


class SharedClock(PacedClock):
    """Writes its pace into a file, each time it changes."""

    def __init__(self, start: datetime, file: Path) -> None:
        self._file = file
        super().__init__(start)
        self._tell()

    @override
    def set_pace(self, pace: float) -> None:
        super().set_pace(pace)
        self._tell()

    def _tell(self) -> None:
        told = struct.pack(_FORMAT, self._start.timestamp(), self._counted, self._since, self._pace)
        new = self._file.with_suffix(".new")
        new.write_bytes(told)
        new.replace(self._file)


class FollowingClock:
    """Goes by the pace that a SharedClock has written. Both count by the same clock of the system."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._base = SystemClock()

    def now(self) -> datetime:
        start = struct.unpack(_FORMAT, self._file.read_bytes())[0]
        return datetime.fromtimestamp(start, UTC) + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        _, counted, since, pace = struct.unpack(_FORMAT, self._file.read_bytes())
        return float(counted + (self._base.elapsed() - since) * pace)
