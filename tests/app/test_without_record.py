"""A desk whose record goes away, each way a record can: alerts go on, entries are kept, all of it is in on return."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event as Flag
from typing import Any

import pytest
from sqlalchemy import event, select

from station.app.core import Core, identity_of, open_core
from station.app.patience import Publishing
from station.models import Alert, JournalEntry, SpoolEntry
from station.models.enums import AlertState, Priority, SetOutcome
from station.monitor.eyes import RecordAway
from station.rules.vital_limits import Vitals
from station.services.checks import CheckEntry
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, KeptHere
from station.services.vital_entering import VitalEntry
from station.store.errors import StoreError
from station.store.spool import NotKept, read
from station.store.spool_places import archives_in
from station.store.verify import verify_journal
from tests.app.ward import Ward
from tests.app.ways_away import WAYS, locked
from tests.builders import PIN
from tests.fakes import NOON, FakeClock


@pytest.fixture
def ward(new_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ward]:
    monkeypatch.setattr("station.store.engine.BUSY_MS", 50)
    made = Ward(new_sqlite, tmp_path / "spool", FakeClock())
    yield made
    made.close()


@pytest.mark.parametrize("way", WAYS)
def test_alerts_go_on_entries_are_kept_and_all_of_it_is_in_on_return(ward: Ward, way: str) -> None:
    with WAYS[way](ward):
        ward.pass_time(minutes=15)
        ward.lose()
        assert ward.local() == {"1201": Priority.MEDIUM}
        ward.pass_time(minutes=5)
        ward.eyes.look()
        assert ward.local() == {"1201": Priority.HIGH}
        ward.pass_time(seconds=30)
        assert any(isinstance(one, KeptHere) for one in ward.check(ward.stay, "one", note="calm"))
        assert ward.local() == {}
        ward.pass_time(minutes=9, seconds=30)
        assert not ward.turn()
        assert ward.local() == {"1202": Priority.MEDIUM}
        ward.check(ward.other, "two")
        ward.pass_time(minutes=1)
    assert ward.turn()
    assert not ward.eyes.is_away
    assert not ward.eyes.keeps
    kept = ward.checks(ward.stay)[-1], ward.checks(ward.other)[-1]
    assert [(one.request_id, one.observed_at, one.recorded_at, one.late_entry) for one in kept] == [
        ("one", NOON + timedelta(minutes=20, seconds=30), NOON + timedelta(minutes=20, seconds=30), False),
        ("two", NOON + timedelta(minutes=30), NOON + timedelta(minutes=30), False),
    ]
    (lapsed,) = ward.alerts(ward.stay)
    assert (lapsed.due_at, lapsed.detected_at) == (NOON + timedelta(minutes=15), NOON + timedelta(minutes=15))
    assert lapsed.lapsed_at == NOON + timedelta(minutes=20)
    assert (lapsed.state, lapsed.closed_at) == (AlertState.CLOSED, NOON + timedelta(minutes=20, seconds=30))
    (late,) = ward.alerts(ward.other)
    assert (late.due_at, late.state) == (NOON + timedelta(minutes=30), AlertState.CLOSED)
    assert verify_journal(ward.core.store).journal == "ok"
    (archive,) = archives_in(ward.where)
    assert read(archive).broken == ""
    with ward.core.store.read() as session:
        said = session.scalars(select(Alert.text).where(Alert.kind == "technical", Alert.subject == "record:Desk 1"))
        assert "2 entries were kept there and are now in the record." in said.one()
        stored = session.scalars(select(SpoolEntry.id).order_by(SpoolEntry.seq)).all()
        assert list(stored) == [one.id for one in read(archive).entries]


def test_a_record_that_goes_away_under_a_check_keeps_it_at_once(ward: Ward) -> None:
    ward.pass_time(minutes=2)
    with locked(ward):
        assert any(isinstance(one, KeptHere) for one in ward.check(ward.stay, "one"))
        assert ward.eyes.is_away
    assert ward.turn()
    assert [one.request_id for one in ward.checks(ward.stay)][-1] == "one"


def test_he_was_seen_when_it_was_entered_not_when_the_record_was_given_up(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.pass_time(minutes=2)
    entered = ward.clock.now()

    def hangs(_: object) -> list[Event]:
        ward.pass_time(seconds=30)
        raise StoreError("It does not answer.")

    monkeypatch.setattr(Publishing, "patiently", lambda _, act: hangs(act))
    ward.check(ward.stay, "one")
    monkeypatch.undo()
    assert ward.turn()
    last = ward.checks(ward.stay)[-1]
    assert (last.observed_at, last.recorded_at) == (entered, entered + timedelta(seconds=30))


def test_a_second_tap_is_one_entry(ward: Ward) -> None:
    ward.pass_time(minutes=2)
    with locked(ward):
        ward.check(ward.stay, "one")
        ward.check(ward.stay, "one")
        assert len([one for one in ward.eyes.kept() if one.staff_id is not None]) == 1


def test_one_that_does_not_answer_is_not_waited_for_and_nothing_is_doubled(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record takes the check after all, later than anybody waited."""
    ward.pass_time(minutes=2)
    monkeypatch.setattr(type(ward.core.publishing).patiently, "__defaults__", (0.2,))
    go, done = Flag(), Flag()
    engine = ward.core.store.engine

    def slow(_connection: Any) -> None:
        assert go.wait(10)

    def ended(_connection: Any) -> None:
        done.set()

    event.listen(engine, "begin", slow)
    try:
        assert any(isinstance(one, KeptHere) for one in ward.check(ward.stay, "one"))
        event.listen(engine, "commit", ended)
        go.set()
        assert done.wait(10)
    finally:
        event.remove(engine, "begin", slow)
        event.remove(engine, "commit", ended)
    assert ward.turn()
    assert [one.request_id for one in ward.checks(ward.stay)].count("one") == 1
    with ward.core.store.read() as session:
        told = session.scalars(select(JournalEntry.kind).where(JournalEntry.kind == "check.recorded")).all()
    assert len(told) == 3


