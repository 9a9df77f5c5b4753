"""The journal is proved by a running Station: broken it is an alert, whole again the alert goes."""

from pathlib import Path

import pytest
from sqlalchemy import select

from station.models import Alert
from station.models.enums import AlertState
from station.monitor.kept_head import KeptHead
from station.monitor.proof import AGAIN_S, EVERY_S, FIRST_AFTER_S, JournalProof
from station.services import Store, alerts
from station.services.events import Event, JournalProven
from station.store.engine import close_store
from station.store.errors import Corrupt, Locked
from station.store.verify import verify_journal
from tests.builders import STATION, build_unit, minutes
from tests.databases import fresh_sqlite
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import until


@pytest.fixture
def told(sqlite_store: Store) -> list[Event]:
    """What has been published."""
    build_unit(sqlite_store)
    events: list[Event] = []
    sqlite_store.publish = events.extend
    return events


@pytest.fixture
def proof(sqlite_store: Store, told: list[Event]) -> JournalProof:
    del told
    return JournalProof(sqlite_store, FakeClock(), "Desk 1")


def said(store: Store) -> list[str]:
    """The sentences of the technical alerts that are open."""
    with store.read() as session:
        running = select(Alert.text).where(Alert.kind == "technical", Alert.state != AlertState.CLOSED)
        return list(session.scalars(running))


def alter(store: Store, actor: str) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS journal_refuses_update")
        connection.exec_driver_sql("UPDATE journal SET actor = ? WHERE seq = 1", (actor,))
        connection.commit()


def actor_of_first(store: Store) -> str:
    with store.engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT actor FROM journal WHERE seq = 1").scalar_one())


def test_a_whole_journal_is_proven_until_now(proof: JournalProof, sqlite_store: Store, told: list[Event]) -> None:
    found = proof.prove()
    assert (found.proven_until, found.broken) == (NOON, "")
    assert told == [JournalProven(NOON)]
    assert said(sqlite_store) == []


def test_a_broken_journal_is_an_alert_until_it_is_whole(proof: JournalProof, sqlite_store: Store) -> None:
    before = actor_of_first(sqlite_store)
    alter(sqlite_store, "Somebody else")
    assert "broken at entry 1" in proof.prove().broken
    assert said(sqlite_store) == [proof.last.broken]
    proof.prove()
    assert len(said(sqlite_store)) == 1
    alter(sqlite_store, before)
    assert proof.prove().broken == ""
    assert said(sqlite_store) == []


