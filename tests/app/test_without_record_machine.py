"""Any order of: the record goes and comes, checks, vital signs, answers, kill -9, starts. What was acknowledged is in
the record at the end, each once, in order; and nothing else is."""

import shutil
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from typing_extensions import override

from station.models import Alert, Check, SpoolEntry, VitalSet
from station.models.enums import AlertState, SetOutcome
from station.rules.vital_limits import Vitals
from station.services.errors import NeedsConfirmation, Refused
from station.services.vital_entering import VitalEntry
from station.store.verify import verify_journal
from tests.app.ward import Ward
from tests.databases import lay_sqlite
from tests.fakes import FakeClock

SETTINGS = settings(max_examples=8, stateful_step_count=14, deadline=None, phases=[Phase.explicit, Phase.generate])
"""What it finds is short enough to read as it is; making it shorter takes minutes."""

VALUES = Vitals(hr=72, sbp=120, dbp=80, rr=14, spo2=98, o2=False, temp=37.0, acvpu="A")


class WithoutRecord(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="station-machine-"))
        self.ward = Ward(lay_sqlite(self.folder / "station.db"), self.folder / "spool", FakeClock())
        self.other: sqlite3.Connection | None = None
        self.acknowledged: list[str] = []
        self.tries = 0

    @property
    def is_down(self) -> bool:
        return self.other is not None

    @precondition(lambda self: not self.is_down)
    @rule()
    def go_down(self) -> None:
        self.other = sqlite3.connect(self.ward.path, isolation_level=None)
        self.other.execute("BEGIN IMMEDIATE")

    @precondition(lambda self: self.is_down)
    @rule()
    def notice(self) -> None:
        if not self.ward.eyes.is_away:
            self.ward.lose()

    @precondition(lambda self: self.is_down)
    @rule()
    def come_up(self) -> None:
        self._let_go()
        assert self.ward.turn()
        assert not self.ward.eyes.keeps

    @rule(place=some.integers(0, 1))
    def check(self, place: int) -> None:
        request = self._request()
        with suppress(NeedsConfirmation, Refused):
            self.ward.check((self.ward.stay, self.ward.other)[place], request)
            self.acknowledged.append(request)

    @rule()
    def take_vitals(self) -> None:
        request = self._request()
        entry = VitalEntry(request, self.ward.stay, SetOutcome.WHOLE, VALUES)
        self.ward.commands.record_set(self.ward.moore, entry, True)
        self.acknowledged.append(request)

    @rule()
    def accept(self) -> None:
        view = self.ward.eyes.view
        board = view.board if view is not None and view.board is not None else self.ward.reads.board()
        self.ward.eyes.remember(self.ward.reads.board())
        for alert in board.alerts[:1]:
            with suppress(Refused):
                self.ward.commands.accept_alert(self.ward.moore, alert.id, "going")

    @rule(seconds=some.integers(61, 900))
    def pass_time(self, seconds: int) -> None:
        self.ward.pass_time(seconds=seconds)
        if self.is_down:
            self.ward.eyes.look()
        else:
            self.ward.turn()

    @rule()
    def crash(self) -> None:
        """And start again: with the record away only once that is back."""
        self.ward.kill()
        self._let_go()
        self.ward.start_again()

    @invariant()
    def shows_every_gap(self) -> None:
        """Whatever the board shows from memory is marked, and nobody is shown as seen who was not."""
        view = self.ward.eyes.view if hasattr(self, "ward") else None
        if view is None or view.board is None:
            return
        assert view.board.away is not None
        kept = {one.body.get("stay_id") for one in self.ward.eyes.kept() if one.kind == "check"}
        shown = {
            bed.patient.stay_id
            for bed in view.board.beds
            if bed.patient and bed.patient.seen and bed.patient.seen.unsaved
        }
        assert shown <= kept

    def _request(self) -> str:
        self.tries += 1
        return f"entered-{self.tries}"

    def _let_go(self) -> None:
        if self.other is not None:
            self.other.execute("ROLLBACK")
            self.other.close()
            self.other = None

    @override
    def teardown(self) -> None:
        if not hasattr(self, "ward"):
            return
        try:
            self._let_go()
            assert self.ward.turn()
            self._judge()
        finally:
            self.ward.close()
            shutil.rmtree(self.folder)

    def _judge(self) -> None:
        with self.ward.core.store.read() as session:
            checks = [(one.recorded_at, one.request_id) for one in session.scalars(select(Check))]
            sets = [(one.recorded_at, one.request_id) for one in session.scalars(select(VitalSet))]
            refused = session.scalars(
                select(SpoolEntry).where(SpoolEntry.outcome != "", SpoolEntry.kind != "accept")
            ).all()
            open_twice = session.scalars(select(Alert.subject).where(Alert.state != AlertState.CLOSED)).all()
        assert len({request for _, request in (*checks, *sets)}) == len(checks) + len(sets)
        ours = [(at, request) for at, request in (*checks, *sets) if request in set(self.acknowledged)]
        assert sorted(request for _, request in ours) == sorted(self.acknowledged), "all, each once"
        assert [request for _, request in sorted(ours, key=_order)] == self.acknowledged, "in order"
        assert not refused
        assert len(open_twice) == len(set(open_twice))
        assert verify_journal(self.ward.core.store).journal == "ok"


def _order(one: tuple[object, str]) -> tuple[object, int]:
    return one[0], int(one[1].removeprefix("entered-"))


@pytest.mark.timeout(300)
def test_what_was_acknowledged_is_in_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.store.engine.BUSY_MS", 20)
    run_state_machine_as_test(WithoutRecord, settings=SETTINGS)
