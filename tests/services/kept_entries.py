"""What was kept at a desk while the record was away, and what the record has of it afterwards."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from station.models import Check, JournalEntry, SpoolEntry
from station.services import keeping, stays
from station.services.checks import CheckEntry
from station.store.spool import Kept, Spool
from station.store.work import Store
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON

BACK = NOON + minutes(50)


def spool_of(folder: Path) -> Iterator[Spool]:
    made = Spool.of(folder, "desk 1")
    yield made
    made.close()


def keep(spool: Spool, unit: BuiltUnit, entry: keeping.Kind, at: datetime, by: str = "J. Moore") -> Kept:
    body = keeping.body_of(entry, at)
    return spool.append(keeping.kind_of(entry), body, staff_id=unit.staff[by], name=by, at=at)


def check_of(unit: BuiltUnit, stay_id: int, **more: object) -> CheckEntry:
    said: dict[str, object] = {"request_id": unit.request(), "location": "Room", "activity": "Awake"} | more
    return CheckEntry(stay_id=stay_id, observer_id=unit.staff["J. Moore"], **said)  # type: ignore[arg-type]


def discharge(unit: BuiltUnit, stay_id: int, at: datetime) -> None:
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(at), now=at)


def look(spool: Spool, at: datetime) -> Kept:
    return spool.append(keeping.LOOKED, {"raised": []}, staff_id=None, name="Station", at=at)


def checks_of(unit: BuiltUnit, stay_id: int) -> Sequence[Check]:
    with unit.store.read() as session:
        return session.scalars(select(Check).where(Check.stay_id == stay_id).order_by(Check.id)).all()


def spooled(store: Store) -> Sequence[SpoolEntry]:
    with store.read() as session:
        return session.scalars(select(SpoolEntry).order_by(SpoolEntry.written_at, SpoolEntry.seq)).all()


def journal(store: Store, kind: str) -> Sequence[JournalEntry]:
    with store.read() as session:
        return session.scalars(select(JournalEntry).where(JournalEntry.kind == kind).order_by(JournalEntry.seq)).all()


def before(monkeypatch: pytest.MonkeyPatch, number: int, happens: Callable[[], object]) -> None:
    """Just before so many checks are put in, and after the sweep that goes before."""
    from station.services import putting_in

    done = putting_in._DO[keeping.CHECK]
    calls = iter(range(1, 100))

    def going(replay: putting_in._Replay, entry: Kept) -> None:
        if next(calls) == number:
            happens()
        done(replay, entry)

    monkeypatch.setitem(putting_in._DO, keeping.CHECK, going)
