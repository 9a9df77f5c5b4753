"""The station's own eyes: while the record is away it goes on looking, from memory, and keeps what people enter.

A thread of its own, which touches no database: one that hangs cannot hang it, nor can the disk of what it notes.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from math import inf
from threading import Event as Flag
from threading import RLock, Thread, current_thread
from typing import Any, Final, Protocol

from station.models.enums import Priority
from station.monitor.aside import Op, at_once
from station.monitor.from_memory import carried_on
from station.monitor.health import Phase, Status
from station.monitor.memory import Memory, everyone_owed_a_look, policy_of
from station.rules.policy import Policy
from station.services import keeping
from station.services.events import Event, SeenFromMemory
from station.store.beside import Beside
from station.store.errors import StoreError
from station.store.rows import AlertRow, BoardSnapshot, StaffRow
from station.store.rows.kept import AwayRecord
from station.store.spool import Kept, NotKept, Spools

AWAY_AFTER_S: Final = 2.0
"""Passes that have failed for so long mean that the record is away; one that failed once may be the next one's."""

HANGS_AFTER_S: Final = 3.0
"""A pass that has not come to an end for so long means it too."""

LOOK_S: Final = 0.5

NOTE_AGAIN_S: Final = 10.0
"""What could not be kept here is tried again this often: there may be room by now."""

COVERED_S: Final = 5.0
"""A last look older than this no longer counts as looking."""

SLOW: Final = "The record does not answer."

_logger = logging.getLogger(__name__)


class RecordAway(StoreError):
    """The record cannot be reached at present: known beforehand, so that nobody waits to hear it."""


def _level() -> float:
    return 0.0


