"""What a station has beside the record: its own file on its own computer, its eyes, and its keeper."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from typing_extensions import override

from station.app.keeping import Keeper
from station.app.patience import PATIENCE_S, Publishing, T
from station.monitor.eyes import Eyes, Now
from station.monitor.from_memory import next_change
from station.monitor.lookout import Lookout
from station.rules.policy import Policy
from station.services import Store, reading
from station.simulation.said import Said
from station.store.rows import AlertRow, BoardSnapshot
from station.store.spool import Spool, Spools, read
from station.trial.disk import OwnDisk
from station.trial.machine import Watch
from station.trial.screens import Knows

Known = tuple[BoardSnapshot, Policy]
"""What a screen has read last."""


def read_known(store: Store, now: datetime) -> Known:
    return reading.read_board(store, now), reading.read_policy(store)


def _nowhere(_events: Sequence[Any]) -> None:
    return None


class _AtOnce(Publishing):
    """In the thread of whoever asks: here nobody waits for anything but the baton."""

    @override
    def patiently(self, op: Callable[[], T], seconds: float = PATIENCE_S) -> T:
        return op()


class OwnComputer:
    """The computer that a desk runs on. Its disk outlives the process; `lose_power` is for when the power fails."""

    def __init__(self, name: str, folder: Path, stop: Callable[[], None], seed: str) -> None:
        self.disk = OwnDisk(stop, Random(seed))
        self._name = name
        self._folder = folder
        self._file: Path | None = None

    def open(self, where: str) -> Spools:
        """As the program does at its start. Raises StoreError when the file was altered."""
        own = Spool.of(self._folder, self._name, where, self.disk)
        self._file = own.path
        return Spools(own, self._folder)

    def last_moment(self) -> datetime | None:
        """The time of the last entry that waits here: whoever starts here has lived through it."""
        if self._file is None or not self._file.exists():
            return None
        entries = read(self._file).entries
        return entries[-1].written_at if entries else None

    def lose_power(self) -> bool:
        """Whether something that was written but not safe is lost."""
        return self._file is not None and self.disk.lose_power(self._file)


class Beside:
    """Of one process: made at its start, gone with it."""

    def __init__(self, spools: Spools, clock: Now, lookout: Lookout, watch: Watch) -> None:
        self.spools = spools
        self.eyes = Eyes(
            spools, clock, status=lambda: lookout.status, elapsed=watch.goes_on, publish=_nowhere
        )  # fmt: skip
        self.keeper = Keeper(self.eyes, clock, _AtOnce(_nowhere))
        self.knows: Knows | None = None
        """As those who judge it have it."""
        self._clock = clock
        lookout.covered_by(self.eyes.unwatched_s)

    def remember(self, known: Known) -> None:
        """The screens read the board after each change; here it is read when it is going to matter."""
        self.eyes.remember(known[0])
        self.eyes.know(known[1])

    @property
    def knows_kept(self) -> dict[str, Said]:
        return {} if self.knows is None else self.knows.kept

    @property
    def has_memory(self) -> bool:
        return self.eyes.last is not None and self.eyes.policy is not None

    @property
    def waits(self) -> bool:
        """There is something that the next whole pass will settle."""
        return self.eyes.is_away or self.spools.own.is_waiting

    def look(self) -> None:
        self.eyes.look()

    def screen(self) -> Sequence[AlertRow] | None:
        """The alerts that stand there from memory; None where nothing does."""
        view = self.eyes.view
        return None if view is None or view.board is None else view.board.alerts

    def next_look(self) -> datetime | None:
        """When something will be to be seen, by its own clock."""
        view = self.eyes.view
        return None if view is None or view.board is None else next_change(view.board, self._clock.now())

    def close(self) -> None:
        self.spools.close()
