"""A station that starts while the record is away: it shows, alerts and keeps from what it knew, and recovers."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from station.app.core import identity_of, open_core, open_from_memory
from station.models import Alert, JournalEntry, SpoolEntry
from station.models.enums import AlertState, OwedReason, Priority
from station.monitor import memory
from station.monitor.facts import of_clock
from station.monitor.kept_head import KeptHead
from station.monitor.memory import NothingRemembered
from station.rules.watching import Trust
from station.services.errors import Refused
from station.services.events import KeptHere, PutIntoRecord
from station.store.engine import close_store
from station.store.errors import Corrupt, DatabaseNewer, Locked, NoDatabase, StoreError
from station.store.spool import Held, Spool
from station.store.spool_places import folder_for
from station.store.verify import head_of, verify_journal
from tests.app.ward import Ward
from tests.builders import PIN, build_unit
from tests.databases import fresh_sqlite
from tests.fakes import NOON, FakeClock


@pytest.fixture
def ward(new_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ward]:
    monkeypatch.setattr("station.store.engine.BUSY_MS", 50)
    made = Ward(new_sqlite, tmp_path / "spool", FakeClock())
    made.remember()
    yield made
    made.close()


# Each way in which a record cannot be opened


@contextmanager
def moved(ward: Ward) -> Iterator[None]:
    away = ward.path.with_name("moved")
    ward.path.rename(away)
    yield
    assert not ward.path.exists(), "no new one is made in its place"
    away.rename(ward.path)


@contextmanager
def damaged(ward: Ward) -> Iterator[None]:
    whole = ward.path.read_bytes()
    ward.path.write_bytes(b"\xa5" * 8192)
    yield
    ward.path.write_bytes(whole)


@contextmanager
def newer(ward: Ward) -> Iterator[None]:
    """Another station has brought it to a revision of tomorrow."""
    with closing(sqlite3.connect(ward.path)) as other:
        (present,) = other.execute("SELECT version_num FROM alembic_version").fetchone()
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
        yield
        other.execute("UPDATE alembic_version SET version_num = ?", (present,))
        other.commit()


WAYS: dict[str, tuple[Callable[[Ward], Any], type[StoreError]]] = {
    "moved away": (moved, NoDatabase),
    "damaged": (damaged, Corrupt),
    "newer": (newer, DatabaseNewer),
}


@pytest.mark.parametrize("way", WAYS)
def test_started_without_the_record_it_shows_alerts_and_recovers(ward: Ward, way: str) -> None:
    away, kind = WAYS[way]
    ward.pass_time(minutes=1)
    ward.turn()
    ward.kill()
    with away(ward):
        ward.pass_time(minutes=3)
        assert isinstance(ward.start_without(), kind)
        view = ward.eyes.view
        assert view is not None
        assert view.board is not None
        assert view.away.as_of == NOON
        assert [one.patient.family for one in view.board.beds if one.patient] != []
        assert ward.local() == {}
        ward.pass_time(minutes=11)
        ward.eyes.look()
        assert ward.local() == {"1201": Priority.MEDIUM}
        ward.pass_time(minutes=5)
        assert not ward.try_again()
        assert ward.local() == {"1201": Priority.HIGH}
        with pytest.raises(StoreError):
            ward.reads.board()
    ward.pass_time(minutes=1)
    assert ward.try_again()
    assert not ward.eyes.is_away
    assert ward.eyes.view is None
    (lapsed,) = ward.alerts(ward.stay)
    assert (lapsed.state, lapsed.lapsed_at) == (AlertState.OPEN, NOON + timedelta(minutes=20))
    assert lapsed.detected_at < NOON + timedelta(minutes=20), "raised from memory, with its time"
    assert verify_journal(ward.core.store).journal == "ok"
    with ward.core.store.read() as session:
        told = session.scalars(select(Alert.text).where(Alert.subject == "record:Desk 1")).one()
        assert told.startswith("Record was away 06:04 to 06:21 on Desk 1")
        assert "looks owed" not in told
        kinds = session.scalars(select(JournalEntry.kind)).all()
        assert {"record.away", "record.watched from memory", "record.back"} <= set(kinds)
        assert "unit.not watched" not in kinds, "it was off for three minutes"


@pytest.mark.parametrize("fails_at", ["station.monitor.start_up.read_clock_mark", "station.app.core.read_clock_mark"])
def test_a_start_that_fails_halfway_holds_nothing_that_the_next_one_needs(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    """The record opens and is away again in the same second; what waits for it is held by one Station at a time."""

    def away(_: object) -> None:
        raise Locked("Another program keeps it.")

    ward.pass_time(minutes=2)
    ward.eyes.lost(Locked("Another program keeps it."))
    ward.check(ward.stay, "one")
    ward.kill()
    monkeypatch.setattr(fails_at, away)
    assert isinstance(ward.start_without(), Locked)
    assert [one.body["request_id"] for one in ward.eyes.kept() if one.staff_id is not None] == ["one"]
    monkeypatch.undo()
    assert ward.try_again()
    assert [one.request_id for one in ward.checks(ward.stay)].count("one") == 1


def test_the_facts_of_a_desk_are_those_remembered(ward: Ward) -> None:
    known = ward.reads.facts()
    ward.kill()
    with moved(ward):
        ward.start_without()
        assert ward.reads.facts() == known
        assert not ward.reads.needs_first_administrator()


def test_after_a_gap_a_look_at_everyone_is_owed_and_what_was_sooner_stays_so(ward: Ward) -> None:
    ward.kill()
    ward.pass_time(minutes=14)
    with moved(ward):
        ward.start_without()
        assert ward.eyes.last is not None
        rows = [one.patient for one in ward.eyes.last.beds if one.patient is not None]
        assert {one.owed_reason for one in rows} == {OwedReason.NOT_WATCHED}
        assert [one.check.due_at - ward.core.now() for one in rows] == [timedelta(minutes=1), timedelta(minutes=2)]
        ward.pass_time(minutes=2)
        ward.eyes.look()
        assert set(ward.local()) == {"1201", "1202"}
        ward.core.kept._remembering.look()  # type: ignore[union-attr]
        ward.kill()
        ward.pass_time(seconds=30)
        ward.start_without()
        assert set(ward.local()) == {"1201", "1202"}, "started once more they are owed it all the same"
    assert ward.try_again()
    with ward.core.store.read() as session:
        assert "unit.not watched" in session.scalars(select(JournalEntry.kind)).all()


def test_the_clock_set_back_between_gives_nobody_more_time(ward: Ward) -> None:
    ward.pass_time(minutes=8)
    ward.remember()
    ward.kill()
    ward.pass_time(minutes=1)
    ward.clock.step_wall(-7200)
    with moved(ward):
        ward.start_without()
        assert ward.core.now() == NOON + timedelta(minutes=8), "its time does not begin before what it had watched"
        ward.pass_time(minutes=2)
        ward.eyes.look()
        assert set(ward.local()) == {"1201", "1202"}, "how long nobody looked is not known: everybody is owed it"
    assert ward.try_again()
    with ward.core.store.read() as session:
        texts = session.scalars(select(Alert.text).where(Alert.kind == "technical")).all()
        assert any("before the last time Station had stored" in one for one in texts)


def test_others_who_watched_meanwhile_are_believed_on_return(ward: Ward) -> None:
    """What was a gap to this station was none to the unit."""
    ward.kill()
    ward.pass_time(minutes=30)
    beside = open_core(ward.address, identity_of("Desk 2", "desk"), ward.published.extend, base=ward.clock)
    beside.monitor.start()
    beside.monitor.stop()
    with closing(sqlite3.connect(ward.path)) as other:
        (before,) = other.execute("SELECT count(*) FROM journal WHERE kind = 'unit.not watched'").fetchone()
    beside.close()
    with moved(ward):
        ward.start_without()
        ward.pass_time(minutes=1)
    assert ward.try_again()
    with ward.core.store.read() as session:
        kinds = session.scalars(select(JournalEntry.kind)).all()
        assert kinds.count("unit.not watched") == before


def test_one_that_can_be_read_and_not_written_is_looked_at_from_memory(ward: Ward) -> None:
    """Locked by another program: opened all right, and no watch can begin."""
    ward.kill()
    with closing(sqlite3.connect(ward.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ward.core = ward._open()
        ward.pass_time(minutes=4)
        with pytest.raises(StoreError):
            ward.core.start()
        assert ward.eyes.is_away
        ward.pass_time(minutes=12)
        ward.eyes.look()
        assert ward.local() == {"1201": Priority.MEDIUM}
        other.execute("ROLLBACK")
    assert ward.try_again()
    assert not ward.eyes.is_away


def test_with_nothing_remembered_it_says_why(ward: Ward, tmp_path: Path) -> None:
    ward.kill()
    file = ward.core.kept.memory_file
    assert file is not None
    whole = file.read_bytes()

    def refused() -> str:
        with pytest.raises(NothingRemembered) as told:
            open_from_memory(
                ward.address, identity_of("Desk 1", "desk"), ward.published.extend, StoreError("gone"),
                base=ward.clock, spool_folder=ward.root,
            )  # fmt: skip
        return str(told.value)

    file.write_bytes(whole[:-1])
    assert refused() == "What this computer remembers of the unit cannot be used: it was cut short or altered."
    file.write_bytes(whole.replace(b"Q15", b"Q30"))
    assert "altered" in refused()
    file.write_bytes(whole.replace(b"station memory 1", b"station memory 2"))
    assert refused() == "What this computer remembers of the unit cannot be used: another version of Station wrote it."
    memory.write(file, replace(memory.recall(file_of_another(file, whole), ward.clock.now()), where="/elsewhere/st.db"))
    assert refused() == ("What this computer remembers here is of another database, /elsewhere/st.db, and is not used.")
    file.write_bytes(b"")
    assert "of another kind" in refused()
    file.unlink()
    file.mkdir()
    assert "cannot be read" in refused()
    file.rmdir()
    assert refused() == "This computer remembers nothing of the unit."
    file.write_bytes(whole)
    ward.pass_time(hours=24)
    core = open_from_memory(
        ward.address, identity_of("Desk 1", "desk"), ward.published.extend, StoreError("gone"),
        base=ward.clock, spool_folder=ward.root,
    )  # fmt: skip
    core.close()
    file.write_bytes(whole)
    ward.pass_time(seconds=1)
    assert refused() == (
        "What this computer remembers of the unit is of Mon 2 Mar 06:00, more than 24 hours ago, and is not used."
    )
    ward.start_again()


def file_of_another(file: Path, whole: bytes) -> Path:
    file.write_bytes(whole)
    return file


def test_a_memory_of_the_future_is_used_and_everybody_is_owed_a_look(ward: Ward) -> None:
    """The computer's battery is empty: its clock stands ten years back. How old what it knows is cannot be told."""
    ward.pass_time(minutes=8)
    ward.remember()
    ward.kill()
    ward.clock.step_wall(-10 * 365 * 86400)
    with moved(ward):
        ward.start_without()
        assert ward.core.now() == NOON + timedelta(minutes=8), "its time does not begin before what it had watched"
        view = ward.eyes.view
        assert view is not None
        assert view.away.as_of == NOON + timedelta(minutes=8)
        ward.pass_time(minutes=2)
        ward.eyes.look()
        assert set(ward.local()) == {"1201", "1202"}
        clock = of_clock(ward.core.time)
        assert clock.trust is Trust.WRONG
        assert clock.sentence.startswith("The clock of this computer stands 3650 days behind Station's")
    assert ward.try_again()


