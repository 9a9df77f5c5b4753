"""Proof that an alert reached people: when each station first painted it, and when it first sounded it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from station.models import Alert, AlertShown
from station.models.enums import Priority, ShownKind
from station.services.events import AlertsShown, Event
from station.store.work import Actor, Store

_BATCH: Final = 500
"""Alerts asked about in one statement."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One alert, painted or sounded on this station at `at`, at the priority it had then."""

    alert_id: int
    kind: ShownKind
    priority: Priority
    at: datetime

    @property
    def key(self) -> "Key":
        """Told once for each."""
        return self.alert_id, self.kind, self.priority


Key = tuple[int, ShownKind, Priority]


def record_shown(store: Store, station: str, rows: Iterable[Shown], *, actor: Actor, now: datetime) -> list[Event]:
    """Keep the first time of each, and journal all that is new in one entry. Said again, nothing is changed.

    One transaction however many there are. Of alerts that are not stored (a probe's that has gone) nothing is kept.
    Raises what the database raises: say it again later, with the times as they were.
    """
    first = _earliest(rows)
    with store.read() as session:
        if set(first) <= _known(session, station, first):
            return []
    with store.write(actor, now) as work:
        new = _new(work.session, station, first)
        if new:
            work.session.execute(insert(AlertShown), [{"station": station, **asdict(one)} for one in new])
            work.journal("alert.shown", {"shown": [_said(one) for one in new]})
            work.emit(AlertsShown(tuple(sorted({one.alert_id for one in new}))))
        return work.events


def _earliest(rows: Iterable[Shown]) -> dict[Key, Shown]:
    first: dict[Key, Shown] = {}
    for row in rows:
        if row.key not in first or row.at < first[row.key].at:
            first[row.key] = row
    return first


def _new(session: Session, station: str, first: dict[Key, Shown]) -> list[Shown]:
    known = _known(session, station, first)
    stored = set[int]()
    for part in _parts(first):
        stored.update(session.scalars(select(Alert.id).where(Alert.id.in_(part))))
    return [row for key, row in sorted(first.items()) if key not in known and row.alert_id in stored]


def _known(session: Session, station: str, first: Iterable[Key]) -> set[Key]:
    """What of these alerts has been kept for this station."""
    found = set[Key]()
    for part in _parts(first):
        of = select(AlertShown.alert_id, AlertShown.kind, AlertShown.priority)
        kept = session.execute(of.where(AlertShown.station == station, AlertShown.alert_id.in_(part)))
        found.update((one.alert_id, one.kind, one.priority) for one in kept)
    return found


def _parts(keys: Iterable[Key]) -> Iterator[list[int]]:
    """The alerts' ids, in lots that one statement takes."""
    ids = sorted({alert_id for alert_id, _, _ in keys})
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _said(one: Shown) -> dict[str, Any]:
    return {"alert": one.alert_id, "kind": one.kind.value, "priority": one.priority.value, "at": one.at}
