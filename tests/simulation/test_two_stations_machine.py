"""Two stations on one file, in any order: each is cut off and comes back, people are seen at either, time passes, and
the policy is signed anew meanwhile.

Nobody is late by the policy in force without an alert in the record or on a screen; nothing has two; what was
acknowledged is there once.
"""

import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

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

from station.models import Check
from station.models.enums import Role
from station.services import Actor, checks, policy_signing, reading
from station.services.errors import Refused
from station.simulation.world import Person
from station.store.rows import AlertRow
from station.store.verify import verify_journal
from station.trial.desk import Desk
from station.trial.entering import DeskEntering
from station.trial.founding import found
from station.trial.machine import Machine
from station.trial.sight import Sight
from station.trial.weave import Weaver
from station.trial.zones import START, ZONES

SETTINGS = settings(max_examples=6, stateful_step_count=14, deadline=None, phases=[Phase.explicit, Phase.generate])
"""What it finds is short enough to read as it is."""

NOTICED: Final = timedelta(seconds=2.5)
"""After so long without it a station goes on from memory; whoever came to be late in between was so for less."""
DESKS = some.integers(0, 1)
OPEN: Final = "SELECT kind, coalesce(stay_id, 0), subject FROM alert WHERE state != 'closed' AND kind != 'canary'"
REQUESTS: Final = select(Check.request_id).where(Check.request_id.startswith("seen-"))


