"""What a station's eyes know, in a small file of its own: so that one which starts without its record is not blind.

It holds names and levels: it lies beside what is kept while the record is away, and is guarded as that is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from station.models.enums import OwedReason
from station.monitor.logical_clock import found_at_start
from station.rules.intervals import Limits, run_from
from station.rules.policy import Policy, complete, parse_policy
from station.rules.policy_values import PolicyError
from station.rules.wording import clock_time
from station.store.errors import StoreError
from station.store.rows import BedRow, BoardSnapshot, OwedRow, PatientRow, StaffRow
from station.store.spool_places import SUFFIX as WAITING
from station.store.whole_file import NotWhole, read_whole, write_whole

SUFFIX: Final = ".memory"
OLDEST: Final = timedelta(hours=24)
"""What was read longer ago says too little of who is here now."""


class NothingRemembered(StoreError):
    """There is nothing to go on from. Why, in words."""


class NotOfNow(NothingRemembered):
    """Nor does it vouch for anything: it is old, or of another database."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The unit as it was last known for certain, and how far this station has watched it since."""

    board: BoardSnapshot
    policy: Mapping[str, Any]
    staff: tuple[StaffRow, ...]
    policy_signed_by: str
    policy_signed_at: datetime | None
    true_at: datetime
    """When the record last said so, by its own clock."""
    lived_to: datetime
    """Until then this station has watched it, with the record or without: its clock does not begin before."""
    unwatched_to: datetime | None
    """When this station began to look again after a time in which nobody is known to have, until the record owes
    everybody a look for it. None: there was no such time."""
    ahead_s: float
    """Seconds by which this computer's clock was ahead of the record's, where a server's decides."""
    where: str = ""
    """The database, as `Store.where` has it; empty in files of before it was kept, as the next."""
    record: str = ""
    """Which record it holds: as `verify.first_of`."""


_AS_JSON: Final = TypeAdapter(Memory)


def write(file: Path, memory: Memory) -> None:
    """Whole or not at all. Raises OSError."""
    write_whole(file, _AS_JSON.dump_json(memory))


def recall(file: Path, wall: datetime, where: str = "") -> Memory:
    """What was written last. `wall`: this computer's clock now. `where`: the database that it is to be of, as
    `Store.where` has it. Raises NothingRemembered, in words."""
    try:
        memory = _AS_JSON.validate_json(read_whole(file))
        parse_policy(complete(memory.policy))
    except FileNotFoundError:
        raise NothingRemembered("This computer remembers nothing of the unit.") from None
    except (NotWhole, ValidationError, PolicyError) as fault:
        why = str(fault) if isinstance(fault, NotWhole) else "it does not make sense to this Station"
        raise NothingRemembered(f"What this computer remembers of the unit cannot be used: {why}.") from fault
    except OSError as fault:
        said = fault.strerror or fault
        raise NothingRemembered(f"What this computer remembers of the unit cannot be read ({said}).") from fault
    _refuse_another(memory, where)
    now = believed(memory, wall)
    if now - memory.true_at > OLDEST:
        at = clock_time(memory.true_at, ZoneInfo(memory.board.unit.zone), now)
        raise NotOfNow(f"What this computer remembers of the unit is of {at}, more than 24 hours ago, and is not used.")
    return memory


def _refuse_another(memory: Memory, where: str) -> None:
    if where and memory.where and memory.where != where:
        raise NotOfNow(f"What this computer remembers here is of another database, {memory.where}, and is not used.")


def believed(memory: Memory, wall: datetime) -> datetime:
    """The record's time, when this computer's clock stands at `wall`, as well as it can be told without it."""
    return wall - timedelta(seconds=memory.ahead_s)


def is_known(folder: Path, wall: datetime, where: str = "") -> Path | None:
    """A file in the folder of a database that vouches for it: there was a unit in it not long ago.

    One that cannot be read any more does so too, and what waits for that record. Raises OSError where the folder cannot
    be looked into.
    """
    try:
        files = sorted(folder.iterdir())
    except FileNotFoundError:
        return None
    waiting = (file for file in files if file.suffix == WAITING and file.stat().st_size)
    return next(waiting, None) or next((file for file in files if _vouches(file, wall, where)), None)


def _vouches(file: Path, wall: datetime, where: str) -> bool:
    if file.suffix != SUFFIX:
        return False
    try:
        recall(file, wall, where)
    except NotOfNow:
        return False
    except NothingRemembered:
        return True
    return True


def policy_of(memory: Memory) -> Policy:
    return parse_policy(complete(memory.policy))


def is_gap(memory: Memory, wall: datetime, watched_to: datetime) -> bool:
    """Whether a start now comes after a time in which nobody is known to have looked, or of a length that nobody knows
    because the clock was set back. `watched_to`: until then this station has looked, as far as is known."""
    return bool(found_at_start(believed(memory, wall), watched_to))


def everyone_owed_a_look(board: BoardSnapshot, policy: Policy, now: datetime) -> BoardSnapshot:
    """As the record has it when Station starts after such a time."""
    limits = Limits(policy.first_check.soon, policy.first_check.late, policy.first_check.lapsed)
    return replace(
        board,
        beds=tuple(_looked_for(bed, limits, now) for bed in board.beds),
        unplaced=tuple(_owed_a_look(one, limits, now) for one in board.unplaced),
    )


def _looked_for(bed: BedRow, limits: Limits, now: datetime) -> BedRow:
    return bed if bed.patient is None else replace(bed, patient=_owed_a_look(bed.patient, limits, now))


def _owed_a_look(row: PatientRow, limits: Limits, now: datetime) -> PatientRow:
    """What was owed sooner stays owed sooner; of somebody off the unit nothing is owed here but his return."""
    if row.away is not None:
        return row
    look = run_from(limits, now)
    check = row.check
    soons = [at for at in (check.soon_at, look.soon_at) if at is not None]
    owed = OwedRow(
        check.task_id,
        check.kind,
        check.since,
        min(soons, default=None),
        min(check.due_at, look.due_at),
        min(check.lapsed_at, look.lapsed_at),
    )
    if row.owed_since is not None and row.owed_reason is not None:
        return replace(row, check=owed)
    return replace(row, check=owed, owed_since=now, owed_reason=OwedReason.NOT_WATCHED)