def test_vital_signs_not_found_and_answers_are_kept_too(ward: Ward) -> None:
    with locked(ward):
        ward.pass_time(minutes=15)
        ward.lose()
        (late,) = (one for one in ward.seen() if one.bed == "1201")
        assert late.id < 0
        ward.commands.accept_alert(ward.moore, late.id, "going")
        (held,) = (one for one in ward.seen() if one.bed == "1201")
        assert (held.state, held.accepted_by, held.unsaved) == (AlertState.ACCEPTED, "J. Moore", True)
        values = Vitals(hr=72, sbp=120, dbp=80, rr=14, spo2=98, o2=False, temp=37.0, acvpu="A")
        ward.commands.record_set(ward.moore, VitalEntry("v", ward.stay, SetOutcome.WHOLE, values), True)
        ward.commands.record_not_found(ward.moore, "n", ward.other, "in no room")
        assert ward.local()["1202"] is Priority.HIGH
        ward.pass_time(minutes=10)
        ward.eyes.look()
        (again,) = (one for one in ward.seen() if one.bed == "1201" and one.kind == "check")
        assert again.state is AlertState.OPEN, "his time has run out"
    assert ward.turn()
    (alert,) = [one for one in ward.alerts(ward.stay) if one.kind == "check"]
    assert (alert.state, alert.told_at is not None) == (AlertState.OPEN, True)
    assert [one.kind for one in ward.alerts(ward.other)] == ["not found"]
    with ward.core.store.read() as session:
        assert [one.outcome for one in session.scalars(select(SpoolEntry))] == [""] * len(
            session.scalars(select(SpoolEntry)).all()
        )


def test_a_pause_of_the_sound_is_kept_and_goes_in_with_its_own_time(ward: Ward) -> None:
    """Also where nothing is known of the unit, and though other alerts have gone on meanwhile."""
    ward.pass_time(minutes=2)
    with locked(ward):
        until = ward.core.now() + timedelta(minutes=2)
        assert any(isinstance(one, KeptHere) for one in ward.commands.note_pause(ward.moore, until))
        ward.pass_time(seconds=50)
        ward.commands.note_pause(ward.moore, ward.core.now() - timedelta(seconds=1))
        ward.pass_time(minutes=20)
        assert ward.eyes.view is not None
        assert ward.eyes.view.away.kept == 2
    assert ward.turn()
    with ward.core.store.read() as session:
        found = session.scalars(
            select(JournalEntry).where(JournalEntry.kind.like("sound.%")).order_by(JournalEntry.seq)
        )
        said = [(one.kind, json.loads(one.body)) for one in found]
    ended = NOON + timedelta(minutes=2, seconds=50)
    assert [(kind, datetime.fromisoformat(body["until"])) for kind, body in said] == [
        ("sound.paused", until),
        ("sound.resumed", ended),
    ]
    assert {body["while_away"]["station"] for _, body in said} == {"Desk 1"}


def test_what_the_rules_refuse_is_refused_at_once(ward: Ward) -> None:
    with locked(ward):
        ward.lose()
        with pytest.raises(Refused, match="sign of life"):
            ward.commands.record_check(ward.moore, CheckEntry("r", ward.stay, ward.moore, "Room", "Asleep"), False)
        with pytest.raises(Refused, match="in the future"):
            ward.check(ward.stay, "r", observed_at=ward.core.now() + timedelta(minutes=1))
        with pytest.raises(Refused, match="not known here when the record went away"):
            ward.check(999, "r")
        with pytest.raises(NeedsConfirmation, match="Record both"):
            ward.check(ward.stay, "r")
        assert [one for one in ward.eyes.kept() if one.staff_id is not None] == []