@pytest.mark.parametrize("torn", [b"", b"station memory 1 20 00", b"\x00" * 4096])
def test_what_was_remembered_is_torn_and_the_unit_is_still_not_begun_anew(ward: Ward, torn: bytes) -> None:
    ward.kill()
    file = ward.core.kept.memory_file
    assert file is not None
    file.write_bytes(torn)
    with moved(ward), pytest.raises(NoDatabase, match="where this computer knew a unit before"):
        open_core(ward.address, identity_of("Desk 1", "desk"), print, base=ward.clock, spool_folder=ward.root)
    ward.start_again()


def test_entries_that_wait_vouch_for_their_record_however_long_ago(ward: Ward) -> None:
    with closing(sqlite3.connect(ward.path, isolation_level=None)) as locker:
        locker.execute("BEGIN IMMEDIATE")
        ward.lose()
        ward.pass_time(minutes=10)
        ward.check(ward.stay, "kept")
        locker.execute("ROLLBACK")
    ward.kill()
    ward.pass_time(hours=30)
    with moved(ward), pytest.raises(NoDatabase, match=r"first move .*\.jsonl elsewhere"):
        open_core(ward.address, identity_of("Desk 1", "desk"), print, base=ward.clock, spool_folder=ward.root)
    ward.start_again()
    assert PutIntoRecord(left_out=0) in ward.published
    assert [one.request_id for one in ward.checks(ward.stay)].count("kept") == 1


