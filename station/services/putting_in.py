"""What was kept while the record was away goes into it: each entry once, in order, by the services, with its own times.

The record is lived through again: before each entry what was due by then is swept, so that a lapse of that time is
raised with its true times and healed by the check that healed it. What cannot go in is not dropped: it waits, with the
reason, for a named person.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from station.models import Alert, AlertStep, SpoolEntry
from station.models.enums import AlertState, StepKind
from station.rules.wording import clock_time
from station.services import alerts, checks, finding, keeping, sounds, vitals
from station.services.errors import Refused
from station.services.events import Event, PutIntoRecord
from station.services.sweeping import sweep
from station.store.errors import StoreError
from station.store.spool import Kept
from station.store.work import Actor, AlreadyPutIn, PutIn, Store

_logger = logging.getLogger(__name__)

_SECOND: Final = timedelta(seconds=1)
UNPROVEN: Final = (
    "It was entered under the name of {name} while no PIN could be asked. Ask {name} whether it was so, and enter it "
    "with its time."
)
_AT_ONCE: Final = 400
"""The most ids asked for in one question."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of one return of the record. Counts what people entered, not what Station noted itself."""

    since: datetime | None = None
    """When the record was last known to be reachable; None where that was not noted."""
    put_in: int = 0
    refused: int = 0


def put_in(
    store: Store, entries: Sequence[Kept], *, now: datetime, present: Callable[[], datetime] | None = None
) -> Returned:
    """Put these into the record, oldest first; those dealt with before are passed over. What became of all of them.

    `present`: asked once more where other stations have gone on: this process may have stood still since `now`.
    Raises StoreError when the record goes away again; what was put in until then stays, and the same entries may be
    given again.
    """
    outcomes = _outcomes(store, entries)
    left = [entry for entry in entries if entry.id not in outcomes]
    if left:
        replay = _Replay(store.hurried(), now, present or (lambda: now))
        outcomes |= {entry.id: replay.take(entry) for entry in left}
    people = [outcomes[entry.id] for entry in entries if entry.kind not in _NOTED]
    since = min((_since(entry) for entry in entries if entry.kind == keeping.AWAY), default=None)
    return Returned(since, sum(not why for why in people), sum(bool(why) for why in people))


class _Replay:
    """Lives through the time again, swept each second of it."""

    def __init__(self, store: Store, now: datetime, present: Callable[[], datetime]) -> None:
        self.store = store
        self.now = now
        self._present = present
        self._swept: datetime | None = None

    def take(self, entry: Kept) -> str:
        """Put one in; why it could not be, or nothing."""
        self._sweep(entry)
        return _one(self, entry)

    def _sweep(self, entry: Kept) -> None:
        at = min(entry.written_at, self.now)
        if self._swept is None or at - self._swept >= _SECOND or entry.kind == keeping.LOOKED:
            sweep(self.store, actor=Actor(None, "Station", entry.station), now=at)
            self._swept = at

    def at_its_time(self, entry: Kept, stay_id: int | None, do: Callable[[Actor, datetime], object]) -> None:
        """It happens to the record at its own time; now, where other stations have gone on without it meanwhile.

        An alert that another station raised after this entry was made stood until now, whatever the entry says. Whether
        there is one is asked in the transaction itself: several stations put in what they kept at once.
        """
        try:
            do(_actor(entry, self.now, unless=partial(_unless_gone_on, stay_id, entry.written_at)), entry.written_at)
        except _GoneOn:
            self.now = max(self.now, self._present())
            do(_actor(entry, self.now), max(entry.written_at, self.now))


class _GoneOn(Exception):
    """Other stations saw to a running alert of his after this was entered."""


def _unless_gone_on(stay_id: int | None, written_at: datetime, session: Session) -> None:
    moments = (Alert.detected_at, Alert.told_at, Alert.accepted_at)
    running = Alert.stay_id == stay_id, Alert.state != AlertState.CLOSED
    if session.scalar(select(Alert.id).where(*running, or_(*(moment > written_at for moment in moments))).limit(1)):
        raise _GoneOn