def test_everything_else_is_refused_at_once_and_says_why(ward: Ward) -> None:
    with locked(ward):
        ward.lose()
        with pytest.raises(RecordAway, match="cannot be reached, so this cannot be done now: nothing was changed"):
            ward.commands.start_round(ward.moore, None, False)
        with pytest.raises(RecordAway):
            ward.commands.sign_in(ward.moore, PIN)


def test_nobody_signed_in_keeps_nothing(ward: Ward) -> None:
    with locked(ward):
        ward.lose()
        with pytest.raises(StoreError):
            ward.commands.sign_out("went away")
        with pytest.raises(Refused, match="locked"):
            ward.check(ward.stay, "r")


def test_a_full_disk_here_too_is_said_and_nothing_is_claimed(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    ward.pass_time(minutes=5)
    with locked(ward):
        ward.lose()
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", none_left)
            with pytest.raises(NotKept, match="its disk is full"):
                ward.check(ward.stay, "r")
        ward.pass_time(minutes=10)
        ward.eyes.look()
        assert "1201" in ward.local(), "what was not kept moves no timer"
        ward.check(ward.stay, "r")
    assert ward.turn()
    assert [one.request_id for one in ward.checks(ward.stay)].count("r") == 1


def test_that_it_was_away_is_told_although_it_could_not_be_noted_then(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both disks were full, and have room again at once."""

    def none_left(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with locked(ward):
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", none_left)
            ward.lose()
        assert ward.eyes.kept() == ()
    ward.turn()
    ward.turn()
    with ward.core.store.read() as session:
        kinds = session.scalars(select(JournalEntry.kind)).all()
    assert (kinds.count("record.away"), kinds.count("record.back")) == (1, 1)
    assert not ward.eyes.keeps


def test_killed_while_the_record_was_away_the_next_start_puts_it_in(ward: Ward) -> None:
    ward.pass_time(minutes=10)
    with locked(ward):
        ward.lose()
        ward.check(ward.stay, "one")
        ward.kill()
    ward.pass_time(minutes=2)
    ward.start_again()
    check = ward.checks(ward.stay)[-1]
    assert (check.request_id, check.recorded_at) == ("one", NOON + timedelta(minutes=10))
    assert not ward.eyes.keeps


def test_a_wall_keeps_nothing_and_looks_all_the_same(ward: Ward, tmp_path: Path) -> None:
    wall = open_core(
        str(ward.path), identity_of("Wall 1", "wall"), ward.published.extend, base=ward.clock, spool_folder=tmp_path
    )
    try:
        eyes = wall.kept.eyes
        eyes.remember(ward.reads.board())
        ward.pass_time(minutes=15)
        eyes.lost(StoreError("gone"))
        assert eyes.view is not None
        assert eyes.view.board is not None
        assert [one.bed for one in eyes.view.board.alerts] == ["1201"]
        assert list(tmp_path.glob("*/*wall*")) == []
    finally:
        wall.close()


def test_a_wall_sees_what_the_desk_beside_it_keeps(ward: Ward) -> None:
    """It does not sound for somebody who has just been seen; one on another computer cannot know."""
    walls = [
        open_core(str(ward.path), identity_of(name, "wall"), ward.published.extend, base=ward.clock, spool_folder=root)
        for name, root in (("Wall 1", ward.root), ("Wall 2", ward.root / "of another computer"))
    ]
    with locked(ward):
        for wall in walls:
            wall.kept.eyes.remember(ward.reads.board())
            wall.kept.eyes.know(ward.reads.facts().policy)
        ward.pass_time(minutes=15)
        ward.lose()
        for wall in walls:
            wall.kept.eyes.lost(StoreError("locked"))
        assert [_beds(wall) for wall in walls] == [["1201"], ["1201"]]
        ward.check(ward.stay, "one")
        for wall in walls:
            wall.kept.eyes.look()
        assert [_beds(wall) for wall in walls] == [[], ["1201"]]
        (late,) = (one for one in ward.where.glob("*.jsonl"))
        assert "desk" in late.name, "a wall writes nothing there"
    assert ward.turn()
    for wall in walls:
        wall.close()


def _beds(core: Core) -> list[str | None]:
    view = core.kept.eyes.view
    assert view is not None
    assert view.board is not None
    return [one.bed for one in view.board.alerts]


def test_the_clock_of_a_start_does_not_begin_before_what_waits(ward: Ward) -> None:
    with locked(ward):
        ward.lose()
        ward.pass_time(minutes=40)
        ward.check(ward.stay, "one")
        ward.kill()
    ward.clock.step_wall(-3600)
    ward.core = ward._open()
    assert ward.core.now() >= NOON + timedelta(minutes=40)
    ward.begin()
    assert ward.checks(ward.stay)[-1].request_id == "one"