def test_where_nobody_can_tell_nothing_is_begun(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    ward.kill()

    def closed(_: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied")

    with moved(ward), monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", closed)
        with pytest.raises(NoDatabase, match="nobody can tell whether this computer knew a unit there"):
            open_core(ward.address, identity_of("Desk 1", "desk"), print, base=ward.clock, spool_folder=ward.root)
    ward.start_again()


def test_a_second_station_of_the_same_name_keeps_nothing_and_says_so_and_on_the_return_too(ward: Ward) -> None:
    """The file of what is kept is one process's at a time: also after it was put away, and the next time."""
    ward.kill()
    with moved(ward):
        ward.start_without()
        second = open_from_memory(
            ward.address, identity_of("Desk 1", "desk"), ward.published.extend, StoreError("gone"),
            base=ward.clock, spool_folder=ward.root,
        )  # fmt: skip
        assert (ward.eyes.keeps, ward.eyes.view and ward.eyes.view.away.cannot) == (True, "")
        seen = second.kept.eyes.view
        assert seen is not None
        assert seen.board is not None, "it shows and alerts as the first does"
        assert seen.away.cannot == "another Station on it uses its file"
        with pytest.raises(StoreError):
            second.kept.eyes.keep("check", {}, ward.moore, "J. Moore")
    assert ward.try_again()
    second._reach()
    second.monitor._duties.register(second.now())
    second.monitor._lookout.begin()
    assert second.monitor.pass_now()
    second.close()
    with ward.core.store.read() as session:
        (told,) = session.scalars(select(Alert.text).where(Alert.text.contains("is in use by another Station")))
    assert "Give each its own name" in told
    ward.commands.sign_in(ward.moore, PIN)
    with closing(sqlite3.connect(ward.path, isolation_level=None)) as locker:
        locker.execute("BEGIN IMMEDIATE")
        ward.lose()
        with pytest.raises(Held):
            Spool.of(ward.where, "Desk 1")
        ward.pass_time(minutes=10)
        ward.check(ward.stay, "kept")
        locker.execute("ROLLBACK")
    assert ward.turn()
    assert [one.request_id for one in ward.checks(ward.stay)].count("kept") == 1


@contextmanager
def another_record(ward: Ward) -> Iterator[None]:
    """Somebody has put the file of another unit in its place."""
    away = ward.path.with_name("moved")
    ward.path.rename(away)
    store = fresh_sqlite(ward.path)
    build_unit(store, now=NOON + timedelta(seconds=1)).admit_seen("1201", "Q30", at=ward.core.now())
    close_store(store)
    yield
    for path in ward.path.parent.glob(f"{ward.path.name}*"):
        path.unlink()
    away.rename(ward.path)


def test_another_record_in_its_place_is_given_nothing_of_what_was_kept_for_this_one(ward: Ward) -> None:
    ward.kill()
    ward.start_again()
    ward.remember()
    ward.kill()
    with moved(ward):
        ward.start_without()
        ward.commands.sign_in(ward.moore, "")
        ward.pass_time(minutes=10)
        ward.check(ward.stay, "kept")
    with another_record(ward):
        assert not ward.try_again()
        assert "is not the record that this computer knew, of 3 West" in str(ward.eyes.view and ward.eyes.view.away.why)
        ward.kill()
        why = ward.start_without()
        assert "Put the file of that record back" in str(why)
        ward.kill()
    ward.start_again()
    with ward.core.store.read() as session:
        kinds = session.scalars(select(SpoolEntry.kind).where(SpoolEntry.outcome != "")).all()
    assert list(kinds) == ["check"], "it goes on to whoever sees to it, in its own record"


def test_a_restored_backup_is_the_same_record(ward: Ward) -> None:
    backup = ward.path.with_name("copy")
    ward.kill()
    shutil.copy(ward.path, backup)
    with moved(ward):
        ward.start_without()
    ward.path.unlink()
    for path in ward.path.parent.glob(f"{ward.path.name}-*"):
        path.unlink()
    backup.rename(ward.path)
    assert ward.try_again()


def test_a_file_that_is_gone_is_not_begun_anew_while_its_unit_is_remembered(ward: Ward) -> None:
    ward.kill()
    with moved(ward):
        for name, kind in (("Desk 1", "desk"), ("Wall 9", "wall")):
            with pytest.raises(NoDatabase, match="To begin a new unit there, first move"):
                open_core(ward.address, identity_of(name, kind), print, base=ward.clock, spool_folder=ward.root)
        shutil.rmtree(folder_for(ward.root, ward.address))
        begun = open_core(ward.address, identity_of("Desk 1", "desk"), print, base=ward.clock, spool_folder=ward.root)
        begun.close()
        for path in ward.path.parent.glob(f"{ward.path.name}*"):
            path.unlink()
    ward.start_again()


def test_a_wall_remembers_too_and_writes_nothing_else(ward: Ward) -> None:
    ward.kill()
    wall = identity_of("Wall 1", "wall")
    core = open_core(ward.address, wall, ward.published.extend, base=ward.clock, spool_folder=ward.root)
    core.kept.eyes.remember(ward.reads.board())
    core.kept.eyes.know(ward.reads.facts().policy)
    core.kept.eyes.confirm()
    core.close()
    with moved(ward):
        ward.pass_time(minutes=4)
        late = open_from_memory(
            ward.address, wall, ward.published.extend, StoreError("gone"), base=ward.clock, spool_folder=ward.root
        )
        try:
            ward.pass_time(minutes=12)
            late.kept.eyes.look()
            view = late.kept.eyes.view
            assert view is not None
            assert view.board is not None
            assert [one.bed for one in view.board.alerts] == ["1201"]
            assert not list(ward.where.glob("wall*.jsonl"))
        finally:
            late.close()
    ward.start_again()


def test_the_file_is_of_this_user_alone(ward: Ward) -> None:
    file = ward.core.kept.memory_file
    assert file is not None
    assert file.stat().st_mode & 0o077 == 0
    assert b"Abbott" in file.read_bytes() or file.stat().st_size > 1000
    assert file.suffix == memory.SUFFIX


def test_the_head_of_the_journal_is_kept_beside_it(ward: Ward) -> None:
    file = ward.core.kept.memory_file
    assert file is not None
    ward.core.proof.prove()
    head = file.with_suffix(".head")
    assert head.stat().st_mode & 0o077 == 0
    assert KeptHead(head).last(ward.core.store) == head_of(ward.core.store)


def test_nothing_is_entered_by_somebody_who_has_not_signed_in(ward: Ward) -> None:
    ward.kill()
    with moved(ward):
        ward.start_without()
        with pytest.raises(Refused, match="locked"):
            ward.check(ward.stay, "r")
    assert ward.try_again()


def test_under_a_name_chosen_without_a_pin_entries_are_kept_and_wait_for_a_person(ward: Ward) -> None:
    ward.kill()
    with moved(ward):
        ward.start_without()
        with pytest.raises(StoreError):
            ward.commands.sign_in(ward.moore, PIN)
        here = ward.commands.sign_in(ward.moore, "")
        assert (here.name, ward.commands.is_unproven) == ("J. Moore", True)
        ward.pass_time(minutes=14)
        assert any(isinstance(one, KeptHere) for one in ward.check(ward.stay, "one"))
        ward.pass_time(minutes=8)
        ward.eyes.look()
        assert "1201" not in ward.local(), "his time moves here"
        with pytest.raises(StoreError):
            ward.commands.start_round(ward.moore, None, False)
    assert ward.try_again()
    assert PutIntoRecord(left_out=1) in ward.published, "so that what stands in a panel can follow"
    with pytest.raises(Refused, match="Sign in with your PIN"):
        ward.check(ward.stay, "two")
    assert [one.request_id for one in ward.checks(ward.stay)].count("one") == 0, "not as if he had proved who he is"
    with ward.core.store.read() as session:
        (entry,) = session.scalars(select(SpoolEntry).where(SpoolEntry.outcome != ""))
        assert "under the name of J. Moore while no PIN could be asked" in entry.outcome
        assert entry.body["name"] == "J. Moore"
        (told,) = session.scalars(select(JournalEntry).where(JournalEntry.kind == "kept.not put in"))
        assert told.actor == "Station"
    assert [one.lapsed_at is not None for one in ward.alerts(ward.stay)] == [True], "the record does not know it yet"
    ward.commands.sign_out("back")
    ward.commands.sign_in(ward.moore, PIN)
    assert not ward.commands.is_unproven
    (row,) = ward.reads.not_put_in()
    ward.commands.resolve_not_put_in(ward.moore, row.id, "Asked him; entered")
    assert [one.resolved_by for one in ward.reads.not_put_in()] == ["J. Moore"]


def test_whoever_proved_who_he_is_is_not_replaced_by_a_name_from_the_list(ward: Ward) -> None:
    other = ward.unit.staff["N. Park"]
    with closing(sqlite3.connect(ward.path, isolation_level=None)) as locker:
        locker.execute("BEGIN IMMEDIATE")
        ward.lose()
        with pytest.raises(StoreError):
            ward.commands.sign_in(other, "")
        locker.execute("ROLLBACK")
    assert ward.turn()
    with pytest.raises(Refused):
        ward.commands.sign_in(other, "")
    assert not ward.commands.is_unproven