def _outcomes(store: Store, entries: Sequence[Kept]) -> dict[str, str]:
    """By id, of those that were dealt with before."""
    found: dict[str, str] = {}
    with store.read() as session:
        for first in range(0, len(entries), _AT_ONCE):
            ids = [entry.id for entry in entries[first : first + _AT_ONCE]]
            rows = session.execute(select(SpoolEntry.id, SpoolEntry.outcome).where(SpoolEntry.id.in_(ids)))
            found |= {row.id: row.outcome for row in rows}
    return found


def _one(replay: _Replay, entry: Kept) -> str:
    store, now = replay.store, replay.now
    if keeping.is_unproven(entry.body):
        return _refuse(store, entry, UNPROVEN.format(name=entry.name), now)
    try:
        _DO[entry.kind](replay, entry)
    except AlreadyPutIn:
        return _outcomes(store, (entry,)).get(entry.id, "")
    except StoreError:
        raise
    except Refused as refusal:
        return _refuse(store, entry, str(refusal), now)
    except Exception as fault:
        _logger.exception("An entry kept while the record was away could not be put in.")
        return _refuse(store, entry, f"A fault in Station itself ({type(fault).__name__}: {fault}).", now)
    return ""


def _since(entry: Kept) -> datetime:
    try:
        return datetime.fromisoformat(entry.body["since"])
    except (KeyError, TypeError, ValueError):
        return entry.written_at


def _refuse(store: Store, entry: Kept, why: str, now: datetime) -> str:
    """It stays in the record as what could not be put in, whole, with the reason."""
    actor = _actor(entry, now, why)
    if keeping.is_unproven(entry.body):
        actor = replace(actor, staff_id=None, name="Station")  # nobody has proved to be whom it names
    with suppress(AlreadyPutIn), store.write(actor, now) as work:
        work.journal("kept.not put in", {"kind": entry.kind, "entered": dict(entry.body), "why": why})
        work.emit(PutIntoRecord())
    return why


def _actor(entry: Kept, now: datetime, outcome: str = "", unless: Callable[[Session], None] | None = None) -> Actor:
    return Actor(entry.staff_id, entry.name, entry.station, put_in=PutIn(entry, now, outcome, unless))


def _check(replay: _Replay, entry: Kept) -> None:
    said = keeping.check_of(entry.body)

    def do(actor: Actor, at: datetime) -> None:
        checks.record_check(replay.store, said, confirmed=True, actor=actor, now=at)

    replay.at_its_time(entry, said.stay_id, do)


def _not_found(replay: _Replay, entry: Kept) -> None:
    said, who = keeping.not_found_of(entry.body), entry.staff_id or 0

    def do(actor: Actor, at: datetime) -> None:
        checks.record_not_found(replay.store, said.request_id, said.stay_id, who, said.note, actor=actor, now=at)

    replay.at_its_time(entry, said.stay_id, do)


def _vitals(replay: _Replay, entry: Kept) -> None:
    said = keeping.vitals_of(entry.body)

    def do(actor: Actor, at: datetime) -> None:
        vitals.record_set(replay.store, said, confirmed=True, actor=actor, now=at)

    replay.at_its_time(entry, said.stay_id, do)


def _accept(replay: _Replay, entry: Kept) -> None:
    said = keeping.accepted_of(entry.body)
    with replay.store.read() as session:
        taken = _was_taken(session, entry, said)
        alert_id = None if taken else _alert(session, said)
    if alert_id is None:
        with replay.store.write(_actor(entry, replay.now), replay.now):
            return

    def do(actor: Actor, at: datetime) -> None:
        alerts.accept(replay.store, alert_id, entry.staff_id or 0, said.note, actor=actor, now=at)

    replay.at_its_time(entry, said.stay_id, do)