class TwoStations(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="station-machine-"))
        place = self.folder / "station.db"
        founded = found(8, START, ZONES[0])
        place.write_bytes(founded.file)
        everybody: dict[int, Person] = founded.known[0]
        self.nurse = next(one for one in everybody.values() if one.role is Role.NURSE)
        self.chief = next(one for one in everybody.values() if one.role is Role.ADMINISTRATOR)
        self.level = {one.stay: one.level for one in founded.known[2].values()}
        self.machine, self.late = Machine(START), {"Q15": 15, "LOS": 15}
        self.sight = Sight(place, self.machine)
        self.sight.look()
        weaver = Weaver(Random(1))
        self.desks = [Desk(f"Desk {n}", place, self.machine, weaver, self.sight) for n in (1, 2)]
        self.seen: dict[int, datetime] = {}
        self.tries = 0
        for desk in self.desks:
            desk.start()
        for stay in self.level:
            self._see(self.desks[0], stay)
        self._live(NOTICED)

    @rule(at=DESKS)
    def cut_off(self, at: int) -> None:
        desk = self.desks[at]
        if not desk.is_cut_off:
            desk.remember()
            desk.is_cut_off = True
            self._live(NOTICED)

    @rule(at=DESKS)
    def come_back(self, at: int) -> None:
        self.desks[at].is_cut_off = False
        self._live(NOTICED)

    @rule(at=DESKS, stay=some.integers(1, 7))
    def check(self, at: int, stay: int) -> None:
        self._see(self.desks[at], stay)

    @rule(seconds=some.sampled_from((61, 200, 480, 900)))
    def pass_time(self, seconds: int) -> None:
        self._live(timedelta(seconds=seconds))

    @rule(at=DESKS)
    def accept(self, at: int) -> None:
        desk = self.desks[at]
        for alert in [one for one in self._screen(desk) if one.stay_id is not None][:1]:
            with suppress(Refused):
                self._entering(desk).accept(
                    desk.store, alert.id, self.nurse.role, "going", actor=self._nurse_at(desk), now=desk.now()
                )

    @precondition(lambda self: any(not one.is_cut_off for one in self.desks))
    @rule(minutes=some.sampled_from((8, 15, 22)))
    def sign_policy(self, minutes: int) -> None:
        """Everybody on Q15 is to be seen so often; whoever is cut off does not hear of it."""
        desk = next(one for one in self.desks if not one.is_cut_off)
        body, now = reading.read_policy(desk.store).to_json(), desk.now()
        level: dict[str, Any] = next(one for one in body["levels"] if one["code"] == "Q15")
        level |= {"soon": f"{minutes - 2}:00", "late": f"{minutes}:00", "lapsed": f"{minutes + 5}:00"}
        for rung, after in zip(level["escalation"], (0, 2, 10), strict=True):
            rung["after"] = f"{minutes + after}:00"
        actor = Actor(self.chief.id, self.chief.name, desk.name, proofs=((self.chief.id, now),))
        with suppress(Refused):
            policy_signing.sign_policy(
                desk.store, body, reading.read_policy_signature(desk.store).version, actor=actor, now=now
            )
        self.late["Q15"] = minutes
        self._live(NOTICED)

    @invariant()
    def nobody_is_late_unseen(self) -> None:
        if not hasattr(self, "seen"):
            return
        alerted = {stay for kind, stay, _ in self._open() if kind == "check"} if self._is_watched() else set()
        for desk in self.desks:
            alerted |= {one.stay_id or 0 for one in self._screen(desk) if one.kind == "check"}
        now = self.machine.record()
        for stay, seen in self.seen.items():
            overdue = now - seen - timedelta(minutes=self.late[self.level[stay]])
            assert overdue <= NOTICED or stay in alerted, (stay, overdue)

    @invariant()
    def nothing_has_two_alerts(self) -> None:
        if not hasattr(self, "seen"):
            return
        subjects = Counter(subject for _, _, subject in self._open())
        causes = Counter((kind, stay) for kind, stay, _ in self._open() if stay)
        assert not [one for one, times in (*subjects.items(), *causes.items()) if times > 1]
        for desk in self.desks:
            shown = Counter((one.kind, one.stay_id) for one in self._screen(desk) if one.stay_id is not None)
            assert not [one for one, times in shown.items() if times > 1]

    def _is_watched(self) -> bool:
        """Somebody reaches the record; what stands there is on his screen."""
        return any(not one.is_cut_off for one in self.desks)

    def _live(self, by: timedelta) -> None:
        """Everybody looks at the end of it, as they did all the while, and once more."""
        for part in (by, timedelta(seconds=1)):
            self.machine.advance(self.machine.true + part)
            for desk in self.desks:
                went_well = desk.look(beats=True)
                desk.after_pass(self.sight.seq, went_well=went_well)
                desk.look_from_memory()

    def _screen(self, desk: Desk) -> list[AlertRow]:
        return [one for one in desk.beside.screen() or () if one.kind != "technical"]

    def _open(self) -> list[tuple[str, int, str]]:
        with sqlite3.connect(self.folder / "station.db") as connection:
            found_ = connection.execute(OPEN).fetchall()
        connection.close()
        return found_

    def _see(self, desk: Desk, stay: int) -> None:
        self.tries += 1
        self.machine.advance(self.machine.true + timedelta(seconds=1))
        now = desk.now()
        entry = checks.CheckEntry(f"seen-{self.tries}", stay, self.nurse.id, "Hallway", "Awake")
        self._entering(desk).check(
            desk.store, entry, self.nurse.role, confirmed=True, actor=self._nurse_at(desk), now=now
        )  # fmt: skip
        self.seen[stay] = now

    def _nurse_at(self, desk: Desk) -> Actor:
        return Actor(self.nurse.id, self.nurse.name, desk.name)

    def _entering(self, desk: Desk) -> DeskEntering:
        return DeskEntering(desk, self.sight.kept, lambda: 1.0)

    @override
    def teardown(self) -> None:
        if not hasattr(self, "seen"):
            return
        try:
            for desk in self.desks:
                desk.is_cut_off = False
            self._live(NOTICED)
            self._judge()
        finally:
            for desk in self.desks:
                desk.die()
            self.sight.close()
            shutil.rmtree(self.folder)

    def _judge(self) -> None:
        kept = self.sight.kept
        assert [*kept.lost(), *kept.twice(), *kept.invented(), *kept.broken()] == []
        assert [*self.sight.broken, *self.sight.doubled, *self.sight.silent, *self.sight.twice()] == []
        with self.desks[0].store.read() as session:
            made = Counter(session.scalars(REQUESTS))
        assert made == Counter(f"seen-{number}" for number in range(1, self.tries + 1))
        assert verify_journal(self.desks[0].store).journal == "ok"


def test_nobody_is_late_unseen_whatever_two_stations_meet() -> None:
    run_state_machine_as_test(TwoStations, settings=SETTINGS)
