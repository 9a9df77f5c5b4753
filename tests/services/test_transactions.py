"""Each service is one transaction: its rows, its journal entries and its events together, or none of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from station.models import Alert, Base, JournalEntry
from station.models.enums import Role
from station.services import alerts, custody, orders, reading, setup, stays
from station.store import journal
from station.store.verify import verify_journal
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON

AT = NOON + minutes(16)
Deed = Callable[[BuiltUnit, int, int], object]


def _last(unit: BuiltUnit, stay_id: int) -> int:
    return reading.read_checks(unit.store, stay_id)[0].id


def _actor(unit: BuiltUnit) -> dict[str, Any]:
    return {"actor": unit.charge(AT), "now": AT}


def _charge(unit: BuiltUnit) -> int:
    return unit.staff["C. Lindt"]


DEEDS: dict[str, tuple[str, Deed]] = {
    "admit": ("stay.admitted", lambda u, a, b: u.admit("1204", at=AT)),
    "transfer": ("stay.moved", lambda u, a, b: stays.transfer(u.store, a, u.beds["1204"], **_actor(u))),
    "swap": ("stay.swapped", lambda u, a, b: stays.swap_beds(u.store, a, b, **_actor(u))),
    "discharge": ("stay.discharged", lambda u, a, b: stays.discharge(u.store, a, "home", **_actor(u))),
    "precautions": ("stay.precautions", lambda u, a, b: stays.set_precautions(u.store, a, ("SI",), **_actor(u))),
    "level": ("order.level", lambda u, a, b: u.set_level(a, "Q5", AT)),
    "review": ("order.level", lambda u, a, b: orders.review_order(u.store, a, "Dr. Hall", "same", **_actor(u))),
    "check": ("check.recorded", lambda u, a, b: u.check(a, AT)),
    "not found": ("check.not found", lambda u, a, b: u.not_found(a, AT)),
    "amend": ("check.amended", lambda u, a, b: u.amend(_last(u, a), AT, location="Hallway")),
    "correct": ("check.wrong patient", lambda u, a, b: u.correct(_last(u, a), b, AT)),
    "take over": ("observer.took over", lambda u, a, b: custody.take_over(u.store, b, _charge(u), **_actor(u))),
    "accept": ("alert.accepted", lambda u, a, b: u.accept(u.alert(a).id, AT)),
    "technical": ("alert.opened", lambda u, a, b: alerts.raise_technical(u.store, "disk", "Full.", **_actor(u))),
    "sweep": ("alert.raised", lambda u, a, b: u.sweep(NOON + minutes(20))),
    "staff": ("staff.added", lambda u, a, b: setup.add_staff(u.store, "New", Role.TECH, actor=STATION, now=AT)),
}  # fmt: skip


def prepared(unit: BuiltUnit) -> tuple[int, int]:
    """One patient late, his check made at noon; one on line of sight."""
    late, held = unit.admit_seen("1201"), unit.admit_seen("1202", "LOS")
    unit.check(held, NOON + minutes(14))
    unit.sweep(NOON + minutes(15))
    return late, held


def everything(unit: BuiltUnit) -> dict[str, Sequence[Any]]:
    """Every row of every table."""
    with unit.store.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def kinds_since(unit: BuiltUnit, seq: int) -> list[str]:
    with unit.store.read() as session:
        return list(session.scalars(select(JournalEntry.kind).where(JournalEntry.seq > seq).order_by(JournalEntry.seq)))


def head(unit: BuiltUnit) -> int:
    with unit.store.read() as session:
        return session.scalar(select(func.max(JournalEntry.seq))) or 0


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_done_is_journalled_with_it_and_published_after_the_commit(unit: BuiltUnit, name: str) -> None:
    kind, deed = DEEDS[name]
    late, held = prepared(unit)
    before = head(unit)
    seen: list[tuple[Any, bool]] = []

    def publish(events: Sequence[Any]) -> None:
        committed = kind in kinds_since(unit, before)
        seen.extend((event, committed) for event in events)

    unit.store.publish = publish
    deed(unit, late, held)
    assert kind in kinds_since(unit, before)
    assert seen
    assert all(committed for _, committed in seen)
    assert verify_journal(unit.store).journal == "ok"


@pytest.mark.parametrize("name", DEEDS)
def test_a_failure_at_the_end_leaves_neither_rows_nor_journal_nor_events(
    sqlite_unit: BuiltUnit, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, deed = DEEDS[name]
    late, held = prepared(sqlite_unit)
    before = everything(sqlite_unit)
    published: list[Any] = []
    sqlite_unit.store.publish = published.extend

    def fails(*_args: object) -> None:
        raise OSError("no room left on the disk")

    monkeypatch.setattr(journal, "append", fails)
    with pytest.raises(OSError, match="no room"):
        deed(sqlite_unit, late, held)
    assert everything(sqlite_unit) == before
    assert published == []


def test_a_failure_at_any_statement_of_a_check_leaves_nothing(sqlite_unit: BuiltUnit) -> None:
    from sqlalchemy import event

    unit = sqlite_unit
    late, _ = prepared(unit)
    before = everything(unit)
    countdown = [0]

    def fail_later(*_args: object) -> None:
        countdown[0] -= 1
        if countdown[0] == 0:
            raise OSError("the disk is gone")

    event.listen(unit.store.engine, "before_cursor_execute", fail_later)
    statements = 0
    try:
        for statements in range(1, 60):
            countdown[0] = statements
            try:
                unit.check(late, AT, request_id="the same")
            except OSError:
                countdown[0] = 0
                assert everything(unit) == before
            else:
                break
    finally:
        event.remove(unit.store.engine, "before_cursor_execute", fail_later)
    assert 5 < statements < 59
    assert unit.all_alerts(late)[0].close_reason == "seen"


def test_the_journal_tells_who_when_and_where(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, AT, by="A. Diaz")
    with unit.store.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "check.recorded")).all()[-1]
    assert (entry.actor, entry.station, entry.at) == ("A. Diaz", "desk 1", int(AT.timestamp() * 1_000_000))
    assert '"observed":"2026-03-02T12:16:00Z"' in entry.body


def test_nothing_of_an_alert_happens_without_a_step_and_an_entry(unit: BuiltUnit) -> None:
    late, _ = prepared(unit)
    unit.accept(unit.alert(late).id, AT)
    unit.sweep(NOON + minutes(20))
    unit.sweep(NOON + minutes(23))
    unit.check(late, NOON + minutes(24))
    (alert,) = unit.all_alerts(late)
    steps = [f"alert.{one.kind.value}" for one in reading.read_alert_steps(unit.store, alert.id)]
    with unit.store.read() as session:
        wanted = select(JournalEntry.kind).where(
            JournalEntry.kind.startswith("alert."), JournalEntry.body.contains(f'"alert":{alert.id},')
        )
        entries = list(session.scalars(wanted.order_by(JournalEntry.seq)))
    assert steps == entries
    assert steps == ["alert.opened", "alert.accepted", "alert.raised", "alert.lease ended", "alert.closed"]


def test_a_moment_without_a_zone_is_never_stored(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    with pytest.raises((ValueError, TypeError)):
        unit.check(stay_id, datetime(2026, 3, 2, 12, 1))
    with unit.store.read() as session:
        assert session.scalar(select(func.count(Alert.id))) == 0
