"""What a station has for the time its record is away: its own eyes, a file to keep what is entered, and a memory."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from station.app.patience import HERE_S, Publishing, TooSlow, waited_for
from station.clock import Clock
from station.monitor import kept_head, memory
from station.monitor.aside import Aside
from station.monitor.eyes import Eyes
from station.monitor.kept_head import KeptHead
from station.monitor.memory import Memory, NothingRemembered, is_gap, recall
from station.monitor.remembering import Remembering
from station.monitor.start_up import StationClock
from station.monitor.station_duties import Identity
from station.monitor.watch import Monitor
from station.services import Store
from station.store.beside import Beside
from station.store.errors import NoDatabase, StoreError
from station.store.spool import Held, Spool, Spools
from station.store.spool_places import file_of, folder_for

SILENT_HERE: Final = "This computer's own disk does not answer."

OTHER: Final = (
    "The database at {where} is not the record that this computer knew, of {unit}, for which entries may wait here. "
    "Put the file of that record back; or, to go on with this one, first move {folder} elsewhere."
)

_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Kept:
    """`spools` None: nothing is kept here (a wall, a demo), or the file cannot be used, and then `trouble` says why.

    `memory_file` None: nothing is remembered either.
    """

    spools: Spools | None
    trouble: str = ""
    cannot: str = ""
    """The same as the end of a short sentence."""
    memory_file: Path | None = None
    beside: Beside | None = None
    where: str = ""
    """The database, as `Store.where` has it."""
    record: str = ""
    """Which record that is: as of `Memory`."""
    _eyes: Eyes | None = None
    _remembering: Remembering | None = None
    _notes: Aside = field(default_factory=lambda: Aside("station-notes"))

    @property
    def eyes(self) -> Eyes:
        """Once the monitor is there to be watched."""
        if self._eyes is None:
            raise RuntimeError("the eyes are opened by watch()")
        return self._eyes

    @property
    def head(self) -> KeptHead | None:
        """Of the journal, as this station saw it last."""
        return None if self.memory_file is None else KeptHead(self.memory_file.with_suffix(kept_head.SUFFIX))

    @property
    def last_moment(self) -> datetime | None:
        """The time of the last entry that waits: this station has lived through it."""
        entries = () if self.spools is None else self.spools.own.entries
        return entries[-1].written_at if entries else None

    def recall(self, wall: datetime) -> Memory:
        """What this station knew last. `wall`: this computer's clock now. Raises NothingRemembered, in words."""
        if self.memory_file is None:
            raise NothingRemembered("This computer remembers nothing of the unit.")
        try:
            return waited_for(partial(recall, self.memory_file, wall, self.where), HERE_S, SILENT_HERE)
        except TooSlow as slow:
            raise NothingRemembered(f"What this computer remembers of the unit cannot be read. {slow}") from slow

    def refuse_another(self, record: str, known: Memory) -> None:
        """What waits here goes into no other record than the one it was entered for. Raises NoDatabase."""
        if known.record and record != known.record:
            folder = "" if self.memory_file is None else self.memory_file.parent
            raise NoDatabase(OTHER.format(where=self.where, unit=known.board.unit.name, folder=folder))
        self.record = record

    def watched_to(self, known: Memory) -> datetime:
        """Until when this station is known to have watched."""
        return max(known.lived_to, self.last_moment or known.lived_to)

    def watch(self, monitor: Monitor, time: StationClock, publishing: Publishing, where: str) -> None:
        """Have eyes that judge by what this monitor leaves behind. `where`: the database, by name."""
        self._eyes = Eyes(
            self.spools,
            time.clock,
            status=lambda: monitor.status,
            elapsed=monitor.elapsed,
            publish=publishing,
            beside=self.beside,
            ahead_s=time.machine_off_s,
            aside=self._notes,
            cannot=self.cannot,
        )
        monitor.covered_by(self._eyes.unwatched_s)
        if self.memory_file is not None:
            self._remembering = Remembering(self.memory_file, where, lambda: self.record, self._eyes)
        if self.trouble:
            monitor.tell("kept", self.trouble)

    def start(self) -> None:
        """Look, and remember."""
        self.eyes.start()
        if self._remembering is not None:
            self._remembering.start()

    def lost(self, why: StoreError, base: Clock) -> None:
        """The record does not take what a start writes. Where the board was not even read, what is remembered is shown.

        `base`: this computer's own clock.
        """
        self.eyes.lost(why)
        if self.eyes.last is None and self.eyes.is_away:
            try:
                self.begin_without(self.recall(base.now()), why, base)
            except NothingRemembered as nothing:
                _logger.warning("The record is away, and nothing can be shown. %s", nothing)

    def begin_without(self, known: Memory, why: Exception, base: Clock) -> None:
        """Go on from what was known."""
        after_gap = is_gap(known, base.now(), self.watched_to(known))
        self.eyes.begin_without(known, str(why), after_gap=after_gap)

    def unwatched_to(self, wall: datetime) -> datetime | None:
        """Of an earlier run, which ended before the record could owe everybody a look. As of `Memory`."""
        try:
            return self.recall(wall).unwatched_to
        except NothingRemembered:
            return None

    def let_go(self) -> None:
        """Before there were eyes: nothing is held any more."""
        if self.spools is not None:
            self.spools.close()

    def close(self) -> None:
        """The eyes first: they write into the file."""
        self.eyes.stop()
        self._notes.end()
        if self._remembering is not None:
            self._remembering.stop()
        if self.spools is not None:
            self.spools.close()


def open_kept(store: Store, identity: Identity, root: Path | None) -> Kept:
    """The files of this station for this database. Those that cannot be used are no reason not to watch the unit."""
    if root is None:
        return Kept(None)
    folder = folder_for(root, store.where)
    known = file_of(folder, identity.name, memory.SUFFIX)
    beside = Beside(folder, file_of(folder, identity.name))
    if identity.kind == "wall":
        return Kept(None, memory_file=known, beside=beside, where=store.where)
    try:
        own = waited_for(partial(Spool.of, folder, identity.name, store.where), HERE_S, SILENT_HERE)
    except StoreError as error:
        _logger.exception("What is entered while the record is away cannot be kept.")
        said = f"What is entered while the record is away cannot be kept on this computer. {error}"
        short = "another Station on it uses its file" if isinstance(error, Held) else "its file cannot be used"
        return Kept(None, said, short, memory_file=known, beside=beside, where=store.where)
    return Kept(Spools(own, folder), memory_file=known, beside=beside, where=store.where)