def _was_taken(session: Session, entry: Kept, said: keeping.Accepted) -> bool:
    """Whether the record took this very answer, and could not say so any more."""
    pressed = keeping.pressed_of(entry.body)
    if pressed is None:
        return False
    his = (
        select(AlertStep.id)
        .join(Alert, Alert.id == AlertStep.alert_id)
        .where(
            Alert.subject == said.subject,
            AlertStep.kind == StepKind.ACCEPTED,
            AlertStep.who == entry.name,
            AlertStep.detail == said.note.strip(),
            AlertStep.at.between(pressed, entry.written_at),
        )
    )
    return session.scalar(his.limit(1)) is not None


def _alert(session: Session, said: keeping.Accepted) -> int:
    """By its subject; by what it is about, where it was raised from memory and had none."""
    running = select(Alert.id).where(Alert.state != AlertState.CLOSED)
    found = session.scalar(running.where(Alert.subject == said.subject))
    if found is None and said.stay_id is not None:
        kind = said.subject.partition(":")[0]
        found = session.scalar(running.where(Alert.kind == kind, Alert.stay_id == said.stay_id))
    if found is None:
        raise Refused("The alert that was accepted is not open in the record. Nobody needs to answer for it any more.")
    return found


def _pause(replay: _Replay, entry: Kept) -> None:
    """At its own time, whatever happened since: whether it began a pause or ended one is told by that."""
    until = keeping.paused_of(entry.body).until
    sounds.note_pause(replay.store, until, actor=_actor(entry, replay.now), now=entry.written_at)


def _note(replay: _Replay, entry: Kept) -> None:
    """What Station itself noted while it watched from memory."""
    with replay.store.write(_actor(entry, replay.now), entry.written_at) as work:
        work.journal(_NOTED[entry.kind], dict(entry.body))


_NOTED: Final = {keeping.AWAY: "record.away", keeping.LOOKED: "record.watched from memory"}
_DO: Final[dict[str, Callable[[_Replay, Kept], None]]] = {
    keeping.CHECK: _check,
    keeping.NOT_FOUND: _not_found,
    keeping.VITALS: _vitals,
    keeping.ACCEPT: _accept,
    keeping.PAUSE: _pause,
    keeping.AWAY: _note,
    keeping.LOOKED: _note,
}


def say_returned(store: Store, station: str, returned: Returned, *, now: datetime, head: str = "") -> list[Event]:
    """Have everybody told, on every screen and in the journal, what was kept here and what became of it.

    `head`: of the file, so that the journal vouches for it.
    """
    with store.write(Actor(None, "Station", station), now) as work:
        zone = ZoneInfo(finding.unit(work.session).zone)
        work.journal("record.back", _figures(station, returned, now) | {"head": head})
        work.emit(PutIntoRecord(left_out=returned.refused))
    sentence = returned_words(station, returned, now, zone)
    return alerts.raise_technical(store, f"record:{station}", sentence, actor=Actor(None, "Station", station), now=now)


def _figures(station: str, returned: Returned, now: datetime) -> dict[str, Any]:
    return {
        "station": station,
        "since": returned.since,
        "until": now,
        "put_in": returned.put_in,
        "refused": returned.refused,
    }


def returned_words(station: str, returned: Returned, now: datetime, zone: ZoneInfo) -> str:
    """Record was away 14:32 to 14:50 on Desk 1: 4 entries were kept there and are now in the record."""
    until = clock_time(now, zone, now)
    when = f"{clock_time(returned.since, zone, now)} to {until}" if returned.since else f"until {until}"
    return f"Record was away {when} on {station}: {_became(returned)}"


def _became(returned: Returned) -> str:
    if not (returned.put_in or returned.refused):
        return "nothing was entered there meanwhile."
    kept = f"{_entries(returned.put_in or returned.refused)} kept there and"
    if not returned.refused:
        return f"{kept} {'is' if returned.put_in == 1 else 'are'} now in the record."
    see = f"could not be put in: see to {'it' if returned.refused == 1 else 'them'}."
    return f"{kept} put in; {returned.refused} {see}" if returned.put_in else f"{kept} {see}"


def _entries(count: int) -> str:
    return "1 entry was" if count == 1 else f"{count} entries were"
