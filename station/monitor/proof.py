"""Recalculates the journal at start and every hour, and remembers how that ended."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event as Flag
from threading import Thread
from typing import Final, Protocol

from station.monitor.kept_head import KeptHead
from station.services import Actor, Store
from station.services.alerts import clear_technical, raise_technical
from station.services.errors import Refused
from station.services.events import Event, JournalProven
from station.store.errors import Corrupt, StoreError
from station.store.verify import Anchor, Verification, check_anchor, head_of, verify_journal

EVERY_S: Final = 3_600.0
FIRST_AFTER_S: Final = 2.0
"""So that the first picture is not kept waiting."""

AGAIN_S: Final = 60.0
"""One that could not be read over is read over again so soon: the record may be back."""

SHORTER: Final = (
    "{cut} {station} had seen it so. If a backup has been put back, say that as you close this. If not, keep this "
    "database as it is and call your administrator."
)

_logger = logging.getLogger(__name__)


class Now(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Proof:
    """How the last whole look at the journal ended. `proven_until`: when it began; None before the first."""

    proven_until: datetime | None = None
    broken: str = ""
    """What is wrong with it, in words; empty when nothing is."""


class JournalProof:
    """A thread that proves the journal. `last` may be read at any time, from any thread."""

    def __init__(
        self,
        store: Store,
        clock: Now,
        station: str,
        *,
        kept: KeptHead | None = None,
        every_s: float = EVERY_S,
        first_after_s: float = FIRST_AFTER_S,
    ) -> None:
        self._store = store
        self._clock = clock
        self._actor = Actor(None, "Station", station)
        self._kept = kept
        self._is_held = False
        self._every_s = every_s
        self._first_after_s = first_after_s
        self._stopping = Flag()
        self._thread: Thread | None = None
        self._head = Anchor.genesis()
        """As far as it was whole: what is cut off later verifies all the same, and only this tells."""
        self.last = Proof()

    def start(self) -> None:
        thread = Thread(target=self._run, name="station-journal-proof", daemon=True)
        thread.start()
        self._thread = thread

    def stop(self, wait_s: float = 5.0) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(wait_s)

    def prove(self) -> Proof:
        """Recalculate the whole journal now, and hold it against its head of the last time. A broken one is a technical
        alert until it is whole."""
        began = self._clock.now()
        self._hold()
        found = verify_journal(self._store, anchor=self._head, cancelled=self._stopping.is_set, pause_s=0.001)
        if found.journal == "stopped":
            return self.last
        if found.journal == "ok":
            self._head = Anchor(found.entries, found.head)
            self._keep(self._head)
        self.last = Proof(began, "" if found.journal in ("ok", "empty") else _sentence(found))
        self._tell()
        return self.last

    def _hold(self) -> None:
        """Against its head of when this station ran last, once. A backup that was put back ends earlier, rightly: so
        it is a person who says why, and from then on the journal as it is now counts."""
        if self._kept is None or self._is_held:
            return
        cut = check_anchor(self._store, self._kept.last(self._store))
        if cut is not None:
            said = SHORTER.format(cut=cut, station=self._actor.station)
            raise_technical(self._store, "journal:end", said, actor=self._actor, now=self._clock.now())
        self._is_held = True

    def _keep(self, head: Anchor) -> None:
        if self._kept is not None:
            self._kept.keep(self._store, head)

    def _run(self) -> None:
        wait = self._first_after_s
        while not self._stopping.wait(wait):
            wait = self._every_s if self.attempt() else min(self._every_s, AGAIN_S)
        self._leave()

    def _leave(self) -> None:
        """What has come since the last proof is part of what the next run holds the journal against."""
        if self._kept is None or not self._is_held or self.last.broken:
            return
        try:
            self._keep(head_of(self._store))
        except StoreError as error:
            _logger.warning("The head of the journal cannot be kept: %s", error)

    def attempt(self) -> bool:
        """Prove it, or say why it could not be read. False where only the record is away, which says nothing of the
        journal: what was known of it holds, and its age tells."""
        try:
            self.prove()
        except StoreError as error:
            if not isinstance(error, Corrupt):
                _logger.warning("The journal cannot be read over at present: %s", error)
                return False
            self._cannot_be_read(error)
        except Exception as error:
            _logger.exception("The journal could not be read to prove it.")
            self._cannot_be_read(error)
        return True

    def _cannot_be_read(self, error: Exception) -> None:
        self.last = Proof(self.last.proven_until, f"The journal could not be read: {error}")

    def _tell(self) -> None:
        if self._stopping.is_set():
            return
        try:
            if self.last.broken:
                raise_technical(self._store, "journal", self.last.broken, actor=self._actor, now=self._clock.now())
            else:
                clear_technical(self._store, "journal", actor=self._actor, now=self._clock.now())
        except Refused:
            _logger.info("There is no unit yet whose screens could be told about the journal.")
        self._publish([JournalProven(self.last.proven_until)])

    def _publish(self, events: Sequence[Event]) -> None:
        publish: Callable[[Sequence[Event]], None] = self._store.publish
        publish(events)


def _sentence(found: Verification) -> str:
    where = "" if found.first_bad is None else f" at entry {found.first_bad}"
    why = found.why.rstrip(".")
    return f"The journal is broken{where}: {why}. Keep this database as it is and call your administrator."