def cut(store: Store, entries: int) -> None:
    """Take so many entries off its end: what is left is whole in itself."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS journal_refuses_delete")
        connection.exec_driver_sql(
            "DELETE FROM journal WHERE seq > (SELECT max(seq) FROM journal) - ?", (entries,)
        )  # fmt: skip
        connection.commit()


def test_an_end_that_is_cut_off_while_it_runs_is_found(proof: JournalProof, sqlite_store: Store) -> None:
    proof.prove()
    cut(sqlite_store, 2)
    assert verify_journal(sqlite_store).journal == "ok"
    assert "its end was cut off" in proof.prove().broken
    assert said(sqlite_store) == [proof.last.broken]
    for number in range(3):
        alerts.raise_technical(sqlite_store, f"disk:{number}", "It is nearly full.", actor=STATION, now=NOON)
    assert "the journal was written anew" in proof.prove().broken


@pytest.fixture
def kept(tmp_path: Path) -> KeptHead:
    return KeptHead(tmp_path / "desk-1.head")


def run_once(store: Store, kept: KeptHead) -> JournalProof:
    """A station that starts, proves the journal, and ends in good order."""
    proof = JournalProof(store, FakeClock(), "Desk 1", kept=kept, first_after_s=0.0)
    proof.start()
    assert until(lambda: proof.last.proven_until is not None)
    proof.stop()
    return proof


def enter(store: Store, times: int) -> None:
    for number in range(times):
        alerts.raise_technical(store, f"disk:{number}", "It is nearly full.", actor=STATION, now=NOON)


def test_an_end_that_is_cut_off_while_nobody_runs_is_told_until_somebody_has_said_why(
    sqlite_store: Store, told: list[Event], kept: KeptHead
) -> None:
    run_once(sqlite_store, kept)
    enter(sqlite_store, 3)
    run_once(sqlite_store, kept)
    before = said(sqlite_store)
    cut(sqlite_store, 2)
    proof = run_once(sqlite_store, kept)
    (new,) = set(said(sqlite_store)) - set(before)
    assert (
        "its end was cut off. Desk 1 had seen it so. If a backup has been put back, say that as you close this" in new
    )
    assert proof.last.broken == ""
    run_once(sqlite_store, kept)
    assert said(sqlite_store).count(new) == 1


def test_what_was_entered_after_the_last_proof_is_held_against_it_too(
    sqlite_store: Store, told: list[Event], kept: KeptHead
) -> None:
    proof = JournalProof(sqlite_store, FakeClock(), "Desk 1", kept=kept, first_after_s=0.0)
    proof.start()
    assert until(lambda: proof.last.proven_until is not None)
    enter(sqlite_store, 3)
    proof.stop()
    cut(sqlite_store, 1)
    run_once(sqlite_store, kept)
    assert any("its end was cut off" in one for one in said(sqlite_store))


def test_a_journal_that_has_only_grown_is_as_it_was(
    sqlite_store: Store, told: list[Event], kept: KeptHead
) -> None:  # fmt: skip
    run_once(sqlite_store, kept)
    enter(sqlite_store, 2)
    before = said(sqlite_store)
    run_once(sqlite_store, kept)
    assert said(sqlite_store) == before


def test_the_head_of_another_record_says_nothing_of_this_one(
    sqlite_store: Store, told: list[Event], kept: KeptHead, tmp_path: Path
) -> None:
    other = fresh_sqlite(tmp_path / "other.db")
    build_unit(other, now=NOON - minutes(1))
    enter(other, 30)
    run_once(other, kept)
    close_store(other)
    run_once(sqlite_store, kept)
    assert said(sqlite_store) == []


def test_a_broken_journal_is_not_what_the_next_run_holds_it_against(
    sqlite_store: Store, told: list[Event], kept: KeptHead
) -> None:
    run_once(sqlite_store, kept)
    before = kept.last(sqlite_store)
    enter(sqlite_store, 1)
    alter(sqlite_store, "Somebody else")
    assert run_once(sqlite_store, kept).last.broken
    assert kept.last(sqlite_store) == before


@pytest.mark.parametrize("body", [b"", b"station memory 1 3 00\nabc", b"nonsense"])
def test_a_file_that_cannot_be_used_stops_nothing(
    sqlite_store: Store, told: list[Event], kept: KeptHead, tmp_path: Path, body: bytes
) -> None:
    (tmp_path / "desk-1.head").write_bytes(body)
    assert run_once(sqlite_store, kept).last.broken == ""
    assert kept.last(sqlite_store).seq > 0


def test_it_is_proven_at_the_start_each_hour_and_within_a_minute_where_the_record_was_away(
    proof: JournalProof, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    attempts = iter((True, False, True))

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) > 3

    monkeypatch.setattr(proof._stopping, "wait", wait)
    monkeypatch.setattr(proof, "attempt", lambda: next(attempts))
    proof.start()
    assert until(lambda: len(waits) == 4)
    assert waits == [FIRST_AFTER_S, EVERY_S, AGAIN_S, EVERY_S]
    assert (FIRST_AFTER_S, EVERY_S, AGAIN_S) == (2.0, 3600.0, 60.0)
    proof.stop()


def test_a_record_that_is_away_says_nothing_against_the_journal(
    proof: JournalProof, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof.prove()
    monkeypatch.setattr(Store, "read", away)
    assert not proof.attempt(), "it is tried again soon"
    assert (proof.last.proven_until, proof.last.broken) == (NOON, "")
    monkeypatch.undo()
    assert proof.attempt()


def test_a_whole_journal_stays_proven_where_that_cannot_be_written_down(
    proof: JournalProof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "write", away)
    monkeypatch.setattr("station.monitor.proof.clear_technical", away)
    assert not proof.attempt()
    assert (proof.last.proven_until, proof.last.broken) == (NOON, "")


@pytest.mark.parametrize("fault", [Corrupt("It is damaged."), RuntimeError("no such thing")])
def test_one_that_cannot_be_read_for_another_reason_is_not_well(
    proof: JournalProof, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fails(*_: object) -> None:
        raise fault

    proof.prove()
    monkeypatch.setattr(Store, "read", fails)
    assert proof.attempt()
    assert str(fault) in proof.last.broken
    assert proof.last.proven_until == NOON


def away(*_: object, **__: object) -> None:
    raise Locked("Another program keeps it.")