class Now(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class People:
    """Who works here, and who signed the policy: what a desk shows of it."""

    staff: tuple[StaffRow, ...] = ()
    policy_signed_by: str = ""
    policy_signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What is known without the record, as of one look. Frozen: read it from any thread."""

    away: AwayRecord
    board: BoardSnapshot | None
    """None: nothing had been read before the record went away."""
    looked: float
    """Elapsed seconds as that look began: one that takes long, or stood still, shows what was so then."""
    unwatched_s: float = 0.0
    """The longest time without a look until then, since the last whole pass before the record was away."""


class Eyes:
    """Judges from what the monitor leaves behind, and from errors others meet, whether the record is away.

    `spools` None keeps nothing (a wall keeps none of its own either: nobody enters anything there). `elapsed`: the
    count that the stamps of `status` are made with. `publish` is given `SeenFromMemory` when what is known changes.
    `beside`: what other stations of this computer keep. `ahead_s`: seconds by which this computer's clock is ahead of
    the record's. `aside`: does what Station notes of its own, and returns although that hangs. `cannot`: why nothing
    can be kept here although it should be, as the end of a sentence.
    """

    def __init__(
        self,
        spools: Spools | None,
        clock: Now,
        *,
        status: Callable[[], Status],
        elapsed: Callable[[], float],
        publish: Callable[[Sequence[Event]], None],
        beside: Beside | None = None,
        ahead_s: Callable[[], float] = _level,
        aside: Callable[[Op], None] = at_once,
        cannot: str = "",
    ) -> None:
        self._spools = spools
        self._aside = aside
        self._cannot = cannot
        self._unnoted: tuple[str, Mapping[str, Any]] | None = None
        """That the record went away, where this could not be kept."""
        self._tried_at = 0.0
        self._beside = beside
        self._ahead_s = ahead_s
        self._clock = clock
        self._status = status
        self._elapsed = elapsed
        self._publish = publish
        self._lock = RLock()
        self._last: BoardSnapshot | None = None
        self._policy: Policy | None = None
        self._people: People | None = None
        self._true_at: datetime | None = None
        self._unwatched_to: datetime | None = None
        self._away: AwayRecord | None = None
        self._lost_at = 0.0
        self._raised: dict[tuple[str, datetime], datetime] = {}
        self._noted: set[tuple[str, datetime, Priority]] = set()
        self._view: View | None = None
        self._stop = Flag()
        self._thread: Thread | None = None

    # What others tell and ask

    def remember(self, snapshot: BoardSnapshot) -> None:
        """The board was read. Never waits, as the next."""
        self._last = snapshot

    def confirm(self) -> None:
        """What was read last is what is stored now."""
        self._true_at = self._clock.now()

    def know(self, policy: Policy, people: People | None = None) -> None:
        """The policy in force: without it nothing can be entered while the record is away. And who works here."""
        self._policy = policy
        self._people = people or self._people

    def knowledge(self) -> Memory | None:
        """All of it, to be written down; None before anything was read."""
        board, policy, true_at = self._last, self._policy, self._true_at
        if board is None or policy is None or true_at is None:
            return None
        people = self._people or People()
        return Memory(
            board=board,
            policy=policy.to_json(),
            staff=people.staff,
            policy_signed_by=people.policy_signed_by,
            policy_signed_at=people.policy_signed_at,
            true_at=true_at,
            lived_to=self._clock.now(),
            unwatched_to=self._unwatched_to,
            ahead_s=self._ahead_s(),
        )

    def begin_without(self, memory: Memory, why: str, *, after_gap: bool) -> None:
        """This station starts while the record is away: go on from what was known. `after_gap`: as `memory.is_gap`."""
        with self._lock:
            now, policy = self._clock.now(), policy_of(memory)
            self._last = everyone_owed_a_look(memory.board, policy, now) if after_gap else memory.board
            self._policy, self._true_at = policy, memory.true_at
            self._people = People(memory.staff, memory.policy_signed_by, memory.policy_signed_at)
            self._unwatched_to = now if after_gap else memory.unwatched_to
            if self._away is None:
                self._begin(why, as_of=memory.true_at)
            else:
                self._away = replace(self._away, as_of=memory.true_at)
        self.look()

    @property
    def unwatched_to(self) -> datetime | None:
        """As of `Memory`."""
        return self._unwatched_to

    @property
    def last(self) -> BoardSnapshot | None:
        return self._last

    @property
    def policy(self) -> Policy | None:
        return self._policy

    @property
    def people(self) -> People | None:
        """None where nobody has told."""
        return self._people

    @property
    def view(self) -> View | None:
        """None while the record is there. Never waits."""
        return self._view

    @property
    def is_away(self) -> bool:
        return self._away is not None

    @property
    def is_started_without(self) -> bool:
        """Whether this station was started without the record, which is away still."""
        away = self._away
        return away is not None and away.as_of is not None

    @property
    def keeps(self) -> bool:
        """Whether what is entered now is to be kept here: the record is away, or what was kept has yet to go in."""
        return self._away is not None or (self._spools is not None and self._spools.own.is_waiting)

    def lost(self, error: Exception) -> None:
        """Somebody met an error of the record just now, who would have had to be told that nothing was saved."""
        with self._lock:
            self._lost_at = self._elapsed()
            if self._away is None:
                self._begin(str(error))
            else:
                self._away = replace(self._away, why=str(error))
        self.look()

    def was_covering(self) -> bool:
        """Whether what has just come back was watched over from memory until now."""
        view = self._view
        return view is not None and view.board is not None and self._elapsed() - view.looked <= COVERED_S

    def unwatched_s(self) -> float:
        """The longest time, in seconds, in which nobody watched over what has just come back."""
        view = self._view
        return inf if view is None or view.board is None else self._unwatched_until(self._elapsed())

    def gate(self) -> None:
        """Raises RecordAway at once where the record is known to be away: nobody has to wait for it."""
        away = self._away
        if away is not None:
            raise RecordAway(
                f"The record cannot be reached, so this cannot be done now: nothing was changed. {away.why}"
            )

    def gate_of_readers(self) -> None:
        """The same only where a question would hang: what fails at once may be tried."""
        if self._hangs(self._status()):
            self.gate()

    def keep(self, kind: str, body: Mapping[str, Any], staff_id: int, name: str) -> Kept:
        """Keep what a person has entered, and show it. Raises NotKept when not even this computer can."""
        if self._spools is None:
            self.gate()
            raise RecordAway("The record cannot be reached, and nothing is kept on this station.")
        try:
            kept = self._spools.own.append(kind, body, staff_id=staff_id, name=name, at=self._clock.now())
            self._cannot = ""
        except NotKept as error:
            self._cannot = error.why
            raise
        finally:
            self.look()
            self._tell()
        return kept

    def kept(self) -> tuple[Kept, ...]:
        """What waits here, oldest first."""
        return () if self._spools is None else self._spools.own.entries

    # Looking

    def start(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._run, name="station-eyes", daemon=True)
            self._thread.start()

    def stop(self, wait_s: float = 5.0) -> None:
        self._stop.set()
        if self._thread is not None and self._thread is not current_thread():
            self._thread.join(wait_s)

    def look(self) -> None:
        """One look: whether the record is away, and what is true without it."""
        with self._lock:
            why = self._why_away()
            if why and self._away is None:
                self._begin(why)
            elif not why and self._away is not None and self._is_back():
                self._end()
            if self._away is not None:
                self._see(self._away)

    def _run(self) -> None:
        while not self._stop.wait(LOOK_S):
            try:
                self.look()
            except Exception:
                _logger.exception("A look from memory failed; it goes on.")

    def _why_away(self) -> str:
        """In words; empty where the monitor reaches the record."""
        status = self._status()
        if self._hangs(status):
            return SLOW
        if status.phase is Phase.RUNNING and status.error and status.record_failed:
            began = status.last_pass or status.started
            if began is not None and self._elapsed() - began.elapsed > AWAY_AFTER_S:
                return status.error
        return ""

    def _hangs(self, status: Status) -> bool:
        since = status.looking_since
        return since is not None and self._elapsed() - since > HANGS_AFTER_S

    def _is_back(self) -> bool:
        """Whether a whole pass has begun and ended since it was lost."""
        status = self._status()
        return status.last_pass is not None and not status.error and status.last_pass.elapsed > self._lost_at

    def _begin(self, why: str, as_of: datetime | None = None) -> None:
        """`as_of`: started without it, with what was known then."""
        status, now = self._status(), self._clock.now()
        since = status.last_pass.at if status.last_pass is not None else now
        self._lost_at = max(self._lost_at, self._elapsed())
        keeps, sees = self._spools is not None, self._beside is not None
        self._away = AwayRecord(since, why, 0, keeps=keeps, as_of=as_of, sees_beside=sees)
        self._raised, self._noted = {}, set()
        self._unnoted = None
        self._note(keeping.AWAY, {"since": since, "why": why} | ({} if as_of is None else {"started_as_of": as_of}))
        _logger.error("The record is away: %s", why)
        self._tell()

    def _end(self) -> None:
        """A disk that was full with the record's has room again as it has: that it was away is noted still."""
        if self._unnoted is not None:
            self._note(*self._unnoted)
        self._away = self._view = self._unwatched_to = self._unnoted = None
        self._raised, self._noted = {}, set()
        _logger.info("The record is back.")
        self._tell()

    def _see(self, away: AwayRecord) -> None:
        began, now, kept = self._elapsed(), self._clock.now(), self.kept()
        self._note_again()
        entered = sum(one.staff_id is not None for one in kept)
        self._away = away = replace(away, kept=entered, why=self._why_away() or away.why, cannot=self._cannot)
        board = self._last
        if board is not None:
            board = carried_on(board, self._all(kept), now, policy=self._policy, raised=self._raised)
            self._note_changes(board.alerts)
            board = replace(board, away=away)
        self._view = View(away, board, began, self._unwatched_until(began))

    def _unwatched_until(self, moment: float) -> float:
        view, last = self._view, self._status().last_pass
        if view is not None:
            return max(view.unwatched_s, moment - view.looked)
        return 0.0 if last is None else moment - last.elapsed

    def _all(self, kept: tuple[Kept, ...]) -> Sequence[Kept]:
        """With what is kept at other stations of this computer."""
        others = () if self._beside is None else self._beside.entries()
        return sorted((*kept, *others), key=lambda one: one.written_at) if others else kept

    def _note_changes(self, alerts: Sequence[AlertRow]) -> None:
        """What was raised from memory, and what has healed of it, is told to the record when it is back."""
        local = {(one.subject, one.due_at): one for one in alerts if one.unsaved and one.id < 0}
        new = [one for key, one in local.items() if key not in self._raised]
        healed = [subject for subject, due in self._raised if (subject, due) not in local]
        risen = [one for one in alerts if one.unsaved and (one.subject, one.due_at, one.priority) not in self._noted]
        if not (new or healed or risen):
            return
        self._raised = {key: self._raised.get(key, one.detected_at) for key, one in local.items()}
        self._noted = {(one.subject, one.due_at, one.priority) for one in alerts if one.unsaved}
        said = {"raised": [_words(one) for one in risen or new], "healed": healed}
        self._note(keeping.LOOKED, said)

    def _note(self, kind: str, body: Mapping[str, Any]) -> None:
        """Station's own notes; where they cannot be kept the looking goes on all the same, and it is said."""
        if self._spools is not None:
            self._tried_at = self._elapsed()
            self._aside(partial(self._write_note, self._spools, kind, body, self._clock.now()))

    def _write_note(self, spools: Spools, kind: str, body: Mapping[str, Any], at: datetime) -> None:
        try:
            spools.own.append(kind, body, staff_id=None, name="Station", at=at)
            self._cannot, failed = "", False
        except StoreError as error:
            if not self._cannot:
                _logger.warning("What was seen from memory could not be kept: %s", error)
            self._cannot, failed = error.why if isinstance(error, NotKept) else "its file cannot be used", True
        if kind == keeping.AWAY:
            self._unnoted = (kind, body) if failed else None

    def _note_again(self) -> None:
        """So that it is seen, too, when there is room again."""
        said = self._unnoted
        if said is not None and self._elapsed() - self._tried_at >= NOTE_AGAIN_S:
            self._note(*said)

    def _tell(self) -> None:
        try:
            self._publish([SeenFromMemory()])
        except Exception:
            _logger.exception("What is seen from memory could not be published.")


def _words(alert: AlertRow) -> dict[str, Any]:
    """Which alert it was, for the journal."""
    return {
        "subject": alert.subject,
        "bed": alert.bed,
        "kind": alert.kind,
        "stage": alert.stage.value,
        "due": alert.due_at,
    }
